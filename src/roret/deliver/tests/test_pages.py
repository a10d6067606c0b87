"""The settings page and the worker script."""

from __future__ import annotations

import pytest
from django.test import Client

from roret.agreement.tests.cast import Cast, browser, home, stranger
from roret.deliver import queries
from roret.deliver.models import Subscription, Wish
from roret.deliver.rules import LOCK_SCREEN, Kind
from roret.deliver.tests.service import Ear
from roret.outbox.models import Due

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SAVE = {
    "do": "save",
    "channel": "push",
    "kinds": ["signal", "offer"],
    "begin": "22:00",
    "end": "07:00",
    "zone": "Europe/London",
}


@pytest.fixture
def cast() -> Cast:
    return home()


def address(cast: Cast) -> str:
    return f"/c/{cast.circle_id}/me/notify"


@pytest.mark.parametrize("language", ["da", "en"])
def test_everything_is_off_to_begin_with(cast, language):
    told = browser(cast.jonas_id, language).get(address(cast)).content.decode()
    assert LOCK_SCREEN[language] in told
    assert told.count(" checked") == 1
    assert 'value="none" id="id_channel" checked' in told
    assert "data-notify=" not in told


def test_what_was_chosen_is_kept_and_shown_again(cast):
    jonas = browser(cast.jonas_id)
    assert jonas.post(address(cast), SAVE).status_code == 302
    wants = queries.wants(cast.jonas_id)
    assert (wants.channel, wants.kinds, wants.zone) == ("push", (Kind.SIGNAL, Kind.OFFER), "Europe/London")
    told = jonas.get(address(cast)).content.decode()
    assert all(
        one in told for one in ('value="22:00"', 'value="07:00"', f'data-notify="{queries.page(cast.jonas, "").key}"')
    )
    assert queries.wants(cast.maja_id) == queries.Wants()
    jonas.post(address(cast), SAVE | {"channel": "none"})
    assert not Wish.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"end": ""}, {"begin": "25:00"}, {"channel": "mail"}, {"kinds": ["no-such"]}, {"channel": ""}]
)
def test_what_does_not_fit_comes_back_as_it_was_typed(cast, wrong):
    answer = browser(cast.jonas_id).post(address(cast), SAVE | wrong)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert (SAVE | wrong)["begin"] in told and not Wish.objects.exists()


def test_a_zone_that_is_none_is_the_circles(cast):
    browser(cast.jonas_id).post(address(cast), SAVE | {"zone": "Mars/Base"})
    assert queries.wants(cast.jonas_id).quiet(cast.jonas.zone).zone == "Europe/Copenhagen"


def test_a_browser_comes_in_and_gets_one_to_see(cast):
    jonas = browser(cast.jonas_id)
    jonas.post(address(cast), SAVE)
    jonas.post(address(cast), {"do": "try"})
    assert not Due.objects.filter(kind="deliver.test").exists()
    jonas.post(address(cast), {"do": "browser"} | Ear().keys("https://push.example/x"))
    assert Subscription.objects.count() == 1
    jonas.post(address(cast), {"do": "try"})
    assert Due.objects.filter(kind="deliver.test").count() == 1
    assert 'value="try"' in jonas.get(address(cast)).content.decode()


@pytest.mark.parametrize("keys", [{}, {"endpoint": "http://push.example/x"}, {"auth": "x"}, {"p256dh": "x" * 300}])
def test_a_browser_that_is_none_is_told_so(cast, keys):
    jonas = browser(cast.jonas_id)
    form = {"do": "browser"} | (Ear().keys("https://push.example/x") | keys if keys else {})
    assert jonas.post(address(cast), form).status_code == 302
    assert not Subscription.objects.exists()


def test_it_is_nobody_elses(cast):
    assert browser(stranger().me()).get(address(cast)).status_code == 404
    assert Client().get(address(cast)).status_code == 302
    assert browser(cast.maja_id).post(address(cast), {"do": "no-such"}).status_code == 404


def test_the_worker_shows_the_constant_texts_and_reaches_nothing_but_this_house(cast):
    answer = Client().get("/sw.js")
    told = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/"
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert "script-src" not in policy
    assert policy["connect-src"] == "'self'"
    for never in ("importScripts", "XMLHttpRequest", "eval", "http:", "https:", "WebSocket", "localStorage"):
        assert never not in told
    push = told[: told.index("self.kept")]
    for never in ("fetch(", "caches", "indexedDB"):
        assert never not in push, "a message is shown and nothing else"
    assert "ny" in LOCK_SCREEN["da"] and LOCK_SCREEN["en"] in told


def test_the_script_is_loaded_on_this_page_alone(cast):
    maja = browser(cast.maja_id)
    assert "notify.js" in maja.get(address(cast)).content.decode()
    assert "notify.js" not in maja.get(f"/c/{cast.circle_id}/people").content.decode()


def test_nothing_is_sent_to_a_device_that_is_shared(cast, service):
    maja = browser(cast.maja_id)
    maja.post(address(cast), SAVE)
    form = {"do": "browser", **Ear().keys(f"{service.address}/shared")}
    maja.post(f"/c/{cast.circle_id}/phone", {"do": "shared"})
    maja.post(address(cast), form)
    assert not Subscription.objects.exists()
    assert "data-notify-state" not in maja.get(address(cast)).content.decode()
    maja.post(f"/c/{cast.circle_id}/phone", {"do": "own"})
    maja.post(address(cast), form)
    assert Subscription.objects.exists()
