"""What a sheet can draw, and that the rest is seen to be missing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roret.paper.drawable import MISSING, coverage, drawable


@pytest.mark.parametrize(
    "text",
    [
        "æøåÆØÅ é ü ß “ ” ” – … € ½ ’",
        "Ελληνικά, українська, türkçe, polską, íslenska",
        "سلام يا صديقي",
        "❤️ 👍🏽 👩🏽‍🚀 🇩🇰 1️⃣",
        "→ ≤ ☐ ✓ ♥ ○",
        r"#import $x$ \ ] [ *b* _i_ `c` <l> @r // /* */ #panic() {{ }} {% %}",
    ],
)
def test_what_people_write_is_drawn_as_it_stands(text: str) -> None:
    assert drawable(text) == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("漢字 og 한글", "□□ og □□"),
        ("क", "□"),
        ("a\ue000b", "a□b"),
        ("a\ud800b", "a□b"),
        ("x\u0947", "x□"),
        ("ja\n\u0301", "ja\n□"),
    ],
)
def test_what_cannot_be_drawn_is_seen_to_be_missing(text: str, seen: str) -> None:
    assert drawable(text) == seen


def test_what_has_no_form_of_its_own_disappears() -> None:
    assert drawable("a\x00b\x07c\u202ed\u200be\ufefff") == "abcdef"


def test_lines_stay_and_other_space_is_plain_space() -> None:
    assert drawable("ét\r\nto\rtre\u2028fire\t\u3000fem  ") == "ét\nto\ntre\nfire fem"


def test_an_accent_written_as_a_mark_is_the_same_as_the_letter() -> None:
    assert drawable("e\u0301") == "é"


def test_a_line_does_not_end_between_kl_and_the_hour() -> None:
    assert drawable("kl. 18–20") == "kl.\u00a018–20"


def test_a_word_without_end_may_break_and_loses_nothing() -> None:
    address = "https://roret.example/" + "x" * 90
    assert max(map(len, drawable(address).split("\u200b"))) <= 26
    assert drawable(address).replace("\u200b", "") == address


def test_the_sign_for_missing_can_itself_be_drawn() -> None:
    assert any(ord(MISSING) in font for font in coverage().values())


def test_what_is_read_from_the_fonts_is_what_fonttools_reads() -> None:
    fonts = pytest.importorskip("fontTools.ttLib", reason="there is no fonttools")
    from roret.paper.drawable import FONTS

    for name, found in coverage().items():
        with fonts.TTFont(FONTS / name) as font:
            assert found == set(font.getBestCmap()), name


def test_every_font_has_its_licence_beside_it() -> None:
    from roret.paper.drawable import FONTS

    for name in coverage():
        assert (FONTS / f"{name.split('-')[0]}-OFL.txt").read_text().count("SIL Open Font License") > 0


@given(st.text())
def test_no_visible_character_is_lost(text: str) -> None:
    """Each is there as itself or as a □; marks may join their letter."""
    composed = unicodedata.normalize("NFC", "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text))
    visible = sum(unicodedata.category(c)[0] in "LNPS" for c in composed)
    shown = sum(unicodedata.category(c)[0] in "LNPS" for c in drawable(text))
    assert shown >= visible
