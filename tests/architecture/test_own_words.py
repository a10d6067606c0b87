"""What the product itself says goes through Ordvalg: it neither watches, steers, presses nor pities."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import ordvalg

HOUSE = Path(__file__).resolve().parents[2] / "src" / "roret"
NEVER = {"monitoring", "controlling", "pressing", "pity"}

EXAMPLES = {
    "da": {
        "Glem det, jeg gør det selv": "a card: words that miss, to tap",
    },
    "en": {
        "Forget it, I’ll do it myself": "a card: words that miss, to tap",
    },
}
"""Sentences that are shown as what misses, each with where it stands. Nothing else may be written here."""

_INSERT = re.compile(r"%\(\w+\)s|\{\{?[^}]*\}?\}|<[^>]+>|%[sd]")
_MARKS = re.compile(r"^(#+ |- |> |\* |\d+\. )|\*\*|`|^[\w.*]+( \([\w ]+\))?: ", re.MULTILINE)


def messages() -> Iterator[tuple[str, str, str]]:
    """Language, place and text of every message of every room. The message in the code is English."""
    for path in sorted(HOUSE.glob("*/locale/da/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="da"):
                if message.id:
                    ours = message.id if isinstance(message.id, tuple) else (message.id,)
                    theirs = message.string if isinstance(message.string, tuple) else (message.string,)
                    for lang, texts in (("en", ours), ("da", theirs)):
                        for text in texts:
                            yield lang, f"{path.parts[-5]}:{message.lineno}", _INSERT.sub("…", text)


def content() -> Iterator[tuple[str, str, str]]:
    """The same of cards and pages, line by line, without their marks. Lines about what misses are not our voice."""
    for lang in ("da", "en"):
        for path in sorted(HOUSE.glob(f"*/**/{lang}/**/*.md")):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                text = _INSERT.sub("…", _MARKS.sub("", line)).strip()
                if text:
                    yield lang, f"{path.relative_to(HOUSE)}:{number}", text


def said(texts: Iterator[tuple[str, str, str]], soft: bool = False) -> list[str]:
    found = []
    for lang, place, text in texts:
        for flag in ordvalg.check(text, lang, soft=soft).flags:
            if flag.flag in NEVER and text not in EXAMPLES[lang]:
                found.append(f"{place}: {flag.flag} {flag.rule}: {text}")
    return found


@pytest.mark.parametrize("source", [messages, content], ids=["messages", "content"])
def test_nothing_the_product_says_watches_steers_presses_or_pities(
    source: Callable[[], Iterator[tuple[str, str, str]]], figure: Callable[[str], None]
) -> None:
    assert said(source()) == []
    texts = list(source())
    figure(f"own words, {source.__name__}: {len(texts)} texts, 0 that watch, steer, press or pity")
    assert len(texts) > 500


def test_the_check_would_see_it() -> None:
    planted = [("da", "here", "Du burde tage dig sammen."), ("en", "here", "Poor you, did you take your pills?")]
    assert len(said(iter(planted))) >= 2
