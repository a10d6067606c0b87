"""What every answer carries, whatever it is an answer to: pages, errors, redirects, sheets, files and streams."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from roret.kit import clock
from tests.architecture.access_run import Driver, run
from tests.canaries import Canaries
from tests.today import MORNING, live_today
from tests.world import QUICK_PASSWORDS, World, build_world, in_browser, kept_apart

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NEEDED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
CLOSED = {"default-src": "'none'", "object-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    quick = override_settings(PASSWORD_HASHERS=QUICK_PASSWORDS)
    with django_db_blocker.unblock(), kept_apart(), quick, clock.held(MORNING):
        yield live_today(build_world(Canaries(4)))


def wrong(
    headers: Mapping[str, str], cookies: Mapping[str, Mapping[str, object]], *, content: bool = True
) -> list[str]:
    """What one answer lacks."""
    given = {name.lower(): value for name, value in headers.items()}
    found = [f"{name}: {given.get(name)}" for name, value in NEEDED.items() if given.get(name) != value]
    policy = dict(part.strip().partition(" ")[::2] for part in given.get("content-security-policy", "").split(";"))
    found += [
        f"csp {name}: {policy.get(name)}"
        for name, value in CLOSED.items()
        if policy.get(name, policy.get("default-src")) != value
    ]
    found += [
        f"csp {word}" for word in ("unsafe", "http:", "https:", "*") if word in given.get("content-security-policy", "")
    ]
    allowed = given.get("permissions-policy", "")
    found += [
        f"permissions {sensor}" for sensor in ("camera", "microphone", "geolocation") if f"{sensor}=()" not in allowed
    ]
    if content and given.get("cache-control") != "no-store":
        found.append(f"cache-control: {given.get('cache-control')}")
    found += [f"tells of {name}" for name in ("server", "x-powered-by") if name in given]
    for name, morsel in cookies.items():
        if not morsel["httponly"] or morsel["samesite"] not in ("Lax", "Strict") or morsel["domain"]:
            found.append(f"cookie {name}")
    return found


def check(response: HttpResponse, *, content: bool = True) -> list[str]:
    return wrong(response.headers, response.cookies, content=content)


def test_every_answer_carries_every_header(world, figure):
    """Over the whole table of who gets what, for the holder."""
    driver, found, answers = Driver(world), [], 0
    ask = Client.request
    seen: list[HttpResponse] = []

    def listening(self: Client, **request: object) -> HttpResponse:
        response = ask(self, **request)
        seen.append(response)
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", listening)
        for _ in run(driver, states=["own"], actors=("holder",)):
            pass
    for response in seen:
        answers += 1
        found += [f"{response.request['PATH_INFO']} {response.status_code}: {what}" for what in check(response)]
    assert {response.status_code for response in seen} >= {200, 302, 404, 405, 408, 409, 413, 422}
    figure(f"headers: {answers} answers, {len(found)} that lack one")
    assert not found, "\n".join(sorted(set(found))[:30])


def test_errors_carry_them_too(world, monkeypatch):
    from roret.circle import queries

    browser = in_browser(world.cookies["holder"])
    assert check(browser.get("/no/such/page")) == []
    monkeypatch.setattr(queries, "members", lambda viewer: 1 / 0)
    broken = browser.get(f"/c/{world.home.circle_id}/people")
    assert broken.status_code == 500
    assert check(broken) == []
    assert check(Client(enforce_csrf_checks=True).post("/me/look", {"theme": "dark"})) == []
    assert check(browser.get("/", headers={"Host": "elsewhere.example.org"})) == []


def test_files_carry_them_and_may_be_kept():
    for path in (
        "/static/ui/roret.css",
        "/static/ui/roret.js",
        "/static/ui/icon.svg",
        "/static/ui/fonts/atkinson.woff2",
    ):
        response = Client().get(path)
        assert response.status_code == 200
        assert check(response, content=False) == [], path
        assert not response.cookies


def test_a_stranger_who_only_reads_is_given_no_cookie_of_a_session():
    from django.conf import settings

    for path in ("/", "/help", "/about", "/sign-in", "/first/support"):
        assert settings.SESSION_COOKIE_NAME not in Client().get(path).cookies, path


def test_streams_carry_them_and_strangers_get_none():
    from roret.config.asgi import House

    house, sent = House(lambda session, circle_id: None), []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    async def receive() -> dict[str, object]:
        return {"type": "http.disconnect"}

    scope = {
        "type": "http", "method": "GET", "path": "/live", "headers": [(b"host", b"localhost")],
        "query_string": b"circle=00000000-0000-4000-8000-000000000000",
    }  # fmt: skip
    asyncio.run(house(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    assert sent[0]["status"] == 404
    assert wrong(headers, {}) == []


def test_https_adds_hsts_and_cookies_that_only_go_there(tmp_path):
    """In a process of its own, since the settings follow from the address."""
    import os
    import subprocess
    import sys
    from pathlib import Path

    program = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "from django.core.management import call_command\n"
        "r = Client().get('/about', secure=True, headers={'host': 'roret.example.org'})\n"
        "assert r.status_code == 200, r.status_code\n"
        "assert int(r.headers['Strict-Transport-Security'].split('=')[1]) >= 31536000\n"
        "assert r.cookies and all(c['secure'] and n.startswith('__Host-') for n, c in r.cookies.items()), r.cookies\n"
        "call_command('check', deploy=True, fail_level='WARNING')\n"
    )
    root = Path(__file__).parents[2]
    settings = {
        "RORET_ADDRESS": "https://roret.example.org",
        "RORET_DATA": str(tmp_path),
        "RORET_ROOT_KEY": "5e" * 32,
        "DJANGO_SETTINGS_MODULE": "roret.config.settings",
        "PYTHONPATH": str(root / "src"),
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | settings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
