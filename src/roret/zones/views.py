"""Switching a zone on and off by hand."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from roret.agreement.queries import Agreed
from roret.circle import queries as circle
from roret.circle.access import Viewer, viewer
from roret.circle.rules import Act
from roret.kit import clock
from roret.zones import actions, queries
from roret.zones.forms import REFUSALS, wanted
from roret.zones.rules import Refused


@login_required
@require_http_methods(["GET", "POST"])
def free(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """For how long, and in which situation."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    if request.method != "POST":
        return _free(request, seen)
    try:
        asked = wanted(request.POST)
        actions.switch_on(seen, minutes=asked.minutes, until_clock=asked.clock, situation=asked.situation)
    except Refused as refused:
        return _free(request, seen, str(REFUSALS[refused.code]))
    return redirect("today:home", circle_id)


def _free(request: HttpRequest, seen: Viewer, problem: str = "") -> HttpResponse:
    context = {
        "viewer": seen,
        "zone": seen.zone,
        "people": circle.names(seen),
        "zones": queries.today(seen, Agreed(seen), clock.now()),
        "until": request.POST.get("until", ""),
        "situation": request.POST.get("situation", ""),
        "problem": problem,
    }
    return render(request, "zones/free.html", context, status=422 if problem else 200)


@login_required
@require_POST
def off(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    actions.switch_off(viewer(request, circle_id, Act.TAKE_PART))
    return redirect("today:home", circle_id)
