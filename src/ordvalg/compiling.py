"""From the records of a pack to the JSON lines that are used: `python -m ordvalg compile`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from ordvalg import packs, records
from ordvalg.language import PACKS
from ordvalg.packs import FORMAT, READ_BY, Pack
from ordvalg.pattern import Sequence, Step

NOT_COMMON: Final = 0.0002
"""What a word outside the common ones weighs where the rarest step of a sequence is looked for."""

WORTH_A_NAME: Final = 8
"""Words from which on a class is written once and named."""


def digest(lang: str, folder: Path = PACKS) -> str:
    """Of everything a pack is made from."""
    whole = hashlib.sha256(str(FORMAT).encode())
    for path in sorted((folder / lang).iterdir()):
        if path.suffix in (".toml", ".txt"):
            whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


class _Plain:
    """Sequences as plain values, their sets of words numbered."""

    def __init__(self, common: Iterable[str]) -> None:
        self.sets: dict[frozenset[str], int] = {}
        self._weight = {word: 1.0 / (place + 10) for place, word in enumerate(common)}

    def of(self, sequences: Iterable[Sequence]) -> list[list[Any]]:
        """Each as the steps of its two rarest sets and all its steps: a set, a set that may be there, a gap, an edge."""
        return [[*self._rarest(sequence), *map(self._step, sequence)] for sequence in sequences]

    def _step(self, step: Step) -> Any:
        if step.edge:
            return step.edge[0]
        if step.gap:
            return -step.gap
        number = self.sets.setdefault(step.words, len(self.sets))
        return [number] if step.optional else number

    def _rarest(self, sequence: Sequence) -> list[int]:
        """The step it is tried from, and the one that is looked for before that; -1 where there is but one."""
        told = sorted(
            (sum(self._weight.get(word, NOT_COMMON) for word in step.words), at)
            for at, step in enumerate(sequence)
            if step.words and not step.optional
        )
        return [told[0][1], told[1][1] if len(told) > 1 else -1]


def compiled(source: records.Source) -> dict[str, Any]:
    """A pack as plain values."""
    plain = _Plain(source.common)
    spelling = source.spelling
    rules = [
        {
            "id": rule.id,
            "kind": rule.kind,
            "sure": rule.sure,
            "question": rule.question,
            "pattern": plain.of(rule.pattern),
            "unless": plain.of(rule.unless),
            "not_after": plain.of(rule.not_after),
            "not_before": plain.of(rule.not_before),
            "why": "" if rule.why == source.why.get(rule.kind) else rule.why,
            "instead": [] if rule.instead == source.instead.get(rule.kind) else list(rule.instead),
        }
        for rule in source.rules
    ]
    frames = [
        {"pattern": plain.of(frame.pattern), "silences": sorted(frame.silences), "reach": frame.reach}
        for frame in source.frames
    ]
    classes = {name: words for name, words in source.vocabulary.classes.items() if len(words) >= WORTH_A_NAME}
    written = [by_name(words, classes) for words in plain.sets]
    used = {word for line in written for word in line.split() if word.startswith("$")}
    return {
        "format": FORMAT,
        "lang": source.lang,
        "spelling": {
            "stands_for": {word: list(meant) for word, meant in sorted(spelling.stands_for.items())},
            **{name: sorted(getattr(spelling, name)) for name in READ_BY},
        },
        "negations": sorted(source.negations),
        "why": source.why,
        "instead": {flag: list(texts) for flag, texts in source.instead.items()},
        "classes": {name: " ".join(sorted(classes[name])) for name in sorted(classes) if f"${name}" in used},
        "sets": written,
        "parts": sorted({word for words in plain.sets for word in words if "*" in word}),
        "rules": [*rules, *frames],
    }


def by_name(words: frozenset[str], classes: Mapping[str, frozenset[str]]) -> str:
    """A set in one line: its words, with `$NAME` for those of a class, which are written once."""
    named: list[str] = []
    left = set(words)
    for name, members in sorted(classes.items(), key=lambda one: (-len(one[1]), one[0])):
        if members <= words and len(members & left) >= WORTH_A_NAME:
            named.append(name)
            left -= members
    return " ".join([*sorted(left), *(f"${name}" for name in named)])


def from_records(lang: str, folder: Path) -> tuple[Pack, list[records.Problem]]:
    """A pack of one's own, read from its records, and what in it could not be used."""
    source = records.load(lang, folder)
    return packs.built(compiled(source)), source.problems


def write(lang: str, folder: Path = PACKS) -> list[records.Problem]:
    """Makes the file of a language. Nothing is written while a record is broken."""
    source = records.load(lang, folder)
    if not source.problems:
        whole = {"digest": digest(lang, folder), **compiled(source)}
        rules = whole.pop("rules")
        lines = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in (whole, *rules)]
        (folder / f"{lang}.jsonl").write_text("".join(lines), "utf-8")
    return source.problems
