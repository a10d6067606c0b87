"""The one table of things due: timer, queue and outbox in one. It holds ids, never what somebody said."""

from __future__ import annotations

from django.db import models

from roret.kit import clock, ids


class Due(models.Model):
    """Something to be done at a time. `kind` names who does it (`config/wiring.py`), `ref` what it is about.

    While the worker is at it, `at` lies ahead by the lease; a worker that dies leaves the row
    to the next round after that.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    kind = models.CharField(max_length=60)
    ref = models.CharField(max_length=80)
    at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "id")
        constraints = (models.UniqueConstraint(fields=["kind", "ref"], name="due_once_a_kind_and_ref"),)
        indexes = (models.Index(fields=["at", "id"], name="due_soonest_first"),)


class Pulse(models.Model):
    """A sign of life: which worker made its last round when."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("name",)
