"""Setting a scheme up, and joining it by invitation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.accounts.actions import account_for
from kith.accounts.models import User
from kith.accounts.permissions import (
    ActingRequest,
    LinkRequest,
    Permission,
    allowed,
    by_link,
    check,
    holds,
)
from kith.accounts.roles import names_of
from kith.accounts.rules import count_sign_in
from kith.accounts.views import network_of
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations import actions, queries
from kith.organisations.forms import (
    ContractForm,
    InvitationForm,
    JoinForm,
    PartnerForm,
    PracticeForm,
    ProgrammeForm,
    ReasonForm,
    SchemeForm,
    TeamForm,
)
from kith.organisations.models import Invitation, Membership, Practice, Scheme
from kith.organisations.provider_views import named
from kith.resilience.forms import Form
from kith.resilience.pages import carry_out, page, press
from kith.ui.dates import short_date, today

# What stands beside a step of setting up; None: it works from the first day, and is better looked at.
STATUS: dict[bool | None, dict[str, Any]] = {
    True: {"text": "Done"}, False: {"tag": {"text": "To do"}}, None: {"text": "Look at it"},
}  # fmt: skip


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
        members=queries.staff(scheme_id).select_related("practice", "provider"),
        invitations=queries.invitations(scheme_id),
        unproven=queries.unproven(scheme_id),
        names_of=names_of,
        mailed=bool(settings.EMAIL_HOST),
    )


@allowed(Permission.SET_UP)
def partners(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """The delivery partners, who leads each, and adding one."""
    row = _scheme(request, scheme_id)
    found = queries.partners(scheme_id).prefetch_related("teams", "staff")
    shown = [
        [
            partner.name,
            "Prime contractor" if partner.is_prime else "",
            ", ".join(m.name for m in partner.staff.all() if m.leads_partner),
            ", ".join(team.name for team in partner.teams.all()),
        ]
        for partner in found
    ]
    return _list_page(
        request,
        row,
        form=PartnerForm(request),
        act=lambda typed: actions.add_partner(by=request.actor, scheme_id=row.pk, **typed),
        title="Delivery partners",
        head=["Name", "Kind", "Lead", "Teams"],
        rows=shown,
        adding="Add a delivery partner",
    )


@allowed(Permission.SET_UP)
def teams(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """The teams of each partner, and adding one."""
    row = _scheme(request, scheme_id)
    found = list(queries.partners(scheme_id).prefetch_related("teams"))
    employers = {str(partner.pk): partner for partner in found}
    return _list_page(
        request,
        row,
        form=TeamForm(request, scheme_id=scheme_id),
        act=lambda typed: actions.add_team(
            by=request.actor, partner=employers[typed["partner"]], name=typed["name"]
        ),
        title="Teams",
        head=["Team", "Employer"],
        rows=[[team.name, partner.name] for partner in found for team in partner.teams.all()],
        adding="Add a team",
    )


@allowed(Permission.SET_UP)
def reasons(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """The scheme's own list of reasons, each where it belongs, and adding one."""
    row = _scheme(request, scheme_id)
    shown = [
        [
            reason.label,
            reason.get_foundation_display(),
            f"{reason.snomed_code} {reason.snomed_term}".strip() or "No national code",
        ]
        for reason in queries.reasons(scheme_id)
    ]
    return _list_page(
        request,
        row,
        form=ReasonForm(request),
        act=lambda typed: actions.add_reason(by=request.actor, scheme_id=row.pk, **typed),
        title="Reasons for referral",
        head=["Reason", "Belongs to", "National term"],
        rows=shown,
        adding="Add a reason",
    )


