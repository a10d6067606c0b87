"""The toolbox, the practice and the pages: open to everybody, and once more inside a circle.

Inside one, a member has favourites, and the holder marks which kinds of pain fit. What is looked for in the toolbox
is sent by POST and kept nowhere: it leads to an address that holds the places where it stands, so that one can go back
to it, and no word stands in any address, history or log.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roret.circle.access import Viewer, viewer
from roret.kit.lang import reader_lang
from roret.learn import actions, forms, queries, rules


def lang() -> str:
    return queries.known(reader_lang())


@require_GET
def home(request: HttpRequest, circle_id: uuid.UUID | None = None) -> HttpResponse:
    """What there is to read and to use, in its order."""
    seen = _seen(request, circle_id)
    rows = [(part, [(page, queries.title(page.id, lang())) for page in queries.pages() if page.part == part])
            for part in rules.PARTS]  # fmt: skip
    marked = queries.marks(seen)
    context = {"parts": rows, "part_names": forms.PARTS, "marks": marked}
    return _render(request, "learn/home.html", seen, context)


@require_GET
def page(request: HttpRequest, page_id: str, circle_id: uuid.UUID | None = None) -> HttpResponse:
    """One page, read in less than two minutes."""
    seen = _seen(request, circle_id)
    try:
        reading = queries.reading(page_id, lang())
    except KeyError as unknown:
        raise Http404 from unknown
    before, after = rules.around(queries.pages(), page_id)
    marked = queries.marks(seen) if reading.entry.kind else queries.Marks()
    context = {
        "reading": reading,
        "before": (before.id, queries.title(before.id, lang())) if before else None,
        "after": (after.id, queries.title(after.id, lang())) if after else None,
        "fits": page_id in marked.pages,
        "holder": marked.holder,
        "may_mark": reading.entry.kind and queries.may_mark(seen),
    }
    return _render(request, "learn/page.html", seen, context)


@require_POST
def mark(request: HttpRequest, page_id: str, circle_id: uuid.UUID) -> HttpResponse:
    """The holder says that this page fits, or no longer."""
    actions.mark(viewer(request, circle_id), page_id=page_id, on=forms.on(request.POST))
    return redirect("learn:page", circle_id, page_id)


@require_http_methods(["GET", "POST"])
def toolbox(request: HttpRequest, circle_id: uuid.UUID | None = None) -> HttpResponse:
    """The situations, one's favourites above them. Words that are looked for lead to the places where they stand."""
    seen = _seen(request, circle_id)
    if request.method == "POST":
        query = forms.query(request.POST)
        found = f"?{urlencode({'found': queries.find(query, lang())})}" if query else ""
        return redirect(_at(seen, "toolbox") + found)
    return _toolbox(request, seen, forms.here(request.GET))


@require_GET
def situation(request: HttpRequest, situation: str, circle_id: uuid.UUID | None = None) -> HttpResponse:
    """The phrases of one situation."""
    here = replace(forms.here(request.GET), situation=forms.situation(situation), found="")
    return _toolbox(request, _seen(request, circle_id), here)


@require_POST
def star(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """A tap on a star leads back to where it stood, with a way to undo when it took a favourite off."""
    seen, here = viewer(request, circle_id), forms.here(request.POST)
    phrase_id, on = request.POST.get("phrase", ""), forms.on(request.POST)
    actions.star(seen, phrase_id=phrase_id, on=on)
    back = _at(seen, "situation", here.situation) if here.situation else _at(seen, "toolbox")
    asked = {"found": here.found, "off": "" if on else queries.place(phrase_id)}
    query = urlencode({name: value for name, value in asked.items() if value})
    return redirect(f"{back}{'?' if query else ''}{query}#{'p_' + phrase_id if on else 'main'}")


@require_GET
def practice(request: HttpRequest, circle_id: uuid.UUID | None = None) -> HttpResponse:
    """The situations to practise on. Nothing is counted and nothing is kept."""
    rows = [(place, [case for case in queries.cases(lang()) if case.place == place]) for place in rules.PLACES]
    context = {"places_and_cases": rows, "place_names": forms.PLACES}
    return _render(request, "learn/practice.html", _seen(request, circle_id), context)


@require_GET
def case(request: HttpRequest, case_id: str, circle_id: uuid.UUID | None = None) -> HttpResponse:
    """A situation and three replies, each of which opens to what it does."""
    seen = _seen(request, circle_id)
    try:
        here = queries.case(lang(), case_id)
    except KeyError as unknown:
        raise Http404 from unknown
    there = queries.cases(lang())
    before, after = rules.around(there, case_id)
    context = {"case": here, "side": forms.SIDES[here.side], "before": before, "after": after or there[0]}
    return _render(request, "learn/case.html", seen, context)


# --- shared -------------------------------------------------------------------------------------


def _seen(request: HttpRequest, circle_id: uuid.UUID | None) -> Viewer | None:
    """Who is looking, inside a circle. Outside one it is anybody."""
    return viewer(request, circle_id) if circle_id else None


def _toolbox(request: HttpRequest, seen: Viewer | None, here: forms.Here) -> HttpResponse:
    own = queries.own(seen)
    of_situation = tuple(one for one in queries.phrases(lang()) if one.situation == here.situation)
    context = {
        "situations": [(one, forms.SITUATIONS[one]) for one in rules.SITUATIONS],
        "open": here,
        "lines": queries.lines(of_situation if here.situation else queries.found(here.found), own),
        "favourites": () if here.situation or here.found else queries.favourites(own, lang()),
        "undo": queries.taken_off(here.off, own) if seen else None,
    }
    return _render(request, "learn/toolbox.html", seen, context)


def _at(seen: Viewer | None, name: str, *more: str) -> str:
    """An address of this room, inside the circle where there is one."""
    return reverse(f"learn:{name}", args=(*((seen.circle_id,) if seen else ()), *more))


def _render(request: HttpRequest, template: str, seen: Viewer | None, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {"seen": seen, "at": partial(_at, seen), **context})
