"""The linters and the type checker find nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "words",
    [("ruff", "check", "."), ("djlint", "--lint", "--quiet", "src/roret"), ("mypy",)],
    ids=lambda words: words[0],
)
def test_nothing_is_found_by(words):
    program, *rest = words
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *rest],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
