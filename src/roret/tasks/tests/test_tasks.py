"""Who reads what of the list, what stepping back does, and that nothing is left of what has ended."""

from __future__ import annotations

import pytest
from django.http import Http404

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, after, at_once, count, count_for, home, one_more, posing, stranger
from roret.circle import actions as circle
from roret.kit import clock
from roret.outbox.actions import work_round
from roret.outbox.models import Due
from roret.tasks import actions, privacy, queries, rules
from roret.tasks.actions import Changed, Gone
from roret.tasks.models import Hard, Task, Told
from roret.tasks.rules import OnHardDays, What
from roret.tasks.tests.living import agree, both, free, look, one, put

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DUE = {"tasks.end": actions.end_due, "tasks.told": actions.told_due}
HOURS_48 = 48


@pytest.fixture
def cast(clock) -> Cast:
    """It is Tuesday, 9 in the morning in Copenhagen. Maja and Jonas see the list, Birthe does not."""
    return home(("tasks",))


def names(who) -> list[str]:
    return [task.name for task in queries.tasks(who)]


def test_the_list_is_one_and_the_same_for_those_to_whom_it_is_open(cast, heard):
    heard.clear()
    put(cast.jonas, "Vask", area="clothes", usual=both(cast))
    put(cast.maja, "Indkøb", area="food")
    put(cast.maja, "Aftensmad", area="food")
    put(cast.maja, "Andet", area="")
    put(cast.maja, "Bad", area="Hytten")
    assert [event.to for event in heard] == [set(both(cast))] * 5
    assert names(cast.maja) == names(cast.jonas) == ["Aftensmad", "Indkøb", "Vask", "Bad", "Andet"]
    assert queries.tasks(cast.birthe) == () == queries.tasks(stranger())


def test_nobody_else_can_do_anything_with_it(cast):
    task_id = put(cast.maja, usual=both(cast))
    there = one(cast.maja, task_id)
    for who in (cast.birthe, posing(cast)):
        with pytest.raises(Http404):
            put(who)
    for who in (cast.birthe, posing(cast), stranger()):
        for act in (
            lambda who=who: actions.change(who, task_id=task_id, what=What("x"), seen=1),
            lambda who=who: actions.step_back(who, task_id=task_id),
            lambda who=who: actions.take(who, task_id=task_id),
            lambda who=who: actions.say_hard(who, task_id=task_id, on_hard_days=OnHardDays(("swap",))),
            lambda who=who: actions.take_away(who, task_id=task_id, seen=1),
            lambda who=who: actions.put_back(who, task_id=task_id),
        ):
            with pytest.raises(Http404):
                act()
    assert queries.tasks(cast.maja) == (there,)


def test_it_can_be_left_to_those_alone_who_are_here_and_see_it(cast):
    otto = stranger()
    task_id = put(cast.maja, usual=(cast.jonas_id, cast.birthe_id), may=(otto.me(), cast.maja_id, cast.jonas_id))
    there = one(cast.maja, task_id)
    assert (there.usual, there.may) == ({cast.jonas_id}, {cast.maja_id})
    circle.open_topics(cast.maja, member_id=cast.jonas_id, topics=())
    assert one(cast.maja, task_id).usual == frozenset(), "what one sees narrows silently"
    circle.open_topics(cast.maja, member_id=cast.jonas_id, topics=("tasks",))
    assert one(cast.maja, task_id).usual == {cast.jonas_id}


# --- days ---------------------------------------------------------------------------------------


def test_a_day_has_what_comes_on_it_and_a_circle_that_rests_has_none(cast):
    put(cast.maja, "Tirsdag", days=(1,))
    put(cast.maja, "Torsdag", days=(3,), usual=(cast.jonas_id,))
    put(cast.maja, "Når det passer", days=())
    today = clock.today(cast.maja.zone)
    assert [task.name for task in queries.on_day(cast.jonas, today)] == ["Tirsdag"]
    circle.pause(cast.maja)
    assert queries.on_day(cast.jonas, today) == queries.without_anyone(cast.jonas, clock.now()) == ()
    assert len(names(cast.jonas)) == 3, "the list itself can still be read"


def test_what_has_nobody_in_the_next_48_hours_stands_day_by_day(cast):
    put(cast.maja, "Hver dag")
    put(cast.maja, "Torsdag", days=(3,))
    put(cast.maja, "Fredag", days=(4,))
    put(cast.maja, "Majas", usual=(cast.maja_id,))
    found = [(day.isoweekday(), task.name) for day, task in queries.without_anyone(cast.maja, clock.now())]
    assert found == [(2, "Hver dag"), (3, "Hver dag"), (4, "Hver dag"), (4, "Torsdag")]


# --- hard days ----------------------------------------------------------------------------------


