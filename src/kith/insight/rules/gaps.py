"""What the figures of gaps are called, and how each is counted, in plain words."""

from __future__ import annotations

from enum import StrEnum


class Gap(StrEnum):
    """A way in which the community had nothing for somebody."""

    UNMET = "unmet"
    SEARCHES = "searches"
    FULL = "full"
    NOT_SENT = "not_sent"

    @property
    def heading(self) -> str:
        """The head of its column."""
        return {
            "unmet": "People with an unmet need",
            "searches": "Searches that found nothing",
            "full": "People turned away for want of a place",
            "not_sent": "People not sent for want of a place",
        }[self.value]


HOW = {
    Gap.UNMET: "Different people for whom a link worker noted, in the period, that no suitable service was found,"
    " whatever was found since. What was noted for nobody in particular counts as one person each time.",
    Gap.SEARCHES: "Searches of the directory by the team, in the period, that found nothing. The same search on the"
    " same day counts once, whoever searched and however often, so this says what was looked for and not how"
    " many people looked. No more than 60 an hour are kept of any one person. Neither what was typed nor for whom is"
    " kept: only foundations, filters, language, postcode district, and what our own list of everyday words calls the"
    " thing looked for.",
    Gap.FULL: "Different people whose introduction was answered with “full” in the period, whatever came of it later."
    " Whom nobody sent, since the group had said before that it took nobody, has a figure of its own.",
    Gap.NOT_SENT: "Different people for whom a link worker began an introduction in the period and was told that it"
    " cannot be now, since the group had said until when it is full, or had as many people of the month as it takes;"
    " whatever came of it later. However often it was tried, and with however many groups, each person counts once."
    " Whoever read “full” in the directory and looked on is not counted.",
}
"""How each figure is counted."""

BY = {
    "foundation": "An unmet need has the foundation that was noted. A search has those it was narrowed to. An"
    " introduction has that of the need it was made for; without one, and where nobody was sent, those of the service."
    " One person or search can be in several rows, so the rows do not add up.",
    "place": "The postcode district of the person’s present address, or of the place a search was measured from. The"
    " rows add up to the whole.",
    "language": "The language on the person’s record, or that a search asked for. The rows add up to the whole.",
    "why": "What the link worker said stood in the way. One person can be in several rows.",
    "in_the_way": "Of what had the right words and foundation: what left most of it out. The rows add up to the whole.",
    "about": "What our list of everyday words calls the thing looked for, where it knows one. A search can be in"
    " several rows; what was looked for fewer than five times is left out.",
}
"""What each table's rows are."""

IN_THE_WAY = {
    "": "Nothing like it in the directory",
    "age": "For other ages",
    "distance": "Too far away",
    "free": "There is a charge",
    "language": "In other languages",
    "step_free": "Steps",
    "online": "Only in person",
    "women": "Not for women only",
    "no_recourse": "Not open to people with no recourse to public funds",
    "places": "Full",
    "setting": "Given another way",
    "when": "At other times",
}
"""What left out most of what a search might have found."""

WITHHELD = (
    "Numbers from 1 to 4 are not shown, nor one from which such a number could be worked out, so that"
    " nobody can be recognised. Periods are calendar quarters, which do not overlap."
)
WITHHELD_WITHIN = (
    "Numbers from 1 to 4 are not shown, nor one from which such a number could be worked out within this period."
    " From two periods that overlap it could be: those outside the team are shown calendar quarters alone, so hand on"
    " nothing but one calendar quarter at a time."
)
LIMITS = (
    "Gaps are seen where somebody looked: a district with none may be one in which nobody asked. A need that was met"
    " from outside the directory, or never said, is not here. One thing can be in several of these figures, so they"
    " are not added up."
)
