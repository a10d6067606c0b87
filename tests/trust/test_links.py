"""Ways in that work once, end by themselves and give nothing away; and guessing, which gets nobody anywhere."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from roret.circle import access
from roret.circle import actions as circle
from roret.circle.models import Invitation, Member
from roret.circle.rules import INVITATION_LASTS, Edition, Role
from roret.kit import clock, ids
from roret.people import actions as people
from roret.people.models import Person, SignInLink
from tests.architecture.access_run import masked
from tests.canaries import Canaries
from tests.passkey import Passkey
from tests.world import PASSWORD, QUICK_PASSWORDS, World, add_passkey, build_world, in_browser, kept_apart

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    with django_db_blocker.unblock(), kept_apart(), override_settings(PASSWORD_HASHERS=QUICK_PASSWORDS):
        yield build_world(Canaries(6))


@pytest.fixture(autouse=True)
def nobody_has_tried_before() -> None:
    cache.clear()


def looks(response: object) -> str:
    """The page without its token and without its own address, which the forms at its foot repeat."""
    text = re.sub(r'name="next" value="[^"]*"', "", response.content.decode())  # type: ignore[attr-defined]
    return masked(text)


# --- a link that signs in -----------------------------------------------------------------------


def test_a_sign_in_link_is_spent_by_a_press_and_by_nothing_else(world):
    path = people.own_link(Person.objects.get(email=world.emails["supporter"]))
    for _ in range(3):
        assert Client().get(path).status_code == 200
        assert Client().head(path).status_code in (200, 405)
        assert Client().options(path).status_code == 405
    browser = Client()
    assert browser.post(path).status_code == 302
    assert browser.get("/me").status_code == 200
    assert Client().post(path).status_code == 404
    assert Client().get(path).status_code == 404


def test_a_sign_in_link_ends_by_itself(world):
    path = people.own_link(Person.objects.get(email=world.emails["supporter"]))
    now = clock.now()
    with clock.held(now + people.OWN_LINK_LASTS + timedelta(seconds=1)):
        assert Client().get(path).status_code == Client().post(path).status_code == 404
    assert Client().get(path).status_code == 200


def test_a_newer_sign_in_link_takes_the_place_of_an_older_one(world):
    jonas = Person.objects.get(email=world.emails["supporter"])
    older, newer = people.own_link(jonas), people.own_link(jonas)
    assert Client().post(older).status_code == 404
    assert Client().post(newer).status_code == 302


def test_nobody_gets_a_first_link_once_somebody_is_here(world):
    assert people.first_link() is None


def test_a_link_that_was_used_looks_like_one_that_never_was(world):
    path = people.own_link(Person.objects.get(email=world.emails["supporter"]))
    Client().post(path)
    assert looks(Client().get(path)) == looks(Client().get("/in/" + ids.new_token()))


def test_signing_in_gives_the_browser_another_session(world):
    """Whoever knew the cookie of before knows nothing now."""
    browser = Client()
    browser.post("/first/1", {"answer": "fixed"})
    before = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post(people.own_link(Person.objects.get(email=world.emails["supporter"])))
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert in_browser({settings.SESSION_COOKIE_NAME: before}).get("/me").status_code == 302


# --- an invitation ------------------------------------------------------------------------------


def invited(world: World) -> str:
    return circle.invite(world.home.viewer("holder"), role=Role.SUPPORTER)


def test_an_invitation_lets_one_in_and_is_spent_by_a_press(world):
    token = invited(world)
    for _ in range(3):
        assert Client().get(f"/join/{token}").status_code == 200
    browser = Client()
    assert browser.post(f"/join/{token}", {"name": ""}).status_code == 422
    assert browser.post(f"/join/{token}", {"name": "Birthe"}).status_code == 302
    assert browser.get(f"/c/{world.home.circle_id}").status_code == 200
    late = Client()
    assert late.post(f"/join/{token}", {"name": "Otto"}).status_code == 404
    assert late.get("/me").status_code == 302, "nobody gets an account by a spent invitation"


def test_a_member_who_opens_an_invitation_spends_nothing(world):
    token = invited(world)
    there = Member.objects.filter(circle_id=world.home.circle_id).count()
    assert in_browser(world.cookies["supporter"]).post(f"/join/{token}", {"name": "Jonas"}).status_code == 302
    assert Member.objects.filter(circle_id=world.home.circle_id).count() == there
    assert Client().get(f"/join/{token}").status_code == 200


def test_an_invitation_ends_to_the_second(world):
    now = clock.now()
    with clock.held(now):
        token = invited(world)
    with clock.held(now + INVITATION_LASTS - timedelta(seconds=1)):
        assert Client().get(f"/join/{token}").status_code == 200
    with clock.held(now + INVITATION_LASTS):
        assert Client().get(f"/join/{token}").status_code == 404
        assert Client().post(f"/join/{token}", {"name": "Otto"}).status_code == 404


def test_an_invitation_ends_with_the_membership_it_came_from(world):
    """A supporter who came first has asked in the holder, and leaves before that."""
    person = people.make_person()
    circle_id = circle.open_circle(person_id=person.pk, edition=Edition.HOME, role=Role.SUPPORTER, name="Jonas")
    (jonas,) = access.circles_of(person.pk)
    token = circle.invite(jonas, role=Role.HOLDER)
    assert Client().get(f"/join/{token}").status_code == 200
    circle.leave(jonas)
    assert Client().get(f"/join/{token}").status_code == 404
    assert not Member.objects.filter(circle_id=circle_id, left_at=None).exists()


def test_every_invitation_that_does_not_work_looks_the_same(world):
    shut = [world.home.ids[name] for name in ("token_used", "token_withdrawn", "token_expired")] + [ids.new_token()]
    assert len({looks(Client().get(f"/join/{token}")) for token in shut}) == 1


def test_every_share_link_that_does_not_work_looks_the_same(world):
    shut = [world.home.ids[name] for name in ("guest_withdrawn", "guest_expired")] + [ids.new_token()]
    assert len({looks(Client().get(f"/g/{token}")) for token in shut}) == 1


def test_a_withdrawn_share_link_is_shut_at_once(world):
    holder, token = world.home.viewer("holder"), world.home.ids["guest"]
    assert Client().get(f"/g/{token}").status_code == 200
    circle.withdraw_share(holder, share_id=uuid.UUID(world.home.ids["share"]))
    assert Client().get(f"/g/{token}").status_code == 404


def test_no_link_can_be_had_from_the_database(world):
    kept = set(SignInLink.objects.values_list("token_hash", flat=True))
    kept |= set(Invitation.objects.values_list("token_hash", flat=True))
    assert kept
    for stored in kept:
        assert Client().get(f"/in/{stored}").status_code == Client().get(f"/join/{stored}").status_code == 404


# --- guessing -----------------------------------------------------------------------------------


def guess(email: str, place: str = "10.0.0.9", password: str = "forkert forkert") -> object:
    return Client(REMOTE_ADDR=place).post("/sign-in", {"login": email, "password": password})


def without(page: object, email: str) -> str:
    return looks(page).replace(email, "ADDRESS")


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(world):
    known, unknown = guess(world.emails["supporter"]), guess("nobody@example.org")
    assert known.status_code == unknown.status_code == 200
    assert without(known, world.emails["supporter"]) == without(unknown, "nobody@example.org")
    assert set(known.headers) == set(unknown.headers) and set(known.cookies) == set(unknown.cookies)


def test_guessing_from_one_place_is_slowed_down(world, figure):
    let_through = 0
    for number in range(40):
        page = guess(f"somebody{number}@example.org")
        let_through += (
            page.status_code == 200
            and "many tries" not in page.content.decode()
            and "mange forsøg" not in page.content.decode()
        )
    assert let_through <= 10
    figure(f"wrong passwords let through in a minute from one place: {let_through} of 40")


def test_whoever_knows_an_address_cannot_lock_its_owner_out(world):
    for _ in range(40):
        guess(world.emails["supporter"])
    owner = Client(REMOTE_ADDR="10.0.0.77")
    assert owner.post("/sign-in", {"login": world.emails["supporter"], "password": PASSWORD}).status_code == 302
    assert owner.get("/me").status_code == 200


def test_a_passkey_opens_while_somebody_guesses_from_the_same_place(world, figure):
    opened, tries = 0, 10
    passkey = add_passkey(world.cookies["limited"], "Telefonen")
    for _ in range(tries):
        for _ in range(5):
            guess(world.emails["limited"])
        opened += signs_in(passkey, "10.0.0.9")
    figure(f"passkey sign-ins during guessing from the same place: {opened} of {tries}")
    assert opened == tries


def signs_in(passkey: Passkey, place: str) -> bool:
    browser = Client(REMOTE_ADDR=place)
    asked = browser.get("/sign-in/passkey", headers={"X-Requested-With": "XMLHttpRequest"})
    if asked.status_code != 200:
        return False
    answer = passkey.sign_in(asked.json()["request_options"])
    browser.post("/sign-in/passkey", {"credential": answer})
    return browser.get("/me").status_code == 200


def test_a_passkey_for_another_site_or_an_old_answer_opens_nothing(world):
    passkey = add_passkey(world.cookies["ex"], "Telefonen")
    browser = Client()
    options = browser.get("/sign-in/passkey", headers={"X-Requested-With": "XMLHttpRequest"}).json()["request_options"]
    answer = passkey.sign_in(options)
    other = Client()
    other.get("/sign-in/passkey", headers={"X-Requested-With": "XMLHttpRequest"})
    other.post("/sign-in/passkey", {"credential": answer})
    assert other.get("/me").status_code == 302, "an answer to another browser's question"
    passkey.site = bytes(32)
    fresh = browser.get("/sign-in/passkey", headers={"X-Requested-With": "XMLHttpRequest"}).json()["request_options"]
    browser.post("/sign-in/passkey", {"credential": passkey.sign_in(fresh)})
    assert browser.get("/me").status_code == 302


def test_there_are_no_doors_that_were_not_built(world):
    """No sign-up of allauth's, no password by mail, no security questions, no admin."""
    for path in ("/accounts/signup/", "/signup", "/accounts/password/reset/", "/sign-in/reset", "/admin/", "/admin"):
        assert Client().get(path).status_code == 404, path


