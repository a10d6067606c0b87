"""Cards: picking, answering, and two people's answers side by side."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roret.agreement import actions
from roret.agreement import queries as agreements
from roret.agreement.rules import Conflict, next_review, one_way, spans_of
from roret.circle import access
from roret.circle import queries as circle
from roret.circle.access import Viewer, viewer
from roret.circle.actions import open_topics
from roret.circle.queries import MemberFace
from roret.circle.rules import Act
from roret.content import cards
from roret.content.answers import BadAnswer, decode
from roret.content.shape import Card, Slot
from roret.deck import queries
from roret.deck.forms import Form, asked, stored_form
from roret.deck.rules import enough_for_tonight
from roret.kit.lang import reader_lang
from roret.profile.queries import People, wording


@login_required
@require_GET
def deck(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """All cards, to pick from. Nothing has to be taken, nothing in any order."""
    seen = viewer(request, circle_id, Act.ANSWER)
    faces = queries.deck(seen, reader_lang())
    groups = {state: [f for f in faces if f.state == state] for state in ("begun", "new", "done", "aside")}
    return render(request, "deck/deck.html", {"viewer": seen, "groups": groups})


@login_required
@require_GET
def card(request: HttpRequest, circle_id: uuid.UUID, topic: str) -> HttpResponse:
    """Go on with a card: to the first question without an answer, else to its end."""
    seen = viewer(request, circle_id, Act.ANSWER)
    return redirect(next_step(seen, queries.find(seen, topic, reader_lang()), None))


def next_step(seen: Viewer, found: Card, after: str | None) -> str:
    """The address of the question after `after` (a slot key), of the first open one, or of the card's end."""
    answers = agreements.answers(seen, found.id)
    steps = queries.slots(seen, found, answers)
    keys = [slot.key for slot in steps]
    if after is not None:
        rest = keys[keys.index(after) + 1 :] if after in keys else []
    else:
        rest = [key for key in keys if key not in answers]
        if rest and not answers:
            rest = keys
    if rest:
        return reverse("deck:question", args=[seen.circle_id, found.id, rest[0]])
    return reverse("deck:end", args=[seen.circle_id, found.id])


@login_required
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, circle_id: uuid.UUID, topic: str, key: str) -> HttpResponse:
    """One question, one screen."""
    seen = viewer(request, circle_id, Act.ANSWER)
    found = queries.find(seen, topic, reader_lang())
    slot = _slot(seen, found, key)
    screen = Screen(seen, found, slot, lambda: next_step(seen, found, slot.key))
    return screen.take(request) if request.method == "POST" else screen.show(request)


def _slot(seen: Viewer, found: Card, key: str) -> Slot:
    for slot in found.asked(seen.party):
        if slot.key == key:
            return slot
    raise Http404


