"""The taps and the page, through the browser's own door, in both languages."""

from __future__ import annotations

from html import unescape
from urllib.parse import unquote

import pytest
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from roret.circle import access, actions
from roret.circle.access import Viewer
from roret.circle.rules import Edition, Role
from roret.people.actions import own_link
from roret.withdraw.models import Away
from roret.withdraw.tests.living import TERMS, agree, look

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def two(clock) -> tuple[Viewer, Viewer, Client, Client]:
    """Maja and Jonas, who sees the card, each with a signed-in browser."""
    maja_person, jonas_person = (get_user_model().objects.create(language="da") for _ in range(2))
    actions.open_circle(person_id=maja_person.pk, edition=Edition.HOME, role=Role.HOLDER, name="Maja")
    (maja,) = access.circles_of(maja_person.pk)
    token = actions.invite(maja, role=Role.SUPPORTER, topics=["withdraw"])
    actions.join(person_id=jonas_person.pk, token=token, name="Jonas")
    browsers = []
    for person in (maja_person, jonas_person):
        browser = Client()
        browser.post(own_link(person))
        browsers.append(browser)
    return maja, access.circles_of(jonas_person.pk)[0], *browsers


def part(who: Viewer, maja: Viewer, jonas: Viewer, lang: str = "da") -> str:
    """The room's part of Today, as this reader gets it."""
    people = {maja.me(): "Maja", jonas.me(): "Jonas"}
    with translation.override(lang):
        context = {"viewer": who, "people": people, "withdraw": look(who), "csrf_input": ""}
        return unescape(render_to_string("withdraw/_today.html", context))


def test_one_tap_out_one_tap_longer_and_one_back(two):
    maja, jonas, her, _ = two
    agree(maja, jonas, {**TERMS, "check": "never"})
    path, before = f"/c/{maja.circle_id}/today/away", part(jonas, maja, jonas)
    answer = her.post(path, {"preset": "minutes_30"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/c/{maja.circle_id}/today")
    his = part(jonas, maja, jonas)
    assert "Jeg lader op" in his and "Tilbage kl. 9.30" in his and "Fint, vi ses" in his
    assert "Back at 9:30" in part(jonas, maja, jonas, "en")
    assert "Jeg er tilbage" in part(maja, maja, jonas)
    her.post(f"{path}/more", {"minutes": "15", "shown": look(maja).mine.back_at})
    assert "Tilbage kl. 9.45" in part(jonas, maja, jonas)
    her.post(f"{path}/more", {"minutes": "a lot", "shown": "yesterday"})
    assert "Tilbage kl. 9.45" in part(jonas, maja, jonas)
    her.post(f"{path}/more", {"minutes": "none"})
    assert "Tilbage" not in part(jonas, maja, jonas)
    her.post(f"{path}/back")
    assert part(jonas, maja, jonas) == before


@pytest.mark.parametrize("words", ["🙂🌊 & 50%", "سأعود قريبا", "<b>Væk</b>", "Går\nlidt"])
def test_own_words_come_out_as_they_went_in(two, words):
    maja, jonas, her, _ = two
    agree(maja, jonas)
    assert her.post(f"/c/{maja.circle_id}/today/away", {"own": words, "minutes": ""}).status_code == 302
    (seen,) = look(jonas).others
    assert seen.message == words
    assert f'dir="auto">{words}</p>' in part(jonas, maja, jonas)
    sms = look(maja).mine.line.sms
    assert unquote(sms) == f"sms:?&body={words}"
    assert sms.isascii() and sms.count("&") == 1 and " " not in sms
    assert "<b>Væk" not in her.get(f"/c/{maja.circle_id}/today/away").content.decode()


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_cannot_be_taken_comes_back_with_a_kind_reason_and_what_was_typed(two, language):
    maja, jonas, her, _ = two
    agree(maja, jonas)
    her.post("/me/language", {"language": language})
    path, long = f"/c/{maja.circle_id}/today/away", "Jeg går " * 1250
    answer = her.post(path, {"own": long, "minutes": "30"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("højst 300 tegn" if language == "da" else "300 characters at most") in page
    assert long.strip() in page and 'value="30" id="id_minutes_1" checked' in page
    for form in (
        {},
        {"own": "  \u202e "},
        {"preset": "no_such"},
        {"ready": "Noget andet"},
        {"own": "x", "minutes": "7"},
    ):
        assert her.post(path, form).status_code == 422
    assert not Away.objects.exists()


def test_agreed_words_of_any_length_are_a_tap(two):
    maja, jonas, her, _ = two
    words = "Jeg går. " * 40
    agree(maja, jonas, {"messages": [{"own": words}]})
    assert her.post(f"/c/{maja.circle_id}/today/away", {"ready": words}).status_code == 302
    assert look(jonas).others[0].message == words


def test_where_nothing_is_agreed_the_words_come_back_to_be_sent_by_oneself(two):
    maja, _, her, _ = two
    path = f"/c/{maja.circle_id}/today/away"
    page = unescape(her.get(path).content.decode())
    assert "I har ikke aftalt noget om at trække sig" in page and "/cards/withdraw" in page
    for typed, kept in (({"own": "Jeg går lidt"}, "Jeg går lidt"), ({"own": "x" * 400}, "x" * 400)):
        answer = her.post(path, typed)
        assert answer.status_code == 422
        assert kept in answer.content.decode() and "sms:?" in answer.content.decode()
    assert "Jeg trækker mig lidt" in her.post(path, {"preset": "a_bit"}).content.decode()
    assert not Away.objects.exists()


def test_no_field_on_the_page_asks_for_a_reason(two):
    maja, jonas, her, _ = two
    agree(maja, jonas)
    page = her.get(f"/c/{maja.circle_id}/today/away").content.decode()
    fields = {name.split('"')[0] for name in page.split('name="')[1:]}
    assert fields >= {"preset", "ready", "own", "minutes"}
    assert not any("reason" in name or "why" in name for name in fields)


def test_a_message_that_waited_too_long_is_dropped_and_that_is_said(two):
    maja, jonas, her, _ = two
    agree(maja, jonas)
    form = {"preset": "minutes_30", "asked_at": "2026-11-24T07:00:00+00:00"}
    answer = her.post(f"/c/{maja.circle_id}/today/away", form, follow=True)
    assert "Den blev ikke sendt" in answer.content.decode()
    assert not Away.objects.exists()


def test_whoever_does_not_belong_gets_what_a_circle_that_is_not_there_gives(two):
    maja, _, _, his = two
    person, otto = get_user_model().objects.create(language="da"), Client()
    actions.open_circle(person_id=person.pk, edition=Edition.HOME, role=Role.HOLDER, name="Otto")
    otto.post(own_link(person))
    for where in ("away", "away/more", "away/back"):
        assert otto.post(f"/c/{maja.circle_id}/today/{where}").status_code == 404
    assert otto.get(f"/c/{maja.circle_id}/today/away").status_code == 404
    assert his.get(f"/c/{maja.circle_id}/today/away/back").status_code == 405
