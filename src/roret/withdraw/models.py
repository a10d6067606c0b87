"""Who has withdrawn right now, and the one friendly word afterwards. What has ended leaves no row."""

from __future__ import annotations

from django.db import models

from roret.kit import ids
from roret.vault.fields import SealedJSON
from roret.vault.sealing import Owner


class Away(models.Model):
    """One member is away. `back_at` is the clock time in their message, `until` when it ends by itself."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.OneToOneField("circle.Member", on_delete=models.CASCADE, related_name="+")
    back_at = models.DateTimeField(null=True)
    until = models.DateTimeField()
    message = SealedJSON(label="withdraw.away.message", owner="seal_owner")

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.member_id)


class Check(models.Model):
    """A friendly word is offered to `member` about `about`, from a time until the end of that day."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    about = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    from_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "about"], name="one_check_a_pair")]
