"""The rules as a state machine, held against an oracle that is written another way.

The rules fold the log from the front. The oracle never folds: it asks of each version where
its life on the table began and ended, and whether each party said yes in between.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from roret.agreement import rules
from roret.agreement.rules import Kind, Mark
from roret.agreement.tests.scale import proof

pytestmark = pytest.mark.timeout(0)

MAJA, JONAS = uuid.UUID(int=1), uuid.UUID(int=2)
PAIR = (MAJA, JONAS)
START = date(2026, 1, 1)
STOPS = ("paused", "ended")


@dataclass(frozen=True)
class Told:
    in_force: int | None
    proposed: int | None
    state: str


def oracle(parties: tuple[uuid.UUID, ...], log: list[Mark], today: date) -> Told:
    log = [m for m in log if m.member in parties]
    births = {m.version: at for at, m in enumerate(log) if m.kind == "proposed"}

    def deaths(version: int | None, birth: int) -> list[int]:
        return [
            at
            for at, m in enumerate(log)
            if at > birth
            and (m.kind in STOPS or m.kind == "proposed" or (m.kind == "set_aside" and m.version == version))
        ]

    agreed_at: dict[int | None, int] = {}
    for version, birth in births.items():
        death = min(deaths(version, birth), default=len(log))
        first_yes = [
            min(
                (
                    at
                    for at, m in enumerate(log)
                    if m.version == version and m.member == p and m.kind in ("proposed", "yes") and birth <= at < death
                ),
                default=None,
            )
            for p in parties
        ]
        if None not in first_yes:
            agreed_at[version] = max(at for at in first_yes if at is not None)
    last_stop = max((at for at, m in enumerate(log) if m.kind in STOPS), default=-1)
    standing_now = {v: at for v, at in agreed_at.items() if at > last_stop}
    in_force = max(standing_now, key=lambda v: standing_now[v]) if standing_now else None
    table = [
        v
        for v, birth in births.items()
        if v not in agreed_at and not deaths(v, birth) and (today - log[birth].day).days < 30
    ]
    last_agreed = max(agreed_at.values(), default=-1)
    stops_since = [m.kind for at, m in enumerate(log) if m.kind in STOPS and at > last_agreed]
    if in_force is not None:
        state = "in_force"
    elif table:
        state = "proposed"
    elif stops_since:
        state = "ended" if "ended" in stops_since else "paused"
    else:
        state = "draft"
    return Told(in_force, table[0] if table else None, state)


def other(member: uuid.UUID) -> uuid.UUID:
    return JONAS if member == MAJA else MAJA


def with_the_other_one_doing_it(log: list[Mark]) -> list[Mark]:
    return [replace(m, member=other(m.member)) if m.kind in (*STOPS, "set_aside") else m for m in log]


class TwoPeople(RuleBasedStateMachine):
    """Two people with an agreement, doing in any order what the rules let them do."""

    parties: tuple[uuid.UUID, ...] = PAIR

    def __init__(self) -> None:
        super().__init__()
        self.log: list[Mark] = []
        self.day = START
        self.versions = 0

    def now(self) -> rules.Standing:
        return rules.standing(self.parties, self.log, self.day)

    def write(self, kind: Kind, member: uuid.UUID, version: int | None = None, **more: object) -> None:
        self.log.append(Mark(kind, member, self.day, version, **more))  # type: ignore[arg-type]

    @rule(who=st.sampled_from(PAIR), seen_less=st.integers(0, 2), weeks=st.integers(1, 6))
    def propose(self, who: uuid.UUID, seen_less: int, weeks: int) -> None:
        if who not in self.parties:
            return
        self.versions += 1
        seen = max(0, self.versions - 1 - seen_less)
        review_on = rules.next_review(self.day, weeks)
        self.write(Kind.PROPOSED, who, self.versions, review_on=review_on, seen=seen)

    @precondition(lambda self: self.versions)
    @rule(who=st.sampled_from(PAIR), back=st.integers(0, 3))
    def say_yes(self, who: uuid.UUID, back: int) -> None:
        version, before = self.versions - back, self.now()
        try:
            wanted = rules.may_say_yes(before, who, version)
        except rules.Refused:
            assert version not in (before.proposed, before.in_force)
            return
        if wanted:
            self.write(Kind.YES, who, version)
            assert self.now().in_force == version

    @precondition(lambda self: self.versions)
    @rule(who=st.sampled_from(PAIR), back=st.integers(0, 3))
    def set_aside(self, who: uuid.UUID, back: int) -> None:
        version, before = self.versions - back, self.now()
        try:
            wanted = rules.may_set_aside(before, version)
        except rules.Refused:
            assert before.in_force == version
            return
        if wanted:
            self.write(Kind.SET_ASIDE, who, version)
            assert self.now().proposed is None or who not in self.parties
            assert self.now().in_force == before.in_force

    @rule(who=st.sampled_from(PAIR), kind=st.sampled_from([Kind.PAUSED, Kind.ENDED]))
    def stop(self, who: uuid.UUID, kind: Kind) -> None:
        if who not in self.parties:
            return
        try:
            wanted = rules.may_stop(self.now(), kind)
        except rules.Refused:
            assert self.now().in_force is None
            return
        if wanted:
            self.write(kind, who)
        assert self.now().in_force is None
        if kind == Kind.ENDED:
            assert self.now().proposed is None

    @precondition(lambda self: self.now().in_force is not None)
    @rule(who=st.sampled_from(PAIR), weeks=st.integers(1, 12))
    def keep(self, who: uuid.UUID, weeks: int) -> None:
        in_force = self.now().in_force
        assert in_force is not None
        rules.may_keep(self.now(), in_force)
        self.versions += 1
        review_on = rules.next_review(self.day, weeks)
        if who in self.parties:
            self.write(Kind.PROPOSED, who, self.versions, trial=False, review_on=review_on, seen=self.versions - 1)
            assert len(self.parties) == 1 or self.now().in_force == in_force

    @rule(days=st.integers(1, 31))
    def days_pass(self, days: int) -> None:
        before = self.now().in_force
        self.day += timedelta(days=days)
        assert self.now().in_force == before

    @invariant()
    def it_stands_where_the_oracle_says(self) -> None:
        now = self.now()
        assert Told(now.in_force, now.proposed, now.state) == oracle(self.parties, self.log, self.day)

    @invariant()
    def nothing_is_in_force_without_every_needed_yes_in_this_round(self) -> None:
        in_force = self.now().in_force
        if in_force is None:
            return
        last_stop = max((i for i, m in enumerate(self.log) if m.kind in STOPS), default=-1)
        said = {m.member for m in self.log[last_stop + 1 :] if m.version == in_force and m.kind in ("proposed", "yes")}
        assert said >= set(self.parties)

    @invariant()
    def nobody_can_tell_who_paused_or_said_no(self) -> None:
        if len(self.parties) == 2:
            swapped = with_the_other_one_doing_it(self.log)
            assert rules.standing(self.parties, swapped, self.day) == self.now()

    @invariant()
    def a_review_day_never_passes_unseen_nor_stops_anything(self) -> None:
        now = self.now()
        if now.review_due:
            assert now.in_force is not None
            assert now.review_on is not None
            assert now.review_on <= self.day


class OneOwner(TwoPeople):
    """The same with a wish, where Jonas is somebody else."""

    parties = (MAJA,)


TestTwoPeople = TwoPeople.TestCase
TestTwoPeople.settings = proof(100, 25)
TestOneOwner = OneOwner.TestCase
TestOneOwner.settings = proof(30, 25)

BIRTHE = uuid.UUID(int=3)


@st.composite
def any_log(draw: st.DrawFn) -> list[Mark]:
    """A log as no action would write it: yes to anything, stops upon stops, marks of a stranger."""
    day, version, log = START, 0, list[Mark]()
    for kind in draw(st.lists(st.sampled_from(list(Kind)), max_size=14)):
        day += timedelta(days=draw(st.integers(0, 20)))
        member = draw(st.sampled_from((MAJA, JONAS, BIRTHE)))
        about: int | None = None
        if kind == Kind.PROPOSED:
            version += 1
            about = version
        elif kind not in rules.STOPS:
            about = draw(st.integers(1, version + 1))
        log.append(Mark(kind, member, day, about, seen=draw(st.integers(0, version))))
    return log


@proof(300)
@given(any_log(), st.integers(0, 40), st.sampled_from([PAIR, (MAJA,)]))
def test_whatever_log_there_is_the_rules_read_it_as_the_oracle_does(
    log: list[Mark], days: int, parties: tuple[uuid.UUID, ...]
) -> None:
    today = (log[-1].day if log else START) + timedelta(days=days)
    now = rules.standing(parties, log, today)
    assert Told(now.in_force, now.proposed, now.state) == oracle(parties, log, today)


@proof(200)
@given(any_log())
def test_a_proposal_that_faded_looks_like_one_that_was_set_aside(log: list[Mark]) -> None:
    today = (log[-1].day if log else START) + rules.FADES_AFTER
    last = max((m.version or 0 for m in log if m.kind == Kind.PROPOSED), default=0)
    declined = [*log, Mark(Kind.SET_ASIDE, JONAS, today, last)]
    assert rules.standing(PAIR, log, today) == rules.standing(PAIR, declined, today)
    again = Mark(Kind.PROPOSED, MAJA, today, last + 1, seen=0)
    assert rules.standing(PAIR, [*log, again], today) == rules.standing(PAIR, [*declined, again], today)


@proof(300)
@given(st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.integers(0, 9)), max_size=25))
def test_no_text_is_lost_however_editors_cross_each_other(steps: list[tuple[int, bool, int]]) -> None:
    """Each of three editors reads, or writes upon what they last read; letters are the texts."""
    current, beside = rules.NO_TEXT, set[object]()
    read = dict.fromkeys(range(3), rules.NO_TEXT)
    seen_replaced, submitted = set[object](), set[object]()
    for number, (editor, writes, letter) in enumerate(steps):
        if not writes:
            read[editor] = current
            continue
        text = f"{letter}" if letter < 2 else f"{letter}-{number}"
        submitted.add(text)
        merged = rules.merge(read[editor].revision, current, text)
        if merged.beside:
            beside.add(text)
        if merged.text.value != current.value:
            # Only a text that this very editor had in front of them may go.
            assert read[editor] == current
            seen_replaced.add(current.value)
        current = merged.text
    assert submitted <= {current.value} | beside | seen_replaced
