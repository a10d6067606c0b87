from django.apps import AppConfig


class FlatConfig(AppConfig):
    name = "roret.flat"
    label = "flat"
