"""What a member has marked for themselves."""

from __future__ import annotations

from django.db import models

from roret.kit import ids
from roret.vault.fields import SealedJSON
from roret.vault.sealing import Owner


class Kept(models.Model):
    """A member's favourites and, for the holder, the pages that fit: both in one seal, and no row for nothing.

    Nobody who reads the database can tell which of the two it holds, or how it changed.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.OneToOneField("circle.Member", on_delete=models.CASCADE, related_name="+")
    own = SealedJSON(label="learn.kept.own", owner="seal_owner")

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.member_id)
