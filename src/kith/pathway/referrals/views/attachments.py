"""Files of a referral: shown as pictures of our own making, the original only to be kept."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.files import queries as files
from kith.files.models import StoredFile
from kith.pathway.referrals import attachment_queries as queries
from kith.pathway.referrals.programme_presenters import waits
from kith.people.views.opening import note_look


@allowed(Permission.REFER)
def attachment(request: ActingRequest, attachment_id: UUID) -> HttpResponse:
    """The pages of a file, one below the other."""
    row = queries.attachment_for(request.actor, attachment_id)
    note_look(request, row.scheme_id, row.referral.person_id)
    shown = {
        "row": row,
        "referral": row.referral,
        "pages": files.pages(row.upload),
        "waits": waits(row.upload),
    }
    return render(request, "referrals/attachment.html", shown)


@allowed(Permission.REFER)
def attachment_page(request: ActingRequest, attachment_id: UUID, number: int) -> HttpResponse:
    """One page as a picture."""
    row = queries.attachment_for(request.actor, attachment_id)
    note_look(request, row.scheme_id, row.referral.person_id)
    return picture(files.page_of(row.upload, number))


@allowed(Permission.REFER)
def attachment_original(request: ActingRequest, attachment_id: UUID) -> HttpResponse:
    """The file as it came, to keep."""
    row = queries.attachment_for(request.actor, attachment_id)
    note_look(request, row.scheme_id, row.referral.person_id)
    return original(files.original(row.upload))


def picture(file: StoredFile | None) -> HttpResponse:
    """A picture that we made; the one 404 without one."""
    if file is None:
        raise Http404
    return HttpResponse(files.read(file), content_type=file.content_type)


def original(file: StoredFile | None) -> HttpResponse:
    """A file as it came: never opened by the browser, whose guesses are switched off for every answer; the
    one 404 for one that was not drawn anew.
    """
    if file is None:
        raise Http404
    answer = HttpResponse(files.read(file), content_type="application/octet-stream")
    header = content_disposition_header(True, file.name)
    answer["Content-Disposition"] = header or "attachment"
    return answer
