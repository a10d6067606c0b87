"""Withdrawing for a while: a tap, one's own words, longer, and back."""

from __future__ import annotations

import uuid
from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roret.agreement.queries import Agreed
from roret.circle.access import Viewer, viewer
from roret.circle.rules import Act
from roret.content.answers import moment
from roret.content.stored import Saying
from roret.kit import clock
from roret.withdraw import actions, forms, queries
from roret.withdraw.forms import BadMessage


@login_required
@require_http_methods(["GET", "POST"])
def away(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Every message that lies ready, and room for one's own."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    if request.method != "POST" or request.POST.get("wording") == "back":
        return _page(request, seen)
    try:
        taken = forms.read(request.POST.dict(), [one.ready for one in queries.presets(Agreed(seen))])
        actions.withdraw(seen, **asdict(taken))
    except BadMessage as bad:
        return _page(request, seen, problem=str(bad))
    except actions.NotAgreed:
        return _page(request, seen, unsent=queries.words(Saying(taken.preset, taken.own), "messages"))
    except actions.TooLate:
        messages.info(
            request, _("A message had waited for the network until its time was past. It was not sent."), "late"
        )
    return redirect("today:home", circle_id)


def _page(request: HttpRequest, seen: Viewer, problem: str = "", unsent: str = "") -> HttpResponse:
    """The page, with what was typed. What could be shown to nobody is there to be said or sent by oneself."""
    now, typed = queries.today(seen, Agreed(seen), clock.now()), request.POST.get("own", "")
    left = unsent or ("" if now.agreed else typed)
    context = {
        "viewer": seen,
        "withdraw": now,
        "typed": typed,
        "minutes": request.POST.get("minutes", ""),
        "errors": (problem,) if problem and now.agreed else (),
        "unsent": queries.line(left) if left else None,
    }
    return render(request, "withdraw/away.html", context, status=422 if problem or unsent else 200)


@login_required
@require_POST
def more(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Stay longer, with another clock time or without one."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    minutes, shown = request.POST.get("minutes", ""), moment(request.POST.get("shown", ""))
    if minutes in forms.LONGER:
        actions.extend(seen, minutes=forms.LONGER[minutes], shown=shown)
    return redirect("today:home", circle_id)


@login_required
@require_POST
def back(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """I am back."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    actions.come_back(seen, asked_at=moment(request.POST.get("asked_at", "")))
    return redirect("today:home", circle_id)
