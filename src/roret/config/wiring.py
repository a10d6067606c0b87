"""Who listens to whom. Readable top to bottom; nothing registers itself by being imported.

`EVENTS`: everything an action can announce. `PARTS`: the address at which a part of a page is
fetched again when it has changed. `DUE`: what the worker does when a row's time has come.
A test fails when an event, a part or a kind is missing here.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from types import SimpleNamespace

from roret.advice import actions as advice_actions
from roret.advice import events as advice
from roret.agreement import actions as agreements
from roret.agreement import events as agreement
from roret.asking import actions as asking_actions
from roret.asking import events as asking
from roret.capacity import actions as capacity_actions
from roret.capacity import events as capacity
from roret.circle import events as circle
from roret.content import cards
from roret.deliver import actions as deliver_actions
from roret.deliver import notices as deliver_notices
from roret.flareup import actions as flareup_actions
from roret.flareup import events as flareup
from roret.kit.announce import Event
from roret.learn import actions as learn_actions
from roret.live import actions as live
from roret.offline import actions as offline_actions
from roret.sharing import actions as sharing_actions
from roret.sharing import events as sharing
from roret.signals import actions as signals_actions
from roret.signals import events as signals
from roret.tasks import actions as tasks_actions
from roret.tasks import events as tasks
from roret.today import actions as today_actions
from roret.withdraw import actions as withdraw_actions
from roret.withdraw import events as withdraw
from roret.words import actions as words_actions
from roret.words import events as words
from roret.zones import actions as zones_actions
from roret.zones import events as zones

EVENTS: tuple[type[Event], ...] = (
    circle.MembersChanged,
    circle.SharingChanged,
    agreement.AnswersChanged,
    agreement.AgreementChanged,
    advice.OfferMade,
    advice.OfferChanged,
    asking.QuestionAsked,
    asking.CheckInCame,
    asking.AskingChanged,
    capacity.CapacityChanged,
    flareup.FlareChanged,
    sharing.SharingTheDay,
    signals.SignalsChanged,
    signals.ThanksChanged,
    tasks.TasksChanged,
    tasks.SteppedBack,
    withdraw.AwayChanged,
    words.RepairChanged,
    zones.ZoneChanged,
)

PARTS: dict[str, str] = {
    "people": "circle:people",
    "cards": "deck:deck",
    "profile": "profile:page",
    "today": "today:now",
}

DUE: dict[str, Callable[[str], None]] = {
    "advice.end": advice_actions.end_due,
    "deliver.end": deliver_actions.end_due,
    "deliver.look": deliver_notices.look_due,
    "deliver.send": deliver_actions.send_due,
    "deliver.test": deliver_actions.test_due,
    "asking.check_in": asking_actions.check_in_due,
    "asking.end": asking_actions.end_due,
    "asking.quota": asking_actions.quota_due,
    "asking.unmute": asking_actions.unmute_due,
    "capacity.end": capacity_actions.end_due,
    "capacity.from": capacity_actions.from_due,
    "capacity.past": capacity_actions.past_due,
    "offline.forget": offline_actions.forget_due,
    "flareup.ask": flareup_actions.ask_due,
    "flareup.look": flareup_actions.look_due,
    "flareup.over": flareup_actions.over_due,
    "flareup.reply": flareup_actions.reply_due,
    "flareup.ring": flareup_actions.ring_due,
    "sharing.midnight": sharing_actions.midnight_due,
    "signals.end": signals_actions.end_due,
    "signals.thanks": signals_actions.thanks_due,
    "tasks.end": tasks_actions.end_due,
    "tasks.told": tasks_actions.told_due,
    "today.forget": today_actions.forget_due,
    "withdraw.check": withdraw_actions.check_due,
    "withdraw.clock": withdraw_actions.clock_due,
    "withdraw.end": withdraw_actions.end_due,
    "words.end": words_actions.end_due,
    "zones.end": zones_actions.end_due,
}


def hear(event: Event) -> None:
    """Leave a note for the open pages, and end what somebody who left was party to, in the same transaction."""
    if type(event) not in EVENTS:
        raise LookupError(f"{type(event).__name__} is not in config/wiring.EVENTS")
    live.change(event.circle_id, event.part, to=getattr(event, "to", None))
    deliver_notices.hear(event)
    if isinstance(event, circle.MembersChanged):
        agreements.members_left(circle_id=event.circle_id, aloud=_ends_aloud())
        signals_actions.members_left(circle_id=event.circle_id)
        withdraw_actions.members_left(circle_id=event.circle_id)
        words_actions.members_left(circle_id=event.circle_id)
        advice_actions.members_left(circle_id=event.circle_id)
        deliver_actions.members_left(circle_id=event.circle_id)
        zones_actions.members_left(circle_id=event.circle_id)
        asking_actions.members_left(circle_id=event.circle_id)
        capacity_actions.members_left(circle_id=event.circle_id)
        learn_actions.members_left(circle_id=event.circle_id)
        sharing_actions.members_left(circle_id=event.circle_id)
        tasks_actions.members_left(circle_id=event.circle_id)
        offline_actions.members_left(circle_id=event.circle_id)
        flareup_actions.members_left(circle_id=event.circle_id)
    if isinstance(event, circle.MembersChanged | agreement.AgreementChanged):
        asking_actions.plan_check_ins(event.circle_id)


def _ends_aloud() -> frozenset[str]:
    """Topics that somebody counts on, so that they are told when it ends."""
    return frozenset(card.id for card in cards.whole_deck().cards if card.ends == "aloud")


def listening_member(session_key: str, circle_id: uuid.UUID) -> uuid.UUID | None:
    """Which member of this circle the browser with this session is; nobody for everybody else's.

    Asked exactly as a page would: a session that ended, or a password changed elsewhere, counts here too.
    """
    from django.contrib.auth import get_user

    from roret.circle.access import circles_of
    from roret.people.sessions import SessionStore

    person = get_user(SimpleNamespace(session=SessionStore(session_key)))  # type: ignore[arg-type]  # it reads no more
    if not person.is_authenticated:
        return None
    return next((v.member_id for v in circles_of(person.pk) if v.circle_id == circle_id), None)
