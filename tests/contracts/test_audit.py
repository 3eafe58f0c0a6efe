"""Nothing is opened, done or refused without its line, and no line can be taken back."""

from __future__ import annotations

import contextlib
import csv
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kith.audit import write
from kith.audit.models import Change, Entry
from kith.isolation import context
from kith.pathway.caseload import actions as caseload
from kith.people import actions as people
from kith.resilience.errors import Refused
from tests import cast
from tests.contracts.routes import routes
from tests.contracts.test_routes import TABLE
from tests.contracts.world import World, key, undone

# Pages of one person whose route names no person or case, but a row of theirs, or which list many.
PERSONAL = ("person_id", "case_id", "contact_id", "support_id", "introduction_id", "closure_id",
            "letter_id", "point_id", "linked_id", "risk_id", "referral_id", "discussed_id", "action_id",
            "request_id", "receipt_id", "concern_id", "entry_id", "visit_id")  # fmt: skip


@pytest.fixture
def in_bow_now(world: World) -> Any:
    """The context of a job in Bow, around the world."""
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        yield world


def _opened() -> list[Any]:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return list(
            Entry.objects.filter(action="record.opened").values_list("person_id", "by_name")
        )


def test_every_page_of_a_person_leaves_a_line_saying_who_looked(world: World) -> None:
    """Each staff page whose address names a person or a row of theirs, opened by who may."""
    with TABLE.open(newline="") as file:
        cells = {(row["method"], row["route"]): row for row in csv.DictReader(file)}
    silent, looked = [], 0
    for route in routes():
        if not set(route.parameters) & set(PERSONAL):
            continue
        row = cells["GET", route.name]
        who = next((w for w, c in list(row.items())[3:] if c == "page"), None)
        if who is None:
            continue
        with undone():
            before = len(_opened())
            assert world.clients[who].get(world.address(route)).status_code == 200, route.name
            looked += 1
            people = len({"person_id", "other_id"} & set(route.parameters)) or 1
            # A household shows several people, and leaves a line for each of them.
            several = route.name == "desk:household" and len(_opened()) > before + people
            if len(_opened()) != before + people and not several:
                silent.append(f"{route.name}: {len(_opened()) - before} lines for {who}")
    assert looked > 15
    assert not silent, "\n".join(silent)


