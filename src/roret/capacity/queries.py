"""How it is today, for one reader: their own, and that of those with whom it is agreed.

To the others, hidden, expired, taken back and never said are one and the same.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Q
from django.utils.translation import gettext as _

from roret.agreement.queries import Agreed
from roret.capacity import rules
from roret.capacity.models import Said
from roret.capacity.rules import CapacityTerms, Code, Need, Part, PartOfDay, Standing, Word, terms
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.content import cards
from roret.content.language import language
from roret.content.sentences import Names, said, sentences
from roret.content.shape import Phrase
from roret.kit import wall
from roret.kit.lang import reader_lang
from roret.vault import queries as vault
from roret.vault.owners import Owner

TOPIC = "capacity"
SILENCE = "asking"
"""The card on which the holder says what it means to say nothing."""


@dataclass(frozen=True)
class Tap:
    """A button: what it sends, what stands on it, and whether it is what was said."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class OwnLine:
    """A part of what one has said: its words, until when it stands, and when it was said if that is a while ago.

    `begins`: the hour from which it stands, for a line that one has written for later.
    """

    part: Part
    text: str
    until: str
    said_in: str = ""
    begins: str = ""


@dataclass(frozen=True)
class Later:
    """From when on a line may be let stand, as the form sends it back and as its button says it."""

    until: datetime
    clock: str


@dataclass(frozen=True)
class Other:
    """One of the others. `said` and `now` are of now, `earlier` is in the past; without any of them, `unset` stands."""

    member_id: uuid.UUID
    said: str = ""
    now: str = ""
    words: str = ""
    earlier: tuple[str, ...] = ()
    unset: str = ""
    good: tuple[str, ...] = ()
    """What they have said is good on such a day, when they have called it a low one."""
    both_flat: tuple[str, ...] = ()
    low: bool = False
    """Whether they have called it a low one, for now, by what the two have agreed."""
    own_low: bool = False
    """The same of the reader's own day, as this other can tell it. Neither is ever weighed against the other."""


@dataclass(frozen=True)
class CapacityToday:
    """`here`: the card is in this edition. `card`: the reader can open it. `holds`: something is agreed."""

    here: bool
    card: bool
    holds: bool
    codes: tuple[Tap, ...] = ()
    numbers: bool = False
    steps: str = ""
    needs: tuple[Tap, ...] = ()
    own: tuple[OwnLine, ...] = ()
    words: str = ""
    says_code: bool = False
    says_need: bool = False
    """Whether one has said it for now; what was said earlier is asked anew."""
    low: bool = False
    good: tuple[str, ...] = ()
    others: tuple[Other, ...] = ()
    turns_at: datetime | None = None
    """When one's own next reads differently. Of the others' there is none: it would tell to the second when they spoke."""


@dataclass(frozen=True)
class _Row:
    """What a member has said in one part, opened and with how it stands. Nothing that is gone becomes one."""

    part: Part
    data: object
    set_at: datetime
    until: datetime
    stands: Standing

    @property
    def turns_at(self) -> datetime:
        if self.stands.tense == "ahead":
            return self.set_at
        return min(rules.stands_until(self.set_at), self.until) if self.stands.tense == "now" else self.until


def today(viewer: Viewer, agreed: Agreed, now: datetime) -> CapacityToday:
    """Everything of this room on Today, in a number of queries that does not grow with the circle."""
    here = cards.has(viewer.edition, TOPIC)
    card = here and viewer.sees(TOPIC)
    mine = terms(agreed.mine(TOPIC), viewer.party)
    if not mine.holds:
        return CapacityToday(here, card, holds=False)
    others = agreed.others(TOPIC)
    rows = _rows(viewer, others, now)
    own = rows.get(viewer.me(), {})
    code, need = own.get("code"), own.get("need")
    value = rules.read_code(code.data) if code else None
    low = _called_low(mine, own)
    return CapacityToday(
        here=here,
        card=card,
        holds=True,
        codes=tuple(Tap(str(c.value), step(c), c == value) for c in rules.offered(mine)),
        numbers=mine.scale in ("percent", "ten"),
        steps=mine.steps,
        needs=_need_taps(rules.read_need(need.data) if need else None),
        own=tuple(line for row in own.values() if (line := _own_line(row, viewer.zone)) is not None),
        words=rules.read_words(own["words"].data) if "words" in own else "",
        says_code=code is not None and code.stands.tense == "now",
        says_need=need is not None and need.stands.tense == "now",
        low=low,
        good=phrases("low", mine.low) if low else (),
        others=tuple(_other(viewer, agreed, other, rows.get(other, {}), own) for other in others),
        turns_at=min((row.turns_at for row in own.values()), default=None),
    )


