"""Three devices with old screens, in any order, against the real database: no text is lost, no yes is invented.

Maja has a phone and a laptop, Jonas a phone. Each acts on what it last looked at. What is true is
kept by the test itself, from what people did and were answered, not read from the log.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from roret.agreement import actions, queries, rules
from roret.agreement.models import Mark
from roret.agreement.rules import Conflict, Laid, Refused, Saved
from roret.agreement.tests.cast import TOPIC, Cast, home, wording
from roret.agreement.tests.scale import SCALE, proof
from roret.agreement.tests.test_rules_proof import Told, oracle
from roret.circle.access import Viewer
from roret.kit import clock

QUICK = 100
"""Schedules of each kind at scale 1."""


class Devices(RuleBasedStateMachine):
    """What both kinds of schedule share: the cast, a transaction that is undone, and a clock."""

    cast: ClassVar[Cast]
    ran: ClassVar[int] = 0
    devices: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        type(self).ran += 1
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.at = datetime(2026, 11, 2, 9, tzinfo=UTC)
        self.viewers: dict[str, Viewer] = {d: getattr(self.cast, d.split()[0]) for d in self.devices}
        self.number = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def new_text(self) -> str:
        self.number += 1
        return f"text {self.number}"


WRITERS = ("maja phone", "maja laptop", "maja tablet")


class Writers(Devices):
    """Maja answers one question on three devices."""

    devices = WRITERS

    def __init__(self) -> None:
        super().__init__()
        self.maja = self.viewers["maja phone"]
        self.screens: dict[str, queries.AnswerView | None] = dict.fromkeys(WRITERS)
        self.submitted: set[object] = set()
        self.let_go: set[object] = set()

    @rule(device=st.sampled_from(WRITERS))
    def look(self, device: str) -> None:
        self.screens[device] = self.stored()

    @rule(device=st.sampled_from(WRITERS), same=st.booleans())
    def write(self, device: str, same: bool) -> None:
        self.store("the same words" if same else self.new_text(), self.screens[device], None)

    @rule(device=st.sampled_from(WRITERS), third=st.booleans(), pick=st.integers(0, 2))
    def choose(self, device: str, third: bool, pick: int) -> None:
        shown = self.screens[device]
        if shown is None or not shown.beside:
            return
        beside = shown.beside[pick % len(shown.beside)]
        self.store(self.new_text() if third else beside.value, shown, beside)

    def store(self, text: object, shown: queries.AnswerView | None, beside: queries.BesideView | None) -> None:
        before = self.stored()
        base = shown.revision if shown else 0
        try:
            if beside is None:
                outcome = actions.answer(self.maja, topic=TOPIC, question="q", value=text, base_revision=base)
            else:
                outcome = actions.settle_beside(self.maja, beside_id=beside.id, value=text, base_revision=base)
        except queries.NotYours:
            return
        self.submitted.add(text)
        if isinstance(outcome, Saved) and before is not None and before.value != text:
            # What was replaced stood on this very screen.
            assert shown is not None
            assert shown.value == before.value
            self.let_go.add(before.value)
        if isinstance(outcome, Saved) and beside is not None:
            self.let_go.add(beside.value)
        if isinstance(outcome, Conflict):
            assert before is not None
            assert outcome.current == before.value

    def stored(self) -> queries.AnswerView | None:
        return queries.answers(self.maja, TOPIC).get("q")

    @invariant()
    def no_text_is_lost(self) -> None:
        there = self.stored()
        kept = {there.value, *(b.value for b in there.beside)} if there else set()
        assert self.submitted <= kept | self.let_go


PARTNERS = ("maja phone", "maja laptop", "jonas phone")


class Partners(Devices):
    """Maja on two devices and Jonas on one settle something with each other."""

    devices = PARTNERS

    def __init__(self) -> None:
        super().__init__()
        self.screens: dict[str, queries.AgreementView | None] = dict.fromkeys(PARTNERS)
        self.round = 0
        self.said: set[tuple[uuid.UUID, int, int]] = set()
        self.proposed: dict[int, str] = {}
        self.moved = False
        self.agreement_id = uuid.UUID(int=0)

    def teardown(self) -> None:
        try:
            if self.proposed:
                self.every_proposal_is_still_readable_to_both_and_unchanged()
        finally:
            super().teardown()

    @rule(device=st.sampled_from(PARTNERS))
    def look(self, device: str) -> None:
        with clock.held(self.at):
            there = queries.agreements(self.viewers[device])
        self.screens[device] = there[0] if there else None

    @rule(days=st.sampled_from([1, 8, 31]))
    def days_pass(self, days: int) -> None:
        self.moved = True
        self.at += timedelta(days=days)

    @rule(device=st.sampled_from(PARTNERS))
    def propose(self, device: str) -> None:
        viewer, shown = self.viewers[device], self.screens[device]
        other_id = self.cast.jonas_id if viewer.is_holder else self.cast.maja_id
        text = self.new_text()
        with clock.held(self.at):
            laid = actions.propose(
                viewer,
                topic=TOPIC,
                other_id=other_id,
                spans=rules.one_way({"how": text}),
                wording=wording(text),
                review_on=rules.next_review(self.at.date()),
                seen=shown.latest if shown else 0,
            )
        assert laid.version == max(self.proposed, default=0) + 1
        self.proposed[laid.version] = text
        self.moved, self.agreement_id = True, laid.agreement_id
        self.heard_yes(device, laid)

    @precondition(lambda self: self.proposed)
    @rule(device=st.sampled_from(PARTNERS), back=st.integers(-1, 2))
    def say_yes(self, device: str, back: int) -> None:
        """Mostly to what the screen shows as open; now and then to any version at all."""
        shown = self.screens[device]
        on_screen = shown.proposed.number if shown and shown.proposed else None
        version = max(self.proposed) - back if back >= 0 else on_screen
        if version is None or version not in self.proposed:
            return
        laid = self.act(device, actions.say_yes, version=version, wording=wording(self.proposed[version]))
        if laid is not None:
            self.heard_yes(device, laid)

    @precondition(lambda self: self.proposed)
    @rule(device=st.sampled_from(PARTNERS), weeks=st.integers(2, 3), again=st.booleans())
    def keep_or_start_again(self, device: str, weeks: int, again: bool) -> None:
        shown = self.screens[device]
        version = (shown.last_in_force if again else shown.in_force and shown.in_force.number) if shown else None
        if version is None:
            return
        review_on = rules.next_review(self.at.date(), weeks)
        about = {"version": version, "wording": wording(self.proposed[version]), "review_on": review_on}
        if again:
            laid = self.act(device, actions.propose_again, trial=True, **about)
        else:
            laid = self.act(device, actions.keep, **about)
        if laid is not None:
            self.proposed.setdefault(laid.version, self.proposed[version])
            assert self.proposed[laid.version] == self.proposed[version]
            self.heard_yes(device, laid)

    @precondition(lambda self: self.proposed)
    @rule(device=st.sampled_from(PARTNERS))
    def set_aside(self, device: str) -> None:
        shown = self.screens[device]
        if shown is not None and shown.proposed is not None:
            self.act(device, actions.set_aside, version=shown.proposed.number)

    @precondition(lambda self: self.proposed)
    @rule(device=st.sampled_from(PARTNERS), stop=st.sampled_from([actions.pause, actions.pause, actions.end]))
    def stop(self, device: str, stop: Callable[..., None]) -> None:
        before = self.now()
        self.act(device, stop, aloud=False)
        after = self.now()
        assert after.in_force is None
        if (before.in_force, before.proposed) != (after.in_force, after.proposed):
            self.round += 1

    def act(self, device: str, action: Callable[..., Laid | None], **about: object) -> Laid | None:
        """Do it on this device; refused is an answer like any other, and changes nothing."""
        before, self.moved = Mark.objects.count(), True
        with clock.held(self.at), suppress(Refused):
            return action(self.viewers[device], agreement_id=self.agreement_id, **about)
        assert Mark.objects.count() == before
        return None

    def heard_yes(self, device: str, laid: Laid) -> None:
        if (self.viewers[device].me(), laid.version) not in {(who, v) for who, v, _ in self.said}:
            self.said.add((self.viewers[device].me(), laid.version, self.round))

    def now(self) -> queries.AgreementView:
        with clock.held(self.at):
            (one,) = queries.agreements(self.viewers["maja phone"])
        return one

    # --- what always holds ---------------------------------------------------------------------

    @invariant()
    def it_stands_as_said_and_as_the_oracle_says_and_alike_for_both(self) -> None:
        if not self.proposed or not self.moved:
            return
        self.moved = False
        with clock.held(self.at):
            book = queries.book(self.viewers["maja phone"], self.agreement_id)
            (now,), (his,) = (queries.agreements(self.viewers[d]) for d in ("maja phone", "jonas phone"))
        assert his == now
        if now.in_force is not None:
            both = {self.cast.maja_id, self.cast.jonas_id}
            assert {who for who, v, turn in self.said if (v, turn) == (now.in_force.number, self.round)} == both
        log = list(book.log)
        assert [m.seq for m in book.marks] == list(range(1, len(log) + 1))
        numbers = [v.number if v else None for v in (now.in_force, now.proposed)]
        assert Told(*numbers, now.state) == oracle(book.parties, log, self.at.date())

    def every_proposal_is_still_readable_to_both_and_unchanged(self) -> None:
        with clock.held(self.at):
            hers, his = (queries.versions(self.viewers[d], self.agreement_id) for d in ("maja phone", "jonas phone"))
        assert hers == his
        assert {v.number: v.spans[0].answers["how"] for v in hers.versions} == self.proposed


pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.timeout(0)]


@pytest.mark.parametrize("kind", [Writers, Partners])
def test_devices_with_old_screens_lose_no_text_and_agree_nothing_by_accident(
    kind: type[Devices], figure: Callable[[str], None]
) -> None:
    kind.cast, kind.ran = home(), 0
    run_state_machine_as_test(kind, settings=proof(QUICK, 20))
    assert kind.ran >= QUICK * SCALE
    figure(f"{kind.__name__.lower()}: {kind.ran} schedules, 0 texts lost, 0 in force without the yes of both")
