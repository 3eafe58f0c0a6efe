"""What is written is written through the doors, and the doors are all made alike."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

import kith
from kith.desk import diagrams
from kith.resilience.states import Transitions

SOURCE = Path(kith.__file__).parent
MANY = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES = MANY | {"create", "update", "delete", "save"}
WRITTEN = re.compile(r"\s*(INSERT INTO|UPDATE \w+ SET|DELETE FROM|TRUNCATE|MERGE INTO)\b")
# Modules beside the doors that write rows, and why each must.
WRITERS = {
    "audit/write.py": "the log itself, which every door writes",
    "resilience/idempotency.py": "which forms were sent, counted before any door opens",
    "resilience/drafts.py": "what somebody types and has not sent",
    "resilience/jobs.py": "allowances that are full again, forgotten at night",
    "resilience/limits.py": "how often somebody tried, counted even when a door refuses",
    "resilience/versions.py": "the one way doors change a row",
    "isolation/links.py": "private links, inside the door of the room that gives one",
    "isolation/raising.py": "the signing key, by the owner, when the walls are raised",
}
# Views that read through a model's manager where a query would say no more than this.
READERS = {
    "accounts/views.py": "one's own account",
    "demo/views.py": "the account whose button was pressed",
    "organisations/views.py": "an invitation, by the id that its token gave",
    "pathway/referrals/views/referring.py": "one's own membership",
    "people/views/contact.py": "a contact point, whose person is then asked for",
    "people/views/linked.py": "a linked person, whose person is then asked for",
    "people/views/risks.py": "a risk, whose person is then asked for",
    "desk/views/triage.py": "the case of a referral, and an ask of one's own scheme",
}
# Public functions of a door's module that open nothing, and why they stand there.
HELPERS = {
    "kith.concerns.actions.climbing.new_ladder": "inside the doors of concerns and visits",
    "kith.concerns.actions.climbing.climb": "inside the doors of concerns and visits",
    "kith.concerns.actions.climbing.settle": "inside the doors of concerns and visits",
    "kith.concerns.actions.climbing.note_taken": "inside the door of whoever sees to it",
    "kith.concerns.actions.raising.ask_next": "inside the doors that raise and climb",
    "kith.concerns.actions.raising.ask_anew": "the common half of two doors",
    "kith.concerns.actions.raising.check_holder": "a rule shared by three doors",
    "kith.concerns.actions.raising.note_state": "the line of each decision, inside its door",
    "kith.organisations.actions.staff.check_cover": "a rule shared by two doors",
    "kith.organisations.actions.staff.check_provider": "a rule shared by two doors",
    "kith.groups.actions.matches.check_checks": "a rule shared by doors of matches and of visits",
    "kith.pathway.contacts.actions.happened.point_of": "reads which number a contact was by",
    "kith.people.actions.contact_points.normal_phone": "checks a value",
    "kith.people.actions.contact_points.normal_email": "checks a value",
    "kith.people.actions.contact_points.normal_postcode": "checks a value",
    "kith.pathway.connections.actions.linking.give_link": "inside the doors that send a link",
    "kith.pathway.connections.actions.linking.end_links": "inside the door that withdraws",
    "kith.pathway.connections.actions.introducing.check_agreed": "a rule shared by a door and its page",
    "kith.pathway.connections.actions.introducing.preview": "says what would be sent; writes nothing",
    "kith.pathway.caseload.actions.holding.check_giving": "a rule shared by two doors",
    "kith.pathway.referrals.actions.attachments.received": "inside the doors that receive with something",
    "kith.pathway.referrals.actions.reading_asks.add_asker": "inside the doors that read and complete an ask",
    "kith.pathway.referrals.actions.reading_asks.add_to": "inside the doors that read and complete an ask",
    "kith.pathway.referrals.actions.reading_asks.in_words": "puts what was written into one text",
    "kith.pathway.referrals.actions.reading_asks.phone_safe_for": "says what a number is safe for",
    "kith.pathway.referrals.actions.reading_asks.teller": "says who wrote it",
    "kith.pathway.referrals.actions.again.add_words": "inside the doors by which something comes again",
    "kith.pathway.referrals.actions.again.answer_sender": "inside the doors that read and complete an ask",
    "kith.pathway.referrals.actions.decisions.come_back": "the common half of the doors that send again",
    "kith.pathway.referrals.actions.decisions.decide": "the common half of the doors that decide",
    "kith.pathway.referrals.actions.decisions.reopen": "the common half of three doors",
    "kith.pathway.referrals.actions.decisions.check_deciding": "a rule shared by doors of two rooms",
    "kith.pathway.caseload.actions.holding.give_to": "the common half of three doors",
    "kith.pathway.contacts.actions.interpreting.note_interpreter": "inside the door of what came of it",
    "kith.pathway.contacts.actions.interpreting.ask_interpreter_again": "inside the door that moves",
    "kith.pathway.contacts.actions.interpreting.release_interpreter": "inside the door that calls off",
    "kith.pathway.contacts.actions.calling_off.check_planned": "a rule shared by six doors",
    "kith.pathway.contacts.actions.calling_off.joined": "joins two texts",
    "kith.pathway.closures.actions.closing.stop": "inside the door that finishes",
    "kith.pathway.caseload.actions.ending.end": "the common half of three doors",
    "kith.pathway.caseload.actions.holding.end_holding": "the common half of two doors",
    "kith.pathway.contacts.actions.following.follow": "what follows a contact, inside its door",
    "kith.pathway.contacts.actions.happened.with_reason": "joins two texts",
    "kith.directory.actions.parts.put_places": "the common half of three doors",
    "kith.directory.actions.parts.put_sessions": "the common half of three doors",
    "kith.directory.actions.parts.publish": "the common half of three doors",
    "kith.directory.actions.parts.publish_organisation": "the common half of three doors",
    "kith.directory.actions.parts.located": "checks values",
    "kith.directory.actions.parts.timed": "checks values",
    "kith.directory.actions.parts.ends_too_early": "a rule that a form shares",
    "kith.directory.actions.services.as_terms": "computes a value",
    "kith.directory.actions.corrections.reapply": "inside the door that takes a feed in",
    "kith.directory.actions.corrections.standing_of": "reads",
    "kith.directory.actions.corrections.with_ours": "computes a value",
    "kith.directory.actions.addresses.pinned": "inside the door that takes a feed in",
    "kith.directory.actions.addresses.kept": "inside the door that takes a feed in",
    "kith.directory.actions.addresses.ask_of_services": "inside the door that takes a feed in",
    "kith.directory.actions.addresses.ask_of_organisation": "inside the door that takes a feed in",
    "kith.directory.actions.addresses.came_back": "inside the door that takes a feed in",
    "kith.directory.actions.addresses.offered": "computes a value",
    "kith.directory.actions.addresses.settle": "inside the doors that correct and that let go",
    "kith.directory.actions.differences.differences": "computes a value",
    "kith.directory.actions.from_feed.would_take": "says what would change; writes nothing",
    "kith.directory.actions.parts.place_rows": "computes a value",
    "kith.directory.actions.parts.session_rows": "computes a value",
    "kith.files.actions.take_in": "inside the door of what the file belongs to",
    "kith.files.actions.leave": "inside the door of what the file belongs to",
    "kith.files.actions.delete_bytes": "inside the door of what the file belongs to",
    "kith.files.actions.forget": "inside the door that forgets what nobody took for a person's",
    "kith.files.actions.look_into": "by the job, of a file that belongs to nothing shown yet",
    "kith.pathway.referrals.actions.for_programme.answer_rows": "computes a value",
    "kith.pathway.referrals.actions.for_programme.as_question": "computes a value",
    "kith.pathway.referrals.actions.for_programme.key_of": "computes a value",
    "kith.pathway.referrals.actions.for_programme.keep_for_programme": "inside the door that receives",
    "kith.pathway.referrals.actions.attachments.join_left": "inside the door that reads what was sent",
    "kith.files.actions.keep": "inside the door of the letter that owns the file",
    "kith.exchange.directory_feed.actions.visit_feed": "fetches, then goes through directory's door",
    "kith.exchange.directory_feed.actions.defer_visit": "asks for a job, inside the door that needs it",
    "kith.exchange.directory_feed.actions.import_feed": "fetches, then goes through directory's door",
    "kith.exchange.directory_feed.actions.import_and_report": "fetches, then goes through directory's doors",
    "kith.exchange.directory_sheet.actions.opening": "says how a file is opened; writes nothing",
    "kith.exchange.referral_sheet.actions.import_sheet": "reads, then goes through referrals' door",
    "kith.exchange.referral_sheet.actions.opening": "says how a file is opened; writes nothing",
    "kith.exchange.runs.actions.defer": "asks for a job, inside the door that needs it",
}


def doors_and_helpers() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function defined in an actions module or package: its full name, and itself."""
    for module in pkgutil.walk_packages(kith.__path__, "kith."):
        if "actions" not in module.name.split("."):
            continue
        loaded = importlib.import_module(module.name)
        for name, thing in vars(loaded).items():
            own = inspect.isfunction(thing) and thing.__module__ == module.name
            if own and not name.startswith("_"):
                yield f"{module.name}.{name}", thing


