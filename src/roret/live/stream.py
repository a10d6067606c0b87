"""`/live`: tells an open page which of its parts have changed, as server-sent events.

Plain ASGI beside Django: a stream holds no thread and no database connection, only a place in
the hub. It says names of parts and nothing else; the page fetches the part through the ordinary,
guarded view. Who may listen is asked in a thread: at the start, whenever a circle's members have
changed, before that is said, and every twenty seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.db import close_old_connections
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host

from roret.live.hub import Hub, Listener

log = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Who = Callable[[str, UUID], UUID | None]
"""Given the session cookie's value and a circle: which of its members this is, or nobody. Called in a thread."""

QUIET = 20.0
"""Seconds after which a stream with nothing to say sends a comment line, so that proxies keep it open."""

OPENING = b"retry: 2000\nid: 1\n\n"
"""Come again after two seconds if this breaks off, and say then (Last-Event-ID) that you have been here before."""


class Stream:
    """The ASGI application. Strangers, unknown circles and foreign hosts all get the same 404."""

    def __init__(
        self,
        hub: Hub,
        who: Who,
        *,
        cookie: str,
        hosts: Collection[str],
        ask_on: Collection[str],
        headers: Iterable[tuple[bytes, bytes]] = (),
        quiet: float = QUIET,
    ) -> None:
        """`ask_on` names the parts that change with the members: before one of them is said, who listens is asked."""
        self.hub = hub
        self.who = who
        self.cookie = cookie
        self.hosts = list(hosts)
        self.ask_on = frozenset(ask_on)
        self.headers = [*headers, (b"cache-control", b"no-store")]
        self.quiet = quiet
        self.threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        circle_id = _circle(scope["query_string"])
        if scope["method"] != "GET" or circle_id is None or not self._our_host(headers.get(b"host", "")):
            await self._refuse(send, 404)
            return
        if self.hub.full or self.hub.closing:
            await self._refuse(send, 503)
            return
        session = parse_cookie(headers.get(b"cookie", "")).get(self.cookie, "")
        member_id = await self._ask(session, circle_id) if session else None
        if member_id is None:
            await self._refuse(send, 404)
            return
        with self.hub.listening(circle_id, member_id) as listener:
            if b"last-event-id" in headers:
                listener.again = True
                listener.wake.set()
            gone = asyncio.ensure_future(_until_gone(receive, listener))
            try:
                await self._speak(listener, session, send)
            finally:
                gone.cancel()

    async def _speak(self, listener: Listener, session: str, send: Send) -> None:
        """Say what there is to say until the page is closed, the right is gone or the house shuts."""
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [
                    *self.headers,
                    (b"content-type", b"text/event-stream; charset=utf-8"),
                    (b"x-accel-buffering", b"no"),
                ],
            }
        )
        await _say(send, OPENING)
        loop = asyncio.get_running_loop()
        ask_at = loop.time() + self.quiet
        while True:
            with contextlib.suppress(TimeoutError):  # nothing happened: the comment line below
                await asyncio.wait_for(listener.wake.wait(), ask_at - loop.time())
            if listener.closing:
                break
            if loop.time() >= ask_at or self.ask_on & listener.waiting:
                if await self._ask(session, listener.circle_id) != listener.member_id:
                    break
                ask_at = loop.time() + self.quiet
            parts = listener.take()
            await _say(send, b"".join(b"event: %s\ndata: .\n\n" % part.encode() for part in parts) or b": quiet\n\n")
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _ask(self, session: str, circle_id: UUID) -> UUID | None:
        """Who this is, asked in a thread. A database that does not answer counts as nobody: the page comes again."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self.threads, _asked, self.who, session, circle_id)
        except Exception as error:  # noqa: BLE001  # the reason may hold content; its class is enough
            log.warning("could not ask who listens (%s)", type(error).__name__)
            return None

    def _our_host(self, host: str) -> bool:
        domain, _ = split_domain_port(host)
        return bool(domain) and validate_host(domain, self.hosts)

    async def _refuse(self, send: Send, status: int) -> None:
        headers = [*self.headers, (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _asked(who: Who, session: str, circle_id: UUID) -> UUID | None:
    close_old_connections()
    try:
        return who(session, circle_id)
    finally:
        close_old_connections()


def _circle(query: bytes) -> UUID | None:
    """The circle asked for, in the one way of writing a UUID that the pages use."""
    asked = parse_qs(query.decode("latin-1")).get("circle", [""])[0]
    try:
        circle_id = UUID(asked)
    except ValueError:
        return None
    return circle_id if str(circle_id) == asked else None


async def _until_gone(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.closing = True
    listener.wake.set()


async def _say(send: Send, words: bytes) -> None:
    await send({"type": "http.response.body", "body": words, "more_body": True})
