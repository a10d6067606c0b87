"""Sheets of paper as PDF: the profile on one page, the deck as cards to cut out, and a plan for the wallet.

The files are tagged for screen readers (PDF/UA-1), carry their language, and are the same bytes for the same
content and day. Nobody's words are ever put into markup or on a disk: they go to typst as data, in memory.
typst is loaded at the first sheet.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import segno
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from roret.content import cards as content
from roret.paper.drawable import FONTS, MISSING, drawable

if TYPE_CHECKING:
    import typst

    from roret.content.shape import Card, Party, Question, Words
    from roret.flareup.queries import Sheet
    from roret.profile.queries import Page, Section

TEMPLATES = Path(__file__).parent / "templates" / "paper"


def profile_pdf(page: Page, lang: str, *, address: str, read_on: date, until: date | None = None) -> bytes:
    """The page as `page` has it, in `lang`. The code at its foot leads to `address`; `until` is the day that ends.

    One A4 page: the type shrinks from 14 to 9 points to fit. What is longer still goes on over the page and says so.
    """
    with override(lang):
        data = _profile(page, address, read_on, until)
    return _pdf("profile.typ", data | {"lang": lang}, read_on)


def _profile(page: Page, address: str, read_on: date, until: date | None) -> dict[str, object]:
    one_trial = _one_trial(page.sections)
    topics = [
        {
            "title": drawable(section.title) or "…",
            "about": drawable(section.about),
            "sentences": [drawable(sentence) for sentence in section.sentences],
            "trial": "" if one_trial else _trying(section.review_on if section.trial else None),
        }
        for section in page.sections
    ]
    title = drawable(_("How to support %(name)s") % {"name": page.holder} if page.holder else _("Your page"))
    foot = [
        _("Read on %(day)s.") % {"day": day_words(read_on)},
        _("The page changes when you agree on something new. The code leads to it as it is now."),
    ]
    if until:
        foot.append(_("The code works until %(day)s.") % {"day": day_words(until)})
    if MISSING in json.dumps([title, topics], ensure_ascii=False):
        foot.append(_("□ stands for a character this sheet cannot draw. It can be read on the live page."))
    return {
        "title": title,
        "lead": _trying(one_trial),
        "topics": topics,
        "empty": _("Nothing is agreed yet. Until then, do as you usually do."),
        "foot": foot,
        "goes_on": _("It goes on over the page"),
        "address": address,
        "code": _code(address),
        "code_says": _("A code that leads to the live page"),
    }


def cards_pdf(deck: Sequence[Card], edition: str, lang: str, *, made_on: date) -> bytes:
    """The deck to cut out and lay on the table, four A6 cards to a sheet. Nothing of anybody's is on them.

    Both people's questions are there. What both answer has two circles, one for each.
    """
    return _cards(tuple(deck), edition, lang, made_on)


@functools.lru_cache(maxsize=4)
def _cards(deck: tuple[Card, ...], edition: str, lang: str, made_on: date) -> bytes:
    """Kept, as it is the same for everybody: a whole deck takes a good part of a second."""
    with override(lang):
        data = {"intro": _intro(), "topics": [_topic(card, edition, lang) for card in deck]}
    return _pdf("cards.typ", data | {"lang": lang}, made_on)


def _intro() -> dict[str, object]:
    return {
        "title": _("Cards for the table"),
        "lines": [
            _("One card at a time. Two topics are plenty for one sitting."),
            _("Each of you says your own view. Two circles: one for each."),
            _(
                "You may see it differently. That is common. Try one way for two weeks, each in your own time, or leave it."
            ),
            _("Skip what you like, and stop whenever you like."),
        ],
    }


def _topic(card: Card, edition: str, lang: str) -> dict[str, object]:
    words = content.words(card, lang)
    return {
        "title": drawable(words.title),
        "why": drawable(" ".join(words.why)),
        "questions": [_question(question, words, _who(question, edition)) for question in card.questions],
    }


def _who(question: Question, edition: str) -> str:
    if question.who == "holder":
        return _("For the one the profile is about")
    if question.who == "supporter":
        return _("For the leader or colleague") if edition == "work" else _("For the one who supports")
    return _("For both of you")


def _question(question: Question, words: Words, who: str) -> dict[str, object]:
    asked = words.questions[question.id]
    party: Party = "supporter" if question.who == "supporter" else "holder"
    hint = asked.hint_for(party)
    if question.kind in ("choices", "phrases") and not hint:
        hint = _("More than one is fine.")
    labels = asked.labels
    return {
        "who": who,
        "title": drawable(asked.title_for(party)),
        "hint": drawable(hint),
        "both": question.who in ("both", "each"),
        "options": [drawable(labels[option]) for option in (*question.choices, *question.starters)],
        "steps": [drawable(labels.get(str(step), str(step))) for step in question.steps]
        if question.kind == "scale"
        else [],
        "lines": _LINES[question.kind],
    }


_LINES = {"choice": 0, "choices": 0, "scale": 0, "times": 2, "phrases": 1, "text": 2}
"""Empty lines to write on, by the kind of question."""


def wallet_pdf(plan: Sheet, lang: str, *, address: str, read_on: date) -> bytes:
    """The plan in eight panels of a credit card's size, to cut out and fold, on one A4 page whatever is in it.

    On the outside stand the first name of whoever it is about and “Plan”, and nothing else. The line that something
    new or different is for a doctor is always inside.
    """
    with override(lang):
        data = _wallet(plan, address, read_on)
    return _pdf("wallet.typ", data | {"lang": lang}, read_on)


def _wallet(plan: Sheet, address: str, read_on: date) -> dict[str, object]:
    parts = [_part(title, [("", line) for line in lines]) for title, lines in plan.sections]
    parts.append(_part(_("Who can be asked"), [("", one) for one in plan.next_in_line]))
    parts.append(_part(_("What others are told"), list(plan.messages)))
    parts = [part for part in parts if part["items"]]
    first = drawable(_short(" ".join(plan.holder.split()[:1]), 24))
    how = [
        _("Print it in full size (100%) and cut along the line. It is as large as a credit card when it is folded."),
        _("Fold it lengthwise with the text outside, then in a zigzag, with the name in front."),
    ]
    known = plan.doctor.replace(plan.holder, _short(plan.holder, 40)) if plan.holder else plan.doctor
    doctor = drawable(_short(known, 600), long=16)
    if MISSING in json.dumps([first, parts, doctor], ensure_ascii=False):
        how.append(_("□ stands for a character this sheet cannot draw. It can be read on the live page."))
    return {
        "name": first or _("Plan"),
        "plan": _("Plan") if first else "",
        "parts": parts,
        "more": _("There is more on the page."),
        "doctor": {"title": _("New or different?"), "text": doctor},
        "read": _("Read on %(day)s. The code leads to the plan as it is now.") % {"day": day_words(read_on)},
        "how": how,
        "address": address,
        "code": _code(address),
        "code_says": _("A code that leads to the live page"),
    }


def _part(title: str, lines: Sequence[tuple[str, str]]) -> dict[str, object]:
    """A part of the plan. More than a card can hold is left off here, so that nothing is measured in vain."""
    fit = lines[:_MOST_LINES]
    items = [
        {"to": drawable(_short(to, 40)), "text": drawable(_first_up(_short(line, _MOST_LETTERS)))} for to, line in fit
    ]
    return {
        "title": drawable(_short(title, 60), long=16) or "…",
        "items": [item for item in items if item["text"]],
        "more": len(lines) > len(fit) or any(len(line) > _MOST_LETTERS for _, line in fit),
    }


_MOST_LINES, _MOST_LETTERS = 20, 600


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def day_words(day: date) -> str:
    """`24 November 2026`, `24. november 2026`: the pattern is the catalogue's."""
    return date_format(day, pgettext("a day on paper, in Django's date letters", "j F Y"))


def _trying(day: date | None) -> str:
    return _("Trying it until %(day)s") % {"day": day_words(day)} if day else ""


def _one_trial(sections: Sequence[Section]) -> date | None:
    """The day, when all of the page is a trial until the same one: then it is said once, at the top."""
    days = {section.review_on if section.trial else None for section in sections}
    return days.pop() if len(sections) > 1 and len(days) == 1 else None


def _code(address: str) -> str:
    return segno.make(address, error="m").svg_inline(dark="#1d2b36", border=0, omitsize=True, title=None)


def _pdf(template: str, data: Mapping[str, object], day: date) -> bytes:
    import typst

    made = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        sys_inputs={"sheet": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made


@functools.cache
def _fonts() -> typst.Fonts:
    """The fonts that come along and no others: a sheet looks the same on every machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
