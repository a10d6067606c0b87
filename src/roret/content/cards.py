"""The deck: topic cards read from `topics/<id>.toml` and `<lang>/topics/<id>.md`.

A broken card is reported and left out; the others stand. A card without its words in a language is not offered in
that language.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from roret.content.errors import ContentError, line_of, not_decoded, read_text
from roret.content.language import SHIPPED, language_problems, languages
from roret.content.shape import Card, Question, Structure, Words
from roret.content.wording import read_words

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FIELDS = {
    "choice": {"choices"},
    "choices": {"choices", "alone"},
    "scale": {"low", "high", "step"},
    "times": set[str](),
    "phrases": {"starters"},
    "text": {"starters"},
}


@dataclass(frozen=True)
class Deck:
    """What a folder holds: cards in their order, and what is wrong in it."""

    cards: tuple[Card, ...]
    problems: tuple[ContentError, ...]


_extra: list[Path] = []
_deck: Deck | None = None


def load(folder: Path) -> Deck:
    """Read a folder of topics. Never raises for what is in the files: mistakes are the deck's `problems`."""
    cards: list[Card] = []
    problems: list[ContentError] = []
    for file in sorted((folder / "topics").glob("*.toml")):
        card, found = _load_card(folder, file)
        problems += found
        if card:
            cards.append(card)
    problems += _orphans(folder)
    return Deck(tuple(sorted(cards, key=lambda card: (card.order, card.id))), tuple(problems))


def whole_deck() -> Deck:
    """The shipped folder and every folder in `use`, read once. A topic id stands once: the first folder has it."""
    global _deck
    if _deck is None:
        by_id: dict[str, Card] = {}
        problems: list[ContentError] = [*language_problems()]
        for folder in (SHIPPED, *_extra):
            loaded = load(folder)
            problems += loaded.problems
            for found in loaded.cards:
                if found.id in by_id:
                    file = folder / "topics" / f"{found.id}.toml"
                    problems.append(ContentError(file, 0, f'there is already a topic "{found.id}"'))
                by_id.setdefault(found.id, found)
        _deck = Deck(tuple(sorted(by_id.values(), key=lambda card: (card.order, card.id))), tuple(problems))
    return _deck


def deck(edition: str, lang: str | None = None) -> list[Card]:
    """The cards of an edition in their order; with `lang`, only those whose words are complete in that language."""
    return [c for c in whole_deck().cards if edition in c.editions and (lang is None or lang in c.words)]


def card(topic_id: str) -> Card:
    """Raises `KeyError` for a topic that is not there."""
    for found in whole_deck().cards:
        if found.id == topic_id:
            return found
    raise KeyError(topic_id)


def has(edition: str, topic_id: str) -> bool:
    """Whether this edition has a card on the topic."""
    return any(found.id == topic_id for found in deck(edition))


def words(card: Card, lang: str) -> Words:
    """The card in this language, else in English, else in the first it has: a stored agreement stays readable."""
    return card.words.get(lang) or card.words.get("en") or card.words[card.languages[0]]


@contextlib.contextmanager
def use(folder: Path) -> Iterator[None]:
    """Add a folder of topics to the shipped ones. For tests and demonstrations; holds for the whole process."""
    global _deck
    _extra.append(folder)
    _deck = None
    try:
        yield
    finally:
        _extra.remove(folder)
        _deck = None


def _load_card(folder: Path, file: Path) -> tuple[Card | None, list[ContentError]]:
    try:
        structure = _load_structure(file)
    except ContentError as problem:
        return None, [problem]
    found: dict[str, Words] = {}
    problems: list[ContentError] = []
    for lang in languages():
        text = folder / lang / "topics" / f"{structure.id}.md"
        if not text.exists():
            problems.append(ContentError(text, 0, f'"{structure.id}" is not offered in "{lang}": this file is missing'))
            continue
        read, mistakes = read_words(structure, lang, text)
        problems += mistakes
        if read:
            found[lang] = read
    return (Card(structure, found) if found else None), problems


