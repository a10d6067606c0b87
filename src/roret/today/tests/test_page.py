"""Today as somebody opens it: what waits, the way to the cards, where one lands, and the quiet page."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roret.advice.models import Offer
from roret.agreement import actions as agreements
from roret.agreement import rules
from roret.agreement.models import Agreement, Mark, Told, Version
from roret.agreement.queries import today
from roret.capacity import actions as capacity
from roret.circle import access, actions
from roret.circle.access import Viewer
from roret.circle.rules import Edition, Role
from roret.kit import clock, ids
from roret.outbox.models import Due
from roret.people.actions import own_link
from roret.signals import actions as signals
from roret.today.queries import KEPT_AS, quiet_of
from roret.today.rules import Quiet
from roret.vault import keyring
from roret.withdraw import actions as withdraw
from roret.withdraw.models import Check
from roret.zones import actions as zones

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WORDING = {"da": ["Sådan."], "en": ["Like this."]}


class Two:
    """Maja and Jonas, to whom everything is open, each with a signed-in browser that speaks English."""

    def __init__(self) -> None:
        people = [get_user_model().objects.create(language="en") for _ in range(2)]
        self.circle_id = actions.open_circle(
            person_id=people[0].pk, edition=Edition.HOME, role=Role.HOLDER, name="Maja"
        )
        token = actions.invite(
            access.circles_of(people[0].pk)[0],
            role=Role.SUPPORTER,
            topics=["asking", "capacity", "withdraw", "zones", "advice"],
        )
        actions.join(person_id=people[1].pk, token=token, name="Jonas")
        self.ids = [access.circles_of(person.pk)[0].me() for person in people]
        self.browsers = [Client(), Client()]
        for person, browser in zip(people, self.browsers, strict=True):
            browser.post(own_link(person))

    @property
    def maja(self) -> Viewer:
        return access.viewer_of(self.ids[0])

    @property
    def jonas(self) -> Viewer:
        return access.viewer_of(self.ids[1])

    def lay(self, topic: str, settled: dict[str, object], other: bool = True) -> rules.Laid:
        return agreements.propose(
            self.maja,
            topic=topic,
            other_id=self.ids[1] if other else None,
            spans=rules.one_way(settled),
            wording=WORDING,
            review_on=today(self.maja) + timedelta(days=14),
        )

    def agree(self, topic: str, settled: dict[str, object]) -> rules.Laid:
        laid = self.lay(topic, settled)
        return agreements.say_yes(self.jonas, agreement_id=laid.agreement_id, version=laid.version, wording=WORDING)

    def at(self, name: str = "home") -> str:
        return reverse(f"today:{name}", args=[self.circle_id])


@pytest.fixture
def two(clock: object) -> Two:
    return Two()


def text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_with_nothing_agreed_the_page_is_calm_and_leads_to_the_cards(two: Two) -> None:
    for browser in two.browsers:
        page = text(browser, two.at())
        assert "do as you usually do" in page and reverse("deck:deck", args=[two.circle_id]) in page
        assert "Less on the screen" not in page


@pytest.mark.parametrize("topic", ["asking", "withdraw", "zones", "advice", "capacity"])
def test_one_lands_on_today_once_something_of_it_is_agreed(two: Two, topic: str) -> None:
    for browser in two.browsers:
        assert browser.get("/")["Location"] == reverse("profile:home", args=[two.circle_id])
    two.agree(topic, {"when": "natural"})
    for browser in two.browsers:
        assert browser.get("/")["Location"] == two.at()


def test_alone_one_lands_on_the_page_until_ones_own_day_is_said_here(two: Two) -> None:
    actions.take_out(two.maja, member_id=two.ids[1])
    two.lay("asking", {"when": "natural"}, other=False)
    assert two.browsers[0].get("/")["Location"] == reverse("profile:home", args=[two.circle_id])
    two.lay("capacity", {"scale": "words"}, other=False)
    assert two.browsers[0].get("/")["Location"] == two.at()


def test_a_proposal_waits_on_today_for_the_one_whose_yes_it_takes(two: Two) -> None:
    two.lay("zones", {"otherwise": "free"})
    assert "Maja proposes something" in text(two.browsers[1], two.at())
    assert "proposes something" not in text(two.browsers[0], two.at())


def test_the_part_that_comes_again_is_the_part_that_stands_there(two: Two) -> None:
    two.agree("capacity", {"scale": "words", "scale@supporter": "words"})
    whole, part = text(two.browsers[0], two.at()), text(two.browsers[0], two.at("now"))
    assert part.count("data-parts=") == whole.count("data-parts=") == 1
    assert f"/live?circle={two.circle_id}" in part
    assert "<html" not in part


def test_somebody_without_a_screen_of_the_circle_sees_nothing_of_it(two: Two) -> None:
    stranger = Client()
    stranger.post(own_link(get_user_model().objects.create()))
    for name in ("home", "now"):
        assert stranger.get(two.at(name)).status_code == 404
    assert stranger.post(two.at("view"), {"view": "quiet"}).status_code == 404


def test_a_choice_for_this_browser_is_kept_in_its_session_alone(two: Two) -> None:
    two.browsers[0].post(two.at("view"), {"view": "by_itself"})
    assert two.browsers[0].session[KEPT_AS]["by_itself"] is True
    assert KEPT_AS not in two.browsers[1].session
    two.browsers[0].post(two.at("view"), {"view": "nonsense"})
    assert two.browsers[0].session[KEPT_AS]["by_itself"] is True
    two.browsers[0].post(two.at("view"), {"view": "by_hand"})
    assert two.browsers[0].session[KEPT_AS]["by_itself"] is False


def test_an_unknown_choice_in_a_session_counts_as_none() -> None:
    assert quiet_of({}) == quiet_of({KEPT_AS: "x"}) == quiet_of({KEPT_AS: {"on": 3}}) == Quiet()


def test_a_friendly_word_waits_while_a_zone_is_on(two: Two, clock: Any) -> None:
    two.agree("withdraw", {"how": "message", "check": "same_day", "check_words": [{"own": "Tænker på dig"}]})
    two.agree("zones", {"otherwise": "free"})
    withdraw.withdraw(two.maja, own="Henter luft")
    withdraw.come_back(two.maja)
    later = Check.objects.get().from_at + timedelta(minutes=1)
    clock.set(later)
    assert "Tænker på dig" in text(two.browsers[1], two.at())
    zones.switch_on(two.maja, minutes=60)
    assert "Tænker på dig" not in text(two.browsers[1], two.at())
    clock.set(later + timedelta(minutes=61))
    assert "Tænker på dig" in text(two.browsers[1], two.at())


EVENTS = 10_000 if int(os.environ.get("PROOF_SCALE", "1")) > 1 else 1_000


def a_past(two: Two, zones_agreement: uuid.UUID, events: int) -> None:
    """What stays of a circle's past: proposals with their lines in the log, notices that were read, offers that the
    worker has not come to, things due, and changes of the last minute."""
    begins = Version.objects.filter(agreement_id=zones_agreement).count() + 1
    agreement = Agreement.objects.get(id=zones_agreement)
    each = range(begins, begins + events // 5)
    versions = [
        Version(
            agreement=agreement,
            number=number,
            made_by_id=two.ids[0],
            spans=[{"from": None, "answers": {"otherwise": "free"}}],
            trial=True,
            seen=number - 1,
        )
        for number in each
    ]
    Version.objects.bulk_create(versions)
    last = max(Mark.objects.filter(agreement=agreement).values_list("seq", flat=True))
    Mark.objects.bulk_create(
        Mark(agreement=agreement, seq=last + 1 + at, kind=rules.Kind.PROPOSED, version=one, member_id=two.ids[0])
        for at, one in enumerate(versions)
    )
    now = clock.now()
    Told.objects.bulk_create(
        Told(member_id=two.ids[0], agreement=agreement, version=one, seen_at=now) for one in versions
    )
    Offer.objects.bulk_create(
        Offer(
            circle_id=two.circle_id,
            giver_id=two.ids[1],
            receiver_id=two.ids[0],
            subject={"own": "søvn"},
            content="ord",
            until=now - timedelta(days=1),
        )
        for _ in each
    )
    Due.objects.bulk_create(Due(kind="advice.end", ref=str(ids.new_id()), at=now + timedelta(days=1)) for _ in each)
    change = apps.get_model("live", "Change")  # of a room above this one
    change.objects.bulk_create(change(circle_id=two.circle_id, part="today") for _ in each)


def test_a_long_past_costs_no_query_more(two: Two, figure: Callable[[str], None]) -> None:
    two.agree("capacity", {"scale": "words"})
    two.agree("asking", {"when": "natural"})
    laid = two.agree("zones", {"otherwise": "free"})
    counts = []
    for events in (10, EVENTS - 10):
        a_past(two, laid.agreement_id, events)
        for _ in range(2):
            capacity.say(two.maja, value="some")
            capacity.clear(two.maja)
            signals.send(two.jonas, kind="pause")
            signals.take_back(two.jonas)
            signals.thank(two.jonas, member_id=two.ids[0])
        for browser in two.browsers:
            keyring.forget()
            with (
                CaptureQueriesContext(connections["default"]) as content,
                CaptureQueriesContext(connections["keys"]) as keys,
            ):
                assert "says thank you" in text(browser, two.at()) or browser is two.browsers[1]
            counts.append((len(content), len(keys)))
    assert counts[:2] == counts[2:]
    figure(f"Today: {sum(counts[0])} queries for Maja and {sum(counts[1])} for Jonas, with 10 and {EVENTS} past events")
