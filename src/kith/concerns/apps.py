from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "kith.concerns"
    label = "concerns"
