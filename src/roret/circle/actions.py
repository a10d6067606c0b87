"""What people do with a circle. The only place that writes its rows."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.http import Http404

from roret.circle.access import Viewer
from roret.circle.events import MembersChanged, SharingChanged
from roret.circle.models import Circle, Invitation, Member, OpenTopic, SecurityEvent, ShareLink
from roret.circle.rules import INVITATION_LASTS, JOIN_AS, NAME_LENGTH, Act, Edition, Once, Role
from roret.kit import clock, ids
from roret.kit.announce import announce
from roret.vault import actions as vault
from roret.vault.sealing import Owner


class Refused(Exception):
    """The circle says no, for a reason that can be shown: `code` is one of the words used below."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def lock(circle_id: uuid.UUID) -> Circle:
    """Hold this circle's row until the transaction ends, so that two people write one after the other.

    Every action begins with it. Raises `Http404` when the circle is gone.
    """
    circle = Circle.objects.select_for_update().filter(id=circle_id).first()
    if circle is None:
        raise Http404
    return circle


def open_circle(*, person_id: uuid.UUID, edition: Edition, role: Role, name: str) -> uuid.UUID:
    """Make a circle with its first member, the holder or a supporter who came first. Gives the circle's id."""
    if role is not Role.HOLDER and role not in JOIN_AS[edition]:
        raise Refused("role")
    circle_id, member_id = ids.new_id(), ids.new_id()
    _make_keys(Owner("circle", circle_id), Owner("member", member_id))
    with transaction.atomic():
        Circle.objects.create(id=circle_id, edition=edition)
        Member.objects.create(id=member_id, circle_id=circle_id, person_id=person_id, role=role, name=_name(name))
        announce(MembersChanged(circle_id))
    return circle_id


def add_without_account(actor: Viewer, *, name: str, role: Role) -> uuid.UUID:
    """The holder adds somebody who takes part on the holder's device. Gives the member's id."""
    _allowed(actor, Act.INVITE)
    if role not in JOIN_AS[Edition(actor.edition)]:
        raise Refused("role")
    member_id = ids.new_id()
    _make_keys(Owner("member", member_id))
    with transaction.atomic():
        lock(actor.circle_id)
        Member.objects.create(id=member_id, circle_id=actor.circle_id, role=role, name=_name(name))
        announce(MembersChanged(actor.circle_id))
    return member_id


def rename_me(actor: Viewer, *, name: str) -> None:
    with transaction.atomic():
        lock(actor.circle_id)
        member = _present_member(actor, actor.me())
        member.name = _name(name)
        member.save(update_fields=["name"])
        announce(MembersChanged(actor.circle_id))


def invite(actor: Viewer, *, role: Role, topics: Iterable[str] = ()) -> str:
    """Make an invitation and give its token, which is never to be had again."""
    _allowed(actor, Act.INVITE_HOLDER if role is Role.HOLDER else Act.INVITE)
    if role is not Role.HOLDER and role not in JOIN_AS[Edition(actor.edition)]:
        raise Refused("role")
    token = ids.new_token()
    with transaction.atomic():
        lock(actor.circle_id)
        Invitation.objects.create(
            circle_id=actor.circle_id,
            token_hash=ids.token_hash(token),
            role=role,
            topics=sorted(set(topics)) if actor.is_holder else [],
            made_by=_present_member(actor, actor.me()),
            ends_at=clock.now() + INVITATION_LASTS,
        )
        _note(actor.circle_id, "invitation made")
    return token


def withdraw_invitation(actor: Viewer, *, invitation_id: uuid.UUID) -> None:
    if not (actor.may(Act.INVITE) or actor.may(Act.INVITE_HOLDER)):
        raise Http404
    with transaction.atomic():
        lock(actor.circle_id)
        changed = Invitation.objects.filter(id=invitation_id, circle_id=actor.circle_id, withdrawn_at=None).update(
            withdrawn_at=clock.now()
        )
        if not changed:
            raise Http404
        _note(actor.circle_id, "invitation withdrawn")


def join(*, person_id: uuid.UUID, token: str, name: str) -> uuid.UUID:
    """Use an invitation. Gives the circle's id; one who is a member already just comes in and spends nothing.

    Raises `Http404` when it does not work (any longer).
    """
    called = _name(name)
    invitation = Invitation.objects.filter(token_hash=ids.token_hash(token)).first()
    if invitation is None:
        raise Http404
    member_id = ids.new_id()
    _make_keys(Owner("member", member_id))
    with transaction.atomic():
        lock(invitation.circle_id)
        invitation.refresh_from_db()
        if Member.objects.filter(circle_id=invitation.circle_id, person_id=person_id, left_at=None).exists():
            return invitation.circle_id
        if not Once(invitation.ends_at, invitation.used_at, invitation.withdrawn_at).works(clock.now()):
            raise Http404
        if not Member.objects.filter(id=invitation.made_by_id, left_at=None).exists():
            raise Http404
        _add(invitation, member_id, person_id, called)
    return invitation.circle_id


