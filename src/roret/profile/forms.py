"""The few words and numbers that come back from the profile's buttons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

REFUSALS = {
    "newer": gettext_lazy("Something newer has come onto the table meanwhile. This is how it stands now."),
    "not_open": gettext_lazy("This proposal is no longer on the table. You can take it up again."),
    "in_force": gettext_lazy(
        "You have both said yes to this meanwhile, so it is in use. You can let it rest if you like."
    ),
    "nothing_in_force": gettext_lazy("There is nothing in use here right now, so nothing has to be done."),
}
"""What the agreement room refuses, in words for the page."""

WEEKS = (2, 4, 8, 12, 26)


def choose_weeks(given: str | None, otherwise: int) -> int:
    """How many weeks until they look again: one of the offered ones, else `otherwise`."""
    return int(given) if given and given.isdigit() and int(given) in WEEKS else otherwise
