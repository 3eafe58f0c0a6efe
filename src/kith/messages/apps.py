from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "kith.messages"
    label = "kith_messages"  # Django has a "messages" of its own
