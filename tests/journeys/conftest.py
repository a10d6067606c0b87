"""A house, a browser, and people who sit before it. Whatever a browser complains of fails the test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.journeys.house import House, housed
from tests.journeys.reader import DESK, PHONE, Reader

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
PROVE = os.environ.get("RORET_PROVE") == "yes"
BOTH_LANGUAGES_BOTH_SIZES = [("da", PHONE), ("en", DESK), ("en", PHONE), ("da", DESK)]
everywhere = pytest.mark.parametrize(
    ("lang", "size"),
    BOTH_LANGUAGES_BOTH_SIZES if PROVE else BOTH_LANGUAGES_BOTH_SIZES[:2],
    ids=lambda given: given if isinstance(given, str) else {PHONE: "phone", DESK: "desk"}[given],
)
"""A whole journey: each language and each size once, all four pairs when the proofs run at their full size."""


class Sits(Protocol):
    def __call__(self, lang: str = ..., size: tuple[int, int] = ..., **more: object) -> Reader: ...


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    # A module at a time: while it is open, Django believes itself in an event loop and other tests could not run.
    with sync_playwright() as started:
        yield started


def launch(playwright: Playwright, *more: str) -> Browser:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    return playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *more])


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = launch(playwright)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all journeys of this process; each journey has circles of its own in it."""
    with housed(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="session")
def second_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with housed(tmp_path_factory.mktemp("second-house")) as running:
        yield running


@pytest.fixture
def turned_house(second_house: House) -> Iterator[House]:
    """A house whose clock may be turned. The next journey in it finds the clock right again, and its own circle."""
    yield second_house
    second_house.turn_clock(0)


@pytest.fixture
def sits(browser: Browser, house: House) -> Iterator[Sits]:
    """`sits(lang, size)`: somebody new sits down before a browser of their own."""
    yield from sitting(browser, house)


@pytest.fixture
def sits_there(browser: Browser, turned_house: House) -> Iterator[Sits]:
    """The same in the house whose clock may be turned."""
    yield from sitting(browser, turned_house)


def sitting(browser: Browser, house: House) -> Iterator[Sits]:
    there: list[Reader] = []

    def sit(lang: str = "en", size: tuple[int, int] = PHONE, **more: object) -> Reader:
        there.append(Reader(browser, house.address, lang, size, **more))
        return there[-1]

    yield sit
    for reader in there:
        reader.close()
    assert [said for reader in there for said in reader.complaints] == []
    assert [asked for reader in there for asked in reader.foreign] == []
