"""Today's things in four places: moving them, saying that one is done, and asking each other what suits."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roret.agreement.queries import Agreed
from roret.circle.access import Viewer, viewer
from roret.circle.rules import Act
from roret.kit import clock
from roret.kit.ids import read_id, read_ids
from roret.sharing import actions, forms, queries, rules
from roret.sharing.forms import BadName
from roret.sharing.rules import Changed
from roret.tasks.queries import open_to


@login_required
@require_http_methods(["GET", "POST"])
def day(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The four places; a form adds a thing that is no task."""
    seen = _sharing(request, circle_id)
    if request.method != "POST":
        return _page(request, seen, "sharing/day.html")
    try:
        name = forms.read_name(request.POST.dict())
    except BadName as bad:
        return _page(request, seen, "sharing/day.html", problem=str(bad))
    added: list[uuid.UUID] = []
    _done(request, seen, lambda: added.append(actions.add(seen, name=name)))
    return _back(seen, added[0] if added else None)


@login_required
@require_GET
def now(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """The part that changes while the page is open."""
    return _page(request, _sharing(request, circle_id), "sharing/_day.html")


@login_required
@require_POST
def move(request: HttpRequest, circle_id: uuid.UUID, thing_id: uuid.UUID) -> HttpResponse:
    """Put a thing in another place."""
    seen, to = _sharing(request, circle_id), forms.read_place(request.POST.get("to", ""))
    if to is None:
        raise Http404
    mark = request.POST.get("seen", "")
    _done(request, seen, lambda: actions.move(seen, thing_id=thing_id, seen=mark, to=to))
    return _back(seen, thing_id)


@login_required
@require_POST
def say(request: HttpRequest, circle_id: uuid.UUID, thing_id: uuid.UUID) -> HttpResponse:
    """It is done, let go for today, or as it was before."""
    seen, said, mark = _sharing(request, circle_id), request.POST.get("say", ""), request.POST.get("seen", "")
    if said == "undo":
        _done(request, seen, lambda: actions.undo(seen, thing_id=thing_id, seen=mark))
    elif said in rules.CLOSED:
        word: rules.Word = "done" if said == "done" else "skipped"
        _done(request, seen, lambda: actions.say(seen, thing_id=thing_id, seen=mark, word=word))
    else:
        raise Http404
    return _back(seen, thing_id)


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, circle_id: uuid.UUID, thing_id: uuid.UUID) -> HttpResponse:
    """Ask another what suits them, as a choice of several ways."""
    seen = _sharing(request, circle_id)
    to, mark, choices = (
        read_id(request.POST.get("to", "")),
        request.POST.get("seen", ""),
        forms.read_choices(request.POST),
    )
    if request.method != "POST":
        return _asking(request, seen, thing_id)
    if to is None or not choices:
        return _asking(request, seen, thing_id, problem=_("Choose at least one way, and whom to ask."))
    try:
        _done(request, seen, lambda: actions.offer(seen, to=to, about=thing_id, seen=mark, choices=choices))
    except actions.Impossible:
        return _asking(
            request, seen, thing_id, problem=_("Not all of this can be asked of one person. Choose another way.")
        )
    return _back(seen)


@login_required
@require_POST
def answer(request: HttpRequest, circle_id: uuid.UUID, offer_id: uuid.UUID) -> HttpResponse:
    """One of the ways, or not today. A no needs no reason."""
    seen, said = _sharing(request, circle_id), request.POST.get("say", "")
    way = forms.read_way(said)
    if way is None and said != "not_today":
        raise Http404
    _done(request, seen, lambda: actions.answer(seen, offer_id=offer_id, way=way))
    return _back(seen)


@login_required
@require_POST
def take_back(request: HttpRequest, circle_id: uuid.UUID, offer_id: uuid.UUID) -> HttpResponse:
    """Take what one has asked off the table."""
    seen = _sharing(request, circle_id)
    actions.take_back(seen, offer_id=offer_id)
    return _back(seen)


@login_required
@require_POST
def suggested(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Go along with a suggestion, or have no more of them today."""
    seen, said, mark = _sharing(request, circle_id), request.POST.get("say", ""), request.POST.get("seen", "")
    about, way = read_id(request.POST.get("about", "")), forms.read_way(said)
    if said == "not_today":
        _done(request, seen, lambda: actions.enough(seen))
    elif about is not None and (way is not None or said == "ask"):
        _done(request, seen, lambda: actions.take_up(seen, about=about, seen=mark, way=way))
    else:
        raise Http404
    return _back(seen)


@login_required
@require_POST
def noticed(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Take off what one was told."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    actions.noticed(seen, told_ids=read_ids(request.POST.getlist("told")))
    return redirect("today:home", circle_id)


# --- pages --------------------------------------------------------------------------------------


def _sharing(request: HttpRequest, circle_id: uuid.UUID) -> Viewer:
    """Whoever has the list of tasks. To anybody else there is nothing at this address."""
    seen = viewer(request, circle_id, Act.TAKE_PART)
    if not open_to(seen):
        raise Http404
    return seen


def _done(request: HttpRequest, seen: Viewer, act: Callable[[], object]) -> None:
    """Do it. What has changed in the meantime is told kindly, and nothing else happens."""
    try:
        act()
    except Changed as changed:
        if changed.now is None and not changed.name and not forms.was_shown(request.POST.get("seen", "")):
            raise Http404 from changed
        there = queries.day(seen, Agreed(seen), clock.now())
        now_so = queries.changed_words(changed, there, seen.me())
        messages.info(request, _("Something changed in the meantime, so nothing was moved. %(now)s") % {"now": now_so})
    except actions.SaidOtherwise:
        messages.info(request, _("Something else has been said of the day since, so nothing was moved."))
    except actions.Rests:
        messages.info(request, _("This circle rests, so nothing was moved."))


def _page(request: HttpRequest, seen: Viewer, template: str, problem: str = "") -> HttpResponse:
    """The page, with what was typed."""
    now, agreed = clock.now(), Agreed(seen)
    there = queries.day(seen, agreed, now)
    context = {
        "viewer": seen,
        "people": there.names,
        "sharing": queries.read(seen, there, now),
        "page": forms.page(seen, agreed, there, now),
        "typed": request.POST.get("name", ""),
        "errors": (problem,) if problem else (),
    }
    return render(request, template, context, status=422 if problem else 200)


def _asking(request: HttpRequest, seen: Viewer, thing_id: uuid.UUID, problem: str = "") -> HttpResponse:
    """What can be asked about a thing, with what was chosen."""
    there = queries.day(seen, Agreed(seen), clock.now())
    if thing_id not in there.board and not seen.paused:
        raise Http404
    asking = forms.asking(there, seen.me(), thing_id)
    chosen: dict[str, Any] = {
        "to": request.POST.get("to", ""),
        "back": request.POST.get("back", ""),
        "ways": request.POST.getlist("way"),
    }
    context = {"viewer": seen, "thing_id": thing_id, "asking": asking, "problem": problem, **chosen}
    return render(request, "sharing/ask.html", context, status=422 if problem else 200)


def _back(seen: Viewer, thing_id: uuid.UUID | None = None) -> HttpResponse:
    """To the page of the day, where the thing lies."""
    at = f"#thing-{thing_id}" if thing_id else ""
    return redirect(reverse("sharing:day", args=[seen.circle_id]) + at)
