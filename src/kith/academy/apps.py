from django.apps import AppConfig


class AcademyConfig(AppConfig):
    name = "kith.academy"
    label = "academy"
