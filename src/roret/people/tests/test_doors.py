"""Sign-in links and sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client, RequestFactory

from roret.kit import clock as now
from roret.people import actions, queries
from roret.people.models import Person, Session, SignInLink
from roret.people.sessions import SessionStore, row_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_first_link_makes_the_first_person_and_then_there_is_none():
    path = actions.first_link()
    browser = Client()
    assert browser.get(path).status_code == 200
    assert not Person.objects.exists(), "looking at a link must not spend it"
    browser.post(path)
    assert Person.objects.count() == 1
    assert queries.sessions(Person.objects.get(), browser.session.session_key)[0].is_this
    assert actions.first_link() is None
    assert Client().post(path).status_code == 404


def test_only_the_first_link_that_was_printed_last_works():
    old, new = actions.first_link(), actions.first_link()
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_a_link_ends_by_itself(clock):
    person = actions.make_person()
    path = actions.own_link(person)
    clock.set(now.now() + actions.OWN_LINK_LASTS + timedelta(seconds=1))
    assert Client().get(path).status_code == 404
    request = RequestFactory().post(path)
    with pytest.raises(Http404):
        actions.use_link(request, path.rsplit("/", 1)[1])


def test_the_database_knows_no_token_to_sign_in_with():
    path = actions.own_link(actions.make_person())
    token = path.rsplit("/", 1)[1]
    assert token not in str(list(SignInLink.objects.values()))


def test_a_session_is_kept_sealed_and_under_another_name_than_the_cookies():
    store = SessionStore()
    store["word"] = "CANARY-session"
    store.create()
    with connection.cursor() as cursor:
        cursor.execute("select session_key, session_data from people_session")
        rows = str(cursor.fetchall())
    assert store.session_key not in rows
    assert "CANARY" not in rows
    assert SessionStore(store.session_key)["word"] == "CANARY-session"


def test_a_session_moved_to_another_row_is_no_session():
    one, two = SessionStore(), SessionStore()
    for store, word in ((one, "Maja"), (two, "Jonas")):
        store["word"] = word
        store.create()
    rows = {row.session_key: row for row in Session.objects.all()}
    first, second = rows.values()
    first.session_data = second.session_data
    first.save()
    read = {SessionStore(store.session_key).get("word") for store in (one, two)}
    assert None in read
    assert len(read) == 2


def test_signing_in_changes_the_sessions_name_and_keeps_what_a_stranger_had():
    browser = Client()
    session = browser.session
    session["first"] = {"when": "natural"}
    session.save()
    browser.cookies["roret"] = session.session_key
    before = session.session_key
    browser.post(actions.own_link(actions.make_person()))
    assert browser.session.session_key != before
    assert browser.session["first"] == {"when": "natural"}
    assert not SessionStore().exists(before)


def test_one_ends_ones_own_browsers_and_nobody_elses():
    maja, otto = actions.make_person(), actions.make_person()
    browser, other = Client(), Client()
    browser.post(actions.own_link(maja))
    other.post(actions.own_link(otto))
    (his,) = queries.sessions(otto, None)
    assert browser.post(f"/me/browsers/{his.key}/end").status_code == 404
    assert other.get("/me").status_code == 200
    (hers,) = queries.sessions(maja, browser.session.session_key)
    browser.post(f"/me/browsers/{hers.key}/end")
    assert browser.get("/me").status_code == 302


def test_who_is_signed_in_is_asked_as_a_page_would(clock):
    maja = actions.make_person()
    browser, other = Client(), Client()
    for one in (browser, other):
        one.post(actions.own_link(maja))
    mine, others = row_of(browser.session.session_key), row_of(other.session.session_key)
    assert queries.signed_in(mine) and queries.signed_in(others)
    assert not queries.signed_in(browser.session.session_key), "the cookie's own value is no id"
    browser.post("/me/password", {"email": "maja@example.org", "password": "et langt ord til døren"})
    assert not queries.signed_in(mine), "it has another name now"
    assert queries.signed_in(row_of(browser.session.session_key))
    assert not queries.signed_in(others), "its password is the old one"
    clock.set(now.now() + timedelta(days=59, hours=23))
    assert queries.signed_in(row_of(browser.session.session_key))
    clock.set(now.now() + timedelta(hours=2))
    assert not queries.signed_in(row_of(browser.session.session_key))


def test_a_password_is_chosen_with_an_address_that_nobody_else_has():
    actions.make_person(email="maja@example.org", password="et langt ord til døren")
    browser = Client()
    browser.post(actions.own_link(actions.make_person()))
    taken = browser.post("/me/password", {"email": "Maja@example.org", "password": "et andet langt ord"})
    assert taken.status_code == 422
    short = browser.post("/me/password", {"email": "jonas@example.org", "password": "kort"})
    assert short.status_code == 422
    assert b"jonas@example.org" in short.content, "what was typed is still there"
    assert (
        browser.post("/me/password", {"email": "jonas@example.org", "password": "et andet langt ord"}).status_code
        == 302
    )
    assert Person.objects.filter(email="jonas@example.org").exists()


def test_nothing_of_ours_remembers_when_somebody_was_last_here():
    columns = {field.name for model in (Person, Session) for field in model._meta.get_fields()}
    assert not columns & {"last_login", "last_seen", "ip", "user_agent", "used_at"}
