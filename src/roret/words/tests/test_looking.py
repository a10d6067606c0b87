"""A look at a text: whose words go before the rules, what is shown of what is found, and that nothing is kept."""

from __future__ import annotations

import uuid

import pytest
from django.utils import translation

import ordvalg
from roret.agreement.tests.cast import browser, count, home, one_more, rest, settle, wish
from roret.circle import actions as circle
from roret.words import queries
from roret.words.queries import Whose, look
from roret.words.tests.living import OPENING, flag, found, house

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TEXT = "Godmorgen. Har du prøvet yoga? Vi ses."


# --- whose words ------------------------------------------------------------------------------


def test_what_she_has_said_goes_before_the_rules_in_every_language_of_the_card():
    whose = queries.whose(house().jonas)
    assert whose.name == "Maja"
    assert whose.wishes.allowed == ("Jeg er her", "I am here", "Skal vi gå en tur?")
    assert whose.wishes.missing == ("Har du prøvet yoga?", "Have you tried yoga?", "tag dig sammen")


def test_a_text_that_is_addressed_to_one_goes_by_that_ones_words():
    cast = house()
    assert queries.whose(cast.maja, cast.jonas_id) == queries.whose(cast.maja) != Whose()
    assert queries.whose(cast.maja, cast.jonas_id).name == "Jonas"
    assert queries.whose(cast.maja, cast.jonas_id).wishes.missing == ("glem det",)


def test_a_holder_who_writes_to_several_goes_by_nobodys_words():
    cast = house()
    settle(cast.maja, one_more(cast, ("words",)), "words", {"misses@supporter": [{"own": "øv"}]})
    assert queries.whose(cast.maja) == Whose()
    assert queries.whose(cast.maja, cast.jonas_id).name == "Jonas"


def test_only_what_is_open_to_the_one_who_writes_is_known():
    cast = house()
    assert queries.whose(cast.birthe) == Whose()
    laid = wish(cast.maja, "words", {"misses": [{"own": "så så"}]})
    assert queries.whose(cast.birthe) == Whose(), "the topic is closed to her"
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=["words"])
    assert queries.whose(cast.birthe).wishes.missing == ("så så",)
    assert queries.whose(cast.jonas).wishes.missing[-1] == "tag dig sammen", "the pair's goes before the wish"
    rest(cast.maja, laid)
    assert queries.whose(cast.birthe) == Whose()


def test_another_supporters_words_are_never_known():
    cast = house()
    assert queries.whose(cast.jonas, cast.birthe_id) == Whose()
    assert queries.whose(cast.jonas, uuid.uuid4()) == Whose()


def test_with_nothing_agreed_it_goes_by_the_rules_alone():
    assert queries.whose(home(()).jonas) == Whose()


def test_a_starter_that_no_card_knows_is_left_out():
    cast = house(misses=[{"starter": "from_a_newer_roret"}, {"own": "glem det"}])
    assert queries.whose(cast.jonas).wishes.missing == ("glem det",)


def test_whose_words_is_asked_in_as_many_queries_with_many_as_with_few():
    cast = house()
    few = count(lambda: queries.whose(cast.jonas)), count(lambda: queries.page(cast.maja))
    for _ in range(6):
        settle(cast.maja, one_more(cast, ("words",)), "words", {"repair@supporter": [{"own": "øv"}]})
    assert (count(lambda: queries.whose(cast.jonas)), count(lambda: queries.page(cast.maja))) == few


# --- what is shown -----------------------------------------------------------------------------


def test_a_finding_says_who_speaks_what_may_be_heard_and_how_to_begin():
    with found(flag(TEXT, "Har du prøvet yoga")), translation.override("da"):
        seen = look([TEXT], "auto", Whose(), also_soft=False)
    (one,) = seen.nudges
    assert one.speaks == "De ord lander ofte anderledes, end de er ment."
    assert (one.shown.before, one.shown.marked, one.shown.after) == ("Godmorgen. ", "Har du prøvet yoga", "? Vi ses.")
    assert one.why == "Sådan kan det høres." and [opening.says for opening in one.openings] == [OPENING]
    assert one.openings[0].value == "Har du prøvet yoga?\nHvad ville være godt …"


