"""Who may do what in a circle: the words and the one table. Pure.

`MAY` is the whole policy on acts: what is not in it is not allowed. What a person may *see*
follows from the same two facts, their role and the topics opened to them, in `Sight`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Edition(StrEnum):
    HOME = "home"
    WORK = "work"


class Role(StrEnum):
    HOLDER = "holder"
    SUPPORTER = "supporter"
    LEADER = "leader"
    COLLEAGUE = "colleague"
    GUEST = "guest"


class Act(StrEnum):
    READ = "read"
    """See the circle: own pages and what was opened to one."""
    ANSWER = "answer"
    """Answer cards for oneself."""
    AGREE = "agree"
    """Propose, say yes, set aside, pause and end what one is a party to."""
    TAKE_PART = "take part"
    """Say how it is today, ask, offer and withdraw, as far as that is agreed."""
    INVITE = "invite"
    INVITE_HOLDER = "invite the holder"
    """A supporter who came first asks in the person the profile is about."""
    OPEN_TOPICS = "open topics"
    """Decide who sees which topic."""
    SHARE = "share"
    """Make and withdraw share links."""
    TAKE_OUT = "take out"
    PAUSE_CIRCLE = "pause circle"
    LEAVE = "leave"
    ERASE = "erase"
    """End the circle for good."""


MAY: dict[Role, frozenset[Act]] = {
    Role.HOLDER: frozenset(Act) - {Act.LEAVE, Act.INVITE_HOLDER},
    Role.SUPPORTER: frozenset({Act.READ, Act.ANSWER, Act.AGREE, Act.TAKE_PART, Act.LEAVE}),
    Role.LEADER: frozenset({Act.READ, Act.ANSWER, Act.AGREE, Act.TAKE_PART, Act.LEAVE}),
    Role.COLLEAGUE: frozenset({Act.READ, Act.ANSWER, Act.AGREE, Act.TAKE_PART, Act.LEAVE}),
    Role.GUEST: frozenset({Act.READ}),
}

JOIN_AS: dict[Edition, tuple[Role, ...]] = {
    Edition.HOME: (Role.SUPPORTER,),
    Edition.WORK: (Role.LEADER, Role.COLLEAGUE),
}
"""Which roles an invitation can give, per edition."""

INVITATION_LASTS = timedelta(hours=48)
SHARE_DAYS: dict[Edition, tuple[int, ...]] = {Edition.HOME: (1, 7, 30, 90), Edition.WORK: (7, 30, 90)}
"""For how many days a share link can be made to last."""

NAME_LENGTH = 60
"""Longest name one can be called by in a circle, in characters."""


@dataclass(frozen=True)
class Once:
    """Something that works once and ends by itself: an invitation."""

    ends_at: datetime
    used_at: datetime | None
    withdrawn_at: datetime | None

    def works(self, now: datetime) -> bool:
        return self.used_at is None and self.withdrawn_at is None and now < self.ends_at


def may(role: Role, act: Act, *, holderless: bool = False) -> bool:
    """Whether `role` may do `act`. In a circle still without its holder the one who came first may invite them."""
    if act is Act.INVITE_HOLDER:
        return holderless and role is not Role.GUEST
    return act in MAY[role]
