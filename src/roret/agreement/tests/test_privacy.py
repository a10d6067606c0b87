"""Taking along and erasing."""

from __future__ import annotations

import json

import pytest

from roret.agreement import actions, privacy, queries
from roret.agreement.models import Agreement, Answer, Beside, Mark, Told, Turn, Version
from roret.agreement.tests.cast import TOPIC, Cast, agree, home, lay, wording

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def lived_in() -> Cast:
    cast = home()
    for who, text in ((cast.maja, "MAJA-OWN"), (cast.jonas, "JONAS-OWN")):
        actions.answer(who, topic=TOPIC, question="q", value=text, base_revision=0)
        actions.answer(who, topic=TOPIC, question="q", value=f"{text}-BESIDE", base_revision=0)
        actions.done(who, topic=TOPIC)
        lay(who, None, f"{text}-WISH", topic="wish")
    laid = agree(cast, "AGREED")
    lay(cast.jonas, cast.maja_id, "JONAS-PROPOSED")
    actions.set_aside(cast.maja, agreement_id=laid.agreement_id, version=2)
    lay(cast.maja, cast.jonas_id, "MAJA-PROPOSED")
    actions.pause(cast.maja, agreement_id=laid.agreement_id, aloud=True)
    return cast


def test_one_takes_along_ones_own_and_what_was_agreed_and_nothing_that_is_only_the_others(lived_in: Cast) -> None:
    file = json.dumps(privacy.export(lived_in.jonas_id))
    for there in ("JONAS-OWN", "JONAS-OWN-BESIDE", "JONAS-OWN-WISH", "AGREED", "JONAS-PROPOSED", "Vi gør AGREED"):
        assert json.dumps(there)[1:-1] in file
    for not_there in ("MAJA-OWN", "MAJA-PROPOSED", "set_aside", "paused_by", str(lived_in.maja_id)):
        assert not_there not in file


def test_the_file_does_not_say_who_paused_unless_it_was_oneself(lived_in: Cast) -> None:
    (pair,) = [a for a in privacy.export(lived_in.jonas_id)["agreements"] if not a["alone"]]
    assert [line["kind"] for line in pair["said"]] == ["yes", "proposed"]


def test_erasing_takes_what_was_ones_own_and_leaves_what_was_agreed(lived_in: Cast) -> None:
    for _ in range(2):
        privacy.erase(lived_in.jonas_id)
    jonas = {"member_id": lived_in.jonas_id}
    for model in (Answer, Turn, Told):
        assert not model.objects.filter(**jonas).exists()
    assert not Beside.objects.filter(answer__member_id=lived_in.jonas_id).exists()
    assert not Agreement.objects.filter(owner_id=lived_in.jonas_id).exists()
    assert Answer.objects.filter(member_id=lived_in.maja_id).count() == 1
    (pair,) = [v for v in queries.agreements(lived_in.maja) if v.other_id == lived_in.jonas_id]
    assert pair.state == "ended"
    assert {v.number for v in queries.versions(lived_in.maja, pair.id).versions} == {1, 3}
    (yes,) = [y for y in queries.wordings_at_yes(lived_in.maja, pair.id)[1] if y.member_id == lived_in.jonas_id]
    assert yes.wording == wording("AGREED")


def test_a_proposal_that_an_erased_one_had_replaced_does_not_come_back() -> None:
    cast = home()
    laid = agree(cast)
    actions.end(cast.maja, agreement_id=laid.agreement_id, aloud=False)
    lay(cast.maja, cast.jonas_id, "hers")
    lay(cast.jonas, cast.maja_id, "his")
    actions.set_aside(cast.maja, agreement_id=laid.agreement_id, version=3)
    for _ in range(2):
        privacy.erase(cast.jonas_id)
    assert queries.agreement(cast.maja, laid.agreement_id).state == "ended"
    assert Mark.objects.filter(kind="ended").count() == 2


def test_a_pair_that_only_the_erased_one_had_written_in_is_gone() -> None:
    cast = home()
    lay(cast.jonas, cast.maja_id, "his")
    privacy.erase(cast.jonas_id)
    assert not Agreement.objects.exists()


def test_every_model_of_this_room_is_in_the_export_or_named_here() -> None:
    from django.apps import apps

    not_exported = {Told: "a notice of a day, made by the software"}
    exported = {Answer, Beside, Turn, Agreement, Version, Mark}
    assert set(apps.get_app_config("agreement").get_models()) == exported | set(not_exported)
