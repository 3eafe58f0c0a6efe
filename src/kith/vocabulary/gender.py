"""The gender a person says they have.

NHS Data Model and Dictionary, PERSON STATED GENDER CODE: 1, 2, 9, and X where a data set takes
"not known". That list has no word for a non-binary person, so three local terms are taken from
the only national list that has them (GENDER IDENTITY CODE, defined there for sexual health) and
roll up to the stated-gender code that is least untrue. Sex is not recorded here: link workers
are not clinicians (PRSB Social Prescribing Information Standard v1.1, person demographics).
"""

from kith.vocabulary.terms import Table, Term

NOT_KNOWN, MALE = "X", "1"

TABLE = Table(
    "gender",
    (
        Term("2", "Female", ("F", "Woman", "Girl", "Trans woman")),
        Term(MALE, "Male", ("M", "Man", "Boy", "Trans man")),
        Term("3", "Non-binary", ("NB", "Enby"), local=True, rolls_up_to="9"),
        Term("4", "Another gender", ("Other",), local=True, rolls_up_to="9"),
        Term(
            "Z",
            "Prefers not to say",
            ("Prefer not to say", "Not stated", "Refused"),
            local=True,
            rolls_up_to=NOT_KNOWN,
        ),
        Term(NOT_KNOWN, "Not known: not asked yet", ("Not known", "Unknown", "Not asked")),
        Term("9", "Indeterminate", ("Not specified", "Indeterminate gender")),
    ),
)
choices = TABLE.choices
label = TABLE.label
national_code = TABLE.national_code
recognise = TABLE.recognise
