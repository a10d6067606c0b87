"""Is the house up; and the two pages for a form that did not arrive."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roret.kit import clock
from roret.outbox import queries as outbox
from roret.outbox.rules import is_up

log = logging.getLogger(__name__)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the web process answers and the worker's last round is younger than ten seconds, else 503."""
    try:
        up = is_up(outbox.last_round(), clock.now())
        words = "ok" if up else "the worker is not up"
    except DatabaseError as error:
        log.warning("healthz could not read the database (%s)", type(error).__name__)
        up, words = False, "the database does not answer"
    return HttpResponse(f"{words}\n", status=200 if up else 503, content_type="text/plain; charset=utf-8")


@require_safe
def too_long(request: HttpRequest) -> HttpResponse:
    """What was sent is longer than a page takes. The browser still has it: one step back."""
    return render(request, "ops/too_long.html", status=413)


@require_safe
def too_slow(request: HttpRequest) -> HttpResponse:
    """What was sent did not arrive in time. The browser still has it: one step back."""
    return render(request, "ops/too_slow.html", status=408)
