"""The gallery in a real browser: reach, contrast, keyboard, narrow screens, and the script's small comforts.

No server runs: pages and files are fetched first and handed to the browser under an address that is plain http and
not localhost, where there is neither clipboard nor any other thing that needs a secure context.
"""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route, sync_playwright

pytestmark = pytest.mark.browser

ADDRESS = "http://roret.lan"
THEMES = ("light", "dark", "dimmed")
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def pages() -> dict[str, tuple[str, str]]:
    """The gallery in each light: its text and the policy it is sent with."""
    found = {}
    for theme in THEMES:
        answer = Client().get(f"/gallery/?theme={theme}", headers={"accept-language": "da"})
        found[theme] = (answer.content.decode(), answer.headers.get("Content-Security-Policy", ""))
    return found


@pytest.fixture
def gallery(browser: Browser, pages: dict[str, tuple[str, str]]) -> Iterator[Any]:
    """`gallery(theme, width, height)` gives the page, opened. Anything the browser complains of fails the test."""
    opened, complaints = [], []

    def give(theme: str = "light", width: int = 390, height: int = 844, policy: bool = True) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, locale="da-DK", bypass_csp=not policy)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.route("**/*", lambda route: _answer(route, *pages[theme]))
        page.goto(f"{ADDRESS}/gallery/?theme={theme}")
        opened.append(page)
        return page

    yield give
    for page in opened:
        page.close()
    assert not complaints


def _answer(route: Route, text: str, policy: str) -> None:
    path = route.request.url.removeprefix(ADDRESS).split("?")[0]
    if path.startswith("/static/"):
        file = Path(str(finders.find(path.removeprefix("/static/"))))
        route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
    elif path == "/gallery/":
        route.fulfill(body=text, content_type="text/html", headers={"Content-Security-Policy": policy})
    else:
        route.fulfill(body="<!doctype html><title>Elsewhere</title>elsewhere", content_type="text/html")


@pytest.mark.parametrize("size", [(320, 640), (1280, 800)], ids=["narrow", "wide"])
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_any_light(gallery: Any, theme: str, size: tuple[int, int]) -> None:
    package = importlib.util.find_spec("axe_playwright_python")
    assert package is not None and package.origin is not None
    page = gallery(theme, *size, policy=False)
    page.evaluate((Path(package.origin).parent / "axe.min.js").read_text())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate("tags => axe.run({runOnly: tags})", tags)["violations"]
    assert not [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]


SMALL = """() => [...document.querySelectorAll('a, button, input, summary, textarea, label')].filter((item) => {
  if (item.closest('p, .skip, [aria-hidden]') || item.matches('.label, .hours label, [type=hidden]')) return false;
  const box = (item.matches('input') && item.closest('label:not(.hours label)') || item).getBoundingClientRect();
  return box.width && (box.width < 44 || box.height < 44);
}).map((item) => item.outerHTML.slice(0, 120))"""
CLOSE = """() => { const hits = [], all = [...document.querySelectorAll('.button, .option, .chip, .step, .day')]
  .filter((item) => item.offsetParent && !item.closest('.bar')).map((item) => [item, item.getBoundingClientRect()]);
  for (const [one, a] of all) for (const [other, b] of all) {
    if (one === other || a.bottom > b.top + 1 && b.bottom > a.top + 1 && a.right > b.left + 1 && b.right > a.left + 1) continue;
    const across = Math.max(a.left - b.right, b.left - a.right), down = Math.max(a.top - b.bottom, b.top - a.bottom);
    if (Math.max(across, down) < 5.9) hits.push(one.textContent.trim() + ' / ' + other.textContent.trim());
  } return hits }"""


@pytest.mark.parametrize("width", [320, 390, 430])
def test_every_target_is_large_enough_for_a_thumb_and_apart_from_the_next(gallery: Any, width: int) -> None:
    page = gallery("light", width, 640)
    assert page.evaluate(SMALL) == []
    assert page.evaluate(CLOSE) == []


def test_nothing_is_written_smaller_than_sixteen_pixels(gallery: Any) -> None:
    small = """() => { const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
      while (walk.nextNode()) { const owner = walk.currentNode.parentElement;
        if (walk.currentNode.textContent.trim() && parseFloat(getComputedStyle(owner).fontSize) < 16) found.push(owner.outerHTML); }
      return found }"""
    assert gallery().evaluate(small) == []


