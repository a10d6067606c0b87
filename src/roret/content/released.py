"""The permanent ids of the deck: `python -m roret.content.released` prints them as they are kept with each release."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from roret.content.cards import Deck, whole_deck

Ids = Mapping[str, Mapping[str, Mapping[str, object]]]


def ids(deck: Deck) -> Ids:
    """Topic, question, and what of the question must never change or vanish."""
    return {
        card.id: {
            question.id: {
                "kind": question.kind,
                "who": question.who,
                "ids": [*question.choices, *question.starters],
            }
            for question in card.questions
        }
        for card in deck.cards
    }


def lost(released: Ids, today: Ids) -> list[str]:
    """The promises of a release that today's files no longer keep."""
    broken: list[str] = []
    for topic, questions in released.items():
        for question, promised in questions.items():
            now = today.get(topic, {}).get(question)
            place = f"{topic}.{question}"
            if now is None:
                broken.append(f"{place} is gone")
                continue
            broken += [
                f"{place}: {part} was {promised[part]}" for part in ("kind", "who") if now[part] != promised[part]
            ]
            broken += [f"{place}.{i} is gone" for i in _list(promised["ids"]) if i not in _list(now["ids"])]
    return broken


def as_toml(released: Ids) -> str:
    """One table per topic, one line per question."""
    lines = []
    for topic, questions in sorted(released.items()):
        lines.append(f"[{topic}]")
        for question, parts in questions.items():
            inside = ", ".join(f"{name} = {json.dumps(value)}" for name, value in parts.items())
            lines.append(f"{question} = {{ {inside} }}")
        lines.append("")
    return "\n".join(lines)


def _list(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else []


if __name__ == "__main__":
    sys.stdout.write(as_toml(ids(whole_deck())))
