"""Drives the table through the real pages: every row, by every actor, in every state, and says what differs."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial

from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from roret.circle import actions as circle
from tests.architecture.access_table import (
    ACTORS,
    AGAIN,
    CLOSED_ROWS,
    EVENING_ROWS,
    MEMBERS,
    ROWS,
    SHUT_DOORS,
    SIGN_IN,
    SIGNED_OUT,
    STALE_ROWS,
    WORK_ROWS,
    Outcome,
    Row,
)
from tests.canaries import text_of_pdf
from tests.today import in_the_evening
from tests.world import PASSWORD, World, in_browser, undone

WHO = {
    "stranger": "stranger",
    "ex_member": "ex",
    "leader": "leader",
    "supporter": "supporter",
    "limited_supporter": "limited",
    "holder": "holder",
}
"""By which name the world knows an actor. The others hold no cookie of a person's."""
OBJECTS = re.compile(r"<uuid:(?!circle_id)\w+>")


@dataclass(frozen=True)
class Case:
    """One request to make, and what is to come of it."""

    row: Row
    state: str
    actor: str
    want: Outcome
    sees: frozenset[str]
    address: str
    body: Mapping[str, object]


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    sees: frozenset[str]
    masked: str
    """Status, headers and body with ids and form tokens taken out, to hold two answers side by side."""


@dataclass(frozen=True)
class Finding:
    kind: str
    """leak, outcome, missing or differs."""
    case: Case
    got: object

    def __str__(self) -> str:
        case = self.case
        where = f"{case.state}: {case.actor} {case.row.method} {case.row.route} {dict(case.row.args)} {dict(case.body)}"
        return f"{self.kind} · {where} · wanted {case.want} {sorted(case.sees)} · got {self.got}"


class Driver:
    """One world and a browser for each actor."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.browsers: dict[str, Client] = {}
        self.seen_from_outside: dict[tuple[str, int], str] = {}
        """By actor and row: what somebody who does not belong there got."""

    def cases(
        self, row: Row, state: str, actor: str, want: Outcome, sees: frozenset[str], **ids: Mapping[str, str]
    ) -> Case:
        known = ids.get("ids") or self.world.home.ids
        address = re.sub(r"<\w+:(\w+)>", lambda found: _word(row.args[found[1]], known), f"/{row.route}") + row.query
        body = {name: self._typed(value, known) for name, value in row.body.items()}
        return Case(row, state, actor, want, sees, address, body)

    def _typed(self, value: str | tuple[str, ...], known: Mapping[str, str]) -> object:
        if isinstance(value, str) and value.startswith("@"):
            mail = {"@email": self.world.emails["holder"], "@password": PASSWORD}
            return mail.get(value) or known[value[1:]]
        return list(value) if isinstance(value, tuple) else value

    def ask(self, case: Case, *, strict: bool = False) -> Answer:
        """Make the request, and undo what it did. `strict`: as a browser without the form's token."""
        browser = self._browser(case.actor, strict)
        cache.clear()
        with undone():
            for address, form in case.row.before:
                browser.post(address, {name: self._typed(value, {}) for name, value in form.items()})
            send = browser.get if case.row.method == "GET" else partial(browser.post, data=case.body)
            response = send(case.address, headers=case.row.headers)
        return self._answer(case, response)

    def _browser(self, actor: str, strict: bool) -> Client:
        key = f"{actor} strict" if strict else actor
        if key not in self.browsers:
            self.browsers[key] = in_browser({}, **({"enforce_csrf_checks": True} if strict else {}))
        browser = self.browsers[key]
        browser.cookies.clear()
        for name, value in self.world.cookies.get(WHO.get(actor, ""), {}).items():
            browser.cookies[name] = value
        return browser

    def _answer(self, case: Case, response: HttpResponse) -> Answer:
        is_pdf = response.headers.get("Content-Type") == "application/pdf"
        body = text_of_pdf(response.content) if is_pdf else response.content.decode()
        head = "\n".join(f"{name}: {value}" for name, value in sorted(response.headers.items()))
        head += "\n" + response.cookies.output()
        location = response.headers.get("Location", "")
        outcome: Outcome = response.status_code
        if response.status_code == 302 and (door := re.match(r"/sign-in(/again[^?]*)?\?next=", location)):
            outcome = AGAIN if door[1] else SIGN_IN
        return Answer(
            outcome, self.world.canaries.groups_in(body, head), masked(f"{response.status_code}\n{head}\n{body}")
        )


