from django.apps import AppConfig


class PaperConfig(AppConfig):
    name = "roret.paper"
    label = "paper"
