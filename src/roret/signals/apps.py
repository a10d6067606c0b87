from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "roret.signals"
    label = "signals"
