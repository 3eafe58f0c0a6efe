"""Small stories with days, for figures that can be counted on one hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kith.campaigns import actions as campaigns
from kith.campaigns.models import Campaign
from kith.insight.queries.counting import Counts, count
from kith.insight.rules.periods import Period
from kith.isolation import context
from kith.isolation.context import Kind
from kith.organisations.models import Scheme
from kith.pathway.contacts import actions as contacts
from kith.people import actions as people
from kith.people.models import Person
from kith.ui.dates import LONDON
from tests import cast
from tests.unit.pathway.stories import a_case

BY = cast.TESTS
YEAR = Period(dt.date(2019, 6, 1), dt.date(2020, 6, 30))


def moment(year: int, month: int, day: int, hour: int = 11, minute: int = 0) -> dt.datetime:
    """A moment on a London clock."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=LONDON)


class Story:
    """What happens in Bow, through the write doors, and what is then counted."""

    def person(self, born: dt.date = dt.date(1950, 5, 1), name: str = "Asha") -> Person:
        """Someone known to Bow, without a case."""
        with context.in_scheme(cast.BOW, actor=BY.key):
            return people.register(
                by=BY, scheme_id=cast.BOW, first_name=name, last_name="Begum", date_of_birth=born
            )

    def case(self, at: dt.datetime, **given: Any) -> Any:
        """Someone with a case that was opened at a moment."""
        return a_case(at=at, **given)

    def talked(self, person: Person, at: dt.datetime, outcome: str = "reached") -> None:
        """A contact, with the case that is open when it is recorded."""
        with context.in_scheme(person.scheme_id, actor=BY.key):
            contacts.record(by=BY, person=person, outcome=outcome, at=at)

    def called(self, person: Person, at: dt.datetime, outcome: str = "reached") -> None:
        """A call of a campaign that runs for ever."""
        with context.in_scheme(cast.BOW, actor=BY.key):
            campaign = Campaign.objects.first() or campaigns.open_campaign(
                by=BY, scheme_id=cast.BOW, name="Calls", from_date=dt.date(2019, 1, 1)
            )
            campaigns.list_person(by=BY, campaign=campaign, person=person)
            campaigns.call(by=BY, campaign=campaign, person=person, outcome=outcome, at=at)

    def counts(self, period: Period = YEAR) -> Counts:
        """What is counted in a period."""
        with context.enter(Kind.REPORT, schemes=[cast.BOW], actor="report:tests"):
            return count(cast.BOW, period)

    def decide(self, **policy: Any) -> None:
        """A decision of the scheme."""
        with context.in_scheme(cast.BOW, actor=BY.key):
            Scheme.objects.filter(pk=cast.BOW).update(**policy)


@pytest.fixture
def story(db: None) -> Story:
    """Bow, and nothing counted in it yet."""
    return Story()