# --- where there is mail ------------------------------------------------------------------------


@pytest.fixture
def mail_is_set_up() -> Iterator[None]:
    more = {
        "ROOT_URLCONF": "tests.trust.with_mail",
        "HAS_MAIL": True,
        "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
        "DEFAULT_FROM_EMAIL": "roret@example.org",
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    }
    with override_settings(**more):
        yield


def test_asking_for_a_code_is_answered_alike_for_known_and_unknown_addresses(world, mail_is_set_up):
    pages = []
    for email in (world.emails["leader"], "nobody@example.org"):
        cache.clear()
        browser = Client()
        assert browser.get("/sign-in/code").status_code == 200
        sent = browser.post("/sign-in/code", {"email": email})
        after = browser.get(sent.headers["Location"])
        pages.append((sent.status_code, sent.headers["Location"], after.status_code, without(after, email)))
    assert pages[0] == pages[1]
    assert len(mail.outbox) == 1, "and nothing is sent to somebody who has no account"


def test_a_mail_with_a_code_says_nothing_of_what_this_is_about(world, mail_is_set_up):
    browser = Client()
    browser.post("/sign-in/code", {"email": world.emails["leader"]})
    (sent,) = mail.outbox
    text = f"{sent.subject}\n{sent.body}".lower()
    for telling in ("smerte", "pain", "støtte", "support", "syg", "ill", "maja", "signe"):
        assert not re.search(rf"\b{telling}", text), telling
    assert world.canaries.groups_in(text) <= {"email:leader"}


def test_a_code_opens_in_the_browser_that_asked_for_it_and_in_no_other(world, mail_is_set_up):
    browser = Client()
    browser.post("/sign-in/code", {"email": world.emails["leader"]})
    code = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", mail.outbox[-1].body, re.M)
    assert code, mail.outbox[-1].body
    other = Client()
    other.post("/sign-in/code/confirm", {"code": code[1]})
    assert other.get("/me").status_code == 302
    browser.post("/sign-in/code/confirm", {"code": code[1]})
    assert browser.get("/me").status_code == 200
