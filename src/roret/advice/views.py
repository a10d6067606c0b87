"""Offering something to somebody, and answering an offer."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roret.advice import actions, queries
from roret.advice.forms import REFUSALS, OfferForm, typed
from roret.advice.rules import Delivered, Refused, Sealed, Verdict
from roret.circle import queries as circle
from roret.circle.access import Viewer, viewer
from roret.circle.rules import Act
from roret.kit import clock
from roret.kit.ids import read_id


@login_required
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """What is agreed on advice, before anything is written; then a subject, and the words sealed behind it."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    desk = queries.desk(seen, member_id, clock.now())
    if request.method == "GET":
        chosen = next((one for one in desk.drafts if str(one.id) == request.GET.get("draft")), None)
        form = OfferForm(desk.terms, initial=typed(desk.terms, chosen) if chosen else None)
        return _desk(request, seen, desk, form)
    do = request.POST.get("do", "")
    if do in ("open", "back", "throw"):
        return _without_words(request, seen, member_id, do)
    form = OfferForm(desk.terms, request.POST)
    if request.POST.get("wording") == "back":
        return _desk(request, seen, desk, OfferForm(desk.terms, initial=request.POST.dict()))
    if do not in ("send", "keep"):
        raise Http404
    if not form.is_valid():
        return _desk(request, seen, desk, form, 422)
    return _send(request, seen, desk, form) if do == "send" else _keep(request, seen, desk, form)


def _desk(request: HttpRequest, seen: Viewer, desk: queries.Desk, form: OfferForm, status: int = 200) -> HttpResponse:
    context = {
        "viewer": seen,
        "name": circle.member(seen, desk.receiver_id).name,
        "desk": desk,
        "form": form,
        "errors": [(field, said[0]) for field, said in form.errors.items()],
        "ways": queries.ways_to_ask(desk.terms),
        "open_offer": isinstance(desk.open_offer, Sealed) and not seen.paused,
    }
    return render(request, "advice/offer.html", context, status=status)


def _send(request: HttpRequest, seen: Viewer, desk: queries.Desk, form: OfferForm) -> HttpResponse:
    said = form.cleaned_data
    words = {"receiver_id": desk.receiver_id, "subject": form.chosen(), "content": said["content"].strip()}
    outcome = actions.offer(seen, draft_id=said["draft"], **words)
    name = circle.member(seen, desk.receiver_id).name
    if isinstance(outcome, Sealed | Delivered):
        messages.success(request, _sent(outcome, name))
        return redirect("today:home", seen.circle_id)
    kept = actions.save_draft(seen, draft_id=said["draft"], base_revision=said["revision"] or 0, **words)
    messages.info(request, _refused(outcome) % {"name": name})
    return _to_desk(seen, desk.receiver_id, kept)


def _keep(request: HttpRequest, seen: Viewer, desk: queries.Desk, form: OfferForm) -> HttpResponse:
    said = form.cleaned_data
    kept = actions.save_draft(
        seen,
        receiver_id=desk.receiver_id,
        subject=form.chosen(),
        content=said["content"].strip(),
        draft_id=said["draft"],
        base_revision=said["revision"] or 0,
    )
    messages.success(request, _("Kept. Only you can read it."))
    return _to_desk(seen, desk.receiver_id, kept)


def _to_desk(seen: Viewer, member_id: uuid.UUID, draft_id: uuid.UUID | None = None) -> HttpResponse:
    answer = redirect("advice:offer", seen.circle_id, member_id)
    if draft_id:
        answer["Location"] += f"?draft={draft_id}"
    return answer


def _without_words(request: HttpRequest, seen: Viewer, member_id: uuid.UUID, do: str) -> HttpResponse:
    """An open offer, one taken back, or a draft thrown away."""
    if do == "open":
        outcome = actions.offer(seen, receiver_id=member_id, subject=None)
        name = circle.member(seen, member_id).name
        words = _sent(outcome, name) if isinstance(outcome, Sealed) else _refused(outcome) % {"name": name}
        messages.success(request, words)
    elif do == "back":
        actions.take_back(seen, offer_id=_id(request, "offer"))
        messages.success(request, _("Taken back."))
    else:
        actions.throw_away(seen, draft_id=_id(request, "draft"))
        messages.success(request, _("Thrown away."))
    return _to_desk(seen, member_id)


def _id(request: HttpRequest, name: str) -> uuid.UUID:
    given = read_id(request.POST.get(name))
    if given is None:
        raise Http404
    return given


def _sent(outcome: Verdict, name: str) -> str:
    if isinstance(outcome, Delivered):
        return _("It lies with %(name)s now.") % {"name": name}
    return _("It lies with %(name)s now, who opens it if and when it suits. You need not wait for it.") % {"name": name}


def _refused(outcome: Verdict) -> str:
    return str(REFUSALS[outcome.code if isinstance(outcome, Refused) else "nothing"])


@login_required
@require_POST
def answer(request: HttpRequest, circle_id: uuid.UUID, offer_id: uuid.UUID) -> HttpResponse:
    """Yes, more, later, no thanks; or away with what was read."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    say = request.POST.get("say", "")
    if say == "remove":
        actions.remove(seen, offer_id=offer_id)
    elif actions.answer(seen, offer_id=offer_id, say=say):
        return redirect("advice:read", circle_id, offer_id)
    return redirect("today:home", circle_id)


@login_required
@require_GET
def read(request: HttpRequest, circle_id: uuid.UUID, offer_id: uuid.UUID) -> HttpResponse:
    """The words, after a yes."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    found = queries.read(seen, offer_id)
    name = circle.member(seen, found.giver_id).name
    return render(request, "advice/read.html", {"viewer": seen, "offer": found, "name": name})
