"""What is said of words, and a place in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roret.words import rules
from roret.words.rules import WordsTerms

TEXT = "Godmorgen. Har du prøvet yoga? Vi ses i aften."


def test_nothing_agreed_is_nothing_said():
    assert rules.terms(None, "holder") == WordsTerms() and not rules.terms(None, "supporter").agreed


def test_each_side_has_its_own_words():
    settled = {"works": [{"starter": "here"}], "misses@supporter": [{"own": "glem det"}], "repair": [{"own": "x"}]}
    hers, his = rules.terms(settled, "holder"), rules.terms(settled, "supporter")
    assert (hers.works, hers.misses, hers.repair) == (({"starter": "here"},), (), ({"own": "x"},))
    assert (his.works, his.misses, his.repair) == ((), ({"own": "glem det"},), ())


@given(st.dictionaries(st.sampled_from(["works", "misses", "repair", "works@supporter"]), st.recursive(st.none() | st.integers() | st.text(), lambda one: st.lists(one) | st.dictionaries(st.sampled_from(["own", "starter", "x"]), one))))  # fmt: skip
def test_whatever_was_stored_is_read_as_phrases_or_as_nothing(settled):
    for side in ("holder", "supporter"):
        said = rules.terms(settled, side)
        assert all(set(one) <= {"own", "starter"} and all(one.values()) for one in said.works + said.misses)


@pytest.mark.parametrize(
    ("chosen", "side", "when"),
    [(None, "holder", "page"), (None, "supporter", "button"), ("typing", "holder", "typing"), ("page", "supporter", "page"), ("always", "holder", "page"), (7, "supporter", "button")],
)  # fmt: skip
def test_the_holder_is_left_alone_until_she_wishes(chosen, side, when):
    assert rules.when(chosen, side) == when


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        (TEXT, "prøvet yoga", "Har du prøvet yoga?"),
        (TEXT, "Har du prøvet yoga?", "Har du prøvet yoga?"),
        (TEXT, "Godmorgen", "Godmorgen."),
        (TEXT, "i aften.", "Vi ses i aften."),
        ("Uden ende", "ende", "Uden ende"),
        ("Linje et\nHar du prøvet yoga\nlinje tre", "yoga", "Har du prøvet yoga"),
        ("Kl. 8.30 skal du op. Ja.", "skal du", "8.30 skal du op."),
        ("Nå … har du prøvet yoga?", "yoga", "har du prøvet yoga?"),
    ],
)
def test_the_sentence_of_a_place(text, words, whole):
    start = text.index(words)
    begin, end = rules.sentence(text, start, start + len(words))
    assert text[begin:end] == whole


def test_an_opening_comes_in_place_of_its_sentence_and_the_rest_stays():
    start = TEXT.index("yoga")
    was, now = rules.begun(TEXT, start, start + 4, "Hvad ville være godt …")
    assert (was, now) == ("Har du prøvet yoga?", "Hvad ville være godt …")
    assert rules.put(TEXT, was, now) == "Godmorgen. Hvad ville være godt … Vi ses i aften."


def test_at_the_end_there_is_room_to_go_on_writing():
    was, now = rules.begun("Har du prøvet yoga?", 0, 3, "Hvad ville være godt …")
    assert rules.put("Har du prøvet yoga?", was, now) == "Hvad ville være godt "


def test_a_sentence_that_was_changed_meanwhile_is_not_lost():
    assert rules.put("Noget helt andet.", "Har du prøvet yoga?", "Hvad ville") == "Noget helt andet. Hvad ville"


@given(st.text(), st.integers(0, 400), st.integers(0, 400), st.text(max_size=20))
def test_every_place_of_every_text_has_a_sentence_on_lines_of_its_own_and_an_excerpt(text, one, other, opening):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    begin, stop = rules.sentence(text, start, end)
    assert 0 <= begin <= start and begin <= stop <= len(text)
    was, now = rules.begun(text, start, end, opening)
    assert "\n" not in was and was in text
    shown = rules.excerpt(text, start, end)
    assert shown.marked == text[start:end]
    assert f"{shown.before}{shown.marked}{shown.after}" in text
    assert (shown.cut_before, shown.cut_after) == (start > rules.ROOM, len(text) - end > rules.ROOM)


def test_of_a_long_text_what_stands_around_is_shown_and_no_word_is_cut():
    text = "ord " * 100 + "HER" + " ord" * 100
    shown = rules.excerpt(text, 400, 403)
    assert set(shown.before.split()) | set(shown.after.split()) == {"ord"}
    assert len(shown.before) <= rules.ROOM and shown.cut_before and shown.cut_after
