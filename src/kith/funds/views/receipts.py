"""Receipts: kept as files, shown as pictures of our own making."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.files import queries as files
from kith.funds import actions, presenters, queries
from kith.funds.forms import ReceiptForm
from kith.funds.models import MoneyRequest, Receipt
from kith.people.views.opening import note_look
from kith.resilience.pages import carry_out, page


@allowed(Permission.WORK_WITH_PEOPLE)
def receipt(request: ActingRequest, request_id: UUID) -> HttpResponse:
    """Add a receipt, or say why there is none."""
    row = queries.own_request(request.actor, request_id)
    note_look(request, row.scheme_id, row.person_id)
    form = ReceiptForm(request)
    done = carry_out(form, lambda typed: _keep(request, row, typed))
    if done is not None:
        messages.success(request, "Kept.")
        return redirect("funds:request", row.pk)
    return page(request, "funds/receipt.html", form=form, row=row, name=presenters.name_of(row))


@allowed(Permission.WORK_WITH_PEOPLE)
def receipt_file(request: ActingRequest, receipt_id: UUID) -> HttpResponse:
    """The pages of a receipt, one below the other."""
    row = _open(request, receipt_id)
    shown = {"row": row, "request_id": row.request_id, "pages": files.pages(row.upload)}
    return render(request, "funds/receipt_file.html", shown)


@allowed(Permission.WORK_WITH_PEOPLE)
def receipt_page(request: ActingRequest, receipt_id: UUID, number: int) -> HttpResponse:
    """One page as a picture."""
    row = _open(request, receipt_id)
    file = files.page_of(row.upload, number)
    if file is None:
        raise Http404
    return HttpResponse(files.read(file), content_type=file.content_type)


def _open(request: ActingRequest, receipt_id: UUID) -> Receipt:
    row = queries.receipt_for(request.actor, receipt_id)
    note_look(request, row.scheme_id, row.request.person_id)
    return row


def _keep(request: ActingRequest, row: MoneyRequest, typed: dict[str, Any]) -> Any:
    file = typed["file"]
    if file is None:
        return actions.say_no_receipt(by=request.actor, request=row, why=typed["why"])
    return actions.add_receipt(
        by=request.actor, request=row, name=file.name or "receipt", content=file.read()
    )
