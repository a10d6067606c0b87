"""Who is looking, and what they may do. Nobody else makes a `Viewer`.

A page asks `viewer(request, circle_id)` and gets either somebody with a reason to be there
or a 404 that looks the same as a circle that does not exist.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from roret.circle.models import Circle, Member, ShareLink
from roret.circle.rules import Act, Role, may
from roret.content.shape import Party
from roret.kit import clock, ids


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks into one circle: a member, or a guest by link.

    `topics` are the topics the holder has opened to this viewer; the holder sees all.
    `until` is when a guest's link ends.
    """

    circle_id: uuid.UUID
    edition: str
    zone: str
    member_id: uuid.UUID | None
    role: Role
    topics: frozenset[str]
    holderless: bool = False
    paused: bool = False
    until: datetime | None = None

    @property
    def is_holder(self) -> bool:
        return self.role is Role.HOLDER

    @property
    def party(self) -> Party:
        """On which side of an agreement they stand."""
        return "holder" if self.is_holder else "supporter"

    @property
    def counterpart(self) -> Party:
        """On which side the other one of an agreement stands."""
        return "supporter" if self.is_holder else "holder"

    def sees(self, topic: str) -> bool:
        return self.is_holder or topic in self.topics

    def may(self, act: Act) -> bool:
        return may(self.role, act, holderless=self.holderless)

    def me(self) -> uuid.UUID:
        """The member who looks. Raises `Http404` for a guest, who is no member."""
        if self.member_id is None:
            raise Http404
        return self.member_id


def viewer(request: HttpRequest, circle_id: uuid.UUID, act: Act = Act.READ) -> Viewer:
    """The signed-in person as a member of this circle, with the right to `act`. Raises `Http404` otherwise."""
    if not request.user.is_authenticated:
        raise Http404
    member = _members().filter(circle_id=circle_id, person_id=request.user.pk).first()
    if member is None:
        raise Http404
    seen = _as_viewer(member)
    if not seen.may(act):
        raise Http404
    return seen


def viewer_of(member_id: uuid.UUID) -> Viewer:
    """The viewer that a present member is. For the worker and for a member without an account
    who takes part on the holder's device. Raises `Http404` when the member has left."""
    member = _members().filter(id=member_id).first()
    if member is None:
        raise Http404
    return _as_viewer(member)


def present(actor: Viewer, act: Act = Act.TAKE_PART) -> Viewer:
    """The actor with the rights they have at this moment: what an action asks first, with the circle held.

    Raises `Http404` when they may not (any longer).
    """
    me = viewer_of(actor.me())
    if me.circle_id != actor.circle_id or not me.may(act):
        raise Http404
    return me


def guest(token: str) -> Viewer:
    """The guest who holds this share link. Raises `Http404` when it has ended, or never was."""
    link = (
        ShareLink.objects.filter(token_hash=ids.token_hash(token), withdrawn_at=None, ends_at__gt=clock.now())
        .select_related("circle")
        .first()
    )
    if link is None:
        raise Http404
    return Viewer(
        circle_id=link.circle_id,
        edition=link.circle.edition,
        zone=link.circle.time_zone,
        member_id=None,
        role=Role.GUEST,
        topics=frozenset(link.topics),
        until=link.ends_at,
    )


def circles_of(person_id: uuid.UUID) -> list[Viewer]:
    """Everywhere this person is a member now, oldest first."""
    found = _members().filter(person_id=person_id).order_by("joined_at", "id")
    return [_as_viewer(member) for member in found]


def _members() -> QuerySet[Member]:
    """Those who are in a circle now."""
    return Member.objects.filter(left_at=None).select_related("circle").prefetch_related("open_topics")


def _as_viewer(member: Member) -> Viewer:
    circle: Circle = member.circle
    now = clock.now()
    holderless = (
        member.role != Role.HOLDER
        and not Member.objects.filter(Q(circle=circle) & Q(role=Role.HOLDER, left_at=None)).exists()
    )
    return Viewer(
        circle_id=circle.id,
        edition=circle.edition,
        zone=circle.time_zone,
        member_id=member.id,
        role=Role(member.role),
        topics=frozenset(o.topic for o in member.open_topics.all() if o.ends_at is None or o.ends_at > now),
        holderless=holderless,
        paused=circle.paused_at is not None,
    )
