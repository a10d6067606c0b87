"""Conversation mode on one device: somebody without an account answers on the holder's telephone.

Between the two there is always the neutral screen, so that nobody reads over the other's shoulder
by accident. The one at the table answers as themselves; what they wrote is closed to the holder
until both are through, exactly as with an account.
"""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roret.agreement import actions
from roret.agreement import queries as agreements
from roret.circle import access
from roret.circle import queries as circle
from roret.circle.access import Viewer, viewer
from roret.circle.actions import open_topics
from roret.circle.queries import MemberFace
from roret.circle.rules import Act
from roret.content.shape import Card
from roret.deck import queries
from roret.deck.rules import enough_for_tonight
from roret.deck.views import Screen


def _lang() -> str:
    return get_language() or "da"


@login_required
@require_GET
def table(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Whom to sit down with."""
    seen = viewer(request, circle_id, Act.OPEN_TOPICS)
    return render(request, "deck/table.html", {"viewer": seen, "others": _others(seen)})


def _others(seen: Viewer) -> list[MemberFace]:
    return [face for face in circle.members(seen) if not face.is_me]


@login_required
@require_GET
def choose(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """Which card to take tonight: at most two an evening."""
    seen = viewer(request, circle_id, Act.OPEN_TOPICS)
    other = circle.member(seen, member_id)
    faces = [face for face in queries.deck(seen, _lang()) if face.together]
    context = {
        "viewer": seen,
        "other": other,
        "cards": faces,
        "enough": enough_for_tonight(queries.cards_taken_today(seen, other)),
    }
    return render(request, "deck/choose.html", context)


@login_required
@require_POST
def begin(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID, topic: str) -> HttpResponse:
    """Take a card together. The one it is taken with sees this topic from now on, since they are to answer it."""
    seen = viewer(request, circle_id, Act.OPEN_TOPICS)
    circle.member(seen, member_id)
    queries.find(seen, topic, _lang())
    open_to = circle.open_topics(seen).get(member_id, frozenset())
    if topic not in open_to:
        open_topics(seen, member_id=member_id, topics=open_to | {topic})
    actions.pick(seen, topic=topic)
    return redirect("deck:card", circle_id, topic)


@login_required
@require_GET
def hand(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID, topic: str) -> HttpResponse:
    """The neutral screen while the telephone changes hands."""
    seen, other, found = _at_table(request, circle_id, member_id, topic)
    back = request.GET.get("to") == "holder"
    target = reverse("deck:both", args=[circle_id, topic, member_id]) if back else _next(seen, other, found, None)
    name = next(f.name for f in circle.members(seen) if f.is_me) if back else circle.member(seen, member_id).name
    context = {"viewer": seen, "name": name, "target": target, "back": back}
    return render(request, "deck/hand.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID, topic: str, key: str) -> HttpResponse:
    """One question, asked of the one at the table."""
    seen, other, found = _at_table(request, circle_id, member_id, topic)
    slot = next((s for s in found.asked("supporter") if s.key == key), None)
    if slot is None:
        raise Http404
    screen = Screen(other, found, slot, lambda: _next(seen, other, found, slot.key), circle.member(seen, member_id))
    return screen.take(request) if request.method == "POST" else screen.show(request)


def _next(seen: Viewer, other: Viewer, found: Card, after: str | None) -> str:
    """The next question for the one at the table, or back to the holder by the neutral screen."""
    steps = [s.key for s in queries.slots(other, found, agreements.answers(other, found.id))]
    rest = steps[steps.index(after) + 1 :] if after in steps else ([] if after else steps)
    if rest:
        return reverse("deck:table_question", args=[seen.circle_id, other.me(), found.id, rest[0]])
    return reverse("deck:table_done", args=[seen.circle_id, other.me(), found.id])


@login_required
@require_http_methods(["GET", "POST"])
def done(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID, topic: str) -> HttpResponse:
    """Both have answered: after a press, the two views can lie side by side."""
    seen, other, found = _at_table(request, circle_id, member_id, topic)
    if request.method == "POST":
        actions.done(other, topic=topic)
        return redirect(reverse("deck:hand", args=[circle_id, member_id, topic]) + "?to=holder")
    context = {"viewer": seen, "other": circle.member(seen, member_id), "card": found}
    return render(request, "deck/table_done.html", context)


def _at_table(
    request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID, topic: str
) -> tuple[Viewer, Viewer, Card]:
    """The holder, the one beside them who has no account of their own, and a card both answer on."""
    seen = viewer(request, circle_id, Act.OPEN_TOPICS)
    face = circle.member(seen, member_id)
    if face.is_me or face.has_account:
        raise Http404
    other = access.viewer_of(member_id)
    return seen, other, queries.find(other, topic, _lang())
