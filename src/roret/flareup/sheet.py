"""The plan in words, as each reader may read it: on the screen, on paper, and kept on a telephone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from roret.agreement import queries as agreements
from roret.agreement.queries import Agreed
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.content import cards
from roret.content.sentences import Names, sentences
from roret.content.shape import QuestionWords
from roret.content.stored import Saying
from roret.flareup import rules
from roret.flareup.rules import Plan


@dataclass(frozen=True)
class Sheet:
    """The plan as it is read, on screen, on paper, and kept on a phone; plain values only, in one language.

    `messages` are (to whom, the words), `next_in_line` who can be asked, in the plan's order. `doctor` is always there.
    """

    holder: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    messages: tuple[tuple[str, str], ...]
    next_in_line: tuple[str, ...]
    doctor: str


@dataclass(frozen=True)
class Part:
    """What holds for one reader: the plan, and what each of those who have said yes to it takes on."""

    plan: Plan
    each: tuple[tuple[str, Plan], ...]
    holder: str
    mine: bool


def sheet(viewer: Viewer, lang: str) -> Sheet | None:
    """The plan for this reader. `None` when nothing of it holds for them."""
    part = guests_part(viewer) if viewer.member_id is None else part_of(viewer, Agreed(viewer))
    return None if part is None else written(part, lang)


def part_of(viewer: Viewer, agreed: Agreed) -> Part | None:
    """What holds for a member: for the holder all of it, for another what is between the two."""
    if not cards.has(viewer.edition, rules.TOPIC):
        return None
    names = circle.names(viewer)
    holder = names.get(agreed.holder_id, "") if agreed.holder_id else ""
    mine = agreed.mine(rules.TOPIC)
    if mine is None:
        return None
    others = agreed.others(rules.TOPIC) if viewer.is_holder else (viewer.me(),)
    between = {one: rules.terms(agreed.between(rules.TOPIC, one) or {}) for one in others}
    each = tuple((names[one], plan) for one, plan in between.items() if plan.take_over or plan.next_in_line)
    return Part(rules.together([rules.terms(mine), *between.values()]), each, holder, viewer.is_holder)


def guests_part(viewer: Viewer) -> Part | None:
    """What a guest's link shows of it: the holder's wish, if it is among the topics."""
    owner = circle.holder(viewer)
    settled = agreements.wishes(viewer, rules.TOPIC).get(owner.id) if owner else None
    return None if owner is None or settled is None else Part(rules.terms(settled), (), owner.name, False)


# --- in words -----------------------------------------------------------------------------------


def written(part: Part, lang: str) -> Sheet:
    """The plan in one language. Own words stand as they are."""
    with translation.override(lang):
        return Sheet(
            holder=part.holder,
            sections=tuple((title, lines) for title, lines in _sections(part, lang) if lines),
            messages=tuple(rules.addressed(say("messages", one, lang)) for one in part.plan.messages),
            next_in_line=line(part, lang),
            doctor=doctor(part),
        )


def line(part: Part, lang: str) -> tuple[str, ...]:
    """Who can be asked, in the plan's order."""
    in_turn = (say("in_turn", one, lang) for one in part.plan.in_turn)
    each = ((name, [say("next_in_line", one, lang) for one in plan.next_in_line]) for name, plan in part.each)
    return rules.line_up(in_turn, each)


def doctor(part: Part) -> str:
    """That something new or different is for a doctor, who calls, and the number when it is urgent."""
    who = {
        "i_call": _("%(name)s calls.") % {"name": part.holder},
        "call_for_me": _("Call for %(name)s.") % {"name": part.holder},
        "together": _("Call together with %(name)s.") % {"name": part.holder},
    }.get(part.plan.new_pain, "")
    known = _("The plan is for what you know. Something new or different is for a doctor.")
    return " ".join(filter(None, [known, who, _("If it is urgent, the number is 112.")]))


def _sections(part: Part, lang: str) -> list[tuple[str, tuple[str, ...]]]:
    plan, reader = part.plan, _reader(lang)

    def phrases(question: str, said: tuple[Saying, ...]) -> tuple[str, ...]:
        return tuple(say(question, one, lang) for one in said)

    def chosen(question: str, *ids: str) -> tuple[str, ...]:
        return tuple(label for one in ids if (label := reader[question].labels.get(one, "")))

    name = {"name": part.holder}
    still = _("I am still part of this") if part.mine else _("%(name)s is still part of this") % name
    needs = _("What I need most") if part.mine else _("What %(name)s needs most") % name
    return [
        (needs, chosen("need", *plan.need)),
        (_("This helps"), phrases("helps", plan.helps)),
        (_("This does not help"), phrases("no_help", plan.no_help)),
        (_("When … then …"), phrases("when_then", plan.when_then)),
        (still, phrases("part", plan.part)),
        (
            _("Who takes over what"),
            tuple(_takes_over(one, theirs, lang) for one, theirs in part.each if theirs.take_over),
        ),
        (_("Looking in"), chosen("check_ins", plan.check_ins)),
        (_("Looking at the plan again"), chosen("look_again", plan.look_again)),
    ]


def _takes_over(name: str, plan: Plan, lang: str) -> str:
    return f"{name}: {', '.join(say('take_over', one, lang) for one in plan.take_over)}"


def looking_in(part: Part, lang: str) -> str:
    """How often the holder would like to be looked in on meanwhile, as a sentence; empty where nothing is said."""
    said = {"check_ins": part.plan.check_ins} if part.plan.check_ins else {}
    between = Names(holder=part.holder)
    return " ".join(one.text for one in sentences(cards.card(rules.TOPIC), said, lang, between, "pair"))


def say(question: str, phrase: Saying, lang: str) -> str:
    """One's own words as they are, the card's in one language."""
    return phrase.own or _reader(lang)[question].labels.get(phrase.starter, "")


def _reader(lang: str) -> Mapping[str, QuestionWords]:
    return cards.words(cards.card(rules.TOPIC), lang).questions


def wording(viewer: Viewer, other_id: uuid.UUID | None, answers: Mapping[str, object]) -> dict[str, list[str]]:
    """How these answers read in every language, to be kept with the holder's yes to them."""
    card, names = cards.card(rules.TOPIC), circle.names(viewer)
    between = Names(names.get(viewer.me(), ""), names.get(other_id, "") if other_id else "")
    return {
        lang: [one.text for one in sentences(card, answers, lang, between, "pair" if other_id else "wish")]
        for lang in card.languages
    }
