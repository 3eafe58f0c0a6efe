"""How soon a referrer asks for contact. Ours: three words, no clinical priority.

Social prescribing is not an emergency service: someone in danger needs 999 or a crisis team.
"""

from kith.vocabulary.terms import Table, Term

TABLE = Table(
    "urgency",
    (
        Term("routine", "Routine", ("Normal", "Standard", "Low"), local=True),
        Term("soon", "Soon", ("Medium", "Priority"), local=True),
        Term("urgent", "Urgent", ("High", "Emergency"), local=True),
    ),
)
choices = TABLE.choices
label = TABLE.label
recognise = TABLE.recognise
