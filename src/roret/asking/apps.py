from django.apps import AppConfig


class AskingConfig(AppConfig):
    name = "roret.asking"
    label = "asking"
