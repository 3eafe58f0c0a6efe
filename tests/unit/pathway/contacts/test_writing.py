"""A letter to the person: to an address that is safe, in the scheme's words, noted and owed until it went."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kith.files import queries as files
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.messages.models import Letter
from kith.pathway.contacts import actions
from kith.pathway.contacts.models import Contact
from kith.people import actions as people
from kith.people.models import ContactPoint, Person
from kith.resilience.errors import Refused
from tests import cast
from tests.conftest import Company
from tests.unit.messages.documents.test_documents import text_of
from tests.unit.pathway.contacts.test_written_tries import somebody
from tests.unit.pathway.stories import a_case

Key = Callable[[], dict[str, str]]
WORDS = "Hello, it is Nadia.\nRing me on 07700 900101."


def home(person: Person) -> ContactPoint:
    return next(
        point
        for point in ContactPoint.objects.filter(person=person, kind="address", ended_on=None)
        if "letter" in point.safe_for
    )


def write(by: Actor, person: Person, **said: object) -> Letter:
    return actions.write_letter(
        by=by, person=person, **{"point": home(person), "words": WORDS, **said}
    )  # type: ignore[arg-type]


def test_it_is_owed_and_stands_on_the_record_as_sent(in_bow: Actor) -> None:
    person = somebody()
    letter = write(in_bow, person)
    assert (letter.state, letter.kind, letter.person_id) == ("owed", "person_letter", person.pk)
    text = text_of(files.read(letter.file))
    for words in ("Dear Maya", "Ring me on 07700 900101.", "12 Fairfield Road"):
        assert words in text
    contact = Contact.objects.get()
    assert (contact.outcome, contact.medium, contact.note) == ("sent", "letter", WORDS)


def test_an_address_that_is_not_safe_gets_nothing(in_bow: Actor) -> None:
    person = somebody()
    unsafe = people.add_contact_point(
        by=in_bow, person=person, kind="address", value="9 Other Row", safe_for=()
    )
    with pytest.raises(Refused, match="not marked safe"):
        write(in_bow, person, point=unsafe)
    other = somebody(first_name="Rosa", last_name="Diaz")
    with pytest.raises(Refused, match="not marked safe"):
        write(in_bow, person, point=home(other))
    with pytest.raises(Refused, match="what the letter says"):
        write(in_bow, person, words=" \n ")
    assert not Letter.objects.exists()
    assert not Contact.objects.exists()
    assert write(in_bow, person)


def test_the_page_begins_with_the_schemes_words_and_the_letter_is_printed_next(
    company: Company, key: Key
) -> None:
    nadia = company.client("nadia")
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        person = somebody(safe_for=("call",))
        point = home(person)
    record = f"/desk/people/{person.pk}"
    address = f"/desk/contacts/letter/{person.pk}"
    assert address in nadia.get(record).content.decode()
    assert "have not reached you yet" in nadia.get(address).content.decode()
    empty = nadia.post(address, {**key(), "to": str(point.pk), "words": ""})
    assert empty.status_code == 400
    sent = nadia.post(address, {**key(), "to": str(point.pk), "words": WORDS})
    assert sent.status_code == 302
    assert "Letter to the person" in nadia.get(sent["Location"]).content.decode()
    assert company.client("sana").get(address).status_code == 404


def test_without_a_safe_address_the_page_says_so(company: Company) -> None:
    case = a_case()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        ContactPoint.objects.filter(person=case.person, kind="address").update(safe_for=[])
    nadia, address = company.client("nadia"), f"/desk/contacts/letter/{case.person_id}"
    assert nadia.get(address)["Location"] == f"/desk/people/{case.person_id}"
    shown = nadia.get(f"/desk/people/{case.person_id}").content.decode()
    assert "No address of Maya is marked safe for letters" in shown
    assert address not in shown
