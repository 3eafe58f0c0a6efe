"""Four volunteers of the demonstration, one with a check that runs out soon, and two whom they befriend."""

from __future__ import annotations

import datetime

from kith.demo.accounts import BY_KEY
from kith.demo.year.ground import acting
from kith.groups import actions
from kith.groups.models import Volunteer
from kith.isolation.actor import Actor
from kith.organisations.models import Membership, Scheme
from kith.people.models import Person
from kith.ui.dates import day_of

DAY = datetime.timedelta(days=1)
# Who, what they offer, their languages, where they go, and in how many days the DBS check is due again.
VOLUNTEERS = (
    ("Ana Reyes", "Tea and talk on Tuesday afternoons", "English, Spanish", "Bow and Bromley", 400),
    ("Desmond Clarke", "A walk by the canal, any morning", "English", "Bow, Mile End", 25),
    ("Shirin Akhtar", "Reading the paper together", "English, Bengali, Sylheti", "Poplar", 600),
    ("Kit Winterbourne", "Help with a tablet", "English, British Sign Language", "Anywhere", None),
)


def tell(scheme: Scheme, people: list[Person], *, now: datetime.datetime) -> None:
    """The list, and two matches of these people: one that goes on, with visits, and one that nobody agreed to yet."""
    member = Membership.objects.get(scheme_id=scheme.pk, user__email=BY_KEY["teamlead"].email)
    lead, today = acting(member), day_of(now)
    found = [_add(lead, scheme, number, today) for number in range(len(VOLUNTEERS))]
    since = now - 40 * DAY
    match = actions.propose_match(
        by=lead, volunteer=found[1], person=people[0], why="Both worked on the river.", at=since
    )
    for who, how in (("person", "At home, with her tea"), ("volunteer", "On the phone")):
        actions.agree_match(
            by=lead, match=match, who=who, on=day_of(since + 2 * DAY), how=how, at=since + 2 * DAY
        )
    for days, went, minutes, words in (
        (30, "well", 75, "Walked to the lock and back. Talked the whole way."),
        (16, "not_met", None, "Had a cold. We spoke on the phone."),
        (9, "well", 60, "Showed me the photographs of the boat."),
    ):
        actions.log_visit(
            by=lead,
            match=match,
            visited_on=today - days * DAY,
            went=went,
            minutes=minutes,
            words=words,
        )
    actions.propose_match(
        by=lead, volunteer=found[2], person=people[1], why="Would like to read in Sylheti again."
    )


def _add(lead: Actor, scheme: Scheme, number: int, today: datetime.date) -> Volunteer:
    name, offers, languages, areas, due_in = VOLUNTEERS[number]
    volunteer = actions.add_volunteer(
        by=lead,
        scheme_id=scheme.pk,
        name=name,
        phone=f"07700 90095{number}",
        offers=offers,
        languages=languages,
        areas=areas,
    )
    actions.note_check(
        by=lead, volunteer=volunteer, kind="references", made_on=today - 500 * DAY, words="Two"
    )
    if due_in is not None:
        actions.note_check(
            by=lead,
            volunteer=volunteer,
            kind="dbs",
            made_on=today - 500 * DAY,
            expires_on=today + due_in * DAY,
            words="Certificate seen",
        )
        actions.note_check(by=lead, volunteer=volunteer, kind="training", made_on=today - 450 * DAY)
    return volunteer
