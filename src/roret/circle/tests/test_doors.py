"""Invitations, share links and leaving: every door opens for whom it should, as long as it should."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from roret.circle import access, actions, queries
from roret.circle.access import Viewer
from roret.circle.actions import Refused
from roret.circle.models import Invitation, Member, ShareLink
from roret.circle.rules import INVITATION_LASTS, MAY, NAME_LENGTH, Act, Edition, Once, Role, may
from roret.kit import clock

db = pytest.mark.django_db(databases=["default", "keys"])


def somebody() -> uuid.UUID:
    return get_user_model().objects.create().pk


def a_circle(role: Role = Role.HOLDER, edition: Edition = Edition.HOME, name: str = "Maja") -> Viewer:
    person = somebody()
    actions.open_circle(person_id=person, edition=edition, role=role, name=name)
    return access.circles_of(person)[0]


@given(st.datetimes(), st.booleans(), st.booleans(), st.timedeltas(timedelta(-5), timedelta(5)))
def test_a_door_works_until_it_is_used_withdrawn_or_over(ends_at, used, withdrawn, off):
    now = clock.now().replace(tzinfo=None)
    door = Once(now + off, now if used else None, now if withdrawn else None)
    assert door.works(now) == (not used and not withdrawn and off > timedelta(0))


def test_only_the_holder_opens_anything_to_others():
    opening = {Act.INVITE, Act.OPEN_TOPICS, Act.SHARE, Act.TAKE_OUT, Act.PAUSE_CIRCLE, Act.ERASE}
    for role, acts in MAY.items():
        assert (acts & opening == opening) == (role is Role.HOLDER)
        assert role is Role.HOLDER or not acts & opening
    assert MAY[Role.GUEST] == {Act.READ}


def test_a_supporter_who_came_first_may_ask_the_holder_in_and_only_then():
    assert may(Role.SUPPORTER, Act.INVITE_HOLDER, holderless=True)
    assert not may(Role.SUPPORTER, Act.INVITE_HOLDER, holderless=False)
    assert not may(Role.GUEST, Act.INVITE_HOLDER, holderless=True)


@db
def test_an_invitation_lets_one_person_in_once():
    maja = a_circle()
    token = actions.invite(maja, role=Role.SUPPORTER, topics=["advice"])
    jonas, birthe = somebody(), somebody()
    actions.join(person_id=jonas, token=token, name="Jonas")
    (seen,) = access.circles_of(jonas)
    assert (seen.role, seen.topics) == (Role.SUPPORTER, {"advice"})
    with pytest.raises(Http404):
        actions.join(person_id=birthe, token=token, name="Birthe")
    with pytest.raises(Http404):
        queries.doorway(token)


@db
def test_an_invitation_ends_by_itself_and_can_be_withdrawn(clock):
    maja = a_circle()
    ends = actions.invite(maja, role=Role.SUPPORTER)
    withdrawn = actions.invite(maja, role=Role.SUPPORTER)
    actions.withdraw_invitation(maja, invitation_id=Invitation.objects.order_by("made_at", "id").last().id)
    working = [t for t in (ends, withdrawn) if _opens(t)]
    assert len(working) == 1
    from roret.kit import clock as now

    clock.set(now.now() + INVITATION_LASTS)
    assert not _opens(ends)
    assert not _opens(withdrawn)


def _opens(token: str) -> bool:
    try:
        queries.doorway(token)
    except Http404:
        return False
    return True


@db
def test_an_invitation_dies_with_the_membership_of_the_one_who_made_it():
    supporter = a_circle(Role.SUPPORTER, name="Jonas")
    token = actions.invite(supporter, role=Role.HOLDER)
    actions.leave(supporter)
    assert not _opens(token)
    with pytest.raises(Http404):
        actions.join(person_id=somebody(), token=token, name="Maja")


@db
def test_a_circle_has_one_holder():
    supporter = a_circle(Role.SUPPORTER, name="Jonas")
    first, second = (actions.invite(supporter, role=Role.HOLDER) for _ in range(2))
    actions.join(person_id=somebody(), token=first, name="Maja")
    with pytest.raises(Http404):
        actions.join(person_id=somebody(), token=second, name="Otto")
    assert Member.objects.filter(role=Role.HOLDER).count() == 1


@db
def test_using_the_link_twice_as_a_member_spends_nothing_and_changes_nothing():
    maja = a_circle()
    jonas = somebody()
    actions.join(person_id=jonas, token=actions.invite(maja, role=Role.SUPPORTER), name="Jonas")
    spare = actions.invite(maja, role=Role.SUPPORTER)
    assert actions.join(person_id=jonas, token=spare, name="Somebody else") == maja.circle_id
    assert _opens(spare)
    assert [m.name for m in queries.members(maja)] == ["Maja", "Jonas"]


@db
def test_whoever_is_taken_out_sees_nothing_from_then_on_and_keeps_no_way_back():
    maja = a_circle()
    jonas = somebody()
    actions.join(person_id=jonas, token=actions.invite(maja, role=Role.SUPPORTER, topics=["zones"]), name="Jonas")
    (before,) = access.circles_of(jonas)
    actions.take_out(maja, member_id=before.me())
    assert access.circles_of(jonas) == []
    with pytest.raises(Http404):
        access.viewer_of(before.me())
    with pytest.raises(Http404):
        actions.rename_me(before, name="Still here")


@db
def test_the_holder_can_be_neither_taken_out_nor_leave():
    maja = a_circle()
    with pytest.raises(Http404):
        actions.take_out(maja, member_id=maja.me())
    with pytest.raises(Http404):
        actions.leave(maja)


@db
def test_a_guest_reads_the_chosen_topics_until_the_day_or_until_the_link_is_closed(clock):
    maja = a_circle()
    token = actions.share(maja, topics=["advice"], days=7)
    seen = access.guest(token)
    assert (seen.role, seen.topics, seen.member_id) == (Role.GUEST, {"advice"}, None)
    other = actions.share(maja, topics=["zones"], days=1)
    actions.withdraw_share(maja, share_id=ShareLink.objects.get(topics=["zones"]).id)
    with pytest.raises(Http404):
        access.guest(other)
    from roret.kit import clock as now

    clock.set(now.now() + timedelta(days=7))
    with pytest.raises(Http404):
        access.guest(token)


@db
def test_another_circles_holder_can_do_nothing_here():
    maja, otto = a_circle(), a_circle(name="Otto")
    jonas = actions.add_without_account(maja, name="Jonas", role=Role.SUPPORTER)
    actions.share(maja, topics=["advice"], days=7)
    actions.invite(maja, role=Role.SUPPORTER)
    for act, about in (
        (actions.take_out, {"member_id": jonas}),
        (actions.open_topics, {"member_id": jonas, "topics": ["advice"]}),
        (actions.withdraw_share, {"share_id": ShareLink.objects.get().id}),
        (actions.withdraw_invitation, {"invitation_id": Invitation.objects.get().id}),
    ):
        with pytest.raises(Http404):
            act(otto, **about)


@db
@pytest.mark.parametrize(("name", "code"), [("   ", "name missing"), ("x" * (NAME_LENGTH + 1), "name too long")])
def test_a_name_is_something_and_fits(name, code):
    with pytest.raises(Refused) as refused:
        a_circle(name=name)
    assert refused.value.code == code


@db
def test_a_leader_is_asked_in_at_work_and_nowhere_else():
    with pytest.raises(Refused):
        actions.invite(a_circle(), role=Role.LEADER)
    work = a_circle(edition=Edition.WORK)
    assert actions.invite(work, role=Role.LEADER)
    with pytest.raises(Refused):
        actions.invite(work, role=Role.SUPPORTER)


@db
def test_the_list_of_members_takes_the_same_queries_for_three_and_for_thirty(django_assert_num_queries):
    from roret.vault import keyring

    maja = a_circle()
    for n in range(2):
        actions.add_without_account(maja, name=f"Jonas {n}", role=Role.SUPPORTER)
    keyring.forget()
    with django_assert_num_queries(1), django_assert_num_queries(1, using="keys"):
        assert len(queries.members(maja)) == 3
    for n in range(27):
        actions.add_without_account(maja, name=f"Birthe {n}", role=Role.SUPPORTER)
    keyring.forget()
    with django_assert_num_queries(1), django_assert_num_queries(1, using="keys"):
        assert len(queries.members(maja)) == 30
