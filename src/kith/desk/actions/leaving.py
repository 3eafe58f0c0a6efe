"""Somebody leaves: everything they have in hand passes to colleagues in one act, then their place ends."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from kith.accounts.permissions import Permission, holds
from kith.audit.write import action
from kith.concerns import actions as concerns
from kith.desk.queries.leaving import Load, load_of
from kith.desk.queries.parts import parts_of
from kith.funds import actions as funds
from kith.funds.models import MoneyRequest
from kith.isolation.actor import Actor
from kith.meetings import actions as meetings
from kith.meetings.models import MeetingAction
from kith.organisations import actions as organisations
from kith.organisations.models import Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case, Passing
from kith.pathway.caseload.rules import may_give_to
from kith.pathway.closures import actions as closures
from kith.pathway.closures.models import FollowUp
from kith.pathway.contacts import actions as contacts
from kith.pathway.contacts.models import Contact
from kith.people.models import Person
from kith.resilience.errors import Refused


@dataclass
class Share:
    """What one colleague gets."""

    receiver: Membership
    cases: list[Case] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    actions: list[MeetingAction] = field(default_factory=list)
    money: list[MoneyRequest] = field(default_factory=list)
    calls: list[FollowUp] = field(default_factory=list)
    covers: int = 0

    @property
    def words(self) -> str:
        """What it holds besides people, counted; it names nobody."""
        counts = (
            (len(self.contacts), "appointment", "appointments"),
            (len(self.actions), "action of a meeting", "actions of meetings"),
            (len(self.money), "request for money", "requests for money"),
            (len(self.calls), "call after finishing", "calls after finishing"),
            (self.covers, "absence to cover", "absences to cover"),
        )
        return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)


@action("desk.give_load")
def give_load(
    *,
    by: Actor,
    member: Membership,
    receivers: Mapping[UUID, Membership],
    note: str,
    rest: Membership | None = None,
    cover: Membership | None = None,
    at: datetime.datetime | None = None,
) -> list[Passing]:
    """Give all that somebody has in hand to colleagues: wholly, or nothing.

    `receivers` says who takes each open case (by its id), and with it the appointments, promised steps and
    introductions of that person. What else they have about a person goes to who holds that person's case,
    otherwise to `rest`; concerns are asked anew by their ladder; `cover` (None: nobody) covers where they did.
    Each colleague has it on Today with `note`, and an e-mail that names nobody.
    Raises Refused without a note, for somebody not of the actor's team, while a case has no receiver or the
    rest nobody, and as the doors of the rooms do.
    """
    if not may_give_to(by, member):
        raise Refused(f"{member.name} is not of your team. Ask whoever leads theirs.")
    if not note.strip():
        raise Refused("Write what your colleagues need to know.", field="note")
    load = load_of(member)
    shares = _shares(load, receivers, rest)
    _cover(by, load, cover, shares)
    passed = [_pass(by, member, share, note, at) for share in shares.values()]
    for concern in load.concerns:
        concerns.hand_on(by=by, concern=concern, words=f"{member.name} is leaving. {note}", at=at)
    for joint in load.joint:
        caseload.end_joint_work(by=by, joint=joint)
    return passed


@action("desk.end_place")
def end_place(*, by: Actor, member: Membership, to_date: datetime.date) -> Membership:
    """End somebody's place in the scheme on a day, once they have nothing in hand.

    Raises Refused for those who may not set the scheme up, and while anything is left with them or names them.
    """
    if by.kind != "system" and not holds(by, Permission.SET_UP, member.scheme_id):
        raise Refused("Only a manager ends somebody’s place.")
    load = load_of(member)
    if load:
        raise Refused(f"{member.name} still has {load.words}. Give that to colleagues first.")
    if named := parts_of(member, timezone.now()):
        raise Refused(f"{member.name} is still named: {named[0].what}. Name somebody else first.")
    return caseload.end_membership(by=by, member=member, to_date=to_date)


def _shares(
    load: Load, receivers: Mapping[UUID, Membership], rest: Membership | None
) -> dict[UUID, Share]:
    shares: dict[UUID, Share] = {}
    taken: dict[UUID, Membership] = {}
    for case in load.cases:
        receiver = receivers.get(case.pk)
        if receiver is None:
            raise Refused(
                f"Choose who takes {case.person.kept.full_name}.", field=f"case_{case.pk}"
            )
        taken[case.person.kept.pk] = receiver
        _of(shares, receiver).cases.append(case)
    for contact in load.contacts:
        _of(shares, _owner(load, contact.person, taken, rest)).contacts.append(contact)
    for step in load.actions:
        _of(shares, _owner(load, step.person, taken, rest)).actions.append(step)
    for request in load.money:
        _of(shares, _owner(load, request.person, taken, rest)).money.append(request)
    for call in load.calls:
        _of(shares, _owner(load, call.person, taken, rest)).calls.append(call)
    return shares


def _of(shares: dict[UUID, Share], receiver: Membership) -> Share:
    return shares.setdefault(receiver.pk, Share(receiver))


def _owner(
    load: Load, person: Person, taken: Mapping[UUID, Membership], rest: Membership | None
) -> Membership:
    owner = taken.get(person.kept.pk) or load.holder_of(person) or rest
    if owner is None:
        raise Refused("Choose who takes the rest.", field="rest")
    return owner


def _cover(by: Actor, load: Load, cover: Membership | None, shares: dict[UUID, Share]) -> None:
    for absence in load.covers:
        organisations.set_cover(by=by, absence=absence, cover=cover)
        if cover is not None:
            _of(shares, cover).covers += 1


def _pass(
    by: Actor, member: Membership, share: Share, note: str, at: datetime.datetime | None
) -> Passing:
    """One colleague's share: the cases first, so that the colleague sees the people of the rest."""
    to = share.receiver
    passing = caseload.pass_on(
        by=by, giver=member, receiver=to, cases=share.cases, note=note, words=share.words, at=at
    )
    for contact in share.contacts:
        contacts.give_contact(by=by, contact=contact, member=to)
    for step in share.actions:
        meetings.change_action(by=by, step=step, what=step.what, by_when=step.by_when, owner=to)
    for request in share.money:
        funds.pass_on(by=by, request=request, to=to)
    for call in share.calls:
        closures.give_call(by=by, call=call, to=to)
    return passing
