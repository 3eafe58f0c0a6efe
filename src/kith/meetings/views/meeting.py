"""One meeting: who is asked, who is on the list, its papers, and how it ends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.audit.write import looked_at_each
from kith.meetings import actions, presenters, queries, rules
from kith.meetings.forms import (
    CancelForm,
    CloseForm,
    HandOutForm,
    MeetingForm,
    MemberForm,
    OutsiderForm,
    PreparedForm,
)
from kith.meetings.models import Meeting
from kith.messages.documents.render import UnprintableText
from kith.organisations import queries as organisations
from kith.resilience.forms import Form
from kith.resilience.pages import carry_out, page, press
from kith.ui import dates


@allowed(Permission.WORK_WITH_PEOPLE)
def meeting(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """The meeting with its list; a person whose record one may not open is only counted."""
    row = queries.meeting_for(request.actor, meeting_id)
    if row.is_supervision:
        return redirect("academy:session", row.pk)
    asked = queries.attenders(row)
    listed = queries.discussed_at(request.actor, row)
    _note_looks(request, listed, "meetings:meeting")
    own = request.actor.membership_id(row.scheme_id)
    outside = rules.from_outside(asked)
    shown = {
        "meeting": row,
        "name": presenters.name_of(row),
        "state": presenters.state_tag(row),
        "attenders": asked,
        "me": next((one for one in asked if own is not None and one.member_id == own), None),
        "people": presenters.person_rows(listed),
        "without_basis": len(rules.without_basis(listed)) if outside else 0,
        "may_change": rules.may_change(request.actor, row, asked),
        "taken_off": queries.taken_off(request.actor, row),
        "before": row.follows,
        "following": queries.following(row),
    }
    return render(request, "meetings/meeting.html", shown)


@allowed(Permission.WORK_WITH_PEOPLE)
def change(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Another day, time, place or practice."""
    row = queries.meeting_to_change(request.actor, meeting_id)
    names = ("kind", "practice", "on", "time", "place")
    form = MeetingForm(
        request,
        version_of=row,
        practices=organisations.practices(row.scheme_id),
        initial={name: getattr(row, name) for name in names},
    )
    done = carry_out(
        form,
        lambda typed: actions.change_meeting(
            by=request.actor, meeting=row, expected=form.seen_version, **form.given(typed)
        ),
    )
    if done is not None:
        from_outside = rules.from_outside(queries.attenders(row))
        tell = " Tell those from outside: nothing is sent to them." if from_outside else ""
        messages.success(request, f"Saved.{tell}")
        return redirect("meetings:meeting", row.pk)
    return _form_page(request, row, form, "Change the meeting", "Save the change")


