"""Every text that another will read has Ordvalg beside it, and a form loses nothing on its way there and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.test import Client

import roret
from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, browser, home, settle
from roret.asking import actions as asking
from roret.asking.models import Question
from roret.asking.queries import may_ask
from roret.capacity.models import Said
from roret.content import cards
from roret.kit import clock
from roret.withdraw.models import Away
from roret.words.models import Chosen, Repair
from roret.words.tests.living import flag, found
from roret.words.tests.test_pages import SEEN, TEXT, text

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TOPICS = ("words", "capacity", "advice", "withdraw", "asking", "own")
LIVED_BY: dict[str, dict[str, object]] = {
    "words": {"misses": [{"own": "tag dig sammen"}]},
    "capacity": {"scale": "words"},
    "advice": {"policy": "ask_first"},
    "withdraw": {"how": "message", "how@supporter": "message"},
    "asking": {"when": "natural", "often": "no_limit", "words": [{"own": "Går det?"}]},
}


@pytest.fixture
def cast() -> Cast:
    """Maja and Jonas live by all that has a field in it."""
    cast = home(topics=TOPICS)
    for topic, answers in LIVED_BY.items():
        settle(cast.maja, cast.jonas, topic, answers)
    return cast


@pytest.fixture
def sees() -> Iterator[list[dict[str, object]]]:
    with found(flag(SEEN, "Har du prøvet yoga")) as asked:
        yield asked


def question_to(cast: Cast) -> str:
    may = may_ask(cast.maja, Agreed(cast.maja), cast.jonas_id, clock.now())
    asking.ask(cast.maja, to=cast.jonas_id, words=may.words[0])
    return str(Question.objects.get().id)


FORMS: dict[str, tuple[str, str, Mapping[str, str]]] = {
    "a line of one's own": ("today", "capacity_words", {}),
    "an idea": ("today/offer/{maja}", "content", {"own": "Yoga", "subject": ""}),
    "withdrawing": ("today/away", "own", {"minutes": "30"}),
    "an answer": ("today", "asking_own_{question}", {}),
    "words of a card": ("cards/withdraw/q/messages@supporter", "messages.own", {"revision": "0"}),
    "a text of a card": ("cards/own/q/text", "text", {"revision": "0"}),
    "a repair": ("words", "own_{maja}", {}),
}
"""Every form with a text that another reads: where it stands, the field, and what else is in it."""


@pytest.fixture(params=FORMS, ids=lambda name: name.replace(" ", "-"))
def form(request, cast) -> tuple[str, str, dict[str, str]]:
    page, field, others = FORMS[request.param]
    own = next(slot.key for slot in cards.card("own").asked("holder") if slot.question.kind == "text")
    ids = {"maja": cast.maja_id, "question": question_to(cast) if "question" in field else ""}
    page, field = page.replace("q/text", f"q/{own}"), field if field != "text" else own
    return f"/c/{cast.circle_id}/{page.format(**ids)}", field.format(**ids), dict(others)


def button_of(shown: str, field: str) -> tuple[str, dict[str, str]]:
    """The address that the button beside this field sends to, and what goes along with it."""
    for block in re.findall(r'<div class="wording">.*?</button>', shown, re.S):
        if field in re.search(r'name="wording" value="([^"]+)"', block)[1].split():
            return re.search(r'formaction="([^"]+)"', block)[1], dict(
                re.findall(r'name="(wording_\w+)" value="([^"]*)"', block)
            )
    raise AssertionError(f"no button beside {field}")


def writer(cast: Cast, page: str) -> Client:
    """Who writes there: a free topic is the holder's, who has said that she wants it."""
    if "/cards/own/" not in page:
        return browser(cast.jonas_id)
    Chosen.objects.create(member_id=cast.maja_id, when="button")
    return browser(cast.maja_id)


