"""The one page of this room: what is typed is kept as it is typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from kith.resilience import drafts
from kith.ui.dates import clock


def draft(request: HttpRequest) -> HttpResponse:
    """Keep, or with `discard`, forget what was typed into the form named in the address."""
    form = request.GET.get("form", "")
    if not url_has_allowed_host_and_scheme(form, allowed_hosts=None):
        return JsonResponse({"error": "Name the form's path."}, status=400)
    if "discard" in request.POST:
        drafts.discard(form)
        return redirect(form)
    kept = drafts.save(form=form, typed=request.POST)
    return JsonResponse({"saved": clock(timezone.now()) if kept else None})
