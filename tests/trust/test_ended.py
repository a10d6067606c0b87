"""What has ended exists nowhere: every row of the database with its seals opened, and what each takes along.

Maja and Jonas live a day (`a_past_day`), the clock goes to the next one, and the worker does what is due. On SQLite
and on PostgreSQL; what lies on the disk of a house is looked through in `test_ended_on_the_disk.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings

from roret.config.wiring import DUE
from roret.kit import clock, ids
from roret.live.actions import forget_old
from roret.outbox.actions import work_round
from tests.canaries import Canaries
from tests.trust import a_past_day
from tests.trust.a_past_day import CHOSEN, LASTS, TABLES, TAKEN_BACK
from tests.trust.opened import Rows, exports, opened, says
from tests.world import QUICK_PASSWORDS, World, build_world, in_browser, kept_apart

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
LATER = {
    "next day": DAY + timedelta(days=1),
    "day after": DAY + timedelta(days=2),
    "weeks later": DAY + timedelta(days=16),
}
AGREEMENTS = {"agreement_version", "agreement_mark"}
STILL_TRUE = {
    # A friendly word is welcome on the day after, by agreement, and ends with that day. Proposals and offers lie there.
    "next day": {"withdraw_check", "deliver_notice"},
    "day after": {"deliver_notice"},
    "weeks later": {"deliver_notice"},
}
"""Tables in which something may stand, none of it of that day."""
STILL_DUE = {
    "next day": {"withdraw.check", "advice.end", "deliver.end"},
    "day after": {"advice.end", "deliver.end"},
    "weeks later": {"deliver.end"},
}
"""What is due then: later words that were agreed, offers that lie for two weeks, and proposals."""


@dataclass
class Past:
    """The day as it was, and what is there of it later."""

    world: World
    looks: dict[str, Rows] = field(default_factory=dict)
    taken_along: dict[str, str] = field(default_factory=dict)

    def canary(self, group: str) -> str:
        (found,) = self.world.canaries.of([group])
        return found

    @property
    def keys(self) -> set[str]:
        """The id of every row of that day that has ended, also of those that were gone before its evening."""
        rows = ((key, row) for look in that_day(self) for table in TABLES for key, row in look[table].items())
        return {key for key, row in rows if len(key) > 30 and row.get("kind") not in ("proposal", "offer")}


@pytest.fixture(scope="module")
def past(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Past]:
    quick = override_settings(PASSWORD_HASHERS=QUICK_PASSWORDS)
    with django_db_blocker.unblock(), kept_apart(), quick, ids.seeded(12):
        with clock.held(DAY - timedelta(days=2)):
            made = Past(build_world(Canaries(12)))
        with clock.held(DAY):
            for scene in a_past_day.live(made.world.canaries, made.world.home):
                work_everything()
                made.looks[scene] = opened((*TABLES, "advice_draft"))
            in_her_browser(made.world)
            made.looks["in her browser"] = opened()
            made.taken_along["that day"] = str(exports())
        for when, at in LATER.items():
            for moment in (at, at + timedelta(minutes=2)):  # pages that are open hear of it for a minute
                with clock.held(moment):
                    work_everything()
            made.looks[when] = opened()
            with clock.held(at):
                made.taken_along[when] = str(exports())
        yield made


def in_her_browser(world: World) -> None:
    """On a low day the quiet page comes by itself, and Maja would rather have the whole one."""
    browser = in_browser(world.cookies["holder"])
    for chosen in ("by_itself", "quiet", "whole"):
        browser.post(f"/c/{world.home.circle_id}/today/view", {"view": chosen})


def work_everything() -> None:
    """What the worker does until there is nothing left to do."""
    while work_round(DUE):
        pass
    forget_old()


def that_day(past: Past) -> list[Rows]:
    return [look for when, look in past.looks.items() if when not in LATER]


def test_every_word_could_be_found_while_it_lasted(past, figure):
    """Without this, finding nothing would prove nothing."""
    evening = that_day(past)[-1]
    for group, table in LASTS.items():
        assert table in says(evening, past.canary(group)), group
    for group, table in TAKEN_BACK.items():
        assert any(table in says(look, past.canary(group)) for look in that_day(past)), group
    for group in ("day:code", "day:code of Jonas", "day:answer", "day:away", "day:away of Jonas"):
        assert past.canary(group) in past.taken_along["that day"], group
    full = {table for look in that_day(past) for table in TABLES if look[table]}
    assert full == set(TABLES)
    figure(
        f"that day: {len(LASTS) + len(TAKEN_BACK)} words in {len(full)} tables, {len(past.keys)} rows, all of them found"
    )


def test_what_was_taken_back_is_gone_the_same_evening(past):
    evening = that_day(past)[-1]
    for group in TAKEN_BACK:
        assert says(evening, past.canary(group)) == set(), group


def test_what_was_taken_back_leaves_nothing_to_be_done_either(past):
    """The outbox would tell of it until its hour."""
    evening = that_day(past)[-1]
    gone = past.keys - {key for table in TABLES for key in evening[table]}
    assert len(gone) > 5
    assert {key: there for key in gone if (there := says(evening, key))} == {}


def test_no_word_of_it_is_left_the_next_day(past, figure):
    for when in LATER:
        for group in (*LASTS, *TAKEN_BACK):
            there = says(past.looks[when], past.canary(group))
            assert there <= (AGREEMENTS if group in CHOSEN else set()), (when, group)
            if group not in CHOSEN:
                assert past.canary(group) not in past.taken_along[when], (when, group)
    figure(f"next day: 0 of {len(LASTS) + len(TAKEN_BACK)} words left in any row or export")


def test_no_row_of_it_is_left_and_none_that_names_one(past, figure):
    """Without its words a row would still tell that something was said, by whom, and until when."""
    for when in LATER:
        look = past.looks[when]
        for key in past.keys:
            assert says(look, key) == set(), (when, key)
        left = {table: look[table] for table in TABLES if look[table] and table not in STILL_TRUE[when]}
        assert left == {}, when
    figure(f"next day: 0 of {len(past.keys)} rows left, 0 that name one")


def test_nothing_waits_to_be_done_about_it(past):
    for when in LATER:
        kinds = {row["kind"] for row in past.looks[when]["outbox_due"].values()}
        assert kinds <= STILL_DUE[when], when
    assert {"capacity.end", "signals.end", "withdraw.end", "asking.end", "zones.end", "signals.thanks"} <= {
        row["kind"] for row in that_day(past)[-1]["outbox_due"].values()
    }


def test_no_browser_remembers_what_kind_of_day_it_was(past):
    """That the quiet page was sent away is kept until midnight: it had come because there was little to give."""

    def kept(when: str) -> list[object]:
        return [
            row["session_data"]["today.quiet"]
            for row in past.looks[when]["people_session"].values()
            if "today.quiet" in row["session_data"]
        ]

    day = DAY.date().isoformat()
    assert kept("in her browser") == [{"by_itself": True, "on": False, "day": day}]
    for when in LATER:
        assert kept(when) == [{"by_itself": True, "on": None, "day": None}], when
