"""Asking and answering in a browser."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from roret.agreement.queries import Agreed
from roret.asking import queries
from roret.asking.models import Mute, Question
from roret.asking.rules import Kind
from roret.circle import access, actions
from roret.circle.access import Viewer
from roret.circle.queries import members
from roret.circle.rules import Edition, Role
from roret.kit import clock as now
from roret.people.actions import own_link
from roret.zones.tests.living import EVENING, agree

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NATURAL = {
    "when": "natural",
    "often": "no_limit",
    "words": [{"starter": "good_now"}, {"own": "Kaffe & <b>ro</b>?"}],
    "silence": "come",
}


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


def address(viewer: Viewer, member_id: uuid.UUID) -> str:
    return f"/c/{viewer.circle_id}/today/ask/{member_id}"


def rendered(who: Viewer, place: str, lang: str) -> str:
    """The partial as Today includes it."""
    with translation.override(lang):
        context = {
            "viewer": who,
            "people": {face.id: face.name for face in members(who)},
            "zone": who.zone,
            "asking": queries.today(who, Agreed(who), now.now()),
            "place": place,
        }
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        return render_to_string("asking/_today.html", context, request)


def test_asked_with_one_tap_answered_with_one_tap(two):
    lang, maja, jonas, her, his = two
    agree(maja, jonas, NATURAL, "asking")
    assert "Kaffe &amp; &lt;b&gt;ro&lt;/b&gt;?" in rendered(jonas, "do", lang)
    assert his.get(address(maja, maja.me())).status_code == 200
    sent = his.post(address(maja, maja.me()), {"words": "starter:good_now"})
    assert (sent.status_code, sent.url) == (302, f"/c/{maja.circle_id}/today")
    page = rendered(maja, "now", lang)
    assert {"da": "Hvad ville være godt lige nu?", "en": "What would be good right now?"}[lang] in page
    question = Question.objects.get().id
    path = f"/c/{maja.circle_id}/today/ask/{question}/answer"
    assert her.post(path, {"choice": "help", f"asking_own_{question}": "med maden"}).status_code == 302
    page = rendered(jonas, "now", lang)
    assert {"da": "Maja vil gerne have en hånd", "en": "Maja would like a hand."}[lang] in page and "med maden" in page
    assert rendered(maja, "now", lang).strip() == ""


def test_what_was_typed_stands_there_again(two):
    lang, maja, jonas, her, his = two
    agree(maja, jonas, NATURAL, "asking")
    assert his.post(address(maja, maja.me()), {"words": "own:Har du prøvet yoga?"}).status_code == 422
    assert his.post(address(maja, maja.me()), {"words": "x" * 10_000}).status_code == 422
    his.post(address(maja, maja.me()), {"words": "starter:good_now"})
    question = Question.objects.get().id
    path = f"/c/{maja.circle_id}/today/ask/{question}/answer"
    long = "ord " * 100
    answer = her.post(path, {"choice": "listen", f"asking_own_{question}": long})
    assert answer.status_code == 422 and long in answer.content.decode()
    assert her.post(path, {f"asking_own_{question}": "hej"}).status_code == 422
    gone = her.post(f"/c/{maja.circle_id}/today/ask/{uuid.uuid4()}/answer", {"choice": "listen"})
    not_his = his.post(path, {"choice": "listen"})
    assert gone.status_code == not_his.status_code == 404
    assert all({"da": "ikke længere", "en": "no longer there"}[lang] in one.content.decode() for one in (gone, not_his))


def test_silence_for_a_while_and_not_a_word_of_it_to_the_other(two):
    lang, maja, jonas, her, his = two
    agree(maja, jonas, NATURAL, "asking")
    page, today = his.get(address(maja, maja.me())).content, rendered(jonas, "do", lang)
    assert her.post(f"{address(maja, jonas.me())}/mute", {"for": "7"}).status_code == 302
    assert Mute.objects.count() == 1
    assert _same(his.get(address(maja, maja.me())).content) == _same(page)
    assert _same(rendered(jonas, "do", lang).encode()) == _same(today.encode())
    assert {"da": "Vis dem igen", "en": "See them again"}[lang] in her.get(address(maja, jonas.me())).content.decode()
    her.post(f"{address(maja, jonas.me())}/mute", {"for": "off"})
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
def test_each_reason_is_said_in_words_that_lead_on(two, clock, answers, hour, kind):
    lang, maja, jonas, _, his = two
    if answers is not None:
        agree(maja, jonas, answers, "asking")
    agree(maja, jonas, {"when": EVENING}, "zones")
    clock.set(datetime(2026, 11, 24, hour, 0, tzinfo=UTC))
    page = his.get(address(maja, maja.me())).content.decode()
    assert queries.ask(jonas, Agreed(jonas), maja.me(), now.now()).kind == kind
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
        sent = his.post(address(maja, maja.me()), {"words": "starter:good_now"})
        assert (sent.status_code, Question.objects.count()) == (302, 0)
    assert "!" not in re.sub(r"<[^>]*>", "", main)


def test_a_stranger_gets_what_is_not_there_and_so_does_one_who_asks_nobody(two):
    _, maja, jonas, her, his = two
    agree(maja, jonas, NATURAL, "asking")
    browser = Client()
    browser.post(own_link(get_user_model().objects.create()))
    paths = [address(maja, maja.me()), f"{address(maja, maja.me())}/mute", f"{address(maja, maja.me())}/answer"]
    assert {browser.post(path).status_code for path in paths} == {404}
    assert his.get(address(maja, uuid.uuid4())).status_code == 404
    assert her.post(f"{address(maja, maja.me())}/mute").status_code == 404
