"""Made from the records: every example of every rule, and what all rules have in common."""

from __future__ import annotations

import pytest

from ordvalg import FLAGS, LANGUAGES, MOVES, check, compiling, records
from ordvalg.checking import frames_in, rules_in
from ordvalg.language import PACKS

RULES = [rule for lang in LANGUAGES for rule in records.load(lang).rules]
FRAMES = [(lang, number, frame) for lang in LANGUAGES for number, frame in enumerate(records.load(lang).frames)]


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_sees_what_it_shows_and_leaves_alone_what_it_shows(rule: records.Rule) -> None:
    lang = rule.id[:2]
    missed = [text for text in rule.caught if rule.id not in {found for found, _, _ in rules_in(text, lang)}]
    wrong = [text for text in rule.fine if rule.id in {found for found, _, _ in rules_in(text, lang)}]
    assert not missed, "not seen"
    assert not wrong, "seen, and fine"


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_what_is_offered_instead_is_itself_left_alone(rule: records.Rule) -> None:
    for opening in rule.instead:
        assert not check(opening, rule.id[:2], soft=False).flags, opening
        assert "!" not in opening


@pytest.mark.parametrize("lang, number, frame", FRAMES, ids=[f"{lang}-{number}" for lang, number, _ in FRAMES])
def test_a_frame_stands_where_it_shows(lang: str, number: int, frame: records.Frame) -> None:
    assert all(number in frames_in(text, lang) for text in frame.caught)
    assert not any(number in frames_in(text, lang) for text in frame.fine)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_record_can_be_used(lang: str) -> None:
    assert [str(problem) for problem in records.load(lang).problems] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pack_that_is_shipped_is_made_from_these_records(lang: str) -> None:
    shipped = PACKS / f"{lang}.jsonl"
    assert f'"digest":"{compiling.digest(lang)}"' in shipped.read_text("utf-8")[:200], "python -m ordvalg compile"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_flag_and_every_move_has_rules(lang: str) -> None:
    assert {rule.kind for rule in RULES if rule.id.startswith(lang)} == {*FLAGS, *MOVES}


def test_no_rule_that_was_given_out_is_gone() -> None:
    """Ids stand in what people have switched off. One that is not wanted any more is retired, not taken again."""
    given_out = (PACKS / "released.txt").read_text("utf-8").split()
    retired = (PACKS / "retired.txt").read_text("utf-8").split()
    now = {rule.id for rule in RULES}
    assert set(given_out) - now == set(retired)


def test_why_speaks_of_what_is_heard_and_of_nobody() -> None:
    for rule in RULES:
        if rule.kind in FLAGS:
            assert len(rule.why) <= 160, rule.id
            assert "!" not in rule.why
            assert not check(rule.why, rule.id[:2], soft=False).flags, rule.why
