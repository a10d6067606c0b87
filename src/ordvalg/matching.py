"""Finding the sequences of a pack in a message that has been read.

Every sequence is filed under the words of its rarest step. A message therefore wakes few of them, however many a pack
has, and each that wakes is tried only at that word, onward and back from it: the time grows with the text, hardly with
the pack.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ordvalg.reading import Read

AFFIX = 4
"""Letters by which a word part is looked up; a pattern may not ask for a shorter one."""

FILLERS_BETWEEN = 2
"""So many filler words may stand between two words of a sequence."""

BEGINS = "^"

ANY = -1
"""In place of the number of a set: nothing is asked."""

Step = frozenset[str] | int | str
"""Words of which one must stand there, a gap of so many words, or an edge."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A sequence as it is matched."""

    steps: tuple[Step, ...]
    optional: tuple[bool, ...]
    at: int
    """Which step it is tried from: the rarest of those that have to be there."""
    rule: int
    key: int = ANY
    """The number of that step's set of words."""
    second: int = ANY
    """And of the rarest besides: without a word of each the sequence cannot stand in a message."""
    before: tuple[frozenset[str], int] | None = None
    after: tuple[frozenset[str], int] | None = None
    """Words of which one has to stand before and after that step, and how far off at most; None where a glance cannot
    tell."""


@dataclass(frozen=True, slots=True)
class Language:
    """What matching has to know of a language."""

    fillers: frozenset[str]
    negations: frozenset[str]
    beginnings: dict[str, tuple[str, ...]]
    """By the first letters: the word beginnings that patterns ask for, as `smerte*`."""
    endings: dict[str, tuple[str, ...]]
    sets: dict[str, tuple[int, ...]]
    """By word: the numbers of those sets with it in them that a sequence asks for first or second."""


