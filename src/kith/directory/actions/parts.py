"""Where and when a service is, and who may read it: checked, and written anew under ids that are the same next time.

Whoever follows our API must meet places and sessions under the ids it knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from uuid import UUID, uuid5

from kith.directory.as_a_whole import session_facts
from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.models import CommunityOrganisation, Place, Service, Session
from kith.geography.postcodes import InvalidPostcode, locate, normalise
from kith.resilience.errors import Refused

MOST_ROWS = 30
"""Places or sessions of one entry that are typed in. Ours: a feed's entry may have more, which are left as they are."""


def place_rows(service: Service, places: Iterable[PlaceFacts]) -> Iterator[Place]:
    """The places of a service, unsaved."""
    keys: Counter[str] = Counter()
    for place in places:
        said = place.source_id or f"{place.name}|{place.address}|{place.postcode}|{place.is_online}"
        yield Place(
            id=_id(service, f"place:{said}", keys),
            scheme_id=service.scheme_id,
            service=service,
            is_published=service.is_published,
            **asdict(place),
        )


def session_rows(service: Service, sessions: Iterable[SessionFacts]) -> Iterator[Session]:
    """The sessions of a service, unsaved."""
    keys: Counter[str] = Counter()
    for session in sessions:
        told = asdict(session)
        # What says nothing more than before leaves the id as it was.
        more = {name: told.pop(name) for name in ("interval", "month_days")}
        said = f"session:{'|'.join(str(value) for value in told.values())}"
        if session.interval > 1 or session.month_days:
            said += f"|{session.interval}|{session.month_days}"
        yield Session(
            id=_id(service, said, keys),
            scheme_id=service.scheme_id,
            service=service,
            is_published=service.is_published,
            **{**told, "days": list(session.days)},
            interval=more["interval"],
            month_days=list(more["month_days"]),
        )


def put_places(service: Service, places: Iterable[PlaceFacts]) -> None:
    """Say where a service is given in place of what was said before, inside the same action."""
    Place.objects.filter(service=service).delete()
    Place.objects.bulk_create(place_rows(service, places))
    _forget(service, "places")


def put_sessions(service: Service, sessions: Iterable[SessionFacts]) -> None:
    """Say when a service runs in place of what was said before, inside the same action."""
    Session.objects.filter(service=service).delete()
    Session.objects.bulk_create(session_rows(service, sessions))
    _forget(service, "sessions")


def located(service: Service | None, places: Sequence[PlaceFacts]) -> list[PlaceFacts]:
    """Places with what their postcodes say of them. Raises Refused for more than thirty, and for a postcode that is
    none; what stands there already is left as it came.
    """
    before = list(service.places.all()) if service else []
    _bound(len(places), len(before), "places")
    return [_located(place, {row.postcode for row in before}) for place in places]


def timed(service: Service | None, sessions: Sequence[SessionFacts]) -> list[SessionFacts]:
    """Sessions that can be. Raises Refused for more than thirty, and for one that ends before it begins; what stands
    there already is left as it came.
    """
    before = [session_facts(row) for row in service.sessions.all()] if service else []
    _bound(len(sessions), len(before), "sessions")
    for session in sessions:
        if wrong := ends_too_early(session, before):
            raise Refused(wrong[1], field="sessions")
    return list(sessions)


def ends_too_early(
    session: SessionFacts, before: Sequence[SessionFacts] = ()
) -> tuple[str, str] | None:
    """The field in which a session ends before it begins, with what is wrong; None where it does not, or where one
    of those that were there `before` has these hours and dates.
    """
    opens, closes, first, last = session.opens, session.closes, session.from_date, session.to_date
    hours = {(row.opens, row.closes) for row in before}
    if opens and closes and closes <= opens and (opens, closes) not in hours:
        return "closes", "It ends before it starts. Check both times."
    lasts = {(row.from_date, row.to_date) for row in before}
    if first and last and last < first and (first, last) not in lasts:
        return "to_date", "The last day is before the first. Check both dates."
    return None


def publish(service: Service) -> None:
    """What belongs to a service is readable by those who may read it, inside the same action; who runs it, as long as
    one of their services is.
    """
    for part in (Place, Session):
        part.objects.filter(service=service).exclude(is_published=service.is_published).update(
            is_published=service.is_published
        )
    publish_organisation(service.organisation)


def publish_organisation(organisation: CommunityOrganisation | None) -> None:
    """Whoever runs services is readable by all as long as one of them is, inside the same action."""
    if organisation is None:
        return
    shown = Service.objects.filter(organisation=organisation, is_published=True).exists()
    CommunityOrganisation.objects.filter(pk=organisation.pk).exclude(is_published=shown).update(
        is_published=shown
    )


def _located(place: PlaceFacts, known: Collection[str]) -> PlaceFacts:
    try:
        postcode = normalise(place.postcode) if place.postcode else ""
    except InvalidPostcode as error:
        if place.postcode in known:
            return place
        raise Refused(str(error), field="postcode") from error
    if place.latitude is not None or not postcode:
        return replace(place, postcode=postcode)
    point = locate(postcode)
    return replace(
        place,
        postcode=postcode,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
    )


def _bound(given: int, before: int, what: str) -> None:
    if given > max(MOST_ROWS, before):
        raise Refused(f"Give at most {MOST_ROWS} {what}.", field=what)


def _forget(service: Service, name: str) -> None:
    """What was read of a service beforehand is not so any more."""
    getattr(service, "_prefetched_objects_cache", {}).pop(name, None)


def _id(service: Service, said: str, keys: Counter[str]) -> UUID:
    """The second of two that say the same gets an id of its own."""
    keys[said] += 1
    return uuid5(service.pk, f"{said}:{keys[said]}")
