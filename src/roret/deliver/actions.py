"""What people choose about being told, and the telling itself. The only place that writes it."""

from __future__ import annotations

import logging
import uuid
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from roret.circle.access import Viewer, present
from roret.circle.actions import lock
from roret.deliver import push, queries, rules
from roret.deliver.models import HouseKey, Notice, Subscription, Wish
from roret.deliver.push import BadEndpoint, Browser, Unreachable
from roret.deliver.queries import Wants
from roret.deliver.rules import At, Drop
from roret.kit import clock, ids
from roret.outbox import actions as outbox
from roret.people import queries as people
from roret.vault import actions as vault
from roret.vault.sealing import HOUSE

log = logging.getLogger(__name__)

MOST_BROWSERS = 10
TEST_LASTS = 300


class Later(Exception):
    """It did not get through this time. The outbox tries again, more and more seldom, while it is true."""


def save(actor: Viewer, *, chosen: Wants) -> None:
    """What is brought to the actor from now on. With no channel everything about it is deleted, browsers too."""
    if chosen.channel == "push":
        _make_house_key()
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor).me()
        if chosen.channel == "none":
            _forget([me])
            return
        row = Wish.objects.filter(member_id=me).first() or Wish(member_id=me)
        row.wants = {
            "channel": chosen.channel,
            "kinds": list(chosen.kinds),
            "from": chosen.quiet_from,
            "to": chosen.quiet_to,
            "zone": chosen.zone,
        }
        row.save()


def add_browser(actor: Viewer, *, browser: Browser, session_id: str) -> uuid.UUID:
    """A browser of the actor's lets itself be told, while they are signed in there by this session; gives its id.

    A browser is one person's at a time, whoever said yes in it last. Raises `BadEndpoint`.
    """
    known = ids.token_hash(push.checked(browser).endpoint)
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor).me()
        Subscription.objects.filter(endpoint_hash=known).exclude(session_id=session_id).delete()
        mine = Subscription.objects.filter(member_id=me)
        row = mine.filter(session_id=session_id).first() or Subscription(member_id=me, session_id=session_id)
        row.endpoint_hash = known
        row.browser = {"endpoint": browser.endpoint, "p256dh": browser.p256dh, "auth": browser.auth}
        row.save()
        oldest = mine.exclude(id=row.id).order_by("session__began_on", "id")
        for old in oldest[: max(0, mine.count() - MOST_BROWSERS)]:
            old.delete()
    return row.id


def stop_here(actor: Viewer, *, session_id: str) -> None:
    """Nothing is brought to this one browser of the actor's any more."""
    with transaction.atomic():
        lock(actor.circle_id)
        Subscription.objects.filter(member_id=present(actor).me(), session_id=session_id).delete()


