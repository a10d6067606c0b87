"""Pages that allauth wrote stand in our shell, in our elements, with one document around them."""

from __future__ import annotations

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import mark_safe


@pytest.mark.parametrize("name", ["account_login", "account_logout", "mfa_authenticate"])
def test_a_page_of_allauth_stands_once_in_our_shell(client: Client, db: None, name: str) -> None:
    try:
        answer = client.get(reverse(name), follow=True)
    except NoReverseMatch:
        pytest.skip("not mounted here")
    page = answer.content.decode()
    assert page.lower().count("<!doctype html>") == page.count("</html>") == 1
    assert 'class="top-home"' in page and "<h1" in page


def test_the_sign_in_page_uses_our_elements_and_its_form_is_protected(client: Client, db: None) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert 'class="button primary"' in page and 'class="text"' in page
    assert "csrfmiddlewaretoken" in page
    assert 'type="password"' in page and 'autocomplete="current-password"' in page


def test_what_another_engine_escaped_stays_escaped_and_is_not_escaped_twice() -> None:
    written = {"slots": {"default": [mark_safe("&lt;b&gt; &amp; Maja")]}, "attrs": {"name": "go", "value": '"><b>'}}
    out = render_to_string("allauth/elements/button.html", written)
    assert "&lt;b&gt; &amp; Maja" in out and "<b>" not in out


class Every(forms.Form):
    name = forms.CharField(max_length=80, help_text="As you like")
    secret = forms.CharField(widget=forms.PasswordInput)
    text = forms.CharField(widget=forms.Textarea)
    yes = forms.BooleanField()
    one = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    some = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    key = forms.CharField(widget=forms.HiddenInput)


def fields(form: forms.Form) -> str:
    template = engines["jinja2"].from_string('{% import "ui/elements.html" as e %}{{ e.form_fields(form) }}')
    return str(template.render({"form": form}, RequestFactory().get("/")))


def test_every_kind_of_field_has_an_element() -> None:
    out = fields(Every(initial={"name": "Maja", "one": "b", "some": ["a"], "key": "k"}))
    assert 'maxlength="80"' in out and 'value="Maja"' in out and "As you like" in out
    assert '<input type="hidden" name="key" id="id_key" value="k">' in out
    assert out.count('type="radio"') == 2 and out.count('type="checkbox"') == 3 and out.count("checked") == 2
    assert "<textarea" in out and 'type="password"' in out


def test_a_field_that_came_back_says_why_and_never_shows_a_password_again() -> None:
    out = fields(Every({"secret": "kodeord-1234", "name": ""}))
    assert 'aria-describedby="hint_name error_name"' in out
    assert "kodeord-1234" not in out
