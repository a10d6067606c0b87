"""The buttons of a zone in a browser."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from roret.circle import access, actions
from roret.circle.access import Viewer
from roret.circle.queries import members
from roret.circle.rules import Edition, Role
from roret.people.actions import own_link
from roret.zones.actions import switch_on
from roret.zones.models import Switched
from roret.zones.tests.living import agree, look

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(params=["da", "en"])
def two(request, clock) -> tuple[str, Viewer, Viewer, Client, Client]:
    """Maja and Jonas, each with a signed-in browser, and the language they read."""
    maja_person, jonas_person = (get_user_model().objects.create(language=request.param) for _ in range(2))
    actions.open_circle(person_id=maja_person.pk, edition=Edition.HOME, role=Role.HOLDER, name="Maja")
    (maja,) = access.circles_of(maja_person.pk)
    token = actions.invite(maja, role=Role.SUPPORTER, topics=["zones", "asking"])
    actions.join(person_id=jonas_person.pk, token=token, name="Jonas")
    browsers = []
    for person in (maja_person, jonas_person):
        browser = Client()
        browser.post(own_link(person))
        browsers.append(browser)
    return request.param, maja, access.circles_of(jonas_person.pk)[0], *browsers


def test_one_tap_switches_it_on_and_one_off(two):
    _, maja, jonas, her, _ = two
    agree(maja, jonas)
    for length in ("60", "120", "day"):
        assert her.post(f"/c/{maja.circle_id}/today/free", {"for": length}).status_code == 302
    assert her.post(f"/c/{maja.circle_id}/today/free", {"until": "19:30", "situation": "starter:guests"}).url == (
        f"/c/{maja.circle_id}/today"
    )
    assert Switched.objects.get().situation == {"starter": "guests"}
    assert her.post(f"/c/{maja.circle_id}/today/free/off").status_code == 302
    assert not Switched.objects.exists()


def test_what_was_typed_stands_there_again_with_what_would_do(two):
    lang, maja, jonas, her, _ = two
    agree(maja, jonas)
    path = f"/c/{maja.circle_id}/today/free"
    sent = her.post(path, {"until": "07:00", "situation": "own:hos min søster"})
    page = sent.content.decode()
    assert sent.status_code == 422
    assert 'value="07:00"' in page and 'value="own:hos min søster"' in page
    assert {"da": "Det tidspunkt er gået i dag", "en": "That time has passed today"}[lang] in page
    for wrong in ({}, {"for": "1000000"}, {"until": "x" * 10_000}, {"for": "60", "situation": "x" * 10_000}):
        assert her.post(path, wrong).status_code in (302, 422)
    assert her.get(path).status_code == 200


def test_with_nothing_agreed_the_page_says_so_and_leads_to_the_card(two):
    lang, maja, _, her, his = two
    path = f"/c/{maja.circle_id}/today/free"
    for browser in (her, his):
        for answer in (browser.get(path), browser.post(path, {"for": "60"})):
            page = answer.content.decode()
            assert f"/c/{maja.circle_id}/cards/zones" in page
            assert {"da": "som I plejer", "en": "as you usually do"}[lang] in page


def test_a_stranger_gets_what_is_not_there(two):
    _, maja, *_ = two
    other = get_user_model().objects.create()
    browser = Client()
    browser.post(own_link(other))
    path = f"/c/{maja.circle_id}/today/free"
    assert {browser.get(path).status_code, browser.post(path).status_code, browser.post(f"{path}/off").status_code} == {
        404
    }


def rendered(who: Viewer, place: str, lang: str) -> str:
    """The partial as Today includes it."""
    with translation.override(lang):
        people = {face.id: face.name for face in members(who)}
        context = {"viewer": who, "people": people, "zone": who.zone, "zones": look(who), "place": place}
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        return render_to_string("zones/_today.html", context, request)


def test_today_says_until_when_and_what_else_there_is_to_talk_about(two):
    lang, maja, jonas, *_ = two
    agree(maja, jonas)
    assert rendered(maja, "now", lang).strip() == ""
    assert {"da": "Resten af dagen", "en": "The rest of the day"}[lang] in rendered(maja, "do", lang)
    switch_on(jonas, minutes=60)
    page = rendered(maja, "now", lang)
    assert {"da": "Fri fra snak om smerter til kl. 10.", "en": "Free of pain talk until 10:00."}[lang] in page
    assert "haven" in page and {"da": "gamle dage", "en": "old times"}[lang] in page
    assert "free/off" in rendered(jonas, "do", lang) and "free/off" not in rendered(maja, "do", lang)


def test_one_who_has_agreed_with_several_reads_with_whom_it_is(two):
    lang, maja, jonas, *_ = two
    agree(maja, jonas)
    birthe = access.viewer_of(actions.add_without_account(maja, name="<b>Birthe</b>", role=Role.SUPPORTER))
    agree(maja, birthe, {})
    switch_on(birthe, minutes=24 * 60)
    page = rendered(maja, "now", lang)
    assert {"da": "Med &lt;b&gt;Birthe&lt;/b&gt;:", "en": "With &lt;b&gt;Birthe&lt;/b&gt;:"}[lang] in page
    assert {"da": "25. november kl. 9", "en": "25 November at 09:00"}[lang] in page