@dataclass(frozen=True)
class Screen:
    """One question on one screen: who is asked, what about, and where the screen leads.

    `beside` is the one at the table who answers on the holder's device. While their answers are `closed` to the
    holder, who holds that device the rest of the time, the screen shows none of what they answered before.
    """

    viewer: Viewer
    card: Card
    slot: Slot
    then: Callable[[], str]
    beside: MemberFace | None = None
    closed: bool = False

    def show(
        self, request: HttpRequest, data: Form | None = None, errors: tuple[str, ...] = (), spare: int = 1
    ) -> HttpResponse:
        """The question with what is stored, or with what was just typed."""
        context = queries.screen(self.viewer, self.card, self.slot, reader_lang())
        stored = context.pop("stored")
        shown = data if data is not None else stored_form(self.slot, None if self.closed else stored)
        q = asked(self.card, self.slot, self.viewer.party, reader_lang(), shown, errors, spare)
        kept = self.closed and stored is not None
        more = {"viewer": self.viewer, "card": self.card, "q": q, "at_table": self.beside, "kept": kept}
        more["at"] = request.path
        if self.closed:
            more["beside"] = []
        return render(request, "deck/question.html", context | more, status=422 if errors else 200)

    def take(self, request: HttpRequest) -> HttpResponse:
        """Store what was tapped or typed. A mistake, a wish for one more row or a clash shows the same screen again."""
        data: Form = {name: request.POST.getlist(name) for name in request.POST}
        if "more" in request.POST or request.POST.get("wording") == "back":
            return self.show(request, data, spare=2 if "more" in request.POST else 1)
        if request.POST.get("go") == "skip":
            return redirect(self.then())
        try:
            value = decode(self.slot.question, data)
        except BadAnswer as bad:
            return self.show(request, data, (bad.message(reader_lang()),))
        return self._store(request, value)

    def _store(self, request: HttpRequest, value: object) -> HttpResponse:
        given = request.POST.get("revision", "0")
        base = int(given) if given.isdecimal() and len(given) < 10 else 0
        if self.closed:
            # Nothing was shown, so an empty screen takes nothing back, and a new answer is laid on the latest.
            stored = agreements.answers(self.viewer, self.card.id).get(self.slot.key)
            base = stored.revision if stored and value is not None else 0
        if value is None and not base:
            return redirect(self.then())
        if queries.lies_in_the_deck(self.viewer, self.card.id):
            actions.pick(self.viewer, topic=self.card.id)
        outcome = actions.answer(
            self.viewer, topic=self.card.id, question=self.slot.key, value=value, base_revision=base
        )
        if isinstance(outcome, Conflict):
            messages.info(request, _("You wrote on this in two places. Both texts are here; choose the one that fits."))
            return self.show(request)
        return redirect(self.then())


@login_required
@require_POST
def settle(request: HttpRequest, circle_id: uuid.UUID, topic: str, key: str, beside_id: uuid.UUID) -> HttpResponse:
    """Choose between one's own two texts."""
    seen = viewer(request, circle_id, Act.ANSWER)
    found = queries.find(seen, topic, reader_lang())
    slot = _slot(seen, found, key)
    stored = agreements.answers(seen, topic).get(key)
    both = {str(b.id): b.value for b in stored.beside} if stored else {}
    if stored is None or str(beside_id) not in both:
        raise Http404
    value = both[str(beside_id)] if request.POST.get("take") == "other" else stored.value
    actions.settle_beside(seen, beside_id=beside_id, value=value, base_revision=stored.revision)
    return redirect("deck:question", circle_id, topic, slot.key)


@login_required
@require_GET
def end(request: HttpRequest, circle_id: uuid.UUID, topic: str) -> HttpResponse:
    """The card is through: what it says now, and what one can do with it."""
    seen = viewer(request, circle_id, Act.ANSWER)
    found = queries.find(seen, topic, reader_lang())
    context = {
        "viewer": seen,
        "card": found,
        "words": cards.words(found, reader_lang()),
        "sentences": queries.my_sentences(seen, found, reader_lang()),
        "others": queries.other_sides(seen, found),
        "turn": queries.turn(seen, topic),
        "may_wish": "wish" in found.stands and found.owner == seen.party,
        "first": reverse("deck:question", args=[circle_id, topic, found.asked(seen.party)[0].key]),
    }
    return render(request, "deck/end.html", context)


@login_required
@require_POST
def state(request: HttpRequest, circle_id: uuid.UUID, topic: str) -> HttpResponse:
    """Done, open, closed or aside: one word about the whole card."""
    seen = viewer(request, circle_id, Act.ANSWER)
    queries.find(seen, topic, reader_lang())
    said = request.POST.get("say", "")
    acts = {
        "done": actions.done,
        "open": actions.open_answers,
        "close": actions.close_answers,
        "aside": actions.skip,
        "pick": actions.pick,
    }
    if said not in acts:
        raise Http404
    acts[said](seen, topic=topic)
    return redirect("deck:deck", circle_id) if said == "aside" else redirect("deck:end", circle_id, topic)


