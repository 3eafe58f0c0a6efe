from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "kith.exchange"
    label = "exchange"
