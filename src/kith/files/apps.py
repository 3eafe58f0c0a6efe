from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "kith.files"
    label = "files"
