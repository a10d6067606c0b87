"""What has been touched today, and what one asks another about it. Nothing of it outlives the day, but what waits.

A task whose weekday it is and that nobody touched has no row: it is worked out from the list. So a circle that rests
leaves nothing behind to be caught up with.
"""

from __future__ import annotations

from django.db import models

from roret.kit import ids
from roret.vault.fields import SealedJSON
from roret.vault.sealing import Owner


class Thing(models.Model):
    """One of today's things: a task that was touched (`task_id`), or one that somebody added (`made_by`).

    `until` is the midnight with which it is gone; an added thing that waits has none. `revision` is another after each
    tap, so that a tap on what stood there before changes nothing; it counts nothing.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    circle = models.ForeignKey("circle.Circle", on_delete=models.CASCADE, related_name="+")
    task_id = models.UUIDField(null=True, unique=True)
    made_by = models.ForeignKey("circle.Member", null=True, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    what = SealedJSON(label="sharing.thing.what", owner="seal_owner")

    @property
    def seal_owner(self) -> Owner:
        return Owner("circle", self.circle_id)


class Offer(models.Model):
    """What one member asks another about a thing, as a choice. The newest about a thing takes the place of the last."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    giver = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    about_id = models.UUIDField()
    until = models.DateTimeField()
    what = SealedJSON(label="sharing.offer.what", owner="seal_owner")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["giver", "receiver", "about_id"], name="one_offer_a_pair_and_thing")
        ]

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.giver_id)


class Told(models.Model):
    """One member is told that somebody stepped back from a thing, until they take it off or the day is over."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    thing_id = models.UUIDField()
    until = models.DateTimeField()
    what = SealedJSON(label="sharing.told.what", owner="seal_owner")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "thing_id"], name="told_once_a_thing_and_member")]

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.by_id)


class Enough(models.Model):
    """A member would rather have no more suggestions today."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.OneToOneField("circle.Member", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
