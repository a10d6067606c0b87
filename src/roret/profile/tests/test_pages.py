"""The page as holder, supporter and guest read it, and the acts on an agreement."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from roret.agreement import actions as agreement
from roret.agreement import queries as agreements
from roret.agreement.rules import one_way, spans_of
from roret.agreement.tests.cast import count, with_browsers
from roret.circle import access, actions
from roret.circle.access import Viewer
from roret.circle.rules import Role
from roret.kit import clock as now
from roret.profile.queries import People, Reading, page, voice, wording

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WINDOW = {"days": ["sat"], "from": "18:00", "to": "20:00"}


@pytest.fixture
def two(clock) -> tuple[Viewer, Viewer, Client, Client]:
    cast, her, his = with_browsers(("zones",), "en")
    return cast.maja, cast.jonas, her, his


def lay(who: Viewer, topic: str, answers: dict, other: Viewer | None = None):
    spans = one_way(answers)
    names = People(who).names(who.me(), other.me() if other else None)
    said = wording(topic, spans_of(spans), names, voice(other.me() if other else None))
    return agreement.propose(
        who,
        topic=topic,
        other_id=other.me() if other else None,
        spans=spans,
        wording=said,
        review_on=agreements.today(who) + timedelta(days=14),
    )


def test_a_wish_stands_at_once_for_the_holder_and_for_whom_the_topic_is_open(two):
    maja, jonas, *_ = two
    lay(maja, "zones", {"otherwise": "my_yes"})
    lay(maja, "advice", {"policy": "none"})
    assert [s.topic for s in page(Reading(maja), "en").sections] == ["advice", "zones"]
    assert [s.topic for s in page(Reading(jonas), "en").sections] == ["zones"]
    guest = access.guest(actions.share(maja, topics=["advice"], days=7))
    assert [s.topic for s in page(Reading(guest), "en").sections] == ["advice"]
    actions.open_topics(maja, member_id=jonas.me(), topics=[])
    assert page(Reading(access.viewer_of(jonas.me())), "en").sections == ()


def test_a_pair_needs_both_and_then_stands_on_both_pages(two):
    maja, jonas, her, his = two
    laid = lay(maja, "zones", {"when": [WINDOW]}, jonas)
    assert page(Reading(maja), "en").sections == page(Reading(jonas), "en").sections == ()
    assert b"Maja proposes something" in his.get(f"/c/{maja.circle_id}").content
    path = f"/c/{maja.circle_id}/with/{laid.agreement_id}"
    assert his.post(f"{path}/1/yes").status_code == 302
    assert (
        [s.topic for s in page(Reading(maja), "en").sections]
        == [s.topic for s in page(Reading(jonas), "en").sections]
        == ["zones"]
    )
    said = agreements.wordings_at_yes(maja, laid.agreement_id)[1]
    assert [set(yes.wording) for yes in said] == [{"da", "en"}] * 2
    assert all(yes.wording["da"] and yes.wording["en"] for yes in said)


def test_a_yes_to_a_version_that_is_no_longer_on_the_table_changes_nothing_and_says_so(two):
    maja, jonas, _, his = two
    laid = lay(maja, "zones", {"otherwise": "free"}, jonas)
    lay(maja, "zones", {"otherwise": "i_begin"}, jonas)
    answer = his.post(f"/c/{maja.circle_id}/with/{laid.agreement_id}/1/yes")
    assert answer.status_code == 409
    assert agreements.agreement(jonas, laid.agreement_id).in_force is None


def test_pausing_what_the_other_counts_on_tells_them_without_who_or_why(two):
    maja, jonas, her, his = two
    laid = lay(maja, "zones", {"when": [WINDOW]}, jonas)
    path = f"/c/{maja.circle_id}/with/{laid.agreement_id}"
    his.post(f"{path}/1/yes")
    his.post(f"{path}/pause")
    home = her.get(f"/c/{maja.circle_id}").content.decode()
    assert "no longer applies" in home
    assert page(Reading(maja), "en").sections == ()
    one, other = (browser.get(path).content.decode() for browser in (her, his))
    assert "Nothing applies here right now" in one
    assert "Nothing applies here right now" in other
    (notice,) = agreements.notices(maja)
    assert her.post(f"/c/{maja.circle_id}/notices/{notice.id}/read").status_code == 302
    assert "no longer applies" not in her.get(f"/c/{maja.circle_id}").content.decode()


def test_on_its_day_it_comes_up_to_be_kept_and_goes_on_meanwhile(two, clock):
    maja, jonas, her, his = two
    laid = lay(maja, "zones", {"when": [WINDOW]}, jonas)
    path = f"/c/{maja.circle_id}/with/{laid.agreement_id}"
    his.post(f"{path}/1/yes")
    clock.set(now.now() + timedelta(days=28))
    assert b"Keep it" in her.get(f"/c/{maja.circle_id}/review").content
    her.post(f"{path}/1/keep", {"from": "review"})
    view = agreements.agreement(maja, laid.agreement_id)
    assert (view.in_force.number, view.proposed.number) == (1, 2)
    his.post(f"{path}/2/yes")
    view = agreements.agreement(maja, laid.agreement_id)
    assert (view.in_force.number, view.trial, view.review_due) == (2, False, False)
    assert "Used earlier" in her.get(path).content.decode()


def test_a_holder_can_say_yes_at_the_table_only_for_somebody_without_an_account(two):
    maja, jonas, her, _ = two
    birthe_id = actions.add_without_account(maja, name="Birthe", role=Role.SUPPORTER)
    actions.open_topics(maja, member_id=birthe_id, topics=["zones"])
    at_table = lay(maja, "zones", {"when": [WINDOW]}, access.viewer_of(birthe_id))
    away = lay(maja, "zones", {"when": [WINDOW]}, jonas)
    base = f"/c/{maja.circle_id}/with"
    assert her.post(f"{base}/{away.agreement_id}/1/yes", {"as": jonas.me()}).status_code == 404
    assert her.post(f"{base}/{at_table.agreement_id}/1/yes", {"as": jonas.me()}).status_code == 404
    assert her.post(f"{base}/{at_table.agreement_id}/1/yes", {"as": birthe_id}).status_code == 302
    assert [s.about for s in page(Reading(maja), "en").sections] == ["Birthe"]


def test_a_supporters_own_needs_stand_by_their_own_yes_and_nobody_else_can_touch_them(two):
    maja, jonas, her, his = two
    laid = lay(jonas, "needs", {})
    for act in ("1/yes", "1/aside", "pause", "end", "1/keep", "1/again"):
        assert her.post(f"/c/{maja.circle_id}/with/{laid.agreement_id}/{act}").status_code == 404
    assert agreements.agreement(jonas, laid.agreement_id).state == "in_force"


def test_the_page_takes_the_same_queries_for_two_topics_and_for_many(two):
    maja, *_ = two
    counts = []
    for topics in (["advice", "zones"], ["asking"]):
        for topic in topics:
            lay(
                maja,
                topic,
                {"policy": "none", "otherwise": "free", "when": "natural"}
                if topic != "zones"
                else {"otherwise": "free"},
            )
        with translation.override("en"):
            counts.append(count(lambda: page(Reading(maja), "en")))
    assert counts[0] == counts[1]
