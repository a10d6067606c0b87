"""Each guard taken away once: then the table has to be red. A test that cannot fail proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import override_settings

from roret.kit import clock
from tests.architecture.access_run import Driver, Finding, run
from tests.architecture.access_table import Row
from tests.canaries import Canaries
from tests.today import MORNING, live_today
from tests.world import QUICK_PASSWORDS, build_world, kept_apart

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Patch = pytest.MonkeyPatch


@pytest.fixture(scope="module")
def driver(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Driver]:
    quick = override_settings(PASSWORD_HASHERS=QUICK_PASSWORDS)
    with django_db_blocker.unblock(), kept_apart(), quick, clock.held(MORNING):
        yield Driver(live_today(build_world(Canaries(2))))


def anybody_is_a_member(patch: Patch) -> None:
    """`access.viewer` takes the circle from the address and no notice of the person."""
    from roret.circle import access
    from roret.circle.models import Member
    from roret.circle.rules import Act
    from roret.deck import views as deck
    from roret.paper import views as paper
    from roret.profile import views as profile

    def viewer(request: object, circle_id: object, act: Act = Act.READ) -> object:
        return access.viewer_of(
            Member.objects.filter(circle_id=circle_id, role="holder").values_list("id", flat=True)[0]
        )

    for room in (profile, deck, paper):
        patch.setattr(room, "viewer", viewer)


def those_who_left_are_still_there(patch: Patch) -> None:
    """`access` forgets to ask who has left: with their person on the row, they are in."""
    from roret.circle import queries
    from roret.circle.models import Member

    before = queries.members

    def members(viewer: object) -> list[object]:
        gone = Member.objects.filter(circle_id=viewer.circle_id, left_at__isnull=False)  # type: ignore[attr-defined]
        found = before(viewer)  # type: ignore[arg-type]
        return found + [replace(found[-1], id=one.id, name=one.name, is_me=False) for one in gone]

    patch.setattr(queries, "members", members)


def every_topic_is_open(patch: Patch) -> None:
    from roret.circle.access import Viewer

    patch.setattr(Viewer, "sees", lambda self, topic: True)


def everybody_may_do_everything(patch: Patch) -> None:
    from roret.circle import rules

    for role in (rules.Role.SUPPORTER, rules.Role.LEADER):
        patch.setitem(rules.MAY, role, frozenset(rules.Act))


def closed_answers_can_be_read(patch: Patch) -> None:
    from roret.agreement import rules

    patch.setattr(rules, "may_read", lambda *_, **__: True)


def answers_are_open_to_every_supporter(patch: Patch) -> None:
    """`readable` without the rule that answers are between the holder and each of the others."""
    from roret.agreement import queries
    from roret.agreement.models import Turn

    patch.setattr(
        queries,
        "readable",
        lambda viewer, topic=None: frozenset(
            Turn.objects.filter(answered_at__isnull=False).values_list("member_id", "topic")
        ),
    )


def every_agreement_of_the_circle_is_listed(patch: Patch) -> None:
    from roret.agreement import queries

    patch.setattr(queries, "_of", lambda viewer: queries._in(viewer.circle_id))


def every_agreement_opens_for_everybody(patch: Patch) -> None:
    """`book` without asking whether the viewer is a party."""
    from roret.agreement import queries

    patch.setattr(
        queries,
        "book",
        lambda viewer, agreement_id: queries.books(queries._in(viewer.circle_id).filter(id=agreement_id), viewer.zone)[
            0
        ],
    )
    patch.setattr(queries, "_of", lambda viewer: queries._in(viewer.circle_id))


def agreements_are_found_in_any_circle(patch: Patch) -> None:
    from roret.agreement import queries
    from roret.agreement.models import Agreement, Book

    patch.setattr(queries, "_of", lambda viewer: Agreement.objects.all())
    patch.setattr(Book, "parties", property(lambda self: _Everybody()))


def what_two_have_agreed_holds_with_everybody(patch: Patch) -> None:
    """`Agreed` without asking between whom it holds: what is said of a day then reaches all."""
    from roret.agreement import queries

    def between(agreed: queries.Agreed, topic: str, member_id: object) -> object:
        return next((holds for (known, _), holds in agreed._holds.items() if known == topic), None)

    patch.setattr(queries, "_of", lambda viewer: queries._in(viewer.circle_id))
    patch.setattr(queries.Agreed, "between", between)


def anybodys_question_can_be_answered(patch: Patch) -> None:
    """`answer` by the question's id alone."""
    from roret.asking import actions
    from roret.asking.models import Question

    def answer(actor: object, *, question_id: object, choice: str, own: str = "") -> None:
        if not Question.objects.filter(id=question_id).exists():
            raise actions.Refused("gone")

    patch.setattr(actions, "answer", answer)


class _Everybody(tuple):  # type: ignore[type-arg]
    def __contains__(self, member: object) -> bool:
        return True


def invitations_work_for_ever(patch: Patch) -> None:
    from roret.circle.rules import Once

    patch.setattr(Once, "works", lambda self, now: True)


