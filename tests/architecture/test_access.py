"""Every address × method × actor × state, held against the table that was written by hand."""

from __future__ import annotations

import ast
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from roret.kit import clock
from tests.architecture import access_table
from tests.architecture.access_run import STATES, Answer, Case, Driver, Finding, routes, run
from tests.architecture.access_table import AGAIN, ROWS, SIGN_IN
from tests.canaries import Canaries
from tests.today import MORNING, live_today
from tests.world import QUICK_PASSWORDS, build_world, kept_apart

EVERY = int(os.environ.get("PROOF_SCALE", "1")) > 1
"""At full size every actor meets every state; a quick run leaves out those that are like another."""

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(scope="module")
def driver(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Driver]:
    quick = override_settings(PASSWORD_HASHERS=QUICK_PASSWORDS)
    with django_db_blocker.unblock(), kept_apart(), quick, clock.held(MORNING):
        yield Driver(live_today(build_world(Canaries(1))))


def test_every_address_has_a_row_for_each_method_and_every_row_an_address():
    with_mail = {row.route for row in ROWS if row.only_with_mail}
    rows = {(row.route, row.method) for row in ROWS}
    missing = {(route, method) for route in routes() for method in ("GET", "POST")} - rows
    assert missing == set()
    assert {route for route, _ in rows} - routes() - with_mail == set()


def test_the_table_imports_nothing_of_the_house():
    tree = ast.parse(Path(access_table.__file__).read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= {"__future__", "collections.abc", "dataclasses"}


@pytest.mark.parametrize("state", STATES)
def test_everybody_gets_what_the_table_says(driver, state, figure):
    asked = list(run(driver, states=[state], every=EVERY))
    findings = [finding for _, _, found in asked for finding in found]
    if state == "own":
        findings += _never_answered([(case, answer) for case, answer, _ in asked])
    if state in ("own", "nowhere"):  # in this order: the second is held against the first
        findings += _told_apart(driver, [(case, answer) for case, answer, _ in asked])
    kinds = Counter(finding.kind for finding in findings)
    figure(
        f"access, {state}: {len(asked)} combinations, {kinds['leak']} leaks, {len(findings) - kinds['leak']} other differences"
    )
    assert not findings, "\n".join(map(str, findings[:40]))


def _never_answered(asked: list[tuple[Case, Answer]]) -> list[Finding]:
    """An address that has no answer for anybody counts as untested."""
    answered = {
        case.row.route
        for case, answer in asked
        if answer.outcome not in (SIGN_IN, AGAIN)
        and (200 <= int(answer.outcome) < 400 or answer.outcome in case.row.answers - {405})
    }
    return [Finding("unanswered", case, "no answer for anybody") for case, _ in asked if case.row.route not in answered]


def _told_apart(driver: Driver, asked: list[tuple[Case, Answer]]) -> list[Finding]:
    """A circle that is not one's own looks like one that does not exist, byte for byte, headers too.

    For one who is not signed in, both look like the way to the door.
    """
    found = []
    for case, answer in asked:
        if "circle_id" in case.row.route and case.actor in ("stranger", "anonymous"):
            first = driver.seen_from_outside.setdefault((case.actor, id(case.row)), answer.masked)
            if first != answer.masked:
                found.append(Finding("differs", case, answer.masked))
    return found


def test_no_form_works_without_its_token(driver):
    """Another site can make a browser send a form, but not the token in it."""
    tried = 0
    for row in ROWS:
        if row.method == "POST" and row.want.get("holder") in (200, 302) and not row.only_with_mail:
            case = driver.cases(row, "own", "holder", 403, frozenset())
            answer = driver.ask(case, strict=True)
            assert (answer.outcome, answer.sees) == (403, frozenset()), str(Finding("outcome", case, answer.outcome))
            tried += 1
    assert tried > 30


def test_a_stream_is_for_members_alone(driver):
    """`/live` is answered beside Django, so it is in no resolver: members hear their own circle, nobody else any."""
    from django.conf import settings

    from roret.circle import actions as circle
    from roret.config.wiring import listening_member
    from tests.world import undone

    world = driver.world
    home, work, otto = (made.circle_id for made in (world.home, world.work, world.otto))
    may_hear = {
        "holder": {home, work},
        "supporter": {home},
        "limited": {home},
        "leader": {work},
        "stranger": {otto},
        "ex": set(),
    }

    def heard(who: str) -> set[object]:
        session = world.cookies[who][settings.SESSION_COOKIE_NAME]
        return {circle_id for circle_id in (home, work, otto) if listening_member(session, circle_id)}

    assert {who: heard(who) for who in may_hear} == may_hear
    assert listening_member("no such session", home) is None
    with undone():
        circle.take_out(world.home.viewer("holder"), member_id=world.home.members["supporter"])
        assert heard("supporter") == set()
