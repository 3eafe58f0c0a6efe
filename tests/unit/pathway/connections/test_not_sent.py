"""Whoever reads that a group takes nobody just then has it noted, for the figures alone."""

from __future__ import annotations

import datetime

from procrastinate.contrib.django.models import ProcrastinateJob

from kith.pathway.connections import actions, jobs
from kith.pathway.connections.models import NotSent
from kith.pathway.connections.views import introducing
from kith.ui.dates import today
from tests.unit.pathway.stories import a_case


def test_the_page_that_says_not_now_has_it_noted_and_one_that_sends_does_not(
    case, lunch, agreement, in_bow, company
):
    other = a_case(first_name="Ann")
    nadia = company.client("nadia")
    address = f"/desk/connections/introduce/{case.person_id}/{lunch.pk}"
    noted = ProcrastinateJob.objects.filter(task_name=introducing.NOT_SENT)
    assert "cannot be introduced" not in nadia.get(address).content.decode()
    assert not noted.exists()
    actions.say_full(by=in_bow, service=lunch, until=today() + datetime.timedelta(days=40))
    for _ in range(2):
        assert "is full until" in nadia.get(address).content.decode()
    for args in noted.values_list("args", flat=True):
        jobs.note_not_sent(**args)
    row = NotSent.objects.get()
    assert (row.person_id, row.service_id) == (case.person_id, lunch.pk)
    assert row.month == today().replace(day=1)
    noted.delete()
    # As many as it takes, from the month's first on.
    actions.say_open(by=in_bow, service=lunch)
    actions.set_wishes(by=in_bow, service=lunch, told_by="each", monthly_ceiling=1)
    assert "cannot be introduced" not in nadia.get(address).content.decode()
    actions.introduce(by=in_bow, person=other.person, case=other, service=lunch, **agreement)
    assert "takes 1 person a month" in nadia.get(address).content.decode()
    assert noted.count() == 1
    # One who may not introduce leaves nothing behind.
    noted.delete()
    assert company.client("fay").get(address).status_code in (403, 404)
    assert not noted.exists()
