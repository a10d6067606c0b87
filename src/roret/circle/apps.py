from django.apps import AppConfig


class CircleConfig(AppConfig):
    name = "roret.circle"
    label = "circle"
