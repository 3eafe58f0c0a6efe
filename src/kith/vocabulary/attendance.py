"""Whether an appointment took place.

NHS Data Model and Dictionary, ATTENDED OR DID NOT ATTEND CODE.
"""

from kith.vocabulary.terms import Table, Term

FUTURE = "0"
SEEN = frozenset({"5", "6"})

TABLE = Table(
    "attendance",
    (
        Term("5", "Came on time", ("Attended", "On time")),
        Term("6", "Came late and was seen", ("Late but seen",)),
        Term("7", "Came late and could not be seen", ("Late not seen",)),
        Term("3", "Did not come, with no warning", ("Did not attend", "DNA")),
        Term("2", "Cancelled by the person", ("Cancelled by patient",)),
        Term("4", "Cancelled by us", ("Cancelled by provider",)),
        Term(FUTURE, "Has not happened yet", ("Future", "Booked")),
    ),
)
choices = TABLE.choices
label = TABLE.label
recognise = TABLE.recognise
