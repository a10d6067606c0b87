"""What people do in more than one journey, as they do it: by tapping what stands on the page."""

from __future__ import annotations

import itertools

from playwright.sync_api import Locator

from tests.journeys.reader import Reader

NUMBERS = itertools.count(1)


def fresh_address() -> str:
    """An address to sign in with that nobody else in the shared house has."""
    return f"maja-{next(NUMBERS)}@example.org"


def tap_the_first_card(reader: Reader) -> list[str]:
    """A stranger's way from the front page to the first sentences. Gives the sentences."""
    if reader.path != "/" or "about:blank" in reader.page.url:
        reader.go("/")
    reader.tap("It is about me")
    while "/first/done" not in reader.path:
        reader.tap(reader.page.locator(".taps button").first)
    return reader.said()


def save_as(reader: Reader, name: str) -> None:
    reader.tap("Save it")
    reader.write("#id_name", name)
    reader.send(".bar", "Save")
    reader.page.wait_for_url("**/c/*")


def begin(reader: Reader, name: str = "Maja") -> list[str]:
    """A holder with a page of her own. Gives the sentences that are on it."""
    reader.go("/")
    sentences = tap_the_first_card(reader)
    save_as(reader, name)
    return sentences


def answer(reader: Reader, which: int = 0) -> None:
    """Tap an answer to the question on the screen, and go on."""
    form = reader.page.locator("#question")
    if form.locator(".window").count():
        window = form.locator(".window").first
        reader.tap(window.locator(".day").nth(which))
        window.locator("input[type=time]").nth(0).fill(f"{18 + which}:00")
        window.locator("input[type=time]").nth(1).fill(f"{20 + which}:00")
    elif (choices := form.locator(".option, .chip, .step")).count():
        reader.tap(choices.nth(min(which, choices.count() - 1)))
    else:
        reader.write("#question textarea", ("In the morning, and slowly.", "When the children sleep.")[which % 2])
    reader.send(".bar", "Next")


def answer_all(reader: Reader, which: int = 0, questions: int = 99) -> int:
    """Go through a card: answer the first so many questions, skip the rest. Gives how many were asked."""
    asked = 0
    while "/q/" in reader.path:
        asked += 1
        if asked <= questions:
            answer(reader, which)
        else:
            reader.send(".bar", "Skip")
    return asked


def take_card(reader: Reader, topic: str, which: int = 0, questions: int = 99) -> list[str]:
    """Take a card from the deck to its end. Gives what the answers say."""
    reader.go(f"{reader.circle}/cards")
    row = reader.page.locator(f"a.row[href*='/cards/{topic}']").first
    ended = "/end" in (row.get_attribute("href") or "")
    reader.tap(row)
    if ended:
        reader.tap("Change")
    answer_all(reader, which, questions)
    return reader.said(".sheet:first-of-type p")


def new_cards(reader: Reader) -> list[Locator]:
    """Rows of the deck that nobody has opened yet."""
    return [row for row in reader.page.locator("a.row").all() if "/end" not in (row.get_attribute("href") or "")]


def invitation(holder: Reader, topics: int = 0) -> str:
    """A link that lets one person in, with the first so many topics open to them."""
    holder.go(f"{holder.circle}/people")
    fold = holder.unfold("Ask somebody in")
    for chip in fold.locator(".chip").all()[:topics]:
        holder.tap(chip)
    holder.tap("Make a link")
    return holder.page.locator("#id_copy").input_value()


def join(reader: Reader, link: str, name: str = "Jonas") -> None:
    reader.go(link)
    reader.write("#id_name", name)
    reader.send(".bar", "Join")
    reader.page.wait_for_url("**/c/*")


def add_without_account(holder: Reader, name: str = "Birthe") -> None:
    holder.go(f"{holder.circle}/people")
    fold = holder.unfold("Somebody without a telephone of their own")
    fold.locator("input[name=name]").fill(name)
    holder.tap(holder.find("Add", within=fold))


def sit_down_with(holder: Reader, name: str, topic: str) -> None:
    """Choose a person and a card to take together."""
    holder.go(f"{holder.circle}/table")
    holder.tap(holder.page.locator("a.row", has_text=name).first)
    holder.tap(holder.page.locator(f"form[action$='/{topic}'] button"))
