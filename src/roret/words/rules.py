"""What is said of words, what is done with a place in a text, and when somebody is looked over the shoulder. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from roret.content import stored
from roret.content.shape import Party, Phrase

TOPIC = "words"
QUESTIONS = ("works", "misses", "repair")
"""What the page of words reads of the card, in the order in which it stands there."""

When: TypeAlias = Literal["page", "button", "typing"]
WHENS: tuple[When, ...] = get_args(When)

OWN_LENGTH = 200
"""Longest repair in one's own words, in characters: as long as a line of one's own."""
ROOM = 160
"""About how many characters are shown on each side of a place in a text."""

_ENDS = re.compile(r"[.?!…](?=\s|$)|\n")


class Refused(Exception):
    """It cannot be said like that. `code` is permanent: nothing_agreed, no_words, too_long."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class WordsTerms:
    """What one side has said: words that do good, words that miss, and what they would like to hear afterwards."""

    agreed: bool = False
    works: tuple[Phrase, ...] = ()
    misses: tuple[Phrase, ...] = ()
    repair: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Excerpt:
    """A place in a text with what stands around it. `cut_before`: there is more, which is not shown."""

    before: str
    marked: str
    after: str
    cut_before: bool = False
    cut_after: bool = False


def terms(settled: Mapping[str, object] | None, side: Party) -> WordsTerms:
    """One side's words. `None` is nothing agreed. Never raises; what is not known counts as not said."""
    if settled is None:
        return WordsTerms()
    said = {one: tuple(stored.any_phrases(settled.get(stored.key(one, side)))) for one in QUESTIONS}
    return WordsTerms(True, **said)


def when(chosen: object, side: Party) -> When:
    """When somebody's words are looked at. With nothing chosen the holder's are not, anywhere but where they ask."""
    return stored.one_of(WHENS, chosen) or ("page" if side == "holder" else "button")


# --- a place in a text --------------------------------------------------------------------------


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """From where to where the sentence goes that a place stands in, without the space around it."""
    begin = max((hit.end() for hit in _ENDS.finditer(text, 0, start) if hit.end() <= start), default=0)
    closing = _ENDS.search(text, max(start, end - 1))
    stop = len(text) if closing is None else closing.start() if closing[0] == "\n" else closing.end()
    while begin < start and text[begin].isspace():
        begin += 1
    return begin, max(stop, end)


def begun(text: str, start: int, end: int, opening: str) -> tuple[str, str]:
    """The sentence that a place stands in, as far as its line goes, and an opening to have instead, to be gone on with."""
    begin, stop = sentence(text, start, end)
    was, goes_on = text[begin:stop].split("\n")[0], bool(text[stop:].strip())
    return was, opening if goes_on else opening.rstrip(" .…") + " "


def put(text: str, was: str, now: str) -> str:
    """An opening in place of a sentence; after the rest where that sentence has been changed meanwhile."""
    return text.replace(was, now, 1) if was and was in text else f"{text.rstrip()} {now}"


def excerpt(text: str, start: int, end: int, room: int = ROOM) -> Excerpt:
    """The place and what stands around it, cut between words where there is much of it."""
    before, after = text[:start], text[end:]
    cut_before, cut_after = len(before) > room, len(after) > room
    if cut_before:
        before = before[-room:].split(maxsplit=1)[-1] if " " in before[-room:] else before[-room:]
    if cut_after:
        after = after[:room].rsplit(maxsplit=1)[0] if " " in after[:room] else after[:room]
    return Excerpt(before, text[start:end], after, cut_before, cut_after)