def test_hard_days_are_as_the_card_says_until_one_says_otherwise_about_a_task(cast, heard):
    task_id = put(cast.maja, usual=both(cast))
    assert one(cast.maja, task_id).hard == {}
    agree(cast.maja, cast.jonas)
    as_card = {cast.maja_id: ("swap", "smaller"), cast.jonas_id: ("let_go",)}
    assert one(cast.maja, task_id).hard == one(cast.jonas, task_id).hard == as_card
    heard.clear()
    actions.say_hard(cast.jonas, task_id=task_id, on_hard_days=OnHardDays(("together",), "kun mælk"))
    there = one(cast.maja, task_id)
    assert there.hard == as_card | {cast.jonas_id: ("together",)} and there.smaller == {cast.jonas_id: "kun mælk"}
    assert [event.to for event in heard] == [set(both(cast))]
    actions.say_hard(cast.jonas, task_id=task_id, on_hard_days=OnHardDays())
    assert one(cast.maja, task_id).hard == {cast.maja_id: as_card[cast.maja_id]}, "nothing at all is an answer"
    actions.say_hard(cast.jonas, task_id=task_id, on_hard_days=None)
    assert one(cast.maja, task_id).hard == as_card


def test_two_supporters_never_see_each_others_hard_days(cast, heard):
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=("tasks",))
    task_id = put(cast.maja, usual=(cast.maja_id, cast.jonas_id, cast.birthe_id))
    heard.clear()
    for who in (cast.maja, cast.jonas, cast.birthe):
        actions.say_hard(who, task_id=task_id, on_hard_days=OnHardDays(("swap",), who.role))
    assert set(one(cast.maja, task_id).smaller) == {cast.maja_id, cast.jonas_id, cast.birthe_id}
    assert set(one(cast.jonas, task_id).smaller) == set(one(cast.jonas, task_id).hard) == set(both(cast))
    assert set(one(cast.birthe, task_id).smaller) == {cast.maja_id, cast.birthe_id}
    assert [event.to for event in heard[1:]] == [set(both(cast)), {cast.maja_id, cast.birthe_id}]


# --- two at once --------------------------------------------------------------------------------


def test_an_edit_of_what_is_no_longer_there_stores_nothing(cast):
    task_id = put(cast.maja)
    actions.change(cast.maja, task_id=task_id, what=What("Majas ord"), seen=1)
    with pytest.raises(Changed):
        actions.change(cast.jonas, task_id=task_id, what=What("Jonas’ ord"), seen=1)
    with pytest.raises(Changed):
        actions.take_away(cast.jonas, task_id=task_id, seen=1)
    assert names(cast.jonas) == ["Majas ord"]
    actions.change(cast.jonas, task_id=task_id, what=What("Jonas’ ord"), seen=one(cast.jonas, task_id).revision)
    newest = one(cast.jonas, task_id).revision
    actions.take_away(cast.maja, task_id=task_id, seen=newest)
    with pytest.raises(Gone):
        actions.change(cast.jonas, task_id=task_id, what=What("igen"), seen=newest)


def test_what_was_taken_off_can_be_put_back_for_a_while_and_is_then_gone_for_good(cast, clock):
    task_id = put(cast.maja, usual=both(cast))
    actions.say_hard(cast.maja, task_id=task_id, on_hard_days=OnHardDays(("swap",)))
    actions.take_away(cast.maja, task_id=task_id, seen=1)
    assert names(cast.jonas) == []
    clock.set(after(minutes=59))
    work_round(DUE)
    for _ in range(2):
        actions.put_back(cast.jonas, task_id=task_id)
    there = one(cast.maja, task_id)
    assert there.usual == set(both(cast)) and there.hard == {cast.maja_id: ("swap",)} and Due.objects.count() == 0
    actions.take_away(cast.maja, task_id=task_id, seen=there.revision)
    clock.set(after(hours=1))
    with pytest.raises(Gone):
        actions.put_back(cast.maja, task_id=task_id)
    work_round(DUE)
    assert Task.objects.count() == Hard.objects.count() == Due.objects.count() == 0
    with pytest.raises(Http404):
        actions.put_back(cast.maja, task_id=task_id)


# --- stepping back ------------------------------------------------------------------------------


def test_one_tap_and_those_who_count_on_it_are_told_at_once_and_neutrally(cast, heard):
    put(cast.maja, "Vask", days=(2,))
    task_id = put(cast.maja, "Indkøb", usual=(cast.jonas_id,), days=(1, 3, 5))
    assert look(cast.maja).told == () and look(cast.maja).gaps == ()
    heard.clear()
    for _ in range(2):
        actions.step_back(cast.jonas, task_id=task_id)
    told = look(cast.maja)
    assert [(gap.name, gap.when, gap.mine_to_take) for gap in told.gaps] == [
        ("Indkøb", "i dag og torsdag", True),
        ("Vask", "i morgen", True),
    ]
    assert look(cast.jonas).told == () == look(cast.birthe).told
    assert [(type(event).__name__, event.to) for event in heard] == [
        ("SteppedBack", {cast.maja_id}),
        ("TasksChanged", set(both(cast))),
    ]


