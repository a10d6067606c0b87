"""The taps and the page, through the browser's own door, in both languages."""

from __future__ import annotations

from html import unescape
from urllib.parse import unquote

import pytest
from django.test import Client

from roret.agreement.tests.cast import Cast, browser, part_of, stranger, with_browsers
from roret.circle.access import Viewer
from roret.withdraw.models import Away
from roret.withdraw.tests.living import TERMS, agree, look

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def two(clock) -> tuple[Cast, Client, Client]:
    return with_browsers(("withdraw",))


def part(who: Viewer, lang: str = "da") -> str:
    return unescape(part_of("withdraw", look, who, lang))


def test_one_tap_out_one_tap_longer_and_one_back(two):
    cast, her, _ = two
    agree(cast.maja, cast.jonas, {**TERMS, "check": "never"})
    path, before = f"/c/{cast.circle_id}/today/away", part(cast.jonas)
    answer = her.post(path, {"preset": "minutes_30"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/c/{cast.circle_id}/today")
    his = part(cast.jonas)
    assert "Jeg lader op" in his and "Tilbage kl. 9.30" in his and "Fint, vi ses" in his
    assert "Back at 9:30" in part(cast.jonas, "en")
    assert "Jeg er tilbage" in part(cast.maja)
    her.post(f"{path}/more", {"minutes": "15", "shown": look(cast.maja).mine.back_at})
    assert "Tilbage kl. 9.45" in part(cast.jonas)
    her.post(f"{path}/more", {"minutes": "a lot", "shown": "yesterday"})
    assert "Tilbage kl. 9.45" in part(cast.jonas)
    her.post(f"{path}/more", {"minutes": "none"})
    assert "Tilbage" not in part(cast.jonas)
    her.post(f"{path}/back")
    assert part(cast.jonas) == before


@pytest.mark.parametrize("words", ["🙂🌊 & 50%", "سأعود قريبا", "<b>Væk</b>", "Går\nlidt"])
def test_own_words_come_out_as_they_went_in(two, words):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    assert her.post(f"/c/{cast.circle_id}/today/away", {"own": words, "minutes": ""}).status_code == 302
    (seen,) = look(cast.jonas).others
    assert seen.message == words
    assert f'dir="auto">{words}</p>' in part(cast.jonas)
    sms = look(cast.maja).mine.line.sms
    assert unquote(sms) == f"sms:?&body={words}"
    assert sms.isascii() and sms.count("&") == 1 and " " not in sms
    assert "<b>Væk" not in her.get(f"/c/{cast.circle_id}/today/away").content.decode()


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_cannot_be_taken_comes_back_with_a_kind_reason_and_what_was_typed(two, language):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    her.post("/me/language", {"language": language})
    path, long = f"/c/{cast.circle_id}/today/away", "Jeg går " * 1250
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
    cast, her, _ = two
    words = "Jeg går. " * 40
    agree(cast.maja, cast.jonas, {"messages": [{"own": words}]})
    assert her.post(f"/c/{cast.circle_id}/today/away", {"ready": words}).status_code == 302
    assert look(cast.jonas).others[0].message == words


def test_where_nothing_is_agreed_the_words_come_back_to_be_sent_by_oneself(two):
    cast, her, _ = two
    path = f"/c/{cast.circle_id}/today/away"
    page = unescape(her.get(path).content.decode())
    assert "I har ikke aftalt noget om at trække sig" in page and "/cards/withdraw" in page
    for typed, kept in (({"own": "Jeg går lidt"}, "Jeg går lidt"), ({"own": "x" * 400}, "x" * 400)):
        answer = her.post(path, typed)
        assert answer.status_code == 422
        assert kept in answer.content.decode() and "sms:?" in answer.content.decode()
    assert "Jeg trækker mig lidt" in her.post(path, {"preset": "a_bit"}).content.decode()
    assert not Away.objects.exists()


def test_no_field_on_the_page_asks_for_a_reason(two):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    page = her.get(f"/c/{cast.circle_id}/today/away").content.decode()
    fields = {name.split('"')[0] for name in page.split('name="')[1:]}
    assert fields >= {"preset", "ready", "own", "minutes"}
    assert not any("reason" in name or "why" in name for name in fields)


def test_a_message_that_waited_too_long_is_dropped_and_that_is_said(two):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    form = {"preset": "minutes_30", "asked_at": "2026-11-24T07:00:00+00:00"}
    answer = her.post(f"/c/{cast.circle_id}/today/away", form, follow=True)
    assert "Den blev ikke sendt" in answer.content.decode()
    assert not Away.objects.exists()


def test_whoever_does_not_belong_gets_what_a_circle_that_is_not_there_gives(two):
    cast, _, his = two
    otto = browser(stranger().me())
    for where in ("away", "away/more", "away/back"):
        assert otto.post(f"/c/{cast.circle_id}/today/{where}").status_code == 404
    assert otto.get(f"/c/{cast.circle_id}/today/away").status_code == 404
    assert his.get(f"/c/{cast.circle_id}/today/away/back").status_code == 405
