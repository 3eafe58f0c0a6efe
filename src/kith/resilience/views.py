"""The pages of this room: what is typed is kept as it is typed, and by its device where nothing can be sent."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from kith.isolation import context
from kith.resilience import device, drafts, idempotency
from kith.resilience.models import Draft
from kith.ui.dates import clock, date_and_time

LATEST_MILLISECONDS = 4_102_444_800_000  # the year 2100


def draft(request: HttpRequest) -> HttpResponse:
    """Keep, or with `discard`, forget what was typed into the form named in the address.

    `typed` in the address is when it was typed, in milliseconds since 1970, where a device kept it meanwhile. What was
    carried out already is not kept again; what is not the author's own is not kept, nor what is older than the draft.
    """
    form = request.GET.get("form", "")
    if not url_has_allowed_host_and_scheme(form, allowed_hosts=None):
        return JsonResponse({"error": "Name the form's path."}, status=400)
    if "discard" in request.POST:
        drafts.discard(form)
        return redirect(form)
    author = drafts.author_of(request.POST)
    if author is not None and author.actor != context.current().actor:
        return JsonResponse({"error": "Somebody else is signed in here now."}, status=409)
    if (typed_at := _typed_at(request)) is not None:
        sent_at = idempotency.carried_out_at(request.POST.get("idempotency_key", ""))
        if sent_at is not None and sent_at > typed_at:
            return JsonResponse({"saved": clock(sent_at), "sent": True})
        if newer := _newer(request, form, typed_at):
            return JsonResponse({"newer": date_and_time(newer.saved_at)}, status=409)
    kept = drafts.save(form=form, typed=request.POST)
    return JsonResponse({"saved": clock(timezone.now()) if kept else None})


def device_key(request: HttpRequest) -> HttpResponse:
    """The key of the acting person for the device that names itself in a header, and their mark on it."""
    named = request.headers.get("X-Kith-Device", "")
    if not device.is_device(named):
        return JsonResponse({"error": "The device must name itself."}, status=400)
    actor = context.current().actor
    return JsonResponse(
        {"key": device.key_of(actor, named), "owner": device.owner_of(actor, named)}
    )


def _typed_at(request: HttpRequest) -> datetime.datetime | None:
    said = request.GET.get("typed", "")
    if not (said.isascii() and said.isdigit()) or int(said[:14]) > LATEST_MILLISECONDS:
        return None
    return datetime.datetime.fromtimestamp(int(said[:14]) / 1000, datetime.UTC)


def _newer(request: HttpRequest, form: str, typed_at: datetime.datetime) -> Draft | None:
    """The draft that is there, where it was saved after this was typed and says something else."""
    there = drafts.find(form)
    if there is None or there.saved_at <= typed_at:
        return None
    return there if there.typed != drafts.fields_of(request.POST) else None
