"""The fixed people of every test.

Two schemes. In Bow, the prime contractor Bow Wellbeing (its staff see the borough) and two other
employers, Roman Road Friends and Limehouse Links, whose staff see their own people.

    Bow      Nadia   link worker, Roman Road Friends
             Sam     link worker, Limehouse Links
             Tess    team lead and link worker, Roman Road Friends
             Priya   link worker, Bow Wellbeing (prime)
             Mo      manager, Bow Wellbeing
             Ruth    referrer at the Merchant Street practice
             Ray     referrer at the Stroudley Walk practice
             Della   provider: the Chrisp Street lunch club
             Fay     funder
             Pia     privacy lead
    Poplar   Sana    link worker: the stranger, who must see nothing of Bow
             Max     manager
    both     Bea     link worker in Bow (Roman Road Friends) and in Poplar

Run as a module it peoples an empty database, through the write doors.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from kith.isolation.actor import Actor

PASSWORD = "correct horse battery staple"
SPACE = uuid.UUID("6b697468-0000-4000-8000-000000000000")
BOW = uuid.uuid5(SPACE, "bow")
POPLAR = uuid.uuid5(SPACE, "poplar")
TESTS = Actor.system("the tests")
SINCE = datetime.date(2019, 1, 1)


@dataclass(frozen=True)
class Part:
    """One member of the cast, before the database knows them."""

    name: str
    scheme: uuid.UUID
    roles: tuple[str, ...]
    job_role: str = "other"
    partner: str = ""
    practice: str = ""

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@kith.example"


PARTS = (
    Part("Nadia Rahman", BOW, ("linkworker",), "link_worker", "Roman Road Friends"),
    Part("Sam Adeyemi", BOW, ("linkworker",), "link_worker", "Limehouse Links"),
    Part("Tess Whitlock", BOW, ("teamlead", "linkworker"), "lead", "Roman Road Friends"),
    Part("Priya Nair", BOW, ("linkworker",), "link_worker", "Bow Wellbeing"),
    Part("Mo Castellanos", BOW, ("manager",), "manager", "Bow Wellbeing"),
    Part("Ruth Abelson", BOW, ("referrer",), practice="F84901"),
    Part("Ray Donnelly", BOW, ("referrer",), practice="F84902"),
    Part("Della Marsh", BOW, ("provider",)),
    Part("Fay Osborne", BOW, ("funder",)),
    Part("Pia Lindqvist", BOW, ("privacylead",)),
    Part("Sana Mirza", POPLAR, ("linkworker",), "link_worker", "Poplar Together"),
    Part("Max Oyelaran", POPLAR, ("manager",), "manager", "Poplar Together"),
    Part("Bea Halloran", BOW, ("linkworker",), "link_worker", "Roman Road Friends"),
    Part("Bea Halloran", POPLAR, ("linkworker",), "link_worker", "Poplar Together"),
)


def _assemble() -> None:
    from kith.accounts.models import User
    from kith.isolation.context import in_scheme
    from kith.organisations import actions
    from kith.organisations.models import DeliveryPartner, Practice

    for scheme_id, slug, name, partners, practices in (
        (
            BOW,
            "bow",
            "Bow Social Prescribing",
            ("Bow Wellbeing", "Roman Road Friends", "Limehouse Links"),
            (("F84901", "Merchant Street Practice"), ("F84902", "Stroudley Walk Surgery")),
        ),
        (
            POPLAR,
            "poplar",
            "Poplar Social Prescribing",
            ("Poplar Together",),
            (("F84903", "Chrisp Street Health Centre"),),
        ),
    ):
        with in_scheme(scheme_id, actor=TESTS.key):
            actions.open_scheme(
                by=TESTS, scheme_id=scheme_id, slug=slug, name=name, phone="020 7946 0100"
            )
            for partner in partners:
                actions.add_partner(
                    by=TESTS,
                    scheme_id=scheme_id,
                    name=partner,
                    is_prime=partner in ("Bow Wellbeing", "Poplar Together"),
                )
            pcn = actions.add_pcn(by=TESTS, scheme_id=scheme_id, name=f"{slug.title()} PCN")
            for code, practice in practices:
                actions.add_practice(
                    by=TESTS,
                    scheme_id=scheme_id,
                    name=practice,
                    ods_code=code,
                    pcn=pcn,
                    since=SINCE,
                )
    for part in PARTS:
        with in_scheme(part.scheme, actor=TESTS.key):
            user = User.objects.filter(email=part.email).first() or _account(part)
            actions.add_member(
                by=TESTS,
                scheme_id=part.scheme,
                user=user,
                roles=part.roles,
                job_role=part.job_role,
                partner=DeliveryPartner.objects.filter(name=part.partner).first(),
                practice=Practice.objects.filter(ods_code=part.practice).first(),
                from_date=SINCE,
            )


def _account(part: Part):  # type: ignore[no-untyped-def]
    from kith.accounts import actions

    return actions.create_user(by=TESTS, email=part.email, name=part.name, password=PASSWORD)


if __name__ == "__main__":
    import django

    django.setup()
    _assemble()
