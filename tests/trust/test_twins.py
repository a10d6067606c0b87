"""Two worlds that differ only in what is hidden from somebody are one world to them, byte for byte.

What is compared is everything that reaches them: every page and sheet they can open, status and headers too, and
what their open pages are told to fetch again. What comes by push and mail is compared in `test_twins_today.py`.
"""

from __future__ import annotations

import os
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import override_settings

from roret.agreement import actions as agreements
from roret.agreement.models import Agreement
from roret.agreement.rules import FADES_AFTER, Laid
from roret.circle import access
from roret.circle import actions as circle
from roret.circle.rules import Edition, Role
from roret.content import cards
from roret.kit import clock, ids
from roret.live.actions import KEPT
from roret.live.models import Change
from roret.people.models import Person
from tests.architecture.access_run import masked
from tests.canaries import Canaries
from tests.world import (
    PASSWORD,
    QUICK_PASSWORDS,
    World,
    a_value,
    build_world,
    in_browser,
    kept_apart,
    lay,
    say_yes,
    undone,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SCALE = max(1, int(os.environ.get("PROOF_SCALE", "1")))
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
FREE = "asking"
"""A topic on which nothing was ever wished or agreed in these worlds."""

Act = Callable[[World], None]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    quick = override_settings(PASSWORD_HASHERS=QUICK_PASSWORDS)
    with django_db_blocker.unblock(), kept_apart(), quick, clock.held(MORNING), ids.seeded(7):
        made = build_world(Canaries(7))
        Agreement.objects.filter(topic=FREE).delete()
        yield made


# --- what somebody gets to see ------------------------------------------------------------------


def addresses(world: World, who: str) -> list[str]:
    """Everything this reader can try, whether there is something for them or not."""
    if who == "guest":
        return [f"/g/{world.home.ids['guest']}", f"/g/{world.home.ids['guest']}/page.pdf", "/"]
    at, known = (
        (f"/c/{world.work.circle_id}", {}) if who == "leader" else (f"/c/{world.home.circle_id}", world.home.ids)
    )
    places = [
        "",
        "/today",
        "/today/now",
        "/page",
        "/page.pdf",
        "/review",
        "/people",
        "/sees",
        "/share",
        "/cards",
        "/table",
    ]
    places += [f"/cards/{topic}{rest}" for topic in ("advice", "zones", FREE) for rest in ("", "/end")]
    places += [f"/with/{known[name]}" for name in ("pair", "paused", "proposed", "wish") if name in known]
    places += [
        f"/cards/zones/with/{known[name]}" for name in ("holder", "supporter", "limited", "table") if name in known
    ]
    return [at + place for place in places] + ["/", "/me"]


def trace(world: World, who: str, places: Sequence[str] | None = None) -> list[str]:
    """All that reaches them now, or what of it stands at these places."""
    cache.clear()
    browser = in_browser(world.cookies.get(who, {}))
    seen = []
    for address in addresses(world, who) if places is None else places:
        answer = browser.get(address)
        head = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()))
        is_sheet = answer.headers.get("Content-Type") == "application/pdf"
        body = answer.content.hex() if is_sheet else masked(answer.content.decode())
        seen.append(f"{address} {answer.status_code}\n{masked(head)}\n{body}")
    return seen + [f"told: {', '.join(_told(world, who))}"]


def _told(world: World, who: str) -> list[str]:
    """Which parts of their open pages they are told to fetch again."""
    made = world.work if who == "leader" else world.home
    mine = [member for name, member in made.members.items() if name == who]
    changes = Change.objects.filter(circle_id=made.circle_id, at__gte=clock.now() - KEPT).order_by("id")
    return [change.part for change in changes if mine and change.member_id in (None, mine[0])]


@contextmanager
def after(world: World, act: Act | None) -> Iterator[None]:
    with undone():
        Change.objects.all().delete()
        if act is not None:
            act(world)
        yield


