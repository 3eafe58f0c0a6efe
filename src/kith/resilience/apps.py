from django.apps import AppConfig


class ResilienceConfig(AppConfig):
    name = "kith.resilience"
    label = "resilience"
