"""What a small slip in this room would change: to whom it rings, for what, how long, and in which language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.http import Http404

from roret.advice.tests.living import give, house
from roret.agreement import rules as agreements
from roret.agreement.tests.cast import Cast, after, browser, lay, posing, settle
from roret.circle import actions as circle
from roret.deliver import actions
from roret.deliver.models import Notice, Subscription
from roret.deliver.push import BadEndpoint, Browser
from roret.deliver.queries import Wants
from roret.deliver.rules import Kind, Quiet, in_transit
from roret.deliver.tests.living import DUE, EAR, EVERYTHING, NOON, heard, say_yes, turn_on, work
from roret.deliver.tests.service import PushService
from roret.kit import clock
from roret.outbox.models import Due
from roret.signals import actions as signals
from roret.signals.models import Signal
from roret.signals.tests import living as signals_living
from roret.zones import actions as zones

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def cast(service: PushService) -> Iterator[Cast]:
    with clock.held(NOON):
        yield house(policy="ask_first", standing="fine")


def test_a_signal_rings_while_the_circle_rests_and_is_kept_no_longer_than_it_stands(cast, service):
    signals_living.agree(cast.maja, cast.jonas)
    turn_on(cast, service)
    circle.pause(cast.maja)
    signals.send(cast.jonas, kind="full")
    work()
    (taken,) = service.taken
    assert taken.headers["ttl"] == "1800"


def test_what_is_over_is_kept_by_no_push_service():
    assert in_transit(NOON, NOON) == in_transit(NOON - timedelta(hours=1), NOON) == 0
    assert in_transit(NOON + timedelta(days=9), NOON) == 86400


def it_comes_after_an_hour(service: PushService) -> None:
    work(at=after(minutes=59))
    assert service.taken == []
    work(at=after(minutes=60))
    assert heard(service) == ["da"]


@pytest.mark.parametrize(("hers", "his"), [(30, 60), (60, 30)])
def test_it_waits_for_her_own_zone_and_for_the_one_with_whom_it_is_from(cast, service, hers, his):
    """Birthe has agreed on zones with her as well: what she switches on is her own, and what Jonas does is theirs."""
    settle(cast.maja, cast.birthe, "zones", {})
    settle(cast.maja, cast.jonas, "zones", {})
    zones.switch_on(cast.maja, minutes=hers)
    zones.switch_on(cast.jonas, minutes=his)
    turn_on(cast, service)
    give(cast)
    it_comes_after_an_hour(service)


def test_it_waits_for_her_own_zone_whoever_it_is_from(cast, service):
    settle(cast.maja, cast.birthe, "zones", {})
    zones.switch_on(cast.maja, minutes=60)
    turn_on(cast, service)
    give(cast)
    it_comes_after_an_hour(service)


def test_what_was_on_its_way_to_a_browser_does_not_go_there_once_mail_is_chosen(cast, service):
    turn_on(cast, service)
    give(cast)
    DUE["deliver.look"](str(cast.maja_id))
    (notice,) = Notice.objects.all()
    actions.save(cast.maja, chosen=Wants("mail", tuple(Kind)))
    actions.send_due(str(notice.id))
    assert service.taken == [] and not Notice.objects.filter(id=notice.id).exists()


def test_a_mail_to_try_it_is_not_sent_once_something_else_was_chosen(cast, service, settings):
    settings.HAS_MAIL, settings.EMAIL_BACKEND = True, "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    get_user_model().objects.update(email="maja@example.org")
    actions.save(cast.maja, chosen=Wants("mail", tuple(Kind)))
    assert actions.try_it(cast.maja)
    actions.save(cast.maja, chosen=EVERYTHING)
    actions.test_due(str(cast.maja_id))
    assert mail.outbox == []


def test_it_is_said_in_the_language_that_its_reader_has_chosen_and_else_in_that_of_the_house(cast, service):
    turn_on(cast, service)
    browser(cast.maja_id, "en")
    actions.try_it(cast.maja)
    work()
    browser(cast.maja_id, "kl")
    actions.try_it(cast.maja)
    work()
    assert heard(service) == ["en", "da"]


def test_to_try_it_rings_ones_own_browsers_alone(cast, service):
    turn_on(cast, service)
    actions.save(cast.jonas, chosen=EVERYTHING)
    assert not actions.try_it(cast.jonas)
    assert Subscription.objects.get().member_id == cast.maja_id


def test_a_notice_is_let_go_when_what_it_is_about_is_over_and_not_before(cast, service):
    turn_on(cast, service)
    give(cast)
    DUE["deliver.look"](str(cast.maja_id))
    notice = Notice.objects.get()
    actions.end_due(str(notice.id))
    assert Notice.objects.exists()
    with clock.held(notice.until):
        actions.end_due(str(notice.id))
    assert not Notice.objects.exists()


def test_nothing_is_left_of_what_was_on_its_way_to_one_who_left(cast, service):
    actions.save(cast.jonas, chosen=Wants("mail", tuple(Kind)))
    lay(cast.maja, cast.jonas_id, topic="advice", text="z")
    DUE["deliver.look"](str(cast.jonas_id))
    assert Notice.objects.exists()
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    assert not Notice.objects.exists()


def test_what_is_on_its_way_to_one_who_left_goes_nowhere_though_nobody_has_cleared_up(cast, service, request):
    actions.save(cast.jonas, chosen=EVERYTHING)
    say_yes(cast.jonas_id, f"{service.address}/jonas")
    lay(cast.maja, cast.jonas_id, topic="advice", text="z")
    DUE["deliver.look"](str(cast.jonas_id))
    notice = Notice.objects.get()
    request.getfixturevalue("heard")
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    actions.send_due(str(notice.id))
    assert service.taken == [] and not Notice.objects.exists()


def test_a_proposal_is_brought_to_the_one_whose_yes_it_takes_until_it_is_not_taken_up(cast, service):
    turn_on(cast, service)
    lay(cast.maja, cast.jonas_id, topic="advice", text="z")
    DUE["deliver.look"](str(cast.maja_id))
    assert not Notice.objects.exists(), "it waits for Jonas"
    lay(cast.jonas, cast.maja_id, topic="advice", text="w")
    work(at=after() + agreements.FADES_AFTER + timedelta(days=1))
    assert service.taken == []


def test_quiet_hours_are_where_the_person_is_and_else_where_the_circle_lives():
    chosen = Wants("push", (), "22:00", "07:00", "Europe/London")
    quiet = chosen.quiet("Europe/Copenhagen")
    assert isinstance(quiet, Quiet) and quiet.zone == "Europe/London"


def test_of_a_sign_that_was_taken_back_nothing_is_left_to_bring(cast, service):
    signals_living.agree(cast.maja, cast.jonas)
    turn_on(cast, service)
    signals.send(cast.jonas, kind="pause")
    signals.take_back(cast.jonas)
    work()
    assert not Notice.objects.exists() and service.taken == []
    signals.send(cast.jonas, kind="pause")
    work()
    signals.take_back(cast.jonas)
    work()
    assert Notice.objects.get().until == NOON + timedelta(minutes=5), "it has rung, and rings no second time so soon"
    work(at=NOON + timedelta(minutes=5))
    assert not Notice.objects.exists() and not Due.objects.filter(kind__startswith="deliver.").exists()


def test_two_hundred_signals_in_a_minute_ring_twice_at_most_and_leave_one_row(cast, service):
    signals_living.agree(cast.maja, cast.jonas)
    turn_on(cast, service)
    for second in range(200):
        with clock.held(NOON + timedelta(seconds=0.3 * second)):
            signals.send(cast.jonas, kind=("pause", "full")[second % 2])
            if second % 3 == 0:
                signals.take_back(cast.jonas)
            if second % 20 == 0:
                work()
    work(at=NOON + timedelta(minutes=1))
    assert len(service.taken) <= 2
    assert Signal.objects.count() == 1 and Due.objects.filter(kind="signals.end").count() == 1
    assert Notice.objects.count() <= 2 and Due.objects.filter(kind__startswith="deliver.").count() <= 2
    with clock.held(NOON + timedelta(minutes=7)):
        signals.send(cast.jonas, kind="pause")
        rung = len(service.taken)
        work()
        assert len(service.taken) == rung + 1, "some minutes later it is another"


def test_what_was_made_longer_is_not_brought_again_when_it_would_have_ended_before(cast, service):
    """Twice within the minutes in which it rings once: it is one, and lasts as long as the second."""
    signals_living.agree(cast.maja, cast.jonas)
    turn_on(cast, service)
    signals.send(cast.jonas, kind="pause")
    work()
    with clock.held(NOON + timedelta(minutes=1)):
        signals.send(cast.jonas, kind="full")
        work()
    work(at=NOON + timedelta(minutes=30, seconds=5))
    with clock.held(NOON + timedelta(minutes=30, seconds=10)):
        give(cast)
        work()
    assert len(service.taken) == 2, "the pause, and the idea"


def test_an_address_that_is_none_is_not_kept(cast):
    with pytest.raises(BadEndpoint):
        actions.add_browser(cast.maja, browser=Browser("http://push.example/x", "x", "y"), session_id="x")
    assert not Subscription.objects.exists()


def test_one_of_another_circle_can_do_nothing_in_this_one(cast):
    otto = posing(cast)
    acts = (
        lambda: actions.save(otto, chosen=Wants("mail", tuple(Kind))),
        lambda: actions.add_browser(otto, browser=Browser(**EAR.keys("https://push.example/x")), session_id="x"),
        lambda: actions.try_it(otto),
    )
    for act in acts:
        with pytest.raises(Http404):
            act()
