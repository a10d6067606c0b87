"""The voice of the product, held to what can be counted: short words, short sentences, and some words not at all."""

import re
from collections.abc import Iterator

import pytest

from roret.content import cards
from roret.content.language import SHIPPED, languages
from roret.content.shape import Words

EVERYWHERE = [r"!", r"[\U0001F300-\U0001FAFF☀-➿]", r"\.\.\.", r"(?<!\w)'", r'"', r"\bpatient(en|er|s)?\b"]
NEVER = {
    "da": [
        r"desværre", r"husk\b", r"\b(du|I|man) (skal|bør|burde|må ikke)\b", r"lider\b", r"\bsyge?\b", r"\bden ramte\b",
        r"smerteramt", r"\bstakkel", r"offer\b", r"på trods af", r"kæmper?\b", r"klage[rn]?\b", r"pårørende",
        r"bare tænk", r"hvorfor", r"\bhvor ondt\b", r"\bdiagnose", r"\bcoach", r"kapacitet", r"overvåg", r"pas nu på",
        r"mærk efter", r"undskyld(?! mig)", r"\bselvfølgelig\b", r"\bjo da\b", r"bedre snart",
    ],
    "en": [
        r"unfortunately", r"remember to", r"\byou (must|should|have to|ought)\b", r"suffer", r"\bill(ness)?\b", r"victim",
        r"struggl", r"complain", r"\bwhy\b", r"how bad", r"diagnos", r"\bcoach", r"sorry", r"of course", r"\bsimply\b",
        r"carer\b", r"get well", r"disab",
    ],
}  # fmt: skip
LIX_AT_MOST = 30
WORDS_AT_MOST = 18


def texts(words: Words) -> Iterator[str]:
    """Every text of a card, as it is read: names and answers stand for the inserts."""
    yield words.title
    yield from words.why
    for asked in words.questions.values():
        parts = (asked.title, asked.hint, asked.supporter_title, asked.supporter_hint)
        yield from (part for part in parts if part)
        yield from asked.labels.values()
        yield from asked.pieces.values()
        yield from (re.sub(r"\{[^}]*\}", "Maja", text) for text in asked.templates.values())


def lix(parts: list[str]) -> float:
    """Björnsson's readability: words per sentence plus the share of words over six letters. A label is a sentence."""
    tokens = [word for part in parts for word in re.findall(r"\w+", part)]
    stops = sum(max(1, len(re.findall(r"[.?!:](?:\s|$|[”“])", part))) for part in parts)
    return len(tokens) / stops + 100 * sum(len(word) > 6 for word in tokens) / len(tokens)


def every_text() -> list[tuple[str, str]]:
    found = [
        (lang, text) for card in cards.whole_deck().cards for lang in card.words for text in texts(card.words[lang])
    ]
    found += [(lang, text) for lang, language in languages().items() for text in language.refusals.values()]
    pages = [(file.parent.parent.name, file) for file in sorted(SHIPPED.glob("*/pages/*.md"))]
    return found + [(lang, line) for lang, file in pages for line in file.read_text(encoding="utf-8").splitlines()]


def broken_words(lang: str, text: str) -> list[str]:
    return [pattern for pattern in (*EVERYWHERE, *NEVER[lang]) if re.search(pattern, text, re.IGNORECASE)]


def test_no_text_says_what_a_tired_person_has_heard_too_often() -> None:
    found = [(lang, text, broken) for lang, text in every_text() if (broken := broken_words(lang, text))]
    assert found == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("da", "Det går nok!"),
        ("da", "Desværre"),
        ("da", "Så skal du bare hvile, du skal sove."),
        ("da", "Husk at hvile"),
        ("da", "Maja lider af smerter"),
        ("da", "Patienten"),
        ("en", "You should rest."),
        ("en", "Hang in there \U0001f4aa"),
        ("en", "She suffers from pain."),
    ],
)
def test_the_list_hears_what_it_is_there_for(lang: str, text: str) -> None:
    assert broken_words(lang, text)


@pytest.mark.parametrize("card", cards.whole_deck().cards, ids=lambda card: card.id)
def test_a_card_is_easy_to_read(card: cards.Card) -> None:
    for lang, words in card.words.items():
        parts = list(texts(words))
        if lang == "da":
            assert lix(parts) <= LIX_AT_MOST
        for part in parts:
            for sentence in re.split(r"[.?:](?:\s|$)", part):
                assert len(sentence.split()) <= WORDS_AT_MOST, sentence


def test_the_measure_knows_hard_from_easy() -> None:
    hard = "Forventningsafstemning vedrørende kommunikationsrammer forudsætter gensidig anerkendelse af kapacitetsbegrænsninger."
    assert lix([hard]) > 60
    assert lix(["Jeg er glad. Du er her."]) < 15


def test_each_language_quotes_in_its_own_way() -> None:
    for lang, text in every_text():
        assert not re.search("[“«]" if lang == "da" else "[«»]", text), text


def test_questions_ask_and_sentences_end() -> None:
    for card in cards.whole_deck().cards:
        for words in card.words.values():
            for asked in words.questions.values():
                assert asked.title.endswith("?"), asked.title
                for text in asked.templates.values():
                    assert re.search(r"[.?…][”“]?$|[”“]$", text), text
