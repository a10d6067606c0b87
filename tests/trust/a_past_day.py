"""A day of Maja and Jonas on which everything is said that ends by itself, a canary of its own in each word.

Some of it is taken back or said anew, the rest is left to end.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from roret.advice import actions as advice
from roret.agreement.models import Agreement
from roret.agreement.queries import Agreed
from roret.asking import actions as asking
from roret.asking.models import Question
from roret.asking.queries import may_ask
from roret.capacity import actions as capacity
from roret.circle.access import Viewer
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
from tests.world import Furnished, lay, say_yes

LASTS = {
    "day:code": "capacity_said",
    "day:code of Jonas": "capacity_said",
    "day:question": "asking_question",
    "day:answer": "asking_question",
    "day:situation": "zones_switched",
    "day:stop word": "signals_signal",
    "day:thanks": "signals_thanks",
    "day:away": "withdraw_away",
    "day:away of Jonas": "withdraw_away",
    "day:repair": "words_repair",
}
"""The words that are left to end, and the table they lie in until then."""
TAKEN_BACK = {
    "gone:code": "capacity_said",
    "gone:answer": "asking_question",
    "gone:away": "withdraw_away",
    "gone:draft": "advice_draft",
    "gone:repair": "words_repair",
}
"""The words that somebody took back the same day, and where they had lain."""
CHOSEN = ("day:question", "day:situation", "day:stop word", "day:thanks")
"""Words that were chosen from an agreement. There they stay: that they are agreed says nothing of any day."""
TABLES = (
    "capacity_said",
    "zones_switched",
    "signals_signal",
    "signals_thanks",
    "withdraw_away",
    "withdraw_check",
    "words_repair",
    "asking_question",
    "asking_quota",
    "asking_mute",
    "deliver_notice",
    "live_change",
)
"""Where anything of a day lies. What is to become of it lies in the outbox."""


@dataclass(frozen=True)
class Two:
    maja: Viewer
    jonas: Viewer
    made: Furnished
    words: dict[str, str]


def live(canaries: Canaries, made: Furnished) -> Iterator[str]:
    """Live the day, scene by scene. After each its name is given, which is the moment to look."""
    words = {group: canaries.words(group) for group in (*LASTS, *TAKEN_BACK)}
    two = Two(made.viewer("holder"), made.viewer("supporter"), made, words)
    _agree(two)
    for who in (two.maja, two.jonas):
        # By mail, which this house has no server for: there is something to bring, and nothing leaves it.
        deliver.save(who, chosen=Wants(channel="mail", kinds=tuple(Kind)))
    for scene in SCENES:
        yield from scene(two)


def _agree(two: Two) -> None:
    agreed: dict[str, dict[str, object]] = {
        "capacity": {"scale": "percent", "low_at": "under_50", "scale@supporter": "words"},
        "asking": {
            "when": "natural",
            "often": "no_limit",
            "words": [{"own": two.words["day:question"]}],
            "stop": [{"own": two.words["day:stop word"]}],
        },
        "zones": {"otherwise": "free", "situations": [{"own": two.words["day:situation"]}]},
        "withdraw": {"how": "message", "check": "next_day", "check@supporter": "next_day"},
        "words": {"works": [{"own": two.words["day:thanks"]}]},
    }
    jonas = two.jonas.me()
    for topic, settled in agreed.items():
        Agreement.objects.filter(circle_id=two.made.circle_id, topic=topic, other_id=jonas).delete()
        say_yes(two.jonas, lay(two.maja, jonas, topic, settled))


def _asks(asker: Viewer, asked: Viewer) -> uuid.UUID:
    words = may_ask(asker, Agreed(asker), asked.me(), clock.now()).words[0]
    asking.ask(asker, to=asked.me(), words=words)
    return Question.objects.get(asker_id=asker.me()).id


def questions(two: Two) -> Iterator[str]:
    asking.answer(two.maja, question_id=_asks(two.jonas, two.maja), choice="put_away")
    yield "a question that was put away"
    answered = _asks(two.jonas, two.maja)
    asking.answer(two.maja, question_id=answered, choice="listen", own=two.words["gone:answer"])
    yield "an answer"
    _asks(two.jonas, two.maja)
    asking.answer(two.jonas, question_id=_asks(two.maja, two.jonas), choice="help", own=two.words["day:answer"])
    asking.mute(two.maja, other=two.made.members["limited"])
    yield "a question that nobody answered, and one that was"


def codes(two: Two) -> Iterator[str]:
    capacity.say(two.maja, value="60", words=two.words["gone:code"])
    yield "a code"
    capacity.clear(two.maja)
    capacity.say(two.maja, value="40", need="peace", words=two.words["day:code"])
    capacity.say(two.jonas, value="some", words=two.words["day:code of Jonas"])
    yield "how both are"


def ideas(two: Two) -> Iterator[str]:
    draft = advice.save_draft(two.jonas, receiver_id=two.maja.me(), subject=None, content=two.words["gone:draft"])
    yield "a draft"
    advice.throw_away(two.jonas, draft_id=draft)
    advice.answer(two.maja, offer_id=uuid.UUID(two.made.ids["offer"]), say="no")
    yield "a no to what Jonas had offered"


def free_of_it(two: Two) -> Iterator[str]:
    zones.switch_on(two.jonas, minutes=60)
    zones.switch_off(two.jonas)
    zones.switch_on(two.maja, minutes=60, situation={"own": two.words["day:situation"]})
    zones.switch_on(two.jonas)
    yield "zones"


def signs(two: Two) -> Iterator[str]:
    signals.send(two.maja, kind="pause")
    yield "a sign"
    signals.take_back(two.maja)
    signals.send(two.maja, own=two.words["day:stop word"])
    signals.send(two.jonas, kind="full")
    yield "signs"


def away(two: Two) -> Iterator[str]:
    withdraw.withdraw(two.maja, own=two.words["gone:away"], minutes=30)
    withdraw.extend(two.maja, minutes=None)
    yield "she withdraws"
    withdraw.come_back(two.maja)
    yield "and is back"
    withdraw.withdraw(two.maja, own=two.words["day:away"])
    withdraw.withdraw(two.jonas, own=two.words["day:away of Jonas"], minutes=30)
    yield "both are away"


def thanks(two: Two) -> Iterator[str]:
    signals.thank(two.jonas, member_id=two.maja.me())
    signals.noticed(two.maja, thanks_ids=list(Thanks.objects.values_list("id", flat=True)))
    signals.thank(two.jonas, member_id=two.maja.me(), along=f"own.{two.words['day:thanks']}")
    yield "a thanks"


def repair(two: Two) -> Iterator[str]:
    words.say(two.maja, to=two.jonas.me(), words={"own": two.words["gone:repair"]})
    yield "that it came out wrong"
    words.take_back(two.maja, to=two.jonas.me())
    words.say(two.jonas, to=two.maja.me(), words={"own": two.words["day:repair"]})
    words.put_away(two.maja, sender=two.jonas.me(), repair_id=Repair.objects.get().id)
    yield "and that it was put away"


SCENES: tuple[Callable[[Two], Iterator[str]], ...] = (questions, codes, ideas, free_of_it, signs, away, thanks, repair)
