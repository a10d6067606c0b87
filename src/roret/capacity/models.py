"""What somebody has said about their day, for as long as it stands. There is no row of what was said before."""

from __future__ import annotations

from django.db import models

from roret.kit import clock, ids
from roret.vault.fields import SealedJSON
from roret.vault.sealing import Owner


class Said(models.Model):
    """One part of what a member says: the code, the need, or a line of their own. Saying it anew writes over it.

    A part a row, because each ends by itself: a need said in the evening does not make this morning's code
    something that is said now.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    part = models.TextField()
    set_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    said = SealedJSON(label="capacity.said.said", owner="seal_owner")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "part"], name="one_saying_a_member_and_part")]

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.member_id)
