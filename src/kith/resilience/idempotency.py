"""The same form sent twice is carried out once.

The key is written in the transaction of the effect: a second sender waits for the first to commit
and is then given the first one's answer (compare draft-ietf-httpapi-idempotency-key-header-07).
"""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Callable

from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from kith.isolation import context
from kith.resilience.models import SentForm

Respond = Callable[[HttpRequest], HttpResponse]


def once(request: HttpRequest, respond: Respond) -> HttpResponse:
    """Answer a POST; a form already carried out is answered as before, without a second effect.

    400 without a key, 422 when a key comes back with other contents.
    """
    key = _key(request)
    if key is None:
        return _page(
            request,
            400,
            "The form arrived incomplete",
            "Go back, reload the page and send it again.",
        )
    fingerprint = _fingerprint(request)
    if not _claim(key, fingerprint):
        return _again(request, key, fingerprint)
    response = respond(request)
    sent = SentForm.objects.filter(actor=context.current().actor, key=key)
    if 300 <= response.status_code < 400:
        sent.update(location=response["Location"][:500])
    elif response.status_code < 500:
        sent.delete()
    return response


def carried_out_at(key: str) -> datetime.datetime | None:
    """When the acting person's form of this key was carried out; None when it was not."""
    try:
        sent = SentForm.objects.filter(actor=context.current().actor, key=uuid.UUID(key))
    except ValueError:
        return None
    return sent.exclude(location="").values_list("created_at", flat=True).first()


def _key(request: HttpRequest) -> uuid.UUID | None:
    said = request.headers.get("Idempotency-Key") or request.POST.get("idempotency_key", "")
    try:
        return uuid.UUID(said)
    except ValueError:
        return None


def _fingerprint(request: HttpRequest) -> str:
    digest = hashlib.sha256(request.path.encode())
    for name in sorted(request.POST):
        if name not in ("csrfmiddlewaretoken", "author"):
            digest.update(
                repr((name, request.POST.getlist(name))).encode("utf-8", "backslashreplace")
            )
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            digest.update(repr((name, upload.name)).encode("utf-8", "backslashreplace"))
            digest.update(_sum_of(upload))
    return digest.hexdigest()


def _sum_of(upload: UploadedFile) -> bytes:
    """The SHA-256 of what is in a file: two of one name and size may be two letters."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.digest()


def _claim(key: uuid.UUID, fingerprint: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO resilience_sentform (id, actor, key, fingerprint, location, created_at)"
            " VALUES (%s, %s, %s, %s, '', now()) ON CONFLICT DO NOTHING RETURNING id",
            [uuid.uuid4(), context.current().actor, key, fingerprint],
        )
        return cursor.fetchone() is not None


def _again(request: HttpRequest, key: uuid.UUID, fingerprint: str) -> HttpResponse:
    sent = SentForm.objects.get(actor=context.current().actor, key=key)
    if sent.fingerprint != fingerprint:
        return _page(
            request,
            422,
            "This form was already sent with other contents",
            "The first one was kept. Open the page again to make a change.",
        )
    return HttpResponseRedirect(sent.location or request.path)


def _page(request: HttpRequest, status: int, title: str, what_to_do: str) -> HttpResponse:
    return render(
        request, "ui/error.html", {"title": title, "what_to_do": what_to_do}, status=status
    )
