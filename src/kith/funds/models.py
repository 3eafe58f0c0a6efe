"""Money in hand: a scheme's funds, what is asked of them for people, and vouchers by serial.

No balance is stored: it is computed from these rows. All amounts are whole pence.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.files.models import Upload
from kith.funds.states import REQUESTS, RequestState
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.organisations.models import Funder, Membership
from kith.people.models import Person
from kith.vocabulary import foundations


class Fund(SchemeOwned, Versioned):
    """Money for people: its rule in words, whom it is for, and the most for one request."""

    name = models.CharField(max_length=200)
    rule = models.TextField()
    for_whom = models.CharField(max_length=300, blank=True)
    most_pence = models.PositiveBigIntegerField()
    funder = SchemeForeignKey(Funder, null=True, blank=True, related_name="funds")
    is_open = models.BooleanField(default=True)

    classified = Classified(operational="name rule for_whom most_pence funder is_open version")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "name"], name="fund_once_in_scheme"),
            models.CheckConstraint(condition=Q(most_pence__gt=0), name="fund_gives_something"),
        ]

    def __str__(self) -> str:
        return self.name


class Approver(SchemeOwned):
    """That a member of staff is named to approve requests of a fund, until `ended_at`."""

    fund = SchemeForeignKey(Fund, related_name="approvers")
    member = SchemeForeignKey(Membership, related_name="approves_for")
    ended_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(personal="member", operational="fund ended_at")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "fund", "member"],
                condition=Q(ended_at=None),
                name="approver_once",
            )
        ]


class Deposit(SchemeOwned):
    """Money that came into a fund: when, who noted it, and what shows it. A slip is taken back."""

    class Kind(models.TextChoices):
        START = "start", "Start balance"
        TOP_UP = "top_up", "Top-up"

    fund = SchemeForeignKey(Fund, related_name="deposits")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    pence = models.PositiveBigIntegerField()
    on = models.DateField()
    evidence = models.CharField(max_length=300)
    upload = SchemeForeignKey(Upload, null=True, blank=True, related_name="+")
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="by by_name", operational="fund kind pence on evidence upload taken_back_at"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="deposit_of_something"),
            models.CheckConstraint(condition=~Q(evidence=""), name="deposit_is_shown"),
            models.UniqueConstraint(
                fields=["scheme_id", "fund"],
                condition=Q(kind="start", taken_back_at=None),
                name="deposit_starts_once",
            ),
        ]


class Purpose(models.TextChoices):
    """What money is for; ours, so that funds can be reported side by side."""

    FOOD = "food", "Food"
    ENERGY = "energy", "Gas, electricity, water"
    TRAVEL = "travel", "Fares and travel"
    CLOTHES = "clothes", "Clothes and shoes"
    HOME = "home", "Something for the home"
    ACTIVITY = "activity", "A class, club or activity"
    PHONE = "phone", "Phone, data, getting online"
    PAPERS = "papers", "Identity papers and forms"
    OTHER = "other", "Something else"


class Way(models.TextChoices):
    """How it is paid."""

    VOUCHER = "voucher", "A voucher from our stock"
    SUPPLIER = "supplier", "Payment to a supplier"
    FARE = "fare", "A fare"
    CASH = "cash", "Cash, with a receipt"


class MoneyRequest(SchemeOwned, Versioned):
    """Money asked for one person: what for, how much, the decision, and what was given.

    `why` may be read by whoever is named to approve, who may not open the record. `seen_at` is when whoever
    asked read a refusal; `no_receipt_why` ends the wait for a receipt.
    """

    fund = SchemeForeignKey(Fund, related_name="requests")
    person = SchemeForeignKey(Person, related_name="money_requests")
    foundation = models.CharField(max_length=20, choices=foundations.choices())
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    what = models.CharField(max_length=200)
    why = models.TextField()
    pence = models.PositiveBigIntegerField()
    way = models.CharField(max_length=10, choices=Way.choices)
    payee = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=REQUESTS.choices, default=RequestState.ASKED.value
    )
    asked_at = models.DateTimeField()
    asked_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="money_asked")
    asked_by_name = models.CharField(max_length=200)
    more = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_why = models.TextField(blank=True)
    approved_pence = models.PositiveBigIntegerField(null=True, blank=True)
    given_on = models.DateField(null=True, blank=True)
    given_pence = models.PositiveBigIntegerField(null=True, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    no_receipt_why = models.CharField(max_length=300, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="person asked_by asked_by_name decided_by decided_by_name payee",
        sensitive="foundation purpose what why more decided_why pence approved_pence given_pence"
        " reference no_receipt_why",
        operational="fund way state asked_at decided_at given_on seen_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="moneyrequest_of_something"),
            models.CheckConstraint(
                condition=Q(approved_pence=None) & ~Q(state__in=["approved", "given"])
                | Q(approved_pence__isnull=False, approved_pence__gt=0)
                & Q(state__in=["approved", "given"]),
                name="moneyrequest_approved_how_much",
            ),
            models.CheckConstraint(
                condition=Q(approved_pence=None) | Q(approved_pence__lte=F("pence")),
                name="moneyrequest_no_more_than_asked",
            ),
            models.CheckConstraint(
                condition=Q(given_on=None, given_pence=None) & ~Q(state="given")
                | Q(given_on__isnull=False, given_pence__isnull=False, given_pence__gt=0)
                & Q(state="given"),
                name="moneyrequest_given_what_and_when",
            ),
            models.CheckConstraint(
                condition=Q(given_pence=None) | Q(given_pence__lte=F("approved_pence")),
                name="moneyrequest_no_more_than_approved",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(asked_by=None) | ~Q(decided_by=F("asked_by")),
                name="moneyrequest_decided_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["scheme_id", "fund", "state"], name="moneyrequest_by_state"),
            models.Index(fields=["scheme_id", "asked_by", "state"], name="moneyrequest_by_asker"),
        ]


class Receipt(SchemeOwned):
    """A file that shows what was paid."""

    request = SchemeForeignKey(MoneyRequest, related_name="receipts")
    upload = SchemeForeignKey(Upload, related_name="+")
    by_name = models.CharField(max_length=200)

    classified = Classified(personal="by_name", sensitive="upload", operational="request")

    class Meta:
        default_permissions = ()


class Returned(SchemeOwned):
    """Money that came back of what was given."""

    request = SchemeForeignKey(MoneyRequest, related_name="returns")
    pence = models.PositiveBigIntegerField()
    on = models.DateField()
    why = models.CharField(max_length=300)
    by_name = models.CharField(max_length=200)

    classified = Classified(personal="by_name", sensitive="why", operational="request pence on")

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(pence__gt=0), name="returned_something")]


class VoucherBatch(SchemeOwned):
    """Vouchers of one kind and value, bought together from a fund."""

    fund = SchemeForeignKey(Fund, related_name="batches")
    kind = models.CharField(max_length=120)
    pence = models.PositiveBigIntegerField()
    bought_on = models.DateField()
    evidence = models.CharField(max_length=300)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    classified = Classified(personal="by by_name", operational="fund kind pence bought_on evidence")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="voucherbatch_worth_something")
        ]


class Voucher(SchemeOwned, Versioned):
    """One voucher by its serial, which is once in a scheme however it is written."""

    class State(models.TextChoices):
        IN_HAND = "in_hand", "In hand"
        GIVEN = "given", "Given"
        VOID = "void", "Void"
        LOST = "lost", "Lost"

    batch = SchemeForeignKey(VoucherBatch, related_name="vouchers")
    serial = models.CharField(max_length=60)
    folded = models.CharField(max_length=60, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.IN_HAND)
    request = SchemeForeignKey(MoneyRequest, null=True, blank=True, related_name="vouchers")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by_name = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=300, blank=True)

    classified = Classified(
        personal="changed_by_name",
        sensitive="serial folded why",
        operational="batch state request changed_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "folded"], name="voucher_once"),
            models.CheckConstraint(
                condition=Q(state="given", request__isnull=False)
                | ~Q(state="given") & Q(request=None),
                name="voucher_given_for_a_request",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["void", "lost"]) | ~Q(why=""),
                name="voucher_gone_why",
            ),
        ]
        indexes = [models.Index(fields=["scheme_id", "batch", "state"], name="voucher_by_state")]

    @property
    def masked(self) -> str:
        """Its last characters, as lists show it: a serial is as good as money."""
        shown = self.serial[-4:] if len(self.serial) > 6 else self.serial[-2:]
        return f"…{shown}"