def differing(world: World, who: str, one: Act | None, other: Act | None, later: timedelta = timedelta()) -> list[str]:
    """The addresses that this reader can tell the two worlds apart by."""
    with clock.held(MORNING):
        with after(world, one), clock.held(MORNING + later):
            first = trace(world, who)
        if other is None and not later and who in world.plain:
            second = world.plain[who]
        else:
            with after(world, other), clock.held(MORNING + later):
                second = trace(world, who)
        if other is None and not later:
            world.plain[who] = second
    return [f"{a[:900]}\n≠\n{b[:900]}" for a, b in zip(first, second, strict=True) if a != b]


# --- what is hidden -------------------------------------------------------------------------------


def _settled(topic: str) -> dict[str, object]:
    return {
        slot.key: a_value(slot.question, cards.card(topic), "twin", Canaries(9)) for slot in cards.card(topic).slots()
    }


def _laid(world: World, who: str, other: str | None, topic: str) -> Laid:
    return lay(world.home.viewer(who), world.home.members[other] if other else None, topic, _settled(topic))


def _proposal(world: World) -> Laid:
    return Laid(uuid.UUID(world.home.ids["proposed"]), int(world.home.ids["version_proposed"]), False)


def a_wish_that_rests(world: World) -> None:
    """For an hour now. While it stood, those it was open to could read it."""
    with clock.held(MORNING - timedelta(hours=1)):
        laid = _laid(world, "holder", None, FREE)
        agreements.pause(world.home.viewer("holder"), agreement_id=laid.agreement_id, aloud=False)


def a_wish_that_ended(world: World) -> None:
    with clock.held(MORNING - timedelta(hours=1)):
        laid = _laid(world, "holder", None, FREE)
        agreements.end(world.home.viewer("holder"), agreement_id=laid.agreement_id, aloud=False)


def an_agreement_with_jonas(world: World) -> None:
    laid = _laid(world, "holder", "supporter", FREE)
    say_yes(world.home.viewer("supporter"), laid)


def a_proposal_to_jonas(world: World) -> None:
    _laid(world, "holder", "supporter", FREE)


def birthe_paused(world: World) -> None:
    say_yes(world.home.viewer("limited"), _proposal(world))
    agreements.pause(world.home.viewer("limited"), agreement_id=_proposal(world).agreement_id, aloud=False)


def maja_paused(world: World) -> None:
    say_yes(world.home.viewer("limited"), _proposal(world))
    agreements.pause(world.home.viewer("holder"), agreement_id=_proposal(world).agreement_id, aloud=False)


def birthe_set_it_aside(world: World) -> None:
    laid = _proposal(world)
    agreements.set_aside(world.home.viewer("limited"), agreement_id=laid.agreement_id, version=laid.version)


def maja_took_it_back(world: World) -> None:
    laid = _proposal(world)
    agreements.set_aside(world.home.viewer("holder"), agreement_id=laid.agreement_id, version=laid.version)


def birthe_answered_for_herself(world: World) -> None:
    birthe = world.home.viewer("limited")
    agreements.pick(birthe, topic="advice")
    agreements.answer(birthe, topic="advice", question="giver", value=["be_told"], base_revision=1)


def jonas_answered_for_himself(world: World) -> None:
    jonas = world.home.viewer("supporter")
    card = cards.card(FREE)
    for slot in card.asked("supporter"):
        value = a_value(slot.question, card, "twin", Canaries(8))
        agreements.answer(jonas, topic=FREE, question=slot.key, value=value, base_revision=1)


def maja_answered_for_herself(world: World) -> None:
    maja = world.home.viewer("holder")
    agreements.pick(maja, topic=FREE)
    for slot in cards.card(FREE).asked("holder"):
        value = a_value(slot.question, cards.card(FREE), "twin", Canaries(8))
        agreements.answer(maja, topic=FREE, question=slot.key, value=value, base_revision=1)


