from django.apps import AppConfig


class ClosuresConfig(AppConfig):
    name = "kith.pathway.closures"
    label = "closures"