def test_where_others_are_left_it_says_with_whom_it_is(cast):
    task_id = put(cast.maja, usual=both(cast))
    actions.step_back(cast.jonas, task_id=task_id)
    told = look(cast.maja)
    assert told.gaps == () and [(held.name, held.names) for held in told.held] == [("Indkøb", "Maja")]


def test_whoever_may_takes_it_and_the_second_is_told_kindly(cast):
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=("tasks",))
    task_id = put(cast.maja, usual=(cast.maja_id,), may=(cast.jonas_id,))
    actions.step_back(cast.maja, task_id=task_id)
    assert [gap.mine_to_take for gap in look(cast.birthe).gaps] == [False]
    with pytest.raises(Changed):
        actions.take(cast.birthe, task_id=task_id)
    for _ in range(2):
        actions.take(cast.jonas, task_id=task_id)
    assert one(cast.maja, task_id).usual == {cast.jonas_id}
    assert look(cast.jonas).told == (), "whoever took it has read it"
    assert [held.names for held in look(cast.birthe).held] == ["Jonas"] and free(cast.birthe) == []
    with pytest.raises(Changed):
        actions.take(cast.maja, task_id=task_id)


def test_an_edit_that_leaves_it_with_nobody_is_a_stepping_back_and_one_that_passes_it_on_is_not(cast):
    passed_on = put(cast.maja, "Vask", usual=(cast.maja_id,))
    actions.change(cast.jonas, task_id=passed_on, what=What("Vask", usual=frozenset({cast.jonas_id})), seen=1)
    assert look(cast.maja).told == ()
    actions.change(cast.jonas, task_id=passed_on, what=What("Vask"), seen=one(cast.jonas, passed_on).revision)
    assert free(cast.maja) == ["Vask"] and look(cast.jonas).told == ()


def test_it_goes_when_it_was_read_and_else_after_48_hours_and_leaves_nothing(cast, clock, heard):
    first, second = (put(cast.maja, name, usual=(cast.jonas_id,), days=()) for name in ("A", "B"))
    actions.step_back(cast.jonas, task_id=first)
    read = look(cast.maja).told
    actions.step_back(cast.jonas, task_id=second)
    actions.noticed(cast.jonas, told_ids=read)
    assert free(cast.maja) == ["A", "B"], "nobody takes it off for another"
    actions.noticed(cast.maja, told_ids=read)
    assert free(cast.maja) == ["B"], "what came meanwhile stays"
    clock.set(after(hours=HOURS_48))
    assert look(cast.maja).told == ()
    heard.clear()
    work_round(DUE)
    assert Told.objects.count() == Due.objects.count() == 0
    assert [event.to for event in heard] == [{cast.maja_id}]


def test_a_circle_that_rests_shows_none_of_it_and_has_no_backlog_afterwards(cast):
    before, during = (put(cast.maja, name, usual=(cast.jonas_id,)) for name in ("Før", "Imens"))
    actions.step_back(cast.jonas, task_id=before)
    assert len(look(cast.maja).told) == 1
    circle.pause(cast.maja)
    actions.step_back(cast.jonas, task_id=during)
    assert look(cast.maja).told == ()
    circle.go_on(cast.maja)
    assert look(cast.maja).told == () and Told.objects.count() == Due.objects.count() == 0
    assert one(cast.maja, during).usual == frozenset()


def test_to_whom_the_list_is_closed_meanwhile_it_tells_nothing(cast):
    task_id = put(cast.maja, usual=(cast.maja_id,))
    actions.step_back(cast.maja, task_id=task_id)
    assert free(cast.jonas) == ["Indkøb"]
    circle.open_topics(cast.maja, member_id=cast.jonas_id, topics=())
    assert look(cast.jonas) == queries.TasksToday(here=False)


# --- leaving and erasing ------------------------------------------------------------------------


def test_whoever_leaves_has_stepped_back_and_it_says_nobodys_name(cast):
    mine, his = put(cast.maja, "Begges", usual=both(cast)), put(cast.maja, "Hans", usual=(cast.jonas_id,))
    put(cast.maja, "Måske hans", may=(cast.jonas_id,), days=())
    actions.say_hard(cast.jonas, task_id=his, on_hard_days=OnHardDays(("swap",)))
    was = cast.jonas
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    told = look(cast.maja)
    assert [gap.name for gap in told.gaps] == ["Hans"] and [held.name for held in told.held] == ["Begges"]
    assert "Jonas" not in str(told) and not Hard.objects.exists()
    assert str(cast.jonas_id) not in str([row.what for row in Task.objects.all()])
    revision = one(cast.maja, mine).revision
    actions.members_left(circle_id=cast.circle_id)
    assert one(cast.maja, mine).revision == revision and look(cast.maja) == told, "a second time is none"
    with pytest.raises(Http404):
        actions.step_back(was, task_id=mine)


