"""Whether one may ask now and in which words, what one is asked, and what was answered, in the reader's language."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from roret.agreement.queries import Agreed
from roret.asking import rules
from roret.asking.models import Mute, Question, Quota
from roret.asking.rules import Answer, AskTerms, Kind
from roret.capacity import queries as capacity
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.content import cards
from roret.content.answers import button
from roret.content.language import language
from roret.content.sentences import said
from roret.content.shape import Phrase
from roret.content.stored import any_phrases
from roret.kit.lang import reader_lang
from roret.signals import queries as signals
from roret.vault import queries as vault
from roret.withdraw import queries as withdraw
from roret.zones import queries as zones
from roret.zones.queries import clock_words
from roret.zones.rules import Kind as Comes
from roret.zones.rules import Now, On, may_come

TOPIC = "asking"


@dataclass(frozen=True)
class Words:
    """Words to ask with. `value` goes back with the tap."""

    value: str
    text: str


@dataclass(frozen=True)
class Ask:
    """Whether the viewer may ask this member now, in which words, and if not, what leads on.

    `at` is the day and `clock` the time from when it is worth a look; `times` when one has agreed to ask; `reach`
    when it is good to come; `silence` what they have said that their silence means. `muted`: the viewer has said for
    now not to see this member's questions.
    """

    member_id: uuid.UUID
    kind: str
    words: tuple[Words, ...] = ()
    at: datetime | None = None
    clock: str = ""
    by_the_week: bool = False
    times: str = ""
    reach: tuple[str, ...] = ()
    talk: str = ""
    silence: str = ""
    muted: bool = False


@dataclass(frozen=True)
class ToMe:
    """A question to the viewer. With no asker it is the one that was agreed for this hour.

    `how_much`: a capacity code answers it, and whoever asked will read the code.
    """

    id: uuid.UUID
    asker_id: uuid.UUID | None
    words: str
    how_much: bool = False


@dataclass(frozen=True)
class Answered:
    """What a member would like, as they said it to the viewer. It stands until the question would have faded."""

    member_id: uuid.UUID
    choice: str
    own: str


@dataclass(frozen=True)
class AskingToday:
    """`agreed`: the viewer has agreed with somebody on asking. `card`: they have the card on which that is done."""

    agreed: bool
    card: bool
    others: tuple[Ask, ...]
    to_me: tuple[ToMe, ...]
    answers: tuple[Answered, ...]
    turns_at: datetime | None = None


def today(viewer: Viewer, agreed: Agreed, now: datetime) -> AskingToday:
    """Asking as this viewer has it now. As many queries with many members as with few."""
    others = agreed.others(TOPIC)
    muted = _muted(viewer, now)
    quiet = zones.zones(viewer, agreed, now)
    to_me, answers, until = _questions(viewer, agreed, now, muted, quiet)
    asks = _asks(viewer, agreed, now, others, muted, quiet)
    turns = [*until, *(on.until for on in quiet.values()), *(ask.at for ask in asks if ask.at is not None)]
    return AskingToday(
        agreed=bool(others),
        card=has_card(viewer),
        others=asks,
        to_me=to_me,
        answers=answers,
        turns_at=min(turns, default=None),
    )


def ask(viewer: Viewer, agreed: Agreed, member_id: uuid.UUID, now: datetime) -> Ask:
    """The same about one other member, also where nothing is agreed. Raises `Http404` for nobody of this circle."""
    circle.member(viewer, member_id)
    muted = _muted(viewer, now)
    if member_id not in agreed.others(TOPIC):
        return Ask(member_id, str(Kind.NOT_AGREED), muted=member_id in muted)
    return _asks(viewer, agreed, now, (member_id,), muted, zones.zones(viewer, agreed, now))[0]


def terms(viewer: Viewer, agreed: Agreed, other_id: uuid.UUID) -> AskTerms:
    """What holds about the viewer asking another member."""
    if other_id not in agreed.others(TOPIC):
        return AskTerms()
    return rules.terms(agreed.with_other(TOPIC, other_id), viewer.counterpart)


def may_ask(viewer: Viewer, agreed: Agreed, other_id: uuid.UUID, now: datetime) -> Answer:
    """Whether the viewer may ask this member now, by what the viewer may know."""
    return _answers(viewer, agreed, now, (other_id,), zones.zones(viewer, agreed, now))[other_id]


def check_in_terms(viewer: Viewer, agreed: Agreed) -> dict[uuid.UUID | None, AskTerms]:
    """For the holder: what holds about being asked, with each of the others, and what they wish under `None`."""
    each: dict[uuid.UUID | None, AskTerms] = {
        other: rules.terms(agreed.between(TOPIC, other), "holder") for other in agreed.others(TOPIC)
    }
    return {None: rules.terms(agreed.mine(TOPIC), "holder"), **each}


def quiet_for_check_in(viewer: Viewer, agreed: Agreed, now: datetime, quiet: Mapping[uuid.UUID, On]) -> On | None:
    """The zone in which the holder's check-in waits: their own, or one with somebody it is agreed with; the longest."""
    with_them = (other for other, holds in check_in_terms(viewer, agreed).items() if holds.when is rules.When.FIXED)
    on = [zones.own(viewer, agreed, now), *(quiet.get(other) for other in with_them if other is not None)]
    return max((one for one in on if one is not None), key=lambda one: one.until, default=None)


