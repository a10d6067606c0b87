"""A page under `docs/adding` as a test runs it: the blocks that have a name, and the files among them."""

from __future__ import annotations

import re
from pathlib import Path

ADDING = Path(__file__).parents[1] / "docs" / "adding"


def blocks(guide: Path) -> dict[str, str]:
    """What stands in its blocks, by the name after the kind: “```toml topics/pets.toml”. One without a name is left out."""
    text = guide.read_text(encoding="utf-8")
    return dict(re.findall(r"^```\w+ (\S[^\n]*)\n(.*?)^```$", text, re.M | re.S))


def written(guide: Path, into: Path) -> Path:
    """The folder, with the guide's files in it: a block is a file when its name is a path."""
    for name, body in blocks(guide).items():
        if "/" in name:
            file = into / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(body, encoding="utf-8")
    return into
