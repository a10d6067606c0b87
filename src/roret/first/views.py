"""Before any account: the front page, the first card, the help page, and pages for when something goes wrong."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roret.circle.access import circles_of
from roret.circle.queries import members
from roret.circle.rules import Edition, Role
from roret.content import pages
from roret.first import actions, queries
from roret.first.forms import StartForm
from roret.kit.lang import reader_lang
from roret.people.queries import own_id
from roret.today.queries import lives_by_today


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """A stranger meets the first question; somebody with a circle is taken to it: to Today, once they live by it."""
    if not request.user.is_authenticated:
        return render(request, "first/front.html")
    mine = circles_of(own_id(request))
    if len(mine) == 1:
        return redirect("today:home" if lives_by_today(mine[0]) else "profile:home", mine[0].circle_id)
    faces = [(one, members(one)) for one in mine]
    return render(request, "first/circles.html" if mine else "first/front.html", {"circles": faces})


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, number: int) -> HttpResponse:
    """One question of the first card: a tap answers it and goes on."""
    asked = queries.first_questions(reader_lang())
    if not 1 <= number <= len(asked):
        raise Http404
    here = asked[number - 1]
    if request.method == "POST":
        actions.remember(request.session, here.key, request.POST.get("answer", ""), here.choices)
        return redirect("first_question", number + 1) if number < len(asked) else redirect("first_done")
    said = queries.remembered(request.session).get(here.key)
    context = {"q": here, "number": number, "total": len(asked), "said": said}
    return render(request, "first/question.html", context)


@require_GET
def done(request: HttpRequest) -> HttpResponse:
    """The first two sentences, to show, copy or send. Saving comes after, and is not needed."""
    lines = queries.first_sentences(request.session, reader_lang())
    if not lines:
        return redirect("first_question", 1)
    return render(request, "first/done.html", {"sentences": lines, "text": "\n".join(lines)})


@require_GET
def support(request: HttpRequest) -> HttpResponse:
    """A supporter who comes first: one question to ask tomorrow, and a way on."""
    return render(request, "first/support.html")


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, role: str) -> HttpResponse:
    """Save: a name and, for a new one, an account without a form. What was tapped comes along."""
    if role not in (Role.HOLDER, Role.SUPPORTER):
        raise Http404
    if not (settings.OPEN_TO_ALL or request.user.is_authenticated):
        return render(request, "first/by_invitation.html", status=403)
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        edition = Edition.WORK if form.cleaned_data["edition"] == "work" else Edition.HOME
        circle_id = actions.begin(request, name=form.cleaned_data["name"], role=Role(role), edition=edition)
        messages.success(request, _("Saved."))
        return redirect("profile:home", circle_id)
    context = {
        "form": form,
        "role": role,
        "sentences": queries.first_sentences(request.session, reader_lang()) if role == Role.HOLDER else [],
    }
    return render(request, "first/start.html", context, status=422 if form.errors else 200)


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Let go of what was tapped on the first card."""
    actions.forget(request.session)
    return redirect("front")


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """When it gets too much. For everybody, signed in or not."""
    return render(request, "first/help.html", {"page": pages.page("help", reader_lang())})


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What Roret keeps, who can read it, and what it does not claim."""
    return render(request, "first/about.html", {"page": pages.page("about", reader_lang())})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _went_wrong(request, "first/not_found.html", 404)


def forbidden(request: HttpRequest, reason: str = "", exception: Exception | None = None) -> HttpResponse:
    """A form that was open too long, mostly: going back has the text still in it."""
    return _went_wrong(request, "first/form_expired.html", 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _went_wrong(request, "first/not_found.html", 400)


def broken(request: HttpRequest) -> HttpResponse:
    return _went_wrong(request, "first/broken.html", 500)


def _went_wrong(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, status=status)