def test_each_has_a_button_and_the_form_goes_on_from_its_page_with_all_that_is_in_it(cast, form, sees):
    page, field, others = form
    who = writer(cast, page)
    address, along = button_of(text(who.get(page)), field)
    others |= along
    answer = who.post(address, {field: TEXT, "wording": field, "csrfmiddlewaretoken": "x"} | others)
    shown = text(answer)
    assert answer.status_code == 200, shown[-1500:]
    assert "<mark>Har du prøvet yoga</mark>" in shown
    target = re.search(r'<form method="post" id="beside" action="([^"]+)"', shown)[1]
    assert f'<textarea class="text" name="{field}"' in shown and SEEN in shown
    assert all(f'<input type="hidden" name="{name}" value="{value}">' in shown for name, value in others.items())
    assert 'value="x"' not in shown and "csrfmiddlewaretoken" in shown, "ours, and not the one that came"
    back = text(who.post(target, {field: TEXT, "wording": "back"} | others))
    assert SEEN in back.replace("\r\n", "\n"), "going back loses nothing"
    assert all(value in back for name, value in others.items() if name in ("own", "minutes"))
    assert not Said.objects.exists() and not Repair.objects.exists() and not Away.objects.exists(), "and does nothing"
    buttons = re.findall(r'<button class="button (?:primary|secondary)" type="submit"(?: name="(\w+)" value="([^"]*)")?><', shown)  # fmt: skip
    name, value = buttons[0]
    on = who.post(target, {field: "Vi ses", "wording": field} | others | ({name: value} if name else {}))
    assert on.status_code == 302, "and it goes where it was going"


def test_for_a_holder_there_is_none_until_she_wishes(cast):
    maja = browser(cast.maja_id)
    pages = ["today", "today/away", "words", "cards/withdraw/q/messages"]
    assert [page for page in pages if "ordvalg/look" in text(maja.get(f"/c/{cast.circle_id}/{page}"))] == []
    Chosen.objects.create(member_id=cast.maja_id, when="button")
    shown = [text(maja.get(f"/c/{cast.circle_id}/{page}")) for page in pages]
    assert all("ordvalg/look" in one for one in shown[:2] + shown[3:]) and not any("hx-trigger" in one for one in shown)
    Chosen.objects.update(when="typing")
    assert "hx-trigger=\"input changed delay:700ms from:#id_capacity_words\"" in text(maja.get(f"/c/{cast.circle_id}/today"))  # fmt: skip
    Chosen.objects.update(when="page")
    assert "ordvalg/look" not in text(maja.get(f"/c/{cast.circle_id}/today"))


WITHOUT: dict[str, str] = {
    "circle/join.html": "a name",
    "circle/people.html": "names, and an address for mail",
    "deliver/notify.html": "clock times",
    "first/start.html": "a name",
    "flareup/_answer.html": "a clock time",
    "zones/free.html": "a clock time",
    "learn/toolbox.html": "a word to search for",
    "offline/phone.html": "a PIN",
    "offline/pocket.html": "a PIN",
    "sharing/day.html": "what a thing is called",
    "tasks/parts.html": "what a task and its area are called",
    "tasks/task.html": "what the smaller version of a task is",
    "words/ordvalg.html": "it is there already",
    "words/beside.html": "it is there already",
}
"""Pages with a field to write in that Ordvalg does not stand beside, and what is written there."""


def test_no_text_that_another_reads_is_without_it():
    house = Path(roret.__path__[0])
    fields = re.compile(r"e\.(?:text_area|text_field|phrases)\(|<textarea")
    pages = {
        path.parent.name + "/" + path.name: path.read_text(encoding="utf-8")
        for path in house.glob("*/templates/*/*.html")
        if path.parent.name not in ("account", "mfa", "people", "elements") and path.name != "elements.html"
    }
    written_in = {name for name, page in pages.items() if fields.search(page)}
    assert {name for name in written_in if "e.wording(" not in pages[name]} == set(WITHOUT)
    assert len(written_in) - len(WITHOUT) == 8
