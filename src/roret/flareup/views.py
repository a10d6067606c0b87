"""The plan, turning it on and off, what is said while it is on, trying it, and looking at it again."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roret.agreement.queries import Agreed
from roret.circle.access import Viewer, viewer
from roret.circle.rules import Act
from roret.content import cards
from roret.content.answers import BadAnswer, Form, moment
from roret.content.stored import Saying
from roret.flareup import actions, forms, queries, rules
from roret.flareup.rules import Came
from roret.kit import clock
from roret.kit.ids import read_id
from roret.kit.lang import reader_lang

SAID = {
    Came.ON: gettext_lazy("The plan is on. For half a minute it can be taken back."),
    Came.STOOD: gettext_lazy("The plan was on already, and stands as it is."),
    Came.BACK: gettext_lazy("It is taken back. Everything is as before."),
    Came.LATE: gettext_lazy("The half minute is over, so the plan stands. You can turn it off when it suits you."),
    Came.OFF: gettext_lazy("The plan is off. It is good that it was there."),
    Came.GONE: gettext_lazy("The plan was off already. Everything is as it should be."),
    Came.ANEW: gettext_lazy("The plan was turned on anew in the meantime. That one stands."),
}
"""One kind word for everything that a tap can come to."""
NO_LONGER = gettext_lazy("Something has changed in the meantime. This is how it is now.")


def _seen(request: HttpRequest, circle_id: uuid.UUID, act: Act = Act.TAKE_PART) -> Viewer:
    """The member who looks, where the edition has the plan."""
    found = viewer(request, circle_id, act)
    if not cards.has(found.edition, rules.TOPIC):
        raise Http404
    return found


@login_required
@require_GET
def home(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The plan, and what there is to do with it now."""
    return _plan(request, circle_id, "flareup/home.html")


