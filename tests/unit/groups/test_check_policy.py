"""What a scheme has checked of its volunteers, and how early it is warned: its own to set, ours until it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from kith.audit.models import Entry
from kith.groups import actions
from kith.groups.models import VolunteerCheck, VolunteerPolicy
from kith.groups.queries import volunteers as queries
from kith.resilience.errors import Refused, Stale
from kith.ui.dates import today
from tests import cast
from tests.conftest import Company
from tests.unit.groups.lunch import BY, read, someone
from tests.unit.groups.test_volunteers import DAY, a_match, a_volunteer, of

Key = Callable[[], dict[str, str]]
PAGE = f"/desk/groups/volunteers/checks/{cast.BOW}/how"


def setting(*required: str, warn_days: int = 60) -> VolunteerPolicy:
    return actions.set_volunteer_policy(
        by=BY, scheme_id=cast.BOW, required=required, warn_days=warn_days
    )


def without_training(name: str = "Ana Reyes") -> VolunteerCheck:
    """The check that a volunteer has no longer, whose others hold."""
    made = a_volunteer(name)
    row = VolunteerCheck.objects.get(volunteer=made, kind="training")
    VolunteerCheck.objects.filter(pk=row.pk).update(replaced_at=dt.datetime.now(dt.UTC))
    return row


def test_all_three_are_asked_for_until_a_scheme_says_otherwise(in_bow: object) -> None:
    volunteer, person = without_training().volunteer, someone()
    with pytest.raises(Refused, match="Training: is not on record"):
        actions.propose_match(by=BY, volunteer=volunteer, person=person)
    setting("dbs", "references")
    actions.propose_match(by=BY, volunteer=volunteer, person=person)
    setting("dbs", "references", "training")
    with pytest.raises(Refused, match="Training: is not on record"):
        actions.propose_match(by=BY, volunteer=volunteer, person=someone("Ada"))
    assert Entry.objects.filter(action="groups.set_volunteer_policy").count() == 2


def test_a_policy_asks_for_something_and_warns_in_time(in_bow: object) -> None:
    for required, days, field in (
        ((), 60, "required"),
        (("passport",), 60, "required"),
        (("dbs",), 0, "warn_days"),
        (("dbs",), 366, "warn_days"),
    ):
        with pytest.raises(Refused) as refused:
            setting(*required, warn_days=days)
        assert refused.value.field == field, (required, days)
    assert not VolunteerPolicy.objects.exists()
    # In the order of the list, however it was sent, and twice is once.
    assert setting("training", "dbs", "dbs").required == ["dbs", "training"]
    with pytest.raises(DatabaseError), transaction.atomic():
        VolunteerPolicy.objects.update(required=[])
    with pytest.raises(Stale):
        actions.set_volunteer_policy(
            by=BY, scheme_id=cast.BOW, required=["dbs"], warn_days=60, expected=9
        )


def test_what_runs_out_is_due_as_early_as_the_scheme_says_and_only_if_it_asks(
    in_bow: object,
) -> None:
    a_volunteer(until=today() + 90 * DAY)

    def due() -> list[str]:
        return [one.kind for one in queries.checks_due([cast.BOW], today())]

    assert due() == []
    setting("dbs", "references", "training", warn_days=90)
    assert due() == ["dbs"]
    setting("references", "training", warn_days=90)
    assert due() == []


def test_each_scheme_has_its_own(in_bow: object) -> None:
    setting("dbs", warn_days=30)
    both = queries.policies([cast.BOW, cast.POPLAR])
    assert (both[cast.BOW].required, both[cast.BOW].warn_days) == (["dbs"], 30)
    assert (both[cast.POPLAR].required, both[cast.POPLAR].warn_days) == (
        ["dbs", "references", "training"],
        60,
    )


def test_what_is_not_asked_for_any_more_stays_on_the_page_and_flags_nobody(
    in_bow: object, company: Company
) -> None:
    match = a_match()
    VolunteerCheck.objects.filter(kind="dbs").update(expires_on=today() - DAY)
    nadia = company.client("nadia")
    assert "A check has run out" in read(nadia, of(match))
    setting("references", "training")
    assert "A check has run out" not in read(nadia, of(match))
    assert "Noted, not asked for" in read(nadia, of(match.volunteer))


def test_a_manager_sets_it_from_set_up_or_from_the_list(
    in_bow: object, company: Company, key: Key
) -> None:
    mo, tess = company.client("mo"), company.client("tess")
    assert PAGE in read(mo, "/desk/setup")
    listed = read(mo, "/desk/groups/volunteers")
    assert PAGE in listed
    assert "a DBS check, references and training" in listed
    assert PAGE not in read(tess, "/desk/groups/volunteers")
    assert tess.get(PAGE).status_code == 403
    assert company.client("max").get(PAGE).status_code == 404
    wrong = mo.post(PAGE, {**key(), "version": "1", "warn_days": "45"})
    assert wrong.status_code == 400
    assert 'value="45"' in wrong.content.decode()
    sent = {"version": "1", "required": ["dbs", "training"], "warn_days": "45"}
    assert mo.post(PAGE, {**key(), **sent}).status_code == 302
    again = read(tess, "/desk/groups/volunteers")
    assert "a DBS check and training. One that runs out stands here and on Today 45 days" in again
