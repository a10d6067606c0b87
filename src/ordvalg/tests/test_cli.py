"""The command line, as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2]


def run(*arguments: str, given: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    clean = {"PYTHONPATH": str(SRC), "PATH": os.environ["PATH"], **env}
    return subprocess.run(
        [sys.executable, "-m", "ordvalg", *arguments], input=given, capture_output=True, env=clean, timeout=60
    )


def lines(*texts: str) -> bytes:
    return b"".join(json.dumps({"id": at, "text": text}).encode() + b"\n" for at, text in enumerate(texts))


def test_each_line_is_answered_by_one_line() -> None:
    done = run("check", "--lang", "da", "--format", "jsonl", given=lines("Har du prøvet yoga?", "", "Vi ses"))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [answer["id"] for answer in answers] == [0, 1, 2]
    assert list(answers[0]) == ["id", "lang", "flags", "moves"]
    [flag] = answers[0]["flags"]
    assert list(flag) == ["flag", "start", "end", "rule", "sure", "why", "instead"]
    assert (flag["flag"], flag["sure"]) == ("advice", True)
    assert answers[1] == {"id": 1, "lang": "da", "flags": [], "moves": []}


def test_an_answer_comes_before_the_next_line_is_asked() -> None:
    env = {"PYTHONPATH": str(SRC), "PATH": os.environ["PATH"]}
    with subprocess.Popen(
        [sys.executable, "-m", "ordvalg", "check"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env
    ) as asked:
        assert asked.stdin and asked.stdout
        for at in range(3):
            asked.stdin.write(lines("Vi ses i morgen").replace(b"0", str(at).encode()))
            asked.stdin.flush()
            assert json.loads(asked.stdout.readline())["id"] == at
        asked.stdin.close()


@pytest.mark.parametrize(
    "bad", [b"\xff\xfe\n", b"{\n", b'"text"\n', b'{"id": 1}\n', b'{"text": 7}\n', b"[" * 100_000 + b"\n"]
)
def test_what_cannot_be_read_is_named_and_the_rest_is_answered(bad: bytes) -> None:
    done = run("check", "--lang", "da", given=lines("Vi ses") + bad + lines("Har du prøvet yoga?"))
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr.startswith(b"ordvalg: line 2: ")
    assert b"Traceback" not in done.stderr


def test_half_a_character_is_answered_too() -> None:
    done = run("check", "--lang", "da", given=b'{"id": "\\ud800", "text": "har du pr\\u00f8vet yoga \\udfff"}\n')
    assert done.returncode == 0
    assert json.loads(done.stdout)["flags"]


def test_the_same_bytes_for_any_hash_seed_and_any_locale() -> None:
    given = lines(
        "Har du prøvet yoga? Du burde tage dig sammen.", "You should pull yourself together", "Det går nok over"
    )
    said = {
        run("check", given=given, PYTHONHASHSEED=seed, LC_ALL=locale, PYTHONUTF8=utf8).stdout
        for seed in ("0", "1", "4711")
        for locale, utf8 in (("C", "0"), ("C.UTF-8", "1"), ("POSIX", "0"))
    }
    assert len(said) == 1


def test_for_people_it_is_told_in_words_and_without_colour_when_nobody_watches() -> None:
    done = run("check", "--lang", "da", "--format", "text", "Har du prøvet yoga?", PYTHONUTF8="1")
    assert "Har du prøvet yoga" in done.stdout.decode()
    assert b"\x1b" not in done.stdout
    assert done.returncode == 0


def test_a_rule_explains_itself() -> None:
    named = run("--list", "--lang", "da").stdout.decode().splitlines()[0].split("\t")[0]
    told = run("--explain", named, PYTHONUTF8="1")
    assert named in told.stdout.decode()
    assert told.returncode == 0
    unknown = run("--explain", "da.advice.nothing-like-it")
    assert unknown.returncode == 2
    assert b"--list" in unknown.stderr


@pytest.mark.parametrize("arguments", [[], ["check", "--lang", "xx"], ["check", "--format", "xml"]])
def test_what_it_cannot_do_it_says(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert b"usage" in done.stderr
