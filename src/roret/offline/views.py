"""What a telephone keeps: choosing it, fetching it, and the page that it opens on without a network."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roret.circle.access import Viewer, viewer
from roret.circle.rules import Act
from roret.kit import clock
from roret.kit.lang import reader_lang
from roret.offline import actions, queries


@login_required
@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """What this telephone keeps. What it is lies on the telephone alone: the house knows only whom it is bound to."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    if request.method == "GET":
        return render(request, "offline/phone.html", {"viewer": seen, "page": queries.page(seen, request.session)})
    do = request.POST.get("do", "")
    if do == "keep":
        if queries.is_shared(request.session):
            raise Http404
        actions.keep_here(request.session)
        return _sheet(request, seen)
    if do not in ("shared", "own"):
        raise Http404
    {"shared": actions.share_device, "own": actions.own_device}[do](request.session)
    messages.success(request, _("This device keeps nothing.") if do == "shared" else _("This device is your own."))
    answer = redirect("offline:phone", circle_id)
    if do == "shared" and settings.SECURE_CONTEXT:
        answer["Clear-Site-Data"] = queries.CLEAR
    return answer


@login_required
@require_GET
def sheet(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The same for a telephone that keeps it already. One that was signed out in between learns that here."""
    return _sheet(request, viewer(request, circle_id, Act.TAKE_PART))


def _sheet(request: HttpRequest, seen: Viewer) -> HttpResponse:
    lang = reader_lang()
    bound = {
        "csrf": get_token(request),
        "phone": queries.bound_to(request.session),
        "now": clock.now().isoformat(),
        "lang": lang,
        "theme": request.COOKIES.get("roret-look", "auto"),
    }
    return JsonResponse(bound | queries.sheet(seen, lang))


@require_GET
def pocket(request: HttpRequest, lang: str = "") -> HttpResponse:
    """The page that a telephone keeps: the same for everybody, with nothing of anybody's in it."""
    if lang and lang not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(lang or translation.get_language()):
        return render(request, "offline/pocket.html")
