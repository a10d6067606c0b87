"""How it is today: what each has said for now, and what one can do about it."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from roret.circle.access import viewer
from roret.circle.rules import Act
from roret.today import queries


@login_required
@require_GET
def home(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The whole page."""
    return render(request, "today/home.html", queries.today(viewer(request, circle_id, Act.TAKE_PART)))


@login_required
@require_GET
def now(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The part that changes while the page is open."""
    return render(request, "today/_now.html", queries.today(viewer(request, circle_id, Act.TAKE_PART)))
