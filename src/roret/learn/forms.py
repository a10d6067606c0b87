"""What comes back from the buttons, and what the situations and parts are called on the page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from roret.learn import rules
from roret.learn.rules import Part, Place, Side, Situation

SITUATIONS: dict[Situation, Promise] = {
    "asking": gettext_lazy("Asking"),
    "acknowledging": gettext_lazy("Showing that you believe it"),
    "helping": gettext_lazy("Offering a hand"),
    "party": gettext_lazy("At a party"),
    "bad_day": gettext_lazy("On a bad day"),
    "advice": gettext_lazy("When you have an idea"),
    "slip": gettext_lazy("When it came out wrong"),
    "work": gettext_lazy("At work"),
    "children": gettext_lazy("With children"),
    "worn_out": gettext_lazy("When you are worn out yourself"),
}
PARTS: dict[Part, Promise] = {
    "principles": gettext_lazy("Four things to steer by"),
    "everyday": gettext_lazy("From day to day"),
    "causes": gettext_lazy("What pain can be"),
}
PLACES: dict[Place, Promise] = {
    "home": gettext_lazy("Around the house"),
    "out": gettext_lazy("Out and on the telephone"),
    "inside": gettext_lazy("When it is you who hurt"),
    "children": gettext_lazy("When there are children"),
    "work": gettext_lazy("In a working day"),
}
SIDES: dict[Side, Promise] = {
    "supporter": gettext_lazy("You support somebody"),
    "holder": gettext_lazy("You live with pain"),
    "leader": gettext_lazy("You are the leader"),
    "colleague": gettext_lazy("You are a colleague"),
}


@dataclass(frozen=True)
class Here:
    """Which part of the toolbox is open. `found` and `off` are places in the book, as an address carries them."""

    situation: str = ""
    found: str = ""
    off: str = ""
    """The favourite that was just taken off: the way back is offered."""


def on(data: QueryDict) -> bool:
    """Buttons say what is to be, not that it is to change: the same tap twice comes to the same."""
    return data.get("on") == "1"


def query(data: QueryDict) -> str:
    """What is looked for, on one line."""
    return " ".join(data.get("q", "").replace("\0", "").split())[: rules.QUERY_LENGTH]


def situation(name: str) -> str:
    """Raises `Http404` for one that is not there."""
    if name not in rules.SITUATIONS:
        raise Http404
    return name


def here(data: QueryDict) -> Here:
    """From an address, or from the tap on a star that stood there."""
    named = data.get("situation", "")
    return Here(named if named in rules.SITUATIONS else "", data.get("found", ""), data.get("off", ""))
