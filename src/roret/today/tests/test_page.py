"""Today as somebody opens it: what waits, the way to the cards, where one lands, and the quiet page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roret.agreement.tests.cast import Cast, browser, lay, settle, stranger, wish, with_browsers
from roret.circle import actions
from roret.today.queries import KEPT_AS, quiet_of
from roret.today.rules import Quiet
from roret.withdraw import actions as withdraw
from roret.withdraw.models import Check
from roret.zones import actions as zones

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def two(clock) -> tuple[Cast, Client, Client]:
    """Everything is open to Jonas, and the browsers speak English."""
    return with_browsers(("asking", "capacity", "withdraw", "zones", "advice"), "en")


def at(cast: Cast, name: str = "home") -> str:
    return reverse(f"today:{name}", args=[cast.circle_id])


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_with_nothing_agreed_the_page_is_calm_and_leads_to_the_cards(two):
    cast, her, his = two
    for one in (her, his):
        page = text(one, at(cast))
        assert "do as you usually do" in page and reverse("deck:deck", args=[cast.circle_id]) in page
        assert "Less on the screen" not in page


@pytest.mark.parametrize("topic", ["asking", "withdraw", "zones", "advice", "capacity"])
def test_one_lands_on_today_once_something_of_it_is_agreed(two, topic):
    cast, her, his = two
    for one in (her, his):
        assert one.get("/")["Location"] == reverse("profile:home", args=[cast.circle_id])
    settle(cast.maja, cast.jonas, topic, {"when": "natural"})
    for one in (her, his):
        assert one.get("/")["Location"] == at(cast)


def test_alone_one_lands_on_the_page_until_ones_own_day_is_said_here(two):
    cast, her, _ = two
    for member_id in (cast.jonas_id, cast.birthe_id):
        actions.take_out(cast.maja, member_id=member_id)
    wish(cast.maja, "asking", {"when": "natural"})
    assert her.get("/")["Location"] == reverse("profile:home", args=[cast.circle_id])
    wish(cast.maja, "capacity", {"scale": "words"})
    assert her.get("/")["Location"] == at(cast)


def test_a_proposal_waits_on_today_for_the_one_whose_yes_it_takes(two):
    cast, her, his = two
    lay(cast.maja, cast.jonas_id, topic="zones", answers={"otherwise": "free"})
    assert "Maja proposes something" in text(his, at(cast))
    assert "proposes something" not in text(her, at(cast))


def test_the_part_that_comes_again_is_the_part_that_stands_there(two):
    cast, her, _ = two
    settle(cast.maja, cast.jonas, "capacity", {"scale": "words", "scale@supporter": "words"})
    whole, part = text(her, at(cast)), text(her, at(cast, "now"))
    assert part.count("data-parts=") == whole.count("data-parts=") == 1
    assert f"/live?circle={cast.circle_id}" in part
    assert "<html" not in part


def test_somebody_without_a_screen_of_the_circle_sees_nothing_of_it(two):
    cast, *_ = two
    otto = browser(stranger().me())
    for name in ("home", "now"):
        assert otto.get(at(cast, name)).status_code == 404
    assert otto.post(at(cast, "view"), {"view": "quiet"}).status_code == 404


def test_a_choice_for_this_browser_is_kept_in_its_session_alone(two):
    cast, her, his = two
    her.post(at(cast, "view"), {"view": "by_itself"})
    assert her.session[KEPT_AS]["by_itself"] is True
    assert KEPT_AS not in his.session
    her.post(at(cast, "view"), {"view": "nonsense"})
    assert her.session[KEPT_AS]["by_itself"] is True
    her.post(at(cast, "view"), {"view": "by_hand"})
    assert her.session[KEPT_AS]["by_itself"] is False


def test_an_unknown_choice_in_a_session_counts_as_none():
    assert quiet_of({}) == quiet_of({KEPT_AS: "x"}) == quiet_of({KEPT_AS: {"on": 3}}) == Quiet()


def test_a_friendly_word_waits_while_a_zone_is_on(two, clock):
    cast, _, his = two
    settle(
        cast.maja,
        cast.jonas,
        "withdraw",
        {"how": "message", "check": "same_day", "check_words": [{"own": "Tænker på dig"}]},
    )
    settle(cast.maja, cast.jonas, "zones", {"otherwise": "free"})
    withdraw.withdraw(cast.maja, own="Henter luft")
    withdraw.come_back(cast.maja)
    later = Check.objects.get().from_at + timedelta(minutes=1)
    clock.set(later)
    assert "Tænker på dig" in text(his, at(cast))
    zones.switch_on(cast.maja, minutes=60)
    assert "Tænker på dig" not in text(his, at(cast))
    clock.set(later + timedelta(minutes=61))
    assert "Tænker på dig" in text(his, at(cast))
