"""What one says and takes back, who reads it, and that nothing of it is left when it has ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.http import Http404
from django.utils import translation

from roret.agreement.tests.cast import Cast, home, rest, settle, stranger, wish
from roret.capacity import actions, privacy
from roret.capacity.events import CapacityChanged
from roret.capacity.models import Said
from roret.capacity.rules import NEEDS, RATHER_NOT, WORDS, Refused
from roret.capacity.tests.living import HERS, HIS, TOPICS, agree, look, seen_of
from roret.circle import actions as circle
from roret.kit import clock
from roret.kit.announce import Event
from roret.outbox.actions import work_round
from roret.outbox.models import Due

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

MORNING = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
"""Half past eight where the circle lives."""
DUE = {"capacity.end": actions.end_due, "capacity.past": actions.past_due}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.held(MORNING):
        made = home(TOPICS)
        agree(made.maja, made.jonas)
        yield made


def later(**by: float):  # type: ignore[no-untyped-def]
    return clock.held(MORNING + timedelta(**by))


def told(heard: list[Event]) -> set[object]:
    """Whose pages this room has made to stir."""
    return {member for event in heard if isinstance(event, CapacityChanged) for member in event.to}


# --- saying -------------------------------------------------------------------------------------


def test_each_says_it_in_their_own_way_and_the_other_reads_it_so(cast):
    actions.say(cast.maja, value="40", need="peace", words=None)
    actions.say(cast.jonas, value="some")
    hers, his = seen_of(cast.jonas, cast.maja_id), seen_of(cast.maja, cast.jonas_id)
    assert (hers.said, hers.now, hers.earlier, hers.unset) == ("40%", "would rather have peace and quiet", (), "")
    assert (his.said, his.now, his.unset) == ("Some", "", "")
    assert [(line.text, line.until, line.said_in) for line in look(cast.maja).own] == [
        ("40%", "until midnight", ""),
        ("Peace and quiet", "until midnight", ""),
    ]


def test_a_need_and_a_line_can_be_said_without_a_code_and_beside_one(cast):
    actions.say(cast.maja, need="cannot_begin")
    assert seen_of(cast.jonas, cast.maja_id).now == "would like company but cannot begin"
    assert seen_of(cast.jonas, cast.maja_id).unset == ""
    actions.say(cast.maja, value=70)
    actions.say(cast.maja, words="Ring gerne")
    seen = seen_of(cast.jonas, cast.maja_id)
    assert (seen.said, seen.now, seen.words) == ("70%", "would like company but cannot begin", "“Ring gerne”")
    actions.say(cast.maja, need=None)
    assert seen_of(cast.jonas, cast.maja_id).now == ""


def test_only_the_newest_lives(cast):
    for value in (10, 50, 90):
        actions.say(cast.maja, value=value, need="listen")
    assert Said.objects.filter(member_id=cast.maja_id).count() == 2
    assert Due.objects.filter(kind="capacity.end").count() == 2
    assert seen_of(cast.jonas, cast.maja_id).said == "90%"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"value": "45"}, "not_a_step"),
        ({"value": "a_lot"}, "not_a_step"),
        ({"need": "coffee"}, "not_a_need"),
        ({"words": "o" * 201}, "too_long"),
    ],
)
def test_what_is_none_of_ones_own_steps_is_refused_and_nothing_is_stored(cast, said, code, heard):
    with pytest.raises(Refused) as refused:
        actions.say(cast.maja, **said)
    assert refused.value.code == code
    assert not Said.objects.exists() and not told(heard)


@pytest.mark.parametrize("need", NEEDS)
def test_every_need_reads_well_now_and_later(cast, need):
    actions.say(cast.maja, need=need)
    assert seen_of(cast.jonas, cast.maja_id).now.startswith("would ")
    with later(hours=5):
        (line,) = seen_of(cast.jonas, cast.maja_id).earlier
        assert line.startswith("This morning: wanted ")


@pytest.mark.parametrize("word", WORDS)
def test_every_word_can_be_said(cast, word):
    actions.say(cast.jonas, value=word)
    assert seen_of(cast.maja, cast.jonas_id).said.lower().replace(" ", "_") == word


def test_rather_not_say_is_the_same_as_taking_it_back(cast):
    never = seen_of(cast.jonas, cast.maja_id)
    actions.say(cast.maja, value=40)
    actions.say(cast.maja, value=RATHER_NOT)
    assert not Said.objects.exists() and not Due.objects.exists()
    actions.say(cast.maja, value=40, need="peace", words="Ses")
    actions.clear(cast.maja)
    assert not Said.objects.exists() and not Due.objects.exists()
    assert seen_of(cast.jonas, cast.maja_id) == never


def test_low_is_said_to_oneself_and_brings_what_is_good_on_such_a_day(cast):
    actions.say(cast.maja, value=50)
    assert (look(cast.maja).low, look(cast.maja).good, seen_of(cast.jonas, cast.maja_id).good) == (False, (), ())
    actions.say(cast.maja, value=40)
    good = ("company without talk", "kakao")
    assert (look(cast.maja).low, look(cast.maja).good, seen_of(cast.jonas, cast.maja_id).good) == (True, good, good)
    assert not look(cast.jonas).low
    with later(hours=5):
        assert (look(cast.maja).low, seen_of(cast.jonas, cast.maja_id).good) == (False, ())


def test_the_plan_for_both_stands_there_whatever_either_has_said(cast):
    plans = []
    for value, word in ((None, None), (0, "next_to_nothing"), (100, "a_lot")):
        actions.say(cast.maja, value=value)
        actions.say(cast.jonas, value=word)
        plans.append((seen_of(cast.jonas, cast.maja_id).both_flat, seen_of(cast.maja, cast.jonas_id).both_flat))
    assert plans == [(("order a meal",), ("order a meal",))] * 3


# --- who reads it -------------------------------------------------------------------------------


def test_with_nothing_agreed_nothing_is_stored_or_told(heard):
    made = home(TOPICS)
    for who in (made.maja, made.jonas, made.birthe):
        with pytest.raises(Refused, match="nothing_agreed"):
            actions.say(who, value=40)
        assert (look(who).holds, look(who).others) == (False, ())
    assert not Said.objects.exists() and not told(heard)
    assert look(made.jonas).card and not look(made.birthe).card


def test_it_reaches_those_with_whom_it_is_agreed_and_nobody_else(cast, heard):
    actions.say(cast.maja, value=40)
    actions.say(cast.jonas, value="some")
    assert told(heard) == {cast.maja_id, cast.jonas_id}
    assert look(cast.birthe).others == () and not look(cast.birthe).holds
    assert [one.member_id for one in look(cast.maja).others] == [cast.jonas_id]


def test_two_supporters_never_read_each_other(cast, heard):
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=TOPICS)
    agree(cast.maja, cast.birthe, {**HERS, "scale@supporter": "ten"})
    actions.say(cast.jonas, value="some")
    heard.clear()
    actions.say(cast.birthe, value=3)
    assert [one.member_id for one in look(cast.birthe).others] == [cast.maja_id]
    assert sorted(one.said for one in look(cast.maja).others) == ["3 out of 10", "Some"]
    assert told(heard) == {cast.maja_id, cast.birthe_id}


def test_a_wish_alone_lets_her_say_it_to_herself_and_to_whom_it_is_open(heard):
    made = home(())
    wish(made.maja, "capacity", HERS)
    actions.say(made.maja, value=40)
    assert told(heard) == {made.maja_id}
    assert look(made.maja).own and look(made.maja).others == ()
    assert not look(made.jonas).holds
    circle.open_topics(made.maja, member_id=made.jonas_id, topics=TOPICS)
    assert seen_of(made.jonas, made.maja_id).said == "40%"


def test_an_agreement_that_rests_hides_it_at_once_both_ways():
    with clock.held(MORNING):
        made = home(TOPICS)
        before = look(made.jonas)
        laid = agree(made.maja, made.jonas)
        actions.say(made.maja, value=40)
        actions.say(made.jonas, value="some")
        rest(made.jonas, laid)
        assert look(made.jonas) == before
        assert not look(made.maja).holds
        with pytest.raises(Refused, match="nothing_agreed"):
            actions.say(made.maja, value=50)


def test_somebody_from_elsewhere_can_say_nothing(cast):
    otto = stranger()
    with pytest.raises(Refused):
        actions.say(otto, value=10)
    assert not Said.objects.exists()


# --- silence ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unset", "silence", "reads"),
    [
        ("not_said", "peace", "Not said today"),
        ("as_usual", "peace", "Do as you usually do"),
        ("my_silence", "ask_once", "When Maja says nothing, Jonas"),
        ("my_silence", "own_words", "Jeg kommer selv"),
        ("my_silence", None, "Not said today"),
    ],
)
def test_never_said_ended_taken_back_and_hidden_read_alike(unset, silence, reads):
    with clock.held(MORNING):
        made = home(TOPICS)
        laid = agree(made.maja, made.jonas, {**HERS, **HIS, "unset": unset, "lasts": "four_hours"})
        if silence:
            settle(made.maja, made.jonas, "asking", {"silence": silence, "silence_own": "Jeg kommer selv"})
        never = look(made.jonas)
        assert reads in never.others[0].unset
        actions.say(made.maja, value=40, need="peace", words="Ses")
        assert look(made.jonas) != never
        actions.clear(made.maja)
        assert look(made.jonas) == never
        actions.say(made.maja, value=40, need="peace", words="Ses")
    with clock.held(MORNING + timedelta(hours=4)):
        assert look(made.jonas) == never
        assert look(made.maja).own == ()
    with clock.held(MORNING + timedelta(hours=1)):
        rest(made.maja, laid)
        agree(made.maja, made.jonas, {**HERS, **HIS, "unset": unset})
        actions.clear(made.maja)
        assert look(made.jonas) == never


def test_to_take_back_nothing_tells_nobody(cast, heard):
    actions.clear(cast.maja)
    actions.say(cast.maja, value=None)
    assert not told(heard)


# --- time ---------------------------------------------------------------------------------------


def test_after_four_hours_it_stands_in_the_past_and_at_midnight_it_is_gone_for_good(cast):
    actions.say(cast.maja, value=40, need="peace")
    with later(hours=3, minutes=59):
        assert seen_of(cast.jonas, cast.maja_id).said == "40%"
    with later(hours=4):
        seen = seen_of(cast.jonas, cast.maja_id)
        assert (seen.said, seen.now, seen.earlier) == ("", "", ("This morning: 40%, wanted peace and quiet",))
        assert [line.said_in for line in look(cast.maja).own] == ["this morning"] * 2
    with later(hours=15, minutes=30):
        assert seen_of(cast.jonas, cast.maja_id).unset == "Not said today"


def test_the_page_knows_when_ones_own_turns_and_nothing_of_when_another_spoke(cast):
    assert look(cast.maja).turns_at is None
    actions.say(cast.jonas, value="some")
    assert look(cast.maja).turns_at is None
    actions.say(cast.maja, value=40)
    assert look(cast.maja).turns_at == MORNING + timedelta(hours=4)
    with later(hours=5):
        assert look(cast.maja).turns_at == MORNING + timedelta(hours=15, minutes=30)


def test_a_need_said_later_does_not_make_the_mornings_code_new(cast):
    actions.say(cast.maja, value=40)
    with later(hours=6):
        actions.say(cast.maja, need="listen")
        seen = seen_of(cast.jonas, cast.maja_id)
        assert (seen.said, seen.now, seen.earlier) == ("", "would like somebody to listen", ("This morning: 40%",))


def test_pages_that_are_open_are_told_when_it_turns_and_when_it_ends(cast, heard):
    actions.say(cast.maja, value=40)
    for hours, left in ((4, 1), (15.5, 0)):
        heard.clear()
        with later(hours=hours):
            work_round(DUE)
        assert told(heard) == {cast.maja_id, cast.jonas_id}
        assert Said.objects.count() == left
    assert not Due.objects.exists()


def test_what_has_ended_is_in_no_table_no_row_and_no_export(cast):
    actions.say(cast.maja, value=40, need="peace", words="Ses i morgen")
    assert len(privacy.export(cast.maja_id)["said"]) == 3
    with later(hours=16):
        assert privacy.export(cast.maja_id) == {"said": []}, "it is gone before the worker has come round, too"
        work_round(DUE)
        work_round(DUE)
        assert not Said.objects.exists() and not Due.objects.exists()


def test_a_call_that_comes_late_or_twice_leaves_what_was_said_anew(cast):
    actions.say(cast.maja, value=40)
    row = Said.objects.get()
    with later(hours=15):
        actions.end_due(str(row.id))
        assert Said.objects.exists(), "its time has not come"
    with later(hours=20):
        actions.say(cast.maja, value=60)
        actions.end_due(str(row.id))
        assert seen_of(cast.jonas, cast.maja_id).said == "60%"
        actions.clear(cast.maja)
        actions.end_due(str(row.id))
        actions.past_due(str(row.id))


@pytest.mark.parametrize("lasts", [("midnight", "four_hours"), ("four_hours", "midnight")])
def test_with_several_it_is_gone_for_everyone_when_it_is_gone_for_one(cast, lasts):
    for who, lasting in zip((cast.jonas, cast.birthe), lasts, strict=True):
        agree(cast.maja, who, {**HERS, "lasts": lasting})
    actions.say(cast.maja, value=40)
    assert Said.objects.get().until == MORNING + timedelta(hours=4)


def test_it_ends_at_local_midnight_on_the_day_the_clocks_go_back():
    with clock.held(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)):
        made = home(TOPICS)
        agree(made.maja, made.jonas)
        actions.say(made.maja, value=40)
        assert Said.objects.get().until == datetime(2026, 10, 25, 23, tzinfo=UTC)
        assert look(made.maja).own[0].until == "until midnight"


@pytest.mark.parametrize(("lang", "words"), [("en", "until 18:00"), ("da", "til kl. 18")])
def test_until_when_is_said_as_one_says_it(lang, words):
    with clock.held(MORNING), translation.override(lang):
        made = home(TOPICS)
        agree(made.maja, made.jonas, {**HERS, "lasts": "until_18"})
        actions.say(made.maja, value=40)
        assert look(made.maja).own[0].until == words


# --- leaving ------------------------------------------------------------------------------------


def test_what_somebody_who_left_had_said_is_deleted(cast):
    actions.say(cast.jonas, value="some", need="listen")
    actions.say(cast.maja, value=40)
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    assert [row.member_id for row in Said.objects.all()] == [cast.maja_id]
    assert Due.objects.filter(kind="capacity.end").count() == 1
    actions.members_left(circle_id=cast.circle_id)


def test_one_who_was_taken_out_meanwhile_says_nothing_more(cast):
    jonas = cast.jonas
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    with pytest.raises(Http404):
        actions.say(jonas, value="some")
    with pytest.raises(Http404):
        actions.clear(jonas)


def test_erasing_a_member_leaves_nothing(cast):
    actions.say(cast.maja, value=40, words="Ses")
    privacy.erase(cast.maja_id)
    privacy.erase(cast.maja_id)
    assert not Said.objects.exists() and not Due.objects.exists()


# --- how it is stored ---------------------------------------------------------------------------


def test_no_word_and_no_number_lies_open_in_the_database(cast):
    actions.say(cast.maja, value=40, need="cannot_begin", words="Kanariefugl")
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT * FROM capacity_said")
        stored = repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()])
    assert not any(word in stored for word in ("cannot_begin", "Kanariefugl", "percent"))


def test_a_paused_circle_still_lets_people_speak(cast):
    circle.pause(cast.maja)
    actions.say(cast.maja, value=40)
    assert seen_of(cast.jonas, cast.maja_id).said == "40%"