def doors() -> dict[str, Callable[..., Any]]:
    """Every write door."""
    return {name: f for name, f in doors_and_helpers() if hasattr(f, "write_door")}


def test_every_public_function_of_an_actions_module_is_a_door_or_listed() -> None:
    found = {name for name, function in doors_and_helpers() if not hasattr(function, "write_door")}
    assert sorted(found - set(HELPERS)) == []
    assert sorted(set(HELPERS) - found) == [], "listed and no longer there"
    assert len(doors()) > 60


@pytest.mark.parametrize("name", sorted(doors()))
def test_a_door_takes_names_and_who_acts(name: str) -> None:
    parameters = inspect.signature(doors()[name]).parameters
    assert "by" in parameters
    assert parameters["by"].default is inspect.Parameter.empty
    assert parameters["by"].annotation == "Actor"
    kinds = {parameter.kind for parameter in parameters.values()}
    assert kinds <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}
    assert (inspect.getdoc(doors()[name]) or "").strip(), "says what comes in and what goes out"


def test_doors_are_named_once_after_their_room_and_verb() -> None:
    names = [function.write_door for function in doors().values()]  # type: ignore[attr-defined]
    assert {name for name in names if names.count(name) > 1} == set()
    for full, function in doors().items():
        room, verb = function.write_door.split(".")  # type: ignore[attr-defined]
        assert room in full.split("."), full
        assert verb == full.rsplit(".", 1)[1], full


