"""Words that occur nowhere else, so that a test sees where a text has got to.

Each is 128 random bits and belongs to a group, which is what it means: `wish:zones`, `name:holder`.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Iterable

LOOKS_LIKE = re.compile("zq[0-9a-f]{32}")


class Canaries:
    """All canaries of one world, and the groups they belong to."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.group_of: dict[str, str] = {}

    def new(self, group: str) -> str:
        """A new canary of this group."""
        made = f"zq{self._random.getrandbits(128):032x}"
        self.group_of[made] = group
        return made

    def words(self, group: str) -> str:
        """A canary as somebody would write it: with a word before it, and letters that not everything can store."""
        return f"når {self.new(group)} ☂"

    def groups_in(self, *texts: str) -> frozenset[str]:
        """The groups of which at least one canary stands in these texts."""
        return frozenset(
            self.group_of[found] for text in texts for found in LOOKS_LIKE.findall(text) if found in self.group_of
        )

    def of(self, groups: Iterable[str]) -> set[str]:
        wanted = set(groups)
        return {canary for canary, group in self.group_of.items() if group in wanted}


def text_of_pdf(pdf: bytes) -> str:
    """The words of a sheet without spaces and hyphens, since a long word is broken over lines."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True, timeout=30)
    return re.sub(r"[\s\u00ad\u200b-]", "", done.stdout.decode("utf-8", "replace"))
