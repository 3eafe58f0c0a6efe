"""The pages of the working day cost as many reads for forty as for one: caseload and team say so beside their
own tests; here the record with forty contacts, and the queue of new referrals.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.isolation.actor import Actor
from kith.pathway.contacts import actions as contacts
from tests import cast
from tests.conftest import Company
from tests.unit.desk.people import case_of, referred

BY = cast.TESTS


def reads(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as said:
        assert client.get(address).status_code == 200
    return len(said)


def at_one_and_at_forty(client: Client, address: str, make: Callable[[int], object]) -> None:
    make(0)
    at_one = reads(client, address)
    for number in range(1, 40):
        make(number)
    assert reads(client, address) == at_one


def test_a_record_with_forty_contacts(company: Company, in_bow: Actor) -> None:
    case, now = case_of(), timezone.now()

    def talk(number: int) -> None:
        at = now - dt.timedelta(hours=40 - number)
        contacts.record(by=BY, person=case.person, outcome="reached", note=f"N{number}", at=at)

    at_one_and_at_forty(company.client("nadia"), f"/desk/people/{case.person_id}", talk)


def test_forty_new_referrals(company: Company, in_bow: Actor) -> None:
    # Born when the first was, so that those who may be one person are read at one as at forty.
    referred(number=50)
    at_one_and_at_forty(company.client("tess"), "/desk/triage", lambda n: referred(number=n))
