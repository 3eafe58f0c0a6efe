"""A contact in a few lines for the record of their practice: each code until it was told, what is next where it is."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.contacts import actions, presenters
from kith.pathway.contacts.models import Contact
from kith.pathway.referrals import actions as referrals
from kith.ui.dates import today
from kith.vocabulary import snomed
from tests.unit.pathway.stories import a_case

CODE = snomed.REFERRAL.code


def talked(by: Actor, case: Case, days: int, **said: object) -> Contact:
    at = timezone.now() - datetime.timedelta(days=days)
    return actions.record(by=by, person=case.person, outcome="reached", at=at, **said)  # type: ignore[arg-type]


def test_what_is_next_and_owed_stands_under_the_newest_alone(in_bow: Actor) -> None:
    case = a_case()
    first = talked(in_bow, case, 3, agreed=True)
    assert CODE in presenters.gp_words(first)
    newest = talked(in_bow, case, 1, next_step="Meet at the library", next_step_on=today())
    assert "\n" not in presenters.gp_words(first)
    assert CODE in presenters.gp_words(newest)
    assert "Next: Meet at the library" in presenters.gp_words(newest)


@pytest.mark.parametrize("how", ["told", "filed"])
def test_a_code_that_was_told_or_filed_is_not_said_again(in_bow: Actor, how: str) -> None:
    case = a_case()
    newest = talked(in_bow, case, 1, agreed=True)
    assert presenters.gp_words(newest).count(CODE) == 1
    if how == "told":
        referrals.mark_codes_told(by=in_bow, referral=case.referral, how="A letter")
    else:
        referrals.file_code(by=in_bow, code=case.referral.codes_owed.get())
    assert CODE not in presenters.gp_words(newest)
