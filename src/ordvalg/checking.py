"""One message, looked at: rules first, then what stands around them, then the model, then the reader's own wishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ordvalg import model, packs
from ordvalg.findings import FLAGS, LANGUAGES, MOST, MOVES, WISH, Findings, Flag, Move, Wishes
from ordvalg.language import guess
from ordvalg.matching import Filed, Words, stands, stands_at, stands_before
from ordvalg.reading import LONGEST, composed, read

NO_WISHES: Final = Wishes()

WHOLE: Final = 1.5
"""What it is worth, in the model's scores, that nothing stands around what a rule has seen."""

_Hit = tuple[packs.Guarded, int, int, int]
"""A rule, the sentence it stands in, its first word and the word after its last."""
_Found = tuple[tuple[int, float], int, Flag]
"""A flag with its rank, the lowest first, and where it is."""


def check(
    text: str,
    lang: str = "auto",
    wishes: Wishes = NO_WISHES,
    *,
    soft: bool = True,
    own: packs.Pack | None = None,
) -> Findings:
    """What the words of a message may do to the one who reads it.

    `lang` is `da`, `en` or `auto`. `soft` off leaves out what the model alone points at. `own` rules take the place of
    those that are shipped, and then the model, which does not know them, stays out of it. Looks at the first `LONGEST`
    characters, in time proportional to them; raises `ValueError` for a language by another name and nothing else,
    whatever the text is.
    """
    if lang not in ("auto", *LANGUAGES):
        raise ValueError(f"lang is auto or one of {', '.join(LANGUAGES)}, not {lang!r}")
    cut = len(text) > LONGEST
    whole, origin = composed(text[:LONGEST])
    known = own.lang if own else guess(whole) if lang == "auto" else lang
    if known is None:
        return Findings(lang=None, cut=cut)
    seen = _Seen(whole, own or packs.pack(known))
    flags = seen.flags()
    judged = _judged(seen) if own is None and (soft or flags) else None
    found = _by_wish(seen, wishes.missing) + _by_rule(seen, flags, judged)
    if soft and judged:
        found += _by_model(seen, judged, {flag.flag for _, _, flag in found})
    welcome = [seen.offsets(start, end) for start, end in _places(seen, wishes.allowed)]
    kept = [one for one in found if one[2].flag == WISH or not _touches(one[2], welcome)]
    chosen = _strongest(kept)
    return Findings(
        lang=known,
        flags=tuple(_moved(flag, origin) for flag in chosen),
        moves=_moves(seen, judged if soft else None, origin),
        cut=cut,
    )


def rules_in(text: str, lang: str, pack: packs.Pack | None = None) -> list[tuple[str, int, int]]:
    """Every place that a rule of a flag or a move sees, as its id, start and end: none left out, whatever `MOST` says."""
    seen = _Seen(composed(text[:LONGEST])[0], pack or packs.pack(lang))
    return sorted(
        (rule.id, *seen.offsets(start, end))
        for rule, sentence, start, end in seen.hits
        if rule.id and rule.kind not in seen.silenced[sentence]
    )


@dataclass(frozen=True, slots=True)
class Weighed:
    """What thresholds are chosen by."""

    heard: Sequence[tuple[str, bool, float]]
    """Each rule's flag, whether it calls itself sure, and the model's score."""
    alone: Mapping[str, float]
    """The model's highest score for each flag."""
    moves: frozenset[str]
    """Those that rules see."""
    moves_alone: Mapping[str, float]


def weighed(text: str, lang: str, known: model.Model) -> Weighed:
    seen = _Seen(composed(text[:LONGEST])[0], packs.pack(lang))
    judged = known.judged(seen.message, seen.pack)
    return Weighed(
        heard=[(hit[0].kind, hit[0].sure, _backing(seen, hit, judged)) for hit in seen.flags()],
        alone={flag: score for flag, score, sentence in judged.flags() if flag not in seen.silenced[sentence]},
        moves=frozenset(hit[0].kind for hit in seen.hits if hit[0].kind in MOVES),
        moves_alone={move: score for move, score, _ in judged.moves()},
    )


def frames_in(text: str, lang: str) -> list[int]:
    """Which frames of a language stand in a text, by their number."""
    pack = packs.pack(lang)
    frames = [rule for rule in pack.rules if rule.frame]
    standing = {id(hit[0]) for hit in _Seen(composed(text)[0], pack).hits}
    return [number for number, frame in enumerate(frames) if id(frame) in standing]


class _Seen:
    """A message as a pack sees it: what its rules find, and what is silenced by what stands around."""

    def __init__(self, text: str, pack: packs.Pack) -> None:
        self.pack = pack
        self.message = read(text, pack.spelling)
        self.words = Words(self.message, pack.language)
        self.hits = self._hits()
        self.silenced = self._silenced()

    def flags(self) -> list[_Hit]:
        return [hit for hit in self.hits if hit[0].kind in FLAGS and hit[0].kind not in self.silenced[hit[1]]]

    def offsets(self, start: int, end: int) -> tuple[int, int]:
        """Of the words from `start` until `end`, in the text."""
        return self.message.starts[start], self.message.ends[end - 1]

    def _hits(self) -> list[_Hit]:
        message, words, rules = self.message, self.words, self.pack.rules
        all_quoted = all(message.quoted)
        kept_off: dict[tuple[int, int], bool] = {}
        """By rule and sentence: something in the sentence says that the rule does not mean it."""
        found: list[_Hit] = []
        for number, sentence, start, end in self.pack.index.found(words, message.sentences):
            rule = rules[number]
            first, last, asks = message.sentences[sentence]
            if not all_quoted and any(message.quoted[start:end]):
                continue
            if rule.question is not None and rule.question != asks:
                continue
            if rule.unless:
                key = number, sentence
                if key not in kept_off:
                    kept_off[key] = stands(words, rule.unless, first, last)
                if kept_off[key]:
                    continue
            if rule.not_after and stands_before(words, rule.not_after, first, start):
                continue
            if rule.not_before and stands_at(words, rule.not_before, end, last):
                continue
            found.append((rule, sentence, start, end))
        return found

    def _silenced(self) -> list[set[str]]:
        """By sentence: the flags of which what stands around takes away the meaning.

        Whoever has asked for permission has not given advice unasked, in that sentence and the one after it.
        """
        sentences = len(self.message.sentences)
        silenced: list[set[str]] = [set() for _ in range(sentences)]
        for rule, sentence, _, _ in self.hits:
            flags, reach = rule.frame or (frozenset({"advice"}), "next")
            if rule.frame is None and rule.kind != "consent":
                continue
            if reach == "message":
                first, last = 0, sentences
            else:
                first, last = sentence, sentence + (2 if reach == "next" else 1)
            for one in silenced[first:last]:
                one |= flags
        return silenced


