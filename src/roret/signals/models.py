"""What is being said right now. A row lives as long as it holds; there is no past of it."""

from __future__ import annotations

from django.db import models

from roret.kit import ids
from roret.vault.fields import SealedJSON
from roret.vault.sealing import Owner


class Signal(models.Model):
    """What one member has signalled: the newest alone. `until` is when it ends by itself."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.OneToOneField("circle.Member", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    said = SealedJSON(label="signals.signal.said", owner="seal_owner")

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.member_id)


class Thanks(models.Model):
    """One thanks on its way. `words` is what came along with it, or nothing."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    sender = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    words = SealedJSON(label="signals.thanks.words", owner="seal_owner")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "receiver"], name="one_thanks_a_pair")]

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.sender_id)
