"""Journey 6: a mother-in-law with an article. She names the subject; the words open by a yes, and a no is quiet."""

from __future__ import annotations

import pytest

from tests.journeys.beforehand import agree, two
from tests.journeys.conftest import Sits, everywhere
from tests.journeys.living import open_today, reads_live
from tests.journeys.reader import Reader

pytestmark = pytest.mark.browser

HERS = {"policy": ["ask_first"], "how": ["now_or_later"], "standing": ["fine"]}
THEIRS = {"giver": ["plain_no"]}
ARTICLE = "https://example.org/sleep"


@everywhere
def test_a_mother_in_law_with_an_article(sits: Sits, lang: str, size: tuple[int, int]) -> None:
    maja, birthe = two(sits, lang, size, name="Birthe")
    agree(maja, birthe, "advice", HERS, THEIRS)
    open_today(maja)

    offer(birthe, "Tea", lang, size, shot=True)
    reads_live(maja, "Tea")
    assert ARTICLE not in maja.page.content()
    maja.shot(f"idea-{lang}-{size[0]}-2-asked")
    birthe.go(birthe.path)
    before = birthe.text()
    maja.send("main section:has(#advice_title)", "No thanks")
    assert "Tea" not in maja.text()
    assert not maja.page.locator("main textarea").count(), "a no needs no reason"
    birthe.go(birthe.path)
    assert birthe.text() == before, "and says nothing to the one who offered"
    birthe.shot(f"idea-{lang}-{size[0]}-3-after-a-no")

    offer(birthe, "Walks", lang, size)
    reads_live(maja, "Walks")
    maja.send("main section:has(#advice_title)", "Yes, let me read it")
    assert ARTICLE in maja.text()
    maja.shot(f"idea-{lang}-{size[0]}-4-read")


def offer(reader: Reader, subject: str, lang: str, size: tuple[int, int], shot: bool = False) -> None:
    open_today(reader)
    reader.tap("An idea for %(name)s", name="Maja")
    reader.write("#id_own", subject)
    reader.write("#id_content", f"I read something good. {ARTICLE}")
    if shot:
        reader.shot(f"idea-{lang}-{size[0]}-1-offer")
    reader.send(".bar", "Offer it")
