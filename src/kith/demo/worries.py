"""Two concerns of the demonstration, one that goes on and one that is closed, and whom the scheme asks."""

from __future__ import annotations

import datetime
from uuid import UUID

from kith.concerns import actions
from kith.concerns.models import Concern
from kith.demo.accounts import BY_KEY
from kith.demo.scheme import DEMONSTRATION
from kith.demo.year.ground import acting
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState

HOUR = datetime.timedelta(hours=1)
NUMBERS = (
    ("adult_team", "Adult duty team", "020 7946 0151", "Monday to Friday, 9am to 5pm"),
    ("child_team", "Children’s front door", "020 7946 0152", "Monday to Friday, 9am to 5pm"),
    ("out_of_hours", "Social care out of hours", "020 7946 0153", "Nights and weekends"),
    ("crisis", "Crisis line", "020 7946 0154", "Day and night"),
)


def tell(scheme_id: UUID, *, now: datetime.datetime) -> None:
    """Say who is asked, and tell both concerns, of people whom the worker of each supports."""
    lead, deputy = _member("privacylead"), _member("teamlead")
    actions.set_policy(
        by=DEMONSTRATION, scheme_id=scheme_id, lead=lead, deputy=deputy, manager=_member("manager")
    )
    for kind, name, phone, hours in NUMBERS:
        actions.add_number(
            by=DEMONSTRATION, scheme_id=scheme_id, kind=kind, name=name, phone=phone, hours=hours
        )
    _running(_member("linkworker2"), acting(lead), now)
    _closed(_member("linkworker"), acting(deputy), now)


def _running(worker: Membership, lead: Actor, now: datetime.datetime) -> None:
    raised = _raised(
        worker, now - 26 * HOUR, kind="money", urgency="today",
        words="A man she calls her lodger has her bank card and comes along to the cash machine. She says it is"
        " easier that way, and looked at the door each time I asked.",
        source=Concern.Source.SEEN, must_know=["adult_team", "police"],
        must_not_know="The man who stays with her; he answers the telephone after four.",
        keep_safe="Meet at the practice, not at home. Ring before 4pm only.",
    )  # fmt: skip
    held = actions.accept(by=lead, concern=raised, at=now - 25.5 * HOUR)
    actions.write_entry(
        by=lead, concern=held, kind="referred", place="Adult duty team", whom="adult_team",
        reference="SA-20417", text="They see her at the practice, without him.", at=now - 24 * HOUR,
    )  # fmt: skip
    actions.write_entry(
        by=lead, concern=held, kind="note", at=now - 3 * HOUR,
        text="A social worker has a date. Owen rings her in the morning and asks nothing about money.",
    )  # fmt: skip


def _closed(worker: Membership, deputy: Actor, now: datetime.datetime) -> None:
    raised = _raised(
        worker, now - 200 * HOUR, kind="health", urgency="now", source=Concern.Source.PERSON,
        words="Fell on the stairs in the night, dizzy since, and did not want to bother anybody.",
        must_know=["practice"],
    )  # fmt: skip
    held = actions.accept(by=deputy, concern=raised, at=now - 199.9 * HOUR)
    actions.write_entry(
        by=deputy, concern=held, kind="rang", whom="practice", place="Dr Sen’s practice",
        spoke_to="Farida, reception, then the duty doctor", at=now - 199.7 * HOUR,
        text="A doctor rings within the hour.",
    )  # fmt: skip
    actions.close_concern(
        by=deputy, concern=held, outcome="safer", at=now - 150 * HOUR,
        words="Seen the same day; new tablets, and a rail for the stairs is ordered.",
    )  # fmt: skip


def _raised(worker: Membership, at: datetime.datetime, **said: object) -> Concern:
    case = (
        Case.objects.filter(holder=worker, state=CaseState.OPEN, opened_at__lt=at)
        .select_related("person")
        .order_by("opened_at", "pk")
        .first()
    )
    assert case is not None, "the worker supports somebody"
    return actions.raise_concern(by=acting(worker), person=case.person, at=at, **said)  # type: ignore[arg-type]


def _member(key: str) -> Membership:
    return Membership.objects.get(user__email=BY_KEY[key].email)
