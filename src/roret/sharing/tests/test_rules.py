"""The day as values: every thing lies in one place, whoever taps what and when, and suggestions leave a part to keep."""

from __future__ import annotations

import os
import random
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roret.sharing import rules
from roret.sharing.rules import CLOSED, WAYS, WORDS, Changed, Choice, Item, Kept, Lies, Offered, Side

MAJA, JONAS, BIRTHE = (uuid.UUID(int=n) for n in (1, 2, 3))
PEOPLE = (MAJA, JONAS, BIRTHE)
THINGS = tuple(uuid.UUID(int=100 + n) for n in range(5))
ROUNDS = 5000 * (5 if os.environ.get("RORET_PROVE") == "yes" else 1)
MENU = Kept("menu", names=frozenset({"at vælge maden", "choosing the meal"}))


def thing(nth: int = 0, *who: uuid.UUID, **more: object) -> Item:
    given: dict[str, object] = {"name": f"Ting {nth}", "mark": "0", "now": Lies(frozenset(who)), "is_task": True}
    return Item(THINGS[nth], **(given | more))  # type: ignore[arg-type]


def board(*items: Item) -> dict[uuid.UUID, Item]:
    return {item.id: item for item in items}


def stored(there: dict[uuid.UUID, Item], changed: tuple[Item, ...]) -> dict[uuid.UUID, Item]:
    """As a row is stored: in its place, with another mark."""
    return there | {item.id: replace(item, mark=str(int(there[item.id].mark) + 1)) for item in changed}


# --- one thing ----------------------------------------------------------------------------------


def test_a_place_is_with_whom_a_thing_lies():
    assert rules.place(frozenset(), MAJA) == "waits"
    assert rules.place(frozenset({MAJA}), MAJA) == "i"
    assert rules.place(frozenset({JONAS}), MAJA) == "you"
    assert rules.place(frozenset({MAJA, JONAS}), MAJA) == rules.place(frozenset({BIRTHE, JONAS}), MAJA) == "together"


def test_what_is_given_on_is_passed_on_and_what_is_taken_is_not():
    (passed,) = rules.moved(board(thing(0, MAJA)), THINGS[0], "0", to=frozenset({JONAS}), by=MAJA)
    assert (passed.now.word, passed.now.who, passed.before) == ("passed_on", {JONAS}, Lies(frozenset({MAJA})))
    (taken,) = rules.moved(board(thing(0, MAJA)), THINGS[0], "0", to=frozenset({JONAS}), by=JONAS)
    (waits,) = rules.moved(board(thing(0, MAJA)), THINGS[0], "0", to=frozenset(), by=MAJA)
    assert taken.now.word == waits.now.word == "open"


def test_a_second_tap_is_told_where_it_lies_and_the_same_tap_twice_is_one():
    there = board(thing(0, MAJA))
    there = stored(there, rules.moved(there, THINGS[0], "0", to=frozenset({JONAS}), by=MAJA))
    assert rules.moved(there, THINGS[0], "0", to=frozenset({JONAS}), by=JONAS) == ()
    with pytest.raises(Changed) as told:
        rules.moved(there, THINGS[0], "0", to=frozenset(), by=JONAS)
    assert told.value.now is not None and told.value.now.now.who == {JONAS}
    with pytest.raises(Changed) as told:
        rules.moved({}, THINGS[0], "0", to=frozenset(), by=JONAS)
    assert told.value.now is None


def test_each_word_can_be_undone_and_of_a_swap_both_things():
    there = board(thing(0, MAJA), thing(1, JONAS))
    asked = Offered(THINGS[0], JONAS, MAJA, (Choice("swap", THINGS[1]),), {THINGS[0]: "0", THINGS[1]: "0"})
    swapped = stored(there, rules.answered(there, asked, "swap"))
    assert [(one.now.who, one.now.word) for one in swapped.values()] == [({JONAS}, "swapped"), ({MAJA}, "swapped")]
    back = stored(swapped, rules.undone(swapped, THINGS[1], "1"))
    assert [one.now for one in back.values()] == [one.now for one in there.values()]
    for word in CLOSED:
        over = stored(there, rules.closed(there, THINGS[0], "0", word=word))
        assert over[THINGS[0]].now.word == word
        assert stored(over, rules.undone(over, THINGS[0], "1"))[THINGS[0]].now == there[THINGS[0]].now
    with pytest.raises(Changed):
        rules.undone(back, THINGS[1], "2")


