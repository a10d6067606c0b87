from django.apps import AppConfig


class WithdrawConfig(AppConfig):
    name = "roret.withdraw"
    label = "withdraw"
