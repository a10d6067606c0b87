from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "roret.ops"
    label = "ops"
