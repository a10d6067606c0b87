"""The page `docs/adding/topic.md` is run as it stands: files out of it, sentences compared with it."""

import json
from pathlib import Path

import pytest

from roret.content import cards, sentences
from tests.guide import ADDING, blocks, written

GUIDE = ADDING / "topic.md"
MAJA_AND_JONAS = sentences.Names("Maja", "Jonas")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(GUIDE, tmp_path)


def test_a_topic_of_words_only_is_three_files_and_no_python(folder: Path) -> None:
    files = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    assert files == ["da/topics/pets.md", "en/topics/pets.md", "topics/pets.toml"]
    with cards.use(folder):
        assert cards.whole_deck().problems == ()
        assert [card.id for card in cards.deck("home")][-1] == "pets"
        assert cards.card("pets").languages == ("da", "en")
    assert "pets" not in [card.id for card in cards.deck("home")]


@pytest.mark.parametrize("case", ["da pair", "en wish"])
def test_the_sentences_of_the_guide_are_what_comes_out(folder: Path, case: str) -> None:
    lang, voice = case.split()
    shown = blocks(GUIDE)
    with cards.use(folder):
        lines = sentences.sentences(cards.card("pets"), json.loads(shown["answers"]), lang, MAJA_AND_JONAS, voice)
    assert [line.text for line in lines] == shown[case].splitlines()


def test_the_mistake_in_the_guide_is_reported_as_it_says(folder: Path) -> None:
    text = folder / "en" / "topics" / "pets.md"
    source = text.read_text(encoding="utf-8")
    text.write_text(source.replace("- nothing (pair)", "- never: …\n- nothing (pair)", 1), encoding="utf-8")
    deck = cards.load(folder)
    assert [card.languages for card in deck.cards] == [("da",)]
    report = str(deck.problems[0]).replace(f"{folder}/", "")
    assert report.splitlines() == blocks(GUIDE)["problem"].splitlines()
