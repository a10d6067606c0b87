from django.apps import AppConfig


class Ui(AppConfig):
    name = "roret.ui"
    label = "ui"
