"""The taps through the browser's own door, a rehearsal, and looking at the plan again."""

from __future__ import annotations

from html import unescape
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test import Client

from roret.agreement import queries as agreements
from roret.agreement.tests.cast import Cast, after, part_of, settle, wish, with_browsers
from roret.circle.models import Circle
from roret.flareup import actions
from roret.flareup.models import Flare, Look, Named, Reply, Sent
from roret.flareup.tests.living import TERMS, WISH, agree, is_on, look, turn_on
from roret.outbox.models import Due

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def two(clock) -> tuple[Cast, Client, Client]:
    return with_browsers(("flareup", "capacity"))


def text(browser: Client, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def told(answer, browser: Client) -> str:
    """What stands on the page that a tap leads to."""
    assert answer.status_code == 302
    return text(browser, answer.headers["Location"])


def test_one_tap_turns_it_on_and_each_tap_is_answered_with_a_kind_word(two):
    cast, her, his = two
    agree(cast.maja, cast.jonas)
    plan = f"/c/{cast.circle_id}/plan"
    assert "Planen er slået til. I et halvt minut" in told(her.post(f"{plan}/on"), her)
    assert "Planen var allerede slået til" in told(her.post(f"{plan}/on"), her)
    which = str(is_on(cast.maja).id)
    assert "Den er taget tilbage. Alt er som før." in told(her.post(f"{plan}/undo", {"flare": which}), her)
    assert "Planen var allerede slået fra" in told(her.post(f"{plan}/off", {"flare": which}), her)
    her.post(f"{plan}/on")
    assert "slået til på ny" in told(her.post(f"{plan}/off", {"flare": which}), her)
    assert str(is_on(cast.maja).id) != which


def test_after_the_half_minute_undoing_says_that_it_stands(two, clock):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    which = turn_on(cast.maja)
    clock.set(after(seconds=30))
    assert "så planen står" in told(her.post(f"/c/{cast.circle_id}/plan/undo", {"flare": which}), her)
    assert is_on(cast.maja).id == which


def test_an_answer_is_one_tap_and_a_time_that_is_none_comes_back_as_it_was_typed(two):
    cast, her, his = two
    agree(cast.maja, cast.jonas)
    which, path = str(turn_on(cast.maja)), f"/c/{cast.circle_id}/plan/answer"
    for body, words in (
        ({"here": "1"}, "Jeg er her"),
        ({"at": "09:30"}, "Jeg kommer kl. 9.30"),
        ({"comes": "1", "own": "17.15"}, "Jeg kommer kl. 17.15"),
        ({"no": "1", "ask": "en nabo"}, "Ikke nu. Spørg en nabo."),
        ({"no": "1"}, "Ikke nu"),
    ):
        assert his.post(path, {"flare": which} | body).status_code == 302
        assert is_on(cast.maja).answers[0].words == words
    wrong = his.post(path, {"flare": which, "comes": "1", "own": "25:99"})
    assert wrong.status_code == 422 and 'value="25:99"' in wrong.content.decode()
    his.post(f"{path}/back")
    assert is_on(cast.maja).answers == ()


def test_what_has_changed_in_the_meantime_is_said_and_nothing_else_is_done(two):
    cast, her, his = two
    agree(cast.maja, cast.jonas)
    which = str(turn_on(cast.maja))
    her.post(f"/c/{cast.circle_id}/plan/off", {"flare": which})
    for path, body in (("answer", {"here": "1"}), ("sent", {"starter": "work"})):
        answer = his.post(f"/c/{cast.circle_id}/plan/{path}", {"flare": which} | body)
        assert "Noget er ændret i mellemtiden" in told(answer, his)
    assert Reply.objects.count() == Sent.objects.count() == 0


def test_nowhere_does_it_say_that_somebody_has_read_or_has_not_answered(two):
    cast, her, his = two
    agree(cast.maja, cast.jonas)
    turn_on(cast.maja)
    before = part_of("flareup", look, cast.maja)
    for path in ("plan", "plan/now", "today", "today/now"):
        text(his, f"/c/{cast.circle_id}/{path}")
    assert part_of("flareup", look, cast.maja) == before
    again = text(her, f"/c/{cast.circle_id}/plan")
    assert not any(word in again.casefold() for word in (" set af", "læst af", "ikke svaret", "sidst set"))


def test_to_whom_nothing_is_agreed_the_page_says_so_and_names_the_doctor(two):
    cast, _, his = two
    assert "I har ikke aftalt noget" in text(his, f"/c/{cast.circle_id}/plan")
    assert "112" in text(his, f"/c/{cast.circle_id}/plan")
    assert "Brug min plan" not in text(his, f"/c/{cast.circle_id}/today")


def test_own_words_come_out_as_they_went_in(two):
    cast, her, _ = two
    agree(cast.maja, cast.jonas, TERMS | {"messages": [{"own": "Til 🙂: <b>قف</b> & 100 %"}]})
    page = her.get(f"/c/{cast.circle_id}/plan").content.decode()
    assert "<b>قف</b>" not in page and "<b>قف</b> & 100 %" in unescape(page)
    (sms,) = [part.split('"')[0] for part in unescape(page).split('href="')[1:] if part.startswith("sms:")]
    assert dict(parse_qsl(sms.removeprefix("sms:?&")))["body"] == "<b>قف</b> & 100 %"


def test_on_the_quiet_page_it_stands_too(two):
    cast, _, his = two
    agree(cast.maja, cast.jonas)
    settle(cast.maja, cast.jonas, "capacity", {"scale": "percent", "scale@supporter": "percent"})
    his.post(f"/c/{cast.circle_id}/today/view", {"view": "quiet"})
    assert "Maja bruger sin plan nu" not in text(his, f"/c/{cast.circle_id}/today")
    turn_on(cast.maja)
    page = text(his, f"/c/{cast.circle_id}/today")
    assert "Hvad ville være godt lige nu?" in page and "Maja bruger sin plan nu" in page and "Jeg er her" in page


# --- a rehearsal --------------------------------------------------------------------------------


def rows() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if not name.startswith("people_")]
        found = []
        for table in sorted(tables):
            cursor.execute(f"SELECT COUNT(*) FROM {table}")
            found.append((table, cursor.fetchone()[0]))
    return found


