"""The vault as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Vault(AppConfig):
    name = "roret.vault"
    label = "vault"

    def ready(self) -> None:
        import_module("roret.vault.checks")
