"""One message in as JSON, one answer out: in nobody's name, and kind where something cannot be read."""

from __future__ import annotations

import json

import pytest
from django.test import Client

import ordvalg
from roret.agreement.tests.cast import browser, count
from roret.people.models import Session
from roret.words.forms import MOST_BYTES
from roret.words.tests.living import flag, found, house

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TEXT = "Har du prøvet yoga?"


def ask(client: Client, body: object, **headers: str):
    sent = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post("/api/ordvalg", sent, content_type="application/json", headers=headers)


def test_it_answers_as_the_command_line_does(client):
    with found(flag(TEXT, "yoga", rule=None, sure=False)) as asked:
        answer = ask(client, {"id": "a1", "text": TEXT, "lang": "da"})
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    expected = ordvalg.Findings("da", (flag(TEXT, "yoga", rule=None, sure=False),), ()).to_json()
    assert answer.json() == {"id": "a1"} | expected
    assert asked[0]["lang"] == "da" and asked[0]["text"] == TEXT


def test_id_and_language_can_be_left_out(client):
    with found() as asked:
        assert ask(client, {"text": "x"}).json()["id"] is None
    assert asked[0]["lang"] == "auto"


def test_the_library_itself_answers(client):
    said = ordvalg.check(TEXT, lang="auto").to_json()
    assert ask(client, {"id": 7, "text": TEXT}).json() == {"id": 7} | json.loads(json.dumps(said))
    assert said["flags"], "and sees something in it"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "Send one JSON object"),
        ("{", "Send one JSON object"),
        (b"\xff\xfe", "Send one JSON object"),
        ("[" * 100_000, "Send one JSON object"),
        ('{"text": "x", "id": NaN}', "Send one JSON object"),
        ("[]", "Put the text into"),
        ("null", "Put the text into"),
        ({}, "Put the text into"),
        ({"text": 3}, "Put the text into"),
        ({"text": "x", "id": [1]}, "Let “id” be"),
        ({"text": "x", "lang": "fr"}, "Let “lang” be one of auto, da, en."),
        ({"text": "x", "lang": None}, "Let “lang” be one of auto, da, en."),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_to_do(client, body, says):
    answer = ask(client, body, **{"Accept-Language": "en"})
    assert answer.status_code == 400 and answer.json()["error"].startswith(says)


@pytest.mark.parametrize("characters", [MOST_BYTES, 2_000_000])
def test_more_than_fits_is_413(client, characters):
    answer = ask(client, {"text": "a" * characters}, **{"Accept-Language": "da"})
    assert answer.status_code == 413
    assert answer.json()["error"] == f"Det er mere, end der er plads til. Send højst {ordvalg.LONGEST} tegn ad gangen."


@pytest.mark.parametrize("text", ["", " ", "\u0000", "\u202e", "\ud800", "a" * 100_000, "☂" * 5000])
def test_every_text_gets_an_answer(client, text):
    assert ask(client, {"text": text}).status_code == 200


def test_it_is_asked_and_not_visited(client):
    assert client.get("/api/ordvalg").status_code == 405


def test_no_cookie_reaches_it_and_no_database_is_asked():
    cast = house()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser(cast.maja_id, "en").cookies
    sessions = list(Session.objects.values_list("session_key", "session_data"))
    answers = []
    asked = count(lambda: answers.append(ask(strict, {"text": 1}, **{"Accept-Language": "da"})))
    assert asked == (0, 0)
    assert answers[0].json()["error"].startswith("Sæt teksten"), "not even her language is known"
    assert not answers[0].cookies and list(Session.objects.values_list("session_key", "session_data")) == sessions
