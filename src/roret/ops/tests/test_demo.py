"""The demo's people, and that it stays out of a box with real ones."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from roret.circle import access
from roret.circle.rules import Role
from roret.ops import demo
from roret.ops.house import Refused
from roret.people import queries as known
from roret.people.actions import make_person
from roret.profile.queries import Reading, page

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_demo_fills_an_empty_box_and_gives_each_a_link(capsys):
    demo.load(json=True)
    links = json.loads(capsys.readouterr().out)
    assert set(links) == {"Maja", "Jonas", "Birthe", "Otto", "Signe"}
    for link in links.values():
        browser = Client()
        assert browser.post("/in/" + link.rsplit("/", 1)[1]).status_code == 302
        assert browser.get("/", follow=True).status_code == 200


def test_there_is_a_lived_in_circle_of_each_edition(capsys):
    demo.load()
    maja = known.with_address("maja@demo.invalid")
    pages = {one.edition: page(Reading(one), "da") for one in access.circles_of(maja) if one.role is Role.HOLDER}
    assert len(pages["home"].sections) >= 7
    assert len(pages["work"].sections) >= 2
    signe = access.circles_of(known.with_address("signe@demo.invalid"))
    assert [one.edition for one in signe] == ["work"]


def test_a_second_run_makes_new_links_and_no_second_cast(capsys):
    demo.load(json=True)
    first = json.loads(capsys.readouterr().out)
    demo.load(json=True)
    second = json.loads(capsys.readouterr().out)
    assert first.keys() == second.keys()
    assert len(access.circles_of(known.with_address("maja@demo.invalid"))) == 2


def test_the_demo_stays_out_of_a_box_with_somebody_real():
    make_person()
    with pytest.raises(Refused):
        demo.load()
    assert known.with_address("maja@demo.invalid") is None
