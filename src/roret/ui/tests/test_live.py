"""A part of a page that comes again while it is open: what the reader was doing there goes on.

No server runs: the browser is handed a small page, the script, and a stream that ends after each event it holds.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

pytestmark = pytest.mark.browser

ADDRESS = "http://roret.lan"
STATIC = Path(__file__).resolve().parent.parent / "static"
PAGE = """<!doctype html><html lang="da"><link rel="stylesheet" href="/static/ui/roret.css">
<script src="/static/ui/roret.js" defer></script><body><div class="screen"><main id="main" tabindex="-1">{part}</main>
<div class="bottom"><p class="say" role="status" data-say data-offline="No connection."></p></div></div></body></html>"""
PART = '<div data-parts="today" data-from="/part" data-live="/live" data-told="Something is new."{turn}>{inner}</div>'
FOLD = """<details class="disclosure" id="fold"><summary>Say something</summary><form action="/say" method="post">
<input type="hidden" name="token" value="{token}"><label class="chip"><input type="radio" name="one" value="a"><span>A</span></label>
<textarea class="text" name="words" id="words"></textarea><button class="button" name="go" value="1">Say it</button></form></details>"""


@dataclass
class House:
    """What the house answers: `inner` is the part as it stands now, and `events` what the stream says next."""

    inner: str = "<p>Nothing said.</p>"
    status: int = 200
    stream: int = 200
    turn: str = ""
    events: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        part = PART.format(inner=self.inner, turn=self.turn)
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(
                body=file.read_bytes(), content_type="text/css" if path.endswith("css") else "text/javascript"
            )
            return
        self.asked.append(path)
        if path == "/live":
            said = "".join(f"event: {self.events.pop(0)}\ndata: .\n\n" for _ in self.events[:1])
            body = f"retry: 50\nid: 1\n\n{said}"
            route.fulfill(status=self.stream, body=body, content_type="text/event-stream")
        elif path == "/part":
            assert route.request.headers["x-requested-with"] == "live"
            route.fulfill(status=self.status, body=part, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(body=PAGE.format(part=part), content_type="text/html; charset=utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    complaints: list[str] = []
    opened = browser.new_page(viewport={"width": 390, "height": 640})
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.route("**/*", house.answer)
    yield opened
    opened.close()
    assert not complaints


def open_page(page: Page) -> Page:
    page.goto(f"{ADDRESS}/")
    return page


def test_what_was_said_elsewhere_comes_in_and_is_told_once(page: Page, house: House) -> None:
    open_page(page)
    house.inner = "<p>Jonas: some.</p>"
    house.events = ["today"]
    expect(page.locator("[data-parts]")).to_have_text("Jonas: some.")
    expect(page.locator("[data-say]")).to_have_text("Something is new.")
    page.evaluate("document.querySelector('[data-say]').textContent = ''")
    house.inner = "<p>Jonas: a little.</p>"
    house.events = ["again"]
    expect(page.locator("[data-parts]")).to_have_text("Jonas: a little.")
    expect(page.locator("[data-say]")).to_have_text("")


def test_another_part_is_not_fetched(page: Page, house: House) -> None:
    open_page(page)
    house.events = ["people", "quiet"]
    page.wait_for_timeout(400)
    assert "/part" not in house.asked


def test_what_one_is_writing_stays_with_its_fold_its_choice_and_the_focus(page: Page, house: House) -> None:
    house.inner = "<p>Nothing said.</p>" + FOLD.format(token="1")
    open_page(page)
    page.click("summary")
    page.click("label")
    page.fill("#words", "Half a sen")
    page.wait_for_timeout(800)
    house.inner = "<p>A zone is on.</p><section><p>Jonas: some.</p></section>" + FOLD.format(token="2")
    house.events = ["today"]
    expect(page.get_by_text("Jonas: some.")).to_be_visible()
    assert page.input_value("#words") == "Half a sen"
    assert page.is_checked("[name=one]") and page.evaluate("document.querySelector('#fold').open")
    assert page.evaluate("document.activeElement.id") == "words"
    assert page.input_value("[name=token]") == "2"


def test_what_one_has_begun_to_write_is_not_taken_away(page: Page, house: House) -> None:
    house.inner = FOLD.format(token="1")
    open_page(page)
    page.click("summary")
    page.fill("#words", "Half a sen")
    page.evaluate("document.activeElement.blur()")
    house.inner = "<p>Nothing is agreed on it any more.</p>"
    house.events = ["today"]
    expect(page.get_by_text("Nothing is agreed")).to_be_visible()
    assert page.input_value("#words") == "Half a sen"


def test_further_down_nothing_moves_under_the_thumb(page: Page, house: House) -> None:
    lines = "".join(f"<p id='line{n}'>Line {n}</p>" for n in range(80))
    house.inner = lines
    open_page(page)
    page.evaluate("scrollTo(0, 900)")
    before = page.evaluate("document.querySelector('#line45').getBoundingClientRect().top")
    house.inner = "<section class='sheet'><h2>Jonas withdraws for a bit</h2><p>Fine, see you</p></section>" + lines
    house.events = ["today"]
    expect(page.locator("h2")).to_have_count(1)
    page.wait_for_timeout(100)
    assert abs(page.evaluate("document.querySelector('#line45').getBoundingClientRect().top") - before) <= 1
    expect(page.locator("[data-say]")).to_be_visible()


def test_a_tap_that_was_aimed_at_what_stood_there_before_does_nothing(page: Page, house: House) -> None:
    house.inner = "<p><a class='button' href='#yes' id='yes'>Yes</a></p>"
    open_page(page)
    there = """() => { addEventListener('click', (event) => { window.sent = !event.defaultPrevented });
      new MutationObserver(() => { document.querySelector('#yes').dispatchEvent(
        new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1 })) })
        .observe(document.querySelector('[data-parts]'), { childList: true }) }"""
    page.evaluate(there)
    house.inner = "<section><p>Something came in above.</p></section>" + house.inner
    house.events = ["today"]
    page.wait_for_function("window.sent !== undefined")
    assert page.evaluate("window.sent") is False
    page.wait_for_timeout(400)
    page.click("#yes")
    assert page.evaluate("window.sent") is True


def test_nothing_moves_while_the_thumb_is_down(page: Page, house: House) -> None:
    """The page's clock stands still meanwhile, so that a slow machine does not let the thumb go."""
    page.clock.install(time=0)
    open_page(page)
    page.clock.pause_at(5_000)
    house.inner = "<p>Jonas: some.</p>"
    page.mouse.move(100, 100)
    page.mouse.down()
    house.events = ["today"]
    page.wait_for_timeout(300)
    page.clock.run_for(600)
    assert page.inner_text("[data-parts]") == "Nothing said."
    page.mouse.up()
    page.clock.run_for(5_000)
    expect(page.locator("[data-parts]")).to_have_text("Jonas: some.")


