"""However often, and by whom, things were done: pages, exports and what machines read are the same to the letter.

What cannot be told apart holds no number about anybody's doing. Two homes live through the same days, one of them with
many more taps in it; on the morning after, everything that can be read in the one is held against the other.
"""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, browser, home, settle
from roret.capacity import actions as capacity
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.config.wiring import DUE
from roret.flareup import actions as flareup
from roret.flareup.models import Flare
from roret.kit import clock as time
from roret.outbox.actions import work_round
from roret.sharing import actions as sharing
from roret.sharing import queries as days
from roret.sharing.models import Offer
from roret.sharing.rules import Choice
from roret.tasks import actions as tasks
from roret.tasks import queries as task_queries
from roret.tasks.rules import What
from tests.architecture.access_run import masked
from tests.trust.opened import ROOMS, exports

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOPICS = ("tasks", "capacity", "flareup")
MENU = {"keep": [{"starter": "menu"}], "hard_day": ["swap", "postpone"], "hard_day@supporter": ["together"]}
CODE = {"scale": "percent", "low_at": "under_50", "scale@supporter": "words"}
MARKS = re.compile(r"\d{4}-\d\d-\d\d(?:\.\d+){1,2}|(?<=name=\"revision\" value=\")\d+")
"""What a page shows of a thing so that a tap can tell which one it was aimed at."""


@dataclass(frozen=True)
class Home:
    cast: Cast
    shopping: uuid.UUID
    laundry: uuid.UUID
    hers: Client
    his: Client


def move_in() -> Home:
    cast = home(TOPICS)
    circle.take_out(cast.maja, member_id=cast.birthe_id)  # two who came at the same moment stand in any order
    hers, his = browser(cast.maja_id), browser(cast.jonas_id)
    settle(cast.maja, cast.jonas, "tasks", MENU)
    settle(cast.maja, cast.jonas, "capacity", CODE)
    settle(cast.maja, cast.jonas, "flareup", {"helps": [{"starter": "warmth"}], "messages": [{"starter": "work"}]})
    shopping = tasks.add(cast.maja, what=What("Indkøb", "food", frozenset({cast.maja_id})))
    laundry = tasks.add(cast.jonas, what=What("Vask", "home", frozenset({cast.jonas_id}), days=tuple(range(7))))
    return Home(cast, shopping, laundry, hers, his)


# --- what is done -------------------------------------------------------------------------------


def seen(who: Viewer, thing: uuid.UUID) -> str:
    return days.day(who, Agreed(who), time.now()).board[thing].mark


def done_let_go_and_undone(here: Home, who: Viewer) -> None:
    for word in ("done", "skipped"):
        sharing.say(who, thing_id=here.laundry, seen=seen(who, here.laundry), word=word)
        sharing.undo(who, thing_id=here.laundry, seen=seen(who, here.laundry))
    sharing.say(who, thing_id=here.laundry, seen=seen(who, here.laundry), word="done")
    sharing.undo(who, thing_id=here.laundry, seen=seen(who, here.laundry))


def passed_on_and_back(here: Home, who: Viewer) -> None:
    cast = here.cast
    for to in (
        frozenset({cast.maja_id}),
        frozenset(),
        frozenset({cast.maja_id, cast.jonas_id}),
        frozenset({cast.jonas_id}),
    ):
        sharing.move(who, thing_id=here.laundry, seen=seen(who, here.laundry), to=to)


def asked_and_answered(here: Home, who: Viewer) -> None:
    other = here.cast.jonas if who.is_holder else here.cast.maja
    for way in ("postpone", None):
        about = seen(who, here.laundry)
        sharing.offer(who, to=other.me(), about=here.laundry, seen=about, choices=(Choice("postpone"),))
        sharing.answer(other, offer_id=Offer.objects.get(about_id=here.laundry).id, way=way)
        if way:
            to = frozenset({here.cast.jonas_id})
            sharing.move(other, thing_id=here.laundry, seen=seen(other, here.laundry), to=to)


def stepped_back_and_taken(here: Home, who: Viewer) -> None:
    task = here.shopping if who.is_holder else here.laundry
    tasks.step_back(who, task_id=task)
    tasks.take(who, task_id=task)


def code_said(here: Home, who: Viewer) -> None:
    capacity.say(who, value="20" if who.is_holder else "a_lot")


def plan_used(here: Home, who: Viewer) -> None:
    flareup.turn_on(here.cast.maja)
    on = Flare.objects.get(circle_id=here.cast.circle_id).id
    flareup.answer(here.cast.jonas, seen=on, kind="not_now")
    flareup.turn_off(here.cast.maja, seen=on)


DOINGS = (
    done_let_go_and_undone,
    passed_on_and_back,
    asked_and_answered,
    stepped_back_and_taken,
    code_said,
    plan_used,
)


# --- what can be read ---------------------------------------------------------------------------


def everything(here: Home) -> dict[str, str]:
    """Pages, the interface for the telephone, and what each takes along, by what it is."""
    at, found = f"/c/{here.cast.circle_id}", {}
    places = [
        "/tasks", "/tasks/new", f"/tasks/{here.shopping}", f"/tasks/{here.laundry}", "/day", "/day/now",
        f"/day/{here.laundry}/ask", "/today", "/today/now", "/plan", "/plan/now", "/people", "", "/page", "/flat", "/phone",
        "/phone/sheet",
    ]  # fmt: skip
    for name, client in (("hers", here.hers), ("his", here.his)):
        for place in places:
            cache.clear()
            answer = client.get(at + place)
            found[f"{name} {place.replace(str(here.shopping), 'A').replace(str(here.laundry), 'B')}"] = (
                f"{answer.status_code} {unmarked(answer.content.decode())}"
            )
    taken = exports()
    for name, member in (("hers", here.cast.maja_id), ("his", here.cast.jonas_id)):
        for room in ROOMS:
            found[f"{name} export of {room}"] = unmarked(json.dumps(taken[str(member)][room], default=str))
    return found


def unmarked(text: str) -> str:
    """Without ids, form tokens and marks, and without the moment of the answer."""
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)", "THEN", MARKS.sub("MARK", masked(text)))
    return re.sub(r'("(?:csrf|phone)": ")[^"]*', r"\1IT", text)


def lived(clock, often: int) -> dict[str, str]:
    """Four days in which both do all of it so many times; then, weeks later, everything that can be read."""
    clock.set(MONDAY)
    here = move_in()
    for day in range(4):
        clock.set(MONDAY + timedelta(days=day))
        for _ in range(often):
            for who in (here.cast.maja, here.cast.jonas):
                for doing in DOINGS:
                    doing(here, who)
    clock.set(MONDAY + timedelta(weeks=4))
    while work_round(DUE, now=time.now()):
        pass
    return everything(here)


def differ(clock) -> set[str]:
    never, often = lived(clock, 0), lived(clock, 3)
    assert len(never) > 50 and all(text.startswith(("200", "{")) for text in never.values())
    return {place for place in never if never[place] != often[place]}


def test_however_often_it_was_done_everything_reads_the_same(clock, figure):
    assert differ(clock) == set()
    figure("never done and done 24 times: pages, sheets and exports of both, 0 that differ")


def test_a_number_about_it_would_be_seen(clock, monkeypatch):
    """With what was counted in the days' place, the list differs."""
    counted: list[uuid.UUID] = []
    keep = tasks._keep

    def counting(row, what):
        counted.append(row.circle_id)
        keep(row, what)

    monkeypatch.setattr(tasks, "_keep", counting)
    monkeypatch.setattr(task_queries, "days_words", lambda days: str(len(counted)))
    assert "hers /tasks" in differ(clock)
