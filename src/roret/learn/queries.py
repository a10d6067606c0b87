"""The toolbox, the situations and the pages in the reader's language, and what one has marked of them.

The files are read once: they are part of the program.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from roret.circle.access import Viewer
from roret.circle.queries import members
from roret.circle.rules import Edition, Role
from roret.content import pages as prose
from roret.content.errors import read_text
from roret.learn import rules
from roret.learn.models import Kept
from roret.learn.rules import Case, Own, Page, Phrase, Source

FOLDER = Path(__file__).parent
LANGUAGES = ("da", "en")

_File = TypeVar("_File", rules.Phrases, rules.Cases, rules.Pages, rules.Sources)


@dataclass(frozen=True)
class Line:
    """A phrase on a page: `lang` is the language it is in, which a favourite keeps when its reader changes theirs."""

    id: str
    text: str
    why: str
    sms: str
    lang: str
    starred: bool


@dataclass(frozen=True)
class Reading:
    """A page with its words. `lang` is the language it is in."""

    entry: Page
    title: str
    html: str
    lang: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Marks:
    """Which pages the holder has marked, for whoever may read it, and what they are called. Nothing is marked by itself."""

    pages: frozenset[str] = frozenset()
    holder: str = ""


# --- the files ----------------------------------------------------------------------------------


def known(lang: str) -> str:
    """The language these texts are read in: English where there is none in the reader's own."""
    return lang if lang in LANGUAGES else "en"


@functools.lru_cache(maxsize=8)
def phrases(lang: str, folder: Path = FOLDER) -> tuple[Phrase, ...]:
    return _read(rules.Phrases, folder / "toolbox" / f"{known(lang)}.toml").phrases


@functools.lru_cache(maxsize=8)
def cases(lang: str, folder: Path = FOLDER) -> tuple[Case, ...]:
    return _read(rules.Cases, folder / "practice" / f"{known(lang)}.toml").cases


def case(lang: str, case_id: str) -> Case:
    """Raises `KeyError` for one that is not there."""
    return {one.id: one for one in cases(lang)}[case_id]


@functools.lru_cache(maxsize=8)
def pages(folder: Path = FOLDER) -> tuple[Page, ...]:
    """In their order."""
    return _read(rules.Pages, folder / "pages" / "pages.toml").pages


@functools.lru_cache(maxsize=8)
def sources(folder: Path = FOLDER) -> dict[str, Source]:
    return {one.id: one for one in _read(rules.Sources, folder / "pages" / "sources.toml").sources}


@functools.lru_cache(maxsize=128)
def reading(page_id: str, lang: str, folder: Path = FOLDER) -> Reading:
    """A page and its words. Raises `KeyError` for one that is not there."""
    entry = {one.id: one for one in pages(folder)}[page_id]
    words = prose.read_page(entry.id, known(lang), folder / "pages" / known(lang) / f"{entry.id}.md")
    by_id = sources(folder)
    return Reading(entry, words.title, words.html, words.lang, tuple(by_id[one] for one in entry.sources))


def title(page_id: str, lang: str) -> str:
    return reading(page_id, lang).title


def _read(kind: type[_File], file: Path) -> _File:
    return rules.read(kind, read_text(file), file)


def find(query: str, lang: str) -> str:
    """Where the words that are looked for stand, for an address."""
    there = phrases(lang)
    return rules.places(known(lang), there, rules.search(there, query))


def found(code: str) -> tuple[Phrase, ...]:
    return rules.at_places(code, _books())


def place(phrase_id: str) -> str:
    """Where one phrase stands. Raises `KeyError` for one that is not there."""
    lang = phrase_id.partition("-")[0]
    there = _books()[lang]
    return rules.places(lang, there, ({one.id: one for one in there}[phrase_id],))


def _books() -> dict[str, tuple[Phrase, ...]]:
    return {lang: phrases(lang) for lang in LANGUAGES}


# --- phrases as they are shown ------------------------------------------------------------------


def lines(found: tuple[Phrase, ...], own: Own) -> tuple[Line, ...]:
    """One's favourites first."""
    starred = frozenset(own.favourites)
    return tuple(_line(phrase, phrase.id in starred) for phrase in rules.favourites_first(found, starred))


def favourites(own: Own, lang: str) -> tuple[Line, ...]:
    """One's own, those in the reader's language first. One that is not in the files any more is passed over."""
    there = [phrase for one in sorted(LANGUAGES, key=known(lang).__ne__) for phrase in phrases(one)]
    return tuple(_line(phrase, True) for phrase in there if phrase.id in own.favourites)


def taken_off(code: str, own: Own) -> Line | None:
    """The favourite that was just taken off, unless it is one again."""
    there = found(code)
    return _line(there[0], starred=False) if there and there[0].id not in own.favourites else None


def _line(phrase: Phrase, starred: bool) -> Line:
    """A phrase says in its id which language it is in."""
    address = f"sms:?&body={quote(phrase.text, safe='')}"
    return Line(phrase.id, phrase.text, phrase.why, address, phrase.id.partition("-")[0], starred)


# --- what is marked -----------------------------------------------------------------------------


def own(viewer: Viewer | None) -> Own:
    """What the viewer keeps. Somebody who is not signed in keeps nothing."""
    if viewer is None:
        return Own()
    row = Kept.objects.filter(member_id=viewer.me()).first()
    return rules.read_own(row.own) if row else Own()


def may_mark(viewer: Viewer | None) -> bool:
    """Whether the viewer may say which kind of pain fits: the holder, at home. At work it is nobody's business."""
    return viewer is not None and viewer.is_holder and viewer.edition == Edition.HOME


def marks(viewer: Viewer | None) -> Marks:
    """The pages that the holder has marked, as everybody in the circle at home reads it."""
    if viewer is None or viewer.edition != Edition.HOME:
        return Marks()
    held = Kept.objects.filter(member__circle_id=viewer.circle_id, member__role=Role.HOLDER, member__left_at=None)
    row = held.order_by("id").first()
    marked = rules.read_own(row.own).pages if row else ()
    if not marked or viewer.is_holder:
        return Marks(frozenset(marked))
    return Marks(frozenset(marked), next(face.name for face in members(viewer) if face.role is Role.HOLDER))
