"""The small model: what a message has in common with labelled ones, where no rule knows its words.

A message is cut into features (its words, parts of them, pairs of them); each known feature has one byte per flag. The bytes of a feature are added up in the lanes of one whole number, so that a feature costs two
additions for all flags at once. Everything is a whole number until the last step: the same text gives the same answer
on every machine.

`tools/train_ordvalg.py` makes `models/<lang>.bin` from the corpus; the first line says from which.
"""

from __future__ import annotations

import functools
import json
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zlib import crc32

from ordvalg.packs import Pack
from ordvalg.reading import Read

HERE: Final = Path(__file__).parent / "models"

LONGEST_WINDOW: Final = 40
"""Words. A longer message is judged a few sentences at a time, as those are that the model has learned from."""

_AT_ONCE: Final = 250
"""Rows that are added up at once; so many bytes fit into a lane of sixteen bits."""
_MIDDLE: Final = 128
_START: Final = crc32(b"^")
_HEAD3, _HEAD4, _HEAD6, _TAIL3, _TAIL4, _STEMS, _ACROSS = range(1, 8)


def features(words: Sequence[str], fillers: frozenset[str], asks: bool) -> set[int]:
    """Of one sentence, as 32-bit numbers: its words, their beginnings and ends, and pairs and threes of them.

    `words` are folded; fillers count, and are passed over in pairs.
    """
    found: set[int] = {crc32(b"?")} if asks else set()
    add = found.add
    before, two_before, pair, stem = _START, 0, _START, b""
    for word in words:
        raw = word.encode("utf-8", "surrogatepass")
        one = crc32(raw)
        add(one)
        size = len(raw)
        if size > 3:
            add(crc32(raw[:4], _HEAD4))
            add(crc32(raw[-3:], _TAIL3))
            if size > 4:
                add(crc32(raw[:3], _HEAD3))
                add(crc32(raw[-4:], _TAIL4))
                if size > 6:
                    add(crc32(raw[:6], _HEAD6))
        if word in fillers:
            continue
        joined = crc32(raw, before)
        add(joined)
        add(crc32(raw, pair))
        if two_before:
            add(crc32(raw, two_before ^ _ACROSS))
        add(crc32(raw[:4], crc32(stem, _STEMS)))
        pair, two_before, before, stem = joined, before, one, raw[:4]
    add(crc32(b"$", before))
    return found


@dataclass(frozen=True, slots=True)
class Model:
    flags: tuple[str, ...]
    rows: Mapping[int, int]
    """By feature: one byte per flag, `_MIDDLE` more than its weight."""
    bias: tuple[float, ...]
    scale: float
    """What one step of a byte weighs."""
    from_here: tuple[float, ...]
    """By flag: the likelihood from which on it is pointed at."""

    def points_at(self, message: Read, pack: Pack) -> list[tuple[str, float, int]]:
        """Flag, likelihood (over its threshold) and the sentence it comes from most; in the order of `flags`."""
        found: dict[str, tuple[float, int]] = {}
        for window in windows(message):
            each = [
                features(message.words[first:last], pack.spelling.fillers, asks)
                for first, last, asks in message.sentences[window[0] : window[1]]
            ]
            likely = self.likely(set().union(*each))
            for at, flag in enumerate(self.flags):
                if likely[at] >= self.from_here[at] and likely[at] > found.get(flag, (0.0, 0))[0]:
                    apart = [self.likely(one)[at] for one in each] if len(each) > 1 else [1.0]
                    found[flag] = likely[at], window[0] + apart.index(max(apart))
        return [(flag, *found[flag]) for flag in self.flags if flag in found]

    def likely(self, found: set[int]) -> list[float]:
        """By flag, between 0 and 1."""
        rows = [row for row in map(self.rows.get, found) if row is not None]
        part = self.scale / math.sqrt(len(found) or 1)
        sums = [0] * len(self.flags)
        for at in range(0, len(rows), _AT_ONCE):
            sums = list(map(int.__add__, sums, self._added(rows[at : at + _AT_ONCE])))
        scores = (bias + part * one for bias, one in zip(self.bias, sums, strict=True))
        return [1 / (1 + math.exp(-score)) if score > -50 else 0.0 for score in scores]

    def _added(self, rows: Sequence[int]) -> list[int]:
        """By flag, the weights of at most `_AT_ONCE` rows."""
        size = (len(self.flags) + 1) // 2
        lanes = int.from_bytes(b"\xff\x00" * size, "little")
        even = odd = 0
        for row in rows:
            even += row & lanes
            odd += (row >> 8) & lanes
        halves = [struct.unpack(f"<{size}H", half.to_bytes(2 * size, "little")) for half in (even, odd)]
        return [halves[at % 2][at // 2] - _MIDDLE * len(rows) for at in range(len(self.flags))]


def windows(message: Read) -> list[tuple[int, int]]:
    """Runs of sentences, as first and after the last, each of about `LONGEST_WINDOW` words or of one sentence."""
    found: list[tuple[int, int]] = []
    begin = 0
    for number, (_, last, _) in enumerate(message.sentences):
        if number > begin and last - message.sentences[begin][0] > LONGEST_WINDOW:
            found.append((begin, number))
            begin = number
    return [*found, (begin, len(message.sentences))] if message.sentences else []


@functools.cache
def model(lang: str, folder: Path = HERE) -> Model | None:
    """The model that is shipped; None where there is none."""
    path = folder / f"{lang}.bin"
    if not path.exists():
        return None
    head, _, table = path.read_bytes().partition(b"\n")
    told = json.loads(head)
    size = 4 + len(told["flags"])
    return Model(
        flags=tuple(told["flags"]),
        rows={
            int.from_bytes(table[at : at + 4], "little"): int.from_bytes(table[at + 4 : at + size], "little")
            for at in range(0, len(table), size)
        },
        bias=tuple(told["bias"]),
        scale=told["scale"],
        from_here=tuple(told["from_here"]),
    )