def test_one_thing_of_a_swap_that_went_on_is_not_pulled_back_by_the_other():
    there = board(thing(0, MAJA), thing(1, JONAS))
    asked = Offered(THINGS[0], JONAS, MAJA, (Choice("swap", THINGS[1]),), {THINGS[0]: "0", THINGS[1]: "0"})
    there = stored(there, rules.answered(there, asked, "swap"))
    there = stored(there, rules.closed(there, THINGS[0], "1", word="done"))
    assert not rules.can_undo(there, there[THINGS[1]])
    with pytest.raises(Changed):
        rules.undone(there, THINGS[1], "1")


def test_who_counted_on_it_is_told_and_nobody_of_what_one_thought_of_oneself():
    mine, everybody = thing(0, MAJA), frozenset(PEOPLE)
    given_on = replace(mine, now=Lies(frozenset({JONAS})))
    waits, skipped = replace(mine, now=Lies()), replace(mine, now=Lies(frozenset({MAJA}), "skipped"))
    assert rules.tell(mine, given_on, MAJA, everybody) == {JONAS}
    assert rules.tell(mine, waits, MAJA, everybody) == rules.tell(mine, skipped, MAJA, everybody) == {JONAS, BIRTHE}
    assert rules.tell(mine, given_on, JONAS, everybody) == frozenset()
    own = replace(mine, is_task=False, made_by=MAJA)
    assert rules.tell(own, replace(own, now=Lies()), MAJA, everybody) == frozenset()
    together = thing(0, MAJA, JONAS)
    assert rules.tell(together, replace(together, now=Lies(frozenset({JONAS}))), MAJA, everybody) == {JONAS}
    assert rules.tell(mine, replace(mine, now=Lies(mine.now.who, "done")), MAJA, everybody) == frozenset()


def test_a_mark_is_of_its_day():
    assert rules.mark(date(2026, 11, 24), 1, 0) != rules.mark(date(2026, 11, 25), 1, 0)
    assert rules.mark(date(2026, 11, 24), 1, 0) != rules.mark(date(2026, 11, 24), 1, 1)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
    )
)
def test_whatever_was_stored_nothing_raises(data):
    rules.read_lies(data, PEOPLE)
    rules.read_lies({"who": data, "word": data, "smaller": data}, PEOPLE)
    rules.read_choices(data)
    rules.read_choices([{"way": data, "back": data}])


@given(st.frozensets(st.sampled_from(PEOPLE)), st.sampled_from(WORDS), st.none() | st.text())
def test_where_a_thing_lies_comes_back_as_it_was_stored(who, word, smaller):
    lies = Lies(who, word, smaller)
    assert rules.read_lies(rules.lies_data(lies), PEOPLE) == lies
    assert rules.read_lies(rules.lies_data(lies), (MAJA,)) == replace(lies, who=who & {MAJA})


# --- many at once -------------------------------------------------------------------------------


