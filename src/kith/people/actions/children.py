"""Who agreed to our support of a child, and who must not be told of it."""

from __future__ import annotations

import datetime

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.people.actions.linked import add_linked_person
from kith.people.models import ChildAgreement, LinkedPerson, Person
from kith.people.rules import DECIDES_FROM, is_child
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today

Authority = ChildAgreement.Authority


@action("people.record_who_agreed")
def record_who_agreed(
    *,
    by: Actor,
    person: Person,
    authority: str,
    agreed_on: datetime.date,
    how: str,
    parent: LinkedPerson | None = None,
    parent_name: str = "",
    parent_relationship: str = "",
    parent_phone: str = "",
    parent_phone_is_safe: bool | None = None,
    assessed_by: str = "",
    assessed_on: datetime.date | None = None,
    school: str = "",
    not_told: str = "",
    not_told_relationship: str = "",
    at: datetime.datetime | None = None,
) -> ChildAgreement:
    """Record who agreed to our support of a child and with what authority; the one before ends and stays.

    A `parent` has parental responsibility: one who is linked already, or a new one by name. Under 16 the child
    agrees alone when somebody found Gillick competence, on a day; at 16 and 17 they decide themselves (for the
    sources see `ChildAgreement`). `school` and who must not be told (`not_told`) are kept with it, where given.
    Raises Refused for an adult, an authority that does not fit the age, or what is missing.
    """
    _check(person, authority, agreed_on, how, assessed_by, assessed_on)
    if authority == Authority.PARENT:
        parent = _parent(
            by,
            person,
            parent,
            parent_name,
            parent_relationship,
            parent_phone,
            parent_phone_is_safe,
            at,
        )
        _knows_of_us(parent, agreed_on)
    competent = authority == Authority.COMPETENT
    ChildAgreement.objects.filter(person__in=person.records, ended_on=None).update(ended_on=today())
    made = ChildAgreement.objects.create(
        scheme_id=person.scheme_id,
        person=person,
        authority=Authority(authority),
        parent=parent if authority == Authority.PARENT else None,
        assessed_by=assessed_by.strip() if competent else "",
        assessed_on=assessed_on if competent else None,
        agreed_on=agreed_on,
        how=how.strip()[:300],
        by_id=by.membership_id(person.scheme_id),
        by_name=by.name[:200],
    )
    if school.strip() and school.strip() != person.school:
        change(person, school=school.strip()[:200])
    if not_told.strip():
        _keep_from(by, person, not_told, not_told_relationship, made)
    return made


def _check(
    person: Person,
    authority: str,
    agreed_on: datetime.date,
    how: str,
    assessed_by: str,
    assessed_on: datetime.date | None,
) -> None:
    if agreed_on > today():
        raise Refused("This day has not come yet. Check the date.", field="agreed_on")
    if not is_child(person, agreed_on):
        raise Refused(f"{person.called} was an adult on that day, and agrees for themselves.")
    if authority not in Authority.values:
        raise Refused("Choose who agreed.", field="authority")
    if not how.strip():
        raise Refused("Say how it was agreed.", field="how")
    decides = person.age_on(agreed_on) >= DECIDES_FROM
    if authority == Authority.SIXTEEN and not decides:
        raise Refused(
            f"{person.called} was under {DECIDES_FROM} on that day. Say who agreed.",
            field="authority",
        )
    if authority == Authority.COMPETENT:
        _check_competence(decides, assessed_by, assessed_on)


def _check_competence(decides: bool, assessed_by: str, on: datetime.date | None) -> None:
    if decides:
        raise Refused(
            f"From {DECIDES_FROM} on they decide themselves: choose that.", field="authority"
        )
    if not assessed_by.strip():
        raise Refused("Say who found that they have Gillick competence.", field="assessed_by")
    if on is None or on > today():
        raise Refused("Say on which day it was found.", field="assessed_on")


def _parent(
    by: Actor,
    person: Person,
    there: LinkedPerson | None,
    name: str,
    relationship: str,
    phone: str,
    phone_is_safe: bool | None,
    at: datetime.datetime | None,
) -> LinkedPerson:
    """Somebody with parental responsibility: the one who is linked, noted as having it, or a new one."""
    if there is not None:
        if there.person.kept.pk != person.kept.pk or there.ended_on is not None:
            raise Refused("Choose somebody of the people around them.", field="parent")
        if there.part == LinkedPerson.Part.SAFEGUARDING:
            raise Refused(
                f"{there.name} is the safeguarding contact, who is nobody with parental responsibility. Put that"
                " right under People around them first.",
                field="parent",
            )
        if not there.parental_responsibility:
            change(there, parental_responsibility=True)
        return there
    if not name.strip() or not relationship.strip():
        raise Refused("Give their name, and who they are to the child.", field="parent_name")
    return add_linked_person(
        by=by,
        person=person,
        name=name,
        relationship=relationship,
        phone=phone,
        at=at,
        phone_is_safe=phone_is_safe,
        parental_responsibility=True,
    )


def _knows_of_us(parent: LinkedPerson, day: datetime.date) -> None:
    """Whoever agreed knows that we are in touch; anything more is said under People around them."""
    if parent.may_be_told in (LinkedPerson.MayBeTold.NOTHING, LinkedPerson.MayBeTold.NEVER):
        change(
            parent,
            may_be_told=LinkedPerson.MayBeTold.CONTACT,
            on_whose_say_so=parent.name,
            said_on=day,
            until=None,
        )


def _keep_from(
    by: Actor, person: Person, name: str, relationship: str, agreement: ChildAgreement
) -> None:
    """Note who must not find out, on the say-so of whoever agreed; once for each name."""
    whose = agreement.parent.name if agreement.parent else person.called
    there = LinkedPerson.objects.filter(
        person__in=person.records, name__iexact=name.strip(), ended_on=None
    ).first()
    never = LinkedPerson.MayBeTold.NEVER
    if there is None:
        add_linked_person(
            by=by, person=person, name=name, relationship=relationship or "not said",
            may_be_told=never, on_whose_say_so=whose, said_on=agreement.agreed_on,
        )  # fmt: skip
    elif there.may_be_told != never:
        change(there, may_be_told=never, on_whose_say_so=whose, said_on=agreement.agreed_on)
