"""What has just changed, for the streams: which part of which circle's pages, never what."""

from __future__ import annotations

from django.db import models

from roret.kit import clock


class Change(models.Model):
    """A part of a circle's pages is to be fetched again. Gone after a minute.

    `member_id` names the one member who is told; empty tells everybody in the circle. The number
    is no UUID as elsewhere: it is the order in which the changes were committed, and the
    stream reads on from the last one it has seen. Nobody outside ever gets to see it.
    """

    id = models.BigAutoField(primary_key=True)
    circle_id = models.UUIDField()
    member_id = models.UUIDField(null=True)
    part = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["at"], name="change_oldest_first"),)
