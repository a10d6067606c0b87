"""Own answers, and what two people have settled. Where an agreement stands is in no column: see `rules`.

Own answers are sealed with the key of the member who wrote them. So is a wish, which is its
owner's alone; what two people share is sealed with the circle's key.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Never

from django.db import models

from roret.agreement import rules
from roret.agreement.rules import Answers, Kind, Standing
from roret.kit import clock, ids, wall
from roret.vault import queries as vault
from roret.vault.fields import SealedJSON
from roret.vault.sealing import Owner


class Answer(models.Model):
    """What one member answers to one question, for themselves. `revision` counts the edits."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    circle = models.ForeignKey("circle.Circle", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    topic = models.TextField()
    question = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    value = SealedJSON(label="agreement.answer.value", owner="seal_owner", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "topic", "question"], name="one_answer_a_question")]

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.member_id)


class Beside(models.Model):
    """The other text, when one answer was edited in two places at once. It stays until its writer has chosen."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="beside")
    value = SealedJSON(label="agreement.beside.value", owner="seal_owner", null=True)
    made_at = models.DateTimeField(default=clock.now)

    @property
    def seal_owner(self) -> Owner:
        return self.answer.seal_owner


class Turn(models.Model):
    """How far one member has come with one card, for that member's eyes."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    circle = models.ForeignKey("circle.Circle", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    topic = models.TextField()
    picked_at = models.DateTimeField(null=True)
    skipped_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "topic"], name="one_turn_a_card")]


class Agreement(models.Model):
    """Between the holder (`owner`) and one other member about one topic, or with no other: a wish of its owner."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    circle = models.ForeignKey("circle.Circle", on_delete=models.CASCADE, related_name="+")
    topic = models.TextField()
    owner = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("circle.Member", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            # Two constraints, since to both databases one NULL is never like another.
            models.UniqueConstraint(
                fields=["circle", "topic", "owner", "other"],
                condition=models.Q(other__isnull=False),
                name="one_agreement_a_pair_and_topic",
            ),
            models.UniqueConstraint(
                fields=["circle", "topic", "owner"],
                condition=models.Q(other__isnull=True),
                name="one_wish_an_owner_and_topic",
            ),
            models.CheckConstraint(
                condition=models.Q(other__isnull=True) | ~models.Q(other=models.F("owner")),
                name="nobody_agrees_with_themselves",
            ),
        ]

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.owner_id) if self.other_id is None else Owner("circle", self.circle_id)


class Unchangeable(Exception):
    """A version or a line of the log was about to be changed. They are only ever added to."""


class AddedOnly(models.QuerySet[Any]):
    """Rows that are made and read, and never changed."""

    def update(self, **kwargs: Any) -> Never:
        raise Unchangeable

    def bulk_update(self, *args: Any, **kwargs: Any) -> Never:
        raise Unchangeable


class Lasting(models.Model):
    """A row that stays as it was made."""

    objects = AddedOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs)


class Version(Lasting):
    """What was proposed. `spans` are the settled answers and from when; `seen` the highest version its maker knew."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    made_by = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    spans = SealedJSON(label="agreement.version.spans", owner="seal_owner")
    trial = models.BooleanField()
    review_on = models.DateField(null=True)
    seen = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="versions_count_up")]

    @property
    def seal_owner(self) -> Owner:
        return self.agreement.seal_owner


class Mark(Lasting):
    """One line of an agreement's log. `wording` is what stood on the screen when a yes was said, per language."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="marks")
    seq = models.PositiveIntegerField()
    kind = models.TextField()
    version = models.ForeignKey(Version, null=True, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    wording = SealedJSON(label="agreement.mark.wording", owner="seal_owner", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "seq"], name="one_mark_at_a_time")]

    @property
    def seal_owner(self) -> Owner:
        return self.agreement.seal_owner


class Told(models.Model):
    """The neutral notice to the one who counted on something: it no longer applies. Never who, never why."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)


@dataclass(frozen=True)
class Book:
    """One agreement with everything written in it, read in the circle's time zone."""

    agreement: Agreement
    versions: dict[int, Version]
    marks: tuple[Mark, ...]
    zone: str

    @property
    def parties(self) -> tuple[uuid.UUID, ...]:
        both = (self.agreement.owner_id, self.agreement.other_id)
        return tuple(p for p in both if p is not None)

    @property
    def latest(self) -> int:
        return max(self.versions, default=0)

    @cached_property
    def log(self) -> tuple[rules.Mark, ...]:
        by_id: dict[uuid.UUID | None, Version] = {v.id: v for v in self.versions.values()}
        return tuple(self._line(m, by_id.get(m.version_id)) for m in self.marks)

    def _line(self, mark: Mark, about: Version | None) -> rules.Mark:
        kind, day = Kind(mark.kind), self.day(mark.at)
        if about is None:
            return rules.Mark(kind, mark.member_id, day)
        return rules.Mark(kind, mark.member_id, day, about.number, about.trial, about.review_on, about.seen)

    def standing(self, today: date | None = None) -> Standing:
        return rules.standing(self.parties, self.log, today or clock.today(self.zone))

    def settled(self, number: int | None, day: date) -> Answers | None:
        return None if number is None else rules.settled_on(self.spans(number), day)

    def spans(self, number: int) -> tuple[rules.Span, ...]:
        return rules.spans_of(self.versions[number].spans)

    def day(self, at: datetime) -> date:
        return wall.day(at, self.zone)


def books(found: models.QuerySet[Agreement], zone: str) -> list[Book]:
    """The books of these agreements, by topic and then id, in three queries. Sealed texts are opened when read."""
    agreements = list(found.order_by("topic", "id"))
    shelf: dict[uuid.UUID, Book] = {a.id: Book(a, {}, (), zone) for a in agreements}
    lines: dict[uuid.UUID, list[Mark]] = {a.id: [] for a in agreements}
    ids = list(shelf)
    for version in Version.objects.filter(agreement_id__in=ids).order_by("number"):
        version.agreement = shelf[version.agreement_id].agreement
        shelf[version.agreement_id].versions[version.number] = version
    for mark in Mark.objects.filter(agreement_id__in=ids).defer("wording").order_by("seq"):
        lines[mark.agreement_id].append(mark)
    vault.warm(sorted({a.seal_owner for a in agreements}))
    return [Book(b.agreement, b.versions, tuple(lines[key]), zone) for key, b in shelf.items()]
