"""Taking in what a newer export says of a row that is here: through the doors, field by field."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from kith.audit.write import apart
from kith.exchange.moving_in import taking
from kith.exchange.moving_in.changed import Changed
from kith.exchange.moving_in.taking import Scene
from kith.exchange.runs.engine import NotTaken
from kith.isolation.actor import Actor
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.people import actions as people
from kith.people.models import ContactPoint, Person
from kith.resilience.errors import Refused
from kith.vocabulary import closure_reasons

NEWER = "Came with a newer export. Ask them whether it is theirs and what it is safe for."
# What a person's columns change on the record itself; the others are ways of reaching them, or risks.
IDENTITY = {
    "first_name": "first_name", "last_name": "last_name", "preferred_name": "preferred_name",
    "date_of_birth": "date_of_birth", "nhs_number": "nhs_number", "gender": "gender",
    "ethnicity": "ethnicity", "language": "language", "interpreter": "needs_interpreter",
    "practice": "practice",
}  # fmt: skip
OF_A_CASE = frozenset(("closed_on", "close_reason", "closing_words", "next_step", "next_step_on"))


def change_person(changed: Changed, scene: Scene) -> None:
    """The identity as the newer row has it, but for what it leaves empty. A new way to reach them is added
    and safe for nothing, and the old one stays. A risk that is stated anew is stated.
    """
    person = Person.objects.get(pk=changed.moved.row_id).kept
    born = changed.now.day("date_of_birth", needed=True)
    assert born is not None
    who = taking.who_of(changed.now, scene, born)
    said = [name for name in changed.fields if changed.now.text(name)]
    values = {IDENTITY[name]: getattr(who, IDENTITY[name]) for name in said if name in IDENTITY}
    if values:
        people.edit(by=scene.by, person=person, **values)
    _add_ways(scene.by, person, who)
    if "risks" in said:
        taking.risks_of(changed.now, scene, person, True)


def _add_ways(by: Actor, person: Person, who: people.Who) -> None:
    ways = (
        *((ContactPoint.Kind.PHONE, one, "") for one in (who.phone, *who.other_phones) if one),
        (ContactPoint.Kind.EMAIL, who.email, ""),
        (ContactPoint.Kind.ADDRESS, who.address, who.postcode),
    )
    for kind, value, postcode in ways:
        if value or postcode:
            with contextlib.suppress(Refused), apart():  # it is on the record already
                people.add_contact_point(
                    by=by, person=person, kind=kind, value=value, postcode=postcode, note=NEWER
                )


def change_case(changed: Changed, scene: Scene) -> None:
    """A case that ended there ends here; a next step is set. Raises NotTaken for anything else, and for a
    case that has ended here.
    """
    if set(changed.fields) - OF_A_CASE:
        others = ", ".join(label for label, *_ in changed.differences())
        raise NotTaken(f"A sheet does not change this. Change it on the record: {others}.")
    case = Case.objects.select_related("person", "referral").get(pk=changed.moved.row_id)
    if case.ended_at is not None:
        raise NotTaken("The case has ended here. Change it on the record, if that is wrong.")
    row, closed = changed.now, changed.now.day("closed_on")
    if closed is None:
        step, due = taking.next_step_of(row)
        caseload.set_next_step(by=scene.by, case=case, text=step, on=due)
        return
    reason = row.code("close_reason") or closure_reasons.COMPLETED
    taking.closure_of(row, scene, case, max(case.opened_at, taking.midday(closed)), reason)


CHANGERS: dict[str, Callable[[Changed, Scene], None]] = {
    "people": change_person,
    "cases": change_case,
}
