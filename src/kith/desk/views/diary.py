"""The week and the month: what stands on each day."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.desk.presenters import diary as presented
from kith.desk.queries.diary import diary
from kith.organisations.duty import Duty, duty_of


@allowed(Permission.WORK_WITH_PEOPLE)
def week(request: ActingRequest) -> HttpResponse:
    """One's week, from Monday to Sunday: this one, or that of the day in the address."""
    duty = duty_of(request.actor, timezone.now())
    first, last = presented.week_of(_asked(request, duty))
    found = diary(duty, first, last)
    shown = presented.week(found, now=duty.now, covered=_covered(duty))
    return render(request, "desk/week.html", shown)


@allowed(Permission.WORK_WITH_PEOPLE)
def month(request: ActingRequest) -> HttpResponse:
    """One's month: this one, or that in the address."""
    duty = duty_of(request.actor, timezone.now())
    first, last = presented.month_of(_asked(request, duty))
    found = diary(duty, first, last)
    shown = presented.month(found, now=duty.now, covered=_covered(duty))
    return render(request, "desk/month.html", shown)


def _asked(request: ActingRequest, duty: Duty) -> dt.date:
    return presented.day_asked(request.GET.get("on", ""), duty.day)


def _covered(duty: Duty) -> dict[UUID, str]:
    """Whose entry it is, where one covers for somebody."""
    return {row.member_id: f"{row.member.name}’s" for row in duty.covering}
