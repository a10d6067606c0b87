"""Local time against what is known of the zones' own days: every day has one end, and it is the next one's beginning."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from roret.kit import wall

COPENHAGEN, HAVANA = "Europe/Copenhagen", "America/Havana"
CLOCK_CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]
ZONES = ("America/Nuuk", "Asia/Kathmandu", "Africa/Cairo", "America/Santiago", "UTC", COPENHAGEN, HAVANA)


@settings(max_examples=300, derandomize=True)
@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)), st.sampled_from(ZONES))
def test_a_day_ends_where_the_next_one_begins(at, zone):
    ends, here = wall.midnight_after(at, zone), ZoneInfo(zone)
    assert at < ends <= at + timedelta(hours=25)
    assert (ends - timedelta(microseconds=1)).astimezone(here).date() == wall.day(at, zone)
    assert wall.day(ends, zone) == wall.day(at, zone) + timedelta(days=1)


@pytest.mark.parametrize("day", CLOCK_CHANGES)
def test_a_day_with_a_clock_change_ends_at_its_own_midnight(day):
    for hour in range(24):
        at = wall.moment(day, time(hour, 30), COPENHAGEN)
        assert wall.local(wall.midnight_after(at, COPENHAGEN), COPENHAGEN).time() == time()


@pytest.mark.parametrize(
    ("wall_time", "zone", "first", "last"),
    [
        ("2026-10-25T02:30", COPENHAGEN, "2026-10-25T00:30", "2026-10-25T01:30"),  # comes twice
        ("2026-03-29T02:30", COPENHAGEN, "2026-03-29T01:00", "2026-03-29T01:00"),  # left out
        ("2026-03-08T00:30", HAVANA, "2026-03-08T05:00", "2026-03-08T05:00"),  # midnight itself is left out
        ("2026-11-01T00:30", HAVANA, "2026-11-01T04:30", "2026-11-01T05:30"),
        ("2026-07-01T12:00", COPENHAGEN, "2026-07-01T10:00", "2026-07-01T10:00"),
    ],
)
def test_a_time_that_comes_twice_or_not_at_all_has_its_moments(wall_time, zone, first, last):
    shown = datetime.fromisoformat(wall_time)
    assert wall.first_moment(shown, zone) == datetime.fromisoformat(first).replace(tzinfo=UTC)
    assert wall.last_moment(shown, zone) == datetime.fromisoformat(last).replace(tzinfo=UTC)
