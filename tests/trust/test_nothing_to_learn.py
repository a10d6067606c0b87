"""No column, address, parameter, export or template from which anybody could learn a past code, a presence or a silence.

Each is held against `what_there_is`, which is written by hand, and each comparison is shown red once.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.urls import URLPattern, get_resolver, path
from jinja2 import nodes

from roret.config.jinja import environment
from roret.kit import clock, ids
from tests.architecture.access_run import masked, routes
from tests.canaries import Canaries
from tests.trust import a_past_day
from tests.trust.opened import exports
from tests.trust.test_columns import columns
from tests.trust.what_there_is import (
    ABOUT_TIME,
    ADDRESSES,
    ASKED_FOR,
    BESIDE_DJANGO,
    COLUMNS,
    ELSEWHERE,
    GOING_BACK,
    NOT_WATCHING,
    PRINTED,
    ROOMS,
    SAYS,
    TAKEN_ALONG,
    TIMES,
    WATCHING,
)
from tests.world import QUICK_PASSWORDS, World, build_world, in_browser, kept_apart

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HOUSE = Path(__file__).parents[2] / "src" / "roret"
DAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def words(text: str) -> set[str]:
    return set(text.split())


# --- columns ------------------------------------------------------------------------------------------


def unexplained_columns() -> set[tuple[str, str]]:
    """Of the rooms of a day as the database has them: not written down, or written down and not there."""
    of_a_day = (*(f"{room}_" for room in ROOMS), "live_", "outbox_due")
    there = {place for place in columns() if place[0].startswith(of_a_day)}
    return there ^ {(table, column) for table, (_, known) in COLUMNS.items() for column in known}


def watching_columns() -> set[tuple[str, str]]:
    """Of the whole house: called after something that keeps an eye on somebody."""
    return {place for place in columns() if words(WATCHING) & set(place[1].split("_"))} ^ set(NOT_WATCHING)


def test_every_column_of_a_day_is_written_down_with_its_end(figure):
    assert unexplained_columns() == set()
    assert watching_columns() == set()
    assert [table for table, (ends, _) in COLUMNS.items() if len(ends) < 10 and table != "live_change"] == []
    of_a_day = sum(len(known) for _, known in COLUMNS.values())
    figure(
        f"columns of a day: {of_a_day} in {len(COLUMNS)} tables, each with what it is and when it ends; "
        f"{len(set(columns()))} in the house, 0 that watch somebody"
    )


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("capacity_said", "note"),
        ("circle_member", "last_here"),
        ("asking_question", "read_at"),
        ("people_person", "streak"),
    ],
)
def test_a_new_column_is_noticed(table, column):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN {column} text")
        try:
            assert (table, column) in unexplained_columns() | watching_columns()
        finally:
            cursor.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


# --- addresses ----------------------------------------------------------------------------------------


def unexplained_addresses(patterns: Mapping[str, Iterable[object]]) -> set[str]:
    """Of the rooms of a day: not written down, or written down and not there."""
    named = {f"{room}:{one.name}" for room, found in patterns.items() for one in found if isinstance(one, URLPattern)}
    return named ^ set(ADDRESSES)


def going_back(addresses: Iterable[str]) -> set[str]:
    return {address for address in addresses if words(GOING_BACK) & set(re.split(r"\W+|_", address))}


ASKING = ("GET", "META", "headers", "COOKIES", "get_full_path")


def asked_for(source: str) -> set[str]:
    """What a view reads out of an address, by name; any other way to get at one as it is written."""
    found, named = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "request.GET.get":
            found.add(ast.literal_eval(node.args[0]))
            named.add(id(node.func.value))  # type: ignore[attr-defined]
        elif isinstance(node, ast.Attribute) and node.attr in ASKING and id(node) not in named:
            found.add(ast.unparse(node))
    return found


def patterns_of_a_day() -> dict[str, list[object]]:
    return {
        resolver.namespace: list(resolver.url_patterns)
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "namespace", None) in ROOMS
    }


def test_every_address_of_a_day_is_written_down_and_none_goes_back(figure):
    assert unexplained_addresses(patterns_of_a_day()) == set()
    assert going_back(routes()) == set()
    answered_beside = re.findall(
        r'scope\["path"\] == "([^"]+)"', (HOUSE / "config/asgi.py").read_text(encoding="utf-8")
    )
    assert set(answered_beside) - {"/healthz"} == set(BESIDE_DJANGO)
    figure(f"addresses: {len(ADDRESSES)} of a day, {len(routes())} in the house, 0 that list or go back")


def test_a_new_address_is_noticed():
    planted = patterns_of_a_day()
    planted["today"].append(path("c/<uuid:circle_id>/today/before", lambda request: None, name="before"))
    assert unexplained_addresses(planted) == {"today:before"}
    assert going_back({"c/<uuid:circle_id>/today/history", "c/<uuid:circle_id>/today"}) == {
        "c/<uuid:circle_id>/today/history"
    }


def test_no_view_of_a_day_asks_the_address_for_anything_else():
    found = {room: asked_for((HOUSE / room / "views.py").read_text(encoding="utf-8")) for room in ROOMS}
    assert {room: asked for room, asked in found.items() if asked} == ASKED_FOR


@pytest.mark.parametrize(
    "planted",
    ['request.GET.get("since")', "dict(request.GET)", 'request.GET["day"]', "request.META", "request.headers"],
)
def test_a_view_that_asks_is_noticed(planted):
    assert asked_for(f"def page(request):\n    return show({planted})\n") - ASKED_FOR["advice"]


PARAMETERS = (
    "day=2026-11-23&date=2026-11-23&from=2026-11-01&to=2026-11-30&since=1&before=2026-11-24&until=2026-11-24&page=2"
    "&offset=10&limit=1000&all=1&history=1&archive=1&past=1&view=list&order=set_at&format=json&export=1&as={jonas}"
    "&member={jonas}&member_id={jonas}&who={jonas}&debug=1"
)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    quick = override_settings(PASSWORD_HASHERS=QUICK_PASSWORDS)
    with django_db_blocker.unblock(), kept_apart(), quick, ids.seeded(13):
        with clock.held(DAY - timedelta(days=1)):
            made = build_world(Canaries(13))
        with clock.held(DAY):
            assert len(list(a_past_day.live(made.canaries, made.home))) > 8
            yield made


def test_an_address_with_a_question_mark_answers_the_same(world, figure):
    at, holder, jonas = f"/c/{world.home.circle_id}", world.home.ids["holder"], world.home.ids["supporter"]
    places = ["/today", "/today/now", "/today/code", "/today/away", "/today/free", "/me/notify"]
    pairs = 0
    for who, more in (
        ("holder", ["/tasks", f"/today/ask/{jonas}", f"/today/offer/{world.home.ids['offer_opened']}/read"]),
        ("supporter", ["/tasks", f"/today/ask/{holder}", f"/today/offer/{holder}"]),
        ("limited", []),
    ):
        browser = in_browser(world.cookies[who])
        browser.get(at)  # what was still to be said of the last form is said
        for place in places + more:
            cache.clear()
            plain = browser.get(at + place)
            question = PARAMETERS.format(jonas=jonas)
            asked = browser.get(f"{at}{place}?{question}")
            assert plain.status_code == 200, place
            assert masked(_without(asked.content.decode(), question)) == masked(plain.content.decode()), place
            pairs += 1
    figure(f"pages of a day asked for dates, pages and members: {pairs}, 0 that answer differently")


def _without(page: str, question: str) -> str:
    """The address itself stands on a page, for the forms that lead back to it."""
    return page.replace("?" + question.replace("&", "&amp;"), "")


# --- what is taken along -------------------------------------------------------------------------------


def steps(value: object, so_far: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from steps(inside, f"{so_far}.{key}" if so_far else key)
    elif isinstance(value, list):
        yield f"{so_far}[]"
        for inside in value:
            yield from steps(inside, f"{so_far}[]")
    else:
        yield so_far


def unexplained_in(room: str, taken: object) -> set[str]:
    return set(steps(taken)) - words(TAKEN_ALONG[room])


def test_what_is_taken_along_of_a_day_is_what_stands_now(world, figure):
    found = exports()
    there = {room: set().union(*(steps(of[room]) for of in found.values())) for room in TAKEN_ALONG}
    assert set().union(*(unexplained_in(room, of[room]) for of in found.values() for room in TAKEN_ALONG)) == set()
    assert all(len(keys) > 1 for keys in there.values()), "somebody has said something in each room"
    assert {room for of in found.values() for room in of} - set(TAKEN_ALONG) == {"agreement", "learn", "offline"}
    figure(f"exports of a day: {sum(map(len, there.values()))} keys of {len(there)} rooms, each written down")


def test_a_new_key_of_an_export_is_noticed():
    assert unexplained_in("capacity", {"said": [{"part": "code", "set_at": "2026-11-24"}]}) == {"said[].set_at"}
    assert unexplained_in("asking", {"unanswered": 3}) == {"unanswered"}


# --- templates -----------------------------------------------------------------------------------------

LANGUAGE = environment()
MACROS = frozenset({"e", "l", "loop", "n", "needs", "parts", "pictures", "t", "ways"})


def read_in(text: str) -> set[str]:
    """Every property a template reads."""
    return {
        node.attr
        for node in LANGUAGE.parse(text).find_all(nodes.Getattr)
        if not (isinstance(node.node, nodes.Name) and node.node.name in MACROS)
    }


def printed_in(text: str) -> set[str]:
    """Every name that is printed as it is."""
    found = set()
    for output in LANGUAGE.parse(text).find_all(nodes.Output):
        for node in output.nodes:
            while isinstance(node, nodes.Filter):
                node = node.node
            found |= {node.name} if isinstance(node, nodes.Name) else set()
    return found


def texts(room: str) -> Iterator[str]:
    for folder in ("templates", "django_templates"):
        for file in sorted((HOUSE / room / folder).rglob("*.html")):
            yield file.read_text(encoding="utf-8")


def is_about_time(word: str) -> bool:
    return word in words(ABOUT_TIME) or word.endswith(("_at", "_on")) or bool(words(WATCHING) & set(word.split("_")))


def unexplained_words(room: str, text: str) -> set[str]:
    read = read_in(text)
    timely = {word for word in read if is_about_time(word)}
    return read - words(SAYS[room]) | {word for word in timely if (room, word) not in TIMES}


def test_templates_of_a_day_say_what_is_written_down_and_no_time_of_ours(figure):
    read = {room: set().union(*map(read_in, texts(room))) for room in ROOMS}
    assert {
        room: left for room in ROOMS if (left := set().union(*(unexplained_words(room, t) for t in texts(room))))
    } == {}
    assert {room: stale for room in ROOMS if (stale := words(SAYS[room]) - read[room])} == {}
    assert {(room, word) for room in ROOMS for word in read[room] if is_about_time(word)} == set(TIMES)
    assert set().union(*(printed_in(text) for room in ROOMS for text in texts(room))) == words(PRINTED)
    figure(f"templates of a day: {sum(map(len, read.values()))} properties read, {len(TIMES)} times, each written down")


def test_no_other_template_says_when_somebody_was_here_or_has_read():
    others = {place.parent.name for place in HOUSE.glob("*/templates")} - set(ROOMS) - {"ui", "content"}
    found = {(room, word) for room in others for text in texts(room) for word in read_in(text) if is_about_time(word)}
    assert found == set(ELSEWHERE)


@pytest.mark.parametrize(
    ("room", "planted"),
    [
        ("capacity", "{% for one in capacity.own %}{{ one.set_at }}{% endfor %}"),
        ("signals", "{{ signals.mine.until }}"),
        ("asking", "{% if asking.others[0].seen_by %}{{ _('seen') }}{% endif %}"),
        ("today", "{{ viewer.last_here }}"),
    ],
)
def test_a_template_that_says_more_is_noticed(room, planted):
    assert unexplained_words(room, planted)


def test_a_whole_row_on_a_page_is_noticed():
    assert printed_in("{% for one in capacity.own %}{{ one }}{% endfor %}") - words(PRINTED) == {"one"}
    assert printed_in("{{ asking|tojson }}") - words(PRINTED) == {"asking"}
