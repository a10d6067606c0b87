"""What a page weighs and costs: bytes of the first load, queries as rows grow, time against an empty view.

Runs itself in a process of its own, with a data folder that is thrown away.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 40


def figures() -> dict[str, float]:
    """KB as sent (gzip; fonts as they are), queries per page, and page time as a ratio in this one run."""
    with tempfile.TemporaryDirectory(prefix="roret-bench-") as folder:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("RORET_")}
        environ |= {"RORET_DATA": folder, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "bench.pages"],
            env=environ, cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure() -> dict[str, float]:
    """Inside the process: make a house, fill it, and look."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "roret.config.settings"
    Path(os.environ["RORET_DATA"], "keys").mkdir()
    import django

    django.setup()
    from django.core.management import call_command

    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0)
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    return weights() | costs()


def weights() -> dict[str, float]:
    """The front page, cold: everything its HTML asks for."""
    from django.contrib.staticfiles import finders
    from django.test import Client

    html = Client(headers={"accept-language": "da"}).get("/").content
    asked = re.findall(rb'(?:href|src)="/static/([^"]+)"', html)
    files = {name.decode(): Path(finders.find(name.decode())).read_bytes() for name in asked}
    text = sum(len(gzip.compress(body)) for name, body in files.items() if name.endswith((".css", ".js")))
    fonts = sum(len(body) for name, body in files.items() if name.endswith(".woff2"))
    page = len(gzip.compress(html))
    return {
        "first page: HTML, KB": page / 1024,
        "first page: HTML, CSS and JS, KB": (page + text) / 1024,
        "first page: with its fonts, KB": (page + text + fonts) / 1024,
    }


def costs() -> dict[str, float]:
    """Queries on the holder's pages with 10 and with 1 000 members, and the time of the page against an empty view."""
    from django.db import connection
    from django.http import HttpResponse
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import path

    from roret.circle import access
    from roret.circle import actions as circle
    from roret.circle.rules import Edition, Role
    from roret.config import urls
    from roret.people import actions as people

    urls.urlpatterns.append(path("empty", lambda request: HttpResponse("")))
    person = people.make_person()
    circle_id = circle.open_circle(person_id=person.id, edition=Edition.HOME, role=Role.HOLDER, name="Maja")
    (maja,) = access.circles_of(person.id)
    browser = Client(headers={"accept-language": "da"})
    browser.post(people.own_link(person))
    pages = {"home": f"/c/{circle_id}", "people": f"/c/{circle_id}/people", "cards": f"/c/{circle_id}/cards"}
    found: dict[str, float] = {}
    there = 1
    for rows in (10, 1000):
        for number in range(there, rows):
            circle.add_without_account(maja, name=f"Jonas {number}", role=Role.SUPPORTER)
        there = rows
        for name, address in pages.items():
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found[f"queries, {name}, {rows} members"] = len(queries)
        if rows == 10:
            empty, full = seconds(browser, "/empty"), seconds(browser, pages["home"])
            found["page time, home, against an empty view (x)"] = full / empty
    return found


def seconds(browser, address: str) -> float:  # type: ignore[no-untyped-def]
    """Median seconds of one answer."""
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        browser.get(address)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


if __name__ == "__main__":
    print(json.dumps(measure()))
