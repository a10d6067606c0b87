"""A lived-in house for tests: the cast in their circles, made by the same actions as in life, a canary in every text.

Maja is the holder at home, with Jonas (sees every topic), Birthe (sees one), somebody without an account, and
somebody who has left. At work she has a circle with Signe, her leader. Otto is the holder of another circle that
is furnished alike. A guest has a link to one of Maja's topics.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import connections, transaction
from django.test import Client, override_settings

from roret.advice import actions as advice
from roret.advice import queries as advice_queries
from roret.agreement import actions as agreements
from roret.agreement.queries import agreement, notices
from roret.agreement.rules import Conflict, Laid, each_in_their_own_time, next_review, one_way, spans_of
from roret.circle import access
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.circle.models import Invitation, ShareLink
from roret.circle.rules import Edition, Role
from roret.content import cards
from roret.content.shape import DAYS, Card, Party, Question
from roret.kit import clock, ids
from roret.learn import actions as learn
from roret.people import actions as people
from roret.people.models import Session
from roret.profile.queries import People, version_wording, voice, wording
from roret.tasks import actions as tasks
from roret.tasks.rules import OnHardDays, What
from roret.vault import keyring
from tests.canaries import Canaries
from tests.passkey import Passkey

ONE_TOPIC = "advice"
"""What Birthe sees."""
GUEST_TOPIC = "zones"
"""What the guest's link shows."""
PASSWORD = "et langt ord til at komme ind med"

QUICK_PASSWORDS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Only in a made world: a real password takes half a second each time."""


@dataclass
class Furnished:
    """One circle. `ids` are the names by which a test asks for what is in it, and what stands for them in an address."""

    circle_id: uuid.UUID
    ids: dict[str, str] = field(default_factory=dict)
    members: dict[str, uuid.UUID] = field(default_factory=dict)

    def viewer(self, who: str) -> Viewer:
        return access.viewer_of(self.members[who])


@dataclass
class World:
    canaries: Canaries
    home: Furnished
    work: Furnished
    otto: Furnished
    emails: dict[str, str]
    cookies: dict[str, dict[str, str]]
    """By actor: what their browser holds. Signed in, and shown a moment ago that it is them."""
    plain: dict[str, list[str]] = field(default_factory=dict)
    """By actor: what reaches them while nothing more has happened than is built here."""


@contextmanager
def undone() -> Iterator[None]:
    """Everything that is written to the content database inside is undone at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def kept_apart() -> Iterator[None]:
    """One big transaction on both databases that is never committed, for a world that many tests look at."""
    with ExitStack() as stack:
        for alias in ("keys", "default"):
            outer = transaction.atomic(using=alias)
            # As Django's own TestCase does: what has to be outermost in life may run inside this.
            outer._from_testcase = True
            stack.enter_context(outer)
            stack.callback(lambda name=alias: connections[name].set_rollback(True))
        # Keys are held in memory for half a minute, and never come undone in life. Here they do.
        keyring.forget()
        stack.callback(keyring.forget)
        yield


def build_world(canaries: Canaries) -> World:
    """Everybody at their places, everything answered, agreed, paused, left and shared that can be."""
    with override_settings(PASSWORD_HASHERS=QUICK_PASSWORDS):
        persons, emails = {}, {}
        for who in ("holder", "supporter", "limited", "ex", "leader", "stranger"):
            persons[who] = people.make_person()
            emails[who] = f"{who}.{canaries.new(f'email:{who}')}@example.org"
            people.choose_password(persons[who], email=emails[who], password=PASSWORD)
        home = furnish(canaries, "", {who: persons[who].pk for who in ("holder", "supporter", "limited", "ex")})
        work = furnish_work(canaries, persons["holder"].pk, persons["leader"].pk)
        otto = furnish(canaries, "otto/", {"holder": persons["stranger"].pk})
        cookies = {who: _sign_in(emails[who]) for who in persons}
        _ways_in(home, cookies["holder"], persons["holder"].pk, emails["holder"])
        _ways_in(otto, cookies["stranger"], persons["stranger"].pk, emails["stranger"])
    return World(canaries, home, work, otto, emails, cookies)


# --- a circle ---------------------------------------------------------------------------------


