from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "kith.pathway.contacts"
    label = "contacts"
