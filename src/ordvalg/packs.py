"""Packs as they are used: every pattern written out and filed, in one JSON file per language.

The JSON is made from the records (`python -m ordvalg compile`) and shipped beside them, because reading the records
takes several times as long (2.2 s instead of 0.3 for Danish, on a busy machine). It carries their digest; a test fails when it is older than they are.
"""

from __future__ import annotations

import functools
import json
import sys
from dataclasses import dataclass
from typing import Any, Final

from ordvalg.language import PACKS
from ordvalg.matching import AFFIX, FILLERS_BETWEEN, Filed, Index, Language, Step
from ordvalg.reading import Spelling

FORMAT: Final = 1
READ_BY: Final = ("abbreviations", "fillers", "joins", "asks", "subjects", "question_words", "turns", "says", "speaks")
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
    """The pack ready for matching."""
    told = plain["spelling"]
    spelling = Spelling(
        lang=plain["lang"],
        stands_for={word: tuple(meant) for word, meant in told["stands_for"].items()},
        **{name: frozenset(told[name]) for name in READ_BY},
    )
    classes = {f"${name}": frozenset(map(sys.intern, line.split())) for name, line in plain["classes"].items()}
    sets = [_set(line, classes) for line in plain["sets"]]
    parts = frozenset(plain["parts"])
    filed: dict[str, list[Filed]] = {}

    def ready(told: list[Any], rule: int) -> Filed:
        return _filed(told, rule, sets, parts)

    def kept(which: list[list[Any]], rule: int) -> tuple[Filed, ...]:
        return tuple(ready(told, rule) for told in which)

    def file(which: list[list[Any]], rule: int) -> None:
        for told in which:
            made = ready(told, rule)
            for word in made.steps[made.at]:  # type: ignore[union-attr]
                filed.setdefault(word, []).append(made)

    rules: list[Guarded] = []
    for told_rule in plain["rules"]:
        at, kind = len(rules), told_rule["kind"]
        file(told_rule["pattern"], at)
        rules.append(
            Guarded(
                id=told_rule["id"],
                kind=kind,
                sure=told_rule["sure"],
                question=told_rule["question"],
                unless=kept(told_rule["unless"], at),
                not_after=kept(told_rule["not_after"], at),
                not_before=kept(told_rule["not_before"], at),
                why=told_rule["why"] or plain["why"].get(kind, ""),
                instead=tuple(told_rule["instead"] or plain["instead"].get(kind, ())),
            )
        )
    for frame in plain["frames"]:
        file(frame["pattern"], len(rules))
        reach = (frozenset(frame["silences"]), frame["reach"])
        rules.append(Guarded("", "", False, None, (), (), (), "", (), reach))
    beginnings: dict[str, list[str]] = {}
    endings: dict[str, list[str]] = {}
    for part in plain["parts"]:
        if part.endswith("*"):
            beginnings.setdefault(part[:AFFIX], []).append(part)
        else:
            endings.setdefault(part[-AFFIX:], []).append(part)
    return Pack(
        lang=plain["lang"],
        spelling=spelling,
        language=Language(
            fillers=spelling.fillers,
            negations=frozenset(plain["negations"]),
            beginnings={key: tuple(parts) for key, parts in beginnings.items()},
            endings={key: tuple(parts) for key, parts in endings.items()},
        ),
        rules=tuple(rules),
        index=Index(filed),
        why=plain["why"],
        instead={flag: tuple(texts) for flag, texts in plain["instead"].items()},
    )


def _set(line: str, classes: dict[str, frozenset[str]]) -> frozenset[str]:
    """The words of a line, those of the classes in it among them."""
    words = [sys.intern(word) for word in line.split()]
    if not words[-1].startswith("$"):
        return frozenset(words)
    whole = {word for word in words if not word.startswith("$")}
    return frozenset(whole.union(*(classes[word] for word in words if word.startswith("$"))))


def _filed(told: list[Any], rule: int, sets: list[frozenset[str]], parts: frozenset[str]) -> Filed:
    """One sequence, from its key and its steps as `compiling` writes them."""
    at, *steps = told
    whole: list[Step] = []
    optional: list[bool] = []
    needs: set[str] = set()
    for step in steps:
        may = isinstance(step, list)
        if may or (isinstance(step, int) and step >= 0):
            words = sets[step[0] if may else step]
            whole.append(words)
            if not may and len(words) == 1:
                needs |= words
        else:
            whole.append(-step if isinstance(step, int) else step)
        optional.append(may)
    key = whole[at]
    assert isinstance(key, frozenset)
    before = _beside(whole[:at][::-1], optional[:at][::-1], parts)
    after = _beside(whole[at + 1 :], optional[at + 1 :], parts)
    return Filed(tuple(whole), tuple(optional), at, tuple(sorted(needs - key)), rule, before, after)


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
    return built(json.loads((PACKS / f"{lang}.json").read_text("utf-8")))
