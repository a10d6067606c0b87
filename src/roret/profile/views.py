"""The profile page, and what can be done with an agreement on it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roret.agreement import actions
from roret.agreement import queries as agreements
from roret.agreement.rules import Refused, next_review
from roret.circle import access
from roret.circle.access import Viewer, viewer
from roret.circle.rules import Act
from roret.kit.lang import reader_lang
from roret.people.queries import own_id
from roret.profile import queries
from roret.profile.forms import REFUSALS, choose_weeks

KEEP_WEEKS = 12


@login_required
@require_GET
def home(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Where one lands: what waits for an answer, and the page as it is now."""
    seen = viewer(request, circle_id)
    reading = queries.Reading(seen)
    context = {
        "viewer": seen,
        "page": queries.page(reading, reader_lang()),
        "waiting": queries.waiting(reading, reader_lang()),
        "resting": queries.resting(reading, reader_lang()),
        "notices": _notices(seen),
        "members": list(reading.people.faces.values()),
        "circles": len(access.circles_of(own_id(request))),
        "Act": Act,
    }
    return render(request, "profile/home.html", context)


def _notices(seen: Viewer) -> list[dict[str, object]]:
    titles = queries.titles(seen.edition, reader_lang())
    return [{"id": n.id, "title": titles.get(n.topic, ""), "on": n.on} for n in agreements.notices(seen)]


