"""The sheets themselves: one page, tagged, in the reader's language, and nobody's words taken for markup."""

from __future__ import annotations

import re
import shutil
import subprocess
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roret.content import cards
from roret.content.shape import Card, Question, QuestionWords, Structure, Words
from roret.paper import sheets
from roret.paper.drawable import coverage
from roret.profile.queries import Page, Section

TODAY = date(2026, 11, 24)
LATER = date(2026, 12, 8)
ADDRESS = "https://roret.example/c/0190f5a2-7c1e-7b7a-9a56-8f1f6d0c2f11/page"

needs_poppler = pytest.mark.skipif(
    not all(map(shutil.which, ("pdftotext", "pdfinfo"))),
    reason="there is no pdftotext (apt-get install poppler-utils)",
)


def section(title: str, *sentences: str, about: str = "", trial_until: date | None = None) -> Section:
    return Section(
        topic=title.lower(),
        title=title,
        sentences=sentences,
        agreement_id=uuid.UUID(int=1),
        about=about,
        trial=trial_until is not None,
        review_on=trial_until,
    )


SECTIONS = (
    section("Det, jeg gerne bidrager med", "Madplanen, lektierne og at få folk til at grine."),
    section("Råd og forslag", "Spørg mig først. Et nej behøver ingen grund.", about="Birthe"),
    section("Smertefri zoner", "Vi taler om alt andet kl. 18–20.", about="Jonas", trial_until=LATER),
)
PAGE = Page("Maja", SECTIONS, LATER)


def make(page: Page = PAGE, lang: str = "da", until: date | None = None) -> bytes:
    return sheets.profile_pdf(page, lang, address=ADDRESS, read_on=TODAY, until=until)


def said(*sentences: str) -> bytes:
    return make(Page("Maja", (section("Ord", *sentences),), None))


def text(pdf: bytes) -> str:
    """The text as it can be copied out, on one line."""
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", run.stdout.decode().replace("\u200b", ""))


def facts(pdf: bytes) -> dict[str, str]:
    run = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True)
    return {k.strip(): v.strip() for k, _, v in (line.partition(":") for line in run.stdout.decode().splitlines())}


def structure(pdf: bytes) -> str:
    run = subprocess.run(["pdfinfo", "-struct", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout.decode(errors="replace")


# --- the profile ------------------------------------------------------------------------------


@needs_poppler
def test_a_profile_is_one_page_of_a4_with_a_neutral_title() -> None:
    found = facts(make())
    assert found["Pages"] == "1"
    assert "A4" in found["Page size"]
    assert found["Title"] == "Roret"


@pytest.mark.parametrize("lang", ["da", "en"])
def test_it_is_tagged_for_screen_readers_and_carries_its_language(lang: str) -> None:
    pdf = make(lang=lang)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/Marked true" in pdf
    assert f"/Lang({lang})".encode() in pdf


@needs_poppler
def test_a_screen_reader_finds_headings_and_the_code_as_a_link() -> None:
    tags = structure(make())
    assert [t for t in re.findall(r"\b(H\d|Figure|Link)\b", tags) if t != "Link"] == ["H1", "H2", "H2", "H2", "Figure"]
    assert "Link" in tags


@needs_poppler
def test_every_sentence_can_be_copied_out_in_the_order_of_the_page() -> None:
    found = text(make()).replace("\u00a0", " ")
    places = [found.index(sentence) for s in SECTIONS for sentence in s.sentences]
    assert places == sorted(places)
    assert "Birthe" in found and "Maja" in found


@needs_poppler
def test_it_says_what_day_it_was_read_in_the_readers_language() -> None:
    assert "Read on 24 November 2026." in text(make(lang="en"))
    assert "Læst den 24. november 2026." in text(make(lang="da"))


@needs_poppler
def test_a_guest_sees_until_when_the_code_works() -> None:
    assert "The code works until 8 December 2026." in text(make(lang="en", until=LATER))


@needs_poppler
def test_a_trial_is_said_where_it_holds() -> None:
    assert text(make(lang="en")).count("Trying it until 8 December 2026") == 1


@needs_poppler
def test_when_everything_is_one_trial_it_is_said_once() -> None:
    page = Page("Maja", tuple(section(t, "Ja.", trial_until=LATER) for t in ("Ord", "Råd", "Zoner")), LATER)
    found = text(make(page, "en"))
    assert found.count("Trying it until") == 1
    assert found.index("Trying it until") < found.index("Ord")


@needs_poppler
def test_an_empty_page_says_what_to_do_meanwhile() -> None:
    found = text(make(Page("", (), None), "en"))
    assert "Your page" in found
    assert "do as you usually do" in found


@needs_poppler
@pytest.mark.parametrize("times", [1, 2, 4, 6])
def test_long_text_shrinks_and_stays_on_one_page(times: int) -> None:
    assert facts(make(Page("Maja", SECTIONS * times, None)))["Pages"] == "1"


@needs_poppler
def test_what_no_page_can_hold_goes_on_and_says_so() -> None:
    many = tuple(
        section("Ord", *(f"Sætning {n}-{k} med plads til lidt af hvert." for k in range(4))) for n in range(14)
    )
    pdf = make(Page("Maja", many, None), "en")
    found = text(pdf)
    assert int(facts(pdf)["Pages"]) == 2
    assert found.count("It goes on over the page") == 1
    assert re.search(r"1 ?/ ?2", found)
    assert all(sentence in found for s in many for sentence in s.sentences)


@needs_poppler
def test_one_topic_that_is_longer_than_a_page_loses_nothing() -> None:
    sentences = [f"Sætning nummer {n}." for n in range(200)]
    found = text(said(*sentences))
    assert all(sentence in found for sentence in sentences)


def test_the_same_page_on_the_same_day_is_the_same_file() -> None:
    assert make() == make()
    assert make() != sheets.profile_pdf(PAGE, "da", address=ADDRESS, read_on=LATER)


def test_sheets_can_be_made_at_the_same_time() -> None:
    pages = [Page(name, SECTIONS, None) for name in ("Maja", "Otto", "Maja", "Otto")]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(make, pages))
    assert made == [make(page) for page in pages]


# --- anybody may write anything ---------------------------------------------------------------

MARKUP = (
    '#import "/etc/passwd": *',
    '#read("profile.typ")',
    "$ sum_(i=0) $ and #panic(1)",
    r"\ \u{41} \# ] [ } { *bold* _thin_ `code` <label> @ref",
    "// a remark /* and one more */ = not a heading",
    '"quoted" \\" #sys.inputs',
    "{{ x }} {% y %} <script>alert(1)</script>",
)


@needs_poppler
@pytest.mark.parametrize("sentence", MARKUP)
def test_nobodys_words_are_taken_for_markup(sentence: str) -> None:
    page = Page(sentence, (section(sentence, sentence, about=sentence),), None)
    assert text(make(page)).count(sentence) >= 2


@needs_poppler
def test_what_cannot_be_drawn_is_shown_and_explained() -> None:
    found = text(make(Page("Maja", (section("Ord", "Min ven 漢字 siger ❤️"),), None), "en"))
    assert "Min ven □□ siger ❤" in found
    assert "□ stands for a character this sheet cannot draw." in found
    assert "□" not in text(make(lang="en"))


def test_every_character_the_fonts_have_can_be_on_a_sheet() -> None:
    everything = sorted(set().union(*coverage().values()))
    lines = ["".join(map(chr, everything[n : n + 200])) for n in range(0, len(everything), 200)]
    assert said(*lines).startswith(b"%PDF")


@settings(max_examples=25)
@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=30))
def test_no_text_makes_a_sheet_fail(sentences: list[str], name: str) -> None:
    page = Page(name, (section(name, *sentences, about=name),), None)
    assert make(page).startswith(b"%PDF")


