"""What somebody who was expected reads when a session is cancelled: no account, and nobody's name."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kith.accounts.permissions import LinkRequest, by_link
from kith.groups import queries
from kith.organisations import queries as organisations


@by_link(queries.OFF)
def off(request: LinkRequest, token: str) -> HttpResponse:
    """Which session does not take place, why, and when the group meets next."""
    row = queries.session_shown(request.link.subject_id)
    if row is None:
        raise Http404
    scheme = organisations.scheme(request.link.scheme_id)
    return render(request, "groups/off.html", {"shown": row.shown, "scheme": scheme})
