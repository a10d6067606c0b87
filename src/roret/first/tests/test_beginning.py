"""Before any account, and the step from there to a place of one's own."""

from __future__ import annotations

import pytest
from django.test import Client

from roret.agreement import queries as agreements
from roret.circle import access
from roret.circle.rules import Role
from roret.first.queries import FIRST_TOPIC, first_questions
from roret.people.models import Person
from roret.profile.queries import Reading, page

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def taps(browser: Client) -> list[str]:
    """Answer every question of the first card with its first choice. Gives the taps."""
    said = []
    for number, question in enumerate(first_questions("da"), start=1):
        said.append(question.options[0][0])
        browser.post(f"/first/{number}", {"answer": said[-1]})
    return said


def test_two_taps_give_two_sentences_and_no_account():
    browser = Client(headers={"accept-language": "da"})
    said = taps(browser)
    assert len(said) == 2
    done = browser.get("/first/done")
    assert done.content.decode().count('class="said"') == 2
    assert not Person.objects.exists()


def test_saving_loses_nothing_and_asks_for_a_name_alone():
    browser = Client(headers={"accept-language": "da"})
    said = taps(browser)
    answer = browser.post("/start/holder", {"name": "Maja", "edition": "home"}, follow=True)
    (maja,) = access.circles_of(Person.objects.get().pk)
    assert {key: a.value for key, a in agreements.answers(maja, FIRST_TOPIC).items()} == dict(
        zip([q.key for q in first_questions("da")], said, strict=True)
    )
    (section,) = page(Reading(maja), "da").sections
    assert len(section.sentences) == 2
    for sentence in section.sentences:
        assert sentence in answer.content.decode()
    assert "first" not in browser.session


def test_an_empty_name_comes_back_kindly_and_makes_nobody():
    browser = Client()
    answer = browser.post("/start/holder", {"name": "  "})
    assert answer.status_code == 422
    assert not Person.objects.exists()


def test_an_answer_that_is_no_choice_is_a_skip():
    browser = Client()
    taps(browser)
    browser.post("/first/1", {"answer": "<script>"})
    assert b"<script>" not in browser.get("/first/done").content.replace(b"<script src", b"")
    assert len(browser.session["first"]) == 1


def test_done_with_nothing_said_leads_back_to_the_question():
    assert Client().get("/first/done").headers["Location"] == "/first/1"


def test_a_supporter_who_comes_first_has_their_own_card_and_nobody_elses():
    browser = Client()
    browser.post("/start/supporter", {"name": "Jonas", "edition": "home"})
    (jonas,) = access.circles_of(Person.objects.get().pk)
    assert (jonas.role, jonas.holderless) == (Role.SUPPORTER, True)
    deck = browser.get(f"/c/{jonas.circle_id}/cards").content.decode()
    assert deck.count("/cards/needs") == 1
    assert deck.count("/cards/") == 1


def test_a_page_that_is_not_there_looks_the_same_to_everybody():
    one, other = Client().get("/nothing/here"), Client().get("/c/6f1f6ad4-7b3c-4d1c-9a9e-aaaaaaaaaaaa/nothing")
    assert one.status_code == other.status_code == 404


def test_a_box_by_invitation_lets_a_stranger_try_but_not_stay(settings):
    settings.OPEN_TO_ALL = False
    browser = Client()
    taps(browser)
    assert browser.post("/start/holder", {"name": "Maja"}).status_code == 403
    assert not Person.objects.exists()
    assert browser.get("/first/done").status_code == 200
