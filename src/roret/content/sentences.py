"""Answers as sentences: one pure reading of what was settled. The same answers always give the same sentences.

Total: whatever was stored earlier, something readable comes out and nothing raises. Own words stand as they are, as
plain text; escaping is the template's work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from roret.content import stored
from roret.content.answers import check
from roret.content.cards import words
from roret.content.language import Language, fill, language
from roret.content.shape import Card, Phrase, Question, QuestionWords, Slot, Value, Voice


@dataclass(frozen=True)
class Names:
    """What the two are called. A wish needs no other name than its owner's, and seldom that."""

    holder: str = ""
    supporter: str = ""


@dataclass(frozen=True)
class Sentence:
    """A line of the profile. `slot` is the key of the answer it reads, `own` whether somebody's own words are in it."""

    text: str
    slot: str
    own: bool = False


def sentences(card: Card, settled: Mapping[str, object], lang: str, names: Names, voice: Voice) -> list[Sentence]:
    """The settled answers in the card's order. `wish`: the owner says I. `pair`: we, and names.

    Answers to a question whose condition does not hold, and ids that today's card does not know, are left out.
    """
    known = check(card, settled).known
    reader = words(card, lang)
    tongue = language(reader.lang)
    lines: list[Sentence] = []
    for slot in card.slots():
        if slot.key in known and _speaks(card, slot, voice) and condition_holds(slot, known):
            for text in _texts(slot, known[slot.key], reader.questions[slot.question.id], tongue, names, voice):
                lines.append(Sentence(text, slot.key, _has_own(slot.question, known[slot.key])))
    return lines


def said(card: Card, question: Question, value: object, lang: str) -> list[str]:
    """An answer in the card's own labels, one line per part, for answers that stand side by side."""
    reader = words(card, lang)
    known = stored.read(question, value)
    labels = reader.questions[question.id].labels
    match question.kind:
        case "choice":
            return [labels[str(known)]] if known else []
        case "choices":
            return [labels[choice] for choice in stored.read_choices(question, known)]
        case "scale":
            return (
                [" · ".join(dict.fromkeys((str(known), labels.get(str(known), str(known)))))]
                if known is not None
                else []
            )
        case "times":
            return [language(reader.lang).windows([window]) for window in stored.read_windows(known)]
        case "phrases":
            return [_phrase(phrase, labels) for phrase in stored.read_phrases(question, known)]
        case "text":
            return [str(known)] if known else []


def difference(
    card: Card,
    old: Mapping[str, object],
    new: Mapping[str, object],
    lang: str,
    names: Names | None = None,
    voice: Voice = "pair",
) -> list[str]:
    """What changed, in words, one line per answer: `Før: … Nu: …`. Nothing when both read alike."""
    before = _by_slot(sentences(card, old, lang, names or Names(), voice))
    after = _by_slot(sentences(card, new, lang, names or Names(), voice))
    changes = language(words(card, lang).lang).changes
    lines = []
    for slot in card.slots():
        was, now = before.get(slot.key, ""), after.get(slot.key, "")
        if was != now:
            inserts = {"before": fill(changes.before, {"sentences": was}), "now": fill(changes.now, {"sentences": now})}
            lines.append(fill(changes.both, inserts) if was and now else inserts["before" if was else "now"])
    return lines


def condition_holds(slot: Slot, values: Mapping[str, object]) -> bool:
    """Whether this question is asked at all, given the answers so far."""
    condition = slot.question.only_if
    if condition is None:
        return True
    suffix = slot.key.removeprefix(slot.question.id)
    answer = values.get(condition.question + suffix)
    chosen = answer if isinstance(answer, list) else [answer]
    return any(choice in chosen for choice in condition.any_of)


def _speaks(card: Card, slot: Slot, voice: Voice) -> bool:
    """A wish holds what its owner says; the other's answers wait for an agreement."""
    return voice in card.stands and (voice == "pair" or slot.by in (card.owner, "both"))


def _texts(
    slot: Slot, value: Value, asked: QuestionWords, tongue: Language, names: Names, voice: Voice
) -> Iterable[str]:
    question = slot.question
    inserts: dict[str, str | Sequence[str]] = {**_names(slot, tongue, names)}
    match question.kind:
        case "choice":
            keys = [str(value)]
        case "scale":
            keys, inserts["value"] = [str(value)], str(value)
        case "text":
            keys, inserts["value"] = ["*"], str(value)
        case "times":
            keys, inserts["times"] = ["*"], tongue.windows(stored.read_windows(value))
        case "phrases":
            keys = ["*"]
            labels = {key: asked.pieces.get(key, label) for key, label in asked.labels.items()}
            inserts["list"] = inserts["any"] = [_phrase(p, labels) for p in stored.read_phrases(question, value)]
        case "choices":
            chosen = stored.read_choices(question, value)
            listed = [choice for choice in chosen if (choice, voice) not in asked.templates]
            keys = [choice for choice in chosen if choice not in listed] + ["*"] * bool(listed)
            pieces = [asked.pieces.get(choice) or tongue.inside(asked.labels[choice]) for choice in listed]
            inserts["list"] = inserts["any"] = pieces
    join = {"list": tongue.and_, "any": tongue.or_}
    return [fill(asked.templates[key, voice], inserts, join) for key in keys if (key, voice) in asked.templates]


def _names(slot: Slot, tongue: Language, names: Names) -> dict[str, str]:
    me, other = (names.supporter, names.holder) if slot.by == "supporter" else (names.holder, names.supporter)
    called = {"holder": names.holder, "supporter": names.supporter, "me": me, "other": other}
    return called | {f"{part}'s": tongue.owner_form(name) for part, name in called.items()}


def _phrase(phrase: Phrase, labels: Mapping[str, str]) -> str:
    return phrase["own"] if "own" in phrase else labels[phrase["starter"]]


def _has_own(question: Question, value: Value) -> bool:
    if question.kind == "text":
        return True
    return question.kind == "phrases" and any("own" in phrase for phrase in stored.read_phrases(question, value))


def _by_slot(lines: Iterable[Sentence]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for line in lines:
        joined[line.slot] = f"{joined[line.slot]} {line.text}" if line.slot in joined else line.text
    return joined
