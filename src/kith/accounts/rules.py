"""How often a password may be tried.

Counted before the door of the act and never inside it: what a door refuses is rolled back, and a
try that is given back is no limit.
"""

from __future__ import annotations

from uuid import UUID

from kith.accounts.models import normal_email
from kith.resilience.limits import Limit, spend

BY_NETWORK = Limit("sign-in by network", burst=60, per_hour=600)
# Strict from one place, wider from everywhere: a stranger elsewhere locks nobody out quickly.
BY_ACCOUNT_THERE = Limit("sign-in by account from one network", burst=10, per_hour=60)
BY_ACCOUNT = Limit("sign-in by account", burst=100, per_hour=300)
BY_OWNER = Limit("one's present password", burst=10, per_hour=60)


def count_sign_in(*, email: str, network: str) -> None:
    """Count a try to sign in. Raises TooOften when there were too many."""
    account = normal_email(email)
    spend(BY_NETWORK, by=network)
    spend(BY_ACCOUNT_THERE, by=f"{account} {network}")
    spend(BY_ACCOUNT, by=account)


def count_password(*, user_id: UUID) -> None:
    """Count a try at one's present password, by whoever sits at the session. Raises TooOften."""
    spend(BY_OWNER, by=str(user_id))
