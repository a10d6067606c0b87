"""Ordvalg on a page of its own, beside a field and as JSON; the page of words; and saying that it came out wrong."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

import ordvalg as coach
from roret.circle.access import Viewer, viewer
from roret.circle.rules import Act
from roret.content.answers import pressed
from roret.kit.ids import read_id
from roret.words import actions, forms, queries
from roret.words.forms import BACK, FIELD, REFUSALS, BadRequest
from roret.words.queries import Whose
from roret.words.rules import WHENS, Refused


@require_http_methods(["GET", "POST"])
def ordvalg(request: HttpRequest) -> HttpResponse:
    """For everybody, signed in or not. What is written is read, answered and let go of."""
    return _ordvalg(request, None)


@login_required
@require_http_methods(["GET", "POST"])
def here(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The same inside a circle, where it knows what its people have said of words."""
    return _ordvalg(request, viewer(request, circle_id, Act.TAKE_PART))


def _ordvalg(request: HttpRequest, seen: Viewer | None) -> HttpResponse:
    sent, lang = forms.carried(request.POST).texts, forms.lang_of(request.POST)
    asked = request.method == "POST"
    whose = queries.whose(seen) if seen and asked else Whose()
    context = {
        "viewer": seen,
        "lang": lang,
        "text": sent[0].shown if sent else "",
        "seen": queries.look([one.typed for one in sent], lang, whose, also_soft=True) if asked else None,
    }
    return render(request, "words/_found.html" if getattr(request, "htmx", False) else "words/ordvalg.html", context)


@login_required
@require_POST
def look(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """What stands in one field of some form: the answer goes under it."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    sent = forms.carried(request.POST).texts
    found = queries.look([one.typed for one in sent], "auto", _whose(request, seen), also_soft=False)
    context = {"seen": found, "texts": sent, "unasked": "unasked" in request.POST}
    return render(request, "words/_look.html", context)


@login_required
@require_POST
def beside(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The same without JavaScript: the form comes here on its way, and goes on or back with all that is in it."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    target = request.POST.get(forms.TARGET, "")
    form, sent = forms.form_at(target, circle_id), forms.carried(request.POST)
    ways = forms.ways(form, request.POST, seen.zone)
    if not (ways and sent.texts):
        raise Http404
    context = {
        "viewer": seen,
        "target": target,
        "ways": ways,
        "sent": sent,
        "fields": " ".join(dict.fromkeys(one.name for one in sent.texts)),
        "labels": {name: label for (view, name), label in forms.LABELS.items() if view == form},
        "seen": queries.look([one.typed for one in sent.texts], "auto", _whose(request, seen), also_soft=False),
    }
    return render(request, "words/beside.html", context)


def _whose(request: HttpRequest, seen: Viewer) -> Whose:
    """Whose words hold: those of the one that the text is addressed to, where it is to one."""
    to = request.POST.get(forms.ADDRESSED)
    try:
        return queries.whose(seen, uuid.UUID(to) if to else None)
    except ValueError:
        raise Http404 from None


@csrf_exempt
@require_POST
def api(request: HttpRequest) -> JsonResponse:
    """One message in, as JSON, and one answer out, as the command line prints it.

    No form token is asked for, because there is nothing to do in anybody's name: no cookie reaches this address
    (`config.middleware.without_cookies`), no session is read, and nothing is stored.
    """
    try:
        about, text, lang = forms.asked_in_json(request)
    except BadRequest as bad:
        return JsonResponse({"error": str(bad)}, status=bad.status)
    return JsonResponse({"id": about, **coach.check(text, lang=lang).to_json()})


@login_required
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """When one would like one's words looked at."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    if request.method == "POST":
        chosen = next((one for one in WHENS if one == request.POST.get("when")), None)
        if chosen is None:
            raise Http404
        actions.choose(seen, when=chosen)
        messages.success(request, _("Saved."))
        return redirect("circle:people", circle_id)
    return render(request, "words/choose.html", {"viewer": seen, "when": queries.when(seen)})


@login_required
@require_GET
def words(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """What works and what misses, and a sentence for when it came out wrong."""
    return _words(request, viewer(request, circle_id, Act.TAKE_PART))


def _words(request: HttpRequest, seen: Viewer, to: uuid.UUID | None = None, problem: str = "") -> HttpResponse:
    context = {
        "viewer": seen,
        "page": queries.page(seen),
        "to": to,
        "own": request.POST.get(f"own_{to}", ""),
        "problem": problem,
    }
    return render(request, "words/words.html", context, status=422 if problem else 200)


@login_required
@require_POST
def say(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """Let a repair stand on the other's screen."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    if request.POST.get(FIELD) == BACK:
        return _words(request, seen, member_id)
    chosen = pressed(request.POST.get("words", "")) or forms.own(request.POST.get(f"own_{member_id}", ""))
    try:
        actions.say(seen, to=member_id, words=chosen)
    except Refused as refused:
        return _words(request, seen, member_id, str(REFUSALS[refused.code]))
    messages.success(request, _("It is said. You can take it back until midnight."))
    return redirect("today:home", circle_id)


@login_required
@require_POST
def back(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """Take back what one has said to this member."""
    actions.take_back(viewer(request, circle_id, Act.TAKE_PART), to=member_id)
    return redirect("today:home", circle_id)


@login_required
@require_POST
def away(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """Take what this member has said off one's own page: what stood there, and nothing newer."""
    seen, shown = viewer(request, circle_id, Act.TAKE_PART), read_id(request.POST.get("repair", ""))
    actions.put_away(seen, sender=member_id, repair_id=shown)
    return redirect("today:home", circle_id)
