"""Finding a service, reading it, and keeping the directory true."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kith.accounts.permissions import ActingRequest, Permission, allowed, check, holds
from kith.directory import (
    actions,
    check_presenters,
    forms,
    nothing_found,
    on_a_map,
    presenters,
    queries,
    rules,
    side_by_side,
)
from kith.directory.check_forms import HOW
from kith.directory.looking import Looking
from kith.directory.models import Service
from kith.directory.queries import checking
from kith.directory.service_forms import AddForm, ServiceForm
from kith.people.models import Person
from kith.people.views.opening import open_record
from kith.resilience.errors import Refused
from kith.resilience.pages import carry_out, page, page_asked, press
from kith.ui import dates

A_PAGE = 20


@allowed(Permission.FIND_SERVICES)
def find(request: ActingRequest) -> HttpResponse:
    """Services that fit what was asked, or the person named by `?for=`."""
    person = _person(request)
    looking = Looking(request, person)
    schemes = [person.scheme_id] if person else request.actor.schemes
    found, listed = _found(schemes, looking, page_asked(request))
    if not found.count and not looking.form.errors:
        nothing_found.keep(looking, found, schemes, request.actor.user_id)
    shown = _shown(found)
    return render(
        request,
        "directory/find.html",
        {
            "form": looking.form,
            "looking": looking,
            "person": person,
            "found": found,
            "results": shown,
            "notes": queries.notes_of_each(result.service.pk for result in shown),
            "reported": checking.reported(result.service.pk for result in shown),
            "map": _map(listed, shown, looking),
            "anchor": on_a_map.anchor,
            "cost": presenters.cost_in_words,
            "page": listed,
            "ways_on": looking.ways_on(found.left_out),
            "scheme_id": schemes[0] if len(schemes) == 1 else None,
            "may_keep": holds(request.actor, Permission.KEEP_DIRECTORY),
        },
        status=400 if looking.form.errors else 200,
    )


def _found(
    schemes: Sequence[UUID], looking: Looking, number: int
) -> tuple[queries.Found, Page[int]]:
    """One page of what fits, the last where there are fewer, and its numbers."""
    first = (number - 1) * A_PAGE
    found = queries.find(schemes, first=first, most=A_PAGE, **looking.wanted())
    listed = Paginator(range(found.count), A_PAGE).get_page(number)
    return (found, listed) if listed.number == number else _found(schemes, looking, listed.number)


def _shown(found: queries.Found) -> list[presenters.Shown]:
    services = queries.detailed(match.service_id for match in found.matches)
    today = dates.today()
    return [
        presenters.shown(match, services[match.service_id], today)
        for match in found.matches
        if match.service_id in services
    ]


def _map(
    listed: Page[int], shown: list[presenters.Shown], looking: Looking
) -> on_a_map.OnAMap | None:
    if not shown:
        return None
    services = [result.service for result in shown]
    return on_a_map.on_a_map(services, listed.start_index(), looking.near, looking.from_where())


@allowed(Permission.FIND_SERVICES)
@require_safe
def service(request: ActingRequest, service_id: UUID) -> HttpResponse:
    """Everything known of one service; for a person, what can be done with it."""
    found = queries.service_for(request.actor, service_id)
    return _service_page(request, found, forms.NoteForm(request))


def _service_page(request: ActingRequest, found: Service, form: forms.NoteForm) -> HttpResponse:
    today = dates.today()
    checked = presenters.last_checked(found, today)
    may_keep = holds(request.actor, Permission.KEEP_DIRECTORY, found.scheme_id)
    return page(
        request,
        "directory/service.html",
        form=form,
        service=found,
        person=_person(request),
        rows=presenters.facts(found, today),
        checked=checked,
        colour=presenters.colour_of(checked),
        closed=rules.why_closed(found),
        notes=queries.notes_of(found),
        corrections=presenters.corrected(queries.corrections_of(found), today),
        may_keep=may_keep,
        keeping=check_presenters.keeping_rows(
            found, checking.keeper_of(found), checking.asking_of(found), may_keep
        ),
        matters=[check_presenters.item(row) for row in checking.matters_of(found)],
        how=HOW,
    )


@allowed(Permission.KEEP_DIRECTORY)
def add(request: ActingRequest) -> HttpResponse:
    """Add a service of the scheme's own."""
    form = AddForm(request)
    made = carry_out(form, lambda _: _add(request, form))
    if made is not None:
        messages.success(request, f"{made.name} is in the directory.")
        return redirect("directory:service", made.pk)
    return page(request, "directory/edit.html", form=form, service=None)


@allowed(Permission.KEEP_DIRECTORY)
def edit(request: ActingRequest, service_id: UUID) -> HttpResponse:
    """Correct a service, one that comes from a feed too."""
    found = queries.service_for(request.actor, service_id)
    check(request.actor, Permission.KEEP_DIRECTORY, found.scheme_id)
    form = ServiceForm(request, version_of=found)
    before = checking.address_of(found)
    done = carry_out(form, lambda _: _edit(request, found, form))
    if done is not None:
        messages.success(request, f"{found.name} was changed.")
        _say_where_links_go(request, before, done)
        return redirect("directory:service", found.pk)
    return page(request, "directory/edit.html", form=form, service=found)


