"""The register of a session, on one page that a phone can carry; and what is done when it does not take place."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.audit.write import looked_at_each
from kith.groups import actions, presenters, queries, rules
from kith.groups.forms import AboutForm, CancelSessionForm, RegisterForm
from kith.groups.models import GroupSession
from kith.people.views.opening import note_look
from kith.resilience.pages import carry_out, page, press
from kith.ui import dates
from kith.ui.items import Item


@allowed(Permission.LEAD_GROUPS)
def register(request: ActingRequest, session_id: UUID) -> HttpResponse:
    """Who is expected and who came."""
    row = queries.session_for(request.actor, session_id)
    marks = rules.may_mark(request.actor, row.group)
    everybody, there = queries.register_of(request.actor, row)
    shown_ones = [one for one in everybody if one.named]
    looked_at_each(
        by=request.actor,
        about=[(one.scheme_id, one.person_id) for one in shown_ones],
        page="groups:register",
    )
    if row.state == "cancelled":
        return _called_off(request, row, marks=marks)
    listed = presenters.register_rows(shown_ones, queries.came_before(row))
    initial = {
        "came": [str(one.joined_id) for one in there if one.came],
        "walk_ins": row.walk_ins or "",
        "walk_in_names": row.walk_in_names,
        "note": row.note,
    }
    form = RegisterForm(request, rows=listed, version_of=row, initial=initial)
    done = (
        carry_out(form, lambda typed: _mark(request, row, shown_ones, form, typed))
        if marks
        else None
    )
    if done is not None:
        messages.success(request, f"Saved. {_said(done)} It is on each person’s record.")
        return redirect("groups:register", row.pk)
    # Only a session that was once cancelled has anything to show by its link.
    told, told_hidden = _told(request, row) if row.shown and row.is_open else ([], 0)
    return page(
        request,
        "groups/register.html",
        form=form,
        session=row,
        group=row.group,
        when=presenters.when(row),
        expected=listed,
        hidden=len(everybody) - len(shown_ones),
        came={str(one.joined_id) for one in there if one.came},
        marks=marks,
        to_come=row.on > dates.day_of(timezone.now()),
        told=told,
        told_hidden=told_hidden,
    )


@allowed(Permission.LEAD_GROUPS)
def about(request: ActingRequest, session_id: UUID, joined_id: UUID) -> HttpResponse:
    """A note about one person who was at a session, or was not."""
    row = _to_mark(request, session_id)
    found = [one for one in queries.register_of(request.actor, row)[0] if one.named]
    attendance = next((one for one in queries.attendances(row) if one.joined_id == joined_id), None)
    if attendance is None or joined_id not in {one.pk for one in found}:
        raise Http404
    note_look(request, row.scheme_id, attendance.joined.person_id)
    attendance.session = row
    initial = {"note": attendance.note}
    form = AboutForm(request, initial=initial)
    done = carry_out(
        form,
        lambda typed: actions.note_about(by=request.actor, attendance=attendance, **typed),
    )
    if done is not None:
        raised = form.cleaned_data["worried"]
        more = " Somebody is asked to act on it today." if raised else ""
        messages.success(request, f"Saved on their record.{more}")
        return redirect("groups:register", row.pk)
    return page(
        request,
        "groups/about.html",
        form=form,
        session=row,
        name=presenters.name_of(row),
        person=attendance.joined.person.kept,
    )


@allowed(Permission.LEAD_GROUPS)
def cancel(request: ActingRequest, session_id: UUID) -> HttpResponse:
    """It does not take place: why, and how many are told."""
    row = _to_mark(request, session_id)
    form = CancelSessionForm(request, version_of=row)
    done = carry_out(
        form,
        lambda typed: (
            actions.cancel(by=request.actor, session=row, expected=form.seen_version, **typed),
        ),
    )
    if done is not None:
        messages.success(request, "Cancelled. Below is who is told, and whom to ring.")
        return redirect("groups:register", row.pk)
    count = queries.expected(row.group).count()
    return page(
        request,
        "groups/cancel.html",
        form=form,
        session=row,
        name=presenters.name_of(row),
        count=count,
    )


@require_POST
@allowed(Permission.LEAD_GROUPS)
def after_all(request: ActingRequest, session_id: UUID) -> HttpResponse:
    """It takes place after all: whoever was told otherwise is told again."""
    row = _to_mark(request, session_id)
    told = press(request, lambda: actions.hold_after_all(by=request.actor, session=row))
    if told is not None:
        messages.success(request, presenters.after_all_words(told))
    return redirect("groups:register", row.pk)


@require_POST
@allowed(Permission.LEAD_GROUPS)
def told(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """Somebody was told that a session is cancelled, or takes place after all."""
    row = queries.notice_for(request.actor, notice_id)
    press(request, lambda: actions.settle_notice(by=request.actor, notice=row), done="Noted.")
    back = {"today": "desk:today", "groups": "groups:groups"}.get(request.POST.get("back", ""))
    return redirect(back) if back else redirect("groups:register", row.session_id)


def _called_off(request: ActingRequest, row: GroupSession, *, marks: bool) -> HttpResponse:
    """Who is told, whom to ring, and taking it back while everybody can be told again."""
    told, hidden = _told(request, row)
    return page(
        request,
        "groups/called_off.html",
        session=row,
        group=row.group,
        when=presenters.when(row),
        told=told,
        hidden=hidden,
        marks=marks,
        stays_off=rules.why_stays_off(row, timezone.now()),
    )


def _told(request: ActingRequest, row: GroupSession) -> tuple[list[Item], int]:
    """Who is told what of a session, each to be rung with the number that is safe, for those who may open their
    record; and how many more are, whom the visitor may not know.
    """
    notices = queries.notices_of(request.actor, row)
    points = queries.points_of(notices)
    numbers = {
        one.joined_id: presenters.safe_number(points[one.joined.person.kept.pk])
        for one in notices
        if one.joined.visible
    }
    named = [one for one in notices if one.joined.named]
    items = [presenters.notice_item(one, numbers.get(one.joined_id, "")) for one in named]
    return items, len(notices) - len(named)


def _mark(
    request: ActingRequest,
    row: GroupSession,
    among: list[Any],
    form: RegisterForm,
    typed: dict[str, Any],
) -> GroupSession:
    return actions.mark_register(
        by=request.actor,
        session=row,
        came={UUID(pk) for pk in typed.pop("came", [])},
        among=among,
        expected=form.seen_version,
        **typed,
    )


def _to_mark(request: ActingRequest, session_id: UUID) -> GroupSession:
    row = queries.session_for(request.actor, session_id)
    if not rules.may_mark(request.actor, row.group):
        raise Http404
    return row


def _said(session: GroupSession) -> str:
    there = sum(one.came for one in queries.attendances(session))
    more = f", and {session.walk_ins} without a record" if session.walk_ins else ""
    return f"{there} came{more}."
