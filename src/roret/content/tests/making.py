"""A small card for tests, with a question of every kind, and answers for any question."""

from collections.abc import Mapping
from pathlib import Path

from hypothesis import strategies as st

from roret.content import cards
from roret.content.answers import MAX_LENGTH, clean
from roret.content.shape import DAYS, Card, Question, Value
from roret.content.stored import phrases, windows

STRUCTURE = """\
id = "sample"
order = 1

[[questions]]
id = "one"
kind = "choice"
choices = ["yes", "no"]

[[questions]]
id = "many"
kind = "choices"
choices = ["a", "b", "c", "none"]
alone = ["none"]
only_if = { question = "one", any_of = ["yes"] }

[[questions]]
id = "much"
kind = "scale"
low = 0
high = 10
step = 2

[[questions]]
id = "hours"
kind = "times"
who = "both"

[[questions]]
id = "lines"
kind = "phrases"
who = "each"
starters = ["hello", "bye"]

[[questions]]
id = "more"
kind = "text"
who = "supporter"
"""

TEXT = """\
# Sample

> Why.

## one: One?

- yes: Yes
- no: No

### sentences

- *: {holder} has answered.
- no (wish): No from me.

## many: Many?

A hint that goes on
over two lines.

- a: Alpha
- b: Beta
- c: I, myself
- none: None

### sentences

- none: None of them.
- * (wish): I choose {list}.
- * (pair): {holder} chooses {any}, and {supporter} agrees.

## much: How much?

- 0: nothing

### sentences

- 0: Nothing.
- 2-8: About {value}.
- 10: All.

## hours: When?

### sentences

- *: {times}

## lines: What may be said?

- hello: Hello.
- bye: bye

### sentences

- * (wish): Say “{any}”.
- * (pair): {other} can say “{any}” to {me}.

## lines @supporter: And to you?

## more: More?

### sentences

- *: {supporter's} words: {value}.
"""


def write(
    folder: Path, structure: str = STRUCTURE, texts: Mapping[str, str] | None = None, name: str = "sample"
) -> Path:
    """A folder with one topic; `texts` by language, the sample in both if left out."""
    (folder / "topics").mkdir(parents=True, exist_ok=True)
    (folder / "topics" / f"{name}.toml").write_text(structure, encoding="utf-8")
    for lang, text in ({"da": TEXT, "en": TEXT} if texts is None else texts).items():
        (folder / lang / "topics").mkdir(parents=True, exist_ok=True)
        (folder / lang / "topics" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def sample(folder: Path) -> Card:
    deck = cards.load(write(folder))
    assert deck.problems == ()
    return deck.cards[0]


def every_question() -> list[Question]:
    return [question for card in cards.whole_deck().cards for question in card.questions]


def values(question: Question) -> st.SearchStrategy[Value]:
    """Answers as they are stored."""
    match question.kind:
        case "choice":
            return st.sampled_from(question.choices)
        case "choices":
            free = [choice for choice in question.choices if choice not in question.alone]
            some = st.sets(st.sampled_from(free), min_size=1).map(lambda s: [c for c in question.choices if c in s])
            return st.one_of(some, *(st.just([choice]) for choice in question.alone))
        case "scale":
            return st.sampled_from(list(question.steps))
        case "times":
            return _windows()
        case "phrases":
            return _phrases(question)
        case "text":
            return st.text(max_size=MAX_LENGTH).map(clean).filter(bool)


def _windows() -> st.SearchStrategy[Value]:
    clock = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
    hours = st.tuples(clock, clock).filter(lambda pair: pair[0] != pair[1] or pair == ("00:00", "00:00"))
    row = st.tuples(st.sets(st.sampled_from(DAYS), min_size=1), hours).map(lambda r: (r[0], *r[1]))
    return st.lists(row, min_size=1, max_size=14).map(windows)


def _phrases(question: Question) -> st.SearchStrategy[Value]:
    own = st.lists(st.text(max_size=200).map(lambda t: " ".join(clean(t).split())).filter(bool), max_size=30)
    tapped = st.sets(st.sampled_from(question.starters)) if question.starters else st.just(set[str]())
    both = st.tuples(tapped, own.map(dict.fromkeys))
    return both.map(lambda pair: phrases(question, sorted(pair[0]), pair[1])).filter(bool)
