"""Who decides, what a request may be, and how serials are read."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kith.accounts.permissions import Permission, holds
from kith.funds.models import Approver, Fund, MoneyRequest, Purpose, Way
from kith.isolation.actor import Actor
from kith.people.models import Person
from kith.people.queries import with_merged_visible_to
from kith.resilience.errors import Refused
from kith.ui import dates
from kith.ui.money import money
from kith.vocabulary import foundations

# More than any fund of this kind holds; what is typed beyond it is a slip of the finger.
MOST_PENCE = 100_000_000
MOST_SERIALS = 500
LONGEST_SERIAL = 60


@dataclass(frozen=True)
class Standing:
    """A fund in pence, computed from its rows.

    put_in     what came in
    bought     what vouchers were bought for
    given      what was paid out otherwise
    returned   what came back
    promised   approved and not yet given, paid otherwise than by voucher
    stock      what the vouchers in hand are worth
    stock_promised  approved and not yet given, by voucher
    """

    put_in: int = 0
    bought: int = 0
    given: int = 0
    returned: int = 0
    promised: int = 0
    stock: int = 0
    stock_promised: int = 0

    @property
    def balance(self) -> int:
        """Money in the fund."""
        return self.put_in - self.bought - self.given + self.returned

    @property
    def free(self) -> int:
        """Money that nobody was promised."""
        return self.balance - self.promised

    @property
    def stock_free(self) -> int:
        """Vouchers in hand that nobody was promised; below nothing when some of them were lost since."""
        return self.stock - self.stock_promised

    def free_for(self, way: str) -> int:
        """What can be promised in a way of paying."""
        return self.stock_free if way == Way.VOUCHER else self.free


def check_pence(pence: int | None, field: str = "pence") -> None:
    """Raise Refused for nothing, or for more than anybody means."""
    if pence is None or not 0 < pence <= MOST_PENCE:
        raise Refused("Enter an amount above £0, and up to £1,000,000.", field=field)


def check_past(day: datetime.date, field: str) -> None:
    """Raise Refused for a day to come."""
    if day > dates.today():
        raise Refused("This day has not come yet. Check the date.", field=field)


def check_request(
    fund: Fund, *, foundation: str, purpose: str, what: str, why: str, pence: int, way: str, payee: str
) -> None:  # fmt: skip
    """Raise Refused for a request that the fund's rule in figures does not allow, or that is not whole."""
    if not fund.is_open:
        raise Refused(f"{fund.name} takes no requests any more. Choose another.", field="fund")
    if foundation not in {key for key, _ in foundations.choices()}:
        raise Refused("Choose what it helps with.", field="foundation")
    if purpose not in Purpose.values:
        raise Refused("Choose what it is for.", field="purpose")
    if not what.strip():
        raise Refused("Write what exactly it is for.", field="what")
    if not why.strip():
        raise Refused("Write why this fund should pay for it.", field="why")
    check_pence(pence)
    if pence > fund.most_pence:
        raise Refused(
            f"{fund.name} gives at most {money(fund.most_pence)} for one request.", field="pence"
        )
    if way not in Way.values:
        raise Refused("Choose how it is to be paid.", field="way")
    if way == Way.SUPPLIER and not payee.strip():
        raise Refused("Enter who is to be paid.", field="payee")


def may_approve(actor: Actor, request: MoneyRequest, approvers: Iterable[Approver]) -> bool:
    """Whether somebody decides on a request: named for its fund, by a role that may, and not who asked."""
    own = actor.membership_id(request.scheme_id)
    named = own is not None and own in {row.member_id for row in approvers if row.ended_at is None}
    return (
        named
        and own != request.asked_by_id
        and holds(actor, Permission.APPROVE_MONEY, request.scheme_id)
    )


def check_may_open(by: Actor, person: Person) -> None:
    """Raise Refused for somebody who may not open a person's record."""
    if not with_merged_visible_to(by).filter(pk=person.pk).exists():
        raise Refused("Only somebody who may open this person’s record asks or gives for them.")


def check_enough(standing: Standing, pence: int, way: str, fund: Fund) -> None:
    """Raise Refused where a fund does not hold what is to be promised."""
    free = standing.free_for(way)
    if pence <= free:
        return
    if way == Way.VOUCHER:
        raise Refused(
            f"{fund.name} has vouchers for {money(max(free, 0))} that nobody was promised. Buy more"
            " first, or pay in another way.",
            field="approved_pence",
        )
    raise Refused(
        f"{fund.name} has {money(max(free, 0))} left that nobody was promised, so it cannot give"
        f" {money(pence)}.",
        field="approved_pence",
    )


def fold(serial: str) -> str:
    """A serial as it is compared: capitals and digits alone."""
    return re.sub(r"[\W_]", "", serial).upper()


def read_serials(text: str) -> list[str]:
    """The serials of a list, typed, pasted or of a CSV file: parted by lines, commas, semicolons or tabs.

    Raises Refused, naming what is wrong, for none, too many, one that is too long or holds nothing, or
    the same one twice.
    """
    found = [part.strip().strip('"').strip() for part in re.split(r"[\n\r,;\t]+", text)]
    serials = [part for part in found if part]
    if not serials:
        raise Refused("Enter the serials, one on each line.", field="serials")
    if len(serials) > MOST_SERIALS:
        raise Refused(
            f"These are {len(serials):,} serials. Enter at most {MOST_SERIALS} at once.",
            field="serials",
        )
    for serial in serials:
        if len(serial) > LONGEST_SERIAL or len(fold(serial)) < 3:
            raise Refused(
                f"“{serial[:20]}” does not look like a serial: three to {LONGEST_SERIAL} characters.",
                field="serials",
            )
    twice = [serial for serial, count in Counter(map(fold, serials)).items() if count > 1]
    if twice:
        raise Refused(f"The serial that ends in {twice[0][-4:]} is there twice.", field="serials")
    return serials
