"""What the host's commands are given by `config`, which stands above them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class Refused(Exception):
    """Roret does not start, or a command is not carried out. The message says why and what to do next."""


class Option(Protocol):
    """A setting that a host can choose."""

    @property
    def name(self) -> str: ...
    @property
    def default(self) -> str: ...
    @property
    def help(self) -> str: ...


@dataclass(frozen=True)
class House:
    """The options, and how to get at the rest, each when it is needed.

    `load` makes Django's settings stand and raises `Refused` when they cannot. `sweep` names what
    the worker does three times a minute to keep tables small.
    """

    options: Sequence[Option]
    load: Callable[[], None]
    application: Callable[[], Any]
    due: Callable[[], Mapping[str, Callable[[str], None]]]
    sweep: Callable[[], Sequence[Callable[[], None]]]
