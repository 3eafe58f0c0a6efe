"""Why a case ends.

NHS Data Model and Dictionary, REFERRAL CLOSURE REASON. The list has no "could not contact",
which must stay apart from a refusal: it is a local term, and no national code is true of it.
"""

from kith.vocabulary.terms import Table, Term

COMPLETED = "02"
ASKED_TO_FINISH = "07"
DIED = "06"
MOVED = "03"
PERSON_DECLINED = "09"
COULD_NOT_CONTACT = "no-contact"

TABLE = Table(
    "reason for closing",
    (
        Term(COMPLETED, "Support finished as planned", ("Completed", "Treatment completed")),
        Term(ASKED_TO_FINISH, "The person asked to finish", ("Requested discharge",)),
        Term(
            COULD_NOT_CONTACT,
            "We could not reach the person",
            ("Could not contact", "No contact", "Unable to contact"),
            local=True,
        ),
        Term("05", "The person did not come", ("Did not attend", "DNA")),
        Term(PERSON_DECLINED, "The person did not want our support", ("Refused to be seen",)),
        Term("08", "Referred to another service", ("Referred elsewhere",)),
        Term("04", "Nothing more we can offer", ("No further appropriate treatment",)),
        Term(MOVED, "Moved out of the area", ("Moved", "Moved away")),
        Term("01", "Admitted elsewhere", ("Admitted",)),
        Term(DIED, "Died", ("Deceased",)),
    ),
)
choices = TABLE.choices
label = TABLE.label
national_code = TABLE.national_code
recognise = TABLE.recognise
