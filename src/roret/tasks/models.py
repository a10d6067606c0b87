"""The standing list of tasks, what each wants done with theirs on a hard day, and who is told that one has nobody."""

from __future__ import annotations

from django.db import models

from roret.kit import ids
from roret.vault.fields import SealedJSON
from roret.vault.sealing import Owner


class Task(models.Model):
    """One task: name, area, who usually does it, who else may, and on which weekdays. Days that passed leave no trace.

    `revision` is another after each change, so that a page can tell whether it shows the newest; it counts nothing.
    `ended_at`: it was taken away, and for a little while that can be undone; then the row is deleted.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    circle = models.ForeignKey("circle.Circle", on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey("circle.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True)
    what = SealedJSON(label="tasks.task.what", owner="seal_owner")

    @property
    def seal_owner(self) -> Owner:
        return Owner("circle", self.circle_id)


class Hard(models.Model):
    """What one member wants done with one task on their hard day, where it is another than on the card."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    what = SealedJSON(label="tasks.hard.what", owner="seal_owner")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "member"], name="one_hard_day_a_task_and_member")]

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.member_id)


class Told(models.Model):
    """One member is told that somebody stepped back from a task, until they take it off or until it ends by itself."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "member"], name="told_once_a_task_and_member")]
