"""One session, for its two alone: the agenda, whom they talk about, what they agree, how things are."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kith.academy import actions, presenters, queries
from kith.academy.forms import AgreeForm, NoteForm, in_two_weeks
from kith.academy.models import SupervisionNote
from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.audit.write import looked_at_each
from kith.meetings import presenters as meeting_words
from kith.meetings import queries as meetings
from kith.messages.documents.render import UnprintableText
from kith.organisations import queries as organisations
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import date_and_time, today

Kind = SupervisionNote.Kind
DONE = {
    "done": "Done.",
    "not_done": "Noted that it will not happen.",
    "to_do": "It is to do again.",
}


@allowed(Permission.WORK_WITH_PEOPLE)
def session(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Everything of one session; what is private says so."""
    room = queries.room_of(request.actor, meeting_id)
    row = room.meeting
    listed = meetings.discussed_at(request.actor, row)
    about = [(one.scheme_id, one.person_id) for one in listed if one.visible]
    looked_at_each(by=request.actor, about=about, page="academy:session")
    shown = {
        "room": room,
        "meeting": row,
        "name": meeting_words.name_of(row),
        "state": meeting_words.state_tag(row),
        "people": meeting_words.person_rows(listed),
        "points": queries.notes(row, Kind.AGENDA),
        "wellbeing": queries.notes(row, Kind.WELLBEING),
        "agreed": [presenters.agreed_item(one, today()) for one in queries.agreed(row)],
        "earlier": [presenters.agreed_item(one, today()) for one in queries.still_open(room)],
        "before": row.follows,
        "following": meetings.following(row),
    }
    return render(request, "academy/session.html", shown)


@allowed(Permission.WORK_WITH_PEOPLE)
def agenda_point(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Something to talk about: both see it beforehand."""
    return _write(request, meeting_id, Kind.AGENDA, "Something to talk about")


@allowed(Permission.WORK_WITH_PEOPLE)
def wellbeing(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """How things are: the two alone read it."""
    return _write(request, meeting_id, Kind.WELLBEING, "How things are")


def _write(request: ActingRequest, meeting_id: UUID, kind: str, title: str) -> HttpResponse:
    room = queries.room_of(request.actor, meeting_id)
    form = NoteForm(request)
    done = carry_out(
        form, lambda typed: actions.write_note(by=request.actor, room=room, kind=kind, **typed)
    )
    if done is not None:
        messages.success(request, f"Kept between you and {room.other.name}.")
        return redirect("academy:session", meeting_id)
    return page(request, "academy/note.html", form=form, room=room, title=title, row=None)


@allowed(Permission.WORK_WITH_PEOPLE)
def note(request: ActingRequest, note_id: UUID) -> HttpResponse:
    """Put one's own words right."""
    row, room = queries.note_for(request.actor, note_id)
    form = NoteForm(request, version_of=row, initial={"text": row.text})
    done = carry_out(
        form,
        lambda typed: actions.change_note(
            by=request.actor, note=row, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "Saved.")
        return redirect("academy:session", room.meeting.pk)
    title = Kind(row.kind).label
    return page(request, "academy/note.html", form=form, room=room, title=title, row=row)


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def take_off(request: ActingRequest, note_id: UUID) -> HttpResponse:
    """Take one's own words off."""
    row, room = queries.note_for(request.actor, note_id)
    press(
        request,
        lambda: actions.take_off_note(by=request.actor, note=row),
        done="Taken off.",
    )
    return redirect("academy:session", room.meeting.pk)


@allowed(Permission.WORK_WITH_PEOPLE)
def agree(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """What one of the two is to do, and by when."""
    room = queries.room_of(request.actor, meeting_id)
    two = [room.own, room.other]
    form = AgreeForm(request, two=two, initial={"by_when": in_two_weeks(today())})
    done = carry_out(form, lambda typed: actions.agree(by=request.actor, room=room, **typed))
    if done is not None:
        messages.success(request, f"Agreed. {done.owner_name} has it on Today when it is due.")
        return redirect("academy:session", meeting_id)
    return page(request, "academy/agree.html", form=form, room=room)


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def settle(request: ActingRequest, action_id: UUID) -> HttpResponse:
    """One press: done, will not happen, or still to do; back to where it was pressed."""
    step = queries.agreed_for(request.actor, action_id)
    status = request.POST.get("status", "")
    press(
        request,
        lambda: actions.settle_agreed(by=request.actor, step=step, status=status),
        done=DONE.get(status, ""),
    )
    back = request.POST.get("back", "")
    if back == "today":
        return redirect("desk:today")
    if back == "all":
        return redirect("academy:supervision")
    return redirect("academy:session", step.meeting_id)


@allowed(Permission.WORK_WITH_PEOPLE)
def papers(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """The agenda, or what was decided and agreed, as a PDF with initials; how things are is not on it."""
    room = queries.room_of(request.actor, meeting_id)
    row = room.meeting
    listed = meetings.discussed_at(request.actor, row)
    about = [(one.scheme_id, one.person_id) for one in listed if one.visible]
    looked_at_each(by=request.actor, about=about, page="academy:papers")
    scheme = organisations.scheme(row.scheme_id)
    made = meeting_words.document(scheme, row, meetings.attenders(row), listed, names=False)
    full = presenters.papers(made, room, queries.notes(row, Kind.AGENDA), queries.agreed(row))
    try:
        pdf = full.pdf()
    except UnprintableText as error:
        messages.error(request, f"Nothing was printed, and nothing was changed. {error}")
        return redirect("academy:session", row.pk)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="supervision-{row.on:%Y-%m-%d}.pdf"'
    return answer


@require_POST
@allowed(Permission.WORK_WITH_PEOPLE)
def plan_next(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """The next session of the same two, by the interval of the scheme."""
    room = queries.room_of(request.actor, meeting_id)
    made = press(request, lambda: actions.plan_next(by=request.actor, room=room))
    if made is None:
        return redirect("academy:session", meeting_id)
    messages.success(request, f"Planned for {date_and_time(made.starts_at)}. Move it if need be.")
    return redirect("academy:session", made.pk)
