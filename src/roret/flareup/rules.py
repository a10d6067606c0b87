"""The flare-up plan: what it says, who is next, and when something of it ends. Pure.

Nothing here raises for what was stored: a value that is not known counts as not said.
"""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from roret.content import stored
from roret.content.shape import Question
from roret.content.stored import Saying
from roret.kit import wall

TOPIC = "flareup"

UNDO = timedelta(seconds=30)
"""For so long whoever turned it on can take it back. Open pages show it at once; telephones ring when this is over."""
SAID_FOR = timedelta(hours=2)
"""For so long the others read that it is off again. Then there is nothing to be read of it."""
ANSWER_LASTS = timedelta(hours=12)
"""How long “I am here” and “not now” stand."""
COMES_FOR = timedelta(hours=1)
"""How long “I come at …” stands beyond its clock time."""
FURTHEST = timedelta(hours=18)
"""How far ahead a clock time can lie; one that would be later has passed today."""
RINGS_FOR = timedelta(hours=12)
"""How long word of it is worth bringing to a telephone that was out of reach."""
HERE, COMES, NOT_NOW = "here", "comes", "not_now"
"""What those who read the plan can answer, each with one tap."""
RINGS_ONCE_IN = timedelta(minutes=5)
STEPS = ("on", "theirs", "here", "off")
"""The screens of a rehearsal: mine, another's, mine with an answer, and how it ends."""
MORNING = time(8)
LOOK_FROM, LOOK_FOR = time(10), timedelta(days=14)
LOOK_AFTER = {"next_day": 1, "within_week": 3}
"""After how many days the questions come by themselves. Else they lie on the plan's page for whoever likes."""

_NEW_PAIN = Question(id="new_pain", kind="choice", choices=("i_call", "call_for_me", "together"))
_NEED = Question(id="need", kind="choices", choices=("peace", "company", "be_heard", "practical", "other_talk"))
_HELPS = Question(
    id="helps",
    kind="phrases",
    starters=(
        "warmth",
        "cold",
        "lying_down",
        "moving",
        "dim_light",
        "audio",
        "warm_drink",
        "fresh_air",
        "brief_visit",
    ),
)
_NO_HELP = Question(
    id="no_help",
    kind="phrases",
    starters=("many_questions", "advice", "tiptoeing", "fussing", "cheering_up", "looking_in", "noise"),
)
_PART = Question(
    id="part",
    kind="phrases",
    starters=("menu", "goodnight", "film", "table", "shopping_list", "days_news", "planning"),
)
_WHEN_THEN = Question(id="when_then", kind="phrases", starters=("bed", "no_answer", "meal", "plans"))
_CHECK_INS = Question(
    id="check_ins", kind="choice", choices=("when_i_say", "morning_evening", "now_and_then", "any_time")
)
_TAKE_OVER = Question(
    id="take_over",
    kind="phrases",
    who="supporter",
    starters=("shopping", "cooking", "children", "driving", "calls", "laundry", "pets", "cancellations"),
)
_NEXT = Question(id="next_in_line", kind="phrases", who="supporter", starters=("family", "friend", "neighbour"))
_IN_TURN = Question(id="in_turn", kind="phrases", starters=("partner", "family", "friend", "neighbour"))
_MESSAGES = Question(id="messages", kind="phrases", starters=("work", "friends", "family", "school"))
_LOOK_AGAIN = Question(id="look_again", kind="choice", who="both", choices=("next_day", "within_week", "when_asked"))
QUESTIONS = (
    _NEW_PAIN,
    _NEED,
    _HELPS,
    _NO_HELP,
    _PART,
    _WHEN_THEN,
    _CHECK_INS,
    _TAKE_OVER,
    _NEXT,
    _IN_TURN,
    _MESSAGES,
    _LOOK_AGAIN,
)
"""What this room reads of its card, in the card's order."""


@dataclass(frozen=True)
class Plan:
    """What one agreement or wish says of it. Every field that was not answered is empty."""

    new_pain: str = ""
    need: tuple[str, ...] = ()
    helps: tuple[Saying, ...] = ()
    no_help: tuple[Saying, ...] = ()
    part: tuple[Saying, ...] = ()
    when_then: tuple[Saying, ...] = ()
    check_ins: str = ""
    take_over: tuple[Saying, ...] = ()
    next_in_line: tuple[Saying, ...] = ()
    in_turn: tuple[Saying, ...] = ()
    messages: tuple[Saying, ...] = ()
    look_again: str = ""


def terms(settled: Mapping[str, object]) -> Plan:
    """The settled answers as this room reads them."""

    def choice(question: Question) -> str:
        return stored.read_choice(question, settled.get(question.id)) or ""

    def sayings(question: Question) -> tuple[Saying, ...]:
        return stored.sayings(question, settled.get(question.id))

    return Plan(
        new_pain=choice(_NEW_PAIN),
        need=tuple(stored.read_choices(_NEED, settled.get("need"))),
        helps=sayings(_HELPS),
        no_help=sayings(_NO_HELP),
        part=sayings(_PART),
        when_then=sayings(_WHEN_THEN),
        check_ins=choice(_CHECK_INS),
        take_over=sayings(_TAKE_OVER),
        next_in_line=sayings(_NEXT),
        in_turn=sayings(_IN_TURN),
        messages=sayings(_MESSAGES),
        look_again=choice(_LOOK_AGAIN),
    )


def together(plans: Sequence[Plan]) -> Plan:
    """One plan out of several: of each part what stands in the first that says anything of it."""
    whole = Plan()
    for part in fields(Plan):
        said = next((there for one in plans if (there := getattr(one, part.name))), None)
        whole = whole if said is None else replace(whole, **{part.name: said})
    return whole


