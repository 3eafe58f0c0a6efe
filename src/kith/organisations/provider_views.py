"""For which organisation of the directory a community provider answers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.organisations import actions, queries
from kith.organisations.forms import AnswersForForm
from kith.resilience.errors import Refused
from kith.resilience.pages import carry_out, page

if TYPE_CHECKING:
    from kith.directory.models import CommunityOrganisation


@allowed(Permission.SET_UP)
def answers_for(request: ActingRequest, scheme_id: UUID, member_id: UUID) -> HttpResponse:
    """Say for whom a community provider answers, or whom else from now on."""
    check(request.actor, Permission.SET_UP, scheme_id)
    found = queries.staff(scheme_id).select_related("provider").filter(pk=member_id).first()
    if found is None:
        raise Http404
    form = AnswersForForm(request, initial={"provider": str(found.provider or "")})
    done = carry_out(
        form,
        lambda typed: actions.answer_for(
            by=request.actor, member=found, provider=named(scheme_id, typed["provider"])
        ),
    )
    if done is not None:
        messages.success(request, f"{done.name} reads what is sent to {done.provider}.")
        return redirect("organisations:staff", scheme_id)
    return page(request, "organisations/answers_for.html", form=form, member=found)


def named(scheme_id: UUID, name: str) -> CommunityOrganisation | None:
    """The organisation of a name as a manager typed it; None for no name. Raises Refused for none of that name, and
    for several, which it names.
    """
    if not name:
        return None
    found = queries.community_organisations(scheme_id, name)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(
            f"No organisation of the directory is called “{name}”. Look under “Find a service” for its name.",
            field="provider",
        )
    several = "; ".join(one.name for one in found)
    raise Refused(f"Several are called so. Type one name in full: {several}.", field="provider")
