"""The list of tasks: reading it, adding to it, changing it, taking and leaving what is on it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roret.agreement.queries import Agreed
from roret.circle import access
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.circle.rules import Act
from roret.kit import clock
from roret.kit.ids import read_id, read_ids
from roret.tasks import actions, forms, queries
from roret.tasks.actions import Changed, Gone
from roret.tasks.forms import HardForm, TaskForm
from roret.tasks.queries import TaskView


@login_required
@require_GET
def home(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """What each wants to contribute with, the need first, and then the list. `?gone=` is what one just took off."""
    seen = _reader(request, circle_id)
    agreed = Agreed(seen)
    gone = read_id(request.GET.get("gone"))
    context = {
        "viewer": seen,
        "people": circle.names(seen),
        "agreements": queries.agreements(seen, agreed),
        "areas": queries.areas(queries.tasks(seen, agreed)),
        "words": queries,
        "gone": gone,
        "gone_name": queries.undoable(seen, gone, clock.now()) if gone else "",
    }
    return render(request, "tasks/home.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """An empty form, and what was typed into one."""
    seen = _reader(request, circle_id)
    form = TaskForm(queries.can_be_left_to(seen), request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add(seen, what=form.what())
        return redirect("tasks:home", circle_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "tasks/new.html", {"viewer": seen, "form": form, "taken_off": False}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, circle_id: uuid.UUID, task_id: uuid.UUID) -> HttpResponse:
    """One task: whose it is, one's own hard days with it, and its form."""
    seen = _reader(request, circle_id)
    if request.method == "GET":
        return _page(request, seen, task_id)
    form = TaskForm(queries.can_be_left_to(seen), request.POST)
    if not form.is_valid():
        return _page(request, seen, task_id, form=form, status=422)
    try:
        actions.change(seen, task_id=task_id, what=form.what(), seen=form.cleaned_data["revision"] or 0)
    except Changed:
        return _page(request, seen, task_id, form=form, status=409)
    except Gone:
        return _taken_off(request, seen, form)
    messages.success(request, _("Saved."))
    return redirect("tasks:task", circle_id, task_id)


@login_required
@require_POST
def hard(request: HttpRequest, circle_id: uuid.UUID, task_id: uuid.UUID) -> HttpResponse:
    """One's own hard days with this task, or as the card says."""
    seen, form = _reader(request, circle_id), HardForm(request.POST)
    as_card = request.POST.get("as") == "card"
    if not (as_card or form.is_valid()):
        return _page(request, seen, task_id, hard_form=form, status=422)
    try:
        actions.say_hard(seen, task_id=task_id, on_hard_days=None if as_card else form.on_hard_days())
    except Gone:
        return _no_longer(request, seen)
    messages.success(request, _("Saved."))
    return redirect("tasks:task", circle_id, task_id)


@login_required
@require_POST
def step_back(request: HttpRequest, circle_id: uuid.UUID, task_id: uuid.UUID) -> HttpResponse:
    """One tap, and no reason."""
    seen = _reader(request, circle_id)
    try:
        actions.step_back(seen, task_id=task_id)
    except Gone:
        return _no_longer(request, seen)
    messages.success(
        request, _("It is off your hands. The others on the list are told that it is free, and nothing else.")
    )
    return redirect("tasks:home", circle_id)


@login_required
@require_POST
def take(request: HttpRequest, circle_id: uuid.UUID, task_id: uuid.UUID) -> HttpResponse:
    """I take it: from Today, where it was told, or from the list."""
    seen = _reader(request, circle_id)
    try:
        actions.take(seen, task_id=task_id)
    except Changed:
        messages.info(request, _("Somebody has taken it meanwhile, so it is in good hands."))
    except Gone:
        return _no_longer(request, seen)
    return redirect("today:home" if request.POST.get("from") == "today" else "tasks:home", circle_id)


@login_required
@require_POST
def take_away(request: HttpRequest, circle_id: uuid.UUID, task_id: uuid.UUID) -> HttpResponse:
    """Off the list, and for a while it can be put back."""
    seen = _reader(request, circle_id)
    try:
        actions.take_away(seen, task_id=task_id, seen=forms.number(request.POST.get("revision", "")))
    except Changed:
        return _page(request, seen, task_id, status=409)
    except Gone:
        return _no_longer(request, seen)
    answer = redirect("tasks:home", circle_id)
    answer["Location"] += f"?gone={task_id}"
    return answer


@login_required
@require_POST
def put_back(request: HttpRequest, circle_id: uuid.UUID, task_id: uuid.UUID) -> HttpResponse:
    """Undo."""
    seen = _reader(request, circle_id)
    try:
        actions.put_back(seen, task_id=task_id)
    except Gone:
        return _no_longer(request, seen)
    return redirect("tasks:home", circle_id)


@login_required
@require_POST
def noticed(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """What one was told is read."""
    seen = access.viewer(request, circle_id, Act.TAKE_PART)
    actions.noticed(seen, told_ids=read_ids(request.POST.getlist("told")))
    return redirect("today:home", circle_id)


# --- parts --------------------------------------------------------------------------------------


def _reader(request: HttpRequest, circle_id: uuid.UUID) -> Viewer:
    """Somebody to whom the list is open. Raises `Http404` otherwise."""
    seen = access.viewer(request, circle_id, Act.TAKE_PART)
    if not queries.open_to(seen):
        raise Http404
    return seen


def _page(
    request: HttpRequest,
    seen: Viewer,
    task_id: uuid.UUID,
    *,
    form: TaskForm | None = None,
    hard_form: HardForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a task, with what was typed where it could not be stored as it was."""
    one = queries.task(seen, task_id)
    if one is None:
        if not queries.undoable(seen, task_id, clock.now()):
            raise Http404
        return _taken_off(request, seen, form) if form else _no_longer(request, seen)
    context = _context(seen, one) | {"typing": form is not None, "changed": status == 409}
    people, mine = queries.can_be_left_to(seen), seen.me()
    context["form"] = form or TaskForm(people, initial=forms.typed(one))
    context["hard_form"] = hard_form or HardForm(initial=forms.typed_hard(one, mine))
    return render(request, "tasks/task.html", context, status=status)


def _context(seen: Viewer, one: TaskView) -> dict[str, Any]:
    """What the page of a task says of it, apart from its forms."""
    holder = circle.holder(seen)
    return {
        "viewer": seen,
        "people": circle.names(seen),
        "holder": holder.name if holder else "",
        "task": one,
        "mine": seen.me() in one.usual,
        "free": queries.is_free(seen, one),
        "words": queries,
        "hard_choices": forms.hard_choices(),
        "hard_own": queries.has_own_hard(seen, one.id),
        "others_hard": _others_hard(seen, one),
    }


def _others_hard(seen: Viewer, one: TaskView) -> list[tuple[uuid.UUID, str]]:
    """What those of the other side want on their hard days, of those whose it is or may be."""
    return [
        (member, queries.on_a_hard_day(one, member))
        for member in one.hard
        if member != seen.me() and member in one.usual | one.may
    ]


def _taken_off(request: HttpRequest, seen: Viewer, form: TaskForm) -> HttpResponse:
    """The task went while somebody wrote: what they typed stands in a form that adds it anew."""
    return render(request, "tasks/new.html", {"viewer": seen, "form": form, "taken_off": True}, status=409)


def _no_longer(request: HttpRequest, seen: Viewer) -> HttpResponse:
    messages.info(request, _("It is not on the list any longer. This is how the list is now."))
    return redirect("tasks:home", seen.circle_id)
