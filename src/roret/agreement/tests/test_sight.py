"""Who reads what of an agreement, and that the hidden looks like what never was."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest

from roret.agreement import actions, queries
from roret.agreement.tests.cast import TOPIC, Cast, agree, home, lay, stranger, wording
from roret.circle import access
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.kit.announce import Event

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def cast() -> Cast:
    return home()


def guest(cast: Cast, *topics: str) -> Viewer:
    return access.guest(circle.share(cast.maja, topics=topics, days=7))


def read(who: Viewer) -> list[tuple[str, object]]:
    return [(v.topic, v.settled) for v in queries.agreements(who)]


def test_a_pair_is_read_by_the_two_and_nobody_else(cast: Cast) -> None:
    laid = agree(cast)
    assert read(cast.maja) == read(cast.jonas) == [(TOPIC, {"how": "x"})]
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=[TOPIC])
    for who in (cast.birthe, guest(cast, TOPIC), stranger()):
        assert read(who) == []
        with pytest.raises(queries.NotYours):
            queries.agreement(who, laid.agreement_id)
        if who.member_id is not None:
            with pytest.raises(queries.NotYours):
                queries.versions(who, laid.agreement_id)
            with pytest.raises(queries.NotYours):
                queries.wordings_at_yes(who, laid.agreement_id)


def test_a_wish_of_the_holders_is_read_by_those_the_topic_is_open_to(cast: Cast) -> None:
    lay(cast.maja, None)
    assert read(cast.jonas) == read(guest(cast, TOPIC)) == [(TOPIC, {"how": "x"})]
    assert read(cast.birthe) == read(guest(cast, "words")) == read(stranger()) == []


def test_a_supporters_own_needs_are_read_by_the_holder_and_no_other_supporter(cast: Cast) -> None:
    lay(cast.jonas, None, topic="my-needs")
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=["my-needs"])
    assert read(cast.maja) == [("my-needs", {"how": "x"})]
    assert read(cast.birthe) == read(guest(cast, "my-needs")) == []
    assert queries.wishes(cast.birthe, "my-needs") == {}


def test_a_reader_of_a_wish_gets_what_it_says_today_and_nothing_of_its_past(cast: Cast) -> None:
    laid = lay(cast.maja, None, "one")
    once = queries.agreements(cast.jonas)
    lay(cast.maja, None, "two")
    lay(cast.maja, None, "one", weeks=3)
    assert queries.agreements(cast.jonas) == once
    with pytest.raises(queries.NotYours):
        queries.versions(cast.jonas, laid.agreement_id)


@pytest.mark.parametrize("stop", [actions.pause, actions.end])
def test_a_paused_wish_looks_to_others_as_if_it_had_never_been(cast: Cast, stop: Callable[..., None]) -> None:
    laid = lay(cast.maja, None)
    stop(cast.maja, agreement_id=laid.agreement_id, aloud=False)
    for who in (cast.jonas, guest(cast, TOPIC)):
        assert read(who) == []
        with pytest.raises(queries.NotYours):
            queries.agreement(who, laid.agreement_id)
    for who in (cast.maja, cast.jonas):
        assert queries.Agreed(who).between(TOPIC, cast.jonas_id) is None
    assert queries.agreement(cast.maja, laid.agreement_id).mine


def test_the_pairs_own_version_goes_before_the_wish_and_the_wish_comes_back(cast: Cast) -> None:
    lay(cast.maja, None, "wish")
    laid = agree(cast, "pair")
    for who, other in ((cast.maja, cast.jonas_id), (cast.jonas, cast.maja_id)):
        assert queries.Agreed(who).with_other(TOPIC, other) == {"how": "pair"}
        assert queries.Agreed(who).others(TOPIC) == (other,)
    actions.pause(cast.jonas, agreement_id=laid.agreement_id, aloud=False)
    for who, other in ((cast.maja, cast.jonas_id), (cast.jonas, cast.maja_id)):
        assert queries.Agreed(who).with_other(TOPIC, other) == {"how": "wish"}


def test_the_holders_wish_holds_with_nobody_it_is_closed_to(cast: Cast) -> None:
    lay(cast.maja, None, "wish")
    assert queries.Agreed(cast.maja).mine(TOPIC) == {"how": "wish"}
    assert queries.Agreed(cast.maja).between(TOPIC, cast.birthe_id) is None
    assert queries.Agreed(cast.birthe).between(TOPIC, cast.birthe_id) is None
    assert queries.Agreed(cast.birthe).others(TOPIC) == () and queries.Agreed(cast.birthe).mine(TOPIC) is None


def test_nobody_asks_what_two_others_have_settled(cast: Cast) -> None:
    agree(cast)
    for who in (cast.birthe, stranger()):
        for member in (cast.jonas_id, cast.birthe_id):
            assert queries.Agreed(who).between(TOPIC, member) is None


def test_a_paused_circle_still_reads_its_agreements(cast: Cast) -> None:
    agree(cast)
    circle.pause(cast.maja)
    assert queries.Agreed(cast.jonas).between(TOPIC, cast.jonas_id) == {"how": "x"}


def test_a_guest_never_acts(cast: Cast) -> None:
    laid, visitor = agree(cast), guest(cast, TOPIC)
    for act in (
        lambda: actions.answer(visitor, topic=TOPIC, question="q", value="v", base_revision=0),
        lambda: lay(visitor, cast.maja_id),
        lambda: actions.say_yes(visitor, agreement_id=laid.agreement_id, version=1, wording=wording()),
        lambda: actions.pause(visitor, agreement_id=laid.agreement_id, aloud=False),
        lambda: queries.notices(visitor),
    ):
        with pytest.raises(access.Http404):
            act()


def test_a_viewer_made_up_from_two_circles_gets_nowhere(cast: Cast) -> None:
    laid, otto = agree(cast), stranger()
    mixed = replace(otto, member_id=cast.jonas_id)
    with pytest.raises(access.Http404):
        actions.pause(mixed, agreement_id=laid.agreement_id, aloud=False)
    with pytest.raises(access.Http404):
        actions.pause(otto, agreement_id=laid.agreement_id, aloud=False)


def told(heard: list[Event]) -> set[uuid.UUID]:
    return {member for event in heard for member in event.to}  # type: ignore[attr-defined]


def test_what_is_closed_to_somebody_never_makes_their_page_stir(cast: Cast, heard: list[Event]) -> None:
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=["words"])
    heard.clear()
    actions.answer(cast.maja, topic=TOPIC, question="q", value="v", base_revision=0)
    actions.pick(cast.maja, topic="words")
    actions.done(cast.maja, topic=TOPIC)
    assert told(heard) == {cast.maja_id}
    actions.done(cast.jonas, topic=TOPIC)
    actions.answer(cast.maja, topic=TOPIC, question="q", value="w", base_revision=1)
    lay(cast.maja, None)
    agree(cast)
    assert told(heard) == {cast.maja_id, cast.jonas_id}
    heard.clear()
    actions.close_answers(cast.maja, topic=TOPIC)
    assert told(heard) == {cast.maja_id, cast.jonas_id}
    heard.clear()
    actions.answer(cast.maja, topic=TOPIC, question="q", value="x", base_revision=2)
    lay(cast.birthe, None, topic="my-needs")
    assert told(heard) == {cast.maja_id, cast.birthe_id}


def test_those_who_may_read_answers_are_those_who_are_told(cast: Cast, heard: list[Event]) -> None:
    """`queries.readable` and the audience of `AnswersChanged` are one rule in two places."""
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=[TOPIC])
    everybody = {cast.maja_id: "maja", cast.jonas_id: "jonas", cast.birthe_id: "birthe"}
    steps = [
        (actions.done, "jonas"),
        (actions.open_answers, "maja"),
        (actions.done, "maja"),
        (actions.close_answers, "maja"),
        (actions.open_answers, "birthe"),
        (actions.done, "birthe"),
        (actions.done, "maja"),
    ]
    for act, who in steps:
        act(getattr(cast, who), topic=TOPIC)
        for writer_id, writer in everybody.items():
            heard.clear()
            actions.answer(getattr(cast, writer), topic=TOPIC, question="q", value="v", base_revision=0)
            may = {m for m, name in everybody.items() if (writer_id, TOPIC) in queries.readable(getattr(cast, name))}
            assert told(heard) == may | {writer_id}