def try_it(actor: Viewer) -> bool:
    """Put a message like any other on its way to the actor's browsers, or by mail. Gives whether there is a way."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor).me()
        channel = queries.wants(me).channel
        mine = Subscription.objects.filter(member_id=me).order_by("id").values_list("id", flat=True)
        places = {"push": list(mine), "mail": [me]}.get(channel, [])
        for place in places:
            outbox.due(kind="deliver.test", ref=place, at=clock.now())
    return bool(places)


def test_due(ref: str) -> None:
    """The message that somebody asked for to see what it looks like."""
    found = Subscription.objects.filter(id=ref).select_related("member__person").first()
    if found is not None:
        answer = _push(found, TEST_LASTS) if _signed_in(found) else None
        if answer is not None and answer.retry_after is not None:
            outbox.due(kind="deliver.test", ref=found.id, at=clock.now() + answer.retry_after)
        return
    row = Wish.objects.filter(member_id=ref).select_related("member__person").first()
    if row is not None and queries.wants(row.member_id).channel == "mail":
        _mail(row.member)


def send_due(ref: str) -> None:
    """Bring one notice, if it may go at this very moment. It counts as brought when the other end has taken it."""
    row = Notice.objects.filter(id=ref, done=False).select_related("member__person", "subscription").first()
    if row is None:
        return
    if row.subscription is not None and not _signed_in(row.subscription):
        return
    now = clock.now()
    verdict = queries.verdict(row, now)
    if isinstance(verdict, Drop):
        row.delete()
    elif isinstance(verdict, At):
        outbox.due(kind="deliver.send", ref=row.id, at=verdict.when)
    elif _brought(row):
        Notice.objects.filter(id=row.id).update(done=True)


def end_due(ref: str) -> None:
    """What a notice is about is over: nothing of it is left."""
    Notice.objects.filter(id=ref, until__lte=clock.now()).delete()


def members_left(*, circle_id: uuid.UUID) -> None:
    """Whoever is no longer in the circle is brought nothing, and nothing of their browsers is kept."""
    with transaction.atomic():
        lock(circle_id)
        gone = {"member__circle_id": circle_id, "member__left_at__isnull": False}
        for model in (Notice, Subscription, Wish):
            model.objects.filter(**gone).delete()


def _brought(row: Notice) -> bool:
    """Whether it is done. Also done is what can never get there: its browser is gone, or no mail reaches it."""
    if row.subscription is None:
        return _mail(row.member)
    answer = _push(row.subscription, rules.in_transit(row.until, clock.now()))
    if answer is not None and answer.retry_after is not None:
        outbox.due(kind="deliver.send", ref=row.id, at=clock.now() + answer.retry_after)
        return False
    return True


def _signed_in(there: Subscription) -> bool:
    """Whether its owner still is, in that browser. Where they are not, it is forgotten with all that was to go there."""
    if people.signed_in(there.session_id):
        return True
    there.delete()
    return False


def _push(to: Subscription, ttl: int) -> push.Answer | None:
    """Hand it to the push service. Gives its answer only when that asks for time. Raises `Later`."""
    text = _language(to.member).encode()
    private = HouseKey.objects.get().private
    contact = f"https://{settings.ADDRESS_HOST}"
    try:
        answer = push.send(Browser(**to.browser), text, private=private, contact=contact, ttl=ttl, now=clock.now())
    except BadEndpoint:
        to.delete()
        return None
    except Unreachable as error:
        raise Later from error
    if answer.status == 429 or answer.status >= 500:
        if answer.retry_after is None:
            raise Later
        return answer
    if answer.status in (401, 403, 404, 410):
        # The browser is gone, or was made for another key than ours: so it is for each circle it was told of.
        Subscription.objects.filter(endpoint_hash=to.endpoint_hash).delete()
    elif not 200 <= answer.status < 300:
        log.warning("a push service answered %d", answer.status)
    return None


def _mail(member: object) -> bool:
    """The same words for everybody, and the address of the house."""
    person = member.person  # type: ignore[attr-defined]
    if not settings.HAS_MAIL or person is None or not person.email:
        return True
    words = rules.LOCK_SCREEN[_language(member)]
    try:
        EmailMessage(subject="Roret", body=f"{words}\n\n{settings.ADDRESS}\n", to=[person.email]).send()
    except SMTPRecipientsRefused:
        log.warning("the mail server refused an address")
    except (SMTPException, OSError) as error:
        raise Later from error
    return True


def _language(member: object) -> str:
    person = member.person  # type: ignore[attr-defined]
    chosen = person.language if person else ""
    return chosen if chosen in rules.LANGUAGES else settings.LANGUAGE_CODE


def _make_house_key() -> None:
    if not HouseKey.objects.exists():
        vault.make_key(HOUSE)
        # Of two who come at once the unique column lets one in; both then read its key.
        HouseKey.objects.bulk_create([HouseKey(private=push.new_key())], ignore_conflicts=True)


def _forget(members: list[uuid.UUID]) -> None:
    for model in (Notice, Subscription, Wish):
        model.objects.filter(member_id__in=members).delete()
