"""What every page knows. Jinja2 with undefined names as errors, and texts from the rooms' catalogues."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from jinja2 import Environment, StrictUndefined

from roret.circle.access import Viewer
from roret.kit import wall
from roret.kit.lang import reader_lang
from roret.words import queries as words
from roret.words.rules import When

THEMES = ("auto", "light", "dark", "dimmed")


def environment(**options: Any) -> Environment:
    options["undefined"] = StrictUndefined
    env = Environment(**options, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"])
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(static=static, url=url, date_words=date_words, places=places, quick_exit=QUICK_EXIT, coach=coach)
    return env


QUICK_EXIT = "https://www.dmi.dk/"
"""Where "leave this page" goes: the weather, as anybody might be reading."""


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def places(viewer: Viewer, current: str = "") -> list[dict[str, Any]]:
    """The few places of a circle, for the row at the top of its pages."""
    rows = [
        ("today:home", translation.gettext("Today")),
        ("profile:home", translation.gettext("The page")),
        ("deck:deck", translation.gettext("Cards")),
        ("circle:people", translation.gettext("People")),
    ]
    return [
        {"href": reverse(name, args=[viewer.circle_id]), "label": label, "current": name == current}
        for name, label in rows
    ]


def date_words(day: date | datetime, weekday: bool = False, zone: str = "Europe/Copenhagen") -> str:
    """A day in words of the reader's language: “24. november”, “tirsdag den 24. november”."""
    if isinstance(day, datetime):
        day = wall.day(day, zone)
    if translation.get_language() == "en":
        return date_format(day, "l j F" if weekday else "j F")
    return date_format(day, r"l \d\e\n j. F" if weekday else "j. F")


def coach(viewer: Viewer) -> When:
    """When this reader would like their words looked at: asked by `e.wording`, and once a page."""
    return words.when(viewer)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Names that the page shell uses on every page. `needs`: what an element on it asks the shell to bring."""
    look = request.COOKIES.get("roret-look", "auto")
    return {
        "here": here(request),
        "needs": set(),
        "coach": cache(coach),
        "LANGUAGE_CODE": reader_lang(),
        "theme": look if look in THEMES else "auto",
        "signed_in": request.user.is_authenticated if hasattr(request, "user") else False,
        "address": settings.ADDRESS,
        "secure_context": settings.SECURE_CONTEXT,
        "has_mail": settings.HAS_MAIL,
    }


def here(request: HttpRequest) -> str:
    """Where this page can be asked for again: its own address, or where the form stood that it is the answer to."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from.path if came_from.netloc == request.get_host() and came_from.path else reverse("front")
