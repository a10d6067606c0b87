"""Zones against an oracle that goes through time minute by minute and knows nothing of folds and gaps."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from roret.agreement.tests.scale import SCALE, proof
from roret.content.shape import DAYS
from roret.zones import rules
from roret.zones.rules import SOFTWARE, At, Kind, Now, On, Otherwise, Source, SwitchedOn, ZoneTerms, may_come

pytestmark = pytest.mark.timeout(0)

MINUTE = timedelta(minutes=1)
COPENHAGEN = "Europe/Copenhagen"
CHANGES = {
    "spring": (COPENHAGEN, date(2026, 3, 29)),
    "autumn": (COPENHAGEN, date(2026, 10, 25)),
    "spring 2027": (COPENHAGEN, date(2027, 3, 28)),
    "autumn 2027": (COPENHAGEN, date(2027, 10, 31)),
    "half an hour forth": ("Australia/Lord_Howe", date(2026, 10, 4)),
    "half an hour back": ("Australia/Lord_Howe", date(2026, 4, 5)),
    "at midnight": ("America/Havana", date(2026, 3, 8)),
    "to before midnight": ("America/Havana", date(2026, 11, 1)),
    "a day left out": ("Pacific/Apia", date(2011, 12, 30)),
}


def window(days: str, start: str, end: str) -> dict:
    return {"days": days.split(), "from": start, "to": end}


def wall(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def minutes_of(begin: datetime, end: datetime, zone: str) -> set[datetime]:
    """One window on one date: every minute from the first to the last at which a clock shows a time inside it."""
    near = begin.replace(tzinfo=UTC) - timedelta(hours=39)
    span = int((end - begin) / MINUTE) + 80 * 60
    inside = [m for n in range(span) if begin <= wall(m := near + n * MINUTE, zone) < end]
    if not inside:
        return set()
    return {inside[0] + n * MINUTE for n in range(int((inside[-1] - inside[0]) / MINUTE) + 1)}


def oracle(windows: list[dict], first: date, last: date, zone: str) -> set[datetime]:
    on = set()
    day = first
    while day <= last:
        for one in windows:
            if DAYS[day.weekday()] in one["days"]:
                begin, end = (datetime.combine(day, time.fromisoformat(one[key])) for key in ("from", "to"))
                on |= minutes_of(begin, end if end > begin else end + timedelta(days=1), zone)
        day += timedelta(days=1)
    return on


EVERY_DAY = " ".join(DAYS)
WEEKS = {
    "an evening": [window(EVERY_DAY, "18:00", "20:00")],
    "in the hour": [window(EVERY_DAY, "02:15", "02:45")],
    "into the hour": [window(EVERY_DAY, "01:00", "02:30")],
    "out of the hour": [window(EVERY_DAY, "02:30", "04:00")],
    "the hour itself": [window(EVERY_DAY, "02:00", "03:00")],
    "to the hour": [window(EVERY_DAY, "01:00", "02:00")],
    "from the hour": [window(EVERY_DAY, "03:00", "04:00")],
    "past midnight": [window(EVERY_DAY, "22:30", "02:30")],
    "chained": [
        window(EVERY_DAY, "22:00", "02:00"),
        window(EVERY_DAY, "02:00", "02:30"),
        window("sun", "03:00", "05:00"),
    ],
    "the whole Sunday": [window("sun", "00:00", "00:00")],
    "around midnight": [window(EVERY_DAY, "23:30", "00:30")],
}


@pytest.mark.parametrize("change", CHANGES if SCALE > 1 else ("spring", "autumn", "at midnight"))
@pytest.mark.parametrize("week", WEEKS)
def test_minute_by_minute_over_a_clock_change_nothing_is_wrong_doubled_or_skipped(change, week):
    zone, day = CHANGES[change]
    windows = WEEKS[week]
    on = oracle(windows, day - timedelta(days=2), day + timedelta(days=2), zone)
    settled = ZoneTerms(agreed=True, windows=tuple(windows))
    minute = datetime.combine(day, time(), UTC) - timedelta(hours=3 if SCALE == 1 else 14)
    wrong = []
    for _ in range(28 * 60 if SCALE == 1 else 44 * 60):
        found = rules.zone_now(settled, (), minute, zone)
        end = minute
        while end in on:
            end += MINUTE
        if (found.until if found else minute) != end:
            wrong.append((minute, found, end))
        minute += MINUTE
    assert wrong == []


clocks = st.builds(lambda h, m: f"{h:02}:{m:02}", st.integers(0, 23), st.sampled_from([0, 15, 30, 45, 59]))
windows_of = st.lists(
    st.builds(
        lambda days, start, end: {"days": [d for d in DAYS if d in days], "from": start, "to": end},
        st.sets(st.sampled_from(DAYS), min_size=1),
        clocks,
        clocks,
    ),
    max_size=4,
)


@given(
    windows_of,
    st.sampled_from(sorted(CHANGES)),
    st.integers(-40 * 60, 40 * 60),
    st.lists(st.integers(-60, 600), max_size=2),
)
@proof(25)
def test_any_windows_around_any_change_are_what_the_oracle_says(windows, change, offset, by_hand):
    zone, day = CHANGES[change]
    now = datetime.combine(day, time(), UTC) + offset * MINUTE
    on = oracle(windows, day - timedelta(days=4), day + timedelta(days=4), zone)
    switched = [SwitchedOn(now + n * MINUTE) for n in by_hand]
    for one in switched:
        on |= {now + n * MINUTE for n in range(int((one.until - now) / MINUTE))}
    settled = ZoneTerms(agreed=True, windows=tuple(windows))
    found = rules.zone_now(settled, switched, now, zone)
    end = now
    while end in on and end < now + timedelta(days=1):
        end += MINUTE
    if end < now + timedelta(days=1):
        assert (found.until if found else now) == end
        change_at = rules.next_change(settled, switched, now, zone)
        ahead = now + MINUTE
        while (ahead in on) is (now in on) and ahead < now + timedelta(days=1):
            ahead += MINUTE
        if ahead < now + timedelta(days=1):
            assert change_at == ahead
    else:
        assert found is not None and (found.until >= end)


def test_a_window_that_lies_wholly_in_a_left_out_hour_has_no_moment_and_the_next_day_has():
    settled = ZoneTerms(agreed=True, windows=(window(EVERY_DAY, "02:15", "02:45"),))
    at = datetime(2026, 3, 28, 3, 0, tzinfo=UTC)
    assert rules.next_change(settled, (), at, COPENHAGEN) == datetime(2026, 3, 30, 0, 15, tzinfo=UTC)


def test_what_is_on_all_week_is_on_always_and_changes_never():
    settled = ZoneTerms(agreed=True, windows=(window(EVERY_DAY, "00:00", "00:00"),))
    on = rules.zone_now(settled, (), datetime(2026, 3, 28, 3, 0, tzinfo=UTC), COPENHAGEN)
    assert on is not None and on.always
    assert rules.next_change(settled, (), datetime(2026, 3, 28, 3, 0, tzinfo=UTC), COPENHAGEN) is None


def test_the_longest_of_those_that_overlap_gives_end_and_source():
    at = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
    settled = ZoneTerms(agreed=True, windows=(window("tue", "19:00", "20:00"),))
    short, long = SwitchedOn(at + 10 * MINUTE), SwitchedOn(at + 120 * MINUTE, {"starter": "guests"})
    ends = at + 30 * MINUTE
    assert rules.zone_now(settled, (), at, COPENHAGEN) == On(ends, Source.WINDOW)
    assert rules.zone_now(settled, [short], at, COPENHAGEN) == On(ends, Source.WINDOW)
    assert rules.zone_now(settled, [SwitchedOn(ends)], at, COPENHAGEN) == On(ends, Source.WINDOW)
    on = rules.zone_now(settled, [short, long], at, COPENHAGEN)
    assert on == On(long.until, Source.SITUATION, {"starter": "guests"})
    assert rules.zone_now(ZoneTerms(), [short], at, COPENHAGEN) == On(short.until, Source.BY_HAND)


def test_the_same_answers_are_read_from_each_side():
    settled = {
        "when": [window("sat", "18:00", "20:00"), {"days": ["noday"]}, "nonsense"],
        "situations": [{"starter": "guests"}, {"own": "hos min søster"}, 4],
        "otherwise": "my_yes",
        "room": "say_when",
        "instead": [{"starter": "old_days"}],
        "instead@supporter": [{"own": "haven"}],
        "slip": [{"starter": "one_word"}],
    }
    hers, his = rules.terms(settled, "holder"), rules.terms(settled, "supporter")
    assert hers.windows == his.windows == (window("sat", "18:00", "20:00"),)
    assert hers.otherwise is Otherwise.MY_YES
    assert (hers.instead, hers.instead_other) == (his.instead_other, his.instead)
    assert rules.terms(None, "holder") == ZoneTerms()


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(
        st.sampled_from(["when", "situations", "otherwise", "room", "instead", "instead@supporter", "slip", "x"]),
        anything,
    )
)
@proof(200)
def test_whatever_was_stored_is_read_without_raising(settled):
    read = rules.terms(settled, "holder")
    rules.zone_now(read, (), datetime(2026, 3, 29, 0, 59, tzinfo=UTC), COPENHAGEN)


def test_only_what_the_software_asks_waits():
    at = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
    on = On(at + MINUTE, Source.WINDOW)
    waits = {kind for kind in Kind if may_come(kind, on, at) != Now()}
    assert waits == {"check_in", "reminder", "advice_offer", "question"}
    assert may_come(Kind.QUESTION, on, on.until) == may_come(Kind.QUESTION, None, at) == Now()


@pytest.mark.parametrize(
    ("now", "clock", "then"),
    [
        ("2026-03-28T12:00", "18:00", "2026-03-28T17:00"),
        ("2026-03-28T12:00", "08:00", None),
        ("2026-03-28T23:30", "02:30", "2026-03-29T01:00"),
        ("2026-10-24T22:30", "02:30", "2026-10-25T00:30"),
        ("2026-10-25T00:45", "02:30", None),
        ("2026-03-28T12:00", "25:00", None),
        ("2026-03-28T12:00", "18:00+01:00", None),
        ("2026-03-28T12:00", "", None),
    ],
)
def test_a_clock_time_is_a_moment_of_today_that_is_still_to_come(now, clock, then):
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert rules.clock_today(at, clock, COPENHAGEN) == (then and datetime.fromisoformat(then).replace(tzinfo=UTC))


# --- the gate: what was put in line, and what came out -----------------------------------------------


class Gate(RuleBasedStateMachine):
    """Things are sent while zones come and go and the clock ticks, jumps and changes.

    The channel asks `may_come` as a worker would: now, at the time it was told, and whenever it wakes otherwise.
    """

    @initialize(change=st.sampled_from(sorted(CHANGES)), windows=windows_of)
    def begin(self, change, windows):
        self.zone, day = CHANGES[change]
        self.now = datetime.combine(day, time(), UTC) - timedelta(hours=6)
        self.settled = ZoneTerms(agreed=True, windows=tuple(windows))
        self.switched: list[SwitchedOn] = []
        self.line: list[tuple[Kind, datetime]] = []
        self.came: list[tuple[Kind, bool]] = []

    def on(self):
        return rules.zone_now(self.settled, self.switched, self.now, self.zone)

    def is_quiet(self):
        """Asked another way: is a clock on the wall inside a window, or a switch not yet over?"""
        if any(one.until > self.now for one in self.switched):
            return True
        shown = wall(self.now, self.zone)
        for back in (0, 1, 2):
            day = shown.date() - timedelta(days=back)
            for one in self.settled.windows:
                if DAYS[day.weekday()] in one["days"]:
                    begin, end = (datetime.combine(day, time.fromisoformat(one[key])) for key in ("from", "to"))
                    if begin <= shown < (end if end > begin else end + timedelta(days=1)):
                        return True
        return False

    def work(self):
        on, left = self.on(), []
        for kind, due in self.line:
            if due > self.now:
                left.append((kind, due))
                continue
            decision = may_come(kind, on, self.now)
            if isinstance(decision, At):
                assert decision.when > self.now
                left.append((kind, decision.when))
            else:
                self.came.append((kind, self.is_quiet()))
        self.line = left

    @rule(kind=st.sampled_from(Kind))
    def send(self, kind):
        self.line.append((kind, self.now))
        self.work()

    @rule(minutes=st.integers(1, 600), situation=st.booleans())
    def switch_on(self, minutes, situation):
        self.switched = [SwitchedOn(self.now + minutes * MINUTE, {"starter": "guests"} if situation else None)]

    @rule()
    def switch_off(self):
        self.switched = []

    @rule(windows=windows_of)
    def agree_otherwise(self, windows):
        self.settled = ZoneTerms(agreed=True, windows=tuple(windows))

    @rule(minutes=st.integers(1, 15))
    def tick(self, minutes):
        self.now += minutes * MINUTE
        self.work()

    @rule(minutes=st.integers(16, 50 * 60))
    def clock_jumps(self, minutes):
        self.now += minutes * MINUTE
        self.work()

    @invariant()
    def nothing_of_the_software_came_in_a_zone(self):
        assert not [kind for kind, quiet in self.came if quiet and kind in SOFTWARE]

    @invariant()
    def only_the_software_waits(self):
        assert not [kind for kind, _ in self.line if kind not in SOFTWARE]

    def teardown(self):
        """It is not lost: once nothing quiets any more, all that waited comes."""
        if not hasattr(self, "line"):
            return
        self.settled, self.switched = ZoneTerms(), []
        while self.line:
            before = len(self.line)
            self.now = max(due for _, due in self.line)
            self.work()
            assert len(self.line) < before


def test_no_order_of_zones_sendings_and_clocks_leaks_or_loses(figure):
    run_state_machine_as_test(Gate, settings=proof(80, steps=50))
    figure(f"zones: {80 * SCALE} runs of up to 50 steps, 0 of the software's own into a zone, 0 lost")
