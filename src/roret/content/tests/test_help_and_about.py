"""The two pages that somebody may need on a bad day: short, easy, and with the numbers where a thumb finds them."""

import re

import pytest

from roret.content.language import SHIPPED
from roret.content.pages import page
from roret.content.tests.test_voice import LIX_AT_MOST, lix

LANGUAGES = ("da", "en")
A_MINUTE = 230
"""Words that a grown-up reads in a minute, silently."""


def lines(name: str, lang: str) -> list[str]:
    """What is read: without marks and addresses."""
    source = (SHIPPED / lang / "pages" / f"{name}.md").read_text(encoding="utf-8")
    bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", source)
    return [line.strip("#-* ") for line in bare.splitlines() if line.strip()]


@pytest.mark.parametrize("name", ["help", "about"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_read_in_two_minutes_and_without_effort(name: str, lang: str) -> None:
    said = lines(name, lang)
    assert sum(len(re.findall(r"\w+", line)) for line in said) <= 2 * A_MINUTE
    if lang == "da":
        assert lix(said) <= LIX_AT_MOST


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_has_every_number_to_tap_and_the_first_is_112(lang: str) -> None:
    html = page("help", lang).html
    numbers = re.findall(r'href="tel:(\d+)"', html)
    assert numbers == ["112", "1813", "1818", "70110707", "70113131", "70150300", "70201201", "1888"]
    for number in numbers:
        assert number in re.sub(r"\D", "", " ".join(lines("help", lang)))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("da", ("ikke til nødsituationer", "ny eller anderledes", "november 2026", "kunne ikke læses")),
        ("en", ("not for emergencies", "new or different", "November 2026", "could not be read")),
    ],
)
def test_help_says_what_it_is_not_and_what_was_not_checked(lang: str, said: tuple[str, ...]) -> None:
    text = " ".join(lines("help", lang))
    assert [words for words in said if words not in text] == []


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("da", ("Den, der driver serveren, kan skaffe sig adgang til alt", "ikke kryptering fra ende til anden")),
        ("en", ("Whoever runs the server can get at everything", "not end-to-end encryption")),
    ],
)
def test_about_promises_no_more_than_is_so(lang: str, said: tuple[str, ...]) -> None:
    text = " ".join(lines("about", lang))
    assert [words for words in said if words not in text] == []


def test_both_languages_have_the_same_parts() -> None:
    for name in ("help", "about"):
        parts = {len(re.findall("<h2>", page(name, lang).html)) for lang in LANGUAGES}
        assert len(parts) == 1
