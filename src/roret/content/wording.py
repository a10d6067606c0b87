"""Holding a text file against its card: every id has its words, every answer has its sentence, nothing is left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from roret.content.errors import ContentError, read_text
from roret.content.language import inserts_in
from roret.content.reading import Draft, Item, Section, read_draft
from roret.content.shape import Question, QuestionWords, Structure, Voice, Words

NAMES = frozenset({"holder", "supporter", "holder's", "supporter's"})
EACH_NAMES = frozenset({"me", "other", "me's", "other's"})
VALUES = {
    "choice": frozenset[str](),
    "choices": frozenset({"list", "any"}),
    "scale": frozenset({"value"}),
    "times": frozenset({"times"}),
    "phrases": frozenset({"list", "any"}),
    "text": frozenset({"value"}),
}
"""What a sentence may insert of the answer itself."""


def read_words(structure: Structure, lang: str, file: Path) -> tuple[Words | None, list[ContentError]]:
    """The words of a card in one language, or `None` and every mistake that was found."""
    try:
        draft = read_draft(file, read_text(file))
    except ContentError as problem:
        return None, [problem]
    if not 1 <= len(draft.why) <= 2:
        draft.wrong(2, f"the why has {len(draft.why)} lines", 'one or two lines that begin with "> "')
    _sections_fit(draft, structure)
    questions = {q.id: _question_words(draft, structure, q) for q in structure.questions}
    if draft.problems:
        return None, sorted(draft.problems, key=lambda problem: problem.line)
    return Words(lang, draft.title, tuple(draft.why), questions), []


def voices(structure: Structure, question: Question) -> tuple[Voice, ...]:
    """The voices this question's sentences are needed in: a wish holds only what its owner can say."""
    return tuple(v for v in structure.stands if v == "pair" or question.who in (structure.owner, "both", "each"))


def _sections_fit(draft: Draft, structure: Structure) -> None:
    ids = [question.id for question in structure.questions]
    seen: set[tuple[str, bool]] = set()
    for section in draft.sections:
        key = (section.question, section.supporter)
        if section.question not in ids:
            draft.wrong(section.line, f'the card has no question "{section.question}"', ", ".join(ids))
        elif key in seen:
            draft.wrong(section.line, f'the question "{section.question}" stands here a second time')
        seen.add(key)
    for missing in (question_id for question_id in ids if (question_id, False) not in seen):
        draft.wrong(0, f'the question "{missing}" has no words', f'a section "## {missing}: The question?"')


def _question_words(draft: Draft, structure: Structure, question: Question) -> QuestionWords:
    own = [section for section in draft.sections if section.question == question.id]
    main = next((section for section in own if not section.supporter), None)
    variant = next((section for section in own if section.supporter), None)
    if main is None:
        return QuestionWords(title="")
    if variant:
        _variant_fits(draft, question, variant)
    ids = (*question.choices, *question.starters)
    return QuestionWords(
        title=main.title,
        hint=" ".join(main.hint),
        supporter_title=variant.title if variant else "",
        supporter_hint=" ".join(variant.hint) if variant else "",
        labels=_labels(draft, main, question, ids),
        pieces=_pieces(draft, main, ids),
        templates=_templates(draft, main, structure, question),
    )


def _variant_fits(draft: Draft, question: Question, variant: Section) -> None:
    if question.who not in ("both", "each"):
        draft.wrong(variant.line, "only a question for both or for each has a title of the supporter's own")
    for item in (*variant.labels, *variant.sentences):
        draft.wrong(item.line, "choices and sentences belong in the question's main section", "a title and a hint")


def _labels(draft: Draft, section: Section, question: Question, ids: tuple[str, ...]) -> dict[str, str]:
    steps = tuple(str(step) for step in question.steps) if question.kind == "scale" else ()
    for item in section.labels:
        if item.where:
            draft.wrong(item.line, f"({item.where}) belongs under ### sentences", "- id: text")
    labels = _by_key(draft, section.labels, (*ids, *steps))
    for missing in (label for label in ids if label not in labels):
        draft.wrong(section.line, f'"{missing}" has no text in this question', f'a line "- {missing}: text"')
    return labels


def _pieces(draft: Draft, section: Section, ids: tuple[str, ...]) -> dict[str, str]:
    return _by_key(draft, [item for item in section.sentences if item.where == "list"], ids)


def _by_key(draft: Draft, items: Iterable[Item], allowed: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in items:
        if item.key not in allowed:
            draft.wrong(item.line, f'there is no "{item.key}" in this question', ", ".join(allowed) or "no list here")
        elif item.key in found:
            draft.wrong(item.line, f'"{item.key}" stands here a second time')
        found[item.key] = item.text
    return found


def _templates(
    draft: Draft, section: Section, structure: Structure, question: Question
) -> dict[tuple[str, Voice], str]:
    """Every sentence by answer and voice; a line for one voice wins over a line for all, an id over the star."""
    written: dict[tuple[str, str], Item] = {}
    for item in (item for item in section.sentences if item.where != "list"):
        for key in _keys(draft, item, question):
            if (key, item.where) in written:
                draft.wrong(item.line, f'there is already a sentence for "{key}"')
            written[key, item.where] = item
    templates: dict[tuple[str, Voice], str] = {}
    used: set[int] = set()
    for voice in voices(structure, question):
        for key in _needed(question):
            tries = ((key, voice), (key, ""), ("*", voice), ("*", ""))
            chosen = next((written[t] for t in tries if t in written), None)
            if chosen is None:
                draft.wrong(section.line, f'no sentence for "{key}" ({voice})', f'a line "- {key}: …" or "- *: …"')
                continue
            used.add(chosen.line)
            _inserts_fit(draft, structure, question, voice, chosen)
            listed = chosen.key == "*" and question.kind == "choices"
            templates["*" if listed else key, voice] = chosen.text
    for item in written.values():
        if item.line not in used:
            draft.wrong(item.line, "this sentence is never used", f"voices: {', '.join(voices(structure, question))}")
    return templates


def _needed(question: Question) -> tuple[str, ...]:
    if question.kind == "scale":
        return tuple(str(step) for step in question.steps)
    return question.choices or ("*",)


def _keys(draft: Draft, item: Item, question: Question) -> Iterator[str]:
    needed = _needed(question)
    if item.key == "*" or item.key in needed:
        yield item.key
    elif question.kind == "scale" and "-" in item.key:
        low, high = (int(end) for end in item.key.split("-"))
        yield from (str(step) for step in question.steps if low <= step <= high)
    else:
        draft.wrong(item.line, f'there is no "{item.key}" in this question', ", ".join(("*", *question.choices)))


def _inserts_fit(draft: Draft, structure: Structure, question: Question, voice: Voice, item: Item) -> None:
    values = VALUES[question.kind]
    if question.kind == "choices" and item.key != "*":
        values = frozenset()
    names = NAMES | (EACH_NAMES if question.who == "each" else frozenset())
    if voice == "wish":
        names = frozenset({structure.owner, f"{structure.owner}'s"})
    strange = inserts_in(item.text) - values - names
    if strange:
        allowed = ", ".join(f"{{{name}}}" for name in sorted(values | names))
        draft.wrong(item.line, f"{{{min(strange)}}} cannot be inserted here ({voice})", allowed)
