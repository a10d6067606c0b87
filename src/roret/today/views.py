"""How it is today: what each has said for now, and what one can do about it."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from roret.circle.access import viewer
from roret.circle.rules import Act
from roret.kit import clock
from roret.kit.lang import reader_lang
from roret.kit.wall import midnight_after
from roret.today import actions, queries


@login_required
@require_GET
def home(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The whole page, or the quiet one."""
    return _today(request, circle_id, "today/home.html")


@login_required
@require_GET
def now(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The part that changes while the page is open."""
    return _today(request, circle_id, "today/_now.html")


def _today(request: HttpRequest, circle_id: uuid.UUID, template: str) -> HttpResponse:
    seen = viewer(request, circle_id, Act.TAKE_PART)
    context = queries.today(seen, queries.quiet_of(request.session), reader_lang())
    return render(request, template, context)


@login_required
@require_POST
def view(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """How much of Today one sees: for this browser alone."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    chosen = request.POST.get("view")
    if chosen in ("quiet", "whole"):
        low, today = queries.is_low(seen), clock.today(seen.zone)
        midnight = midnight_after(clock.now(), seen.zone)
        actions.choose_quiet(request.session, on=chosen == "quiet", low=low, today=today, midnight=midnight)
    elif chosen in ("by_itself", "by_hand"):
        actions.choose_by_itself(request.session, by_itself=chosen == "by_itself")
    return redirect("today:home", circle_id)
