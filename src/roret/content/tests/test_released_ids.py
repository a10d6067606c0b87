"""Ids are permanent: what was released is there for good.

At a release, `python -m roret.content.released` writes the file anew; between releases it only grows.
"""

import tomllib
from pathlib import Path

from roret.content import released
from roret.content.cards import load, whole_deck
from roret.content.tests.making import STRUCTURE, write

GOLDEN = Path(__file__).parent / "released_ids.toml"


def test_no_released_id_has_vanished_or_changed_its_kind() -> None:
    assert released.lost(tomllib.loads(GOLDEN.read_text(encoding="utf-8")), released.ids(whole_deck())) == []


def test_what_is_written_at_a_release_is_what_is_read_back() -> None:
    today = released.ids(whole_deck())
    assert tomllib.loads(released.as_toml(today)) == today


def test_a_renamed_choice_a_changed_kind_and_a_lost_question_are_told(tmp_path: Path) -> None:
    promised = released.ids(load(write(tmp_path)))
    changed = (
        STRUCTURE.replace('"hello"', '"hullo"').replace('kind = "text"', 'kind = "times"').replace('"much"', '"lot"')
    )
    text = (tmp_path / "en" / "topics" / "sample.md").read_text(encoding="utf-8")
    text = text.replace("- hello", "- hullo").replace("## much", "## lot").replace("{value}.\n", "{times}.\n")
    text = text.replace("About {times}", "About {value}")
    write(tmp_path, changed, {"da": text, "en": text})
    now = load(tmp_path)
    assert now.problems == ()
    assert released.lost(promised, released.ids(now)) == [
        "sample.much is gone",
        "sample.lines.hello is gone",
        "sample.more: kind was text",
    ]
    assert released.lost(promised, {}) != []
