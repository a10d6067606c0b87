"""Every setting a host can choose, in one typed table: name, default, help.

Each is read from the environment variable `RORET_<NAME>`; a secret may instead be given as
`RORET_<NAME>_FILE`. The table is what `roret settings` prints and what `docs/running.md`
is held against.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class BadOption(Exception):
    """A setting has a value that cannot be used. The message says which, why, and what to do."""


@dataclass(frozen=True)
class Option:
    name: str
    default: str
    help: str


OPTIONS: tuple[Option, ...] = (
    Option("DATA", ".data", "Folder for databases, keys and logs. Made if it is missing."),
    Option("PORT", "8040", "Port that the web process listens on."),
    Option("HOST", "127.0.0.1", "Address that the web process listens on. 0.0.0.0 lets phones on your network in."),
    Option(
        "ADDRESS", "", "The one address people use, such as https://roret.example.org. Empty: http://localhost:PORT."
    ),
    Option("DATABASE", "", "postgresql://user:password@host/name for PostgreSQL. Empty: SQLite in the data folder."),
    Option("KEYRING", "", "postgresql:// address of the keyring's own database. Needed together with DATABASE."),
    Option(
        "ROOT_KEY", "", "The root key, 64 hexadecimal characters. Empty: DATA/secrets/root.key, made at first start."
    ),
    Option(
        "MAIL",
        "",
        "smtp://user:password@host:port for outgoing mail. Empty: no mail, nothing that needs it is offered.",
    ),
    Option("MAIL_FROM", "", "The sender of outgoing mail. Needed together with MAIL."),
    Option("SIGNUP", "open", "open lets anybody who finds the address begin. invited: only those with an invitation."),
    Option("DEBUG", "no", "yes shows error pages with details. Never on a box that people use."),
)


def option(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """The value of one option as text, from `RORET_NAME`, `RORET_NAME_FILE` or the default.

    Raises `KeyError` for a name that is not in the table, `BadOption` when the file named
    by `RORET_NAME_FILE` cannot be read.
    """
    entry = next((o for o in OPTIONS if o.name == name), None)
    if entry is None:
        raise KeyError(name)
    direct = environ.get(f"RORET_{name}")
    if direct is not None:
        return direct
    path = environ.get(f"RORET_{name}_FILE")
    if path is None:
        return entry.default
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadOption(
            f"RORET_{name}_FILE points to a file that cannot be read ({error.strerror}). Check its path and rights."
        ) from error


def yes_or_no(name: str) -> bool:
    return one_of(name, ("yes", "no")) == "yes"


def one_of(name: str, allowed: tuple[str, ...]) -> str:
    value = option(name).lower()
    if value not in allowed:
        raise BadOption(f"RORET_{name} is “{value}”. It can be {' or '.join(allowed)}.")
    return value


def number(name: str) -> int:
    value = option(name)
    if not value.isdigit():
        raise BadOption(f"RORET_{name} is “{value}”. It has to be a whole number.")
    return int(value)
