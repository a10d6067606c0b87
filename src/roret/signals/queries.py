"""What stands on Today of signals and thanks, in the reader's language."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from roret.agreement import queries as agreements
from roret.agreement.queries import Agreed
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.circle.rules import Role
from roret.content import cards
from roret.kit.lang import reader_lang
from roret.signals import rules
from roret.signals.models import Signal, Thanks
from roret.signals.rules import Sign
from roret.vault import queries as vault
from roret.vault.sealing import Owner


@dataclass(frozen=True)
class Choice:
    """A signal to tap. `kind` or `own` goes back with the tap."""

    kind: str
    own: str
    words: str


@dataclass(frozen=True)
class MySignal:
    """What the viewer has signalled, and the sentence to say aloud along with it."""

    words: str
    aloud: str


@dataclass(frozen=True)
class TheirSignal:
    """What another has signalled: their words, a sentence to answer with, and what helps."""

    member_id: uuid.UUID
    words: str
    answer: str
    helps: str


@dataclass(frozen=True)
class ThanksShown:
    """A thanks to the viewer that they have not taken off yet. `words` is what came along, if anything."""

    id: uuid.UUID
    member_id: uuid.UUID
    words: str


@dataclass(frozen=True)
class WarmWord:
    """Something to say along with a thanks. `value` goes back with the tap."""

    value: str
    words: str


@dataclass(frozen=True)
class ToThank:
    """Somebody to thank, and what they like to hear with it."""

    member_id: uuid.UUID
    along: tuple[WarmWord, ...]


@dataclass(frozen=True)
class SignalsToday:
    """`here`: whether the edition has the card. `card`: whether it is open to the viewer.

    `turns_at`: when the first of it ends.
    """

    here: bool
    agreed: bool
    card: bool
    mine: MySignal | None
    others: tuple[TheirSignal, ...]
    choices: tuple[Choice, ...]
    thanks: tuple[ThanksShown, ...]
    to_thank: tuple[ToThank, ...]
    turns_at: datetime | None


def today(viewer: Viewer, agreed: Agreed, now: datetime) -> SignalsToday:
    """Signals and thanks as this viewer has them now. As many queries with many members as with few."""
    audience, here = agreed.others(rules.TOPIC), cards.has(viewer.edition, rules.TOPIC)
    said, ends = _said(viewer, (viewer.me(), *audience), now)
    mine, thanks = said.get(viewer.me()), _thanks(viewer, now)
    return SignalsToday(
        here=here,
        agreed=bool(audience),
        card=here and viewer.sees(rules.TOPIC),
        mine=MySignal(words(mine), aloud(mine)) if mine else None,
        others=tuple(
            TheirSignal(member, words(said[member]), answer(said[member]), helps(said[member]))
            for member in audience
            if member in said
        ),
        choices=tuple(Choice(sign.kind, sign.own, words(sign)) for sign in signs(agreed)),
        thanks=tuple(ThanksShown(row.id, row.sender_id, _stored_word(row.words)) for row in thanks),
        to_thank=_to_thank(viewer, agreed),
        turns_at=min([*ends, *(row.until for row in thanks)], default=None),
    )


def signs(agreed: Agreed) -> tuple[Sign, ...]:
    """What the viewer can signal with a tap, to those with whom it is agreed."""
    viewer = agreed.viewer
    each = (agreed.with_other(rules.TOPIC, other) for other in agreed.others(rules.TOPIC))
    return rules.choices([rules.terms(one, viewer.party) for one in each])


def of_others(viewer: Viewer, agreed: Agreed, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID, datetime]]:
    """The signals that the viewer is shown: which, whose, and until when. For whoever brings word of them."""
    shown = Signal.objects.filter(member_id__in=agreed.others(rules.TOPIC), member__circle_id=viewer.circle_id)
    return [(row.id, row.member_id, row.until) for row in shown.filter(until__gt=now).order_by("until", "id")]


def _said(viewer: Viewer, members: Iterable[uuid.UUID], now: datetime) -> tuple[dict[uuid.UUID, Sign], list[datetime]]:
    """What these members have signalled, and when it ends."""
    rows = list(Signal.objects.filter(member_id__in=tuple(members), member__circle_id=viewer.circle_id, until__gt=now))
    vault.warm([Owner("member", row.member_id) for row in rows])
    read = ((row.member_id, rules.stored_sign(row.said)) for row in rows)
    return {member: sign for member, sign in read if sign is not None}, [row.until for row in rows]


# --- thanks -------------------------------------------------------------------------------------


def _thanks(viewer: Viewer, now: datetime) -> list[Thanks]:
    found = Thanks.objects.filter(receiver_id=viewer.me(), sender__left_at=None, until__gt=now)
    rows = list(found.order_by("until", "id"))
    vault.warm([Owner("member", row.sender_id) for row in rows])
    return rows


def _to_thank(viewer: Viewer, agreed: Agreed) -> tuple[ToThank, ...]:
    """Those who have a telephone of their own to read it on; to others one says it."""
    there = [one for one in _counterparts(viewer) if one.has_account or not viewer.is_holder]
    liked = agreements.wishes(viewer, "needs") if viewer.is_holder else {}
    return tuple(
        ToThank(one.id, tuple(WarmWord(value, _word(*said)) for value, said in along(agreed, liked, one.id).items()))
        for one in there
    )


def may_thank(viewer: Viewer, member_id: uuid.UUID) -> bool:
    """A thanks goes between the holder and one other; it takes no agreement."""
    return any(one.id == member_id for one in _counterparts(viewer))


def _counterparts(viewer: Viewer) -> list[circle.MemberFace]:
    """The others, to the holder; to anybody else the holder."""
    faces = circle.members(viewer)
    return [one for one in faces if not one.is_me and (viewer.is_holder or one.role is Role.HOLDER)]


def along(
    agreed: Agreed, liked: Mapping[uuid.UUID, Mapping[str, object]], member_id: uuid.UUID
) -> dict[str, tuple[str, Sign]]:
    """What may be said along with a thanks to this member, by the value that a tap sends back."""
    warm = rules.warm_words(agreed.with_other("words", member_id), liked.get(member_id), agreed.viewer.counterpart)
    return {f"{card}.{sign.kind}" if sign.kind else f"own.{sign.own}": (card, sign) for card, sign in warm}


def _stored_word(value: object) -> str:
    """What came along, in the reader's language. Nothing for a plain thanks, and for what is not known."""
    if not isinstance(value, dict):
        return ""
    own, kind, card = value.get("own"), value.get("kind"), value.get("card")
    if isinstance(own, str) and own:
        return own
    return _word(card, Sign(kind)) if isinstance(kind, str) and isinstance(card, str) else ""


