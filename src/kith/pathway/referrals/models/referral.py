"""A referral: someone asks that a person be supported."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import BY_JOB, Wall
from kith.organisations.models import (
    Membership,
    Practice,
    Programme,
    Reason,
    ReferringOrganisation,
)
from kith.pathway.referrals.states import ANSWERS, DECISIONS, Answer, Decision
from kith.people.models import Person
from kith.vocabulary import doors, referral_sources, urgency


class Referral(SchemeOwned, Versioned):
    """One request. What the referrer sees and what the person says are two fields (PRSB, section 9).

    `decision` is the scheme's and `answer` the person's; each keeps when, who and why. `joined` says that
    the person was on record before; `again` counts those of the same day and place that were there before it;
    `as_given`, `risk_given` and `no_risk_given` are what this referral
    itself said of them, for a reader to whom the record is closed. `taken_by` wrote it down.
    """

    person = SchemeForeignKey(Person, related_name="referrals")
    source = models.CharField(max_length=10, choices=referral_sources.choices())
    door = models.CharField(max_length=12, choices=doors.choices(), default=doors.Door.TEAM)
    referred_on = models.DateField()
    again = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField(default=timezone.now)
    practice = SchemeForeignKey(Practice, null=True, blank=True, related_name="referrals")
    organisation = SchemeForeignKey(
        ReferringOrganisation, null=True, blank=True, related_name="referrals"
    )
    organisation_name = models.CharField(max_length=200, blank=True)
    referrer = SchemeForeignKey(Membership, null=True, blank=True, related_name="referrals")
    referrer_name = models.CharField(max_length=140, blank=True)
    referrer_role = models.CharField(max_length=100, blank=True)
    referrer_contact = models.CharField(max_length=254, blank=True)
    programme = SchemeForeignKey(Programme, null=True, blank=True, related_name="referrals")
    urgency = models.CharField(max_length=10, choices=urgency.choices(), default="routine")
    referrer_sees = models.TextField(blank=True)
    person_says = models.TextField(blank=True)
    person_knows = models.BooleanField(null=True, blank=True)
    consent_note = models.CharField(max_length=300, blank=True)
    notes = models.TextField(blank=True)
    # True unless said otherwise: a referral of whom we know nothing else opens no record.
    joined = models.BooleanField(default=True)
    as_given = models.JSONField(default=dict, blank=True)
    risk_given = models.TextField(blank=True)
    no_risk_given = models.BooleanField(default=False)
    taken_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    more = models.JSONField(default=list, blank=True)
    """What a door's or a programme's own questions brought: [{"key", "question", "answer"}]."""

    decision = models.CharField(max_length=12, choices=DECISIONS.choices, default=Decision.RECEIVED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    decided_why = models.TextField(blank=True)

    answer = models.CharField(max_length=10, choices=ANSWERS.choices, default=Answer.NOT_YET)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.CharField(max_length=300, blank=True)
    # Who heard a no that came before anybody took the referral on.
    answer_heard_by = models.CharField(max_length=140, blank=True)

    # What the person said about the referrer hearing how it goes; None: not asked (word_back.tier).
    progress_agreed = models.BooleanField(null=True, blank=True)
    progress_agreed_on = models.DateField(null=True, blank=True)
    progress_word = models.CharField(max_length=140, blank=True)

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB)
    classified = Classified(
        personal="person referrer referrer_name referrer_contact as_given progress_word answer_heard_by",
        sensitive="progress_agreed referrer_sees person_says consent_note notes more decided_why answer_note urgency"
        " risk_given no_risk_given",
        operational="source door referred_on again received_at practice organisation organisation_name"
        " referrer_role programme person_knows decision decided_at decided_by answer answered_at"
        " joined taken_by progress_agreed_on version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "person", "referred_on", "organisation_name", "again"],
                name="referral_one_at_a_time_from_one_place",
            ),
            models.CheckConstraint(
                condition=Q(decision="received", decided_at=None)
                | ~Q(decision="received") & Q(decided_at__isnull=False),
                name="referral_decided_when",
            ),
            models.CheckConstraint(
                condition=Q(answer="not_yet", answered_at=None)
                | ~Q(answer="not_yet") & Q(answered_at__isnull=False),
                name="referral_answered_when",
            ),
            models.CheckConstraint(
                condition=Q(progress_agreed=None)
                | Q(progress_agreed_on__isnull=False) & ~Q(progress_word=""),
                name="referral_progress_on_whose_word",
            ),
        ]
        indexes = [
            models.Index(fields=["scheme_id", "decision", "received_at"], name="referral_queue")
        ]

    @property
    def name_given(self) -> str:
        """The name as this referral gave it, which may be read where the record is closed."""
        return self.as_given.get("name") or self.person.full_name


class ReferralReason(SchemeOwned):
    """One of the scheme's reasons, given for a referral."""

    referral = SchemeForeignKey(Referral, related_name="reasons")
    reason = SchemeForeignKey(Reason, related_name="+")

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB)
    classified = Classified(sensitive="reason", operational="referral")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "referral", "reason"], name="referralreason_once"
            )
        ]
