from django.apps import AppConfig


class ProfileConfig(AppConfig):
    name = "roret.profile"
    label = "profile"
