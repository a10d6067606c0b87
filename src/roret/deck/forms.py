"""One question as the page shows it: its words, what was answered or typed, and what is in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from roret.agreement.queries import AnswerView
from roret.content import cards
from roret.content.answers import encode
from roret.content.shape import Card, Party, Slot

Form = Mapping[str, list[str]]
ROWS = 14
"""Most windows a times question can show (the decoder reads no more)."""


@dataclass(frozen=True)
class Asked:
    """A question on the screen. Which fields mean something follows from `kind`."""

    name: str
    kind: str
    title: str
    hint: str
    options: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    own: tuple[str, ...] = ()
    windows: tuple[dict[str, object], ...] = ()
    steps: tuple[int, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[str, ...] = ()
    spare: int = 1


def asked(
    card: Card, slot: Slot, party: Party, lang: str, data: Form, errors: tuple[str, ...] = (), spare: int = 1
) -> Asked:
    """The question of `slot` filled with form data, stored or just typed."""
    question = slot.question
    reader = cards.words(card, lang).questions[question.id]
    ids = question.choices or question.starters
    return Asked(
        name=question.id,
        kind=question.kind,
        title=reader.title_for(party),
        hint=reader.hint_for(party),
        options=tuple((one, reader.labels[one]) for one in ids),
        chosen=tuple(data.get(question.id, ())),
        own=tuple(text for text in data.get(f"{question.id}.own", ()) if text.strip()),
        windows=_windows(question.id, data) if question.kind == "times" else (),
        steps=tuple(question.steps) if question.kind == "scale" else (),
        labels=reader.labels,
        errors=errors,
        spare=spare,
    )


def stored_form(slot: Slot, answer: AnswerView | None) -> Form:
    """A stored answer as the form fields it came from."""
    return {} if answer is None else encode(slot.question, answer.value)


def _windows(name: str, data: Form) -> tuple[dict[str, object], ...]:
    """The typed rows, complete or not, so that a half-written time is still there when the page comes back."""
    rows: list[dict[str, object]] = []
    for row in range(ROWS):
        window = {part: data.get(f"{name}.{row}.{part}", []) for part in ("days", "from", "to")}
        if any(any(v.strip() for v in values) for values in window.values()):
            rows.append({"days": window["days"], "from": _first(window["from"]), "to": _first(window["to"])})
    return tuple(rows)


def _first(values: list[str]) -> str:
    return values[0] if values else ""
