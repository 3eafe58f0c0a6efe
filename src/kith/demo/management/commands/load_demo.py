import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kith.demo.load import load
from kith.resilience.errors import Refused


class Command(BaseCommand):
    help = "Loads the demonstration where it is not there yet."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load(say=self._say, year=settings.ENVIRONMENT.demo_year)
        except Refused as refusal:
            self.stderr.write(refusal.message)
            sys.exit(1)
        except KeyboardInterrupt:
            self.stderr.write(
                "Stopped. What was told so far is kept, and the next load goes on from there."
            )
            sys.exit(130)

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
