from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "roret.zones"
    label = "zones"
