"""People, doors and who sees what."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roret.circle import actions, queries
from roret.circle.access import viewer
from roret.circle.forms import AddForm, InviteForm, NameForm, ShareForm, TopicsForm, topic_choices, topic_titles
from roret.circle.notices import mail_invitation
from roret.circle.rules import Act, Role
from roret.people.access import confirmed
from roret.people.actions import make_person, sign_in
from roret.people.queries import own_id
from roret.ui.qr import qr_svg


@login_required
@require_GET
def people(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Everybody in the circle, and what can be done about it."""
    return _people(request, circle_id)


def _people(request: HttpRequest, circle_id: uuid.UUID, status: int = 200, **forms: object) -> HttpResponse:
    seen = viewer(request, circle_id)
    context = {
        "viewer": seen,
        "members": queries.members(seen),
        "invitations": queries.invitations(seen),
        "invite_form": InviteForm(seen),
        "add_form": AddForm(seen),
        "name_form": NameForm(prefix="own"),
        "Act": Act,
    }
    return render(request, "circle/people.html", context | forms, status=status)


@login_required
@require_POST
def invite(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Make an invitation and show its link, this once."""
    seen = viewer(request, circle_id)
    if not (seen.may(Act.INVITE) or seen.may(Act.INVITE_HOLDER)):
        raise Http404
    form = InviteForm(seen, request.POST)
    if not form.is_valid():
        return _people(request, circle_id, 422, invite_form=form)
    role = Role(form.cleaned_data["role"])
    token = actions.invite(seen, role=role, topics=form.cleaned_data["topics"])
    link = settings.ADDRESS + reverse("circle:join", args=[token])
    mailed = mail_invitation(form.cleaned_data["mail"], link) if settings.HAS_MAIL else None
    context = {"viewer": seen, "link": link, "qr": qr_svg(link), "mailed": mailed, "role": role}
    return render(request, "circle/invited.html", context)


@login_required
@require_POST
def withdraw_invitation(request: HttpRequest, circle_id: uuid.UUID, invitation_id: uuid.UUID) -> HttpResponse:
    actions.withdraw_invitation(viewer(request, circle_id), invitation_id=invitation_id)
    messages.success(request, _("The invitation no longer works."))
    return redirect("circle:people", circle_id)


@login_required
@require_POST
def add(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Somebody who takes part on the holder's own device."""
    seen = viewer(request, circle_id, Act.INVITE)
    form = AddForm(seen, request.POST)
    if not form.is_valid():
        return _people(request, circle_id, 422, add_form=form)
    actions.add_without_account(seen, name=form.cleaned_data["name"], role=Role(form.cleaned_data["role"]))
    messages.success(request, _("Done. You can take a card together whenever it suits you both."))
    return redirect("circle:people", circle_id)


@login_required
@require_POST
def rename(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    seen = viewer(request, circle_id)
    form = NameForm(request.POST, prefix="own")
    if not form.is_valid():
        return _people(request, circle_id, 422, name_form=form)
    actions.rename_me(seen, name=form.cleaned_data["name"])
    return redirect("circle:people", circle_id)


@login_required
@require_http_methods(["GET", "POST"])
def topics(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """What one member sees, chosen by the holder. Less takes effect at once and silently."""
    seen = viewer(request, circle_id, Act.OPEN_TOPICS)
    member = queries.member(seen, member_id)
    form = TopicsForm(seen, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.open_topics(seen, member_id=member_id, topics=form.cleaned_data["topics"])
        messages.success(request, _("Saved. This is what %(name)s sees now.") % {"name": member.name})
        return redirect("circle:sees", circle_id)
    context = {
        "viewer": seen,
        "member": member,
        "choices": topic_choices(seen),
        "chosen": queries.open_topics(seen).get(member_id, frozenset()),
    }
    return render(request, "circle/topics.html", context)


@login_required
@require_GET
def sees(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Who can see what, exactly as it is now."""
    seen = viewer(request, circle_id)
    context = {
        "viewer": seen,
        "members": queries.members(seen),
        "open": queries.open_topics(seen),
        "titles": dict(topic_choices(seen)),
        "shares": queries.shares(seen),
        "invitations": queries.invitations(seen),
    }
    return render(request, "circle/sees.html", context)


@login_required
@require_POST
def take_out(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    actions.take_out(viewer(request, circle_id), member_id=member_id)
    messages.success(request, _("Done. Nobody has been told."))
    return redirect("circle:people", circle_id)


@login_required
@require_POST
def leave(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    actions.leave(viewer(request, circle_id))
    messages.success(request, _("You are out of it. Nobody here can read what you wrote for yourself."))
    return redirect("front")


@login_required
@require_POST
def rest(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Let the circle rest, or wake it."""
    seen = viewer(request, circle_id, Act.PAUSE_CIRCLE)
    if request.POST.get("rest") == "yes":
        actions.pause(seen)
    else:
        actions.go_on(seen)
    return redirect("circle:people", circle_id)


@login_required
@require_GET
def shares(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Links for guests: those that work, and a new one."""
    return _shares(request, circle_id)


def _shares(
    request: HttpRequest, circle_id: uuid.UUID, status: int = 200, form: ShareForm | None = None
) -> HttpResponse:
    seen = viewer(request, circle_id, Act.SHARE)
    context = {
        "viewer": seen,
        "shares": queries.shares(seen),
        "titles": dict(topic_choices(seen)),
        "form": form or ShareForm(seen),
    }
    return render(request, "circle/shares.html", context, status=status)


@confirmed
@require_POST
def share(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    seen = viewer(request, circle_id, Act.SHARE)
    form = ShareForm(seen, request.POST)
    if not form.is_valid():
        return _shares(request, circle_id, 422, form)
    token = actions.share(seen, topics=form.cleaned_data["topics"], days=form.cleaned_data["days"])
    link = settings.ADDRESS + reverse("profile:guest", args=[token])
    return render(request, "circle/shared.html", {"viewer": seen, "link": link, "qr": qr_svg(link)})


@login_required
@require_POST
def withdraw_share(request: HttpRequest, circle_id: uuid.UUID, share_id: uuid.UUID) -> HttpResponse:
    actions.withdraw_share(viewer(request, circle_id), share_id=share_id)
    messages.success(request, _("The link no longer works."))
    return redirect("circle:shares", circle_id)


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The door: what each side will see, before anybody joins."""
    try:
        door = queries.doorway(token)
    except Http404:
        return render(request, "circle/door_closed.html", status=404)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not request.user.is_authenticated:
            sign_in(request, make_person())
        circle_id = actions.join(person_id=own_id(request), token=token, name=form.cleaned_data["name"])
        return redirect("profile:home", circle_id)
    titles = dict(topic_titles(door.edition))
    context = {
        "door": door,
        "form": form,
        "titles": [title for topic, title in titles.items() if topic in door.topics],
        "token": token,
    }
    return render(request, "circle/join.html", context, status=422 if form.errors else 200)