def masked(text: str) -> str:
    """What is made anew for each answer taken out: ids and the form's token."""
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", text)
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1FORM", text)
    text = re.sub(r"(roret-form=)\w+", r"\1FORM", text)
    return re.sub(r"expires=[^;]*;", "expires=THEN;", text)


def _word(name: str, known: Mapping[str, str]) -> str:
    return name[1:] if name.startswith("=") else known[name]


# --- states -----------------------------------------------------------------------------------


def _own(driver: Driver, every: bool) -> Iterator[Case]:
    for row in ROWS:
        for actor in ACTORS if not row.only_with_mail else ():
            yield driver.cases(row, "own", actor, row.want[actor], row.sees.get(actor, frozenset()))


def _in_a_circle() -> Iterable[Row]:
    return (row for row in ROWS if "<uuid:circle_id>" in row.route)


def _nowhere(driver: Driver, every: bool) -> Iterator[Case]:
    """A circle that does not exist is to everybody what Maja's is to Otto."""
    ids = driver.world.home.ids | {"circle": str(uuid.uuid4())}
    for row in _in_a_circle():
        for actor in ACTORS if every else ("anonymous", "stranger", "holder"):
            role = actor if actor in SIGNED_OUT else "stranger"
            yield driver.cases(row, "nowhere", actor, row.want[role], frozenset(), ids=ids)


def _others(driver: Driver, every: bool) -> Iterator[Case]:
    """Otto's circle: he is the holder there, and Maja, Jonas and Signe are strangers."""
    rows = (row for row in ROWS if "<uuid:circle_id>" in row.route or "token" in row.args or "pk" in row.args)
    for row in rows:
        for actor in ACTORS if every else ("anonymous", "stranger", "supporter", "holder"):
            if actor == "stranger" and row.accounts or actor != "stranger" and "link" in row.args.values():
                continue
            role = "holder" if actor == "stranger" else actor if actor in SIGNED_OUT else "leader"
            sees = frozenset(f"otto/{group}" for group in row.sees.get(role, ()))
            yield driver.cases(row, "another's circle", actor, row.want[role], sees, ids=driver.world.otto.ids)


def _crossed(driver: Driver, every: bool) -> Iterator[Case]:
    """Maja's circle, but a person, a link or an agreement of Otto's in it: that is nothing there."""
    ids = driver.world.otto.ids | {"circle": driver.world.home.ids["circle"]}
    for row in _in_a_circle():
        names_one = any(str(value).startswith("@") for value in row.body.values())
        if OBJECTS.search(row.route) or names_one:
            for actor in MEMBERS:
                want = 405 if row.want[actor] == 405 else 404
                yield driver.cases(row, "crossed", actor, want, frozenset(), ids=ids)


def _resting(driver: Driver, every: bool) -> Iterator[Case]:
    """A circle that rests can be read by the same people as before."""
    for row in _in_a_circle():
        if row.method == "GET" and not row.route.endswith(".pdf"):
            for actor in ACTORS if every else MEMBERS:
                yield driver.cases(row, "rests", actor, row.want[actor], row.sees.get(actor, frozenset()) - row.waits)


def _taken_out(driver: Driver, every: bool) -> Iterator[Case]:
    """Jonas, taken out while he was signed in, is a stranger to every address he knew."""
    for row in _in_a_circle():
        yield driver.cases(row, "taken out", "supporter", row.want["ex_member"], frozenset())


def _shut(driver: Driver, every: bool) -> Iterator[Case]:
    for row in SHUT_DOORS:
        for actor in ACTORS:
            yield driver.cases(row, "shut door", actor, row.want[actor], frozenset())


