"""What a scheme has before its year begins, and what every story of the year stands on."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field
from uuid import UUID

from kith.accounts import actions as accounts
from kith.campaigns import actions as campaigns
from kith.campaigns.models import Campaign
from kith.demo.year import days, shape, staff
from kith.directory.models import Service
from kith.isolation.actor import Actor
from kith.organisations import actions as organisations
from kith.organisations import queries
from kith.organisations.models import (
    ListSize,
    Membership,
    Practice,
    Programme,
    ProgrammeStage,
    Reason,
    ReferringOrganisation,
)
from kith.pathway.caseload import actions as caseload

# Who refers beside the practices (name, code of where a referral comes from, how many of a hundred).
OTHERS = (
    ("Royal Docks Hospital", "06", 5),
    ("Lea Community Nursing", "07", 3),
    ("Level Ground Talking Therapies", "23", 4),
    ("Hilaac East", "20", 4),
    ("Borough Adult Social Care", "11", 5),
    ("Three Mills Housing", "housing", 3),
    ("Bow Jobcentre", "jobcentre", 1),
    ("Devons Road Pharmacy", "pharmacy", 1),
    ("Old Ford Library", "library", 1),
)
ITSELF, RELATIVE, PRACTICE, SCHOOL = "02", "03", "01", "10"
SHARES = {PRACTICE: 63, ITSELF: 8, RELATIVE: 2}


def prepare(by: Actor, slug: str, scheme_id: UUID) -> None:
    """Employ the year's staff and open its campaigns. The scheme, its partners and practices are there."""
    partners = {row.name: row for row in queries.partners(scheme_id)}
    for colleague in _of(slug):
        partner = partners[colleague.partner]
        organisations.add_member(
            by=by,
            scheme_id=scheme_id,
            user=accounts.create_user(
                by=by, email=colleague.email, name=colleague.name, password=None
            ),
            roles=("linkworker",),
            job_role="link_worker",
            partner=partner,
            team=partner.teams.first(),
            phone=colleague.phone,
            from_date=colleague.joined,
        )
    for name, source, _ in OTHERS:
        organisations.add_referring_organisation(
            by=by, scheme_id=scheme_id, name=name, source=source
        )
    for name, first, last in (
        (shape.CAMPAIGN, days.LOCKDOWN, days.LAST),
        (shape.CAMPAIGN_AFTER, shape.AFTER_FROM, shape.AFTER_TO),
    ):
        campaigns.open_campaign(
            by=by,
            scheme_id=scheme_id,
            name=name,
            from_date=first,
            to_date=last,
            purpose="Ring those whom nobody may visit: food, medicines, money, and a voice.",
            at=days.at(days.worked_until(first - days.DAY), 15),
        )


def take_leave(by: Actor, slug: str, scheme_id: UUID) -> None:
    """End the memberships of the year's staff on the days on which they left."""
    members = {row.name: row for row in Membership.objects.filter(scheme_id=scheme_id)}
    for colleague in _of(slug):
        caseload.end_membership(by=by, member=members[colleague.name], to_date=colleague.left)


def _of(slug: str) -> list[staff.Colleague]:
    return [colleague for colleague in staff.COLLEAGUES if colleague.scheme == slug]


@dataclass
class Ground:
    """The rows that stories point at, read once."""

    slug: str
    scheme_id: UUID
    practices: list[Practice] = field(init=False)
    weights: list[int] = field(init=False)
    reasons: dict[str, Reason] = field(init=False)
    members: dict[str, Membership] = field(init=False)
    services: dict[str, list[Service]] = field(init=False)
    others: dict[str, ReferringOrganisation] = field(init=False)
    campaigns: dict[str, Campaign] = field(init=False)
    programme: Programme = field(init=False)
    stages: list[ProgrammeStage] = field(init=False)
    colleagues: list[staff.Colleague] = field(init=False)
    lead: Actor = field(init=False)

    def __post_init__(self) -> None:
        own = {"scheme_id": self.scheme_id}
        sizes = dict(ListSize.objects.filter(**own).values_list("practice_id", "registered"))
        self.practices = list(queries.practices(self.scheme_id))
        self.weights = [sizes[practice.pk] for practice in self.practices]
        self.reasons = {row.label: row for row in Reason.objects.filter(**own)}
        everyone = Membership.objects.filter(**own).select_related("partner")
        self.members = {row.name: row for row in everyone}
        self.services = {}
        services = Service.objects.filter(**own).select_related("organisation").order_by("name")
        for service in services:
            self.services.setdefault(service.name.split(" at ")[0], []).append(service)
        self.others = {row.name: row for row in ReferringOrganisation.objects.filter(**own)}
        self.campaigns = {row.name: row for row in Campaign.objects.filter(**own)}
        self.programme = Programme.objects.get(**own)
        self.stages = list(queries.stages(self.programme))
        self.colleagues = _of(self.slug)
        lead = next((row for row in self.members.values() if "teamlead" in row.roles), None)
        self.lead = acting(lead) if lead else Actor.system("the demonstration")

    def colleague_on(
        self, day: datetime.date, pick: random.Random, partner: str = "", *, stays: bool = False
    ) -> staff.Colleague:
        """Somebody who works on a day; of one partner, or who stays for good, if asked."""
        found = [
            one
            for one in self.colleagues
            if one.works_on(day) and partner in ("", one.partner) and (one.stays or not stays)
        ]
        return pick.choice(found)

    @property
    def callers_partner(self) -> str:
        """Whose staff ring people whom nobody else knows: those of the prime contractor."""
        return next(one.partner for one in self.colleagues)


def acting(member: Membership) -> Actor:
    """The actor that a member of staff is when signed in to this scheme."""
    return Actor(
        kind="staff",
        name=member.name,
        key=f"user:{member.user_id}",
        user_id=member.user_id,
        seats=(queries.seat_of(member),),
    )
