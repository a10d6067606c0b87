"""The one web process: `/live` is answered here, everything else by Django's WSGI handler in eight threads.

A body is read whole before a thread is given to it (1 MB at most, ten seconds at most), so that
somebody who sends slowly holds up nobody. Measured reasons: docs/decisions/0001 and 0004.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from roret.circle.events import MembersChanged
from roret.live.hub import Hub
from roret.live.stream import Stream, Who
from roret.live.watch import watch

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

THREADS = 8
LONGEST_BODY = 1024 * 1024
POURED_AWAY = 16 * LONGEST_BODY
"""A body that is too long is still taken off the wire up to here, so that its sender gets to read why."""
SLOWEST_BODY = 10.0

TOO_LONG, TOO_SLOW = "/too-long", "/too-slow"
"""Where `ops.views` shows the pages for these two, in the reader's language."""

HEADERS = [
    (b"content-security-policy", b"default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
"""What every answer of the stream carries; the pages' own headers are set in Django."""


class TooLong(Exception):
    pass


class TooSlow(Exception):
    pass


class Gone(Exception):
    """The sender went away in the middle of the body. There is nobody to answer."""


class House:
    """The ASGI application, with the hub that its streams share."""

    def __init__(self, who: Who) -> None:
        self.hub = Hub()
        https = [(b"strict-transport-security", b"max-age=63072000")] if settings.HTTPS else []
        self.stream = Stream(
            self.hub,
            who,
            cookie=settings.SESSION_COOKIE_NAME,
            hosts=settings.ALLOWED_HOSTS,
            ask_on=[MembersChanged.part],
            headers=HEADERS + https,
        )
        django: Any = get_wsgi_application()
        self.pages: Any = WSGIMiddleware(django, workers=THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["path"] == "/live":
            await self.stream(scope, receive, send)
        else:
            await self._page(scope, receive, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_whole(scope, receive)
        except Gone:
            return
        except (TooLong, TooSlow) as error:
            path = TOO_LONG if isinstance(error, TooLong) else TOO_SLOW
            scope, body = {**scope, "path": path, "raw_path": path.encode(), "method": "GET", "query_string": b""}, b""
            send = _and_close(send)
        await self.pages({**scope, "headers": _headers(scope, body)}, _replay(body, receive), send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Watch the database from start to shutdown."""
        await receive()
        watching = asyncio.ensure_future(watch(self.hub, connections["default"].settings_dict))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.hub.close()
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
        await send({"type": "lifespan.shutdown.complete"})


async def read_whole(scope: Mapping[str, Any], receive: Receive) -> bytes:
    """The request's body. Raises `TooLong`, `TooSlow` or `Gone`."""
    announced = dict(scope["headers"]).get(b"content-length", b"0")
    if announced.isdigit() and int(announced) > POURED_AWAY:
        raise TooLong
    parts: list[bytes] = []
    length = 0
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            more = True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                part = message.get("body", b"")
                length += len(part)
                if length > POURED_AWAY:
                    raise TooLong
                if length <= LONGEST_BODY:
                    parts.append(part)
                more = message.get("more_body", False)
    except TimeoutError:
        raise TooSlow from None
    if length > LONGEST_BODY:
        raise TooLong
    return b"".join(parts)


def _headers(scope: Mapping[str, Any], body: bytes) -> list[tuple[bytes, bytes]]:
    """The request's headers as Django is to see them.

    The length is that of the body as read, also when it came in pieces. A name with an underscore would pass
    for one with a hyphen in WSGI and is dropped. `/healthz` may be asked under any host name,
    because who watches over a house often knows it by another address.
    """
    dropped = {b"content-length", b"transfer-encoding"} | ({b"host"} if scope["path"] == "/healthz" else set())
    kept = [(name, value) for name, value in scope["headers"] if name not in dropped and b"_" not in name]
    if scope["path"] == "/healthz":
        kept.append((b"host", settings.ADDRESS_HOST.encode("idna")))
    if body:
        kept.append((b"content-length", str(len(body)).encode()))
    return kept


def _replay(body: bytes, receive: Receive) -> Receive:
    """Hand out the body that was read, once, and then whatever comes."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again


def _and_close(send: Send) -> Send:
    """What is left of the body is still on the wire: the connection cannot be used again."""

    async def closing(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
        await send(message)

    return closing


def __getattr__(name: str) -> Any:
    """`application`, built at first use, so that tests can build a house of their own."""
    if name != "application":
        raise AttributeError(name)
    from roret.config import wiring

    return globals().setdefault("application", House(wiring.listening_member))
