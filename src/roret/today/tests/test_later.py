"""A line can be let stand from when a zone ends, where it would really wait for that."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from roret.agreement.tests.cast import settle, with_browsers

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MONDAY = datetime(2026, 11, 23, 18, tzinfo=UTC)
"""Seven in the evening where they live."""


@pytest.mark.parametrize(
    ("days", "begins", "ends", "offered"),
    [
        (["mon"], "18:00", "20:00", "Say it at 20:00"),
        (["mon"], "18:00", "07:00", "Say it at 07:00"),
        (["mon", "tue", "wed"], "00:00", "00:00", ""),
        (["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "00:00", "00:00", ""),
        (["tue"], "18:00", "20:00", ""),
    ],
)
def test_a_choice_is_offered_that_will_be_kept(clock, days, begins, ends, offered):
    """A line waits for a day at most. A button for Thursday would say it at once."""
    clock.set(MONDAY)
    cast, _, his = with_browsers(("capacity", "zones"), "en")
    settle(cast.maja, cast.jonas, "capacity", {"scale": "words", "scale@supporter": "words"})
    settle(cast.maja, cast.jonas, "zones", {"when": [{"days": days, "from": begins, "to": ends}]})
    page = his.get(f"/c/{cast.circle_id}/today").content.decode()
    assert ("Say it at" in page) == bool(offered) and offered in page
    assert ("Say it now" in page) == bool(offered)
