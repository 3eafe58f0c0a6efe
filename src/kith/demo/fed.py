"""Two entries of the demonstration that a borough's directory lists; of one the team knows better when it is."""

from __future__ import annotations

import datetime
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from kith.demo.accounts import BY_KEY
from kith.demo.year.ground import acting
from kith.directory import actions
from kith.directory.actions import Report
from kith.directory.facts import OrganisationFacts, PlaceFacts, ServiceFacts, SessionFacts
from kith.directory.models import Service
from kith.geography.postcodes import locate
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.vocabulary.foundations import Foundation as F

SOURCE = "https://directory.lea-borough.example/open-referral/v3"
TITLE = "Lea Borough’s directory"
_TEN, _NOON, _TWO, _FOUR = (datetime.time(hour) for hour in (10, 12, 14, 16))
_ROWING = ServiceFacts(
    source_id="lea-204", fingerprint="1", name="Rowing for beginners on the Lea", foundations=(F.HEALTH, F.BELONGING),
    description="Slow boats, life jackets for everyone and a mug of tea on the bank.",
    phone="020 7946 0741", minimum_age=18, languages=("en",), setting="group",
    organisation=OrganisationFacts("Three Locks Rowers", "lea-o-9", email="hello@threelocks.example"),
    sessions=(SessionFacts("WEEKLY", ("MO",), _TEN, _NOON), SessionFacts("WEEKLY", ("TH",), _TWO, _FOUR)),
)  # fmt: skip
_QUILTS = ServiceFacts(
    source_id="lea-311", fingerprint="1", name="Quilting circle at the boathouse", foundations=(F.PURPOSE,),
    description="Patchwork from what people bring. Needles and good light are there.",
    organisation=OrganisationFacts("Lea Stitchers", "lea-o-12", email="hello@leastitchers.example"),
    sessions=(SessionFacts("MONTHLY", ("2TU",), _TWO, _FOUR),),
)  # fmt: skip
_FORTNIGHTLY = (
    SessionFacts("WEEKLY", ("MO",), _TEN, _NOON, interval=2),
    SessionFacts("WEEKLY", ("TH",), _TWO, _FOUR),
)


def tell(by: Actor, scheme_id: UUID) -> None:
    """The directory is read, one entry put right, and read again: what the team said stands."""
    now = timezone.now()
    _read(by, scheme_id, _ROWING, now - datetime.timedelta(days=15))
    rowing = Service.objects.get(scheme_id=scheme_id, source_id=_ROWING.source_id)
    lead = Membership.objects.get(scheme_id=scheme_id, user__email=BY_KEY["teamlead"].email)
    actions.edit_service(by=acting(lead), service=rowing, sessions=_FORTNIGHTLY)
    later = replace(_ROWING, fingerprint="2", phone="020 7946 0742")
    _read(by, scheme_id, later, now - datetime.timedelta(days=1))


def _read(by: Actor, scheme_id: UUID, rowing: ServiceFacts, at: datetime.datetime) -> None:
    place = _boathouse()
    feed, run = actions.take_in_feed(
        by=by, scheme_id=scheme_id, source=SOURCE, version="HSDS-UK-3.0", title=TITLE, at=at,
        services=[replace(one, places=(place,)) for one in (rowing, _QUILTS)], is_whole=lambda: True,
    )  # fmt: skip
    report = Report("taken", counts=run.counts, changes=run.changes, came=run.came)
    actions.report_visit(by=by, feed=feed, report=report, at=at)


def _boathouse() -> PlaceFacts:
    point = locate("E14 7UX")
    return PlaceFacts(
        "Limehouse Cut Boathouse", "Burdett Road\nLondon", "E14 7UX",
        point.latitude if point else None, point.longitude if point else None, source_id="lea-l-2",
        is_step_free=False,
    )  # fmt: skip
