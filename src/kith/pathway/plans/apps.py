from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "kith.pathway.plans"
    label = "plans"
