"""Reading what the public suggests."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from kith.directory.models import Suggestion
from kith.directory.queries.checking import kept_schemes
from kith.isolation.actor import Actor


def suggestions_for(actor: Actor) -> QuerySet[Suggestion]:
    """What waits to be looked at where the actor keeps the directory; what may be no person's comes last."""
    rows = Suggestion.objects.filter(scheme_id__in=kept_schemes(actor), settled_at=None)
    return rows.order_by("doubt", "created_at", "id")


def suggestion_for(actor: Actor, suggestion_id: UUID) -> Suggestion:
    """One of the schemes whose directory the actor keeps; the one 404 for any other."""
    rows = Suggestion.objects.filter(scheme_id__in=kept_schemes(actor))
    found = rows.filter(pk=suggestion_id).first()
    if found is None:
        raise Http404
    return found
