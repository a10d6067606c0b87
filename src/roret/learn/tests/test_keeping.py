"""Favourites and marks: whose they are, who reads them, and that they go when their owner goes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import Http404

from roret.agreement.tests.cast import Cast, at_once, count, home, one_more, posing
from roret.agreement.tests.scale import SCALE
from roret.circle import access
from roret.circle import actions as circle
from roret.circle.models import Circle
from roret.learn import actions, privacy, queries
from roret.learn.models import Kept
from roret.learn.queries import Marks
from roret.learn.rules import Own

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TEA, COATS = "da-asking-kettle", "da-party-nod"


@pytest.fixture
def cast() -> Cast:
    return home()


def test_a_favourite_is_ones_own(cast: Cast) -> None:
    actions.star(cast.jonas, phrase_id=COATS, on=True)
    actions.star(cast.jonas, phrase_id=TEA, on=True)
    assert queries.own(cast.jonas).favourites == (COATS, TEA)
    assert queries.own(cast.maja) == Own() == queries.own(cast.birthe)


def test_a_favourite_of_the_other_language_is_kept_and_stands_last(cast: Cast) -> None:
    for phrase_id in ("en-party-signal", TEA):
        actions.star(cast.jonas, phrase_id=phrase_id, on=True)
    own = queries.own(cast.jonas)
    assert [(line.id, line.lang) for line in queries.favourites(own, "da")] == [(TEA, "da"), ("en-party-signal", "en")]
    assert [line.id for line in queries.favourites(own, "en")] == ["en-party-signal", TEA]


def test_a_favourite_whose_phrase_is_gone_is_passed_over() -> None:
    assert [line.id for line in queries.favourites(Own(favourites=("da-gone", TEA)), "da")] == [TEA]


def test_the_last_one_taken_off_leaves_no_row(cast: Cast) -> None:
    actions.star(cast.jonas, phrase_id=TEA, on=True)
    assert Kept.objects.count() == 1
    for _ in range(2):
        actions.star(cast.jonas, phrase_id=TEA, on=False)
    assert Kept.objects.count() == 0


def test_what_is_kept_is_sealed_and_says_not_which_of_the_two_it_is(cast: Cast) -> None:
    actions.star(cast.maja, phrase_id=TEA, on=True)
    actions.mark(cast.maja, page_id="alarm", on=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM learn_kept")
        rows = cursor.fetchall()
    assert len(rows) == 1 and len(rows[0]) == 3
    text = repr(rows)
    assert not any(word in text for word in (TEA, "alarm", "favourites", "pages"))


def test_the_holder_marks_and_the_others_read_it_and_only_that(cast: Cast) -> None:
    assert queries.marks(cast.jonas) == Marks() == queries.marks(cast.maja)
    actions.mark(cast.maja, page_id="alarm", on=True)
    assert queries.marks(cast.jonas) == Marks(frozenset({"alarm"}), "Maja") == queries.marks(cast.birthe)
    assert queries.marks(cast.maja).pages == {"alarm"}
    actions.mark(cast.maja, page_id="alarm", on=False)
    assert queries.marks(cast.jonas) == Marks()


def test_a_page_that_was_unmarked_looks_like_one_that_never_was(cast: Cast) -> None:
    before = (queries.marks(cast.jonas), Kept.objects.count())
    actions.mark(cast.maja, page_id="nerves", on=True)
    actions.mark(cast.maja, page_id="nerves", on=False)
    assert (queries.marks(cast.jonas), Kept.objects.count()) == before


def test_nobody_but_the_holder_marks_and_no_page_that_is_about_no_kind(cast: Cast) -> None:
    for who, page_id in (
        (cast.jonas, "alarm"),
        (cast.maja, "curious"),
        (cast.maja, "no-such"),
        (posing(cast), "alarm"),
    ):
        with pytest.raises(Http404):
            actions.mark(who, page_id=page_id, on=True)
    assert Kept.objects.count() == 0


def test_at_work_nothing_is_marked_and_nothing_is_read(cast: Cast) -> None:
    """Which kind of pain somebody has is no business of anybody's there."""
    actions.mark(cast.maja, page_id="alarm", on=True)
    Circle.objects.filter(id=cast.circle_id).update(edition="work")
    assert queries.marks(cast.jonas) == Marks() == queries.marks(cast.maja)
    assert not queries.may_mark(cast.maja)
    with pytest.raises(Http404):
        actions.mark(cast.maja, page_id="alarm", on=True)


