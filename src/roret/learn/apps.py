from django.apps import AppConfig


class LearnConfig(AppConfig):
    name = "roret.learn"
    label = "learn"
