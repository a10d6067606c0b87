"""Asking one other, answering, and having silence from somebody."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roret.agreement.queries import Agreed
from roret.asking import actions, queries
from roret.asking.forms import REFUSALS, days
from roret.asking.rules import NotNow, Refused
from roret.circle import queries as circle
from roret.circle.access import Viewer, viewer
from roret.circle.rules import Act
from roret.content.answers import pressed
from roret.kit import clock


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """May I ask now, and in which words."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    if request.method != "POST":
        return _ask(request, seen, member_id)
    try:
        actions.ask(seen, to=member_id, words=pressed(request.POST.get("words", "")) or {})
    except NotNow:
        return redirect("asking:ask", circle_id, member_id)
    except Refused as refused:
        return _ask(request, seen, member_id, str(REFUSALS[refused.code]))
    messages.success(request, _("It is on its way. If it does not fit in, it fades by itself."))
    return redirect("today:home", circle_id)


def _ask(request: HttpRequest, seen: Viewer, member_id: uuid.UUID, problem: str = "") -> HttpResponse:
    one = queries.ask(seen, Agreed(seen), member_id, clock.now())
    context = {
        "viewer": seen,
        "zone": seen.zone,
        "people": circle.names(seen),
        "one": one,
        "is_me": member_id == seen.member_id,
        "card": queries.has_card(seen),
        "problem": problem,
    }
    return render(request, "asking/ask.html", context, status=422 if problem else 200)


@login_required
@require_POST
def answer(request: HttpRequest, circle_id: uuid.UUID, question_id: uuid.UUID) -> HttpResponse:
    """Listen, a hand, something else; or put it away."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    choice, own = request.POST.get("choice", ""), request.POST.get(f"asking_own_{question_id}", "")
    if request.POST.get("wording") == "back":
        return _answer(request, seen, question_id)
    try:
        actions.answer(seen, question_id=question_id, choice=choice, own=own)
    except Refused as refused:
        return _answer(request, seen, question_id, refused.code)
    return redirect("today:home", circle_id)


def _answer(request: HttpRequest, seen: Viewer, question_id: uuid.UUID, code: str = "") -> HttpResponse:
    """The question, with what is in the way. A question that has faded and one of somebody else's are the same nothing, kindly said."""
    found = queries.today(seen, Agreed(seen), clock.now()).to_me
    context = {
        "viewer": seen,
        "people": circle.names(seen),
        "questions": [one for one in found if one.id == question_id],
        "own": request.POST.get(f"asking_own_{question_id}", ""),
        "problem": str(REFUSALS[code]) if code else "",
    }
    status = {"gone": 404, "": 200}.get(code, 422)
    return render(request, "asking/answer.html", context, status=status)


@login_required
@require_POST
def mute(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """Have silence from this member's questions for a while, or hear them again."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    if request.POST.get("for") == "off":
        actions.unmute(seen, other=member_id)
    else:
        actions.mute(seen, other=member_id, days=days(request.POST.get("for", "")))
    return redirect("asking:ask", circle_id, member_id)
