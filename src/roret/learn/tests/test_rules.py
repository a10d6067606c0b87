"""Reading the files, finding a phrase, and what a tap changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roret.content.errors import ContentError
from roret.learn import queries, rules
from roret.learn.rules import Own, Phrase, around, favourites_first, read, read_own, search, switched

FILE = Path("da.toml")
PHRASES = """\
[[phrases]]
id = "da-asking-one"
situation = "asking"
text = "Vil du have te?"
why = "Te er varm."

[[phrases]]
id = "da-party-two"
situation = "party"
text = "Jeg henter jakkerne."
why = "Så er døren fundet."
"""
CASES = """\
[[cases]]
id = "one"
place = "home"
side = "holder"
title = "En"
text = "Noget sker."
[[cases.replies]]
text = "Ja"
does = "Det gør noget."
[[cases.replies]]
text = "Nej"
does = "Det gør noget andet."
[[cases.replies]]
text = "Måske"
does = "Det gør lidt."
"""


def phrases() -> tuple[Phrase, ...]:
    return read(rules.Phrases, PHRASES, FILE).phrases


def test_a_whole_file_is_read_as_it_stands() -> None:
    assert [phrase.id for phrase in phrases()] == ["da-asking-one", "da-party-two"]
    (case,) = read(rules.Cases, CASES, FILE).cases
    assert [reply.does for reply in case.replies] == ["Det gør noget.", "Det gør noget andet.", "Det gør lidt."]


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ('situation = "party"', 'situation = "wedding"', 9, "Invalid enum value 'wedding'"),
        ('why = "Så er døren fundet."', 'why = ""', 11, "length >= 2"),
        ('why = "Te er varm."\n', "", 1, "missing required field `why`"),
        ('id = "da-party-two"', 'id = "da-asking-one"', 8, 'the id "da-asking-one" stands twice'),
        ('id = "da-party-two"', 'id = "Da Party"', 8, "matching regex"),
        ('text = "Jeg henter jakkerne."', 'tekst = "Jeg henter jakkerne."', 10, "tekst"),
        ('text = "Jeg henter jakkerne."', 'text = "Jeg henter', 10, "line 10"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(before: str, after: str, line: int, said: str) -> None:
    assert PHRASES.count(before) == 1
    with pytest.raises(ContentError) as raised:
        read(rules.Phrases, PHRASES.replace(before, after), FILE)
    assert (raised.value.file, raised.value.line) == (FILE, line)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('does = "Det gør noget andet."', 'does = ""', 12),
        ('[[cases.replies]]\ntext = "Måske"\ndoes = "Det gør lidt."\n', "", 1),
        ('side = "holder"', 'side = "doctor"', 4),
    ],
)
def test_a_mistake_in_a_reply_is_told_with_its_own_line(before: str, after: str, line: int) -> None:
    assert CASES.count(before) == 1
    with pytest.raises(ContentError) as raised:
        read(rules.Cases, CASES.replace(before, after), FILE)
    assert raised.value.line == line, str(raised.value)


@pytest.mark.parametrize(
    ("looked_for", "found"),
    [
        ("te", ["da-asking-one"]),
        ("TE varm", ["da-asking-one"]),
        ("jakke", ["da-party-two"]),
        ("døren, jeg", ["da-party-two"]),
        ("te jakke", []),
        ("enter", []),
        ("", []),
        (" ?!. ", []),
    ],
)
def test_words_are_found_by_their_beginning_in_the_phrase_or_in_why(looked_for: str, found: list[str]) -> None:
    assert [phrase.id for phrase in search(phrases(), looked_for)] == found


@given(st.text(max_size=400))
def test_whatever_is_looked_for_is_answered(query: str) -> None:
    assert set(search(phrases(), query)) <= set(phrases())


def test_every_phrase_is_found_by_its_own_words() -> None:
    for lang in queries.LANGUAGES:
        for phrase in queries.phrases(lang):
            assert phrase in search(queries.phrases(lang), phrase.text[: rules.QUERY_LENGTH].rsplit(" ", 1)[0])


@given(st.sets(st.integers(0, 69)))
def test_places_lead_back_to_what_stands_there(chosen: set[int]) -> None:
    book = queries.phrases("da")
    found = tuple(phrase for nth, phrase in enumerate(book) if nth in chosen)
    assert rules.at_places(rules.places("da", book, found), {"da": book}) == found


@given(st.text(max_size=60))
def test_whatever_stands_in_an_address_is_read(code: str) -> None:
    book = queries.phrases("en")
    assert set(rules.at_places(code, {"en": book})) <= set(book)


def test_favourites_come_first_and_the_rest_stays_in_its_order() -> None:
    there = queries.phrases("da")
    assert favourites_first(there, []) == there
    last = there[-1]
    assert favourites_first(there, [last.id, "gone"]) == (last, *there[:-1])


def test_each_has_one_before_and_one_after_but_for_the_ends() -> None:
    one, two = phrases()
    assert around(phrases(), one.id) == (None, two)
    assert around(phrases(), two.id) == (one, None)


def test_the_same_tap_twice_comes_to_the_same() -> None:
    assert switched(("a",), "b", True) == ("a", "b") == switched(("a", "b"), "b", True)
    assert switched(("a", "b"), "a", False) == ("b",) == switched(("b",), "a", False)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["favourites", "pages", "x"]), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_what_was_stored_is_read_whatever_it_is(data: object) -> None:
    own = read_own(data)
    assert read_own(own.data()) == own


def test_own_that_holds_nothing_is_empty() -> None:
    assert Own().empty and not Own(pages=("alarm",)).empty and not Own(favourites=("x",)).empty