def says_code(viewer: Viewer, now: datetime) -> bool:
    """Whether the viewer has said for now how much there is to give."""
    row = _rows(viewer, (), now).get(viewer.me(), {}).get("code")
    return row is not None and row.stands.tense == "now"


def low_now(viewer: Viewer, agreed: Agreed, now: datetime) -> dict[uuid.UUID, bool]:
    """Who of those whose code the reader sees has said now how much there is to give, and whether it is little.

    Each by the measure they have set for themselves. Who has said nothing, for whatever reason, is not in it.
    """
    others = agreed.others(TOPIC)
    sides = {viewer.me(): terms(agreed.mine(TOPIC), viewer.party)}
    sides |= {other: terms(agreed.with_other(TOPIC, other), viewer.counterpart) for other in others}
    found = {}
    for member, rows in _rows(viewer, others, now).items():
        row = rows.get("code")
        code = rules.read_code(row.data) if row is not None and row.stands.tense == "now" else None
        if code is not None and sides[member].holds:
            found[member] = rules.is_low(sides[member], code)
    return found


def later(until: datetime, zone: str) -> Later:
    return Later(until, _clock(wall.local(until, zone)))


def _rows(viewer: Viewer, others: Sequence[uuid.UUID], now: datetime) -> dict[uuid.UUID, dict[Part, _Row]]:
    """What stands of what these have said, part by part in the order of `rules.PARTS`. What is ahead is one's own."""
    theirs = Q(member_id__in=others) & (Q(set_at__lte=now) | ~Q(part="words"))
    said = Said.objects.filter(theirs | Q(member_id=viewer.me()), until__gt=now)
    found = list(said.order_by("member_id", "part"))
    vault.warm([Owner("member", row.member_id) for row in found])
    by_member: dict[uuid.UUID, dict[Part, _Row]] = {}
    for part in rules.PARTS:
        for row in found:
            stands = _stands(row, now, viewer.zone)
            if row.part == part and stands.tense != "gone":
                by_member.setdefault(row.member_id, {})[part] = _Row(part, row.said, row.set_at, row.until, stands)
    return by_member


def _stands(row: Said, now: datetime, zone: str) -> Standing:
    if rules.is_ahead(row.part, row.set_at, now):
        return Standing("ahead")
    return rules.standing(row.set_at, row.until, now, zone)


# --- one's own ----------------------------------------------------------------------------------


def _own_line(row: _Row, zone: str) -> OwnLine | None:
    text = _text(row, _need_button)
    if not text:
        return None
    begins = _clock(wall.local(row.set_at, zone)) if row.stands.tense == "ahead" else ""
    return OwnLine(row.part, first_up(text), until_words(row.until, zone), _when(row.stands), begins)


def _need_taps(chosen: Need | None) -> tuple[Tap, ...]:
    """To tap what is chosen already takes it back."""
    return tuple(Tap("" if need == chosen else need, _need_button(need), need == chosen) for need in rules.NEEDS)


# --- the others ---------------------------------------------------------------------------------


def all_right(agreed: Agreed, member_id: uuid.UUID) -> tuple[str, ...]:
    """What the reader and one other have said is all right on a day when both are flat."""
    theirs = terms(agreed.with_other(TOPIC, member_id), agreed.viewer.counterpart)
    return phrases("both_flat", theirs.both_flat)


def _other(
    viewer: Viewer, agreed: Agreed, member_id: uuid.UUID, rows: Mapping[Part, _Row], own: Mapping[Part, _Row]
) -> Other:
    settled = agreed.with_other(TOPIC, member_id)
    theirs = terms(settled, viewer.counterpart)
    both_flat = phrases("both_flat", theirs.both_flat)
    now = {part: text for part, row in rows.items() if row.stands.tense == "now" and (text := _text(row, _need_now))}
    earlier = _earlier([row for row in rows.values() if row.stands.tense == "earlier"])
    if not now and not earlier:
        return Other(member_id, unset=_unset(viewer, agreed, theirs), both_flat=both_flat)
    low = _called_low(theirs, rows)
    return Other(
        member_id,
        said=first_up(now.get("code", "")),
        now=now.get("need", ""),
        words=now.get("words", ""),
        earlier=earlier,
        good=phrases("low", theirs.low) if low else (),
        both_flat=both_flat,
        low=low,
        own_low=_called_low(terms(settled, viewer.party), own),
    )


def _called_low(agreed: CapacityTerms, rows: Mapping[Part, _Row]) -> bool:
    """Whether one person has said for now that there is little to give, by their own measure."""
    row = rows.get("code")
    code = rules.read_code(row.data) if row is not None and row.stands.tense == "now" else None
    return code is not None and rules.is_low(agreed, code)


