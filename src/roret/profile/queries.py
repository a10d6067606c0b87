"""The profile as a reader may see it: agreements in force, read as plain sentences. Nothing here is stored."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from roret.agreement import queries as agreements
from roret.agreement.queries import AgreementView, VersionView
from roret.agreement.rules import Span
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.circle.queries import MemberFace
from roret.circle.rules import Role
from roret.content import cards
from roret.content.language import languages
from roret.content.sentences import Names, difference, sentences
from roret.content.shape import Card, Voice
from roret.kit import clock


@dataclass(frozen=True)
class Section:
    """One topic on the page. `about` is the one other person it holds with, where it is not for everybody."""

    topic: str
    title: str
    sentences: tuple[str, ...]
    agreement_id: uuid.UUID
    about: str = ""
    mine: bool = False
    trial: bool = False
    review_on: date | None = None
    review_due: bool = False
    version: int = 0


@dataclass(frozen=True)
class Page:
    """The whole profile page for one reader."""

    holder: str
    sections: tuple[Section, ...]
    trial_until: date | None


@dataclass(frozen=True)
class Waiting:
    """A proposal on the table between the reader and one other."""

    agreement_id: uuid.UUID
    title: str
    other: str
    for_me: bool


@dataclass(frozen=True)
class SpanText:
    """What a version says from a day on, in the reader's language."""

    start: date | None
    sentences: tuple[str, ...]


class People:
    """The names of a circle, looked up once. Somebody who has left is called what the reader can still know."""

    def __init__(self, viewer: Viewer) -> None:
        self.faces: dict[uuid.UUID, MemberFace] = {face.id: face for face in circle.members(viewer)}

    @property
    def holder(self) -> MemberFace | None:
        return next((f for f in self.faces.values() if f.role is Role.HOLDER), None)

    def name(self, member_id: uuid.UUID | None) -> str:
        face = self.faces.get(member_id) if member_id else None
        return face.name if face else _("somebody who is no longer here")

    def names(self, owner_id: uuid.UUID, other_id: uuid.UUID | None) -> Names:
        """The two as the sentences call them: the holder, and the one it is with."""
        holder = self.holder
        holder_id = holder.id if holder else None
        supporter = other_id if other_id not in (None, holder_id) else owner_id
        return Names(
            holder=self.name(holder_id) if holder_id else "",
            supporter=self.name(supporter) if supporter != holder_id else "",
        )


class Reading:
    """One reader's look at a circle: who is in it and what they may read there, each fetched once."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    @cached_property
    def people(self) -> People:
        return People(self.viewer)

    @cached_property
    def agreements(self) -> list[AgreementView]:
        return agreements.agreements(self.viewer)


def voice(other_id: uuid.UUID | None) -> Voice:
    """A wish speaks as I, what two have agreed as we."""
    return "wish" if other_id is None else "pair"


def read(topic: str, answers: Mapping[str, object], lang: str, names: Names, spoken: Voice) -> list[str]:
    """Settled answers as sentences; nothing for a topic that is no longer in the deck."""
    card = find_card(topic)
    return [] if card is None else [s.text for s in sentences(card, answers, lang, names, spoken)]


def find_card(topic: str) -> Card | None:
    try:
        return cards.card(topic)
    except KeyError:
        return None


def wording(topic: str, spans: Sequence[Span], names: Names, spoken: Voice) -> dict[str, list[str]]:
    """The sentences of a version in every language, to be kept with a yes to it."""
    return {
        lang: [line for span in spans for line in read(topic, span.answers, lang, names, spoken)]
        for lang in languages()
    }


def page(reading: Reading, lang: str) -> Page:
    """The profile in the card order. The reader's own pairs, the wishes open to them, and what supporters need."""
    sections = [s for view in reading.agreements if (s := _section(view, reading, lang)) is not None]
    order = {card.id: n for n, card in enumerate(cards.deck(reading.viewer.edition))}
    sections.sort(key=lambda s: (order.get(s.topic, len(order)), s.about, str(s.agreement_id)))
    trials = [s.review_on for s in sections if s.trial and s.review_on]
    holder = reading.people.holder
    return Page(holder.name if holder else "", tuple(sections), min(trials, default=None))


def _section(view: AgreementView, reading: Reading, lang: str) -> Section | None:
    if not view.settled:
        return None
    people = reading.people
    card = find_card(view.topic)
    lines = read(view.topic, view.settled, lang, people.names(view.owner_id, view.other_id), voice(view.other_id))
    if card is None or not lines:
        return None
    holder = people.holder
    about = ""
    if view.other_id is not None and reading.viewer.is_holder:
        about = people.name(view.other_id)
    elif view.other_id is None and (holder is None or view.owner_id != holder.id):
        about = people.name(view.owner_id)
    return Section(
        topic=view.topic,
        title=cards.words(card, lang).title,
        sentences=tuple(lines),
        agreement_id=view.id,
        about=about,
        mine=view.mine,
        trial=view.trial,
        review_on=view.review_on,
        review_due=view.review_due and view.mine,
        version=view.in_force.number if view.in_force else 0,
    )


