"""Attempts, appointments and conversations with a person; and what the worker did themselves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.concerns.models import Visit
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import BY_JOB, Wall
from kith.messages.models import Letter
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.people.models import ContactPoint, Person
from kith.vocabulary import interpreters, languages, media
from kith.vocabulary import phone as phones


class Outcome(models.TextChoices):
    """What happened. An attempt that reached nobody is a contact too."""

    REACHED = "reached", "Reached: we talked"
    NO_ANSWER = "no_answer", "No answer"
    LEFT_MESSAGE = "left_message", "Left a message"
    DID_NOT_ATTEND = "did_not_attend", "Did not come"
    NOT_BROUGHT = "not_brought", "Was not brought (a child)"
    CANCELLED_BY_PERSON = "cancelled_by_person", "Cancelled by the person"
    CANCELLED_BY_US = "cancelled_by_us", "Cancelled by us"
    NO_INTERPRETER = "no_interpreter", "No interpreter: our failure"
    WRONG_NUMBER = "wrong_number", "Wrong or dead number"
    SENT = "sent", "Sent (a letter, text or e-mail)"


class Contact(SchemeOwned, Versioned):
    """One attempt or conversation, in either direction; a person always, a case once there is one.

    Planned contacts have `planned_for` and no `happened_at` nor outcome yet. `counts` says whether a try
    without an answer is one of the scheme's policy (rules.fairness). `point` is the number or address of theirs
    that it was by, where it was by one; `letter` the letter that was made, which has gone only once it is marked as
    sent. `visit` is the visit alone that began from an appointment.
    """

    class Direction(models.TextChoices):
        OUT = "out", "We contacted them"
        IN = "in", "They contacted us"

    person = SchemeForeignKey(Person, related_name="contacts")
    case = SchemeForeignKey(Case, null=True, blank=True, related_name="contacts")
    medium = models.CharField(max_length=10, choices=media.choices())
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.OUT)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    planned_for = models.DateTimeField(null=True, blank=True)
    planned_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    interpreter = models.CharField(max_length=2, choices=interpreters.choices(), blank=True)
    counts = models.BooleanField(default=True)
    point = SchemeForeignKey(ContactPoint, null=True, blank=True, related_name="+")
    letter = SchemeForeignKey(Letter, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    visit = SchemeForeignKey(Visit, null=True, blank=True, related_name="contacts")
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="contacts")
    by_name = models.CharField(max_length=200)

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB)
    classified = Classified(
        personal="person by by_name place",
        sensitive="note outcome",
        operational="case medium direction planned_for planned_minutes happened_at minutes"
        " travel_minutes interpreter counts point letter visit version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_at=None, outcome="")
                | Q(happened_at__isnull=False) & ~Q(outcome=""),
                name="contact_outcome_when_happened",
            ),
            models.CheckConstraint(
                condition=Q(happened_at__isnull=False) | Q(planned_for__isnull=False),
                name="contact_planned_or_happened",
            ),
            models.CheckConstraint(
                condition=Q(letter=None) | Q(medium="letter"), name="contact_letter_is_one"
            ),
        ]
        indexes = [
            models.Index(fields=["scheme_id", "person", "-happened_at"], name="contact_by_person"),
            models.Index(fields=["scheme_id", "by", "planned_for"], name="contact_by_plan"),
        ]

    @property
    def inbound(self) -> bool:
        """Whether the person got in touch with us."""
        return self.direction == self.Direction.IN


class InterpreterBooking(SchemeOwned, Versioned):
    """An interpreter asked for, for an appointment. `came` is said afterwards: that nobody came is our
    failure, never the person's.
    """

    class Wish(models.TextChoices):
        ANY = "", "No wish"
        WOMAN = "woman", "A woman"
        MAN = "man", "A man"

    contact = SchemeForeignKey(Contact, related_name="interpreter_bookings")
    language = models.CharField(max_length=10, choices=languages.choices())
    dialect = models.CharField(max_length=100, blank=True)
    gender_wished = models.CharField(max_length=5, choices=Wish.choices, blank=True)
    supplier = models.CharField(max_length=200)
    reference = models.CharField(max_length=100, blank=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    came = models.BooleanField(null=True, blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB)
    classified = Classified(
        personal="language dialect by by_name",
        sensitive="gender_wished",
        operational="contact supplier reference asked_at confirmed_at ended_at came version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "contact"],
                condition=Q(ended_at=None),
                name="interpreter_booked_once",
            )
        ]

    @property
    def words(self) -> str:
        """Who was asked for and how it stands, such as "Sylheti, a woman: confirmed by Voices (4711)"."""
        spoken = ", ".join(
            part
            for part in (
                languages.label(self.language),
                self.dialect,
                self.Wish(self.gender_wished).label.lower() if self.gender_wished else "",
            )
            if part
        )
        stands = "confirmed by" if self.confirmed_at else "asked of"
        number = f" ({self.reference})" if self.reference else ""
        return f"{spoken}: {stands} {self.supplier}{number}"


class SupportGiven(SchemeOwned, Versioned):
    """What the worker did themselves: a form filled, a landlord rung, going along."""

    class Kind(models.TextChoices):
        FORM = "form", "Filled in a form"
        CALL = "call", "Rang or wrote for them"
        WENT_ALONG = "went_along", "Went along"
        LOOKED_UP = "looked_up", "Found something out"
        ADVOCATED = "advocated", "Spoke up for them"
        PRACTICAL = "practical", "Practical help"
        LISTENED = "listened", "Listened and stayed with it"
        OTHER = "other", "Something else"

    class Frequency(models.TextChoices):
        ONE_OFF = "one_off", "One-off"
        YEARLY = "yearly", "Each year"

    class Certainty(models.TextChoices):
        ESTIMATED = "estimated", "Estimated"
        CONFIRMED = "confirmed", "Confirmed"

    person = SchemeForeignKey(Person, related_name="support_given")
    case = SchemeForeignKey(Case, related_name="support_given")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    given_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    result = models.TextField(blank=True)
    money_pence = models.PositiveBigIntegerField(null=True, blank=True)
    money_frequency = models.CharField(max_length=10, choices=Frequency.choices, blank=True)
    money_certainty = models.CharField(max_length=10, choices=Certainty.choices, blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="support_given")
    by_name = models.CharField(max_length=200)

    classified = Classified(
        personal="person by by_name",
        sensitive="kind result money_pence",
        operational="case given_on minutes money_frequency money_certainty version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(money_pence=None, money_frequency="", money_certainty="")
                | Q(money_pence__isnull=False) & ~Q(money_frequency="") & ~Q(money_certainty=""),
                name="support_money_said_whole",
            )
        ]


class PhoneMessage(SchemeOwned):
    """Somebody rang back and left word for whoever supports them. Done when someone rang them or saw to it."""

    person = SchemeForeignKey(Person, related_name="phone_messages")
    contact = SchemeForeignKey(Contact, related_name="+")
    words = models.TextField()
    phone = models.CharField(max_length=20, blank=True)
    urgent = models.BooleanField(default=False)
    taken_at = models.DateTimeField()
    taken_by_name = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")

    classified = Classified(
        personal="person phone taken_by_name",
        sensitive="words",
        operational="contact urgent taken_at done_at done_by",
    )

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["scheme_id", "person"],
                condition=Q(done_at=None),
                name="phonemessage_waiting",
            )
        ]

    @property
    def ring(self) -> str:
        """The number to ring, as people read it."""
        return phones.display(self.phone) if self.phone else ""


class Wait(SchemeOwned):
    """Waiting well: what somebody was told about the wait, asked, or chose themselves.

    A contact of holding is a `contact` too, so that it counts as work. Silence after "do you still want
    this?" removes nobody: `remind_on` puts it before a human again.
    """

    class Kind(models.TextChoices):
        TOLD = "told", "Told how long it may take"
        ASKED = "asked", "Asked whether they still want this"
        CHOSE = "chose", "They chose a later day themselves"

    case = SchemeForeignKey(Case, related_name="waits")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField()
    noted_at = models.DateTimeField()
    chosen_on = models.DateField(null=True, blank=True)
    remind_on = models.DateField(null=True, blank=True)
    contact = SchemeForeignKey(Contact, null=True, blank=True, related_name="waits")
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    classified = Classified(
        personal="by by_name",
        sensitive="words",
        operational="case kind noted_at chosen_on remind_on contact",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="chose", chosen_on__isnull=False)
                | ~Q(kind="chose") & Q(chosen_on=None),
                name="wait_chosen_day",
            )
        ]