def furnish(canaries: Canaries, mark: str, persons: Mapping[str, uuid.UUID]) -> Furnished:
    """A home circle with everything in it. Groups of canaries begin with `mark`."""
    circle_id = circle.open_circle(
        person_id=persons["holder"],
        edition=Edition.HOME,
        role=Role.HOLDER,
        name=f"Maja {canaries.new(mark + 'name:holder')}",
    )
    made = Furnished(circle_id, {"circle": str(circle_id), "line": f"/c/{circle_id}/today/code"})
    made.members["holder"] = _viewer_in(persons["holder"], circle_id).me()
    holder = made.viewer("holder")
    topics = [card.id for card in cards.deck("home") if card.owner == "holder"]
    opened = {"supporter": topics, "limited": [ONE_TOPIC], "ex": topics, "table": topics}
    for who, open_to in opened.items():
        made.members[who] = _come_in(canaries, mark, made, who, open_to, persons.get(who))
    made.ids |= {who: str(member) for who, member in made.members.items()}
    _answer(canaries, mark, made)
    _agree(canaries, mark, made)
    _tasks(canaries, mark, made)
    learn.mark(holder, page_id="alarm", on=True)
    learn.star(made.viewer("supporter"), phrase_id="da-party-nod", on=True)
    circle.take_out(holder, member_id=made.members["ex"])
    made.ids["notice"] = str(_notice(made))
    _offer(canaries, mark, made)
    _doors(made)
    return made


def furnish_work(canaries: Canaries, holder: uuid.UUID, leader: uuid.UUID) -> Furnished:
    """Maja's circle at work, where Signe comes in by invitation."""
    name = f"Maja {canaries.new('work/name:holder')}"
    circle_id = circle.open_circle(person_id=holder, edition=Edition.WORK, role=Role.HOLDER, name=name)
    made = Furnished(circle_id, {"circle": str(circle_id)})
    maja = _viewer_in(holder, circle_id)
    topics = [card.id for card in cards.deck("work") if card.owner == "holder"]
    token = circle.invite(maja, role=Role.LEADER, topics=topics)
    circle.join(person_id=leader, token=token, name=f"Signe {canaries.new('work/name:leader')}")
    made.members = {"holder": maja.me(), "leader": _viewer_in(leader, circle_id).me()}
    made.ids |= {who: str(member) for who, member in made.members.items()}
    for card in cards.deck("work"):
        for who, party in (("holder", "holder"), ("leader", "supporter")):
            _answer_card(canaries, f"work/answer:{who}", made.viewer(who), card, party)  # type: ignore[arg-type]
    return made


def _viewer_in(person: uuid.UUID, circle_id: uuid.UUID) -> Viewer:
    return next(one for one in access.circles_of(person) if one.circle_id == circle_id)


def _come_in(
    canaries: Canaries, mark: str, made: Furnished, who: str, topics: list[str], person: uuid.UUID | None
) -> uuid.UUID:
    """By invitation, or onto the holder's device without an account."""
    holder = made.viewer("holder")
    name = f"{ {'supporter': 'Jonas', 'limited': 'Birthe'}.get(who, 'En') } {canaries.new(f'{mark}name:{who}')}"
    if person is None:
        member = circle.add_without_account(holder, name=name, role=Role.SUPPORTER)
        circle.open_topics(holder, member_id=member, topics=topics)
        return member
    token = circle.invite(holder, role=Role.SUPPORTER, topics=topics)
    circle.join(person_id=person, token=token, name=name)
    made.ids["token_used"] = token
    return _viewer_in(person, made.circle_id).me()


# --- answers ----------------------------------------------------------------------------------


def _answer(canaries: Canaries, mark: str, made: Furnished) -> None:
    """Everybody answers what they are asked. On zones Maja, Jonas and the one who left are through: they read each other's."""
    for card in cards.deck("home"):
        if card.owner == "holder":
            _answer_card(canaries, f"{mark}answer:holder", made.viewer("holder"), card, "holder")
        _answer_card(canaries, f"{mark}answer:supporter", made.viewer("supporter"), card, "supporter")
    for who in ("table", "ex"):
        _answer_card(canaries, f"{mark}answer:{who}", made.viewer(who), cards.card("zones"), "supporter")
    _answer_card(canaries, f"{mark}answer:limited", made.viewer("limited"), cards.card(ONE_TOPIC), "supporter")
    for who in ("holder", "supporter", "ex"):
        agreements.done(made.viewer(who), topic="zones")
    agreements.pick(made.viewer("holder"), topic="advice")
    agreements.pick(made.viewer("table"), topic="zones")
    made.ids["beside"] = str(_in_two_places(canaries, f"{mark}beside:holder", made.viewer("holder"), "advice", "how"))
    made.ids["beside_supporter"] = str(
        _in_two_places(canaries, f"{mark}beside:supporter", made.viewer("supporter"), "zones", "slip")
    )


