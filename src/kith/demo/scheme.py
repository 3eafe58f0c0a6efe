"""Opens a demonstration scheme: what it is, its practices, directory and accounts, and the year's staff."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.utils import timezone

from kith.accounts import actions as accounts
from kith.accounts.models import User
from kith.demo import checking, fed, programme
from kith.demo.accounts import ACCOUNTS, BOW, PRIME, SECOND, SECOND_SEATS, TOGETHER, Account
from kith.demo.services import listings
from kith.demo.year import ground
from kith.demo.year.days import FIRST, LAST
from kith.directory import actions as directory
from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.models import CommunityOrganisation, Service
from kith.isolation.actor import Actor
from kith.organisations import actions as organisations
from kith.organisations import queries
from kith.organisations.models import DeliveryPartner, Practice
from kith.pathway.referrals import actions as referrals

DEMONSTRATION = Actor.system("the demonstration")
SINCE = datetime.date(2019, 4, 1)
COUNTED_ON = datetime.date(2019, 6, 1)

# name, ODS code, address, people registered on 1 June 2019: 53,000 in all
BOW_PRACTICES = (
    ("Merchant Street Practice", "F84901", "5 Merchant Street, London E3 4LY", 9_840),
    ("Stroudley Walk Surgery", "F84902", "38 Stroudley Walk, London E3 3EW", 8_120),
    ("St Leonard's Practice", "F84903", "12 St Leonards Street, London E3 3BT", 11_460),
    ("Tredegar Road Surgery", "F84904", "104 Tredegar Road, London E3 2EU", 7_310),
    ("Grove Road Practice", "F84905", "200 Grove Road, London E3 5TG", 9_050),
    ("Aberfeldy Practice", "F84906", "2 Aberfeldy Street, London E14 0NU", 7_220),
)
POPLAR_PRACTICES = (
    ("Poplar High Street Practice", "F84911", "31 Poplar High Street, London E14 0DN", 12_400),
    ("Chrisp Street Surgery", "F84912", "8 Chrisp Street, London E14 6LL", 9_350),
)


def open_scheme(slug: str, scheme_id: UUID) -> None:
    """Make everything that a scheme has before its first referral. The context is the scheme's."""
    _scheme(slug, scheme_id)
    for name in (PRIME, SECOND) if slug == BOW else (TOGETHER,):
        partner = organisations.add_partner(
            by=DEMONSTRATION, scheme_id=scheme_id, name=name, is_prime=name != SECOND
        )
        organisations.add_team(by=DEMONSTRATION, partner=partner, name=f"{name} link workers")
    _practices(slug, scheme_id)
    _contracts(scheme_id)
    _directory(scheme_id, each=3 if slug == BOW else 1)
    _seats(slug, scheme_id)
    ground.prepare(DEMONSTRATION, slug, scheme_id)
    if slug == BOW:
        checking.tell(DEMONSTRATION, scheme_id)
        fed.tell(DEMONSTRATION, scheme_id)
    programme.name_its_hospital(DEMONSTRATION, scheme_id)


def _scheme(slug: str, scheme_id: UUID) -> None:
    bow = slug == BOW
    scheme = organisations.open_scheme(
        by=DEMONSTRATION,
        scheme_id=scheme_id,
        slug=slug,
        name="Bow Social Prescribing" if bow else "Poplar Social Prescribing",
        phone="020 7946 0110" if bow else "020 7946 0120",
        email=f"hello@{slug}.example",
        address="1 Bruce Road\nLondon E3 3HN" if bow else "9 Poplar High Street\nLondon E14 0DN",
        is_demonstration=True,
    )
    organisations.change_scheme(
        by=DEMONSTRATION,
        scheme=scheme,
        opening_hours="Monday to Friday, 9am to 5pm",
        shows_ages_publicly=True,
        # The outreach reached a nine-year-old.
        youngest_age=0,
        published_from=FIRST,
        published_to=LAST,
    )
    referrals.open_doors(by=DEMONSTRATION, scheme_id=scheme_id, template="general")