def _earlier(rows: Iterable[_Row]) -> tuple[str, ...]:
    """One line for each part of the day in which something was said that still stands, the latest last."""
    lines: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: _DAY.index(row.stands.said_in) if row.stands.said_in else -1):
        if text := _text(row, _need_then):
            lines.setdefault(_when(row.stands), []).append(text)
    return tuple(
        _("%(when)s: %(what)s") % {"when": first_up(when), "what": ", ".join(said)} for when, said in lines.items()
    )


_DAY: tuple[PartOfDay, ...] = ("night", "morning", "forenoon", "afternoon", "evening")


def _unset(viewer: Viewer, agreed: Agreed, theirs: CapacityTerms) -> str:
    """What it means that nothing is said, as they have agreed it, and nothing more."""
    if theirs.unset == "as_usual":
        return _("Do as you usually do")
    silence = _silence(viewer, agreed) if theirs.unset == "my_silence" else ""
    return silence or _("Not said today")


def _silence(viewer: Viewer, agreed: Agreed) -> str:
    """What the holder has said that silence means, as far as that is agreed with the reader."""
    if agreed.holder_id is None or (settled := agreed.with_other(SILENCE, agreed.holder_id)) is None:
        return ""
    called = circle.names(viewer)
    names = Names(called.get(agreed.holder_id, ""), called.get(viewer.me(), ""))
    about = {key: settled[key] for key in ("silence", "silence_own") if key in settled}
    lines = sentences(cards.card(SILENCE), about, reader_lang(), names, "pair")
    return " ".join(line.text for line in lines)


# --- words --------------------------------------------------------------------------------------


def phrases(question: str, chosen: Iterable[Phrase]) -> tuple[str, ...]:
    """Phrases of the card in the reader's language, and what was written as it stands."""
    card = cards.card(TOPIC)
    return tuple(said(card, card.question(question), list(chosen), reader_lang()))


def first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def step(code: Code) -> str:
    """What stands on the button."""
    return str(code.value) if code.scale == "ten" else first_up(code_words(code))


def code_words(code: Code) -> str:
    """A code in words, on the scale it was said on."""
    if not isinstance(code.value, int):
        return _word(code.value)
    if code.scale == "percent":
        return _("%(number)s%%") % {"number": code.value}
    return _("%(number)s out of 10") % {"number": code.value}


def until_words(until: datetime, zone: str) -> str:
    """Until when, as one says it."""
    local = wall.local(until, zone)
    if local.time() == time():
        return _("until midnight")
    return _("until %(time)s") % {"time": _clock(local)}


def _clock(local: datetime) -> str:
    return language(reader_lang()).clock(f"{local:%H:%M}")


def _text(row: _Row, need_words: Callable[[Need], str]) -> str:
    """A part in words; nothing for what was stored by a newer Roret and cannot be read."""
    if row.part == "code":
        code = rules.read_code(row.data)
        return code_words(code) if code else ""
    if row.part == "need":
        need = rules.read_need(row.data)
        return need_words(need) if need else ""
    words = rules.read_words(row.data)
    return _("“%(words)s”") % {"words": words} if words else ""


def _word(word: Word) -> str:
    return {
        "a_lot": _("a lot"),
        "some": _("some"),
        "a_little": _("a little"),
        "next_to_nothing": _("next to nothing"),
    }[word]


def _need_button(need: Need) -> str:
    return {
        "listen": _("Somebody who listens"),
        "practical": _("Practical help"),
        "other_talk": _("Talk of something else"),
        "quiet_company": _("Company without talk"),
        "peace": _("Peace and quiet"),
        "cannot_begin": _("I would like company but cannot begin"),
    }[need]


def _need_now(need: Need) -> str:
    return {
        "listen": _("would like somebody to listen"),
        "practical": _("would like practical help"),
        "other_talk": _("would rather talk of something else"),
        "quiet_company": _("would like company without talk"),
        "peace": _("would rather have peace and quiet"),
        "cannot_begin": _("would like company but cannot begin"),
    }[need]


def _need_then(need: Need) -> str:
    return {
        "listen": _("wanted somebody to listen"),
        "practical": _("wanted practical help"),
        "other_talk": _("wanted to talk of something else"),
        "quiet_company": _("wanted company without talk"),
        "peace": _("wanted peace and quiet"),
        "cannot_begin": _("wanted company but could not begin"),
    }[need]


def _when(stands: Standing) -> str:
    """The part of the day in which it was said, for what stands in the past."""
    if stands.said_in is None:
        return ""
    return {
        "night": _("last night"),
        "morning": _("this morning"),
        "forenoon": _("late this morning"),
        "afternoon": _("this afternoon"),
        "evening": _("earlier this evening"),
    }[stands.said_in]
