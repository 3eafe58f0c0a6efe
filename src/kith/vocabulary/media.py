"""How a contact took place.

NHS Data Model and Dictionary, CONSULTATION MEDIUM USED. The list has no code 07. It has no
letter and no group either: those are local terms; a letter rolls up to "other", a group to "face to face".
"""

from kith.vocabulary.terms import Table, Term

TABLE = Table(
    "how the contact took place",
    (
        Term("02", "Phone call", ("Telephone", "Phone", "Call")),
        Term("01", "Face to face", ("In person", "F2F", "Visit")),
        Term("03", "Video call", ("Video", "Telemedicine")),
        Term("06", "Text message", ("SMS", "Text")),
        Term("05", "Email", ("E-mail",)),
        Term("letter", "Letter", ("Post",), local=True, rolls_up_to="98"),
        Term("08", "Instant message", ("Chat", "WhatsApp")),
        Term("04", "Relay or talk type for deaf people", ("Talk type", "Text relay")),
        Term("group", "In a group", ("Group session",), local=True, rolls_up_to="01"),
        Term("98", "Another way", ("Other",)),
    ),
)
choices = TABLE.choices
label = TABLE.label
national_code = TABLE.national_code
recognise = TABLE.recognise
