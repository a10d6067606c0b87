"""Word that somebody stepped back: while it is true, once, and without a name."""

from __future__ import annotations

import pytest

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import after, home
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.deliver import queries
from roret.deliver.queries import Item
from roret.deliver.rules import Kind
from roret.kit.clock import now
from roret.tasks import actions
from roret.tasks.tests.living import put

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_word_of_it_is_brought_while_it_has_nobody_and_names_nobody(clock):
    cast = home(("tasks",))

    def brought(who: Viewer) -> list[Item]:
        return list(queries.standing(who, Agreed(who), now()).values())

    ids = [put(cast.maja, name, usual=(cast.jonas_id,)) for name in ("A", "B")]
    for task_id in ids:
        actions.step_back(cast.jonas, task_id=task_id)
    (item,) = brought(cast.maja)
    assert (item.kind, item.other_id, item.until) == (Kind.SIGNAL, None, after(hours=48))
    assert brought(cast.jonas) == brought(cast.birthe) == []
    actions.take(cast.maja, task_id=ids[0])
    assert len(brought(cast.maja)) == 1
    circle.pause(cast.maja)
    assert brought(cast.maja) == []
