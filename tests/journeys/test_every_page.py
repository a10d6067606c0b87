"""What holds on every page, for every role: axe, big targets, one axis of scrolling, Danish, nothing from elsewhere."""

from __future__ import annotations

import functools
import importlib.util
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Error

from tests.journeys.conftest import PROVE
from tests.journeys.danish import english_among, english_in
from tests.journeys.house import House
from tests.journeys.places import NOT_PAGES, ROLES, LivedIn, Place, Role, live_in
from tests.journeys.reader import BED, DESK, PHONE, Reader

pytestmark = pytest.mark.browser

THEMES = ("light", "dark", "dimmed")
LIGHTS = list(itertools.product(THEMES, (PHONE, DESK)))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIOLATIONS = """async tags => {
  const found = await axe.run({ runOnly: tags, resultTypes: ['violations'] });
  return found.violations;
}"""
"""What axe says is wrong, every node of it. What passed it does not describe, which takes as long again."""
UNFOLD = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"
WIDE = """() => [document.documentElement, ...document.querySelectorAll('main, main *')]
  .filter(item => item.scrollWidth > item.clientWidth + 1 && (item.matches('html, main')
    || ['auto', 'scroll'].includes(getComputedStyle(item).overflowX)))
  .map(item => item.outerHTML.slice(0, 90))"""
"""What scrolls sideways, and `main` when it holds more than fits: the screen around it cuts that off."""
SMALL = """() => [...document.querySelectorAll('a, button, input, summary, textarea, label')].filter(item => {
  if (item.closest('p, .skip, .prose, .gallery-note, [aria-hidden]') || item.matches('.label, .hours label, [type=hidden]')) return false;
  const box = (item.matches('input') && item.closest('label:not(.hours label)') || item).getBoundingClientRect();
  return box.width && box.height && (box.width < 43.9 || box.height < 43.9);
}).map(item => item.outerHTML.replace(/\\s+/g, ' ').slice(0, 110))"""


@dataclass
class Seen:
    """What was found on the pages of one role: each a list of (place, what)."""

    pages: int = 0
    runs: int = 0
    unreached: list[tuple[str, Any]] = field(default_factory=list)
    axe: list[tuple[str, Any]] = field(default_factory=list)
    wide: list[tuple[str, Any]] = field(default_factory=list)
    small: list[tuple[str, Any]] = field(default_factory=list)
    large: list[tuple[str, Any]] = field(default_factory=list)
    moving: list[tuple[str, Any]] = field(default_factory=list)
    english: list[tuple[str, Any]] = field(default_factory=list)
    other_language: list[tuple[str, Any]] = field(default_factory=list)


@pytest.fixture(scope="module")
def lived(house: House, browser: Browser) -> Iterator[LivedIn]:
    made = live_in(house, browser)
    yield made
    made.close()


@pytest.fixture(scope="module")
def seen(lived: LivedIn) -> Callable[[Role], Seen]:
    """Every place of a role, looked at once, when the first test asks for it."""

    @functools.cache
    def of(role: Role) -> Seen:
        found = Seen()
        for number, place in enumerate(lived.places[role]):
            look(lived.readers[role], place, number, found)
        return found

    return of


MOVING = "() => document.getAnimations().map((one) => one.animationName ?? one.transitionProperty ?? 'a script')"
AXE = Path(str(importlib.util.find_spec("axe_playwright_python").origin)).parent / "axe.min.js"  # type: ignore[union-attr]


