"""A poster of a group: what it is, when and where, for a wall. Nobody who comes is on it."""

from dataclasses import dataclass
from typing import Any

from kith.messages.documents import render
from kith.messages.documents.letterhead import Letterhead
from kith.messages.documents.outcome_letter import letterhead_data


@dataclass(frozen=True, slots=True)
class PosterDocument:
    """Everything a poster says, in words; empty parts are left out. `limited`: there are only so many places, so one
    rings first.
    """

    scheme: Letterhead
    name: str
    about: str
    when: str
    where: str
    access: str
    limited: bool = False

    def pdf(self) -> bytes:
        """Return the poster as a tagged PDF; raises render.UnprintableText."""
        return render.pdf("poster", self.data())

    def data(self) -> dict[str, Any]:
        """Return what the template shows."""
        return {
            "scheme": letterhead_data(self.scheme),
            "name": self.name,
            "about": self.about,
            "when": self.when,
            "where": self.where,
            "access": self.access,
            "limited": self.limited,
        }
