"""The `roret` command: gives the host's commands in `ops` what only this room may know."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from roret.config.options import OPTIONS, BadOption
from roret.ops.command import run
from roret.ops.house import House, Refused
from roret.vault.rootkey import RootKeyError


def main() -> None:
    """Run the command on the command line and leave with its status."""
    house = House(options=OPTIONS, load=_load, application=_application, due=_due, sweep=_sweep)
    sys.exit(run(sys.argv[1:], house))


def _load() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roret.config.settings")
    import django

    try:
        django.setup()
    except (BadOption, RootKeyError) as error:
        raise Refused(str(error)) from None


def _application() -> Any:
    from roret.config import asgi

    return asgi.application


def _due() -> Mapping[str, Callable[[str], None]]:
    from roret.config import wiring

    return wiring.DUE


def _sweep() -> Sequence[Callable[[], None]]:
    from roret.live.actions import forget_old

    return (forget_old,)


if __name__ == "__main__":
    main()
