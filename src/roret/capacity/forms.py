"""What comes back from the buttons and the line of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from roret.content.answers import clean, moment

WORDS = "capacity_words"
"""The name of the field: ids on a page with several rooms in it carry the room's name."""

REFUSALS = {
    "nothing_agreed": gettext_lazy("Nothing is agreed on this right now, so nothing was said."),
    "not_a_step": gettext_lazy("That one is not among the steps right now. These are."),
    "not_a_need": gettext_lazy("That one is not among them right now. These are."),
    "too_long": gettext_lazy("That is a little long. 200 characters are the most."),
}
"""What the room refuses, in words for the page."""


@dataclass(frozen=True)
class Given:
    """What was sent: only the parts that were in the form are spoken of."""

    parts: dict[str, Any]
    typed: str | None
    later: datetime | None = None
    """From when on it was offered to let the line stand; it goes back with the page when the line cannot be said."""


def given(data: QueryDict) -> Given:
    """A button sends its own part and leaves the others as they are; an empty one takes its part back."""
    parts: dict[str, Any] = {part: data[part] or None for part in ("value", "need") if part in data}
    typed = data.get(WORDS)
    if typed is not None:
        parts["words"] = " ".join(clean(typed).split()) or None
        parts["words_from"] = moment(data.get("from", ""))
    return Given(parts, typed, moment(data.get("later", "")))
