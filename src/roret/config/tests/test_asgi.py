"""A body is read whole before a thread is given to it, and reaches Django as it was sent."""

from __future__ import annotations

import asyncio

import pytest

from roret.config import asgi


def receiving(*messages, then=None):
    waiting = list(messages)

    async def receive():
        if waiting:
            return waiting.pop(0)
        if then is None:
            await asyncio.Event().wait()
        return then

    return receive


def part(body: bytes, more: bool = False) -> dict:
    return {"type": "http.request", "body": body, "more_body": more}


def scope_of(path="/", **headers: bytes) -> dict:
    named = [(name.encode().replace(b"__", b"-"), value) for name, value in headers.items()]
    return {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": named}


def read(*messages, **headers) -> bytes:
    return asyncio.run(asgi.read_whole(scope_of(**headers), receiving(*messages)))


def test_a_body_in_pieces_is_put_together():
    assert read(part(b"one ", True), part(b"", True), part(b"two")) == b"one two"


def test_a_body_of_just_a_megabyte_is_taken_and_one_byte_more_is_not():
    assert len(read(part(b"x" * asgi.LONGEST_BODY))) == asgi.LONGEST_BODY
    with pytest.raises(asgi.TooLong):
        read(part(b"x" * asgi.LONGEST_BODY, True), part(b"x"))


def test_what_is_announced_as_far_too_long_is_not_even_read():
    with pytest.raises(asgi.TooLong):
        read(content__length=b"99999999")


def test_a_body_that_never_ends_is_let_go_after_its_time(monkeypatch):
    monkeypatch.setattr(asgi, "SLOWEST_BODY", 0.05)
    with pytest.raises(asgi.TooSlow):
        read(part(b"one", True))


def test_who_goes_away_in_the_middle_gets_no_answer():
    with pytest.raises(asgi.Gone):
        read(part(b"one", True), {"type": "http.disconnect"})


def test_the_length_is_that_of_the_body_as_read():
    headers = asgi._headers(scope_of(transfer__encoding=b"chunked", content__type=b"text/plain"), b"four")
    assert headers == [(b"content-type", b"text/plain"), (b"content-length", b"4")]


def test_a_name_with_an_underscore_cannot_pass_for_another():
    assert asgi._headers({**scope_of(), "headers": [(b"x_forwarded_for", b"1.2.3.4")]}, b"") == []


def test_the_host_is_left_alone_everywhere_but_at_healthz():
    assert asgi._headers(scope_of("/", host=b"evil.example"), b"") == [(b"host", b"evil.example")]
    assert asgi._headers(scope_of("/healthz", host=b"10.0.0.7"), b"") == [(b"host", b"localhost")]


def test_a_web_socket_is_closed():
    said = []

    async def send(message):
        said.append(message)

    house = asgi.House(lambda session, circle_id: None)
    asyncio.run(house({"type": "websocket", "path": "/live"}, receiving(), send))
    assert said == [{"type": "websocket.close", "code": 1000}]
