import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roret.content import answers, cards
from roret.content.answers import BadAnswer, decode, encode
from roret.content.language import languages
from roret.content.shape import Card, Question
from roret.content.tests import making

KINDS = {
    "one": Question(id="q", kind="choice", choices=("yes", "no")),
    "many": Question(id="q", kind="choices", choices=("a", "b", "c", "none"), alone=("none",)),
    "much": Question(id="q", kind="scale", low=0, high=10, step=2),
    "hours": Question(id="q", kind="times"),
    "lines": Question(id="q", kind="phrases", starters=("hello", "bye")),
    "more": Question(id="q", kind="text"),
}


@pytest.fixture
def card(tmp_path: Path) -> Card:
    return making.sample(tmp_path)


@given(st.data())
def test_what_was_decoded_fills_the_form_it_came_from(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from([*KINDS.values(), *making.every_question()]))
    value = data.draw(making.values(question))
    assert decode(question, encode(question, value, "p-"), "p-") == value
    assert json.loads(json.dumps(value)) == value


names = st.sampled_from(
    ["q", "q.own", "q.0.days", "q.0.from", "q.0.to", "q.13.days", "q.13.from", "q.13.to", "q.99.to"]
)
likely = st.sampled_from(
    ["yes", "none", "a", "0", "4", "٤", "18:00", "25:00", "6.5", "mon", "hello", "", " ", "\x00", "\ud800"]
)


@given(
    st.sampled_from(sorted(KINDS)),
    st.dictionaries(names, st.lists(st.one_of(likely, st.text(), st.text(st.characters())))),
)
def test_garbage_is_answered_with_a_kind_reason_and_nothing_else(kind: str, data: dict[str, list[str]]) -> None:
    question = KINDS[kind]
    try:
        value = decode(question, data)
    except BadAnswer as problem:
        for lang in languages():
            assert problem.message(lang)
            assert "{" not in problem.message(lang).replace("".join(problem.inserts.values()), "")
        return
    if value is not None:
        assert decode(question, encode(question, value)) == value
        json.dumps(value).encode()
        str(value).encode()


CASES = [
    ("one", {"q": ["maybe"]}, "unknown"),
    ("one", {"q": ["yes", "no"]}, "one_only"),
    ("many", {"q": ["a", "z"]}, "unknown"),
    ("many", {"q": ["a", "none"]}, "stands_alone"),
    ("much", {"q": ["3"]}, "not_a_step"),
    ("much", {"q": ["٤"]}, "not_a_step"),
    ("much", {"q": ["2", "4"]}, "one_only"),
    ("hours", {"q.0.from": ["18:00"], "q.0.to": ["20:00"]}, "no_days"),
    ("hours", {"q.0.days": ["mon"]}, "no_hours"),
    ("hours", {"q.0.days": ["mon"], "q.0.from": ["18:00"]}, "no_hours"),
    ("hours", {"q.0.days": ["mon"], "q.0.from": ["18:00"], "q.0.to": ["18:00"]}, "same_time"),
    ("hours", {"q.0.days": ["mon"], "q.0.from": ["soon"], "q.0.to": ["18:00"]}, "not_a_time"),
    ("hours", {"q.0.days": ["mon"], "q.0.from": ["18:60"], "q.0.to": ["19:00"]}, "not_a_time"),
    ("hours", {"q.0.days": ["mon"], "q.0.from": ["24:30"], "q.0.to": ["19:00"]}, "not_a_time"),
    ("hours", {"q.0.days": ["mandag"], "q.0.from": ["18:00"], "q.0.to": ["19:00"]}, "unknown"),
    ("lines", {"q": ["hej"]}, "unknown"),
    ("lines", {"q.own": [str(n) for n in range(31)]}, "too_many"),
    ("lines", {"q.own": ["x" * 10_001]}, "too_long"),
    ("more", {"q": ["x" * 10_001]}, "too_long"),
]


@pytest.mark.parametrize(("kind", "data", "code"), CASES)
def test_each_refusal_has_its_code(kind: str, data: dict[str, list[str]], code: str) -> None:
    with pytest.raises(BadAnswer) as caught:
        decode(KINDS[kind], data)
    assert caught.value.code == code


def test_every_reason_is_tried_here_and_has_a_text_in_every_language() -> None:
    assert {code for _, _, code in CASES} == set(languages()["da"].refusals) == set(languages()["en"].refusals)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_skipping_is_an_answer_too(kind: str) -> None:
    assert decode(KINDS[kind], {}) is None
    assert decode(KINDS[kind], {"q": ["", " "], "q.own": [" "], "q.0.from": [""]}) is None


def test_times_are_read_as_people_write_them_and_stored_alike() -> None:
    typed = {"q.0.days": ["tue", "mon"], "q.0.from": ["18"], "q.0.to": ["20.30"]}
    other = {"q.3.days": ["mon"], "q.3.from": ["18:00"], "q.3.to": ["20:30:00"], "q.5.days": ["tue"]}
    other |= {"q.5.from": ["18.00"], "q.5.to": ["20:30"]}
    assert decode(KINDS["hours"], typed) == [{"days": ["mon", "tue"], "from": "18:00", "to": "20:30"}]
    assert decode(KINDS["hours"], typed) == decode(KINDS["hours"], other)


