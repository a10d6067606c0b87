from django.apps import AppConfig


class DeliverConfig(AppConfig):
    name = "roret.deliver"
    label = "deliver"
