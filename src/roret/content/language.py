"""How a language joins words, says times, and refuses kindly: read from `<lang>/language.toml`, no rule in Python.

A language is a folder with that file. Adding one is adding files.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from roret.content.errors import ContentError, read_text
from roret.content.shape import DAYS, Window

SHIPPED = Path(__file__).parent

REFUSALS = {
    "unknown": frozenset[str](),
    "one_only": frozenset[str](),
    "stands_alone": frozenset[str](),
    "not_a_step": frozenset({"low", "high"}),
    "no_days": frozenset[str](),
    "no_hours": frozenset[str](),
    "not_a_time": frozenset({"typed"}),
    "same_time": frozenset[str](),
    "too_long": frozenset({"limit", "length"}),
    "too_many": frozenset({"limit"}),
}
"""Every kind reason the decoder can give, with what may be inserted into it."""

_INSERT = re.compile(r"([”“»«]?)\{([a-z_’']+)\}([”“»«]?)(\.?)")
_FIRST_WORD = re.compile(r"\w*")


class Possessive(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ending: str
    after: dict[str, str]


class Days(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    mon: str
    tue: str
    wed: str
    thu: str
    fri: str
    sat: str
    sun: str


class Times(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    hour: str
    hour_minute: str
    hours: str
    whole_day: str
    days: str
    every_day: str
    window: str


class Changes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    before: str
    now: str
    both: str


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's way of putting things together."""

    name: str
    and_: str = msgspec.field(name="and")
    or_: str = msgspec.field(name="or")
    keep_capital: tuple[str, ...]
    possessive: Possessive
    days: Days
    times: Times
    changes: Changes
    refusals: dict[str, str]

    def join(self, parts: Sequence[str], word: Literal["and", "or"] = "and") -> str:
        """`a, b og c`."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self.and_ if word == 'and' else self.or_} {parts[-1]}"

    def owner_form(self, name: str) -> str:
        """The name of the one it belongs to: `Majas`, `Jonas’`."""
        return name + self.possessive.after.get(name[-1:].lower(), self.possessive.ending)

    def inside(self, label: str) -> str:
        """A label as it reads inside a sentence: small first letter, unless the word keeps its capital (English I)."""
        first = _FIRST_WORD.match(label)
        if (first and first.group() in self.keep_capital) or label[1:2].isupper():
            return label
        return label[:1].lower() + label[1:]

    def windows(self, windows: Sequence[Window]) -> str:
        """`mandag–fredag kl. 18–20 og lørdag hele dagen`."""
        return self.join([self._window(window) for window in windows])

    def _window(self, window: Window) -> str:
        whole = window["from"] == window["to"]
        hours = self.times.whole_day if whole else self._hours(window["from"], window["to"])
        return fill(self.times.window, {"days": self.weekdays(window["days"]), "hours": hours})

    def _hours(self, start: str, end: str) -> str:
        return fill(self.times.hours, {"from": self.clock(start), "to": self.clock(end)})

    def clock(self, time: str) -> str:
        """`HH:MM` as it is written: `20` and `20.30`, `20:00` and `20:30`."""
        hh, mm = time.split(":")
        pattern = self.times.hour if mm == "00" else self.times.hour_minute
        return fill(pattern, {"h": str(int(hh)), "hh": hh, "mm": mm})

    def weekdays(self, days: Sequence[str]) -> str:
        """`mandag–onsdag og lørdag`: these of `DAYS`, in their order."""
        if len(days) == len(DAYS):
            return self.times.every_day
        parts: list[str] = []
        for run in _runs([DAYS.index(day) for day in days]):
            names = [str(getattr(self.days, DAYS[n])) for n in run]
            if len(names) > 2:
                parts.append(fill(self.times.days, {"first": names[0], "last": names[-1]}))
            else:
                parts.extend(names)
        return self.join(parts)


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def fill(template: str, inserts: Mapping[str, str | Sequence[str]], join: Mapping[str, str] | None = None) -> str:
    """Put the inserts in, in one pass, so that braces in somebody's own words stay as they are.

    An insert that is a list is joined with the word `join` has for it; quotes around it go round each part. A full
    stop after words that already end their sentence is left out.
    """
    return _INSERT.sub(lambda match: _filled(match, inserts, join or {}), template)


def _filled(match: re.Match[str], inserts: Mapping[str, str | Sequence[str]], join: Mapping[str, str]) -> str:
    opening, name, closing, stop = match.groups()
    found = inserts.get(name.replace("’", "'"))
    if found is None:
        return match.group()
    parts = [found] if isinstance(found, str) else list(found)
    quoted = [f"{opening}{part}{closing}" for part in parts]
    last = parts[-1] if parts else ""
    word = join.get(name, "")
    joined = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {word} {quoted[-1]}" if quoted else ""
    return joined if stop and last.endswith((".", "?", "!", "…")) else joined + stop


def inserts_in(template: str) -> set[str]:
    """The names in braces in a template, straight apostrophes."""
    return {match[1].replace("’", "'") for match in _INSERT.findall(template)}


def load_language(file: Path) -> Language:
    """Raises `ContentError` naming what is missing or not allowed."""
    source = read_text(file)
    try:
        language = msgspec.toml.decode(source, type=Language)
    except msgspec.DecodeError as error:
        raise ContentError(file, 0, str(error)) from error
    for code, allowed in REFUSALS.items():
        if code not in language.refusals:
            raise ContentError(file, 0, f'[refusals] has no text for "{code}"', allowed=", ".join(REFUSALS))
        strange = inserts_in(language.refusals[code]) - allowed
        if strange:
            raise ContentError(file, 0, f'the text for "{code}" inserts {{{min(strange)}}}', allowed=str(set(allowed)))
    return language


def languages() -> Mapping[str, Language]:
    """Every language that is shipped and whole, by its code."""
    return _shipped()[0]


def language_problems() -> Sequence[ContentError]:
    """What is wrong in the language files; a broken one leaves the others standing."""
    return _shipped()[1]


@functools.cache
def _shipped() -> tuple[Mapping[str, Language], Sequence[ContentError]]:
    return load_languages(SHIPPED)


def load_languages(folder: Path) -> tuple[Mapping[str, Language], Sequence[ContentError]]:
    """The languages of a folder, and what is wrong in them."""
    found: dict[str, Language] = {}
    problems: list[ContentError] = []
    for file in sorted(folder.glob("*/language.toml")):
        try:
            found[file.parent.name] = load_language(file)
        except ContentError as problem:
            problems.append(problem)
    return found, problems


def language(lang: str) -> Language:
    """The language, else English: a reader always gets a sentence."""
    return languages().get(lang) or languages()["en"]
