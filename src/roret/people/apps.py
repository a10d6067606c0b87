from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "roret.people"
    label = "people"
