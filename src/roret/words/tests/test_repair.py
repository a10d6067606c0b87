"""It came out wrong: a sentence that the other has marked stands on their screen, until midnight or until it is taken back."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.http import Http404

from roret.agreement.tests.cast import (
    browser,
    count_for,
    one_more,
    part_of,
    posing,
    rest,
    settle,
    stranger,
    wish,
)
from roret.circle import actions as circle
from roret.circle.access import circles_of, viewer_of
from roret.circle.rules import Edition, Role
from roret.outbox.models import Due
from roret.words import actions, privacy, queries
from roret.words.events import RepairChanged
from roret.words.models import Chosen, Repair
from roret.words.rules import Refused
from roret.words.tests.living import SAID, agree, home, house, look

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TAKE_BACK = {"starter": "take_back"}
OWN = {"own": "Det mente jeg ikke sådan"}


@pytest.fixture
def cast():
    return house()


def say(cast, words=TAKE_BACK):
    actions.say(cast.jonas, to=cast.maja_id, words=words)
    return Repair.objects.get()


def part(who, place, lang="da"):
    return html.unescape(part_of("words", look, who, lang, place=place))


# --- the page -----------------------------------------------------------------------------------


def test_each_reads_what_holds_between_the_two_their_own_first(cast):
    hers, his = queries.page(cast.maja), queries.page(cast.jonas)
    assert [(one.name, one.is_me) for one in hers.parties] == [("Maja", True), ("Jonas", False)]
    assert [(one.name, one.is_me) for one in his.parties] == [("Jonas", True), ("Maja", False)]
    maja = his.parties[1]
    assert maja.works == ("Jeg er her", "Skal vi gå en tur?") and maja.misses == (
        "Har du prøvet yoga?",
        "tag dig sammen",
    )
    assert maja.repair == ("Den sætning tager jeg tilbage", "Jeg kom til at tage over")
    assert queries.page(cast.birthe).parties == ()


def test_what_rests_is_on_nobodys_page():
    cast = home(("words",))
    rest(cast.maja, agree(cast, SAID))
    assert queries.page(cast.maja).parties == queries.page(cast.jonas).parties == ()


def test_a_wish_is_read_by_those_it_is_open_to_and_by_nobody_else():
    cast = home(("words",))
    wish(cast.maja, "words", {"works": [{"own": "så så"}]})
    assert [one.works for one in queries.page(cast.jonas).parties] == [("så så",)]
    assert queries.page(cast.birthe).parties == ()


@pytest.mark.parametrize("lang", ["da", "en"])
def test_where_nothing_is_said_the_page_is_calm_and_leads_to_the_card(lang):
    cast = home(("words",))
    shown = browser(cast.jonas_id, lang).get(f"/c/{cast.circle_id}/words").content.decode()
    assert f'href="/c/{cast.circle_id}/cards/words"' in shown and "/words/say/" not in shown
    closed = browser(cast.birthe_id, lang).get(f"/c/{cast.circle_id}/words").content.decode()
    assert f'href="/c/{cast.circle_id}/cards/words"' not in closed


def test_at_work_there_is_no_card_and_the_general_sentences_are_there_to_take_along():
    person = get_user_model().objects.create(language="da")
    circle_id = circle.open_circle(person_id=person.pk, edition=Edition.WORK, role=Role.HOLDER, name="Maja")
    (maja,) = circles_of(person.pk)
    signe = circle.add_without_account(maja, name="Signe", role=Role.LEADER)
    shown = browser(signe).get(f"/c/{circle_id}/words").content.decode()
    assert "/cards/words" not in shown and "/words/say/" not in shown and shown.count("sms:") == 7
    with pytest.raises(Refused):
        actions.say(viewer_of(signe), to=maja.me(), words=TAKE_BACK)


def test_the_receiver_marks_what_would_land_on_the_card(cast):
    for who, key in ((cast.maja_id, "repair"), (cast.jonas_id, "repair@supporter")):
        address = f"/c/{cast.circle_id}/cards/words/q/{key}"
        shown = browser(who).get(f"/c/{cast.circle_id}/words").content.decode()
        assert f'href="{address}"' in shown and browser(who).get(address).status_code == 200


def test_the_sentences_are_those_that_the_other_marked_else_the_cards(cast):
    (to_maja,), (to_jonas,) = queries.page(cast.jonas).say_to, queries.page(cast.maja).say_to[:1]
    assert to_maja.marked and [one.value for one in to_maja.sentences] == [
        "starter:take_back",
        "own:Jeg kom til at tage over",
    ]
    assert not to_jonas.marked and to_jonas.sentences[0].value == "starter:try_again" and len(to_jonas.sentences) == 7


def test_on_a_screen_only_where_words_are_agreed_and_there_is_one():
    cast = home(("words",))
    assert [one.screen for one in queries.page(cast.jonas).say_to] == [False]
    agree(cast, SAID)
    assert [one.screen for one in queries.page(cast.jonas).say_to] == [True]
    assert [one.screen for one in queries.page(cast.maja).say_to] == [False, False], "Jonas has no telephone of his own"
    browser(cast.jonas_id)
    assert [one.screen for one in queries.page(cast.maja).say_to] == [True, False]


# --- saying it ----------------------------------------------------------------------------------


def test_one_tap_and_it_stands_on_the_others_screen_until_midnight(cast, clock):
    jonas = browser(cast.jonas_id)
    sent = jonas.post(f"/c/{cast.circle_id}/words/say/{cast.maja_id}", {"words": "starter:take_back"})
    assert sent["Location"] == f"/c/{cast.circle_id}/today"
    for lang, says in (("da", "Den sætning tager jeg tilbage"), ("en", "I take that sentence back")):
        assert says in part(cast.maja, "now", lang) and says in part(cast.jonas, "do", lang)
    assert (
        "sms:" in part(cast.jonas, "do")
        and "data-copy" in part(cast.jonas, "do")
        and "data-speak" in part(cast.jonas, "do")
    )
    assert "tager" not in part(cast.birthe, "now") + part(cast.birthe, "do")
    clock.set(look(cast.maja).turns_at - timedelta(seconds=1))
    assert look(cast.maja).to_me
    clock.set(look(cast.maja).turns_at)
    assert look(cast.maja).to_me == look(cast.jonas).mine == ()
    actions.end_due(str(Repair.objects.get().id))
    assert not Repair.objects.exists()


def test_ones_own_words_can_be_said_and_the_newest_takes_the_place_of_the_last(cast):
    jonas, at = browser(cast.jonas_id), f"/c/{cast.circle_id}/words/say/{cast.maja_id}"
    jonas.post(at, {"words": "starter:take_back"})
    jonas.post(at, {f"own_{cast.maja_id}": "  Det mente jeg \n ikke sådan "})
    assert [one.text for one in look(cast.maja).to_me] == [OWN["own"]]
    assert Due.objects.count() == Repair.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [({"starter": "from_nowhere"}, "no_words"), ({"own": ""}, "no_words"), ({}, "no_words"), ({"own": "x" * 201}, "too_long")],
)  # fmt: skip
def test_what_cannot_be_said_is_refused_and_what_was_typed_comes_back(cast, words, code):
    with pytest.raises(Refused) as refused:
        say(cast, words)
    assert refused.value.code == code and not Repair.objects.exists()
    if typed := words.get("own"):
        at = f"/c/{cast.circle_id}/words/say/{cast.maja_id}"
        answer = browser(cast.jonas_id).post(at, {f"own_{cast.maja_id}": typed})
        assert answer.status_code == 422 and typed in answer.content.decode()


def test_with_nothing_agreed_it_goes_to_nobodys_screen():
    cast = home(("words",))
    with pytest.raises(Refused) as refused:
        say(cast)
    assert refused.value.code == "nothing_agreed"
    at = f"/c/{cast.circle_id}/words/say/{cast.maja_id}"
    answer = browser(cast.jonas_id).post(at, {"words": "starter:take_back"})
    assert answer.status_code == 422 and "sms:" in answer.content.decode()


def test_it_goes_between_the_holder_and_one_other(cast):
    for who, to in (
        (cast.jonas, cast.birthe_id),
        (cast.maja, cast.maja_id),
        (stranger(), cast.maja_id),
        (posing(cast), cast.maja_id),
    ):
        with pytest.raises(Http404):
            actions.say(who, to=to, words=TAKE_BACK)
    actions.say(cast.maja, to=cast.jonas_id, words=TAKE_BACK)
    assert look(cast.jonas).to_me


# --- and after ----------------------------------------------------------------------------------


def test_it_can_be_taken_back_by_whoever_said_it_and_nobody_else(cast):
    say(cast)
    for who in (cast.maja, cast.birthe):
        actions.take_back(who, to=cast.maja_id)
    with pytest.raises(Http404):
        actions.take_back(cast.jonas, to=stranger().me())
    assert Repair.objects.exists()
    browser(cast.jonas_id).post(f"/c/{cast.circle_id}/words/say/{cast.maja_id}/back")
    assert not Repair.objects.exists() and not Due.objects.exists()


def test_that_it_was_put_away_is_seen_by_nobody_else(cast, heard):
    row = say(cast)
    heard.clear()
    before = part(cast.jonas, "do"), part(cast.jonas, "now"), privacy.export(cast.jonas_id)
    size = len(Repair.objects.get().__dict__["aside"].blob)
    actions.put_away(cast.birthe, sender=cast.jonas_id, repair_id=row.id)
    actions.put_away(cast.jonas, sender=cast.jonas_id, repair_id=row.id)
    actions.put_away(cast.maja, sender=cast.jonas_id, repair_id=None)
    assert look(cast.maja).to_me
    away = f"/c/{cast.circle_id}/words/from/{cast.jonas_id}/away"
    browser(cast.maja_id).post(away, {"repair": "no id"})
    assert look(cast.maja).to_me
    browser(cast.maja_id).post(away, {"repair": str(row.id)})
    assert look(cast.maja).to_me == ()
    assert (part(cast.jonas, "do"), part(cast.jonas, "now"), privacy.export(cast.jonas_id)) == before
    assert [event.to for event in heard if isinstance(event, RepairChanged)] == [frozenset({cast.maja_id})]
    assert len(Repair.objects.get().__dict__["aside"].blob) == size, "nor can it be told from the row"


def test_when_words_are_no_longer_agreed_it_is_shown_to_nobody():
    cast = home(("words",))
    laid = agree(cast, SAID)
    say(cast)
    rest(cast.maja, laid)
    assert look(cast.maja).to_me == look(cast.jonas).mine == ()


def test_who_leaves_takes_along_what_they_said_and_what_was_for_them(cast):
    say(cast)
    actions.say(cast.maja, to=cast.jonas_id, words=OWN)
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    actions.members_left(circle_id=cast.circle_id)
    assert not Repair.objects.exists() and not Due.objects.filter(kind="words.end").exists()


def test_those_alone_are_told_whose_page_it_changes(cast, heard):
    say(cast)
    actions.take_back(cast.jonas, to=cast.maja_id)
    assert [event.to for event in heard if isinstance(event, RepairChanged)] == [
        frozenset({cast.maja_id, cast.jonas_id})
    ] * 2


def test_what_is_due_too_early_or_twice_does_no_harm(cast, clock):
    row = say(cast)
    actions.end_due(str(row.id))
    assert Repair.objects.exists()
    clock.set(row.until)
    actions.end_due(str(row.id))
    actions.end_due(str(row.id))
    assert not Repair.objects.exists()


def test_what_is_ones_own_is_taken_along_and_erased(cast):
    say(cast)
    actions.choose(cast.jonas, when="typing")
    assert privacy.export(cast.jonas_id) == {"repairs": [TAKE_BACK], "when": "typing"}
    assert privacy.export(cast.maja_id) == {"repairs": [], "when": None}
    privacy.erase(cast.jonas_id)
    privacy.erase(cast.jonas_id)
    assert not (Repair.objects.exists() or Chosen.objects.exists() or Due.objects.filter(kind="words.end").exists())


def test_today_takes_as_many_queries_with_many_as_with_few(cast):
    say(cast)
    few = count_for(cast.maja, queries.today)
    for _ in range(6):
        other = one_more(cast, ("words",))
        settle(cast.maja, other, "words", SAID)
        actions.say(other, to=cast.maja_id, words=TAKE_BACK)
        actions.say(cast.maja, to=other.me(), words=OWN)
    assert len(look(cast.maja).to_me) == len(look(cast.maja).mine) + 1 == 7
    assert count_for(cast.maja, queries.today) == few
