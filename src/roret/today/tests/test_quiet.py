"""Less on the screen: when the quiet page comes, for how long, and for whom; and what Today offers and says waits."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roret.agreement import actions as agreements
from roret.agreement.tests.cast import Cast, after, rest, settle, with_browsers
from roret.capacity import actions as capacity
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.today import queries
from roret.today.queries import KEPT_AS, quiet_of
from roret.today.rules import Quiet
from roret.withdraw import actions as withdraw

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HERS = {"scale": "percent", "low_at": "under_50", "scale@supporter": "words"}
QUIET = 'name="view" value="whole"'
"""The way back to the whole page stands on the quiet one alone."""


@pytest.fixture
def two(clock) -> tuple[Cast, Client, Client]:
    """Everything but advice is open to Jonas, and the browsers speak English."""
    return with_browsers(("asking", "capacity", "withdraw", "zones"), "en")


def at(cast: Cast, name: str = "home") -> str:
    return reverse(f"today:{name}", args=[cast.circle_id])


def seen(client: Client, cast: Cast) -> str:
    return client.get(at(cast)).content.decode()


def shown(who: Viewer) -> dict[str, Any]:
    return queries.today(who, Quiet(), "en")


def choose(client: Client, cast: Cast, view: str) -> None:
    assert client.post(at(cast, "view"), {"view": view})["Location"] == at(cast)


# --- the quiet page -----------------------------------------------------------------------------


def test_chosen_by_hand_it_stands_until_midnight_in_this_browser_alone(two, clock):
    cast, her, his = two
    settle(cast.maja, cast.jonas, "capacity", HERS)
    choose(her, cast, "quiet")
    assert QUIET in seen(her, cast) and QUIET not in seen(his, cast)
    clock.set(after(hours=15))
    assert QUIET not in seen(her, cast)
    choose(her, cast, "quiet")
    choose(her, cast, "whole")
    assert QUIET not in seen(her, cast)


def test_it_comes_by_itself_on_a_low_day_only_to_whoever_chose_that(two):
    cast, her, _ = two
    settle(cast.maja, cast.jonas, "capacity", HERS)
    capacity.say(cast.maja, value=20)
    assert QUIET not in seen(her, cast)
    choose(her, cast, "by_itself")
    assert QUIET in seen(her, cast)
    capacity.say(cast.maja, value=80)
    assert QUIET not in seen(her, cast)


def test_put_away_on_a_low_day_it_stays_away_and_on_another_it_was_nothing_to_remember(two):
    cast, her, _ = two
    settle(cast.maja, cast.jonas, "capacity", HERS)
    choose(her, cast, "by_itself")
    choose(her, cast, "whole")
    capacity.say(cast.maja, value=20)
    assert QUIET in seen(her, cast), "what was put away on an ordinary day says nothing of a low one"
    choose(her, cast, "whole")
    assert QUIET not in seen(her, cast)


def test_what_was_chosen_for_today_outlasts_a_choice_of_whether_it_comes_by_itself(two):
    cast, her, _ = two
    settle(cast.maja, cast.jonas, "capacity", HERS)
    choose(her, cast, "quiet")
    choose(her, cast, "by_itself")
    assert QUIET in seen(her, cast)


def test_there_is_no_quiet_page_where_the_day_is_not_agreed_on(two):
    cast, her, _ = two
    laid = settle(cast.maja, cast.jonas, "capacity", HERS)
    choose(her, cast, "quiet")
    rest(cast.maja, laid)
    assert QUIET not in seen(her, cast)


def test_only_a_plain_yes_in_a_session_is_one():
    assert not quiet_of({KEPT_AS: {"by_itself": "no"}}).by_itself


# --- what Today offers, and says waits ----------------------------------------------------------


def test_where_nothing_is_agreed_it_offers_no_more_than_what_takes_no_agreement(two):
    cast, *_ = two
    assert shown(cast.maja)["rooms"]["do"] == ["sharing", "signals", "advice", "words"]
    settle(cast.maja, cast.jonas, "zones", {"otherwise": "free"})
    assert len(shown(cast.maja)["rooms"]["do"]) == 9


def test_the_way_to_a_card_stands_there_for_what_is_not_agreed_and_open_to_the_reader(two):
    cast, *_ = two
    settle(cast.maja, cast.jonas, "zones", {"otherwise": "free"})
    assert {topic for topic, _ in shown(cast.maja)["open"]} == {"capacity", "asking", "withdraw", "advice", "flareup"}
    assert {topic for topic, _ in shown(cast.jonas)["open"]} == {"capacity", "asking", "withdraw"}


def test_the_words_to_go_with_lie_by_the_thumb_until_one_has_gone(two):
    cast, *_ = two
    assert shown(cast.maja)["by_the_thumb"] == ()
    settle(cast.maja, cast.jonas, "withdraw", {"how": "message", "messages": [{"own": "Henter luft"}]})
    (words,) = shown(cast.maja)["by_the_thumb"]
    assert words.words == "Henter luft"
    withdraw.withdraw(cast.maja, own="Henter luft")
    assert shown(cast.maja)["by_the_thumb"] == ()


def test_an_open_page_comes_again_just_after_the_first_thing_on_it_turns(two, clock):
    cast, _, his = two
    settle(cast.maja, cast.jonas, "withdraw", {"how": "message", "check": "never"})
    assert "data-turn" not in seen(his, cast)
    withdraw.withdraw(cast.maja, own="Henter luft", minutes=30)
    assert 'data-turn="1801"' in seen(his, cast)
    clock.set(after(minutes=30))
    assert f'data-turn="{11 * 3600 + 1800 + 1}"' in seen(his, cast), "what has turned does not turn again"


def test_a_moment_that_has_passed_makes_no_page_come_again(clock):
    def part(at: datetime | None) -> SimpleNamespace:
        return SimpleNamespace(turns_at=at)

    assert queries.seconds_to_turn([part(None), part(after()), part(after(minutes=-1))], after()) is None
    assert queries.seconds_to_turn([part(after(minutes=-1)), part(after(minutes=2))], after()) == 121


def test_what_has_come_to_its_day_waits_unless_the_circle_rests(two, clock):
    cast, her, _ = two
    settle(cast.maja, cast.jonas, "zones", {"otherwise": "free"})
    assert "Does it still fit?" not in seen(her, cast)
    clock.set(after(weeks=2))
    assert "Does it still fit?" in seen(her, cast)
    circle.pause(cast.maja)
    assert "Does it still fit?" not in seen(her, cast)


def test_what_no_longer_applies_is_said_until_it_was_read(two):
    cast, _, his = two
    laid = settle(cast.maja, cast.jonas, "zones", {"otherwise": "free"})
    agreements.end(cast.maja, agreement_id=laid.agreement_id, aloud=True)
    ((notice, _, _),) = shown(cast.jonas)["waits"]["notices"]
    assert "no longer applies" in seen(his, cast)
    his.post(reverse("profile:read_notice", args=[cast.circle_id, notice]))
    assert "no longer applies" not in seen(his, cast)
