from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "kith.pathway.outcomes"
    label = "outcomes"