def share_links_work_for_ever(patch: Patch) -> None:
    from roret.circle import access
    from roret.circle.models import ShareLink
    from roret.circle.rules import Role
    from roret.kit import ids

    def guest(token: str) -> object:
        link = ShareLink.objects.select_related("circle").get(token_hash=ids.token_hash(token))
        return access.Viewer(
            link.circle_id,
            link.circle.edition,
            link.circle.time_zone,
            None,
            Role.GUEST,
            frozenset(link.topics),
            until=link.ends_at,
        )

    patch.setattr(access, "guest", guest)


def guests_see_every_topic(patch: Patch) -> None:
    from roret.circle import access

    before = access.guest
    patch.setattr(access, "guest", lambda token: replace(before(token), topics=frozenset({"advice", "zones"})))


def members_are_found_in_any_circle(patch: Patch) -> None:
    """`_present_member` by its id alone: the holder of one circle takes people out of another."""
    from roret.circle import actions
    from roret.circle.models import Member

    patch.setattr(actions, "_present_member", lambda actor, member_id: Member.objects.get(id=member_id))


def links_are_withdrawn_in_any_circle(patch: Patch) -> None:
    from roret.circle import actions
    from roret.circle.models import Invitation

    def withdraw(actor: object, *, invitation_id: object) -> None:
        Invitation.objects.get(id=invitation_id)

    patch.setattr(actions, "withdraw_invitation", withdraw)


def nobody_has_to_sign_in(patch: Patch) -> None:
    patch.setattr(AnonymousUser, "is_authenticated", True)


def browsers_can_be_signed_out_by_anybody(patch: Patch) -> None:
    from roret.people import actions
    from roret.people.models import Session

    patch.setattr(actions, "end_session", lambda person, key: Session.objects.get(session_key=key))


def nobody_is_asked_again(patch: Patch) -> None:
    from allauth.account.internal.flows import reauthentication

    patch.setattr(reauthentication, "did_recently_reauthenticate", lambda request: True)


def the_table_shows_what_was_written_there(patch: Patch) -> None:
    """What somebody wrote on the holder's device is shown there although it is closed to the holder."""
    from roret.deck import views

    class Open(views.Screen):
        def __init__(self, *given: object) -> None:
            super().__init__(*given[:5])  # type: ignore[arg-type]

    patch.setattr(views, "Screen", Open)


def _about(*words: str, method: str = "") -> Callable[[Row], bool]:
    return lambda row: any(word in row.route for word in words) and method in row.method


ALL = _about("")
GUARDS: list[tuple[Callable[[Patch], None], str, Callable[[Row], bool]]] = [
    (anybody_is_a_member, "own", _about("/page", method="GET")),
    (those_who_left_are_still_there, "own", _about("/people", method="GET")),
    (every_topic_is_open, "own", _about("/cards/<slug:topic>", method="GET")),
    (everybody_may_do_everything, "own", _about("/people", "/share", method="POST")),
    (closed_answers_can_be_read, "own", _about("/with/<uuid:member_id>", method="GET")),
    (answers_are_open_to_every_supporter, "own", _about("/with/<uuid:member_id>", method="GET")),
    (every_agreement_of_the_circle_is_listed, "own", _about("/page", method="GET")),
    (every_agreement_opens_for_everybody, "own", _about("/with/<uuid:agreement_id>", method="GET")),
    (agreements_are_found_in_any_circle, "crossed", _about("/with/<uuid:agreement_id>", method="GET")),
    (invitations_work_for_ever, "shut door", ALL),
    (share_links_work_for_ever, "shut door", _about("g/")),
    (guests_see_every_topic, "own", _about("g/")),
    (members_are_found_in_any_circle, "crossed", _about("/out", method="POST")),
    (links_are_withdrawn_in_any_circle, "crossed", _about("/invitations", method="POST")),
    (nobody_has_to_sign_in, "own", _about("/people", method="GET")),
    (browsers_can_be_signed_out_by_anybody, "own", _about("me/browsers", method="POST")),
    (nobody_is_asked_again, "signed in long ago", ALL),
    (the_table_shows_what_was_written_there, "own", _about("/table", method="GET")),
    (what_two_have_agreed_holds_with_everybody, "own", _about("/today", method="GET")),
    (what_two_have_agreed_holds_with_everybody, "in the evening", _about("/today", method="GET")),
    (anybodys_question_can_be_answered, "own", _about("/answer", method="POST")),
    (anybodys_question_can_be_answered, "crossed", _about("/answer", method="POST")),
]


@pytest.mark.parametrize(("take_away", "state", "only"), GUARDS, ids=[guard[0].__name__ for guard in GUARDS])
def test_the_table_is_red_without_a_guard(driver, monkeypatch, take_away, state, only):
    with monkeypatch.context() as patch:
        take_away(patch)
        found = _first(driver, state, only)
    assert found is not None, f"{take_away.__name__}: nothing was noticed"
    assert found.kind in ("leak", "outcome"), str(found)


def _first(driver: Driver, state: str, only: Callable[[Row], bool]) -> Finding | None:
    """The first thing that is wrong, so that a red run is a short one."""
    for _, _, findings in run(driver, states=[state], only=only):
        for finding in findings:
            if finding.kind != "missing":
                return finding
    return None


def test_how_many_guards_were_shown_red(figure):
    figure(f"guards taken away one by one: {len(GUARDS)}, and the table was red each time")
