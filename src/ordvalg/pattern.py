"""The small language that rules are written in, and how a pattern of it is made ready for matching.

    har du ?nogensinde <prøve> (at|med) $REMEDY

    word          that word, however it is spelled or accented in a message
    a|b           one of them
    ?word         it may be there
    <word>        any inflection, from the pack's `lemmas`
    $CLASS        any word of a class, from the pack's `classes`
    smerte*       a word that begins so (four letters at least); `*øvelser` one that ends so
    (a b|c d)     one of these sequences; `?(a b)` a sequence that may be there
    *2            up to two words whatever they are, none of them a negation
    ^             a clause begins here
    $END          nothing comes after in the sentence

Between any two of these up to two filler words of the language (`jo`, `lige`, `just`) may stand. There are no regular
expressions, and nothing that could take longer than in proportion to the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ordvalg.matching import AFFIX

MOST_SEQUENCES: Final = 128
MOST_GAP: Final = 5
MOST_GAPS: Final = 3

_TOKEN: Final = re.compile(r"\?\(|\(|\)|\||[^\s()|]+")


class PatternError(ValueError):
    """A pattern that cannot be read: what is wrong, in words for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One place of a sequence: words of which one must stand there, or a gap."""

    words: frozenset[str]
    """Words as `reading.fold` gives them, `smer*` and `*elser` for parts; empty for a gap or an edge."""
    optional: bool = False
    gap: int = 0
    edge: str = ""
    """`^` or `$END`."""


Sequence = tuple[Step, ...]

Fold = Callable[[str], tuple[str, ...]]
"""How a language reads a word of a pattern: as it reads that word in a message."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What patterns of one language may name. All words folded."""

    lemmas: Mapping[str, frozenset[str]]
    classes: Mapping[str, frozenset[str]]


def parse(pattern: str, vocabulary: Vocabulary, fold: Fold) -> tuple[Sequence, ...]:
    """Every sequence that the pattern stands for, groups written out.

    Raises `PatternError`.
    """
    tokens = _TOKEN.findall(pattern)
    if not tokens:
        raise PatternError("the pattern is empty")
    whole, rest = _alternatives(tokens, vocabulary, fold, 0)
    if rest != len(tokens):
        raise PatternError("a ) without its (")
    if len(whole) > MOST_SEQUENCES:
        raise PatternError(f"it stands for {len(whole)} sequences; at most {MOST_SEQUENCES}. Use a class instead.")
    return tuple(_checked(sequence) for sequence in whole)


def _alternatives(tokens: list[str], vocabulary: Vocabulary, fold: Fold, at: int) -> tuple[list[Sequence], int]:
    """Reads `a b|c d` up to its end or the bracket that closes it."""
    done: list[Sequence] = []
    run: list[list[Sequence]] = []
    while at < len(tokens):
        token = tokens[at]
        if token == ")":
            break
        if token == "|":
            raise PatternError("a | needs a word or a bracket on both sides, with no space")
        if token in ("(", "?("):
            inner, at = _group(tokens, vocabulary, fold, at + 1)
            run.append([*inner, ()] if token == "?(" else inner)
            continue
        words = [token]
        at += 1
        while at + 1 < len(tokens) and tokens[at] == "|" and tokens[at + 1] not in ("(", "?(", ")", "|"):
            words.append(tokens[at + 1])
            at += 2
        run.append(_steps(words, vocabulary, fold))
    done.extend(_product(run))
    return done, at


def _group(tokens: list[str], vocabulary: Vocabulary, fold: Fold, at: int) -> tuple[list[Sequence], int]:
    """Reads what stands in brackets; in there `|` parts whole sequences."""
    inner: list[Sequence] = []
    part: list[str] = []
    depth = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if depth == 0 and token in ("|", ")"):
            made, _ = _alternatives(part, vocabulary, fold, 0) if part else ([()], 0)
            inner.extend(made)
            part = []
            if token == ")":
                return _merged(inner), at
            continue
        depth += token in ("(", "?(")
        depth -= token == ")"
        part.append(token)
    raise PatternError("a ( without its )")


def _merged(inner: list[Sequence]) -> list[Sequence]:
    """Alternatives of one word each are one step."""
    single = [one for one in inner if len(one) == 1 and one[0].words and not one[0].optional]
    if len(single) < 2:
        return inner
    whole = Step(frozenset().union(*(one[0].words for one in single)))
    return [(whole,), *(one for one in inner if one not in single)]


def _product(run: list[list[Sequence]]) -> list[Sequence]:
    size = 1
    for one in run:
        size *= len(one)
    if size > MOST_SEQUENCES * 4:
        raise PatternError(f"it stands for {size} sequences; at most {MOST_SEQUENCES}. Use a class instead.")
    return [tuple(itertools.chain.from_iterable(parts)) for parts in itertools.product(*run)]


def _steps(words: list[str], vocabulary: Vocabulary, fold: Fold) -> list[Sequence]:
    optional = words[0].startswith("?")
    if optional:
        words = [words[0][1:], *words[1:]]
    if len(words) == 1:
        word = words[0]
        if word in ("^", "$END"):
            return [(Step(frozenset(), edge=word),)]
        if re.fullmatch(r"\*\d", word):
            if not 1 <= int(word[1]) <= MOST_GAP:
                raise PatternError(f"a gap is *1 to *{MOST_GAP}")
            return [(Step(frozenset(), gap=int(word[1])),)]
    single: set[str] = set()
    several: list[Sequence] = []
    for word in words:
        if not word:
            raise PatternError("an empty word")
        if word[0] == "<" and word[-1] == ">":
            forms = vocabulary.lemmas.get(word[1:-1])
            if forms is None:
                raise PatternError(f"{word} is not in lemmas.toml")
            single |= forms
        elif word[0] == "$":
            members = vocabulary.classes.get(word[1:])
            if members is None:
                raise PatternError(f"{word} is not in classes.toml")
            single |= members
        elif "*" in word:
            single.add(_part(word, fold))
        else:
            read = fold(word)
            if len(read) == 1:
                single.add(read[0])
            else:
                several.append(tuple(Step(frozenset({one})) for one in read))
    if not several:
        return [(Step(frozenset(single), optional=optional),)]
    made: list[Sequence] = [(Step(frozenset(single)),)] if single else []
    return [*made, *several, *([()] if optional else [])]


def _part(word: str, fold: Fold) -> str:
    bare = fold(word.strip("*"))
    if len(bare) != 1 or word.count("*") != 1 or not (word[0] == "*" or word[-1] == "*"):
        raise PatternError(f"{word}: one * stands for the rest of a word, at its beginning or its end")
    if len(bare[0]) < AFFIX:
        raise PatternError(f"{word}: a part of a word has at least {AFFIX} letters")
    return f"*{bare[0]}" if word[0] == "*" else f"{bare[0]}*"


def _checked(sequence: Sequence) -> Sequence:
    if not any(step.words and not step.optional for step in sequence):
        raise PatternError("it stands for nothing in particular: every word of it may be left out")
    if sum(step.gap > 0 for step in sequence) > MOST_GAPS:
        raise PatternError(f"at most {MOST_GAPS} gaps in one pattern")
    if sequence[0].gap:
        raise PatternError("it begins with a gap")
    return sequence
