"""Asking and answering in a browser."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime

import pytest
from django.test import Client

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, browser, part_of, settle, stranger, with_browsers
from roret.asking import queries
from roret.asking.models import Mute, Question
from roret.asking.rules import Kind
from roret.asking.tests.living import agree, look
from roret.circle.access import Viewer
from roret.kit import clock as now
from roret.zones.tests.living import EVENING

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NATURAL = {
    "when": "natural",
    "often": "no_limit",
    "words": [{"starter": "good_now"}, {"own": "Kaffe & <b>ro</b>?"}],
    "silence": "come",
}


@pytest.fixture(params=["da", "en"])
def lang(request) -> str:
    return request.param


@pytest.fixture
def two(lang, clock) -> tuple[Cast, Client, Client]:
    return with_browsers(("zones", "asking"), lang)


def address(cast: Cast, member_id: uuid.UUID) -> str:
    return f"/c/{cast.circle_id}/today/ask/{member_id}"


def part(who: Viewer, lang: str, place: str) -> str:
    return part_of("asking", look, who, lang, place=place)


def test_asked_with_one_tap_answered_with_one_tap(two, lang):
    cast, her, his = two
    agree(cast.maja, cast.jonas, NATURAL)
    assert "Kaffe &amp; &lt;b&gt;ro&lt;/b&gt;?" in part(cast.jonas, lang, "do")
    assert his.get(address(cast, cast.maja_id)).status_code == 200
    sent = his.post(address(cast, cast.maja_id), {"words": "starter:good_now"})
    assert (sent.status_code, sent.url) == (302, f"/c/{cast.circle_id}/today")
    page = part(cast.maja, lang, "now")
    assert {"da": "Hvad ville være godt lige nu?", "en": "What would be good right now?"}[lang] in page
    question = Question.objects.get().id
    path = f"/c/{cast.circle_id}/today/ask/{question}/answer"
    assert her.post(path, {"choice": "help", f"asking_own_{question}": "med maden"}).status_code == 302
    page = part(cast.jonas, lang, "now")
    assert {"da": "Maja vil gerne have en hånd", "en": "Maja would like a hand."}[lang] in page and "med maden" in page
    assert part(cast.maja, lang, "now").strip() == ""


def test_what_was_typed_stands_there_again(two, lang):
    cast, her, his = two
    agree(cast.maja, cast.jonas, NATURAL)
    assert his.post(address(cast, cast.maja_id), {"words": "own:Har du prøvet yoga?"}).status_code == 422
    assert his.post(address(cast, cast.maja_id), {"words": "x" * 10_000}).status_code == 422
    his.post(address(cast, cast.maja_id), {"words": "starter:good_now"})
    question = Question.objects.get().id
    path = f"/c/{cast.circle_id}/today/ask/{question}/answer"
    long = "ord " * 100
    answer = her.post(path, {"choice": "listen", f"asking_own_{question}": long})
    assert answer.status_code == 422 and long in answer.content.decode()
    assert her.post(path, {f"asking_own_{question}": "hej"}).status_code == 422
    gone = her.post(f"/c/{cast.circle_id}/today/ask/{uuid.uuid4()}/answer", {"choice": "listen"})
    not_his = his.post(path, {"choice": "listen"})
    assert gone.status_code == not_his.status_code == 404
    assert all({"da": "ikke længere", "en": "no longer there"}[lang] in one.content.decode() for one in (gone, not_his))


def test_silence_for_a_while_and_not_a_word_of_it_to_the_other(two, lang):
    cast, her, his = two
    agree(cast.maja, cast.jonas, NATURAL)
    page, today = his.get(address(cast, cast.maja_id)).content, part(cast.jonas, lang, "do")
    assert her.post(f"{address(cast, cast.jonas_id)}/mute", {"for": "7"}).status_code == 302
    assert Mute.objects.count() == 1
    assert _same(his.get(address(cast, cast.maja_id)).content) == _same(page)
    assert part(cast.jonas, lang, "do") == today
    assert {"da": "Vis dem igen", "en": "See them again"}[lang] in her.get(
        address(cast, cast.jonas_id)
    ).content.decode()
    her.post(f"{address(cast, cast.jonas_id)}/mute", {"for": "off"})
    assert Mute.objects.count() == 0


def _same(page: bytes) -> bytes:
    """A page without the token that is new in every answer."""
    return re.sub(rb'(csrfmiddlewaretoken" value|nonce)="[^"]*"', b"", page)


@pytest.mark.parametrize(
    ("answers", "hour", "kind"),
    [
        (None, 8, Kind.NOT_AGREED),
        ({"when": "rather_not"}, 8, Kind.NOT_WANTED),
        ({"when": "i_begin", "silence": "come"}, 8, Kind.HOLDER_BEGINS),
        ({"when": "fixed", "fixed_times": EVENING}, 8, Kind.FIXED_TIMES),
        ({"when": "fixed"}, 8, Kind.FIXED_TIMES),
        (NATURAL, 18, Kind.NOT_NOW_ZONE),
        (NATURAL, 8, Kind.FINE),
    ],
)
def test_each_reason_is_said_in_words_that_lead_on(two, lang, clock, answers, hour, kind):
    cast, _, his = two
    if answers is not None:
        agree(cast.maja, cast.jonas, answers)
    settle(cast.maja, cast.jonas, "zones", {"when": EVENING})
    clock.set(datetime(2026, 11, 24, hour, 0, tzinfo=UTC))
    page = his.get(address(cast, cast.maja_id)).content.decode()
    assert queries.ask(cast.jonas, Agreed(cast.jonas), cast.maja_id, now.now()).kind == kind
    main = page[page.index("<main") :]
    said = {
        Kind.NOT_AGREED: {"da": "som I plejer", "en": "as you usually do"},
        Kind.NOT_WANTED: {"da": "alt andet end smerter", "en": "anything but pain"},
        Kind.HOLDER_BEGINS: {"da": "Kom gerne", "en": "Come if you like"},
        Kind.FIXED_TIMES: {"da": "faste tider", "en": "set times"},
        Kind.NOT_NOW_ZONE: {"da": "til kl. 20", "en": "until 20:00"},
        Kind.FINE: {"da": "Hvad ville være godt lige nu?", "en": "What would be good right now?"},
    }
    assert said[kind][lang] in main
    assert ('name="words"' in main) is (kind is Kind.FINE)
    if kind is not Kind.FINE:
        sent = his.post(address(cast, cast.maja_id), {"words": "starter:good_now"})
        assert (sent.status_code, Question.objects.count()) == (302, 0)
    assert "!" not in re.sub(r"<[^>]*>", "", main)


def test_a_stranger_gets_what_is_not_there_and_so_does_one_who_asks_nobody(two):
    cast, her, his = two
    agree(cast.maja, cast.jonas, NATURAL)
    otto, path = browser(stranger().me()), address(cast, cast.maja_id)
    assert {otto.post(path + more).status_code for more in ("", "/mute", "/answer")} == {404}
    assert his.get(address(cast, uuid.uuid4())).status_code == 404
    assert her.post(f"{path}/mute").status_code == 404
