"""Acts that come from a telephone's queue, through the house's own door and on its own database."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.test import Client

from roret.agreement.tests.cast import Cast, after, at_once, browser, stranger, with_browsers
from roret.agreement.tests.scale import SCALE
from roret.circle import actions as circle
from roret.flareup import actions as flareup
from roret.flareup.models import Flare
from roret.flareup.tests.living import agree as agree_on_plan
from roret.kit import clock as kit_clock
from roret.offline import actions, privacy
from roret.offline.models import Once
from roret.offline.rules import KEPT_FOR, LASTS
from roret.offline.tests.sequences import BEGIN, sequence
from roret.outbox.actions import work_round
from roret.outbox.models import Due
from roret.signals import actions as signals
from roret.signals.events import SignalsChanged
from roret.signals.models import Signal
from roret.signals.tests.living import agree
from roret.signals.tests.living import look as look_at_signals
from roret.withdraw.models import Away
from roret.withdraw.tests.living import agree as agree_to_withdraw

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
KEY = "0a8f5c9e-31a5-4b52-9d0e-7d9f4a6b1c2d"


@pytest.fixture
def two(clock) -> tuple[Cast, Client, Client]:
    return with_browsers(("asking", "withdraw"))


def send(client: Client, cast: Cast, where: str, body: dict[str, str], *, made: datetime | None = None, key: str = KEY):
    """As the telephone sends it. Gives the status and the word for what became of it."""
    headers = {"Roret-Once": key, "Roret-Made": (made or after()).isoformat()}
    answer = client.post(f"/c/{cast.circle_id}/today/{where}", body, headers=headers)
    return answer.status_code, answer.json()["outcome"]


def test_a_signal_that_comes_twice_is_given_once_and_answered_alike(two, heard):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    heard.clear()
    for _ in range(3):
        assert send(her, cast, "signal", {"kind": "pause"}) == (200, "done")
    assert [type(event) for event in heard] == [SignalsChanged]
    assert Once.objects.count() == 1


def test_it_ends_when_it_would_have_ended_had_there_been_a_network(two):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    assert send(her, cast, "signal", {"kind": "pause"}, made=after(minutes=-20)) == (200, "done")
    assert Signal.objects.get().until == after(minutes=10)


def test_the_same_key_with_something_else_in_it_is_refused(two):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    agree_to_withdraw(cast.maja, cast.jonas)
    send(her, cast, "signal", {"kind": "pause"})
    for where, body in (("signal", {"kind": "full"}), ("signal/back", {}), ("away", {"preset": "a_bit"})):
        assert send(her, cast, where, body) == (422, "another")
    assert not Away.objects.exists() and Signal.objects.get().said == {"kind": "pause"}


def test_the_same_key_from_somebody_else_is_theirs(two):
    cast, her, his = two
    agree(cast.maja, cast.jonas)
    assert send(her, cast, "signal", {"kind": "pause"}) == send(his, cast, "signal", {"kind": "pause"}) == (200, "done")
    assert Signal.objects.count() == Once.objects.count() == 2


def test_what_is_no_longer_true_is_dropped_and_says_so_in_the_readers_language(two, heard):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    heard.clear()
    headers = {"Roret-Once": KEY, "Roret-Made": after(minutes=-30).isoformat()}
    answer = her.post(f"/c/{cast.circle_id}/today/signal", {"kind": "pause"}, headers=headers)
    assert answer.status_code == 410 and "ikke sendt" in answer.json()["text"]
    assert send(her, cast, "signal", {"kind": "pause"}) == (410, "late"), "what was let go of stays so"
    assert heard == [] and not Signal.objects.exists()


def test_a_clock_time_that_has_passed_is_never_sent_late(two):
    cast, her, _ = two
    agree_to_withdraw(cast.maja, cast.jonas)
    assert send(her, cast, "away", {"preset": "minutes_15"}, made=after(minutes=-20)) == (410, "late")
    assert not Away.objects.exists()
    key = KEY[::-1]
    assert send(her, cast, "away", {"preset": "minutes_30"}, made=after(minutes=-20), key=key) == (200, "done")
    assert Away.objects.get().back_at == after(minutes=10)


def test_a_day_late_is_too_late_for_everything(two):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    agree_to_withdraw(cast.maja, cast.jonas)
    acts = (("signal", {"kind": "full"}), ("signal/back", {}), ("away", {"preset": "a_bit"}), ("away/back", {}))
    for number, (where, body) in enumerate(acts):
        assert send(her, cast, where, body, made=after(days=-1), key=f"{KEY}{number}") == (410, "late")
    assert {"signals:send", "withdraw:away", "flareup:on"} <= set(LASTS)


def test_a_telephone_whose_clock_is_a_day_ahead_is_met_kindly_and_one_a_week_ahead_is_not_believed(two):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    assert send(her, cast, "signal", {"kind": "pause"}, made=after(days=1)) == (200, "done")
    assert Signal.objects.get().until == after(minutes=30)
    assert send(her, cast, "signal", {"kind": "pause"}, made=after(days=7), key=KEY[::-1]) == (410, "late")


def test_what_is_newer_on_another_device_stands(two):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    agree_to_withdraw(cast.maja, cast.jonas)
    signals.send(cast.maja, kind="full")
    her.post(f"/c/{cast.circle_id}/today/away", {"preset": "not_today"})
    earlier = after(minutes=-5)
    assert send(her, cast, "signal", {"kind": "pause"}, made=earlier, key=f"{KEY}1") == (410, "late")
    assert send(her, cast, "signal/back", {}, made=earlier, key=f"{KEY}2") == (200, "done")
    assert send(her, cast, "away", {"preset": "a_bit"}, made=earlier, key=f"{KEY}3") == (410, "late")
    assert send(her, cast, "away/back", {}, made=earlier, key=f"{KEY}4") == (200, "done")
    assert Signal.objects.get().said == {"kind": "full"} and Away.objects.get().message == {"starter": "not_today"}


def test_two_in_a_row_from_one_telephone_are_done_in_their_order_however_late_the_network_comes(two):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    agree_to_withdraw(cast.maja, cast.jonas)
    acts = (
        ("signal", {"kind": "pause"}),
        ("signal", {"kind": "full"}),
        ("away", {"preset": "minutes_60"}),
        ("away", {"preset": "a_bit"}),
        ("away/back", {}),
    )
    for number, (where, body) in enumerate(acts):
        made = after(minutes=number - 20)
        assert send(her, cast, where, body, made=made, key=f"{KEY}{number}") == (200, "done"), where
    assert look_at_signals(cast.jonas).others[0].words == "Jeg er fyldt op" and not Away.objects.exists()


def test_what_is_not_agreed_is_let_go_of_and_stays_so(two):
    cast, her, _ = two
    assert send(her, cast, "signal", {"kind": "pause"}) == (410, "not_agreed")
    assert send(her, cast, "away", {"preset": "a_bit"}, key=KEY[::-1]) == (410, "refused")
    agree(cast.maja, cast.jonas)
    assert send(her, cast, "signal", {"kind": "pause"}) == (410, "not_agreed")
    assert not Signal.objects.exists()
    assert b"message" not in her.get(f"/c/{cast.circle_id}/me/notify").content.split(b"<main")[1][:80]


def test_whoever_is_not_there_any_longer_gets_what_a_stranger_gets(two):
    cast, _, his = two
    agree(cast.maja, cast.jonas)
    assert send(his, cast, "signal", {"kind": "pause"}) == (200, "done")
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    otto = browser(stranger().me())
    for who in (his, otto):
        assert send(who, cast, "signal", {"kind": "pause"}) == (404, "gone")
    assert send(Client(), cast, "signal", {"kind": "pause"}) == (401, "signed_out")
    assert not Once.objects.exists(), "nothing of theirs is kept"


def test_only_what_is_on_the_list_is_taken_with_a_key(two):
    cast, her, _ = two
    assert send(her, cast, f"thanks/{cast.jonas_id}", {}) == (400, "unknown")
    for headers in ({"Roret-Once": KEY}, {"Roret-Once": "short", "Roret-Made": after().isoformat()}):
        answer = her.post(f"/c/{cast.circle_id}/today/signal", {"kind": "pause"}, headers=headers)
        assert answer.status_code == 400
    assert her.get(f"/c/{cast.circle_id}/today", headers={"Roret-Once": KEY}).status_code == 400


def test_a_form_without_its_token_does_nothing(two):
    cast, her, _ = two
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = her.cookies
    headers = {"Roret-Once": KEY, "Roret-Made": after().isoformat()}
    assert strict.post(f"/c/{cast.circle_id}/today/signal", {"kind": "pause"}, headers=headers).status_code == 403
    assert not Once.objects.exists()


def test_when_the_act_breaks_off_nothing_of_it_is_left_and_it_can_come_again(two, monkeypatch):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    broken = Client(raise_request_exception=False)
    broken.cookies = her.cookies
    with monkeypatch.context() as broke:
        broke.setattr(signals, "announce", lambda event: 1 / 0)
        headers = {"Roret-Once": KEY, "Roret-Made": after().isoformat()}
        assert broken.post(f"/c/{cast.circle_id}/today/signal", {"kind": "pause"}, headers=headers).status_code == 500
    assert not Signal.objects.exists() and not Once.objects.exists()
    assert send(her, cast, "signal", {"kind": "pause"}) == (200, "done")


def test_after_two_days_nothing_is_left_of_it(two, clock):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    send(her, cast, "signal", {"kind": "pause"})
    row = Once.objects.get()
    assert row.until == after() + KEPT_FOR
    actions.forget_due(str(row.id))
    assert Once.objects.exists(), "not before"
    clock.set(row.until)
    work_round({"offline.forget": actions.forget_due, "signals.end": signals.end_due})
    assert not Once.objects.exists() and not Due.objects.exists()


def test_nobody_takes_anything_of_it_along_and_nothing_stays_when_they_are_erased(two):
    cast, her, _ = two
    send(her, cast, "signal", {"kind": "pause"})
    assert privacy.export(cast.maja_id) == {}
    for _ in range(2):
        privacy.erase(cast.maja_id)
    assert not Once.objects.exists() and not Due.objects.filter(kind="offline.forget").exists()


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_at_the_same_moment_from_two_devices_it_is_done_once(clock):
    cast, her, _ = with_browsers(("asking",))
    agree(cast.maja, cast.jonas)
    answers: list[tuple[int, str]] = []
    same = [lambda: answers.append(send(her, cast, "signal", {"kind": "pause"}))] * 4
    assert at_once(*same) == []
    assert answers == [(200, "done")] * 4 and Once.objects.count() == 1


def test_through_the_door_each_effect_is_there_exactly_once_too(two, clock, heard, figure):
    """The sequences of `test_rules`, on the database. A newer signal that stands there is not written over."""
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    count, arrivals, befell = 400 * SCALE, 0, Counter[str]()
    for seed in range(count):
        made = sequence(seed)
        clock.set(BEGIN)
        Signal.objects.all().delete()
        Once.objects.all().delete()
        heard.clear()
        effects, told, first = Counter[str](), dict[str, set[tuple[int, str]]](), dict[str, datetime]()
        for one in made.arrivals:
            clock.set(one.at)
            work_round({"offline.forget": actions.forget_due, "signals.end": lambda ref: None})
            before = len(heard)
            kind = "no_such" if one.forged else one.tap.kind
            said = send(her, cast, "signal", {"kind": kind}, made=one.tap.made, key=one.tap.key + "0" * 8)
            effects[one.tap.key] += len(heard) - before
            assert (len(heard) > before) <= (said == (200, "done"))
            if one.at < first.setdefault(one.tap.key, one.at) + KEPT_FOR:
                told.setdefault(one.tap.key, set()).add(said)
            arrivals += 1
            befell[said[1]] += 1
        for key, times in effects.items():
            assert times <= 1 and (times == 1) == ((200, "done") in told[key]), (seed, key)
            assert len({one for one in told[key] if one[1] != "another"}) <= 1, (
                "the same answer each time, while it is known"
            )
    assert set(befell) == {"done", "late", "another", "not_agreed"}
    figure(
        f"offline replay, through the door: {count} sequences, {arrivals} arrivals, {befell['done']} answered done, 0 effects twice"
    )


def test_the_clock_of_these_tests_stands_still(two):
    assert kit_clock.now() == after() and timedelta(minutes=30) == LASTS["signals:send"]


def test_the_plan_is_turned_on_once_from_a_queue_and_not_an_hour_later(clock):
    cast, her, his = with_browsers(("flareup",))
    assert turn_on(her, cast, after(minutes=-10), KEY[::-1]) == (410, "not_agreed")
    agree_on_plan(cast.maja, cast.jonas)
    assert turn_on(her, cast, after(hours=-1), f"{KEY}1") == (410, "late")
    assert turn_on(his, cast, after(minutes=-10)) == (404, "gone"), "who was not named turns nothing on"
    assert not Flare.objects.exists()
    for _ in range(2):
        assert turn_on(her, cast, after(minutes=-10)) == (200, "done")
    flareup.turn_off(cast.maja, seen=Flare.objects.get().id)
    assert turn_on(her, cast, after(minutes=-10)) == (200, "done"), "as before, and nothing is turned on anew"
    assert turn_on(her, cast, after(minutes=-5), f"{KEY}2") == (410, "late"), "tapped before it was turned off"
    assert not Flare.objects.filter(until=None).exists()
    assert turn_on(her, cast, after(), f"{KEY}3") == (200, "done")


def turn_on(client: Client, cast: Cast, made: datetime, key: str = KEY) -> tuple[int, str]:
    headers = {"Roret-Once": key, "Roret-Made": made.isoformat()}
    answer = client.post(f"/c/{cast.circle_id}/plan/on", headers=headers)
    return answer.status_code, answer.json()["outcome"]
