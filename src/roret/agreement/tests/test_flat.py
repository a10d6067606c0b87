"""A page asks the same number of questions of the database whether there are few rows or many."""

from __future__ import annotations

from typing import Any

import pytest

from roret.agreement import actions, queries, rules
from roret.agreement.models import Agreement, Answer, Mark, Turn, Version
from roret.agreement.tests.cast import Cast, Queries, count, home, lay, wording
from roret.kit import clock

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TOPICS = tuple(f"topic-{n:03}" for n in range(200))


def fill(cast: Cast, first: int, last: int) -> None:
    """An agreement, two wishes, an answer and a turn of each for every topic, laid straight into the database."""
    maja, jonas = cast.maja_id, cast.jonas_id
    for topic in TOPICS[first:last]:
        for owner_id, other_id in ((maja, jonas), (maja, None), (jonas, None)):
            about = Agreement.objects.create(
                circle_id=cast.circle_id, topic=topic, owner_id=owner_id, other_id=other_id
            )
            version = Version.objects.create(
                agreement=about, number=1, made_by_id=owner_id, spans=rules.one_way({"how": "x"}), trial=True, seen=0
            )
            said = [("proposed", owner_id)] + ([("yes", other_id)] if other_id else [])
            for seq, (kind, member_id) in enumerate(said, 1):
                Mark.objects.create(
                    agreement=about, seq=seq, kind=kind, version=version, member_id=member_id, wording=wording()
                )
        for who in (maja, jonas):
            mine = {"circle_id": cast.circle_id, "member_id": who}
            Answer.objects.create(**mine, topic="zones", question=topic, value="v")
            Turn.objects.create(**mine, topic=topic, answered_at=clock.now())


def asked(cast: Cast) -> dict[str, Queries]:
    """Queries of everything that pages ask and people do, made with viewers at hand."""
    maja, jonas, topic = cast.maja, cast.jonas, TOPICS[0]
    pair = next(v for v in queries.agreements(jonas) if v.topic == topic and v.other_id == cast.jonas_id)
    version, revision = pair.latest, queries.answers(maja, "zones")[topic].revision
    return {
        "agreements, holder": count(lambda: [v.proposed for v in queries.agreements(maja)]),
        "agreements, supporter": count(lambda: queries.agreements(jonas)),
        "one agreement": count(lambda: queries.agreement(maja, pair.id)),
        "versions": count(lambda: queries.versions(maja, pair.id)),
        "wordings at yes": count(lambda: queries.wordings_at_yes(maja, pair.id)),
        "agreed, holder": count(lambda: queries.Agreed(maja)),
        "agreed, supporter": count(lambda: queries.Agreed(jonas)),
        "own answers": count(lambda: queries.answers(maja, "zones")),
        "others' answers": count(lambda: queries.others_answers(maja, topic, cast.jonas_id)),
        "readable": count(lambda: queries.readable(maja)),
        "turns": count(lambda: queries.turns(maja)),
        "notices": count(lambda: queries.notices(jonas)),
        "answer": count(
            lambda: actions.answer(maja, topic="zones", question=topic, value=f"w{revision}", base_revision=revision)
        ),
        "propose": count(lambda: lay(jonas, cast.maja_id, f"y{version}", topic=topic)),
        "say yes": count(lambda: actions.say_yes(maja, agreement_id=pair.id, version=version + 1, wording=wording())),
        "pause": count(lambda: actions.pause(maja, agreement_id=pair.id, aloud=True)),
        "start again": count(lambda: agree_again(cast, pair.id, version + 1)),
    }


def agree_again(cast: Cast, agreement_id: Any, version: int) -> None:
    laid = actions.propose_again(
        cast.maja, agreement_id=agreement_id, version=version, wording=wording(), trial=True, review_on=None
    )
    actions.say_yes(cast.jonas, agreement_id=agreement_id, version=laid.version, wording=wording())


def test_queries_are_as_many_at_10_rows_as_at_200() -> None:
    cast = home(TOPICS)
    fill(cast, 0, 10)
    few = asked(cast)
    fill(cast, 10, 200)
    assert asked(cast) == few
    assert max(map(sum, few.values())) <= 40, few
    assert sum(few["agreements, holder"]) <= 4
