"""Records that cannot be used are told of; the others work."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ordvalg import check, compiling, packs, records
from ordvalg.checking import rules_in
from ordvalg.language import PACKS
from tests.guide import ADDING, blocks

GOOD = """
[[rule]]
id = "da.pity.stakkel"
pattern = ["stakkels du"]
caught = ["Stakkels du.", "Åh, stakkels du", "stakkels du altså"]
fine = ["Stakkels hund.", "Den stakkels mand", "Du er her"]
source = "ours"
"""
BROKEN = {
    "this is not TOML": '[[rule]]\nid = "da.pity.a\npattern = ["x"]\n',
    "no pattern": '[[rule]]\nid = "da.pity.b"\ncaught = ["a", "b", "c"]\nfine = ["a", "b", "c"]\nsource = "x"\n',
    "fewer than 3 messages under fine": GOOD.replace('"Stakkels hund.", ', "").replace('stakkel"', 'c"'),
    "is not in classes.toml": GOOD.replace('stakkels du"', 'stakkels $NOBODY"', 1).replace('stakkel"', 'd"'),
    "is not in lemmas.toml": GOOD.replace('stakkels du"', '<stakle>"', 1).replace('stakkel"', 'e"'),
    "a ( without its )": GOOD.replace('stakkels du"', '(stakkels du"', 1).replace('stakkel"', 'f"'),
    "which no rule has": GOOD.replace("source", "sorce").replace('stakkel"', 'g"'),
    "an id is": GOOD.replace("da.pity.stakkel", "stakkel"),
    "names no source": GOOD.replace('source = "ours"', "").replace('stakkel"', 'h"'),
    "is taken": GOOD,
}


HEAD = '[flag]\nwhy = "Det kan høres som medynk."\ninstead = ["Hvad ville være godt …", "Jeg er her, hvis …"]\n'


def folder(tmp_path: Path, pity: str, head: str = HEAD) -> Path:
    """A pack with the Danish language as it is, and one flag."""
    place = tmp_path / "da"
    place.mkdir()
    for name in ("language.toml", "lemmas.toml", "classes.toml", "everyday.txt"):
        shutil.copy(PACKS / "da" / name, place)
    (place / "pity.toml").write_text(head + pity, "utf-8")
    return tmp_path


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_record_is_told_of_with_its_place_and_the_others_work(tmp_path: Path, what: str) -> None:
    made, problems = compiling.from_records("da", folder(tmp_path, GOOD + "\n" + BROKEN[what]))
    [problem] = problems
    assert what in problem.what
    assert problem.file.name == "pity.toml"
    text = problem.file.read_text("utf-8").splitlines()
    assert problem.line > text.index("[[rule]]") + 2, "the second record"
    assert problem.excerpt
    assert [flag.rule for flag in check("Åh stakkels du", "da", own=made, soft=False).flags] == ["da.pity.stakkel"]


def test_the_line_of_a_mistake_is_the_line_it_is_on(tmp_path: Path) -> None:
    _, [problem] = compiling.from_records("da", folder(tmp_path, GOOD + "\n" + BROKEN["this is not TOML"]))
    assert problem.file.read_text("utf-8").splitlines()[problem.line - 1] == problem.excerpt == 'id = "da.pity.a'


def test_nothing_is_written_while_a_record_is_broken(tmp_path: Path) -> None:
    place = folder(tmp_path, BROKEN["no pattern"])
    assert compiling.write("da", place)
    assert not (place / "da.jsonl").exists()


def test_a_pattern_that_stands_for_too_much_is_refused(tmp_path: Path) -> None:
    wide = " ".join(["(a b|c d|e f|g h)"] * 5)
    _, [problem] = compiling.from_records("da", folder(tmp_path, GOOD.replace('"stakkels du"', f'"{wide}"')))
    assert "at most" in problem.what


def test_packs_are_the_same_however_they_come(tmp_path: Path) -> None:
    shipped, read = packs.pack("da"), packs.built(compiling.compiled(records.load("da")))
    assert [rule.id for rule in shipped.rules] == [rule.id for rule in read.rules]
    assert shipped.spelling == read.spelling


def test_the_example_of_the_documents_is_a_rule_that_works(tmp_path: Path) -> None:
    example = blocks(ADDING / "rule.md")["da/pity.toml"]
    made, problems = compiling.from_records("da", folder(tmp_path, example, head=""))
    assert problems == []
    [rule] = records.load("da", tmp_path).rules
    assert all(rules_in(text, "da", made) for text in rule.caught)
    assert not any(rules_in(text, "da", made) for text in rule.fine)