def stored_phrase(value: object) -> Saying | None:
    """A message as it was marked, or `None` for what is not known."""
    return next(iter(stored.sayings(_MESSAGES, [value])), None)


# --- what becomes of a tap ----------------------------------------------------------------------


class Came(StrEnum):
    """The one outcome of each tap that turns the plan on or off."""

    ON = "on"
    STOOD = "stood"
    """It was on already, and stands as it is."""
    BACK = "back"
    """Taken back within the half minute."""
    LATE = "late"
    """The half minute is over, so it stands."""
    OFF = "off"
    GONE = "gone"
    """It was off already."""
    ANEW = "anew"
    """Another one is on than the page showed. That one stands."""


def off(row: tuple[object, datetime] | None, seen: object, now: datetime, *, undo: bool) -> Came:
    """What a tap to take it back, or to turn it off, comes to. `row` is the plan that is on: which, and its half minute."""
    if row is None:
        return Came.GONE
    which, undo_until = row
    if which != seen:
        return Came.ANEW
    if undo:
        return Came.BACK if now < undo_until else Came.LATE
    return Came.OFF


# --- messages -----------------------------------------------------------------------------------

LONGEST_RECEIVER = 40


def addressed(text: str) -> tuple[str, str]:
    """To whom, and the words: “To work: I am not in today.” is two things. Without a receiver it is words alone."""
    to, colon, words = text.partition(":")
    fits = colon and "\n" not in to and 0 < len(to.strip()) <= LONGEST_RECEIVER and words.strip()
    return (to.strip(), words.strip()) if fits else ("", text.strip())


# --- answers ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """An answer while it stands: `at` is when somebody comes, `ask` who is asked instead."""

    kind: str
    at: datetime | None = None
    ask: str = ""


def until(said: Said, now: datetime) -> datetime:
    """When the answer ends by itself."""
    return said.at + COMES_FOR if said.at else now + ANSWER_LASTS


def stored_answer(value: object) -> Said | None:
    """An answer as it was stored, or `None` for what is not known."""
    if not isinstance(value, dict) or value.get("kind") not in (HERE, COMES, NOT_NOW):
        return None
    at, ask = value.get("at"), value.get("ask")
    moment = None
    if isinstance(at, str):
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            return None
    if (value["kind"] == COMES) is (moment is None) or (moment is not None and moment.tzinfo is None):
        return None
    return Said(str(value["kind"]), moment, ask if isinstance(ask, str) else "")


@dataclass(frozen=True)
class Laying:
    """What goes back into the plan: with whom (nobody for the wish), the answers, and the version that the page showed."""

    other_id: uuid.UUID | None
    answers: Mapping[str, object]
    seen: int | None


# --- who is next --------------------------------------------------------------------------------

K = TypeVar("K")


def line_up(in_turn: Iterable[str], each: Iterable[tuple[str, Iterable[str]]]) -> tuple[str, ...]:
    """Everybody who can be asked, in the plan's order, each once.

    `in_turn` is the holder's own order. `each` are those who have said yes to the plan, and whom they named for when
    they cannot.
    """
    found: dict[str, str] = {}
    for name in [*in_turn, *(one for first, after in each for one in (first, *after))]:
        found.setdefault(_plain(name), name)
    return tuple(name for plain, name in found.items() if plain)


def person_in(text: str, people: Mapping[K, str]) -> K | None:
    """Who of these is meant by what was written: the one whose name stands in it, if it is one alone."""
    words = _words(text)
    found = [key for key, name in people.items() if _stands_in(_words(name), words)]
    return found[0] if len(found) == 1 else None


def next_up(line: Iterable[str], people: Mapping[K, str], cannot: Iterable[K]) -> tuple[str, ...]:
    """The line without those who have said that they cannot now."""
    out = set(cannot)
    return tuple(name for name in line if (who := person_in(name, people)) is None or who not in out)


def _stands_in(name: Sequence[str], words: Sequence[str]) -> bool:
    return bool(name) and any(list(words[at : at + len(name)]) == list(name) for at in range(len(words)))


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in _plain(text)).split()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip()


# --- times --------------------------------------------------------------------------------------


def clock_times(now: datetime, zone: str) -> tuple[str, ...]:
    """Three times to come at, the first a little ahead: the coming half hour or the one after, then later."""
    local = wall.local(now, zone)
    minutes = local.hour * 60 + local.minute
    first = (minutes + 20 + 29) // 30 * 30
    return tuple(f"{at // 60 % 24:02}:{at % 60:02}" for at in (first, first + 30, first + 90))


def comes_at(now: datetime, clock: str, zone: str) -> datetime | None:
    """The moment at which the clock will show `HH:MM` next. `None`: it has passed today, or is no such time."""
    try:
        shown = time.fromisoformat(clock) if len(clock) == 5 else None
    except ValueError:
        return None
    if shown is None:
        return None
    today = wall.day(now, zone)
    for day in (today, today + wall.DAY):
        there = datetime.combine(day, shown)
        # In the night in which an hour comes twice, the first of the two may be over.
        for moment in (wall.first_moment(there, zone), wall.last_moment(there, zone)):
            if now < moment <= now + FURTHEST:
                return moment
    return None


def next_morning(now: datetime, zone: str) -> datetime:
    """When the holder is asked whether it is still so."""
    return wall.moment(wall.day(now, zone) + wall.DAY, MORNING, zone)


def look_window(look_again: str, off_at: datetime, zone: str) -> tuple[datetime, datetime]:
    """From when until when the two questions lie there, as the plan says."""
    days = LOOK_AFTER.get(look_again)
    if days is None:
        return off_at, off_at + LOOK_FOR
    return wall.moment(wall.day(off_at, zone) + days * wall.DAY, LOOK_FROM, zone), off_at + LOOK_FOR
