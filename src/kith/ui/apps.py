"""Django's registration of the design system."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Gives Django the templates and static files of this room."""

    name = "kith.ui"
    label = "ui"
