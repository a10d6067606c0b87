"""What a telephone may keep, and what became of what it did, in the reader's language."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from roret.agreement.queries import Agreed
from roret.circle.access import Viewer
from roret.flareup import queries as flareup
from roret.flareup.queries import Sheet
from roret.kit.lang import reader_lang
from roret.offline.rules import Outcome
from roret.signals import queries as signals
from roret.withdraw import queries as withdraw
from roret.withdraw.rules import TOPIC as WITHDRAW

CLEAR = '"cache", "storage"'
"""What a browser clears when somebody signs out in it: copies of pages, what scripts kept, and the service worker.
Cookies it does not: the session's is taken away by itself, and light and language are nobody's secret."""

FILES = (
    "roret.css",
    "roret.js",
    "kept.js",
    "pocket.js",
    "icon.svg",
    "swell.svg",
    "swell-line.svg",
    "fonts/atkinson.woff2",
    "fonts/atkinson-ext.woff2",
    "fonts/figtree-digits.woff2",
    "fonts/fraunces.woff2",
    "fonts/fraunces-ext.woff2",
)
"""Our own files that the page without a network is made of. With that page in each language, they are all that the
service worker may cache."""


@dataclass(frozen=True)
class PhonePage:
    """What can be chosen. `shared`: the device keeps nothing. `parts`: what is marked as fine to keep, (value, label)."""

    shared: bool
    parts: tuple[tuple[str, str], ...]


def page(viewer: Viewer, session: SessionBase) -> PhonePage:
    there = sheet(viewer, reader_lang())
    plan = there["plan"]
    titles = [part["title"] for part in (*(plan["parts"] if plan else ()), *there["acts"])]
    return PhonePage(is_shared(session), tuple((title, title) for title in titles))


def sheet(viewer: Viewer, lang: str) -> dict[str, Any]:
    """What may be kept on a telephone of this reader's: the plan as they read it, and what they can say with a tap."""
    found = flareup.sheet(viewer, lang)
    acts = _acts(viewer, may_turn_on=found is not None and (viewer.is_holder or flareup.is_named(viewer.me())))
    return {"plan": _plan(viewer, found) if found else None, "acts": [group for group in acts if group["taps"]]}


def _plan(viewer: Viewer, found: Sheet) -> dict[str, Any]:
    """The plan in its parts, the words to call somebody with before all else. `to` makes messages of lines."""
    parts = [{"title": _("To those who can come"), "lines": [flareup.call(viewer, found.holder)], "to": [""]}]
    parts += [{"title": title, "lines": list(lines), "to": []} for title, lines in found.sections]
    words, to = [said for _, said in found.messages], [who for who, _ in found.messages]
    parts += [{"title": _("Messages that lie ready"), "lines": words, "to": to}] if words else []
    parts += [{"title": _("Who is next"), "lines": list(found.next_in_line), "to": []}] if found.next_in_line else []
    return {"holder": found.holder, "parts": parts, "doctor": found.doctor}


def _acts(viewer: Viewer, *, may_turn_on: bool) -> list[dict[str, Any]]:
    """The acts of `rules.LASTS`, as buttons: where each goes, and what with."""
    agreed, where = Agreed(viewer), viewer.circle_id

    def tap(label: str, route: str, **body: str) -> dict[str, Any]:
        said = {name: value for name, value in body.items() if value}
        return {"label": label, "path": reverse(route, args=[where]), "body": said}

    signs = [tap(signals.words(one), "signals:send", kind=one.kind, own=one.own) for one in signals.signs(agreed)]
    away = [tap(one.words, "withdraw:away", preset=one.preset, ready=one.ready) for one in withdraw.presets(agreed)]
    if not agreed.others(WITHDRAW):
        away = []
    back, here = tap(_("Take the signal back"), "signals:back"), tap(_("I am back"), "withdraw:back")
    return [
        {"title": _("The plan"), "taps": [tap(_("Turn the plan on"), "flareup:on")] if may_turn_on else []},
        {"title": _("Give a signal"), "taps": [*signs, back] if signs else []},
        {"title": _("Withdraw for a bit"), "taps": [*away, here] if away else []},
    ]


# --- this browser -------------------------------------------------------------------------------


def bound_to(session: SessionBase) -> str | None:
    """To what that is bound which this browser keeps. Another session has another."""
    found = session.get("phone")
    return found if isinstance(found, str) else None


def is_shared(session: SessionBase) -> bool:
    return bool(session.get("shared"))


def device(session: SessionBase) -> str:
    """What is said to the service worker on each page, so that it keeps nothing of somebody else's."""
    return "shared" if is_shared(session) else bound_to(session) or "none"


# --- the service worker -------------------------------------------------------------------------


def shell() -> dict[str, str]:
    """The addresses that the service worker may cache, with what each has to hash to; pages are checked by no hash."""
    files = {static(f"ui/{name}"): f"sha256-{_hash(name)}" for name in FILES}
    return files | {reverse("offline:pocket_in", args=[lang]): "" for lang in ("da", "en")}


def worker() -> dict[str, Any]:
    """What the service worker is written with: it is one file, and another as soon as one of its own is."""
    files, kept = shell(), _file("kept.js").read_text(encoding="utf-8")
    known = hashlib.sha256(repr((sorted(files.items()), kept)).encode()).hexdigest()
    return {"shell": files, "kept": kept, "version": known[:16]}


@cache
def _hash(name: str) -> str:
    return base64.b64encode(hashlib.sha256(_file(name).read_bytes()).digest()).decode()


def _file(name: str) -> Path:
    found = finders.find(f"ui/{name}")
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found)


# --- what became of it --------------------------------------------------------------------------


def words(outcome: Outcome) -> str:
    """What became of an act, as the telephone says it."""
    return {
        Outcome.DONE: _("It is said now."),
        Outcome.LATE: _("It waited for a network until it was no longer true, so it was not sent."),
        Outcome.NOT_AGREED: _("It is not agreed between you right now, so it was not sent. You can say it."),
        Outcome.REFUSED: _("It could not be sent as it was. You can say it, or send it from Roret."),
    }[outcome]
