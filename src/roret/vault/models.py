"""The keyring. It lies in its own database, `keys`, and no other room reads it."""

from __future__ import annotations

import uuid

from django.db import models

from roret.kit import clock, ids
from roret.vault.owners import Owner


class Key(models.Model):
    """One owner's key, wrapped by the root key. A destroyed one stays, without material, as a tombstone."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    owner_kind = models.CharField(max_length=16)
    owner_id = models.UUIDField()
    material = models.BinaryField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner_kind", "owner_id"], name="vault_one_key_per_owner"),
            models.CheckConstraint(
                condition=models.Q(material__isnull=True) | models.Q(destroyed_at__isnull=True),
                name="vault_destroyed_has_no_material",
            ),
        ]

    @property
    def owner(self) -> Owner:
        return Owner(self.owner_kind, self.owner_id)


def the_one_id() -> uuid.UUID:
    """There is one root key, so its check has one row: every process that makes it makes the same."""
    return uuid.UUID(int=0)


class RootCheck(models.Model):
    """Bytes that only the right root key opens, so that a wrong one is noticed before it writes anything."""

    id = models.UUIDField(primary_key=True, default=the_one_id, editable=False)
    proof = models.BinaryField()
    made_at = models.DateTimeField(default=clock.now)
