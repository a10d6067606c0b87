"""The suite cannot touch a database that is not named test, and says what it did not run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HARMLESS = "tests/architecture/test_messages.py::test_a_whole_catalogue_is_let_pass"


def run(*tests: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", *(tests or (HARMLESS,))],
        cwd=ROOT,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith(("RORET_", "DJANGO_"))},
            **environ,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_refuses_a_postgresql_database_of_another_name():
    done = run(
        RORET_TEST_DATABASE="postgresql://roret@localhost/roret",
        RORET_TEST_KEYRING="postgresql://roret@localhost/keys_test",
    )
    assert (
        done.returncode == 3
        and "refuse to run on the database roret: it is not named test" in done.stdout + done.stderr
    )


def test_a_hosts_own_settings_are_not_looked_at(tmp_path):
    done = run(RORET_DATA=str(tmp_path), RORET_DATABASE="postgresql://roret@localhost/roret", RORET_PORT="nonsense")
    assert done.returncode == 0, done.stdout
    assert list(tmp_path.iterdir()) == []


def test_what_this_machine_cannot_run_is_named_with_what_to_do(tmp_path):
    page = tmp_path / "test_page.py"
    page.write_text("import pytest\n@pytest.mark.browser\ndef test_a_page(): raise AssertionError\n")
    done = run("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "-p", "conftest", str(page), PATH="/nowhere")
    assert done.returncode == 0, done.stdout
    assert "NOT RUN: 1 test, because there is no Chromium (apt-get install chromium)" in done.stdout