def test_a_rehearsal_stores_nothing_tells_nobody_and_is_the_holders_alone(two, heard):
    cast, her, his = two
    agree(cast.maja, cast.jonas)
    before, jonas = rows(), part_of("flareup", look, cast.jonas)
    heard.clear()
    for step, words in (
        ("on", "Din plan er slået til"),
        ("theirs", "Det her er, hvad Jonas ser"),
        ("here", "Jonas: ”Jeg er her”"),
        ("off", "Så er det ovre"),
        ("no-such", "Din plan er slået til"),
    ):
        page = text(her, f"/c/{cast.circle_id}/plan/try?step={step}")
        assert words in page and "Det her er en prøve" in page and "sms:" not in page
    assert (rows(), heard, part_of("flareup", look, cast.jonas)) == (before, [], jonas)
    text(his, f"/c/{cast.circle_id}/plan/try", 404)


def test_alone_with_a_wish_there_is_a_plan_to_turn_on_and_to_try(two):
    cast, her, _ = two
    wish(cast.maja, "flareup", WISH)
    assert "Brug min plan" in text(her, f"/c/{cast.circle_id}/today")
    assert "Næste i planen" in text(her, f"/c/{cast.circle_id}/plan/try")
    assert "Kan du være her?" in told(her.post(f"/c/{cast.circle_id}/plan/on"), her)


# --- afterwards ---------------------------------------------------------------------------------