def open_to(viewer: Viewer, agreed: Agreed, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID | None, datetime]]:
    """Questions to the viewer that are not answered, also those that wait for a zone: which, whose, and until when."""
    me, others, muted = viewer.me(), agreed.others(TOPIC), _muted(viewer, now)
    found = Question.objects.filter(asked_id=me, asked__circle_id=viewer.circle_id, until__gt=now).order_by(
        "until", "id"
    )
    open_still = [row for row in found if rules.read_said(row.answer).choice is None]
    said = _said_by_code(viewer, agreed, open_still, now)
    return [(r.id, r.asker_id, r.until) for r in open_still if r.id not in said and _is_for_me(r, others, muted)]


def mutes(viewer: Viewer, now: datetime) -> frozenset[uuid.UUID]:
    """Whose questions the viewer does not want to see for now."""
    return _muted(viewer, now)


# --- what one may ask -----------------------------------------------------------------------------


def _asks(
    viewer: Viewer,
    agreed: Agreed,
    now: datetime,
    others: Iterable[uuid.UUID],
    muted: frozenset[uuid.UUID],
    quiet: Mapping[uuid.UUID, On],
) -> tuple[Ask, ...]:
    others = tuple(others)
    answers = _answers(viewer, agreed, now, others, quiet)
    found = []
    for other in others:
        holds, answer = terms(viewer, agreed, other), answers[other]
        found.append(
            Ask(
                member_id=other,
                kind=str(answer.kind),
                words=tuple(Words(button(phrase), text) for phrase, text in _read("words", answer.words)),
                at=answer.at,
                clock=clock_words(answer.at, viewer.zone) if answer.at else "",
                by_the_week=answer.by_the_week,
                times=language(reader_lang()).windows(list(holds.fixed_times)) if holds.fixed_times else "",
                reach=tuple(text for _, text in _read("reach", holds.reach)),
                talk=str(holds.talk or ""),
                silence=_silence(holds),
                muted=other in muted,
            )
        )
    return tuple(found)


def _answers(
    viewer: Viewer, agreed: Agreed, now: datetime, others: Iterable[uuid.UUID], quiet: Mapping[uuid.UUID, On]
) -> dict[uuid.UUID, Answer]:
    signalling = {one.member_id for one in signals.today(viewer, agreed, now).others}
    away = {one.member_id for one in withdraw.today(viewer, agreed, now).others}
    counted = {row.asked_id: row for row in Quota.objects.filter(asker_id=viewer.me(), until__gt=now)}
    found = {}
    for other in others:
        holds, quota = terms(viewer, agreed, other), counted.get(other)
        since = rules.window_start(holds.often, now, viewer.zone)
        found[other] = rules.may_ask(
            holds,
            quiet.get(other),
            other in signalling,
            other in away,
            quota.times if quota and quota.since >= since else 0,
            now,
            viewer.zone,
            None if viewer.is_holder else zones.otherwise(viewer, agreed, other),
        )
    return found


