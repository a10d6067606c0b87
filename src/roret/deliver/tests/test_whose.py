"""Whose browser it is that is told: one person's at a time, and only for as long as they are signed in there."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from roret.advice.tests.living import FOOD, give, house
from roret.agreement.tests.cast import Cast, browser, stranger
from roret.circle import access
from roret.circle import actions as circle
from roret.circle.models import Member
from roret.circle.rules import Edition, Role
from roret.deliver import actions, push, queries
from roret.deliver.models import HouseKey, Notice, Subscription
from roret.deliver.tests.living import EVERYTHING, NOON, say_yes, session_of, work
from roret.deliver.tests.service import PushService, verified
from roret.kit import clock
from roret.people import actions as people
from roret.people.models import Person, Session

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PASSWORD = "et langt ord til døren"


@pytest.fixture
def cast(service) -> Iterator[Cast]:
    with clock.held(NOON):
        cast = house(policy="ask_first", standing="fine")
        actions.save(cast.maja, chosen=EVERYTHING)
        yield cast


def notify(circle_id: uuid.UUID) -> str:
    return f"/c/{circle_id}/me/notify"


def person_of(member_id: uuid.UUID) -> Person:
    return Person.objects.get(pk=Member.objects.get(id=member_id).person_id)


def rings(service: PushService) -> list[str]:
    return [one.path for one in service.taken]


def sign_out_here(phone: Client, cast: Cast) -> None:
    assert phone.post("/sign-out").status_code == 302


def sign_out_from_elsewhere(phone: Client, cast: Cast) -> None:
    assert browser(cast.maja_id).post(f"/me/browsers/{session_of(phone)}/end").status_code == 302


def let_somebody_else_in(phone: Client, cast: Cast) -> None:
    assert phone.post(people.own_link(person_of(stranger().me()))).status_code == 302


def be_erased(phone: Client, cast: Cast) -> None:
    people.erase_person(person_of(cast.maja_id).pk)


@pytest.mark.parametrize("end", [sign_out_here, sign_out_from_elsewhere, let_somebody_else_in, be_erased])
def test_a_browser_one_is_signed_out_of_is_forgotten_at_once_with_what_was_on_its_way(cast, service, end):
    phone = browser(cast.maja_id)
    say_yes(cast.maja_id, f"{service.address}/phone", phone)
    give(cast)
    end(phone, cast)
    assert not Subscription.objects.exists()
    work()
    give(cast, FOOD)
    work()
    assert not rings(service)


def test_the_next_person_on_a_telephone_hears_nothing_until_they_say_yes_and_then_their_own_alone(cast, service):
    phone, endpoint = browser(cast.maja_id), f"{service.address}/shared"
    actions.save(cast.birthe, chosen=EVERYTHING)
    say_yes(cast.maja_id, endpoint, phone)
    browser(cast.birthe_id)
    phone.post(people.own_link(person_of(cast.birthe_id)))
    assert queries.page(cast.birthe, session_of(phone)).here == ""
    give(cast)
    work()
    assert not rings(service)
    say_yes(cast.birthe_id, endpoint, phone)
    give(cast, FOOD)
    work()
    assert not rings(service), "what is Maja's"
    actions.try_it(cast.birthe)
    work()
    assert rings(service) == ["/shared"]


def test_of_two_who_said_yes_in_one_browser_it_is_the_last_ones(cast, service):
    """The browser lost its cookie and never signed out: Maja's session still stands."""
    actions.save(cast.birthe, chosen=EVERYTHING)
    say_yes(cast.maja_id, f"{service.address}/shared")
    say_yes(cast.birthe_id, f"{service.address}/shared")
    assert list(Subscription.objects.values_list("member_id", flat=True)) == [cast.birthe_id]
    give(cast)
    work()
    assert not rings(service)


def test_a_browser_that_was_given_another_address_is_told_there_and_no_longer_at_the_first(cast, service):
    phone = browser(cast.maja_id)
    for name in ("before", "after"):
        say_yes(cast.maja_id, f"{service.address}/{name}", phone)
    give(cast)
    work()
    assert rings(service) == ["/after"]


def test_a_session_that_has_ended_by_itself_is_told_nothing(cast, service):
    phone = browser(cast.maja_id)
    say_yes(cast.maja_id, f"{service.address}/phone", phone)
    give(cast)
    actions.try_it(cast.maja)
    Session.objects.filter(session_key=session_of(phone)).update(expire_date=clock.now())
    work()
    assert not rings(service)
    assert not Subscription.objects.exists() and not Notice.objects.exists()


def test_a_password_chosen_elsewhere_ends_it_and_the_browser_it_was_chosen_in_goes_on(cast, service):
    lost, kept = browser(cast.maja_id), browser(cast.maja_id)
    say_yes(cast.maja_id, f"{service.address}/lost", lost)
    say_yes(cast.maja_id, f"{service.address}/kept", kept)
    chosen = kept.post("/me/password", {"email": "maja@example.org", "password": PASSWORD})
    assert chosen.status_code == 302
    assert lost.get("/me").status_code == 302, "signed out"
    assert kept.get("/me").status_code == 200
    give(cast)
    work()
    assert rings(service) == ["/kept"]


