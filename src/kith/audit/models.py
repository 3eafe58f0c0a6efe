"""Two logs: what was done, by whom and why; and what each field was before.

Neither has foreign keys, so that no log ever stands in the way, and neither is read to run the
product.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from kith.isolation.actor import SOMEONE
from kith.isolation.context import Kind
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import EVERYONE, KIND, USER, Wall


def _just_now(column: str) -> str:
    """The clocks of two machines may differ a little, and a request may take a while."""
    return (
        f"({column} >= (now() - '00:01:00'::interval))"
        f" AND ({column} <= (clock_timestamp() + '00:01:00'::interval))"
    )


# A line says who wrote it. Jobs write for others; staff sign for themselves; a stranger is nobody.
BY_STAFF = f"(((by_kind)::text = 'staff') AND (by_user_id = {USER}))"
BY_STRANGER = (
    f"(((by_kind)::text = {KIND}) AND (by_user_id IS NULL) AND (by_membership_id IS NULL)"
    f" AND (((by_name)::text = '{SOMEONE}') OR ({KIND} = 'link'))"
    f" AND ({_just_now('created_at')}) AND ({_just_now('happened_at')}))"
)
SIGNED = f"(({KIND} = 'job') OR {BY_STAFF} OR {BY_STRANGER})"


class Entry(SchemeOwned):
    """One thing that was done, looked at, or refused.

    `happened_at` is when it happened; `created_at` when it was written down.
    """

    scheme_id: models.UUIDField = models.UUIDField(editable=False, null=True)
    action = models.CharField(max_length=80)
    refused = models.CharField(max_length=500, blank=True)
    reason = models.TextField(blank=True)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    by_kind = models.CharField(max_length=20)
    by_user_id = models.UUIDField(null=True)
    by_membership_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    happened_at = models.DateTimeField(default=timezone.now)

    wall = Wall(
        read=(Kind.SCHEME, Kind.JOB),
        write=EVERYONE,
        user_column="by_user_id",
        signed=SIGNED,
        append_only=True,
        history=False,
        scheme_may_be_null=True,
    )
    classified = Classified(
        personal="person_id by_name by_user_id by_membership_id",
        sensitive="reason refused",
        operational="action subject_type subject_id by_kind happened_at",
    )

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["scheme_id", "person_id", "-created_at"], name="entry_person"),
            models.Index(fields=["scheme_id", "-created_at"], name="entry_recent"),
        ]


class Change(SchemeOwned):
    """What a row held before it was changed; written by trigger, never by code."""

    scheme_id: models.UUIDField = models.UUIDField(editable=False, null=True)
    table_name = models.CharField(max_length=80)
    row_id = models.UUIDField()
    event = models.CharField(max_length=10)
    actor = models.CharField(max_length=200)
    before = models.JSONField()

    wall = Wall(read=(Kind.SCHEME, Kind.JOB), write=(), append_only=True, history=False)
    classified = Classified(
        personal="actor", sensitive="before", operational="table_name row_id event"
    )

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["scheme_id", "table_name", "row_id"], name="change_row")]