def _silence(holds: AskTerms) -> str:
    """What they have said that their silence means: the card's words, or their own."""
    if holds.silence is None or holds.silence is rules.Silence.OWN_WORDS:
        return holds.silence_own
    labels = cards.words(cards.card(TOPIC), reader_lang()).questions["silence"].labels
    return labels.get(str(holds.silence), "")


# --- what one is asked, and what was answered -----------------------------------------------------


def _questions(
    viewer: Viewer, agreed: Agreed, now: datetime, muted: frozenset[uuid.UUID], quiet: Mapping[uuid.UUID, On]
) -> tuple[tuple[ToMe, ...], tuple[Answered, ...], list[datetime]]:
    me, others = viewer.me(), agreed.others(TOPIC)
    theirs = Q(asked_id=me) | Q(asker_id=me, asked_id__in=others) | Q(asker_id=None, asked_id__in=others)
    found = Question.objects.filter(theirs, asked__left_at=None, asked__circle_id=viewer.circle_id, until__gt=now)
    rows = list(found.order_by("until", "id"))
    vault.warm(sorted({owner for row in rows for owner in (row.seal_owner, row.seal_asker)}))
    is_asked = any(row.asked_id == me and row.asker_id is None for row in rows)
    own_quiet = quiet_for_check_in(viewer, agreed, now, quiet) if is_asked else None
    said = _said_by_code(viewer, agreed, [row for row in rows if row.asked_id == me], now)
    to_me, answers, until = [], [], []
    for row in rows:
        if row.id in said:
            continue
        given = rules.read_said(row.answer)
        if row.asked_id == me:
            on = own_quiet if row.asker_id is None else quiet.get(row.asker_id)
            if given.choice is None and _is_for_me(row, others, muted) and _comes(row, on, now):
                to_me.append(ToMe(row.id, row.asker_id, question_words(row.words), _by_code(agreed, row)))
                until.append(row.until)
        elif given.choice in rules.SAID:
            answers.append(Answered(row.asked_id, str(given.choice), given.own))
            until.append(row.until)
    return tuple(to_me), tuple(answers), until


def _by_code(agreed: Agreed, row: Question) -> bool:
    """Whether a code of the viewer's answers it: it asks for one, and can be read by whoever asked."""
    if not rules.asks_how_much(row.words):
        return False
    return row.asker_id in agreed.others(capacity.TOPIC) if row.asker_id else bool(agreed.mine(capacity.TOPIC))


def _said_by_code(viewer: Viewer, agreed: Agreed, rows: Iterable[Question], now: datetime) -> frozenset[uuid.UUID]:
    """Which of these questions to the viewer are answered by what stands of their day."""
    asking = frozenset(row.id for row in rows if _by_code(agreed, row))
    return asking if asking and capacity.says_code(viewer, now) else frozenset()


def _is_for_me(row: Question, others: tuple[uuid.UUID, ...], muted: frozenset[uuid.UUID]) -> bool:
    return row.asker_id is None or (row.asker_id in others and row.asker_id not in muted)


def _comes(row: Question, on: On | None, now: datetime) -> bool:
    kind = Comes.CHECK_IN if row.asker_id is None else Comes.QUESTION
    return isinstance(may_come(kind, on, now), Now)


def question_words(words: object) -> str:
    """The words of a question in the reader's language."""
    return "".join(text for _, text in _read("words", any_phrases([words])))


def _muted(viewer: Viewer, now: datetime) -> frozenset[uuid.UUID]:
    return frozenset(Mute.objects.filter(owner_id=viewer.me(), until__gt=now).values_list("other_id", flat=True))


def _read(question: str, chosen: Iterable[Phrase]) -> list[tuple[Phrase, str]]:
    """Phrases with their words; those that today's card does not know are left out."""
    card = cards.card(TOPIC)
    (asked,) = [one for one in card.questions if one.id == question]
    return [(phrase, text) for phrase in chosen for text in said(card, asked, [phrase], reader_lang())]


def has_card(viewer: Viewer) -> bool:
    """Whether the card on which asking is agreed is in this edition and open to the viewer."""
    return viewer.sees(TOPIC) and cards.has(viewer.edition, TOPIC)
