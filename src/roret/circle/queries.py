"""What a viewer may know of the circle itself: names, links, who sees what."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import Http404

from roret.circle.access import Viewer
from roret.circle.models import Circle, Invitation, Member, ShareLink
from roret.circle.rules import Act, Once, Role
from roret.kit import clock, ids
from roret.vault import queries as vault
from roret.vault.sealing import Owner


@dataclass(frozen=True)
class MemberFace:
    """What members see of each other: a name and a role. `has_account` is for the holder's eyes only."""

    id: uuid.UUID
    name: str
    role: Role
    is_me: bool
    has_account: bool


@dataclass(frozen=True)
class OpenInvitation:
    id: uuid.UUID
    role: Role
    ends_at: datetime


@dataclass(frozen=True)
class OpenShare:
    id: uuid.UUID
    topics: tuple[str, ...]
    ends_at: datetime


@dataclass(frozen=True)
class Doorway:
    """What an invitation shows before one joins. It names the inviter only as they name themselves in the circle."""

    invitation_id: uuid.UUID
    circle_id: uuid.UUID
    edition: str
    role: Role
    from_name: str
    topics: tuple[str, ...]
    ends_at: datetime


def members(viewer: Viewer) -> list[MemberFace]:
    """Everybody in the circle now, the holder first, then in the order they came."""
    if viewer.member_id is None:
        found = list(Member.objects.filter(circle_id=viewer.circle_id, left_at=None, role=Role.HOLDER))
    else:
        found = list(Member.objects.filter(circle_id=viewer.circle_id, left_at=None).order_by("joined_at", "id"))
    vault.warm([Owner("member", m.id) for m in found])
    faces = [
        MemberFace(
            id=m.id,
            name=m.name,
            role=Role(m.role),
            is_me=m.id == viewer.member_id,
            has_account=viewer.is_holder and m.person_id is not None,
        )
        for m in found
    ]
    return sorted(faces, key=lambda f: f.role is not Role.HOLDER)


def names(viewer: Viewer) -> dict[uuid.UUID, str]:
    """What everybody here is called, in the order of `members`."""
    return {face.id: face.name for face in members(viewer)}


def member(viewer: Viewer, member_id: uuid.UUID) -> MemberFace:
    """One present member of the viewer's circle. Raises `Http404` for anybody else."""
    for face in members(viewer):
        if face.id == member_id:
            return face
    raise Http404


def holder(viewer: Viewer) -> MemberFace | None:
    """The holder, or `None` while nobody has come as holder yet."""
    return next((f for f in members(viewer) if f.role is Role.HOLDER), None)


def counterparts(member_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Who can have agreed on anything with a member, also with one who has left: the others here, or the holder."""
    about = Member.objects.get(id=member_id)
    here = Member.objects.filter(circle_id=about.circle_id, left_at=None).exclude(id=member_id)
    others = here if about.role == Role.HOLDER else here.filter(role=Role.HOLDER)
    return frozenset(others.values_list("id", flat=True))


def invitations(viewer: Viewer) -> list[OpenInvitation]:
    """Invitations that still work, for those who may send them."""
    if not (viewer.may(Act.INVITE) or viewer.may(Act.INVITE_HOLDER)):
        return []
    now = clock.now()
    found = Invitation.objects.filter(circle_id=viewer.circle_id, used_at=None, withdrawn_at=None, ends_at__gt=now)
    return [OpenInvitation(i.id, Role(i.role), i.ends_at) for i in found.order_by("made_at", "id")]


def shares(viewer: Viewer) -> list[OpenShare]:
    """Share links that still work: the holder's list of every open door."""
    if not viewer.may(Act.SHARE):
        return []
    now = clock.now()
    found = ShareLink.objects.filter(circle_id=viewer.circle_id, withdrawn_at=None, ends_at__gt=now)
    return [OpenShare(s.id, tuple(s.topics), s.ends_at) for s in found.order_by("made_at", "id")]


def open_topics(viewer: Viewer) -> dict[uuid.UUID, frozenset[str]]:
    """Which topics each present member sees, for the holder. Others learn only their own."""
    rows = Member.objects.filter(circle_id=viewer.circle_id, left_at=None).exclude(role=Role.HOLDER)
    if not viewer.is_holder:
        rows = rows.filter(id=viewer.me())
    now = clock.now()
    return {
        m.id: frozenset(o.topic for o in m.open_topics.all() if o.ends_at is None or o.ends_at > now)
        for m in rows.prefetch_related("open_topics").order_by("joined_at", "id")
    }


def circle_of(member_id: uuid.UUID) -> uuid.UUID | None:
    """The circle that somebody is or was a member of. For their taking along and their being erased."""
    return Member.objects.filter(id=member_id).values_list("circle_id", flat=True).first()


def who_is_here(circle_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The present members of a circle, for actions that tidy up after one who has left."""
    return frozenset(Member.objects.filter(circle_id=circle_id, left_at=None).values_list("id", flat=True))


def who_see(circle_id: uuid.UUID, topic: str) -> frozenset[uuid.UUID]:
    """The present members to whom a topic is open: the holder, and those they have opened it to.

    For what they keep together, and for actions that tell them of it.
    """
    still = Q(open_topics__ends_at=None) | Q(open_topics__ends_at__gt=clock.now())
    opened = Q(role=Role.HOLDER) | (Q(open_topics__topic=topic) & still)
    return frozenset(Member.objects.filter(opened, circle_id=circle_id, left_at=None).values_list("id", flat=True))


def doorway(token: str) -> Doorway:
    """What is behind an invitation. Raises `Http404` when it was used, withdrawn, has ended or never was."""
    found = (
        Invitation.objects.filter(token_hash=ids.token_hash(token))
        .filter(Q(made_by__left_at=None))
        .select_related("circle", "made_by")
        .first()
    )
    if found is None or not Once(found.ends_at, found.used_at, found.withdrawn_at).works(clock.now()):
        raise Http404
    circle: Circle = found.circle
    return Doorway(
        invitation_id=found.id,
        circle_id=circle.id,
        edition=circle.edition,
        role=Role(found.role),
        from_name=found.made_by.name,
        topics=tuple(found.topics),
        ends_at=found.ends_at,
    )
