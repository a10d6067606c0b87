"""Signals and thanks as values: which signs are agreed, when they end, in which words a thanks may come. Pure.

Nothing here raises, whatever was stored: a value that is not known counts as not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from roret.content import stored
from roret.content.shape import Party, Question

TOPIC = "asking"
"""The card that holds one's own stop words and signs; a signal reaches those with whom it is agreed."""

KINDS = ("pause", "change_subject", "full")
"""Always at hand where the topic is agreed."""
SIGNS = ("open_hand", "hand_on_heart", "finger_on_ear")
"""At hand when they were chosen on the card."""
WARM = ("here", "believe", "together", "take_time", "good_to_see", "no_answer", "thanks_for_telling", "tell_more")
"""The card's words that do somebody good."""
GLAD = ("thanks", "have_fun", "hug")
"""What somebody is glad of that can be said along with a thanks. The rest of that list is done, not said."""

LASTS = timedelta(minutes=30)

_STOP = Question(id="stop", kind="phrases", starters=(*KINDS, *SIGNS))
_WORKS = Question(id="works", kind="phrases", starters=WARM)
_GLAD = Question(id="glad_of", kind="phrases", starters=GLAD)


@dataclass(frozen=True)
class Sign:
    """Something that can be said with one tap: one of ours by its id, or somebody's own words."""

    kind: str = ""
    own: str = ""


@dataclass(frozen=True)
class SignalTerms:
    """What one side of an agreement can say with a tap. Where nothing is agreed there is nothing to tap."""

    agreed: bool = False
    signs: tuple[Sign, ...] = ()


def terms(settled: Mapping[str, object] | None, side: Party) -> SignalTerms:
    """One side's signals: the three, then the signs and stop words of their own."""
    if settled is None:
        return SignalTerms()
    chosen = _signs(_STOP, settled.get(stored.key("stop", side)))
    own = tuple(sign for sign in chosen if sign.kind not in KINDS)
    return SignalTerms(True, (*(Sign(kind) for kind in KINDS), *own))


def choices(each: list[SignalTerms]) -> tuple[Sign, ...]:
    """What somebody with several agreements can tap: everything agreed with anybody, each once."""
    return tuple(dict.fromkeys(sign for one in each for sign in one.signs))


def ends_at(said: datetime) -> datetime:
    return said + LASTS


def in_time(said: datetime, stands_until: datetime | None, now: datetime) -> bool:
    """Whether a signal that was given then, and waited for a network, may still be sent.

    Not when its half hour is over, and not when a newer one stands there.
    """
    return now < ends_at(said) and (stands_until is None or stands_until <= ends_at(said))


def warm_words(
    words: Mapping[str, object] | None, needs: Mapping[str, object] | None, side: Party
) -> tuple[tuple[str, Sign], ...]:
    """What may be said along with a thanks to the one on this side, by the card it comes from. Plain thanks is not in it."""
    glad = _signs(_GLAD, (needs or {}).get("glad_of"))
    works = _signs(_WORKS, (words or {}).get(stored.key("works", side)))
    told = [("glad_of", sign) for sign in glad if sign.kind not in ("", "thanks")]
    return tuple(dict.fromkeys(told + [("works", sign) for sign in works]))


def stored_sign(value: object) -> Sign | None:
    """A sign as it was stored, or `None` for what is not known."""
    if not isinstance(value, dict):
        return None
    kind, own = value.get("kind"), value.get("own")
    if isinstance(own, str) and own:
        return Sign(own=own)
    return Sign(kind) if isinstance(kind, str) and kind in (*KINDS, *SIGNS) else None


def _signs(question: Question, value: object) -> tuple[Sign, ...]:
    known = stored.read_phrases(question, value)
    return tuple(Sign(one.get("starter", ""), one.get("own", "")) for one in known)
