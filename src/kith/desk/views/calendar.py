"""One's own times in another calendar: a private link, given and ended; and the feed behind it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kith.accounts.permissions import ActingRequest, LinkRequest, Permission, allowed, by_link
from kith.desk.presenters.calendar import CONTENT_TYPE, feed
from kith.desk.queries.feed import links_of, times_of
from kith.organisations import actions as organisations
from kith.organisations import queries as people_here
from kith.resilience.pages import press


@allowed(Permission.WORK_WITH_PEOPLE)
def calendar_link(request: ActingRequest) -> HttpResponse:
    """The address of one's own times; a new one in one press, which ends the old; or none any more."""
    if request.method == "POST":
        _do(request)
        return redirect("desk:calendar_link")
    given = [(member, _address(token)) for member, token in links_of(request.actor)]
    names = {scheme.pk: scheme.name for scheme in people_here.schemes()}
    return render(request, "desk/calendar_link.html", {"given": given, "names": names})


def _address(token: str) -> str:
    if not token:
        return ""
    return settings.SITE_URL.rstrip("/") + reverse("desk:calendar", args=[token])


def _do(request: ActingRequest) -> None:
    own = people_here.members([seat.membership_id for seat in request.actor.seats])
    member = next((one for one in own if str(one.pk) == request.POST.get("member")), None)
    do = request.POST.get("do")
    if member is None or do not in ("give", "end"):
        raise Http404
    if do == "give":
        press(
            request,
            lambda: organisations.give_calendar(by=request.actor, member=member),
            done="The address is new. One that was given before opens nothing any more.",
        )
    else:
        press(
            request,
            lambda: organisations.end_calendar(by=request.actor, member=member),
            done="The address opens nothing any more.",
        )


@require_safe
@by_link(people_here.CALENDAR)
def calendar(request: LinkRequest, token: str) -> HttpResponse:
    """When a worker has calls, visits and appointments; nothing of whom, where or why."""
    now = timezone.now()
    times = times_of(request.link, request.actor, now)
    if times is None:
        raise Http404
    text = feed(times, link_id=request.link.id, now=now)
    headers = {"X-Robots-Tag": "noindex", "Content-Disposition": 'inline; filename="kith.ics"'}
    return HttpResponse(text, content_type=CONTENT_TYPE, headers=headers)
