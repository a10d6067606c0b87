"""Colours, type and weight, held against the figures that `roret.css` promises."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

STATIC = Path(__file__).resolve().parent.parent / "static" / "ui"
CSS = (STATIC / "roret.css").read_text()
TOKENS = CSS.split("/* tokens: begin */")[1].split("/* tokens: end */")[0]
REST = CSS.replace(TOKENS, "")
THEMES = ("light", "dark", "dimmed")

# What stands on what. Text needs 4.5 to 1; borders, marks and pictures that carry a meaning need 3 to 1.
TEXTS = [
    ("ink", "paper"), ("ink", "sheet"), ("soft", "paper"), ("soft", "sheet"),
    ("sea-2", "paper"), ("sea-2", "sheet"), ("on-sea", "sea"), ("on-foam", "foam"),
    ("warm", "paper"), ("warm", "sheet"),
]  # fmt: skip
MARKS = [
    ("edge", "paper"), ("edge", "sheet"), ("sea-2", "paper"), ("sea-2", "sheet"), ("sea-2", "foam"),
    ("focus", "paper"), ("focus", "sheet"), ("warm", "paper"), ("warm", "sheet"),
]  # fmt: skip


def tokens(theme: str) -> dict[str, str]:
    selector = ":root" if theme == "light" else f'[data-theme="{theme}"]'
    block = TOKENS.split(selector + " {")[1].split("}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_measure_of_contrast_is_that_of_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_in_every_light(theme: str) -> None:
    colours = tokens(theme)
    weak = {pair: round(ratio, 2) for pair in TEXTS if (ratio := contrast(colours[pair[0]], colours[pair[1]])) < 4.5}
    assert not weak


@pytest.mark.parametrize("theme", THEMES)
def test_edges_of_controls_can_be_seen_in_every_light(theme: str) -> None:
    colours = tokens(theme)
    weak = {pair: round(ratio, 2) for pair in MARKS if (ratio := contrast(colours[pair[0]], colours[pair[1]])) < 3}
    assert not weak


def test_every_light_has_every_colour_and_the_device_decides_between_the_first_two() -> None:
    assert set(tokens("light")) == set(tokens("dark")) == set(tokens("dimmed"))
    assert tokens("auto") == tokens("dark")


def test_dimmed_is_calmer_than_dark_in_large_areas() -> None:
    dark, dimmed = tokens("dark"), tokens("dimmed")
    for surface in ("sheet", "foam", "sea"):
        assert contrast(dimmed[surface], dimmed["paper"]) < contrast(dark[surface], dark["paper"])


def test_no_colour_is_red_or_green() -> None:
    for theme in THEMES:
        for name, colour in tokens(theme).items():
            red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
            assert not (red > 150 and green < red / 2.2 and blue < red / 2.2), (theme, name)
            assert not (green > red * 1.25 and green > blue * 1.15), (theme, name)


def test_colours_stand_in_the_token_block_alone() -> None:
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", REST)


def test_nothing_moves_and_nothing_casts_a_shadow() -> None:
    assert not re.findall(r"@keyframes|shadow", CSS)
    assert not [value for value in re.findall(r"(?:animation|transition):\s*([^;]+)", CSS) if "none" not in value]


def test_the_sides_are_named_by_the_direction_of_writing() -> None:
    assert not re.findall(
        r"(?:margin|padding|border)-(?:left|right)\b|text-align: (?:left|right)|float: (?:left|right)", CSS
    )


def test_the_first_page_is_light(client: Client, db: None) -> None:
    page = client.get("/").content
    texts = sum(len(gzip.compress(text)) for text in (page, CSS.encode(), (STATIC / "roret.js").read_bytes()))
    fonts = sum(
        (STATIC / "fonts" / f"{name}.woff2").stat().st_size for name in ("atkinson", "fraunces", "figtree-digits")
    )
    assert texts <= 60_000, texts
    assert texts + fonts <= 110_000, texts + fonts


def test_the_script_stays_small() -> None:
    assert len((STATIC / "roret.js").read_bytes()) <= 10_240
    assert "randomUUID" not in (STATIC / "roret.js").read_text()
    assert "Storage" not in (STATIC / "roret.js").read_text()


def test_every_face_comes_with_its_licence() -> None:
    for font in (STATIC / "fonts").glob("*.woff2"):
        licence = font.parent / f"{font.stem.split('-')[0]}-OFL.txt"
        assert "SIL Open Font License" in licence.read_text()
