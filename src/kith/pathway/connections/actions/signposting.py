"""Giving a name and number, and hearing whether it was used."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.directory.models import Service
from kith.directory.rules import why_closed
from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.connections import queries
from kith.pathway.connections.models import Signpost
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals.models import Redirect, Referral
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates


@action("connections.signpost")
def signpost(
    *,
    by: Actor,
    person: Person,
    service: Service | None = None,
    service_name: str = "",
    why: str = "",
    given_on: datetime.date | None = None,
    case: Case | None = None,
    ask_news_on: datetime.date | None = None,
    redirect: Redirect | None = None,
    at: datetime.datetime | None = None,
) -> Signpost:
    """Give a name and number; nothing is shared with anyone. `ask_news_on` is when to ask the person whether
    they used it, `redirect` the decision on their referral that gave it.

    `service_name` is for a place that is not in the directory. Raises Refused without either, for a
    service that has closed, or for a day in the future.
    """
    if service is not None and (refusal := why_closed(service)):
        raise Refused(refusal)
    name = service.name if service else service_name.strip()
    if not name:
        raise Refused("Say whose name and number it was.", field="service_name")
    day = given_on or dates.day_of(at or timezone.now())
    if day > dates.today():
        raise Refused(
            "The day cannot be in the future. Enter today or an earlier day.", field="given_on"
        )
    return Signpost.objects.create(
        scheme_id=person.scheme_id,
        person=person,
        case=case,
        service=service,
        service_name=name[:300],
        why=why.strip(),
        given_on=day,
        ask_news_on=ask_news_on,
        redirect=redirect,
        by_id=by.membership_id(person.scheme_id),
        by_name=by.name[:200],
    )


@action("connections.redirect_to_service")
def redirect_to_service(
    *,
    by: Actor,
    referral: Referral,
    name: str,
    words: str,
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Redirect:
    """Redirect a referral to a service by giving the person its name and number: a signpost, no more.

    A service of the directory of that name is the one meant. Raises Refused as `signpost` and
    `referrals.redirect` do.
    """
    redirect = referrals.redirect(
        by=by, referral=referral, to=Redirect.To.SERVICE, words=words, name=name, at=at,
        expected=expected,
    )  # fmt: skip
    found = Service.objects.filter(scheme_id=referral.scheme_id, name__iexact=name.strip())
    service = next((row for row in found[:5] if not why_closed(row)), None)
    signpost(
        by=by, person=referral.person, service=service, service_name=name, why=words[:300],
        redirect=redirect, at=at,
    )  # fmt: skip
    return redirect


@action("connections.undo_redirect")
def undo_redirect(
    *, by: Actor, referral: Referral, at: datetime.datetime | None = None
) -> Referral:
    """Take back a redirect within its minute, and the name and number that it gave. Raises Refused as
    `referrals.undo` does.
    """
    given = Signpost.objects.filter(redirect__referral=referral, redirect__undone_at=None)
    taken_back = list(given.values_list("pk", flat=True))
    referrals.undo(by=by, referral=referral, at=at)
    Signpost.objects.filter(pk__in=taken_back).delete()
    return referral


@action("connections.ask_no_more")
def ask_no_more(*, by: Actor, person: Person) -> list[Signpost]:
    """Let nobody ask a person any more whether they used the names and numbers they were given."""
    rows = queries.to_be_asked(person)
    for row in rows:
        change(row, ask_news_on=None)
    return rows


@action("connections.hear_of_signpost")
def hear_of_signpost(
    *,
    by: Actor,
    signpost: Signpost,
    used: str = "",
    note: str = "",
    ask_news_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> Signpost:
    """Note what the person said of a name and number they were given; without an answer, when to ask again.

    Raises Refused for an unknown answer, and for neither an answer nor a day.
    """
    if used not in ("", *Signpost.Used.values):
        raise Refused("Choose whether they used it.", field="used")
    if not used and ask_news_on is None:
        raise Refused("Say whether they used it, or when to ask again.", field="used")
    change(
        signpost,
        used=used,
        news_note=note.strip(),
        news_at=(at or timezone.now()) if used else None,
        ask_news_on=None if used else ask_news_on,
    )
    return signpost
