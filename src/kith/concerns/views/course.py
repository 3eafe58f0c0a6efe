"""A concern's page and what is done on it, and the list of those that wait for somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed
from kith.audit.write import looked_at_each
from kith.concerns import actions, presenters, queries, rules
from kith.concerns.forms import CloseForm, EntryForm, SeenForm, WordsForm
from kith.concerns.models import Concern, ConcernEntry
from kith.concerns.states import ConcernState
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty
from kith.people.views.opening import note_look
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import local

SHOWN_CLOSED = 30


@allowed(Permission.LOOK_OUT)
def concerns(request: ActingRequest) -> HttpResponse:
    """What waits for whoever is signed in, what else they may read, and going in alone."""
    now = timezone.now()
    rows = queries.readable_by(request.actor)
    opened = list(rows.exclude(state=ConcernState.CLOSED).order_by("-state", "raised_at"))
    closed = list(rows.filter(state=ConcernState.CLOSED).order_by("-closed_at")[:SHOWN_CLOSED])
    looked_at_each(
        by=request.actor,
        about=sorted({(row.scheme_id, row.person_id) for row in (*opened, *closed)}),
        page="concerns:concerns",
    )
    duty = Duty(request.actor, now)
    desk = queries.for_today(duty)
    placed = {row.pk for row in (*desk.to_accept, *desk.mine, *desk.resting, *desk.raised)}
    shown = {
        "yours": presenters.on_today(desk, duty, "Yours"),
        "inside": desk.own_visit,
        "others": [presenters.in_list(row, now) for row in opened if row.pk not in placed],
        "closed": [presenters.in_list(row, now) for row in closed],
        "schemes": organisations.schemes().filter(pk__in=queries.schemes_of(request.actor)),
    }
    return render(request, "concerns/concerns.html", shown)


@allowed(Permission.LOOK_OUT)
def concern(request: ActingRequest, concern_id: UUID) -> HttpResponse:
    """Who has it, since when, what was done; what is written only to those who may read it."""
    now = timezone.now()
    row, reads = _opened(request, concern_id)
    own = request.actor.membership_id(row.scheme_id)
    rungs = queries.rungs_of(row, now=now)
    shown = {
        "concern": row,
        "person": row.person,
        "sees_person": queries.visible(request.actor, row.person),
        "short": presenters.short(row, now),
        "steps": presenters.steps_shown(queries.steps(row.ladder)),
        "ring": presenters.ring(
            queries.policy(row.scheme_id), rungs, queries.numbers(row.scheme_id), now=now
        ),
    }
    if not reads:
        return render(request, "concerns/open.html", shown)
    entries = queries.entries(row)
    phoned = any(entry.kind == ConcernEntry.Kind.RANG for entry in entries)
    among = own is not None and own in {rung.member.pk for rung in rungs}
    shown |= {
        "facts": presenters.facts(row, entries),
        "course": presenters.course(row, entries, queries.steps(row.ladder), own=frozenset({own})),
        "has_it": own is not None and row.holder_id == own,
        "raised_it": own is not None and row.raised_by_id == own,
        "may_accept": among and row.is_open and row.holder_id != own,
        "to_phone": row.must_be_phoned and row.is_open and not phoned,
        "practice": row.person.practice,
        "raiser": presenters.number(row.raised_by.phone) if row.raised_by else None,
        "undoable": _undoable(row, own, now),
    }
    return render(request, "concerns/concern.html", shown)


@require_POST
@allowed(Permission.LOOK_OUT)
def accept(request: ActingRequest, concern_id: UUID) -> HttpResponse:
    """From now on whoever presses has it."""
    row = _read(request, concern_id)
    press(
        request,
        lambda: actions.accept(by=request.actor, concern=row),
        done="You have it. Whoever raised it sees that.",
    )
    return redirect("concerns:concern", row.pk)


@allowed(Permission.LOOK_OUT)
def write(request: ActingRequest, concern_id: UUID) -> HttpResponse:
    """Write down what was done: `?kind=` note, rang or referred."""
    row = _read(request, concern_id)
    kind = request.GET.get("kind", ConcernEntry.Kind.NOTE)
    if kind not in EntryForm.LEFT_OUT:
        raise Http404
    there = local(timezone.now())
    form = EntryForm(
        request,
        kind=kind,
        initial={
            "on": there.date(),
            "time": there.time().replace(second=0, microsecond=0),
            "place": _practice_of(row, kind),
            "whom": "practice" if _practice_of(row, kind) else "",
        },
    )
    return _form_page(
        request,
        row,
        form,
        lambda typed: actions.write_entry(
            by=request.actor, concern=row, kind=kind, **form.given(typed)
        ),
        title={"rang": "Whom you rang", "referred": "Whom you referred to"}.get(kind, "Note"),
        button="Save",
    )


@allowed(Permission.LOOK_OUT)
def correct(request: ActingRequest, entry_id: UUID) -> HttpResponse:
    """Put one's own entry right."""
    entry = queries.entry_for(request.actor, entry_id)
    if entry.kind == ConcernEntry.Kind.STATE:
        raise Http404
    row = entry.concern
    note_look(request, row.scheme_id, row.person_id)
    names = ("text", "whom", "place", "spoke_to", "reference")
    form = EntryForm(
        request,
        kind=entry.kind,
        version_of=entry,
        initial={name: getattr(entry, name) for name in names},
    )
    return _form_page(
        request,
        row,
        form,
        lambda typed: actions.correct_entry(
            by=request.actor, entry=entry, expected=form.seen_version, **typed
        ),
        title="Put this right",
        button="Save",
        done="Put right. What it said before is kept.",
    )