def _answer_card(canaries: Canaries, group: str, who: Viewer, card: Card, party: Party) -> None:
    for slot in card.asked(party):
        value = a_value(slot.question, card, f"{group}:{card.id}", canaries)
        agreements.answer(who, topic=card.id, question=slot.key, value=value, base_revision=0)


def a_value(question: Question, card: Card, group: str, canaries: Canaries) -> object:
    """An answer to any question, with a canary wherever it takes words, and such that later questions are asked."""
    match question.kind:
        case "phrases":
            return [*({"starter": s} for s in question.starters[:1]), {"own": canaries.words(group)}]
        case "text":
            return canaries.words(group)
        case "choice":
            asked = [q.only_if.any_of for q in card.questions if q.only_if and q.only_if.question == question.id]
            fitting = [c for c in question.choices if all(c in any_of for any_of in asked)]
            return (fitting or question.choices)[0]
        case "choices":
            return [question.choices[0]]
        case "scale":
            return question.steps[0]
        case "times":
            # Never today: on an evening on which these hours are on, nothing of what a test says would come through.
            days = ["tue", "fri"] if DAYS[clock.now().weekday()] in ("mon", "thu") else ["mon", "thu"]
            return [{"days": days, "from": "18:00", "to": "20:00"}]


def _in_two_places(canaries: Canaries, group: str, who: Viewer, topic: str, question: str) -> uuid.UUID:
    """The same answer edited in two tabs: one text is kept beside the other."""
    clash = agreements.answer(
        who, topic=topic, question=question, value=[{"own": canaries.words(group)}], base_revision=0
    )
    assert isinstance(clash, Conflict)
    return clash.beside_id


# --- agreements -------------------------------------------------------------------------------


def _settled(canaries: Canaries, group: str, topic: str) -> dict[str, object]:
    card = cards.card(topic)
    return {slot.key: a_value(slot.question, card, group, canaries) for slot in card.slots()}


def lay(who: Viewer, other: uuid.UUID | None, topic: str, *answers: Mapping[str, object]) -> Laid:
    """A proposal of `who` to `other`, or a wish. Two sets of answers: a week one way, then the other."""
    spans = (
        one_way(answers[0])
        if len(answers) == 1
        else each_in_their_own_time(answers[0], answers[1], clock.today(who.zone) + timedelta(days=7))
    )
    people_here = People(who)
    names = people_here.names(who.me(), other) if who.is_holder or other is None else people_here.names(other, who.me())
    return agreements.propose(
        who,
        topic=topic,
        other_id=other,
        spans=spans,
        wording=wording(topic, spans_of(spans), names, voice(other)),
        review_on=next_review(clock.today(who.zone)),
    )


def say_yes(who: Viewer, laid: Laid) -> None:
    words = version_wording(who, agreement(who, laid.agreement_id), laid.version)
    agreements.say_yes(who, agreement_id=laid.agreement_id, version=laid.version, wording=words)


def _agree(canaries: Canaries, mark: str, made: Furnished) -> None:
    """Wishes and agreements in every state. The groups say who may read them."""

    def new(group: str, topic: str) -> dict[str, object]:
        return _settled(canaries, f"{mark}{group}", topic)

    holder, supporter, members = made.viewer("holder"), made.viewer("supporter"), made.members
    lay(holder, None, "advice", new("wish:advice:old", "advice"))
    made.ids["wish"] = str(lay(holder, None, "advice", new("wish:advice", "advice")).agreement_id)
    made.ids["wish_zones"] = str(lay(holder, None, "zones", new("wish:zones", "zones")).agreement_id)

    laid = lay(holder, members["supporter"], "zones", new("pair:supporter", "zones"))
    say_yes(supporter, laid)
    newer = lay(holder, members["supporter"], "zones", *(new("pair:supporter:next", "zones") for _ in "ab"))
    made.ids |= {"pair": str(laid.agreement_id), "version": str(laid.version), "version_next": str(newer.version)}

    rests = lay(supporter, members["holder"], "advice", new("pair:paused", "advice"))
    say_yes(holder, rests)
    agreements.pause(supporter, agreement_id=rests.agreement_id, aloud=False)
    made.ids |= {"paused": str(rests.agreement_id), "version_paused": str(rests.version)}

    asked = lay(holder, members["limited"], "advice", new("pair:limited", "advice"))
    made.ids |= {"proposed": str(asked.agreement_id), "version_proposed": str(asked.version)}
    beside = lay(holder, members["table"], "zones", new("pair:table", "zones"))
    made.ids |= {"at_table": str(beside.agreement_id), "version_at_table": str(beside.version)}
    gone = lay(holder, members["ex"], "zones", new("pair:ex", "zones"))
    say_yes(made.viewer("ex"), gone)
    made.ids["with_ex"] = str(gone.agreement_id)
    _more_wishes(made, new)
    _live_by(canaries, f"{mark}lived", made)