@pytest.mark.parametrize("how", ["narrow", "large type", "spaced", "at 200 %"])
def test_nothing_has_to_be_scrolled_sideways(gallery: Any, how: str) -> None:
    page = gallery("light", 640 if how == "large type" else 195 if how == "at 200 %" else 320, 640)
    if how == "large type":
        page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    if how == "spaced":
        page.evaluate("""document.body.style.cssText = 'line-height:1.5;letter-spacing:.12em;word-spacing:.16em'""")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("size", [(390, 844), (320, 640), (844, 390)])
def test_the_bar_never_lies_over_what_has_the_focus(gallery: Any, size: tuple[int, int]) -> None:
    page = gallery("light", *size)
    seen: list[str] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        where = page.evaluate(
            """() => { const item = document.activeElement; if (item === document.body || item.closest('.bottom')) return ['', false];
            const box = item.getBoundingClientRect(), bar = document.querySelector('.bottom').getBoundingClientRect();
            const covered = box.top >= bar.top - 2 && box.bottom <= bar.bottom;
            return [item.outerHTML.slice(0, 100), covered] }"""
        )
        if where[0] and where[0] == (seen[0] if seen else None):
            break
        if where[0]:
            seen.append(where[0])
            assert not where[1], where[0]
    assert len(seen) > 40


def test_a_text_can_be_copied_without_a_clipboard(gallery: Any) -> None:
    page = gallery()
    assert page.evaluate("!isSecureContext && !navigator.clipboard")
    page.click("[data-copy]")
    assert page.inner_text("[data-say]") in ("Kopieret", "Teksten er markeret. Vælg kopiér.")
    assert "Spørg mig om morgenen" in page.evaluate("getSelection().toString() || document.activeElement.value")


def test_sharing_is_offered_only_where_the_browser_can(gallery: Any) -> None:
    page = gallery()
    assert page.is_visible("[data-share]") == page.evaluate("!!navigator.share")


def test_escape_three_times_leaves_and_back_does_not_return(gallery: Any) -> None:
    page = gallery()
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("https://www.dmi.dk/")
    assert page.evaluate("history.length") <= 2


def test_the_link_leaves_at_once_and_names_no_place_one_came_from(gallery: Any) -> None:
    page = gallery()
    page.click("[data-leave]")
    page.wait_for_url("https://www.dmi.dk/")
    assert page.evaluate("document.referrer") == ""


def test_one_more_time_has_names_of_its_own_and_nothing_in_it(gallery: Any) -> None:
    page = gallery()
    page.click("#id_g11 [data-more]")
    assert page.input_value("[name='g11.2.from']") == ""
    assert page.locator("[name='g11.2.days']:checked").count() == 0
    assert page.get_attribute("#id_g11 [data-row] >> nth=2", "aria-label") == "Tidsrum 3"
    page.click("#id_g13 [data-more]")
    assert page.locator("[name='g13.own']").count() == 4


def test_without_a_network_a_form_stays_and_keeps_what_was_typed(gallery: Any) -> None:
    page = gallery()
    page.fill("[name=g17]", "En linje")
    page.context.set_offline(True)
    page.evaluate("document.querySelector('.foot-form').requestSubmit()")
    assert "stadig" in page.inner_text("[data-say]")
    assert page.url.startswith(ADDRESS) and page.input_value("[name=g17]") == "En linje"


def test_a_form_is_sent_once(gallery: Any) -> None:
    page = gallery()
    prevented = page.evaluate(
        """() => { const form = document.querySelector('.foot-form'), seen = [];
        form.setAttribute('action', '#'); document.addEventListener('submit', (event) => {
          seen.push(event.defaultPrevented); event.preventDefault() });
        form.requestSubmit(); form.requestSubmit(); return seen }"""
    )
    assert prevented == [False, True]


def test_the_summary_of_what_to_look_at_takes_the_focus_and_leads_to_the_field(gallery: Any) -> None:
    page = gallery()
    assert page.evaluate("document.activeElement.className") == "summary"
    page.click(".summary a >> nth=1")
    assert page.evaluate("document.activeElement.id") == "id_g16"


def test_nothing_moves(gallery: Any) -> None:
    assert gallery().evaluate("document.getAnimations().length") == 0


def test_nothing_shifts_while_the_page_arrives(gallery: Any) -> None:
    shifted = """() => new Promise((done) => { let sum = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((one) => { sum += one.value }))
        .observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 300) })"""
    assert gallery().evaluate(shifted) == 0