def look(reader: Reader, place: Place, number: int, seen: Seen) -> None:
    """One page: narrow and unfolded, then in its light and at its size, or in all of them."""
    page = reader.page
    page.set_viewport_size({"width": BED[0], "height": BED[1]})
    try:
        place.visit(reader)
    except (AssertionError, Error) as error:
        seen.unreached.append((str(place), str(error).splitlines()[0]))
        return
    seen.pages += 1
    page.evaluate(UNFOLD)
    seen.wide += [(str(place), one) for one in page.evaluate(WIDE)]
    seen.small += [(str(place), one) for one in page.evaluate(SMALL)]
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    seen.large += [(str(place), one) for one in page.evaluate(WIDE)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    seen.moving += [(str(place), name) for name in page.evaluate(MOVING)]
    seen.english += [(str(place), line) for line in english_in(page)]
    if (given := page.get_attribute("html", "lang")) != reader.lang:
        seen.other_language.append((str(place), given))
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for theme, size in LIGHTS if PROVE else [LIGHTS[number % len(LIGHTS)]]:
        # As high as the page: a row half under the bar at the bottom would count as a small target.
        page.set_viewport_size({"width": size[0], "height": size[1]})
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size[0], "height": max(height, size[1])})
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        violations = page.evaluate(VIOLATIONS, TAGS)
        seen.runs += 1
        for one in violations:
            nodes = [node["html"][:140] for node in one["nodes"]][:3]
            seen.axe.append((f"{place}, {theme}, {size[0]}", (one["id"], nodes)))


def test_every_address_of_the_resolver_is_a_place_or_is_none_for_a_reason(lived: LivedIn) -> None:
    visited = {place.route for places in lived.places.values() for place in places}
    there = set(routes(get_resolver()))
    assert there - visited - set(NOT_PAGES) == set()
    assert (visited | set(NOT_PAGES)) - there - {"(nothing)"} == set()
    assert visited & set(NOT_PAGES) == set()


def listed(found: list[tuple[str, Any]]) -> str:
    """One line each, whole: what is to be mended."""
    return "\n" + "\n".join(f"{place}: {what}" for place, what in found)


def routes(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}"
        else:
            yield from routes(one, f"{one.namespace}:" if one.namespace else "")


@pytest.mark.parametrize("role", ROLES)
def test_every_place_can_be_reached(seen: Callable[[Role], Seen], role: Role) -> None:
    assert not seen(role).unreached, listed(seen(role).unreached)


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing(seen: Callable[[Role], Seen], role: Role, figure: Callable[[str], None]) -> None:
    assert not seen(role).axe, listed(seen(role).axe)
    figure(f"{role}: {seen(role).pages} pages, {seen(role).runs} runs of axe in theme and size, 0 violations")


@pytest.mark.parametrize("role", ROLES)
def test_at_the_width_of_a_small_phone_nothing_scrolls_sideways(seen: Callable[[Role], Seen], role: Role) -> None:
    """320 pixels is also what a desk screen of 640 has left at 200 %, and one of 1280 at 400 %."""
    assert not seen(role).wide, listed(seen(role).wide)


@pytest.mark.parametrize("role", ROLES)
def test_with_letters_twice_as_large_nothing_scrolls_sideways_on_a_small_phone(
    seen: Callable[[Role], Seen], role: Role
) -> None:
    assert not seen(role).large, listed(seen(role).large)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_moves_by_itself_whether_or_not_somebody_asked_for_less_of_it(
    seen: Callable[[Role], Seen], role: Role
) -> None:
    assert not seen(role).moving, listed(seen(role).moving)


@pytest.mark.parametrize("role", ROLES)
def test_every_target_is_large_enough_for_a_thumb(seen: Callable[[Role], Seen], role: Role) -> None:
    assert not seen(role).small, listed(seen(role).small)


@pytest.mark.parametrize("role", ROLES)
def test_in_danish_there_is_no_english_sentence_of_ours(seen: Callable[[Role], Seen], role: Role) -> None:
    assert not seen(role).english, listed(seen(role).english)
    assert not seen(role).other_language, listed(seen(role).other_language)


def test_english_is_found_in_one_text_and_not_between_two() -> None:
    assert english_among(["Spørg gerne", "Ask a\n  friend."]) == ["a friend"]
    assert english_among(["0192-5a", "friends"]) == []


def test_no_page_asks_anything_of_another_address_or_complains(seen: Callable[[Role], Seen], lived: LivedIn) -> None:
    assert all(seen(role).pages for role in ROLES)
    assert [asked for reader in lived.readers.values() for asked in reader.foreign] == []
    assert [said for reader in lived.readers.values() for said in reader.complaints] == []
