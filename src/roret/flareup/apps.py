from django.apps import AppConfig


class FlareupConfig(AppConfig):
    name = "roret.flareup"
    label = "flareup"
