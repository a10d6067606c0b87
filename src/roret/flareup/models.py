"""Whether the plan is on right now, and what goes with that. What is over leaves no row."""

from __future__ import annotations

from django.db import models

from roret.kit import ids
from roret.vault.fields import SealedJSON
from roret.vault.sealing import Owner


class Named(models.Model):
    """The holder lets this member turn the plan on. There is no row for anybody else."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.OneToOneField("circle.Member", on_delete=models.CASCADE, related_name="+")


DUE = ("flareup.ring", "flareup.ask", "flareup.over")
"""What may be due of a plan that is on."""


class Flare(models.Model):
    """The plan is on for its holder; or it is over, and the others read that for a while yet, until `until`.

    `by` is who turned it on, nobody once they are erased. `ask_at` is when the holder is asked whether it is still so.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    circle = models.OneToOneField("circle.Circle", on_delete=models.CASCADE, related_name="+")
    holder = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("circle.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    undo_until = models.DateTimeField()
    ask_at = models.DateTimeField()
    until = models.DateTimeField(null=True)


class Reply(models.Model):
    """What one member has answered, while it stands: here, coming, or not now."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    flare = models.ForeignKey(Flare, on_delete=models.CASCADE, related_name="replies")
    member = models.OneToOneField("circle.Member", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    said = SealedJSON(label="flareup.reply.said", owner="seal_owner")

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.member_id)


class Sent(models.Model):
    """Somebody has marked a message of the plan as sent. Which one it is, is sealed; who it was, is not kept."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    flare = models.ForeignKey(Flare, on_delete=models.CASCADE, related_name="sent")
    circle = models.ForeignKey("circle.Circle", on_delete=models.CASCADE, related_name="+")
    message = SealedJSON(label="flareup.sent.message", owner="seal_owner")

    @property
    def seal_owner(self) -> Owner:
        return Owner("circle", self.circle_id)


class Look(models.Model):
    """Two questions lie there for the holder afterwards, from a time until a time. Nothing of the day is in it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    holder = models.OneToOneField("circle.Member", on_delete=models.CASCADE, related_name="+")
    from_at = models.DateTimeField()
    until = models.DateTimeField()
    by_itself = models.BooleanField()