def _live_by(canaries: Canaries, group: str, made: Furnished) -> None:
    """What Maja and Jonas have agreed to tell each other from day to day. Zones they have agreed on as well."""
    agreed: dict[str, tuple[str, ...]] = {
        "asking": ("words", "stop", "stop@supporter", "reach"),
        "capacity": ("low", "low@supporter", "both_flat"),
        "tasks": ("need_help", "contribute", "keep"),
        "withdraw": ("messages", "messages@supporter", "reply", "reply@supporter"),
        "words": ("works", "misses", "repair", "misses@supporter", "repair@supporter"),
        "flareup": ("helps", "no_help", "part", "when_then", "take_over", "next_in_line", "in_turn", "messages"),
        "flat": ("let_go", "order_in", "call", "together", "apart", "apart@supporter"),
    }
    chosen: dict[str, dict[str, object]] = {
        "asking": {"when": "natural", "often": "no_limit"},
        "capacity": {"scale": "percent", "scale@supporter": "words"},
        "tasks": {"hard_day": ["swap"], "hard_day@supporter": ["together"]},
        "withdraw": {"how": "message", "how@supporter": "message", "check": "never"},
        "words": {},
        "flareup": {"new_pain": "together"},
        "flat": {},
    }
    for topic, questions in agreed.items():
        words = {question: [{"own": canaries.words(group)}] for question in questions}
        laid = lay(made.viewer("holder"), made.members["supporter"], topic, chosen[topic] | words)
        say_yes(made.viewer("supporter"), laid)


def _more_wishes(made: Furnished, new: object) -> None:
    """What only a longer deck has: a wish that rests, and what a supporter needs."""
    holder, supporter = made.viewer("holder"), made.viewer("supporter")
    for card in cards.deck("home"):
        if card.id not in ("advice", "zones") and "wish" in card.stands:
            if card.owner == "supporter":
                laid = lay(supporter, None, card.id, new("needs:supporter", card.id))  # type: ignore[operator]
                made.ids.setdefault("needs", str(laid.agreement_id))
            else:
                rests = lay(holder, None, card.id, new("wish:paused", card.id))  # type: ignore[operator]
                agreements.pause(holder, agreement_id=rests.agreement_id, aloud=False)
                made.ids.setdefault("wish_paused", str(rests.agreement_id))


def _tasks(canaries: Canaries, mark: str, made: Furnished) -> None:
    """A list of two tasks that are both's, one of them with a word of each about their hard days; and one taken off."""
    holder, members = made.viewer("holder"), made.members
    both = frozenset({members["holder"], members["supporter"]})
    for name, may in (("task", frozenset({members["table"]})), ("task_free", frozenset())):
        what = What(canaries.words(f"{mark}tasks"), canaries.words(f"{mark}tasks"), both, may, tuple(range(7)))
        made.ids[name] = str(tasks.add(holder, what=what))
    made.ids["task_off"] = str(tasks.add(holder, what=What(canaries.words(f"{mark}tasks:off"))))
    tasks.take_away(holder, task_id=uuid.UUID(made.ids["task_off"]), seen=1)
    for who in ("holder", "supporter"):
        said = OnHardDays(("smaller",), canaries.words(f"{mark}hard:{who}"))
        tasks.say_hard(made.viewer(who), task_id=uuid.UUID(made.ids["task"]), on_hard_days=said)