@login_required
@require_GET
def now(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The part that changes while the page is open."""
    return _plan(request, circle_id, "flareup/_now.html")


def _plan(request: HttpRequest, circle_id: uuid.UUID, template: str, status: int = 200, **more: object) -> HttpResponse:
    seen, at = _seen(request, circle_id), clock.now()
    plan = queries.page(seen, Agreed(seen), at)
    turn = int((plan.turns_at - at).total_seconds()) + 1 if plan.turns_at else None
    context = {
        "viewer": seen,
        "plan": plan,
        "flareup": plan.flare,
        "turn": turn,
        "trying": "",
        "errors": (),
        "typed": "",
    }
    return render(request, template, context | more, status=status)


@login_required
@require_POST
def on(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Turn it on: one tap, and the plan is there."""
    try:
        came = actions.turn_on(_seen(request, circle_id), asked_at=moment(request.POST.get("asked_at", "")))
    except actions.NotAgreed:
        said = _("No plan is agreed right now. What helps can be said, and help is two taps away.")
        messages.info(request, said, "not_agreed")
        return redirect("flareup:home", circle_id)
    messages.success(request, str(SAID[came]), "late" if came is Came.GONE else "")
    return redirect("flareup:home", circle_id)


@login_required
@require_POST
def undo(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Take it back within half a minute."""
    came = actions.undo(_seen(request, circle_id), seen=read_id(request.POST.get("flare")))
    messages.success(request, str(SAID[came]))
    return redirect("flareup:home" if came in (Came.LATE, Came.ANEW) else "today:home", circle_id)


@login_required
@require_POST
def off(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Turn it off."""
    came = actions.turn_off(_seen(request, circle_id), seen=read_id(request.POST.get("flare")))
    messages.success(request, str(SAID[came]))
    return redirect("flareup:home" if came is Came.ANEW else "today:home", circle_id)


@login_required
@require_POST
def still(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """It is still so."""
    actions.still(_seen(request, circle_id), seen=read_id(request.POST.get("flare")))
    return redirect("flareup:home", circle_id)


@login_required
@require_POST
def answer(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """I am here, I come at …, not now: in one tap. A time that does not do comes back as it was typed."""
    seen, at, typed = _seen(request, circle_id), request.POST.get("at", ""), request.POST.get("own", "")
    kind = rules.HERE if "here" in request.POST else rules.NOT_NOW if "no" in request.POST else rules.COMES
    ask = request.POST.get("ask", "")
    try:
        flare = read_id(request.POST.get("flare"))
        actions.answer(seen, seen=flare, kind=kind, at=at or forms.clock_in(typed), ask=ask)
    except actions.Changed:
        messages.info(request, str(NO_LONGER))
    except ValueError:
        problem = _("That time has passed, or is none. One of these, or a time later today, will do.")
        return _plan(request, circle_id, "flareup/home.html", 422, errors=(problem,), typed=typed or at)
    return redirect("flareup:home", circle_id)


@login_required
@require_POST
def back(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Take one's answer back."""
    actions.answer_back(_seen(request, circle_id))
    return redirect("flareup:home", circle_id)


@login_required
@require_POST
def sent(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Mark a message as sent, or not sent after all."""
    message = Saying(request.POST.get("starter", ""), request.POST.get("words", ""))
    flare = read_id(request.POST.get("flare"))
    try:
        actions.mark(_seen(request, circle_id), seen=flare, message=message, sent=request.POST.get("sent") != "no")
    except actions.Changed:
        messages.info(request, str(NO_LONGER))
    return redirect("flareup:home", circle_id)


@login_required
@require_POST
def name(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """The holder lets a member turn it on, or no longer."""
    seen = _seen(request, circle_id, Act.OPEN_TOPICS)
    actions.name(seen, member_id=member_id, on=request.POST.get("on") == "yes")
    return redirect("flareup:home", circle_id)


@login_required
@require_GET
def rehearse(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Try it on a good day: the same screens, and nothing of it is stored or sent."""
    seen = _seen(request, circle_id, Act.OPEN_TOPICS)
    step = request.GET.get("step", "on")
    step = step if step in rules.STEPS else "on"
    tried = queries.rehearsal(seen, Agreed(seen), clock.now(), step)
    if tried is None:
        return redirect("flareup:home", circle_id)
    context = {"viewer": seen, "tried": tried, "plan": tried, "flareup": tried.flare, "trying": step}
    return render(request, "flareup/rehearsal.html", context | {"errors": (), "typed": "", "turn": None})


@login_required
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Two questions afterwards. What an answer would change is shown before anything is changed."""
    seen = _seen(request, circle_id, Act.OPEN_TOPICS)
    if request.method != "POST":
        return _look(request, seen, forms.stored_form(seen))
    data: Form = {name: request.POST.getlist(name) for name in request.POST}
    values, problems = forms.read(data)
    if problems or "more" in request.POST or request.POST.get("wording") == "back":
        return _look(request, seen, data, problems, request.POST.get("more", ""))
    changes = forms.changes(seen, values, reader_lang())
    if not changes:
        actions.put_off(seen)
        messages.success(request, _("The plan stands as it is."))
        return redirect("flareup:home", circle_id)
    fields = [(name, value) for name in data for value in data[name] if forms.is_field(name)]
    return render(request, "flareup/changes.html", {"viewer": seen, "changes": changes, "fields": fields})


def _look(
    request: HttpRequest, seen: Viewer, data: Form, problems: Mapping[str, BadAnswer] | None = None, more: str = ""
) -> HttpResponse:
    questions = forms.asked(data, reader_lang(), problems or {}, more)
    errors = [(one.name, one.errors[0]) for one in questions if one.errors]
    context = {"viewer": seen, "questions": questions, "errors": errors}
    return render(request, "flareup/look.html", context, status=422 if problems else 200)


@login_required
@require_POST
def take_in(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """What was looked at goes into the plan: the holder's wish at once, and to each of the others as a proposal."""
    seen = _seen(request, circle_id, Act.AGREE)
    values, problems = forms.read({name: request.POST.getlist(name) for name in request.POST})
    if problems or not seen.is_holder:
        raise Http404
    changes = forms.changes(seen, values, reader_lang())
    actions.take_in(seen, changes=[forms.laid(one, request.POST) for one in changes], values=values)
    proposed = any(one.other_id for one in changes)
    said = _("It is in the plan, and lies on the table for the others.") if proposed else _("It is in the plan.")
    messages.success(request, said)
    return redirect("flareup:home", circle_id)


@login_required
@require_POST
def put_off(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Not this time."""
    actions.put_off(_seen(request, circle_id, Act.OPEN_TOPICS))
    return redirect("today:home", circle_id)
