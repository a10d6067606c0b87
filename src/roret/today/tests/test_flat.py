"""When both are flat: where the plan is found, by whom, and that Today says nothing of it to anybody else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from roret.agreement.tests.cast import Cast, after, browser, settle, with_browsers
from roret.capacity import actions as capacity
from roret.today.tests.test_quiet import HERS, at, choose, seen

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PLAN = {"let_go": [{"own": "fodbold"}], "call": [{"own": "Otto 22 33 44 55"}]}


@pytest.fixture
def two(clock) -> tuple[Cast, Client, Client]:
    cast, her, his = with_browsers(("capacity", "flat"), "en")
    settle(cast.maja, cast.jonas, "capacity", HERS | {"both_flat": [{"starter": "order_in"}]})
    return cast, her, his


def door(cast: Cast) -> str:
    return f'href="{reverse("flat:plan", args=[cast.circle_id])}"'


def say(cast: Cast, hers: str, his: str) -> None:
    capacity.say(cast.maja, value=hers, need=None, words=None)
    capacity.say(cast.jonas, value=his, need=None, words=None)


def test_one_tap_from_today_for_both_when_both_have_said_so_and_for_nobody_else(two):
    cast, her, his = two
    settle(cast.maja, cast.jonas, "flat", PLAN)
    hers = browser(cast.birthe_id, "en")
    before = seen(hers, cast)
    for says in (("60", "a_little"), ("40", "some")):
        say(cast, *says)
        assert door(cast) not in seen(her, cast) + seen(his, cast)
    say(cast, "40", "a_little")
    assert door(cast) in seen(her, cast) and door(cast) in seen(his, cast)
    for client in (her, his):
        assert "Otto 22 33 44 55" in client.get(reverse("flat:plan", args=[cast.circle_id])).content.decode()
    assert without_tokens(seen(hers, cast)) == without_tokens(before)


def without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf" not in line]


def test_it_lies_on_the_quiet_page_too(two):
    cast, her, _ = two
    settle(cast.maja, cast.jonas, "flat", PLAN)
    choose(her, cast, "quiet")
    assert door(cast) not in seen(her, cast)
    say(cast, "40", "a_little")
    assert door(cast) in seen(her, cast)


def test_it_is_gone_when_what_was_said_is_a_while_ago(two, clock):
    cast, her, his = two
    settle(cast.maja, cast.jonas, "flat", PLAN)
    say(cast, "40", "a_little")
    clock.set(after(hours=4))
    assert door(cast) not in seen(her, cast) + seen(his, cast)


def test_with_no_plan_today_stays_as_it_is_and_says_what_is_all_right(two):
    cast, her, his = two
    say(cast, "40", "a_little")
    assert door(cast) not in seen(her, cast) + seen(his, cast)
    assert "When we are both worn out" in seen(her, cast)


def test_where_the_plan_is_one_tap_away_what_is_all_right_stands_in_it_alone(two):
    cast, her, _ = two
    settle(cast.maja, cast.jonas, "flat", PLAN)
    assert "When we are both worn out" in seen(her, cast)
    say(cast, "40", "a_little")
    assert "When we are both worn out" not in seen(her, cast)
    page = her.get(reverse("flat:plan", args=[cast.circle_id])).content.decode()
    assert "Order a meal" in page


def test_the_page_the_agreement_and_the_card_lead_there_on_any_day(two):
    cast, her, his = two
    assert door(cast) not in her.get(f"/c/{cast.circle_id}").content.decode()
    laid = settle(cast.maja, cast.jonas, "flat", PLAN)
    for path in ("", f"/with/{laid.agreement_id}", "/cards/flat/end"):
        for client in (her, his):
            answer = client.get(f"/c/{cast.circle_id}{path}")
            assert answer.status_code == 200
            assert door(cast) in answer.content.decode()
    assert at(cast).encode() in her.get(reverse("flat:plan", args=[cast.circle_id])).content