@login_required
@require_POST
def wish(request: HttpRequest, circle_id: uuid.UUID, topic: str) -> HttpResponse:
    """Put one's own answers on the page. It takes nobody else's yes."""
    seen = viewer(request, circle_id, Act.AGREE)
    found = queries.find(seen, topic, reader_lang())
    if "wish" not in found.stands or found.owner != seen.party:
        raise Http404
    spans = one_way(queries.my_values(seen, found))
    names = People(seen).names(seen.me(), None)
    actions.done(seen, topic=topic)
    actions.propose(
        seen,
        topic=topic,
        other_id=None,
        spans=spans,
        wording=wording(topic, spans_of(spans), names, "wish"),
        trial=True,
        review_on=next_review(agreements.today(seen)),
    )
    messages.success(request, _("It is on your page now."))
    return redirect("profile:home", circle_id)


@login_required
@require_GET
def both(request: HttpRequest, circle_id: uuid.UUID, topic: str, member_id: uuid.UUID) -> HttpResponse:
    """Two people's answers, alike in size, and ways on where they differ."""
    seen = viewer(request, circle_id, Act.AGREE)
    found = queries.find(seen, topic, reader_lang())
    other = circle.member(seen, member_id)
    context = {
        "viewer": seen,
        "card": found,
        "words": cards.words(found, reader_lang()),
        "other": other,
        "me": next(f for f in circle.members(seen) if f.is_me),
        "rows": queries.side_by_side(seen, found, other, reader_lang()),
        "differs": queries.differs(seen, found, other),
        "agreed": queries.proposal_texts(seen, found, other, "mine", reader_lang()),
        "latest": queries.latest(seen, found).get(other.id, 0),
    }
    return render(request, "deck/both.html", context)


@login_required
@require_POST
def propose(request: HttpRequest, circle_id: uuid.UUID, topic: str) -> HttpResponse:
    """Lay it on the table: with one, or with everybody, each of whom answers alone."""
    seen = viewer(request, circle_id, Act.AGREE)
    found = queries.find(seen, topic, reader_lang())
    sides = {str(side.member.id): side.member for side in queries.other_sides(seen, found)}
    chosen = list(sides) if request.POST.get("to") == "everybody" else request.POST.getlist("to")
    way = request.POST.get("way", "mine")
    if not chosen or any(one not in sides for one in chosen) or way not in ("mine", "theirs", "turns"):
        raise Http404
    shown = request.POST.get("seen", "")
    known = int(shown) if shown.isdecimal() and len(shown) < 10 else None
    laid = [_lay(seen, found, sides[one].id, way, known) for one in chosen]
    messages.success(request, _("It is on the table."))
    if len(laid) == 1:
        return redirect("profile:agreement", circle_id, laid[0])
    return redirect("profile:home", circle_id)


def _lay(seen: Viewer, found: Card, other_id: uuid.UUID, way: str, known: int | None) -> uuid.UUID:
    spans = queries.proposal(seen, found, other_id, way)
    people = People(seen)
    names = people.names(seen.me(), other_id) if seen.is_holder else people.names(other_id, seen.me())
    laid = actions.propose(
        seen,
        topic=found.id,
        other_id=other_id,
        spans=spans,
        wording=wording(found.id, spans_of(spans), names, "pair"),
        trial=True,
        review_on=next_review(agreements.today(seen)),
        seen=known,
    )
    return laid.agreement_id


# --- conversation mode on one device -----------------------------------------------------------
#
# Somebody without an account answers on the holder's telephone. Between the two there is always
# the neutral screen, so that nobody reads over the other's shoulder by accident. The one at the
# table answers as themselves; what they wrote is closed to the holder until both are through,
# exactly as with an account.


