"""All benchmarks, one table each: `python bench/run.py [starting pages …]`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

ALL = ("starting", "pages", "streams", "coach")
"""Modules of this folder with a function `figures() -> dict[str, float]`."""


def main(chosen: list[str]) -> int:
    for name in chosen or ALL:
        print(f"\n{name}")
        for what, figure in importlib.import_module(f"bench.{name}").figures().items():
            print(f"  {what:<44} {figure:>10.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