def jonas_laid_a_card_aside(world: World) -> None:
    agreements.skip(world.home.viewer("supporter"), topic=FREE)


def maja_laid_a_card_aside(world: World) -> None:
    agreements.skip(world.home.viewer("holder"), topic=FREE)


def maja_wrote_in_two_places(world: World) -> None:
    agreements.answer(
        world.home.viewer("holder"), topic="zones", question="slip", value=[{"own": "andet"}], base_revision=0
    )


def jonas_has_another_circle(world: World) -> None:
    _opens_another(world, "supporter")


def maja_has_another_circle(world: World) -> None:
    _opens_another(world, "holder")


def _opens_another(world: World, who: str) -> None:
    person = Person.objects.get(email=world.emails[who])
    made = circle.open_circle(person_id=person.pk, edition=Edition.HOME, role=Role.HOLDER, name="Otto")
    (viewer,) = [one for one in access.circles_of(person.pk) if one.circle_id == made]
    circle.add_without_account(viewer, name="Signe", role=Role.SUPPORTER)


def birthe_sees_another_topic(world: World) -> None:
    home = world.home
    circle.open_topics(home.viewer("holder"), member_id=home.members["limited"], topics=["advice", "zones", FREE])


def birthe_sees_nothing(world: World) -> None:
    circle.open_topics(world.home.viewer("holder"), member_id=world.home.members["limited"], topics=[])


def an_invitation_was_made(world: World) -> None:
    circle.invite(world.home.viewer("holder"), role=Role.SUPPORTER, topics=[FREE])


def a_share_link_was_made(world: World) -> None:
    circle.share(world.home.viewer("holder"), topics=[FREE, "advice"], days=30)


def a_share_link_was_withdrawn(world: World) -> None:
    with clock.held(MORNING - timedelta(minutes=1)):
        circle.share(world.home.viewer("holder"), topics=[FREE], days=1)
    from roret.circle.models import ShareLink

    last = ShareLink.objects.filter(circle_id=world.home.circle_id, withdrawn_at=None).order_by("-ends_at", "-id")
    newest = next(link for link in last if link.topics == [FREE])
    circle.withdraw_share(world.home.viewer("holder"), share_id=newest.id)


def birthe_says_what_she_needs(world: World) -> None:
    mine = next(card for card in cards.deck("home") if card.owner == "supporter")
    _laid(world, "limited", None, mine.id)


def jonas_reads_everything(world: World) -> None:
    """Nobody learns that somebody has read, or was here."""
    trace(world, "supporter")


def jonas_signs_in_elsewhere(world: World) -> None:
    browser = in_browser({})
    assert browser.post("/sign-in", {"login": world.emails["supporter"], "password": PASSWORD}).status_code == 302


def much_happens_at_home(world: World) -> None:
    an_agreement_with_jonas(world)
    birthe_sees_nothing(world)
    circle.pause(world.home.viewer("holder"))
    circle.leave(world.home.viewer("supporter"))


@dataclass(frozen=True)
class Twins:
    one: Act
    other: Act | None
    viewers: tuple[str, ...]
    later: timedelta = timedelta()


