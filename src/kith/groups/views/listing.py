"""The groups of one's schemes, this week first; one group, opened, changed and planned."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check, holds
from kith.audit.write import looked_at_each
from kith.groups import actions, presenters, queries, rules
from kith.groups.forms import GroupForm, SessionsForm
from kith.groups.models import Group
from kith.messages.documents.render import UnprintableText
from kith.organisations import queries as organisations
from kith.pathway.caseload.queries import schemes_where
from kith.resilience.pages import carry_out, page, press
from kith.ui import dates

PER_PAGE = 20
FIELDS = (
    "name", "about", "facilitator", "where", "access_notes", "weekday", "starts", "minutes",
    "places", "listing",
)  # fmt: skip


@allowed(Permission.LEAD_GROUPS)
def groups(request: ActingRequest) -> HttpResponse:
    """What meets this week and what has no register yet; then every group."""
    now, actor = timezone.now(), request.actor
    met = queries.week(actor, dates.day_of(now))
    unheld = queries.places_of_nobody(actor)
    about = [(one.scheme_id, one.person_id) for one in unheld]
    looked_at_each(by=actor, about=about, page="groups:groups")
    shown = {
        "week": [
            presenters.session_item(one, now, marks=rules.may_mark(actor, one.group)) for one in met
        ],
        "unheld": presenters.place_items(unheld, now, "groups"),
        "rows": presenters.group_rows(queries.groups(actor)),
        "schemes": _schemes(request),
        "works": holds(actor, Permission.WORK_WITH_PEOPLE),
    }
    return render(request, "groups/groups.html", shown)


@allowed(Permission.RUN_GROUPS)
def new(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """Open a group of a scheme."""
    check(request.actor, Permission.RUN_GROUPS, scheme_id)
    form = _form(request, scheme_id, initial={"minutes": 90})
    made = carry_out(
        form,
        lambda typed: actions.open_group(by=request.actor, scheme_id=scheme_id, **typed),
    )
    if made is not None:
        messages.success(request, f"{made.name} is open. Plan its sessions, and put people in it.")
        return redirect("groups:group", made.pk)
    return page(request, "groups/form.html", form=form, title="Open a group", button="Open it")


@allowed(Permission.LEAD_GROUPS)
def group(request: ActingRequest, group_id: UUID) -> HttpResponse:
    """One group: when it meets, who comes, who waits."""
    row: Any = queries.group_for(request.actor, group_id)
    listed = queries.people_of(request.actor, row)
    looked_at_each(
        by=request.actor,
        about=[(one.scheme_id, one.person_id) for one in listed if one.named],
        page="groups:group",
    )
    sessions = Paginator(queries.sessions_of(row), PER_PAGE).get_page(request.GET.get("page"))
    people = presenters.people_rows(listed)
    works = holds(request.actor, Permission.WORK_WITH_PEOPLE, row.scheme_id)
    introduced = queries.to_take_in(request.actor, row) if works else []
    looked_at_each(
        by=request.actor,
        about=[(one.scheme_id, one.person_id) for one in introduced],
        page="groups:group",
    )
    shown = {
        "group": row,
        "first": presenters.first_press(queries.due_session(row), dates.today()),
        "usual": presenters.usual(row),
        "places": presenters.places_words(row),
        "people": [one for one in people if one["taken"]],
        "waits": [one for one in people if not one["taken"]],
        "page": sessions,
        "sessions": presenters.session_rows(sessions),
        "runs": holds(request.actor, Permission.RUN_GROUPS, row.scheme_id),
        "works": works,
        "introduced": introduced,
    }
    shown["poster_warnings"] = presenters.poster_warnings(row)
    return render(request, "groups/group.html", shown)


@allowed(Permission.RUN_GROUPS)
def change(request: ActingRequest, group_id: UUID) -> HttpResponse:
    """Put a group right."""
    row = _to_run(request, group_id)
    initial = {name: getattr(row, name) for name in FIELDS}
    form = _form(request, row.scheme_id, version_of=row, initial=initial)
    done = carry_out(
        form,
        lambda typed: actions.change_group(
            by=request.actor, group=row, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, "Saved. Sessions that are planned stay as they are.")
        return redirect("groups:group", row.pk)
    return page(
        request, "groups/form.html", form=form, title="Change the group", button="Save", group=row
    )


@require_POST
@allowed(Permission.RUN_GROUPS)
def end(request: ActingRequest, group_id: UUID) -> HttpResponse:
    """A group comes to its end."""
    row = _to_run(request, group_id)
    press(
        request,
        lambda: actions.end_group(by=request.actor, group=row),
        done=f"{row.name} has ended. What happened in it stays.",
    )
    return redirect("groups:group", row.pk)


@allowed(Permission.RUN_GROUPS)
def plan(request: ActingRequest, group_id: UUID) -> HttpResponse:
    """Sessions at the usual time, from a day to a day."""
    row = _to_run(request, group_id)
    form = SessionsForm(request, initial={"from_on": dates.today()})
    made = carry_out(
        form, lambda typed: actions.plan_sessions(by=request.actor, group=row, **typed)
    )
    if made is not None:
        count = "1 session" if len(made) == 1 else f"{len(made)} sessions"
        messages.success(request, f"{count} planned.")
        return redirect("groups:group", row.pk)
    return page(
        request,
        "groups/form.html",
        form=form,
        title="Plan its sessions",
        lead=presenters.usual(row) or "This group has no usual day and time yet.",
        button="Plan them",
        group=row,
    )


@allowed(Permission.LEAD_GROUPS)
def poster(request: ActingRequest, group_id: UUID) -> HttpResponse:
    """The group on one sheet for a wall."""
    row = queries.group_for(request.actor, group_id)
    scheme = organisations.scheme(row.scheme_id)
    try:
        pdf = presenters.poster(scheme, row).pdf()
    except UnprintableText as error:
        messages.error(request, f"Nothing was printed. {error}")
        return redirect("groups:group", row.pk)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="poster.pdf"'
    return answer


def _to_run(request: ActingRequest, group_id: UUID) -> Group:
    row = queries.group_for(request.actor, group_id)
    if not holds(request.actor, Permission.RUN_GROUPS, row.scheme_id):
        raise Http404
    return row


def _form(request: ActingRequest, scheme_id: UUID, **kwargs: Any) -> GroupForm:
    return GroupForm(
        request,
        members=queries.facilitators(scheme_id),
        listings=queries.listings(scheme_id),
        **kwargs,
    )


def _schemes(request: ActingRequest) -> list[tuple[UUID, str]]:
    """Where the visitor may open a group."""
    mine = schemes_where(request.actor, Permission.RUN_GROUPS)
    return [(row.pk, row.name) for row in organisations.schemes() if row.pk in mine]
