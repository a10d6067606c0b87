"""What each has said of words as far as the reader may see it, and a look at a text that is kept nowhere."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

import ordvalg
from roret.agreement.queries import Agreed
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.circle.queries import MemberFace
from roret.circle.rules import Role
from roret.content import cards, stored
from roret.content.answers import button
from roret.content.language import languages
from roret.content.shape import Phrase
from roret.kit.lang import reader_lang
from roret.vault import queries as vault
from roret.vault.sealing import Owner
from roret.withdraw.queries import Line, line
from roret.words import rules
from roret.words.models import Chosen, Repair
from roret.words.rules import Excerpt, When, WordsTerms

"""In which a phrase of the card is known again, whatever language the page is in."""


@dataclass(frozen=True)
class Whose:
    """Whose words go before the rules, and which. Nobody's, where nothing is said."""

    name: str = ""
    wishes: ordvalg.Wishes = ordvalg.Wishes()


@dataclass(frozen=True)
class Opening:
    """A way to begin. `value` goes back with the tap: the sentence that was marked, and what comes in its place."""

    says: str
    value: str


@dataclass(frozen=True)
class Nudge:
    """One place in one of the texts. `speaks`: who says so and how surely. `nth`: in which of the texts."""

    speaks: str
    why: str
    shown: Excerpt
    openings: tuple[Opening, ...]
    nth: int


