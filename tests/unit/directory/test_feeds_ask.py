"""What a feed may not do by itself: change where introductions go, or take the entry away that others are joined to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kith.directory import actions, queries
from kith.directory.facts import OrganisationFacts, ServiceFacts
from kith.directory.models import CommunityOrganisation, Correction, Matter, Service
from kith.directory.queries.checking import address_of, matters_of
from kith.resilience.errors import Refused
from tests import cast
from tests.unit.directory.conftest import add

OLD, NEW, THIRD = "walk@bow.example", "walk@elsewhere.example", "third@bow.example"


def says(by: Any, *services: ServiceFacts, source: str = "https://feed.example/") -> Any:
    """One visit to a whole feed."""
    return actions.take_in_feed(
        by=by, scheme_id=cast.BOW, source=source, version="3", services=services,
        is_whole=lambda: True,
    )[1]  # fmt: skip


def walk(email: str = "", *, runs: str = "", runs_id: str = "o", **rest: Any) -> ServiceFacts:
    """A walk, with its own address or that of whoever runs it."""
    own = OrganisationFacts("Bow Walks", runs_id, email=runs) if runs else None
    given = {"source_id": "s1", "name": "Walk", **rest}
    print_ = repr((email, runs, runs_id, rest))[:64]
    return ServiceFacts(fingerprint=print_, email=email, organisation=own, **given)


def listed(name: str = "Walk") -> Service:
    return Service.objects.select_related("organisation").get(name=name)


def waits() -> list[Matter]:
    return matters_of(listed())


class TestAnAddress:
    def test_a_first_address_is_taken_and_another_waits_until_it_is_taken_over(
        self, in_bow: Any
    ) -> None:
        says(in_bow, walk())
        says(in_bow, walk(OLD))
        assert (listed().email, waits()) == (OLD, [])
        run = says(in_bow, walk(NEW, phone="020 7946 0001"))
        assert (listed().email, listed().phone) == (OLD, "020 7946 0001")
        assert next(row for row in run.changes if row["field"] == "email")["waits"]
        [matter] = waits()
        assert matter.said == {"email": [OLD, NEW]}
        actions.take_over(by=in_bow, matter=matter, fields=["email"])
        assert (listed().email, waits()) == (NEW, [])
        says(in_bow, walk(NEW, phone="020 7946 0002"))
        assert (listed().email, waits()) == (NEW, [])

    @pytest.mark.parametrize("whose", ["its own", "of whoever runs it"])
    def test_an_address_that_was_taken_away_is_remembered(self, in_bow: Any, whose: str) -> None:
        def gives(email: str) -> None:
            own = whose == "its own"
            told = walk(email) if own else walk(description=email, runs="-")
            if not own:
                runs = OrganisationFacts("Bow Walks", "o", email=email)
                told = replace(told, organisation=runs, description="")
            says(in_bow, told)

        gives(OLD)
        gives("")
        assert (address_of(listed()), waits()) == ("", [])
        gives(NEW)
        [matter] = waits()
        assert list(matter.said.values()) == [[OLD, NEW]]
        assert address_of(listed()) == OLD
        # The one that stood needs nobody.
        gives("")
        gives(OLD)
        assert (address_of(listed()), waits()) == (OLD, [])
        gives(NEW)
        actions.take_over(by=in_bow, matter=waits()[0], fields=list(waits()[0].said))
        assert (address_of(listed()), waits()) == (NEW, [])

    def test_the_first_address_of_whoever_runs_it_is_no_first_for_a_service_that_had_one(
        self, in_bow: Any
    ) -> None:
        says(in_bow, walk(OLD, runs="", description="a"))
        says(in_bow, walk(""))
        says(in_bow, walk("", runs=NEW))
        assert address_of(listed()) == OLD
        assert waits()[0].said == {"email": [OLD, NEW]}

    def test_one_that_is_left_stays_and_nobody_is_asked_again(self, in_bow: Any) -> None:
        says(in_bow, walk(OLD))
        says(in_bow, walk(NEW))
        [matter] = waits()
        actions.settle_matter(by=in_bow, matter=matter, became="left", answer="We rang them.")
        says(in_bow, walk(NEW, description="Slow"))
        assert (listed().email, listed().description, waits()) == (OLD, "Slow", [])

    def test_one_that_the_feed_takes_back_needs_nobody_and_a_third_is_the_one_to_look_at(
        self, in_bow: Any
    ) -> None:
        says(in_bow, walk(OLD))
        says(in_bow, walk(NEW))
        [before] = waits()
        says(in_bow, walk(THIRD))
        [matter] = waits()
        assert (matter.pk, matter.said) == (before.pk, {"email": [OLD, THIRD]})
        says(in_bow, walk(OLD))
        assert (listed().email, waits()) == (OLD, [])
        assert not Correction.objects.filter(ended_at=None).exists()

    def test_the_address_of_whoever_runs_it_waits_once_for_all_that_it_runs(
        self, in_bow: Any
    ) -> None:
        both = (walk(runs=OLD), walk(runs=OLD, source_id="s2", name="Talk"))
        says(in_bow, *both)
        # The feed says so in the entry of one alone; the other's links would go there too.
        says(in_bow, walk(runs=NEW), both[1])
        assert {address_of(listed("Walk")), address_of(listed("Talk"))} == {OLD}
        [matter] = Matter.objects.filter(settled_at=None)
        assert matter.said == {"organisation_email": [OLD, NEW]}
        actions.take_over(by=in_bow, matter=matter)
        assert {address_of(listed("Walk")), address_of(listed("Talk"))} == {NEW}
        says(in_bow, walk(runs=OLD), both[1])
        says(in_bow, walk(runs=NEW), both[1])
        assert not Matter.objects.filter(settled_at=None).exists()
        assert CommunityOrganisation.objects.get().offered_email == ""

    @pytest.mark.parametrize(
        "after",
        [walk(runs=NEW, runs_id="another"), walk(NEW, runs=OLD), walk(NEW)],
        ids=["somebody else runs it", "an address of its own", "and nobody runs it"],
    )
    def test_no_other_way_leads_links_elsewhere(self, in_bow: Any, after: ServiceFacts) -> None:
        says(in_bow, walk(runs=OLD))
        says(in_bow, after)
        assert address_of(listed()) == OLD
        [matter] = waits()
        assert matter.said["email"] == [OLD, NEW]
        actions.take_over(by=in_bow, matter=matter)
        assert address_of(listed()) == NEW

    def test_an_address_that_is_taken_away_goes_at_once_so_that_somebody_rings(
        self, in_bow: Any
    ) -> None:
        says(in_bow, walk(OLD))
        says(in_bow, walk())
        assert (address_of(listed()), waits()) == ("", [])

    def test_what_was_put_right_here_stands_and_is_asked_of_nobody(self, in_bow: Any) -> None:
        says(in_bow, walk(OLD))
        actions.edit_service(by=in_bow, service=listed(), email=THIRD)
        says(in_bow, walk(NEW))
        assert (listed().email, waits()) == (THIRD, [])

    def test_it_is_looked_at_on_a_page_where_nothing_is_ticked(
        self, company: Any, in_bow: Any, key: Any
    ) -> None:
        says(in_bow, walk(OLD))
        says(in_bow, walk(NEW))
        [matter] = waits()
        tess = company.client("tess")
        assert "Look what its feed did" in tess.get("/desk/directory/checks").content.decode()
        address = f"/desk/directory/matters/{matter.pk}"
        page = tess.get(address).content.decode()
        assert (NEW in page, "The feed says" in page, " checked" in page) == (True, True, False)
        assert company.client("sana").get(address).status_code == 404
        assert tess.post(f"{address}/take", key()).status_code == 302
        assert listed().email == OLD
        assert tess.post(f"{address}/take", {**key(), "field": "email"}).status_code == 302
        assert listed().email == NEW


class TestJoined:
    """The same walk in two feeds: the other feed's entry is the one to use."""

    other = "https://other.example/"

    @pytest.fixture
    def joined(self, in_bow: Any) -> Service:
        says(in_bow, walk())
        says(in_bow, walk(name="The Walk"), walk(source_id="s9", name="Tea"), source=self.other)
        actions.join_services(by=in_bow, service=listed(), into=listed("The Walk"))
        return listed()

    def shown(self) -> set[str]:
        return {match.name for match in queries.find([cast.BOW]).matches} & {"Walk", "The Walk"}

    def test_while_the_other_is_there_it_alone_is_shown(self, in_bow: Any, joined: Service) -> None:
        says(in_bow, walk(description="Slow"))
        says(in_bow, walk(name="The Walk", cost="£1"), walk(source_id="s9", name="Tea"),
             source=self.other)  # fmt: skip
        assert (self.shown(), waits()) == ({"The Walk"}, [])

    @pytest.mark.parametrize("leaves", [True, False])
    def test_when_the_other_leaves_or_closes_it_is_shown_again_and_somebody_looks(
        self, in_bow: Any, joined: Service, leaves: bool
    ) -> None:
        left = () if leaves else (walk(name="The Walk", status="defunct"),)
        says(in_bow, *left, walk(source_id="s9", name="Tea"), source=self.other)
        assert listed().joined_to is None
        assert "Walk" in self.shown()
        [matter] = waits()
        assert "“The Walk”, which this entry was joined to" in matter.text
        with pytest.raises(Refused, match="nothing of theirs"):
            actions.take_over(by=in_bow, matter=matter)
        actions.settle_matter(by=in_bow, matter=matter, became="done", how="phone")
        assert waits() == []

    def test_what_was_closed_here_is_closed_of_both(self, in_bow: Any, joined: Service) -> None:
        actions.edit_service(by=in_bow, service=listed("The Walk"), status="defunct")
        says(in_bow, walk(name="The Walk", cost="£1"), walk(source_id="s9", name="Tea"),
             source=self.other)  # fmt: skip
        assert listed().joined_to == listed("The Walk")

    def test_of_several_the_first_is_the_one_to_use(self, in_bow: Any, joined: Service) -> None:
        third = add(in_bow, "Walking")
        actions.join_services(by=in_bow, service=third, into=listed("The Walk"))
        says(in_bow, walk(source_id="s9", name="Tea"), source=self.other)
        third.refresh_from_db()
        assert (listed().joined_to, third.joined_to) == (None, listed())

    def test_one_that_comes_back_after_the_other_left_is_shown(
        self, in_bow: Any, joined: Service
    ) -> None:
        says(in_bow, walk(source_id="s7", name="Sing"))
        says(in_bow, walk(source_id="s9", name="Tea"), source=self.other)
        assert listed().joined_to is not None
        says(in_bow, walk(), walk(source_id="s7", name="Sing"))
        assert (listed().joined_to, listed().gone_at) == (None, None)
