from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "roret.sharing"
    label = "sharing"
