"""Who can take which sheet home, and that the answer tells nobody else anything."""

from __future__ import annotations

import re
import shutil
import subprocess
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from roret.agreement import actions as agreement
from roret.agreement.rules import next_review, one_way
from roret.circle import access
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.circle.rules import Edition, Role
from roret.kit import clock

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="there is no pdftotext (apt-get install poppler-utils)"
)


def holder(name: str) -> tuple[Client, Viewer]:
    """Somebody who is signed in, at the helm of a circle of their own."""
    person = get_user_model().objects.create()
    circle.open_circle(person_id=person.pk, edition=Edition.HOME, role=Role.HOLDER, name=name)
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client, access.circles_of(person.pk)[0]


def wish(maja: Viewer) -> None:
    agreement.propose(
        maja,
        topic="advice",
        other_id=None,
        spans=one_way({"policy": "ask_first"}),
        wording={"da": ["Spørg mig først."], "en": ["Ask me first."]},
        review_on=next_review(clock.today(maja.zone)),
    )


def text(pdf: bytes) -> str:
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", run.stdout.decode())


@needs_poppler
def test_the_holder_takes_the_page_home() -> None:
    client, maja = holder("Maja")
    wish(maja)
    answer = client.get(reverse("paper:profile", args=[maja.circle_id]))
    assert answer.status_code == 200
    assert "How to support Maja" in text(answer.content)
    assert reverse("profile:page", args=[maja.circle_id]).encode() in answer.content


def test_the_answer_is_kept_by_no_cache_and_its_name_tells_nothing() -> None:
    client, maja = holder("Maja")
    answer = client.get(reverse("paper:profile", args=[maja.circle_id]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="roret.pdf"'
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("sheet", ["paper:profile", "paper:cards"])
def test_a_stranger_finds_nothing_and_the_signed_out_are_asked_in(sheet: str) -> None:
    _, maja = holder("Maja")
    otto, _ = holder("Otto")
    address = reverse(sheet, args=[maja.circle_id])
    assert otto.get(address).status_code == 404
    assert otto.get(reverse(sheet, args=[uuid.uuid4()])).status_code == 404
    assert Client().get(address).status_code == 302
    assert otto.post(address).status_code == 405


@needs_poppler
def test_a_guest_takes_the_chosen_topics_home_and_the_code_is_the_link_itself() -> None:
    _, maja = holder("Maja")
    wish(maja)
    token = circle.share(maja, topics=["advice"], days=7)
    answer = Client(headers={"accept-language": "en"}).get(reverse("paper:guest", args=[token]))
    assert answer.status_code == 200
    assert reverse("profile:guest", args=[token]).encode() in answer.content
    assert "advice" in text(answer.content).lower()
    assert "The code works until" in text(answer.content)
    nothing = circle.share(maja, topics=["zones"], days=7)
    assert "advice" not in text(Client().get(reverse("paper:guest", args=[nothing])).content).lower()


def test_a_link_that_ended_or_never_was_gives_no_sheet() -> None:
    _, maja = holder("Maja")
    token = circle.share(maja, topics=["advice"], days=7)
    assert Client().get(reverse("paper:guest", args=["x" * 43])).status_code == 404
    with clock.held(clock.now() + timedelta(days=8)):
        assert Client().get(reverse("paper:guest", args=[token])).status_code == 404


@needs_poppler
def test_the_deck_prints_for_one_who_answers_cards() -> None:
    client, maja = holder("Maja")
    answer = client.get(reverse("paper:cards", args=[maja.circle_id]))
    assert answer.status_code == 200
    assert "Cards for the table" in text(answer.content)


# --- the plan for the wallet --------------------------------------------------------------------


def plan(maja: Viewer) -> None:
    agreement.propose(
        maja,
        topic="flareup",
        other_id=None,
        spans=one_way({"helps": [{"own": "dæmpet musik"}], "new_pain": "i_call"}),
        wording={"da": ["Musik."], "en": ["Music."]},
        review_on=next_review(clock.today(maja.zone)),
    )


def wallet(circle_id: uuid.UUID) -> str:
    return reverse("paper:wallet", args=[circle_id])


@needs_poppler
def test_the_holder_takes_the_plan_along_and_its_code_leads_to_the_plan() -> None:
    client, maja = holder("Maja")
    plan(maja)
    answer = client.get(wallet(maja.circle_id))
    assert answer.status_code == 200
    assert (answer["Cache-Control"], answer["Content-Disposition"]) == ("no-store", 'inline; filename="roret.pdf"')
    found = text(answer.content)
    assert "Dæmpet musik" in found and "112" in found
    assert reverse("flareup:home", args=[maja.circle_id]).encode() in answer.content


def test_without_a_plan_there_is_no_card_and_a_stranger_finds_none() -> None:
    client, maja = holder("Maja")
    otto, _ = holder("Otto")
    assert client.get(wallet(maja.circle_id)).status_code == 404
    plan(maja)
    assert client.get(wallet(maja.circle_id)).status_code == 200
    assert otto.get(wallet(maja.circle_id)).status_code == otto.get(wallet(uuid.uuid4())).status_code == 404
    assert Client().get(wallet(maja.circle_id)).status_code == 302
    assert client.post(wallet(maja.circle_id)).status_code == 405


@needs_poppler
def test_the_card_is_for_those_to_whom_the_plan_is_open() -> None:
    _, maja = holder("Maja")
    plan(maja)
    person = get_user_model().objects.create()
    circle.join(person_id=person.pk, token=circle.invite(maja, role=Role.SUPPORTER, topics=[]), name="Birthe")
    birthe = Client(headers={"accept-language": "en"})
    birthe.force_login(person)
    assert birthe.get(wallet(maja.circle_id)).status_code == 404
    seen = access.circles_of(person.pk)[0]
    circle.open_topics(maja, member_id=seen.me(), topics=["flareup"])
    answer = birthe.get(wallet(maja.circle_id))
    assert answer.status_code == 200
    assert "Dæmpet musik" in text(answer.content)
