"""What was so before a journey begins: who is there, and what they have agreed.

It is sent by each person's own browser, with the forms that the pages would send and without the pages. A journey that
is about beginning, inviting or agreeing does those things in the browser, and takes nothing from here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from roret.content import cards
from roret.content.shape import Party
from tests.journeys.conftest import Sits
from tests.journeys.reader import PHONE, Reader

Answers = Mapping[str, Sequence[str]]
"""By question: the values to tap and one's own words, for a time the days and the two hours."""


def two(sits: Sits, lang: str = "en", size: tuple[int, int] = PHONE, name: str = "Jonas") -> tuple[Reader, Reader]:
    """Maja and one other, to whom every topic is open, each before a browser of their own."""
    maja, other = sits(lang, size), sits(lang, size)
    begin(maja)
    join(other, invitation(maja), name)
    return maja, other


def begin(reader: Reader, name: str = "Maja") -> None:
    """A holder with an empty page of her own, which is open."""
    ask(reader, "/start/holder")
    reader.go(led_to(reader, "/start/holder", name=name))


def invitation(holder: Reader) -> str:
    """A link for a supporter to whom every topic is open from the start."""
    topics = [card.id for card in cards.deck("home") if card.owner == "holder"]
    page = send(holder, f"{holder.circle}/people/invite", 200, role="supporter", topics=topics)
    return found(r"/join/[\w-]+", page)


def join(reader: Reader, link: str, name: str = "Jonas") -> None:
    ask(reader, link)
    reader.go(led_to(reader, link, name=name))


def agree(maja: Reader, other: Reader, topic: str, hers: Answers, theirs: Answers) -> str:
    """Both have taken the card, and said yes to it the way the other sees it. Gives the address of what they agreed."""
    table = f"{maja.circle}/cards/{topic}"
    for reader, party, answers in ((maja, "holder", hers), (other, "supporter", theirs)):
        take(reader, topic, party, answers)
        led_to(reader, f"{table}/state", say="done")
    pair = led_to(other, f"{table}/propose", to=holder_of(other, topic), way="mine")
    assert led_to(maja, f"{pair}/1/yes") == maja.circle, "the yes of both is there"
    for reader in (maja, other):
        reader.go(reader.circle)  # where each is told how it went
    return pair


def wish(holder: Reader, topic: str, answers: Answers) -> None:
    """A card that stands on the holder's page, which is open, by her own yes."""
    take(holder, topic, "holder", answers)
    assert led_to(holder, f"{holder.circle}/cards/{topic}/wish") == holder.circle
    holder.go(holder.circle)


def holder_of(reader: Reader, topic: str) -> str:
    """Who stands on the other side of a card that a supporter has taken."""
    return found(r"/with/([0-9a-f-]{36})", ask(reader, f"{reader.circle}/cards/{topic}/end"))


def take(reader: Reader, topic: str, party: Party, answers: Answers) -> None:
    """These questions of a card are answered, and the others skipped."""
    slots = {slot.question.id: slot for slot in cards.card(topic).asked(party)}
    for question, given in answers.items():
        slot = slots[question]
        if slot.question.kind == "times":
            *days, begins, ends = given
            row = f"{question}.0"
            fields: dict[str, object] = {f"{row}.days": days, f"{row}.from": begins, f"{row}.to": ends}
        else:
            own = [one for one in given if slot.question.kind == "phrases" and one not in slot.question.starters]
            fields = {question: [one for one in given if one not in own], f"{question}.own": own}
        led_to(reader, f"{reader.circle}/cards/{topic}/q/{slot.key}", **fields)


# --- forms without their pages --------------------------------------------------------------------
def led_to(reader: Reader, path: str, **fields: object) -> str:
    """Send a form. Gives the address that its sender is led to."""
    return send(reader, path, 302, **fields)


def send(reader: Reader, path: str, status: int, **fields: object) -> str:
    """Send a form that is answered with this status. Gives what is answered, or the address it leads to."""
    secret = next(cookie["value"] for cookie in reader.context.cookies() if cookie["name"] == "roret-form")
    answer = reader.context.request.post(
        reader.at(path),
        data=urlencode({"csrfmiddlewaretoken": secret, **fields}, doseq=True),
        headers={"Content-Type": "application/x-www-form-urlencoded", "Accept-Language": reader.lang},
        max_redirects=0,
    )
    assert answer.status == status, f"{path} answered {answer.status}"
    return answer.headers["location"] if status == 302 else answer.text()


def ask(reader: Reader, path: str) -> str:
    """What stands at an address."""
    answer = reader.context.request.get(reader.at(path), headers={"Accept-Language": reader.lang})
    assert answer.status == 200, f"{path} answered {answer.status}"
    return answer.text()


def found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match, f"no {pattern} on the page"
    return match[match.re.groups]