def test_one_takes_along_what_one_does_and_wrote_and_ones_own_hard_days(cast):
    task_id = put(cast.maja, usual=(cast.jonas_id,), days=(1,))
    put(cast.maja, "Majas eget", usual=(cast.maja_id,))
    actions.say_hard(cast.jonas, task_id=task_id, on_hard_days=OnHardDays(("smaller",), "kun mælk"))
    actions.say_hard(cast.maja, task_id=task_id, on_hard_days=OnHardDays(("swap",), "Majas ord"))
    taken = privacy.export(cast.jonas_id)
    assert taken == {
        "tasks": [{"name": "Indkøb", "area": "food", "usually": True, "may": False, "days": [1]}],
        "hard_days": [{"task": "Indkøb", "choices": ["smaller"], "smaller": "kun mælk"}],
    }
    assert len(privacy.export(cast.maja_id)["tasks"]) == 2


def test_erasing_leaves_nothing_and_can_be_done_twice(cast):
    task_id = put(cast.jonas, usual=both(cast))
    actions.say_hard(cast.jonas, task_id=task_id, on_hard_days=OnHardDays(("swap",)))
    actions.step_back(cast.maja, task_id=task_id)
    for _ in range(2):
        privacy.erase(cast.jonas_id)
    assert Hard.objects.count() == Told.objects.count() == Due.objects.count() == 0
    row = Task.objects.get()
    assert row.made_by_id is None and rules.read(row.what).everybody == frozenset()
    assert privacy.export(cast.jonas_id) == {"tasks": [], "hard_days": []}


# --- flat, and at once --------------------------------------------------------------------------


def test_queries_are_as_many_with_ten_tasks_and_two_others_as_with_five_hundred_and_twelve(cast):
    agree(cast.maja, cast.jonas)

    def fill(many: int) -> None:
        for n in range(many):
            task_id = put(cast.maja, f"Nr. {n}", usual=(cast.jonas_id,))
            if n % 10 == 0:
                actions.say_hard(cast.jonas, task_id=task_id, on_hard_days=OnHardDays(("swap",)))
                actions.step_back(cast.jonas, task_id=task_id)

    def asked() -> tuple[object, ...]:
        maja = cast.maja
        agreed, now = Agreed(maja), clock.now()
        return (
            count(lambda: queries.tasks(maja, agreed)),
            count(lambda: queries.on_day(maja, clock.today(maja.zone), agreed)),
            count(lambda: queries.without_anyone(maja, now, agreed)),
            count_for(maja, queries.today),
        )

    fill(10)
    few = asked()
    for _ in range(10):
        more = one_more(cast, ("tasks",))
        agree(cast.maja, more)
    fill(490)
    assert len(queries.tasks(cast.maja)) == 500 and len(look(cast.maja).told) == 50
    assert asked() == few
    assert sum(few[0]) <= 6 and sum(few[3]) <= 8


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_two_people_at_once_leave_one_whole_task_and_nothing_lost():
    cast = home(("tasks",))
    maja, jonas = cast.maja, cast.jonas
    for _ in range(4):
        task_id = put(maja)
        raised = at_once(
            lambda task_id=task_id: actions.change(maja, task_id=task_id, what=What("Majas", "food"), seen=1),
            lambda task_id=task_id: actions.change(jonas, task_id=task_id, what=What("Jonas’", "home"), seen=1),
        )
        assert [type(error) for error in raised] == [Changed]
        there = one(maja, task_id)
        assert (there.name, there.area) in (("Majas", "food"), ("Jonas’", "home")) and there.revision != 1
        raised = at_once(
            lambda task_id=task_id: actions.take(maja, task_id=task_id),
            lambda task_id=task_id: actions.take(jonas, task_id=task_id),
        )
        assert [type(error) for error in raised] == [Changed]
        (who,) = one(maja, task_id).usual
        revision = one(maja, task_id).revision
        taker = maja if who == cast.maja_id else jonas
        raised = at_once(
            lambda taker=taker, task_id=task_id: actions.step_back(taker, task_id=task_id),
            lambda taker=taker, task_id=task_id: actions.step_back(taker, task_id=task_id),
            lambda task_id=task_id, revision=revision: actions.take_away(maja, task_id=task_id, seen=revision),
        )
        assert all(isinstance(error, Changed | Gone) for error in raised)
        assert Told.objects.count() == Due.objects.filter(kind="tasks.told").count() <= 1
        Told.objects.all().delete()
        Due.objects.all().delete()
