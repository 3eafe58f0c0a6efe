from django.apps import AppConfig


class IsolationConfig(AppConfig):
    name = "kith.isolation"
    label = "isolation"
