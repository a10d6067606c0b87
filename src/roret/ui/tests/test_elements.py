"""The gallery shows all there is, and templates keep to the strict policy of the pages."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import Client

ROOM = Path(__file__).resolve().parent.parent
SOURCE = ROOM.parent
ELEMENTS = ROOM / "templates" / "ui" / "elements.html"
PICTURES = ROOM / "templates" / "ui" / "pictures.html"
GALLERY = (ROOM / "templates" / "ui" / "gallery.html").read_text()
# Parts of other elements; pages do not call them.
PARTS = {"described", "field_top", "option_rows", "chip"}


def macros(path: Path) -> set[str]:
    return set(re.findall(r"{%-? macro (\w+)\(", path.read_text()))


def test_every_element_stands_in_the_gallery() -> None:
    missing = {name for name in macros(ELEMENTS) - PARTS if f"e.{name}(" not in GALLERY}
    assert not missing


def test_every_picture_stands_in_the_gallery_or_in_the_shell() -> None:
    shell = (ROOM / "templates" / "ui" / "page.html").read_text()
    assert not {name for name in macros(PICTURES) if f"pictures.{name}(" not in GALLERY + shell}


def test_every_icon_and_scene_stands_in_the_gallery() -> None:
    names = set(re.findall(r"(?:if|elif) name == '(\w+)'", PICTURES.read_text()))
    assert not {name for name in names if f'"{name}"' not in GALLERY}


def test_every_element_is_described_at_the_top_of_its_file() -> None:
    opening = ELEMENTS.read_text().split("#}")[0]
    assert not {name for name in macros(ELEMENTS) - PARTS if f"{name}(" not in opening}


def test_the_gallery_is_open_to_all_and_kept_by_nobody(client: Client, db: None) -> None:
    answer = client.get("/gallery/")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert 'data-theme="dimmed"' in client.get("/gallery/?theme=dimmed").content.decode()
    assert 'data-theme="auto"' in client.get('/gallery/?theme="><b>').content.decode()


INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)


def inline(text: str) -> list[str]:
    """Inline style or script; a block of data (`type="application/json"`) is neither."""
    return list(INLINE.findall(re.sub(r'<script[^>]*type="application/json"', "", text)))


def test_what_is_inline_is_recognised() -> None:
    assert inline("<p style='color:red'>") and inline('<button onclick="x()">') and inline("<script>x()</script>")
    assert not inline('<script src="/a.js" defer></script>') and not inline('<link rel="stylesheet">')


def test_no_template_holds_inline_style_or_script() -> None:
    found = {
        str(path.relative_to(SOURCE)): hits
        for folder in ("templates", "django_templates")
        for path in SOURCE.glob(f"*/{folder}/**/*.html")
        if (hits := inline(path.read_text()))
    }
    assert not found


def test_no_template_asks_anything_of_a_third_party() -> None:
    asks = re.compile(r'(?:src|href|action)="(?:https?:)?//')
    assert not [path for path in SOURCE.glob("*/templates/**/*.html") if asks.search(path.read_text())]
