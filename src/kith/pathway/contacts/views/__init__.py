"""The pages of contacts."""

from kith.pathway.contacts.views.appointments import appointment, plan
from kith.pathway.contacts.views.happened import edit, mark, new
from kith.pathway.contacts.views.support import correct_support, support
from kith.pathway.contacts.views.waiting import waiting

__all__ = ["appointment", "correct_support", "edit", "mark", "new", "plan", "support", "waiting"]
