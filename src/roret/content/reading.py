"""Reading a text file of a card: Markdown of a small, strict kind, line by line, so that a mistake has its line.

# Title
> Why, in two lines.
## question_id: The question?
A hint.
- choice_id: Label
### sentences
- choice_id: Sentence.
- choice_id (pair): The sentence when it is an agreement between two.
## question_id @supporter: The question, as the supporter is asked it?
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from roret.content.errors import ContentError

_QUESTION = re.compile(r"## ([a-z][a-z0-9_]*)( @supporter)?: (\S.*)")
_ITEM = re.compile(r"- ([a-z0-9_]+|\*|[0-9]+-[0-9]+)(?: \((wish|pair|list)\))?: (\S.*)")

ALLOWED = (
    '"# Title", "> why", "## question: Text?", "## question @supporter: Text?", a line of hint, '
    '"- id: text", "### sentences", "- id (wish|pair|list): text"'
)


@dataclass
class Item:
    """A list line: `where` is "", "wish", "pair" or "list"."""

    line: int
    key: str
    where: str
    text: str


@dataclass
class Section:
    """One `##` section."""

    line: int
    question: str
    supporter: bool
    title: str
    hint: list[str] = field(default_factory=list)
    labels: list[Item] = field(default_factory=list)
    sentences: list[Item] = field(default_factory=list)
    in_sentences: bool = False


@dataclass
class Draft:
    """A text file, read but not yet held against its card."""

    file: Path
    source: str
    title: str = ""
    why: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    problems: list[ContentError] = field(default_factory=list)

    def wrong(self, line: int, problem: str, allowed: str = "") -> None:
        """Note a mistake and read on: one run shows them all."""
        self.problems.append(ContentError(self.file, line, problem, allowed=allowed, source=self.source))


def read_draft(file: Path, source: str) -> Draft:
    """Every line is understood or reported; nothing raises."""
    draft = Draft(file, source)
    for number, line in enumerate(source.split("\n"), 1):
        text = line.rstrip()
        if text and not (text.startswith("<!--") and text.endswith("-->")):
            _read_line(draft, number, text)
    if not draft.title:
        draft.wrong(1, "the card has no title", 'a first line "# Title"')
    return draft


def _read_line(draft: Draft, number: int, text: str) -> None:
    section = draft.sections[-1] if draft.sections else None
    if text.startswith("# ") and not draft.title:
        draft.title = text[2:].strip()
    elif text.startswith("> ") and section is None:
        draft.why.append(text[2:].strip())
    elif match := _QUESTION.fullmatch(text):
        draft.sections.append(Section(number, match[1], bool(match[2]), match[3]))
    elif section is None:
        draft.wrong(number, "this line stands before the first question and is not understood", ALLOWED)
    elif text == "### sentences":
        section.in_sentences = True
    elif match := _ITEM.fullmatch(text):
        item = Item(number, match[1], match[2] or "", match[3])
        (section.sentences if section.in_sentences else section.labels).append(item)
    elif text.startswith("  ") and (section.sentences or section.labels):
        (section.sentences or section.labels)[-1].text += " " + text.strip()
    elif text[0] not in "#->" and not section.labels and not section.in_sentences:
        section.hint.append(text.strip())
    else:
        draft.wrong(number, "this line is not understood", ALLOWED)
