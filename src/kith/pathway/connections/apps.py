from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "kith.pathway.connections"
    label = "connections"
