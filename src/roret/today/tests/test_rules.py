"""The quiet page comes when it is asked for, and never when it was not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roret.today.rules import LIVED_BY, Quiet, choose, is_quiet, lives_here

TODAY = date(2026, 11, 24)
chosen = st.builds(
    Quiet,
    by_itself=st.booleans(),
    on=st.none() | st.booleans(),
    day=st.none() | st.sampled_from([TODAY, TODAY - timedelta(days=1)]),
)


@given(chosen, st.booleans(), st.booleans())
def test_what_is_chosen_holds_at_once_and_until_midnight(before: Quiet, on: bool, low: bool) -> None:
    after = choose(before, on, low=low, today=TODAY)
    assert is_quiet(after, low=low, today=TODAY) is on
    assert after.by_itself == before.by_itself
    assert is_quiet(after, low=False, today=TODAY + timedelta(days=1)) is False


@given(st.booleans(), st.none() | st.booleans())
def test_it_comes_by_itself_only_to_whoever_wants_that(low: bool, on: bool | None) -> None:
    yesterday = TODAY - timedelta(days=1)
    assert is_quiet(Quiet(False, on, yesterday), low=low, today=TODAY) is False
    assert is_quiet(Quiet(True, on, yesterday), low=low, today=TODAY) is low


def test_turned_off_on_an_ordinary_day_it_still_comes_when_the_day_gets_low() -> None:
    shown = choose(Quiet(by_itself=True), True, low=False, today=TODAY)
    put_away = choose(shown, False, low=False, today=TODAY)
    assert is_quiet(put_away, low=True, today=TODAY)


@pytest.mark.parametrize("topic", LIVED_BY)
def test_what_is_agreed_with_somebody_lives_on_today(topic: str) -> None:
    assert lives_here(lambda asked: asked == topic, lambda _: False)


def test_alone_ones_own_day_or_plan_is_enough_and_nothing_is_not() -> None:
    assert lives_here(lambda _: False, lambda topic: topic == "capacity")
    assert lives_here(lambda _: False, lambda topic: topic == "flareup")
    assert not lives_here(lambda _: False, lambda topic: topic not in ("capacity", "flareup"))
