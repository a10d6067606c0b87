from django.apps import AppConfig


class DeckConfig(AppConfig):
    name = "roret.deck"
    label = "deck"
