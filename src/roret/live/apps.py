from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "roret.live"
    label = "live"
