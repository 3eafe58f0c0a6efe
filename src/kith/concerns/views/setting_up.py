"""Set up: who is asked and for how long, and whom to ring."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.concerns import actions, presenters, queries, rules
from kith.concerns.forms import NumberForm, PhonesForm, PolicyForm, looks_out
from kith.organisations import queries as organisations
from kith.organisations.actions import set_phone
from kith.resilience.pages import carry_out, page, press


@allowed(Permission.SET_UP)
def policy(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """Who is asked when somebody is worried, for how long, and when the scheme is at work."""
    check(request.actor, Permission.SET_UP, scheme_id)
    row = queries.policy(scheme_id)
    staff = list(organisations.staff(scheme_id))
    form = PolicyForm(
        request,
        colleagues=[member for member in staff if looks_out(member)],
        version_of=row,
        initial={
            **{n: getattr(row, n) for n in PolicyForm.base_fields if hasattr(row, n)},
            **{n: str(getattr(row, f"{n}_id") or "") for n in ("lead", "deputy", "manager")},
        },
    )
    saved = carry_out(
        form,
        lambda typed: actions.set_policy(
            by=request.actor, scheme_id=scheme_id, expected=form.seen_version, **form.given(typed)
        ),
    )
    if saved is not None:
        messages.success(request, "Saved. They are asked from now on.")
        return redirect("concerns:policy", scheme_id)
    now = timezone.now()
    return page(
        request,
        "concerns/policy.html",
        form=form,
        scheme=organisations.scheme(scheme_id),
        rungs=rules.rungs(row, staff),
        ring=presenters.ring(row, (), queries.numbers(scheme_id), now=now),
    )


@allowed(Permission.SET_UP)
def numbers(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """Whom to ring where the scheme works."""
    check(request.actor, Permission.SET_UP, scheme_id)
    form = NumberForm(request)
    added = carry_out(
        form,
        lambda typed: actions.add_number(by=request.actor, scheme_id=scheme_id, **typed),
    )
    if added is not None:
        messages.success(request, f"{added.name} was added.")
        return redirect("concerns:numbers", scheme_id)
    return page(
        request,
        "concerns/numbers.html",
        form=form,
        scheme=organisations.scheme(scheme_id),
        numbers=queries.numbers(scheme_id),
    )


@allowed(Permission.SET_UP)
def phones(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """At which number each of the staff is rung."""
    check(request.actor, Permission.SET_UP, scheme_id)
    staff = [member for member in organisations.staff(scheme_id) if looks_out(member)]
    form = PhonesForm(request, colleagues=staff)
    saved = carry_out(
        form,
        lambda typed: [
            set_phone(by=request.actor, member=member, phone=phone)
            for member, phone in form.changed(typed)
        ],
    )
    if saved is not None:
        messages.success(request, "Saved.")
        return redirect("concerns:policy", scheme_id)
    return page(request, "concerns/phones.html", form=form, scheme=organisations.scheme(scheme_id))


@require_POST
@allowed(Permission.SET_UP)
def end_number(request: ActingRequest, number_id: UUID) -> HttpResponse:
    """Take a number off the list."""
    row = queries.number_for(request.actor, number_id)
    check(request.actor, Permission.SET_UP, row.scheme_id)
    press(
        request,
        lambda: actions.end_number(by=request.actor, number=row),
        done=f"{row.name} was taken off the list.",
    )
    return redirect("concerns:numbers", row.scheme_id)