@allowed(Permission.SET_UP)
def programmes(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """The strands of the scheme, and adding one."""
    row = _scheme(request, scheme_id)
    return _list_page(
        request,
        row,
        form=ProgrammeForm(request),
        act=lambda typed: actions.add_programme(
            by=request.actor,
            scheme_id=row.pk,
            **{**typed, "template": typed["template"] or "blank"},
        ),
        title="Programmes",
        head=["Programme", "Who it is for"],
        rows=[
            [
                {
                    "text": found.name,
                    "href": reverse("organisations:programme", args=[row.pk, found.pk]),
                    "hint": "" if found.is_open else "Takes nobody new",
                },
                found.description,
            ]
            for found in queries.every_programme(scheme_id)
        ],
        adding="Add a programme",
    )


@allowed(Permission.SET_UP)
def contracts(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """Who pays, for what, from when to when, and adding a contract."""
    row = _scheme(request, scheme_id)
    strands = {str(found.pk): found for found in queries.programmes(scheme_id)}
    shown = [
        [
            found.title,
            found.funder.name,
            f"{short_date(found.from_date)} to {short_date(found.to_date)}"
            if found.to_date
            else f"since {short_date(found.from_date)}",
            ", ".join(found.practice_codes) or "Every practice",
            found.programme.name if found.programme else "Every programme",
        ]
        for found in queries.contracts(scheme_id)
    ]
    return _list_page(
        request,
        row,
        form=ContractForm(request, scheme_id=scheme_id),
        act=lambda typed: actions.add_contract(
            by=request.actor,
            scheme_id=row.pk,
            **{**typed, "programme": strands.get(typed["programme"])},
        ),
        title="Funders and contracts",
        head=["Contract", "Funder", "When", "Whose patients", "Which cases"],
        rows=shown,
        adding="Add a contract",
    )


@allowed(Permission.SET_UP)
@require_POST
def withdraw_invitation(request: ActingRequest, invitation_id: UUID) -> HttpResponse:
    """Make an invitation's link useless."""
    row = Invitation.objects.filter(pk=invitation_id).first()
    if row is None:
        raise Http404
    check(request.actor, Permission.SET_UP, row.scheme_id)
    press(
        request,
        lambda: actions.withdraw_invitation(by=request.actor, invitation=row),
        done=f"The invitation to {row.name} was withdrawn.",
    )
    return redirect("organisations:staff", row.scheme_id)


@by_link(actions.PURPOSE)
def join(request: LinkRequest, token: str) -> HttpResponse:
    """Accept an invitation: make an account, or show that one's own is there.

    The page says the same whether the address has an account or not: others than its owner may hold the link.
    """
    invitation = Invitation.objects.get(pk=request.link.subject_id)
    name = queries.scheme(invitation.scheme_id).name
    user = request.user if request.user.is_authenticated else None
    signed_in = user is not None and user.email == invitation.email
    form = JoinForm(request)
    if signed_in:
        del form.fields["password"]
    joined = carry_out(
        form,
        lambda typed: _join(request, invitation, user if signed_in else None, **typed),
    )
    if joined is not None:
        messages.success(request, f"Welcome to {name}.")
        return redirect("accounts:home" if signed_in else "accounts:sign_in")
    shown = {"invitation": invitation, "scheme_name": name, "signed_in": signed_in}
    return page(request, "organisations/join.html", form=form, **shown)


def _list_page(
    request: ActingRequest,
    row: Scheme,
    *,
    form: Form,
    act: Callable[[dict[str, Any]], Model],
    title: str,
    head: list[str],
    rows: list[list[Any]],
    adding: str,
) -> HttpResponse:
    """One of the scheme's lists, and the form that adds to it."""
    added = carry_out(form, act)
    if added is not None:
        messages.success(request, f"{added} was added.")
        return redirect(request.path)
    shown = {"row": row, "title": title, "head": head, "rows": rows, "adding": adding}
    return page(request, "organisations/list.html", form=form, **shown)


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
    provider = named(row.pk, typed.pop("provider"))
    invitation, token = actions.invite(
        by=request.actor,
        scheme_id=row.pk,
        partner=queries.partners(row.pk).filter(pk=partner).first() if partner else None,
        practice=queries.practices(row.pk).filter(pk=practice).first() if practice else None,
        provider=provider,
        **typed,
    )
    if settings.EMAIL_HOST:
        return {"name": invitation.name, "email": invitation.email}
    address = request.build_absolute_uri(reverse("organisations:join", args=[token]))
    return {"name": invitation.name, "address": address}


def _join(
    request: LinkRequest, invitation: Invitation, account: User | None, password: str = ""
) -> Membership:
    """A place is a row of the scheme, which no link may write: so a job's context, for this alone."""
    by = Actor(kind="link", name=invitation.name, key=request.actor.key)
    if account is None:
        count_sign_in(email=invitation.email, network=network_of(request))
    with context.in_scheme(invitation.scheme_id, actor=by.key):
        user = account or account_for(
            by=by,
            email=invitation.email,
            name=invitation.name,
            password=password,
            address_unproven=invitation.sent_at is None,
        )
        return actions.accept_invitation(by=by, invitation=invitation, user=user)


def _checklist(row: Scheme) -> dict[str, Any]:
    practices, members = queries.practices(row.pk).count(), queries.staff(row.pk).count()
    steps = [
        ("Say who you are", "organisations:scheme", bool(row.phone and row.address)),
        (f"Delivery partners ({queries.partners(row.pk).count()})", "organisations:partners", True),
        ("Teams", "organisations:teams", True),
        (f"Practices ({practices})", "organisations:practices", practices > 0),
        ("Ways in: pages that need no account", "referrals:doors", True),
        ("What practices get: letters and codes", "referrals:practices_want", True),
        (f"Staff and referrers ({members})", "organisations:staff", members > 1),
        ("When somebody is worried: who is asked, whom to ring", "concerns:policy", None),
        (
            "After an introduction: reminders, asking the person, how long it holds",
            "connections:policy",
            None,
        ),
        ("Volunteers: what is checked, how early it warns", "groups:check_policy", None),
        ("Words of this scheme: prompts, letters, texts, e-mails", "messages:words", None),
        ("Reasons for referral", "organisations:reasons", queries.reasons(row.pk).exists()),
        ("Programmes", "organisations:programmes", True),
        ("Measures: what is used, and who answers", "outcomes:scheme_measures", True),
        ("Funders and contracts", "organisations:contracts", queries.contracts(row.pk).exists()),
        ("Money in hand: funds for people", "funds:setup", True),
        ("Moving in from another system, if you have one", "exchange:moving", True),
    ]
    return {
        "scheme": row,
        "steps": [
            {
                "title": {"text": title},
                "href": reverse(name, args=[row.pk]),
                "status": STATUS[done],
            }
            for title, name, done in steps
        ],
    }
