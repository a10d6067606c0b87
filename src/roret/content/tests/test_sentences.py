from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roret.content import answers, cards
from roret.content.language import fill, language
from roret.content.sentences import Names, condition_holds, difference, said, sentences
from roret.content.shape import Card, OnlyIf, Question, Slot, Window
from roret.content.tests import making
from roret.content.tests.test_answers import anything

MAJA_AND_JONAS = Names("Maja", "Jonas")


@pytest.fixture
def card(tmp_path: Path) -> Card:
    return making.sample(tmp_path)


def lines(card: Card, settled: dict[str, object], voice: str, lang: str = "en") -> list[str]:
    return [line.text for line in sentences(card, settled, lang, MAJA_AND_JONAS, voice)]


def test_a_wish_says_i_and_an_agreement_names_the_two(card: Card) -> None:
    settled: dict[str, object] = {"one": "yes", "many": ["a", "b", "c"]}
    assert lines(card, settled, "wish") == ["Maja has answered.", "I choose alpha, beta and I, myself."]
    assert lines(card, settled, "pair")[1] == "Maja chooses alpha, beta or I, myself, and Jonas agrees."
    assert lines(card, {"one": "no"}, "wish") == ["No from me."]
    assert lines(card, {"one": "yes", "many": ["none"]}, "pair")[1] == "None of them."


def test_a_question_whose_condition_does_not_hold_says_nothing(card: Card) -> None:
    assert lines(card, {"one": "no", "many": ["a"]}, "pair") == ["Maja has answered."]
    assert lines(card, {"many": ["a"]}, "pair") == []


def test_a_condition_is_held_against_the_same_persons_answer() -> None:
    question = Question(id="b", kind="text", who="each", only_if=OnlyIf("a", ("yes",)))
    holders, supporters = Slot("b", question, "holder"), Slot("b@supporter", question, "supporter")
    values = {"a": "no", "a@supporter": ["maybe", "yes"]}
    assert not condition_holds(holders, values)
    assert condition_holds(supporters, values)
    assert not condition_holds(supporters, {})


def test_what_cannot_be_filled_in_stays_visible() -> None:
    assert fill("{a} and {b}.", {"a": "x."}) == "x. and {b}."


def test_each_for_themselves_gives_two_sentences_and_a_wish_only_its_owners(card: Card) -> None:
    settled: dict[str, object] = {"lines": [{"starter": "hello"}], "lines@supporter": [{"own": "ro"}], "more": "Fred."}
    assert lines(card, settled, "pair") == [
        "Jonas can say “Hello.” to Maja.",
        "Maja can say “ro” to Jonas.",
        "Jonas’s words: Fred.",
    ]
    assert lines(card, settled, "wish") == ["Say “Hello.”"]
    assert lines(card, settled, "pair", "da")[2] == "Jonas’ words: Fred."


def test_a_step_has_the_sentence_of_its_range(card: Card) -> None:
    assert [lines(card, {"much": step}, "wish")[0] for step in (0, 2, 8, 10)] == [
        "Nothing.",
        "About 2.",
        "About 8.",
        "All.",
    ]


def test_braces_and_markup_in_somebodys_own_words_stay_as_they_are(card: Card) -> None:
    own = "{holder} {list} <b>&amp; \\1 %s ”hej”"
    told = sentences(card, {"lines": [{"own": own}], "more": own}, "en", MAJA_AND_JONAS, "pair")
    assert told[0].text == f"Jonas can say “{own}” to Maja."
    assert told[1].text == f"Jonas’s words: {own}."
    assert [line.own for line in told] == [True, True]
    assert not sentences(card, {"one": "yes"}, "en", MAJA_AND_JONAS, "pair")[0].own


def test_a_name_with_braces_is_only_a_name(card: Card) -> None:
    told = sentences(card, {"one": "yes"}, "en", Names("{supporter}", "Jonas"), "wish")
    assert told[0].text == "{supporter} has answered."


TIMES: list[tuple[list[Window], str, str]] = [
    ([{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "18:00", "to": "20:00"}],
     "mandag–fredag kl. 18–20", "from 18:00 to 20:00 Monday to Friday"),
    ([{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "18:00", "to": "20:00"}],
     "alle dage kl. 18–20", "from 18:00 to 20:00 every day"),
    ([{"days": ["sat", "sun"], "from": "00:00", "to": "00:00"}],
     "lørdag og søndag hele dagen", "all day Saturday and Sunday"),
    ([{"days": ["mon", "wed", "fri"], "from": "08:05", "to": "09:30"}],
     "mandag, onsdag og fredag kl. 8.05–9.30", "from 08:05 to 09:30 Monday, Wednesday and Friday"),
    ([{"days": ["mon", "tue", "wed", "sun"], "from": "22:00", "to": "06:00"}],
     "mandag–onsdag og søndag kl. 22–6", "from 22:00 to 06:00 Monday to Wednesday and Sunday"),
    ([{"days": ["mon"], "from": "18:00", "to": "20:00"}, {"days": ["sun"], "from": "00:00", "to": "12:00"}],
     "mandag kl. 18–20 og søndag kl. 0–12", "from 18:00 to 20:00 Monday and from 00:00 to 12:00 Sunday"),
]  # fmt: skip