@login_required
@require_GET
def table(request: HttpRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Whom to sit down with."""
    seen = viewer(request, circle_id, Act.OPEN_TOPICS)
    return render(request, "deck/table.html", {"viewer": seen, "others": _others(seen)})


def _others(seen: Viewer) -> list[MemberFace]:
    return [face for face in circle.members(seen) if not face.is_me]


@login_required
@require_GET
def choose(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """Which card to take tonight: at most two an evening."""
    seen = viewer(request, circle_id, Act.OPEN_TOPICS)
    other = circle.member(seen, member_id)
    faces = [face for face in queries.deck(seen, reader_lang()) if face.together]
    context = {
        "viewer": seen,
        "other": other,
        "cards": faces,
        "enough": enough_for_tonight(queries.cards_taken_today(seen, other)),
    }
    return render(request, "deck/choose.html", context)


@login_required
@require_POST
def begin(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID, topic: str) -> HttpResponse:
    """Take a card together. The one it is taken with sees this topic from now on, since they are to answer it."""
    seen = viewer(request, circle_id, Act.OPEN_TOPICS)
    circle.member(seen, member_id)
    queries.find(seen, topic, reader_lang())
    open_to = circle.open_topics(seen).get(member_id, frozenset())
    if topic not in open_to:
        open_topics(seen, member_id=member_id, topics=open_to | {topic})
    actions.pick(seen, topic=topic)
    return redirect("deck:card", circle_id, topic)


@login_required
@require_GET
def hand(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID, topic: str) -> HttpResponse:
    """The neutral screen while the telephone changes hands."""
    seen, other, found = _at_table(request, circle_id, member_id, topic)
    back = request.GET.get("to") == "holder"
    target = reverse("deck:both", args=[circle_id, topic, member_id]) if back else _next(seen, other, found, None)
    name = next(f.name for f in circle.members(seen) if f.is_me) if back else circle.member(seen, member_id).name
    context = {"viewer": seen, "name": name, "target": target, "back": back}
    return render(request, "deck/hand.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def table_question(
    request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID, topic: str, key: str
) -> HttpResponse:
    """One question, asked of the one at the table."""
    seen, other, found = _at_table(request, circle_id, member_id, topic)
    slot = next((s for s in found.asked("supporter") if s.key == key), None)
    if slot is None:
        raise Http404
    closed = (member_id, topic) not in agreements.readable(seen, topic)
    face = circle.member(seen, member_id)
    screen = Screen(other, found, slot, lambda: _next(seen, other, found, slot.key), face, closed)
    return screen.take(request) if request.method == "POST" else screen.show(request)


def _next(seen: Viewer, other: Viewer, found: Card, after: str | None) -> str:
    """The next question for the one at the table, or back to the holder by the neutral screen."""
    steps = [s.key for s in queries.slots(other, found, agreements.answers(other, found.id))]
    rest = steps[steps.index(after) + 1 :] if after in steps else ([] if after else steps)
    if rest:
        return reverse("deck:table_question", args=[seen.circle_id, other.me(), found.id, rest[0]])
    return reverse("deck:table_done", args=[seen.circle_id, other.me(), found.id])


@login_required
@require_http_methods(["GET", "POST"])
def table_done(request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID, topic: str) -> HttpResponse:
    """Both have answered: after a press, the two views can lie side by side."""
    seen, other, found = _at_table(request, circle_id, member_id, topic)
    if request.method == "POST":
        actions.done(other, topic=topic)
        return redirect(reverse("deck:hand", args=[circle_id, member_id, topic]) + "?to=holder")
    context = {"viewer": seen, "other": circle.member(seen, member_id), "card": found}
    return render(request, "deck/table_done.html", context)


def _at_table(
    request: HttpRequest, circle_id: uuid.UUID, member_id: uuid.UUID, topic: str
) -> tuple[Viewer, Viewer, Card]:
    """The holder, the one beside them who has no account of their own, and a card both answer on."""
    seen = viewer(request, circle_id, Act.OPEN_TOPICS)
    face = circle.member(seen, member_id)
    if face.is_me or face.has_account:
        raise Http404
    other = access.viewer_of(member_id)
    return seen, other, queries.find(other, topic, reader_lang())
