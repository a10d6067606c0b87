"""What lies on the disk after real processes wrote, were killed, and left everything as it was."""

from __future__ import annotations

import base64
import gzip
import json
import os
import random
import subprocess
import sys
import time
import urllib.parse
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROUNDS = int(os.environ.get("ROUNDS", "6"))
"""Kills. The proof runs sixty."""
SOURCE = Path(__file__).resolve().parents[3]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    run(tmp_path, "make")
    return tmp_path


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RORET_", "DJANGO_"))}
    return {**kept, "RORET_DATA": str(data), "PYTHONPATH": str(SOURCE), **more}


def run(data: Path, command: str, **more: Any) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "roret.vault.tests.diary", command],
        env=environment(data, **more.pop("env", {})),
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
        **more,
    )
    assert done.returncode in (0, -9), done.stderr
    return done


def written_then_killed(data: Path, after: float) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "roret.vault.tests.diary", "write"],
        env=environment(data),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == "writing\n"
        time.sleep(after)
        process.kill()


@pytest.mark.timeout(60 + 5 * ROUNDS)
def test_a_process_killed_between_key_and_text_leaves_no_text_without_a_key(
    data: Path, figure: Callable[[str], None]
) -> None:
    chance = random.Random(ROUNDS)
    for _ in range(ROUNDS):
        written_then_killed(data, after=chance.uniform(0.02, 0.3))
    found = json.loads(run(data, "count").stdout)
    figure(f"{ROUNDS} kills: {found['rows']} rows, {found['unreadable']} unreadable")
    assert found["rows"] >= ROUNDS, "the writer has to get somewhere, or nothing was shown"
    assert found["unreadable"] == 0


def encodings(word: str) -> dict[str, list[bytes]]:
    """A word as it might lie in a file: in eight encodings, base64 at each of its three alignments."""
    plain = word.encode()
    cores = [base64.b64encode(b"\0" * n + plain)[(n * 8 + 5) // 6 :].rstrip(b"=")[:-1] for n in range(3)]
    return {
        "utf-8": [plain],
        "utf-16": [word.encode("utf-16-le"), word.encode("utf-16-be")],
        "base64": cores + [core.replace(b"+", b"-").replace(b"/", b"_") for core in cores],
        "hex": [plain.hex().encode(), plain.hex().upper().encode()],
        "json": [json.dumps(word)[1:-1].encode()],
        "url": [urllib.parse.quote(word).encode(), urllib.parse.quote_plus(word).encode()],
        "reversed": [plain[::-1]],
        "gzip": [gzip.compress(plain, mtime=0)[10:-8]],
    }


@pytest.mark.parametrize("journal", ["WAL", "TRUNCATE"])
def test_no_word_is_readable_in_any_file_of_the_data_folder(tmp_path: Path, journal: str) -> None:
    run(tmp_path, "make", env={"RORET_TEST_JOURNAL": journal})
    words = [f"Kanariefugl {uuid.uuid4()} i køkkenet" for _ in range(50)]
    done = run(tmp_path, "canaries", input="\n".join(words), env={"RORET_TEST_JOURNAL": journal})
    assert done.stdout == "50\n", done.stderr
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    names = {path.name for path in files}
    assert {"roret.sqlite3", "keyring.sqlite3", "root.key"} <= names
    assert ("roret.sqlite3-wal" in names) == (journal == "WAL")
    found = [
        (path.name, encoding)
        for path in files
        for content in [path.read_bytes()]
        for word in words
        for encoding, shapes in encodings(word).items()
        if any(shape in content for shape in shapes)
    ]
    assert found == []


def test_the_search_finds_a_word_that_does_lie_there() -> None:
    word = f"Kanariefugl {uuid.uuid4()} i køkkenet"
    for offset in range(3):
        assert any(
            shape in base64.b64encode(b"." * offset + word.encode() + b"..") for shape in encodings(word)["base64"]
        )
    assert all(encodings(word).values()) and len(encodings(word)) == 8


def test_a_process_with_the_wrong_root_key_writes_nothing(data: Path) -> None:
    run(data, "canaries", input="A word")
    before = {path: path.read_bytes() for path in data.rglob("*.sqlite3")}
    wrong = subprocess.run(
        [sys.executable, "-m", "roret.vault.tests.diary", "write"],
        env=environment(data, RORET_ROOT_KEY="ab" * 32),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert wrong.returncode == 1 and "Put back the right key" in wrong.stderr
    (data / "secrets" / "root.key").unlink()
    missing = subprocess.run(
        [sys.executable, "-m", "roret.vault.tests.diary", "write"],
        env=environment(data),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert missing.returncode == 1 and "refuses to start and has written nothing" in missing.stderr
    assert not (data / "secrets" / "root.key").exists()
    # The killed writer's log may be folded in by whoever opens the file; what it says stays the same.
    assert set(before) == set(data.rglob("*.sqlite3"))
