"""Today's things in the house: moved, done, undone, told of, and gone at midnight."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.http import Http404

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, at_once, browser, count_for, home, one_more, posing
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.outbox.actions import work_round
from roret.outbox.models import Due
from roret.sharing import actions, forms, privacy, queries
from roret.sharing.models import Enough, Offer, Thing, Told
from roret.sharing.rules import Changed, Choice
from roret.sharing.tests.living import TOPICS, day, item, look, page, places, seen, task
from roret.tasks.models import Task

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DUE = {"sharing.midnight": actions.midnight_due}
MIDNIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
"""When the Tuesday of the tests ends in Copenhagen."""


@pytest.fixture
def cast(clock) -> Cast:
    made = home(TOPICS)
    browser(made.jonas_id)
    return made


def people(*members: uuid.UUID) -> frozenset[uuid.UUID]:
    return frozenset(members)


# --- places -------------------------------------------------------------------------------------


def test_a_task_that_nobody_touched_lies_with_who_usually_does_it_and_is_stored_nowhere(cast):
    task(cast, "Indkøb", cast.jonas_id)
    task(cast, "Aftensmad", cast.maja_id, cast.jonas_id)
    task(cast, "Vask", cast.maja_id)
    task(cast, "Have", area="outside")
    task(cast, "Onsdag", cast.maja_id, days=[2])
    assert places(cast.maja) == {"i": ["Vask"], "you": ["Indkøb"], "together": ["Aftensmad"], "waits": ["Have"]}
    assert places(cast.jonas) == {"i": ["Indkøb"], "you": ["Vask"], "together": ["Aftensmad"], "waits": ["Have"]}
    assert not Thing.objects.exists() and not Due.objects.filter(kind="sharing.midnight").exists()


def test_a_move_is_on_both_pages_and_said_to_those_who_share_the_day_alone(cast, heard):
    shopping = task(cast, "Indkøb", cast.maja_id)
    actions.move(cast.maja, thing_id=shopping, seen=seen(cast.maja, shopping), to=people(cast.maja_id, cast.jonas_id))
    assert places(cast.jonas)["together"] == places(cast.maja)["together"] == ["Indkøb"]
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]


def test_with_several_others_each_thing_shows_whose_it_is_and_goes_to_each(cast):
    third = one_more(cast, TOPICS)
    task(cast, "Indkøb", cast.jonas_id)
    task(cast, "Vask", third.me(), cast.maja_id)
    there = {place.place: place for place in page(cast.maja).places}
    assert [thing.whose for thing in there["you"].things] == ["Jonas"]
    assert [thing.whose for thing in there["together"].things] == ["dig og Nummer"]
    assert {to.label for to in there["you"].things[0].targets} == {
        "Til mig", "Til Nummer", "Sammen med Jonas", "Sammen med Nummer", "Det venter",
    }  # fmt: skip
    assert there["you"].to == there["together"].to == "", "what is dropped there could be for either"


def test_birthe_to_whom_the_list_is_closed_has_nothing_of_it(cast):
    shopping = task(cast, "Indkøb", cast.jonas_id)
    assert not look(cast.birthe).here and page(cast.birthe).places == ()
    acts = (
        lambda who: actions.move(who, thing_id=shopping, seen=seen(cast.maja, shopping), to=people(cast.maja_id)),
        lambda who: actions.say(who, thing_id=shopping, seen="", word="done"),
        lambda who: actions.undo(who, thing_id=shopping, seen=""),
        lambda who: actions.add(who, name="Brød"),
        lambda who: actions.enough(who),
        lambda who: actions.offer(who, to=cast.maja_id, about=shopping, seen="", choices=(Choice("postpone"),)),
        lambda who: actions.answer(who, offer_id=shopping, way=None),
        lambda who: actions.take_up(who, about=shopping, seen="", way=None),
    )
    for who in (cast.birthe, posing(cast)):
        for act in acts:
            with pytest.raises(Http404):
                act(who)
    with pytest.raises(Http404):
        actions.move(cast.maja, thing_id=shopping, seen=seen(cast.maja, shopping), to=people(cast.birthe_id))
    with pytest.raises(Http404):
        actions.move(cast.jonas, thing_id=shopping, seen=seen(cast.jonas, shopping), to=people(uuid.uuid4()))
    assert not Thing.objects.exists()


def test_two_who_move_the_same_thing_at_once_are_told_where_it_lies(cast):
    shopping = task(cast, "Indkøb")
    mark = seen(cast.maja, shopping)
    assert mark == seen(cast.jonas, shopping), "both pages show the same sight of it"
    actions.move(cast.maja, thing_id=shopping, seen=mark, to=people(cast.maja_id))
    with pytest.raises(Changed) as told:
        actions.move(cast.jonas, thing_id=shopping, seen=mark, to=people(cast.jonas_id))
    assert told.value.now is not None and told.value.now.now.who == {cast.maja_id}
    revision = Thing.objects.get().revision
    actions.move(cast.jonas, thing_id=shopping, seen=mark, to=people(cast.maja_id))
    assert Thing.objects.get().revision == revision, "what both wanted is done once"


def test_a_task_that_was_changed_on_the_list_in_the_meantime_is_not_moved(cast):
    shopping = task(cast, "Indkøb", cast.maja_id)
    mark = seen(cast.maja, shopping)
    Task.objects.filter(id=shopping).update(revision=2)
    with pytest.raises(Changed):
        actions.move(cast.maja, thing_id=shopping, seen=mark, to=people(cast.jonas_id))
    mark = seen(cast.maja, shopping)
    Task.objects.filter(id=shopping).update(ended_at=datetime(2026, 11, 24, tzinfo=UTC))
    with pytest.raises(Changed) as told:
        actions.say(cast.maja, thing_id=shopping, seen=mark, word="done")
    assert told.value.now is None


# --- words --------------------------------------------------------------------------------------


def test_done_and_let_go_are_words_of_their_own_and_can_be_undone(cast):
    shopping = task(cast, "Indkøb", cast.jonas_id)
    for word in ("done", "skipped"):
        actions.say(cast.maja, thing_id=shopping, seen=seen(cast.maja, shopping), word=word)
        assert item(cast.jonas, shopping).now.word == word and not item(cast.maja, shopping).open
        with pytest.raises(Changed):
            actions.move(cast.jonas, thing_id=shopping, seen=seen(cast.jonas, shopping), to=people(cast.maja_id))
        actions.undo(cast.jonas, thing_id=shopping, seen=seen(cast.jonas, shopping))
        assert item(cast.maja, shopping).now.word == "open"
        with pytest.raises(Changed):
            actions.undo(cast.jonas, thing_id=shopping, seen=seen(cast.jonas, shopping))


def test_passing_on_what_another_counts_on_is_told_at_once_without_a_reason(cast):
    shopping = task(cast, "Indkøb", cast.maja_id)
    actions.move(cast.maja, thing_id=shopping, seen=seen(cast.maja, shopping), to=people(cast.jonas_id))
    assert item(cast.jonas, shopping).now.word == "passed_on"
    ((told_id, words),) = look(cast.jonas).told
    assert words == "Maja giver ”Indkøb” videre. Det ligger hos dig nu." and look(cast.maja).told == ()
    actions.noticed(cast.maja, told_ids=[told_id])
    assert look(cast.jonas).told, "it is his to take off"
    actions.noticed(cast.jonas, told_ids=[told_id])
    assert look(cast.jonas).told == ()


@pytest.mark.parametrize(
    ("give_up", "words"),
    [
        (lambda who, id: actions.move(who, thing_id=id, seen=seen(who, id), to=people()), "Maja lader ”Indkøb” vente."),
        (lambda who, id: actions.say(who, thing_id=id, seen=seen(who, id), word="skipped"), "Maja dropper ”Indkøb” for i dag."),
    ],
    ids=["waits", "let go"],
)  # fmt: skip
def test_what_is_undone_is_told_no_longer(cast, give_up, words):
    shopping = task(cast, "Indkøb", cast.maja_id)
    give_up(cast.maja, shopping)
    ((_, told),) = look(cast.jonas).told
    assert told.endswith(words)
    actions.undo(cast.maja, thing_id=shopping, seen=seen(cast.maja, shopping))
    assert look(cast.jonas).told == () and item(cast.jonas, shopping).now.who == {cast.maja_id}


def test_what_one_takes_from_another_or_added_oneself_is_told_to_nobody(cast):
    shopping = task(cast, "Indkøb", cast.maja_id)
    actions.move(cast.jonas, thing_id=shopping, seen=seen(cast.jonas, shopping), to=people(cast.jonas_id))
    bread = actions.add(cast.maja, name=" Brød ")
    for to in (people(cast.maja_id), people(cast.jonas_id)):
        actions.move(cast.maja, thing_id=bread, seen=seen(cast.maja, bread), to=to)
    assert not Told.objects.exists() and item(cast.jonas, bread).name == "Brød"


# --- the day ends -------------------------------------------------------------------------------


def test_at_midnight_the_day_is_gone_and_what_waits_waits(cast, clock, heard):
    shopping = task(cast, "Indkøb", cast.maja_id)
    bread, milk = actions.add(cast.maja, name="Brød"), actions.add(cast.jonas, name="Mælk")
    actions.move(cast.maja, thing_id=bread, seen=seen(cast.maja, bread), to=people(cast.maja_id))
    actions.move(cast.maja, thing_id=shopping, seen=seen(cast.maja, shopping), to=people(cast.jonas_id))
    actions.offer(
        cast.maja, to=cast.jonas_id, about=bread, seen=seen(cast.maja, bread), choices=(Choice("together"),)
    )  # fmt: skip
    actions.enough(cast.maja)
    assert {row.at for row in Due.objects.filter(kind="sharing.midnight")} == {MIDNIGHT}
    clock.set(MIDNIGHT - timedelta(seconds=1))
    assert "Brød" in places(cast.maja)["i"]
    clock.set(MIDNIGHT)
    assert places(cast.maja) == {"i": ["Indkøb"], "you": [], "together": [], "waits": ["Mælk"]}, "before any worker ran"
    assert look(cast.jonas).told == look(cast.jonas).offers == ()
    heard.clear()
    work_round(DUE)
    actions.midnight_due(str(cast.circle_id))
    assert [row.id for row in Thing.objects.all()] == [milk] and [event.to for event in heard] == [
        {cast.maja_id, cast.jonas_id}
    ]
    assert not (Offer.objects.exists() or Told.objects.exists() or Enough.objects.exists())
    assert not Due.objects.filter(kind="sharing.midnight").exists()


def test_a_tap_from_yesterday_moves_nothing_today(cast, clock):
    shopping = task(cast, "Indkøb", cast.maja_id)
    mark = seen(cast.maja, shopping)
    clock.set(MIDNIGHT)
    with pytest.raises(Changed):
        actions.move(cast.maja, thing_id=shopping, seen=mark, to=people(cast.jonas_id))


def test_after_midnight_a_tap_sweeps_yesterday_away_before_the_worker_does(cast, clock):
    shopping = task(cast, "Indkøb", cast.maja_id)
    actions.say(cast.maja, thing_id=shopping, seen=seen(cast.maja, shopping), word="done")
    yesterdays = Thing.objects.get().id
    clock.set(MIDNIGHT + timedelta(minutes=1))
    assert item(cast.maja, shopping).now.word == "open"
    actions.move(cast.maja, thing_id=shopping, seen=seen(cast.maja, shopping), to=people(cast.jonas_id))
    (row,) = Thing.objects.all()
    assert row.id != yesterdays and row.until == MIDNIGHT + timedelta(days=1)


def test_while_the_circle_rests_there_is_nothing_and_no_backlog_afterwards(cast, clock):
    shopping = task(cast, "Indkøb", cast.maja_id)
    mark = seen(cast.maja, shopping)
    actions.move(cast.maja, thing_id=shopping, seen=mark, to=people(cast.jonas_id))
    circle.pause(cast.maja)
    assert page(cast.maja).places == () and look(cast.jonas).told == () and look(cast.maja).mine == ()
    for act in (
        lambda: actions.add(cast.maja, name="Brød"),
        lambda: actions.move(cast.maja, thing_id=shopping, seen=mark, to=people()),
        lambda: actions.enough(cast.maja),
    ):
        with pytest.raises(actions.Rests):
            act()
    clock.set(MIDNIGHT + timedelta(days=9))
    work_round(DUE)
    assert not Thing.objects.exists() and not Told.objects.exists()
    circle.go_on(cast.maja)
    assert places(cast.maja) == {"i": ["Indkøb"], "you": [], "together": [], "waits": []}


def test_what_lay_with_one_who_left_waits_and_what_they_asked_is_gone(cast, clock):
    bread = actions.add(cast.maja, name="Brød")
    shopping = task(cast, "Indkøb", cast.maja_id)
    actions.move(cast.maja, thing_id=bread, seen=seen(cast.maja, bread), to=people(cast.jonas_id))
    actions.move(cast.maja, thing_id=shopping, seen=seen(cast.maja, shopping), to=people(cast.jonas_id))
    actions.offer(cast.jonas, to=cast.maja_id, about=bread, seen=seen(cast.jonas, bread), choices=(Choice("postpone"),))
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    assert not Offer.objects.exists() and not Told.objects.exists()
    assert places(cast.maja)["waits"] == ["Indkøb", "Brød"] and look(cast.maja).offers == ()
    clock.set(MIDNIGHT)
    work_round(DUE)
    assert places(cast.maja)["waits"] == ["Brød"], "what was added is not lost with who had it"


def test_what_is_taken_along_and_what_is_erased(cast):
    bread = actions.add(cast.maja, name="Brød")
    actions.add(cast.jonas, name="Mælk")
    actions.offer(cast.jonas, to=cast.maja_id, about=bread, seen=seen(cast.jonas, bread), choices=(Choice("together"),))
    assert privacy.export(cast.maja_id) == {"things": ["Brød"], "asked": []}
    assert privacy.export(cast.jonas_id)["asked"] == [
        {"names": ["Brød"], "choices": [{"way": "together", "back": None}]}
    ]
    for _ in range(2):
        privacy.erase(cast.jonas_id)
    assert privacy.export(cast.jonas_id) == {"things": [], "asked": []}
    assert places(cast.maja)["waits"] == ["Brød"] and look(cast.maja).offers == ()


# --- at once, and how much it takes -------------------------------------------------------------


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_taps_at_the_same_moment_lose_and_double_nothing(clock, figure):
    """Both touch the same two things at once, for many rounds: a row a thing, and none of them twice on a page."""
    cast, rounds = home(TOPICS), 12
    things = [task(cast, "Indkøb", cast.maja_id), task(cast, "Vask", cast.jonas_id)]
    chance, refused = random.Random(7), 0
    for _ in range(rounds):
        acts = []
        for who in (cast.maja, cast.jonas, cast.maja):
            thing = chance.choice(things)
            to = frozenset(chance.sample([cast.maja_id, cast.jonas_id], chance.randint(0, 2)))
            acts.append(partial(actions.move, who, thing_id=thing, seen=seen(who, thing), to=to))
        raised = at_once(*acts)
        assert all(isinstance(error, Changed) for error in raised), raised
        refused += len(raised)
        for who in (cast.maja, cast.jonas):
            assert sorted(name for names in places(who).values() for name in names) == ["Indkøb", "Vask"]
    assert Thing.objects.count() == Thing.objects.values("task_id").distinct().count() <= 2
    figure(
        f"today's things: {rounds} rounds of three taps at once, {refused} told that it lies elsewhere, 0 lost or doubled"
    )


def test_a_page_takes_as_many_queries_with_ten_tasks_as_with_five_hundred(cast):
    browser(cast.maja_id)

    def tasks_more(many: int) -> None:
        for n in range(many):
            task(cast, f"Ting {n}", (cast.maja_id, cast.jonas_id)[n % 2], hard={cast.maja_id: ("swap",)})

    tasks_more(10)
    first = next(iter(day(cast.maja).board))
    actions.move(cast.maja, thing_id=first, seen=seen(cast.maja, first), to=people())
    few = count_for(cast.jonas, queries.today), count_for(cast.jonas, forms_page)
    tasks_more(490)
    for thing in list(day(cast.maja).board)[:6]:
        actions.say(cast.maja, thing_id=thing, seen=seen(cast.maja, thing), word="done")
    assert (count_for(cast.jonas, queries.today), count_for(cast.jonas, forms_page)) == few


def forms_page(who: Viewer, agreed: Agreed, now: datetime) -> object:
    return forms.page(who, agreed, queries.day(who, agreed, now), now)
