"""How the texts of this room are read by its tests: whose voice a line is in, and how hard it is to read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from roret.learn import queries
from roret.learn.queries import FOLDER

HERE = Path(__file__).parent
QUOTED = re.compile(r"[”“][^”“]*[”“]")
"""Somebody’s words: an example, not the voice of the product."""


def prose(page_id: str, lang: str) -> list[str]:
    """The lines of a page as they are read, without marks and addresses."""
    source = (FOLDER / "pages" / lang / f"{page_id}.md").read_text(encoding="utf-8")
    bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", source).replace("**", "")
    return [line.strip("#- ") for line in bare.splitlines() if line.strip()]


def in_our_own_voice(lang: str) -> Iterator[str]:
    """Everything that is said by the product itself. What people say in the examples is theirs."""
    yield from (phrase.why for phrase in queries.phrases(lang))
    for case in queries.cases(lang):
        yield from (case.title, case.text, *(reply.does for reply in case.replies))
    for page in queries.pages():
        yield from prose(page.id, lang)


def everything(lang: str) -> Iterator[str]:
    """Every text of the room in this language."""
    yield from in_our_own_voice(lang)
    yield from (phrase.text for phrase in queries.phrases(lang))
    yield from (reply.text for case in queries.cases(lang) for reply in case.replies)


def words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in re.findall(r"[^\W_]+(?:[’'][^\W_]+)*", text)]


def syllables(word: str) -> int:
    """Of an English word, as its letters tell: groups of vowels, less those that are not heard."""
    bare = re.sub(r"[^a-z]", "", word.casefold())
    bare = re.sub(r"(?<=[^td])ed$|(?<![sxz])(?<![^aeiouy]l)es$|(?<![^aeiouy]l)e$", "", bare)
    return max(1, len(re.findall(r"[aeiouy]+", bare)))


def reading_ease(texts: list[str]) -> float:
    """Flesch: 100 is read by a child of ten, 70 is plain English, 30 is a learned paper."""
    said = words(texts)
    stops = sum(max(1, len(re.findall(r"[.?:](?:\s|$|[”“])", text))) for text in texts)
    return 206.835 - 1.015 * len(said) / stops - 84.6 * sum(syllables(word) for word in said) / len(said)


def runs_of_seven(texts: Iterable[str]) -> dict[str, str]:
    """By its print, every seven words in a row."""
    found = {}
    for text in texts:
        row = re.findall(r"\w+", text.casefold())
        for n in range(len(row) - 6):
            seven = " ".join(row[n : n + 7])
            found[hashlib.sha256(seven.encode()).hexdigest()[:10]] = seven
    return found


def of_the_method() -> frozenset[str]:
    lines = (HERE / "method_runs.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(one for line in lines if not line.startswith("#") for one in line.split())
