"""One tap each: a signal, taking it back, thanks, and taking a thanks off."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roret.circle.access import viewer
from roret.circle.rules import Act
from roret.content.answers import moment
from roret.kit.ids import read_ids
from roret.signals import actions


@login_required
@require_POST
def send(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Show a signal to the others."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    try:
        asked_at = moment(request.POST.get("asked_at", ""))
        actions.send(seen, kind=request.POST.get("kind", ""), own=request.POST.get("own", ""), asked_at=asked_at)
    except actions.NotAgreed:
        said = _("That sign is not agreed between you right now, so it was not sent. You can say it.")
        messages.info(request, said, "not_agreed")
    except actions.TooLate:
        messages.info(
            request, _("That sign had waited for the network until its time was past. It was not sent."), "late"
        )
    return redirect("today:home", circle_id)


@login_required
@require_POST
def back(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Take one's own signal back."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    actions.take_back(seen, asked_at=moment(request.POST.get("asked_at", "")))
    return redirect("today:home", circle_id)


@login_required
@require_POST
def thank(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """Say thanks. Afterwards the page is as before, whatever becomes of it."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    actions.thank(seen, member_id=member_id, along=request.POST.get("along", ""))
    messages.success(request, _("Your thanks is said."))
    return redirect("today:home", circle_id)


@login_required
@require_POST
def noticed(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Take off the thanks that one has seen."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    actions.noticed(seen, thanks_ids=read_ids(request.POST.getlist("thanks")))
    return redirect("today:home", circle_id)
