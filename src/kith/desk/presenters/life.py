"""What will follow, in sentences, before somebody presses."""

from __future__ import annotations

from kith.groups import queries as groups
from kith.pathway.caseload.queries import open_case_of
from kith.pathway.closures import queries
from kith.people.models import Person


def what_follows(person: Person) -> list[str]:
    """What recording a death will end."""
    appointments = len(queries.appointments_of(person))
    introductions = [row.service_name for row in queries.introductions_going_on(person)]
    referrals = len(queries.referrals_undecided(person))
    case = open_case_of(person)
    said = []
    if case is not None:
        said.append("Our support finishes, and a letter to the practice is ready to send.")
    if appointments:
        said.append(
            "The appointment is called off."
            if appointments == 1
            else f"{appointments} appointments are called off."
        )
    around = groups.of_person(person)
    said += [f"Their place in {row.group.name} is given up." for row in around.in_force]
    said += [
        f"{row.volunteer.name} befriends them no more: tell them."
        for row in around.matches_in_force
    ]
    said += [f"{name} is asked not to get in touch, and not told why." for name in introductions]
    if referrals:
        said.append("The referral that nobody has decided on is withdrawn.")
    return [*said, "No message, call list or reminder goes to them any more. The record stays."]
