"""Two taps at the very same moment, on a real database file."""

from __future__ import annotations

import pytest

from roret.agreement.tests.cast import at_once
from roret.agreement.tests.scale import SCALE
from roret.outbox.models import Due
from roret.words import actions, queries
from roret.words.models import Chosen, Repair
from roret.words.tests.living import house


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
@pytest.mark.timeout(0)
def test_taps_at_once_leave_one_repair_with_its_end_and_one_choice() -> None:
    cast = house()
    for _ in range(6 * SCALE):
        maja, jonas = cast.maja, cast.jonas
        raised = at_once(
            lambda jonas=jonas: actions.say(jonas, to=cast.maja_id, words={"starter": "take_back"}),
            lambda jonas=jonas: actions.say(jonas, to=cast.maja_id, words={"own": "Det mente jeg ikke sådan"}),
            lambda maja=maja: actions.say(maja, to=cast.jonas_id, words={"starter": "try_again"}),
            lambda jonas=jonas: actions.choose(jonas, when="typing"),
            lambda jonas=jonas: actions.choose(jonas, when="page"),
        )
        assert raised == []
        assert Repair.objects.count() == 2 == Due.objects.filter(kind="words.end").count()
        assert Chosen.objects.count() == 1 and queries.when(cast.jonas) in ("typing", "page")
        row = Repair.objects.get(sender_id=cast.jonas_id)
        raised = at_once(
            lambda jonas=jonas: actions.take_back(jonas, to=cast.maja_id),
            lambda row=row, maja=maja: actions.put_away(maja, sender=cast.jonas_id, repair_id=row.id),
        )
        assert raised == []
        assert Repair.objects.count() == 1 == Due.objects.filter(kind="words.end").count()
