"""The small model: what a message has in common with labelled ones.

Where no rule knows the words it may point at a sentence by itself. Where a rule speaks it is the second reader: a rule
that it finds out of place is not heard, and one that it is not with is not sure.

A message is cut into features: its words, parts of them, pairs and threes of them, and each beside whom the sentence
speaks of. Each known feature has one of sixteen weights for each flag and each move, half a byte in the file, and in memory
a lane of one whole number, so that a feature costs one addition for all of them at once. There is no rounding but that of
two multiplications: the same text gives the same answer on every machine.

`tools/train_ordvalg.py` makes `models/<lang>.bin` from the corpus; the first line says from which.
"""

from __future__ import annotations

import functools
import json
import math
import struct
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final
from zlib import crc32

from ordvalg.findings import FLAGS, MOVES
from ordvalg.packs import Pack
from ordvalg.reading import Read, Spelling

HERE: Final = Path(__file__).parent / "models"

THRESHOLDS: Final = ("points_from", "agrees_from", "sure_from", "moves_from")

LONGEST_WINDOW: Final = 40
"""Words. A longer message is judged a few sentences at a time, as those are that the model has learned from."""

FEWEST: Final = 3
"""Words. Of fewer it says nothing of its own: “why?” may be anything."""

_AT_ONCE: Final = 250
"""Rows that are added up at once; so many bytes fit into a lane of sixteen bits."""
MIDDLE: Final = 128
"""What stands in a lane for no weight at all."""
_START: Final = crc32(b"^")
_HEAD4, _HEAD6, _TAIL4, _ABOUT = range(1, 5)


def features(words: Sequence[str], spelling: Spelling, asks: bool) -> set[int]:
    """Of one sentence, as 32-bit numbers: its words, their beginnings and ends, pairs and threes of them, and each with
    whom the sentence speaks of and whether it asks.

    `words` are folded; fillers count, and are passed over in all but the first two.
    """
    found: set[int] = {crc32(b"?")} if asks else set()
    add, fillers = found.add, spelling.fillers
    before = pair = _START
    about = _ABOUT + 4 * asks + 2 * (not spelling.first_person.isdisjoint(words))
    about += not spelling.second_person.isdisjoint(words)
    for word in words:
        raw = word.encode("utf-8", "surrogatepass")
        one = crc32(raw)
        add(one)
        size = len(raw)
        if size > 3:
            add(crc32(raw[:4], _HEAD4))
            if size > 4:
                add(crc32(raw[-4:], _TAIL4))
                if size > 6:
                    add(crc32(raw[:6], _HEAD6))
        if word in fillers:
            continue
        joined = crc32(raw, before)
        add(joined)
        add(crc32(raw, pair))
        if size > 2:
            add(crc32(raw[:5], about))
        pair, before = joined, one
    add(crc32(b"$", before))
    return found


@dataclass(frozen=True, slots=True)
class Model:
    kinds: tuple[str, ...]
    """Flags and moves."""
    rows: Mapping[int, int]
    """By feature: sixteen bits per kind, `MIDDLE` more than its weight in each."""
    bias: tuple[float, ...]
    scale: float
    """What one step of a lane weighs."""
    points_from: float
    """The score from which on it points at a flag by itself."""
    agrees_from: float
    """The score from which on it lets a rule speak."""
    sure_from: float
    """The score from which on it lets a rule be sure."""
    moves_from: float
    """The score from which on it sees a move."""

    def judged(self, message: Read, pack: Pack) -> Judged:
        words, spelling = message.words, pack.spelling
        return Judged(
            self,
            [
                Window(
                    self,
                    begin,
                    some[-1][1] - some[0][0],
                    [features(words[first:last], spelling, asks) for first, last, asks in some],
                )
                for begin, some in windows(message)
            ],
        )

    def scores(self, found: Collection[int]) -> list[float]:
        """By kind, the logarithm of the odds."""
        known = [row for row in map(self.rows.get, found) if row is not None]
        width = len(self.kinds)
        sums = [-MIDDLE * len(known)] * width
        for at in range(0, len(known), _AT_ONCE):
            lanes = sum(known[at : at + _AT_ONCE]).to_bytes(2 * width, "little")
            sums = list(map(int.__add__, sums, struct.unpack(f"<{width}H", lanes)))
        part = self.scale / math.sqrt(len(found) or 1)
        return [bias + part * one for bias, one in zip(self.bias, sums, strict=True)]