@allowed(Permission.WORK_WITH_PEOPLE)
def attenders(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Who is asked, and asking a colleague."""
    row = queries.meeting_to_change(request.actor, meeting_id)
    asked = queries.attenders(row)
    there = {one.member_id for one in asked}
    staff = [one for one in queries.staff_to_ask(row.scheme_id) if one.pk not in there]
    form = MemberForm(request, members=staff)
    done = carry_out(
        form, lambda typed: actions.add_attender(by=request.actor, meeting=row, **typed)
    )
    if done is not None:
        messages.success(request, f"{done.name} is asked.")
        return redirect("meetings:attenders", row.pk)
    return page(
        request,
        "meetings/attenders.html",
        form=form,
        meeting=row,
        name=presenters.full_name(row),
        attenders=asked,
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def outsider(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Ask somebody from outside the scheme."""
    row = queries.meeting_to_change(request.actor, meeting_id)
    form = OutsiderForm(request)
    done = carry_out(
        form, lambda typed: actions.add_outsider(by=request.actor, meeting=row, **typed)
    )
    if done is not None:
        messages.success(
            request,
            f"{done.name} is asked. Of each person on the list it is asked now on what basis they may"
            " hear about them.",
        )
        return redirect("meetings:attenders", row.pk)
    return _form_page(request, row, form, "Somebody from outside", "Ask them")


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def take_off_attender(request: ActingRequest, meeting_id: UUID, attender_id: UUID) -> HttpResponse:
    """Somebody need not come."""
    row = queries.meeting_to_change(request.actor, meeting_id)
    attender = queries.attender_of(row, attender_id)
    press(
        request,
        lambda: actions.take_off_attender(by=request.actor, attender=attender),
        done=f"{attender.name} is not asked any more.",
    )
    return redirect("meetings:attenders", row.pk)


@allowed(Permission.WORK_WITH_PEOPLE)
def prepared(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """How long one prepared: it counts as work."""
    row = queries.meeting_to_change(request.actor, meeting_id)
    form = PreparedForm(request)
    done = carry_out(
        form, lambda typed: actions.note_preparation(by=request.actor, meeting=row, **typed)
    )
    if done is not None:
        messages.success(request, "Noted. It is in your time, under Meetings.")
        return redirect("meetings:meeting", row.pk)
    return _form_page(request, row, form, "Your preparation", "Note the minutes")


@allowed(Permission.WORK_WITH_PEOPLE)
def close(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """How long it took and who came: the end of a meeting."""
    row = queries.meeting_to_change(request.actor, meeting_id)
    asked = queries.attenders(row)
    own = request.actor.membership_id(row.scheme_id)
    me = next((one for one in asked if own is not None and one.member_id == own), None)
    initial = {
        "came": [str(one.pk) for one in asked],
        "minutes": row.minutes,
        "preparing_minutes": me.preparing_minutes if me else None,
    }
    form = CloseForm(request, attenders=asked, version_of=row, initial=initial)
    if me is None:
        del form.fields["preparing_minutes"]
    done = carry_out(form, lambda typed: _close(request, row, form, typed))
    if done is not None:
        messages.success(request, "Closed. Each action is on its owner’s Today when it is due.")
        return redirect("meetings:meeting", row.pk)
    return _form_page(request, row, form, "Close the meeting", "Close the meeting")


@allowed(Permission.WORK_WITH_PEOPLE)
def cancel(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """It does not take place, and why."""
    row = queries.meeting_to_change(request.actor, meeting_id)
    form = CancelForm(request, version_of=row)
    done = carry_out(
        form,
        lambda typed: actions.cancel(
            by=request.actor, meeting=row, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "Cancelled. Colleagues read it on their Today; tell the others.")
        return redirect("meetings:meeting", row.pk)
    return _form_page(request, row, form, "Cancel the meeting", "Cancel the meeting")


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def open_again(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Take closing or cancelling back."""
    row = queries.meeting_to_change(request.actor, meeting_id)
    press(
        request,
        lambda: actions.open_again(by=request.actor, meeting=row),
        done="It is open again.",
    )
    return redirect("meetings:meeting", row.pk)


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def same_again(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """The same meeting in two weeks, with the people about whom something is to do."""
    row = queries.meeting_to_change(request.actor, meeting_id)
    made = press(request, lambda: actions.same_again(by=request.actor, meeting=row))
    if made is None:
        return redirect("meetings:meeting", row.pk)
    following, left_out = made
    missing = (
        f" {left_out} on the old list were left out, whose records you may not open."
        if left_out
        else ""
    )
    messages.success(
        request,
        f"Planned for {dates.date_and_time(following.starts_at)}, with those who were asked and"
        f" those about whom something is to do.{missing}",
    )
    return redirect("meetings:meeting", following.pk)


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def read_cancelled(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """One has read that it does not take place."""
    row = queries.meeting_to_change(request.actor, meeting_id)
    own = request.actor.membership_id(row.scheme_id)
    mine = next((one for one in queries.attenders(row) if one.member_id == own), None)
    if mine is None or own is None:
        raise Http404
    press(request, lambda: actions.see_cancelled(by=request.actor, attender=mine))
    return redirect("desk:today")


@allowed(Permission.WORK_WITH_PEOPLE)
def agenda(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """The papers with initials alone, as a PDF."""
    row = queries.meeting_to_change(request.actor, meeting_id)
    return _papers(request, row, names=False)


@allowed(Permission.WORK_WITH_PEOPLE)
def agenda_in_full(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Stop and think before full names are printed; then the papers, and a line in the log."""
    row = queries.meeting_to_change(request.actor, meeting_id)
    form = HandOutForm(request)
    done = carry_out(
        form, lambda typed: actions.note_handed_out(by=request.actor, meeting=row, **typed)
    )
    if done is not None:
        return _papers(request, row, names=True)
    asked = queries.attenders(row)
    return page(
        request,
        "meetings/agenda_in_full.html",
        form=form,
        meeting=row,
        name=presenters.name_of(row),
        outside=rules.from_outside(asked),
        count=sum(one.visible for one in queries.discussed_at(request.actor, row)),
    )


def _papers(request: ActingRequest, row: Meeting, *, names: bool) -> HttpResponse:
    listed = queries.discussed_at(request.actor, row)
    _note_looks(request, listed, "meetings:agenda")
    scheme = organisations.scheme(row.scheme_id)
    made = presenters.document(scheme, row, queries.attenders(row), listed, names=names)
    try:
        pdf = made.pdf()
    except UnprintableText as error:
        messages.error(request, f"Nothing was printed, and nothing was changed. {error}")
        return redirect("meetings:meeting", row.pk)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="meeting-{row.on:%Y-%m-%d}.pdf"'
    return answer


def _note_looks(request: ActingRequest, listed: list[Any], name: str) -> None:
    about = [(one.scheme_id, one.person_id) for one in listed if one.visible]
    looked_at_each(by=request.actor, about=about, page=name)


def _close(request: ActingRequest, row: Meeting, form: CloseForm, typed: dict[str, Any]) -> Meeting:
    if "preparing_minutes" in typed:
        actions.note_preparation(by=request.actor, meeting=row, minutes=typed["preparing_minutes"])
    return actions.close(
        by=request.actor,
        meeting=row,
        minutes=typed["minutes"],
        came={UUID(pk) for pk in typed["came"]},
        expected=form.seen_version,
    )


def _form_page(
    request: ActingRequest, row: Meeting, form: Form, title: str, button: str
) -> HttpResponse:
    return page(
        request,
        "meetings/form.html",
        form=form,
        meeting=row,
        name=presenters.full_name(row),
        title=title,
        button=button,
    )