def _orphans(folder: Path) -> list[ContentError]:
    known = {file.stem for file in (folder / "topics").glob("*.toml")}
    texts = [file for lang in languages() for file in sorted((folder / lang / "topics").glob("*.md"))]
    return [
        ContentError(file, 0, "these words belong to no topic", allowed=f"a file topics/{file.stem}.toml")
        for file in texts
        if file.stem not in known
    ]


def _load_structure(file: Path) -> Structure:
    source = read_text(file)
    try:
        structure = msgspec.toml.decode(source, type=Structure)
    except msgspec.DecodeError as error:
        raise not_decoded(file, source, str(error), _allowed(str(error))) from error
    _check_structure(file, source, structure)
    return structure


def _allowed(message: str) -> str:
    """What may stand in the part that the message is about: a question, else the head of the file."""
    part = Question if re.search(r"at `\$\.questions\[\d", message) else Structure
    return ", ".join(part.__struct_fields__)


def _check_structure(file: Path, source: str, structure: Structure) -> None:
    """What the types cannot say. Raises `ContentError` for the first thing that does not hold."""

    def wrong(problem: str, question: int | None, key: str, allowed: str = "") -> ContentError:
        path = f"$.{key}" if question is None else f"$.questions[{question}].{key}"
        return ContentError(file, line_of(source, path), problem, allowed=allowed, source=source)

    if structure.id != file.stem or not _ID.fullmatch(structure.id):
        raise wrong(f'the id is "{structure.id}"', None, "id", f'"{file.stem}", as the file is called: a-z, 0-9, _')
    if not structure.questions or not structure.editions or not structure.stands:
        raise wrong("a card has editions, stands and at least one question", None, "id")
    earlier: dict[str, Question] = {}
    for n, question in enumerate(structure.questions):
        if not _ID.fullmatch(question.id) or question.id in earlier:
            raise wrong(f'the question id "{question.id}"', n, "id", "an id of its own: a-z, 0-9, _")
        for key, problem, allowed in _question_problems(question, earlier):
            raise wrong(problem, n, key, allowed)
        if "pair" not in structure.stands and question.who != structure.owner:
            raise wrong("a card that is only a wish asks only its owner", n, "who", f'"{structure.owner}"')
        earlier[question.id] = question


def _question_problems(question: Question, earlier: dict[str, Question]) -> Iterator[tuple[str, str, str]]:
    given = {
        name
        for name in ("choices", "alone", "starters", "low", "high", "step")
        if getattr(question, name) != Question.__struct_defaults__[_DEFAULTS.index(name)]
    }
    fields = _FIELDS[question.kind]
    for name in sorted(given - fields):
        yield name, f'a question of kind "{question.kind}" has no {name}', ", ".join(sorted(fields)) or "nothing more"
    if question.kind in ("choice", "choices") and len(question.choices) < 2:
        yield "choices", "there are fewer than two choices", "two or more"
    if question.kind == "scale" and not (
        question.low < question.high and question.step > 0 and len(question.steps) < 102
    ):
        yield "low", "this scale has no steps", "low below high, step of 1 or more, at most 101 steps"
    ids = (*question.choices, *question.starters)
    for bad in (i for i in ids if not _ID.fullmatch(i) or ids.count(i) > 1):
        yield "choices" if bad in question.choices else "starters", f'the id "{bad}"', "each id once: a-z, 0-9, _"
    for bad in (i for i in question.alone if i not in question.choices):
        yield "alone", f'"{bad}" is no choice of this question', ", ".join(question.choices)
    if question.only_if:
        yield from _condition_problems(question, earlier)


def _condition_problems(question: Question, earlier: dict[str, Question]) -> Iterator[tuple[str, str, str]]:
    condition = question.only_if
    if condition is None:
        return
    asked = earlier.get(condition.question)
    usable = ", ".join(q.id for q in earlier.values() if q.choices and q.who == question.who)
    if asked is None or not asked.choices or asked.who != question.who:
        yield "only_if", f'"{condition.question}" is no earlier question with choices for the same person', usable
    elif not condition.any_of or not set(condition.any_of) <= set(asked.choices):
        yield "only_if", f"these are not all choices of {asked.id}", ", ".join(asked.choices)


_DEFAULTS = Question.__struct_fields__[-len(Question.__struct_defaults__) :]
