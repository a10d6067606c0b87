"""The pages through the browser's own door, in both languages and without a script."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from roret.agreement.tests.cast import Cast, browser, with_browsers
from roret.circle.models import Circle
from roret.learn import queries, rules
from roret.people.models import Session

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MARKED = {"da": "Maja har markeret siden", "en": "Maja has marked this page"}
KINDS = [page.id for page in queries.pages() if page.kind]


@pytest.fixture
def two() -> tuple[Cast, Client, Client]:
    return with_browsers(())


def read(client: Client, path: str, lang: str = "da", **form: str) -> str:
    client.cookies["roret-language"] = lang
    more = {"headers": {"Accept-Language": lang}}
    answer = client.post(path, form, follow=True, **more) if form else client.get(path, **more)
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def phrases_on(page: str) -> list[str]:
    return re.findall(r'<li class="phrase" id="p_([a-z0-9_-]+)"', page)


# --- for everybody ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", queries.LANGUAGES)
def test_every_page_is_open_and_leads_to_the_next_and_the_one_before(client: Client, lang: str) -> None:
    there = [page.id for page in queries.pages()]
    path, walked = f"/learn/{there[0]}", []
    while path:
        page = read(client, path, lang)
        walked.append(path.rsplit("/", 1)[1])
        assert f"<h1>{queries.title(walked[-1], lang)}</h1>" in page
        if len(walked) > 1:
            assert f'href="/learn/{walked[-2]}"' in page
        index = there.index(walked[-1])
        path = f"/learn/{there[index + 1]}" if index + 1 < len(there) else ""
        assert not path or f'href="{path}"' in page
        for source in queries.reading(walked[-1], lang).sources:
            assert f'href="{source.address}"' in page
    assert walked == there


@pytest.mark.parametrize("lang", queries.LANGUAGES)
def test_the_first_page_leads_to_every_other(client: Client, lang: str) -> None:
    page = read(client, "/learn", lang)
    hrefs = re.findall(r'href="(/(?:learn|toolbox|practice)[^"]*)"', page)
    assert {f"/learn/{one.id}" for one in queries.pages()} | {"/toolbox", "/practice"} <= set(hrefs)


@pytest.mark.parametrize("lang", queries.LANGUAGES)
def test_every_phrase_stands_under_its_situation_with_why(client: Client, lang: str) -> None:
    for one in rules.SITUATIONS:
        page = read(client, f"/toolbox/{one}", lang)
        there = [phrase for phrase in queries.phrases(lang) if phrase.situation == one]
        assert phrases_on(page) == [phrase.id for phrase in there]
        for phrase in there:
            assert phrase.text in page and phrase.why in page and f'data-copy="id_{phrase.id}"' in page


def test_nobody_who_is_not_in_a_circle_has_a_star(client: Client, two: tuple[Cast, Client, Client]) -> None:
    _, _, his = two
    for somebody in (client, his):
        assert "star" not in re.findall(r'class="button quiet (\w+)"', read(somebody, "/toolbox/party"))


@pytest.mark.parametrize(
    ("lang", "words", "found"), [("da", "jakkerne", "da-party-nod"), ("en", "coats", "en-party-signal")]
)
def test_a_word_is_looked_for_and_stands_in_no_address(client: Client, lang: str, words: str, found: str) -> None:
    answer = client.post("/toolbox", {"q": words}, headers={"Accept-Language": lang})
    address = answer.headers["Location"]
    assert re.fullmatch(rf"/toolbox\?found={lang}\.\d+", address)
    page = read(client, address, lang)
    assert phrases_on(page) == [found]
    assert not re.search(rf'(?:href|action)="/[^"]*{words}|value="{words}"', page)
    assert phrases_on(read(client, f"/toolbox?q={words}", lang)) == []


def test_what_was_found_stands_there_in_its_own_language_when_the_readers_changes(client: Client) -> None:
    page = read(client, "/toolbox?found=da.24", "en")
    assert phrases_on(page) == [queries.phrases("da")[23].id]
    assert ' lang="da"><p class="said"' in page.replace("\n", "")


@pytest.mark.parametrize(
    "code", ["da", "da.0", "da.9999", "da.99999999999", "xx.1", "..", "da.-1", "da.1e3", "da.²", "<b>", "x" * 5000]
)
def test_places_that_are_none_hold_nothing(client: Client, code: str) -> None:
    for name in ("found", "off"):
        assert phrases_on(read(client, f"/toolbox?{urlencode({name: code})}")) == []


def test_looking_for_nothing_shows_the_whole_toolbox(client: Client) -> None:
    assert client.post("/toolbox", {"q": "  "}).headers["Location"] == "/toolbox"


def test_nothing_found_says_what_to_do(client: Client) -> None:
    page = read(client, "/toolbox", "da", q="xyzzy")
    assert "Ingen sætninger med de ord" in page and 'href="/toolbox/asking"' in page


@pytest.mark.parametrize("words", ["<b>x</b>", "\0", "🙂", "قف", "x" * 5000, "%", "' OR 1=1"])
def test_whatever_is_looked_for_is_answered(client: Client, words: str) -> None:
    answer = client.post("/toolbox", {"q": words}, follow=True)
    assert answer.status_code == 200
    assert b"<b>x</b>" not in answer.content


@pytest.mark.parametrize("lang", queries.LANGUAGES)
def test_every_situation_has_three_replies_to_open_and_says_what_each_does(client: Client, lang: str) -> None:
    listed = read(client, "/practice", lang)
    for case in queries.cases(lang):
        assert f'href="/practice/{case.id}"' in listed
        page = read(client, f"/practice/{case.id}", lang)
        folds = re.findall(r"<details class=\"disclosure\"><summary>.*?<span>(.*?)</span></summary>", page)
        assert folds == [reply.text for reply in case.replies]
        assert all(reply.does in page for reply in case.replies)


def test_one_goes_from_situation_to_situation_and_round(client: Client) -> None:
    there = [case.id for case in queries.cases("da")]
    for here, after in zip(there, [*there[1:], there[0]], strict=True):
        bar = read(client, f"/practice/{here}").partition('<div class="bar">')[2]
        assert re.findall(r'href="/practice/([^"]+)"', bar)[0] == after


@pytest.mark.parametrize(
    "path", ["/learn/no-such", "/toolbox/no-such", "/practice/no-such", "/learn/pages", "/learn/da"]
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_nothing_that_is_read_or_looked_for_is_kept(client: Client) -> None:
    for path in ("/learn", "/learn/alarm", "/toolbox", "/practice/onions"):
        read(client, path)
    read(client, "/toolbox", q="te")
    assert Session.objects.count() == 0


def test_a_language_that_has_no_texts_here_reads_english() -> None:
    assert queries.known("fo") == "en" and queries.known("da") == "da"


# --- in a circle --------------------------------------------------------------------------------


def test_a_star_is_a_toggle_and_stands_first_from_then_on(two: tuple[Cast, Client, Client]) -> None:
    cast, _, his = two
    box = f"/c/{cast.circle_id}/toolbox"
    last = phrases_on(read(his, f"{box}/party"))[-1]
    page = read(his, f"{box}/star", phrase=last, on="1", situation="party")
    assert phrases_on(page)[0] == last
    assert re.findall(r'name="phrase" value="([^"]+)" aria-pressed="true"', page) == [last]
    assert phrases_on(read(his, box)) == [last]
    assert phrases_on(read(his, f"{box}/party"))[0] == last


@pytest.mark.parametrize(("lang", "said"), [("da", "Ikke længere favorit"), ("en", "No longer a favourite")])
def test_a_star_that_was_taken_off_can_be_put_back(two: tuple[Cast, Client, Client], lang: str, said: str) -> None:
    cast, _, _ = two
    his = browser(cast.jonas_id, lang)
    box = f"/c/{cast.circle_id}/toolbox"
    read(his, f"{box}/star", lang, phrase="da-party-nod", on="1")
    page = read(his, f"{box}/star", lang, phrase="da-party-nod", on="0")
    assert said in page and phrases_on(page) == []
    page = read(his, f"{box}/star", lang, phrase="da-party-nod", on="1")
    assert said not in page and phrases_on(page) == ["da-party-nod"]
    assert said not in read(his, f"{box}?off=da.22", lang), "it is a favourite again"


def test_a_tap_on_a_star_keeps_what_was_looked_for(two: tuple[Cast, Client, Client]) -> None:
    cast, _, his = two
    box = f"/c/{cast.circle_id}/toolbox"
    found = his.post(box, {"q": "kage"}).headers["Location"]
    before = phrases_on(read(his, found))
    assert len(before) == 1
    answer = his.post(f"{box}/star", {"phrase": before[0], "on": "1", "found": found.partition("=")[2]})
    assert answer.headers["Location"] == f"{found}#p_{before[0]}"
    answer = his.post(f"{box}/star", {"phrase": before[0], "on": "0", "found": found.partition("=")[2]})
    page = read(his, answer.headers["Location"])
    assert phrases_on(page) == before and "Ikke længere favorit" in page


def test_favourites_are_seen_by_nobody_else(two: tuple[Cast, Client, Client]) -> None:
    cast, hers, his = two
    box = f"/c/{cast.circle_id}/toolbox"
    before = [re.sub(r"csrf\S+ value=\S+", "", read(hers, path)) for path in (box, f"{box}/party")]
    read(his, f"{box}/star", phrase="da-party-nod", on="1")
    after = [re.sub(r"csrf\S+ value=\S+", "", read(hers, path)) for path in (box, f"{box}/party")]
    assert before == after


@pytest.mark.parametrize("lang", queries.LANGUAGES)
def test_a_supporter_reads_of_marked_pages_and_of_no_others(two: tuple[Cast, Client, Client], lang: str) -> None:
    cast, hers, _ = two
    his = browser(cast.jonas_id, lang)
    learn = f"/c/{cast.circle_id}/learn"
    unmarked = {kind: bare(read(his, f"{learn}/{kind}", lang)) for kind in KINDS}
    assert hers.post(f"{learn}/alarm/mark", {"on": "1"}).headers["Location"] == f"{learn}/alarm"
    for kind in KINDS:
        page = read(his, f"{learn}/{kind}", lang)
        assert (MARKED[lang] in page) == (kind == "alarm")
        if kind != "alarm":
            assert bare(page) == unmarked[kind]
    assert read(his, learn, lang).count(MARKED[lang]) == 1
    hers.post(f"{learn}/alarm/mark", {"on": "0"})
    assert {kind: bare(read(his, f"{learn}/{kind}", lang)) for kind in KINDS} == unmarked


def bare(page: str) -> str:
    """A page without the token of its forms."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_the_button_is_the_holders_and_says_what_it_does(two: tuple[Cast, Client, Client]) -> None:
    cast, hers, his = two
    learn = f"/c/{cast.circle_id}/learn"
    for kind in KINDS:
        assert f'action="{learn}/{kind}/mark"' in read(hers, f"{learn}/{kind}")
        assert "/mark" not in read(his, f"{learn}/{kind}")
    assert "/mark" not in read(hers, f"{learn}/curious")
    assert "kan de andre i din kreds læse" in read(hers, f"{learn}/alarm")
    assert 'aria-pressed="false"><span>Siden passer på mig' in read(hers, f"{learn}/alarm")
    hers.post(f"{learn}/alarm/mark", {"on": "1"})
    assert 'aria-pressed="true"><span>Siden passer på mig' in read(hers, f"{learn}/alarm")
    assert his.post(f"{learn}/alarm/mark", {"on": "1"}).status_code == 404
    assert hers.post(f"{learn}/curious/mark", {"on": "1"}).status_code == 404


