"""What comes in to be looked at, from Ordvalg's own page, from a field elsewhere, and as JSON; and where a form goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import ordvalg
from roret.capacity import queries as capacity
from roret.content.answers import clean, moment
from roret.content.shape import Phrase
from roret.words import rules

FIELD = "wording"
"""The name of the button beside a field. It says which fields it stands beside; of a form that comes back, `BACK`."""
BACK = "back"
TARGET, ADDRESSED = "wording_to", "wording_for"
"""Where the form goes, and to which member its text is addressed, if to one."""
TOKEN = "csrfmiddlewaretoken"
ROWS = ".own"
"""How the name of a field ends that there are several rows of."""
LANGS = ("auto", "da", "en")
MOST_BYTES = 256 * 1024
"""Of JSON at once: several times what is looked at, however it is written."""
MOST_FIELDS = 4
"""So many fields of one form can share a button."""

REFUSALS = {
    "nothing_agreed": gettext_lazy(
        "You have agreed nothing on words, so it cannot stand on their screen. You can copy it, send it or say it."
    ),
    "no_words": gettext_lazy("Write a few words, or tap a sentence."),
    "too_long": gettext_lazy("That is a little long. 200 characters are the most."),
}
"""What the room refuses, in words for the page."""


@dataclass(frozen=True)
class Way:
    """A button that a form goes on with: what stands on it and what it sends."""

    label: str
    name: str = ""
    value: str = ""
    primary: bool = False


@dataclass(frozen=True)
class Text:
    """What stands in one field, or one row of it: as it was sent, and with the opening that was tapped.

    `place` is the id of the field on the page it comes from.
    """

    name: str
    place: str
    typed: str
    shown: str


@dataclass(frozen=True)
class Carried:
    """A form that was stopped on its way: the texts to look at, and everything else as it was."""

    texts: tuple[Text, ...]
    others: tuple[tuple[str, str], ...]


LABELS = {("advice:offer", "own"): gettext_lazy("Or a subject of your own")}
"""What a field is called on its own page, where a form has several."""


class BadRequest(Exception):
    """JSON that cannot be looked at. The text says what can be done; `status` is the answer's."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


def lang_of(data: QueryDict) -> str:
    given = data.get("lang", "")
    return given if given in LANGS else "auto"


def fields_of(data: QueryDict) -> list[str]:
    """Which fields a look is asked for. Never the form's own token, whatever is asked."""
    named = data.get(FIELD, "").split()[:MOST_FIELDS]
    return [name for name in named if name not in (TOKEN, FIELD)]


def carried(data: QueryDict) -> Carried:
    """The form as it was sent. Where the rows of a question have one name, each is a text; else the last of that name is
    what was written, and those before it were tapped."""
    fields, texts = fields_of(data), list[Text]()
    for name in fields:
        rows = data.getlist(name)
        for nth, sent in enumerate(rows):
            if name.endswith(ROWS) or nth == len(rows) - 1:
                place, typed = f"id_{name}.{nth}" if name.endswith(ROWS) else f"id_{name}", _lines(sent)
                texts.append(Text(name, place, typed, _with_opening(data, len(texts), typed)))
    written = {name for name in fields if name.endswith(ROWS)}
    others = [
        (name, value)
        for name in data
        if name not in written | {FIELD, TOKEN} and not name.startswith("put.")
        for value in (data.getlist(name)[:-1] if name in fields else data.getlist(name))
    ]
    return Carried(tuple(texts), tuple(others))


def _lines(sent: str) -> str:
    """With the ends of lines as they are counted here; a browser sends two characters for each."""
    return sent.replace("\r\n", "\n").replace("\r", "\n")


def _with_opening(data: QueryDict, nth: int, typed: str) -> str:
    was, newline, now = _lines(data.get(f"put.{nth}", "")).rpartition("\n")
    return rules.put(typed, was, now) if newline else typed


def form_at(target: str, circle_id: object) -> str:
    """Which form of this circle's is at this address, by the name of its view; nothing for what is none.

    The address comes from the page itself and could be anybody's.
    """
    try:
        found = resolve(target)
    except Resolver404:
        return ""
    ours = "?" not in target and "#" not in target and found.kwargs.get("circle_id") == circle_id
    return found.view_name if ours else ""


def ways(view: str, data: Mapping[str, str], zone: str) -> tuple[Way, ...]:
    """The buttons of each form that has Ordvalg beside a field."""
    if view == "capacity:code" and (until := moment(data.get("later", ""))):
        later = _("Say it at %(time)s") % {"time": capacity.later(until, zone).clock}
        return (Way(_("Say it now")), Way(later, "from", until.isoformat()))
    return {
        "advice:offer": (Way(_("Offer it"), "do", "send", True), Way(_("Keep it for later"), "do", "keep")),
        "asking:answer": (
            Way(_("Listen to me"), "choice", "listen"),
            Way(_("Lend a hand"), "choice", "help"),
            Way(_("Talk about something else"), "choice", "something_else"),
        ),
        "capacity:code": (Way(_("Say it"), primary=True),),
        "deck:question": (Way(_("Next"), primary=True),),
        "deck:table_question": (Way(_("Next"), primary=True),),
        "withdraw:away": (Way(_("Send it"), primary=True),),
        "words:say": (Way(_("Say it"), primary=True),),
    }.get(view, ())


def own(typed: str) -> Phrase:
    return {"own": " ".join(clean(typed).split())}


def _no_number(name: str) -> None:
    raise ValueError(name)


def asked_in_json(request: HttpRequest) -> tuple[object, str, str]:
    """Id, text and language of a request. Raises `BadRequest`."""
    example = '{"id": 1, "text": "…", "lang": "auto"}'
    try:
        if len(request.body) > MOST_BYTES:
            raise RequestDataTooBig
        said = json.loads(request.body, parse_constant=_no_number)
    except RequestDataTooBig:
        longest = {"longest": ordvalg.LONGEST}
        raise BadRequest(
            _("That is more than fits. Send at most %(longest)s characters at once.") % longest, 413
        ) from None
    except (ValueError, RecursionError):
        raise BadRequest(_("Send one JSON object in UTF-8, such as %(example)s.") % {"example": example}) from None
    if not isinstance(said, dict) or not isinstance(said.get("text"), str):
        raise BadRequest(_("Put the text into “text”, as in %(example)s.") % {"example": example})
    about, lang = said.get("id"), said.get("lang", "auto")
    if not (about is None or isinstance(about, str | int | float)):
        raise BadRequest(_("Let “id” be a text or a number, or leave it out."))
    if lang not in LANGS:
        raise BadRequest(_("Let “lang” be one of %(langs)s.") % {"langs": ", ".join(LANGS)})
    return about, said["text"], lang
