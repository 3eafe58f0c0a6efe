"""Introducing somebody: with their agreement, only what they agreed to, and in the way the group asked for."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.audit.write import action
from kith.directory.models import Service
from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.connections import queries, rules
from kith.pathway.connections.actions.linking import send_link
from kith.pathway.connections.models import GroupWishes, Introduction, Shared
from kith.pathway.plans.models import Need
from kith.people.models import Person
from kith.people.queries import contact_points
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates

UNDER_WAY = "{} is being introduced to {} already. Record its news there, or withdraw it first."
HAS_CHANGED = "This has changed since you looked. Look again."
NOT_KNOWN = "We have nothing safe to share for: {}. Untick it, or put it on the record first."


@action("connections.introduce")
def introduce(
    *,
    by: Actor,
    person: Person,
    case: Case,
    service: Service,
    agreed_fields: Collection[str],
    agreed_how: str,
    agreed_on: datetime.date,
    keep_safe: str,
    getting_there: str,
    note: str = "",
    need: Need | None = None,
    ask_news_on: datetime.date | None = None,
    looked_at: str | None = None,
    at: datetime.datetime | None = None,
) -> Introduction:
    """Hand someone over to a community service, sharing what they agreed to and nothing else.

    What is shared is kept as the recipient sees it, with `keep_safe` and `getting_there`, where “Nothing” is an
    answer; `note` is for the record alone. `looked_at` is the digest (`rules.digest`) of what was looked at before, and
    nothing else is sent. The group is told by an e-mail without personal data, at once or in its weekly one, or is
    rung by the worker, as it asked.
    Raises Refused when nobody has asked about risks, without an agreement that holds or a field agreed to, for a
    question without an answer, when what is sent is not what was looked at, when the service has closed, left its feed,
    is full or has had its people of the month, or when one is under way.
    """
    now = at or timezone.now()
    shared = preview(person=person, service=service, agreed_fields=agreed_fields, need=need, at=now)
    if case.person_id != person.pk or case.state != CaseState.OPEN:
        raise Refused(
            f"We are not supporting {person.called} at present, so nothing was sent."
            " Re-open their case first."
        )
    if not agreed_how.strip():
        raise Refused("Say how they agreed, such as “on the phone”.", field="agreed_how")
    _check_answered(keep_safe, getting_there)
    if looked_at not in (None, rules.digest(shared, keep_safe, getting_there)):
        raise Refused(HAS_CHANGED)
    lasts = check_agreed(person, agreed_on, now)
    already = Refused(UNDER_WAY.format(person.called, service.name))
    if queries.under_way(case, service.pk):
        raise already
    wishes = queries.wishes_of(service)
    # What happened is told as it was: only somebody new must find room.
    if at is None and (refusal := queries.no_room(service, dates.day_of(now), lock=True)):
        raise Refused(refusal)
    try:
        with transaction.atomic():
            made = Introduction.objects.create(
                scheme_id=person.scheme_id,
                person=person,
                case=case,
                service=service,
                service_name=service.name,
                recipient_organisation_id=service.organisation_id,
                need=need,
                agreed_fields=list(shared),
                agreed_how=agreed_how.strip(),
                agreed_on=agreed_on,
                agreement_until=agreed_on + lasts,
                shared=shared,
                keep_safe=keep_safe.strip(),
                getting_there=getting_there.strip(),
                note=note.strip(),
                made_at=now,
                progress_at=now,
                ask_news_on=ask_news_on,
                by_id=by.membership_id(person.scheme_id),
                by_name=by.name[:200],
            )
    except IntegrityError as error:
        raise already from error
    _tell(by, made, wishes, at)
    return made


def preview(
    *,
    person: Person,
    service: Service,
    agreed_fields: Collection[str],
    need: Need | None,
    at: datetime.datetime | None = None,
) -> dict[str, str]:
    """What the recipient would see. Raises Refused as `introduce` does; writes nothing."""
    if refusal := rules.why_not(person, service):
        raise Refused(refusal)
    if not agreed_fields or set(agreed_fields) - set(Shared.values):
        raise Refused(
            "Choose what they agreed to share. Without an agreement nobody is introduced:"
            " give the name and number instead.",
            field="agreed_fields",
        )
    if need is not None and need.person_id != person.pk:
        raise Refused("Choose one of their own needs.", field="need")
    day = dates.day_of(at or timezone.now())
    values = rules.shareable(person, contact_points(person), need, day)
    missing = [
        Shared(key).label for key in Shared.values if key in agreed_fields and key not in values
    ]
    if missing:
        raise Refused(NOT_KNOWN.format(", ".join(missing).lower()), field="agreed_fields")
    return rules.agreed_only(values, agreed_fields)


def check_agreed(
    person: Person, agreed_on: datetime.date, now: datetime.datetime
) -> datetime.timedelta:
    """For how long an agreement of a day holds. Raises Refused for a day ahead, and for one so long ago that it
    holds no more.
    """
    lasts = queries.policy(person.scheme_id).agreement_lasts
    if refusal := rules.too_old(agreed_on, lasts, dates.day_of(now)):
        raise Refused(refusal, field="agreed_on")
    return datetime.timedelta(days=lasts)


def _check_answered(keep_safe: str, getting_there: str) -> None:
    for field, words, asked in (
        ("keep_safe", keep_safe, "what this group must know to keep everyone safe"),
        ("getting_there", getting_there, "how they will get there"),
    ):
        if not words.strip():
            raise Refused(f"Say {asked}. “Nothing” is an answer.", field=field)


def _tell(
    by: Actor, made: Introduction, wishes: GroupWishes | None, at: datetime.datetime | None
) -> None:
    """By the way the group asked for; whom nobody can write to is rung by the worker, from today on."""
    how = wishes.told_by if wishes else GroupWishes.ToldBy.EACH
    if how == GroupWishes.ToldBy.WEEKLY:
        return
    if how == GroupWishes.ToldBy.PHONE or not queries.listed_address(made.service):
        if at is None:
            change(made, ask_news_on=dates.today())
        return
    send_link(by=by, introduction=made, at=at)