def _offer(canaries: Canaries, mark: str, made: Furnished) -> None:
    """Jonas has offered Maja something about the subjects she chose; one of the two she has opened."""
    jonas, maja = made.viewer("supporter"), made.viewer("holder")
    subjects = advice_queries.desk(jonas, maja.me(), clock.now()).terms.subjects
    for name, subject in zip(("offer", "offer_opened"), subjects, strict=True):
        words = canaries.words(f"{mark}advice:{'opened' if name == 'offer_opened' else 'sealed'}")
        advice.offer(jonas, receiver_id=maja.me(), subject=subject, content=words)
        lies = advice_queries.desk(jonas, maja.me(), clock.now()).lying
        made.ids[name] = next(str(one.id) for one in lies if str(one.id) not in made.ids.values())
    advice.answer(maja, offer_id=uuid.UUID(made.ids["offer_opened"]), say="yes")


def _notice(made: Furnished) -> uuid.UUID:
    return notices(made.viewer("holder"))[0].id


# --- doors ------------------------------------------------------------------------------------


def _doors(made: Furnished) -> None:
    """Invitations and share links: one that works and one of each kind that does not."""
    holder, now = made.viewer("holder"), clock.now()

    def invite() -> tuple[str, str]:
        token = circle.invite(holder, role=Role.SUPPORTER, topics=[ONE_TOPIC])
        return token, str(Invitation.objects.get(token_hash=ids.token_hash(token)).id)

    def share() -> tuple[str, str]:
        token = circle.share(holder, topics=[GUEST_TOPIC], days=7)
        return token, str(ShareLink.objects.get(token_hash=ids.token_hash(token)).id)

    made.ids["token"], made.ids["invitation"] = invite()
    made.ids["token_withdrawn"], withdrawn = invite()
    circle.withdraw_invitation(holder, invitation_id=uuid.UUID(withdrawn))
    made.ids["guest"], made.ids["share"] = share()
    made.ids["guest_withdrawn"], withdrawn = share()
    circle.withdraw_share(holder, share_id=uuid.UUID(withdrawn))
    with clock.held(now - timedelta(days=8)):
        made.ids["token_expired"], _ = invite()
        made.ids["guest_expired"], _ = share()


# --- people -----------------------------------------------------------------------------------


def _sign_in(email: str) -> dict[str, str]:
    """What the browser holds after signing in and showing once more that it is them."""
    browser = Client()
    assert browser.post("/sign-in", {"login": email, "password": PASSWORD}).status_code == 302
    assert browser.post("/sign-in/again", {"password": PASSWORD}).status_code == 302
    return cookies_of(browser)


def cookies_of(browser: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in browser.cookies.items()}


def in_browser(cookies: Mapping[str, str], **options: bool) -> Client:
    """A browser that holds these cookies. It shows the page for errors as a reader gets it."""
    browser = Client(raise_request_exception=False, **options)
    for name, value in cookies.items():
        browser.cookies[name] = value
    return browser


def add_passkey(cookies: Mapping[str, str], name: str) -> Passkey:
    """Make a passkey on the page that does it."""
    from django.conf import settings

    browser = in_browser(cookies)
    page = browser.get("/me/passkeys/add")
    assert page.status_code == 200, page.status_code
    made = Passkey(settings.ADDRESS_HOST, settings.ADDRESS)
    answer = made.register(options_on(page.content.decode(), "creation_options"))
    done = browser.post("/me/passkeys/add", {"name": name, "credential": answer, "passwordless": "on"})
    assert done.status_code == 302, done.content.decode()[-3000:]
    return made


def options_on(page: str, which: str) -> dict[str, object]:
    """What the page hands to the browser's passkey dialogue."""
    import json

    found = re.search(r'<script[^>]*id="js_data"[^>]*>(.*?)</script>', page, re.S)
    assert found, "the page has no passkey options"
    options: dict[str, object] = json.loads(found[1])[which]
    return options


def _ways_in(made: Furnished, cookies: Mapping[str, str], person_id: uuid.UUID, email: str) -> None:
    """A passkey, recovery codes, another browser, and a link to open Roret elsewhere."""
    from allauth.mfa.models import Authenticator

    person = get_user_model().objects.get(pk=person_id)
    before = set(Session.objects.filter(person=person).values_list("session_key", flat=True))
    _sign_in(email)
    (made.ids["browser"],) = set(Session.objects.filter(person=person).values_list("session_key", flat=True)) - before
    add_passkey(cookies, "Telefonen")
    passkey = Authenticator.objects.get(user=person, type=Authenticator.Type.WEBAUTHN)
    made.ids["passkey"] = str(passkey.pk)
    made.ids["link"] = people.own_link(person).removeprefix("/in/")
