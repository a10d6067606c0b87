"""From a stranger's taps to a place of their own, with nothing lost on the way."""

from __future__ import annotations

import uuid
from collections.abc import Collection, MutableMapping
from typing import Any

from django.http import HttpRequest

from roret.agreement import actions as agreement
from roret.agreement import queries as agreements
from roret.agreement.rules import next_review, one_way, spans_of
from roret.circle.access import circles_of
from roret.circle.actions import open_circle
from roret.circle.rules import Edition, Role
from roret.first.queries import FIRST_TOPIC, KEPT_AS, remembered
from roret.people.actions import make_person, sign_in
from roret.people.queries import own_id
from roret.profile.queries import People, wording


def remember(session: MutableMapping[str, Any], key: str, answer: str, choices: Collection[str]) -> None:
    """Keep one tap in the (sealed) session. Anything that is no choice of the question is a skip."""
    kept = remembered(session)
    kept.pop(key, None)
    if answer in choices:
        kept[key] = answer
    session[KEPT_AS] = kept


def forget(session: MutableMapping[str, Any]) -> None:
    session.pop(KEPT_AS, None)


def begin(request: HttpRequest, *, name: str, role: Role, edition: Edition) -> uuid.UUID:
    """Make an account if there is none, a circle, and in it what was tapped before. Gives the circle's id."""
    kept = remembered(request.session)
    if role is not Role.HOLDER and edition is Edition.WORK:
        role = Role.COLLEAGUE
    if not request.user.is_authenticated:
        sign_in(request, make_person())
    circle_id = open_circle(person_id=own_id(request), edition=edition, role=role, name=name)
    if role is Role.HOLDER and edition is Edition.HOME and kept:
        _bring_along(request, circle_id, kept)
    forget(request.session)
    return circle_id


def _bring_along(request: HttpRequest, circle_id: uuid.UUID, kept: dict[str, str]) -> None:
    me = next(v for v in circles_of(own_id(request)) if v.circle_id == circle_id)
    for key, value in kept.items():
        agreement.answer(me, topic=FIRST_TOPIC, question=key, value=value, base_revision=0)
    agreement.done(me, topic=FIRST_TOPIC)
    spans = one_way(dict(kept))
    agreement.propose(
        me,
        topic=FIRST_TOPIC,
        other_id=None,
        spans=spans,
        wording=wording(FIRST_TOPIC, spans_of(spans), People(me).names(me.me(), None), "wish"),
        trial=True,
        review_on=next_review(agreements.today(me)),
    )
