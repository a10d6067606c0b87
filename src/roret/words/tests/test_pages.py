"""Ordvalg's own page, the answer under a field, and the way round by a page that loses nothing of a form."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Iterator

import pytest
from django.http import HttpResponse

import ordvalg
from roret.agreement.tests.cast import Cast, browser, settle
from roret.people.models import Session
from roret.words.tests.living import SAID, agree, flag, found, home

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TEXT = "Godmorgen.\r\nHar du prøvet yoga? Vi ses."
SEEN = TEXT.replace("\r\n", "\n")
PART = {"HX-Request": "true"}
TOPICS = ("words", "capacity", "advice", "withdraw", "asking", "own")


@pytest.fixture
def cast() -> Cast:
    """Maja and Jonas live by all that has a field in it."""
    cast = home(topics=TOPICS)
    agree(cast, SAID)
    settle(cast.maja, cast.jonas, "capacity", {"scale": "words"})
    return cast


@pytest.fixture
def sees() -> Iterator[list[dict[str, object]]]:
    with found(flag(SEEN, "Har du prøvet yoga", why="Det kan høres.")) as asked:
        yield asked


def text(answer: HttpResponse) -> str:
    return html.unescape(answer.content.decode())


# --- its own page -------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, PART], ids=["page", "part"])
def test_anybody_can_ask_and_nothing_of_it_is_kept(client, sees, headers):
    answer = client.post("/ordvalg", {"wording": "text", "text": TEXT, "lang": "auto"}, headers=headers)
    shown = text(answer)
    assert answer.status_code == 200 and "<mark>Har du prøvet yoga</mark>" in shown and "Det kan høres." in shown
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("<html" in shown) == (not headers) and set(answer.cookies) <= {"roret-form"}
    assert sees[0]["text"] == SEEN and sees[0]["wishes"] == ordvalg.Wishes()
    assert not Session.objects.exists()


def test_in_a_circle_it_knows_what_the_other_has_said(cast, sees):
    browser(cast.jonas_id).post(f"/c/{cast.circle_id}/ordvalg", {"wording": "text", "text": TEXT})
    assert "tag dig sammen" in sees[0]["wishes"].missing


def test_the_language_can_be_chosen_and_any_other_counts_as_not_chosen(client, sees):
    for lang in ("en", "auto", "xx"):
        client.post("/ordvalg", {"wording": "text", "text": TEXT, "lang": lang})
    assert [asked["lang"] for asked in sees] == ["en", "auto", "auto"]


def test_one_finding_first_and_two_more_behind_a_fold(client):
    four = [flag(SEEN, words) for words in ("Godmorgen", "Har du", "prøvet", "yoga")]
    with found(*four):
        shown = text(client.post("/ordvalg", {"wording": "text", "text": TEXT}))
    before, after = shown.split("<details", 1)
    assert re.findall("<mark>(.*?)</mark>", before) == ["Godmorgen"]
    assert re.findall("<mark>(.*?)</mark>", after) == ["Har du", "prøvet"]


@pytest.mark.parametrize("lang", ["da", "en"])
def test_where_nothing_is_found_it_says_so_and_praises_nothing(client, lang):
    says = {"da": "Ordvalg faldt ikke over noget. Det ser ikke alt.", "en": "Nothing caught the eye. Wording does not see everything."}  # fmt: skip
    with found():
        answer = client.post("/ordvalg", {"wording": "text", "text": "Hej"}, headers={"Accept-Language": lang})
    assert says[lang] in text(answer) and "<mark>" not in text(answer)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"text": " \r\n "}, "Der er ikke noget at se på endnu."),
        ({}, "Der er ikke noget at se på endnu."),
        ({"text": "Bonjour"}, "Det ligner et sprog, Ordvalg ikke kender, så det siger ikke noget. Det kender dansk og engelsk."),
    ],
)  # fmt: skip
def test_bad_input_is_answered_kindly(client, sent, says):
    with found(lang=None):
        answer = client.post("/ordvalg", {"wording": "text"} | sent, headers={"Accept-Language": "da"})
    assert answer.status_code == 200 and says in text(answer) and "<mark>" not in text(answer)


def test_of_a_long_text_it_says_how_much_was_looked_at(client):
    with found(cut=True):
        shown = text(
            client.post("/ordvalg", {"wording": "text", "text": "a" * 9000}, headers={"Accept-Language": "da"})
        )
    assert f"Der er set på de første {ordvalg.LONGEST} tegn." in shown and "a" * 9000 in shown


def test_markup_is_text_and_marks_come_where_they_belong(client):
    sent = "<b>Har du</b> & \u202eprøvet <script>x</script>\0"
    with found(flag(sent, "prøvet <script>")):
        shown = client.post("/ordvalg", {"wording": "text", "text": sent}).content.decode()
    assert "<mark>prøvet &lt;script&gt;</mark>" in shown and "<script>x" not in shown


def test_an_opening_comes_into_the_field_and_the_finding_stays(client, sees):
    put = "Har du prøvet yoga?\r\nHvad ville være godt"
    shown = text(client.post("/ordvalg", {"wording": "text", "text": TEXT, "put.0": put}))
    (field,) = re.findall(r'<textarea[^>]*name="text"[^>]*>(.*?)</textarea>', shown, re.S)
    assert field == "Godmorgen.\nHvad ville være godt Vi ses." and "<mark>Har du prøvet yoga</mark>" in shown


# --- under a field ------------------------------------------------------------------------------


def test_under_a_field_the_one_field_is_looked_at_and_one_thing_is_said(cast):
    two = flag(SEEN, "Vi ses", sure=False), flag(SEEN, "prøvet yoga")
    with found(*two) as asked:
        answer = browser(cast.jonas_id).post(
            f"/c/{cast.circle_id}/ordvalg/look", {"wording": "capacity_words", "capacity_words": TEXT, "other": "x"}
        )
    assert [one["text"] for one in asked] == [SEEN]
    assert re.findall("<mark>(.*?)</mark>", text(answer)) == ["prøvet yoga"]
    assert 'data-put="id_capacity_words"' in text(answer) and "<html" not in text(answer)


def test_while_somebody_writes_it_is_one_line_or_nothing(cast, sees):
    jonas, at = browser(cast.jonas_id), f"/c/{cast.circle_id}/ordvalg/look"
    sent = {"wording": "x", "x": TEXT, "unasked": "1"}
    assert "<details" in text(jonas.post(at, sent))
    with found():
        assert text(jonas.post(at, sent)).split() == ["<div", 'class="looked">', "</div>"]
        assert "faldt ikke over noget" in text(jonas.post(at, {"wording": "x", "x": TEXT}))


def test_of_several_rows_each_is_a_text_and_the_opening_goes_into_its_own(cast):
    with found(flag(SEEN, "yoga")) as asked:
        shown = text(
            browser(cast.jonas_id).post(
                f"/c/{cast.circle_id}/ordvalg/look",
                {"wording": "words.own", "words.own": ["", TEXT, ""], "words": "how_now"},
            )
        )
    assert [one["text"] for one in asked][1:] == [SEEN] and 'data-put="id_words.own.1"' in shown


def test_whom_it_is_for_decides_whose_words_hold(cast, sees):
    maja, at = browser(cast.maja_id), f"/c/{cast.circle_id}/ordvalg/look"
    for to in (cast.jonas_id, uuid.uuid4()):
        maja.post(at, {"wording": "x", "x": TEXT, "wording_for": str(to)})
    assert [one["wishes"].missing for one in sees] == [("glem det",), ()]
    assert maja.post(at, {"wording": "x", "x": TEXT, "wording_for": "birthe"}).status_code == 404


def test_the_token_of_a_form_is_never_a_text(cast, sees):
    browser(cast.jonas_id).post(
        f"/c/{cast.circle_id}/ordvalg/look", {"wording": "csrfmiddlewaretoken wording x", "csrfmiddlewaretoken": "y", "x": "z"}
    )  # fmt: skip
    assert [one["text"] for one in sees] == ["z"]


# --- where a form goes on ------------------------------------------------------------------------


def test_on_the_card_about_words_nobody_is_told_that_they_miss(cast):
    jonas = browser(cast.jonas_id)
    assert "ordvalg/look" not in text(jonas.get(f"/c/{cast.circle_id}/cards/words/q/misses@supporter"))


@pytest.mark.parametrize(
    "target",
    [
        "",
        "https://example.org/c/{home}/today/code",
        "//example.org/c/{home}/today/code",
        "/c/{other}/today/code",
        "/c/{home}/today",
        "/c/{home}/today/code?x=1",
        "/c/{home}/today/code#x",
        "/c/{home}/people/leave",
        "/me/password",
        "/sign-out",
        "javascript:alert(1)",
    ],
)
def test_a_form_goes_on_to_nothing_but_one_of_our_own_forms_in_this_circle(cast, target, sees):
    to = target.format(home=cast.circle_id, other=uuid.uuid4())
    answer = browser(cast.jonas_id).post(
        f"/c/{cast.circle_id}/ordvalg/beside", {"wording": "x", "x": TEXT, "wording_to": to}
    )
    assert answer.status_code == 404


def test_a_line_that_could_wait_can_still_wait(cast, sees):
    jonas, at = browser(cast.jonas_id), f"/c/{cast.circle_id}"
    later = "2026-11-24T19:00:00+00:00"
    shown = text(
        jonas.post(
            f"{at}/ordvalg/beside",
            {"wording": "capacity_words", "capacity_words": TEXT, "later": later, "wording_to": f"{at}/today/code"},
        )
    )
    assert f'name="from" value="{later}"' in shown and "kl. 20" in shown
