"""The page for when both are flat. It is opened by whoever wants to, and nobody sees that it was."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from roret.circle.access import viewer
from roret.circle.rules import Act
from roret.content import cards
from roret.flat import queries
from roret.flat.rules import TOPIC


@login_required
@require_GET
def plan(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """What is enough on such a day, as it is agreed with each of the others."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    if not cards.has(seen.edition, TOPIC):
        raise Http404
    return render(request, "flat/plan.html", {"viewer": seen, "flat": queries.page(seen)})
