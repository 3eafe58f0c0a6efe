"""Who interpreted at a contact.

NHS Data Model and Dictionary, INTERPRETER PRESENT AT CARE CONTACT INDICATOR values.
"""

from kith.vocabulary.terms import Table, Term

TABLE = Table(
    "interpreter at the contact",
    (
        Term("4", "No interpreter was needed", ("Not required", "None", "No")),
        Term("1", "A professional interpreter", ("Professional", "Professional interpreter")),
        Term("2", "A family member or friend", ("Family", "Friend", "Family or friend")),
        Term("3", "Another person", ("Other", "Other person")),
        Term("5", "The interpreter did not come", ("Interpreter did not attend",)),
        Term("X", "Not known", ("Unknown",)),
    ),
)
choices = TABLE.choices
label = TABLE.label
recognise = TABLE.recognise