@allowed(Permission.LOOK_OUT)
def change(request: ActingRequest, concern_id: UUID) -> HttpResponse:
    """Change what kind it is, how urgent, who must know, what keeps everyone safe."""
    row = _read(request, concern_id)
    names = [name for name in SeenForm.base_fields if name not in SeenForm.carriers]
    form = SeenForm(request, version_of=row, initial={name: getattr(row, name) for name in names})
    return _form_page(
        request,
        row,
        form,
        lambda typed: actions.change_concern(
            by=request.actor, concern=row, expected=form.seen_version, **typed
        ),
        title="How this is seen",
        button="Save",
    )


@allowed(Permission.LOOK_OUT)
def give_back(request: ActingRequest, concern_id: UUID) -> HttpResponse:
    """Somebody else has to have it."""
    return _words(
        request, concern_id, actions.give_back,
        title="Give it back", label="What must the next know?",
        button="Give it back, and ask the next", done="Given back. The next is asked now.",
    )  # fmt: skip


@allowed(Permission.LOOK_OUT)
def take_back(request: ActingRequest, concern_id: UUID) -> HttpResponse:
    """It was raised by a slip."""
    return _words(
        request, concern_id, actions.take_back,
        title="Raised by a slip", label="What was the slip?",
        button="Take the concern back", done="Taken back. The safeguarding lead can still read it.",
    )  # fmt: skip


@allowed(Permission.LOOK_OUT)
def open_again(request: ActingRequest, concern_id: UUID) -> HttpResponse:
    """It is not over."""
    return _words(
        request, concern_id, actions.open_again,
        title="Open it again", label="Why is it not over?",
        button="Open it again, and ask", done="Open again. Those of the list are asked now.",
    )  # fmt: skip


@allowed(Permission.LOOK_OUT)
def close(request: ActingRequest, concern_id: UUID) -> HttpResponse:
    """Close it with what came of it."""
    row = _read(request, concern_id)
    asks_why = row.must_be_phoned and not queries.was_phoned(row)
    form = CloseForm(request, version_of=row, asks_why=asks_why)
    return _form_page(
        request,
        row,
        form,
        lambda typed: actions.close_concern(
            by=request.actor, concern=row, expected=form.seen_version, **form.given(typed)
        ),
        title="Close the concern",
        button="Close it",
        done="Closed. You can undo that for a minute.",
        not_told=presenters.facts(row, queries.entries(row))["not_told"],
    )


@require_POST
@allowed(Permission.LOOK_OUT)
def undo(request: ActingRequest, concern_id: UUID) -> HttpResponse:
    """The closing was a slip."""
    row = _read(request, concern_id)
    press(
        request,
        lambda: actions.undo_close(by=request.actor, concern=row),
        done="Undone. You have it still.",
    )
    return redirect("concerns:concern", row.pk)


def _words(
    request: ActingRequest,
    concern_id: UUID,
    act: Callable[..., Concern],
    *,
    title: str,
    label: str,
    button: str,
    done: str,
) -> HttpResponse:
    row = _read(request, concern_id)
    form = WordsForm(request, label=label)
    return _form_page(
        request,
        row,
        form,
        lambda typed: act(by=request.actor, concern=row, words=typed["words"]),
        title=title,
        button=button,
        done=done,
    )


def _form_page(
    request: ActingRequest,
    row: Concern,
    form: Any,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    button: str,
    done: str = "Saved.",
    **shown: Any,
) -> HttpResponse:
    if carry_out(form, act) is not None:
        messages.success(request, done)
        return redirect("concerns:concern", row.pk)
    return page(
        request, "concerns/form.html", form=form, concern=row, title=title, button=button, **shown
    )


def _opened(request: ActingRequest, concern_id: UUID) -> tuple[Concern, bool]:
    row, reads = queries.concern_for(request.actor, concern_id)
    note_look(request, row.scheme_id, row.person_id)
    return row, reads


def _read(request: ActingRequest, concern_id: UUID) -> Concern:
    """A concern whose words the actor may read; to anybody else its acts are not there."""
    row, reads = _opened(request, concern_id)
    if not reads:
        raise Http404
    return row


def _practice_of(row: Concern, kind: str) -> str:
    practice = row.person.practice
    wanted = kind == ConcernEntry.Kind.RANG and row.must_be_phoned
    return practice.name if wanted and practice else ""


def _undoable(row: Concern, own: UUID | None, now: Any) -> bool:
    return (
        row.closed_at is not None
        and own is not None
        and row.holder_id == own
        and now <= row.closed_at + rules.UNDO
    )
