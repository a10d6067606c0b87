"""Mistakes in a model or a root key are told by the system checks, with a hint."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.apps import apps
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import models
from django.test.utils import isolate_apps

from roret.vault import keyring
from roret.vault.checks import check_labels, check_root_key
from roret.vault.fields import SealedText
from roret.vault.sealing import Owner
from roret.vault.tests.notes import Note


def ids(found: list[checks.CheckMessage]) -> list[str]:
    assert all(message.hint for message in found)
    return [message.id or "" for message in found]


def test_a_model_with_all_it_needs_has_no_errors() -> None:
    assert Note.check(databases=[]) == []


@isolate_apps("roret.vault")
def test_a_primary_key_made_by_the_database_is_an_error() -> None:
    class Numbered(models.Model):
        text = SealedText(label="a", owner="seal_owner")
        seal_owner = None

        class Meta:
            app_label = "vault"

    class Given(models.Model):
        id = models.UUIDField(primary_key=True)
        text = SealedText(label="a", owner="seal_owner")
        seal_owner = None

        class Meta:
            app_label = "vault"

    assert ids(Numbered._meta.get_field("text").check()) == ["vault.E010"]
    assert ids(Given._meta.get_field("text").check()) == ["vault.E010"]


@isolate_apps("roret.vault")
def test_a_missing_label_or_owner_and_an_index_are_errors() -> None:
    class Bare(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        text = SealedText(unique=True)

        class Meta:
            app_label = "vault"

    assert ids(Bare._meta.get_field("text").check()) == ["vault.E011", "vault.E012", "vault.E013"]


@isolate_apps("roret.vault")
def test_two_fields_with_one_label_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Twice(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        one = SealedText(label="same", owner="seal_owner")
        two = SealedText(label="same", owner="seal_owner")
        seal_owner = None

        class Meta:
            app_label = "vault"

    monkeypatch.setattr(apps, "get_models", lambda: [Twice])
    assert ids(check_labels()) == ["vault.E002"]


def test_no_two_sealed_fields_of_the_house_share_a_label() -> None:
    assert check_labels() == []


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_wrong_root_key_stops_the_check_of_the_keyring(maja: Owner, settings: Any) -> None:
    assert check_root_key(databases=["default", "keys"]) == []
    settings.ROOT_KEY = "ab" * 32
    keyring.forget()
    assert ids(check_root_key(databases=["default", "keys"])) == ["vault.E001"]
    assert check_root_key(databases=None) == [] == check_root_key(databases=["default"])
    with pytest.raises(
        SystemCheckError, match=r"\(vault\.E001\) The root key is not the one this keyring was made with"
    ):
        call_command("check", databases=["keys"])


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_missing_key_file_is_told_in_the_same_words(settings: Any, tmp_path: Any) -> None:
    settings.ROOT_KEY, settings.ROOT_KEY_FILE = "", tmp_path / "secrets" / "root.key"
    (found,) = check_root_key(databases=["keys"])
    assert "There is no root key in" in found.msg
