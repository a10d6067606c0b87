"""Who sees which signal, and that nothing is left of one that has ended."""

from __future__ import annotations

import pytest
from django.http import Http404

from roret.agreement import actions as agreement
from roret.agreement.tests.cast import Cast, after, at_once, count_for, home, one_more, settle, stranger, wish
from roret.circle import actions as circle
from roret.outbox.actions import work_round
from roret.outbox.models import Due
from roret.signals import actions, privacy, queries
from roret.signals.models import Signal, Thanks
from roret.signals.tests.living import agree, look

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DUE = {"signals.end": actions.end_due, "signals.thanks": actions.thanks_due}


@pytest.fixture
def cast(clock) -> Cast:
    return home(("asking", "words"))


def test_with_nothing_agreed_nothing_is_stored_sent_or_shown(cast, heard):
    for who in (cast.maja, cast.jonas, cast.birthe):
        with pytest.raises(actions.NotAgreed):
            actions.send(who, kind="pause")
        assert (look(who).agreed, look(who).choices) == (False, ())
    assert Signal.objects.count() == Due.objects.count() == len(heard) == 0


def test_a_signal_reaches_those_with_whom_it_is_agreed_and_nobody_else(cast, heard):
    agree(cast.maja, cast.jonas)
    heard.clear()
    actions.send(cast.maja, kind="change_subject")
    (seen,) = look(cast.jonas).others
    assert (seen.member_id, seen.words) == (cast.maja_id, "Noget andet")
    assert "noget andet" in seen.helps.lower()
    assert look(cast.birthe).others == look(cast.maja).others == ()
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]


def test_it_works_both_ways_and_two_supporters_never_see_each_others(cast):
    agree(cast.maja, cast.jonas)
    agree(cast.maja, cast.birthe, answers={})
    actions.send(cast.jonas, own="Kaffe")
    actions.send(cast.birthe, kind="full")
    assert {(one.member_id, one.words) for one in look(cast.maja).others} == {
        (cast.jonas_id, "Kaffe"),
        (cast.birthe_id, "Jeg er fyldt op"),
    }
    assert look(cast.jonas).others == look(cast.birthe).others == ()


def test_a_wish_is_enough_where_the_topic_is_open(cast):
    wish(cast.maja, "asking", {"stop": [{"starter": "hand_on_heart"}]})
    actions.send(cast.maja, kind="hand_on_heart")
    assert [one.words for one in look(cast.jonas).others] == ["en hånd på hjertet"]
    assert look(cast.birthe).others == ()


def test_only_what_is_agreed_can_be_sent(cast):
    agree(cast.maja, cast.jonas)
    assert [one.words for one in look(cast.maja).choices] == [
        "Pause",
        "Noget andet",
        "Jeg er fyldt op",
        "en åben hånd",
        "Ananas",
    ]
    assert [one.own for one in look(cast.jonas).choices] == ["", "", "", "Kaffe"]
    made_up = (
        {"own": "Kaffe"},
        {"kind": "hand_on_heart"},
        {"kind": "pause", "own": "Ananas"},
        {},
        {"kind": "x" * 10_000},
    )
    for tapped in made_up:
        with pytest.raises(actions.NotAgreed):
            actions.send(cast.maja, **tapped)
    assert not Signal.objects.exists()


def test_every_signal_has_a_sentence_to_say_and_one_to_answer_with(cast):
    agree(cast.maja, cast.jonas)
    for one in look(cast.maja).choices:
        actions.send(cast.maja, kind=one.kind, own=one.own)
        (seen,) = look(cast.jonas).others
        assert seen.words == one.words == look(cast.maja).mine.words
        assert seen.answer and seen.helps and look(cast.maja).mine.aloud


def test_the_newest_takes_the_place_of_the_last(cast):
    agree(cast.maja, cast.jonas)
    for kind in ("pause", "full", "full", "pause") * 50:
        actions.send(cast.maja, kind=kind)
    assert [one.words for one in look(cast.jonas).others] == ["Pause"]
    assert Signal.objects.count() == Due.objects.filter(kind="signals.end").count() == 1


def test_it_ends_by_itself_and_is_deleted_for_its_sender_too(cast, clock, heard):
    agree(cast.maja, cast.jonas)
    actions.send(cast.maja, kind="pause")
    start = look(cast.maja)
    assert start.mine is not None
    heard.clear()
    work_round(DUE, now=after(minutes=29))
    assert Signal.objects.count() == 1
    clock.set(after(minutes=30))
    assert look(cast.maja).mine is None and look(cast.jonas).others == ()
    assert privacy.export(cast.maja_id) == {"signal": None}
    work_round(DUE)
    assert Signal.objects.count() == Due.objects.count() == 0
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]


