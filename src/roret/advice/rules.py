"""Whether advice may be offered, and how it goes to the one it is for. Pure, and total over whatever was stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from roret.content.stored import Saying, any_phrases, one_of

POLICIES = ("none", "ask_first", "subjects", "welcome")
STANDING = ("fine", "once", "rather_not")
GIVER = ("plain_no", "keep_list", "be_told", "other_ways")

LASTS = timedelta(days=14)
"""An offer that nobody has taken up is gone for both after this."""
SUBJECT_LENGTH = 60
"""A subject is a word or two; what there is to say stays sealed."""
WORDS_LENGTH = 10_000
ASKED_AT_ONCE = 3
"""How many offers of one giver can lie there unanswered, for all the giver knows."""
GIVEN_AT_ONCE = 20
"""The same where advice is welcome and nothing is asked."""


@dataclass(frozen=True)
class AdviceTerms:
    """What holds between one who gives and one who receives. Nothing said is `None` or empty."""

    policy: str | None = None
    subjects: tuple[Saying, ...] = ()
    how: tuple[Saying, ...] = ()
    standing: str | None = None
    giver: tuple[str, ...] = ()


@dataclass(frozen=True)
class StayOut:
    """Nothing is agreed on it: no offer goes through the software, and people do as they usually do."""


@dataclass(frozen=True)
class Refused:
    """Not now or not this, said before anything is written. `code` has its words in `forms.REFUSALS`."""

    code: str


@dataclass(frozen=True)
class Sealed:
    """The subject is shown; the words open by a yes."""


@dataclass(frozen=True)
class Delivered:
    """The words go straight to the one who welcomes them."""


Verdict = StayOut | Refused | Sealed | Delivered


def terms(settled: Mapping[str, object] | None) -> AdviceTerms:
    """The reading of settled answers. What this Roret does not know counts as not said."""
    said = settled if isinstance(settled, Mapping) else {}
    policy = one_of(POLICIES, said.get("policy"))
    giver = said.get("giver")
    return AdviceTerms(
        policy=policy,
        subjects=tuple(Saying(**one) for one in any_phrases(said.get("subjects"))) if policy == "subjects" else (),
        how=tuple(Saying(**one) for one in any_phrases(said.get("how"))) if policy not in (None, "none") else (),
        standing=one_of(STANDING, said.get("standing")),
        giver=tuple(choice for choice in GIVER if isinstance(giver, (list, tuple)) and choice in giver),
    )


def decide(
    holds: AdviceTerms, subject: Saying | None, *, lying: Collection[Saying | None] = (), said_once: bool = False
) -> Verdict:
    """What becomes of an offer about `subject`, or of an open one without any.

    `lying` are the subjects that this giver has offered and that have not faded, whatever was answered:
    the answer must not be found out by offering the same again. `said_once`: an open offer was
    made when once was what suited.
    """
    if subject is None:
        return _open_offer(holds.standing, None in lying, said_once)
    if holds.policy is None:
        return StayOut()
    if holds.policy == "none":
        return Refused("none")
    if holds.policy == "subjects" and subject not in holds.subjects:
        return Refused("other_subject")
    about = [one for one in lying if one is not None]
    if holds.policy == "welcome":
        return Delivered() if len(about) < GIVEN_AT_ONCE else Refused("enough")
    if subject in about:
        return Refused("rests")
    return Sealed() if len(about) < ASKED_AT_ONCE else Refused("enough")


def _open_offer(standing: str | None, lies_there: bool, said_once: bool) -> Verdict:
    if standing is None:
        return StayOut()
    if standing == "rather_not":
        return Refused("rather_not")
    if lies_there or (standing == "once" and said_once):
        return Refused("said")
    return Sealed()


def still_fits(holds: AdviceTerms, subject: Saying | None) -> bool:
    """Whether an offer that was made is still one that may be shown, by what holds now."""
    if subject is None:
        return holds.standing in ("fine", "once")
    if holds.policy == "subjects":
        return subject in holds.subjects
    return holds.policy in ("ask_first", "welcome")
