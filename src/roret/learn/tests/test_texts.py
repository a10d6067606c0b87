"""The texts themselves: how many, whole, easy to read, our own, in a voice that nobody minds when tired."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from roret.content.errors import read_text
from roret.content.tests.test_voice import EVERYWHERE, LIX_AT_MOST, broken_words, lix
from roret.learn import queries, rules
from roret.learn.queries import FOLDER, LANGUAGES
from roret.learn.tests.reading import (
    QUOTED,
    everything,
    in_our_own_voice,
    of_the_method,
    prose,
    reading_ease,
    runs_of_seven,
    syllables,
    words,
)

RELEASED = Path(__file__).with_name("released_ids.toml")
PAGES = [page.id for page in queries.pages()]
WORDS_AT_MOST = 330
"""Under two minutes, at 170 words a minute: slower than a rested grown-up reads."""
EASE_AT_LEAST = 80
"""Flesch: plain English begins at 60."""
WATCHED = {
    "da": r"\bhold(er)? øje med\b|\btjek\w*|\bovervåg\w*|\bstyr på\b|\bstakkels\b|\bskånsel\b",
    "en": r"\bmonitor\w*|\bcheck(s|ed|ing)? (up )?on\b|\bkeep an eye\b|\bpoor (thing|you|dear)\b|\bmake sure\b",
}
"""Watching, steering and pity, which the product does not say itself."""


# --- how many, and whole ------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_toolbox_has_enough_for_every_situation(lang: str, figure: Callable[[str], None]) -> None:
    there = queries.phrases(lang)
    by_situation = {one: sum(phrase.situation == one for phrase in there) for one in rules.SITUATIONS}
    assert len(there) >= 64
    assert min(by_situation.values()) >= 6
    figure(
        f"toolbox, {lang}: {len(there)} phrases, {min(by_situation.values())} or more in each of {len(by_situation)}"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phrase_can_be_said_and_its_reason_is_one_sentence(lang: str) -> None:
    for phrase in queries.phrases(lang):
        assert phrase.id.startswith(f"{lang}-{phrase.situation}-"), phrase.id
        assert len(phrase.text.split()) <= 18, phrase.text
        assert re.search(r"[.?]$", phrase.text), phrase.text
        assert len(re.findall(r"[.?](?:\s|$)", phrase.why)) == 1, phrase.why
    assert len({phrase.text for phrase in queries.phrases(lang)}) == len(queries.phrases(lang))


def test_practice_has_enough_and_the_same_situations_in_every_language(figure: Callable[[str], None]) -> None:
    shapes = [[(case.id, case.place, case.side) for case in queries.cases(lang)] for lang in LANGUAGES]
    assert shapes[0] == shapes[1]
    assert len(shapes[0]) >= 30
    sides = {side for _, _, side in shapes[0]}
    assert sides == {"supporter", "holder", "leader", "colleague"}
    figure(f"practice: {len(shapes[0])} situations in each language, seen from {len(sides)} sides")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_reply_is_called_right_or_wrong(lang: str) -> None:
    judged = r"\b(rigtigt svar|forkert svar|bedste svar|godt klaret|right answer|wrong answer|correct|best reply|well done)\b"
    for case in queries.cases(lang):
        assert len({reply.text for reply in case.replies}) == 3
        for reply in case.replies:
            assert not re.search(judged, reply.does, re.IGNORECASE), reply.does


def test_the_two_languages_are_each_their_own() -> None:
    """What is written in one is not the other, put over word by word: they do not even have the same pictures."""
    ends = [{phrase.id.split("-", 2)[2] for phrase in queries.phrases(lang)} for lang in LANGUAGES]
    assert len(ends[0] & ends[1]) < len(ends[0]) / 2


@pytest.mark.parametrize("page_id", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_says_what_helps_and_what_misses_and_what_it_rests_on(page_id: str, lang: str) -> None:
    page = queries.reading(page_id, lang)
    helps, misses = {"da": ("Det hjælper", "Det rammer tit skævt"), "en": ("What helps", "What often misses")}[lang]
    parts = re.findall(r"<h2>([^<]+)</h2>", page.html)
    assert parts[:2] == [helps, misses]
    assert page.html.count("<li>") >= 6
    assert page.sources
    assert page.lang == lang


def test_every_source_is_used_and_every_address_stands_once() -> None:
    used = {one for page in queries.pages() for one in page.sources}
    there = queries.sources()
    assert used == set(there)
    assert len({source.address for source in there.values()}) == len(there)


def test_the_definition_names_whose_it_is() -> None:
    for lang in LANGUAGES:
        page = queries.reading("alarm", lang)
        assert "IASP" in page.html and "nociplast" in page.html
        assert {"iasp_terms", "kosek"} <= {source.id for source in page.sources}


def test_pages_that_are_no_file_and_files_that_are_no_page() -> None:
    for lang in LANGUAGES:
        assert {file.stem for file in (FOLDER / "pages" / lang).glob("*.md")} == set(PAGES)


# --- ids are permanent --------------------------------------------------------------------------


def ids() -> dict[str, list[str]]:
    return {
        "phrases": sorted(phrase.id for lang in LANGUAGES for phrase in queries.phrases(lang)),
        "cases": sorted(case.id for case in queries.cases("da")),
        "pages": sorted(page.id for page in queries.pages()),
        "kinds": sorted(page.id for page in queries.pages() if page.kind),
    }


def lost(released: dict[str, list[str]], today: dict[str, list[str]]) -> list[str]:
    return [f"{what}: {one} is gone" for what, there in released.items() for one in there if one not in today[what]]


def test_no_released_id_has_vanished() -> None:
    """New ones are written into the file with a release; between releases it only grows."""
    assert lost(tomllib.loads(RELEASED.read_text(encoding="utf-8")), ids()) == []


def test_an_id_that_vanished_is_told() -> None:
    today = ids()
    gone = today["phrases"].pop()
    assert lost(ids(), today) == [f"phrases: {gone} is gone"]


def test_a_phrase_has_one_id_in_the_whole_house() -> None:
    there = ids()["phrases"]
    assert len(set(there)) == len(there)


# --- easy to read -------------------------------------------------------------------------------


@pytest.mark.parametrize("page_id", PAGES)
def test_a_page_is_read_in_two_minutes_and_without_effort(page_id: str) -> None:
    danish, english = prose(page_id, "da"), prose(page_id, "en")
    assert len(words(danish)) <= WORDS_AT_MOST and len(words(english)) <= WORDS_AT_MOST
    assert lix(danish) <= LIX_AT_MOST
    assert reading_ease(english) >= EASE_AT_LEAST


def test_how_easy_the_pages_are(figure: Callable[[str], None]) -> None:
    danish = {page: lix(prose(page, "da")) for page in PAGES}
    english = {page: reading_ease(prose(page, "en")) for page in PAGES}
    long = max(len(words(prose(page, lang))) for page in PAGES for lang in LANGUAGES)
    figure(
        f"learn: {len(PAGES)} pages in each language, {long} words at most; Danish LIX {min(danish.values()):.0f} to "
        f"{max(danish.values()):.0f}; English reading ease (Flesch) {min(english.values()):.0f} to {max(english.values()):.0f}"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_other_text_is_easy_too(lang: str) -> None:
    said = list(in_our_own_voice(lang))
    assert lix(said) <= LIX_AT_MOST
    for text in everything(lang):
        for sentence in re.split(r"[.?:](?:\s|$)", text):
            assert len(sentence.split()) <= 28, sentence


def test_the_english_measure_knows_hard_from_easy() -> None:
    counted = {"cat": 1, "table": 2, "asked": 1, "wanted": 2, "makes": 1, "people": 2, "definition": 4, "while": 1}
    assert {word: syllables(word) for word in counted} == counted
    assert reading_ease(["The cat sat on the mat. It is warm."]) > 100
    assert reading_ease(["Psychosocial determinants necessitate multidisciplinary rehabilitation initiatives."]) < 0


# --- whose voice, and whose words ---------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_our_own_voice_keeps_to_the_house(lang: str) -> None:
    said = [QUOTED.sub("", text) for text in in_our_own_voice(lang)]
    found = [(broken, text) for text in said if (broken := broken_words(lang, text))]
    assert found == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_shouts_and_nobody_is_a_patient(lang: str) -> None:
    found = [text for text in everything(lang) for wrong in EVERYWHERE if re.search(wrong, text, re.IGNORECASE)]
    assert found == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_our_own_voice_neither_watches_nor_pities(lang: str) -> None:
    said = [QUOTED.sub("", text) for text in in_our_own_voice(lang)]
    assert [text for text in said if re.search(WATCHED[lang], text, re.IGNORECASE)] == []
    offered = [phrase.text for phrase in queries.phrases(lang)]
    assert [text for text in offered if re.search(WATCHED[lang], text, re.IGNORECASE)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_quotes_in_its_own_way(lang: str) -> None:
    for text in everything(lang):
        assert not re.search("[“«]" if lang == "da" else "[«»]", text), text


def test_only_the_cast_is_named() -> None:
    names = r"\b(?:Maja|Jonas|Birthe|Signe|Otto)\b"
    others = r"\b(?:Anna|Peter|Lars|Mette|Søren|Sarah|John|Tom|Emma|Ida|Freja|Anders|Karen)\b"
    said = " ".join(text for lang in LANGUAGES for text in everything(lang))
    assert re.search(names, said) and not re.search(others, said)


def test_no_sentence_of_the_guide_is_taken_over() -> None:
    """No seven words in a row that stand in it, in any text of the room."""
    theirs = of_the_method()
    assert len(theirs) > 1500
    taken = {seven for lang in LANGUAGES for mark, seven in runs_of_seven(everything(lang)).items() if mark in theirs}
    assert taken == set()


def test_a_sentence_that_was_taken_over_would_be_found() -> None:
    line = "så er der i de fleste hjem"
    (mark,) = runs_of_seven([line])
    assert runs_of_seven([f"Og {line}."]).get(mark) == line
    assert len(mark) == len(next(iter(of_the_method())))


def test_every_file_is_text_and_ends_with_a_line() -> None:
    for file in FOLDER.rglob("*"):
        if file.suffix in (".toml", ".md"):
            assert read_text(file).endswith("\n"), file
