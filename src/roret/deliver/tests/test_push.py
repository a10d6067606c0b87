"""Speaking to push services: sealing as the RFC has it, who may be spoken to, and answers that never end."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from roret.deliver import push
from roret.deliver.push import BadEndpoint, Browser, Unreachable
from roret.deliver.tests.service import Ear, decode, verified

NOW = datetime(2026, 11, 2, 11, tzinfo=UTC)
EAR = Ear()


def at(endpoint: str) -> Browser:
    return Browser(**EAR.keys(endpoint))


def send(to: Browser, private: str | None = None, text: bytes = b"da") -> push.Answer:
    return push.send(to, text, private=private or push.new_key(), contact="https://roret.example", ttl=60, now=NOW)


def test_the_example_of_rfc_8291():
    """Its appendix A: the same keys, salt and text give the same bytes."""
    own = int.from_bytes(decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    body = push.sealed(
        b"When I grow up, I want to be a watermelon",
        Browser(
            "https://push.example",
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "BTBZMqHH6r4Tts7J_aSIgg",
        ),
        salt=decode("DGv6ra1nlYgDCS1FRnbzlw"),
        own=ec.derive_private_key(own, ec.SECP256R1()),
        pad=41,
    )
    assert push.b64(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tl"
        "zAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_a_push_is_taken_and_opened_by_the_browser_alone(service):
    private = push.new_key()
    answer = send(at(f"{service.address}/wp/abc?x=1"), private)
    assert answer == push.Answer(201)
    (taken,) = service.taken
    assert taken.path == "/wp/abc?x=1"
    assert EAR.opened(taken.body) == (b"da", push.PADDED_TO + 1)
    with pytest.raises(InvalidTag):
        Ear().opened(taken.body)
    assert {name: taken.headers[name] for name in ("ttl", "content-encoding", "urgency", "topic")} == {
        "ttl": "60",
        "content-encoding": "aes128gcm",
        "urgency": "normal",
        "topic": "roret",
    }
    claims, key = verified(taken.headers["authorization"])
    assert key == push.public_key(private)
    assert claims == {
        "aud": service.address,
        "exp": int((NOW + timedelta(hours=12)).timestamp()),
        "sub": "https://roret.example",
    }


def test_every_text_has_the_same_length_on_the_way():
    assert len({len(push.sealed(text, at("https://push.example"))) for text in (b"da", b"en", b"")}) == 1


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", 120),
        ("999999999999", 3600),
        ("Mon, 02 Nov 2026 11:00:30 GMT", 30),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_how_long_it_asks_to_be_left_alone(service, said, wait):
    service.answers = [(429, {"Retry-After": said})]
    answer = send(at(service.address))
    assert answer == push.Answer(429, None if wait is None else timedelta(seconds=wait))


@pytest.mark.parametrize("status", [200, 201, 202, 301, 307, 400, 404, 410, 413, 429, 500, 503])
def test_every_status_is_an_answer_and_no_redirect_is_followed(service, status):
    service.answers = [(status, {"Location": f"{service.address}/elsewhere"})]
    assert send(at(service.address)).status == status
    assert len(service.taken) == 1


def test_one_who_hangs_or_trickles_does_not_hold_us_up(service, monkeypatch):
    monkeypatch.setattr(push, "PATIENCE", 0.4)
    service.hangs = 5.0
    began = time.monotonic()
    with pytest.raises(Unreachable):
        send(at(service.address))
    service.hangs, service.trickles = 0.0, True
    with pytest.raises(Unreachable):
        send(at(service.address))
    assert time.monotonic() - began < 3


def test_nobody_there_is_unreachable(service):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable):
        send(at(f"http://127.0.0.1:{port}/"))


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/x",
        "http://127.0.0.1:8040/x",
        "https://push.example:8040/x",
        "https://maja:word@push.example/x",
        "ftp://push.example/x",
        "https:///x",
        "/x",
        "",
        "https://push.example/x\r\nHost: other",
        "https://pu sh.example/",
        "https://püsh.example/",
        "https://[::1",
        "https://push.example:port/",
        "https://push.example/" + "x" * 2000,
    ],
)
def test_only_https_on_its_usual_port_is_spoken_to(endpoint):
    with pytest.raises(BadEndpoint):
        push.checked(at(endpoint))


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "172.16.0.1", "0.0.0.0", "100.64.0.1", "224.0.0.1",
     "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::"],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_followed(address, monkeypatch):
    opened = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", (address, 443))])
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: opened.append(a))
    with pytest.raises(Unreachable):
        send(at("https://push.example/x"))
    assert opened == []


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch):
    opened = []

    def connect(place, timeout):
        opened.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("93.184.215.14", 443))])
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreachable):
        send(at("https://push.example/x"))
    assert opened == [("93.184.215.14", 443)]


def test_one_inside_among_many_is_enough_to_stay_away(monkeypatch):
    found = [(2, 1, 6, "", (one, 443)) for one in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found)
    with pytest.raises(Unreachable):
        send(at("https://push.example/x"))


@pytest.mark.parametrize(
    "keys",
    [{"p256dh": "x"}, {"p256dh": push.b64(b"\x04" + b"\1" * 64)}, {"auth": "abc"}, {"auth": "æ"}, {"p256dh": ""}],
)
def test_keys_that_no_browser_makes_are_refused(keys):
    with pytest.raises(BadEndpoint):
        push.checked(Browser(**(EAR.keys("https://push.example") | keys)))
