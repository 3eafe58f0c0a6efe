"""The pages of contacts."""

from kith.pathway.contacts.views.appointments import appointment, go_in, plan
from kith.pathway.contacts.views.happened import edit, mark, new
from kith.pathway.contacts.views.interpreting import end_interpreter, interpreter
from kith.pathway.contacts.views.support import correct_support, support
from kith.pathway.contacts.views.texting import text, texted
from kith.pathway.contacts.views.waiting import waiting
from kith.pathway.contacts.views.writing import letter

__all__ = [
    "appointment",
    "correct_support",
    "edit",
    "end_interpreter",
    "go_in",
    "interpreter",
    "letter",
    "mark",
    "new",
    "plan",
    "support",
    "text",
    "texted",
    "waiting",
]
