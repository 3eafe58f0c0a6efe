"""A referral arrives, from whoever asks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.accounts.permissions import Permission, holds
from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import (
    Membership,
    Practice,
    Programme,
    Reason,
    ReferringOrganisation,
    Scheme,
)
from kith.organisations.rules import is_too_young, too_young_words
from kith.pathway.referrals.actions.for_programme import (
    ForProgramme,
    answer_rows,
    keep_for_programme,
)
from kith.pathway.referrals.actions.word_back import tell
from kith.pathway.referrals.models import Referral, ReferralReason
from kith.pathway.referrals.queries.doors import closed_words
from kith.pathway.referrals.rules import THEMSELVES, age_at
from kith.pathway.referrals.states import Decision
from kith.people import actions as people
from kith.people import queries as people_queries
from kith.people.models import Person, RiskStatement
from kith.people.rules import in_force
from kith.resilience.errors import Refused
from kith.ui.dates import day_of, medium_date, today
from kith.vocabulary import phone as phones
from kith.vocabulary import referral_sources, urgency, working_days
from kith.vocabulary.doors import Door
from kith.vocabulary.terms import fold
from kith.vocabulary.word_back import Kind


class AlreadyReceived(Refused):
    """What comes now is the same as `referral`: see `_same`."""

    def __init__(self, referral: Referral) -> None:
        super().__init__(
            f"We have this referral already, made on {medium_date(referral.referred_on)}."
            " Nothing was sent twice."
        )
        self.referral = referral
        self.already = referral


@action("referrals.receive")
def receive(
    *,
    by: Actor,
    scheme_id: UUID,
    who: people.Who | None = None,
    person: Person | None = None,
    source: str,
    door: str = Door.TEAM,
    referred_on: datetime.date | None = None,
    practice: Practice | None = None,
    organisation: ReferringOrganisation | None = None,
    organisation_name: str = "",
    referrer: Membership | None = None,
    referrer_name: str = "",
    referrer_role: str = "",
    referrer_contact: str = "",
    programme: Programme | None = None,
    urgency: str = "routine",
    reasons: Sequence[Reason] = (),
    referrer_sees: str = "",
    person_says: str = "",
    person_knows: bool | None = None,
    consent_note: str = "",
    notes: str = "",
    more: Sequence[Mapping[str, str]] = (),
    risk: str = "",
    no_risk_known: bool = False,
    for_programme: ForProgramme | None = None,
    just_came: bool = False,
    scheme: Scheme | None = None,
    asked_as: UUID | None = None,
    once: bool = False,
    at: datetime.datetime | None = None,
) -> Referral:
    """Receive a referral of `who` (put on record, or joined when certainly known) or of `person`.

    `source` says who asks (vocabulary.referral_sources) and `door` by which way it came (vocabulary.doors).
    `more` are the answers to a door's or a programme's own questions ("key", "question", "answer" of each).
    `for_programme` holds the programme's own answers, the person's stage and their concerns.
    `practice` or `organisation` is for whom the referrer refers. `risk` is stated in their name;
    `no_risk_known` says that they knew of none; neither leaves the person not yet asked. `just_came`: it was written
    at `at` on a page without an account, or in a letter that came then, and is read now, so that word of it goes out;
    what else has an `at` was told of then. `scheme` is for who has read it; `asked_as` is the id under which it was
    sent, so that its reference stays the one that was shown. Raises AlreadyReceived for the same person, day and
    organisation that waits to be decided on, and where no organisation speaks for who asks, by the same asker; with
    `once`, as a sheet comes that may come twice, whatever was decided. Raises Refused for no way to reach the
    person, a day to come, or a code that is on no list.
    """
    day = referred_on or (day_of(at) if at else today())
    _check(source, urgency, day)
    if door == Door.ACCOUNT and at is None and (closed := closed_words(scheme_id, door)):
        raise Refused(closed)
    # Somebody put on record a moment ago has nothing yet that could be there already.
    is_new = False
    if person is None:
        if who is None:
            raise Refused("Say who the referral is about.", field="last_name")
        person, joined = people.know(by=by, scheme_id=scheme_id, who=who, at=at)
        is_new = not joined
    given = _as_given(who) if who is not None else {}
    if person.died_on is not None:
        raise Refused(_has_died(by, person))
    if not (given["ways"] if is_new else people_queries.contact_points(person).exists()):
        raise Refused(
            "Give a phone number, an e-mail or an address, so that we can reach them.",
            field="phone",
        )
    # What another scheme sent on came from there, whichever practice asked first.
    asking = None if door == Door.OTHER_SCHEME else practice
    place = _place(asking, organisation, organisation_name)
    name = referrer_name or (referrer.name if referrer else "")
    before = [] if is_new else _of_that_day(person, day, place)
    asker = _asker(source, name, referrer_contact)
    same = next((row for row in before if once or _same(row, door, place, asker)), None)
    if same is not None:
        raise AlreadyReceived(same)
    teller = name or place or by.name
    if risk.strip() or no_risk_known:
        now = [] if is_new else in_force(people_queries.risks(person))
        _risks(by, person, risk.strip(), no_risk_known, teller, day, now)
    referral = Referral.objects.create(
        **({"pk": asked_as} if asked_as else {}),
        scheme_id=scheme_id,
        person=person,
        source=source,
        door=Door(door),
        referred_on=day,
        again=1 + max((row.again for row in before), default=-1),
        received_at=at or timezone.now(),
        practice=practice,
        organisation=organisation,
        organisation_name=place,
        referrer=referrer,
        referrer_name=name,
        referrer_role=referrer_role,
        referrer_contact=referrer_contact,
        programme=programme,
        urgency=urgency,
        referrer_sees=referrer_sees,
        person_says=person_says,
        person_knows=person_knows,
        consent_note=consent_note,
        notes=notes,
        joined=not is_new,
        as_given=given,
        risk_given=risk.strip(),
        no_risk_given=no_risk_known and not risk.strip(),
        taken_by_id=by.membership_id(scheme_id),
        more=[*more, *(answer_rows(for_programme.answers) if for_programme else ())],
    )
    if for_programme is not None:
        keep_for_programme(by, referral, for_programme)
    ReferralReason.objects.bulk_create(
        ReferralReason(scheme_id=scheme_id, referral=referral, reason=reason)
        for reason in {reason.pk: reason for reason in reasons}.values()
    )
    told_at = None if just_came else at
    read_by = working_days.add(today(told_at), 1)
    scheme = scheme or organisations.scheme(scheme_id)
    young = too_young_words(scheme) if is_too_young(scheme, age_at(referral)) else ""
    tell(
        by=by, referral=referral, kind=Kind.ACKNOWLEDGED, next_by=read_by, what_next=young,
        at=told_at,
    )  # fmt: skip
    return referral


def _has_died(by: Actor, person: Person) -> str:
    """Why nothing is received; only those who may read referrals are told what is on the record."""
    if by.kind == "system" or holds(by, Permission.DECIDE_REFERRALS, person.scheme_id):
        return f"The record says that {person.full_name} has died. If that is wrong, take it back there."
    return "We could not take this referral as it is, and nothing was sent. Ring us: the team knows why."


def _of_that_day(person: Person, day: datetime.date, place: str) -> list[Referral]:
    """What we have of this person, of that day, from that place, the first that came first."""
    rows = Referral.objects.filter(
        scheme_id=person.scheme_id,
        person__in=person.records,
        referred_on=day,
        organisation_name__iexact=place,
    )
    return list(rows.order_by("received_at", "created_at"))


def _same(row: Referral, door: str, place: str, asker: tuple[str, ...]) -> bool:
    """Whether what comes only adds to a referral of that day and place: it waits to be decided on or for its
    referrer, and whoever asks hears what its asker hears. What another scheme sends on is each one of theirs.
    """
    if row.decision not in (Decision.RECEIVED, Decision.RETURNED) or door == Door.OTHER_SCHEME:
        return False
    return bool(place) or asker == _asker(row.source, row.referrer_name, row.referrer_contact)


def _asker(source: str, name: str, contact: str) -> tuple[str, ...]:
    """Who asks, where no place speaks for them: the person themselves, or somebody by name and where word goes."""
    return (source,) if source == THEMSELVES else (source, fold(name), fold(contact))


def _check(source: str, how_soon: str, day: datetime.date) -> None:
    if source not in referral_sources.TABLE:
        raise Refused("Choose where the referral comes from.", field="source")
    if how_soon not in urgency.TABLE:
        raise Refused("Choose how soon they need to hear from us.", field="urgency")
    if day > today():
        raise Refused("The date of the referral has not come yet. Check it.", field="referred_on")


def _place(practice: Practice | None, organisation: ReferringOrganisation | None, name: str) -> str:
    if practice is not None:
        return practice.name
    return organisation.name if organisation is not None else " ".join(name.split())[:200]


def _risks(
    by: Actor,
    person: Person,
    risk: str,
    none_known: bool,
    teller: str,
    day: datetime.date,
    now: Sequence[RiskStatement],
) -> None:
    """State what was said; "none known" beside a risk in force (`now`) leaves that risk as it is."""
    stated = [row.text for row in now if row.kind == RiskStatement.Kind.STATED]
    if risk and risk not in stated:
        people.state_risk(
            by=by, person=person, text=risk, stated_by_name=teller, stated_on=day, now=now
        )
    if none_known and not risk and not stated:
        people.state_none_known(by=by, person=person, stated_by_name=teller, stated_on=day, now=now)


def _as_given(who: people.Who) -> dict[str, Any]:
    """Who the person is by this referral alone, in plain values; `ways` are ways to reach them."""
    ways = [
        *(("phone", phone, "", safe) for phone, safe in _phones(who)),
        ("email", who.email.strip(), "", who.email_safe_for),
        ("address", who.address.strip(), who.postcode.strip(), who.address_safe_for),
    ]
    return {
        "name": f"{who.first_name} {who.last_name}".strip(),
        "first_name": who.first_name,
        "last_name": who.last_name,
        "preferred_name": who.preferred_name,
        "nhs_number": who.nhs_number,
        "gender": who.gender,
        "ethnicity": who.ethnicity,
        "date_of_birth": who.date_of_birth.isoformat(),
        "practice": who.practice.name if who.practice else "",
        "practice_ods": who.practice.ods_code if who.practice else "",
        "language": who.language,
        "needs_interpreter": who.needs_interpreter,
        "access_needs": list(who.access_needs),
        "access_notes": who.access_notes,
        "phone_when_safe": who.phone_when_safe,
        "ways": [
            {"kind": kind, "value": value, "postcode": code, "safe_for": list(safe)}
            for kind, value, code, safe in ways
            if value or code
        ],
    }


def _phones(who: people.Who) -> list[tuple[str, Sequence[str]]]:
    given = [(who.phone, who.phone_safe_for), *((other, ()) for other in who.other_phones)]
    return [(phones.display(number), safe) for number, safe in given if number.strip()]
