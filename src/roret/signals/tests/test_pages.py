"""The taps, through the browser's own door, in both languages."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from roret.agreement.tests.cast import Cast, browser, part_of, stranger, with_browsers
from roret.circle.access import Viewer
from roret.signals.models import Signal, Thanks
from roret.signals.tests.living import agree, look

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def two(clock) -> tuple[Cast, Client, Client]:
    return with_browsers(("asking",))


def escaped(who: Viewer, lang: str = "da") -> str:
    """The room's part of Today as a browser gets it."""
    return part_of("signals", look, who, lang)


def part(who: Viewer, lang: str = "da") -> str:
    return unescape(escaped(who, lang))


def test_one_tap_stands_on_the_others_screen_and_one_takes_it_back(two):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    path = f"/c/{cast.circle_id}/today/signal"
    before = part(cast.jonas)
    answer = her.post(path, {"kind": "change_subject"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/c/{cast.circle_id}/today")
    assert "Tal om noget andet" in part(cast.jonas)
    assert "Talk of something else" in part(cast.jonas, "en")
    assert "Skal vi tale om noget andet?" in part(cast.maja)
    her.post(f"{path}/back")
    assert part(cast.jonas) == before


def test_what_is_not_agreed_is_said_kindly_and_leads_to_the_card(two):
    cast, her, _ = two
    her.post(f"/c/{cast.circle_id}/today/signal", {"kind": "pause"})
    assert not Signal.objects.exists()
    for lang, text in (("da", "I har ikke aftalt noget om tegn"), ("en", "You have agreed nothing on signals")):
        assert text in part(cast.maja, lang)
    assert f"/c/{cast.circle_id}/cards/asking" in part(cast.maja)


@pytest.mark.parametrize("words", ["🙂🌊", "قف من فضلك", "<b>Stop</b>", "x" * 10_000])
def test_own_words_come_out_as_they_went_in(two, words):
    cast, her, _ = two
    agree(cast.maja, cast.jonas, answers={"stop": [{"own": words}]})
    her.post(f"/c/{cast.circle_id}/today/signal", {"own": words})
    assert look(cast.jonas).others[0].words == words
    assert f'dir="auto">{words}</p>' in part(cast.jonas)
    assert "<b>Stop" not in escaped(cast.jonas)


def test_thanks_is_a_tap_away_and_goes_with_a_tap(two):
    cast, her, his = two
    path = f"/c/{cast.circle_id}/today/thanks"
    assert his.post(f"{path}/{cast.maja_id}").status_code == 302
    page = part(cast.maja)
    assert "Jonas siger tak." in page and "Jonas says thank you." in part(cast.maja, "en")
    (there,) = Thanks.objects.all()
    assert her.post(f"{path}/noticed", {"thanks": ["x", str(there.id)]}).status_code == 302
    assert "siger tak" not in part(cast.maja)


def test_whoever_does_not_belong_gets_what_a_circle_that_is_not_there_gives(two):
    cast, _, his = two
    otto = browser(stranger().me())
    for where in ("signal", "signal/back", "thanks/noticed", f"thanks/{cast.maja_id}"):
        assert otto.post(f"/c/{cast.circle_id}/today/{where}").status_code == 404
        assert his.get(f"/c/{cast.circle_id}/today/{where}").status_code == 405
    assert his.post(f"/c/{cast.circle_id}/today/thanks/{his.session['_auth_user_id']}").status_code == 404
