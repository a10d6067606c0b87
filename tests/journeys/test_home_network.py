"""Journey 1 on a home network: plain http under a name of the house's own, in a browser that was never here before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Playwright

from tests.journeys.conftest import Sits, everywhere, launch, sitting
from tests.journeys.house import House, housed
from tests.journeys.walks import answer_all, invitation, join, new_cards, save_as, tap_the_first_card

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("at-home")
    with housed(folder, host="roret.lan") as running:
        yield running


@pytest.fixture
def family(playwright: Playwright, at_home: House) -> Iterator[Sits]:
    """`family(lang, size)`: a fresh browser profile on the same network, which knows the name roret.lan."""
    chromium: Browser = launch(playwright, "--host-resolver-rules=MAP roret.lan 127.0.0.1")
    yield from sitting(chromium, at_home)
    chromium.close()


@everywhere
def test_the_first_night_passes_without_https(family: Sits, lang: str, size: tuple[int, int]) -> None:
    maja = family(lang, size)
    maja.go("/")
    assert not maja.page.evaluate("isSecureContext"), "or this test shows nothing"
    sentences = tap_the_first_card(maja)
    assert len(sentences) >= 2 and len(maja.taps) <= 6
    maja.unfold("Copy or send")
    maja.tap("Copy")
    said = maja.page.locator("[data-say]")
    said.filter(has_text=maja.say("Copied")).or_(
        said.filter(has_text=maja.say("The text is marked. Choose copy."))
    ).wait_for()
    save_as(maja, "Maja")
    assert all(sentence in maja.text() for sentence in sentences)

    session = next(cookie for cookie in maja.context.cookies() if cookie["name"] == "roret")
    assert (session["httpOnly"], session["secure"], session["sameSite"]) == (True, False, "Lax")
    assert session["domain"] == "roret.lan" and session["expires"] > 0

    maja.go(f"{maja.circle}/cards")
    maja.tap(new_cards(maja)[0])
    answer_all(maja, questions=2)
    maja.tap("Put it on my page")
    maja.shot(f"lan-{lang}-{size[0]}")


def test_no_passkey_is_offered_and_one_line_says_what_needs_https(family: Sits) -> None:
    maja = family()
    maja.go("/")
    tap_the_first_card(maja)
    save_as(maja, "Maja")
    maja.go("/me/ways")
    assert not maja.offers("A passkey")
    assert "https" in maja.text()
    maja.shot("lan-ways")
    stranger = family()
    stranger.go("/sign-in")
    assert not [line for line in stranger.page.locator("button, a").all_inner_texts() if "asskey" in line]


def test_a_sign_in_link_opens_another_device_once(family: Sits) -> None:
    maja = family()
    maja.go("/")
    sentences = tap_the_first_card(maja)
    save_as(maja, "Maja")
    maja.go("/me")
    maja.tap("Open on another device")
    link = maja.page.locator("#id_copy").input_value()
    assert urlsplit(link).netloc == urlsplit(maja.address).netloc
    tablet = family()
    tablet.go(link)
    tablet.tap("Go on")
    assert all(sentence in tablet.text() for sentence in sentences)
    thief = family()
    assert thief.go(link) == 404
    assert thief.reads("This link no longer works")


def test_an_invitation_works_on_the_network_too(family: Sits) -> None:
    maja, jonas = family(), family("da")
    maja.go("/")
    tap_the_first_card(maja)
    save_as(maja, "Maja")
    link = invitation(maja)
    assert link.startswith("http://roret.lan:")
    join(jonas, link)
    assert jonas.path == maja.circle
