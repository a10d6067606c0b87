from django.apps import AppConfig


class FirstConfig(AppConfig):
    name = "roret.first"
    label = "first"