def test_a_new_signal_is_not_ended_by_the_hour_of_the_last(cast, clock):
    agree(cast.maja, cast.jonas)
    actions.send(cast.maja, kind="pause")
    clock.set(after(minutes=20))
    actions.send(cast.maja, kind="full")
    row = Signal.objects.get()
    clock.set(after(minutes=15))
    actions.end_due(str(row.id))
    work_round(DUE)
    assert look(cast.jonas).others[0].words == "Jeg er fyldt op"


def test_it_is_taken_back_at_once_and_twice_is_once(cast, heard):
    agree(cast.maja, cast.jonas)
    actions.send(cast.maja, kind="pause")
    heard.clear()
    actions.take_back(cast.maja)
    actions.take_back(cast.maja)
    assert Signal.objects.count() == Due.objects.count() == 0
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]
    actions.end_due("00000000-0000-0000-0000-000000000000")


def test_never_set_ended_taken_back_and_no_longer_agreed_look_alike(cast, clock):
    laid = agree(cast.maja, cast.jonas)
    never = look(cast.jonas)
    actions.send(cast.maja, kind="pause")
    actions.take_back(cast.maja)
    assert look(cast.jonas) == never
    actions.send(cast.maja, kind="pause")
    clock.set(after(minutes=30))
    assert look(cast.jonas) == never
    agreement.pause(cast.maja, agreement_id=laid.agreement_id, aloud=False)
    rested = look(cast.jonas)
    agreement.propose_again(
        cast.maja, agreement_id=laid.agreement_id, version=laid.version, wording={}, trial=True, review_on=None
    )
    assert look(cast.jonas) == rested
    assert rested.others == ()


def test_a_signal_does_not_outlast_its_agreement(cast, heard):
    laid = agree(cast.maja, cast.jonas)
    actions.send(cast.maja, kind="pause")
    agreement.pause(cast.jonas, agreement_id=laid.agreement_id, aloud=False)
    assert look(cast.jonas).others == ()
    heard.clear()
    with pytest.raises(actions.NotAgreed):
        actions.send(cast.maja, kind="full")
    assert heard == []


def test_whoever_leaves_takes_what_they_said_with_them(cast, heard):
    agree(cast.maja, cast.jonas)
    agree(cast.maja, cast.birthe)
    actions.send(cast.jonas, kind="pause")
    actions.thank(cast.jonas, member_id=cast.maja_id)
    actions.thank(cast.maja, member_id=cast.jonas_id)
    actions.send(cast.maja, kind="full")
    was = cast.jonas
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    heard.clear()
    actions.members_left(circle_id=cast.circle_id)
    actions.members_left(circle_id=cast.circle_id)
    assert Signal.objects.get().member_id == cast.maja_id
    assert not Thanks.objects.exists()
    assert Due.objects.count() == 1
    assert all(cast.birthe_id not in event.to for event in heard)
    for act in (lambda: actions.send(was, kind="pause"), lambda: actions.thank(was, member_id=cast.maja_id)):
        with pytest.raises(Http404):
            act()


def test_a_member_who_leaves_is_heard_by_the_wiring(cast):
    agree(cast.maja, cast.jonas)
    actions.send(cast.jonas, kind="pause")
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    assert not Signal.objects.exists()


def test_erasing_leaves_nothing_and_can_be_done_twice(cast):
    agree(cast.maja, cast.jonas)
    actions.send(cast.maja, own="Ananas")
    actions.thank(cast.jonas, member_id=cast.maja_id)
    assert privacy.export(cast.maja_id) == {"signal": {"own": "Ananas"}}
    for _ in range(2):
        privacy.erase(cast.maja_id)
    assert Signal.objects.count() == Thanks.objects.count() == Due.objects.count() == 0


# --- thanks -------------------------------------------------------------------------------------


def test_a_thanks_needs_no_agreement_and_is_shown_until_it_was_seen(cast, heard):
    actions.thank(cast.jonas, member_id=cast.maja_id)
    (shown,) = look(cast.maja).thanks
    assert (shown.member_id, shown.words) == (cast.jonas_id, "")
    assert look(cast.jonas).thanks == look(cast.birthe).thanks == ()
    actions.noticed(cast.maja, thanks_ids=[shown.id])
    assert look(cast.maja).thanks == ()
    assert Thanks.objects.count() == Due.objects.count() == 0
    assert [event.to for event in heard] == [{cast.maja_id}, {cast.maja_id}]


def test_the_sender_cannot_tell_whether_it_was_seen(cast):
    before = look(cast.jonas)
    actions.thank(cast.jonas, member_id=cast.maja_id)
    lies_there = look(cast.jonas)
    actions.noticed(cast.maja, thanks_ids=[one.id for one in look(cast.maja).thanks])
    assert look(cast.jonas) == lies_there == before


