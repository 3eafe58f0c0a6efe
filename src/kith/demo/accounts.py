"""The demonstration's accounts, one for each kind of visitor."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

BOW, POPLAR = "bow-demo", "poplar-demo"
_SPACE = uuid.UUID("6b697468-6465-4d6f-8000-000000000000")


def scheme_id_of(slug: str) -> uuid.UUID:
    """The fixed id of a demonstration scheme."""
    return uuid.uuid5(_SPACE, slug)


@dataclass(frozen=True)
class Account:
    """One account and its place in a scheme. `key` is what the sign-in page posts; `home` is the scheme
    of its address, where that is another."""

    key: str
    name: str
    roles: tuple[str, ...]
    scheme: str = BOW
    job_role: str = "other"
    partner: str = ""
    practice: str = ""
    provider: str = ""
    phone: str = ""
    leads_partner: bool = False
    home: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@{self.home or self.scheme}.example"


PRIME, SECOND, TOGETHER = "Bow Wellbeing Partnership", "Limehouse Neighbours", "Poplar Together"

ACCOUNTS = (
    Account("linkworker", "Nadia Karim", ("linkworker",), job_role="link_worker", partner=SECOND, phone="07700 900101"),
    Account("linkworker2", "Owen Pritchard", ("linkworker",), job_role="link_worker", partner=PRIME, phone="07700 900102"),
    Account("teamlead", "Grace Mensah", ("teamlead",), job_role="lead", partner=PRIME, phone="07700 900103", leads_partner=True),
    Account("manager", "Yusuf Demir", ("manager",), job_role="manager", partner=PRIME, phone="07700 900104"),
    Account("referrer", "Dr Helen Achebe", ("referrer",), practice="F84901"),
    Account("provider", "Marta Kowalska", ("provider",), provider="Lea Valley Strollers"),
    Account("funder", "Colin Bright", ("funder",)),
    Account("trainer", "Ifeoma Nwosu", ("trainer",)),
    Account("learner", "Tom Ashdown", ("learner",)),
    Account("facilitator", "Leila Haddad", ("facilitator",)),
    Account("privacylead", "Anneke de Vries", ("privacylead",), phone="07700 900105"),
    Account("operator", "Raj Patel", ("operator",)),
    Account("stranger", "Siobhan Kelly", ("linkworker",), scheme=POPLAR, job_role="link_worker", partner=TOGETHER),
)  # fmt: skip
# One link worker serves both schemes.
SECOND_SEATS = (
    Account("linkworker2", "Owen Pritchard", ("linkworker",), scheme=POPLAR, job_role="link_worker", partner=TOGETHER, phone="07700 900102", home=BOW),
)  # fmt: skip
BY_KEY = {account.key: account for account in ACCOUNTS}
