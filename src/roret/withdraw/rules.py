"""Withdrawing for a while: the terms, the clock time in a message, and when a later word is welcome. Pure.

Nothing here raises for what was stored: a value that is not known counts as not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from roret.content import stored
from roret.content.shape import Party, Question
from roret.content.stored import Saying
from roret.kit import wall

TOPIC = "withdraw"

CLOCKLESS = ("a_bit", "quiet_place", "going_home", "write_later", "not_today")
MINUTES = {"minutes_15": 15, "minutes_30": 30, "minutes_60": 60}
PRESETS = (*CLOCKLESS, *MINUTES)
"""Those without a clock time first, whatever the order on the card."""
MORE = (15, 30)
"""By how many minutes one can stay away longer with a tap."""

LASTS = timedelta(hours=12)
"""It ends by itself this long after it was said, or last extended."""
KEEPS = timedelta(hours=1)
"""For how long a message without a clock time is still true when it waited for a network."""
OWN_LENGTH = 300
FIVE = timedelta(minutes=5)
CHECK_AFTER = timedelta(hours=2)
CHECK_FROM, CHECK_BEFORE = time(10), time(21)
"""A friendly word comes after breakfast, and does not begin in the late evening."""

_HOW = Question(id="how", kind="choice", choices=("no_words", "sign", "message"))
_SIGN = Question(id="sign", kind="phrases", starters=("hand_on_shoulder", "nod", "jacket", "wave"))
_MESSAGES = Question(id="messages", kind="phrases", starters=PRESETS)
_REPLY = Question(id="reply", kind="phrases", starters=("fine", "take_time", "seat_kept", "glad_you_came", "all_right"))
_MEANWHILE = Question(
    id="meanwhile",
    kind="phrases",
    starters=("carry_on", "save_food", "greet_others", "keep_seat", "door_closed", "come_home"),
)
_CHECK = Question(id="check", kind="choice", choices=("never", "same_day", "next_day"))
_CHECK_WORDS = Question(
    id="check_words", kind="phrases", starters=("thinking_of_you", "another_day", "change_plan", "good_now")
)
QUESTIONS = (_HOW, _SIGN, _MESSAGES, _REPLY, _MEANWHILE, _CHECK, _CHECK_WORDS)
"""What this room reads of its card."""


@dataclass(frozen=True)
class WithdrawTerms:
    """How one side leaves, and what they have said is good for them then."""

    agreed: bool = False
    how: str | None = None
    signs: tuple[Saying, ...] = ()
    messages: tuple[Saying, ...] = ()
    reply: tuple[Saying, ...] = ()
    meanwhile: tuple[Saying, ...] = ()
    check: str | None = None
    check_words: tuple[Saying, ...] = ()


def terms(settled: Mapping[str, object] | None, side: Party) -> WithdrawTerms:
    """One side's terms. With nothing agreed, nothing is said, sent or offered."""
    if settled is None:
        return WithdrawTerms()

    def answer(question: Question) -> object:
        return settled.get(stored.key(question.id, side))

    how, check = stored.read_choice(_HOW, answer(_HOW)), stored.read_choice(_CHECK, answer(_CHECK))
    return WithdrawTerms(
        agreed=True,
        how=how,
        signs=stored.sayings(_SIGN, answer(_SIGN)) if how == "sign" else (),
        messages=clockless_first(stored.sayings(_MESSAGES, answer(_MESSAGES))),
        reply=stored.sayings(_REPLY, answer(_REPLY)),
        meanwhile=stored.sayings(_MEANWHILE, answer(_MEANWHILE)),
        check=check,
        check_words=stored.sayings(_CHECK_WORDS, answer(_CHECK_WORDS)) if wants_check(check) else (),
    )


def presets(each: list[WithdrawTerms]) -> tuple[Saying, ...]:
    """The messages that lie ready: those agreed with anybody, each once; the card's own where none were chosen."""
    chosen = dict.fromkeys(phrase for one in each for phrase in one.messages)
    return clockless_first(tuple(chosen)) or tuple(Saying(starter) for starter in PRESETS)


def clockless_first(phrases: tuple[Saying, ...]) -> tuple[Saying, ...]:
    return tuple(sorted(phrases, key=lambda one: MINUTES.get(one.starter, 0)))


# --- the clock time -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """A message as it reads now. With a clock time that has passed, it takes the time it takes."""

    message: Saying
    back_at: datetime | None
    takes_its_time: bool


def reading(message: Saying, back_at: datetime | None, now: datetime) -> Reading:
    """The message with the clock time that still holds."""
    if back_at is None:
        return Reading(message, None, False)
    return Reading(message, None, True) if back_at <= now else Reading(message, back_at, False)


def back_at(said: datetime, minutes: int) -> datetime:
    """When one is back who is gone for so many minutes: the next full five minutes, so that it is easily said."""
    moment = said.astimezone(UTC) + timedelta(minutes=minutes)
    over = timedelta(minutes=moment.minute % 5, seconds=moment.second, microseconds=moment.microsecond)
    return moment + (FIVE - over) % FIVE


def longer(shown: datetime | None, minutes: int, now: datetime) -> datetime:
    """The clock time after staying longer, from what stood on the screen; from now where that had no time or is past."""
    later = back_at(max(shown or now, now), minutes)
    return min(later, back_at(now + LASTS, 0) - FIVE)


def clock(moment: datetime, zone: str) -> tuple[int, int]:
    """Hour and minute on the wall where the circle lives."""
    local = wall.local(moment, zone)
    return local.hour, local.minute


def in_time(asked_at: datetime, minutes: int | None, now: datetime) -> bool:
    """Whether a message that was tapped then and waited for a network may still be sent.

    Not when its clock time has passed meanwhile, not an hour later for one without, and not when the clock it was
    tapped by cannot be right.
    """
    age = now - asked_at
    if not -FIVE <= age <= LASTS:
        return False
    return age <= KEEPS if minutes is None else back_at(asked_at, minutes) > now


def newest(asked_at: datetime, stands_until: datetime | None, now: datetime) -> bool:
    """Whether what was tapped then is newer than what stands there, which ends at `stands_until`."""
    return stands_until is None or stands_until <= now or stands_until - LASTS <= asked_at


# --- afterwards ---------------------------------------------------------------------------------


def wants_check(check: str | None) -> bool:
    return check in ("same_day", "next_day")


def check_window(check: str | None, said: datetime, ended: datetime, zone: str) -> tuple[datetime, datetime] | None:
    """From when until when a friendly word is offered to the other, or `None` for not at all.

    It comes on the day that was agreed, counted from the day of withdrawing, two hours after it ended at the
    earliest, and it goes with that day. When that day's evening is over there is none.
    """
    if not wants_check(check):
        return None
    day = wall.day(said, zone) + timedelta(days=check == "next_day")
    begins = max(ended.astimezone(UTC) + CHECK_AFTER, wall.moment(day, CHECK_FROM, zone))
    if begins >= wall.moment(day, CHECK_BEFORE, zone):
        return None
    return begins, wall.moment(day + wall.DAY, time(), zone)


# --- what was stored ----------------------------------------------------------------------------


def stored_message(value: object) -> Saying | None:
    """A message as it was stored, or `None` for what is not known."""
    if not isinstance(value, dict):
        return None
    return next(iter(stored.sayings(_MESSAGES, [value])), None)
