"""Somebody has the disk: databases, logs, keyring and temporary files of a house in use. No text can be read there.

The house is the real `roret serve` on a folder of its own. Worlds are built in it, pages are read and forms sent over
the wire, some of them into faults. Then every file is searched for every canary in eight encodings.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from bench.starting import free_port
from tests.architecture.access_table import ROWS
from tests.canaries import Canaries
from tests.trust.finding import ENCODINGS, canaries_in, files_in

ROOT = Path(__file__).parents[2]
WORLDS = 1 if int(os.environ.get("PROOF_SCALE", "1")) == 1 else 12
SERVE = """
import roret.content.answers as answers
right = answers.decode
def decode(question, data, prefix=""):
    if "fault" in data:
        raise ValueError(repr(dict(data)))
    return right(question, data, prefix)
answers.decode = decode
import ordvalg
look = ordvalg.check
def check(text, *args, **more):
    if "fault" in text:
        raise ValueError(text)
    return look(text, *args, **more)
ordvalg.check = check
from roret.config.command import main
main()
"""
"""`roret serve`, with a fault that quotes the whole form whenever a form asks for it."""


@dataclass
class House:
    """A house in use, and what was said in it."""

    folder: Path
    address: str
    groups: dict[str, str]
    worlds: list[dict[str, dict[str, str]]]
    typed: Canaries = field(default_factory=lambda: Canaries(2000))
    shown: Canaries = field(default_factory=lambda: Canaries(2500))
    """What Ordvalg was shown, and nobody else."""
    settings: dict[str, str] = field(default_factory=dict)
    faults: list[httpx.Response] = field(default_factory=list)

    def found(self) -> dict[str, str]:
        """Canary to the file it can be read in, without the addresses people sign in with: those are stored as they are."""
        known = self.groups | self.typed.group_of | self.shown.group_of
        return {
            canary: path.name
            for path in files_in(self.folder)
            for canary in canaries_in(path.read_bytes())
            if not known.get(canary, "").startswith("email:")
        }


def _settings(folder: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RORET_")}
    return kept | {
        "RORET_DATA": str(folder / "data"),
        "RORET_PORT": str(port),
        "RORET_ROOT_KEY": "7a" * 32,
        "DJANGO_SETTINGS_MODULE": "roret.config.settings",
        "TMPDIR": str(folder / "tmp"),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    (folder / "tmp").mkdir()
    port = free_port()
    settings = _settings(folder, port)
    with (folder / "log").open("wb") as log:
        serving = subprocess.Popen([sys.executable, "-c", SERVE, "serve"], env=settings, stdout=log, stderr=log)
        try:
            _until_up(port, serving)
            built = subprocess.run(
                [sys.executable, "-m", "tests.trust.lived_in", str(WORLDS)],
                env=settings,
                capture_output=True,
                text=True,
                check=False,
            )
            assert built.returncode == 0, built.stderr[-2000:]
            worlds = json.loads(built.stdout[built.stdout.index("[{") :])
            groups = {canary: group for world in worlds for canary, group in world["groups"].items()}
            made = House(folder, f"http://127.0.0.1:{port}", groups, worlds, settings=settings)
            _live_in(made)
            # While it runs, since then the write-ahead logs are still there.
            yield made
        finally:
            serving.send_signal(signal.SIGINT)
            serving.wait(timeout=15)


def _until_up(port: int, serving: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert serving.poll() is None, "roret serve ended"
        try:
            if httpx.get(f"http://localhost:{port}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            pass  # not yet
        time.sleep(0.1)
    pytest.fail("roret serve did not come up")


# --- living in it -------------------------------------------------------------------------------


def _live_in(house: House) -> None:
    world = house.worlds[0]
    for who in ("holder", "supporter"):
        with _browser(house, world["cookies"][who]) as browser:
            _read_everything(browser, world["ids"])
    with _browser(house, world["cookies"]["holder"]) as browser:
        _write(browser, house, world["ids"])
        _run_into_faults(browser, house, world["ids"])
    for who in ("holder", "supporter"):
        with _browser(house, world["cookies"][who]) as browser:
            _show_to_ordvalg(browser, house, world["ids"])
    with _browser(house, {}) as browser:
        _ask_in_nobodys_name(browser, house)
        _begin_anew(browser, house)


def _browser(house: House, cookies: dict[str, str]) -> httpx.Client:
    # The agent's name is in every request, so it is a canary too.
    agent = house.typed.new("agent")
    browser = httpx.Client(base_url=house.address, headers={"User-Agent": agent}, timeout=60)
    for name, value in cookies.items():
        browser.cookies.set(name, value, domain="127.0.0.1")
    return browser


def _send(browser: httpx.Client, path: str, form: dict[str, object]) -> httpx.Response:
    if "roret-form" not in browser.cookies:
        browser.get("/help")
    return browser.post(path, data={**form, "csrfmiddlewaretoken": browser.cookies["roret-form"]})


def _read_everything(browser: httpx.Client, ids: dict[str, str]) -> None:
    """Every page of the circle, and every sheet of paper."""
    read = 0
    for row in ROWS:
        if row.method == "GET" and row.args.get("circle_id") and row.want["holder"] == 200 and not row.body:
            path = "/" + row.route
            for name, value in row.args.items():
                word = value[1:] if value.startswith("=") else ids[value]
                for kind in ("uuid", "str", "slug", "int"):
                    path = path.replace(f"<{kind}:{name}>", word)
            read += browser.get(path).status_code == 200
    assert read > 8


def _write(browser: httpx.Client, house: House, ids: dict[str, str]) -> None:
    """Forms of every kind with words in them."""
    circle, new = f"/c/{ids['circle']}", house.typed.words
    sent = [
        _send(browser, f"{circle}/people/name", {"own-name": f"Maja {house.typed.new('typed name')}"}),
        _send(
            browser, f"{circle}/people/add", {"name": f"Birthe {house.typed.new('typed name')}", "role": "supporter"}
        ),
        _send(
            browser,
            f"{circle}/cards/zones/q/slip",
            {"slip.own": [new("typed answer"), new("typed answer")], "revision": "1"},
        ),
        _send(browser, f"{circle}/cards/zones/q/slip", {"slip.own": new("typed in another tab"), "revision": "1"}),
        _send(browser, f"{circle}/cards/zones/propose", {"to": ids["supporter"], "way": "mine"}),
        _send(browser, f"{circle}/cards/zones/q/slip", {"slip.own": new("too long") * 400, "revision": "2"}),
        _send(browser, f"{circle}/people/name", {"own-name": house.typed.words("too long a name") * 9}),
    ]
    assert [page.status_code for page in sent] == [302, 302, 302, 200, 302, 422, 422]


def _run_into_faults(browser: httpx.Client, house: House, ids: dict[str, str]) -> None:
    """Errors of every kind, with canaries in path, query and body."""
    word = house.typed.words
    question = f"/c/{ids['circle']}/cards/zones/q/slip"
    house.faults += [
        _send(
            browser,
            f"{question}?q={urllib.parse.quote(word('query of a fault'))}",
            {"fault": "yes", "slip.own": word("body of a fault")},
        ),
        browser.get(f"/no/{urllib.parse.quote(word('path'))}?q={urllib.parse.quote(word('query'))}"),
        browser.get(f"/join/{house.typed.new('token')}"),
        browser.get(f"/g/{house.typed.new('token')}"),
        browser.post(question, data={"slip.own": word("without a token")}),
        browser.post("/me/look", content=word("too long a body").encode() * 40_000),
        browser.post(
            question,
            content=b"--x\r\n" + word("half a form").encode(),
            headers={"Content-Type": "multipart/form-data; boundary=x"},
        ),
        browser.get("/", headers={"Host": f"{house.typed.new('host')}.example.org"}),
        _send(browser, "/sign-in/again", {"password": house.typed.new("password")}),
    ]


def _show_to_ordvalg(browser: httpx.Client, house: House, ids: dict[str, str]) -> None:
    """Every field that it stands beside, under the field and by its page; then its own page, and a fault in each."""
    at, other, nobody = f"/c/{ids['circle']}", ids["holder"], "00000000-0000-4000-8000-000000000000"
    fields = {
        "capacity_words": "today/code",
        "own": "today/away",
        "content": f"today/offer/{other}",
        f"asking_own_{nobody}": f"today/ask/{nobody}/answer",
        "messages.own": "cards/withdraw/q/messages",
        f"own_{other}": f"words/say/{other}",
    }
    for name, goes_to in fields.items():
        for way, fault in ((way, fault) for way in ("look", "beside") for fault in ("", "fault ")):
            word = house.shown.new(name)
            form = {"wording": name, name: f"{fault}Har du prøvet yoga? {word}", "wording_to": f"{at}/{goes_to}"}
            answer = _send(browser, f"{at}/ordvalg/{way}", form)
            assert answer.status_code == (500 if fault else 200), (name, way, answer.status_code)
            assert (word in answer.text) == (not fault), (name, way)
    for fault in ("", "fault "):
        word = house.shown.new("its own page")
        answer = _send(browser, f"{at}/ordvalg", {"wording": "text", "text": f"{fault}Har du prøvet yoga? {word}"})
        assert answer.status_code == (500 if fault else 200) and (word in answer.text) == (not fault)


def _ask_in_nobodys_name(browser: httpx.Client, house: House) -> None:
    """The page that is open to all, and the address for machines: read, not read, and failed."""
    for path in ("/ordvalg", "/ordvalg?lang=da"):
        word = house.shown.new("open page")
        assert word in _send(browser, path, {"wording": "text", "text": f"Har du prøvet yoga? {word}"}).text
    sent = [{"text": house.shown.words("as JSON"), "lang": "da"}, {"text": f"fault {house.shown.words('as JSON')}"}]
    sent += [{"txet": house.shown.words("as JSON")}, {"text": house.shown.words("as JSON") * 20_000}]
    statuses = [browser.post("/api/ordvalg", json=one).status_code for one in sent]
    statuses.append(browser.post("/api/ordvalg", content=house.shown.words("no JSON").encode()).status_code)
    assert statuses == [200, 500, 400, 413, 400]


def _begin_anew(browser: httpx.Client, house: House) -> None:
    """A stranger, the first card, a place of their own, a password."""
    browser.post("/first/1", data={"answer": "fixed", "csrfmiddlewaretoken": ""})
    assert (
        _send(
            browser, "/start/holder", {"name": f"Otto {house.typed.new('typed name')}", "edition": "home"}
        ).status_code
        == 302
    )
    assert (
        _send(
            browser, "/me/password", {"email": "otto@example.org", "password": house.typed.new("password")}
        ).status_code
        == 302
    )


# --- looking for it -------------------------------------------------------------------------------


def test_the_finder_finds_each_encoding():
    word = "når zq" + "0123456789abcdef" * 2 + " ☂"
    for name, write in ENCODINGS.items():
        for before in (b"", b"x", b"xy", b"xyz"):
            assert canaries_in(before + write(word) + b"\n") == {word.split()[1]}, name


def test_no_word_can_be_read_on_the_disk(house, figure):
    looked_at = list(files_in(house.folder))
    names = {path.name for path in looked_at}
    assert {"roret.sqlite3", "keyring.sqlite3", "log"} <= names
    found = house.found()
    figure(
        f"dump: {len(house.groups) + len(house.typed.group_of)} canaries in {len(ENCODINGS)} encodings, "
        f"{len(looked_at)} files of {sum(path.stat().st_size for path in looked_at) // 1024} kB, {len(found)} readable"
    )
    assert found == {}


def test_what_ordvalg_was_shown_is_nowhere_even_for_somebody_with_every_key(house, figure):
    """In no row with its seal opened, no session, no export, and in no file in any encoding."""
    looked = subprocess.run(
        [sys.executable, "-m", "tests.trust.in_a_house", "look"],
        env=house.settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert looked.returncode == 0, looked.stderr[-2000:]
    opened = looked.stdout
    assert house.typed.groups_in(opened) & {"typed answer", "typed name"}, (
        "what was said is there, for who has the keys"
    )
    assert house.shown.groups_in(opened) == frozenset()
    assert set(house.found()) & set(house.shown.group_of) == set()
    figure(
        f"shown to Ordvalg: {len(house.shown.group_of)} canaries in {len(set(house.shown.group_of.values()))} places, "
        "0 in any row, session, export, log or temporary file"
    )


def test_what_is_stored_as_it_is_can_be_found(house):
    """The search does see into these files: an address to sign in with stands in one of them."""
    stored = {canary for path in files_in(house.folder) for canary in canaries_in(path.read_bytes())}
    assert {house.groups.get(canary) for canary in stored} == {f"email:{who}" for who in house.worlds[0]["cookies"]}


def test_a_column_that_is_not_sealed_would_be_seen(house, tmp_path):
    """Planted in a copy: one column in clear, one packed text in a log."""
    import sqlite3

    shutil.copytree(house.folder, tmp_path / "copy")
    copy = House(tmp_path / "copy", house.address, house.groups, house.worlds)
    word, other = (
        next(c for c, group in house.groups.items() if group == wanted) for wanted in ("name:holder", "wish:zones")
    )
    database = sqlite3.connect(tmp_path / "copy" / "data" / "roret.sqlite3")
    database.execute("ALTER TABLE circle_member ADD COLUMN nickname text")
    database.execute("UPDATE circle_member SET nickname = ?", [f"Maja {word}"])
    database.commit()
    database.close()
    with (tmp_path / "copy" / "log").open("ab") as log:
        log.write(ENCODINGS["gzip"](other))
    assert set(copy.found()) == {word, other}


def test_an_error_says_nothing_to_the_reader_or_the_log(house):
    statuses = [page.status_code for page in house.faults]
    assert statuses[0] == 500 and statuses.count(404) == 3 and 413 in statuses and {400, 403} <= set(statuses), statuses
    for page in house.faults:
        assert house.typed.groups_in(page.text, str(page.headers)) <= {"path", "query", "query of a fault", "token"}, (
            page.url
        )
        assert not any(word in page.text for word in ("Traceback", "ValueError", "roret/deck", "DEBUG")), page.url
    log = (house.folder / "log").read_text(encoding="utf-8")
    assert "ValueError in " in log, "the host learns that something broke, and where"
