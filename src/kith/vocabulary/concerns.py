"""What somebody can be worried about, how soon it matters, who must know, and what came of it.

The kinds are ours, in the words that link workers use. What each covers follows the types of abuse and neglect of
the Care and support statutory guidance (Care Act 2014), chapter 14, and for children those of "Working together to
safeguard children" (Department for Education, 2023). How soon, who and what came of it are ours.
"""

from kith.vocabulary.terms import Table, Term

ADULT, CHILD, HEALTH, MENTAL_HEALTH = "adult", "child", "health", "mental_health"
NOW, TODAY, WEEK = "now", "today", "week"
RAISED_BY_SLIP = "slip"

KINDS = Table(
    "kind of concern",
    (
        Term(ADULT, "An adult may be being harmed or neglected", local=True),
        Term(CHILD, "A child or young person may be being harmed or neglected", local=True),
        Term(HEALTH, "Their health", local=True),
        Term(MENTAL_HEALTH, "Their mental health, suicide or self-harm", local=True),
        Term("home", "Their home, or not looking after themselves", local=True),
        Term("abuse", "Abuse at home, or by a partner or family", local=True),
        Term("money", "Money, or somebody using them", local=True),
        Term("other", "Another worry", local=True),
    ),
)
COVERS = {
    ADULT: "Physical, sexual, psychological, discriminatory or organisational abuse, neglect",
    CHILD: "Physical, emotional or sexual abuse, neglect; a child of the house too",
    HEALTH: "Suddenly worse, not taking medicines, a fall, confusion",
    MENTAL_HEALTH: "Thoughts of ending their life, harming themselves, or not being safe alone",
    "home": "Self-neglect, hoarding, no food or heating, an unsafe house",
    "abuse": "Violence, control or threats; forced marriage; so-called honour",
    "money": "Financial or material abuse, scams, cuckooing, modern slavery",
    "other": "If you are not sure, choose this: somebody will think with you",
}
# Of these, what is urgent is told to a clinician by telephone and never by a message alone.
OF_HEALTH = frozenset({HEALTH, MENTAL_HEALTH})

URGENCIES = Table(
    "how urgent a concern is",
    (
        Term(NOW, "Now: someone may come to harm in the next hours", local=True),
        Term(TODAY, "Today: somebody must act before the day ends", local=True),
        Term(WEEK, "This week: it can wait a day or two, not longer", local=True),
    ),
)
SHORT = {NOW: "now", TODAY: "today", WEEK: "this week"}

WHOM = Table(
    "who must know of a concern",
    (
        Term("practice", "Their GP practice", local=True),
        Term("adult_team", "Adult social care", local=True),
        Term("child_team", "Children’s social care", local=True),
        Term("crisis", "Mental health crisis team", local=True),
        Term("police", "Police", local=True),
        Term("ambulance", "Ambulance (999)", local=True),
        Term("worker", "Their link worker", local=True),
        Term("family", "Family or carer", local=True),
        Term("other", "Somebody else", local=True),
    ),
)

OUTCOMES = Table(
    "what came of a concern",
    (
        Term("taken_on", "Another service has it now", local=True),
        Term("safer", "What we did made them safer", local=True),
        Term("chose", "They chose otherwise, and can choose", local=True),
        Term("known", "It was known already, and somebody has it", local=True),
        Term("no_risk", "Looked into: no risk of harm was found", local=True),
        Term("died", "The person died", local=True),
        Term(RAISED_BY_SLIP, "Raised by a slip, such as on the wrong record", local=True),
        Term("other", "Something else", local=True),
    ),
)
