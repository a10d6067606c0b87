"""Packs as people write them: one TOML file per flag and per move, one record per rule, read record by record.

A record that cannot be used is told of with its file, its line and what it says there; the others work.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ordvalg.findings import FLAGS, MOVES
from ordvalg.language import PACKS
from ordvalg.pattern import PatternError, Sequence, Vocabulary, parse
from ordvalg.reading import Spelling, fold

EXAMPLES: Final = 3
"""A rule shows at least so many messages that it catches, and as many that it leaves alone."""

COMMON: Final = 1500
"""Words of which the rank matters for where a sequence is filed."""

_RECORD: Final = re.compile(r"^\[\[(rule|frame)\]\]", re.MULTILINE)
_TEXTS: Final = ("pattern", "unless", "not_after", "not_before", "instead", "caught", "fine")
_KNOWN: Final = {*_TEXTS, "id", "sure", "question", "why", "source"}
_FRAME: Final = {"pattern", "silences", "reach", "caught", "fine"}
_REACHES: Final = ("sentence", "next", "message")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a record, and where."""

    file: Path
    line: int
    excerpt: str
    what: str

    def __str__(self) -> str:
        return f"{self.file.parent.name}/{self.file.name}:{self.line}: {self.what}\n    {self.excerpt}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as its record gives it, its patterns parsed."""

    id: str
    kind: str
    """The flag or the move."""
    sure: bool
    question: bool | None
    """Only in a sentence that asks, or only in one that does not."""
    pattern: tuple[Sequence, ...]
    unless: tuple[Sequence, ...]
    """Anywhere in the same sentence."""
    not_after: tuple[Sequence, ...]
    not_before: tuple[Sequence, ...]
    why: str
    instead: tuple[str, ...]
    caught: tuple[str, ...]
    fine: tuple[str, ...]
    source: str
    file: Path
    line: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Words around a sentence that change what is meant in it: quoted speech, permission asked, advice asked for."""

    pattern: tuple[Sequence, ...]
    silences: frozenset[str]
    reach: str
    """`sentence`, `next` (this one and the one after) or `message`."""
    caught: tuple[str, ...]
    fine: tuple[str, ...]


@dataclass(slots=True)
class Source:
    """Everything of one language."""

    lang: str
    spelling: Spelling
    negations: frozenset[str]
    vocabulary: Vocabulary
    common: tuple[str, ...]
    """Words of ordinary text, the most frequent first, folded."""
    why: dict[str, str] = field(default_factory=dict)
    """By flag: what is said when a rule has no words of its own, and when the model points at something."""
    instead: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def reads(self, word: str) -> tuple[str, ...]:
        one = fold(word, self.lang)
        return self.spelling.stands_for.get(one, (one,))


def load(lang: str, folder: Path = PACKS) -> Source:
    """The pack of one language, read from its records. Broken records stand in `problems`."""
    place = folder / lang
    source = _language(lang, place)
    for kind in (*FLAGS, *MOVES):
        path = place / f"{kind}.toml"
        if path.exists():
            _rules(source, kind, path)
    path = place / "frames.toml"
    if path.exists():
        for line, _, record in _records(path, source.problems):
            _keep_frame(source, path, line, record)
    return source


def _language(lang: str, place: Path) -> Source:
    told = tomllib.loads((place / "language.toml").read_text("utf-8"))

    def folded(words: list[str]) -> frozenset[str]:
        return frozenset(fold(word, lang) for word in words)

    stands_for = {
        fold(spelled, lang): tuple(fold(word, lang) for word in meant.split())
        for meant, spellings in told["stands_for"].items()
        for spelled in spellings
    }
    spelling = Spelling(
        lang=lang,
        stands_for=stands_for,
        abbreviations=folded(told["abbreviations"]),
        fillers=folded(told["fillers"]),
        joins=folded(told["joins"]),
        asks=folded(told["asks"]),
        subjects=folded(told["subjects"]),
        question_words=folded(told["question_words"]),
        turns=folded(told["turns"]),
        says=folded(told["says"]),
        speaks=folded(told["speaks"]),
        first_person=folded(told["first_person"]),
        second_person=folded(told["second_person"]),
    )
    lemmas = {name: folded([name, *forms]) for name, forms in _tables(place, "lemmas").items()}
    classes: dict[str, frozenset[str]] = {}
    for name, words in _tables(place, "classes").items():
        members: set[str] = set()
        for word in words:
            if word.startswith("$"):
                members |= classes[word[1:]]
            elif word.startswith("<"):
                members |= lemmas[word[1:-1]]
            else:
                members.add(fold(word, lang))
        classes[name] = frozenset(members)
    everyday = (place / "everyday.txt").read_text("utf-8").split()
    common = tuple(dict.fromkeys(fold(word, lang) for word in everyday[:COMMON]))
    return Source(lang, spelling, folded(told["negations"]), Vocabulary(lemmas, classes), common)


def _tables(place: Path, name: str) -> dict[str, list[str]]:
    """`lemmas.toml`, `lemmas_more.toml` …: one table, whatever files it is spread over."""
    whole: dict[str, list[str]] = {}
    for path in sorted(place.glob(f"{name}*.toml")):
        whole |= tomllib.loads(path.read_text("utf-8"))
    return whole


def _records(path: Path, problems: list[Problem]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    text = path.read_text("utf-8")
    places = [match.start() for match in _RECORD.finditer(text)]
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        line = text.count("\n", 0, start) + 1
        piece = text[start:end]
        try:
            [(name, [record])] = tomllib.loads(piece).items()
        except (tomllib.TOMLDecodeError, ValueError) as error:
            inner = re.search(r"line (\d+)", str(error))
            at = int(inner[1]) if inner else 1
            excerpt = piece.splitlines()[min(at, len(piece.splitlines())) - 1].strip()
            problems.append(Problem(path, line + at - 1, excerpt, f"this is not TOML: {error}"))
            continue
        yield line, name, record


def _rules(source: Source, kind: str, path: Path) -> None:
    if kind in FLAGS:
        head = tomllib.loads(_RECORD.split(path.read_text("utf-8"))[0]).get("flag", {})
        source.why[kind] = str(head.get("why", ""))
        source.instead[kind] = tuple(head.get("instead", ()))
    taken = {rule.id for rule in source.rules}
    for line, _, record in _records(path, source.problems):
        excerpt = f"id = {record.get('id')!r}"
        try:
            rule = _rule(source, kind, path, line, record)
            if rule.id in taken:
                raise PatternError(f"the id {rule.id} is taken")
        except PatternError as error:
            source.problems.append(Problem(path, line, excerpt, str(error)))
            continue
        taken.add(rule.id)
        source.rules.append(rule)


def _rule(source: Source, kind: str, path: Path, line: int, record: Mapping[str, Any]) -> Rule:
    if strange := record.keys() - _KNOWN:
        raise PatternError(f"it has {', '.join(sorted(strange))}, which no rule has")
    for name in _TEXTS:
        if not all(isinstance(text, str) for text in record.get(name, ())) or isinstance(record.get(name), str):
            raise PatternError(f"{name} is a list of texts")
    name = record.get("id", "")
    if not re.fullmatch(rf"{source.lang}\.{kind}\.[a-z0-9-]+", str(name)):
        raise PatternError(f"an id is {source.lang}.{kind}. and then small letters, figures and hyphens")
    for which in ("caught", "fine"):
        if len(record.get(which, ())) < EXAMPLES:
            raise PatternError(f"{name} shows fewer than {EXAMPLES} messages under {which}")
    why = str(record.get("why", source.why.get(kind, "")))
    instead = tuple(record.get("instead", source.instead.get(kind, ())))
    if kind in FLAGS and not (why and len(instead) >= 2):
        raise PatternError(f"{name} has no why, or fewer than two openings under instead")
    if kind in FLAGS and not record.get("source"):
        raise PatternError(f"{name} names no source of its insight")
    return Rule(
        id=name,
        kind=kind,
        sure=bool(record.get("sure", False)),
        question=record.get("question"),
        pattern=_parsed(source, record.get("pattern", ())),
        unless=_parsed(source, record.get("unless", ()), empty=True),
        not_after=_parsed(source, record.get("not_after", ()), empty=True),
        not_before=_parsed(source, record.get("not_before", ()), empty=True),
        why=why,
        instead=instead,
        caught=tuple(record["caught"]),
        fine=tuple(record["fine"]),
        source=str(record.get("source", "")),
        file=path,
        line=line,
    )


def _parsed(source: Source, patterns: list[str] | tuple[()], *, empty: bool = False) -> tuple[Sequence, ...]:
    if not patterns and not empty:
        raise PatternError("it has no pattern")
    done: list[Sequence] = []
    for pattern in patterns:
        try:
            done.extend(parse(pattern, source.vocabulary, source.reads))
        except PatternError as error:
            raise PatternError(f"“{pattern}”: {error}") from None
    return tuple(done)


def _keep_frame(source: Source, path: Path, line: int, record: Mapping[str, Any]) -> None:
    try:
        if strange := record.keys() - _FRAME:
            raise PatternError(f"it has {', '.join(sorted(strange))}, which no frame has")
        silences = frozenset(FLAGS if record.get("silences") == "all" else record.get("silences", ()))
        if not silences or silences - set(FLAGS):
            raise PatternError('silences is "all" or a list of flags')
        if record.get("reach", "sentence") not in _REACHES:
            raise PatternError(f"reach is one of {', '.join(_REACHES)}")
        source.frames.append(
            Frame(
                pattern=_parsed(source, record.get("pattern", ())),
                silences=silences,
                reach=record.get("reach", "sentence"),
                caught=tuple(record.get("caught", ())),
                fine=tuple(record.get("fine", ())),
            )
        )
    except PatternError as error:
        source.problems.append(Problem(path, line, f"pattern = {record.get('pattern')!r}", str(error)))
