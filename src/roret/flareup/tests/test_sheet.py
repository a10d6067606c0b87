"""The plan as it is read: by the holder, by those it holds with, by a guest, and by nobody else."""

from __future__ import annotations

import pytest

from roret.agreement import actions as agreement
from roret.agreement.tests.cast import Cast, count, home, one_more, rest, stranger, wish
from roret.circle import access
from roret.circle import actions as circle
from roret.flareup.queries import sheet
from roret.flareup.tests.living import TERMS, WISH, agree

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def cast(clock) -> Cast:
    return home(("flareup",))


def test_where_nothing_holds_there_is_no_plan(cast):
    assert [sheet(who, "da") for who in (cast.maja, cast.jonas, cast.birthe, stranger())] == [None] * 4


def test_the_two_read_the_same_plan_in_their_own_language(cast):
    agree(cast.maja, cast.jonas)
    hers, his = sheet(cast.maja, "da"), sheet(cast.jonas, "en")
    assert hers is not None and his is not None
    assert dict(hers.sections)["Det her hjælper"] == ("varme", "Regnen mod ruden")
    assert dict(his.sections)["This helps"] == ("warmth", "Regnen mod ruden")
    assert dict(hers.sections)["Hvem tager sig af hvad"] == ("Jonas: indkøb, Tulle",)
    assert dict(hers.sections)["Det er jeg stadig med til"] == ("at vælge maden",)
    assert dict(his.sections)["Maja is still part of this"] == ("choosing the meal",)
    assert hers.messages == (
        ("Til arbejdet", "Jeg er ikke med i dag. Jeg skriver i morgen."),
        ("Til Otto", "Det bliver ikke i dag"),
        ("", "Vi ses en anden dag"),
    )
    assert (his.holder, his.next_in_line) == ("Maja", ("Jonas", "a neighbour", "Birthe"))


@pytest.mark.parametrize("answers", [{}, TERMS, {"helps": "no list", "new_pain": ["x"], "take_over": [1, {"own": 2}]}])
def test_the_line_about_the_doctor_is_always_there(cast, answers):
    agree(cast.maja, cast.jonas, answers)
    for who in (cast.maja, cast.jonas):
        for lang, words in (("da", ("lægen", "112")), ("en", ("doctor", "112"))):
            assert all(word in sheet(who, lang).doctor for word in words)


def test_who_calls_the_doctor_stands_with_it(cast):
    agree(cast.maja, cast.jonas)
    assert sheet(cast.jonas, "en").doctor.split(". ")[2] == "Call together with Maja"


def test_two_supporters_read_nothing_of_each_others(cast):
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=["flareup"])
    agree(cast.maja, cast.jonas)
    agree(cast.maja, cast.birthe, {"take_over": [{"own": "Hundene"}], "helps": [{"own": "Sang"}]})
    his, theirs, hers = sheet(cast.jonas, "da"), sheet(cast.birthe, "da"), sheet(cast.maja, "da")
    assert "Hundene" not in repr(his) and "Sang" not in repr(his)
    assert "Tulle" not in repr(theirs) and "Regnen" not in repr(theirs)
    assert set(dict(hers.sections)["Hvem tager sig af hvad"]) == {"Jonas: indkøb, Tulle", "Birthe: Hundene"}


def test_a_wish_is_read_by_those_it_is_open_to_and_goes_first_for_the_holder(cast):
    agree(cast.maja, cast.jonas)
    wish(cast.maja, "flareup", WISH)
    assert dict(sheet(cast.maja, "da").sections)["Det her hjælper"] == ("kulde",)
    assert sheet(cast.maja, "da").next_in_line == ("Jonas", "Birthe", "en nabo")
    assert sheet(cast.birthe, "da") is None
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=["flareup"])
    assert sheet(cast.birthe, "da").next_in_line == ("Jonas", "Birthe")
    assert dict(sheet(cast.jonas, "da").sections)["Det her hjælper"] == ("varme", "Regnen mod ruden")


def test_what_rests_is_not_read(cast):
    laid = agree(cast.maja, cast.jonas)
    rest(cast.jonas, laid)
    assert sheet(cast.jonas, "da") is sheet(cast.maja, "da") is None
    agreement.propose_again(
        cast.maja, agreement_id=laid.agreement_id, version=laid.version, wording={}, trial=True, review_on=None
    )
    assert sheet(cast.jonas, "da") is None


def test_a_guest_reads_the_wish_if_the_link_shows_it(cast):
    wish(cast.maja, "flareup", WISH)
    agree(cast.maja, cast.jonas)
    for topics, there in ((["flareup"], True), (["zones"], False)):
        seen = sheet(access.guest(circle.share(cast.maja, topics=topics, days=7)), "da")
        assert (seen is not None) is there
        assert not there or (seen.next_in_line, "Tulle" in repr(seen)) == (("Jonas", "Birthe"), False)


def test_it_takes_as_many_queries_with_many_as_with_few(cast):
    agree(cast.maja, cast.jonas)
    few = count(lambda: sheet(cast.maja, "da"))
    for _ in range(4):
        agree(cast.maja, one_more(cast, ("flareup",)))
    assert count(lambda: sheet(cast.maja, "da")) == few