@pytest.mark.parametrize("lang", queries.LANGUAGES)
def test_every_page_on_a_kind_says_whose_it_is_to_say(client: Client, lang: str) -> None:
    said = {"da": "Det kan kun den, der har smerterne, sige.", "en": "for the one who has the pain to say"}[lang]
    for page in queries.pages():
        assert (said in read(client, f"/learn/{page.id}", lang)) == page.kind


def test_at_work_there_is_no_mark_to_set_or_to_read(two: tuple[Cast, Client, Client]) -> None:
    cast, hers, his = two
    learn = f"/c/{cast.circle_id}/learn"
    hers.post(f"{learn}/alarm/mark", {"on": "1"})
    Circle.objects.filter(id=cast.circle_id).update(edition="work")
    assert "/mark" not in read(hers, f"{learn}/alarm") and "markeret" not in read(hers, learn)
    assert MARKED["da"] not in read(his, f"{learn}/alarm")
    assert hers.post(f"{learn}/alarm/mark", {"on": "1"}).status_code == 404


def test_every_address_inside_a_circle_stays_inside_it(two: tuple[Cast, Client, Client]) -> None:
    cast, hers, _ = two
    for path in ("learn", "learn/alarm", "toolbox", "toolbox/party", "practice", "practice/onions"):
        page = read(hers, f"/c/{cast.circle_id}/{path}")
        assert re.findall(r'(?:href|action)="/(?:learn|toolbox|practice)[/"]', page) == []


@pytest.mark.parametrize(("path", "word"), [("today", "Godt at vide"), ("", "Godt at vide")])
def test_the_circles_own_pages_lead_here(two: tuple[Cast, Client, Client], path: str, word: str) -> None:
    cast, hers, his = two
    for client in (hers, his):
        page = read(client, f"/c/{cast.circle_id}/{path}".rstrip("/"))
        assert f'<a href="/c/{cast.circle_id}/learn">{word}</a>' in page


def test_somebody_who_comes_as_a_supporter_is_led_to_the_toolbox(client: Client) -> None:
    assert 'href="/toolbox"' in read(client, "/first/support") and 'href="/learn"' in read(client, "/")
