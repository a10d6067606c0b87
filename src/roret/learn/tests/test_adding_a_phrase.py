"""The page `docs/adding/phrase.md` is run as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from roret.content.errors import ContentError
from roret.learn import queries, rules
from tests.guide import ADDING, blocks, written

GUIDE = ADDING / "phrase.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(GUIDE, tmp_path)


def test_the_phrase_of_the_guide_is_found_as_it_says(folder: Path) -> None:
    there = queries.phrases("en", folder)
    assert [phrase.text for phrase in rules.search(there, "umbr")] == blocks(GUIDE)["found"].splitlines()
    assert there[0].id not in {phrase.id for phrase in queries.phrases("en")}


def test_the_situation_of_the_guide_has_its_three_replies(folder: Path) -> None:
    (case,) = queries.cases("en", folder)
    assert (case.id, len(case.replies)) == ("umbrella", 3)


def test_the_mistake_in_the_guide_is_reported_as_it_says(folder: Path) -> None:
    file = folder / "toolbox" / "en.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"party"', '"wedding"'), encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        queries.phrases("en", folder)
    assert str(raised.value).replace(f"{folder}/", "").splitlines() == blocks(GUIDE)["problem"].splitlines()


def test_the_words_of_the_guide_are_those_of_the_files() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert " ".join(rules.SITUATIONS) in text and " ".join(rules.PLACES) in text
