"""What the fonts that come along can draw, and how the rest is shown.

Anybody may write anything in their own words. Letters of Europe, Arabic, emoji, arrows and signs are drawn.
What no font here has (such as Chinese characters) becomes a visible □, one for each character, and the sheet
says so and points to the live page, where the browser draws it. Nothing is left out in silence and no text
makes a sheet fail. Only what has no form of its own disappears: control characters and marks of direction.
"""

from __future__ import annotations

import functools
import re
import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
MISSING = "□"

_LONG = 26
"""Letters in a row after which a line may break anyway: an address runs on and the page does not."""
_BREAK = "\u200b"
_JOINERS = "\u200c\u200d"
_SPACES = re.compile(r"[^\S\n\u00a0]+")
_HOUR = re.compile(r"(?<=\b[^\W\d]l\.) (?=\d)")
"""The space in “kl. 18”, which is no place for a line to end."""
_PLAIN = {
    "\u2010": "-",
    "\u2011": "-",
    "\u202f": "\u00a0",
    "\u2007": "\u00a0",
    "\u2028": "\n",
    "\u2029": "\n",
    "\r": "\n",
}


def drawable(text: str, long: int = _LONG) -> str:
    """The text as the sheet can draw it. Never raises; line breaks stay, other space becomes plain space.

    A word of more than `long` letters may break anyway: a narrow column asks for fewer.
    """
    composed = unicodedata.normalize("NFC", _scalars(text).replace("\r\n", "\n"))
    plain = "".join(_PLAIN.get(char, char) for char in composed)
    lines = (_HOUR.sub("\u00a0", _SPACES.sub(" ", line).strip()) for line in plain.split("\n"))
    drawn = ("".join(_drawn(cluster) for cluster in _clusters(line)) for line in lines)
    return "\n".join(" ".join(_breakable(word, long) for word in line.split(" ")) for line in drawn).strip()


def _scalars(text: str) -> str:
    """Halves of a pair that stand alone are no characters and cannot be written down."""
    return "".join(MISSING if 0xD800 <= ord(char) <= 0xDFFF else char for char in text)


def _clusters(text: str) -> Iterator[str]:
    """A character with the marks, joiners and joined characters that belong to it: é, 👩‍🚀, 🇩🇰."""
    cluster = ""
    for char in text:
        if cluster and not (_attaches(char) or cluster[-1] == "\u200d" or _second_of_flag(cluster, char)):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _attaches(char: str) -> bool:
    tone_or_tag = 0x1F3FB <= ord(char) <= 0x1F3FF or 0xE0020 <= ord(char) <= 0xE007F
    return char in _JOINERS or tone_or_tag or _is_mark(char)


def _second_of_flag(cluster: str, char: str) -> bool:
    return len(cluster) == 1 and all(0x1F1E6 <= ord(c) <= 0x1F1FF for c in (cluster, char))


def _drawn(cluster: str) -> str:
    """The cluster when one font has all of it; else each character by itself, those without a form left off.

    A mark that has no letter, or whose letter another font draws, is shown as missing: no font can place it.
    """
    if not _is_mark(cluster[0]) and (cluster.isspace() or _in_one_font(cluster)):
        return cluster
    seen = [char for char in cluster if not _formless(char)]
    return "".join(char if not _is_mark(char) and _in_one_font(char) else MISSING for char in seen)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _formless(char: str) -> bool:
    selector = 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF
    return selector or unicodedata.category(char) in ("Cc", "Cf")


def _in_one_font(cluster: str) -> bool:
    codes = {ord(char) for char in cluster}
    if any(unicodedata.category(char) in ("Cc", "Co") for char in cluster) or all(map(_formless, cluster)):
        return False
    return any(codes <= font for font in coverage().values())


def _breakable(word: str, long: int) -> str:
    if len(word) <= long:
        return word
    parts, part = [], ""
    for cluster in _clusters(word):
        if len(part) + len(cluster) > long:
            parts.append(part)
            part = ""
        part += cluster
    return _BREAK.join([*parts, part])


@functools.cache
def coverage() -> dict[str, frozenset[int]]:
    """File name of each font to the code points it has a form for. Read once, from the fonts themselves."""
    return {file.name: frozenset(_characters(file.read_bytes())) for file in sorted(FONTS.glob("*.ttf"))}


def _characters(font: bytes) -> set[int]:
    """The keys of a TrueType font's `cmap` table, from its widest subtable (format 12, else 4)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    start = next(
        offset
        for tag, _, offset, _ in (struct.unpack_from(">4sIII", font, 12 + 16 * n) for n in range(tables))
        if tag == b"cmap"
    )
    found: set[int] = set()
    for n in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * n)
        kind = struct.unpack_from(">H", font, start + offset)[0]
        if platform in (0, 3) and kind in _READERS:
            found |= _READERS[kind](font, start + offset)
    return found


def _format_4(font: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts, deltas, offsets = (struct.unpack_from(f">{count}H", font, at + 16 + 2 * count * n) for n in (1, 2, 3))
    found = set()
    for n in range(count):
        for code in range(starts[n], min(ends[n], 0xFFFE) + 1):
            if offsets[n]:
                place = at + 16 + 6 * count + 2 * n + offsets[n] + 2 * (code - starts[n])
                glyph = struct.unpack_from(">H", font, place)[0]
            else:
                glyph = (code + deltas[n]) & 0xFFFF
            if glyph:
                found.add(code)
    return found


def _format_12(font: bytes, at: int) -> set[int]:
    groups = struct.unpack_from(">I", font, at + 12)[0]
    found: set[int] = set()
    for n in range(groups):
        first, last, glyph = struct.unpack_from(">III", font, at + 16 + 12 * n)
        found |= set(range(first if glyph else first + 1, last + 1))
    return found


_READERS = {4: _format_4, 12: _format_12}
