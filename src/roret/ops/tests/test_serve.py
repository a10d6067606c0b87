"""`roret serve` starts, holds on, refuses with a sentence, and ends within three seconds with nothing left behind."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import sqlite3
import time
import urllib.error
import urllib.request
from pathlib import Path
from textwrap import dedent

import psutil
import pytest

from bench.starting import begin, free_port, served, until_up

AT_ONCE = 1 if os.environ.get("RORET_PROVE") else 4
"""Seconds. What is promised is one; a machine that runs other tests beside it is given more."""

WITH_A_LONG_JOB = dedent(
    """
    import os, pathlib, time
    from roret.config import command
    def long_job(ref):
        pathlib.Path(os.environ["SIGN"]).touch()
        time.sleep(60)
    command._due = lambda: {"test.long_job": long_job}
    command.main()
    """
)
MAKE_A_MEMBER_AND_A_JOB = dedent(
    """
    import sys
    from roret.config import command
    command._load()
    from roret.circle import actions as circle
    from roret.circle.rules import Edition, Role
    from roret.kit import clock
    from roret.outbox import actions as outbox
    from roret.people import actions as people
    from roret.people.sessions import SessionStore
    person = people.make_person()
    circle_id = circle.open_circle(person_id=person.pk, edition=Edition.HOME, role=Role.HOLDER, name="Maja")
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["_auth_user_backend"] = people.BACKEND
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.create()
    if len(sys.argv) > 1:
        outbox.due(kind="test.long_job", ref="a job", at=clock.now())
    print(session.session_key, circle_id)
    """
)


def run(folder: Path, *words: str, status: int, **more) -> str:
    process = begin(folder, *words, **more)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == status, said
    return said


def answer(port: int, path: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"http://localhost:{port}{path}", headers=headers), timeout=10
        ) as got:
            return got.status, got.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def open_stream(port: int, session: str, circle_id: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    connection.request("GET", f"/live?circle={circle_id}", headers={"Cookie": f"roret={session}"})
    stream = connection.getresponse()
    assert stream.status == 200, stream.status
    assert stream.readline() == b"retry: 2000\n"
    return stream


def half_a_form(port: int) -> socket.socket:
    form = socket.create_connection(("localhost", port))
    form.sendall(b"POST /me/language HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nlang")
    return form


def wait_until(true, within: float = 20.0) -> None:
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.02)


def test_the_first_start_signs_the_first_person_in(tmp_path, databases):
    port = free_port()
    process = begin(tmp_path, "serve", settings={"RORET_PORT": str(port), **databases})
    try:
        until_up(process, port)
        assert answer(port, "/healthz") == (200, "ok\n")
        assert answer(port, "/healthz", Host="some.other.name")[0] == 200
        assert answer(port, "/", Host="some.other.name")[0] == 400
    finally:
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=5)
    assert process.returncode == 0
    assert f"Roret is at http://localhost:{port}\n" in said
    (link,) = re.findall(r"http://localhost:\d+(/in/\S+)\n", said)
    assert len(link) > 40 and "Traceback" not in said
    assert (tmp_path / "data" / "secrets" / "root.key").stat().st_mode & 0o777 == 0o600


def test_ctrl_c_ends_everything_within_three_seconds(folder, databases, tmp_path, figure):
    """With an open stream, a running job and a half-sent form."""
    sign = tmp_path / "the job runs"
    if databases:
        run(folder, "migrate", status=0, settings=databases)
    session, circle_id = run(folder, "job", status=0, program=MAKE_A_MEMBER_AND_A_JOB, settings=databases).split()
    with served(folder, program=WITH_A_LONG_JOB, settings={"SIGN": str(sign), **databases}) as (process, port, _):
        stream, form = open_stream(port, session, circle_id), half_a_form(port)
        wait_until(sign.exists)
        everybody = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        assert len(everybody) == 3
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them at once
        assert process.wait(10) == 0
        took = time.monotonic() - began
        assert took < 3, f"it took {took:.1f} s"
        figure(f"open stream, running job, half-sent form: all ended after {took:.1f} s, 0 processes left")
        assert [one for one in everybody if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []
        form.close()
        stream.close()


def test_the_job_that_was_broken_off_is_due_again(folder, tmp_path):
    sign = tmp_path / "the job runs"
    run(folder, "job", status=0, program=MAKE_A_MEMBER_AND_A_JOB)
    with served(folder, program=WITH_A_LONG_JOB, settings={"SIGN": str(sign)}):
        wait_until(sign.exists)
    sign.unlink()
    with served(folder, program=WITH_A_LONG_JOB, settings={"SIGN": str(sign)}):
        wait_until(sign.exists, within=5)


def test_nothing_outlives_a_parent_that_is_killed(folder):
    with served(folder) as (process, _, _):
        children = psutil.Process(process.pid).children(recursive=True)
        assert len(children) == 2
        process.kill()
        process.wait()
        gone, alive = psutil.wait_procs(children, timeout=3)
        assert alive == []


@pytest.mark.parametrize("which", [0, 1])
def test_a_process_that_falls_is_begun_again(folder, which):
    with served(folder) as (process, port, _):
        fallen = psutil.Process(process.pid).children()[which]
        fallen.kill()
        wait_until(lambda: fallen.pid not in [child.pid for child in psutil.Process(process.pid).children()])
        wait_until(lambda: len(psutil.Process(process.pid).children()) == 2)
        wait_until(lambda: answer(port, "/healthz")[0] == 200)


def test_without_a_worker_it_is_not_well(folder):
    with served(folder) as (process, port, _):
        worker = max(psutil.Process(process.pid).children(), key=lambda child: child.pid)
        worker.suspend()
        try:
            wait_until(lambda: answer(port, "/healthz") == (503, "the worker is not up\n"), within=15)
        finally:
            worker.resume()
        wait_until(lambda: answer(port, "/healthz")[0] == 200)


def test_who_was_taken_out_hears_nothing_more_within_a_second(folder):
    session, circle_id = run(folder, status=0, program=MAKE_A_MEMBER_AND_A_JOB).split()
    with served(folder) as (_, port, _):
        stream = open_stream(port, session, circle_id)
        with sqlite3.connect(folder / "data" / "roret.sqlite3", timeout=5) as connection:
            connection.execute("UPDATE circle_member SET person_id = NULL, left_at = '2026-11-22 12:00:00'")
            connection.execute(
                "INSERT INTO live_change (circle_id, part, at) VALUES (?, 'people', '2026-11-22 12:00:00')",
                [circle_id.replace("-", "")],
            )
        began = time.monotonic()
        assert b"event" not in stream.read()  # to its end
        assert time.monotonic() - began < AT_ONCE
        assert answer(port, f"/live?circle={circle_id}", Cookie=f"roret={session}")[0] == 404


def test_a_form_that_is_too_long_gets_a_page_that_says_so(folder):
    with served(folder) as (_, port, _):
        connection = http.client.HTTPConnection("localhost", port, timeout=10)
        connection.request("POST", "/me/language", b"x" * 3_000_000, {"Accept-Language": "en"})
        got = connection.getresponse()
        assert got.status == 413 and "one step back in your browser" in got.read().decode()


def test_slow_senders_hold_up_nobody(folder):
    with served(folder) as (_, port, _):
        forms = [half_a_form(port) for _ in range(12)]
        began = time.monotonic()
        assert answer(port, "/")[0] == 200
        assert time.monotonic() - began < AT_ONCE
        forms[0].settimeout(15)
        assert forms[0].recv(100).startswith(b"HTTP/1.1 408 ")
        for form in forms:
            form.close()


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_web_and_worker_alone_do_the_same_and_end_when_asked(folder, asked):
    port = free_port()
    both = [begin(folder, name, settings={"RORET_PORT": str(port)}) for name in ("web", "worker")]
    try:
        until_up(both[0], port)
    finally:
        for one in both:
            one.send_signal(asked)
        said = [one.communicate(timeout=5)[0] for one in both]
    assert "Traceback" not in "".join(said)


# --- refusals: a sentence, status 2, nothing started ----------------------------------------------


def test_a_taken_port_is_named(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = run(folder, "serve", status=2, settings={"RORET_PORT": str(port)})
    assert said.startswith(f"roret: Port {port} is taken by another program") and "Traceback" not in said


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"RORET_PORT": "abc"}, "RORET_PORT is “abc”. It has to be a whole number."),
        ({"RORET_ADDRESS": "roret.lan"}, "It has to begin with http:// or https://"),
        ({"RORET_HOST": "203.0.113.7"}, "Roret cannot listen on 203.0.113.7"),
        ({"RORET_ROOT_KEY": "short"}, "RORET_ROOT_KEY is not a root key."),
        ({"RORET_ROOT_KEY": "ab" * 32}, "The root key is not the one this keyring was made with"),
        ({"RORET_DATABASE": "postgresql://localhost/x"}, "The keyring needs a database of its own."),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_do(folder, settings, sentence):
    run(folder, status=0, program=MAKE_A_MEMBER_AND_A_JOB)  # so that the keyring has a key of its own
    said = run(folder, "serve", status=2, settings={"RORET_PORT": str(free_port()), **settings})
    assert sentence in said and said.startswith("roret: ") and "Traceback" not in said


def test_a_missing_root_key_is_never_replaced(folder):
    before = (folder / "data" / "roret.sqlite3").read_bytes()
    (folder / "data" / "secrets" / "root.key").unlink()
    said = run(folder, "serve", status=2)
    assert "Roret refuses to start and has written nothing" in " ".join(said.split())
    assert not (folder / "data" / "secrets" / "root.key").exists()
    assert (folder / "data" / "roret.sqlite3").read_bytes() == before


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    said = run(tmp_path, "serve", status=2, settings={"RORET_ROOT_KEY": "ab" * 32})
    assert "cannot be written to" in said and "RORET_DATA" in said and "Traceback" not in said


def test_a_database_of_a_newer_version_is_left_alone(folder):
    with sqlite3.connect(folder / "data" / "roret.sqlite3") as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('circle', '0999_later', '2030-01-01')"
        )
    said = run(folder, "serve", status=2, settings={"RORET_PORT": str(free_port())})
    assert "used by a newer Roret" in said and "circle.0999_later" in said


# --- the other commands ---------------------------------------------------------------------------


def test_the_doctor_changes_nothing_and_says_what_there_is(tmp_path, folder):
    empty = tmp_path / "empty"
    said = run(empty, "doctor", status=0)
    assert "The first start makes it." in said and not empty.exists()
    said = run(folder, "doctor", status=0)
    assert "SQLite is " in said and "It lies on the same disk as the databases." in said
    assert "No mail is set up, and none is needed" in said


def test_the_doctor_says_what_plain_http_on_a_network_means(folder):
    said = run(folder, "doctor", status=0, settings={"RORET_ADDRESS": "http://roret.lan"})
    assert "browsers allow passkeys" in said


def test_the_doctor_names_a_wrong_root_key(folder):
    run(folder, status=0, program=MAKE_A_MEMBER_AND_A_JOB)
    said = run(folder, "doctor", status=1, settings={"RORET_ROOT_KEY": "ab" * 32})
    assert " mend  The root key is not the one" in said


def test_the_settings_are_printed_without_their_values(folder):
    said = run(folder, "settings", status=0, settings={"RORET_ROOT_KEY": "ab" * 32})
    assert "RORET_PORT" in said and "RORET_ROOT_KEY" in said and "abab" not in said


def test_an_unknown_command_is_refused(folder):
    assert "invalid choice" in run(folder, "fly", status=2)
