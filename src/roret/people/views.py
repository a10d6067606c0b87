"""Signing in, and what is one's own: language, look, ways in, browsers."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.webauthn.views import add_webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roret.people import actions, queries
from roret.people.access import confirmed
from roret.people.forms import PasswordForm

THEMES = ("auto", "light", "dark", "dimmed")
YEAR = 60 * 60 * 24 * 365


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A sign-in link. It is used by a press, not by being fetched: a mail scanner must not spend it."""
    if request.method == "POST":
        actions.use_link(request, token)
        return redirect("front")
    if not queries.link_works(token):
        return render(request, "people/link_ended.html", status=404)
    return render(request, "people/link.html", {"token": token})


@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    assert request.user.is_authenticated
    return render(
        request,
        "people/me.html",
        {
            "ways": queries.ways(request.user),
            "sessions": queries.sessions(request.user, request.session.session_key),
            "secure": settings.SECURE_CONTEXT,
        },
    )


@login_required
@require_GET
def ways(request: HttpRequest) -> HttpResponse:
    """How will you come back? Passkey or password, and why."""
    assert request.user.is_authenticated
    return render(request, "people/ways.html", {"ways": queries.ways(request.user), "secure": settings.SECURE_CONTEXT})


@sensitive_post_parameters("password")
@login_required
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose an address and password; whoever has a way in already shows first that it is them."""
    assert request.user.is_authenticated
    if queries.ways(request.user).any:
        return _change_password(request)
    return _choose_password(request)


@confirmed
def _change_password(request: HttpRequest) -> HttpResponse:
    return _choose_password(request)


@login_required
@require_http_methods(["GET", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """A new passkey. To make one takes its owner's finger or face, so the codes that follow do not ask for it again."""
    assert request.user.is_authenticated
    before = queries.ways(request.user).passkeys
    answer: HttpResponse = add_webauthn(request)
    if queries.ways(request.user).passkeys > before:
        record_authentication(request, request.user, method="mfa", type="webauthn", reauthenticated=True)
    return answer


def _choose_password(request: HttpRequest) -> HttpResponse:
    assert request.user.is_authenticated
    form = PasswordForm(request.user, request.POST or None, initial={"email": request.user.email or ""})
    if request.method == "POST" and form.is_valid():
        actions.choose_password(request.user, email=form.cleaned_data["email"], password=form.cleaned_data["password"])
        actions.sign_in(request, request.user)
        messages.success(request, _("Done. From now on you can sign in with your address and password."))
        return redirect("front")
    return render(request, "people/password.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def other_device(request: HttpRequest) -> HttpResponse:
    """A link to open Roret on another device of one's own."""
    assert request.user.is_authenticated
    path = actions.own_link(request.user)
    return render(request, "people/other_device.html", {"link": settings.ADDRESS + path})


@login_required
@require_POST
def end_session(request: HttpRequest, key: str) -> HttpResponse:
    assert request.user.is_authenticated
    actions.end_session(request.user, key)
    messages.success(request, _("That browser is signed out."))
    return redirect("people:me")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """The look of this device. Kept in a cookie, since the phone by the bed differs from the one at work."""
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        raise Http404
    response = redirect(_back(request))
    response.set_cookie("roret-look", chosen, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise Http404
    if request.user.is_authenticated:
        actions.choose_language(request.user, chosen)
    response = redirect(_back(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
    return response


def _back(request: HttpRequest) -> str:
    """Where the reader was, if that is one of our own pages."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/"):
        return target
    return reverse("front")
