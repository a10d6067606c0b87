"""Things due: written with the thing itself, done at least once, lost never."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.db import transaction

from roret.kit import clock as kit_clock
from roret.outbox import actions, queries
from roret.outbox.models import Due, Pulse
from roret.outbox.rules import LEASE, LONGEST_WAIT, is_up, wait

pytestmark = pytest.mark.django_db


def test_what_is_due_is_done_once_and_gone(clock):
    done = []
    actions.due(kind="zone.ends", ref="a", at=kit_clock.now())
    assert actions.work_round({"zone.ends": done.append}) == 1
    assert actions.work_round({"zone.ends": done.append}) == 0
    assert done == ["a"] and not Due.objects.exists()


def test_what_is_not_due_yet_waits(clock):
    actions.due(kind="zone.ends", ref="a", at=kit_clock.now() + timedelta(minutes=5))
    assert actions.work_round({}) == 0
    clock.set(kit_clock.now() + timedelta(minutes=6))
    done = []
    assert actions.work_round({"zone.ends": done.append}) == 1
    assert done == ["a"]


def test_the_soonest_comes_first(clock):
    done = []
    for minutes, ref in ((1, "b"), (2, "c"), (0, "a")):
        actions.due(kind="zone.ends", ref=ref, at=kit_clock.now() - timedelta(hours=1) + timedelta(minutes=minutes))
    actions.work_round({"zone.ends": done.append})
    assert done == ["a", "b", "c"]


def test_the_same_kind_and_ref_again_moves_it(clock):
    later = kit_clock.now() + timedelta(hours=1)
    actions.due(kind="zone.ends", ref="a", at=kit_clock.now())
    actions.due(kind="zone.ends", ref="a", at=later)
    assert queries.next_at() == later and Due.objects.count() == 1


def test_a_thing_due_is_undone_with_the_transaction_it_belongs_to(clock):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.due(kind="zone.ends", ref="a", at=kit_clock.now())
        raise ZeroDivisionError
    assert not Due.objects.exists()


def test_asked_for_anew_at_the_very_moment_the_lease_ends_it_is_kept(clock):
    def again(ref):
        actions.due(kind="zone.ends", ref=ref, at=kit_clock.now() + LEASE)

    actions.due(kind="zone.ends", ref="a", at=kit_clock.now())
    actions.work_round({"zone.ends": again})
    assert queries.next_at() == kit_clock.now() + LEASE


def test_what_was_cancelled_is_not_done(clock):
    actions.due(kind="zone.ends", ref="a", at=kit_clock.now())
    actions.cancel(kind="zone.ends", ref="a")
    assert actions.work_round({}) == 0


def test_a_failure_is_tried_again_later_and_its_text_is_never_logged(clock, caplog):
    caplog.set_level(logging.DEBUG)

    def fail(ref):
        raise ValueError("Maja wrote: CANARY-1234")

    actions.due(kind="zone.ends", ref="a", at=kit_clock.now())
    actions.work_round({"zone.ends": fail})
    row = Due.objects.get()
    assert (row.attempts, row.at) == (1, kit_clock.now() + wait(1))
    assert "ValueError" in caplog.text and "CANARY" not in caplog.text
    done = []
    clock.set(row.at)
    actions.work_round({"zone.ends": done.append})
    assert done == ["a"]


def test_a_kind_that_nobody_knows_waits_for_the_version_that_does(clock):
    actions.due(kind="from.tomorrow", ref="a", at=kit_clock.now())
    actions.work_round({})
    assert Due.objects.get().attempts == 1


def test_one_failure_does_not_hold_up_the_others(clock):
    done = []

    def some(ref):
        if ref == "a":
            raise RuntimeError
        done.append(ref)

    for ref in "abc":
        actions.due(kind="zone.ends", ref=ref, at=kit_clock.now())
    actions.work_round({"zone.ends": some})
    assert sorted(done) == ["b", "c"]


def test_asked_for_anew_while_it_is_being_done_it_is_done_again(clock):
    later = kit_clock.now() + timedelta(hours=1)

    def ask_again(ref):
        actions.due(kind="zone.ends", ref=ref, at=later)

    actions.due(kind="zone.ends", ref="a", at=kit_clock.now())
    actions.work_round({"zone.ends": ask_again})
    assert Due.objects.get().at == later


def test_while_one_worker_is_at_it_no_other_takes_it(clock):
    taken_by_another = []

    def slow(ref):
        taken_by_another.append(actions.work_round({"zone.ends": slow}))

    actions.due(kind="zone.ends", ref="a", at=kit_clock.now())
    actions.work_round({"zone.ends": slow})
    assert taken_by_another == [0]


def test_a_worker_that_died_leaves_it_to_the_next_one_after_the_lease(clock):
    actions.due(kind="zone.ends", ref="a", at=kit_clock.now())
    Due.objects.update(at=kit_clock.now() + LEASE, attempts=1)  # as a killed worker leaves it
    assert actions.work_round({}) == 0
    clock.set(kit_clock.now() + LEASE)
    done = []
    actions.work_round({"zone.ends": done.append})
    assert done == ["a"]


def test_a_worker_asked_to_stop_in_the_middle_gives_it_back_at_once(clock):
    class Stopped(BaseException):
        pass

    def stopped(ref):
        raise Stopped

    actions.due(kind="zone.ends", ref="a", at=kit_clock.now())
    with pytest.raises(Stopped):
        actions.work_round({"zone.ends": stopped})
    row = Due.objects.get()
    assert (row.at, row.attempts) == (kit_clock.now(), 0)


def test_a_ref_is_an_id_and_never_a_text(clock):
    with pytest.raises(ValueError, match="80"):
        actions.due(kind="zone.ends", ref="x" * 81, at=kit_clock.now())


def test_the_wait_grows_and_stays_within_an_hour():
    waits = [wait(attempts) for attempts in range(1, 40)]
    assert waits == sorted(waits) and waits[0] == timedelta(seconds=5) and waits[-1] == LONGEST_WAIT


def test_a_worker_is_up_for_ten_seconds_after_its_last_round(clock):
    assert queries.last_round() is None and not is_up(None, kit_clock.now())
    actions.beat()
    actions.beat()
    assert Pulse.objects.count() == 1
    assert is_up(queries.last_round(), kit_clock.now() + timedelta(seconds=9.9))
    assert not is_up(queries.last_round(), kit_clock.now() + timedelta(seconds=10))


def test_the_host_sees_what_waits_and_what_keeps_failing(clock):
    for ref, attempts in (("a", 0), ("b", 10)):
        actions.due(kind="zone.ends", ref=ref, at=kit_clock.now())
        Due.objects.filter(ref=ref).update(attempts=attempts)
    assert queries.standing() == [queries.Standing("zone.ends", 2, 1)]
