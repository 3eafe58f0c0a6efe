"""What is known of a door is known at that door, whoever lives there, and tells nothing of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils.html import escape

from kith.audit.models import Entry
from kith.isolation.context import in_scheme
from kith.organisations.models import DeliveryPartner
from kith.people import actions, queries
from kith.people.models import AddressWarning, ContactPoint, Person
from kith.people.rules.places import place_of
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests.cast import BOW, TESTS
from tests.conftest import Company

Keys = Callable[[], dict[str, str]]
SOON = datetime.timedelta(days=30)


def bow():
    return in_scheme(BOW, actor=TESTS.key)


def someone(first: str, address: str, postcode: str, partner: str = "Roman Road Friends") -> Person:
    person = actions.register(
        by=TESTS, scheme_id=BOW, first_name=first, last_name="Okafor",
        date_of_birth=datetime.date(1956, 2, 29),
    )  # fmt: skip
    employer = DeliveryPartner.objects.get(name=partner)
    actions.give_partner_access(by=TESTS, person=person, partner=employer)
    if address:
        actions.add_contact_point(
            by=TESTS, person=person, kind="address", value=address, postcode=postcode
        )
    return person


def home(person: Person) -> ContactPoint:
    return ContactPoint.objects.get(person=person, kind="address")


def warn(person: Person, by=TESTS, **values) -> AddressWarning:
    given = {"kind": "pets", "text": "A dog in the yard: ring first", "review_on": today() + SOON}
    return actions.warn_of_address(by=by, person=person, point=home(person), **(given | values))


def day(name: str, on: datetime.date) -> dict[str, str]:
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


@pytest.fixture
def ada(db) -> Person:
    with bow():
        return someone("Ada", "Flat 3, 12 Fairfield Road", "E3 2QA")


class TestOneDoor:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (("12 Fairfield Road", "E3 2QA"), ("12, Fairfield Rd., Bow", "e3 2qa")),
            (("12 Fairfield Road", "E3 2QA"), ("12 Fairfield Road, London E3 2QA", "")),
            (("12 Fairfield Road", "E3 2QA"), ("12 Fairfield Road e32qa", "")),
            (("Flat 3, 12 Fairfield Road", "E3 2QA"), ("12 Fairfield Rd, flat 3", "E32QA")),
            (("12 A Fairfield Road", "E3 2QA"), ("12a Fairfield Road", "E3 2QA")),
            (("The Old Mill", "E3 2QA"), ("the old mill", "E3 2QA")),
            (("1 Fictional Row, London", ""), ("1 FICTIONAL ROW LONDON", "")),
        ],
    )
    def test_two_ways_of_writing_one(self, one, other):
        assert place_of(*one) == place_of(*other) != ""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (("12 Fairfield Road", "E3 2QA"), ("14 Fairfield Road", "E3 2QA")),
            (("12 Fairfield Road", "E3 2QA"), ("12 Fairfield Road", "E3 3PN")),
            (("Flat 3, 12 Fairfield Road", "E3 2QA"), ("Flat 12, 3 Fairfield Road", "E3 2QA")),
            (("Flat C, 12 Fairfield Road", "E3 2QA"), ("Flat D, 12 Fairfield Road", "E3 2QA")),
            (("The Old Mill", "E3 2QA"), ("The New Mill", "E3 2QA")),
        ],
    )
    def test_two_doors(self, one, other):
        assert place_of(*one) != place_of(*other)

    @pytest.mark.parametrize("text", ["", "   ", "E3 2QA", "…", "\u202e"])
    def test_what_names_no_door(self, text):
        assert place_of(text, "E3 2QA") == ""

    def test_a_very_long_address_is_cut_and_found(self):
        assert len(place_of("x" * 100_000)) == 300


class TestWarning:
    def test_it_is_shown_for_who_lives_there_and_for_nobody_else(self, ada):
        with bow():
            same = someone("Bea", "12 Fairfield Rd, Flat 3", "E3 2QA", "Limehouse Links")
            next_door = someone("Cy", "Flat 4, 12 Fairfield Road", "E3 2QA")
            row = warn(ada)
            assert queries.warnings_for(ada) == [row]
            assert queries.warnings_for(same) == [row]
            assert queries.warnings_for(next_door) == []
            assert queries.warnings_at(BOW, "flat 3, 12 Fairfield Road, E3 2QA") == [row]
            assert queries.warnings_at(BOW, "Flat 4, 12 Fairfield Road, E3 2QA") == []

    def test_an_address_that_is_spelt_otherwise_later_does_not_lose_it(self, ada):
        with bow():
            row, point = warn(ada), home(ada)
            actions.change_contact_point(
                by=TESTS, point=point, value="Flat 5, 12 Fairfield Road", postcode="E3 2QA"
            )
            assert queries.warnings_for(ada) == [row]
            actions.end_contact_point(by=TESTS, point=point)
            assert queries.warnings_for(ada) == []

    def test_two_to_visit_comes_first_and_needs_no_words(self, ada):
        with bow():
            dog, two = warn(ada), warn(ada, kind="two_to_visit", text="")
            assert queries.warnings_for(ada) == [two, dog]

    def test_no_address_no_read(self, ada, django_assert_num_queries):
        with bow():
            nobody = someone("Dot", "", "")
            points = list(queries.contact_points(nobody))
            with django_assert_num_queries(0):
                assert queries.warnings_of(points) == []

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"text": "  "}, "Say what to know"),
            ({"kind": "ghosts"}, "Choose what it is"),
            ({"text": "x" * 301}, "300 characters"),
            ({"review_on": datetime.date(2020, 1, 1)}, "within a year"),
            ({"review_on": datetime.date(2999, 1, 1)}, "within a year"),
            ({"seen_on": datetime.date(2999, 1, 1)}, "not come yet"),
        ],
    )
    def test_what_is_refused_and_what_is_kept(self, ada, wrong, said):
        with bow():
            with pytest.raises(Refused, match=said):
                warn(ada, **wrong)
            assert not AddressWarning.objects.exists()
            assert warn(ada)
            with pytest.raises(Refused, match="known of the address already"):
                warn(ada)

    def test_a_postcode_alone_is_no_door(self, db):
        with bow():
            person = someone("Eve", "", "")
            point = actions.add_contact_point(
                by=TESTS, person=person, kind="address", value="", postcode="E3 2QA"
            )
            with pytest.raises(Refused, match="needs a door"):
                actions.warn_of_address(
                    by=TESTS, person=person, point=point, kind="two_to_visit",
                    review_on=today() + SOON,
                )  # fmt: skip

    def test_it_is_reviewed_and_ended_and_never_deleted(self, ada):
        with bow():
            row = warn(ada)
            later = today() + 2 * SOON
            kept = actions.review_address_warning(
                by=TESTS, person=ada, warning=row, review_on=later
            )
            assert (kept.review_on, kept.reviewed_on) == (later, today())
            with pytest.raises(Refused, match="why"):
                actions.end_address_warning(by=TESTS, person=ada, warning=row, why=" ")
            actions.end_address_warning(by=TESTS, person=ada, warning=row, why="The dog has gone")
            assert queries.warnings_for(ada) == []
            [ended] = queries.warnings_before(queries.contact_points(ada))
            assert ended.ended_why == "The dog has gone"
            with pytest.raises(Refused, match="ended already"):
                actions.end_address_warning(by=TESTS, person=ada, warning=row, why="Again")
            with pytest.raises(Refused, match="ended already"):
                actions.review_address_warning(by=TESTS, person=ada, warning=row, review_on=later)
            assert Entry.objects.filter(
                action="people.end_address_warning", person_id=ada.pk, refused=""
            ).exists()


class TestPages:
    def test_a_worker_writes_reviews_and_ends_it(self, company: Company, ada, key: Keys):
        nadia = company.client("nadia")
        address = f"/desk/people/{ada.pk}/address"
        typed = {
            "kind": "access", "text": "The bell is broken: ring from the pavement",
            **day("seen_on", today()), **day("review_on", today() + SOON),
        }  # fmt: skip
        assert "Nobody has written anything" in nadia.get(address).content.decode()
        wrong = nadia.post(address, {**key(), **typed, "text": ""})
        assert wrong.status_code == 400
        assert nadia.post(address, {**key(), **typed}).status_code == 302
        page = nadia.get(address).content.decode()
        assert "The bell is broken" in page
        assert "by Nadia Rahman" in page
        with bow():
            row = AddressWarning.objects.get()
        one = f"{address}/{row.pk}"
        assert nadia.get(one).status_code == 200
        still = {"still": "yes", **day("review_on", today() + 2 * SOON)}
        assert nadia.post(one, {**key(), **still}).status_code == 302
        assert nadia.post(one, {**key(), "still": "no"}).status_code == 400
        ended = {**key(), "still": "no", "why": "The bell was mended"}
        assert nadia.post(one, ended).status_code == 302
        assert nadia.get(one).status_code == 404
        assert "The bell was mended" in nadia.get(address).content.decode()

    def test_a_neighbours_worker_reads_it_and_learns_of_nobody(self, company: Company, ada):
        with bow():
            other = someone("Bea", "Flat 3, 12 Fairfield Road", "E3 2QA", "Limehouse Links")
            row = warn(ada, by=company.actor("nadia"))
        sam = company.client("sam")
        page = sam.get(f"/desk/people/{other.pk}/address").content.decode()
        assert "A dog in the yard" in page
        assert "by a colleague" in page
        for told in ("Ada", "Nadia", str(ada.pk), str(home_id(ada))):
            assert told not in page
        assert sam.get(f"/desk/people/{other.pk}/address/{row.pk}").status_code == 200
        assert sam.get(f"/desk/people/{ada.pk}/address/{row.pk}").status_code == 404
        assert company.client("sana").get(f"/desk/people/{ada.pk}/address").status_code == 404

    def test_it_stands_where_a_visit_is_planned_and_where_one_goes_in(
        self, company: Company, ada, key: Keys
    ):
        with bow():
            warn(ada)
            warn(ada, kind="two_to_visit", text="", seen_on=today() - 2 * SOON)
            AddressWarning.objects.filter(kind="two_to_visit").update(review_on=today())
        nadia = company.client("nadia")
        for path in (
            f"/desk/people/{ada.pk}",
            f"/desk/contacts/plan/{ada.pk}",
            f"/desk/visits/with/{ada.pk}",
        ):
            page = nadia.get(path)
            assert page.status_code == 200, path
            said = page.content.decode()
            assert "Two to visit" in said, path
            assert "A dog in the yard" in said, path
            assert "Due for review" in said, path

    @pytest.mark.parametrize(
        "text", ["כלב בחצר", "🐕" * 50, "<script>alert(1)</script>", "$name {{ 7*7 }}"]
    )
    def test_the_worst_words_are_shown_as_they_are(self, company: Company, ada, key: Keys, text):
        nadia = company.client("nadia")
        address = f"/desk/people/{ada.pk}/address"
        typed = {
            "kind": "others", "text": text,
            **day("seen_on", today()), **day("review_on", today() + SOON),
        }  # fmt: skip
        assert nadia.post(address, {**key(), **typed}).status_code == 302
        with bow():
            assert AddressWarning.objects.get().text == text
        page = nadia.get(f"/desk/people/{ada.pk}").content.decode()
        assert "<script>alert" not in page
        assert escape(text) in page


def home_id(person: Person) -> str:
    with bow():
        return str(home(person).pk)
