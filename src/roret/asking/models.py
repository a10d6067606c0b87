"""Questions on their way, for as long as they can be answered. There is no row of what was asked before."""

from __future__ import annotations

from django.db import models

from roret.kit import ids
from roret.vault.fields import SealedJSON
from roret.vault.sealing import Owner


class Question(models.Model):
    """A question from `asker` to `asked`; with no asker it is a check-in that was agreed. At `until` the row goes.

    An answer is there from the beginning, sealed and empty, so that no column tells whether there is one.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    asker = models.ForeignKey("circle.Member", null=True, on_delete=models.CASCADE, related_name="+")
    asked = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    words = SealedJSON(label="asking.question.words", owner="seal_asker")
    answer = SealedJSON(label="asking.question.answer", owner="seal_owner")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "asked"], condition=models.Q(asker__isnull=False), name="one_question_a_pair"
            ),
            models.UniqueConstraint(
                fields=["asked"], condition=models.Q(asker__isnull=True), name="one_check_in_a_member"
            ),
            models.CheckConstraint(
                condition=models.Q(asker__isnull=True) | ~models.Q(asker=models.F("asked")),
                name="nobody_asks_themselves",
            ),
        ]

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.asked_id)

    @property
    def seal_asker(self) -> Owner:
        return Owner("member", self.asker_id or self.asked_id)


class Quota(models.Model):
    """How often `asker` has asked `asked` since a day, so that it is not more than they wish. Gone with the window."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    asker = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    asked = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    since = models.DateField()
    until = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "asked"], name="one_quota_a_pair")]


class Mute(models.Model):
    """`owner` sees no questions from `other` for now. The other's pages are as if nothing were."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    owner = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "other"], name="one_mute_a_pair")]
