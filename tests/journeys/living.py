"""Two people who live by what they have agreed: how they come to it, and how a day passes in their house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.journeys.conftest import Sits
from tests.journeys.house import House
from tests.journeys.reader import PHONE, Reader
from tests.journeys.walks import begin, invitation, join

ZONE = ZoneInfo("Europe/Copenhagen")
Answers = Mapping[str, Sequence[str]]
"""By question: the values to tap, for a time the days and the two hours."""


def two(sits: Sits, lang: str = "en", size: tuple[int, int] = PHONE, name: str = "Jonas") -> tuple[Reader, Reader]:
    """Maja and one other, to whom every topic is open, each before a browser of their own."""
    maja, other = sits(lang, size), sits(lang, size)
    begin(maja)
    join(other, invitation(maja, topics=99), name)
    return maja, other


def agree(maja: Reader, other: Reader, topic: str, hers: Answers, theirs: Answers) -> None:
    """Both take the card, and both say yes to what they see side by side."""
    for reader, answers in ((maja, hers), (other, theirs)):
        take(reader, topic, answers)
        if reader.offers("I have answered"):
            reader.tap("I have answered")
    other.tap("See both answers")
    other.tap(other.page.locator("main form[action$='/propose'] button").first)
    maja.go(other.path)
    maja.tap("Yes, let us try it")


def take(reader: Reader, topic: str, answers: Answers) -> None:
    """Answer these questions of a card and skip the others."""
    reader.go(f"{reader.circle}/cards/{topic}/end")
    reader.tap("Change")
    while "/q/" in reader.path:
        given = answers.get(reader.path.rsplit("/", 1)[1].split("@")[0])
        if given is None:
            reader.send(".bar", "Skip")
            continue
        form = reader.page.locator("#question")
        if form.locator(".window").count():
            a_time(reader, given)
        else:
            for value in given:
                reader.tap(form.locator(f"label:has(input[value='{value}'])"))
        reader.send(".bar", "Next")


def a_time(reader: Reader, given: Sequence[str]) -> None:
    window = reader.page.locator("#question .window").first
    for day in given[:-2]:
        reader.tap(window.locator(f".day:has(input[value='{day}'])"))
    window.locator("input[type=time]").nth(0).fill(given[-2])
    window.locator("input[type=time]").nth(1).fill(given[-1])


class Day:
    """The clock of one house: a Tuesday that passes when the test says so."""

    def __init__(self, house: House, hour: int, minute: int = 0) -> None:
        self.house = house
        now = datetime.now(UTC)
        ahead = (1 - now.astimezone(ZONE).weekday()) % 7 or 7
        self.date = (now.astimezone(ZONE) + timedelta(days=ahead)).date()
        self.set(hour, minute)

    def set(self, hour: int, minute: int = 0, later: int = 0) -> None:
        """It is this time, so many days after the first."""
        there = datetime.combine(self.date + timedelta(days=later), time(hour, minute), ZONE)
        self.house.turn_clock((there - datetime.now(UTC)).total_seconds() / 86400)


def reads_live(reader: Reader, text: str) -> None:
    """It comes onto the open page. A tap in the next moment would be aimed at what stood there before, and is not taken."""
    expect(reader.page.locator("main")).to_contain_text(text, timeout=3000)
    reader.page.wait_for_timeout(400)


def open_today(reader: Reader) -> None:
    reader.go(f"{reader.circle}/today")
