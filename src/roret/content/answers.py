"""One decoder for every answer: HTML form lists in, a value with a permanent shape out, or a kind reason why not.

Control characters, lone surrogates and the characters that override writing direction are taken out silently: they
cannot be seen, PostgreSQL refuses the first of them, and the last would turn the sentence around them. Emoji and
right-to-left text stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from roret.content import stored
from roret.content.language import fill, language
from roret.content.shape import DAYS, Card, Party, Phrase, Question, Value, Window

MAX_LENGTH = 10_000
MAX_ROWS = 14
MAX_PHRASES = 30

Form = Mapping[str, Sequence[str]]

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_TYPED_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?::00)?")


class BadAnswer(Exception):
    """An answer that cannot be taken as it is. `code` is permanent; `message(lang)` says what would do instead."""

    def __init__(self, question: str, code: str, **inserts: str) -> None:
        super().__init__(f"{question}: {code}")
        self.question = question
        self.code = code
        self.inserts = inserts

    def message(self, lang: str) -> str:
        """The kind reason. What was typed is the caller's to show again."""
        return fill(language(lang).refusals[self.code], self.inserts)


@dataclass(frozen=True)
class Decoded:
    """A whole form: the answers that could be read, by slot key, and the reasons for those that could not."""

    values: Mapping[str, Value]
    problems: Mapping[str, BadAnswer]


@dataclass(frozen=True)
class Checked:
    """Stored answers held against today's card: what it can read, and the keys where it cannot read all."""

    known: Mapping[str, Value]
    unknown: tuple[str, ...]


def decode(question: Question, data: Form, prefix: str = "") -> Value | None:
    """The answer in `data`, or `None` when the question was skipped. Raises `BadAnswer`, and nothing else.

    Field names, after `prefix`: choice, choices, scale and text `<id>`; phrases `<id>` (starter ids) and `<id>.own`
    (one text each); times `<id>.<row>.days`, `.from`, `.to`, rows 0 to 13.
    """
    name = f"{prefix}{question.id}"
    match question.kind:
        case "choice":
            return _one(question, data, name)
        case "choices":
            return _several(question, data, name) or None
        case "scale":
            return _step(question, data, name)
        case "times":
            return _windows(question, data, name) or None
        case "phrases":
            return _phrases(question, data, name) or None
        case "text":
            return _short_enough(question, clean("\n".join(data.get(name, ())))) or None


def decode_card(card: Card, party: Party, data: Form, prefix: str = "") -> Decoded:
    """Every question this party is asked, by slot key. Never raises; a skipped question is in neither mapping."""
    values: dict[str, Value] = {}
    problems: dict[str, BadAnswer] = {}
    for slot in card.asked(party):
        try:
            value = decode(slot.question, data, prefix)
        except BadAnswer as problem:
            problems[slot.key] = problem
            continue
        if value is not None:
            values[slot.key] = value
    return Decoded(values, problems)


def encode(question: Question, value: object, prefix: str = "") -> dict[str, list[str]]:
    """The form fields that `decode` reads back as `value`. What the question cannot read becomes no field."""
    name = f"{prefix}{question.id}"
    match question.kind:
        case "choices":
            fields = {name: stored.read_choices(question, value)}
        case "times":
            fields = {}
            for row, window in enumerate(stored.read_windows(value)):
                fields[f"{name}.{row}.days"] = list(window["days"])
                fields[f"{name}.{row}.from"] = [window["from"]]
                fields[f"{name}.{row}.to"] = [window["to"]]
        case "phrases":
            phrases = stored.read_phrases(question, value)
            fields = {
                name: [phrase["starter"] for phrase in phrases if "starter" in phrase],
                f"{name}.own": [phrase["own"] for phrase in phrases if "own" in phrase],
            }
        case _:
            known = stored.read(question, value)
            fields = {} if known is None else {name: [str(known)]}
    return {field: values for field, values in fields.items() if values}