@pytest.mark.parametrize(("windows", "danish", "english"), TIMES)
def test_times_are_said_as_people_say_them(windows: list[Window], danish: str, english: str) -> None:
    assert language("da").windows(windows) == danish
    assert language("en").windows(windows) == english


def test_a_name_takes_its_possessive() -> None:
    assert [language("da").owner_form(name) for name in ("Maja", "Jonas", "Max", "")] == [
        "Majas",
        "Jonas’",
        "Max’",
        "s",
    ]


def test_an_answer_stands_beside_the_other_in_the_cards_own_labels(card: Card) -> None:
    assert said(card, card.question("one"), "yes", "en") == ["Yes"]
    assert said(card, card.question("many"), ["b", "a", "later"], "en") == ["Alpha", "Beta"]
    assert said(card, card.question("much"), 0, "en") == ["0 · nothing"]
    assert said(card, card.question("much"), 4, "en") == ["4"]
    assert said(card, card.question("lines"), [{"own": "ro"}, {"starter": "bye"}], "en") == ["bye", "ro"]
    assert said(card, card.question("more"), "ro", "en") == ["ro"]
    assert said(card, card.question("hours"), TIMES[0][0], "da") == [TIMES[0][1]]
    assert said(card, card.question("one"), "later", "en") == []


def test_a_difference_says_before_and_now(card: Card) -> None:
    old: dict[str, object] = {"one": "yes", "much": 2}
    new: dict[str, object] = {"one": "yes", "much": 4, "more": "ro"}
    assert difference(card, old, new, "da", MAJA_AND_JONAS) == ["Før: About 2. Nu: About 4.", "Nu: Jonas’ words: ro."]
    assert difference(card, new, old, "en", MAJA_AND_JONAS)[-1] == "Before: Jonas’s words: ro."
    assert difference(card, old, dict(old), "da", MAJA_AND_JONAS) == []


def test_zones_read_as_the_two_would_say_it() -> None:
    settled: dict[str, object] = {
        "when": TIMES[1][0],
        "situations": [{"starter": "meals"}, {"own": "hos Birthe"}],
        "otherwise": "my_yes",
        "room": "say_when",
        "instead@supporter": [{"starter": "quiet"}],
        "slip": [{"starter": "one_word"}],
    }
    assert lines(cards.card("zones"), settled, "pair", "da") == [
        "Vi taler om alt andet end smerter alle dage kl. 18–20.",
        "Her holder vi fri fra at tale om smerter: når vi spiser og hos Birthe.",
        "Jonas spørger, før talen falder på smerter, og venter på et ja fra Maja.",
        "Maja kan bare komme. Jonas siger til, når det er nok.",
        "Jonas taler hellere om det her: slet ingenting.",
        "Glemmer vi zonen, er det nok at sige: ”Helle.”",
    ]


@given(st.data())
def test_whatever_was_stored_reads_as_sentences_and_always_the_same_ones(data: st.DataObject) -> None:
    card = data.draw(st.sampled_from(cards.whole_deck().cards))
    keys = st.sampled_from([*(slot.key for slot in card.slots()), "later"])
    settled = data.draw(st.dictionaries(keys, anything(), max_size=5))
    for lang in ("da", "en", "xx"):
        for voice in ("wish", "pair"):
            first = sentences(card, settled, lang, Names(), voice)
            assert first == sentences(card, dict(reversed(settled.items())), lang, Names(), voice)
        assert difference(card, settled, {}, lang) == difference(card, settled, {}, lang)


@given(st.data())
def test_every_answer_of_every_card_reads_as_a_sentence_in_every_language(data: st.DataObject) -> None:
    card = data.draw(st.sampled_from(cards.whole_deck().cards))
    settled = {slot.key: data.draw(making.values(slot.question), slot.key) for slot in card.slots()}
    for lang in ("da", "en"):
        for voice in card.stands:
            told = sentences(card, settled, lang, MAJA_AND_JONAS, voice)
            heard = {line.slot for line in told}
            assert heard == _expected(card, settled, voice)
            for line in told:
                assert line.own or not set("{}") & set(line.text)


def _expected(card: Card, settled: dict[str, object], voice: str) -> set[str]:
    """Written again from the rules of the guide, not taken from the code."""
    heard = set()
    for slot in card.slots():
        condition = slot.question.only_if
        if voice == "wish" and slot.by not in ("both", card.owner):
            continue
        if condition:
            given = settled.get(condition.question + ("@supporter" if slot.key.endswith("@supporter") else ""))
            if not set(condition.any_of) & set(given if isinstance(given, list) else [given]):
                continue
        heard.add(slot.key)
    return heard & set(answers.check(card, settled).known)
