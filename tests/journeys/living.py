"""Two people who live by what they have agreed: how a day passes in their house, and what they see of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.journeys.house import House
from tests.journeys.reader import Reader

ZONE = ZoneInfo("Europe/Copenhagen")
NO_NETWORK = "There is no connection right now. What you wrote is still here. Try again in a moment."


def coming_tuesday() -> date:
    today = datetime.now(ZONE).date()
    return today + timedelta(days=(1 - today.weekday()) % 7 or 7)


class Day:
    """The clock of one house: a Tuesday that passes when the test says so."""

    def __init__(self, house: House, hour: int, minute: int = 0) -> None:
        self.house = house
        self.date = coming_tuesday()
        self.set(hour, minute)

    def set(self, hour: int, minute: int = 0, later: int = 0) -> None:
        """It is this time, so many days after the first."""
        there = datetime.combine(self.date + timedelta(days=later), time(hour, minute), ZONE)
        self.house.turn_clock((there - datetime.now(UTC)).total_seconds() / 86400)


def reads_live(reader: Reader, text: str, where: str = "main") -> None:
    """It comes onto the open page. A tap in the next moment would be aimed at what stood there before, and is not taken."""
    expect(reader.page.locator(where)).to_contain_text(text, timeout=3000)
    reader.page.wait_for_timeout(400)


def reads_within_a_second(reader: Reader, where: str, text: str) -> None:
    """It stands there a second after the tap of another at most. Looked at in every frame."""
    began = monotonic()
    reader.page.wait_for_function(
        "([where, text]) => [...document.querySelectorAll(where)].some((one) => one.innerText.includes(text))",
        arg=[where, text],
        timeout=3000,
    )
    assert monotonic() - began < 1


def open_today(reader: Reader) -> None:
    reader.go(f"{reader.circle}/today")
