"""Coming in again: a passkey, an address and a password, codes for the day the passkey is away, a link, a mail."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.starting import begin as begin_command
from bench.starting import free_port, until_up
from tests.journeys.beforehand import begin
from tests.journeys.conftest import Sits, everywhere, sitting
from tests.journeys.house import House
from tests.journeys.reader import Reader
from tests.journeys.walks import fresh_address

pytestmark = pytest.mark.browser

PASSWORD = "en lang sætning om vand"
WRONG = "en helt anden sætning"


class Finger:
    """What a telephone does when a page asks for a passkey. `refuse` is a finger that was not recognised."""

    def __init__(self, reader: Reader) -> None:
        self._session = reader.context.new_cdp_session(reader.page)
        self._session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self._id = made["authenticatorId"]

    def refuse(self) -> None:
        self._session.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": False})

    @property
    def keys(self) -> list[dict[str, object]]:
        found = self._session.send("WebAuthn.getCredentials", {"authenticatorId": self._id})
        return list(found["credentials"])


def make_passkey(reader: Reader) -> list[str]:
    """From the page of ways in to the codes that come with the first passkey. Gives the codes."""
    reader.go("/me/ways")
    reader.tap("A passkey")
    reader.tap("Make it")
    reader.page.wait_for_url("**/me/recovery-codes")
    return reader.page.locator("#id_copy").input_value().split()


def choose_password(reader: Reader, address: str) -> None:
    reader.go("/me/password")
    reader.write("#id_email", address)
    reader.write("#id_password", PASSWORD)
    reader.send(".bar", "Save")
    reader.page.wait_for_url("**/c/*")


def sign_out(reader: Reader) -> None:
    reader.go("/me")
    reader.tap("Sign out here")
    assert reader.path == "/" and reader.reads("You are signed out.")


def sign_in_with_password(reader: Reader, address: str, password: str = PASSWORD) -> None:
    reader.go("/sign-in")
    reader.write("#id_login", address)
    reader.write("#id_password", password)
    reader.send("form[action='/sign-in']", "Sign in")


def sign_in_with_passkey(reader: Reader) -> None:
    reader.go("/sign-in")
    reader.tap("With a passkey")
    reader.page.wait_for_url("**/c/*")


def ask_for_a_guest_link(reader: Reader, home: str) -> None:
    reader.go(f"{home}/share")
    reader.tap(reader.page.locator(".chip").first)
    reader.send(".bar", "Make a link")


@everywhere
def test_a_passkey_is_made_in_two_taps_and_lets_her_in_in_two(sits: Sits, lang: str, size: tuple[int, int]) -> None:
    maja = sits(lang, size)
    finger = Finger(maja)
    begin(maja)
    home = maja.circle
    assert maja.counting(lambda: make_passkey(maja)) == 2
    maja.shot(f"ways-in-{lang}-{size[0]}-codes")
    assert len(finger.keys) == 1 and finger.keys[0]["isResidentCredential"]
    sign_out(maja)
    maja.tap("Sign in")
    maja.shot(f"ways-in-{lang}-{size[0]}-sign-in")
    maja.tap("With a passkey")
    maja.page.wait_for_url("**/c/*")
    assert maja.circle == home


def test_a_door_for_guests_asks_who_it_is_and_goes_on_where_she_was(sits: Sits) -> None:
    maja, guest = sits(), sits()
    Finger(maja)
    begin(maja)
    home = maja.circle
    ask_for_a_guest_link(maja, home)
    assert maja.path == "/me/ways"
    assert maja.reads("This opens a door to others, so first choose how you show that it is you.")

    make_passkey(maja)
    ask_for_a_guest_link(maja, home)
    assert maja.reads("The link is ready")

    sign_out(maja)
    sign_in_with_passkey(maja)
    ask_for_a_guest_link(maja, home)
    assert maja.reads("Is it you?")
    maja.shot("ways-in-is-it-you")
    maja.tap("With a passkey")
    assert maja.reads("The link is ready")
    guest.go(maja.page.locator("#id_copy").input_value())
    assert guest.reads("How to support %(name)s", name="Maja")


def test_a_password_lets_her_in_and_shows_that_it_is_her(sits: Sits) -> None:
    maja = sits("da")
    begin(maja)
    home, address = maja.circle, fresh_address()
    maja.go("/me/password")
    maja.write("#id_email", address)
    maja.write("#id_password", "kort")
    maja.send(".bar", "Save")
    assert maja.page.locator("#id_password[aria-invalid]").count() == 1
    assert maja.page.locator("#id_email").input_value() == address
    choose_password(maja, address)

    sign_out(maja)
    sign_in_with_password(maja, address, WRONG)
    assert maja.path == "/sign-in"
    assert maja.reads("That address and that password do not belong together. Try once more.")
    sign_in_with_password(maja, address)
    assert maja.circle == home

    ask_for_a_guest_link(maja, home)
    maja.write("#id_password", WRONG)
    maja.tap("Go on")
    assert maja.reads("That is not the password. Try once more.")
    maja.write("#id_password", PASSWORD)
    maja.tap("Go on")
    assert maja.reads("The link is ready")


def test_an_unknown_address_and_a_wrong_password_read_alike(sits: Sits) -> None:
    maja = sits()
    begin(maja)
    choose_password(maja, "known@example.org")
    sign_out(maja)
    said = []
    for address in ("known@example.org", "unknown@example.org"):
        sign_in_with_password(maja, address, WRONG)
        said.append(maja.text().replace(address, ""))
    assert said[0] == said[1]


def test_beside_a_passkey_the_password_alone_opens_nothing_and_a_code_opens_once(sits: Sits) -> None:
    maja = sits()
    Finger(maja)
    begin(maja)
    home = maja.circle
    codes = make_passkey(maja)
    assert len(set(codes)) == 10
    assert maja.reads("They only work together with an address and a password, and you have not chosen those yet.")
    choose_password(maja, "codes@example.org")
    assert maja.go("/me/ways") == 200
    assert maja.reads("Since you have a passkey, the password alone opens nothing, in case somebody else knows it.")

    for expected in ("home", "still outside"):
        sign_out(maja)
        sign_in_with_password(maja, "codes@example.org")
        assert maja.path == "/sign-in/second"
        maja.go(home)
        assert maja.path.startswith("/sign-in")
        maja.go("/sign-in/second")
        fold = maja.unfold("The passkey is not at hand")
        fold.locator("#id_code").fill(codes[0])
        maja.tap(maja.find("Sign in", within=fold))
        if expected == "home":
            assert maja.circle == home
        else:
            assert maja.reads("That did not open. Try once more, or in another way.")
            maja.tap("With a passkey")
            maja.page.wait_for_url("**/c/*")


def test_new_codes_take_the_old_ones_away(sits: Sits) -> None:
    maja = sits()
    Finger(maja)
    begin(maja)
    old = make_passkey(maja)
    maja.tap("Make new ones")
    maja.send(".bar", "Make new ones")
    maja.page.wait_for_url("**/me/recovery-codes")
    new = maja.page.locator("#id_copy").input_value().split()
    assert len(new) == 10 and not set(new) & set(old)
    file = maja.context.request.get(f"{maja.address}/me/recovery-codes/file")
    assert file.text().split() == new


def test_a_finger_that_is_not_recognised_is_told_calmly_and_changes_nothing(sits: Sits) -> None:
    maja = sits()
    finger = Finger(maja)
    begin(maja)
    make_passkey(maja)
    sign_out(maja)
    finger.refuse()
    maja.go("/sign-in")
    maja.page.locator("#passkey_login").click()
    words = maja.say("Nothing came from the passkey. Try once more, or take another way.")
    maja.page.get_by_text(words).wait_for()
    assert maja.path == "/sign-in"
    maja.shot("ways-in-refused")


def test_a_passkey_gets_a_name_and_can_be_taken_away(sits: Sits) -> None:
    maja = sits()
    Finger(maja)
    begin(maja)
    make_passkey(maja)
    choose_password(maja, "named@example.org")
    maja.go("/me/passkeys")
    maja.tap("Another name")  # it is the same session under a new key: she is not asked who she is
    maja.page.wait_for_url("**/name")
    maja.write("#id_name", "The telephone by the bed")
    maja.send(".bar", "Save")
    assert "The telephone by the bed" in maja.text()
    maja.tap("Remove it")
    maja.send(".bar", "Remove it")
    assert maja.reads("The passkey is removed.") and maja.reads("No passkey yet")
    sign_out(maja)
    maja.go("/sign-in")
    maja.tap("With a passkey")
    assert maja.path == "/sign-in" and maja.reads("That did not open. Try once more, or in another way.")
    sign_in_with_password(maja, "named@example.org")
    assert "/c/" in maja.path


def test_a_link_opens_another_device_once_and_that_browser_can_be_sent_out(sits: Sits) -> None:
    telephone, tablet = sits(), sits()
    begin(telephone)
    home = telephone.circle
    telephone.go("/me")
    telephone.tap("Open on another device")
    link = telephone.page.locator("#id_copy").input_value()
    tablet.go(link)
    tablet.tap("Go on")
    assert tablet.circle == home
    assert sits().go(link) == 404

    telephone.go("/me")
    telephone.tap(telephone.page.locator(".line form button").first)
    assert telephone.reads("That browser is signed out.")
    tablet.go(home)
    assert tablet.path == "/sign-in"
    telephone.go(home)
    assert telephone.circle == home


def test_without_a_script_a_password_is_enough_and_passkeys_say_what_they_need(sits: Sits) -> None:
    maja = sits(java_script_enabled=False)
    begin(maja)
    choose_password(maja, "noscript@example.org")
    sign_out(maja)
    maja.go("/sign-in")
    assert maja.page.locator("noscript").count() == 1
    assert maja.say("A passkey needs JavaScript in the browser. The other ways in do without.") in maja.text()
    sign_in_with_password(maja, "noscript@example.org")
    assert "/c/" in maja.path


# --- a house with mail --------------------------------------------------------------------------


class Postbox(socketserver.ThreadingTCPServer):
    """A mail server that keeps every mail and sends none."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mails: list[str] = []
        self.port = int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    server: Postbox

    def handle(self) -> None:
        self._say("220 postbox")
        for raw in self.rfile:
            word = raw.decode().strip().upper()
            if word == "DATA":
                self._say("354 go on")
                self.server.mails.append("".join(line.decode() for line in iter(self.rfile.readline, b".\r\n")))
            self._say("221 bye" if word == "QUIT" else "250 fine")
            if word == "QUIT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with Postbox() as box:
        threading.Thread(target=box.serve_forever, daemon=True).start()
        yield box
        box.shutdown()


