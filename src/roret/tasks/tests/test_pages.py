"""The list and its forms as a browser gets them: nothing typed is lost, and it is said kindly what changed."""

from __future__ import annotations

import html
import re
import uuid

import pytest
from django.test import Client

from roret.agreement.tests.cast import Cast, after, browser, part_of, stranger, with_browsers
from roret.tasks import actions, rules
from roret.tasks.models import Hard, Task, Told
from roret.tasks.rules import What
from roret.tasks.tests.living import agree, both, look, one, put

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def two(clock) -> tuple[Cast, Client, Client]:
    return with_browsers(("tasks",))


def at(cast: Cast, rest: str = "") -> str:
    return f"/c/{cast.circle_id}/tasks{rest}"


def text(answer) -> str:
    return html.unescape(answer.content.decode())


def part(who, lang: str = "da") -> str:
    return html.unescape(part_of("tasks", look, who, lang))


def typed(**more: object) -> dict[str, object]:
    return {"name": "Indkøb", "area": "food", "own_area": "", **more}


def test_the_page_begins_with_what_the_supporter_needs_and_then_has_the_list(two):
    cast, her, his = two
    assert "Listen er tom" in text(her.get(at(cast))) and "Se kortet" in text(her.get(at(cast)))
    agree(cast.maja, cast.jonas)
    put(cast.maja, "Indkøb", usual=(cast.jonas_id,), may=(cast.maja_id,), days=(0, 1, 2, 5))
    for who in (her, his):
        page = text(who.get(at(cast)))
        need, gives, keeps, the_list = (
            page.index(words)
            for words in ("har mest brug for hjælp med indkøb", "at læse højt", "hundens aftentur", "Indkøb<")
        )
        assert need < gives < keeps < the_list
        assert "Jonas · Maja må også · mandag–onsdag og lørdag" in page
        assert "Jonas på en hård dag: Vi dropper det" in page


def test_a_task_is_added_with_a_name_alone(two):
    cast, her, his = two
    assert her.post(at(cast, "/new"), {"name": "  Gå med   hunden "}).status_code == 302
    row = Task.objects.get()
    assert row.what == {"name": "Gå med hunden", "area": "", "usual": [], "may": [], "days": []}
    assert "Gå med hunden" in text(his.get(at(cast))) and "Ingen endnu" in text(his.get(at(cast)))


