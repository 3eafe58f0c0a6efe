"""Setting a scheme up, and joining it by invitation."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.accounts.actions import create_user
from kith.accounts.models import User
from kith.accounts.permissions import ActingRequest, Permission, allowed, check, holds, public
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.isolation.context import Kind
from kith.organisations import actions, queries
from kith.organisations.forms import InvitationForm, JoinForm, PracticeForm, SchemeForm
from kith.organisations.models import Invitation, Membership, Practice, Scheme
from kith.resilience.errors import Refused
from kith.resilience.pages import carry_out, page
from kith.ui.dates import today


@allowed(Permission.SET_UP)
def setup(request: ActingRequest) -> HttpResponse:
    """The way from a name to the first referral, step by step, for each scheme one sets up."""
    schemes = [
        scheme for scheme in queries.schemes() if holds(request.actor, Permission.SET_UP, scheme.pk)
    ]
    return render(
        request, "organisations/setup.html", {"checklists": [_checklist(s) for s in schemes]}
    )


@allowed(Permission.SET_UP)
def scheme(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """What the scheme says of itself, and its policies."""
    row = _scheme(request, scheme_id)
    form = SchemeForm(
        request,
        version_of=row,
        initial={name: getattr(row, name) for name in SchemeForm.base_fields if hasattr(row, name)},
    )
    saved = carry_out(
        form,
        lambda typed: actions.change_scheme(
            by=request.actor, scheme=row, expected=form.seen_version, **typed
        ),
    )
    if saved is not None:
        messages.success(request, "Saved. The public pages and letters say so from now on.")
        return redirect("organisations:setup")
    return page(request, "organisations/scheme.html", form=form, row=row)


@allowed(Permission.SET_UP)
def practices(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """The practices of the scheme, and adding one."""
    row = _scheme(request, scheme_id)
    form = PracticeForm(request)
    added = carry_out(form, lambda typed: _add_practice(request, row, typed))
    if added is not None:
        messages.success(request, f"{added.name} was added.")
        return redirect("organisations:practices", scheme_id)
    found = queries.practices(scheme_id).prefetch_related("list_sizes")
    return page(request, "organisations/practices.html", form=form, row=row, practices=found)


@allowed(Permission.SET_UP)
def staff(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """Who works here, who is invited, and inviting someone."""
    row = _scheme(request, scheme_id)
    form = InvitationForm(request, scheme_id=scheme_id)
    invited = carry_out(form, lambda typed: _invite(request, row, typed))
    if invited is not None:
        # Shown once, on the next page of this session: the token itself is not kept.
        request.session["invitation_link"] = invited
        return redirect("organisations:staff", scheme_id)
    return page(
        request,
        "organisations/staff.html",
        form=form,
        row=row,
        link=request.session.pop("invitation_link", None),
        members=queries.staff(scheme_id).select_related("practice"),
        invitations=queries.invitations(scheme_id),
    )


@allowed(Permission.SET_UP)
@require_POST
def withdraw_invitation(request: ActingRequest, invitation_id: UUID) -> HttpResponse:
    """Make an invitation's link useless."""
    row = Invitation.objects.filter(pk=invitation_id).first()
    if row is None:
        raise Http404
    check(request.actor, Permission.SET_UP, row.scheme_id)
    try:
        actions.withdraw_invitation(by=request.actor, invitation=row)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"The invitation to {row.name} was withdrawn.")
    return redirect("organisations:staff", row.scheme_id)


@public
def join(request: ActingRequest, token: str) -> HttpResponse:
    """Accept an invitation: make an account, or sign in to the one there is."""
    found = queries.invitation_of(actions.token_hash(token))
    if found is None:
        raise Http404
    scheme_id, invitation_id = found
    with context.enter(Kind.LINK, schemes=[scheme_id], subject=str(invitation_id)):
        invitation = Invitation.objects.get(pk=invitation_id)
        name = queries.scheme(scheme_id).name
    account = User.objects.filter(email=invitation.email).first()
    signed_in = account is not None and account.pk == request.user.pk
    form = JoinForm(request)
    if signed_in:
        del form.fields["password"]
    joined = None
    if account is None or signed_in:
        joined = carry_out(form, lambda typed: _join(invitation, account, typed.get("password")))
    if joined is not None:
        messages.success(request, f"Welcome to {name}.")
        return redirect("accounts:home" if signed_in else "accounts:sign_in")
    shown = {"invitation": invitation, "scheme_name": name, "signed_in": signed_in}
    return page(request, "organisations/join.html", form=form, has_account=bool(account), **shown)


def _scheme(request: ActingRequest, scheme_id: UUID) -> Scheme:
    check(request.actor, Permission.SET_UP, scheme_id)
    return queries.scheme(scheme_id)


def _add_practice(request: ActingRequest, row: Scheme, typed: dict[str, Any]) -> Practice:
    registered, on_date = typed.pop("registered"), typed.pop("on_date")
    practice = actions.add_practice(by=request.actor, scheme_id=row.pk, **typed)
    if registered is not None:
        actions.record_list_size(
            by=request.actor,
            practice=practice,
            on_date=on_date or today(),
            registered=registered,
        )
    return practice


def _invite(request: ActingRequest, row: Scheme, typed: dict[str, Any]) -> dict[str, str]:
    partner, practice = typed.pop("partner"), typed.pop("practice")
    invitation, token = actions.invite(
        by=request.actor,
        scheme_id=row.pk,
        partner=queries.partners(row.pk).filter(pk=partner).first() if partner else None,
        practice=queries.practices(row.pk).filter(pk=practice).first() if practice else None,
        **typed,
    )
    address = request.build_absolute_uri(reverse("organisations:join", args=[token]))
    return {"name": invitation.name, "address": address}


def _join(invitation: Invitation, account: User | None, password: str | None) -> Membership:
    """The token has been shown, so the holder may write in the scheme that sent it."""
    by = Actor(kind="link", name=invitation.name, key=f"link:{invitation.pk}")
    with context.in_scheme(invitation.scheme_id, actor=by.key):
        user = account or create_user(
            by=by, email=invitation.email, name=invitation.name, password=password
        )
        return actions.accept_invitation(by=by, invitation=invitation, user=user)


def _checklist(row: Scheme) -> dict[str, Any]:
    practices, members = queries.practices(row.pk).count(), queries.staff(row.pk).count()
    steps = [
        ("Say who you are", "organisations:scheme", bool(row.phone and row.address)),
        (f"Practices ({practices})", "organisations:practices", practices > 0),
        (f"Staff and referrers ({members})", "organisations:staff", members > 1),
    ]
    return {
        "scheme": row,
        "steps": [
            {
                "title": {"text": title},
                "href": reverse(name, args=[row.pk]),
                "status": {"text": "Done"} if done else {"tag": {"text": "To do"}},
            }
            for title, name, done in steps
        ],
    }
