from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "roret.tasks"
    label = "tasks"
