"""Who someone is, how they can safely be reached, who is around them, what might go wrong."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from kith.audit.models import Entry
from kith.isolation import context
from kith.organisations.models import DeliveryPartner
from kith.people import actions, queries, rules
from kith.people.actions import Who
from kith.people.models import Channel, ContactPoint, LinkedPerson, Person
from kith.resilience.errors import Refused, Stale
from kith.ui.dates import today
from tests.cast import BOW, POPLAR, TESTS

BORN = datetime.date(1956, 2, 29)
NUMBER = "9990000018"


def register(**values) -> Person:
    values = {"first_name": "Ada", "last_name": "Okafor", "date_of_birth": BORN, **values}
    return actions.register(by=TESTS, scheme_id=BOW, **values)


def who(**values) -> Who:
    values = {"first_name": "Ada", "last_name": "Okafor", "date_of_birth": BORN, **values}
    return Who(**values)


def know(**values) -> tuple[Person, bool]:
    return actions.know(by=TESTS, scheme_id=BOW, who=who(**values))


def test_names_are_kept_clean_with_a_key_to_sort_by(in_bow):
    person = register(first_name="  Émile ", last_name="de  Souza")
    assert (person.full_name, person.sort_name.split()[0]) == ("Émile de Souza", "souza")


@pytest.mark.parametrize(
    ("first", "last"), [("", "Suharto"), ("Suharto", ""), ("", "فاطمة"), ("פלורה", "לוי")]
)
def test_one_name_is_enough_in_any_script(in_bow, first, last):
    person = register(first_name=first, last_name=last)
    assert person.called == (first or last)
    assert queries.search(TESTS, person.full_name) == [person]


def test_nobody_is_without_a_name(in_bow):
    with pytest.raises(Refused) as refusal:
        register(first_name=" ", last_name="")
    assert refusal.value.field == "last_name"
    assert Entry.objects.filter(action="people.register").exclude(refused="").exists()


@pytest.mark.parametrize(
    ("text", "kept"), [("999 000 0018", NUMBER), ("999-000-0018", NUMBER), ("", "")]
)
def test_an_nhs_number_is_kept_as_ten_digits(in_bow, text, kept):
    assert register(nhs_number=text).nhs_number == kept


@pytest.mark.parametrize("text", ["999 000 0019", "12", "abcdefghij"])
def test_an_nhs_number_that_is_not_one_is_refused(in_bow, text):
    with pytest.raises(Refused) as refusal:
        register(nhs_number=text)
    assert refusal.value.field == "nhs_number"


def test_two_people_never_share_an_nhs_number_in_a_scheme(in_bow):
    register(nhs_number=NUMBER)
    with pytest.raises(Refused, match="someone with other details"):
        register(first_name="Bo", nhs_number=NUMBER)
    assert register(first_name="Bo", nhs_number="9990000026")


def test_a_birth_date_is_not_to_come_nor_too_long_ago(in_bow):
    day = today()
    for wrong in (day + datetime.timedelta(days=1), datetime.date(day.year - 121, 1, 1)):
        with pytest.raises(Refused) as refusal:
            register(date_of_birth=wrong)
        assert refusal.value.field == "date_of_birth"
    assert register(date_of_birth=day)
    assert register(first_name="Old", date_of_birth=datetime.date(day.year - 120, 1, 1))


def test_someone_born_on_a_leap_day_is_a_year_older_on_1_march(in_bow):
    person = register()
    assert person.age_on(datetime.date(2025, 2, 28)) == 68
    assert person.age_on(datetime.date(2025, 3, 1)) == 69
    assert person.age_on(datetime.date(2024, 2, 29)) == 68


@pytest.mark.parametrize(
    "wrong", [{"gender": "Q"}, {"language": "xx-no"}, {"access_needs": ["telepathy"]}]
)
def test_codes_are_of_their_lists(in_bow, wrong):
    with pytest.raises(Refused) as refusal:
        register(**wrong)
    assert refusal.value.field in wrong
    assert register(gender="2", access_needs=["large-print"])


def test_two_who_edit_at_once_lose_nothing(in_bow):
    person = register()
    seen = person.version
    actions.edit(by=TESTS, person=person, preferred_name="Addie", expected=seen)
    with pytest.raises(Stale):
        actions.edit(by=TESTS, person=person, preferred_name="Adie", expected=seen)
    person.refresh_from_db()
    assert person.preferred_name == "Addie"


def test_renaming_moves_someone_in_the_list(in_bow):
    person = register()
    actions.edit(by=TESTS, person=person, last_name="Zola")
    assert person.sort_name.startswith("zola")
    assert person.first_name == "Ada"


def test_the_same_person_is_joined_and_nothing_overwritten(in_bow):
    first, _ = know(phone="07700 900123", preferred_name="Addie")
    again, joined = know(
        first_name="ADA",
        last_name="okafor",
        phone="+44 7700 900123",
        preferred_name="Other",
        nhs_number=NUMBER,
        email="Ada@Example.example",
    )
    assert joined
    assert again == first
    assert (again.preferred_name, again.nhs_number) == ("Addie", NUMBER)
    assert {p.value for p in queries.contact_points(first)} == {
        "+447700900123",
        "ada@example.example",
    }


def test_what_a_later_referral_adds_is_safe_for_nothing_until_they_are_asked(in_bow):
    first, _ = know(phone="07700 900123", phone_safe_for=["call", "text"], postcode="E3 3PN")
    _, joined = know(
        phone="07700 900666", phone_safe_for=["call", "voicemail", "text"], postcode="E3 3PN",
        email="not@hers.example", email_safe_for=["email"],
    )  # fmt: skip
    assert joined
    assert [p.value for p in queries.safe_points(first, Channel.TEXT)] == ["+447700900123"]
    assert queries.safe_points(first, Channel.EMAIL) == []
    added = queries.contact_points(first).get(value="+447700900666")
    assert (added.safe_for, "Ask them" in added.note) == ([], True)


def test_a_shared_name_and_birth_date_alone_join_nobody(in_bow):
    first, _ = know(phone="07700 900123")
    second, joined = know(phone="07700 900124")
    assert not joined
    assert [match.person for match in queries.possible_duplicates(second)] == [first]
    other, joined = know(date_of_birth=datetime.date(1956, 2, 20), phone="07700 900123")
    assert not joined
    assert first in [match.person for match in queries.possible_duplicates(other)]


def test_two_nhs_numbers_are_two_people_even_at_one_address(in_bow):
    know(nhs_number=NUMBER, postcode="E3 3PN", address="1 Bow Road")
    _, joined = know(nhs_number="9990000026", postcode="E3 3PN", address="1 Bow Road")
    assert not joined


def test_a_shared_postcode_joins_the_same_name_and_birth_date(in_bow):
    first, _ = know(postcode="e33pn", address="1 Bow Road")
    assert know(postcode="E3 3PN") == (first, True)


def test_phones_emails_and_postcodes_are_normal(in_bow):
    person = register()
    phone = actions.add_contact_point(
        by=TESTS, person=person, kind="phone", value="020 7946 0123", safe_for=["call"]
    )
    address = actions.add_contact_point(
        by=TESTS, person=person, kind="address", value="1 Bow Road", postcode="e33pn"
    )
    assert phone.value == "+442079460123"
    assert address.postcode == "E3 3PN"
    assert round(address.latitude) == 52
    with pytest.raises(Refused, match="on the record already"):
        actions.add_contact_point(by=TESTS, person=person, kind="phone", value="02079460123")


@pytest.mark.parametrize(
    ("kind", "value"), [("phone", "123"), ("email", "ada@"), ("address", " "), ("pigeon", "x")]
)
def test_what_is_no_way_to_reach_someone_is_refused(in_bow, kind, value):
    with pytest.raises(Refused):
        actions.add_contact_point(by=TESTS, person=register(), kind=kind, value=value)


def test_only_what_was_said_to_be_safe_is_safe(in_bow):
    person = register()
    phone = actions.add_contact_point(
        by=TESTS, person=person, kind="phone", value="07700 900123", safe_for=["call"]
    )
    unasked = actions.add_contact_point(
        by=TESTS, person=person, kind="email", value="ada@mail.example"
    )
    assert queries.safe_points(person, Channel.CALL) == [phone]
    assert queries.safe_points(person, Channel.TEXT) == []
    assert queries.safe_points(person, Channel.EMAIL) == []
    actions.change_contact_point(
        by=TESTS, point=unasked, value=unasked.value, safe_for=["email"], when_safe="Weekdays"
    )
    assert queries.safe_points(person, Channel.EMAIL) == [unasked]
    with pytest.raises(Refused):
        actions.change_contact_point(
            by=TESTS, point=unasked, value=unasked.value, safe_for=["call"]
        )
    actions.end_contact_point(by=TESTS, point=phone)
    assert queries.safe_points(person, Channel.CALL) == []


def test_one_phone_is_preferred(in_bow):
    person = register()
    for number in ("07700 900123", "07700 900124"):
        actions.add_contact_point(
            by=TESTS, person=person, kind="phone", value=number, is_preferred=True
        )
    assert [p.value for p in ContactPoint.objects.filter(is_preferred=True)] == ["+447700900124"]


def test_more_than_nothing_is_told_on_somebodys_say_so(in_bow):
    person = register()
    add = {"by": TESTS, "person": person, "name": "Bo Okafor", "relationship": "Son"}
    assert actions.add_linked_person(**add).may_be_told == LinkedPerson.MayBeTold.NOTHING
    with pytest.raises(Refused) as refusal:
        actions.add_linked_person(**add, may_be_told="everything")
    assert refusal.value.field == "on_whose_say_so"
    linked = actions.add_linked_person(**add, may_be_told="everything", on_whose_say_so="Ada")
    assert linked.said_on == today()


def test_what_may_be_told_runs_out(in_bow):
    linked = actions.add_linked_person(
        by=TESTS,
        person=register(),
        name="Bo Okafor",
        relationship="Son",
        may_be_told="contact",
        on_whose_say_so="Ada",
        said_on=datetime.date(2026, 1, 1),
        until=datetime.date(2026, 3, 1),
    )
    assert rules.may_be_told(linked, datetime.date(2026, 3, 1)) == "contact"
    assert rules.may_be_told(linked, datetime.date(2026, 3, 2)) == "nothing"
    actions.end_linked_person(by=TESTS, linked=linked)
    assert rules.may_be_told(linked, datetime.date(2026, 3, 1)) == "nothing"


def test_nobody_has_asked_until_somebody_has(in_bow):
    person = register()
    assert rules.risk_summary(person, queries.risks(person)).words == "Not yet asked"
    assert rules.blocks_visits(person)
    actions.state_none_known(
        by=TESTS, person=person, stated_by_name="Dr Abelson", stated_on=datetime.date(2026, 1, 5)
    )
    said = rules.risk_summary(person, queries.risks(person))
    assert said.words == "None known to Dr Abelson on 5 January 2026"
    assert not rules.blocks_visits(person)


def test_none_known_ends_no_risk_silently(in_bow):
    person = register()
    risk = actions.state_risk(by=TESTS, person=person, text="A large dog: ring first")
    with pytest.raises(Refused, match="End it first"):
        actions.state_none_known(by=TESTS, person=person)
    assert rules.risk_summary(person, queries.risks(person)).texts == ("A large dog: ring first",)
    with pytest.raises(Refused) as refusal:
        actions.end_risk(by=TESTS, risk=risk, why="  ")
    assert refusal.value.field == "why"
    actions.end_risk(by=TESTS, risk=risk, why="The dog has gone")
    assert rules.risk_summary(person, queries.risks(person)).kind == "not_asked"
    assert actions.state_none_known(by=TESTS, person=person)


def test_a_risk_ends_none_known_and_says_so(in_bow):
    person = register()
    none = actions.state_none_known(by=TESTS, person=person)
    actions.state_risk(by=TESTS, person=person, text="Falls")
    none.refresh_from_db()
    assert none.ended_why == "A risk was stated."
    assert rules.risk_summary(person, queries.risks(person)).kind == "stated"


def test_a_partners_access_starts_and_ends_by_day(acting, in_bow):
    person = register()
    friends = DeliveryPartner.objects.get(name="Roman Road Friends")
    assert not _seen_by(acting, person)
    with context.in_scheme(BOW, actor=TESTS.key):
        access = actions.give_partner_access(by=TESTS, person=person, partner=friends)
    assert _seen_by(acting, person)
    past = today() - datetime.timedelta(days=9)
    with context.in_scheme(BOW, actor=TESTS.key):
        with pytest.raises(Refused):
            actions.end_partner_access(by=TESTS, access=access, to_date=datetime.date(2019, 1, 1))
        actions.give_partner_access(by=TESTS, person=person, partner=friends, from_date=past)
        access.refresh_from_db()
        actions.end_partner_access(
            by=TESTS, access=access, to_date=today() - datetime.timedelta(days=1)
        )
    assert not _seen_by(acting, person)


def _seen_by(acting, person) -> bool:
    """Whether Tess, of Roman Road Friends, may open a record."""
    return queries.visible_to(acting("tess")).filter(pk=person.pk).exists()


def test_search_finds_by_name_number_phone_and_birth_date(in_bow):
    person, _ = know(first_name="Zoë", last_name="O’Brien-Núñez", phone="07700 900123",
                     nhs_number=NUMBER, preferred_name="Kit")  # fmt: skip
    register(first_name="Other", last_name="One", date_of_birth=datetime.date(1990, 5, 5))
    for text in (
        "zoe", "OBRIEN", "o'brien nunez", "Nunez zoe", "kit", "999 000 0018", "07700 900123",
        "900123", "+44 7700 900123", "29/02/1956", "1956-02-29", "29 February 1956",
    ):  # fmt: skip
        assert queries.search(TESTS, text) == [person], text
    for text in ("", "   ", "zzz", "30/02/1956", "(", "%", "999 000 0019"):
        assert queries.search(TESTS, text) == [], text


def test_search_stays_inside_what_may_be_seen(acting):
    bea = acting("bea")
    bow, _ = actions.know(by=bea, scheme_id=BOW, who=who(phone="07700 900123"))
    poplar, _ = actions.know(by=bea, scheme_id=POPLAR, who=who(phone="07700 900123"))
    # Her employer in Poplar is the prime contractor there; in Bow it is not.
    assert queries.search(bea, "Okafor") == [poplar]
    partner = DeliveryPartner.objects.get(name="Roman Road Friends")
    actions.give_partner_access(by=bea, person=bow, partner=partner)
    assert len(queries.search(bea, "Okafor")) == 2
    assert queries.search(acting("sana"), "Okafor") == [poplar]
    assert queries.search(acting("mo"), "Okafor") == [bow]
    assert queries.search(acting("fay"), "Okafor") == []


def test_registering_can_be_told_of_the_past(in_bow):
    then = timezone.now() - datetime.timedelta(days=300)
    assert register(at=then).created_at == then
