"""An act that comes from a telephone's queue, with a key: done once, and answered in plain words."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from roret.circle.access import viewer
from roret.circle.rules import Act
from roret.content.answers import moment
from roret.offline import actions, queries, rules
from roret.offline.rules import Outcome

View = Callable[..., HttpResponse]


class OnceMiddleware:
    """Stands last, so that who asks is known and their form was looked at.

    It also says to the browser whom what it keeps is bound to, and has it cleared when somebody is signed out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            answer["Roret-Phone"] = queries.device(request.session)
        if settings.SECURE_CONTEXT and (_is_over(request) or _is_not_theirs(request, answer)):
            answer["Clear-Site-Data"] = queries.CLEAR
        return answer

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        key = request.headers.get("Roret-Once")
        return None if key is None else _once(request, key, lambda: view(request, *args, **kwargs), kwargs)


def _is_over(request: HttpRequest) -> bool:
    """Whether this browser was signed in until now: it signed out, was signed out from elsewhere, or ran out."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.is_empty()


def _is_not_theirs(request: HttpRequest, answer: HttpResponse) -> bool:
    """Whether a browser says that it keeps something which is bound to another session, or to a circle that is gone.

    No other house can have a browser say so: the header is none that a form or a picture can send.
    """
    kept = request.headers.get("Roret-Kept")
    return kept is not None and (kept != queries.bound_to(request.session) or answer.status_code == 404)


def _once(request: HttpRequest, key: str, view: Callable[[], HttpResponse], kwargs: dict[str, Any]) -> HttpResponse:
    route = request.resolver_match.view_name if request.resolver_match else ""
    made = moment(request.headers.get("Roret-Made", ""))
    if request.method != "POST" or route not in rules.LASTS or made is None or not rules.is_key(key):
        return _said("unknown", _("That cannot be done from here. Open Roret, and do it there."), 400)
    if not request.user.is_authenticated:
        return _said("signed_out", _("You are signed out on this device, so it was not sent."), 401)
    try:
        outcome = _done(request, key, route, made, view, kwargs["circle_id"])
    except actions.Another:
        return _said("another", _("That was used for something else already, so it was not sent."), 422)
    except Http404:
        return _said("gone", _("That is not there for you any longer, so it was not sent."), 404)
    return _said(outcome, queries.words(outcome), 200 if outcome is Outcome.DONE else 410)


def _done(
    request: HttpRequest, key: str, route: str, made: datetime, view: Callable[[], HttpResponse], circle_id: uuid.UUID
) -> Outcome:
    assert request.user.is_authenticated
    asked = request.POST
    body = [(name, values) for name, values in asked.lists() if name not in ("csrfmiddlewaretoken", "asked_at")]

    def act(at: datetime) -> Outcome:
        """The view as it is for everybody, with the moment of the tap in its form."""
        form = asked.copy()
        form["asked_at"] = at.isoformat()
        request.POST = form  # type: ignore[assignment]
        return _outcome(request, view())

    return actions.once(
        viewer(request, circle_id, Act.TAKE_PART),
        person=request.user.pk,
        key=key,
        route=route,
        body=body,
        made=made,
        act=act,
    )


def _outcome(request: HttpRequest, answer: HttpResponse) -> Outcome:
    """What a view did: it leads on when it was done, and names on its message what kept it from being done."""
    if answer.status_code != 302:
        return Outcome.REFUSED
    found = Outcome.DONE
    for message in list(messages.get_messages(request)):
        if message.extra_tags in (Outcome.LATE, Outcome.NOT_AGREED):
            found = Outcome(message.extra_tags)
        else:
            messages.add_message(request, message.level, message.message, message.extra_tags or "")
    return found


def _said(outcome: str, text: str, status: int) -> JsonResponse:
    return JsonResponse({"outcome": outcome, "text": text}, status=status)