def test_a_second_thanks_takes_the_place_of_the_first_and_is_not_taken_off_with_it(cast):
    actions.thank(cast.jonas, member_id=cast.maja_id)
    (first,) = look(cast.maja).thanks
    actions.thank(cast.jonas, member_id=cast.maja_id)
    actions.noticed(cast.maja, thanks_ids=[first.id])
    assert len(look(cast.maja).thanks) == Thanks.objects.count() == Due.objects.count() == 1


def test_a_thanks_goes_between_the_holder_and_one_other_alone(cast):
    for member_id in (cast.birthe_id, cast.jonas_id, stranger().me()):
        with pytest.raises(Http404):
            actions.thank(cast.jonas, member_id=member_id)
    with pytest.raises(Http404):
        actions.thank(cast.maja, member_id=cast.maja_id)
    actions.thank(cast.maja, member_id=cast.birthe_id)
    (shown,) = look(cast.birthe).thanks
    actions.noticed(cast.jonas, thanks_ids=[shown.id])
    assert look(cast.birthe).thanks == (shown,)


def test_it_comes_in_words_that_the_receiver_likes(cast):
    settle(cast.maja, cast.jonas, "words", {"works": [{"starter": "good_to_see"}, {"own": "Du er min ven"}]})
    wish(cast.jonas, "needs", {"glad_of": [{"starter": "hug"}, {"starter": "my_day"}]})
    (maja,) = look(cast.jonas).to_thank
    assert [word.words for word in maja.along] == ["Godt at se dig", "Du er min ven"]
    actions.thank(cast.jonas, member_id=cast.maja_id, along=maja.along[1].value)
    assert look(cast.maja).thanks[0].words == "Du er min ven"
    actions.thank(cast.maja, member_id=cast.jonas_id, along="glad_of.hug")
    assert look(cast.jonas).thanks[0].words == "Et kram til dig"
    actions.thank(cast.maja, member_id=cast.jonas_id, along="own.Du er altid så stærk")
    assert look(cast.jonas).thanks[0].words == ""


def test_a_thanks_that_nobody_looked_at_ends_with_its_day(cast, clock):
    actions.thank(cast.jonas, member_id=cast.maja_id)
    clock.set(after().replace(hour=22, minute=59))
    work_round(DUE)
    assert len(look(cast.maja).thanks) == 1
    clock.set(after().replace(hour=23, minute=0))
    assert look(cast.maja).thanks == ()
    work_round(DUE)
    assert Thanks.objects.count() == Due.objects.count() == 0


def test_a_wish_that_is_closed_to_the_sender_lends_no_words(cast):
    wish(cast.maja, "words", {"works": [{"own": "Du er min ven"}]})
    assert [len(one.along) for one in look(cast.jonas).to_thank] == [1]
    assert [len(one.along) for one in look(cast.birthe).to_thank] == [0]


# --- flat ---------------------------------------------------------------------------------------


def test_queries_are_as_many_with_two_others_as_with_twelve(cast):
    agree(cast.maja, cast.jonas)
    actions.send(cast.jonas, kind="pause")
    actions.thank(cast.jonas, member_id=cast.maja_id)
    wish(cast.jonas, "needs", {"glad_of": [{"starter": "hug"}]})
    few = count_for(cast.maja, queries.today)
    for _ in range(10):
        more = one_more(cast)
        agree(cast.maja, more)
        actions.send(more, kind="pause")
        actions.thank(more, member_id=cast.maja_id)
        wish(more, "needs", {"glad_of": [{"starter": "hug"}]})
    assert len(look(cast.maja).others) == len(look(cast.maja).thanks) == 11
    assert count_for(cast.maja, queries.today) == few
    assert sum(few) <= 10


# --- at once ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_two_devices_and_the_hour_at_once_leave_one_whole_signal():
    cast = home(("asking",))
    agree(cast.maja, cast.jonas)
    maja = cast.maja
    for _ in range(6):
        raised = at_once(
            lambda: actions.send(maja, kind="pause"),
            lambda: actions.send(maja, own="Ananas"),
            lambda: actions.take_back(maja),
            lambda: actions.thank(maja, member_id=cast.jonas_id),
            lambda: actions.thank(maja, member_id=cast.jonas_id),
        )
        assert raised == []
        assert Signal.objects.count() <= 1
        assert Signal.objects.count() == Due.objects.filter(kind="signals.end").count()
        assert Thanks.objects.count() == Due.objects.filter(kind="signals.thanks").count() == 1
        assert all(row.said in ({"kind": "pause"}, {"own": "Ananas"}) for row in Signal.objects.all())