def check(card: Card, settled: Mapping[str, object]) -> Checked:
    """Hold stored answers against the card. Never raises: ids of a newer Roret are kept in store and left out here."""
    known: dict[str, Value] = {}
    questions = {slot.key: slot.question for slot in card.slots()}
    for key, value in settled.items():
        readable = stored.read(questions[key], value) if key in questions else None
        if readable is not None:
            known[key] = readable
    kept = (key for key, value in settled.items() if value is not None and (key not in known or known[key] != value))
    return Checked(known, tuple(sorted(map(str, kept))))


def clean(text: str) -> str:
    """Typed text as it is stored: Unix line ends, nothing unseen, no space around it."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _given(data: Form, name: str) -> list[str]:
    return list(dict.fromkeys(value for value in data.get(name, ()) if value.strip()))


def _one(question: Question, data: Form, name: str) -> str | None:
    given = _given(data, name)
    if len(given) > 1:
        raise BadAnswer(question.id, "one_only")
    if given and given[0] not in question.choices:
        raise BadAnswer(question.id, "unknown")
    return given[0] if given else None


def _several(question: Question, data: Form, name: str) -> list[str]:
    given = set(_given(data, name))
    if not given <= set(question.choices):
        raise BadAnswer(question.id, "unknown")
    if len(given) > 1 and given & set(question.alone):
        raise BadAnswer(question.id, "stands_alone")
    return [choice for choice in question.choices if choice in given]


def _step(question: Question, data: Form, name: str) -> int | None:
    given = _given(data, name)
    if not given:
        return None
    if len(given) > 1:
        raise BadAnswer(question.id, "one_only")
    for step in question.steps:
        if given[0].strip() == str(step):
            return step
    raise BadAnswer(question.id, "not_a_step", low=str(question.low), high=str(question.high))


def _windows(question: Question, data: Form, name: str) -> list[Window]:
    rows = [_row(question, data, f"{name}.{row}") for row in range(MAX_ROWS)]
    return stored.windows(row for row in rows if row)


def _row(question: Question, data: Form, name: str) -> tuple[list[str], str, str] | None:
    days = _given(data, f"{name}.days")
    start = _clock(question, data, f"{name}.from")
    end = _clock(question, data, f"{name}.to")
    if not (days or start or end):
        return None
    if not set(days) <= set(DAYS):
        raise BadAnswer(question.id, "unknown")
    if not (start and end):
        raise BadAnswer(question.id, "no_hours")
    if not days:
        raise BadAnswer(question.id, "no_days")
    if start == end != "00:00":
        raise BadAnswer(question.id, "same_time")
    return days, start, end


def _clock(question: Question, data: Form, name: str) -> str:
    typed = clean("".join(data.get(name, ())[:1]))
    if not typed:
        return ""
    match = _TYPED_TIME.fullmatch(typed)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (24, 0)
    if hour == 24 and minute == 0 and match:
        hour = 0
    if hour > 23 or minute > 59:
        raise BadAnswer(question.id, "not_a_time", typed=typed[:20])
    return f"{hour:02}:{minute:02}"


def _phrases(question: Question, data: Form, name: str) -> list[Phrase]:
    tapped = _given(data, name)
    if not set(tapped) <= set(question.starters):
        raise BadAnswer(question.id, "unknown")
    own = dict.fromkeys(text for typed in data.get(f"{name}.own", ()) if (text := " ".join(clean(typed).split())))
    if len(own) > MAX_PHRASES:
        raise BadAnswer(question.id, "too_many", limit=str(MAX_PHRASES))
    for text in own:
        _short_enough(question, text)
    return stored.phrases(question, tapped, own)


def button(phrase: Phrase) -> str:
    """A phrase as the button of a form sends it back: which of ours it is, or the words themselves."""
    return "".join(f"{kind}:{text}" for kind, text in phrase.items())


def pressed(value: str) -> Phrase | None:
    """The phrase of such a button, or `None` for what is none."""
    kind, colon, text = value.partition(":")
    return {kind: text} if colon and kind in ("starter", "own") and text else None


def moment(given: str) -> datetime | None:
    """A moment as it was put into a form, or `None`."""
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _short_enough(question: Question, text: str) -> str:
    if len(text) > MAX_LENGTH:
        raise BadAnswer(question.id, "too_long", limit=str(MAX_LENGTH), length=str(len(text)))
    return text