def waiting(reading: Reading, lang: str) -> list[Waiting]:
    """What lies on the table: first what waits for the reader."""
    viewer, people = reading.viewer, reading.people
    found = []
    for view in reading.agreements:
        card = find_card(view.topic)
        if view.proposed is None or card is None:
            continue
        other = view.other_id if view.other_id != viewer.member_id else view.owner_id
        found.append(
            Waiting(
                agreement_id=view.id,
                title=cards.words(card, lang).title,
                other=people.name(other),
                for_me=viewer.member_id in view.waiting_for,
            )
        )
    return sorted(found, key=lambda w: (not w.for_me, w.title, w.other))


def resting(reading: Reading, lang: str) -> list[Waiting]:
    """What the reader is party to and what rests or has ended: it can be taken up again from here."""
    found = []
    for view in reading.agreements:
        card = find_card(view.topic)
        if card is not None and view.mine and view.state in ("paused", "ended"):
            other = other_party(reading.viewer, view, reading.people)
            found.append(Waiting(view.id, cards.words(card, lang).title, other, for_me=False))
    return sorted(found, key=lambda w: (w.title, w.other, str(w.agreement_id)))


def due(reading: Reading, lang: str) -> list[Section]:
    """What has come to its day to be looked at again."""
    return [s for s in page(reading, lang).sections if s.review_due]


def span_texts(view: AgreementView, version: VersionView, people: People, lang: str) -> list[SpanText]:
    """A version as it reads now, part by part."""
    names, spoken = people.names(view.owner_id, view.other_id), voice(view.other_id)
    return [SpanText(s.start, tuple(read(view.topic, s.answers, lang, names, spoken))) for s in version.spans]


def changes(view: AgreementView, people: People, lang: str) -> list[str]:
    """What the proposal changes against what is in force, in words."""
    card = find_card(view.topic)
    if card is None or view.proposed is None or view.settled is None:
        return []
    new = view.proposed.spans[0].answers
    return difference(card, view.settled, new, lang, people.names(view.owner_id, view.other_id), voice(view.other_id))


def today(viewer: Viewer) -> date:
    return clock.today(viewer.zone)


def titles(edition: str, lang: str) -> dict[str, str]:
    """Topic id to title, in the deck's order."""
    return {card.id: cards.words(card, lang).title for card in cards.deck(edition)}


def other_party(viewer: Viewer, view: AgreementView, people: People) -> str:
    """The name of the other one, or nothing for a wish."""
    if view.other_id is None:
        return ""
    return people.name(view.other_id if view.other_id != viewer.member_id else view.owner_id)


def at_the_table(viewer: Viewer, view: AgreementView, people: People) -> MemberFace | None:
    """The other party, when they have no account and so can say yes only on the holder's device."""
    face = people.faces.get(view.other_id) if view.other_id else None
    return face if viewer.is_holder and face is not None and not face.has_account else None


def version_wording(viewer: Viewer, view: AgreementView, number: int) -> dict[str, list[str]]:
    """How one version reads now, in every language, for the yes that is about to be said."""
    people = People(viewer)
    for version in agreements.versions(viewer, view.id).versions:
        if version.number == number:
            names = people.names(view.owner_id, view.other_id)
            return wording(view.topic, version.spans, names, voice(view.other_id))
    raise agreements.NotYours


def ends_aloud(view: AgreementView) -> bool:
    """Whether somebody counts on this, so that its end is told to them."""
    card = find_card(view.topic)
    return card is not None and card.ends == "aloud"


@dataclass(frozen=True)
class PastVersion:
    """An earlier version as it stood when it was agreed to, with the day and who brought it."""

    number: int
    made_by: str
    made_on: date
    fate: str
    sentences: tuple[str, ...]


def history(viewer: Viewer, view: AgreementView, people: People, lang: str) -> list[PastVersion]:
    """Every version, newest first, in the words that stood there at the yes."""
    said = agreements.wordings_at_yes(viewer, view.id)
    return [
        PastVersion(
            version.number,
            people.name(version.made_by),
            version.made_on,
            version.fate,
            tuple(said[version.number][-1].wording.get(lang, []) if said[version.number] else []),
        )
        for version in reversed(agreements.versions(viewer, view.id).versions)
    ]
