"""The rooms' catalogues: `messages.py update | compile | check [room …]`.

The English in the source is the message itself; each room has its own Danish catalogue in
`src/roret/<room>/locale/da/LC_MESSAGES/django.po`. Extraction is Babel's, because Django's own finds
two of eight messages in a Jinja2 template and says nothing about the rest.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ROOT / "src" / "roret"
sys.path.insert(0, str(ROOT / "src"))

LANGUAGES = ("da",)
METHODS = [
    ("**/tests/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("templates/**.html", "jinja2.ext.babel_extract"),
    ("templates/**.txt", "jinja2.ext.babel_extract"),
    ("templates/**.svg", "jinja2.ext.babel_extract"),
]
OPTIONS = {
    "templates/**": {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals};\\n"

"""

Key = tuple[str, str | tuple[str, ...]]


def rooms(chosen: list[str], folder: Path = ROOMS) -> list[Path]:
    """The rooms asked for, or all of them."""
    there = sorted(path for path in folder.iterdir() if (path / "__init__.py").exists())
    return [path for path in there if not chosen or path.name in chosen]


def extracted(room: Path, language: str) -> Catalog:
    """What the room says in its Python and its templates."""
    catalogue = Catalog(locale=language)
    options = {pattern: OPTIONS["templates/**"] for pattern, method in METHODS if pattern.startswith("templates")}
    found = extract_from_dir(room, METHODS, options, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True)
    for name, _line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalogue.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalogue


def catalogue_of(room: Path, language: str) -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    """A catalogue as people wrote it; an empty one when there is none. Raises babel's `PoFileError` for a broken one."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def update(room: Path, language: str) -> bool:
    """Bring a catalogue up to what the room says: new messages are empty, gone ones leave. Gives whether it changed."""
    path = catalogue_of(room, language)
    wanted, there = extracted(room, language), read(path, language)
    for message in wanted:
        known = there.get(message.id, message.context)
        if message.id and known is not None:
            message.string, message.flags = known.string, known.flags | message.flags
            message.user_comments = known.user_comments
    if not len(wanted):
        return False
    written = io.BytesIO()
    write_po(written, wanted, width=110, omit_header=True, sort_by_file=True, include_lineno=False)
    header = HEADER.format(language=language, plurals=str(wanted.plural_forms).rstrip(";"))
    text = header.encode() + written.getvalue()
    if path.exists() and path.read_bytes() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    return True


def problems(room: Path, language: str) -> list[str]:
    """What is wrong with a room's catalogue, one line each: missing, empty, fuzzy, not said any longer, wrong names."""
    path = catalogue_of(room, language)
    there = read(path, language)
    wanted = {_key(message): message for message in extracted(room, language) if message.id}
    known = {_key(message): message for message in there if message.id}
    found = [_line("missing", wanted[key]) for key in wanted if key not in known]
    found += [_line("not said any longer", known[key]) for key in known if key not in wanted]
    for key in wanted.keys() & known.keys():
        message = known[key]
        if message.fuzzy:
            found.append(_line("fuzzy", message))
        if not all(_strings(message)):
            found.append(_line("empty", message))
        elif not _names_fit(message):
            found.append(_line("other names in %(…)s than the message", message))
    return [f"{path.relative_to(room.parent)}: {problem}" for problem in sorted(found)]


def clashes(chosen: list[Path], language: str) -> list[str]:
    """Messages for which two rooms have different words: Django pours all catalogues into one, and shows one of them.

    Where they mean two things, `pgettext` tells them apart.
    """
    said: dict[Key, dict[tuple[str, ...], str]] = {}
    for room in chosen:
        for message in read(catalogue_of(room, language), language):
            if message.id and all(_strings(message)):
                said.setdefault(_key(message), {}).setdefault(_strings(message), room.name)
    return [
        f"{key[1]!r}: " + ", ".join(f"{words[0]!r} in {room}" for words, room in found.items())
        for key, found in sorted(said.items(), key=str)
        if len(found) > 1
    ]


def _key(message: Message) -> Key:
    return message.context or "", message.id if isinstance(message.id, str) else tuple(message.id)


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _names_fit(message: Message) -> bool:
    """Whether the translation names what the message names. In a plural, one form may do without the number."""
    if isinstance(message.id, str):
        return _names(_strings(message)) == _names((message.id,))
    return _names(_strings(message)) <= _names(tuple(message.id))


def _names(texts: tuple[str, ...]) -> set[str]:
    return {name for text in texts for name in re.findall(r"%\((\w+)\)", text)}


def _line(what: str, message: Message) -> str:
    said = message.id if isinstance(message.id, str) else message.id[0]
    return f"{what}: {said}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("update", "compile", "check"))
    parser.add_argument("rooms", nargs="*")
    chosen = parser.parse_args(arguments)
    wrong: list[str] = []
    for room in rooms(chosen.rooms):
        for language in LANGUAGES:
            path = catalogue_of(room, language)
            if chosen.what == "update" and update(room, language):
                print(f"{path.relative_to(ROOT)} was brought up to date")
            elif chosen.what == "compile" and path.exists():
                from roret.ops.catalogues import compile_catalogue

                compile_catalogue(path)
            elif chosen.what == "check":
                wrong += problems(room, language)
    if chosen.what == "check":
        wrong += [clash for language in LANGUAGES for clash in clashes(rooms([]), language)]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    if chosen.what == "check":
        print(f"{len(wrong)} messages to mend" if wrong else "every message is there in every language")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