def test_a_phrase_that_is_not_there_cannot_be_kept(cast: Cast) -> None:
    with pytest.raises(Http404):
        actions.star(cast.jonas, phrase_id="da-no-such", on=True)
    with pytest.raises(Http404):
        actions.star(posing(cast), phrase_id=TEA, on=True)
    assert Kept.objects.count() == 0


def test_a_mark_says_nothing_about_a_favourite(cast: Cast) -> None:
    actions.star(cast.maja, phrase_id=TEA, on=True)
    actions.mark(cast.maja, page_id="mixed", on=True)
    actions.mark(cast.maja, page_id="mixed", on=False)
    assert queries.own(cast.maja) == Own(favourites=(TEA,))


def test_a_tap_is_announced_to_nobody(cast: Cast, heard: list[object]) -> None:
    actions.star(cast.jonas, phrase_id=TEA, on=True)
    actions.mark(cast.maja, page_id="alarm", on=True)
    assert heard == []


def test_everything_is_taken_along_and_everything_goes(cast: Cast) -> None:
    actions.star(cast.maja, phrase_id=TEA, on=True)
    actions.mark(cast.maja, page_id="alarm", on=True)
    assert privacy.export(cast.maja_id) == {"favourites": [TEA], "pages": ["alarm"]}
    assert privacy.export(cast.jonas_id) == {"favourites": [], "pages": []}
    for _ in range(2):
        privacy.erase(cast.maja_id)
    assert privacy.export(cast.maja_id) == {"favourites": [], "pages": []}
    assert queries.marks(cast.jonas) == Marks()


def test_whoever_is_taken_out_leaves_nothing_behind(cast: Cast) -> None:
    actions.star(cast.jonas, phrase_id=TEA, on=True)
    actions.star(cast.maja, phrase_id=TEA, on=True)
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    assert list(Kept.objects.values_list("member_id", flat=True)) == [cast.maja_id]


def test_a_page_asks_no_more_for_many_than_for_few(cast: Cast) -> None:
    actions.mark(cast.maja, page_id="alarm", on=True)
    for phrase in queries.phrases("da"):
        actions.star(cast.jonas, phrase_id=phrase.id, on=True)
    jonas = cast.jonas
    few = count(lambda: queries.own(jonas)), count(lambda: queries.marks(jonas))
    for _ in range(12):
        actions.star(one_more(cast), phrase_id=TEA, on=True)
    many = count(lambda: queries.own(jonas)), count(lambda: queries.marks(jonas))
    assert few == many
    assert many[0].content == 1 and many[1].content == 2


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
@pytest.mark.timeout(0)
def test_taps_at_once_lose_nothing() -> None:
    cast = home()
    wanted = [phrase.id for phrase in queries.phrases("da")[: 4 * SCALE]]
    for n in range(0, len(wanted), 2):
        maja = access.viewer_of(cast.maja_id)
        raised = at_once(
            lambda maja=maja, n=n: actions.star(maja, phrase_id=wanted[n], on=True),
            lambda maja=maja, n=n: actions.star(maja, phrase_id=wanted[n + 1], on=True),
            lambda maja=maja: actions.mark(maja, page_id="alarm", on=True),
        )
        assert raised == []
    own = queries.own(cast.maja)
    assert set(own.favourites) == set(wanted) and own.pages == ("alarm",)
