"""Without a context nothing is read or written, and a context cannot be forged."""

from __future__ import annotations

import time
import uuid
from contextlib import nullcontext, suppress

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from kith.audit.models import Entry
from kith.isolation import context, walls
from kith.isolation.context import Context, Kind
from kith.organisations.models import Practice, Scheme
from tests import cast


def _set(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kith.context', %s, true)", [text])


def _schemes_read() -> set[uuid.UUID]:
    """What the database alone would show, past the room's own guard."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM organisations_scheme")
        return {row[0] for row in cursor.fetchall()}


def _signed(**changed) -> str:
    made = Context(**{"kind": Kind.SCHEME, "schemes": (cast.BOW,), **changed})
    return made.signed(key=settings.CONTEXT_KEY, expires=int(time.time()) + 60)


@pytest.mark.parametrize("model", walls.walled_models(), ids=lambda model: model.__name__)
def test_every_room_refuses_to_read_without_a_context_and_reads_with_one(db, model):
    with pytest.raises(context.NoContext):
        model.objects.exists()
    # What only jobs read is an error here, or an empty table that PostgreSQL never asks the policy of.
    closed = walls.wall_of(model).read == (Kind.JOB,)
    with context.enter(Kind.SCHEME, schemes=[cast.BOW], user_id=cast.BOW, actor="user:someone"):
        with (
            suppress(DatabaseError) if closed else nullcontext(),
            transaction.atomic(),
        ):
            model.objects.exists()


def test_the_database_refuses_too_where_there_is_a_row(db):
    with connection.cursor() as cursor:
        for table in ("organisations_scheme", "organisations_membership", "audit_entry"):
            with pytest.raises(DatabaseError, match="no context"), transaction.atomic():
                cursor.execute(f"SELECT count(*) FROM {table}")


def test_the_right_context_reads_its_own_scheme_and_no_other(db):
    _set(_signed())
    assert _schemes_read() == {cast.BOW}
    _set(_signed(schemes=(cast.POPLAR,)))
    assert _schemes_read() == {cast.POPLAR}
    _set(_signed(schemes=(cast.BOW, cast.POPLAR)))
    assert _schemes_read() == {cast.BOW, cast.POPLAR}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text.replace(str(cast.BOW), str(cast.POPLAR)), "forged"),
        (lambda text: text.replace("scheme|", "report|"), "forged"),
        (lambda text: text[:-4] + "0000", "forged"),
        (lambda text: text + "|more", "malformed"),
        (lambda text: "anything", "malformed"),
        (lambda text: "", "no context"),
    ],
)
def test_a_changed_context_is_refused(db, spoil, said):
    _set(spoil(_signed()))
    with pytest.raises(DatabaseError, match=said):
        _schemes_read()


def test_an_expired_context_is_refused_and_a_fresh_one_is_not(db):
    old = Context(Kind.SCHEME, (cast.BOW,)).signed(
        key=settings.CONTEXT_KEY, expires=int(time.time()) - 1
    )
    _set(old)
    with pytest.raises(DatabaseError, match="expired"):
        _schemes_read()
    _set(_signed())
    assert _schemes_read() == {cast.BOW}


def test_a_context_of_the_wrong_kind_is_an_error_and_never_an_empty_list(db):
    with context.enter(Kind.PUBLIC, schemes=[cast.BOW]):
        assert Practice.objects.count() == 2
        with pytest.raises(DatabaseError, match="public context"), transaction.atomic():
            Entry.objects.count()


def test_a_report_reads_and_cannot_write(db):
    with context.enter(Kind.REPORT, schemes=[cast.BOW]):
        practice = Practice.objects.first()
        assert practice is not None
        with pytest.raises(DatabaseError, match="report context"), transaction.atomic():
            Practice.objects.filter(pk=practice.pk).update(name="Renamed")


def test_a_row_cannot_be_written_or_moved_into_another_scheme(in_bow):
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Practice.objects.create(scheme_id=cast.POPLAR, name="Elsewhere", ods_code="F84999")
    here = Practice.objects.create(scheme_id=cast.BOW, name="Here", ods_code="F84999")
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Practice.objects.filter(pk=here.pk).update(scheme_id=cast.POPLAR)


def test_a_child_cannot_hang_on_another_schemes_parent(in_bow):
    from kith.organisations.models import ListSize

    with context.in_scheme(cast.POPLAR, actor=cast.TESTS.key):
        theirs = Practice.objects.get()
    ours = Practice.objects.first()
    assert ours is not None
    day = cast.SINCE
    ListSize.objects.create(scheme_id=cast.BOW, practice=ours, on_date=day, registered=9000)
    with pytest.raises(DatabaseError, match="foreign key"), transaction.atomic():
        ListSize.objects.create(scheme_id=cast.BOW, practice=theirs, on_date=day, registered=1)


def test_the_former_context_is_back_after_an_inner_one(in_bow):
    with context.in_scheme(cast.POPLAR, actor="inner"):
        assert Scheme.objects.get().pk == cast.POPLAR
    assert Scheme.objects.get().pk == cast.BOW
    with pytest.raises(ZeroDivisionError), context.in_scheme(cast.POPLAR, actor="inner"):
        raise ZeroDivisionError
    assert Scheme.objects.get().pk == cast.BOW


def test_the_context_ends_with_its_transaction(db):
    with context.in_scheme(cast.BOW, actor="a job"):
        assert Scheme.objects.count() == 1
    with pytest.raises(DatabaseError, match="no context"):
        _schemes_read()
    with pytest.raises(context.NoContext):
        context.current()


def test_a_public_page_sees_published_services_and_no_others(in_bow):
    from kith.directory import actions
    from kith.directory.models import Service

    made = {"by": in_bow, "scheme_id": cast.BOW}
    actions.add_service(**made, name="Open to all")
    hidden = actions.add_service(**made, name="Known to the team alone", is_published=False)
    assert Service.objects.filter(pk=hidden.pk).exists()
    for kind in (Kind.PUBLIC, Kind.LINK, Kind.USER):
        with context.enter(kind, schemes=[cast.BOW]):
            assert set(Service.objects.values_list("name", flat=True)) == {"Open to all"}
    with context.in_scheme(cast.POPLAR, actor="the tests"):
        assert set(Service.objects.values_list("name", flat=True)) == {"Open to all"}


def test_a_stranger_writes_an_ask_and_can_neither_read_nor_change_one(db):
    from kith.pathway.referrals.models import Ask

    with context.enter(Kind.PUBLIC, schemes=[cast.BOW]):
        Ask(scheme_id=cast.BOW, answers={"words": "Hello"}).save(force_insert=True)
        for step in (lambda: Ask.objects.count(), lambda: Ask.objects.update(problem="x")):
            with pytest.raises(DatabaseError, match="public context"), transaction.atomic():
                step()
    with context.in_scheme(cast.BOW, actor="the tests"):
        assert Ask.objects.update(problem="Read") == 1