def _word(card: str, sign: Sign) -> str:
    if sign.own:
        return sign.own
    if card == "glad_of":
        return {"have_fun": _("Have a good time"), "hug": _("A hug to you")}.get(sign.kind, "")
    return _label("words", "works", sign.kind)


# --- a signal in words --------------------------------------------------------------------------


def words(sign: Sign) -> str:
    """The signal itself: somebody's own words as they are, ours in the reader's language."""
    if sign.own:
        return sign.own
    ours = {"pause": _("Pause"), "change_subject": _("Something else"), "full": _("I am full")}
    return ours.get(sign.kind) or _label(rules.TOPIC, "stop", sign.kind)


def aloud(sign: Sign) -> str:
    """A sentence to say along with it: a signal takes no word out of anybody's mouth."""
    ours = {
        "pause": _("Let us pause for a moment"),
        "change_subject": _("Shall we talk about something else?"),
        "full": _("I cannot take in more right now"),
    }
    return ours.get(sign.kind) or _("That is enough for me for now")


def answer(sign: Sign) -> str:
    """A sentence that the other can answer with."""
    ours = {
        "pause": _("Yes, let us pause"),
        "change_subject": _("Gladly. What shall we talk about?"),
        "full": _("Thank you for telling me. We stop here."),
    }
    return ours.get(sign.kind) or _("Fine, we stop here")


def helps(sign: Sign) -> str:
    ours = {
        "pause": _("A quiet moment is enough. Nothing has to be finished first."),
        "change_subject": _("Talk of something else, and leave the rest for another day."),
        "full": _("Peace and few words. It is not about you."),
    }
    return ours.get(sign.kind) or _("It means what you have agreed: it is enough for now.")


def _label(topic: str, question: str, kind: str) -> str:
    reader = cards.words(cards.card(topic), reader_lang())
    return reader.questions[question].labels.get(kind, "")
