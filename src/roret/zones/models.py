"""Zones that somebody has switched on by hand. What was agreed for the week stands in the agreement alone."""

from __future__ import annotations

from django.db import models

from roret.kit import ids
from roret.vault.fields import SealedJSON
from roret.vault.sealing import Owner


class Switched(models.Model):
    """One member has switched a zone on: the newest alone. `until` is when it ends by itself, and the row with it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.OneToOneField("circle.Member", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    situation = SealedJSON(label="zones.switched.situation", owner="seal_owner")

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.member_id)
