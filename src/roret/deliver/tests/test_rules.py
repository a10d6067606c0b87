"""The gate at the moment of sending: over quiet hours, changing clocks, and a queue that retries and comes back."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from roret.agreement.tests.scale import SCALE, proof
from roret.deliver.rules import (
    LOCK_SCREEN,
    SOFTWARE,
    At,
    Drop,
    Kind,
    Now,
    On,
    Quiet,
    clock_time,
    in_transit,
    kinds,
    may_go,
)
from roret.zones.rules import Source

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
CHANGES = [datetime(2026, 3, 29), datetime(2026, 10, 25), datetime(2027, 3, 28), datetime(2027, 10, 31)]
START = datetime(2026, 10, 24, 12, tzinfo=UTC)

times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
hours = st.builds(
    Quiet, times, times, st.sampled_from(["Europe/Copenhagen", "America/New_York", "Asia/Kathmandu", "UTC"])
)
moments = st.datetimes(datetime(2026, 3, 27), datetime(2027, 11, 2)).map(lambda at: at.replace(tzinfo=UTC))


def on(until: datetime) -> On:
    return On(until=until, always=False, source=Source.WINDOW, situation=None)


@proof(300)
@given(hours, moments)
def test_quiet_is_over_at_the_first_minute_that_is_not_quiet(quiet, at):
    over = quiet.over(at)
    assert over >= at
    assert not quiet.covers(over)
    assert (over == at) == (not quiet.covers(at))
    assert over - at <= timedelta(hours=26)


@pytest.mark.parametrize("day", CHANGES, ids=str)
@pytest.mark.parametrize(
    ("begin", "end"), [("22:00", "07:00"), ("02:15", "02:45"), ("01:30", "02:30"), ("02:30", "03:30")]
)
def test_minute_by_minute_over_a_change_of_clocks(day, begin, end):
    """What the wall shows decides, in hours that come twice and in those that do not come."""
    quiet = Quiet(clock_time(begin), clock_time(end), "Europe/Copenhagen")
    first = (day - timedelta(hours=14)).replace(tzinfo=UTC)
    minutes = [first + timedelta(minutes=n) for n in range(32 * 60)]
    shown = [f"{minute.astimezone(COPENHAGEN):%H:%M}" for minute in minutes]
    inside = [begin <= wall < end if begin < end else wall >= begin or wall < end for wall in shown]
    assert [quiet.covers(minute) for minute in minutes] == inside
    for index in range(0, 26 * 60, 7):
        free = inside.index(False, index)
        assert quiet.over(minutes[index]) == minutes[free]


@proof(400)
@given(
    st.sampled_from(Kind),
    st.none() | st.integers(-300, 3000),
    st.none() | hours,
    st.tuples(*[st.booleans()] * 3),
    moments,
)
def test_the_gate_says_now_only_when_nothing_holds_it(kind, minutes, quiet, facts, now):
    zone = None if minutes is None else on(now + timedelta(minutes=minutes))
    verdict = may_go(kind, zone, quiet, *facts, now)
    assert isinstance(verdict, Drop) == (not all(facts))
    held = bool(zone and now < zone.until and kind in SOFTWARE) or bool(quiet and quiet.covers(now))
    if all(facts):
        assert isinstance(verdict, At) == held
    if isinstance(verdict, At):
        assert verdict.when > now
        assert may_go(kind, zone, quiet, *facts, verdict.when) == Now()


def test_a_persons_own_signal_waits_for_no_zone():
    assert may_go(Kind.SIGNAL, on(START + timedelta(hours=1)), None, True, True, True, START) == Now()
    assert may_go(Kind.OFFER, on(START + timedelta(hours=1)), None, True, True, True, START) == At(
        START + timedelta(hours=1)
    )


def test_there_are_at_most_three_texts_and_none_says_anything():
    assert len(set(LOCK_SCREEN.values())) <= 3
    words = " ".join(LOCK_SCREEN.values()).lower()
    assert not any(word in words for word in ("smerte", "pain", "maja", "jonas", "kode", "signal"))


@pytest.mark.parametrize("text", ["", "7:00", "24:00", "12:60", "ab:cd", "12.00", "12:00:00", "１２:００"])
def test_what_is_no_time_is_none(text):
    assert clock_time(text) is None


def test_a_push_is_let_go_before_it_is_over():
    assert in_transit(START + timedelta(minutes=5), START) == 300
    assert in_transit(START - timedelta(minutes=5), START) == 0
    assert in_transit(START + timedelta(days=9), START) == 86400
    assert kinds(["proposal", "no-such", "question"]) == (Kind.QUESTION, Kind.PROPOSAL)


class Sending(RuleBasedStateMachine):
    """One member, a queue as the outbox keeps it, a network that comes and goes, and a clock that jumps.

    Judged by what was true at each moment something arrived, and by what is left at the end.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.zone_until: datetime | None = None
        self.quiet: Quiet | None = None
        self.online, self.present, self.rests = True, True, False
        self.items: dict[int, tuple[Kind, datetime]] = {}
        self.ended: set[int] = set()
        self.queue: dict[int, datetime] = {}
        self.arrived: set[int] = set()
        self.dropped: set[int] = set()

    def true(self, item: int) -> bool:
        return item not in self.ended and self.now < self.items[item][1]

    @rule(kind=st.sampled_from(Kind), lasts=st.integers(1, 4000))
    def somebody_says_something(self, kind: Kind, lasts: int) -> None:
        item = len(self.items)
        self.items[item] = (kind, self.now + timedelta(minutes=lasts))
        self.queue[item] = self.now

    @rule(minutes=st.integers(0, 600))
    def a_zone_goes_on(self, minutes: int) -> None:
        self.zone_until = self.now + timedelta(minutes=minutes)

    @rule()
    def the_zone_is_switched_off(self) -> None:
        self.zone_until = None

    @rule(quiet=st.none() | hours)
    def other_quiet_hours(self, quiet: Quiet | None) -> None:
        self.quiet = quiet

    @rule(online=st.booleans())
    def the_network(self, online: bool) -> None:
        self.online = online

    @rule(minutes=st.integers(-120, 2000))
    def time_passes_or_a_clock_jumps(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(data=st.data())
    def something_is_over(self, data: st.DataObject) -> None:
        if self.items:
            self.ended.add(data.draw(st.sampled_from(sorted(self.items))))

    @rule(rests=st.booleans())
    def the_circle_rests_or_wakes(self, rests: bool) -> None:
        self.rests = rests

    @rule()
    def the_member_leaves(self) -> None:
        self.present = self.present and len(self.items) % 7 != 6

    @rule()
    def the_worker_makes_a_round(self) -> None:
        for item, at in sorted(self.queue.items(), key=lambda row: (row[1], row[0])):
            if at <= self.now:
                self._try(item)

    def _try(self, item: int) -> None:
        kind, _ = self.items[item]
        agreed = not (self.rests and kind in SOFTWARE)
        zone = on(self.zone_until) if self.zone_until and self.now < self.zone_until else None
        verdict = may_go(kind, zone, self.quiet, self.present, agreed, self.true(item), self.now)
        if isinstance(verdict, Drop):
            assert not (self.present and agreed and self.true(item)), "something true was lost"
            self.dropped.add(item)
            del self.queue[item]
        elif isinstance(verdict, At):
            self.queue[item] = verdict.when
        elif self.online:
            self._arrives(item)
        else:
            self.queue[item] = self.now + timedelta(minutes=1)

    def _arrives(self, item: int) -> None:
        kind, until = self.items[item]
        assert item not in self.arrived, "twice"
        assert self.present and item not in self.ended and self.now < until, "what is over arrived"
        if kind in SOFTWARE:
            assert not (self.zone_until and self.now < self.zone_until), "into a zone"
            assert not self.rests
        assert not (self.quiet and self.quiet.covers(self.now)), "into quiet hours"
        self.arrived.add(item)
        del self.queue[item]

    @invariant()
    def everything_is_somewhere(self) -> None:
        assert set(self.items) == self.arrived | self.dropped | set(self.queue)

    def teardown(self) -> None:
        """Online again, no zone, no quiet hours: within a round all that is still true and wanted is there."""
        self.online, self.zone_until, self.quiet = True, None, None
        waiting = {item for item in self.queue if self.true(item) and self.present}
        for item in list(self.queue):
            self._try(item)
        if not self.rests:
            assert waiting <= self.arrived
        assert not self.queue


def test_no_order_of_zones_retries_and_clocks_leaks_or_loses(figure):
    run_state_machine_as_test(Sending, settings=proof(80, steps=50))
    figure(f"sending: {80 * SCALE} runs of up to 50 steps, 0 into a zone, quiet hours or what is over, 0 lost")
