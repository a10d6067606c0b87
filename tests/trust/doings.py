"""What people do in a day. Each act is done at the moment it is called; `reaching.py` counts whether it did anything."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from roret.advice import actions as advice
from roret.advice.models import Offer
from roret.agreement import actions as agreements
from roret.agreement.models import Agreement
from roret.agreement.queries import Agreed
from roret.asking import actions as asking
from roret.asking import queries as asking_queries
from roret.asking.models import Question
from roret.asking.rules import NotNow
from roret.capacity import actions as capacity
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.circle.rules import Role
from roret.content import cards
from roret.content.stored import Saying
from roret.deliver import actions as deliver
from roret.deliver.queries import Wants
from roret.deliver.rules import Kind
from roret.kit import clock
from roret.signals import actions as signals
from roret.signals.models import Thanks
from roret.withdraw import actions as withdraw
from roret.words import actions as words
from roret.words.models import Repair
from roret.zones import actions as zones
from tests.canaries import Canaries
from tests.world import GUEST_TOPIC, PASSWORD, World, a_value, in_browser, lay, say_yes

Act = Callable[[World], None]


def maja(world: World) -> Viewer:
    return world.home.viewer("holder")


def jonas(world: World) -> Viewer:
    return world.home.viewer("supporter")


def birthe(world: World) -> Viewer:
    return world.home.viewer("limited")


def settled(topic: str) -> dict[str, object]:
    card = cards.card(topic)
    return {slot.key: a_value(slot.question, card, "twin", Canaries(9)) for slot in card.slots()}


def _change_an_answer(who: Viewer, topic: str, question: str, value: object) -> None:
    agreements.answer(who, topic=topic, question=question, value=value, base_revision=1)


# --- Maja ---------------------------------------------------------------------------------------


def maja_says_how_she_is(world: World) -> None:
    capacity.say(maja(world), value="40", need="peace", words="stille")


def maja_says_it_and_takes_it_back(world: World) -> None:
    maja_says_how_she_is(world)
    capacity.clear(maja(world))


def maja_writes_for_later_and_takes_it_back(world: World) -> None:
    """It would have stood before nine."""
    capacity.say(maja(world), words="stille", words_from=clock.now() + timedelta(minutes=5))
    capacity.say(maja(world), words=None)


def maja_says_it_and_would_then_rather_not(world: World) -> None:
    capacity.say(maja(world), value="40")
    capacity.say(maja(world), value="rather_not")


def capacity_rests(world: World) -> None:
    """With Jonas, and whatever she wished of it with everybody."""
    for found in Agreement.objects.filter(circle_id=world.home.circle_id, topic="capacity", owner_id=maja(world).me()):
        agreements.pause(maja(world), agreement_id=found.id, aloud=False)


def maja_gives_a_sign(world: World) -> None:
    signals.send(maja(world), kind="pause")


def maja_gives_a_sign_and_takes_it_back(world: World) -> None:
    signals.send(maja(world), kind="full")
    signals.take_back(maja(world))


def maja_withdraws(world: World) -> None:
    withdraw.withdraw(maja(world), preset="minutes_30")


def maja_withdraws_and_comes_back(world: World) -> None:
    withdraw.withdraw(maja(world), preset="a_bit")
    withdraw.come_back(maja(world))


def maja_is_free_of_it(world: World) -> None:
    zones.switch_on(maja(world), minutes=90)


def maja_asks(world: World) -> None:
    _ask(maja(world), jonas(world))


def maja_wants_no_questions(world: World) -> None:
    asking.mute(maja(world), other=jonas(world).me())


def maja_puts_his_question_away(world: World) -> None:
    asking.answer(maja(world), question_id=_question_of(jonas(world)), choice="put_away")


def maja_has_seen_his_thanks(world: World) -> None:
    lies = Thanks.objects.filter(receiver_id=maja(world).me(), sender_id=jonas(world).me())
    signals.noticed(maja(world), thanks_ids=list(lies.values_list("id", flat=True)))


def maja_says_it_came_out_wrong(world: World) -> None:
    words.say(maja(world), to=jonas(world).me(), words={"starter": "try_again"})


def maja_puts_his_repair_away(world: World) -> None:
    said = Repair.objects.get(sender_id=jonas(world).me(), receiver_id=maja(world).me())
    words.put_away(maja(world), sender=jonas(world).me(), repair_id=said.id)


def maja_wants_help_with_words(world: World) -> None:
    words.choose(maja(world), when="typing")


def maja_says_no_to_his_offer(world: World) -> None:
    advice.answer(maja(world), offer_id=_offer_of(jonas(world)), say="no")


def maja_says_later_to_his_offer(world: World) -> None:
    advice.answer(maja(world), offer_id=_offer_of(jonas(world)), say="later")


def maja_reads_his_offer(world: World) -> None:
    advice.answer(maja(world), offer_id=_offer_of(jonas(world)), say="yes")


def maja_thanks_jonas(world: World) -> None:
    signals.thank(maja(world), member_id=jonas(world).me())


def maja_thanks_birthe(world: World) -> None:
    signals.thank(maja(world), member_id=birthe(world).me())


def maja_proposes_to_jonas(world: World) -> None:
    lay(maja(world), jonas(world).me(), "words", settled("words"))


def maja_proposes_to_birthe(world: World) -> None:
    lay(maja(world), birthe(world).me(), "withdraw", settled("withdraw"))


def maja_takes_her_proposal_to_birthe_back(world: World) -> None:
    _set_aside(world, maja(world))


def maja_answers_for_herself(world: World) -> None:
    _change_an_answer(maja(world), "advice", "standing", "once")


def maja_writes_in_two_places(world: World) -> None:
    agreements.answer(maja(world), topic="zones", question="slip", value=[{"own": "andet"}], base_revision=0)


def maja_lays_a_card_aside(world: World) -> None:
    agreements.skip(maja(world), topic="touch")


def maja_wishes_something(world: World) -> None:
    """Of the topic that the guest may see."""
    lay(maja(world), None, GUEST_TOPIC, settled(GUEST_TOPIC))


def maja_invites_somebody(world: World) -> None:
    circle.invite(maja(world), role=Role.SUPPORTER, topics=["asking"])


def maja_makes_a_link(world: World) -> None:
    circle.share(maja(world), topics=["asking", "advice"], days=30)


def maja_withdraws_an_invitation(world: World) -> None:
    circle.withdraw_invitation(maja(world), invitation_id=uuid.UUID(world.home.ids["invitation"]))


def birthe_sees_another_topic(world: World) -> None:
    circle.open_topics(maja(world), member_id=birthe(world).me(), topics=["advice", "withdraw", "zones"])


def birthe_sees_nothing(world: World) -> None:
    circle.open_topics(maja(world), member_id=birthe(world).me(), topics=[])


def maja_is_told_by_mail(world: World) -> None:
    deliver.save(maja(world), chosen=Wants("mail", tuple(Kind), "12:00", "18:00"))


# --- Jonas and Birthe -------------------------------------------------------------------------------


def jonas_says_how_he_is(world: World) -> None:
    capacity.say(jonas(world), value="some", need="listen", words="træt")


def jonas_gives_a_sign(world: World) -> None:
    signals.send(jonas(world), kind="change_subject")


def jonas_withdraws(world: World) -> None:
    withdraw.withdraw(jonas(world), own="går en tur")


def jonas_is_free_of_it(world: World) -> None:
    zones.switch_on(jonas(world), minutes=60)


def jonas_asks(world: World) -> None:
    _ask(jonas(world), maja(world))


def jonas_puts_her_question_away(world: World) -> None:
    asking.answer(jonas(world), question_id=_question_of(maja(world)), choice="put_away")


def jonas_wants_no_questions(world: World) -> None:
    asking.mute(jonas(world), other=maja(world).me(), days=7)


def jonas_says_it_came_out_wrong(world: World) -> None:
    words.say(jonas(world), to=maja(world).me(), words={"starter": "take_back"})


def jonas_says_it_came_out_wrong_and_takes_it_back(world: World) -> None:
    jonas_says_it_came_out_wrong(world)
    words.take_back(jonas(world), to=maja(world).me())


def jonas_thanks(world: World) -> None:
    signals.thank(jonas(world), member_id=maja(world).me())


def jonas_offers(world: World) -> None:
    _offer(jonas(world), maja(world))


def jonas_writes_a_draft(world: World) -> None:
    advice.save_draft(jonas(world), receiver_id=maja(world).me(), subject=None, content="måske")


def jonas_answers_for_himself(world: World) -> None:
    _change_an_answer(jonas(world), "capacity", "scale@supporter", "ten")


def jonas_lays_a_card_aside(world: World) -> None:
    agreements.skip(jonas(world), topic="touch")


def jonas_proposes(world: World) -> None:
    lay(jonas(world), maja(world).me(), "words", settled("words"))


def jonas_is_told_by_mail(world: World) -> None:
    deliver.save(jonas(world), chosen=Wants("mail", tuple(Kind)))


def jonas_signs_in_elsewhere(world: World) -> None:
    answer = in_browser({}).post("/sign-in", {"login": world.emails["supporter"], "password": PASSWORD})
    assert answer.status_code == 302


def birthe_offers(world: World) -> None:
    _offer(birthe(world), maja(world))


def birthe_withdraws(world: World) -> None:
    withdraw.withdraw(birthe(world), own="hviler mig")


def birthe_thanks(world: World) -> None:
    signals.thank(birthe(world), member_id=maja(world).me())


def birthe_agrees(world: World) -> None:
    proposed, version = uuid.UUID(world.home.ids["proposed"]), int(world.home.ids["version_proposed"])
    say_yes(birthe(world), agreements.Laid(proposed, version, False))


def birthe_sets_it_aside(world: World) -> None:
    _set_aside(world, birthe(world))


def birthe_answers_for_herself(world: World) -> None:
    _change_an_answer(birthe(world), "advice", "giver", ["be_told"])


# --- elsewhere ------------------------------------------------------------------------------------


def maja_proposes_to_signe(world: World) -> None:
    _at_work(world, "leader", "work_know")


def maja_proposes_to_a_colleague(world: World) -> None:
    _at_work(world, "colleague", "work_know")


def signe_answers_for_herself(world: World) -> None:
    _change_an_answer(world.work.viewer("leader"), "work_asking", "leader_needs", [{"starter": "cover"}])


def signe_thanks_maja(world: World) -> None:
    signals.thank(world.work.viewer("leader"), member_id=world.work.members["holder"])


def signe_is_told_by_mail(world: World) -> None:
    deliver.save(world.work.viewer("leader"), chosen=Wants("mail", tuple(Kind)))


def otto_is_proposed_something(world: World) -> None:
    lay(world.otto.viewer("supporter"), world.otto.members["holder"], "words", settled("words"))


def otto_wishes_something(world: World) -> None:
    lay(world.otto.viewer("holder"), None, "advice", settled("advice"))


def _at_work(world: World, who: str, topic: str) -> None:
    lay(world.work.viewer("holder"), world.work.members[who], topic, settled(topic))


def _ask(who: Viewer, other: Viewer) -> None:
    """Raises `NotNow` where it may not be asked: a question that is not asked hides nothing."""
    may = asking_queries.may_ask(who, Agreed(who), other.me(), clock.now())
    if not may.words:
        raise NotNow(may.kind)
    asking.ask(who, to=other.me(), words=may.words[0])


def _question_of(asker: Viewer) -> uuid.UUID:
    return Question.objects.get(asker_id=asker.me()).id


def _offer(who: Viewer, other: Viewer) -> None:
    advice.offer(who, receiver_id=other.me(), subject=Saying("sleep"), content="x")


def _offer_of(giver: Viewer) -> uuid.UUID:
    return Offer.objects.get(giver_id=giver.me()).id


def _set_aside(world: World, who: Viewer) -> None:
    proposed, version = uuid.UUID(world.home.ids["proposed"]), int(world.home.ids["version_proposed"])
    agreements.set_aside(who, agreement_id=proposed, version=version)
