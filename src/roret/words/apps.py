from __future__ import annotations

from django.apps import AppConfig


class WordsConfig(AppConfig):
    name = "roret.words"
    label = "words"
