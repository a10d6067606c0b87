"""A circle, its members, and the links that lead in."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from roret.kit import clock, ids
from roret.vault.fields import SealedText
from roret.vault.sealing import Owner


class Circle(models.Model):
    """One holder, one edition. Nothing flows between circles."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    edition = models.TextField()
    time_zone = models.TextField(default="Europe/Copenhagen")
    made_at = models.DateTimeField(default=clock.now)
    paused_at = models.DateTimeField(null=True)


class Member(models.Model):
    """A person in a circle, under the name they go by there. `person` is empty for somebody without an account."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.TextField()
    name = SealedText(label="circle.member.name", owner="seal_owner")
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle"],
                condition=models.Q(role="holder", left_at__isnull=True),
                name="one_holder_a_circle",
            ),
            models.UniqueConstraint(
                fields=["circle", "person"],
                condition=models.Q(left_at__isnull=True),
                name="a_person_once_a_circle",
            ),
        ]

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.id)


class OpenTopic(models.Model):
    """The holder lets one member see one topic, until a day or for as long as it stands."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="open_topics")
    topic = models.TextField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "topic"], name="a_topic_opened_once")]


class Invitation(models.Model):
    """A link that lets one person in, once. It names nobody."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.TextField(unique=True)
    role = models.TextField()
    topics = models.JSONField(default=list)
    made_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)


class ShareLink(models.Model):
    """A link for a guest who reads one page: chosen topics, until a day."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="share_links")
    token_hash = models.TextField(unique=True)
    topics = models.JSONField(default=list)
    made_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


class SecurityEvent(models.Model):
    """What happened to doors and keys, for the person whose doors they are: a kind and a day, no content."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    kind = models.TextField()
    on = models.DateField()