@dataclass(frozen=True)
class Look:
    """What a look at some texts gave. `as_far_as`: so many characters, where that was not all. No language: unknown."""

    empty: bool
    lang: str | None = None
    as_far_as: int = 0
    nudges: tuple[Nudge, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """A repair to be said with one tap, which sends `value` back."""

    value: str
    line: Line


@dataclass(frozen=True)
class Party:
    """What one has said of words. `is_me`: it is the reader."""

    member_id: uuid.UUID
    name: str
    is_me: bool
    works: tuple[str, ...]
    misses: tuple[str, ...]
    repair: tuple[str, ...]


@dataclass(frozen=True)
class SayTo:
    """Somebody to whom something came out wrong. `marked`: they chose these sentences. `screen`: it can stand on theirs."""

    member_id: uuid.UUID
    name: str
    marked: bool
    screen: bool
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class WordsPage:
    """`here`: the edition has the card. `card`: it is open to the reader. `question`: where they mark repairs on it."""

    here: bool
    card: bool
    question: str
    parties: tuple[Party, ...]
    say_to: tuple[SayTo, ...]


@dataclass(frozen=True)
class ToMe:
    id: uuid.UUID
    sender_id: uuid.UUID
    text: str


@dataclass(frozen=True)
class Mine:
    """What one has said oneself, the same whatever the other does with it."""

    id: uuid.UUID
    receiver_id: uuid.UUID
    line: Line


@dataclass(frozen=True)
class WordsToday:
    """`turns_at`: when the first of it is gone."""

    to_me: tuple[ToMe, ...]
    mine: tuple[Mine, ...]
    turns_at: datetime | None


# --- a look at a text ---------------------------------------------------------------------------


def look(texts: Sequence[str], lang: str, whose: Whose, *, also_soft: bool) -> Look:
    """What catches the eye, the surest first. `also_soft`: what the small model points at as well, which no rule says.

    Reads the texts and keeps nothing of them.
    """
    if lang == "auto" and len(texts) > 1:
        # A subject of one word is in the language of the rest.
        lang = ordvalg.check("\n".join(texts), lang="auto", soft=False).lang or "auto"
    written = [
        (nth, typed, ordvalg.check(typed, lang=lang, wishes=whose.wishes, soft=also_soft))
        for nth, typed in enumerate(texts)
        if typed.strip()
    ]
    flags = [(nth, typed, flag) for nth, typed, read in written for flag in _each_place_once(read.flags)]
    flags.sort(key=lambda one: (one[2].rule is None, not one[2].sure))
    return Look(
        empty=not written,
        lang=next((read.lang for _nth, _typed, read in written if read.lang), None),
        as_far_as=ordvalg.LONGEST if any(read.cut for _nth, _typed, read in written) else 0,
        nudges=tuple(_nudge(typed, nth, flag, whose.name) for nth, typed, flag in flags),
    )


def _each_place_once(flags: Sequence[ordvalg.Flag]) -> list[ordvalg.Flag]:
    """What somebody has said of words comes with what a rule knows of the same place, in place of it."""
    said, rest = [one for one in flags if one.flag == ordvalg.WISH], [one for one in flags if one.flag != ordvalg.WISH]
    found = []
    for one in said:
        known = next((rule for rule in rest if rule.start < one.end and one.start < rule.end), None)
        rest = [rule for rule in rest if rule is not known]
        found.append(replace(one, why=known.why, instead=known.instead) if known else one)
    return found + rest


def _nudge(typed: str, nth: int, flag: ordvalg.Flag, name: str) -> Nudge:
    return Nudge(
        speaks=_speaks(flag, name),
        why=flag.why,
        shown=rules.excerpt(typed, flag.start, flag.end),
        openings=tuple(Opening(one, "\n".join(rules.begun(typed, flag.start, flag.end, one))) for one in flag.instead),
        nth=nth,
    )


def _speaks(flag: ordvalg.Flag, name: str) -> str:
    if flag.rule is None:
        return _("A guess, not a rule: this may land otherwise than it is meant.")
    if flag.flag == ordvalg.WISH:
        return _("%(name)s has said that these words miss.") % {"name": name}
    if flag.sure:
        return _("These words often land otherwise than they are meant.")
    return _("These words can land otherwise than they are meant.")


def whose(viewer: Viewer, to: uuid.UUID | None = None) -> Whose:
    """Whose words go before the rules when the viewer writes to `to`, or to nobody in particular: then the holder's.

    Only what holds between the two, or was opened to the viewer. A holder who writes to nobody in particular has one
    reader or several; where it is one, it is theirs.
    """
    agreed = Agreed(viewer)
    others = agreed.others(rules.TOPIC)
    reader = to if to is not None else others[0] if len(others) == 1 else None
    if reader is None or reader not in others:
        return Whose()
    said = rules.terms(agreed.with_other(rules.TOPIC, reader), viewer.counterpart)
    return Whose(circle.member(viewer, reader).name, wishes(said))


def wishes(said: WordsTerms) -> ordvalg.Wishes:
    """Phrases of the card in every language it has, and what was written as it stands."""
    return ordvalg.Wishes(
        allowed=tuple(_known_as("works", said.works)), missing=tuple(_known_as("misses", said.misses))
    )


def _known_as(question: str, phrases: Iterable[Phrase]) -> Iterable[str]:
    card = cards.card(rules.TOPIC)
    for phrase in phrases:
        if "own" in phrase:
            yield phrase["own"]
        else:
            labels = (cards.words(card, lang).questions[question].labels for lang in languages())
            yield from dict.fromkeys(text for one in labels if (text := one.get(phrase["starter"], "")))


def when(viewer: Viewer) -> When:
    """When this member would like their words looked at, while they write to others."""
    row = Chosen.objects.filter(member_id=viewer.member_id).first() if viewer.member_id else None
    return rules.when(row.when if row else None, viewer.party)


# --- the page of words --------------------------------------------------------------------------


def page(viewer: Viewer) -> WordsPage:
    """Works, misses and repair, for each of those whose words hold for the reader; their own first."""
    agreed, faces = Agreed(viewer), circle.members(viewer)
    here, others = cards.has(viewer.edition, rules.TOPIC), agreed.others(rules.TOPIC)
    said = {one.id: _theirs(agreed, one.id) if one.id in others else WordsTerms() for one in faces}
    said[viewer.me()] = rules.terms(agreed.mine(rules.TOPIC), viewer.party)
    parties = [_party(one, said[one.id]) for one in sorted(faces, key=lambda one: not one.is_me)]
    return WordsPage(
        here=here,
        card=here and viewer.sees(rules.TOPIC),
        question=stored.key("repair", viewer.party),
        parties=tuple(one for one in parties if one.works or one.misses or one.repair),
        say_to=tuple(_say_to(viewer, one, said[one.id]) for one in _counterparts(viewer, faces)),
    )


def counterparts(viewer: Viewer) -> tuple[uuid.UUID, ...]:
    """Whom the reader has things to put right with here: the others, to the holder; to anybody else the holder."""
    return tuple(one.id for one in _counterparts(viewer, circle.members(viewer)))


def _counterparts(viewer: Viewer, faces: Iterable[MemberFace]) -> list[MemberFace]:
    return [one for one in faces if not one.is_me and (viewer.is_holder or one.role is Role.HOLDER)]


def _theirs(agreed: Agreed, member_id: uuid.UUID) -> WordsTerms:
    return rules.terms(agreed.with_other(rules.TOPIC, member_id), agreed.viewer.counterpart)


def _party(face: MemberFace, said: WordsTerms) -> Party:
    texts = {one: texts_of(one, getattr(said, one)) for one in rules.QUESTIONS}
    return Party(face.id, face.name, face.is_me, **texts)


def _say_to(viewer: Viewer, face: MemberFace, said: WordsTerms) -> SayTo:
    """What they marked, else the card's own sentences. On their screen only where words are agreed and they have one."""
    general: list[Phrase] = [{"starter": one} for one in cards.card(rules.TOPIC).question("repair").starters]
    marked = [phrase for phrase in said.repair if text_of(phrase)]
    return SayTo(
        member_id=face.id,
        name=face.name,
        marked=bool(marked),
        screen=said.agreed and (face.has_account or not viewer.is_holder),
        sentences=tuple(Sentence(button(one), line(text_of(one))) for one in marked or general),
    )


def texts_of(question: str, phrases: Iterable[Phrase]) -> tuple[str, ...]:
    """Phrases in the reader's language; a starter that no card knows any longer is left out."""
    labels = cards.words(cards.card(rules.TOPIC), reader_lang()).questions[question].labels
    return tuple(text for one in phrases if (text := one.get("own") or labels.get(one.get("starter", ""), "")))


def text_of(phrase: object) -> str:
    """A repair in the reader's language, whatever was stored; nothing for what is not known."""
    return next(iter(texts_of("repair", [phrase])), "") if isinstance(phrase, dict) else ""


# --- Today --------------------------------------------------------------------------------------


def today(viewer: Viewer, agreed: Agreed, now: datetime) -> WordsToday:
    """Repairs to the viewer and from them, while the two have words agreed. As many queries with many as with few."""
    me, others = viewer.me(), agreed.others(rules.TOPIC)
    between = Q(sender_id=me, receiver_id__in=others) | Q(receiver_id=me, sender_id__in=others)
    rows = list(Repair.objects.filter(between, until__gt=now).order_by("until", "id"))
    vault.warm(sorted({Owner("member", one) for row in rows for one in (row.sender_id, row.receiver_id)}))
    to_me = [row for row in rows if row.receiver_id == me and not row.aside]
    mine = [row for row in rows if row.sender_id == me]
    return WordsToday(
        to_me=tuple(ToMe(row.id, row.sender_id, text) for row in to_me if (text := text_of(row.words))),
        mine=tuple(Mine(row.id, row.receiver_id, line(text)) for row in mine if (text := text_of(row.words))),
        turns_at=min((row.until for row in (*to_me, *mine)), default=None),
    )
