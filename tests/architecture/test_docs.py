"""What the documents say is so: links lead somewhere, and the table of settings is the one in the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roret.config.options import OPTIONS
from roret.ops.command import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/**/README.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page):
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    gone = [
        link
        for link in links
        if "://" not in link and not link.startswith("mailto:") and not (page.parent / link).exists()
    ]
    assert gone == []


def test_the_table_of_settings_is_that_of_the_code():
    text = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `RORET_(\w+)` \| (?:`([^`]*)`)? ?\| (.+) \|$", text, re.MULTILINE)
    assert rows == [(option.name, option.default, option.help) for option in OPTIONS]


def test_every_command_is_told_of():
    text = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`{name}" not in text] == []


@pytest.mark.parametrize("word", ["make run", "make test", "make prove", "make demo"])
def test_the_readme_names_what_the_makefile_has(word):
    target = word.removeprefix("make ")
    assert word in (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
