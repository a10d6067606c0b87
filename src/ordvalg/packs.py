"""Packs as they are used: every pattern written out and filed, in one file of JSON lines per language.

A line for all that rules share and one for each rule, so that no more than one stands in memory twice. The file is made from the records (`python -m ordvalg compile`) and shipped beside them, because reading the records
takes several times as long (2.2 s instead of 0.3 for Danish, on a busy machine). It carries their digest; a test fails
when it is older than they are.
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from ordvalg.language import PACKS
from ordvalg.matching import AFFIX, ANY, FILLERS_BETWEEN, Filed, Index, Language, Step
from ordvalg.reading import Spelling

FORMAT: Final = 4
READ_BY: Final = (
    *("abbreviations", "fillers", "joins", "asks", "subjects", "question_words", "turns", "says", "speaks"),
    *("first_person", "second_person"),
)
"""The word lists of `reading.Spelling`."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """A rule as matching needs it."""

    id: str
    kind: str
    sure: bool
    question: bool | None
    unless: tuple[Filed, ...]
    not_after: tuple[Filed, ...]
    not_before: tuple[Filed, ...]
    why: str
    instead: tuple[str, ...]
    frame: tuple[frozenset[str], str] | None = None
    """For a frame: which flags it silences, and how far it reaches."""


@dataclass(frozen=True, slots=True)
class Pack:
    lang: str
    spelling: Spelling
    language: Language
    rules: tuple[Guarded, ...]
    """The frames of the language follow the rules."""
    index: Index
    why: dict[str, str]
    instead: dict[str, tuple[str, ...]]


def built(plain: dict[str, Any]) -> Pack:
    """The pack ready for matching. Its `rules` may be an iterator: they are asked for one by one."""
    told = plain["spelling"]
    spelling = Spelling(
        lang=plain["lang"],
        stands_for={word: tuple(meant) for word, meant in told["stands_for"].items()},
        **{name: frozenset(told[name]) for name in READ_BY},
    )
    filing = _Filing(plain)
    rules = [_rule(told, number, plain, filing) for number, told in enumerate(plain["rules"])]
    return Pack(
        lang=plain["lang"],
        spelling=spelling,
        language=Language(
            fillers=spelling.fillers,
            negations=frozenset(plain["negations"]),
            beginnings=_by_affix(part for part in plain["parts"] if part.endswith("*")),
            endings=_by_affix(part for part in plain["parts"] if part.startswith("*")),
            sets=filing.asked_for(),
        ),
        rules=tuple(rules),
        index=Index(filing.filed),
        why=plain["why"],
        instead={flag: tuple(texts) for flag, texts in plain["instead"].items()},
    )


def _rule(told: dict[str, Any], number: int, plain: dict[str, Any], filing: _Filing) -> Guarded:
    """One rule or frame, its patterns filed under its number."""
    filing.file(told["pattern"], number)
    if "silences" in told:
        return Guarded("", "", False, None, (), (), (), "", (), (frozenset(told["silences"]), told["reach"]))
    kind = told["kind"]
    return Guarded(
        id=told["id"],
        kind=kind,
        sure=told["sure"],
        question=told["question"],
        unless=filing.ready(told["unless"]),
        not_after=filing.ready(told["not_after"]),
        not_before=filing.ready(told["not_before"]),
        why=told["why"] or plain["why"].get(kind, ""),
        instead=tuple(told["instead"] or plain["instead"].get(kind, ())),
    )


class _Filing:
    """Sequences, from their plain values, filed under the words of their rarest step."""

    def __init__(self, plain: dict[str, Any]) -> None:
        classes = {f"${name}": frozenset(map(sys.intern, line.split())) for name, line in plain["classes"].items()}
        self._sets = [_set(line, classes) for line in plain["sets"]]
        self._parts = frozenset(plain["parts"])
        self._asked_for: dict[int, None] = {}
        self._shared: dict[Any, Any] = {}
        """Small tuples that many sequences have in common, each kept once."""
        self.filed: dict[str, list[Filed]] = {}

    def ready(self, sequences: list[list[Any]]) -> tuple[Filed, ...]:
        """To be looked for at any word."""
        made = tuple(self._filed(told, rule=ANY) for told in sequences)
        self._asked_for.update(dict.fromkeys(filed.key for filed in made))
        return made

    def file(self, sequences: list[list[Any]], rule: int) -> None:
        for told in sequences:
            made = self._filed(told, rule)
            for word in self._sets[made.key]:
                self.filed.setdefault(word, []).append(made)

    def asked_for(self) -> dict[str, tuple[int, ...]]:
        """By word: the sets with it in them of which matching has to know whether they are there."""
        found: dict[str, list[int]] = {}
        for number in self._asked_for:
            if number != ANY:
                for word in self._sets[number]:
                    found.setdefault(word, []).append(number)
        return {word: tuple(numbers) for word, numbers in found.items()}

    def _filed(self, told: list[Any], rule: int) -> Filed:
        """One sequence, from its two rarest steps and all its steps as `compiling` writes them."""
        at, other, *steps = told
        whole: list[Step] = []
        optional: list[bool] = []
        for step in steps:
            may = isinstance(step, list)
            if may or (isinstance(step, int) and step >= 0):
                whole.append(self._sets[step[0] if may else step])
            else:
                whole.append(-step if isinstance(step, int) else step)
            optional.append(may)
        second = steps[other] if other >= 0 else ANY
        self._asked_for[second] = None
        before = self._once(_beside(whole[:at][::-1], optional[:at][::-1], self._parts))
        after = self._once(_beside(whole[at + 1 :], optional[at + 1 :], self._parts))
        return Filed(tuple(whole), self._once(tuple(optional)), at, rule, steps[at], second, before, after)

    def _once(self, made: Any) -> Any:
        return self._shared.setdefault(made, made)


def _by_affix(parts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By the letters they are looked up by, those nearest to their `*` left out."""
    found: dict[str, list[str]] = {}
    for part in parts:
        found.setdefault(part[:AFFIX] if part.endswith("*") else part[-AFFIX:], []).append(part)
    return {key: tuple(some) for key, some in found.items()}


def _set(line: str, classes: dict[str, frozenset[str]]) -> frozenset[str]:
    """The words of a line, those of the classes in it among them."""
    words = [sys.intern(word) for word in line.split()]
    if not words[-1].startswith("$"):
        return frozenset(words)
    whole = {word for word in words if not word.startswith("$")}
    return frozenset(whole.union(*(classes[word] for word in words if word.startswith("$"))))


def _beside(steps: list[Step], optional: list[bool], parts: frozenset[str]) -> tuple[frozenset[str], int] | None:
    """The words nearest to a step that have to be there, and how many words off at most."""
    away = 1 + FILLERS_BETWEEN
    for step, may in zip(steps, optional, strict=True):
        if isinstance(step, int):
            away += step + FILLERS_BETWEEN
        elif isinstance(step, str):
            return None
        elif may:
            away += 1 + FILLERS_BETWEEN
        else:
            return (step, away) if step.isdisjoint(parts) else None
    return None


@functools.cache
def pack(lang: str) -> Pack:
    """The pack that is shipped."""
    with (PACKS / f"{lang}.jsonl").open(encoding="utf-8") as lines:
        return built({**json.loads(next(lines)), "rules": map(json.loads, lines)})
