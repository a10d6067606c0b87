"""What one asks another, and what the software may suggest: as a choice, applied by a yes alone, lapsing kindly."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.http import Http404

from roret.agreement.tests.cast import Cast, at_once, browser, home, settle, wish
from roret.capacity import actions as capacity
from roret.circle import actions as circle
from roret.flareup import actions as flareup
from roret.flareup.models import Flare
from roret.sharing import actions
from roret.sharing.actions import Impossible, SaidOtherwise
from roret.sharing.models import Offer, Thing
from roret.sharing.rules import Changed, Choice
from roret.sharing.tests.living import TOPICS, agree, item, look, page, places, seen, task
from roret.tasks.models import Task
from roret.zones import actions as zones

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def cast(clock) -> Cast:
    made = home(TOPICS)
    for member in (made.maja_id, made.jonas_id):
        browser(member)
    return made


@pytest.fixture
def two(cast) -> tuple[uuid.UUID, uuid.UUID]:
    """Maja's shopping and Jonas's planning, which each of the two may do."""
    return task(cast, "Indkøb", cast.maja_id, hard={cast.maja_id: ("swap", "postpone")}), task(
        cast, "Planer", cast.jonas_id
    )


def swap(cast: Cast, two: tuple[uuid.UUID, uuid.UUID], *more: Choice) -> uuid.UUID:
    """Jonas asks: I take the shopping if you take the planning."""
    choices = (Choice("swap", two[1]), *more)
    actions.offer(cast.jonas, to=cast.maja_id, about=two[0], seen=seen(cast.jonas, two[0]), choices=choices)
    return Offer.objects.get().id


def test_an_offer_is_a_choice_and_both_things_move_by_one_yes(cast, two):
    offer = swap(cast, two, Choice("postpone"))
    (shown,) = look(cast.maja).offers
    assert [(c.way, c.mine, c.yours) for c in shown.choices] == [("swap", "Indkøb", "Planer"), ("postpone", "", "")]
    assert [one.thing for one in look(cast.jonas).given] == ["Indkøb"] and not Thing.objects.exists()
    with pytest.raises(Http404):
        actions.answer(cast.jonas, offer_id=offer, way="swap")
    actions.answer(cast.maja, offer_id=offer, way="swap")
    assert places(cast.maja) == {"i": ["Planer"], "you": ["Indkøb"], "together": [], "waits": []}
    assert {item(cast.maja, one).now.word for one in two} == {"swapped"}
    assert look(cast.maja).offers == look(cast.jonas).given == look(cast.jonas).told == ()
    with pytest.raises(Http404):
        actions.answer(cast.maja, offer_id=offer, way="swap")


def test_a_swap_is_undone_whole_and_the_other_is_told(cast, two):
    actions.answer(cast.maja, offer_id=swap(cast, two), way="swap")
    actions.undo(cast.jonas, thing_id=two[0], seen=seen(cast.jonas, two[0]))
    assert places(cast.maja)["i"] == ["Indkøb"] and places(cast.maja)["you"] == ["Planer"]
    assert [words for _, words in look(cast.maja).told] == ["Jonas giver ”Indkøb” videre. Det ligger hos dig nu."]
    assert look(cast.jonas).told == ()


def test_not_today_needs_no_reason_and_moves_nothing(cast, two):
    actions.answer(cast.maja, offer_id=swap(cast, two), way=None)
    assert look(cast.maja).offers == look(cast.jonas).given == () and not Thing.objects.exists()


@pytest.mark.parametrize("change", ["moved", "done", "deleted", "renamed"])
def test_what_changed_between_offer_and_answer_is_told_and_nothing_is_moved(cast, two, change):
    offer = swap(cast, two)
    if change == "moved":
        actions.move(cast.jonas, thing_id=two[1], seen=seen(cast.jonas, two[1]), to=frozenset())
    elif change == "done":
        actions.say(cast.maja, thing_id=two[0], seen=seen(cast.maja, two[0]), word="done")
    elif change == "deleted":
        Task.objects.filter(id=two[1]).delete()
    else:
        Task.objects.filter(id=two[1]).update(revision=2)
    before = places(cast.maja)
    words = {"moved": "Planer: Det venter nu.", "done": "”Indkøb” er gjort."}
    told = words.get(
        change,
        "”Planer” er ikke blandt dagens ting længere." if change == "deleted" else "Planer: Det ligger hos Jonas nu.",
    )
    assert look(cast.maja).offers[0].changed == told and look(cast.maja).offers[0].choices == ()
    assert look(cast.jonas).given == ()
    with pytest.raises(Changed) as lapsed:
        actions.answer(cast.maja, offer_id=offer, way="swap")
    assert places(cast.maja) == before and not Offer.objects.exists()
    assert lapsed.value.name in ("Indkøb", "Planer")


def test_an_offer_holds_until_midnight(cast, two, clock):
    offer = swap(cast, two)
    clock.set(Offer.objects.get().until - timedelta(seconds=1))
    assert look(cast.maja).offers
    clock.set(Offer.objects.get().until)
    assert look(cast.maja).offers == ()
    with pytest.raises(Http404):
        actions.answer(cast.maja, offer_id=offer, way="swap")


def test_only_what_can_be_is_asked_and_only_of_who_shares_the_day(cast, two):
    mark = seen(cast.jonas, two[0])
    for to, choices in (
        (cast.maja_id, (Choice("swap", two[0]),)),
        (cast.maja_id, (Choice("swap", uuid.uuid4()),)),
        (cast.maja_id, ()),
        (cast.jonas_id, (Choice("postpone"),)),
        (cast.birthe_id, (Choice("postpone"),)),
    ):
        with pytest.raises(Impossible):
            actions.offer(cast.jonas, to=to, about=two[0], seen=mark, choices=choices)
    with pytest.raises(Changed):
        actions.offer(cast.jonas, to=cast.maja_id, about=two[0], seen="x", choices=(Choice("postpone"),))
    assert not Offer.objects.exists()


def test_the_newest_about_a_thing_takes_the_place_of_the_last_and_can_be_taken_back(cast, two):
    swap(cast, two)
    actions.offer(
        cast.maja, to=cast.jonas_id, about=two[0], seen=seen(cast.maja, two[0]), choices=(Choice("together"),)
    )
    (row,) = Offer.objects.all()
    assert row.giver_id == cast.maja_id
    with pytest.raises(Http404):
        actions.take_back(cast.jonas, offer_id=row.id)
    for _ in range(2):
        actions.take_back(cast.maja, offer_id=row.id)
    assert look(cast.jonas).offers == ()


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_a_yes_and_a_move_at_the_same_moment_leave_one_of_them(cast, two):
    for _ in range(6):
        offer, mark = swap(cast, two), seen(cast.maja, two[1])
        who, jonas = cast.maja, cast.jonas
        raised = at_once(
            lambda who=who, offer=offer: actions.answer(who, offer_id=offer, way="swap"),
            lambda who=jonas, mark=mark: actions.move(who, thing_id=two[1], seen=mark, to=frozenset()),
        )
        assert [type(error) for error in raised] == [Changed], raised
        lie = [item(cast.maja, one).now.who for one in two]
        assert lie in ([{cast.jonas_id}, {cast.maja_id}], [{cast.maja_id}, frozenset()])
        Thing.objects.all().delete()
        Offer.objects.all().delete()


# --- suggestions --------------------------------------------------------------------------------


def test_what_both_have_said_makes_a_suggestion_that_names_what_stays_with_her(cast, two):
    agree(cast)
    assert page(cast.maja).suggestions == (), "silence suggests nothing"
    capacity.say(cast.maja, value="20")
    (hers,) = page(cast.maja).suggestions
    assert [c.way for c in hers.choices] == ["postpone"], "who has said nothing is not counted on"
    capacity.say(cast.jonas, value="a_lot")
    (hers,), (his,) = page(cast.maja).suggestions, page(cast.jonas).suggestions
    assert (hers.thing, hers.low, hers.keeps, hers.other) == ("Indkøb", "", "at vælge maden", "Jonas")
    assert (his.thing, his.low, his.keeps, his.holder) == ("Indkøb", "Maja", "at vælge maden", "Maja")
    assert [(c.way, c.alone) for c in hers.choices] == [("swap", False), ("postpone", True)]
    assert not Thing.objects.exists() and not Offer.objects.exists(), "never by itself"
    assert page(cast.maja) == page(cast.maja)


def test_what_is_her_own_she_does_at_once_and_what_takes_him_she_asks(cast, two):
    agree(cast)
    capacity.say(cast.maja, value="20")
    capacity.say(cast.jonas, value="a_lot")
    actions.take_up(cast.maja, about=two[0], seen=seen(cast.maja, two[0]), way="swap")
    assert not Thing.objects.exists() and look(cast.jonas).offers[0].choices[0].mine == "Planer"
    assert page(cast.maja).suggestions == (), "what is asked about is not suggested as well"
    actions.answer(cast.jonas, offer_id=Offer.objects.get().id, way="swap")
    assert places(cast.maja)["i"] == ["Planer"]
    actions.undo(cast.maja, thing_id=two[0], seen=seen(cast.maja, two[0]))
    actions.take_up(cast.maja, about=two[0], seen=seen(cast.maja, two[0]), way="postpone")
    assert places(cast.jonas)["waits"] == ["Indkøb"]


def test_he_asks_her_with_all_of_it_as_a_choice(cast, two):
    agree(cast)
    capacity.say(cast.maja, value="20")
    capacity.say(cast.jonas, value="a_lot")
    actions.take_up(cast.jonas, about=two[0], seen=seen(cast.jonas, two[0]), way=None)
    assert [c.way for c in look(cast.maja).offers[0].choices] == ["swap", "postpone"]


def test_a_code_that_changes_before_the_tap_or_before_the_answer_leaves_all_as_it_is(cast, two):
    agree(cast)
    capacity.say(cast.maja, value="20")
    capacity.say(cast.jonas, value="a_lot")
    actions.take_up(cast.jonas, about=two[0], seen=seen(cast.jonas, two[0]), way=None)
    capacity.say(cast.maja, value="80")
    with pytest.raises(SaidOtherwise):
        actions.answer(cast.maja, offer_id=Offer.objects.get().id, way="swap")
    with pytest.raises(SaidOtherwise):
        actions.take_up(cast.maja, about=two[0], seen=seen(cast.maja, two[0]), way="postpone")
    assert not Offer.objects.exists() and not Thing.objects.exists()


def test_an_offer_between_people_stands_whatever_is_said_of_the_day(cast, two):
    agree(cast)
    offer = swap(cast, two)
    capacity.say(cast.maja, value="80")
    actions.answer(cast.maja, offer_id=offer, way="swap")
    assert places(cast.maja)["i"] == ["Planer"]


def test_enough_is_enough_until_midnight_and_for_oneself_alone(cast, two, clock):
    agree(cast)
    capacity.say(cast.maja, value="20")
    actions.enough(cast.maja)
    assert page(cast.maja).suggestions == () and page(cast.jonas).suggestions


def test_with_nothing_said_to_be_kept_nothing_is_taken_from_her(cast, two):
    agree(cast, {"hard_day": ["swap", "let_go", "postpone"]})
    capacity.say(cast.maja, value="20")
    capacity.say(cast.jonas, value="a_lot")
    (hers,) = page(cast.maja).suggestions
    assert [c.way for c in hers.choices] == ["postpone"] and hers.keeps == ""


def test_while_a_zone_is_on_suggestions_wait(cast, two):
    agree(cast)
    settle(cast.maja, cast.jonas, "zones", {"when": ["by_hand"]})
    capacity.say(cast.maja, value="20")
    assert page(cast.maja).suggestions
    zones.switch_on(cast.maja, minutes=60)
    assert page(cast.maja).suggestions == page(cast.jonas).suggestions == ()


def plan_for_flare_ups(cast: Cast) -> None:
    topics = (*TOPICS, "flareup")
    circle.open_topics(cast.maja, member_id=cast.jonas_id, topics=topics)
    settle(cast.maja, cast.jonas, "flareup", {"helps": [{"starter": "warmth"}]})


def test_while_her_plan_is_on_it_is_a_low_day_whatever_she_has_said_of_it(cast, two):
    agree(cast)
    plan_for_flare_ups(cast)
    assert page(cast.maja).suggestions == ()
    flareup.turn_on(cast.maja)
    (hers,), (his,) = page(cast.maja).suggestions, page(cast.jonas).suggestions
    assert (hers.thing, hers.keeps, hers.plan) == ("Indkøb", "at vælge maden", True)
    assert (his.low, his.keeps, his.plan) == ("Maja", "at vælge maden", True)
    assert [c.way for c in hers.choices] == ["postpone"], "who has said nothing of their own day is not counted on"
    capacity.say(cast.maja, value="80")
    capacity.say(cast.jonas, value="a_lot")
    assert page(cast.maja).suggestions == (hers,), "and nothing is asked of her in return"
    actions.take_up(cast.jonas, about=two[0], seen=seen(cast.jonas, two[0]), way=None)
    flareup.turn_off(cast.maja, seen=Flare.objects.get().id)
    assert page(cast.maja).suggestions == ()
    with pytest.raises(SaidOtherwise):
        actions.answer(cast.maja, offer_id=Offer.objects.get().id, way="postpone")
    assert not Thing.objects.exists()


def test_a_plan_that_is_not_ones_own_to_read_suggests_nothing(cast, two):
    """Jonas shares the day with her, and nothing is agreed between them on days when it flares up."""
    agree(cast)
    wish(cast.maja, "flareup", {"helps": [{"starter": "warmth"}]})
    flareup.turn_on(cast.maja)
    assert page(cast.maja).suggestions and page(cast.jonas).suggestions == ()


def test_birthe_with_whom_nothing_is_agreed_gets_no_suggestion_of_hers(cast, two):
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=TOPICS)
    agree(cast)
    capacity.say(cast.maja, value="20")
    assert page(cast.birthe).suggestions == () and page(cast.birthe).places
