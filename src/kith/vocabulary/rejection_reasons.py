"""Why a scheme does not take a referral on, or returns it.

NHS Data Model and Dictionary, REFERRAL REJECTION REASON.
"""

from kith.vocabulary.terms import Table, Term

TABLE = Table(
    "reason for not taking a referral on",
    (
        Term("01", "We already have this referral", ("Duplicate",)),
        Term("02", "Not right for this service", ("Inappropriate",)),
        Term("03", "Something we need is missing", ("Incomplete",)),
    ),
)
choices = TABLE.choices
label = TABLE.label
recognise = TABLE.recognise