@login_required
@require_GET
def page(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The profile alone: to read, show or print."""
    seen = viewer(request, circle_id)
    return render(
        request, "profile/page.html", {"viewer": seen, "page": queries.page(queries.Reading(seen), reader_lang())}
    )


@require_GET
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a share link: chosen topics, until its day."""
    seen = access.guest(token)
    context = {"viewer": seen, "page": queries.page(queries.Reading(seen), reader_lang()), "token": token}
    return render(request, "profile/guest.html", context)


@login_required
@require_GET
def agreement(request: HttpRequest, circle_id: uuid.UUID, agreement_id: uuid.UUID) -> HttpResponse:
    """One agreement: how it reads, what is proposed, and every earlier version."""
    return _agreement(request, viewer(request, circle_id, Act.AGREE), agreement_id)


def _agreement(request: HttpRequest, seen: Viewer, agreement_id: uuid.UUID, status: int = 200) -> HttpResponse:
    agreements.book(seen, agreement_id)
    view = agreements.agreement(seen, agreement_id)
    people = queries.People(seen)
    context = {
        "viewer": seen,
        "view": view,
        "title": queries.titles(seen.edition, reader_lang()).get(view.topic, ""),
        "other": queries.other_party(seen, view, people),
        "now": queries.span_texts(view, view.in_force, people, reader_lang()) if view.in_force else [],
        "proposed": queries.span_texts(view, view.proposed, people, reader_lang()) if view.proposed else [],
        "crossed": [queries.span_texts(view, version, people, reader_lang()) for version in view.crossed],
        "changes": queries.changes(view, people, reader_lang()),
        "history": queries.history(seen, view, people, reader_lang()),
        "at_table": queries.at_the_table(seen, view, people),
    }
    return render(request, "profile/agreement.html", context, status=status)


@login_required
@require_POST
def say_yes(request: HttpRequest, circle_id: uuid.UUID, agreement_id: uuid.UUID, version: int) -> HttpResponse:
    """Yes to this very version, by the reader or by the one at the table who has no account."""
    seen = viewer(request, circle_id, Act.AGREE)
    who = _speaker(seen, agreement_id, request.POST.get("as", ""))
    view = agreements.agreement(who, agreement_id)
    wording = queries.version_wording(who, view, version)
    try:
        laid = actions.say_yes(who, agreement_id=agreement_id, version=version, wording=wording)
    except Refused as refused:
        return _refused(request, seen, agreement_id, refused)
    if laid.in_force:
        messages.success(request, _("You agree. This is how you do it now."))
        return redirect("profile:home", circle_id)
    messages.success(request, _("Your yes is there. It begins when you both have said yes."))
    return redirect("profile:agreement", circle_id, agreement_id)


def _speaker(seen: Viewer, agreement_id: uuid.UUID, member: str) -> Viewer:
    """Who says it: the reader, or somebody without an account who sits beside the holder."""
    if not member:
        return seen
    people = queries.People(seen)
    view = agreements.agreement(seen, agreement_id)
    beside = queries.at_the_table(seen, view, people)
    if beside is None or str(beside.id) != member:
        raise agreements.NotYours
    return access.viewer_of(beside.id)


@login_required
@require_POST
def set_aside(request: HttpRequest, circle_id: uuid.UUID, agreement_id: uuid.UUID, version: int) -> HttpResponse:
    seen = viewer(request, circle_id, Act.AGREE)
    try:
        actions.set_aside(seen, agreement_id=agreement_id, version=version)
    except Refused as refused:
        return _refused(request, seen, agreement_id, refused)
    messages.success(request, _("It is off the table. You can take it up again whenever you like."))
    return redirect("profile:home", circle_id)


@login_required
@require_POST
def pause(request: HttpRequest, circle_id: uuid.UUID, agreement_id: uuid.UUID) -> HttpResponse:
    """Not for now. It stops at once and needs no reason."""
    seen = viewer(request, circle_id, Act.AGREE)
    aloud = queries.ends_aloud(agreements.agreement(seen, agreement_id))
    try:
        actions.pause(seen, agreement_id=agreement_id, aloud=aloud)
    except Refused as refused:
        return _refused(request, seen, agreement_id, refused)
    messages.success(request, _("It rests from now on. It can be taken up again whenever it suits."))
    return redirect("profile:agreement", circle_id, agreement_id)


@login_required
@require_POST
def end(request: HttpRequest, circle_id: uuid.UUID, agreement_id: uuid.UUID) -> HttpResponse:
    seen = viewer(request, circle_id, Act.AGREE)
    aloud = queries.ends_aloud(agreements.agreement(seen, agreement_id))
    actions.end(seen, agreement_id=agreement_id, aloud=aloud)
    messages.success(request, _("It no longer applies."))
    return redirect("profile:home", circle_id)


@login_required
@require_POST
def keep(request: HttpRequest, circle_id: uuid.UUID, agreement_id: uuid.UUID, version: int) -> HttpResponse:
    """It fits: go on, and look again later."""
    seen = viewer(request, circle_id, Act.AGREE)
    view = agreements.agreement(seen, agreement_id)
    wording = queries.version_wording(seen, view, version)
    review_on = next_review(queries.today(seen), choose_weeks(request.POST.get("weeks"), KEEP_WEEKS))
    try:
        laid = actions.keep(seen, agreement_id=agreement_id, version=version, wording=wording, review_on=review_on)
    except Refused as refused:
        return _refused(request, seen, agreement_id, refused)
    said = _("You keep it.") if laid.in_force else _("Your yes to keeping it is there. It goes on as it is meanwhile.")
    messages.success(request, said)
    return redirect("profile:review" if request.POST.get("from") == "review" else "profile:home", circle_id)


@login_required
@require_POST
def again(request: HttpRequest, circle_id: uuid.UUID, agreement_id: uuid.UUID, version: int) -> HttpResponse:
    """Take a version up again after a pause: a proposal, as starting takes both."""
    seen = viewer(request, circle_id, Act.AGREE)
    view = agreements.agreement(seen, agreement_id)
    laid = actions.propose_again(
        seen,
        agreement_id=agreement_id,
        version=version,
        wording=queries.version_wording(seen, view, version),
        trial=True,
        review_on=next_review(queries.today(seen)),
    )
    messages.success(
        request, _("It begins again.") if laid.in_force else _("Proposed. It begins when you both say yes.")
    )
    return redirect("profile:agreement", circle_id, agreement_id)


def _refused(request: HttpRequest, seen: Viewer, agreement_id: uuid.UUID, refused: Refused) -> HttpResponse:
    """Something else lies there by now: show it as it is, and say so."""
    messages.info(request, str(REFUSALS[refused.code]))
    return _agreement(request, seen, agreement_id, status=409)


@login_required
@require_GET
def review(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Do these agreements still fit? Topic by topic: keep, adjust or let it rest."""
    seen = viewer(request, circle_id, Act.AGREE)
    return render(
        request, "profile/review.html", {"viewer": seen, "due": queries.due(queries.Reading(seen), reader_lang())}
    )


@login_required
@require_POST
def read_notice(request: HttpRequest, circle_id: uuid.UUID, notice_id: uuid.UUID) -> HttpResponse:
    """The reader has seen that something no longer applies."""
    actions.take_off_notice(viewer(request, circle_id), notice_id=notice_id)
    return redirect("profile:home", circle_id)
