"""A model with sealed fields, for tests only: its app is not installed, so no migration and no other test sees it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from roret.kit import ids
from roret.vault.fields import SealedJSON, SealedText
from roret.vault.sealing import Owner


class Note(models.Model):
    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member_id = models.UUIDField()
    place = models.IntegerField(default=0)
    text = SealedText(label="vaulttest.note.text", owner="seal_owner")
    aside = SealedText(label="vaulttest.note.aside", owner="seal_owner", null=True, blank=True)
    answers: Any = SealedJSON(label="vaulttest.note.answers", owner="seal_owner", null=True, blank=True)
    line = models.CharField(max_length=200, default="")

    class Meta:
        app_label = "vaulttest"

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.member_id)


class Line(models.Model):
    """Something that belongs to a note and is loaded together with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="lines")

    class Meta:
        app_label = "vaulttest"
