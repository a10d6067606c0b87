"""What a view asks of the person before it goes on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from roret.people import queries

View = Callable[..., HttpResponse]


def confirmed(view: View) -> View:
    """For the few acts that open something for good: the person shows that it is them, within five minutes.

    Somebody with neither passkey nor password is asked to add one first; allauth alone would
    wave them through (its re-authentication has nothing to check).
    """
    asked = reauthentication_required(view)

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert request.user.is_authenticated
        if request.method != "POST":
            return view(request, *args, **kwargs)
        if not queries.ways(request.user).any:
            messages.info(request, _("This opens a door to others, so first choose how you show that it is you."))
            return redirect("people:ways")
        return asked(request, *args, **kwargs)  # type: ignore[no-any-return]

    return guarded
