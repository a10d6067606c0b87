"""The plan as a card for the wallet: what is on the outside, what is always inside, and that nothing overflows."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roret.flareup.queries import Sheet
from roret.paper import sheets
from roret.paper.tests.test_sheets import facts, structure, text

TODAY = date(2026, 11, 24)
ADDRESS = "https://roret.example/c/0190f5a2-7c1e-7b7a-9a56-8f1f6d0c2f11/plan"
DOCTOR = (
    "Planen er til det, I kender. Noget nyt eller anderledes er til lægen. Jonas ringer. Haster det, er nummeret 112."
)
PLAN = Sheet(
    holder="Maja",
    sections=(
        ("Det har Maja mest brug for", ("Ro", "At blive hørt")),
        ("Det her hjælper", ("varme", "dæmpet lys", "en kop te")),
        ("Det her hjælper ikke", ("mange spørgsmål", "at alle lister rundt")),
        ("Når … så …", ("Når det larmer, så går vi ud i haven.",)),
        ("Maja er stadig med til", ("at vælge maden", "at sige godnat til børnene")),
        ("Hvem tager sig af hvad", ("Jonas: indkøb, maden",)),
    ),
    messages=(("Til arbejdet", "Jeg er ikke med i dag. Jeg skriver i morgen."), ("", "Det bliver en anden gang.")),
    next_in_line=("Jonas", "Birthe", "en nabo"),
    doctor=DOCTOR,
)
MM = 72 / 25.4
WIDTH, HEIGHT = 85.6, 54.0
LEFT, TOP = (210 - 2 * WIDTH) / 2, 50.0

needs_poppler = pytest.mark.skipif(
    not all(map(shutil.which, ("pdftotext", "pdfinfo"))),
    reason="there is no pdftotext (apt-get install poppler-utils)",
)


def make(plan: Sheet = PLAN, lang: str = "da") -> bytes:
    return sheets.wallet_pdf(plan, lang, address=ADDRESS, read_on=TODAY)


def words_at(pdf: bytes) -> list[tuple[float, float, float, float, str]]:
    """Every word with where it stands on the page, in millimetres from its upper left corner."""
    run = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    page = ElementTree.fromstring(re.sub(rb"<!DOCTYPE[^>]*>", b"", run.stdout))
    found = page.iter("{http://www.w3.org/1999/xhtml}word")
    return [
        (*(float(word.attrib[side]) / MM for side in ("xMin", "yMin", "xMax", "yMax")), word.text or "")
        for word in found
    ]


def on_panel(pdf: bytes, column: int, row: int) -> str:
    left, top = LEFT + column * WIDTH, TOP + row * HEIGHT
    inside = [w for w in words_at(pdf) if left <= w[0] < left + WIDTH and top <= w[1] < top + HEIGHT]
    return " ".join(word for *_, word in inside).replace("\u200b", "").replace("\u00a0", " ")


INSIDE = ((1, 0), (1, 1), (1, 2), (1, 3), (0, 1), (0, 2))


def first_up(line: str) -> str:
    return line[:1].upper() + line[1:]


def all_inside(pdf: bytes) -> str:
    return " ".join(on_panel(pdf, *panel) for panel in INSIDE)


def spilled(pdf: bytes) -> list[str]:
    """Words that stand across an edge of a panel. The box of a word is as high as its font, so its middle counts."""
    over = []
    for left, top, right, bottom, word in words_at(pdf):
        middle = (top + bottom) / 2
        if middle < TOP - 4:
            continue
        column, row = int((left - LEFT) // WIDTH), int((middle - TOP) // HEIGHT)
        from_left, from_top = left - LEFT - column * WIDTH, middle - TOP - row * HEIGHT
        on_a_panel = column in (0, 1) and 0 <= row < 4
        if not (
            on_a_panel and from_left >= 3 and right - left + from_left <= WIDTH - 3 and 4 <= from_top <= HEIGHT - 4
        ):
            over.append(word)
    return over


# --- what is where ------------------------------------------------------------------------------


@needs_poppler
@pytest.mark.parametrize("lang", ["da", "en"])
def test_on_the_outside_stand_the_first_name_and_plan_and_nothing_else(lang: str) -> None:
    pdf = make(replace(PLAN, holder="Maja Marie"), lang)
    assert on_panel(pdf, 0, 0) == "Maja Plan"
    assert on_panel(pdf, 0, 3) == ""


@needs_poppler
def test_without_a_name_the_outside_says_plan() -> None:
    assert on_panel(make(replace(PLAN, holder="")), 0, 0) == "Plan"


@needs_poppler
def test_all_of_a_plan_of_usual_length_is_inside_in_its_order() -> None:
    found = all_inside(make())
    said = [line for title, lines in PLAN.sections for line in (title, *map(first_up, lines))]
    said += [*map(first_up, PLAN.next_in_line), "Til arbejdet: Jeg er ikke med i dag. Jeg skriver i morgen."]
    places = [found.find(one) for one in said]
    assert -1 not in places
    assert "Det bliver en anden gang." in found
    assert "Der er mere på siden." not in found


@needs_poppler
@pytest.mark.parametrize("lang", ["da", "en"])
def test_that_something_new_is_for_a_doctor_is_always_there(lang: str) -> None:
    empty = Sheet("Maja", (), (), (), DOCTOR)
    for plan in (PLAN, empty, LONG):
        assert DOCTOR in on_panel(make(plan, lang), 1, 0)


@needs_poppler
def test_it_is_one_page_of_a4_with_a_neutral_title_and_a_code_to_the_plan() -> None:
    pdf = make()
    assert (facts(pdf)["Pages"], facts(pdf)["Title"]) == ("1", "Roret")
    assert "A4" in facts(pdf)["Page size"]
    assert ADDRESS.encode() in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    tags = re.findall(r"\b(H\d|Figure)\b", structure(pdf))
    assert tags == ["H1", "H2", "Figure", *["H2"] * 8]


@needs_poppler
def test_it_says_how_it_is_cut_and_folded_in_the_readers_language() -> None:
    assert "cut along the line" in text(make(lang="en"))
    assert "klip langs kanten" in text(make())


# --- nothing overflows --------------------------------------------------------------------------

LONG = Sheet(
    holder="Maja",
    sections=tuple(
        (f"Del {n} " + "med et langt navn " * 6, tuple(f"Linje {k} " + "og lidt til " * 40 for k in range(30)))
        for n in range(8)
    ),
    messages=tuple((f"Til nummer {n}", "Jeg skriver, når jeg er klar. " * 30) for n in range(30)),
    next_in_line=tuple(f"Nummer {n} " + "x" * 300 for n in range(30)),
    doctor=DOCTOR,
)


@needs_poppler
def test_what_no_card_can_hold_ends_kindly_and_every_part_is_still_there() -> None:
    pdf = make(LONG)
    found = all_inside(pdf)
    assert facts(pdf)["Pages"] == "1"
    assert [n for n in range(8) if f"Del {n}" not in found] == []
    assert "Nummer 0" in found and "Til nummer 0" in found
    assert found.count("Der er mere på siden.") == 10
    assert spilled(pdf) == []


@needs_poppler
def test_type_shrinks_before_anything_is_left_off() -> None:
    longer = replace(PLAN, sections=tuple((title, lines * 3) for title, lines in PLAN.sections))
    pdf = make(longer)
    assert "Der er mere på siden." not in all_inside(pdf)
    assert spilled(pdf) == []


@needs_poppler
@pytest.mark.parametrize("name", ["Wolfeschlegelsteinhausenbergerdorff", "W" * 300, "漢字", "Bo"])
def test_a_long_name_stays_on_its_panel(name: str) -> None:
    pdf = make(replace(PLAN, holder=name))
    assert spilled(pdf) == []
    assert on_panel(pdf, 0, 0).endswith(" Plan")


@needs_poppler
@pytest.mark.parametrize("word", ["W" * 26, "W" * 300, "zqcd447e35b8b6d8fe442e3d437204e52d", "Æ" * 40])
def test_a_long_word_stays_on_its_panel(word: str) -> None:
    plan = Sheet(word, ((word, (word,)),), ((word, word),), (word,), f"{word} ringer til lægen. {DOCTOR}")
    pdf = make(plan)
    assert spilled(pdf) == []
    assert on_panel(pdf, 1, 0).count(DOCTOR) == 1


@needs_poppler
def test_a_doctors_line_that_is_too_long_stays_on_its_panel() -> None:
    assert spilled(make(replace(PLAN, doctor="Noget nyt er til lægen. " * 100))) == []


@needs_poppler
@pytest.mark.parametrize(
    "sentence", ['#import "/etc/passwd": *', r"\u{41} *bold* _thin_ <label> @ref", "$ #panic(1) $"]
)
def test_nobodys_words_are_taken_for_markup(sentence: str) -> None:
    plan = Sheet("Maja", ((sentence, (sentence,)),), ((sentence, sentence),), (sentence,), DOCTOR)
    assert all_inside(make(plan)).count(sentence) >= 4


ODD = st.text(max_size=400)


@needs_poppler
@settings(max_examples=15)
@given(
    st.builds(
        Sheet,
        holder=st.text(max_size=60),
        sections=st.lists(st.tuples(ODD, st.lists(ODD, max_size=12).map(tuple)), max_size=8).map(tuple),
        messages=st.lists(st.tuples(st.text(max_size=40), ODD), max_size=8).map(tuple),
        next_in_line=st.lists(ODD, max_size=8).map(tuple),
        doctor=st.just(DOCTOR),
    )
)
def test_whatever_is_written_it_is_one_page_and_stays_on_its_panels(plan: Sheet) -> None:
    pdf = make(plan)
    assert facts(pdf)["Pages"] == "1"
    assert spilled(pdf) == []
    assert DOCTOR in on_panel(pdf, 1, 0)


def test_the_same_plan_on_the_same_day_is_the_same_file() -> None:
    assert make() == make()
    assert make() != make(replace(PLAN, holder="Otto"))
