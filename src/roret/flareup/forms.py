"""What comes back from the buttons, and the two questions afterwards with what an answer to them would change."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from roret.agreement import queries as agreements
from roret.agreement.queries import Agreed, AgreementView
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.content import cards
from roret.content.answers import BadAnswer, Form, decode, encode
from roret.content.sentences import Names, difference
from roret.content.shape import Value
from roret.flareup import rules
from roret.flareup.rules import Laying
from roret.flareup.sheet import part_of

LOOKED_AT = ("helps", "when_then")
"""The two questions afterwards are about these parts of the card."""


# --- the two questions --------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """One of the two questions, as the page shows it."""

    name: str
    legend: str
    hint: str
    options: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    own: tuple[str, ...]
    errors: tuple[str, ...]
    spare: int


@dataclass(frozen=True)
class Change:
    """What the answers would change with one other, or (without a name) in the holder's own wish.

    `latest` is the highest version that there was, and comes back as what the page showed.
    """

    agreement_id: uuid.UUID
    other_id: uuid.UUID | None
    name: str
    lines: tuple[str, ...]
    latest: int
    answers: Mapping[str, Any] = field(hash=False)


def stored_form(viewer: Viewer) -> Form:
    """The fields with what the plan says now."""
    part, fields = part_of(viewer, Agreed(viewer)), dict[str, list[str]]()
    for name in LOOKED_AT:
        said = getattr(part.plan, name) if part else ()
        fields |= encode(cards.card(rules.TOPIC).question(name), [one.stored for one in said])
    return fields


def asked(data: Form, lang: str, problems: Mapping[str, BadAnswer], more: str = "") -> tuple[Asked, ...]:
    """The two questions with what is stored or was typed."""
    reader, card = cards.words(cards.card(rules.TOPIC), lang), cards.card(rules.TOPIC)
    legends = {
        "helps": (_("What was good to have?"), _("What is marked stands in the plan.")),
        "when_then": (_("What would you change?"), _("For the next time: when …, then …")),
    }
    return tuple(
        Asked(
            name=name,
            legend=legends[name][0],
            hint=legends[name][1],
            options=tuple((one, reader.questions[name].labels[one]) for one in card.question(name).starters),
            chosen=tuple(data.get(name, ())),
            own=tuple(text for text in data.get(f"{name}.own", ()) if text.strip()),
            errors=(problems[name].message(lang),) if name in problems else (),
            spare=2 if more == name else 1,
        )
        for name in LOOKED_AT
    )


def read(data: Form) -> tuple[dict[str, Value | None], dict[str, BadAnswer]]:
    """Both answers, and why one of them cannot be taken as it is."""
    values: dict[str, Value | None] = {}
    problems: dict[str, BadAnswer] = {}
    for name in LOOKED_AT:
        try:
            values[name] = decode(cards.card(rules.TOPIC).question(name), data)
        except BadAnswer as bad:
            problems[name] = bad
    return values, problems


def changes(viewer: Viewer, values: Mapping[str, Value | None], lang: str) -> tuple[Change, ...]:
    """What the answers would change, agreement by agreement. The holder's own wish first."""
    names = circle.names(viewer)
    found = [
        change
        for view in agreements.agreements(viewer)
        if view.mine and view.topic == rules.TOPIC and (change := _change(view, names, values, lang)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.other_id is not None, one.name, str(one.agreement_id))))


def _change(
    view: AgreementView, names: Mapping[uuid.UUID, str], values: Mapping[str, Value | None], lang: str
) -> Change | None:
    if view.settled is None:
        return None
    card, new = cards.card(rules.TOPIC), {**view.settled}
    for name, value in values.items():
        new.pop(name, None)
        if value is not None:
            new[name] = value
    between = Names(names.get(view.owner_id, ""), names.get(view.other_id, "") if view.other_id else "")
    lines = difference(card, view.settled, new, lang, between, "pair" if view.other_id else "wish")
    other = between.supporter
    return Change(view.id, view.other_id, other, tuple(lines), view.latest, new) if lines else None


def is_field(name: str) -> bool:
    """Whether this field belongs to one of the two questions."""
    return name.removesuffix(".own") in LOOKED_AT


def laid(change: Change, data: Mapping[str, str]) -> Laying:
    """The change as `actions.take_in` takes it, with the version that the page showed."""
    shown = data.get(f"seen.{change.agreement_id}", "")
    return Laying(change.other_id, change.answers, int(shown) if shown.isdecimal() and len(shown) < 10 else None)


def clock_in(typed: str) -> str:
    """A typed clock time as `HH:MM`: 17, 17.30 and 17:30 are all such. Nothing for anything else."""
    hours, _sep, minutes = typed.strip().replace(".", ":").partition(":")
    minutes = minutes or "00"
    if not (hours.isdecimal() and minutes.isdecimal() and len(hours) <= 2 and len(minutes) == 2):
        return ""
    return f"{int(hours):02}:{minutes}"
