"""What the cast have said of words, what Ordvalg finds for them here, and how their pages look.

The rules that are found with are the library's business; here each finding is one that a test has laid out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import ordvalg
from ordvalg import Findings, Flag
from roret.agreement.queries import Agreed
from roret.agreement.rules import Laid
from roret.agreement.tests.cast import Cast, home, settle
from roret.circle.access import Viewer
from roret.kit import clock
from roret.words import queries
from roret.words.queries import WordsToday

SAID: Mapping[str, Any] = {
    "works": [{"starter": "here"}, {"own": "Skal vi gå en tur?"}],
    "misses": [{"starter": "tried_yoga"}, {"own": "tag dig sammen"}],
    "repair": [{"starter": "take_back"}, {"own": "Jeg kom til at tage over"}],
    "works@supporter": [{"starter": "thanks_for_telling"}],
    "misses@supporter": [{"own": "glem det"}],
}
"""Maja's words and Jonas's, as the two have agreed them."""
OPENING = "Hvad ville være godt …"


def house(**answers: Any) -> Cast:
    """Maja and Jonas have agreed this on words; Birthe sees nothing of it."""
    cast = home(topics=("words",))
    agree(cast, answers or SAID)
    return cast


def agree(cast: Cast, answers: Mapping[str, Any]) -> Laid:
    return settle(cast.maja, cast.jonas, "words", answers)


def look(who: Viewer) -> WordsToday:
    return queries.today(who, Agreed(who), clock.now())


def flag(
    text: str, words: str, *, kind: str = "advice", rule: str | None = "r", sure: bool = True, **more: Any
) -> Flag:
    """A finding on these words of a text."""
    start = text.index(words)
    said = {"why": "Sådan kan det høres.", "instead": (OPENING,)} | more
    return Flag(flag=kind, start=start, end=start + len(words), rule=rule, sure=sure, **said)


@contextmanager
def found(*flags: Flag, lang: str | None = "da", cut: bool = False) -> Iterator[list[dict[str, Any]]]:
    """Ordvalg finds these in every text that has something in it. Gives what it was asked."""
    asked: list[dict[str, Any]] = []

    def check(text: str, lang: str, wishes: ordvalg.Wishes | None = None, *, soft: bool = True) -> Findings:
        asked.append({"text": text, "lang": lang, "wishes": wishes})
        seen = tuple(one for one in flags if soft or one.rule is not None)
        return Findings(lang=given, flags=seen, moves=(), cut=cut)

    given = lang
    with patch("ordvalg.check", check):
        yield asked