def test_when_the_line_cannot_be_written_the_page_is_not_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = world.clients["linkworker"], f"/desk/people/{world.person.pk}"
    client.raise_request_exception = False
    assert b"Quenby" in client.get(address).content

    def full(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("the log is full")

    monkeypatch.setattr(Entry.objects, "create", full)
    answer = client.get(address)
    assert answer.status_code == 500
    assert b"Quenby" not in answer.content


def test_the_line_stands_and_falls_with_the_transaction_of_the_page(world: World) -> None:
    before = len(_opened())
    with undone():
        world.clients["linkworker"].get(f"/desk/people/{world.person.pk}")
        assert len(_opened()) == before + 1
    assert len(_opened()) == before


def test_an_act_leaves_its_line_and_a_refusal_its_line_and_nothing_else(in_bow_now: World) -> None:
    world = in_bow_now
    case = world.case
    entries, changes = Entry.objects.count(), Change.objects.count()
    with pytest.raises(Refused):
        caseload.hand_over(by=cast.TESTS, case=case, holder=case.holder, note="")
    line = Entry.objects.order_by("-created_at").first()
    assert line is not None
    assert (line.action, line.person_id) == ("caseload.hand_over", case.person_id)
    assert "next worker" in line.refused
    assert (Entry.objects.count(), Change.objects.count()) == (entries + 1, changes)

    caseload.set_weight(by=cast.TESTS, case=case, own_weight=3, own_weight_why="Long calls")
    line = Entry.objects.order_by("-created_at").first()
    assert line is not None
    assert (line.action, line.refused, line.by_kind) == ("caseload.set_weight", "", "system")
    assert (Entry.objects.count(), Change.objects.count()) == (entries + 2, changes + 1)


def test_what_a_refused_act_had_written_is_taken_back(in_bow_now: World) -> None:
    @write.action("tests.half_done")
    def half_done(*, by: Any, person: Any) -> None:
        people.edit(by=by, person=person, preferred_name="Half")
        raise Refused("Not this one.")

    person = in_bow_now.person
    with pytest.raises(Refused):
        half_done(by=cast.TESTS, person=person)
    person.refresh_from_db()
    assert person.preferred_name == ""
    assert not Entry.objects.filter(action="people.edit", person_id=person.pk).exists()
    assert Entry.objects.get(action="tests.half_done").refused == "Not this one."


def test_a_part_that_stands_apart_is_refused_by_itself_and_its_line_stays(
    in_bow_now: World,
) -> None:
    person = in_bow_now.person

    @write.action("tests.goes_on")
    def goes_on(*, by: Any, person: Any) -> None:
        people.edit(by=by, person=person, pronouns="they/them")
        with contextlib.suppress(Refused), write.apart():
            people.edit(by=by, person=person, preferred_name="Half")
            people.edit(by=by, person=person, gender="no such code")
        with write.apart():
            people.edit(by=by, person=person, said_as="KWEN-bee")

    goes_on(by=cast.TESTS, person=person)
    person.refresh_from_db()
    assert (person.pronouns, person.preferred_name, person.said_as) == ("they/them", "", "KWEN-bee")
    lines = Entry.objects.filter(person_id=person.pk, action="people.edit").order_by("-created_at")
    assert [bool(line.refused) for line in lines[:3]] == [False, True, False]


def test_a_refusal_caught_without_standing_apart_leaves_nothing_of_the_whole_act(
    in_bow_now: World,
) -> None:
    person = in_bow_now.person

    @write.action("tests.shrugs")
    def shrugs(*, by: Any, person: Any) -> None:
        people.edit(by=by, person=person, preferred_name="Half")
        with contextlib.suppress(Refused):
            people.edit(by=by, person=person, gender="no such code")

    with pytest.raises(transaction.TransactionManagementError):
        shrugs(by=cast.TESTS, person=person)
    person.refresh_from_db()
    assert person.preferred_name == ""


def test_a_load_is_kept_wholly_or_not_at_all_even_when_a_refusal_is_caught(
    in_bow_now: World,
) -> None:
    person = in_bow_now.person

    def load(*, refused: bool) -> None:
        with transaction.atomic(), write.wholly():
            people.edit(by=cast.TESTS, person=person, preferred_name="Whole")
            if refused:
                with contextlib.suppress(Refused), transaction.atomic():
                    people.edit(by=cast.TESTS, person=person, gender="no such code")

    before = Entry.objects.count()
    with pytest.raises(Refused):
        load(refused=True)
    person.refresh_from_db()
    assert (person.preferred_name, Entry.objects.count()) == ("", before)
    load(refused=False)
    person.refresh_from_db()
    assert (person.preferred_name, Entry.objects.count()) == ("Whole", before + 1)


def test_an_act_within_another_costs_no_savepoint_of_its_own(in_bow_now: World) -> None:
    @write.action("tests.two_edits")
    def two_edits(*, by: Any, person: Any) -> None:
        people.edit(by=by, person=person, preferred_name="One")
        people.edit(by=by, person=person, preferred_name="Two")

    with CaptureQueriesContext(connection) as asked:
        two_edits(by=cast.TESTS, person=in_bow_now.person)
    # A savepoint, two updates, three lines at once, the savepoint's end.
    assert len(asked) == 5


def test_what_a_field_was_before_is_kept_with_who_changed_it(in_bow_now: World) -> None:
    person = in_bow_now.person
    people.edit(by=cast.TESTS, person=person, preferred_name="Quen")
    people.edit(by=cast.TESTS, person=person, preferred_name="Benny")
    kept = Change.objects.filter(table_name="people_person", row_id=person.pk)
    assert [row.before["preferred_name"] for row in kept.order_by("created_at", "id")][-2:] in (
        ["", "Quen"],
        ["Quen", ""],
    )
    assert {row.actor for row in kept} == {cast.TESTS.key}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET by_name = 'Nobody'",
        "DELETE FROM audit_entry",
        "UPDATE audit_change SET before = '{}'",
        "DELETE FROM audit_change",
        "INSERT INTO audit_change (id) VALUES (gen_random_uuid())",
        "TRUNCATE audit_entry",
    ],
)
def test_no_line_can_be_changed_or_taken_away(in_bow_now: World, statement: str) -> None:
    assert Entry.objects.exists()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_persons_record_shows_who_looked_and_what_was_done(world: World) -> None:
    address = f"/desk/people/{world.person.pk}"
    world.clients["manager"].get(address)
    world.clients["teamlead"].post(f"{address}/next-step", {**key(), "next_step": ""})
    shown = world.clients["privacylead"].get(f"{address}/looked").content.decode()
    for name in ("Manager", "Teamlead", "Privacylead"):
        assert name in shown
    assert "Sana" not in shown
