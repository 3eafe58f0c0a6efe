"""Without a context nothing is read or written, and a context cannot be forged."""

from __future__ import annotations

import datetime
import os
import time
import uuid
from contextlib import nullcontext, suppress

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.audit.models import Entry
from kith.isolation import context, walls
from kith.isolation.actor import SOMEONE
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


def _signed(*, session: int | None = None, later: float = 0, **changed) -> str:
    made = Context(**{"kind": Kind.SCHEME, "schemes": (cast.BOW,), **changed})
    session = session or connection.connection.info.backend_pid
    return made.signed(key=settings.CONTEXT_KEY, session=session, at=time.time() + later)


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


def test_a_context_seen_in_another_session_or_at_another_moment_is_refused(db):
    connection.ensure_connection()
    _set(_signed(session=connection.connection.info.backend_pid + 1))
    with pytest.raises(DatabaseError, match="another session"):
        _schemes_read()
    for later in (-3600, -60, 60):
        _set(_signed(later=later))
        with pytest.raises(DatabaseError, match="another moment"):
            _schemes_read()
    _set(_signed(later=-5))
    assert _schemes_read() == {cast.BOW}


def test_the_text_of_a_former_transaction_is_useless_in_a_later_one_of_another_session(committed):
    import psycopg

    with context.in_scheme(cast.BOW, actor="the tests"), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('kith.context')")
        seen = cursor.fetchone()[0]
    with psycopg.connect(os.environ["KITH_APP_URL"]) as other:
        other.execute("SELECT set_config('kith.context', %s, true)", [seen])
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="another session"):
            other.execute("SELECT id FROM organisations_scheme")


def test_the_beginning_of_a_request_costs_one_statement(committed):
    with CaptureQueriesContext(connection) as said, context.in_scheme(cast.BOW, actor="a job"):
        pass
    assert [query["sql"].split("(")[0] for query in said.captured_queries] == [
        "BEGIN",
        "SELECT set_config",
        "COMMIT",
    ]


def _line(**changed) -> Entry:
    return Entry(
        **{
            "scheme_id": cast.BOW,
            "action": "tests.said",
            "by_kind": "public",
            "by_name": SOMEONE,
            **changed,
        }
    )


HOUR = datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    "forged",
    [
        {"by_kind": "staff"},
        {"by_kind": "system", "by_name": "kith serve"},
        {"by_name": "Mo Castellanos"},
        {"by_user_id": cast.BOW},
        {"by_membership_id": cast.BOW},
        {"happened_at": timezone.now() - HOUR},
        {"created_at": timezone.now() - HOUR},
        {"created_at": timezone.now() + HOUR},
        {"scheme_id": None, "by_kind": "staff", "by_user_id": cast.BOW},
        {"scheme_id": cast.POPLAR},
    ],
)
def test_a_stranger_leaves_a_line_and_cannot_sign_it_for_anybody_else(db, forged):
    with context.enter(Kind.PUBLIC, schemes=[cast.BOW], actor="public:x"):
        _line().save(force_insert=True)
        _line(scheme_id=None).save(force_insert=True)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            _line(**forged).save(force_insert=True)


def test_staff_sign_for_themselves_and_a_job_for_whoever_it_acts_for(company):
    nadia, sam = company.actor("nadia"), company.actor("sam")

    def by(actor):
        return {"by_kind": "staff", "by_name": actor.name, "by_user_id": actor.user_id}

    with context.enter(Kind.SCHEME, schemes=nadia.schemes, user_id=nadia.user_id, actor=nadia.key):
        _line(**by(nadia)).save(force_insert=True)
        for other in (by(sam), {**by(nadia), "by_kind": "system"}, {}):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                _line(**other).save(force_insert=True)
    with context.in_scheme(cast.BOW, actor="a job"):
        _line(**by(sam)).save(force_insert=True)


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