class Simulated:
    """Three people before pages of their own, which show the day as it was when they last looked."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        people = (frozenset(chance.sample(PEOPLE, chance.randint(0, 2))) for _ in THINGS)
        self.board = board(*(replace(thing(n), now=Lies(who)) for n, who in enumerate(people)))
        self.shown = {member: dict(self.board) for member in PEOPLE}
        self.offers: list[Offered] = []
        self.accepted: list[tuple[uuid.UUID, str]] = []

    def step(self) -> None:
        member, what = (
            self.chance.choice(PEOPLE),
            self.chance.choice(("look", "move", "move", "say", "undo", "ask", "answer")),
        )
        page = self.shown[member]
        item = self.chance.choice(list(page.values()))
        try:
            changed = getattr(self, what)(member, page, item)
        except Changed:
            return
        for one in changed:
            self.accepted.append((one.id, self.board[one.id].mark))
        self.board = stored(self.board, changed)

    def look(self, member: uuid.UUID, page: Mapping[uuid.UUID, Item], item: Item) -> tuple[Item, ...]:
        self.shown[member] = dict(self.board)
        return ()

    def move(self, member: uuid.UUID, page: Mapping[uuid.UUID, Item], item: Item) -> tuple[Item, ...]:
        to = frozenset(self.chance.sample(PEOPLE, self.chance.randint(0, 2)))
        return rules.moved(self.board, item.id, item.mark, to=to, by=member)

    def say(self, member: uuid.UUID, page: Mapping[uuid.UUID, Item], item: Item) -> tuple[Item, ...]:
        return rules.closed(self.board, item.id, item.mark, word=self.chance.choice(CLOSED))

    def undo(self, member: uuid.UUID, page: Mapping[uuid.UUID, Item], item: Item) -> tuple[Item, ...]:
        return rules.undone(self.board, item.id, item.mark)

    def ask(self, member: uuid.UUID, page: Mapping[uuid.UUID, Item], item: Item) -> tuple[Item, ...]:
        other = self.chance.choice([one for one in PEOPLE if one != member])
        way = self.chance.choice(WAYS)
        back = self.chance.choice(list(page.values())) if way == "swap" else None
        marks = {one.id: one.mark for one in (item, back) if one}
        asked = Offered(item.id, member, other, (Choice(way, back.id if back else None),), marks)
        if rules.possible(page, asked):
            self.offers.append(asked)
        return ()

    def answer(self, member: uuid.UUID, page: Mapping[uuid.UUID, Item], item: Item) -> tuple[Item, ...]:
        if not self.offers:
            return ()
        asked = self.offers.pop(self.chance.randrange(len(self.offers)))
        return rules.answered(self.board, asked, asked.choices[0].way)


def test_nothing_is_lost_or_doubled_whoever_taps_in_whichever_order(figure):
    taps = swaps = 0
    for nth in range(ROUNDS):
        day = Simulated(random.Random(nth))
        for _ in range(30):
            day.step()
        assert tuple(day.board) == THINGS
        for member in PEOPLE:
            lie = [
                item.id
                for place in rules.PLACES
                for item in day.board.values()
                if rules.place(item.now.who, member) == place
            ]
            assert sorted(lie) == sorted(THINGS), "in each page every thing lies in one place"
        assert len(set(day.accepted)) == len(day.accepted), "no two taps were taken on the same sight of a thing"
        assert all(int(item.mark) == sum(one == item.id for one, _ in day.accepted) for item in day.board.values())
        swapped = [item for item in day.board.values() if item.partner]
        for item in swapped:
            assert item.now.word == "swapped"
        taps, swaps = taps + len(day.accepted), swaps + len(swapped)
    assert swaps
    figure(f"today's things: {ROUNDS} interleavings of three people, {taps} taps taken, 0 things lost or doubled")


# --- offers -------------------------------------------------------------------------------------


def test_an_offer_lapses_when_anything_it_rests_on_has_changed():
    there = board(thing(0, MAJA), thing(1, JONAS), thing(2, JONAS))
    asked = Offered(
        THINGS[0], JONAS, MAJA, (Choice("swap", THINGS[1]), Choice("postpone")), {THINGS[0]: "0", THINGS[1]: "0"}
    )
    assert len(rules.answered(there, asked, "swap")) == 2
    assert [one.now.who for one in rules.answered(there, asked, "postpone")] == [frozenset()]
    moved = stored(there, rules.moved(there, THINGS[1], "0", to=frozenset(), by=JONAS))
    done = stored(there, rules.closed(there, THINGS[0], "0", word="done"))
    other = stored(there, rules.closed(there, THINGS[2], "0", word="done"))
    deleted = {key: item for key, item in there.items() if key != THINGS[1]}
    for changed in (moved, done, deleted):
        for way in ("swap", "postpone"):
            with pytest.raises(Changed):
                rules.answered(changed, asked, way)
    assert len(rules.answered(other, asked, "swap")) == 2
    with pytest.raises(Changed):
        rules.answered(there, asked, "together")


def test_only_what_means_something_can_be_asked():
    there = board(thing(0, MAJA), thing(1, JONAS), thing(2), thing(3, MAJA, JONAS))

    def possible(about: int, *choices: Choice, to: uuid.UUID = JONAS) -> bool:
        return rules.possible(there, Offered(THINGS[about], MAJA, to, choices, {}))

    assert possible(0, Choice("swap", THINGS[1])) and possible(1, Choice("swap", THINGS[0]))
    assert not possible(0, Choice("swap", THINGS[2])) and not possible(0, Choice("swap", THINGS[3]))
    assert not possible(0, Choice("swap", THINGS[0])) and not possible(0, Choice("swap", THINGS[1]), to=BIRTHE)
    assert not possible(2, Choice("postpone")) and not possible(3, Choice("together")) and not possible(0)
    assert possible(0, Choice("together"), Choice("smaller"), Choice("let_go"))
    assert not possible(0, Choice("postpone"), to=MAJA)


# --- suggestions --------------------------------------------------------------------------------

SIDES = st.builds(
    Side, st.just(MAJA), st.none() | st.booleans(), st.lists(st.sampled_from(WAYS), unique=True).map(tuple)
)
HARD = st.dictionaries(st.sampled_from(PEOPLE), st.lists(st.sampled_from(WAYS), unique=True).map(tuple))
LIES = st.builds(
    Lies, st.frozensets(st.sampled_from(PEOPLE), max_size=2), st.sampled_from(WORDS), st.none() | st.just("kort")
)
ITEMS = st.builds(
    Item,
    st.just(THINGS[0]),
    st.sampled_from(("Indkøb", "Choosing the meal", "Vask", "at vælge maden ")),
    st.just("0"),
    LIES,
    is_task=st.booleans(),
    area=st.sampled_from(("", "food", "outside")),
    able=st.frozensets(st.sampled_from(PEOPLE)),
    hard=HARD,
)
KEEP = st.lists(
    st.sampled_from((MENU, Kept("plants"), Kept(own="Stilhed", names=frozenset({"vask"})))), unique=True
).map(tuple)


@st.composite
def days(draw):
    items = draw(st.lists(ITEMS, max_size=5))
    there = board(*(replace(item, id=THINGS[n]) for n, item in enumerate(items)))
    holder, jonas, birthe = (replace(draw(SIDES), id=member) for member in PEOPLE)
    return there, ((holder, jonas), (holder, birthe)), draw(KEEP)


@settings(max_examples=600)
@given(days())
def test_every_suggestion_leaves_the_holder_a_part_that_they_like_to_keep(day):
    there, pairs, keep = day
    low = {side.id: side.low for pair in pairs for side in pair}
    found = rules.suggestions(there, pairs, keep)
    assert len(found) <= rules.AT_MOST
    for one in found:
        item = there[one.about]
        assert one.choices and low[one.low] and one.low in item.now.who and item.open
        assert not rules.is_kept(item, keep), "what is kept is not suggested away"
        assert (one.keeps in keep) if keep else one.keeps is None
        for choice in one.choices:
            takes = choice.way == "swap" or (choice.way == "let_go" and one.low == MAJA)
            assert takes == (choice.way in one.taking)
            assert keep or not takes, "with nothing said to be kept, nothing is taken"
            assert choice.way in item.hard.get(
                one.low, () if item.is_task else next(s.hard for p in pairs for s in p if s.id == one.low)
            )
            if choice.way in ("swap", "together"):
                assert low[one.other] is False, "silence is not an offer of help"
            if choice.back:
                back = there[choice.back]
                assert not rules.is_kept(back, keep) and one.low in back.able and one.other in item.able
                assert back.now.who == {one.other} and item.now.who == {one.low}
    touched = [id for one in found for id in {one.about, *(c.back for c in one.choices if c.back)}]
    assert len(set(touched)) == len(touched), "two suggestions are about different things"
    assert sum(bool(one.taking) for one in found) <= 1, "not everything is taken over"


@settings(max_examples=300)
@given(days())
def test_the_same_day_gives_the_same_suggestions_and_silence_gives_none(day):
    there, pairs, keep = day
    assert rules.suggestions(there, pairs, keep) == rules.suggestions(dict(there), list(pairs), tuple(keep))
    silent = tuple((replace(one, low=None), replace(other, low=None)) for one, other in pairs)
    fine = tuple((replace(one, low=False), replace(other, low=False)) for one, other in pairs)
    assert rules.suggestions(there, silent, keep) == rules.suggestions(there, fine, keep) == ()


def test_a_swap_is_suggested_to_one_who_keeps_a_part_and_may_do_what_comes_back():
    shopping = thing(0, MAJA, able=frozenset({MAJA, JONAS}), hard={MAJA: ("swap", "postpone")}, area="outside")
    planning = thing(1, JONAS, able=frozenset({MAJA, JONAS}))
    there, pair = board(shopping, planning), (Side(MAJA, True), Side(JONAS, False))
    (found,) = rules.suggestions(there, [pair], (MENU, Kept("plants")))
    assert found.choices == (Choice("swap", THINGS[1]), Choice("postpone")) and found.keeps == Kept("plants")
    (found,) = rules.suggestions(there, [pair], ())
    assert found.choices == (Choice("postpone"),)
    (found,) = rules.suggestions(there, [(Side(MAJA, True), Side(JONAS, True))], (MENU,))
    assert found.choices == (Choice("postpone"),), "who has little as well takes nothing on"
