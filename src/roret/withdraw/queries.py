"""Who has withdrawn, as each reader may know it, with the words that were agreed for it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.utils.translation import gettext as _

from roret.agreement.queries import Agreed
from roret.circle.access import Viewer
from roret.content import cards
from roret.content.stored import Saying
from roret.kit.lang import reader_lang
from roret.vault import queries as vault
from roret.vault.sealing import Owner
from roret.withdraw import rules
from roret.withdraw.models import Away, Check
from roret.withdraw.rules import Reading, WithdrawTerms


@dataclass(frozen=True)
class Line:
    """A line to take along: to copy, to send as SMS (`sms` is the address of that) or to have read aloud."""

    text: str
    sms: str


@dataclass(frozen=True)
class MyAway:
    """The viewer's own message. `back_at` goes into the form for staying longer and comes back with it."""

    message: str
    when: str
    back_at: str
    line: Line


@dataclass(frozen=True)
class TheirAway:
    """Another's message, the replies they said are good to hear, and what they said is fine to do meanwhile."""

    member_id: uuid.UUID
    message: str
    when: str
    replies: tuple[Line, ...]
    meanwhile: tuple[str, ...]


@dataclass(frozen=True)
class Ready:
    """A message that lies ready. `preset` or `ready` goes back with the tap."""

    preset: str
    ready: str
    words: str


@dataclass(frozen=True)
class LaterWord:
    """A friendly word is welcome now, in the words that were agreed for it."""

    member_id: uuid.UUID
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class WithdrawToday:
    """`here`: whether the edition has the card. `card`: whether it is open to the viewer.

    `turns_at`: when something of this reads differently by itself.
    """

    here: bool
    agreed: bool
    card: bool
    mine: MyAway | None
    others: tuple[TheirAway, ...]
    presets: tuple[Ready, ...]
    checks: tuple[LaterWord, ...]
    wordless: bool
    signs: tuple[str, ...]
    turns_at: datetime | None


def today(viewer: Viewer, agreed: Agreed, now: datetime) -> WithdrawToday:
    """Withdrawing as this viewer has it now. As many queries with many members as with few."""
    audience, away = agreed.others(rules.TOPIC), _away(viewer, agreed, now)
    mine, own = away.get(viewer.me()), my_terms(agreed)
    here = cards.has(viewer.edition, rules.TOPIC)
    checks = {} if viewer.paused else _checks(viewer, now)
    return WithdrawToday(
        here=here,
        agreed=bool(audience),
        card=here and viewer.sees(rules.TOPIC),
        mine=_mine(mine, viewer.zone, now) if mine else None,
        others=tuple(_theirs(agreed, away[one], viewer.zone, now) for one in audience if one in away),
        presets=presets(agreed),
        checks=tuple(
            LaterWord(one, lines(their_terms(agreed, one).check_words, "check_words"))
            for one in audience
            if one in checks and one not in away and rules.wants_check(their_terms(agreed, one).check)
        ),
        wordless=any(one.how == "no_words" for one in own),
        signs=tuple(dict.fromkeys(words(sign, "sign") for one in own for sign in one.signs)),
        turns_at=_turns_at(away.values(), checks.values(), now),
    )


def my_terms(agreed: Agreed) -> list[WithdrawTerms]:
    """The viewer's own terms, with each of those with whom it is agreed."""
    me = agreed.viewer
    return [rules.terms(agreed.with_other(rules.TOPIC, other), me.party) for other in agreed.others(rules.TOPIC)]


def their_terms(agreed: Agreed, member_id: uuid.UUID) -> WithdrawTerms:
    """The terms of the one on the other side, as they are agreed with the viewer."""
    return rules.terms(agreed.with_other(rules.TOPIC, member_id), agreed.viewer.counterpart)