def _judged(seen: _Seen) -> model.Judged | None:
    known = model.model(seen.pack.lang)
    return known.judged(seen.message, seen.pack) if known else None


def _by_rule(seen: _Seen, hits: Sequence[_Hit], judged: model.Judged | None) -> list[_Found]:
    """What rules say, as far as the model, their second reader, goes along."""
    found: list[_Found] = []
    for hit in hits:
        rule, _, start, end = hit
        backing = _backing(seen, hit, judged)
        if judged and backing < judged.by.agrees_from:
            continue
        sure = rule.sure and (judged is None or backing >= judged.by.sure_from)
        told = Flag(rule.kind, *seen.offsets(start, end), rule.id, sure, rule.why, rule.instead)
        found.append(((1 if sure else 2, 0.0), start, told))
    return found


def _backing(seen: _Seen, hit: _Hit, judged: model.Judged | None) -> float:
    """The model's score for what a rule says; more where the rule has seen the whole of a sentence."""
    if judged is None:
        return 0.0
    rule, sentence, start, end = hit
    first, last, _ = seen.message.sentences[sentence]
    spelling, words = seen.pack.spelling, seen.message.words
    whole = all(word in spelling.fillers or word in spelling.joins for word in words[first:start] + words[end:last])
    return judged.score(rule.kind, sentence) + (WHOLE if whole else 0.0)


def _by_model(seen: _Seen, judged: model.Judged, taken: set[str]) -> list[_Found]:
    found: list[_Found] = []
    for flag, score, sentence in judged.flags():
        if flag in taken or flag in seen.silenced[sentence]:
            continue
        first, last, _ = seen.message.sentences[sentence]
        why, instead = seen.pack.why.get(flag, ""), seen.pack.instead.get(flag, ())
        found.append(((3, -score), first, Flag(flag, *seen.offsets(first, last), None, False, why, instead)))
    return found


def _by_wish(seen: _Seen, phrases: Sequence[str]) -> list[_Found]:
    return [
        ((0, 0.0), start, Flag(WISH, *seen.offsets(start, end), WISH, True, "", ()))
        for start, end in _places(seen, phrases)
    ]


def _places(seen: _Seen, phrases: Sequence[str]) -> list[tuple[int, int]]:
    """Where phrases stand, read as the message is read, fillers aside."""
    spelling = seen.pack.spelling
    found: list[tuple[int, int]] = []
    for phrase in phrases:
        said = read(composed(phrase[:LONGEST])[0], spelling).words
        told = [word for word in said if word not in spelling.fillers] or said
        if not told:
            continue
        steps = tuple(frozenset({word}) for word in told)
        filed = Filed(steps, (False,) * len(steps), at=0, rule=0)
        for first, last, _ in seen.message.sentences:
            found += seen.words.places_of(filed, first, last)
    return found


def _touches(flag: Flag, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < flag.end and flag.start < end for start, end in spans)


def _strongest(found: list[_Found]) -> list[Flag]:
    """One finding of each kind, the strongest first, and no more than `MOST`."""
    kept: dict[str, Flag] = {}
    for _, _, flag in sorted(found, key=lambda one: (one[0], one[1], -one[2].end, one[2].flag, one[2].rule or "")):
        kept.setdefault(flag.flag, flag)
    return list(kept.values())[:MOST]


def _moves(seen: _Seen, judged: model.Judged | None, origin: list[int] | None) -> tuple[Move, ...]:
    """In the order of the text; of two of a kind that overlap the longer. The model adds kinds that no rule sees."""
    hits = [hit for hit in seen.hits if hit[0].kind in MOVES]
    found: list[Move] = []
    for rule, _, start, end in sorted(hits, key=lambda hit: (hit[3] <= hit[2], hit[2] - hit[3], hit[2], hit[0].id)):
        one = Move(rule.kind, *seen.offsets(start, end))
        if not any(one.move == other.move and one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    taken = {one.move for one in found}
    for move, _, sentence in judged.moves() if judged else ():
        if move not in taken:
            found.append(Move(move, *seen.offsets(*seen.message.sentences[sentence][:2])))
    found.sort(key=lambda one: (one.start, one.end, one.move))
    if origin is None:
        return tuple(found)
    return tuple(Move(one.move, origin[one.start], origin[one.end]) for one in found)


def _moved(flag: Flag, origin: list[int] | None) -> Flag:
    """The same finding, its offsets in the text as it came."""
    if origin is None:
        return flag
    return Flag(flag.flag, origin[flag.start], origin[flag.end], flag.rule, flag.sure, flag.why, flag.instead)
