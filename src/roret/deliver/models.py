"""Where somebody can be reached, what they want brought to them, and what is on its way."""

from __future__ import annotations

from django.db import models

from roret.kit import ids
from roret.vault.fields import SealedJSON, SealedText
from roret.vault.sealing import HOUSE, Owner


class HouseKey(models.Model):
    """The private key by which push services know this house. There is one."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    one = models.BooleanField(default=True, unique=True)
    private = SealedText(label="deliver.housekey.private", owner="seal_owner")

    @property
    def seal_owner(self) -> Owner:
        return HOUSE


class Wish(models.Model):
    """What one member wants brought to them, how, and when not. Without a row nothing is."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.OneToOneField("circle.Member", on_delete=models.CASCADE, related_name="+")
    wants = SealedJSON(label="deliver.wish.wants", owner="seal_owner")

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.member_id)


class Subscription(models.Model):
    """One browser of one member: its address at a push service, and its keys. Gone when they sign out there."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey("people.Session", on_delete=models.CASCADE, related_name="+")
    endpoint_hash = models.TextField()
    browser = SealedJSON(label="deliver.subscription.browser", owner="seal_owner")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "session"], name="one_browser_a_session")]

    @property
    def seal_owner(self) -> Owner:
        return Owner("member", self.member_id)


class Notice(models.Model):
    """Something that is to be brought to one member, to one browser of theirs or by mail.

    It stays until what it is about is over, so that it is brought once.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    member = models.ForeignKey("circle.Member", on_delete=models.CASCADE, related_name="+")
    subscription = models.ForeignKey(Subscription, null=True, on_delete=models.CASCADE, related_name="+")
    about = models.UUIDField()
    kind = models.TextField()
    until = models.DateTimeField()
    done = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "about"],
                condition=models.Q(subscription__isnull=False),
                name="one_notice_a_browser",
            ),
            models.UniqueConstraint(
                fields=["member", "about"],
                condition=models.Q(subscription__isnull=True),
                name="one_notice_by_mail",
            ),
        ]
