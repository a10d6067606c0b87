"""A repair on its way, and when somebody would like their words looked at. Of the words themselves nothing is kept."""

from __future__ import annotations

from django.db import models

from roret.kit import ids
from roret.vault.fields import SealedJSON
from roret.vault.sealing import Owner


class Repair(models.Model):
    """One sentence from `sender` to `receiver`, until midnight. The newest takes the place of the last.

    `aside` is 0 from the beginning and 1 once the receiver has put it away, sealed for them: no column tells which.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    sender = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    words = SealedJSON(label="words.repair.words", owner="seal_owner")
    aside = SealedJSON(label="words.repair.aside", owner="seal_receiver")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "receiver"], name="one_repair_a_pair")]

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.sender_id)

    @property
    def seal_receiver(self) -> Owner:
        return Owner("member", self.receiver_id)


class Chosen(models.Model):
    """When a member would like their words looked at: a row only for somebody who has chosen."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.OneToOneField("circle.Member", on_delete=models.CASCADE, related_name="+")
    when = models.TextField()