def presets(agreed: Agreed) -> tuple[Ready, ...]:
    """What lies ready for the viewer, those without a clock time first. Nothing where nothing is agreed."""
    mine = my_terms(agreed)
    return tuple(Ready(p.starter, p.own, words(p, "messages")) for p in rules.presets(mine)) if mine else ()


def _away(viewer: Viewer, agreed: Agreed, now: datetime) -> dict[uuid.UUID, Away]:
    members = (viewer.me(), *agreed.others(rules.TOPIC))
    rows = list(Away.objects.filter(member_id__in=members, member__circle_id=viewer.circle_id, until__gt=now))
    vault.warm([Owner("member", row.member_id) for row in rows])
    return {row.member_id: row for row in rows if rules.stored_message(row.message)}


def of_others(viewer: Viewer, agreed: Agreed, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID, datetime]]:
    """Those who are away, as far as the viewer is shown it: which, who, and until when. For whoever brings word of it."""
    rows = (row for member, row in _away(viewer, agreed, now).items() if member != viewer.me())
    return sorted(((row.id, row.member_id, row.until) for row in rows), key=lambda one: (one[2], one[0]))


def _checks(viewer: Viewer, now: datetime) -> dict[uuid.UUID, Check]:
    rows = Check.objects.filter(member_id=viewer.me(), about__left_at=None, from_at__lte=now, until__gt=now)
    return {row.about_id: row for row in rows}


def _turns_at(away: Iterable[Away], checks: Iterable[Check], now: datetime) -> datetime | None:
    moments = [at for row in away for at in (row.back_at, row.until) if at is not None and at > now]
    return min([*moments, *(row.until for row in checks)], default=None)


def _mine(row: Away, zone: str, now: datetime) -> MyAway:
    now_reads = _reading(row, now)
    shown = row.back_at.isoformat() if row.back_at else ""
    return MyAway(message(now_reads), when(now_reads, zone), shown, line(said(now_reads, zone)))


def _theirs(agreed: Agreed, row: Away, zone: str, now: datetime) -> TheirAway:
    now_reads, theirs = _reading(row, now), their_terms(agreed, row.member_id)
    meanwhile = tuple(words(one, "meanwhile") for one in theirs.meanwhile)
    replies = lines(theirs.reply, "reply")
    return TheirAway(row.member_id, message(now_reads), when(now_reads, zone), replies, meanwhile)


def _reading(row: Away, now: datetime) -> Reading:
    return rules.reading(rules.stored_message(row.message) or Saying(), row.back_at, now)


# --- in words -----------------------------------------------------------------------------------


def message(now_reads: Reading) -> str:
    """What was said, without its clock time."""
    if now_reads.message.starter in rules.MINUTES:
        return _("I am recharging")
    return words(now_reads.message, "messages")


def when(now_reads: Reading, zone: str) -> str:
    """The clock time that still holds; after it, that it takes its time."""
    if now_reads.takes_its_time:
        return _("It takes the time it takes")
    if now_reads.back_at is None:
        return ""
    hour, minute = rules.clock(now_reads.back_at, zone)
    return _("Back at %(hour)s:%(minute)s") % {"hour": hour, "minute": f"{minute:02}"}


def said(now_reads: Reading, zone: str) -> str:
    """The whole of it in one line, for somebody who is not on this page."""
    text, time = message(now_reads), when(now_reads, zone)
    if not time:
        return text
    return f"{text}{'' if text.endswith(('.', '!', '?', '…')) else '.'} {time}."


def words(phrase: Saying, question: str) -> str:
    """One's own words as they are, the card's in the reader's language."""
    if phrase.own:
        return phrase.own
    reader = cards.words(cards.card(rules.TOPIC), reader_lang())
    return reader.questions[question].labels.get(phrase.starter, "")


def lines(phrases: Iterable[Saying], question: str) -> tuple[Line, ...]:
    return tuple(line(words(one, question)) for one in phrases)


def line(text: str) -> Line:
    return Line(text, f"sms:?&body={quote(text, safe='', errors='replace')}")
