from pathlib import Path

import pytest

from roret.content.errors import ContentError
from roret.content.pages import page


def write(folder: Path, lang: str, text: str) -> None:
    file = folder / lang / "pages" / "calm.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_page_is_its_title_and_safe_html(tmp_path: Path) -> None:
    write(tmp_path, "da", "# Ro\n\nRing **112**.\n\n- [Linjen](tel:112)\n- [Her](/help)\n")
    calm = page("calm", "da", tmp_path)
    assert (calm.title, calm.lang) == ("Ro", "da")
    assert "<strong>112</strong>" in calm.html
    assert 'href="tel:112"' in calm.html and 'href="/help"' in calm.html


@pytest.mark.parametrize(
    "nasty",
    ["<script>x</script>", "[x](javascript:alert(1))", "[x](data:text/html,x)", "![x](https://example.org/x.png)",
     "[x](//example.org)", '<img src=x onerror="x">', "[x](JaVaScRiPt:x)", "[x](&#106;avascript:x)"],
)  # fmt: skip
def test_nothing_that_runs_or_loads_comes_through(tmp_path: Path, nasty: str) -> None:
    write(tmp_path, "en", f"# Calm\n\n{nasty}\n")
    html = page("calm", "en", tmp_path).html
    assert not [
        bad for bad in ("<script", "<img", 'href="j', 'href="J', 'href="d', 'href="//', "href='") if bad in html
    ]


def test_a_page_that_a_language_lacks_is_shown_in_english_and_says_so(tmp_path: Path) -> None:
    write(tmp_path, "en", "# Calm\n")
    assert page("calm", "da", tmp_path).lang == "en"


@pytest.mark.parametrize(("name", "lang"), [("gone", "da"), ("../../secret", "da"), ("calm", "../en"), ("calm", "")])
def test_what_is_not_there_is_a_key_error(tmp_path: Path, name: str, lang: str) -> None:
    write(tmp_path, "fr", "# Calme\n")
    with pytest.raises(KeyError):
        page(name, lang, tmp_path)


def test_a_page_without_a_title_is_told_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, "en", "Calm\n")
    with pytest.raises(ContentError, match=r"calm\.md:1: the page has no title"):
        page("calm", "en", tmp_path)
