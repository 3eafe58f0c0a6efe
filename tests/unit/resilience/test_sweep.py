"""What is no longer needed is forgotten, and nothing else."""

from __future__ import annotations

import datetime

from django.contrib.sessions.models import Session
from django.utils import timezone

from kith.resilience.jobs import sweep
from kith.resilience.limits import Limit, spend
from kith.resilience.models import Allowance


def test_ended_sessions_and_full_allowances_go_and_live_ones_stay(db):
    now = timezone.now()
    for key, days in (("ended", -1), ("live", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=now + datetime.timedelta(days=days)
        )
    spend(Limit("test", burst=3, per_hour=60), by="lately")
    spend(Limit("test", burst=3, per_hour=60), by="long ago")
    old = Allowance.objects.order_by("filled_at").last()
    Allowance.objects.filter(pk=old.pk).update(filled_at=now - datetime.timedelta(days=3))
    sweep.func()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["live"]
    assert Allowance.objects.count() == 1
