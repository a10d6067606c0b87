from django.apps import AppConfig


class TodayConfig(AppConfig):
    name = "roret.today"
    label = "today"