def _closed(driver: Driver, every: bool) -> Iterator[Case]:
    for row in CLOSED_ROWS:
        yield driver.cases(
            row, "topics closed", "supporter", row.want["supporter"], row.sees.get("supporter", frozenset())
        )


def _in_the_evening(driver: Driver, every: bool) -> Iterator[Case]:
    for row in EVENING_ROWS:
        for actor in ACTORS:
            yield driver.cases(row, "in the evening", actor, row.want[actor], row.sees.get(actor, frozenset()))


def _stale(driver: Driver, every: bool) -> Iterator[Case]:
    for row in STALE_ROWS:
        yield driver.cases(row, "signed in long ago", "holder", row.want["holder"], frozenset())


def _at_work(driver: Driver, every: bool) -> Iterator[Case]:
    for row in WORK_ROWS:
        for actor in ACTORS:
            sees = row.sees.get(actor, frozenset())
            yield driver.cases(row, "at work", actor, row.want[actor], sees, ids=driver.world.work.ids)


@contextmanager
def _with_circle(driver: Driver, act: Callable[[Driver], None]) -> Iterator[None]:
    with undone():
        act(driver)
        yield


def _rest(driver: Driver) -> None:
    circle.pause(driver.world.home.viewer("holder"))


def _out(driver: Driver) -> None:
    circle.take_out(driver.world.home.viewer("holder"), member_id=driver.world.home.members["supporter"])


def _close(driver: Driver) -> None:
    home = driver.world.home
    circle.open_topics(home.viewer("holder"), member_id=home.members["supporter"], topics=[])


def _evening(driver: Driver) -> None:
    in_the_evening(driver.world)


def _nothing(driver: Driver) -> None: ...


@contextmanager
def _an_hour_later(driver: Driver, act: Callable[[Driver], None]) -> Iterator[None]:
    """The sign-in of a moment ago becomes one of an hour ago. allauth reads the machine's clock, not ours."""
    import time_machine

    with time_machine.travel(time.time() + 3600):
        yield


STATES: dict[str, tuple[Callable[[Driver, bool], Iterator[Case]], Callable[[Driver], None]]] = {
    "own": (_own, _nothing),
    "nowhere": (_nowhere, _nothing),
    "another's circle": (_others, _nothing),
    "crossed": (_crossed, _nothing),
    "rests": (_resting, _rest),
    "taken out": (_taken_out, _out),
    "shut door": (_shut, _nothing),
    "topics closed": (_closed, _close),
    "in the evening": (_in_the_evening, _evening),
    "signed in long ago": (_stale, _nothing),
    "at work": (_at_work, _nothing),
}


def run(
    driver: Driver,
    *,
    states: Iterable[str] = tuple(STATES),
    only: Callable[[Row], bool] = lambda row: True,
    actors: Collection[str] = ACTORS,
    every: bool = False,
) -> Iterator[tuple[Case, Answer, list[Finding]]]:
    """Every case of these states, its answer, and what is wrong with it."""
    for state in states:
        cases, act = STATES[state]
        apart = _an_hour_later if state == "signed in long ago" else _with_circle if act is not _nothing else None
        with apart(driver, act) if apart else nullcontext():
            for case in cases(driver, every):
                if only(case.row) and case.actor in actors:
                    answer = driver.ask(case)
                    yield case, answer, _judge(case, answer)


def _judge(case: Case, answer: Answer) -> list[Finding]:
    found = []
    if answer.sees - case.sees:
        found.append(Finding("leak", case, sorted(answer.sees - case.sees)))
    if case.sees - answer.sees:
        found.append(Finding("missing", case, sorted(case.sees - answer.sees)))
    if answer.outcome != case.want:
        found.append(Finding("outcome", case, answer.outcome))
    return found


# --- the addresses there are --------------------------------------------------------------------


def routes() -> set[str]:
    """Every address of the house, as the resolver has it."""
    return set(_routes(get_resolver(), ""))


def _routes(resolver: URLResolver, before: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield before + str(pattern.pattern)
        else:
            yield from _routes(pattern, before + str(pattern.pattern))
