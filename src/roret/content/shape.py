"""What a topic card is: its structure (the same in every language) and its words (one set per language).

Ids of topics, questions, choices and starters are permanent: people's agreements are stored under them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypedDict

import msgspec

Party: TypeAlias = Literal["holder", "supporter"]
Voice: TypeAlias = Literal["wish", "pair"]
Kind: TypeAlias = Literal["choice", "choices", "scale", "times", "phrases", "text"]
Who: TypeAlias = Literal["holder", "supporter", "both", "each"]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Window = TypedDict("Window", {"days": list[str], "from": str, "to": str})
"""A weekly window, local time `HH:MM`. `to` at or before `from` is on the next day; 00:00 to 00:00 is the whole day."""

Phrase: TypeAlias = dict[str, str]
"""`{"starter": id}` for one that was tapped, `{"own": text}` for one that was written."""

Value: TypeAlias = str | int | list[str] | list[Window] | list[Phrase]
"""An answer, ready for JSON. Permanent shapes: choice and text `str`, choices `list[str]` in the card's order,
scale `int`, times `list[Window]`, phrases `list[Phrase]` (tapped ones in the card's order, then own)."""


class OnlyIf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ask only when an earlier question was answered with one of these choices."""

    question: str
    any_of: tuple[str, ...]


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One question. No question is ever required: skipping is an answer too.

    who: `holder` or `supporter` answers alone; `both` give their view and settle on one answer;
    `each` answers for themselves and both answers stand.
    """

    id: str
    kind: Kind
    who: Who = "holder"
    choices: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    starters: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    step: int = 1
    only_if: OnlyIf | None = None

    @property
    def steps(self) -> range:
        """The values of a scale, low to high."""
        return range(self.low, self.high + 1, self.step)


class Structure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file `topics/<id>.toml`, as it stands."""

    id: str
    order: int
    editions: tuple[Literal["home", "work"], ...] = ("home",)
    stands: tuple[Voice, ...] = ("wish", "pair")
    owner: Party = "holder"
    ends: Literal["aloud", "silent"] = "silent"
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Slot:
    """One place in the settled answers: the key it is stored under, its question, and whose answer it is.

    `by == "both"` is one shared answer. A question for `each` has two slots: `<id>` is the holder's and
    `<id>@supporter` the supporter's.
    """

    key: str
    question: Question
    by: Literal["holder", "supporter", "both"]


@dataclass(frozen=True)
class QuestionWords:
    """A question in one language. `labels` names choices, starters, and those steps of a scale that have a word."""

    title: str
    hint: str = ""
    supporter_title: str = ""
    supporter_hint: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    pieces: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[tuple[str, Voice], str] = field(default_factory=dict)

    def title_for(self, party: Party) -> str:
        """The question as this party is asked it."""
        return (party == "supporter" and self.supporter_title) or self.title

    def hint_for(self, party: Party) -> str:
        """The line under the question; a question with a title of its own for the supporter shares no hint."""
        return self.supporter_hint if party == "supporter" and self.supporter_title else self.hint


@dataclass(frozen=True)
class Words:
    """A card in one language."""

    lang: str
    title: str
    why: tuple[str, ...]
    questions: Mapping[str, QuestionWords]


@dataclass(frozen=True, eq=False)
class Card:
    """A topic card, ready to show: structure and the words of every language that has it complete."""

    structure: Structure
    words: Mapping[str, Words]

    @property
    def id(self) -> str:
        return self.structure.id

    @property
    def order(self) -> int:
        return self.structure.order

    @property
    def editions(self) -> tuple[str, ...]:
        return self.structure.editions

    @property
    def stands(self) -> tuple[Voice, ...]:
        """`wish`: it can stand by its owner's yes alone. `pair`: it can be an agreement between the two."""
        return self.structure.stands

    @property
    def owner(self) -> Party:
        return self.structure.owner

    @property
    def ends(self) -> str:
        """`aloud` when the other counts on it and is told that it ended, else `silent`."""
        return self.structure.ends

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.structure.questions

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is offered in."""
        return tuple(sorted(self.words))

    @property
    def together(self) -> bool:
        """Whether both have something to answer, so that the card can be taken at the kitchen table."""
        return {"holder", "supporter"} <= {by for s in self.slots() for by in _parties(s.by)}

    def slots(self) -> tuple[Slot, ...]:
        """Every place for an answer, in the order they are asked; the supporter's own right after the holder's."""
        return tuple(slot for question in self.questions for slot in _slots(question))

    def asked(self, party: Party) -> tuple[Slot, ...]:
        """What this party is asked."""
        return tuple(slot for slot in self.slots() if party in _parties(slot.by))

    def question(self, question_id: str) -> Question:
        """Raises `KeyError` for a question the card does not have."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)


def _parties(by: str) -> tuple[str, ...]:
    return ("holder", "supporter") if by == "both" else (by,)


def _slots(question: Question) -> tuple[Slot, ...]:
    if question.who == "each":
        return (
            Slot(question.id, question, "holder"),
            Slot(f"{question.id}@supporter", question, "supporter"),
        )
    return (Slot(question.id, question, question.who),)
