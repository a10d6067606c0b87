"""Write docs/proofs.md from what the proofs said: tools/proofs.py FIGURES FAILED."""

from __future__ import annotations

import json
import platform
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "proofs.md"


def main(figures: Path, failed: bool) -> None:
    """One row a figure, in the order of the tests. A run with a failure says so at the top."""
    lines = [json.loads(line) for line in figures.read_text(encoding="utf-8").splitlines()]
    rows = [
        f"| {name_of(line['test'])} | {line['database']} | {line['figure'].replace('|', '/')} |"
        for line in sorted(lines, key=lambda line: (line["test"], line["database"]))
    ]
    verdict = "**Not all proofs passed in this run.**" if failed else "All tests of this run passed."
    head = [
        "# Proofs",
        "",
        "Written by `make prove`, which runs every proof at its full size. Do not edit by hand.",
        "",
        f"Run on {datetime.now(UTC).date()} with Python {platform.python_version()}, "
        f"system SQLite {sqlite3.sqlite_version}. {verdict}",
        "",
        "| what | database | figure |",
        "|---|---|---|",
    ]
    PAGE.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    print(f"docs/proofs.md: {len(rows)} figures")


def name_of(test: str) -> str:
    """The sentence that a test's name is."""
    return test.rpartition("::")[2].removeprefix("test_").replace("_", " ")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] != "0")
