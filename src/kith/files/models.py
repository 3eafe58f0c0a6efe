"""Files kept for the scheme: their names and sums here, their bytes under the media folder."""

from __future__ import annotations

from django.db import models

from kith.isolation.context import Kind
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import BY_JOB, Wall


class StoredFile(SchemeOwned):
    """One file that never changes; `sha256` proves it. Of one that was `deleted_on` a day the bytes are gone."""

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    deleted_on = models.DateField(null=True, blank=True)

    # A stranger may leave a file, and read none; what nobody took for a person's is deleted by a job.
    wall = Wall(insert=(Kind.PUBLIC, Kind.LINK), delete=BY_JOB)
    classified = Classified(personal="name", operational="content_type size sha256 deleted_on")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Upload(SchemeOwned):
    """A document that somebody sent: the original as it was, and its pages as pictures of our own making.

    In quarantine nothing of it is shown: what a stranger leaves waits there until a job has looked at it.
    The room that owns it (a referral, say) decides who may see it.
    """

    class State(models.TextChoices):
        QUARANTINE = "quarantine", "Waiting to be checked"
        CLEAR = "clear", "Checked"
        REFUSED = "refused", "Not readable"

    original = SchemeForeignKey(StoredFile, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUARANTINE)
    problem = models.CharField(max_length=300, blank=True)

    wall = Wall(
        insert=(Kind.PUBLIC, Kind.LINK),
        insert_check="((state = 'quarantine') AND (problem = ''))",
        delete=BY_JOB,
    )
    classified = Classified(sensitive="original", operational="state problem")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="refused") & ~models.Q(problem="")
                | ~models.Q(state="refused") & models.Q(problem=""),
                name="upload_refused_why",
            )
        ]


class UploadPage(SchemeOwned):
    """One page of an upload as a picture."""

    upload = SchemeForeignKey(Upload, related_name="pages")
    number = models.PositiveSmallIntegerField()
    file = SchemeForeignKey(StoredFile, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    wall = Wall(delete=BY_JOB)
    classified = Classified(sensitive="file", operational="upload number width height")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "upload", "number"], name="uploadpage_once"
            )
        ]