def test_everything_that_is_typed_is_kept(two):
    cast, her, _ = two
    full = typed(own_area="Hytten", usual=[str(cast.jonas_id)], may=[str(m) for m in both(cast)], days=["6", "0"])
    her.post(at(cast, "/new"), full)
    (task,) = Task.objects.all()
    assert rules.read(task.what) == What(
        "Indkøb", "Hytten", frozenset({cast.jonas_id}), frozenset({cast.maja_id}), (0, 6)
    )
    page = text(her.get(at(cast, f"/{task.id}")))
    assert len(re.findall(r"<input[^>]* checked", page)) == 5  # the area, him, her, and two days


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " \u200b "}, "Skriv, hvad det er"),
        ({"name": "x" * 121}, "Det er langt for et navn"),
        ({"own_area": "y" * 61}, "Det er langt for et område"),
        ({"days": ["0", "8"]}, "Vælg blandt ugens dage"),
        ({"area": "no-such"}, "Vælg en af dem her"),
        ({"usual": [str(uuid.uuid4())]}, "er her ikke længere"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_all_that_was_typed(two, wrong, said):
    cast, her, _ = two
    task_id = put(cast.maja, "Fra før")
    form = typed(name="Det jeg skrev", own_area="Hytten", days=["3"], may=[str(cast.jonas_id)], revision=1) | wrong
    for where in ("/new", f"/{task_id}"):
        answer = her.post(at(cast, where), form)
        page = text(answer)
        assert answer.status_code == 422 and said in page
        for field in ("name", "own_area"):
            assert f'value="{form[field]}"' in page
        assert re.search(rf'name="may" value="{cast.jonas_id}"[^>]* checked', page)
        assert re.search(r'name="days" value="[03]"[^>]* checked', page)
    assert [rules.read(row.what).name for row in Task.objects.all()] == ["Fra før"]


@pytest.mark.parametrize("words", ["🙂🌊", "قف من فضلك", "<b>Indkøb</b>", '"><script>', "x" * 120])
def test_own_words_come_out_as_they_went_in(two, words):
    cast, her, his = two
    her.post(at(cast, "/new"), typed(name=words))
    page = his.get(at(cast)).content.decode()
    assert words in html.unescape(page) and "<b>Indkøb" not in page and "<script>" not in page


def test_two_who_write_at_once_are_both_read(two):
    cast, her, his = two
    task_id = put(cast.maja)
    assert her.post(at(cast, f"/{task_id}"), typed(name="Majas ord", revision=1)).status_code == 302
    answer = his.post(at(cast, f"/{task_id}"), typed(name="Jonas’ ord", days=["4"], revision=1))
    page = text(answer)
    assert answer.status_code == 409 and "ændret imens" in page
    assert '<h1 dir="auto">Majas ord</h1>' in page and 'value="Jonas’ ord"' in page
    assert one(cast.maja, task_id).name == "Majas ord"
    revision = re.search(r'id="task".*?name="revision" value="(\d+)"', page, re.S).group(1)
    assert his.post(at(cast, f"/{task_id}"), typed(name="Jonas’ ord", revision=revision)).status_code == 302
    assert one(cast.maja, task_id).name == "Jonas’ ord"


def test_what_was_taken_off_while_one_wrote_can_be_added_anew(two):
    cast, her, his = two
    task_id = put(cast.maja)
    actions.take_away(cast.maja, task_id=task_id, seen=1)
    for name in ("Jonas’ ord", ""):
        answer = his.post(at(cast, f"/{task_id}"), typed(name=name, own_area="Hytten", revision=1))
        assert answer.status_code == 409 and "taget af listen imens" in text(answer)
        assert 'value="Hytten"' in text(answer) and f'action="{at(cast, "/new")}"' in text(answer)
    for rest, body in (("", {}), ("/take", {}), ("/free", {}), ("/away", {}), ("/hard", {"choices": "swap"})):
        answer = his.post(at(cast, f"/{task_id}{rest}"), body) if rest else his.get(at(cast, f"/{task_id}"))
        assert answer.status_code == 302 and "ikke på listen længere" in text(his.get(answer["Location"]))


def test_taking_it_off_can_be_undone_from_the_page_it_leads_to(two, clock):
    cast, her, his = two
    task_id = put(cast.maja)
    assert her.post(at(cast, f"/{task_id}/away"), {"revision": "7"}).status_code == 409
    answer = her.post(at(cast, f"/{task_id}/away"), {"revision": "1"})
    page = text(her.get(answer["Location"]))
    assert "”Indkøb” er taget af listen" in page and at(cast, f"/{task_id}/back") in page
    assert "Indkøb" not in text(browser(stranger().me()).get(f"{at(cast)}?gone={task_id}"))
    assert her.post(at(cast, f"/{task_id}/back")).status_code == 302
    assert "Indkøb" in text(his.get(at(cast)))
    actions.take_away(cast.maja, task_id=task_id, seen=1)
    clock.set(after(hours=1))
    assert "Indkøb" not in text(her.get(f"{at(cast)}?gone={task_id}"))
    for bad in ("x", "", str(uuid.uuid4())):
        assert her.get(f"{at(cast)}?gone={bad}").status_code == 200


def test_ones_own_hard_days_begin_with_what_the_card_says(two):
    cast, her, his = two
    agree(cast.maja, cast.jonas)
    task_id = put(cast.maja, usual=both(cast))
    page = text(his.get(at(cast, f"/{task_id}")))
    assert re.findall(r'name="choices" value="(\w+)"[^>]* checked', page) == ["let_go"]
    assert "Det, du har sagt på kortet" in page and "Maja på en hård dag: Vi bytter" in page
    assert his.post(at(cast, f"/{task_id}/hard"), {"choices": ["swap"], "smaller": "kun brød"}).status_code == 302
    assert "Jonas på en hård dag: Vi bytter, kun brød" in text(her.get(at(cast, f"/{task_id}")))
    for wrong in ({"choices": ["x"], "smaller": "bare mælk"}, {"smaller": "m" * 201}):
        answer = his.post(at(cast, f"/{task_id}/hard"), wrong)
        assert answer.status_code == 422 and wrong["smaller"] in text(answer)
    assert his.post(at(cast, f"/{task_id}/hard"), {"as": "card"}).status_code == 302
    assert not Hard.objects.exists()


def test_stepping_back_is_one_tap_and_taking_it_over_another(two):
    cast, her, his = two
    task_id = put(cast.maja, "Gå med hunden", usual=(cast.jonas_id,), days=(1, 4))
    assert "Jeg træder tilbage" in text(his.get(at(cast, f"/{task_id}")))
    assert "Jeg træder tilbage" not in text(her.get(at(cast, f"/{task_id}")))
    answer = his.post(at(cast, f"/{task_id}/free"))
    assert "Den er ikke din længere" in text(his.get(answer["Location"]))
    page = text(her.get(f"/c/{cast.circle_id}/today"))
    assert "Det her har ingen lige nu" in page and "Gå med hunden · i dag" in page
    assert "This has nobody now" in part(cast.maja, "en") and "Gå med hunden · today" in part(cast.maja, "en")
    assert "Jonas" not in part(cast.maja), "who it was is not said"
    assert "har ingen lige nu" not in text(his.get(f"/c/{cast.circle_id}/today"))
    answer = her.post(at(cast, f"/{task_id}/take"), {"from": "today"})
    assert answer["Location"] == f"/c/{cast.circle_id}/today" and one(cast.jonas, task_id).usual == {cast.maja_id}
    assert "Indkøb" not in part(cast.maja)
    answer = his.post(at(cast, f"/{task_id}/take"))
    assert "taget imens" in text(his.get(answer["Location"]))


def test_read_is_read_and_nobody_learns_of_it(two):
    cast, her, his = two
    task_id = put(cast.maja, usual=(cast.jonas_id,))
    actions.step_back(cast.jonas, task_id=task_id)
    (told,) = look(cast.maja).told
    before = text(his.get(at(cast)))
    assert his.post(at(cast, "/noticed"), {"told": str(told)}).status_code == 302 and Told.objects.exists()
    assert her.post(at(cast, "/noticed"), {"told": ["x", str(told)]}).status_code == 302
    assert not Told.objects.exists() and "har ingen" not in part(cast.maja)
    mask = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert mask.sub("", text(his.get(at(cast)))) == mask.sub("", before)


def test_it_is_closed_to_whoever_does_not_see_it_and_today_has_no_way_to_it(two):
    cast, her, _ = two
    birthe = browser(cast.birthe_id)
    assert birthe.get(at(cast)).status_code == 404
    assert at(cast) in text(her.get(f"/c/{cast.circle_id}/today"))
    assert at(cast) not in text(birthe.get(f"/c/{cast.circle_id}/today"))


def test_no_number_about_anybodys_doing_stands_on_any_page(two):
    cast, her, his = two
    for name in ("A", "B", "C"):
        task_id = put(cast.maja, name, usual=both(cast), days=(1,))
        actions.step_back(cast.jonas, task_id=task_id)
    for where in (at(cast), at(cast, f"/{task_id}"), at(cast, "/new")):
        main = re.search(r"<main.*?</main>", text(her.get(where)), re.S).group(0)
        shown = re.sub(r"<[^>]+>", " ", main)
        assert not re.search(r"\d", shown), shown
