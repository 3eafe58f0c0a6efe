from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "kith.funds"
    label = "funds"