def test_windows_are_stored_by_day_and_hour_whatever_order_they_were_written_in() -> None:
    late = {"q.0.days": ["sun"], "q.0.from": ["08:00"], "q.0.to": ["09:00"]}
    early = {"q.1.days": ["mon"], "q.1.from": ["20:00"], "q.1.to": ["21:00"]}
    value = decode(KINDS["hours"], late | early)
    assert value == [
        {"days": ["mon"], "from": "20:00", "to": "21:00"},
        {"days": ["sun"], "from": "08:00", "to": "09:00"},
    ]


def test_a_whole_day_and_a_night_are_times_too() -> None:
    whole = {"q.0.days": ["sun"], "q.0.from": ["00:00"], "q.0.to": ["24:00"]}
    night = {"q.0.days": ["sun"], "q.0.from": ["22:00"], "q.0.to": ["06:00"]}
    assert decode(KINDS["hours"], whole) == [{"days": ["sun"], "from": "00:00", "to": "00:00"}]
    assert decode(KINDS["hours"], night) == [{"days": ["sun"], "from": "22:00", "to": "06:00"}]


def test_unseen_characters_go_and_everything_else_stays() -> None:
    typed = " a\x00b\r\nc\td\u202ee \U0001f9e1 שלום \u200dx\ud800\n "
    assert decode(KINDS["more"], {"q": [typed]}) == "ab\nc\tde \U0001f9e1 שלום \u200dx"


def test_a_text_of_ten_thousand_characters_fits_whatever_they_are() -> None:
    for text in ("x" * 10_000, "\U0001f469\u200d\U0001f467" * 3_333, "ש" * 10_000):
        assert decode(KINDS["more"], {"q": [text]}) == text


def test_time_grows_with_the_text_and_no_faster() -> None:
    def seconds(size: int) -> float:
        data = {"q": ["\r\x00 a\u0301" * size], "q.own": [" x" * size], "q.0.from": ["1" * size]}
        begin = time.process_time()
        for question in KINDS.values():
            try:
                decode(question, data)
            except BadAnswer:
                continue
        return time.process_time() - begin

    small = min(seconds(20_000) for _ in range(5))
    assert min(seconds(200_000) for _ in range(3)) < 30 * small + 0.05


def test_a_form_is_read_question_by_question_and_one_mistake_loses_nothing(card: Card) -> None:
    got = answers.decode_card(card, "holder", {"s-one": ["yes"], "s-much": ["3"], "s-lines.own": ["hej"]}, "s-")
    assert got.values == {"one": "yes", "lines": [{"own": "hej"}]}
    assert {key: problem.code for key, problem in got.problems.items()} == {"much": "not_a_step"}


def test_the_supporters_answer_for_themselves_has_a_key_of_its_own(card: Card) -> None:
    got = answers.decode_card(card, "supporter", {"lines": ["hello"], "one": ["yes"], "more": ["ro"]})
    assert got.values == {"lines@supporter": [{"starter": "hello"}], "more": "ro"}


def anything() -> st.SearchStrategy[object]:
    leaf = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), likely)
    keys = st.one_of(st.sampled_from(["days", "from", "to", "starter", "own"]), st.text(max_size=3))
    return st.recursive(leaf, lambda inner: st.one_of(st.lists(inner), st.dictionaries(keys, inner)), max_leaves=12)


@given(st.data())
def test_whatever_was_stored_can_be_checked_and_shown_in_a_form(data: st.DataObject) -> None:
    for card in cards.whole_deck().cards:
        keys = st.sampled_from([*(slot.key for slot in card.slots()), "later", "when@supporter"])
        settled = data.draw(st.dictionaries(keys, anything(), max_size=4))
        checked = answers.check(card, settled)
        assert set(checked.known) | set(checked.unknown) == {key for key, value in settled.items() if value is not None}
        for slot in card.slots():
            encode(slot.question, settled.get(slot.key))


def test_ids_of_a_later_card_are_named_and_the_rest_is_read(card: Card) -> None:
    checked = answers.check(card, {"one": "yes", "many": ["a", "later"], "new": 1, "lines": [{"starter": "hi"}]})
    assert checked.known == {"one": "yes", "many": ["a"]}
    assert checked.unknown == ("lines", "many", "new")


def test_a_stored_value_of_the_wrong_shape_is_not_read_as_a_near_one(card: Card) -> None:
    hours = [{"days": ["mon"], "from": "18:00", "to": "26:00"}, {"days": ["mon"], "from": 18, "to": "20:00"}, {}]
    checked = answers.check(card, {"much": False, "hours": hours, "one": ["yes"], "more": None})
    assert (checked.known, checked.unknown) == ({}, ("hours", "much", "one"))