OUTSIDE = ("guest", "leader", "stranger", "ex")
ALL_BUT_MAJA = ("supporter", "limited", *OUTSIDE)
HIDDEN = [
    Twins(a_wish_that_rests, None, ALL_BUT_MAJA),
    Twins(a_wish_that_ended, None, ALL_BUT_MAJA),
    Twins(an_agreement_with_jonas, None, ("limited", *OUTSIDE)),
    Twins(a_proposal_to_jonas, None, ("limited", *OUTSIDE)),
    Twins(birthe_answered_for_herself, None, ("holder", "supporter", *OUTSIDE)),
    Twins(jonas_answered_for_himself, None, ("holder", "limited", *OUTSIDE)),
    Twins(maja_answered_for_herself, None, ALL_BUT_MAJA),
    Twins(jonas_laid_a_card_aside, None, ("holder", "limited", *OUTSIDE)),
    Twins(maja_laid_a_card_aside, None, ALL_BUT_MAJA),
    Twins(maja_wrote_in_two_places, None, ALL_BUT_MAJA),
    Twins(jonas_has_another_circle, None, ("holder", "limited", *OUTSIDE)),
    Twins(maja_has_another_circle, None, ALL_BUT_MAJA),
    Twins(birthe_sees_another_topic, None, ("supporter", *OUTSIDE)),
    Twins(birthe_sees_nothing, None, ("supporter", *OUTSIDE)),
    Twins(an_invitation_was_made, None, ALL_BUT_MAJA),
    Twins(a_share_link_was_made, None, ALL_BUT_MAJA),
    Twins(a_share_link_was_withdrawn, None, ALL_BUT_MAJA),
    Twins(birthe_says_what_she_needs, None, ("supporter", *OUTSIDE)),
    Twins(jonas_reads_everything, None, ("holder", "limited", *OUTSIDE)),
    Twins(jonas_signs_in_elsewhere, None, ("holder", "limited", *OUTSIDE)),
    Twins(much_happens_at_home, None, ("leader", "stranger")),
    # Who it was is hidden even from the two it is between.
    Twins(birthe_paused, maja_paused, ("holder", "limited", "supporter", "guest")),
    Twins(birthe_set_it_aside, maja_took_it_back, ("holder", "limited", "supporter", "guest")),
    Twins(birthe_set_it_aside, None, ("holder", "limited"), FADES_AFTER),
]


def name_of(twins: Twins) -> str:
    return f"{twins.one.__name__}, or {twins.other.__name__ if twins.other else 'not'}"


@pytest.mark.parametrize("twins", HIDDEN, ids=name_of)
def test_what_is_hidden_makes_no_difference(world, twins):
    for who in twins.viewers if SCALE > 1 else _some(twins):
        found = differing(world, who, twins.one, twins.other, twins.later)
        assert not found, f"{who} can tell: {found[0]}"


def _some(twins: Twins) -> tuple[str, ...]:
    """In a quick run: those nearest to it."""
    inside = tuple(who for who in twins.viewers if who not in OUTSIDE)
    return inside[:2] or twins.viewers


def test_whatever_is_hidden_together_makes_no_difference_either(world, figure):
    """Several at once, drawn by lot for each reader."""
    dice, pairs = random.Random(SCALE), 0
    for who in ("holder", "supporter", "limited", "guest", *(OUTSIDE[1:] if SCALE > 1 else ())):
        acts = [twins.one for twins in HIDDEN if who in twins.viewers and twins.other is None and not twins.later]
        base = None
        for _ in range(SCALE):
            drawn = dice.sample(acts, min(len(acts), dice.randint(2, 4)))
            if {an_agreement_with_jonas, a_proposal_to_jonas} <= set(drawn) or much_happens_at_home in drawn:
                drawn = [act for act in drawn if act not in (a_proposal_to_jonas, much_happens_at_home)]
            with after(world, None):
                base = base or world.plain.get(who) or trace(world, who)
            with after(world, lambda w, acts=drawn: [act(w) for act in acts]):
                here = trace(world, who)
            assert here == base, f"{who} can tell {[act.__name__ for act in drawn]}"
            pairs += 1
    pairs += sum(len(twins.viewers if SCALE > 1 else _some(twins)) for twins in HIDDEN)
    figure(f"twin worlds: {pairs} pairs, 0 that their reader can tell apart")


def test_what_is_not_hidden_does_make_a_difference(world):
    """The comparison sees what there is to see."""
    assert differing(world, "holder", an_agreement_with_jonas, None)
    assert differing(world, "supporter", a_proposal_to_jonas, None)
    assert differing(world, "limited", birthe_sees_another_topic, None)
    assert differing(world, "guest", lambda w: circle.rename_me(w.home.viewer("holder"), name="Maja Maja"), None)
