"""What one row became; and taking that back."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models
from django.db.models import ProtectedError
from django.utils import timezone

from kith.audit.write import action
from kith.exchange.moving_in.models import FILE_LINES, MovedRow
from kith.exchange.moving_in.taking import Made
from kith.exchange.runs.models import RunFile
from kith.isolation.actor import Actor
from kith.pathway.referrals.models import CodeOwed, Reading, Referral, WordBack
from kith.resilience.errors import Refused
from kith.resilience.versions import change

CHANGED = "Someone changed it since it was moved in, so it stays."
HANGS = "Something was added to it since it was moved in, so it stays."


@action("moving_in.note_moved")
def note_moved(
    *, by: Actor, file: RunFile, part: str, line: int, old_id: str, digest: str, made: Made
) -> MovedRow:
    """Keep what a row became, with the version of each, in the transaction that made it."""
    return MovedRow.objects.create(
        scheme_id=file.scheme_id,
        run_id=file.run_id,
        part=part,
        old_id=old_id,
        number=file.place * FILE_LINES + line,
        line=line,
        row_id=made.first.pk,
        joined=made.joined,
        digest=digest,
        made=[[row._meta.label, str(row.pk), _mark(_now(row))] for row in made.rows],
    )


@action("moving_in.undo_row")
def undo_row(*, by: Actor, row: MovedRow) -> MovedRow:
    """Take back what one row became; the log of changes keeps every field of it.

    Raises Refused, and takes nothing of it back, when any of it was changed since, or something
    else hangs on it.
    """
    found = [(_row(label, pk), mark) for label, pk, mark in row.made]
    there = [(one, mark) for one, mark in found if one is not None]
    if any(_mark(one) != mark for one, mark in there):
        raise Refused(CHANGED)
    try:
        for one, _ in reversed(there):
            _unsay(one)
            type(one)._default_manager.filter(pk=one.pk).delete()
    except (ProtectedError, IntegrityError) as error:
        raise Refused(HANGS) from error
    change(row, undone_at=timezone.now(), kept_why="")
    return row


@action("moving_in.keep_row")
def keep_row(*, by: Actor, row: MovedRow, why: str) -> MovedRow:
    """Note why undoing leaves what a row became in place."""
    change(row, kept_why=why[:300])
    return row


def _unsay(row: models.Model) -> None:
    """What was only noted as read or said of a referral goes with it; what really went or was filed holds it."""
    if isinstance(row, Referral):
        Reading.objects.filter(referral=row).delete()
        WordBack.objects.filter(referral=row, email=None, letter=None).delete()
        CodeOwed.objects.filter(referral=row, sheet=None, filed_on=None).delete()


def _row(label: str, pk: str) -> models.Model | None:
    found: models.Model | None = apps.get_model(label)._default_manager.filter(pk=UUID(pk)).first()
    return found


def _now(row: models.Model) -> models.Model:
    found = _row(row._meta.label, str(row.pk))
    assert found is not None
    return found


def _mark(row: models.Model) -> Any:
    """The version of a row; of one without, a mark of all that it says."""
    version = getattr(row, "version", None)
    if version is not None:
        return version
    said = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    text = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
