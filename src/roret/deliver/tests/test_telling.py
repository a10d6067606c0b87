"""From an act of one to the telephone of the other: through the outbox, past the gate, to a push service of our own."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.http import Http404

from roret.advice import actions as advice
from roret.advice.models import Offer
from roret.advice.tests import living as offers
from roret.advice.tests.living import FOOD, WORDS, give, house
from roret.agreement import actions as agreements
from roret.agreement import queries as all_agreements
from roret.agreement.tests.cast import Cast, lay, settle
from roret.asking import actions as asking
from roret.circle import actions as circle
from roret.circle.models import Member
from roret.deliver import actions, privacy, push, queries
from roret.deliver.models import HouseKey, Notice, Subscription, Wish
from roret.deliver.push import BadEndpoint, Browser
from roret.deliver.queries import Wants
from roret.deliver.rules import Kind
from roret.deliver.tests.living import DUE, EVERYTHING, NOON, heard, say_yes, turn_on, work
from roret.deliver.tests.service import verified
from roret.kit import clock
from roret.outbox.models import Due
from roret.signals import actions as signals
from roret.signals.tests import living as signals_living
from roret.withdraw import actions as withdraw
from roret.withdraw.tests import living as withdraw_living
from roret.zones.rules import On, Source
from roret.zones.tests import living as zones

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def cast(service) -> Iterator[Cast]:
    with clock.held(NOON):
        yield house(policy="ask_first", standing="fine")


def test_nothing_is_sent_until_a_person_turns_it_on(cast, service):
    give(cast)
    work()
    assert not service.taken and not Notice.objects.exists()
    assert not Due.objects.filter(kind__startswith="deliver").exists()


def test_an_offer_reaches_the_telephone_and_says_nothing_of_itself(cast, service):
    turn_on(cast, service)
    give(cast)
    refs = list(Due.objects.values_list("ref", flat=True))
    assert all(uuid.UUID(ref) for ref in refs), "the outbox holds ids alone"
    work()
    assert heard(service) == ["da"]
    claims, key = verified(service.taken[0].headers["authorization"])
    assert claims["aud"] == service.address
    assert key == queries.page(cast.maja, "").key
    assert int(service.taken[0].headers["ttl"]) == 86400
    give(cast, FOOD)
    work()
    assert heard(service) == ["da", "da"], "what was brought is not brought again"


def test_whatever_has_happened_the_message_is_the_same_length_and_text(cast, service):
    turn_on(cast, service)
    give(cast)
    lay(cast.jonas, cast.maja_id, topic="advice", text="z")
    actions.try_it(cast.maja)
    work()
    assert heard(service) == ["da"] * 3
    assert len({len(one.body) for one in service.taken}) == 1
    assert len({tuple(sorted(one.headers.items() - {("x", "y")})) for one in service.taken}) <= 6
    assert {one.headers["topic"] for one in service.taken} == {"roret"}


def test_a_proposal_is_brought_once_however_often_its_agreement_stirs(cast, service):
    turn_on(cast, service)
    laid = lay(cast.jonas, cast.maja_id, topic="advice", text="z")
    work()
    assert len(service.taken) == 1
    lay(cast.maja, cast.birthe_id, topic="advice")
    work()
    assert len(service.taken) == 1
    agreements.set_aside(cast.jonas, agreement_id=laid.agreement_id, version=laid.version)
    lay(cast.jonas, cast.maja_id, topic="advice", text="w")
    work()
    assert len(service.taken) == 2


def test_a_signal_and_a_withdrawal_ring_in_a_zone_and_not_when_they_are_over(cast, service):
    zones.agree(cast.maja, cast.jonas, {"when": [{"days": ["mon"], "from": "11:00", "to": "14:00"}]})
    signals_living.agree(cast.maja, cast.jonas)
    withdraw_living.agree(cast.maja, cast.jonas)
    turn_on(cast, service, Wants("push", (Kind.SIGNAL,)))
    signals.send(cast.jonas, kind="full")
    withdraw.withdraw(cast.jonas, preset="minutes_30", asked_at=clock.now())
    work()
    assert len(service.taken) == 2
    withdraw.extend(cast.jonas, minutes=60)
    withdraw.come_back(cast.jonas)
    signals.take_back(cast.jonas)
    work()
    assert len(service.taken) == 2
    signals.send(cast.maja, kind="full")
    work()
    assert len(service.taken) == 2, "one's own"


def test_a_question_held_back_by_quiet_hours_and_then_by_a_zone_comes_after_both(cast, service):
    asked = {"when": "natural", "words": [{"own": "Kaffe?"}]}
    settle(cast.maja, cast.jonas, "asking", asked)
    zones.agree(cast.maja, cast.jonas, {"when": [{"days": ["mon"], "from": "12:30", "to": "14:00"}]})
    turn_on(cast, service, Wants("push", tuple(Kind), "11:00", "13:00", "Europe/Copenhagen"))
    asking.ask(cast.jonas, to=cast.maja_id, words={"own": "Kaffe?"})
    for minutes in (0, 60, 119):
        work(at=NOON + timedelta(minutes=minutes))
    assert not service.taken
    work(at=NOON + timedelta(minutes=120))
    assert heard(service) == ["da"]


def test_a_zone_of_the_two_holds_an_idea_until_it_ends(cast, service):
    zones.agree(cast.maja, cast.jonas, {"when": [{"days": ["mon"], "from": "11:00", "to": "14:00"}]})
    turn_on(cast, service)
    give(cast)
    work(at=NOON + timedelta(minutes=119))
    assert not service.taken
    work(at=NOON + timedelta(minutes=120))
    assert heard(service) == ["da"]


def test_the_kind_that_was_not_chosen_stays_on_the_page(cast, service):
    turn_on(cast, service, Wants("push", (Kind.PROPOSAL,)))
    give(cast)
    work()
    assert not service.taken
    lay(cast.jonas, cast.maja_id, topic="advice", text="z")
    work()
    assert len(service.taken) == 1


def test_one_is_not_told_of_what_one_does_oneself(cast, service):
    actions.save(cast.jonas, chosen=EVERYTHING)
    say_yes(cast.jonas_id, f"{service.address}/jonas")
    give(cast)
    lay(cast.jonas, cast.maja_id, topic="advice", text="z")
    work()
    assert not service.taken


@pytest.mark.parametrize("say", ["no", "later", "yes", "taken back", "rests", "left", "paused", "turned off"])
def test_what_is_no_longer_true_when_it_is_sent_is_not_sent(cast, service, say):
    turn_on(cast, service)
    give(cast)
    DUE["deliver.look"](str(cast.maja_id))
    assert Notice.objects.count() == 1
    offer = Offer.objects.get()
    (view,) = all_agreements.agreements(cast.maja)
    acts = {
        "taken back": lambda: advice.take_back(cast.jonas, offer_id=offer.id),
        "rests": lambda: agreements.pause(cast.maja, agreement_id=view.id, aloud=False),
        "left": lambda: circle.take_out(cast.maja, member_id=cast.jonas_id),
        "paused": lambda: circle.pause(cast.maja),
        "turned off": lambda: actions.save(cast.maja, chosen=Wants("push", ())),
    }
    acts.get(say, lambda: advice.answer(cast.maja, offer_id=offer.id, say=say))()
    work()
    assert not service.taken
    assert not Notice.objects.exists()


def test_what_has_faded_in_the_queue_is_dropped_and_nothing_of_it_is_left(cast, service):
    turn_on(cast, service)
    give(cast)
    work(at=NOON + timedelta(days=20))
    assert not service.taken
    assert not Notice.objects.exists()


def test_quiet_hours_hold_it_back_and_do_not_lose_it(cast, service):
    turn_on(cast, service, Wants("push", tuple(Kind), "11:00", "13:00", "Europe/Copenhagen"))
    give(cast)
    work()
    assert not service.taken
    work(at=NOON + timedelta(minutes=59))
    assert not service.taken
    work(at=NOON + timedelta(hours=1))
    assert heard(service) == ["da"]


def test_a_zone_holds_back_what_the_software_brings_and_no_proposal_is_lost(cast, service, monkeypatch):
    ends = NOON + timedelta(hours=2)
    monkeypatch.setattr(
        queries, "_zone", lambda viewer, agreed, other_id, now: On(ends, Source.WINDOW) if now < ends else None
    )
    turn_on(cast, service)
    give(cast)
    lay(cast.jonas, cast.maja_id, topic="advice", text="z")
    work(at=ends - timedelta(seconds=1))
    assert not service.taken
    work(at=ends)
    assert len(service.taken) == 2


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_browser_that_is_gone_is_forgotten(cast, service, status):
    turn_on(cast, service, name="gone")
    turn_on(cast, service, name="there")
    service.answers = [(status, {})]
    give(cast)
    work()
    assert len(service.taken) == 2
    assert Subscription.objects.count() == 1
    assert Notice.objects.filter(done=False).count() == 0


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_push_service_in_trouble_is_tried_again_more_and_more_seldom(cast, service, status):
    turn_on(cast, service)
    service.answers = [(status, {})] * 3
    give(cast)
    work()
    assert (len(service.taken), Notice.objects.filter(done=True).count()) == (1, 0)
    for seconds in (4, 5, 15, 35):
        work(at=NOON + timedelta(seconds=seconds))
    assert len(service.taken) == 4
    assert Notice.objects.get().done
    work(at=NOON + timedelta(hours=3))
    assert len(service.taken) == 4


def test_it_waits_as_long_as_it_is_asked_to(cast, service):
    turn_on(cast, service)
    service.answers = [(429, {"Retry-After": "600"})]
    give(cast)
    work(at=NOON)
    work(at=NOON + timedelta(seconds=599))
    assert len(service.taken) == 1
    work(at=NOON + timedelta(seconds=600))
    assert heard(service) == ["da", "da"]


def test_one_who_hangs_costs_its_patience_and_not_the_message(cast, service, monkeypatch):
    turn_on(cast, service)
    service.hangs = 1.0
    give(cast)
    with monkeypatch.context() as hurried:
        hurried.setattr(push, "PATIENCE", 0.2)
        work()
    assert not Notice.objects.get().done
    service.hangs = 0.0
    work(at=NOON + timedelta(seconds=10))
    assert Notice.objects.get().done


@pytest.mark.parametrize("status", [400, 413])
def test_what_a_push_service_will_never_take_is_not_tried_for_ever(cast, service, status):
    turn_on(cast, service)
    service.answers = [(status, {})]
    give(cast)
    work()
    work(at=NOON + timedelta(hours=1))
    assert len(service.taken) == 1


def test_every_browser_is_told_once_and_one_in_trouble_does_not_ring_the_others_again(cast, service):
    turn_on(cast, service, name="a")
    turn_on(cast, service, name="b")
    service.answers = [(503, {}), (201, {})]
    give(cast)
    work()
    work(at=NOON + timedelta(minutes=1))
    paths = [one.path for one in service.taken]
    assert sorted(paths) in (["/a", "/a", "/b"], ["/a", "/b", "/b"])


def test_a_worker_that_died_in_between_rings_at_most_the_same_once_more(cast, service):
    turn_on(cast, service)
    give(cast)
    DUE["deliver.look"](str(cast.maja_id))
    ref = str(Notice.objects.get().id)
    for _ in range(2):
        DUE["deliver.send"](ref)
    assert len(service.taken) == 1


def test_mail_says_the_same_and_goes_where_mail_is_set_up(cast, settings):
    settings.HAS_MAIL, settings.EMAIL_BACKEND = True, "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    Member.objects.filter(id=cast.maja_id).get().person.__class__.objects.update(email="maja@example.org")
    actions.save(cast.maja, chosen=Wants("mail", tuple(Kind)))
    give(cast)
    actions.try_it(cast.maja)
    work()
    assert {(m.subject, m.body) for m in mail.outbox} == {("Roret", f"Der er nyt i Roret.\n\n{settings.ADDRESS}\n")}
    assert len(mail.outbox) == 2
    settings.HAS_MAIL = False
    give(cast, FOOD)
    work()
    assert len(mail.outbox) == 2


def test_a_mail_server_in_trouble_is_tried_again_and_one_that_refuses_is_not(cast, settings, monkeypatch):
    settings.HAS_MAIL, settings.EMAIL_BACKEND = True, "django.core.mail.backends.locmem.EmailBackend"
    get_user_model().objects.update(email="maja@example.org")
    troubles = iter([SMTPException("421"), OSError(), SMTPRecipientsRefused({})])

    def send(self, messages):
        raise next(troubles)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    actions.save(cast.maja, chosen=Wants("mail", tuple(Kind)))
    give(cast)
    for minutes in range(4):
        work(at=NOON + timedelta(minutes=minutes))
    assert next(troubles, None) is None
    assert Notice.objects.get().done


def test_turning_it_off_deletes_everything_about_it(cast, service):
    turn_on(cast, service)
    give(cast)
    DUE["deliver.look"](str(cast.maja_id))
    actions.save(cast.maja, chosen=Wants())
    assert not any(model.objects.exists() for model in (Notice, Subscription, Wish))
    work()
    assert not service.taken


def test_whoever_leaves_takes_their_browsers_along(cast, service):
    actions.save(cast.jonas, chosen=EVERYTHING)
    say_yes(cast.jonas_id, f"{service.address}/jonas")
    jonas = cast.jonas
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    assert not Subscription.objects.exists() and not Wish.objects.exists()
    with pytest.raises(Http404):
        actions.save(jonas, chosen=EVERYTHING)


def test_a_browser_is_kept_once_and_not_any_number_of_them(cast, service):
    for _ in range(2):
        turn_on(cast, service, name="same")
    assert Subscription.objects.count() == 1
    for n in range(actions.MOST_BROWSERS + 3):
        turn_on(cast, service, name=str(n))
    assert Subscription.objects.count() == actions.MOST_BROWSERS
    with pytest.raises(BadEndpoint):
        actions.add_browser(cast.maja, browser=Browser("https://push.example:8443/x", "x", "y"), session_id="x")


def test_the_house_has_one_key_and_it_is_sealed(cast, service):
    for _ in range(3):
        turn_on(cast, service)
    assert HouseKey.objects.count() == 1
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT private FROM deliver_housekey")
        assert bytes(cursor.fetchone()[0]).startswith(b"R1")


def test_strange_wishes_are_nothing_said(cast):
    for strange in ([], "x", {"channel": "smoke", "kinds": "all", "from": 7, "zone": "Mars"}, {"kinds": [3]}):
        Wish.objects.all().delete()
        Wish.objects.create(member_id=cast.maja_id, wants=strange)
        found = queries.wants(cast.maja_id)
        assert (found.channel, found.kinds, found.zone) == ("none", (), "")
        assert found.quiet("Europe/Copenhagen") is None


def test_what_is_hidden_from_one_makes_no_sound_for_them(cast, service):
    """Two worlds that differ in what Maja cannot see: an offer that no longer fits, and none. The same pushes."""
    turn_on(cast, service)
    heard_in = []
    for offered in (True, False):
        offers.agree(cast, policy="ask_first")
        if offered:
            give(cast)
        offers.agree(cast, policy="none")
        before = len(service.taken)
        work()
        heard_in.append(heard(service)[before:])
    assert heard_in[0] == heard_in[1] == []


def test_one_takes_along_what_one_has_chosen(cast, service):
    turn_on(cast, service)
    taken = privacy.export(cast.maja_id)
    assert taken["wants"]["channel"] == "push"
    assert taken["browsers"] == [f"{service.address}/a"]
    for _ in range(2):
        privacy.erase(cast.maja_id)
    assert privacy.export(cast.maja_id) == {"wants": None, "browsers": []}
    assert WORDS not in repr(taken)


def test_no_row_of_the_outbox_holds_more_than_ids(cast, service):
    turn_on(cast, service)
    give(cast)
    lay(cast.jonas, cast.maja_id, topic="advice", text="z")
    actions.try_it(cast.maja)
    DUE["deliver.look"](str(cast.maja_id))
    for kind, ref in itertools.chain(Due.objects.values_list("kind", "ref")):
        assert uuid.UUID(ref), kind
