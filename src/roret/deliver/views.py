"""What one wants to be told, and the small script that a browser needs to be told at all."""

from __future__ import annotations

import uuid

from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roret.circle.access import Viewer, viewer
from roret.circle.rules import Act
from roret.deliver import actions, queries, rules
from roret.deliver.forms import BrowserForm, NotifyForm, channel_choices, typed
from roret.deliver.push import BadEndpoint
from roret.offline import queries as offline
from roret.people.queries import this_session


@login_required
@require_http_methods(["GET", "POST"])
def notify(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """What is brought to one, how, and when not."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    if request.method == "GET":
        return _page(request, seen, NotifyForm(initial=typed(queries.wants(seen.me()))))
    do = request.POST.get("do", "")
    if do not in ("save", "browser", "stop", "try"):
        raise Http404
    if do != "save":
        {"browser": _browser, "stop": _stop, "try": _try}[do](request, seen)
        return redirect("deliver:notify", circle_id)
    form = NotifyForm(request.POST)
    if not form.is_valid():
        return _page(request, seen, form, 422)
    actions.save(seen, chosen=form.chosen())
    messages.success(request, _("Saved."))
    return redirect("deliver:notify", circle_id)


def _page(request: HttpRequest, seen: Viewer, form: NotifyForm, status: int = 200) -> HttpResponse:
    context = {
        "viewer": seen,
        "page": queries.page(seen, this_session(request.session)),
        "form": form,
        "channels": channel_choices(),
        "shared": offline.is_shared(request.session),
        "errors": [(field, said[0]) for field, said in form.errors.items()],
        "texts": rules.LOCK_SCREEN,
    }
    return render(request, "deliver/notify.html", context, status=status)


def _browser(request: HttpRequest, seen: Viewer) -> None:
    form = BrowserForm(request.POST)
    try:
        if not form.is_valid() or offline.is_shared(request.session):
            raise BadEndpoint
        actions.add_browser(seen, browser=form.browser(), session_id=this_session(request.session))
    except BadEndpoint:
        messages.error(request, _("That did not work in this browser. Another browser may do better."))
    else:
        messages.success(request, _("This browser is ready."))


def _stop(request: HttpRequest, seen: Viewer) -> None:
    actions.stop_here(seen, session_id=this_session(request.session))
    messages.success(request, _("Nothing is sent to this browser any more."))


def _try(request: HttpRequest, seen: Viewer) -> None:
    on_its_way = actions.try_it(seen)
    messages.info(request, _("It is on its way.") if on_its_way else _("There is nowhere to send it yet."))


@require_GET
@csp_replace({"default-src": ["'none'"], "script-src": None, "style-src": None, "connect-src": ["'self'"]})
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: shows one of the constant texts, and opens what is kept when there is no network.

    It stores our own files and the page without a network, and nothing of anybody's.
    """
    context = {"texts": rules.LOCK_SCREEN, **offline.worker()}
    answer = render(request, "deliver/sw.js", context, content_type="text/javascript")
    answer["Service-Worker-Allowed"] = "/"
    return answer
