"""An appointment in words."""

from __future__ import annotations

from kith.pathway.contacts.models import Contact
from kith.ui import dates
from kith.vocabulary import media


def planned_words(contact: Contact) -> str:
    """An appointment with its day: "Thursday 3 December 2026 at 10am, Face to face, Room 2"."""
    assert contact.planned_for is not None
    when = f"{dates.long_date(contact.planned_for)} at {dates.clock(contact.planned_for)}"
    return ", ".join(part for part in (when, media.label(contact.medium), contact.place) if part)
