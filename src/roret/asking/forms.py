"""What comes back from the buttons of asking, and what is in the way."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from roret.content.shape import Phrase

REFUSALS = {
    "other_words": gettext_lazy("Choose one of these. They are the words you have agreed on."),
    "no_choice": gettext_lazy("Choose one of the three, or leave it. It fades by itself."),
    "too_long": gettext_lazy("That is longer than there is room for. A line or two works."),
    "gone": gettext_lazy("That question is no longer there. Nothing has to be done."),
}


def phrase(value: str) -> Phrase:
    """The words of a button. What is none of ours is nothing that was agreed, and is refused as that."""
    kind, colon, text = value.partition(":")
    return {kind: text} if colon and kind in ("starter", "own") else {}


def days(value: str) -> int:
    return int(value) if value in ("1", "7") else 1
