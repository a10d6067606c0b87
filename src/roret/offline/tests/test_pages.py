"""What a telephone may keep, through the browser's own door, in both languages."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, override_settings

from roret.agreement.tests.cast import Cast, browser, stranger, with_browsers
from roret.circle import actions as circle
from roret.flareup.tests.living import agree as agree_on_plan
from roret.offline import queries
from roret.offline.rules import LASTS
from roret.people.models import Session
from roret.signals.tests.living import agree
from roret.withdraw.tests.living import agree as agree_to_withdraw

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def two(clock) -> tuple[Cast, Client, Client]:
    cast, her, his = with_browsers(("asking", "withdraw", "flareup"))
    for agreed in (agree, agree_to_withdraw, agree_on_plan):
        agreed(cast.maja, cast.jonas)
    return cast, her, his


def at(cast: Cast, more: str = "") -> str:
    return f"/c/{cast.circle_id}/phone{more}"


def test_a_telephone_gets_the_plan_as_its_reader_reads_it_and_what_can_be_said_with_a_tap(two):
    cast, her, his = two
    hers, his_sheet = her.post(at(cast), {"do": "keep"}).json(), his.get(at(cast, "/sheet")).json()
    said = json.dumps(hers, ensure_ascii=False)
    for words in ("Regnen mod ruden", "Tulle", "Vi ses en anden dag", "Ananas", "Jeg går op og ligger lidt", "112"):
        assert words in said, words
    assert hers["plan"]["holder"] == his_sheet["plan"]["holder"] == "Maja"
    assert [group["title"] for group in hers["acts"]] == ["Planen", "Giv et tegn", "Træk dig lidt"]
    assert "Kaffe" in json.dumps(his_sheet) and "Kaffe" not in said, "each their own signs"
    for sheet, first in ((hers, "Jeg bruger min plan nu. Kan du være her?"), (his_sheet, "Maja bruger sin plan nu")):
        assert sheet["plan"]["parts"][0]["lines"][0].startswith(first), "the words to call somebody with come first"
        messages = [part for part in sheet["plan"]["parts"] if part["to"]]
        assert len(messages) == 2 and all(len(part["to"]) == len(part["lines"]) for part in messages)


def test_every_tap_that_is_kept_leads_where_an_act_may_wait(two):
    """And does there what it says, sent as the telephone sends it."""
    from django.urls import resolve

    cast, her, _ = two
    taps = [tap for group in her.get(at(cast, "/sheet")).json()["acts"] for tap in group["taps"]]
    assert {resolve(tap["path"]).view_name for tap in taps} == set(LASTS)
    for number, tap in enumerate(taps):
        headers = {"Roret-Once": f"key-of-tap-number-{number:04d}", "Roret-Made": "2026-11-24T08:00:00+00:00"}
        answer = her.post(tap["path"], tap["body"], headers=headers)
        assert (answer.status_code, answer.json()["outcome"]) == (200, "done"), tap


def test_where_nothing_is_agreed_there_is_nothing_to_keep_and_the_page_still_stands(clock):
    cast, her, _ = with_browsers(())
    assert her.get(at(cast, "/sheet")).json()["plan"] is None
    assert her.get(at(cast, "/sheet")).json()["acts"] == []
    assert her.get(at(cast)).status_code == 200


def test_what_is_kept_is_bound_to_this_session_and_to_no_other(two):
    cast, her, _ = two
    assert her.get(at(cast, "/sheet")).json()["phone"] is None, "nothing is bound by looking"
    bound = her.post(at(cast), {"do": "keep"}).json()["phone"]
    assert bound and her.post(at(cast), {"do": "keep"}).json()["phone"] == bound
    assert her.get(at(cast, "/sheet")).json()["phone"] == bound
    assert her.get(at(cast)).headers["Roret-Phone"] == bound
    elsewhere = browser(cast.maja_id)
    assert elsewhere.get(at(cast)).headers["Roret-Phone"] == "none"
    assert bound not in str(list(Session.objects.values()))


def test_who_is_no_longer_in_the_circle_gets_what_a_stranger_gets(two):
    cast, _, his = two
    his.post(at(cast), {"do": "keep"})
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    for who in (his, browser(stranger().me())):
        assert who.get(at(cast, "/sheet")).status_code == 404
        assert who.post(at(cast), {"do": "keep"}).status_code == 404
    assert Client().get(at(cast, "/sheet")).status_code == 302


def test_signing_out_clears_the_device_and_so_does_finding_out_elsewhere_that_one_is(two):
    cast, her, his = two
    assert "Clear-Site-Data" not in her.get(at(cast)).headers
    assert her.post("/sign-out").headers["Clear-Site-Data"] == queries.CLEAR == '"cache", "storage"'
    assert "Clear-Site-Data" not in her.get("/sign-in").headers, "once"
    Session.objects.all().delete()
    answer = his.get(at(cast))
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (302, queries.CLEAR)
    assert "Clear-Site-Data" not in Client().get("/").headers, "a stranger has nothing here"


def test_a_new_password_elsewhere_clears_it_at_the_next_contact(two):
    cast, her, _ = two
    her.post(at(cast), {"do": "keep"})
    person = Session.objects.exclude(person=None).order_by("began_on", "session_key").first().person
    for one in Session.objects.exclude(person=None):
        one.person.set_password("another-password-of-hers")
        one.person.save()
    assert person is not None
    assert her.get(at(cast, "/sheet")).headers["Clear-Site-Data"] == queries.CLEAR


def test_a_browser_that_keeps_what_is_not_theirs_is_told_to_clear_it(two):
    cast, her, his = two
    bound = her.post(at(cast), {"do": "keep"}).json()["phone"]
    others = his.post(at(cast), {"do": "keep"}).json()["phone"]

    def clears(who: Client, kept: str) -> bool:
        return "Clear-Site-Data" in who.get(at(cast, "/sheet"), headers={"Roret-Kept": kept}).headers

    assert (clears(her, bound), clears(his, others)) == (False, False)
    assert clears(his, bound) and clears(Client(), bound), "somebody else sits there now, or nobody"
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    assert clears(his, others)


@override_settings(SECURE_CONTEXT=False)
def test_without_https_nothing_is_offered_but_paper_and_it_says_what_is_missing(two):
    cast, her, _ = two
    page = unescape(her.get(at(cast)).content.decode())
    assert "https" in page and "data-keep" not in page and f"/c/{cast.circle_id}/plan" in page
    assert "Clear-Site-Data" not in her.post("/sign-out").headers, "a browser would only complain"


def test_without_javascript_the_page_says_so_and_offers_paper(two):
    cast, her, _ = two
    page = unescape(her.get(at(cast)).content.decode())
    assert "kræver JavaScript" in page and f"/c/{cast.circle_id}/plan" in page
    assert re.search(r"<form[^>]*data-keep[^>]* hidden>", page)


def test_a_shared_device_keeps_nothing_at_all(two):
    cast, her, _ = two
    her.post(at(cast), {"do": "keep"})
    answer = her.post(at(cast), {"do": "shared"})
    assert answer.headers["Clear-Site-Data"] == queries.CLEAR
    assert her.session.get_expire_at_browser_close()
    page = her.get(at(cast))
    assert page.headers["Roret-Phone"] == "shared" and "data-keep" not in page.content.decode()
    assert her.post(at(cast), {"do": "keep"}).status_code == 404
    assert her.get(at(cast, "/sheet")).json()["phone"] is None
    her.post(at(cast), {"do": "own"})
    assert not her.session.get_expire_at_browser_close() and her.post(at(cast), {"do": "keep"}).status_code == 200
    assert her.post(at(cast), {"do": "something"}).status_code == 404


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_page_that_is_kept_is_the_same_for_everybody(two, lang):
    _, her, _ = two
    mine, anybodys = her.get(f"/pocket/{lang}"), Client().get(f"/pocket/{lang}")
    assert mine.content == anybodys.content and not anybodys.cookies
    assert f'<html lang="{lang}"' in anybodys.content.decode() and "csrf" not in anybodys.content.decode()
    assert Client().get("/pocket/xx").status_code == 404 and Client().get("/pocket").status_code == 200


def test_the_worker_caches_what_stands_on_a_list_and_each_file_by_its_hash(two, client):
    script = client.get("/sw.js").content.decode()
    (listed,) = re.findall(r"const SHELL = (\{.*?\});", script)
    shell = json.loads(listed)
    for path, known in shell.items():
        if path.startswith("/static/"):
            there = Path(finders.find(path.removeprefix("/static/")))
            assert known == f"sha256-{base64.b64encode(hashlib.sha256(there.read_bytes()).digest()).decode()}"
        else:
            assert path in ("/pocket/da", "/pocket/en") and known == ""
    assert not [path for path in shell if path.startswith(("/c/", "/me", "/g/"))]
    assert script.count(".put(") == 3, "one into the cache, two onto the shelves of what is kept"


def test_what_the_page_asks_for_is_on_the_list(client):
    """Otherwise it would look otherwise without a network."""
    page = client.get("/pocket/da").content.decode()
    asked = set(re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css|svg|woff2))"', page))
    css = (Path(finders.find("ui/roret.css"))).read_text(encoding="utf-8")
    asked |= {f"/static/ui/{name}" for name in re.findall(r'url\("([^":]+)"\)', css)}
    assert asked <= set(queries.shell())