def test_nothing_writes_rows_beside_the_doors() -> None:
    found = {
        place: lines
        for path in _modules()
        if (lines := list(writes(path.read_text()))) and not _is_door(place := _place(path))
    }
    beside = {place: lines for place, lines in found.items() if place not in WRITERS}
    assert beside == {}, "write through the room's actions"
    assert set(WRITERS) - set(found) == set(), "listed and no longer writing"


def test_views_read_through_queries() -> None:
    found = {
        _place(path) for path in _modules() if _is_view(path) and list(managers(path.read_text()))
    }
    assert found - set(READERS) == set(), "read through the room's queries"
    assert set(READERS) - found == set(), "listed and no longer reading"


def test_templates_and_presenters_read_no_tables() -> None:
    for path in _modules():
        if "presenters" in _place(path) or "/forms" in _place(path):
            assert list(managers(path.read_text())) == [], _place(path)


def writes(source: str) -> Iterator[str]:
    """The calls in a module that write rows, as `line: method`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and WRITTEN.match(str(node.value)):
            yield f"{node.lineno}: {str(node.value)[:40]}"
        if isinstance(node, ast.Call) and _is_of_rows(node):
            yield f"{node.lineno}: {ast.unparse(node.func)}"


def managers(source: str) -> Iterator[str]:
    """The uses of a model's manager in a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
            yield f"{node.lineno}: {ast.unparse(node)}"


def _is_of_rows(call: ast.Call) -> bool:
    """Whether a call is of a manager, a query or a row, and not of a set, a digest or a folder."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return False
    of, verb = ast.unparse(call.func.value), call.func.attr
    through = ".objects" in of or "_manager" in of or ".filter(" in of or ".all()" in of
    if verb in MANY:
        return True
    if verb == "create":
        return through
    if verb == "update":  # a dict's takes something, or names that are no fields of ours
        return through or (not call.args and bool(call.keywords) and of in ("rows", "sent"))
    if verb in ("save", "delete"):
        return (
            through
            or of in ("sent", "row", "entry", "draft")
            or (
                isinstance(call.func.value, ast.Name)
                and any(k.arg in SAVING for k in call.keywords)
            )
        )
    return True


SAVING = ("update_fields", "force_insert", "force_update")


@pytest.mark.parametrize(
    "planted",
    [
        "Person.objects.create(name='A')",
        "Person.objects.filter(pk=1).update(name='A')",
        "self.model._default_manager.bulk_create(rows)",
        "person.save(update_fields=['name'])",
        "row.delete()",
        "Person.objects.all().delete()",
        "Person.objects.get_or_create(pk=1)",
        "cursor.execute('DELETE FROM people_person')",
    ],
)
def test_a_planted_write_is_noticed_and_what_is_none_is_not(planted: str) -> None:
    assert list(writes(planted))
    assert not list(writes("seen.update(more); digest.update(b''); drafts.save(form=f, typed=t)"))
    assert not list(writes("cluster.create(); env.globals.update(url=url)"))


def test_every_state_has_an_owner_words_and_a_way_to_it() -> None:
    tables = list(transition_tables())
    assert len(tables) >= 4
    for table in tables:
        states = set(type(next(iter(table.words))))
        assert set(table.words) == states, table.name
        assert set(table.owners) == states, table.name
        assert all(table.owners.values()), table.name
        assert all(table.words.values()), table.name
        assert len(set(table.words.values())) == len(states), table.name
        reached = {then for following in table.after.values() for then in following}
        assert states - reached <= {next(iter(table.words))}, table.name
        assert set(table.after) | reached <= states, table.name
        assert all(act for following in table.after.values() for act in following.values())


def test_the_field_that_keeps_a_decision_has_its_tables_states_and_words() -> None:
    kept = {
        tuple(field.choices): f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("kith.")
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField) and field.choices
    }
    for table in transition_tables():
        assert tuple(table.choices) in kept, f"no field keeps {table.name}"


def test_every_table_is_drawn() -> None:
    assert {table.name for table in transition_tables()} == {t.name for t in diagrams.TABLES}


def transition_tables() -> Iterator[Transitions[Any]]:
    """Every table of every room's `states` module."""
    for path in SOURCE.rglob("states.py"):
        name = ".".join(("kith", *path.relative_to(SOURCE).with_suffix("").parts))
        for thing in vars(importlib.import_module(name)).values():
            if isinstance(thing, Transitions):
                yield thing


def _modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def _place(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def _is_door(place: str) -> bool:
    return "actions" in Path(place).with_suffix("").parts


def _is_view(path: Path) -> bool:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return "views" in parts or "api" in parts
