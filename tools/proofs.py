"""Write docs/proofs.md from what the proofs said: tools/proofs.py FIGURES FAILED.

A row stays until its proof is run again, and says when that was: the whole takes hours, and what was
changed can be proved anew by itself. Rows of tests that are no longer there go.
"""

from __future__ import annotations

import json
import platform
import re
import sqlite3
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "proofs.md"
ROW = re.compile(r"\| (?P<what>[^|]+) \| (?P<database>[^|]+) \| (?P<figure>[^|]+) \| (?P<run>[0-9-]{10}) \|")
Key = tuple[str, str, int]
"""What was proved, on which database, and which of the proof's figures it is."""


def main(figures: Path, failed: bool) -> None:
    """One row a figure, in the order of their names. A run with a failure writes nothing."""
    if failed:
        print("docs/proofs.md is as it was: not all proofs of this run passed")
        return
    today = str(datetime.now(UTC).date())
    said = [json.loads(line) for line in figures.read_text(encoding="utf-8").splitlines()]
    new = numbered((name_of(one["test"]), one["database"], one["figure"].replace("|", "/"), today) for one in said)
    again = {key[:2] for key in new}
    there = names_there()
    kept = {key: row for key, row in before().items() if key[:2] not in again and key[0].partition("[")[0] in there}
    rows = kept | new
    head = [
        "# Proofs",
        "",
        "Written by `make prove`, which runs every proof at its full size, or by `tools/test --prove` with the names",
        "of some of them. Do not edit by hand.",
        "",
        f"Last run on {today} with Python {platform.python_version()}, system SQLite {sqlite3.sqlite_version}.",
        "",
        "| what | database | figure | run on |",
        "|---|---|---|---|",
    ]
    PAGE.write_text(
        "\n".join([*head, *(f"| {' | '.join(rows[key])} |" for key in sorted(rows))]) + "\n", encoding="utf-8"
    )
    print(f"docs/proofs.md: {len(rows)} figures, {len(new)} of them from this run")


def before() -> dict[Key, tuple[str, ...]]:
    """The rows that stand there."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    return numbered(match.groups() for line in text.splitlines() if (match := ROW.fullmatch(line)))


def numbered(rows: Iterable[tuple[str, ...]]) -> dict[Key, tuple[str, ...]]:
    """Rows by what they say; one proof can give several figures on one database."""
    found: dict[Key, tuple[str, ...]] = {}
    for row in rows:
        found[row[0], row[1], sum(key[:2] == row[:2] for key in found)] = row
    return found


def names_there() -> set[str]:
    """The name of every test, as a sentence."""
    files = (path.read_text(encoding="utf-8") for top in ("src", "tests") for path in (ROOT / top).rglob("test_*.py"))
    return {name_of(f"::{name}") for text in files for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}


def name_of(test: str) -> str:
    """The sentence that a test's name is."""
    return test.rpartition("::")[2].removeprefix("test_").replace("_", " ")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] != "0")
