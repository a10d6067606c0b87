"""The pages: what they say before anything is written, what comes back, and in which language."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from roret.advice import actions, rules
from roret.advice.models import Draft, Offer
from roret.advice.tests.living import SLEEP, WORDS, YOGA, agree, give, house, look
from roret.agreement.tests.cast import Cast, browser, part_of, stranger
from roret.circle.access import Viewer

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def cast() -> Cast:
    return house(policy="ask_first", standing="fine", how=[{"own": "Må jeg sige noget?"}])


def desk(cast: Cast) -> str:
    return f"/c/{cast.circle_id}/today/offer/{cast.maja_id}"


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def part(who: Viewer, language: str = "da") -> str:
    return "".join(part_of("advice", look, who, language, place=place) for place in ("now", "do"))


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("policy", [*rules.POLICIES, None])
def test_the_policy_stands_there_before_anything_is_written(cast, policy, language):
    subjects = [{"starter": "food"}, {"own": "tarot"}]
    agree(cast, **({"policy": policy, "subjects": subjects} if policy else {"standing": "rather_not"}))
    told = page(browser(cast.jonas_id, language), desk(cast))
    assert ('name="content"' in told) == (policy not in (None, "none"))
    assert ('name="own"' in told) == (policy in ("ask_first", "welcome"))
    assert ("tarot" in told) == (policy == "subjects")
    assert ("/cards/advice" in told) == (policy is None)


def test_the_way_she_likes_to_be_asked_is_there_to_say(cast):
    assert "Må jeg sige noget?" in page(browser(cast.jonas_id), desk(cast))


def test_an_offer_goes_and_comes_back_as_a_subject(cast):
    jonas, maja = browser(cast.jonas_id), browser(cast.maja_id)
    sent = jonas.post(desk(cast), {"do": "send", "subject": "sleep", "content": WORDS})
    assert (sent.status_code, sent["Location"]) == (302, f"/c/{cast.circle_id}/today")
    assert "søvn" in page(jonas, desk(cast))
    for language, word in (("da", "søvn"), ("en", "sleep")):
        shown = part(cast.maja, language)
        assert word in shown and WORDS not in shown
    offer = Offer.objects.get()
    address = f"/c/{cast.circle_id}/today/offer/{offer.id}"
    page(maja, f"{address}/read", 404)
    yes = maja.post(f"{address}/answer", {"say": "yes"})
    assert yes["Location"] == f"{address}/read"
    assert WORDS in page(maja, f"{address}/read")
    page(jonas, f"{address}/read", 404)
    assert jonas.post(f"{address}/answer", {"say": "no"}).status_code == 404
    assert maja.post(f"{address}/answer", {"say": "remove"}).status_code == 302
    page(maja, f"{address}/read", 404)


def test_a_link_in_the_words_can_be_followed_and_markup_is_text(cast):
    give(cast, SLEEP, "https://example.org/a <b>x</b>")
    offer = Offer.objects.get()
    actions.answer(cast.maja, offer_id=offer.id, say="yes")
    shown = page(browser(cast.maja_id), f"/c/{cast.circle_id}/today/offer/{offer.id}/read")
    assert 'href="https://example.org/a"' in shown
    assert "&lt;b&gt;" in shown


@pytest.mark.parametrize("say", ["yes", "later", "no"])
def test_her_answer_changes_no_byte_of_his_pages(cast, say):
    give(cast)
    jonas = browser(cast.jonas_id)
    before = masked(page(jonas, desk(cast))), part(cast.jonas)
    actions.answer(cast.maja, offer_id=Offer.objects.get().id, say=say)
    assert (masked(page(jonas, desk(cast))), part(cast.jonas)) == before


def masked(text: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", text)


@pytest.mark.parametrize(
    "typed", [{"subject": "", "own": ""}, {"own": "x" * 61}, {"subject": "no-such"}, {"content": "x" * 10_001}]
)
def test_what_was_typed_stands_there_again(cast, typed):
    form = {"do": "send", "subject": "sleep", "content": "Behold mig."} | typed
    answer = browser(cast.jonas_id).post(desk(cast), form)
    assert answer.status_code == 422
    assert form["content"] in answer.content.decode()
    assert not Offer.objects.exists()


def test_a_draft_is_found_again_and_can_be_thrown_away(cast):
    jonas = browser(cast.jonas_id)
    kept = jonas.post(desk(cast), {"do": "keep", "own": "yoga", "content": "Halvt"})
    draft = Draft.objects.get()
    assert kept["Location"] == f"{desk(cast)}?draft={draft.id}"
    shown = page(jonas, kept["Location"])
    assert "Halvt</textarea>" in shown and 'value="yoga"' in shown
    jonas.post(desk(cast), {"do": "keep", "draft": draft.id, "revision": "1", "own": "yoga", "content": "Helt"})
    assert Draft.objects.get().content == "Helt"
    agree(cast, policy="none")
    assert "Helt" in page(jonas, desk(cast))
    jonas.post(desk(cast), {"do": "throw", "draft": draft.id})
    assert not Draft.objects.exists()


def test_terms_that_changed_meanwhile_are_said_and_the_words_are_kept(cast):
    jonas = browser(cast.jonas_id)
    give(cast, YOGA)
    answer = jonas.post(desk(cast), {"do": "send", "own": "yoga", "content": "Igen"}, follow=True)
    assert "Igen" in answer.content.decode()
    assert Draft.objects.get().content == "Igen"
    assert Offer.objects.count() == 1


def test_an_open_offer_and_taking_back(cast):
    jonas = browser(cast.jonas_id)
    assert 'value="open"' in page(jonas, desk(cast))
    jonas.post(desk(cast), {"do": "open"})
    assert 'value="open"' not in page(jonas, desk(cast))
    assert "answer" in part(cast.maja)
    jonas.post(desk(cast), {"do": "back", "offer": Offer.objects.get().id})
    assert "answer" not in part(cast.maja)
    for wrong in ({"do": "back", "offer": "x"}, {"do": "throw"}, {"do": "no-such"}, {}):
        assert jonas.post(desk(cast), wrong).status_code == 404


def test_it_is_nobody_elses(cast):
    give(cast)
    address = f"/c/{cast.circle_id}/today/offer"
    otto = browser(stranger().me())
    for client in (otto, browser(cast.birthe_id)):
        offer = Offer.objects.get()
        assert client.post(f"{address}/{offer.id}/answer", {"say": "yes"}).status_code == 404
    page(otto, desk(cast), 404)
    page(browser(cast.maja_id), f"{address}/{cast.jonas_id}", 404)
    page(browser(cast.maja_id), desk(cast), 404)
    assert Client().get(desk(cast)).status_code == 302
