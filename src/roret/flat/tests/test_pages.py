"""The page of the plan: what stands on it, for whom, and that nothing tells that it was opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from roret.agreement.tests.cast import Cast, browser, home, one_more, rest, settle, wish, with_browsers
from roret.capacity import actions as capacity
from roret.circle import access
from roret.circle import actions as circle
from roret.circle.rules import Edition, Role
from roret.flat import queries
from roret.flat.tests.living import DAYS, PLAN, TOPICS, applies, days, plan, plans, texts
from roret.kit import clock
from roret.kit.announce import Event

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MORNING = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.held(MORNING), translation.override("da"):
        yield home(TOPICS)


def at(cast: Cast) -> str:
    return f"/c/{cast.circle_id}/flat"


def two() -> tuple[Cast, Client, Client]:
    return with_browsers(TOPICS)


def read(client: Client, cast: Cast) -> str:
    answer = client.get(at(cast))
    assert answer.status_code == 200
    return answer.content.decode()


# --- the plan -----------------------------------------------------------------------------------


def test_both_read_the_same_plan_and_each_finds_their_own_under_it(cast):
    plan(cast.maja, cast.jonas)
    (hers,), (his,) = plans(cast.maja), plans(cast.jonas)
    assert texts(hers) == {
        "let_go": ["Opvasken", "Fodbold"],
        "order_in": ["Mad fra fryseren", "Pizza ved havnen, 22 33 44 55"],
        "call": ["Birthe 55 44 33 22"],
        "together": ["En film"],
        "mine": ["En lur"],
        "theirs": ["Værkstedet"],
    }
    assert (hers.name, his.name) == ("Jonas", "Maja")
    assert texts(his) == texts(hers) | {"mine": ["Værkstedet"], "theirs": ["En lur"]}
    assert plans(cast.birthe) == ()


def test_a_line_with_a_number_is_one_to_tap():
    cast, hers, _ = two()
    plan(cast.maja, cast.jonas, PLAN | {"call": [{"own": "Birthe 22334455, ellers 55 44 33 22"}, {"own": "112"}]})
    page = read(hers, cast)
    assert re.findall(r'href="tel:([^"]*)"', page) == ["22334455", "22334455", "55443322"]
    assert '<a class="row" href="tel:22334455"><span dir="auto">Pizza ved havnen, 22 33 44 55' in page
    assert 'Birthe <a href="tel:22334455">22334455</a>, ellers <a href="tel:55443322">55 44 33 22</a>' in page


def test_nobodys_words_are_taken_for_markup():
    cast, hers, _ = two()
    nasty = '"><script>alert(1)</script> 22334455'
    plan(cast.maja, cast.jonas, {"let_go": [{"own": nasty}], "call": [{"own": nasty + " 22 33 44 56"}]})
    page = read(hers, cast)
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2


def test_what_was_said_on_the_other_card_stands_on_it_too(cast):
    days(cast.maja, cast.jonas, DAYS | {"both_flat": [{"starter": "call_off"}]})
    assert texts(plans(cast.jonas)[0]) == {"all_right": ["Aflyse noget"]}
    plan(cast.maja, cast.jonas)
    (his,) = plans(cast.jonas)
    assert texts(his)["all_right"] == ["Aflyse noget"]
    assert texts(his)["call"] == ["Birthe 55 44 33 22"]


def test_with_several_each_plan_has_its_name_and_its_place():
    cast, hers, _ = two()
    more = one_more(cast, TOPICS)
    plan(cast.maja, cast.jonas)
    plan(cast.maja, more, {"call": [{"own": "Otto 99 88 77 66"}]})
    page = read(hers, cast)
    assert [one.name for one in plans(cast.maja)] == ["Jonas", "Nummer"]
    assert page.index(f'id="with-{cast.jonas_id}"') < page.index(f'id="with-{more.me()}"')
    assert [texts(one) for one in plans(more)] == [{"call": ["Otto 99 88 77 66"]}]
    assert "Otto" not in read(browser(cast.jonas_id), cast)


def test_a_plan_that_rests_is_not_there(cast):
    laid = plan(cast.maja, cast.jonas)
    rest(cast.jonas, laid)
    assert plans(cast.maja) == plans(cast.jonas) == ()


# --- where nothing is agreed ---------------------------------------------------------------------


def test_where_nothing_is_agreed_it_stays_out_and_leads_to_the_card_of_whoever_has_it():
    cast, hers, his = two()
    to_the_card = f'href="/c/{cast.circle_id}/cards/flat"'
    for client in (hers, his):
        page = read(client, cast)
        assert "Gør, som I plejer." in page
        assert to_the_card in page
    page = read(browser(cast.birthe_id), cast)
    assert "Gør, som I plejer." in page
    assert to_the_card not in page


def test_at_work_and_for_anybody_else_there_is_no_such_page():
    cast, hers, _ = two()
    plan(cast.maja, cast.jonas)
    person = get_user_model().objects.create()
    work = circle.open_circle(person_id=person.pk, edition=Edition.WORK, role=Role.HOLDER, name="Maja")
    client = Client()
    client.force_login(person)
    assert client.get(f"/c/{work}/flat").status_code == 404
    assert client.get(at(cast)).status_code == 404
    assert Client().get(at(cast)).status_code == 302
    assert hers.post(at(cast)).status_code == 405


# --- nobody sees that it was opened -------------------------------------------------------------


def test_opening_it_writes_nothing_and_stirs_no_page(heard: list[Event]):
    cast, hers, _ = two()
    plan(cast.maja, cast.jonas)
    read(hers, cast)
    heard.clear()
    with CaptureQueriesContext(connections["default"]) as asked:
        read(hers, cast)
    written = [one["sql"] for one in asked if not one["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]
    assert written == []
    assert heard == []


def test_the_questions_are_as_many_with_one_plan_as_with_eleven(cast):
    plan(cast.maja, cast.jonas)
    few = asked_for(cast)
    for _ in range(10):
        plan(cast.maja, one_more(cast, TOPICS))
    assert len(plans(cast.maja)) == 11
    assert asked_for(cast) == few
    assert few <= 8


def asked_for(cast: Cast) -> int:
    maja = cast.maja
    with CaptureQueriesContext(connections["default"]) as asked:
        queries.page(maja)
    return len(asked)


# --- when it applies ----------------------------------------------------------------------------


def say(cast: Cast, hers: str, his: str) -> None:
    capacity.say(cast.maja, value=hers, need=None, words=None)
    capacity.say(cast.jonas, value=his, need=None, words=None)


def doors(cast: Cast) -> tuple[Any, ...]:
    return applies(cast.maja), applies(cast.jonas)


def test_it_applies_when_each_has_said_so_by_their_own_measure(cast):
    plan(cast.maja, cast.jonas)
    days(cast.maja, cast.jonas)
    assert doors(cast) == ((), ())
    say(cast, "40", "a_little")
    assert doors(cast) == ((cast.jonas_id,), (cast.maja_id,))
    assert applies(cast.birthe) == ()
    for hers, his in (("50", "a_little"), ("40", "some"), ("100", "a_lot")):
        say(cast, hers, his)
        assert doors(cast) == ((), ())


def test_a_number_without_a_measure_says_nothing(cast):
    plan(cast.maja, cast.jonas)
    days(cast.maja, cast.jonas, DAYS | {"low_at": "day_by_day"})
    say(cast, "0", "next_to_nothing")
    assert doors(cast) == ((), ())


def test_the_measure_is_the_one_the_two_have_agreed_and_not_one_that_is_hers_alone(cast):
    """What she wishes of nobody in particular is another measure: here it would tell him of it."""
    plan(cast.maja, cast.jonas)
    days(cast.maja, cast.jonas, DAYS | {"low_at": "under_20"})
    wish(cast.maja, "capacity", {"scale": "percent", "low_at": "under_50"})
    say(cast, "40", "a_little")
    assert doors(cast) == ((), ())
    say(cast, "10", "a_little")
    assert doors(cast) == ((cast.jonas_id,), (cast.maja_id,))


def test_it_stops_applying_when_what_was_said_is_no_longer_of_now(cast):
    plan(cast.maja, cast.jonas)
    days(cast.maja, cast.jonas)
    say(cast, "10", "next_to_nothing")
    with clock.held(MORNING + timedelta(hours=4)):
        assert doors(cast) == ((), ())
        capacity.say(cast.maja, value="10", need=None, words=None)
        assert doors(cast) == ((), ())


def test_without_a_plan_or_when_it_rests_there_is_nothing_to_open(cast):
    laid = plan(cast.maja, cast.jonas)
    held = days(cast.maja, cast.jonas)
    say(cast, "10", "next_to_nothing")
    assert all(doors(cast))
    rest(cast.maja, laid)
    assert doors(cast) == ((), ())
    settle(cast.maja, cast.jonas, "flat", PLAN)
    assert all(doors(cast))
    rest(cast.jonas, held)
    assert doors(cast) == ((), ())


@pytest.mark.parametrize("hers", ["0", "20", "40", "50", "70", "rather_not"])
@pytest.mark.parametrize("his", ["a_lot", "some", "a_little", "next_to_nothing", "rather_not"])
def test_it_is_so_for_both_or_for_neither(cast, hers, his):
    plan(cast.maja, cast.jonas)
    days(cast.maja, cast.jonas)
    say(cast, hers, his)
    assert bool(applies(cast.maja)) == bool(applies(cast.jonas))
    assert bool(applies(cast.maja)) == (hers in ("0", "20", "40") and his in ("a_little", "next_to_nothing"))


def test_a_third_learns_nothing_of_it(cast):
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=TOPICS)
    birthe = access.viewer_of(cast.birthe_id)
    for one in (cast.jonas, birthe):
        plan(cast.maja, one)
        days(cast.maja, one)
    say(cast, "10", "some")
    capacity.say(birthe, value="a_little", need=None, words=None)
    before = applies(cast.birthe)
    say(cast, "10", "a_little")
    assert before == applies(cast.birthe) == (cast.maja_id,)
    assert set(applies(cast.maja)) == {cast.jonas_id, cast.birthe_id}
