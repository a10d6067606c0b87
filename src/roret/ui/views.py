"""The gallery: every element in every state, for those who build pages and those who look at them."""

from __future__ import annotations

from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

THEMES = ("auto", "light", "dark", "dimmed")


class Sample(forms.Form):
    """A form of Django's own, for `form_fields`. It is shown and never sent."""

    mail = forms.EmailField(label=gettext_lazy("Mail address"), max_length=200)
    stay = forms.BooleanField(label=gettext_lazy("Stay signed in on this browser"), required=False)


def gallery(request: HttpRequest) -> HttpResponse:
    """Public, and about nobody. `?theme=` shows it in another light without remembering that."""
    asked = request.GET.get("theme", "")
    context: dict[str, object] = {
        "themes": THEMES,
        "long_name": "Marie-Louise Hovmand-Christoffersen af Skæbækgård",
        "long_text": "\n".join([_("A line that somebody wrote about a good evening by the water.")] * 10),
        "code": mark_safe(_SQUARES),
        "nav": _places(),
        "form": Sample(),
        "taps": [SimpleNamespace(value=n, label=f"{n} %", chosen=n == 40) for n in range(0, 101, 10)],
        "shown_theme": asked if asked in THEMES else None,
        "notes": [_("Your answer is kept."), _("The link works until 8 December.")],
    }
    return render(request, "ui/gallery.html", context)


def _places() -> list[SimpleNamespace]:
    labels = (_("Today"), _("The profile"), _("The cards"), _("Who is with you"))
    return [SimpleNamespace(label=label, href="#", current=place == 0) for place, label in enumerate(labels)]


_SQUARES = (
    '<svg viewBox="0 0 7 7" width="160" height="160" shape-rendering="crispEdges">'
    '<path d="M0 0h3v3H0zM4 0h1v2H4zM6 0h1v1H6zM3 3h2v1H3zM0 4h1v3H0zM2 5h2v2H2zM5 5h2v1H5z"/></svg>'
)