class Words:
    """The words of a message, with the word parts of them that patterns ask for."""

    def __init__(self, read: Read, language: Language) -> None:
        self.words = read.words
        self.begins = read.begins
        self.fillers = language.fillers
        self.negations = language.negations
        self.parts: dict[int, tuple[str, ...]] = {}
        self.places: dict[str, list[int]] = {}
        beginnings, endings, places, parts = language.beginnings, language.endings, self.places, self.parts
        for at, word in enumerate(read.words):
            if word in places:
                places[word].append(at)
            else:
                places[word] = [at]
            begin, end = beginnings.get(word[:AFFIX], ()), endings.get(word[-AFFIX:], ())
            if begin or end:
                some = [part for part in begin if word.startswith(part[:-1])]
                some += [part for part in end if word.endswith(part[1:])]
                if some:
                    parts[at] = tuple(some)
                    for part in some:
                        places.setdefault(part, []).append(at)
        self.sets = {ANY}.union(*(language.sets.get(word, ()) for word in places))
        """The numbers of the sets of which a word is there."""

    def is_one_of(self, at: int, words: frozenset[str]) -> bool:
        return self.words[at] in words or any(part in words for part in self.parts.get(at, ()))

    def stands_around(self, filed: Filed, place: int, first: int, last: int) -> tuple[int, int] | None:
        """First word and word after the last of a sequence, all between `first` and `last`, whose key is at `place`."""
        end = self._end(filed.steps, filed.optional, filed.at + 1, place + 1, last)
        if end < 0:
            return None
        start = self._start(filed.steps, filed.optional, filed.at - 1, place, first)
        return None if start < 0 else (start, end)

    def begins_at(self, filed: Filed, at: int, last: int) -> bool:
        return self._end(filed.steps, filed.optional, 0, at, last) >= 0

    def ends_before(self, filed: Filed, first: int, at: int) -> bool:
        return self._start(filed.steps, filed.optional, len(filed.steps) - 1, at, first) >= 0

    def places_of(self, filed: Filed, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Where a sequence stands between two words."""
        if filed.key not in self.sets or filed.second not in self.sets:
            return
        key = filed.steps[filed.at]
        assert isinstance(key, frozenset)
        words, parts = self.words, self.parts
        for place in range(first, last):
            if words[place] in key or (place in parts and self.is_one_of(place, key)):
                found = self.stands_around(filed, place, first, last)
                if found:
                    yield found

    def _end(self, steps: tuple[Step, ...], optional: tuple[bool, ...], step: int, at: int, last: int) -> int:
        while step < len(steps):
            want = steps[step]
            if isinstance(want, frozenset):
                place = self._place(want, at, last)
                if optional[step]:
                    if place >= 0:
                        end = self._end(steps, optional, step + 1, place + 1, last)
                        if end >= 0:
                            return end
                elif place < 0:
                    return -1
                else:
                    at = place + 1
            elif isinstance(want, int):
                return self._after_gap(steps, optional, step + 1, at, last, want)
            elif want == BEGINS:
                if at >= last or not self.begins[at]:
                    return -1
            elif at != last:  # the other edge: the sentence ends here
                return -1
            step += 1
        return at

    def _start(self, steps: tuple[Step, ...], optional: tuple[bool, ...], step: int, at: int, first: int) -> int:
        """The same as `_end`, backwards: the first word when these steps stand just before `at`, else -1."""
        while step >= 0:
            want = steps[step]
            if isinstance(want, frozenset):
                place = self._place_before(want, at, first)
                if optional[step]:
                    if place >= 0:
                        start = self._start(steps, optional, step - 1, place, first)
                        if start >= 0:
                            return start
                elif place < 0:
                    return -1
                else:
                    at = place
            elif isinstance(want, int):
                return self._before_gap(steps, optional, step - 1, at, first, want)
            elif not self.begins[at]:
                return -1
            step -= 1
        return at

    def _place(self, want: frozenset[str], at: int, last: int) -> int:
        """Where one of the words stands, with no more than fillers before it; -1 when it does not."""
        words, fillers = self.words, FILLERS_BETWEEN
        while at < last:
            if words[at] in want or (at in self.parts and self.is_one_of(at, want)):
                return at
            if not fillers or words[at] not in self.fillers:
                return -1
            fillers -= 1
            at += 1
        return -1

    def _after_gap(
        self, steps: tuple[Step, ...], optional: tuple[bool, ...], step: int, at: int, last: int, gap: int
    ) -> int:
        for skipped in range(gap + 1):
            if at + skipped > last:
                return -1
            end = self._end(steps, optional, step, at + skipped, last)
            if end >= 0:
                return end
            if at + skipped < last and self.words[at + skipped] in self.negations:
                return -1
        return -1

    def _place_before(self, want: frozenset[str], at: int, first: int) -> int:
        words, fillers, at = self.words, FILLERS_BETWEEN, at - 1
        while at >= first:
            if words[at] in want or (at in self.parts and self.is_one_of(at, want)):
                return at
            if not fillers or words[at] not in self.fillers:
                return -1
            fillers -= 1
            at -= 1
        return -1

    def _before_gap(
        self, steps: tuple[Step, ...], optional: tuple[bool, ...], step: int, at: int, first: int, gap: int
    ) -> int:
        for skipped in range(gap + 1):
            if at - skipped < first:
                return -1
            start = self._start(steps, optional, step, at - skipped, first)
            if start >= 0:
                return start
            if at - skipped > first and self.words[at - skipped - 1] in self.negations:
                return -1
        return -1


class Index:
    """The sequences of a pack, filed."""

    def __init__(self, filed: dict[str, list[Filed]]) -> None:
        self._filed = filed

    def words(self) -> frozenset[str]:
        """Those that sequences are filed under."""
        return frozenset(self._filed)

    def found(self, words: Words, sentences: Sequence[tuple[int, int, bool]]) -> Iterator[tuple[int, int, int, int]]:
        """Rule, sentence, first word and word after the last of every place where a sequence stands."""
        which = [0] * len(words.words)
        for number, (first, last, _) in enumerate(sentences):
            which[first:last] = [number] * (last - first)
        said = words.words
        there = words.sets
        seen: set[tuple[int, int]] = set()
        for word, places in words.places.items():
            for filed in [one for one in self._filed.get(word, ()) if one.second in there]:
                before, after = filed.before, filed.after
                for place in places:
                    # A glance to both sides, past the sentence too, spares most of the calls below.
                    if after and after[0].isdisjoint(said[place + 1 : place + 1 + after[1]]):
                        continue
                    if before and before[0].isdisjoint(said[place - before[1] if place > before[1] else 0 : place]):
                        continue
                    first, last, _ = sentences[which[place]]
                    found = words.stands_around(filed, place, first, last)
                    if found and (filed.rule, found[0]) not in seen:
                        seen.add((filed.rule, found[0]))
                        yield filed.rule, which[place], *found


def stands(words: Words, sequences: Sequence[Filed], first: int, last: int) -> bool:
    """Whether one of the sequences stands anywhere between two words."""
    return any(True for filed in sequences for _ in words.places_of(filed, first, last))


def stands_at(words: Words, sequences: Sequence[Filed], at: int, last: int) -> bool:
    """Whether one of the sequences begins at a word, fillers aside."""
    return any(words.begins_at(filed, at, last) for filed in sequences)


def stands_before(words: Words, sequences: Sequence[Filed], first: int, at: int) -> bool:
    """Whether one of the sequences ends just before a word, fillers aside."""
    return any(words.ends_before(filed, first, at) for filed in sequences)
