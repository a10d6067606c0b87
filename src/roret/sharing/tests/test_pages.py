"""The page of the day through the browser's own door, in both languages."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from roret.agreement.tests.cast import Cast, browser, stranger, with_browsers
from roret.circle import actions as circle
from roret.sharing import actions
from roret.sharing.models import Offer, Thing
from roret.sharing.rules import Choice
from roret.sharing.tests.living import TOPICS, item, places, seen, task
from roret.tasks.models import Task

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def two(clock) -> tuple[Cast, Client, Client]:
    return with_browsers(TOPICS)


def shown(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_tap_leads_back_to_where_the_thing_lies(two):
    cast, her, his = two
    shopping = task(cast, "Indkøb", cast.maja_id)
    form = {"seen": seen(cast.maja, shopping), "to": str(cast.jonas_id)}
    answer = her.post(f"/c/{cast.circle_id}/day/{shopping}/move", form)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/c/{cast.circle_id}/day#thing-{shopping}")
    assert "Maja giver ”Indkøb” videre. Det ligger hos dig nu." in shown(his, f"/c/{cast.circle_id}/today")
    assert "Hos dig: Indkøb" in shown(his, f"/c/{cast.circle_id}/today")
    told = shown(her, f"/c/{cast.circle_id}/day")
    assert "givet videre" in told


def test_a_stale_tap_says_kindly_what_changed_and_does_nothing_else(two):
    cast, her, his = two
    shopping, laundry = task(cast, "Indkøb"), task(cast, "Vask")
    form = {"seen": seen(cast.maja, shopping), "to": str(cast.jonas_id)}
    gone = {"seen": seen(cast.maja, laundry), "say": "done"}
    actions.move(cast.maja, thing_id=shopping, seen=form["seen"], to=frozenset({cast.maja_id}))
    his.post(f"/c/{cast.circle_id}/day/{shopping}/move", form)
    assert "Noget ændrede sig imens, så intet blev flyttet. Indkøb: Det ligger hos Maja nu." in shown(
        his, f"/c/{cast.circle_id}/day"
    )
    Task.objects.filter(id=laundry).delete()
    assert his.post(f"/c/{cast.circle_id}/day/{laundry}/say", gone).status_code == 302
    assert "Det er ikke blandt dagens ting længere." in shown(his, f"/c/{cast.circle_id}/day")
    assert Thing.objects.count() == 1


def test_what_was_typed_stands_there_again_when_it_cannot_be_taken(two):
    cast, her, _ = two
    page = her.post(f"/c/{cast.circle_id}/day", {"name": "x" * 81})
    assert page.status_code == 422 and "x" * 81 in page.content.decode()
    assert her.post(f"/c/{cast.circle_id}/day", {"name": "  <b>Brød</b>  🍞 "}).status_code == 302
    assert places(cast.jonas)["waits"] == ["<b>Brød</b> 🍞"]
    assert "<b>Brød" not in her.get(f"/c/{cast.circle_id}/day").content.decode()


def test_an_offer_is_asked_and_answered_with_a_tap(two):
    cast, her, his = two
    shopping, planning = task(cast, "Indkøb", cast.maja_id), task(cast, "Planer", cast.jonas_id)
    path = f"/c/{cast.circle_id}/day/{shopping}/ask"
    nothing = his.post(path, {"seen": seen(cast.jonas, shopping), "to": str(cast.maja_id), "way": []})
    assert nothing.status_code == 422 and "Vælg mindst én måde" in nothing.content.decode()
    his.post(
        path, {"seen": seen(cast.jonas, shopping), "to": str(cast.maja_id), "way": "postpone", "back": str(planning)}
    )
    page = shown(her, f"/c/{cast.circle_id}/today")
    assert (
        "Jeg tager ”Indkøb”, hvis du tager ”Planer”. Hvad passer dig?" in page
        and "<textarea" not in page.split("Ikke i dag")[0]
    )
    her.post(f"/c/{cast.circle_id}/day/offers/{Offer.objects.get().id}/answer", {"say": "swap"})
    assert item(cast.maja, planning).now.who == {cast.maja_id}


def test_what_no_button_sends_is_nothing_here(two):
    cast, her, _ = two
    shopping, otto = task(cast, "Indkøb", cast.maja_id), browser(stranger().me())
    day = f"/c/{cast.circle_id}/day"
    for client, path, form in (
        (her, f"{day}/{shopping}/move", {"to": f"{cast.jonas_id},{cast.birthe_id}"}),
        (her, f"{day}/{shopping}/move", {"to": ""}),
        (her, f"{day}/{shopping}/say", {"say": "missed"}),
        (her, f"{day}/suggested", {"say": "swap"}),
        (her, f"{day}/{cast.maja_id}/say", {"say": "done", "seen": "x"}),
        (otto, f"{day}/{shopping}/say", {"say": "done"}),
    ):
        assert client.post(path, form).status_code == 404, path
    assert not Thing.objects.exists()


def test_while_the_circle_rests_the_page_says_so_and_a_tap_moves_nothing(two):
    cast, her, his = two
    shopping = task(cast, "Indkøb", cast.maja_id)
    form = {"seen": seen(cast.jonas, shopping), "to": "nobody"}
    actions.offer(
        cast.jonas, to=cast.maja_id, about=shopping, seen=form["seen"], choices=(Choice("together"),)
    )  # fmt: skip
    circle.pause(cast.maja)
    page = shown(her, f"/c/{cast.circle_id}/day")
    assert "Kredsen hviler." in page and "Indkøb" not in page
    his.post(f"/c/{cast.circle_id}/day/{shopping}/move", form)
    assert "Kredsen hviler, så intet blev flyttet." in shown(his, f"/c/{cast.circle_id}/day")
    assert not Thing.objects.exists()


def test_nothing_on_the_page_counts_anything(two):
    """No number stands there beside those of the addresses: not how many, not how much, not how long."""
    cast, her, _ = two
    for name in ("Indkøb", "Vask"):
        thing = task(cast, name, cast.maja_id)
        actions.say(cast.maja, thing_id=thing, seen=seen(cast.maja, thing), word="done")

    main = shown(her, f"/c/{cast.circle_id}/day").split("<main", 1)[1].split("</main>")[0].split(">", 1)[1]
    assert not re.findall(r"\d", re.sub(r"<[^>]*>", " ", main))