@pytest.fixture
def mailing(browser: Browser, postbox: Postbox, tmp_path: Path) -> Iterator[Reader]:
    """Somebody before a house that can send mail."""
    port = free_port()
    settings = {
        "RORET_PORT": str(port),
        "RORET_MAIL": f"smtp://localhost:{postbox.port}",
        "RORET_MAIL_FROM": "roret@example.org",
    }
    process = begin_command(tmp_path, "serve", settings=settings)
    try:
        until_up(process, port)
        people = sitting(browser, House(f"http://localhost:{port}", port, tmp_path))
        yield next(people)("da")
        next(people, None)
    finally:
        process.terminate()
        process.communicate(timeout=10)


def ask_for_a_code(reader: Reader, address: str) -> None:
    reader.go("/sign-in")
    reader.tap("Send me a code by mail")
    reader.write("#id_email", address)
    reader.send(".bar", "Send the code")


def test_a_code_by_mail_lets_her_in_and_tells_a_lock_screen_nothing(mailing: Reader, postbox: Postbox) -> None:
    begin(mailing)
    home = mailing.circle
    choose_password(mailing, "maja@example.org")
    sign_out(mailing)
    ask_for_a_code(mailing, "maja@example.org")
    (mail,) = postbox.mails
    head, _, body = mail.replace("\r\n", "\n").partition("\n\n")
    assert f"Subject: {mailing.say('Your code')}\n" in f"{head}\n"
    assert not re.search(r"maja|smerte|støtte|localhost", body, re.IGNORECASE)
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", body, re.MULTILINE)
    assert code
    mailing.write("#id_code", "AAAA-AAAA")
    mailing.send(".bar", "Sign in")
    assert mailing.reads("That code does not open. Look at it once more, or get a new one.")
    mailing.write("#id_code", code[0].lower())
    mailing.send(".bar", "Sign in")
    assert mailing.circle == home


def test_an_address_that_nobody_has_is_answered_like_one_that_somebody_has(mailing: Reader, postbox: Postbox) -> None:
    begin(mailing)
    choose_password(mailing, "maja@example.org")
    sign_out(mailing)
    read = []
    for address in ("maja@example.org", "nobody@example.org"):
        ask_for_a_code(mailing, address)
        read.append((mailing.path, mailing.text().replace(address, "")))
        mailing.tap("Back")
    assert read[0] == read[1]
    assert [mail for mail in postbox.mails if "nobody@example.org" in mail] == []
