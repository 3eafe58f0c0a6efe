from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "kith.groups"
    label = "groups"

    def ready(self) -> None:
        from kith.groups.views.people import instead_of_introducing
        from kith.pathway.connections.views.introducing import INSTEAD

        INSTEAD.append(instead_of_introducing)
