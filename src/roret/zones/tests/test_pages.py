"""The buttons of a zone in a browser."""

from __future__ import annotations

import pytest
from django.test import Client

from roret.agreement.tests.cast import Cast, browser, part_of, stranger, with_browsers
from roret.circle import access, actions
from roret.circle.access import Viewer
from roret.circle.rules import Role
from roret.zones.actions import switch_on
from roret.zones.models import Switched
from roret.zones.tests.living import agree, look

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(params=["da", "en"])
def lang(request) -> str:
    return request.param


@pytest.fixture
def two(lang, clock) -> tuple[Cast, Client, Client]:
    return with_browsers(("zones", "asking"), lang)


def part(who: Viewer, lang: str, place: str) -> str:
    return part_of("zones", look, who, lang, place=place)


def test_one_tap_switches_it_on_and_one_off(two):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    for length in ("60", "120", "day"):
        assert her.post(f"/c/{cast.circle_id}/today/free", {"for": length}).status_code == 302
    assert her.post(f"/c/{cast.circle_id}/today/free", {"until": "19:30", "situation": "starter:guests"}).url == (
        f"/c/{cast.circle_id}/today"
    )
    assert Switched.objects.get().situation == {"starter": "guests"}
    assert her.post(f"/c/{cast.circle_id}/today/free/off").status_code == 302
    assert not Switched.objects.exists()


def test_what_was_typed_stands_there_again_with_what_would_do(two, lang):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    path = f"/c/{cast.circle_id}/today/free"
    sent = her.post(path, {"until": "07:00", "situation": "own:hos min søster"})
    page = sent.content.decode()
    assert sent.status_code == 422
    assert 'value="07:00"' in page and 'value="own:hos min søster"' in page
    assert {"da": "Det tidspunkt er gået i dag", "en": "That time has passed today"}[lang] in page
    for wrong in ({}, {"for": "1000000"}, {"until": "x" * 10_000}, {"for": "60", "situation": "x" * 10_000}):
        assert her.post(path, wrong).status_code in (302, 422)
    assert her.get(path).status_code == 200


def test_with_nothing_agreed_the_page_says_so_and_leads_to_the_card(two, lang):
    cast, her, his = two
    path = f"/c/{cast.circle_id}/today/free"
    for one in (her, his):
        for answer in (one.get(path), one.post(path, {"for": "60"})):
            page = answer.content.decode()
            assert f"/c/{cast.circle_id}/cards/zones" in page
            assert {"da": "som I plejer", "en": "as you usually do"}[lang] in page


def test_a_stranger_gets_what_is_not_there(two):
    cast, *_ = two
    otto, path = browser(stranger().me()), f"/c/{cast.circle_id}/today/free"
    assert {otto.get(path).status_code, otto.post(path).status_code, otto.post(f"{path}/off").status_code} == {404}


def test_today_says_until_when_and_what_else_there_is_to_talk_about(two, lang):
    cast, *_ = two
    agree(cast.maja, cast.jonas)
    assert part(cast.maja, lang, "now").strip() == ""
    assert {"da": "Resten af dagen", "en": "The rest of the day"}[lang] in part(cast.maja, lang, "do")
    switch_on(cast.jonas, minutes=60)
    page = part(cast.maja, lang, "now")
    assert {"da": "Fri fra snak om smerter til kl. 10.", "en": "Free of pain talk until 10:00."}[lang] in page
    assert "haven" in page and {"da": "gamle dage", "en": "old times"}[lang] in page
    assert "free/off" in part(cast.jonas, lang, "do") and "free/off" not in part(cast.maja, lang, "do")


def test_one_who_has_agreed_with_several_reads_with_whom_it_is(two, lang):
    cast, *_ = two
    agree(cast.maja, cast.jonas)
    birthe = access.viewer_of(actions.add_without_account(cast.maja, name="<b>Birthe</b>", role=Role.SUPPORTER))
    agree(cast.maja, birthe, {})
    switch_on(birthe, minutes=24 * 60)
    page = part(cast.maja, lang, "now")
    assert {"da": "Med &lt;b&gt;Birthe&lt;/b&gt;:", "en": "With &lt;b&gt;Birthe&lt;/b&gt;:"}[lang] in page
    assert {"da": "25. november kl. 9", "en": "25 November at 09:00"}[lang] in page
