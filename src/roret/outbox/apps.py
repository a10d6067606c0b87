from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "roret.outbox"
    label = "outbox"
