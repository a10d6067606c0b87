from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "roret.advice"
    label = "advice"