def test_a_password_chosen_elsewhere_is_noticed_even_before_the_lost_browser_comes_by(cast, service):
    say_yes(cast.maja_id, f"{service.address}/lost")
    maja = person_of(cast.maja_id)
    people.choose_password(maja, email="maja@example.org", password=PASSWORD)
    give(cast)
    work()
    assert not rings(service) and not Subscription.objects.exists()


def test_signing_in_again_as_oneself_keeps_it(cast, service):
    phone = browser(cast.maja_id)
    say_yes(cast.maja_id, f"{service.address}/phone", phone)
    before = session_of(phone)
    phone.post(people.own_link(person_of(cast.maja_id)))
    assert session_of(phone) != before
    give(cast)
    work()
    assert rings(service) == ["/phone"]


def test_two_telephones_are_told_each_and_one_can_be_left_out(cast, service):
    one, other = browser(cast.maja_id), browser(cast.maja_id)
    for name, phone in (("one", one), ("other", other)):
        say_yes(cast.maja_id, f"{service.address}/{name}", phone)
    give(cast)
    work()
    assert sorted(rings(service)) == ["/one", "/other"]
    assert one.post(notify(cast.circle_id), {"do": "stop"}).status_code == 302
    service.taken.clear()
    give(cast, FOOD)
    work()
    assert rings(service) == ["/other"]
    assert queries.page(cast.maja, session_of(one)).here == ""
    assert queries.page(cast.maja, session_of(other)).here != ""


def test_two_circles_have_each_its_own_yes_in_one_browser(cast, service):
    phone, maja = browser(cast.maja_id), person_of(cast.maja_id)
    circle.open_circle(person_id=maja.pk, edition=Edition.HOME, role=Role.SUPPORTER, name="Maja")
    second = next(viewer for viewer in access.circles_of(maja.pk) if viewer.circle_id != cast.circle_id)
    actions.save(second, chosen=EVERYTHING)
    say_yes(cast.maja_id, f"{service.address}/phone", phone)
    assert queries.page(second, session_of(phone)).here == "", "a yes in one is not one in the other"
    say_yes(second.me(), f"{service.address}/phone", phone)
    assert Subscription.objects.count() == 2
    for viewer in (cast.maja, second):
        actions.try_it(viewer)
    work()
    assert rings(service) == ["/phone", "/phone"]
    circle.leave(second)
    assert list(Subscription.objects.values_list("member_id", flat=True)) == [cast.maja_id]


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_gone_for_every_circle(cast, service, status):
    phone, maja = browser(cast.maja_id), person_of(cast.maja_id)
    circle.open_circle(person_id=maja.pk, edition=Edition.HOME, role=Role.HOLDER, name="Maja")
    second = next(viewer for viewer in access.circles_of(maja.pk) if viewer.circle_id != cast.circle_id)
    for member_id in (cast.maja_id, second.me()):
        say_yes(member_id, f"{service.address}/phone", phone)
    assert 'data-here=""' not in phone.get(notify(cast.circle_id)).content.decode()
    service.answers = [(status, {})]
    give(cast)
    work()
    assert not Subscription.objects.exists()
    assert 'data-here=""' in phone.get(notify(cast.circle_id)).content.decode(), "the page asks again"


def test_with_a_new_key_of_the_house_the_old_browsers_are_refused_once_and_asked_again(cast, service):
    phone = browser(cast.maja_id)
    say_yes(cast.maja_id, f"{service.address}/phone", phone)
    before = queries.page(cast.maja, "").key
    house_key = HouseKey.objects.get()
    house_key.private = push.new_key()
    house_key.save()
    service.answers = [(403, {})]
    give(cast)
    work()
    assert verified(service.taken[0].headers["authorization"])[1] == queries.page(cast.maja, "").key != before
    work(at=NOON + timedelta(hours=1))
    assert len(service.taken) == 1 and not Subscription.objects.exists()
    told = phone.get(notify(cast.circle_id)).content.decode()
    assert f'data-notify="{queries.page(cast.maja, "").key}" data-here=""' in told


def test_one_to_see_waits_as_long_as_it_is_asked_to(cast, service):
    say_yes(cast.maja_id, f"{service.address}/phone")
    service.answers = [(429, {"Retry-After": "60"})]
    actions.try_it(cast.maja)
    work()
    work(at=NOON + timedelta(seconds=59))
    assert len(service.taken) == 1
    work(at=NOON + timedelta(seconds=60))
    assert len(service.taken) == 2


def test_signing_out_ends_the_browser_and_not_the_wish(cast, service):
    phone = browser(cast.maja_id)
    say_yes(cast.maja_id, f"{service.address}/phone", phone)
    phone.post("/sign-out")
    assert queries.wants(cast.maja_id) == EVERYTHING
