"""Where a referral comes from.

NHS Data Model and Dictionary, SOURCE OF REFERRAL FOR COMMUNITY. The list has no housing
service, Jobcentre, pharmacy or library, which are ordinary sources of social prescribing
referrals: those four are local terms, and no national code is true of them.
"""

from kith.vocabulary.terms import Table, Term

TABLE = Table(
    "source of referral",
    (
        Term(
            "01", "GP practice", ("GP", "Practice", "General practice", "Surgery", "Primary care")
        ),
        Term("02", "The person themself", ("Self", "Self referral", "Myself")),
        Term("03", "Carer or relative", ("Carer", "Relative", "Family", "Family member")),
        Term("06", "Hospital ward or clinic", ("Hospital", "Acute hospital", "Secondary care")),
        Term("05", "Emergency department", ("A&E", "ED", "Emergency care department")),
        Term("07", "Community health service", ("Community health", "District nurse")),
        Term("23", "Mental health service", ("Mental health", "Talking therapies")),
        Term("20", "Voluntary organisation", ("Voluntary sector", "Charity", "VCSE", "VCS")),
        Term(
            "11",
            "Council social services",
            ("Social services", "Council", "Local authority", "Adult social care"),
        ),
        Term("housing", "Housing service or landlord", ("Housing", "Landlord"), local=True),
        Term("jobcentre", "Jobcentre", ("Job centre", "Jobcentre Plus", "DWP"), local=True),
        Term("pharmacy", "Pharmacy", ("Pharmacist", "Chemist"), local=True),
        Term("library", "Library", (), local=True),
        Term("04", "Employer", ("Occupational health",)),
        Term("08", "Dental practice", ("Dentist", "Dental")),
        Term("09", "Screening service", ("Screening",)),
        Term("10", "School, college or other education", ("School", "Education", "College")),
        Term("12", "Hospice", ()),
        Term("13", "Care home", ()),
        Term("14", "Police", ()),
        Term("15", "Court", ("Courts",)),
        Term("16", "Probation service", ("Probation",)),
        Term("17", "Prison health service", ("Prison",)),
        Term("18", "Asylum service", ("Asylum",)),
        Term(
            "19",
            "Telephone or online service",
            ("NHS 111", "111", "Telephone or electronic access"),
        ),
        Term("21", "Independent sector", ("Private sector",)),
        Term("22", "Ambulance service", ("Ambulance",)),
        Term("99", "Not known", ("Unknown",)),
    ),
)
choices = TABLE.choices
label = TABLE.label
national_code = TABLE.national_code
recognise = TABLE.recognise
