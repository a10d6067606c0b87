from django.apps import AppConfig


class CapacityConfig(AppConfig):
    name = "roret.capacity"
    label = "capacity"