@allowed(Permission.FIND_SERVICES)
@require_POST
def note(request: ActingRequest, service_id: UUID) -> HttpResponse:
    """Tell the team something of a service."""
    found = queries.service_for(request.actor, service_id)
    check(request.actor, Permission.FIND_SERVICES, found.scheme_id)
    form = forms.NoteForm(request)
    done = carry_out(
        form, lambda typed: actions.write_note(by=request.actor, service=found, **typed)
    )
    if done is None:
        return _service_page(request, found, form)
    return redirect("directory:service", found.pk)


@allowed(Permission.FIND_SERVICES)
@require_POST
def end_note(request: ActingRequest, told_id: UUID) -> HttpResponse:
    """Take away a note that is true no longer."""
    found = queries.note_for(request.actor, told_id)
    check(request.actor, Permission.FIND_SERVICES, found.scheme_id)
    press(request, lambda: actions.end_note(by=request.actor, note=found))
    return redirect("directory:service", found.service_id)


@allowed(Permission.KEEP_DIRECTORY)
@require_POST
def drop_correction(request: ActingRequest, fix_id: UUID) -> HttpResponse:
    """Let the feed's own word stand again."""
    found = queries.correction_for(request.actor, fix_id)
    check(request.actor, Permission.KEEP_DIRECTORY, found.scheme_id)
    before = checking.address_of(found.service)
    done = press(
        request,
        lambda: actions.drop_correction(by=request.actor, correction=found),
        done="The feed’s own word stands again.",
    )
    if done is not None:
        _say_where_links_go(request, before, done)
    return redirect("directory:service", found.service_id)


@allowed(Permission.KEEP_DIRECTORY)
def twice(request: ActingRequest) -> HttpResponse:
    """Entries that look like one service, set side by side."""
    schemes = [
        scheme
        for scheme in request.actor.schemes
        if holds(request.actor, Permission.KEEP_DIRECTORY, scheme)
    ]
    pairs = side_by_side.side_by_side(queries.listed_twice(schemes), dates.today())
    return render(request, "directory/twice.html", {"pairs": pairs})


@allowed(Permission.KEEP_DIRECTORY)
@require_POST
def join(request: ActingRequest, service_id: UUID) -> HttpResponse:
    """Say of two entries that they are one service, or that they are two."""
    found = queries.service_for(request.actor, service_id)
    check(request.actor, Permission.KEEP_DIRECTORY, found.scheme_id)
    press(request, lambda: _join_or_part(request, found))
    return redirect("directory:twice")


@allowed(Permission.KEEP_DIRECTORY)
@require_POST
def part(request: ActingRequest, service_id: UUID) -> HttpResponse:
    """Show an entry for itself again."""
    found = queries.service_for(request.actor, service_id)
    check(request.actor, Permission.KEEP_DIRECTORY, found.scheme_id)
    press(request, lambda: actions.part_services(by=request.actor, service=found))
    return redirect("directory:service", found.pk)


def _join_or_part(request: ActingRequest, found: Service) -> object:
    said, by = request.POST.get("other", ""), request.actor
    if not said:
        raise Refused("Choose the other entry.")
    other = queries.service_for(by, _uuid(said))
    if request.POST.get("are") == "two":
        return actions.say_two(by=by, service=found, other=other)
    made = actions.join_services(by=by, service=found, into=other)
    messages.success(request, f"{made.name} is shown alone from now on.")
    return made


def _uuid(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise Http404 from None


def _person(request: ActingRequest) -> Person | None:
    """The person a page is for, whose record is thereby looked at; the one 404 for any other."""
    said = request.GET.get("for", "")
    if not said:
        return None
    return open_record(request, _uuid(said), Permission.FIND_SERVICES)


def _add(request: ActingRequest, form: AddForm) -> Service:
    scheme_id = UUID(form.only_scheme or form.cleaned_data["scheme"])
    check(request.actor, Permission.KEEP_DIRECTORY, scheme_id)
    return actions.add_service(by=request.actor, scheme_id=scheme_id, **form.changes())


def _edit(request: ActingRequest, found: Service, form: ServiceForm) -> Service:
    return actions.edit_service(
        by=request.actor, service=found, expected=form.seen_version, **form.changes()
    )


def _say_where_links_go(request: HttpRequest, before: str, service: Service) -> None:
    """Introductions are announced at another address from now on: whoever did that looks twice."""
    now = checking.address_of(service)
    if now == before:
        return
    if now:
        said = f"Introductions are announced at {now} from now on: make sure that it is theirs."
    else:
        said = "No e-mail address is left to announce introductions at: enter one, or ring."
    messages.warning(request, said)
