"""What a stranger wrote: an inbox they may put into and not read from."""

from __future__ import annotations

from django.db import models

from kith.isolation.context import Kind
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import STAFF, Wall
from kith.pathway.referrals.models.referral import Referral


class Ask(SchemeOwned):
    """What somebody wrote on a page that needs no account; a job makes it a referral.

    `via` is the practice or organisation whose private link they held, or nothing on the public page.
    It is the subject of the link and never what was typed: the wall sees to that. `doubt` says why
    nobody may have written it; then a person looks before anything is made of it. Until it is a referral,
    `problem` says why it is not, in sight on the triage page.
    """

    via = models.UUIDField(null=True, blank=True)
    answers = models.JSONField()
    doubt = models.CharField(max_length=100, blank=True)
    referral = SchemeForeignKey(Referral, null=True, blank=True, related_name="asks")
    handled_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    wall = Wall(
        read=STAFF,
        insert=(Kind.PUBLIC, Kind.LINK),
        insert_check="(referral_id IS NULL) AND (handled_at IS NULL) AND (problem = '')",
        insert_subject="via",
        delete=(Kind.JOB,),
    )
    classified = Classified(
        personal="answers", sensitive="problem", operational="via doubt referral handled_at"
    )

    class Meta:
        default_permissions = ()

    @property
    def reference(self) -> str:
        """What the writer is told, and staff find it by: eight letters and digits."""
        short = self.pk.hex[:8].upper()
        return f"{short[:4]}-{short[4:]}"


class SavedAsk(SchemeOwned):
    """Answers of the public page, kept for whoever holds the link to them, and gone on a day.

    Staff cannot read it: it has not been sent.
    """

    answers = models.JSONField()
    expires_at = models.DateTimeField()

    wall = Wall(
        read=(Kind.JOB,), write=(Kind.JOB,), delete=(Kind.JOB,), link_column="id", history=False
    )
    classified = Classified(personal="answers", operational="expires_at")

    class Meta:
        default_permissions = ()
