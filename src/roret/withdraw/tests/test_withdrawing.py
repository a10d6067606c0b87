"""Who reads that somebody has withdrawn, when it turns, and that nothing is left of it afterwards."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.http import Http404
from django.utils import translation

from roret.agreement import actions as agreement
from roret.agreement.tests.cast import Cast, after, at_once, count_for, home, one_more, wish
from roret.circle import actions as circle
from roret.outbox.actions import work_round
from roret.outbox.models import Due
from roret.withdraw import actions, privacy, queries
from roret.withdraw.models import Away, Check
from roret.withdraw.tests.living import TERMS, agree, look

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DUE = {
    "withdraw.check": actions.check_due,
    "withdraw.clock": actions.clock_due,
    "withdraw.end": actions.end_due,
}


@pytest.fixture
def cast(clock) -> Cast:
    """It is Tuesday, 9 in the morning in Copenhagen."""
    return home(("withdraw",))


def test_with_nothing_agreed_nothing_is_stored_sent_or_shown(cast, heard):
    for who in (cast.maja, cast.jonas, cast.birthe):
        with pytest.raises(actions.NotAgreed):
            actions.withdraw(who, preset="a_bit")
        assert (look(who).agreed, look(who).presets) == (False, ())
    assert Away.objects.count() == Due.objects.count() == len(heard) == 0


def test_a_message_with_a_duration_becomes_one_with_a_clock_time(cast, heard):
    agree(cast.maja, cast.jonas)
    heard.clear()
    actions.withdraw(cast.maja, preset="minutes_30")
    (seen,) = look(cast.jonas).others
    assert (seen.member_id, seen.message, seen.when) == (cast.maja_id, "Jeg lader op", "Tilbage kl. 9.30")
    with translation.override("en"):
        (read,) = look(cast.jonas).others
        assert (read.message, read.when) == ("I am recharging", "Back at 9:30")
    assert look(cast.maja).mine.line.text == "Jeg lader op. Tilbage kl. 9.30."
    assert look(cast.birthe).others == ()
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]


def test_the_agreed_reply_lies_ready_and_can_be_sent_from_the_telephone(cast):
    agree(cast.maja, cast.jonas)
    actions.withdraw(cast.maja, preset="a_bit")
    (seen,) = look(cast.jonas).others
    assert [line.text for line in seen.replies] == ["Fint, vi ses", "Vi ses, når vi ses"]
    assert seen.replies[0].sms == "sms:?&body=Fint%2C%20vi%20ses"
    assert seen.meanwhile == ("gemme lidt mad",)
    assert seen.when == ""


def test_it_is_the_same_for_supporters_and_each_has_their_own_reply(cast):
    agree(cast.maja, cast.jonas)
    agree(cast.maja, cast.birthe, {})
    actions.withdraw(cast.jonas, own="Jeg løber en tur 🙂", minutes=60)
    actions.withdraw(cast.birthe, preset="going_home")
    seen = {one.member_id: one for one in look(cast.maja).others}
    assert (seen[cast.jonas_id].message, seen[cast.jonas_id].when) == ("Jeg løber en tur 🙂", "Tilbage kl. 10.00")
    assert [line.text for line in seen[cast.jonas_id].replies] == ["Tag den tid, du vil"]
    assert seen[cast.birthe_id].replies == ()
    assert look(cast.jonas).others == look(cast.birthe).others == ()


def test_what_lies_ready_is_what_was_agreed_and_without_that_the_cards_own(cast):
    agree(cast.maja, cast.jonas)
    assert [one.preset or one.ready for one in look(cast.maja).presets] == [
        "a_bit",
        "Jeg går op og ligger lidt",
        "minutes_30",
    ]
    assert [one.preset for one in look(cast.jonas).presets][:2] == ["a_bit", "quiet_place"]
    assert len(look(cast.jonas).presets) == 8


def test_a_passed_clock_time_turns_by_itself_and_open_pages_are_told(cast, clock, heard):
    agree(cast.maja, cast.jonas)
    actions.withdraw(cast.maja, preset="minutes_15")
    assert look(cast.jonas).turns_at == after(minutes=15)
    heard.clear()
    clock.set(after(minutes=15))
    (seen,) = look(cast.jonas).others
    assert (seen.message, seen.when) == ("Jeg lader op", "Det tager den tid, det tager")
    work_round(DUE)
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]
    assert look(cast.jonas).others == (seen,)


def test_staying_longer_counts_from_the_time_on_the_screen_and_two_taps_are_one(cast, clock):
    agree(cast.maja, cast.jonas)
    actions.withdraw(cast.maja, preset="minutes_30")
    shown = datetime.fromisoformat(look(cast.maja).mine.back_at)
    for _ in range(2):
        actions.extend(cast.maja, minutes=15, shown=shown)
    assert look(cast.jonas).others[0].when == "Tilbage kl. 9.45"
    clock.set(after(minutes=50))
    actions.extend(cast.maja, minutes=30, shown=datetime.fromisoformat(look(cast.maja).mine.back_at))
    assert look(cast.jonas).others[0].when == "Tilbage kl. 10.20"
    actions.extend(cast.maja, minutes=None)
    assert look(cast.jonas).others[0].when == ""
    assert Due.objects.filter(kind="withdraw.clock").count() == 0
    actions.extend(cast.maja, minutes=15)
    assert look(cast.jonas).others[0].when == "Tilbage kl. 10.05"


def test_a_tap_on_a_screen_that_is_no_longer_true_changes_nothing(cast):
    agree(cast.maja, cast.jonas)
    actions.withdraw(cast.maja, preset="minutes_30")
    shown = datetime.fromisoformat(look(cast.maja).mine.back_at)
    actions.extend(cast.maja, minutes=30, shown=shown)
    actions.extend(cast.maja, minutes=15, shown=shown)
    assert look(cast.jonas).others[0].when == "Tilbage kl. 10.00"
    actions.extend(cast.maja, minutes=None)
    actions.extend(cast.maja, minutes=15, shown=shown)
    assert look(cast.jonas).others[0].when == ""


def test_back_is_back_and_staying_longer_afterwards_brings_nothing_up_again(cast, heard):
    agree(cast.maja, cast.jonas, {"check": "never"})
    actions.withdraw(cast.maja, preset="a_bit")
    heard.clear()
    actions.come_back(cast.maja)
    actions.come_back(cast.maja)
    actions.extend(cast.maja, minutes=15)
    actions.extend(cast.maja, minutes=None)
    assert Away.objects.count() == Due.objects.count() == Check.objects.count() == 0
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]


def test_it_ends_by_itself_twelve_hours_after_the_last_word_and_is_deleted(cast, clock):
    agree(cast.maja, cast.jonas, {"check": "never"})
    actions.withdraw(cast.maja, preset="a_bit")
    clock.set(after(hours=10))
    actions.extend(cast.maja, minutes=None)
    clock.set(after(hours=11))
    work_round(DUE)
    assert len(look(cast.jonas).others) == 1
    clock.set(after(hours=1))
    assert look(cast.jonas).others == () and look(cast.maja).mine is None
    assert privacy.export(cast.maja_id) == {"away": None}
    work_round(DUE)
    assert Away.objects.count() == Due.objects.count() == 0


def test_never_away_back_ended_and_no_longer_agreed_look_alike(cast, clock):
    laid = agree(cast.maja, cast.jonas, {**TERMS, "check": "never"})
    never = look(cast.jonas)
    actions.withdraw(cast.maja, preset="a_bit")
    actions.come_back(cast.maja)
    assert look(cast.jonas) == never
    actions.withdraw(cast.maja, preset="a_bit")
    clock.set(after(hours=12))
    assert look(cast.jonas) == never
    agreement.pause(cast.maja, agreement_id=laid.agreement_id, aloud=True)
    rested = look(cast.jonas)
    with pytest.raises(actions.NotAgreed):
        actions.withdraw(cast.maja, preset="a_bit")
    assert look(cast.jonas) == rested


def test_a_message_that_waited_past_its_time_is_dropped_and_never_sent_late(cast, heard):
    agree(cast.maja, cast.jonas)
    heard.clear()
    too_late = (
        {"preset": "minutes_15", "asked_at": after(minutes=-20)},
        {"preset": "a_bit", "asked_at": after(hours=-2)},
        {"own": "Jeg går lidt", "minutes": 30, "asked_at": after(days=-1)},
        {"preset": "minutes_60", "asked_at": after(days=1)},
    )
    for waited in too_late:
        with pytest.raises(actions.TooLate):
            actions.withdraw(cast.maja, **waited)
    assert not Away.objects.exists() and heard == []
    actions.withdraw(cast.maja, preset="minutes_30", asked_at=after(minutes=-20))
    assert look(cast.jonas).others[0].when == "Tilbage kl. 9.10"


# --- afterwards ---------------------------------------------------------------------------------


def test_a_friendly_word_is_offered_the_next_day_where_that_is_agreed_and_goes_with_it(cast, clock, heard):
    agree(cast.maja, cast.jonas)
    agree(cast.maja, cast.birthe, {**TERMS, "check": "never"})
    actions.withdraw(cast.maja, preset="a_bit")
    actions.come_back(cast.maja)
    assert look(cast.jonas).checks == ()
    heard.clear()
    clock.set(after(days=1, hours=1))
    work_round(DUE)
    (offered,) = look(cast.jonas).checks
    assert (offered.member_id, [line.text for line in offered.lines]) == (cast.maja_id, ["Skal vi finde en anden dag?"])
    assert look(cast.birthe).checks == look(cast.maja).checks == ()
    assert [event.to for event in heard] == [{cast.jonas_id}], "never to the one who withdrew"
    clock.set(after(hours=14))
    assert look(cast.jonas).checks == ()
    work_round(DUE)
    assert Check.objects.count() == Due.objects.count() == 0


def test_no_word_is_offered_while_they_are_away_again_or_the_circle_rests_or_it_is_no_longer_agreed(cast, clock):
    laid = agree(cast.maja, cast.jonas, {**TERMS, "check": "same_day"})
    actions.withdraw(cast.maja, preset="a_bit")
    actions.come_back(cast.maja)
    clock.set(after(hours=2))
    assert len(look(cast.jonas).checks) == 1
    circle.pause(cast.maja)
    assert look(cast.jonas).checks == ()
    circle.go_on(cast.maja)
    assert len(look(cast.jonas).checks) == 1
    agreement.pause(cast.maja, agreement_id=laid.agreement_id, aloud=True)
    assert look(cast.jonas).checks == ()
    agree(cast.maja, cast.jonas, {**TERMS, "check": "same_day"})
    actions.withdraw(cast.maja, preset="a_bit")
    assert look(cast.jonas).checks == () and not Check.objects.exists()


# --- leaving and erasing ------------------------------------------------------------------------


def test_whoever_leaves_takes_what_they_said_with_them(cast, heard):
    agree(cast.maja, cast.jonas)
    agree(cast.maja, cast.birthe)
    actions.withdraw(cast.maja, preset="a_bit")
    actions.come_back(cast.maja)
    assert Check.objects.count() == 2
    actions.withdraw(cast.jonas, preset="a_bit")
    was = cast.jonas
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    heard.clear()
    for _ in range(2):
        actions.members_left(circle_id=cast.circle_id)
    assert not Away.objects.exists()
    assert Check.objects.get().member_id == cast.birthe_id
    assert Due.objects.count() == 1
    assert all(cast.birthe_id not in event.to for event in heard)
    with pytest.raises(Http404):
        actions.withdraw(was, preset="a_bit")


def test_erasing_leaves_nothing_and_can_be_done_twice(cast):
    agree(cast.maja, cast.jonas)
    actions.withdraw(cast.maja, preset="a_bit")
    actions.come_back(cast.maja)
    actions.withdraw(cast.jonas, own="Jeg går ned til vandet", minutes=15)
    assert privacy.export(cast.jonas_id)["away"]["message"] == {"own": "Jeg går ned til vandet"}
    for _ in range(2):
        privacy.erase(cast.jonas_id)
    assert Away.objects.count() == Check.objects.count() == Due.objects.count() == 0


# --- flat, and at once --------------------------------------------------------------------------


def test_queries_are_as_many_with_two_others_as_with_twelve(cast, clock):
    wish(cast.maja, "withdraw", {**TERMS, "check": "same_day"})
    agree(cast.maja, cast.jonas, {**TERMS, "check@supporter": "same_day"})
    actions.withdraw(cast.jonas, preset="minutes_30")
    few = count_for(cast.maja, queries.today)
    for n in range(10):
        more = one_more(cast)
        agree(cast.maja, more, {**TERMS, "check@supporter": "same_day"})
        actions.withdraw(more, preset="minutes_30")
        if n % 2:
            actions.come_back(more)
    assert count_for(cast.maja, queries.today) == few and sum(few) <= 4
    clock.set(after(hours=3))
    assert (len(look(cast.maja).others), len(look(cast.maja).checks)) == (6, 5)
    assert count_for(cast.maja, queries.today) == few


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_two_devices_longer_and_back_at_once_end_whole():
    cast = home(("withdraw",))
    agree(cast.maja, cast.jonas, {**TERMS, "check": "never"})
    maja = cast.maja
    for _ in range(6):
        actions.withdraw(maja, preset="minutes_30")
        shown = Away.objects.get().back_at
        raised = at_once(
            lambda shown=shown: actions.extend(maja, minutes=15, shown=shown),
            lambda shown=shown: actions.extend(maja, minutes=15, shown=shown),
            lambda: actions.come_back(maja),
        )
        assert raised == []
        assert Away.objects.count() == Due.objects.count() == 0, "whichever came first, back is back"
        raised = at_once(
            lambda: actions.withdraw(maja, preset="a_bit"),
            lambda: actions.withdraw(maja, own="Jeg går lidt", minutes=15),
        )
        assert raised == []
        (there,) = Away.objects.all()
        timed = there.back_at is not None
        assert there.message == ({"own": "Jeg går lidt"} if timed else {"starter": "a_bit"})
        assert Due.objects.filter(kind="withdraw.clock").count() == timed
