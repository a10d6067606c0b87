"""What the product itself says goes through Ordvalg: it neither watches, steers, presses nor pities."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from ordvalg import FLAGS
from ordvalg.checking import rules_in

HOUSE = Path(__file__).resolve().parents[2] / "src" / "roret"
NEVER = {"monitoring", "controlling", "pressing", "pity"}

EXAMPLES = {
    "da": {
        "Glem det, jeg gør det selv": "a card: words that miss, to tap",
        "Nu igen?": "a card: words that miss, to tap",
        "Sig det nu": "a button: one says one's own line now, not later",
        "Sig det": "a button: one says one's own line",
    },
    "en": {
        "Forget it, I’ll do it myself": "a card: words that miss, to tap",
        "go to bed early": "a card: what one does oneself on a hard day",
        "be cheerful every day": "a card: what is too much for oneself",
        "Yes, tell me": "a button: one would like to hear the idea",
        "Let it go": "a button: one's own draft is put away",
    },
}
"""Sentences that are no voice of the product, each with where it stands. Nothing else may be written here."""

NOT_OURS = {"## Det rammer tit skævt", "## What often misses"}
"""Below these headings of a page to read stands what misses."""

_INSERT = re.compile(r"%\(\w+\)s|\{\{?[^}]*\}?\}|<[^>]+>|%[sd]")
_MARKS = re.compile(r"^(#+ |- |> |\* |\d+\. )?([\w.*]+( \([\w ]+\))?: )?|\*\*|`", re.MULTILINE)


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
            ours = True
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if line.startswith("#"):
                    ours = line not in NOT_OURS
                text = _INSERT.sub("…", _MARKS.sub("", line)).strip()
                if text and ours:
                    yield lang, f"{path.relative_to(HOUSE)}:{number}", text


def said(texts: Iterator[tuple[str, str, str]]) -> list[str]:
    """What any rule sees, whether or not the model would let it speak."""
    return [
        f"{place}: {rule}: {text}"
        for lang, place, text in texts
        for rule, _, _ in rules_in(text, lang)
        if rule.split(".")[1] in NEVER and text not in EXAMPLES[lang]
    ]


@pytest.mark.parametrize("source", [messages, content], ids=["messages", "content"])
def test_nothing_the_product_says_watches_steers_presses_or_pities(
    source: Callable[[], Iterator[tuple[str, str, str]]], figure: Callable[[str], None]
) -> None:
    assert said(source()) == []
    texts = list(source())
    figure(f"own words, {source.__name__}: {len(texts)} texts, 0 that watch, steer, press or pity")
    assert len(texts) > 500


def test_words_that_are_offered_miss_in_no_way() -> None:
    for lang in ("da", "en"):
        phrases = tomllib.loads((HOUSE / "learn" / "toolbox" / f"{lang}.toml").read_text("utf-8"))["phrases"]
        texts = [one[part] for one in phrases for part in ("text", "why")]
        seen = {text: [rule for rule, _, _ in rules_in(text, lang) if rule.split(".")[1] in FLAGS] for text in texts}
        assert {text: rules for text, rules in seen.items() if rules} == {}
        assert len(texts) > 120


def test_the_check_would_see_it() -> None:
    planted = [("da", "here", "Du burde tage dig sammen."), ("en", "here", "Poor you, did you take your pills?")]
    assert len(said(iter(planted))) >= 2