# --- the cards --------------------------------------------------------------------------------


@needs_poppler
@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_topic_and_question_is_on_a_card(lang: str) -> None:
    deck = cards.deck("home", lang)
    pdf = sheets.cards_pdf(deck, "home", lang, made_on=TODAY)
    found = text(pdf)
    for card in deck:
        words = cards.words(card, lang)
        assert words.title in found
        for question in card.questions:
            asked = words.questions[question.id]
            assert asked.title_for("supporter" if question.who == "supporter" else "holder") in found
            assert all(asked.labels[option] in found for option in (*question.choices, *question.starters))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def made_card() -> Card:
    """A card with a scale, and a question that no card has room for."""
    many = tuple(f"option_{n}" for n in range(45))
    questions = (
        Question(id="much", kind="scale", who="both", low=0, high=100, step=10),
        Question(id="which", kind="choices", who="supporter", choices=many),
    )
    words = Words(
        lang="en",
        title="A made topic",
        why=("To see that it fits.",),
        questions={
            "much": QuestionWords(title="How much?"),
            "which": QuestionWords(title="Which of these?", labels={o: f"Number {n}." for n, o in enumerate(many)}),
        },
    )
    return Card(Structure(id="made", order=1, questions=questions), {"en": words})


@needs_poppler
def test_a_scale_shows_its_steps_and_a_tall_question_goes_on_over_several_cards() -> None:
    found = text(sheets.cards_pdf([made_card()], "work", "en", made_on=TODAY))
    assert all(f" {step} " in found for step in range(0, 101, 10))
    assert all(found.count(f"Number {n}.") == 1 for n in range(45))
    assert found.count("Which of these?") == found.count("For the leader or colleague") > 1


@needs_poppler
def test_an_empty_deck_is_a_sheet_that_tells_how_cards_are_used() -> None:
    pdf = sheets.cards_pdf([], "work", "en", made_on=TODAY)
    assert facts(pdf)["Pages"] == "1"
    assert "Cards for the table" in text(pdf)


def test_the_same_deck_on_the_same_day_is_the_same_file() -> None:
    deck = cards.deck("home", "da")
    first = sheets.cards_pdf(deck, "home", "da", made_on=TODAY)
    sheets._cards.cache_clear()
    assert sheets.cards_pdf(deck, "home", "da", made_on=TODAY) == first