@pytest.mark.parametrize(
    ("kind", "rule", "sure", "says"),
    [
        ("pity", "r", False, "De ord kan lande anderledes, end de er ment."),
        ("pity", None, False, "Et gæt, ikke en regel: Det her kan lande anderledes, end det er ment."),
        ("wish", "wish", True, "Maja har sagt, at de ord rammer skævt."),
    ],
)
def test_a_rule_a_guess_and_a_wish_speak_each_in_their_own_way(kind, rule, sure, says):
    with found(flag(TEXT, "yoga", kind=kind, rule=rule, sure=sure)), translation.override("da"):
        assert look([TEXT], "auto", Whose("Maja"), also_soft=True).nudges[0].speaks == says


def test_what_the_model_guesses_is_shown_on_its_own_page_alone():
    with found(flag(TEXT, "yoga", rule=None, sure=False)):
        assert look([TEXT], "auto", Whose(), also_soft=True).nudges
        beside = look([TEXT], "auto", Whose(), also_soft=False)
    assert beside.nudges == () and beside.lang == "da"


def test_the_surest_comes_first_over_all_the_texts():
    soft, rule, sure = (
        flag(TEXT, "Godmorgen", rule=None, sure=False),
        flag(TEXT, "ses", sure=False),
        flag(TEXT, "yoga"),
    )
    with found(soft, rule, sure):
        seen = look([TEXT, TEXT], "auto", Whose(), also_soft=True)
    assert [(one.shown.marked, one.nth) for one in seen.nudges] == [
        ("yoga", 0), ("yoga", 1), ("ses", 0), ("ses", 1), ("Godmorgen", 0), ("Godmorgen", 1)
    ]  # fmt: skip


def test_what_she_has_said_takes_along_what_a_rule_knows_of_the_same_words():
    said = flag(TEXT, "Har du prøvet yoga?", kind="wish", rule="wish", why="", instead=())
    with found(said, flag(TEXT, "prøvet yoga"), flag(TEXT, "Vi ses", kind="pace_comment")):
        seen = look([TEXT], "auto", Whose("Maja"), also_soft=False)
    assert [one.shown.marked for one in seen.nudges] == ["Har du prøvet yoga?", "Vi ses"]
    assert seen.nudges[0].why and seen.nudges[0].openings
    with found(said):
        assert look([TEXT], "auto", Whose("Maja"), also_soft=False).nudges[0].openings == ()


def test_no_text_an_unknown_language_and_a_long_one():
    with found(lang=None):
        assert look(["", "  "], "auto", Whose(), also_soft=True).empty
        assert look([], "auto", Whose(), also_soft=True).empty
        strange = look(["Bonjour"], "auto", Whose(), also_soft=True)
        assert not strange.empty and strange.lang is None
    with found(cut=True):
        assert look([TEXT], "auto", Whose(), also_soft=True).as_far_as == ordvalg.LONGEST


def test_a_subject_of_one_word_is_in_the_language_of_the_rest():
    rest = {"en": "I read something about it and thought of you.", "da": "Jeg læste noget om det og tænkte på dig."}
    for lang, text in rest.items():
        assert look(["Yoga", text], "auto", Whose(), also_soft=False).lang == lang


# --- when --------------------------------------------------------------------------------------


def test_what_one_chooses_is_ones_own(client):
    cast = house()
    maja = browser(cast.maja_id)
    assert (queries.when(cast.maja), queries.when(cast.jonas)) == ("page", "button")
    sent = maja.post(f"/c/{cast.circle_id}/me/ordvalg", {"when": "typing"})
    assert sent["Location"] == f"/c/{cast.circle_id}/people"
    assert (queries.when(cast.maja), queries.when(cast.jonas)) == ("typing", "button")
    assert maja.post(f"/c/{cast.circle_id}/me/ordvalg", {"when": "always"}).status_code == 404
    assert 'value="typing" id="id_when_2" checked' in maja.get(f"/c/{cast.circle_id}/me/ordvalg").content.decode()
