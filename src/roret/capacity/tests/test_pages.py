"""The buttons, the page, and what stands on Today."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from roret.agreement.tests.cast import Cast, part_of, wish, with_browsers
from roret.capacity.models import Said
from roret.capacity.tests.living import HERS, HIS, TOPICS, agree, look
from roret.circle import access, actions
from roret.circle.access import Viewer
from roret.circle.rules import Edition, Role
from roret.kit import clock

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MORNING = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


def two(language: str = "en") -> tuple[Cast, Client, Client]:
    return with_browsers(TOPICS, language)


def part(who: Viewer, lang: str = "en", **more: str) -> str:
    return part_of("capacity", look, who, lang, **more)


def code(cast: Cast) -> str:
    return f"/c/{cast.circle_id}/today/code"


def test_one_tap_says_it_and_leads_back_to_today():
    cast, hers, _ = two()
    agree(cast.maja, cast.jonas)
    answer = hers.post(code(cast), {"value": "40"})
    assert (answer.status_code, answer["Location"]) == (302, f"/c/{cast.circle_id}/today")
    page = hers.get(code(cast)).content.decode()
    assert re.findall(r'name="value" value="(\d+)" aria-pressed="true"', page) == ["40"]
    assert "until midnight" in page
    assert hers.post(code(cast), {"need": "peace"}).status_code == 302
    assert Said.objects.count() == 2
    # What is pressed sends nothing, which takes it back.
    assert re.search(r'name="need" value="" aria-pressed="true"', hers.get(code(cast)).content.decode())
    hers.post(code(cast), {"need": ""})
    assert [row.part for row in Said.objects.all()] == ["code"]
    hers.post(f"{code(cast)}/clear")
    assert not Said.objects.exists()


def test_a_line_that_is_too_long_comes_back_as_it_was_typed():
    cast, hers, _ = two()
    agree(cast.maja, cast.jonas)
    typed = "<b>lang</b> " + "o" * 200
    answer = hers.post(code(cast), {"capacity_words": typed})
    assert answer.status_code == 422
    assert "&lt;b&gt;lang&lt;/b&gt; " + "o" * 200 in answer.content.decode()
    assert b"200 characters are the most" in answer.content
    assert not Said.objects.exists()
    assert hers.post(code(cast), {"capacity_words": "  Ring\r\n gerne\u202e  "}).status_code == 302
    assert Said.objects.get().said == {"words": "Ring gerne"}


@pytest.mark.parametrize("data", [{"value": "45"}, {"value": "\x00"}, {"need": "coffee"}, {"value": "some"}])
def test_a_button_that_is_not_there_shows_the_ones_that_are(data):
    cast, hers, _ = two()
    agree(cast.maja, cast.jonas)
    answer = hers.post(code(cast), data)
    assert answer.status_code == 422 and b'value="40"' in answer.content
    assert not Said.objects.exists()


def test_a_form_with_nothing_in_it_says_nothing():
    cast, hers, _ = two()
    agree(cast.maja, cast.jonas)
    assert hers.post(code(cast), {}).status_code == 302
    assert not Said.objects.exists()


def test_with_nothing_agreed_the_page_says_so_and_leads_to_the_card():
    cast, hers, his = two()
    for browser in (hers, his):
        page = browser.get(code(cast)).content.decode()
        assert "You have agreed nothing on this" in page
        assert f"/c/{cast.circle_id}/cards/capacity" in page and 'name="value"' not in page
        assert browser.get(f"/c/{cast.circle_id}/cards/capacity").status_code == 302
        assert browser.post(code(cast), {"value": "some"}).status_code == 422
    actions.open_topics(access.viewer_of(cast.maja_id), member_id=cast.jonas_id, topics=[])
    assert "cards/capacity" not in his.get(code(cast)).content.decode(), "closed to him, so it leads nowhere"


def test_strangers_find_nothing():
    cast, *_ = two()
    other, otto, _ = two()
    assert otto.get(code(cast)).status_code == otto.post(code(cast), {"value": "40"}).status_code == 404
    assert otto.post(f"{code(cast)}/clear").status_code == 404
    assert Client().get(code(cast)).status_code == 302
    assert otto.get(code(other)).status_code == 200


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["40%", "would rather have peace and quiet", "When we are both worn out", "order a meal"]),
        ("da", ["40\u00a0%", "vil helst have fred og ro", "Når vi begge er flade", "bestille mad"]),
    ],
)
def test_today_shows_each_in_their_own_way_in_the_readers_language(lang, words):
    with clock.held(MORNING):
        cast, hers, _ = two(lang)
        agree(cast.maja, cast.jonas)
        hers.post(code(cast), {"value": "40"})
        hers.post(code(cast), {"need": "peace"})
        shown = part(cast.jonas, lang)
        assert [word for word in words if word not in shown] == []
        assert "<details" in shown and "<details open" not in shown
        assert 'name="value" value="a_little"' in shown, "his own buttons are words"
        assert 'name="value" value="40"' in part(cast.maja)


def test_in_danish_it_stands_in_the_past_after_four_hours():
    with clock.held(MORNING):
        cast, hers, _ = two("da")
        agree(cast.maja, cast.jonas)
        hers.post(code(cast), {"value": "40"})
        hers.post(code(cast), {"need": "peace"})
    with clock.held(MORNING + timedelta(hours=5)):
        assert "I morges: 40\u00a0%, ville helst have fred og ro" in part(cast.jonas, "da")


def test_never_said_taken_back_and_ended_are_the_same_bytes():
    with clock.held(MORNING):
        cast, hers, _ = two()
        agree(cast.maja, cast.jonas)
        never = part(cast.jonas)
        hers.post(code(cast), {"value": "40", "need": "peace", "capacity_words": "Ses"})
        said = part(cast.jonas)
        hers.post(f"{code(cast)}/clear")
        assert part(cast.jonas) == never != said
        hers.post(code(cast), {"value": "0"})
    with clock.held(MORNING + timedelta(days=1)):
        assert part(cast.jonas) == never


def test_how_it_is_and_what_one_can_do_stand_apart_where_the_page_wants_it():
    cast, *_ = two()
    agree(cast.maja, cast.jonas)
    how, what = part(cast.jonas, place="now"), part(cast.jonas, place="do")
    assert "Maja" in how and "<form" not in how
    assert "Maja" not in what and what.count("<form") == 4


def test_what_was_said_for_now_folds_its_buttons_away_and_what_was_said_earlier_does_not():
    with clock.held(MORNING):
        cast, hers, _ = two()
        agree(cast.maja, cast.jonas)
        assert "<summary" in part(cast.maja, place="do") and "<h2>How much" in part(cast.maja, place="do")
        hers.post(code(cast), {"value": "40"})
        shown = part(cast.maja, place="do")
        assert "<h2>How much" not in shown and "<h2>What would be good" in shown and 'value="70"' in shown
        assert "You, until midnight" in part(cast.maja, place="now")
    with clock.held(MORNING + timedelta(hours=5)):
        assert "<h2>How much" in part(cast.maja, place="do")
        assert "This morning: 40%, until midnight" in part(cast.maja, place="now")


def test_with_nothing_agreed_it_folds_away_on_today():
    cast, *_ = two()
    assert part(cast.jonas, place="now").strip() == ""
    assert part(cast.jonas, place="do").strip() == "", "Today gathers what is not agreed yet"


def test_who_would_rather_put_no_number_on_it_is_asked_what_would_be_good():
    cast, hers, _ = two()
    agree(cast.maja, cast.jonas, {**HERS, **HIS, "scale": "none"})
    page = hers.get(code(cast)).content.decode()
    assert 'name="value"' not in page and page.count('name="need"') == 6
    assert "How much is there" not in page


def test_every_form_has_its_token_and_every_id_stands_once():
    cast, hers, _ = two()
    agree(cast.maja, cast.jonas)
    page = hers.get(code(cast)).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    assert main.count("<form") == main.count("csrfmiddlewaretoken") == 4
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_wish_alone_gives_her_buttons_of_her_own():
    cast, hers, his = two()
    actions.open_topics(cast.maja, member_id=cast.jonas_id, topics=[])
    wish(cast.maja, "capacity", HERS)
    assert b'value="40"' in hers.get(code(cast)).content
    assert b"You have agreed nothing" in his.get(code(cast)).content


def test_at_work_there_is_no_such_card_and_so_no_such_part():
    person = get_user_model().objects.create()
    actions.open_circle(person_id=person.pk, edition=Edition.WORK, role=Role.HOLDER, name="Maja")
    (maja,) = access.circles_of(person.pk)
    assert part(maja).strip() == ""