def test_the_questions_come_when_the_plan_says_and_go_with_the_answer(two, clock):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    actions.turn_off(cast.maja, seen=turn_on(cast.maja))
    assert not look(cast.maja).look
    clock.set(after(days=1, hours=1, minutes=1))
    assert look(cast.maja).look and not look(cast.jonas).look
    her.post(f"/c/{cast.circle_id}/plan/look/later")
    assert not look(cast.maja).look and not Look.objects.exists()
    assert not Due.objects.filter(kind="flareup.look").exists()


def test_taken_back_there_is_nothing_to_look_at(two):
    cast, *_ = two
    agree(cast.maja, cast.jonas)
    actions.undo(cast.maja, seen=turn_on(cast.maja))
    assert not Look.objects.exists()


def test_what_she_would_change_is_shown_then_proposed_and_never_done_by_itself(two):
    cast, her, his = two
    agree(cast.maja, cast.jonas)
    wish(cast.maja, "flareup", WISH)
    path, body = f"/c/{cast.circle_id}/plan/look", {"helps": ["warmth"], "helps.own": ["Stilhed"], "when_then": ["bed"]}
    settled = [one.settled for one in agreements.agreements(cast.maja)]
    shown = unescape(her.post(path, body).content.decode())
    assert "Stilhed" in shown and "Med Jonas" in shown and "I din plan" in shown
    assert [one.settled for one in agreements.agreements(cast.maja)] == settled
    assert "ligger på bordet" in told(her.post(f"{path}/in", body), her)
    mine, pair = sorted(agreements.agreements(cast.maja), key=lambda one: one.other_id is not None)
    assert mine.settled["helps"] == [{"starter": "warmth"}, {"own": "Stilhed"}]
    assert mine.settled["in_turn"] == WISH["in_turn"]
    assert pair.settled["helps"] == TERMS["helps"] and pair.proposed is not None
    assert pair.proposed.spans[0].answers["take_over"] == TERMS["take_over"]
    assert agreements.answers(cast.maja, "flareup")["helps"].value == mine.settled["helps"]


def test_with_nothing_to_change_the_plan_stands(two):
    cast, her, _ = two
    agree(cast.maja, cast.jonas)
    actions.turn_off(cast.maja, seen=turn_on(cast.maja))
    body = {"helps": ["warmth"], "helps.own": ["Regnen mod ruden"], "when_then": ["no_answer"]}
    assert "Planen står, som den er" in told(her.post(f"/c/{cast.circle_id}/plan/look", body), her)
    assert not Look.objects.exists()


def test_what_is_too_long_comes_back_as_it_was_typed(two):
    cast, her, his = two
    agree(cast.maja, cast.jonas)
    long = "x" * 10_001
    answer = her.post(f"/c/{cast.circle_id}/plan/look", {"helps.own": [long], "when_then.own": ["Når a, så b"]})
    assert answer.status_code == 422
    assert long in answer.content.decode() and "Når a, så b" in unescape(answer.content.decode())
    assert her.post(f"/c/{cast.circle_id}/plan/look/in", {"helps.own": [long]}).status_code == 404
    for path in ("look", "look/in", "look/later"):
        assert his.post(f"/c/{cast.circle_id}/plan/{path}", {"helps": "cold"}).status_code == 404


def test_at_work_there_is_no_such_plan(two):
    cast, her, _ = two
    Circle.objects.filter(id=cast.circle_id).update(edition="work")
    text(her, f"/c/{cast.circle_id}/plan", 404)
    assert her.post(f"/c/{cast.circle_id}/plan/on").status_code == 404 and not Flare.objects.exists()


def test_the_holder_names_somebody_on_the_page_and_nobody_else_learns_of_it(two):
    cast, her, his = two
    agree(cast.maja, cast.jonas)
    her.post(f"/c/{cast.circle_id}/plan/named/{cast.jonas_id}", {"on": "yes"})
    assert "Jonas må slå den til" in text(her, f"/c/{cast.circle_id}/plan")
    assert "Slå planen til for Maja" in text(his, f"/c/{cast.circle_id}/today")
    her.post(f"/c/{cast.circle_id}/plan/named/{cast.jonas_id}", {"on": "no"})
    assert not Named.objects.exists()
