"""A day in a world of `tests/world.py`: everything is said that can be said of a day, a canary in every word of it."""

from __future__ import annotations

import uuid

from roret.advice import actions as advice
from roret.agreement.models import Agreement
from roret.agreement.queries import Agreed
from roret.asking import actions as asking
from roret.asking import queries as asking_queries
from roret.asking.models import Question
from roret.capacity import actions as capacity
from roret.circle.access import Viewer
from roret.circle.models import Member
from roret.content.stored import Saying
from roret.deliver import actions as deliver
from roret.deliver.push import Browser
from roret.deliver.queries import Wants
from roret.flareup import actions as flareup
from roret.flareup import queries as flareup_queries
from roret.kit import clock
from roret.people.models import Session
from roret.people.sessions import SessionStore, row_of
from roret.sharing import actions as sharing
from roret.sharing import queries as sharing_queries
from roret.sharing.rules import Choice
from roret.signals import actions as signals
from roret.withdraw import actions as withdraw
from roret.words import actions as repair
from roret.zones import actions as zones
from tests.canaries import Canaries
from tests.world import Furnished, lay, say_yes

BROWSER = Browser(
    endpoint="https://push.example.org/{}",
    # The receiver's public key and secret of the example in RFC 8291, appendix A.
    p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth="BTBZMqHH6r4Tts7J_aSIgg",
)


DAY = ("stop", "ask", "answer", "code", "away", "draft", "repair", "thing")


def say_everything(canaries: Canaries, mark: str, made: Furnished) -> None:
    """Maja and Jonas agree on all that is lived by, and then live by it for a day."""
    maja, jonas = made.viewer("holder"), made.viewer("supporter")
    words = {part: canaries.words(f"{mark}day:{part}") for part in DAY}
    agreed: dict[str, dict[str, object]] = {
        "capacity": {"scale": "percent", "scale@supporter": "words"},
        "asking": {"when": "natural", "words": [{"own": words["ask"]}], "stop": [{"own": words["stop"]}]},
        "withdraw": {"how": "message", "messages": [{"starter": "a_bit"}], "check": "next_day"},
    }
    if jonas.me() not in Agreed(maja).others("words"):
        agreed["words"] = {"repair": [{"starter": "take_back"}]}
    for topic, settled in agreed.items():
        Agreement.objects.filter(circle_id=made.circle_id, topic=topic, other_id=jonas.me()).delete()
        say_yes(jonas, lay(maja, jonas.me(), topic, settled))
    asked = asking_queries.may_ask(jonas, Agreed(jonas), maja.me(), clock.now())
    asking.ask(jonas, to=maja.me(), words=asked.words[0])
    question = Question.objects.get(asker_id=jonas.me())
    asking.answer(maja, question_id=question.id, choice="listen", own=words["answer"])
    capacity.say(maja, value="40", need="peace", words=words["code"])
    capacity.say(jonas, value="some")
    signals.send(maja, own=words["stop"])
    signals.thank(jonas, member_id=maja.me())
    withdraw.withdraw(maja, own=words["away"])
    withdraw.withdraw(jonas, preset="minutes_30")
    zones.switch_on(maja, minutes=60)
    repair.say(jonas, to=maja.me(), words={"own": words["repair"]})
    advice.save_draft(jonas, receiver_id=maja.me(), subject=Saying(own=words["draft"]), content=words["draft"])
    _use_the_plan(maja, jonas)
    made.ids["thing"] = _share(maja, jonas, words["thing"])
    for who in (maja, jonas):
        deliver.save(who, chosen=Wants(channel="push"))
        endpoint = BROWSER.endpoint.format(canaries.new(f"{mark}day:browser"))
        there = Browser(endpoint, BROWSER.p256dh, BROWSER.auth)
        deliver.add_browser(who, browser=there, session_id=session_of(who.me()))


def _use_the_plan(maja: Viewer, jonas: Viewer) -> None:
    """Maja turns the plan on. Jonas is there, and has sent the message that lay ready."""
    flareup.turn_on(maja)
    on = flareup_queries.today(jonas, Agreed(jonas), clock.now()).on
    assert on is not None
    flareup.answer(jonas, seen=on.id, kind="here")
    message = flareup_queries.page(jonas, Agreed(jonas), clock.now()).messages[0]
    flareup.mark(jonas, seen=on.id, message=Saying(message.starter, message.own), sent=True)


def _share(maja: Viewer, jonas: Viewer, name: str) -> str:
    """Maja adds a thing. Jonas takes it and steps back from it again, which she is told; then he asks her about it."""
    thing = sharing.add(maja, name=name)
    for to in (frozenset({jonas.me()}), frozenset[uuid.UUID]()):
        seen = _mark_of(jonas, thing)
        sharing.move(jonas, thing_id=thing, seen=seen, to=to)
    sharing.offer(jonas, to=maja.me(), about=thing, seen=_mark_of(jonas, thing), choices=(Choice("together"),))
    return str(thing)


def _mark_of(viewer: Viewer, thing: uuid.UUID) -> str:
    return sharing_queries.day(viewer, Agreed(viewer), clock.now()).board[thing].mark


def session_of(member_id: uuid.UUID) -> str:
    """Where the member is signed in; for one without an account, a session of nobody's."""
    person_id = Member.objects.get(id=member_id).person_id
    found = Session.objects.filter(person_id=person_id, person__isnull=False).order_by("session_key").first()
    if found is not None:
        return found.session_key
    nobodys = SessionStore()
    nobodys.create()
    return row_of(nobodys.session_key)
