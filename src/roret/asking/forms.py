"""What comes back from the buttons of asking, and what is in the way."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

REFUSALS = {
    "other_words": gettext_lazy("Choose one of these. They are the words you have agreed on."),
    "no_choice": gettext_lazy("Choose one of the three, or leave it. It fades by itself."),
    "too_long": gettext_lazy("That is longer than there is room for. A line or two works."),
    "gone": gettext_lazy("That question is no longer there. Nothing has to be done."),
}


def days(value: str) -> int:
    return int(value) if value in ("1", "7") else 1
