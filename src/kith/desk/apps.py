from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "kith.desk"
    label = "desk"
