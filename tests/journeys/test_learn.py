"""Words to take along, situations to practise on, and a page that the holder says fits: with a script and without."""

from __future__ import annotations

import pytest

from roret.learn import queries
from tests.journeys.beforehand import two
from tests.journeys.conftest import Sits, everywhere
from tests.journeys.keys import Keys
from tests.journeys.reader import PHONE, Reader
from tests.journeys.test_in_bed import SIDEWAYS, SMALL

pytestmark = pytest.mark.browser

LOOKED_FOR = {"da": "jakkerne", "en": "coats"}


@everywhere
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_somebody_who_supports_finds_words_and_practises(
    sits: Sits, lang: str, size: tuple[int, int], script: bool
) -> None:
    jonas = sits(lang, size, java_script_enabled=script)
    jonas.go("/")
    jonas.tap("I support somebody")
    jonas.tap("The toolbox")
    jonas.write("#id_q", LOOKED_FOR[lang])
    jonas.tap(jonas.page.locator("form.search button"))
    (found,) = jonas.said(".phrase .said")
    assert LOOKED_FOR[lang] in found and LOOKED_FOR[lang] not in jonas.page.url
    jonas.tap("At a party")
    assert len(jonas.said(".phrase .said")) >= 6
    assert jonas.page.locator(".star").count() == 0
    copy = jonas.page.locator(".phrase [data-copy]").first
    assert copy.is_visible() == script
    jonas.page.go_back()
    assert jonas.said(".phrase .said") == [found], "back to what was found"

    jonas.tap("Practise")
    case = queries.cases(lang)[0]
    jonas.tap(case.title)
    for reply in case.replies:
        fold = jonas.unfold(reply.text)
        assert reply.does in fold.inner_text()
    assert all(reply.does in jonas.text() for reply in case.replies), "all three can be looked at together"
    jonas.tap("Another one")
    assert jonas.path == f"/practice/{queries.cases(lang)[1].id}"
    jonas.page.go_back()
    assert jonas.path == f"/practice/{case.id}"
    assert not [cookie for cookie in jonas.context.cookies() if cookie["name"] == "roret"], "nothing was kept"


@everywhere
def test_a_phrase_is_copied_with_one_tap(sits: Sits, lang: str, size: tuple[int, int]) -> None:
    jonas = sits(lang, size, permissions=["clipboard-read", "clipboard-write"])
    jonas.go("/toolbox/slip")
    phrase = jonas.said(".phrase .said")[0]
    assert jonas.counting(lambda: jonas.tap(jonas.page.locator("[data-copy]").first)) == 1
    jonas.page.locator("[data-say]", has_text=jonas.say("Copied")).wait_for()
    assert jonas.page.evaluate("navigator.clipboard.readText()") == phrase


@everywhere
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_holder_marks_a_page_and_the_other_reads_it_there(
    sits: Sits, lang: str, size: tuple[int, int], script: bool
) -> None:
    maja, jonas = two(lambda lang, size: sits(lang, size, java_script_enabled=script), lang, size)
    jonas.go(f"{jonas.circle}/today")
    jonas.tap("Learn")
    title = queries.title("alarm", lang)
    jonas.tap(title)
    assert not jonas.reads("%(name)s has marked this page.", name="Maja")
    maja.go(f"{maja.circle}/learn/alarm")
    maja.tap("This page fits me")
    assert maja.page.locator("main button[aria-pressed=true]").count() == 1
    maja.shot(f"learn-{lang}-marked")
    jonas.page.reload()
    assert jonas.reads("%(name)s has marked this page.", name="Maja")
    jonas.go(f"{jonas.circle}/learn/nerves")
    assert not jonas.reads("%(name)s has marked this page.", name="Maja")
    maja.tap("This page fits me")
    jonas.go(f"{jonas.circle}/learn/alarm")
    assert not jonas.reads("%(name)s has marked this page.", name="Maja")
    jonas.tap(queries.title("tissue", lang))
    jonas.page.go_back()
    assert jonas.path.endswith("/learn/alarm")


@everywhere
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_star_puts_a_phrase_first_and_can_be_undone(
    sits: Sits, lang: str, size: tuple[int, int], script: bool
) -> None:
    _, jonas = two(lambda lang, size: sits(lang, size, java_script_enabled=script), lang, size)
    jonas.go(f"{jonas.circle}/toolbox/party")
    last = jonas.said(".phrase .said")[-1]
    jonas.tap(jonas.page.locator(".star").last)
    assert jonas.said(".phrase .said")[0] == last
    jonas.shot(f"learn-{lang}-starred")
    jonas.go(f"{jonas.circle}/toolbox")
    assert jonas.said(".phrase .said") == [last]
    jonas.tap(jonas.page.locator(".star[aria-pressed=true]"))
    assert jonas.said(".phrase .said") == []
    jonas.tap("Undo")
    assert jonas.said(".phrase .said") == [last]
    assert not jonas.offers("Undo")


def test_it_is_done_with_the_keyboard_alone(sits: Sits) -> None:
    _, jonas = two(sits, "da")
    jonas.go(f"{jonas.circle}/toolbox/slip")
    keys = Keys(jonas)
    keys.to(jonas.say("Favourite"))
    keys.press("Space")
    assert jonas.page.locator(".star[aria-pressed=true]").count() == 1
    jonas.go(f"{jonas.circle}/practice/onions")
    case = queries.case("da", "onions")
    keys.to(case.replies[1].text)
    keys.press("Enter", leads_on=False)
    assert case.replies[1].does in jonas.text()
    assert not keys.unseen, "\n".join(keys.unseen)


@pytest.mark.parametrize("size", [(320, 640), PHONE, (1280, 900)], ids=lambda size: str(size[0]))
def test_it_fits_every_width_and_every_target_is_large_enough(sits: Sits, size: tuple[int, int]) -> None:
    jonas = sits("da", size)
    for path in (
        "/learn",
        "/learn/job",
        "/learn/flare",
        "/toolbox",
        "/toolbox/work",
        "/practice",
        "/practice/third-evening",
    ):
        jonas.go(path)
        for fold in jonas.page.locator("main details").all():
            fold.evaluate("fold => { fold.open = true }")
        assert not jonas.page.evaluate(SIDEWAYS), path
        assert jonas.page.evaluate(SMALL) == [], path


def test_on_paper_stands_the_page_and_nothing_round_it(sits: Sits) -> None:
    jonas: Reader = sits("da", PHONE)
    jonas.go("/learn/own")
    jonas.page.emulate_media(media="print")
    shown = [where for where in (".top", ".foot", ".bottom") if jonas.page.locator(where).is_visible()]
    assert shown == []
    assert jonas.page.locator("article.prose h1").is_visible() and jonas.page.locator(".sources").is_visible()
