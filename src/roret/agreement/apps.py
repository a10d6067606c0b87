from django.apps import AppConfig


class AgreementConfig(AppConfig):
    name = "roret.agreement"
    label = "agreement"
