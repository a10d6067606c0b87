"""What a reading of a message gives: values, and their one way of being printed.

Offsets count Unicode code points of the text as it was handed in, `start` included and `end` not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

FLAGS: Final = (
    "conclusion",
    "comparison",
    "advice",
    "appearance",
    "diagnosis",
    "pressing",
    "empty_encouragement",
    "taking_over",
    "monitoring",
    "controlling",
    "pace_comment",
    "pity",
)
"""The ways in which support misses."""

MOVES: Final = (
    "open_question",
    "choice",
    "pause_offer",
    "respect_no",
    "consent",
    "repair",
    "capacity",
    "validation",
)
"""The ways in which it lands."""

LANGUAGES: Final = ("da", "en")

WISH: Final = "wish"
"""The flag, and the rule, of words that the reader of the message has said miss."""

MOST: Final = 3
"""No message is ever given more findings than this: who is corrected too much falls silent."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A place where the words may miss."""

    flag: str
    """One of `FLAGS`, or `WISH`."""
    start: int
    end: int
    rule: str | None
    """The permanent id of the rule that saw it; None when the statistical model points at it."""
    sure: bool
    """A rule that is right nearly always. The model never is."""
    why: str
    """What the reader may hear, in the language of the message. Empty for a wish: the caller knows whose it is."""
    instead: tuple[str, ...]
    """Openings to finish in one's own words."""


@dataclass(frozen=True, slots=True)
class Move:
    """A place where the words do what support can do. Nothing praises it; it is there for whoever learns."""

    move: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Findings:
    """One reading. `lang` is None for a language that is not known, and then nothing else is said either."""

    lang: str | None
    flags: tuple[Flag, ...] = ()
    """At most `MOST`, one of each kind, the strongest first."""
    moves: tuple[Move, ...] = ()
    """In the order of the text."""
    cut: bool = False
    """The text was longer than what is looked at (`LONGEST`)."""

    def to_json(self) -> dict[str, Any]:
        """The shape of a line of `python -m ordvalg check --format jsonl`, without its id."""
        return {
            "lang": self.lang,
            "flags": [
                {
                    "flag": found.flag,
                    "start": found.start,
                    "end": found.end,
                    "rule": found.rule,
                    "sure": found.sure,
                    "why": found.why,
                    "instead": list(found.instead),
                }
                for found in self.flags
            ],
            "moves": [{"move": found.move, "start": found.start, "end": found.end} for found in self.moves],
        }


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one reader has said of words. They go before every rule."""

    allowed: tuple[str, ...] = ()
    """Phrases that are welcome: nothing is said about them."""
    missing: tuple[str, ...] = ()
    """Phrases that miss with this reader, whatever the rules think."""