class Window:
    """Sentences that are judged together, and each by itself."""

    def __init__(self, by: Model, begin: int, words: int, each: Sequence[set[int]]) -> None:
        self.begin = begin
        """The number of the first of them in the message."""
        self.words = words
        # What is said twice is said once: a sentence that is repeated weighs no more for it.
        self.scores = by.scores(set().union(*each) if len(each) > 1 else each[0])
        self._by = by
        self._each = each
        self._alone: dict[int, list[float]] = {}

    def alone(self, sentence: int) -> list[float]:
        """The scores of one of its sentences by itself."""
        if len(self._each) == 1:
            return self.scores
        at = sentence - self.begin
        if at not in self._alone:
            self._alone[at] = self._by.scores(self._each[at])
        return self._alone[at]

    def most(self, at: int) -> int:
        """The number of the sentence whose score is the highest for the kind of this number."""
        return max(range(self.begin, self.begin + len(self._each)), key=lambda sentence: self.alone(sentence)[at])


@dataclass(frozen=True, slots=True)
class Judged:
    """What the model makes of a message, window by window."""

    by: Model
    found: Sequence[Window]

    def score(self, kind: str, sentence: int) -> float:
        """Of a sentence, alone or among its neighbours, whichever is more: what is around it may hide it."""
        at = self.by.kinds.index(kind)
        window = next(window for window in reversed(self.found) if window.begin <= sentence)
        return max(window.scores[at], window.alone(sentence)[at])

    def flags(self) -> list[tuple[str, float, int]]:
        return self._from(self.by.points_from, FLAGS)

    def moves(self) -> list[tuple[str, float, int]]:
        return self._from(self.by.moves_from, MOVES)

    def _from(self, least: float, kinds: Sequence[str]) -> list[tuple[str, float, int]]:
        """Kind, score, and the sentence it comes from most, of what scores so much; in the order of `kinds`."""
        told: dict[str, tuple[float, int]] = {}
        for window in self.found:
            if window.words < FEWEST:
                continue
            for kind in kinds:
                at = self.by.kinds.index(kind)
                score = window.scores[at]
                if score >= least and (kind not in told or score > told[kind][0]):
                    told[kind] = score, window.most(at)
        return [(kind, *told[kind]) for kind in kinds if kind in told]


def windows(message: Read) -> list[tuple[int, Sequence[tuple[int, int, bool]]]]:
    """Runs of sentences of about `LONGEST_WINDOW` words, or of one sentence: the number of the first, and the sentences."""
    found: list[tuple[int, Sequence[tuple[int, int, bool]]]] = []
    begin = 0
    for number, (_, last, _) in enumerate(message.sentences):
        if number > begin and last - message.sentences[begin][0] > LONGEST_WINDOW:
            found.append((begin, message.sentences[begin:number]))
            begin = number
    return [*found, (begin, message.sentences[begin:])] if message.sentences else []


@functools.cache
def model(lang: str, folder: Path = HERE) -> Model | None:
    """The model that is shipped; None where there is none."""
    path = folder / f"{lang}.bin"
    if not path.exists():
        return None
    with path.open("rb") as file:
        return opened(file)


def opened(file: BinaryIO) -> Model:
    """A model from its file: a line that tells of it, the names of its features, and half a byte for each of their kinds,
    the first of two in the low half: which of the `levels` weighs there.
    """
    told = json.loads(file.readline())
    width = (len(told["kinds"]) + 1) // 2
    low, high = (bytes(told["levels"][byte >> half & 15] + MIDDLE for byte in range(256)) for half in (0, 4))
    rows: dict[int, int] = {}
    lanes = bytearray(4 * width)
    for (name,) in struct.iter_unpack("<I", file.read(4 * told["features"])):
        row = file.read(width)
        lanes[::4], lanes[2::4] = row.translate(low), row.translate(high)
        rows[name] = int.from_bytes(lanes, "little")
    return Model(
        kinds=tuple(told["kinds"]),
        rows=rows,
        bias=tuple(told["bias"]),
        scale=told["scale"],
        **{name: told[name] for name in THRESHOLDS},
    )
