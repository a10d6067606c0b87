"""A message, read: its words as the packs know them, its sentences, and what in it somebody else has said.

Reading is one pass over the text. It forgives what people do when they type: capitals, missing commas, æ ø å written
as ae oe aa, spoken spellings, letters held down, decomposed accents. Offsets always point into the text as it came.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 4000
"""Characters of a message that are looked at."""

_PIECE: Final = re.compile(
    r"(?P<word>[^\W_]+(?:['’´\-][^\W_]+)*['’´]?)"
    r"|(?P<end>[.!?…]+|[\r\n\v\f\u2028\u2029]+)"
    r"|(?P<pause>[,;:()\[\]–—/]|\s-+\s)"
    r"|(?P<quote>[\"“”„»«'‘])"
    r"|(?P<sign>[^\s\w])"
)
_HELD: Final = re.compile(r"([^\W\d])\1{2,}")
_THREE_ALIKE: Final = re.compile(r"(.)\1\1")
"""Found in a fifth of the time, and in every text in which a letter is held down."""
_MARKS: Final = {
    "da": str.maketrans(
        {"’": "'", "´": "'", "æ": "ae", "ø": "oe", "å": "aa", "é": "e", "è": "e", "ü": "u", "ö": "oe", "ä": "ae"}
    ),
    "en": str.maketrans({"’": "'", "´": "'", "é": "e", "è": "e", "ï": "i"}),
}
"""By language, how letters and apostrophes that are not ASCII are compared."""
_REPORTED: Final = ":"
_OPENS: Final = {"“": "”", "„": "“”", "»": "«", "«": "»", '"': '"', "”": "”", "'": "'", "‘": "'", _REPORTED: _REPORTED}
"""By the mark that opens a quotation, those that close it. Danish writes ”so” and »so«."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How one language is read: what a spelling stands for, and what does not end a sentence."""

    lang: str
    stands_for: Mapping[str, tuple[str, ...]]
    """A spelling as `fold` gives it, and the words it is read as (`ka'` as `kan`, `don't` as `do not`)."""
    abbreviations: frozenset[str]
    """Words after which a full stop ends nothing (`kl`, `f.eks`)."""
    fillers: frozenset[str]
    """Words that may stand anywhere without changing what is said (`jo`, `lige`, `just`)."""
    joins: frozenset[str]
    """Words after which a clause begins as after a comma (`men`, `og`, `but`)."""
    asks: frozenset[str]
    """Verbs which, standing first with a subject after them, make a question without its mark."""
    subjects: frozenset[str]
    question_words: frozenset[str]
    """Words that make a question of a sentence by standing first."""
    turns: frozenset[str]
    """Joining words and fillers after which a verb standing first makes none (`så er det …`)."""
    says: frozenset[str]
    """Words after which a colon begins what somebody has said."""
    speaks: frozenset[str]
    """Who speaks for themselves, before such a word: then it is their own."""
    first_person: frozenset[str]
    """Words by which a sentence speaks of whoever writes it, and of whom it is written to."""
    second_person: frozenset[str]


@dataclass(slots=True)
class Read:
    """The words of one message in parallel lists, and its sentences as ranges of them."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    begins: list[bool]
    """A clause begins at this word: first of a sentence, after a comma, after a joining word."""
    quoted: list[bool]
    """Somebody else's words."""
    sentences: list[tuple[int, int, bool]]
    """First word, word after the last, and whether it asks."""


def fold(word: str, lang: str) -> str:
    """A word as it is compared: small letters, plain apostrophes, no letter held down, å and aa the same."""
    word = _plain(word, _MARKS[lang])
    return _HELD.sub(r"\1", word) if len(word) > 3 else word


def _plain(word: str, marks: Mapping[int, str]) -> str:
    word = word.lower()
    return word if word.isascii() else word.translate(marks)


def composed(text: str) -> tuple[str, list[int] | None]:
    """The text in NFC, and where each of its characters began before; None when nothing moved."""
    if unicodedata.is_normalized("NFC", text):
        return text, None
    whole: list[str] = []
    origin: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        piece = unicodedata.normalize("NFC", text[at:end])
        whole.append(piece)
        origin.extend([at] * len(piece))
        at = end
    origin.append(len(text))
    return "".join(whole), origin


def read(text: str, spelling: Spelling) -> Read:
    """`text` is in NFC. Takes time in proportion to its length."""
    lang, stands_for, joins, fillers = spelling.lang, spelling.stands_for, spelling.joins, spelling.fillers
    marks = _MARKS[lang]
    found = Read([], [], [], [], [], [])
    words, starts, ends, begins = found.words, found.starts, found.ends, found.begins
    fresh = True
    quotes: list[tuple[int, str]] = []
    reported_from: int | None = None
    held = _THREE_ALIKE.search(text) is not None
    for match in _PIECE.finditer(text):
        kind = match.lastgroup
        if kind == "word":
            start, end = match.span()
            word = fold(text[start:end], lang) if held else _plain(text[start:end], marks)
            means = stands_for.get(word)
            if means is None and word[-1] == "'":
                word = word[:-1]
                means = stands_for.get(word)
                quotes.append((len(words) + len(means or (word,)), "'"))
            for one in means or (word,):
                words.append(one)
                starts.append(start)
                ends.append(end)
                begins.append(fresh)
                fresh = one in joins or (fresh and one in fillers)
            continue
        mark = match.group()
        if kind == "end":
            if words and mark == "." and (words[-1] in spelling.abbreviations or _inside(text, match.end())):
                continue
            _close(found, quotes, reported_from, spelling, asks="?" in mark)
            reported_from = None
        elif kind == "pause":
            first = found.sentences[-1][1] if found.sentences else 0
            if mark == ":" and len(words) > first + 1 and words[-1] in spelling.says:
                reported_from = None if words[-2] in spelling.speaks else len(words)
        elif kind == "quote":
            quotes.append((len(words), mark))
        fresh = True
    _close(found, quotes, reported_from, spelling)
    found.quoted = _quoted(len(words), quotes)
    return found


def _close(
    found: Read, quotes: list[tuple[int, str]], reported_from: int | None, spelling: Spelling, *, asks: bool = False
) -> None:
    """A sentence ends here, when it has begun, and with it what somebody is reported to have said."""
    first, last = found.sentences[-1][1] if found.sentences else 0, len(found.words)
    if last > first:
        found.sentences.append((first, last, asks or _asks(found.words, first, spelling)))
    if reported_from is not None:
        quotes += [(reported_from, _REPORTED), (last, _REPORTED)]


def _inside(text: str, at: int) -> bool:
    """A full stop inside something, as in 10.30 or f.eks.: no space after it."""
    return at < len(text) and text[at].isalnum()


def _asks(words: Sequence[str], first: int, spelling: Spelling) -> bool:
    while first < len(words) - 1 and words[first] not in spelling.turns:
        if words[first] not in spelling.joins and words[first] not in spelling.fillers:
            break
        first += 1
    if words[first] in spelling.question_words:
        return True
    if words[first] in spelling.turns:
        return False
    return first < len(words) - 1 and words[first] in spelling.asks and words[first + 1] in spelling.subjects


def _quoted(count: int, quotes: list[tuple[int, str]]) -> list[bool]:
    """Which words stand between quotation marks. A mark without its fellow is no quotation."""
    quoted = [False] * count
    open_at: tuple[int, str] | None = None
    for at, mark in quotes:
        if open_at is None:
            if mark in _OPENS:
                open_at = at, _OPENS[mark]
        elif mark in open_at[1]:
            quoted[open_at[0] : at] = [True] * (at - open_at[0])
            open_at = None
    return quoted
