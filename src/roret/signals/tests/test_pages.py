"""The taps, through the browser's own door, in both languages."""

from __future__ import annotations

from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from roret.circle import access, actions
from roret.circle.access import Viewer
from roret.circle.rules import Edition, Role
from roret.people.actions import own_link
from roret.signals.models import Signal, Thanks
from roret.signals.tests.living import agree, look

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def two(clock) -> tuple[Viewer, Viewer, Client, Client]:
    """Maja and Jonas, who sees the card, each with a signed-in browser."""
    maja_person, jonas_person = (get_user_model().objects.create(language="da") for _ in range(2))
    actions.open_circle(person_id=maja_person.pk, edition=Edition.HOME, role=Role.HOLDER, name="Maja")
    (maja,) = access.circles_of(maja_person.pk)
    token = actions.invite(maja, role=Role.SUPPORTER, topics=["asking"])
    actions.join(person_id=jonas_person.pk, token=token, name="Jonas")
    browsers = []
    for person in (maja_person, jonas_person):
        browser = Client()
        browser.post(own_link(person))
        browsers.append(browser)
    return maja, access.circles_of(jonas_person.pk)[0], *browsers


def part(who: Viewer, people: dict, lang: str = "da") -> str:
    """The room's part of Today, as this reader gets it."""
    request = RequestFactory().get("/")
    get_token(request)
    with translation.override(lang):
        context = {"viewer": who, "people": people, "signals": look(who), "csrf_input": ""}
        return unescape(render_to_string("signals/_today.html", context))


def names(maja: Viewer, jonas: Viewer) -> dict:
    return {maja.me(): "Maja", jonas.me(): "Jonas"}


def test_one_tap_stands_on_the_others_screen_and_one_takes_it_back(two):
    maja, jonas, her, _ = two
    agree(maja, jonas)
    people, path = names(maja, jonas), f"/c/{maja.circle_id}/today/signal"
    before = part(jonas, people)
    answer = her.post(path, {"kind": "change_subject"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/c/{maja.circle_id}/today")
    assert "Tal om noget andet" in part(jonas, people)
    assert "Talk of something else" in part(jonas, people, "en")
    assert "Skal vi tale om noget andet?" in part(maja, people)
    her.post(f"{path}/back")
    assert part(jonas, people) == before


def test_what_is_not_agreed_is_said_kindly_and_leads_to_the_card(two):
    maja, jonas, her, _ = two
    her.post(f"/c/{maja.circle_id}/today/signal", {"kind": "pause"})
    assert not Signal.objects.exists()
    for lang, text in (("da", "I har ikke aftalt noget om tegn"), ("en", "You have agreed nothing on signals")):
        assert text in part(maja, names(maja, jonas), lang)
    assert f"/c/{maja.circle_id}/cards/asking" in part(maja, names(maja, jonas))


@pytest.mark.parametrize("words", ["🙂🌊", "قف من فضلك", "<b>Stop</b>", "x" * 10_000])
def test_own_words_come_out_as_they_went_in(two, words):
    maja, jonas, her, _ = two
    agree(maja, jonas, answers={"stop": [{"own": words}]})
    her.post(f"/c/{maja.circle_id}/today/signal", {"own": words})
    assert look(jonas).others[0].words == words
    assert f'dir="auto">{words}</p>' in part(jonas, names(maja, jonas))
    request_made = render_to_string(
        "signals/_today.html", {"viewer": jonas, "people": names(maja, jonas), "signals": look(jonas), "csrf_input": ""}
    )
    assert "<b>Stop" not in request_made


def test_thanks_is_a_tap_away_and_goes_with_a_tap(two):
    maja, jonas, her, his = two
    people, path = names(maja, jonas), f"/c/{maja.circle_id}/today/thanks"
    assert his.post(f"{path}/{maja.me()}").status_code == 302
    page = part(maja, people)
    assert "Jonas siger tak." in page and "Jonas says thank you." in part(maja, people, "en")
    (there,) = Thanks.objects.all()
    assert her.post(f"{path}/noticed", {"thanks": ["x", str(there.id)]}).status_code == 302
    assert "siger tak" not in part(maja, people)


def test_whoever_does_not_belong_gets_what_a_circle_that_is_not_there_gives(two):
    maja, _, _, his = two
    otto = Client()
    person = get_user_model().objects.create(language="da")
    actions.open_circle(person_id=person.pk, edition=Edition.HOME, role=Role.HOLDER, name="Otto")
    otto.post(own_link(person))
    for where in ("signal", "signal/back", "thanks/noticed", f"thanks/{maja.me()}"):
        assert otto.post(f"/c/{maja.circle_id}/today/{where}").status_code == 404
        assert his.get(f"/c/{maja.circle_id}/today/{where}").status_code == 405
    assert his.post(f"/c/{maja.circle_id}/today/thanks/{his.session['_auth_user_id']}").status_code == 404
