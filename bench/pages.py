"""What a page costs: the bytes of the first load, its queries with ten rows and with a thousand, and its time.

Time is told as a ratio to a view that answers with nothing, behind the same middleware, in the same run: seconds
would say more about the machine than about the page.
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.starting import ROOT, served

FEW, MANY = 10, 1000
ROUNDS = 40
PAGES = {
    "home": "",
    "today": "/today",
    "page": "/page",
    "review": "/review",
    "cards": "/cards",
    "a question": "/cards/zones/q/when",
    "a card's end": "/cards/zones/end",
    "people": "/people",
    "who sees what": "/sees",
    "links for guests": "/share",
}
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js|woff2|svg))"')


def figures() -> dict[str, float]:
    """Kilobytes of the first load; queries per page at few and at many rows; times as ratios."""
    found = first_load()
    with tempfile.TemporaryDirectory(prefix="roret-bench-") as folder:
        # In a process of its own, since a process has one Django.
        words = [sys.executable, "-W", "ignore", "-m", "bench.pages", folder]
        done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return found | dict(json.loads(done.stdout.splitlines()[-1]))


# --- the first load ------------------------------------------------------------------------------
def first_load() -> dict[str, float]:
    """What a browser that was never here fetches for the front page: as sent, and as it would be under gzip."""
    with tempfile.TemporaryDirectory(prefix="roret-bench-") as folder, served(Path(folder)) as (_, port, _):
        page, sent = fetch(port, "/")
        sizes = {"HTML": [(page, sent)]}
        for path in sorted(set(LINKED.findall(page.decode()))):
            kind = {"css": "CSS", "js": "JS", "woff2": "fonts", "svg": "icon"}[path.rsplit(".", 1)[1]]
            sizes.setdefault(kind, []).append(fetch(port, path))
    found: dict[str, float] = {}
    for kind, files in sizes.items():
        found[f"first load, {kind}, kB sent"] = sum(sent for _, sent in files) / 1024
        found[f"first load, {kind}, kB under gzip"] = sum(len(gzip.compress(body, 6)) for body, _ in files) / 1024
    for how in ("sent", "under gzip"):
        found[f"first load, all, kB {how}"] = sum(found[f"first load, {kind}, kB {how}"] for kind in sizes)
    return found


def fetch(port: int, path: str) -> tuple[bytes, int]:
    """A file as it is, and the bytes that went over the wire for somebody who takes gzip."""
    asked = urllib.request.Request(f"http://localhost:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        raw = answer.read()
        packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(raw) if packed else raw), len(raw)


# --- queries and times -----------------------------------------------------------------------------
def queries_and_times(folder: Path) -> dict[str, float]:
    """Two circles in one house, one with a hundred times as many rows as the other."""
    prepare(folder)
    found: dict[str, float] = {}
    visitor, few = circle_of(FEW)
    other, many = circle_of(MANY)
    for name, path in PAGES.items():
        found[f"queries, {name}, {FEW} rows"] = queries(visitor, f"/c/{few}{path}")
        found[f"queries, {name}, {MANY} rows"] = queries(other, f"/c/{many}{path}")
    empty = typical(visitor, "/empty")
    found["an empty view, ms"] = empty * 1000
    for name, path in PAGES.items():
        found[f"time, {name}, {FEW} rows, × empty"] = typical(visitor, f"/c/{few}{path}") / empty
    return found


def prepare(folder: Path) -> None:
    """Django on a fresh folder, with one address more: the view that answers with nothing."""
    os.environ |= {"RORET_DATA": str(folder), "RORET_ROOT_KEY": "5e" * 32, "RORET_PORT": "8040"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "roret.config.settings"
    sys.path.insert(0, str(ROOT / "src"))
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = "bench.empty"
    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.WARNING)
    from roret.ops.prepare import prepare as make_ready

    make_ready()


def circle_of(rows: int) -> tuple[Any, uuid.UUID]:
    """A holder with so many others, each with an agreement and an open topic, and as many links. Gives her client."""
    from django.test import Client

    from roret.circle import actions as circle
    from roret.circle.access import circles_of
    from roret.circle.rules import Edition, Role
    from roret.people.actions import BACKEND, make_person

    person = make_person()
    circle_id = circle.open_circle(person_id=person.pk, edition=Edition.HOME, role=Role.HOLDER, name="Maja")
    maja = circles_of(person.pk)[0]
    answer_zones(maja)
    with at_once():
        for number in range(rows):
            other = circle.add_without_account(maja, name=f"Jonas {number}", role=Role.SUPPORTER)
            circle.open_topics(maja, member_id=other, topics=["zones"])
            agree(maja, other)
            circle.invite(maja, role=Role.SUPPORTER)
            circle.share(maja, topics=["zones"], days=7)
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client, circle_id


@contextmanager
def at_once() -> Iterator[None]:
    """One transaction round everything, or a thousand rows take minutes on a disk that is told to be sure."""
    from django.db import transaction

    with transaction.atomic():
        yield


WHEN: Mapping[str, object] = {"when": [{"days": ["mon"], "from": "18:00", "to": "20:00"}]}


def answer_zones(maja: Any) -> None:
    from roret.agreement import actions as agreement

    for question, value in WHEN.items():
        agreement.answer(maja, topic="zones", question=question, value=value, base_revision=0)


def agree(maja: Any, other: uuid.UUID) -> None:
    """A version on the table that both have said yes to."""
    from roret.agreement import actions as agreement
    from roret.agreement import queries as agreements
    from roret.agreement.rules import next_review, one_way
    from roret.circle.access import viewer_of

    words = {"da": ["Vi taler om noget andet."], "en": ["We talk of something else."]}
    laid = agreement.propose(
        maja,
        topic="zones",
        other_id=other,
        spans=one_way(dict(WHEN)),
        wording=words,
        review_on=next_review(agreements.today(maja)),
    )
    agreement.say_yes(viewer_of(other), agreement_id=laid.agreement_id, version=1, wording=words)


def queries(client: Any, path: str) -> int:
    """How many queries an address costs, over both databases."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    from roret.vault.keyring import forget

    client.get(path)
    forget()  # Each time with no key in memory, or a few keys are still there and many are not.
    with CaptureQueriesContext(connections["default"]) as content, CaptureQueriesContext(connections["keys"]) as keys:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return len(content) + len(keys)


def typical(client: Any, path: str) -> float:
    """The median of some rounds, in seconds of this process."""
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        client.get(path)
        taken.append(time.process_time() - began)
    return statistics.median(taken)


if __name__ == "__main__":
    print(json.dumps(queries_and_times(Path(sys.argv[1]))))
