"""What is enough when both are flat, and where a line of it holds a telephone number. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from roret.content import stored
from roret.content.shape import Party, Phrase

TOPIC = "flat"


@dataclass(frozen=True)
class FlatTerms:
    """What is agreed for such a day. `apart` is each one's own, by side; all of it is empty where nothing was said."""

    holds: bool = False
    let_go: tuple[Phrase, ...] = ()
    order_in: tuple[Phrase, ...] = ()
    call: tuple[Phrase, ...] = ()
    together: tuple[Phrase, ...] = ()
    apart: tuple[Phrase, ...] = ()
    apart_supporter: tuple[Phrase, ...] = ()

    def apart_of(self, side: Party) -> tuple[Phrase, ...]:
        return self.apart_supporter if side == "supporter" else self.apart


@dataclass(frozen=True)
class Bit:
    """A piece of a line; `tel` is what the telephone is to call, for a piece that is a number."""

    text: str
    tel: str = ""


def terms(settled: Mapping[str, object] | None) -> FlatTerms:
    """What the settled answers mean. Never raises; `None` is nothing agreed."""
    if settled is None:
        return FlatTerms()

    def said(key: str) -> tuple[Phrase, ...]:
        return tuple(stored.any_phrases(settled.get(key)))

    return FlatTerms(
        holds=True,
        let_go=said("let_go"),
        order_in=said("order_in"),
        call=said("call"),
        together=said("together"),
        apart=said("apart"),
        apart_supporter=said("apart@supporter"),
    )


# --- telephone numbers --------------------------------------------------------------------------

_GAP = r"[ \u00a0.\-]"
_NUMBERS = (
    rf"(?:\+|00)45(?:{_GAP}?\d){{8}}",
    r"(?:\+|00)[1-9](?:[ \u00a0.\-/]?(?:\(\d{1,4}\)|\d)){6,14}",
    r"\d{8}",
    rf"(?<!\d{_GAP})\d\d({_GAP})\d\d\1\d\d\1\d\d(?!{_GAP}\d)",
    r"\d{4}[ \u00a0]\d{4}|\d\d[ \u00a0]\d{3}[ \u00a0]\d{3}|\d{3}[ \u00a0]\d\d[ \u00a0]\d{3}",
    r"0\d(?:[ \u00a0.]\d\d){4}|0\d{1,4}[ \u00a0\-/]\d{3,8}(?:[ \u00a0\-]\d{2,8}){0,3}|0\d{6,11}",
    r"(?<=tlf\. )\d{3,6}|(?<=tel\. )\d{3,6}|(?<=ring )\d{3,6}|(?<=ringe )\d{3,6}|(?<=call )\d{3,6}",
)
"""Written by the country, as one writes it in Denmark, as one does in the countries around it, and the short ones."""
_NUMBER = re.compile(
    rf"(?<![\w+])(?<!\d[.,:\-])(?<!\w/)(?:{'|'.join(_NUMBERS)})(?![\w+]|[.,:/\-]\d)", re.IGNORECASE | re.ASCII
)
_LONGEST = 15


def bits(line: str) -> tuple[Bit, ...]:
    """The line in its pieces, none of it lost: numbers that a telephone can call, and what stands between them.

    Dates, hours and house numbers are none, as well as can be told. A short number is one only where the line says
    that it is called.
    """
    return tuple(_bits(line))


def _bits(line: str) -> Iterator[Bit]:
    at = 0
    for found in _NUMBER.finditer(line):
        number = found[0]
        tel = ("+" if number.startswith("+") else "") + "".join(char for char in number if char.isdecimal())
        if len(tel.lstrip("+")) <= _LONGEST:
            if found.start() > at:
                yield Bit(line[at : found.start()])
            yield Bit(number, tel)
            at = found.end()
    if at < len(line):
        yield Bit(line[at:])
