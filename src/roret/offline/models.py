"""That an act which came from a telephone's queue was done, so that it is done once. Nothing of what it said."""

from __future__ import annotations

from django.db import models

from roret.kit import ids


class Once(models.Model):
    """One act that has come. The key and what was said are not here; only that it was these, and what became of it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    key_hash = models.TextField(unique=True)
    body_hash = models.TextField()
    outcome = models.TextField()
    until = models.DateTimeField()
