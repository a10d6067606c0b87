from django.apps import AppConfig


class OfflineConfig(AppConfig):
    name = "roret.offline"
    label = "offline"
