"""Which of the languages we know a message is in, by its most ordinary words; None for any other."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Final

from ordvalg.findings import LANGUAGES

PACKS: Final = Path(__file__).parent / "packs"

WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LOOKS_AT: Final = 400
"""Words. The first of a letter tell its language."""
_KNOWN_SHARE: Final = 0.3
"""A language is taken for known when this share of the words is."""


@functools.cache
def _words() -> dict[str, dict[str, float]]:
    """By language, what each of its everyday words weighs; under `other` those of languages that look like ours."""
    told = {lang: set((PACKS / lang / "everyday.txt").read_text("utf-8").split()) for lang in LANGUAGES}
    lines = (PACKS / "others.txt").read_text("utf-8").splitlines()
    other = {word for line in lines if not line.startswith("#") for word in line.split()}
    shared = told["da"] & told["en"]
    weights = {
        lang: {word: 1.0 if word in shared or word in other else 2.0 for word in words} for lang, words in told.items()
    }
    weights["other"] = {word: 1.0 if word in told["da"] or word in told["en"] else 3.0 for word in other}
    return weights


def guess(text: str) -> str | None:
    """`da`, `en`, or None. Danish where both are as likely."""
    words = [word.lower().replace("’", "'") for word in WORD.findall(text)[:_LOOKS_AT]]
    if not words:
        return None
    tables = _words()
    weight = {lang: sum(table.get(word, 0.0) for word in words) for lang, table in tables.items()}
    weight["da"] += 1.0 * sum(any(letter in "æøå" for letter in word) for word in words)
    weight["other"] += 2.0 * sum(any(letter in "äöüßñçęłšžűő" for letter in word) for word in words)
    best = "en" if weight["en"] > weight["da"] else "da"
    known = sum(word in tables[best] for word in words)
    if not known or weight["other"] > weight[best] or known < _KNOWN_SHARE * len(words):
        return None
    return best
