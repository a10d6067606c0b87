"""Saying how it is today: a tap, or a line of one's own."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from roret.agreement.queries import Agreed
from roret.capacity import actions, queries
from roret.capacity.forms import REFUSALS, WORDS, given
from roret.capacity.rules import Refused
from roret.circle.access import Viewer, viewer
from roret.circle.rules import Act
from roret.kit import clock


@login_required
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """One's own day on a page of its own, and where every button of it leads."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    if request.method != "POST":
        return _page(request, seen)
    said = given(request.POST)
    if request.POST.get("wording") == "back":
        return _page(request, seen, "", said.typed, said.later)
    try:
        actions.say(seen, **said.parts)
    except Refused as refused:
        return _page(request, seen, refused.code, said.typed, said.later)
    return redirect("today:home", circle_id)


@login_required
@require_POST
def clear(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Rather not say: all of it is taken back."""
    actions.clear(viewer(request, circle_id, Act.TAKE_PART))
    return redirect("today:home", circle_id)


def _page(
    request: HttpRequest, seen: Viewer, refused: str = "", typed: str | None = None, later: datetime | None = None
) -> HttpResponse:
    """The page, with what was typed where something could not be said like that."""
    context = {
        "viewer": seen,
        "capacity": queries.today(seen, Agreed(seen), clock.now()),
        "typed": typed,
        "later": queries.later(later, seen.zone) if later else None,
        "refused": REFUSALS[refused] if refused else "",
        "field": WORDS if refused == "too_long" else "",
    }
    return render(request, "capacity/code.html", context, status=422 if refused else 200)
