"""The first card: a few questions of one topic, and what a stranger's taps say so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roret.content import cards
from roret.content.sentences import Names, sentences

FIRST_TOPIC = "asking"
FIRST_QUESTIONS = ("when", "offer")
"""Questions with one choice each, so that a tap is an answer."""
KEPT_AS = "first"


@dataclass(frozen=True)
class FirstQuestion:
    key: str
    title: str
    why: tuple[str, ...]
    options: tuple[tuple[str, str], ...]

    @property
    def choices(self) -> frozenset[str]:
        return frozenset(one for one, _ in self.options)


def first_questions(lang: str) -> list[FirstQuestion]:
    card = cards.card(FIRST_TOPIC)
    words = cards.words(card, lang)
    found = []
    for key in FIRST_QUESTIONS:
        question, reader = card.question(key), words.questions[key]
        options = tuple((one, reader.labels[one]) for one in question.choices)
        found.append(FirstQuestion(key, reader.title, words.why, options))
    return found


def remembered(session: Mapping[str, Any]) -> dict[str, str]:
    """What this browser's stranger has tapped."""
    return dict(session.get(KEPT_AS, {}))


def first_sentences(session: Mapping[str, Any], lang: str) -> list[str]:
    """The taps as sentences in the person's own voice."""
    return [s.text for s in sentences(cards.card(FIRST_TOPIC), remembered(session), lang, Names(), "wish")]
