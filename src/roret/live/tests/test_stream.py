"""The stream: names of parts, to those who may hear them, for as long as they may."""

from __future__ import annotations

import asyncio
import contextlib
from uuid import UUID, uuid4

import pytest

from roret.live.hub import Hub, Told
from roret.live.stream import Stream

CIRCLE, OTHER = uuid4(), uuid4()
MAJA, JONAS = uuid4(), uuid4()


class Browser:
    """One open stream, spoken to in ASGI."""

    def __init__(self, stream: Stream, *, cookie: str = "roret=maja", circle: object = CIRCLE, **headers: str) -> None:
        self.said: asyncio.Queue = asyncio.Queue()
        self.gone = asyncio.Event()
        scope = {
            "type": "http",
            "method": headers.pop("method", "GET"),
            "path": "/live",
            "query_string": f"circle={circle}".encode(),
            "headers": [
                (b"host", headers.pop("host", "localhost:8040").encode()),
                (b"cookie", cookie.encode()),
                *((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()),
            ],
        }
        self.task = asyncio.ensure_future(stream(scope, self._receive, self.said.put))

    async def _receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def start(self):
        return await asyncio.wait_for(self.said.get(), 2)

    async def words(self) -> bytes:
        return (await asyncio.wait_for(self.said.get(), 2))["body"]

    async def close(self) -> None:
        self.gone.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait_for(self.task, 2)


def members(session: str, circle_id: UUID) -> UUID | None:
    return {"maja": MAJA, "jonas": JONAS}.get(session) if circle_id == CIRCLE else None


def stream_of(hub: Hub, who=members, **more) -> Stream:
    return Stream(hub, who, cookie="roret", hosts=["localhost"], ask_on=["people"], **more)


@pytest.fixture(autouse=True)
def _no_database(monkeypatch):
    monkeypatch.setattr("roret.live.stream.close_old_connections", lambda: None)


async def opened(stream: Stream, **about) -> Browser:
    browser = Browser(stream, **about)
    assert (await browser.start())["status"] == 200
    assert (await browser.words()).startswith(b"retry:")
    return browser


def test_a_member_hears_the_name_of_the_part_and_nothing_else():
    async def run():
        hub = Hub()
        browser = await opened(stream_of(hub))
        hub.tell(Told(CIRCLE, None, "people"))
        assert await browser.words() == b"event: people\ndata: .\n\n"
        await browser.close()
        assert len(hub) == 0

    asyncio.run(run())


def test_five_changes_of_a_part_are_said_once():
    async def run():
        hub = Hub()
        browser = await opened(stream_of(hub))
        for part in ("people", "cards", "people", "cards", "people"):
            hub.tell(Told(CIRCLE, None, part))
        assert await browser.words() == b"event: cards\ndata: .\n\nevent: people\ndata: .\n\n"
        await browser.close()

    asyncio.run(run())


def test_another_circle_and_another_member_are_not_heard():
    async def run():
        hub = Hub()
        browser = await opened(stream_of(hub))
        hub.tell(Told(OTHER, None, "people"))
        hub.tell(Told(CIRCLE, JONAS, "cards"))
        hub.tell(Told(CIRCLE, MAJA, "profile"))
        assert await browser.words() == b"event: profile\ndata: .\n\n"
        await browser.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    "about",
    [
        {"cookie": ""},
        {"cookie": "roret=birthe"},
        {"circle": OTHER},
        {"circle": "what"},
        {"circle": CIRCLE.hex},
        {"host": "evil.example"},
        {"host": ""},
        {"method": "POST"},
    ],
)
def test_strangers_unknown_circles_and_foreign_hosts_all_get_the_same_404(about):
    async def run():
        browser = Browser(stream_of(Hub(), headers=[(b"x-content-type-options", b"nosniff")]), **about)
        start = await browser.start()
        assert start == {
            "type": "http.response.start",
            "status": 404,
            "headers": [
                (b"x-content-type-options", b"nosniff"),
                (b"cache-control", b"no-store"),
                (b"content-length", b"0"),
            ],
        }
        assert await browser.words() == b""

    asyncio.run(run())


def test_who_was_taken_out_is_told_nothing_more():
    async def run():
        hub, there = Hub(), {"maja": MAJA}
        browser = await opened(stream_of(hub, lambda session, circle_id: there.get(session)))
        there.clear()
        hub.tell(Told(CIRCLE, None, "people"))
        last = await browser.start()
        assert (last["body"], last["more_body"]) == (b"", False)
        await asyncio.wait_for(browser.task, 2)

    asyncio.run(run())


def test_it_is_not_asked_anew_who_listens_for_every_word():
    async def run():
        hub, asked = Hub(), []

        def who(session, circle_id):
            asked.append(session)
            return MAJA

        browser = await opened(stream_of(hub, who))
        for part, times in (("cards", 1), ("profile", 1), ("people", 2)):
            hub.tell(Told(CIRCLE, None, part))
            await browser.words()
            assert len(asked) == times
        await browser.close()

    asyncio.run(run())


def test_a_stream_with_much_to_say_is_asked_about_all_the_same():
    async def run():
        hub, there = Hub(), {"maja": MAJA}
        browser = await opened(stream_of(hub, lambda session, circle_id: there.get(session), quiet=0.2))
        there.clear()
        words, deadline = b"x", asyncio.get_running_loop().time() + 2
        while words and asyncio.get_running_loop().time() < deadline:
            hub.tell(Told(CIRCLE, None, "cards"))
            words = await browser.words()
            await asyncio.sleep(0.01)
        assert words == b""

    asyncio.run(run())


def test_a_quiet_stream_sends_a_comment_and_asks_again_who_listens():
    async def run():
        asked = []

        def who(session, circle_id):
            asked.append(session)
            return MAJA if len(asked) < 3 else None

        browser = await opened(stream_of(Hub(), who, quiet=0.05))
        assert await browser.words() == b": quiet\n\n"
        assert await browser.words() == b""
        assert len(asked) == 3

    asyncio.run(run())


def test_a_database_that_does_not_answer_counts_as_nobody(caplog):
    async def run():
        def who(session, circle_id):
            raise RuntimeError("CANARY")

        assert (await Browser(stream_of(Hub(), who)).start())["status"] == 404

    asyncio.run(run())
    assert "RuntimeError" in caplog.text and "CANARY" not in caplog.text


def test_who_comes_back_after_a_break_fetches_everything_again():
    async def run():
        browser = await opened(stream_of(Hub()), last_event_id="1")
        assert await browser.words() == b"event: again\ndata: .\n\n"
        await browser.close()

    asyncio.run(run())


def test_a_change_between_the_page_and_its_stream_is_not_missed():
    async def run():
        hub = Hub()
        hub.tell(Told(CIRCLE, None, "people"))
        hub.tell(Told(CIRCLE, JONAS, "cards"))
        browser = await opened(stream_of(hub))
        assert await browser.words() == b"event: people\ndata: .\n\n"
        await browser.close()

    asyncio.run(run())


def test_closing_the_hub_ends_every_stream_and_lets_no_new_one_in():
    async def run():
        hub = Hub()
        stream = stream_of(hub)
        browsers = [await opened(stream) for _ in range(3)]
        hub.close()
        await asyncio.wait_for(asyncio.gather(*(browser.task for browser in browsers)), 2)
        assert (await Browser(stream).start())["status"] == 503

    asyncio.run(run())


def test_a_full_hub_says_so():
    async def run():
        assert (await Browser(stream_of(Hub(most=0))).start())["status"] == 503

    asyncio.run(run())
