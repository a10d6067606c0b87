"""Sentences of ours that are English: every message and every card's words whose Danish reads otherwise."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from playwright.sync_api import Page

from bench.starting import ROOT
from tools import messages

CONTENT = ROOT / "src" / "roret" / "content"
ALL_TEXT = """() => [document.body.textContent, document.title, ...[...document.querySelectorAll('*')].flatMap(item =>
  ['aria-label', 'title', 'placeholder', 'alt', 'value', 'data-done', 'data-marked', 'data-offline']
    .map(name => item.getAttribute(name) ?? ''))]"""


def english_in(page: Page) -> list[str]:
    """The English pieces that stand anywhere on the page, unseen ones included."""
    return english_among(page.evaluate(ALL_TEXT))


def english_among(texts: Iterable[str]) -> list[str]:
    """The English pieces in any one of these texts.

    They are read apart: beside each other, an identifier ending in "a" and the value "friends" would read "a friend".
    """
    apart = "\n".join(map(flat, texts))
    return [piece for piece in english_pieces() if piece in apart]


def flat(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).casefold()


@functools.cache
def english_pieces() -> tuple[str, ...]:
    """What of each message is longer than a word and stands in it as it is; a name in it cuts it in two."""
    found: set[str] = set()
    for room in messages.rooms([]):
        for message in messages.read(messages.catalogue_of(room, "da"), "da"):
            ids = (message.id,) if isinstance(message.id, str) else message.id
            texts = (message.string,) if isinstance(message.string, str) else message.string
            danish = {flat(text) for text in texts}
            for one in ids:
                pieces = [flat(piece).strip(" .,:;") for piece in re.split(r"%\(\w+\)s", one)]
                found |= {p for p in pieces if tells(p) and not any(p in text for text in danish)}
    return tuple(sorted(found | english_words_of_cards()))


def english_words_of_cards() -> set[str]:
    """Lines of the English content that the Danish does not have too."""
    danish = flat(" ".join(path.read_text(encoding="utf-8") for path in (CONTENT / "da").rglob("*.md")))
    lines = {
        flat(re.sub(r"^[\s#*>-]*(\w+:)?", "", line)).strip(" .,:;")
        for path in (CONTENT / "en").rglob("*.md")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    return {line for line in lines if tells(line) and line not in danish}


def tells(piece: str) -> bool:
    """Whether a piece is long enough to be English and nothing else."""
    return len(piece.split()) > 1 and len(piece) >= 8
