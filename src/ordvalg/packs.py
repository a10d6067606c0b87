"""Packs as they are used: every pattern written out and filed, in one JSON file per language.

The JSON is made from the records (`python -m ordvalg compile`) and shipped beside them, because reading the records
takes fifty times as long. It carries their digest; a test fails when it is older than they are.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import Any, Final

from ordvalg.language import PACKS
from ordvalg.matching import AFFIX, Filed, Index, Language, Step
from ordvalg.reading import Spelling

FORMAT: Final = 1
READ_BY: Final = ("abbreviations", "fillers", "joins", "asks", "subjects", "question_words", "turns")
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
    sets = [frozenset(words) for words in plain["sets"]]
    rank = {word: 1.0 / (place + 10) for place, word in enumerate(plain["common"])}
    weight = [sum(rank.get(word, 0.0002) for word in words) for words in sets]
    filed: dict[str, list[Filed]] = {}

    def ready(steps: list[Any], rule: int, *, file: bool) -> Filed:
        return _filed(steps, rule, sets, weight, filed if file else None)

    def kept(which: list[list[Any]], rule: int) -> tuple[Filed, ...]:
        return tuple(ready(steps, rule, file=False) for steps in which)

    rules: list[Guarded] = []
    for told_rule in plain["rules"]:
        at, kind = len(rules), told_rule["kind"]
        for steps in told_rule["pattern"]:
            ready(steps, at, file=True)
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
        for steps in frame["pattern"]:
            ready(steps, len(rules), file=True)
        reach = (frozenset(frame["silences"]), frame["reach"])
        rules.append(Guarded("", "", False, None, (), (), (), "", (), reach))
    beginnings: dict[str, set[str]] = {}
    endings: dict[str, set[str]] = {}
    for word in set().union(*sets):
        if word.endswith("*"):
            beginnings.setdefault(word[:AFFIX], set()).add(word)
        elif word.startswith("*"):
            endings.setdefault(word[-AFFIX:], set()).add(word)
    return Pack(
        lang=plain["lang"],
        spelling=spelling,
        language=Language(
            fillers=spelling.fillers,
            negations=frozenset(plain["negations"]),
            beginnings={key: tuple(sorted(parts)) for key, parts in beginnings.items()},
            endings={key: tuple(sorted(parts)) for key, parts in endings.items()},
        ),
        rules=tuple(rules),
        index=Index(filed),
        why=plain["why"],
        instead={flag: tuple(texts) for flag, texts in plain["instead"].items()},
    )


def _filed(
    steps: list[Any],
    rule: int,
    sets: list[frozenset[str]],
    weight: list[float],
    filed: dict[str, list[Filed]] | None,
) -> Filed:
    """One sequence; filed under the words of its rarest step when there is a file."""
    whole: list[Step] = []
    optional: list[bool] = []
    needs: set[str] = set()
    rarest, at_rarest, reach, at = float("inf"), 0, 0, 0
    key: frozenset[str] = frozenset()
    for step in steps:
        may = isinstance(step, list)
        if isinstance(step, str):
            whole.append(step)
        elif isinstance(step, int) and step < 0:
            whole.append(-step)
            at += -step
        else:
            which = step[0] if may else step
            words = sets[which]
            whole.append(words)
            if not may:
                if len(words) == 1:
                    needs |= words
                if weight[which] < rarest:
                    rarest, at_rarest, key = weight[which], at, words
            at += 3
        optional.append(may)
    reach = at_rarest
    made = Filed(tuple(whole), tuple(optional), frozenset(needs), reach, rule)
    if filed is not None:
        for word in key:
            filed.setdefault(word, []).append(made)
    return made


@functools.cache
def pack(lang: str) -> Pack:
    """The pack that is shipped."""
    return built(json.loads((PACKS / f"{lang}.json").read_text("utf-8")))
