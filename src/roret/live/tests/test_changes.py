"""From a commit to the hub, on whichever database the suite runs."""

from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from roret.kit import clock as kit_clock
from roret.live import actions
from roret.live.hub import Hub, Told
from roret.live.models import Change
from roret.live.watch import EVERY, watch

CIRCLE, MAJA = uuid4(), uuid4()


class Ear(Hub):
    """A hub that keeps what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Told] = []
        self.ready = asyncio.Event()
        self.told = asyncio.Event()

    def tell(self, told: Told) -> None:
        self.heard.append(told)
        self.told.set()

    def tell_all_again(self) -> None:
        self.ready.set()


def heard_while(*steps, expected: int, database=None) -> list[Told]:
    """What the watch hears while these run, one after the other, in a thread."""

    async def run() -> list[Told]:
        ear = Ear()
        watching = asyncio.ensure_future(watch(ear, database or connection.settings_dict))
        await asyncio.wait_for(ear.ready.wait(), 5)
        for step in steps:
            await asyncio.to_thread(_and_let_go, step)
            await asyncio.sleep(3 * EVERY)  # so that each step is seen by itself
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(3 if expected else 0.3):
                while len(ear.heard) < expected:
                    await ear.told.wait()
                    ear.told.clear()
        watching.cancel()
        return ear.heard

    return asyncio.run(run())


def _and_let_go(step) -> None:
    try:
        step()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_commit_is_heard():
    def somebody_writes():
        with transaction.atomic():
            actions.change(CIRCLE, "people")
            actions.change(CIRCLE, "cards", to=[MAJA])

    assert heard_while(somebody_writes, expected=2) == [Told(CIRCLE, None, "people"), Told(CIRCLE, MAJA, "cards")]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_heard():
    def somebody_fails():
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            actions.change(CIRCLE, "people")
            raise ZeroDivisionError

    assert heard_while(somebody_fails, expected=0) == []


@pytest.mark.django_db(transaction=True)
def test_what_was_there_before_the_watch_began_is_not_told():
    actions.change(CIRCLE, "people")
    assert heard_while(lambda: actions.change(CIRCLE, "cards"), expected=1) == [Told(CIRCLE, None, "cards")]


@pytest.mark.django_db(transaction=True)
def test_after_the_old_ones_are_forgotten_new_ones_are_still_heard():
    def forget():
        Change.objects.update(at=kit_clock.now() - timedelta(minutes=2))
        actions.forget_old()
        assert not Change.objects.exists()

    heard = heard_while(
        lambda: actions.change(CIRCLE, "people"), forget, lambda: actions.change(CIRCLE, "cards"), expected=2
    )
    assert [told.part for told in heard] == ["people", "cards"]


@pytest.mark.django_db(transaction=True)
def test_a_writer_who_holds_the_database_holds_up_nothing_but_the_news():
    """The watch waits with the others and hears it after the commit."""

    def slow_writer():
        with transaction.atomic():
            actions.change(CIRCLE, "people")
            time.sleep(0.3)

    assert heard_while(slow_writer, expected=1) == [Told(CIRCLE, None, "people")]


def test_a_watch_that_breaks_is_set_up_again_and_everybody_fetches_anew(monkeypatch, caplog):
    monkeypatch.setattr("roret.live.watch.AFTER_TROUBLE", 0.01)
    broke = "the watch on the database broke (OperationalError)"

    async def run():
        ear = Ear()
        watching = asyncio.ensure_future(watch(ear, {"ENGINE": "sqlite3", "NAME": "/nowhere/at/all"}))
        async with asyncio.timeout(5):
            while caplog.text.count(broke) < 2:
                await asyncio.sleep(0.01)
        watching.cancel()
        assert not ear.ready.is_set()

    asyncio.run(run())
    assert caplog.text.count(broke) > 1


@pytest.mark.django_db
def test_only_what_is_older_than_a_minute_is_forgotten(clock):
    actions.change(CIRCLE, "people")
    clock.set(kit_clock.now() + timedelta(seconds=59))
    actions.forget_old()
    assert Change.objects.count() == 1
    clock.set(kit_clock.now() + timedelta(seconds=2))
    actions.forget_old()
    assert not Change.objects.exists()
