"""What somebody would like to say to somebody else, until it is said, faded or let go.

Subject and words are sealed with the giver's key, the answer with the receiver's: whoever reads
the database learns that something was offered, not what, and not what came of it.
"""

from __future__ import annotations

from django.db import models

from roret.kit import ids
from roret.vault.fields import SealedJSON, SealedText
from roret.vault.sealing import Owner


class Draft(models.Model):
    """Words on their way. They stay until they are offered or thrown away; `revision` counts the edits."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    circle = models.ForeignKey("circle.Circle", on_delete=models.CASCADE, related_name="+")
    giver = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    subject = SealedJSON(label="advice.draft.subject", owner="seal_owner", null=True)
    content = SealedText(label="advice.draft.content", owner="seal_owner")
    revision = models.PositiveIntegerField(default=1)

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.giver_id)


class Offer(models.Model):
    """An offer that was made. To its giver it stands unchanged until `until`, whatever was answered.

    `content` is empty after a no, and where only a subject was named. `reply`: nothing yet, later,
    no, yes (its words are the receiver's to read until they take them away) or more (the giver sees it).
    What its giver took back is in no list of theirs, and holds its subject's place until the day all the same.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    circle = models.ForeignKey("circle.Circle", on_delete=models.CASCADE, related_name="+")
    giver = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    subject = SealedJSON(label="advice.offer.subject", owner="seal_owner", null=True)
    content = SealedText(label="advice.offer.content", owner="seal_owner", null=True)
    reply = SealedText(label="advice.offer.reply", owner="reply_owner", null=True)
    taken_back = models.BooleanField(default=False)
    until = models.DateTimeField()

    class Meta:
        ordering = ("until", "id")

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.giver_id)

    @property
    def reply_owner(self) -> Owner:
        return Owner("member", self.receiver_id)


class SaidOnce(models.Model):
    """This giver has said once that there is an idea, where once is what suits the other."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    giver = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["giver", "receiver"], name="said_once_a_pair")]
