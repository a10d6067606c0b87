"""Real threads on a real database file: two people at the very same moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roret.agreement import actions, queries
from roret.agreement.models import Agreement, Beside, Mark, Version
from roret.agreement.rules import Refused
from roret.agreement.tests.cast import TOPIC, Cast, at_once, home, lay, today, wording
from roret.agreement.tests.scale import SCALE
from roret.agreement.tests.test_rules_proof import oracle

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "keys"]), pytest.mark.timeout(0)]

ROUNDS = 12 * min(SCALE, 10)
"""Each round reads the whole log, which grows with each."""


def numbers_are_whole(agreement_id: object) -> None:
    seqs = sorted(Mark.objects.filter(agreement_id=agreement_id).values_list("seq", flat=True))
    numbers = sorted(Version.objects.filter(agreement_id=agreement_id).values_list("number", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    assert numbers == list(range(1, len(numbers) + 1))


def stands_as_the_oracle_says(cast: Cast, agreement_id: object) -> None:
    book = queries.book(cast.maja, agreement_id)  # type: ignore[arg-type]
    numbers_are_whole(agreement_id)
    assert book.standing().in_force == oracle(book.parties, list(book.log), today()).in_force


def test_two_first_proposals_at_once_are_two_versions_of_one_agreement() -> None:
    cast = home(topics=tuple(f"topic-{n}" for n in range(ROUNDS)))
    maja, jonas = cast.maja, cast.jonas
    for n in range(ROUNDS):
        topic = f"topic-{n}"
        raised = at_once(
            lambda topic=topic: lay(maja, cast.jonas_id, "hers", topic, seen=0),
            lambda topic=topic: lay(jonas, cast.maja_id, "his", topic, seen=0),
            lambda topic=topic: lay(maja, None, "wish", topic, seen=0),
            lambda topic=topic: lay(maja, None, "wish", topic, seen=0),
        )
        assert raised == []
        pair = Agreement.objects.get(topic=topic, other_id=cast.jonas_id)
        wish = Agreement.objects.get(topic=topic, other_id=None)
        stands_as_the_oracle_says(cast, pair.id)
        assert Version.objects.filter(agreement=pair).count() == 2
        assert Version.objects.filter(agreement=wish).count() == 1
        (there,) = [v for v in queries.agreements(maja) if v.id == pair.id]
        assert len(there.crossed) == 1


def test_yes_proposal_pause_and_taking_back_at_once_end_in_one_order(figure: Callable[[str], None]) -> None:
    cast = home()
    maja, jonas = cast.maja, cast.jonas
    for n in range(ROUNDS):
        laid = lay(maja, cast.jonas_id, f"{n}")
        at = {"agreement_id": laid.agreement_id}
        raised = at_once(
            lambda at=at, v=laid.version: actions.say_yes(jonas, version=v, wording=wording(), **at),
            lambda at=at, v=laid.version: actions.say_yes(jonas, version=v, wording=wording(), **at),
            lambda n=n: lay(jonas, cast.maja_id, f"{n} his"),
            lambda at=at, v=laid.version: actions.set_aside(maja, version=v, **at),
            lambda at=at: actions.pause(maja, aloud=True, **at),
        )
        assert [type(e) for e in raised if not isinstance(e, Refused)] == []
        stands_as_the_oracle_says(cast, laid.agreement_id)
        if n % 2:
            actions.end(jonas, aloud=False, **at)
    figure(f"five acts in five threads at once, {ROUNDS} times: one order each time, the one the log says")


def test_three_devices_at_once_lose_no_text(figure: Callable[[str], None]) -> None:
    cast = home()
    maja = cast.maja
    for n in range(ROUNDS):
        texts = [f"{n} a", f"{n} b", f"{n} c"]
        raised = at_once(
            *(
                lambda text=text, n=n: actions.answer(maja, topic=TOPIC, question=f"q{n}", value=text, base_revision=0)
                for text in texts
            )
        )
        assert raised == []
        there = queries.answers(maja, TOPIC)[f"q{n}"]
        assert sorted([str(there.value), *(str(b.value) for b in there.beside)]) == texts
    assert Beside.objects.count() == 2 * ROUNDS
    figure(f"three devices at once, {ROUNDS} times: {3 * ROUNDS} texts written, 0 lost")
