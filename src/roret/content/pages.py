"""Whole pages of prose, one Markdown file per language: `<lang>/pages/<name>.md`, first line `# Title`."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from roret.content.errors import ContentError, read_text
from roret.content.language import SHIPPED

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Page:
    """`html` is safe to put into a template as it is: raw HTML in the file is shown as text, links are http(s),
    mailto, tel or within the site. `lang` is the language it is really in."""

    name: str
    lang: str
    title: str
    html: str


@functools.lru_cache(maxsize=256)
def page(name: str, lang: str, folder: Path = SHIPPED) -> Page:
    """The page in this language, else in English.

    Raises `KeyError` for a page that is not there, `ContentError` for one that has no title.
    """
    if not _NAME.fullmatch(name):
        raise KeyError(name)
    for reader in (lang, "en"):
        file = folder / reader / "pages" / f"{name}.md"
        if _LANG.fullmatch(reader) and file.is_file():
            return read_page(name, reader, file)
    raise KeyError(name)


def read_page(name: str, lang: str, file: Path) -> Page:
    """One file as a page. Raises `ContentError` when it has no title."""
    source = read_text(file)
    first, _, rest = source.partition("\n")
    if not first.startswith("# "):
        raise ContentError(file, 1, "the page has no title", allowed='a first line "# Title"', source=source)
    return Page(name, lang, first[2:].strip(), _markdown().render(rest))


def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False})
    reader.validateLink = _link_is_safe  # type: ignore[method-assign]
    return reader.disable("image")


def _link_is_safe(url: str) -> bool:
    return bool(re.match(r"(?:https?://|mailto:|tel:|/(?!/)|#)", url.strip(), re.IGNORECASE))
