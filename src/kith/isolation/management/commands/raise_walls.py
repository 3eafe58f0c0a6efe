from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections

from kith.isolation.raising import raise_walls


class Command(BaseCommand):
    help = "Raises the walls around every table as the models declare them. Runs as the owner."

    def handle(self, *args: Any, **options: Any) -> None:
        found = raise_walls(connections["owner"], key=settings.CONTEXT_KEY)
        if found:
            self.stdout.write(f"Walls raised ({found} differences mended).")
