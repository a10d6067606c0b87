"""What the toolbox, the practice and the pages are, how their files are read, and what little is decided. Pure.

Ids are permanent: phrases and pages are kept by their id in what people have marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias, TypeVar, get_args

import msgspec

from roret.content.errors import ContentError, line_of, not_decoded

Situation: TypeAlias = Literal[
    "asking", "acknowledging", "helping", "party", "bad_day", "advice", "slip", "work", "children", "worn_out"
]
SITUATIONS: Final[tuple[Situation, ...]] = get_args(Situation)
Place: TypeAlias = Literal["home", "out", "inside", "children", "work"]
PLACES: Final[tuple[Place, ...]] = get_args(Place)
Side: TypeAlias = Literal["supporter", "holder", "leader", "colleague"]
Part: TypeAlias = Literal["principles", "everyday", "causes"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)

Text: TypeAlias = Annotated[str, msgspec.Meta(min_length=2)]
Id: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]

QUERY_LENGTH = 100
"""What is looked for is a few words; the rest of a longer text is not read."""
CODE_LENGTH = 1000


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something one can say, and what it does for the one who hears it."""

    id: Id
    situation: Situation
    text: Text
    why: Text


class Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way to answer, and what it does. None of the three is marked as the right one."""

    text: Text
    does: Text


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A situation to practise on. `side` is whose shoes one stands in."""

    id: Id
    place: Place
    side: Side
    title: Text
    text: Text
    replies: tuple[Reply, Reply, Reply]


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A page to read, without its words. `kind`: it is about a kind of pain, so the holder may mark that it fits."""

    id: Id
    part: Part
    sources: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    kind: bool = False


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a page rests on, and where it can be read."""

    id: Id
    address: Annotated[str, msgspec.Meta(pattern=r"^https?://\S+$")]
    da: Text
    en: Text


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrases: tuple[Phrase, ...]


class Cases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cases: tuple[Case, ...]


class Pages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pages: tuple[Page, ...]


class Sources(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sources: tuple[Source, ...]


File = TypeVar("File", Phrases, Cases, Pages, Sources)
Entry = TypeVar("Entry", Phrase, Case, Page, Source)

# --- reading a file -----------------------------------------------------------------------------


def read(kind: type[File], source: str, file: Path) -> File:
    """A file as it stands. Raises `ContentError` with the line for the first thing that does not hold."""
    try:
        found = msgspec.toml.decode(source, type=kind)
    except msgspec.DecodeError as error:
        raise not_decoded(file, source, str(error)) from error
    table = kind.__struct_fields__[0]
    earlier: set[str] = set()
    for nth, entry in enumerate(getattr(found, table)):
        if entry.id in earlier:
            line = line_of(source, f"$.{table}[{nth}].id")
            raise ContentError(file, line, f'the id "{entry.id}" stands twice', source=source)
        earlier.add(entry.id)
    return found


# --- finding ------------------------------------------------------------------------------------


def search(phrases: Iterable[Phrase], query: str) -> tuple[Phrase, ...]:
    """Phrases in which every word that is looked for begins a word, in the phrase or in why it lands."""
    wanted = re.findall(r"\w+", query[:QUERY_LENGTH].casefold())
    if not wanted:
        return ()
    return tuple(phrase for phrase in phrases if all(_has(phrase, word) for word in wanted))


def _has(phrase: Phrase, word: str) -> bool:
    there = re.findall(r"\w+", f"{phrase.text} {phrase.why}".casefold())
    return any(one.startswith(word) for one in there)


def places(lang: str, there: Iterable[Phrase], found: Iterable[Phrase]) -> str:
    """Where these stand in the book of a language, as an address can carry it: “da.3.17”. It holds no word of anybody's."""
    ids = {phrase.id for phrase in found}
    return ".".join([lang, *(str(nth) for nth, phrase in enumerate(there, 1) if phrase.id in ids)])


def at_places(code: str, books: Mapping[str, tuple[Phrase, ...]]) -> tuple[Phrase, ...]:
    """What stands there. Anything that is no place is passed over."""
    lang, *numbers = code[:CODE_LENGTH].split(".")
    book = books.get(lang, ())
    wanted = {int(one) for one in numbers if re.fullmatch(r"[0-9]{1,4}", one)}
    return tuple(phrase for nth, phrase in enumerate(book, 1) if nth in wanted)


def favourites_first(phrases: Iterable[Phrase], favourites: Iterable[str]) -> tuple[Phrase, ...]:
    """One's own first; otherwise as they stand in the file."""
    first = frozenset(favourites)
    return tuple(sorted(phrases, key=lambda phrase: phrase.id not in first))


def around(entries: Iterable[Entry], entry_id: str) -> tuple[Entry | None, Entry | None]:
    """The one before and the one after. The first has none before it, the last none after."""
    row = list(entries)
    here = next(n for n, entry in enumerate(row) if entry.id == entry_id)
    return (row[here - 1] if here else None), (row[here + 1] if here + 1 < len(row) else None)


# --- what a member keeps ------------------------------------------------------------------------


@dataclass(frozen=True)
class Own:
    """What a member has marked: phrases as favourites and, for the holder, pages that fit. In the order of the taps."""

    favourites: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.favourites or self.pages)

    def data(self) -> dict[str, list[str]]:
        return {"favourites": list(self.favourites), "pages": list(self.pages)}


def read_own(data: object) -> Own:
    """What was stored. Never raises: what is none of ours is left out."""
    kept = data if isinstance(data, Mapping) else {}
    return Own(_ids(kept.get("favourites")), _ids(kept.get("pages")))


def _ids(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in value if isinstance(one, str))) if isinstance(value, list) else ()


def switched(ids: tuple[str, ...], one: str, on: bool) -> tuple[str, ...]:
    """With this one among them, or without it. Saying the same twice changes nothing."""
    if on:
        return ids if one in ids else (*ids, one)
    return tuple(other for other in ids if other != one)
