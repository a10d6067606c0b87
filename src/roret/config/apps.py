"""The one place where the house is plugged together at start-up."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "roret.config"
    label = "config"

    def ready(self) -> None:
        from roret.config.wiring import hear
        from roret.kit import announce

        announce.connect(hear)