def _practices(slug: str, scheme_id: UUID) -> None:
    network = "Bow" if slug == BOW else "Poplar"
    pcn = organisations.add_pcn(by=DEMONSTRATION, scheme_id=scheme_id, name=f"{network} PCN")
    for name, code, address, registered in BOW_PRACTICES if slug == BOW else POPLAR_PRACTICES:
        practice = organisations.add_practice(
            by=DEMONSTRATION,
            scheme_id=scheme_id,
            name=name,
            ods_code=code,
            pcn=pcn,
            since=SINCE,
            phone="020 7946 0130",
            email=f"reception@{code.lower()}.example",
            address=address,
        )
        referrals.give_link(by=DEMONSTRATION, scheme_id=scheme_id, place_id=practice.pk)
        organisations.record_list_size(
            by=DEMONSTRATION, practice=practice, on_date=COUNTED_ON, registered=registered
        )


def _contracts(scheme_id: UUID) -> None:
    strand_for_cancer = programme.make(DEMONSTRATION, scheme_id)
    for funder, title, strand in (
        ("Borough GP federation", "Link workers in every practice", None),
        ("A cancer charity", "Cancer programme", strand_for_cancer),
    ):
        organisations.add_contract(
            by=DEMONSTRATION,
            scheme_id=scheme_id,
            funder_name=funder,
            title=title,
            from_date=SINCE,
            programme=strand,
        )


def _seats(slug: str, scheme_id: UUID) -> None:
    partners = {row.name: row for row in queries.partners(scheme_id)}
    practices = {row.ods_code: row for row in queries.practices(scheme_id)}
    providers = {row.name: row.pk for row in CommunityOrganisation.objects.all()}
    for account in (*ACCOUNTS, *SECOND_SEATS):
        if account.scheme == slug:
            provider = providers.get(account.provider)
            _seat(scheme_id, account, partners, practices, provider)


def _seat(
    scheme_id: UUID,
    account: Account,
    partners: dict[str, DeliveryPartner],
    practices: dict[str, Practice],
    provider_id: UUID | None,
) -> None:
    user = User.objects.filter(email=account.email).first() or accounts.create_user(
        by=DEMONSTRATION, email=account.email, name=account.name, password=None
    )
    partner = partners.get(account.partner)
    organisations.add_member(
        by=DEMONSTRATION,
        scheme_id=scheme_id,
        user=user,
        roles=account.roles,
        job_role=account.job_role,
        partner=partner,
        team=partner.teams.first() if partner else None,
        leads_partner=account.leads_partner,
        practice=practices.get(account.practice),
        provider_id=provider_id,
        phone=account.phone,
        from_date=SINCE,
    )


def _directory(scheme_id: UUID, *, each: int) -> None:
    made: dict[str, CommunityOrganisation] = {}
    for number, listing in enumerate(listings(each)):
        offer, (place, address, postcode, step_free) = listing.offer, listing.place
        if offer.by not in made:
            made[offer.by] = directory.add_organisation(
                by=DEMONSTRATION, scheme_id=scheme_id, name=offer.by, email=listing.email
            )
        session = SessionFacts(
            frequency="WEEKLY",
            days=(offer.day,),
            opens=datetime.time(*offer.opens),
            closes=listing.closes,
        )
        directory.add_service(
            by=DEMONSTRATION,
            scheme_id=scheme_id,
            name=listing.name,
            organisation=made[offer.by],
            foundations=[str(foundation) for foundation in offer.foundations],
            places=[
                PlaceFacts(
                    name=place,
                    address=f"{address}, London",
                    postcode=postcode,
                    is_step_free=step_free,
                )
            ],
            sessions=[session] if offer.day else [],
            description=offer.about,
            email=listing.email,
            phone=f"020 7946 0{200 + number:03}",
            cost=offer.cost,
            is_free=not offer.cost,
            eligibility=offer.eligibility,
            minimum_age=offer.minimum_age,
            maximum_age=offer.maximum_age,
            languages=list(offer.languages),
            is_women_only=True if "women only" in offer.eligibility.casefold() else None,
            # Some were checked long ago, so that fading shows.
            checked=Service.How.PHONE if number % 3 else Service.How.VISIT,
            at=timezone.now() - datetime.timedelta(days=(number * 13) % 260),
        )
