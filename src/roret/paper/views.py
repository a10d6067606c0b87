"""Sheets of paper: the profile as one page, the deck as cards for the table, and the plan for the wallet."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from roret.circle import access
from roret.circle.access import viewer
from roret.circle.rules import Act
from roret.content import cards as content
from roret.flareup import queries as flareup
from roret.kit import clock, wall
from roret.kit.lang import reader_lang
from roret.profile import queries


@login_required
@require_GET
def profile(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The profile as the reader sees it, on paper. Its code leads to the page as it is by then."""
    seen = viewer(request, circle_id)
    address = settings.ADDRESS + reverse("profile:page", args=[circle_id])
    return _sheet(_profile_pdf(seen, address))


@require_GET
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a share link, on paper. The code is the link itself and ends with it."""
    seen = access.guest(token)
    address = settings.ADDRESS + reverse("profile:guest", args=[token])
    return _sheet(_profile_pdf(seen, address))


@login_required
@require_GET
def cards(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The deck of the circle's edition, four cards to a sheet. Nothing of anybody's is on them."""
    from roret.paper import sheets

    seen = viewer(request, circle_id, Act.ANSWER)
    deck = content.deck(seen.edition, reader_lang())
    return _sheet(sheets.cards_pdf(deck, seen.edition, reader_lang(), made_on=clock.today(seen.zone)))


@login_required
@require_GET
def wallet(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The plan as a card for the wallet, for whoever it holds for. Its code leads to the plan as it is by then."""
    from roret.paper import sheets

    seen = viewer(request, circle_id)
    plan = flareup.sheet(seen, reader_lang())
    if plan is None:
        raise Http404
    address = settings.ADDRESS + reverse("flareup:home", args=[circle_id])
    return _sheet(sheets.wallet_pdf(plan, reader_lang(), address=address, read_on=clock.today(seen.zone)))


def _profile_pdf(seen: access.Viewer, address: str) -> bytes:
    from roret.paper import sheets

    return sheets.profile_pdf(
        queries.page(queries.Reading(seen), reader_lang()),
        reader_lang(),
        address=address,
        read_on=clock.today(seen.zone),
        until=wall.day(seen.until, seen.zone) if seen.until else None,
    )


def _sheet(pdf: bytes) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="roret.pdf"'
    response["Cache-Control"] = "no-store"
    return response
