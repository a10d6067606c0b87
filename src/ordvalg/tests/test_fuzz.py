"""Whatever is typed: no exception, nothing out of place, and work in proportion to the length."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable

import pytest

from ordvalg import FLAGS, LONGEST, MOVES, WISH, Findings, Wishes, check, packs
from ordvalg.findings import MOST
from ordvalg.matching import Words

INPUTS = 100_000 if os.environ.get("RORET_PROVE") else 4_000
pytestmark = pytest.mark.timeout(180 * INPUTS // 4_000)
SIGNS = list(".,;:!?…-–—()[]{}\"'“”„»«‘’`´#@&%*/\\|~^$<>=+_") + ["\n", "\r\n", "\t", "\u2028", "\x00", "\x1b", "\ufeff"]
STRANGE = [
    "\u0301",
    "\u030a",
    "\u200d",
    "\u200f",
    "\u202e",
    "\ud800",
    "\udfff",
    "🙂",
    "👩‍👩‍👧",
    "ﷺ",
    "ß",
    "İ",
    "ſ",
    "ǆ",
    "你",
    "ن",
    "٣",
    "𝕙",
]


def words_of(lang: str) -> list[str]:
    """What the rules themselves are made of: the likeliest to make them stumble."""
    pack = packs.pack(lang)
    return sorted({*pack.index.words(), *pack.spelling.fillers, *pack.spelling.stands_for})


def message(rng: random.Random, words: list[str]) -> str:
    kind = rng.randrange(6)
    if kind == 0:
        return "".join(chr(rng.randrange(1, 0x110000)) for _ in range(rng.randrange(60)))
    if kind == 1:
        return (rng.choice(words) + rng.choice(["", " ", "  ", *SIGNS])) * rng.randrange(1, 400)
    parts = [
        rng.choice(STRANGE if rng.random() < 0.05 else SIGNS if rng.random() < 0.2 else words)
        for _ in range(rng.choice((3, 12, 40, 200)))
    ]
    return rng.choice((" ", " ", "", ", ")).join(parts)


def test_no_input_breaks_it(figure: Callable[[str], None]) -> None:
    rng = random.Random(20261123)
    words = {lang: words_of(lang) for lang in ("da", "en")}
    flagged = 0
    for _ in range(INPUTS):
        lang = rng.choice(("da", "en"))
        text = message(rng, words[lang])
        wishes = Wishes(tuple(rng.sample(words[lang], 2)), (text[:20],)) if rng.random() < 0.1 else Wishes()
        found = check(text, rng.choice((lang, "auto")), wishes)
        in_order(found, text)
        flagged += bool(found.flags)
    assert flagged, "some of it is understood"
    figure(f"fuzz: {INPUTS} inputs, 0 exceptions, {flagged} with findings")


def in_order(found: Findings, text: str) -> None:
    assert len(found.flags) <= MOST
    assert found.cut == (len(text) > LONGEST)
    for one in (*found.flags, *found.moves):
        assert 0 <= one.start < one.end <= min(len(text), LONGEST)
    assert {flag.flag for flag in found.flags} <= {*FLAGS, WISH}
    assert {move.move for move in found.moves} <= set(MOVES)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_work_grows_with_the_text_and_no_faster(
    lang: str, monkeypatch: pytest.MonkeyPatch, figure: Callable[[str], None]
) -> None:
    """Counted in steps, not in seconds: the same on every machine."""
    steps = 0

    def counted(name: str) -> None:
        real = getattr(Words, name)

        def count(self: Words, *given: object) -> int:
            nonlocal steps
            steps += 1
            return real(self, *given)

        monkeypatch.setattr(Words, name, count)

    counted("_end")
    counted("_start")
    rng = random.Random(7)
    words = words_of(lang)
    worst = 0.0
    for _ in range(INPUTS // 10):
        some = rng.sample(words, rng.choice((1, 2, 3, 6)))
        text = " ".join(rng.choice(some) for _ in range(600))[:LONGEST]
        steps = 0
        check(text, lang, soft=False)
        worst = max(worst, steps / len(text))
    assert worst < 60
    figure(f"hostile repetition, {lang}: at most {worst:.1f} steps a character")


def test_a_huge_text_is_answered_for_its_beginning() -> None:
    text = "Har du prøvet yoga? " * 5_000_000
    assert sys.getsizeof(text) > 90_000_000
    assert check(text, "da").cut