def test_a_page_that_is_no_longer_ones_own_is_loaded_again(page: Page, house: House) -> None:
    open_page(page)
    house.status = 404
    house.asked.clear()
    house.events = ["today"]
    page.wait_for_event("framenavigated")
    assert "/" in house.asked


def test_without_a_stream_the_part_is_asked_for_every_twenty_seconds(page: Page, house: House) -> None:
    house.stream = 404
    page.clock.install()
    open_page(page)
    page.wait_for_timeout(200)
    house.inner = "<p>Jonas: some.</p>"
    assert "/part" not in house.asked
    page.clock.run_for(20_500)
    expect(page.locator("[data-parts]")).to_have_text("Jonas: some.")
    assert house.asked.count("/live") == 2, "and the stream is tried again"


def test_what_turns_by_itself_turns_while_the_page_is_open(page: Page, house: House) -> None:
    house.turn = ' data-turn="90"'
    page.clock.install()
    open_page(page)
    house.inner, house.turn = "<p>This morning: some.</p>", ""
    page.clock.run_for(91_000)
    expect(page.locator("[data-parts]")).to_have_text("This morning: some.")


def test_reading_aloud_is_offered_where_there_is_a_voice_for_the_language(page: Page, house: House) -> None:
    house.inner = "<p id='said'>Fint, vi ses</p><button type='button' data-speak='said' hidden>Read aloud</button>"
    open_page(page)
    assert not page.is_visible("button")
    page.add_init_script(
        """window.spoken = []; window.SpeechSynthesisUtterance = function (text) { this.text = text };
        Object.defineProperty(window, 'speechSynthesis', { value: { getVoices: () => [{ lang: 'da-DK' }],
          speak: (words) => window.spoken.push([words.lang, words.text]), cancel() {}, addEventListener() {} } });"""
    )
    open_page(page)
    page.click("button")
    assert page.evaluate("window.spoken") == [["da", "Fint, vi ses"]]
