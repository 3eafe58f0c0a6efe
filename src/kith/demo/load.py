"""Loads the demonstration through the write doors, one scheme at a time, each wholly or not at all."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from uuid import UUID

from kith.accounts import actions as accounts
from kith.accounts.models import User
from kith.demo import stories
from kith.demo.accounts import ACCOUNTS, BOW, POPLAR, PRIME, SECOND, scheme_id_of
from kith.demo.people import BOW_PEOPLE, POPLAR_PEOPLE
from kith.demo.services import listings
from kith.directory import actions as directory
from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.models import CommunityOrganisation
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations import actions as organisations
from kith.organisations import queries
from kith.organisations.models import Scheme
from kith.resilience.errors import Refused
from kith.ui.dates import today

DEMONSTRATION = Actor.system("the demonstration")
SEED = 1984  # the year the centre opened

# name, ODS code, address, people registered on 1 April
PRACTICES = (
    ("Merchant Street Practice", "F84901", "5 Merchant Street, London E3 4LY", 9_840),
    ("Stroudley Walk Surgery", "F84902", "38 Stroudley Walk, London E3 3EW", 8_120),
    ("St Leonard's Practice", "F84903", "12 St Leonards Street, London E3 3BT", 11_460),
    ("Tredegar Road Surgery", "F84904", "104 Tredegar Road, London E3 2EU", 7_310),
    ("Grove Road Practice", "F84905", "200 Grove Road, London E3 5TG", 9_050),
    ("Aberfeldy Practice", "F84906", "2 Aberfeldy Street, London E14 0NU", 7_220),
)
Say = Callable[[str], None]


def load(*, say: Say = lambda sentence: None) -> bool:
    """Load what is not there yet; true when something was.

    Raises Refused when the database holds a scheme that is not the demonstration's.
    """
    ours = {scheme_id_of(BOW), scheme_id_of(POPLAR)}
    there = set(queries.open_schemes())
    if there - ours:
        raise Refused(
            "This database holds a scheme that is not the demonstration's, so the demonstration was not"
            " loaded. Use another database for it, or start without KITH_DEMO."
        )
    missing = [slug for slug in (BOW, POPLAR) if scheme_id_of(slug) not in there]
    for slug in missing:
        say(f"Loading the demonstration scheme {slug}…")
        _load_scheme(slug, say)
    return bool(missing)


def _load_scheme(slug: str, say: Say) -> None:
    scheme_id, pick = scheme_id_of(slug), random.Random(f"{SEED} {slug}")  # noqa: S311  not a secret
    with context.in_scheme(scheme_id, actor=DEMONSTRATION.key):
        scheme = _open(slug, scheme_id)
        say("  the directory")
        _fill_directory(scheme_id, each=3 if slug == BOW else 1)
        _seat_everyone(slug, scheme_id)
        people = BOW_PEOPLE if slug == BOW else POPLAR_PEOPLE
        say(f"  {len(people)} people and what happened with them")
        stories.tell(scheme, people, pick=pick, now=_now())


def _open(slug: str, scheme_id: UUID) -> Scheme:
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
    )
    for name in (PRIME, SECOND) if bow else ("Poplar Together",):
        partner = organisations.add_partner(
            by=DEMONSTRATION, scheme_id=scheme_id, name=name, is_prime=name != SECOND
        )
        organisations.add_team(by=DEMONSTRATION, partner=partner, name=f"{name} link workers")
    _add_practices(scheme_id, PRACTICES if bow else PRACTICES[:1], "Bow" if bow else "Poplar")
    programme = organisations.add_programme(
        by=DEMONSTRATION,
        scheme_id=scheme_id,
        name="Cancer programme",
        description="For people living with and after cancer, across hospital and community.",
    )
    since = today() - datetime.timedelta(days=800)
    organisations.add_contract(
        by=DEMONSTRATION,
        scheme_id=scheme_id,
        funder_name="Borough GP federation",
        title="Link workers in every practice",
        from_date=since,
    )
    organisations.add_contract(
        by=DEMONSTRATION,
        scheme_id=scheme_id,
        funder_name="A cancer charity",
        title="Cancer programme",
        from_date=since,
        programme=programme,
    )
    return scheme


def _add_practices(
    scheme_id: UUID, practices: tuple[tuple[str, str, str, int], ...], network: str
) -> None:
    since = today() - datetime.timedelta(days=800)
    pcn = organisations.add_pcn(by=DEMONSTRATION, scheme_id=scheme_id, name=f"{network} PCN")
    for name, code, address, registered in practices:
        practice = organisations.add_practice(
            by=DEMONSTRATION,
            scheme_id=scheme_id,
            name=name,
            ods_code=code,
            pcn=pcn,
            since=since,
            phone="020 7946 0130",
            email=f"reception@{code.lower()}.example",
            address=address,
        )
        organisations.record_list_size(
            by=DEMONSTRATION, practice=practice, on_date=since, registered=registered
        )


def _seat_everyone(slug: str, scheme_id: UUID) -> None:
    partners = {row.name: row for row in queries.partners(scheme_id)}
    practices = {row.ods_code: row for row in queries.practices(scheme_id)}
    providers = {row.name: row.pk for row in CommunityOrganisation.objects.all()}
    for account in ACCOUNTS:
        if account.scheme != slug:
            continue
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
            provider_id=providers.get(account.provider),
            phone=account.phone,
            from_date=today() - datetime.timedelta(days=800),
        )


def _fill_directory(scheme_id: UUID, *, each: int) -> None:
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
            # Some were checked long ago, so that fading shows.
            at=_now() - datetime.timedelta(days=(number * 13) % 260),
        )


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