def _add(invitation: Invitation, member_id: uuid.UUID, person_id: uuid.UUID, name: str) -> None:
    holder_there = Member.objects.filter(circle_id=invitation.circle_id, role=Role.HOLDER, left_at=None).exists()
    if invitation.role == Role.HOLDER and holder_there:
        raise Http404
    invitation.used_at = clock.now()
    invitation.save(update_fields=["used_at"])
    Member.objects.create(
        id=member_id, circle_id=invitation.circle_id, person_id=person_id, role=invitation.role, name=name
    )
    OpenTopic.objects.bulk_create(OpenTopic(member_id=member_id, topic=topic) for topic in invitation.topics)
    _note(invitation.circle_id, "joined")
    announce(MembersChanged(invitation.circle_id))


def open_topics(actor: Viewer, *, member_id: uuid.UUID, topics: Iterable[str]) -> None:
    """Let one member see exactly these topics from now on. What is taken away goes silently."""
    _allowed(actor, Act.OPEN_TOPICS)
    wanted = set(topics)
    with transaction.atomic():
        lock(actor.circle_id)
        member = _present_member(actor, member_id)
        if member.role == Role.HOLDER:
            raise Http404
        OpenTopic.objects.filter(member=member).exclude(topic__in=wanted).delete()
        there = set(OpenTopic.objects.filter(member=member).values_list("topic", flat=True))
        OpenTopic.objects.bulk_create(OpenTopic(member=member, topic=topic) for topic in sorted(wanted - there))
        announce(SharingChanged(actor.circle_id, frozenset({actor.me(), member_id})))


def share(actor: Viewer, *, topics: Iterable[str], days: int) -> str:
    """Make a link for a guest to these topics for `days` days. Gives its token, never to be had again."""
    _allowed(actor, Act.SHARE)
    token = ids.new_token()
    with transaction.atomic():
        lock(actor.circle_id)
        ShareLink.objects.create(
            circle_id=actor.circle_id,
            token_hash=ids.token_hash(token),
            topics=sorted(set(topics)),
            ends_at=clock.now() + timedelta(days=days),
        )
        _note(actor.circle_id, "share made")
        announce(SharingChanged(actor.circle_id, frozenset({actor.me()})))
    return token


def withdraw_share(actor: Viewer, *, share_id: uuid.UUID) -> None:
    _allowed(actor, Act.SHARE)
    with transaction.atomic():
        lock(actor.circle_id)
        changed = ShareLink.objects.filter(id=share_id, circle_id=actor.circle_id, withdrawn_at=None).update(
            withdrawn_at=clock.now()
        )
        if not changed:
            raise Http404
        _note(actor.circle_id, "share withdrawn")
        announce(SharingChanged(actor.circle_id, frozenset({actor.me()})))


def take_out(actor: Viewer, *, member_id: uuid.UUID) -> None:
    """The holder ends somebody's membership. Nobody is sent anything about it."""
    _allowed(actor, Act.TAKE_OUT)
    with transaction.atomic():
        lock(actor.circle_id)
        member = _present_member(actor, member_id)
        if member.role == Role.HOLDER:
            raise Http404
        _end_membership(member)


def leave(actor: Viewer) -> None:
    """Go quietly. What the member wrote for themselves goes with them."""
    _allowed(actor, Act.LEAVE)
    with transaction.atomic():
        lock(actor.circle_id)
        _end_membership(_present_member(actor, actor.me()))


def pause(actor: Viewer) -> None:
    """The circle rests: the software asks, reminds and offers nothing. What was agreed can still be read."""
    _allowed(actor, Act.PAUSE_CIRCLE)
    with transaction.atomic():
        circle = lock(actor.circle_id)
        circle.paused_at = circle.paused_at or clock.now()
        circle.save(update_fields=["paused_at"])
        announce(MembersChanged(actor.circle_id))


def go_on(actor: Viewer) -> None:
    """The circle wakes again, with no backlog."""
    _allowed(actor, Act.PAUSE_CIRCLE)
    with transaction.atomic():
        circle = lock(actor.circle_id)
        circle.paused_at = None
        circle.save(update_fields=["paused_at"])
        announce(MembersChanged(actor.circle_id))


def _end_membership(member: Member) -> None:
    """Everything that let this member in ends in one transaction; the row stays for what others agreed with them."""
    now = clock.now()
    member.left_at = now
    member.person_id = None
    member.save(update_fields=["left_at", "person"])
    OpenTopic.objects.filter(member=member).delete()
    Invitation.objects.filter(made_by=member, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    _note(member.circle_id, "left")
    announce(MembersChanged(member.circle_id))


def _present_member(actor: Viewer, member_id: uuid.UUID) -> Member:
    member = Member.objects.filter(id=member_id, circle_id=actor.circle_id, left_at=None).first()
    if member is None:
        raise Http404
    return member


def _allowed(actor: Viewer, act: Act) -> None:
    if not actor.may(act):
        raise Http404


def _make_keys(*owners: Owner) -> None:
    """Keys first, in their own transaction: a text is never without its key (docs/decisions/0003)."""
    for owner in owners:
        vault.make_key(owner)


def _name(name: str) -> str:
    called = " ".join(name.split())
    if not called:
        raise Refused("name missing")
    if len(called) > NAME_LENGTH:
        raise Refused("name too long")
    return called


def _note(circle_id: uuid.UUID, kind: str) -> None:
    zone = Circle.objects.values_list("time_zone", flat=True).get(id=circle_id)
    SecurityEvent.objects.create(circle_id=circle_id, kind=kind, on=clock.today(zone))
