"""The vault as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Vault(AppConfig):
    name = "roret.vault"
    label = "vault"
