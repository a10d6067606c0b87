"""The labelled messages that ordvalg learns from and is measured on; see `corpus/README.md`.

They stand in the repository and are not installed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent / "corpus"

KEPT_APART: Final = {"da": ("da0", "da5"), "en": ("en0", "en4")}
"""The writers whose messages nothing has learned from: no rule, no weight, no threshold."""

TUNED_ON: Final = {"da": ("da10", "da11", "da33"), "en": ("en10", "en11", "en33")}
"""The writers on whose messages the thresholds of the model were chosen, and nothing else has learned from."""

WAYS: Final = ("everyday", "indirect", "ironic", "move", "hard", "neutral")

COLUMNS: Final = (
    *("id", "from", "way", "flags", "moves"),
    *("first_flags", "first_moves", "second_flags", "second_moves", "text"),
)


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its settled labels."""

    id: str
    writer: str
    """The file it stands in: one writer's, or a drill of one kind (`dax1`)."""
    sender: str
    way: str
    """One of `WAYS`."""
    flags: frozenset[str]
    moves: frozenset[str]
    first: frozenset[str]
    """Flags and moves by the one who wrote it."""
    second: frozenset[str] | None
    """Flags and moves by a second reader, who saw the text alone; None for drills."""
    text: str


def messages(lang: str, folder: Path = HERE) -> Iterator[Message]:
    """Every message of a language, writer by writer."""

    def several(cell: str) -> frozenset[str]:
        return frozenset(cell.split(",")) if cell not in ("", "-") else frozenset()

    for path in sorted((folder / lang).glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines()[1:]:
            cells = dict(zip(COLUMNS, line.split("\t"), strict=True))
            second = cells["second_flags"]
            yield Message(
                id=cells["id"],
                writer=path.stem,
                sender=cells["from"],
                way=cells["way"],
                flags=several(cells["flags"]),
                moves=several(cells["moves"]),
                first=several(cells["first_flags"]) | several(cells["first_moves"]),
                second=several(second) | several(cells["second_moves"]) if second != "?" else None,
                text=cells["text"],
            )


def learned_from(lang: str, folder: Path = HERE) -> list[Message]:
    """All but those of the writers kept apart or tuned on, and but what one of these happens to have said as well."""
    away = (*KEPT_APART[lang], *TUNED_ON[lang])
    whole = list(messages(lang, folder))
    said = {words_of(one.text) for one in whole if one.writer in away}
    return [one for one in whole if one.writer not in away and words_of(one.text) not in said]


def words_of(text: str) -> tuple[str, ...]:
    """What is left of a message without capitals and signs: two that have this in common are the same."""
    return tuple(re.findall(r"\w+", text.lower().replace("’", "'").replace("'", "")))


def digest(lang: str, folder: Path = HERE) -> str:
    """Of everything that a model learns from; the model that is shipped says which it was."""
    whole = hashlib.sha256()
    for one in learned_from(lang, folder):
        whole.update(f"{one.id}\t{sorted(one.flags | one.moves)}\t{one.text}\n".encode())
    return whole.hexdigest()


def tuned_on(lang: str, folder: Path = HERE) -> list[Message]:
    return [one for one in messages(lang, folder) if one.writer in TUNED_ON[lang]]


def kept_apart(lang: str, folder: Path = HERE) -> list[Message]:
    return [one for one in messages(lang, folder) if one.writer in KEPT_APART[lang]]
