"""At work no card of the day is there yet: the page says what it is for there, and claims nothing else."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from roret.circle import actions
from roret.circle.rules import Edition, Role
from roret.people.actions import own_link

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "What you have agreed at work stands on the page."),
        ("da", "Det, I har aftalt på arbejdet, står på siden."),
    ],
)
def test_today_at_work_leads_to_the_page(language: str, words: str) -> None:
    person = get_user_model().objects.create(language=language)
    circle_id = actions.open_circle(person_id=person.pk, edition=Edition.WORK, role=Role.HOLDER, name="Maja")
    browser = Client()
    browser.post(own_link(person))
    page = browser.get(f"/c/{circle_id}/today").content.decode()
    assert words in page and f'href="/c/{circle_id}"' in page
    assert "/cards/capacity" not in page and "/today/code" not in page
