"""The words of a concern are read by few; that it is there and what keeps safe, by all who see the person."""

from __future__ import annotations

import uuid

import pytest

from kith.audit.models import Entry
from kith.concerns import actions
from kith.concerns.jobs import climb_at
from kith.concerns.models import Concern
from kith.organisations import actions as organisations
from kith.people.models import Person
from kith.ui import dates
from tests.cast import TESTS
from tests.unit.concerns.scene import KEEP_SAFE, WORDS, bow, member, worry


@pytest.fixture
def concern(acting, ada: Person) -> Concern:
    """Raised by Nadia; the ladder is Pia, Tess, Mo."""
    found = worry(acting("nadia"), ada)
    acting("sana")
    return found


def at(concern: Concern, page: str = "") -> str:
    return f"/desk/concerns/{concern.pk}{page}"


def reads(company, name: str, concern: Concern) -> bool | int:
    """Whether somebody reads the words; the status where there is no page for them."""
    answer = company.client(name).get(at(concern))
    return WORDS in answer.content.decode() if answer.status_code == 200 else answer.status_code


def test_who_reads_before_anybody_accepted(company, concern) -> None:
    assert reads(company, "nadia", concern) is True, "who raised it"
    assert reads(company, "pia", concern) is True, "the lead"
    assert reads(company, "tess", concern) is True, "the deputy"
    assert reads(company, "mo", concern) is False, "the manager, who was not asked yet"
    assert reads(company, "bea", concern) is False, "a colleague who sees the person"
    assert reads(company, "priya", concern) is False, "of the prime contractor"
    assert reads(company, "sam", concern) == 404, "another partner's"
    assert reads(company, "sana", concern) == 404, "another scheme's"
    assert reads(company, "ruth", concern) == 403, "a referrer"


def test_who_is_asked_reads_until_somebody_accepted(company, acting, concern) -> None:
    for hours in (1, 2):
        climb_at(concern.raised_at + hours * (concern.ladder.climb_at - concern.raised_at))
    assert reads(company, "mo", concern) is True
    actions.accept(by=acting("tess"), concern=concern)
    acting("sana")
    assert reads(company, "mo", concern) is False
    assert reads(company, "tess", concern) is True


def test_a_colleague_with_the_record_open_knows_who_has_it_and_what_keeps_safe(
    company, acting, concern
) -> None:
    page = company.client("bea").get(at(concern)).content.decode()
    assert "Nobody has it yet: Pia Lindqvist was asked" in page
    assert KEEP_SAFE in page
    assert "Money" not in page
    actions.accept(by=acting("pia"), concern=concern)
    acting("sana")
    assert "Pia Lindqvist has it since" in company.client("bea").get(at(concern)).content.decode()
    record = company.client("bea").get(f"/desk/people/{concern.person_id}").content.decode()
    assert "Pia Lindqvist has it since" in record
    assert KEEP_SAFE in record
    assert WORDS not in record


def test_nothing_says_that_it_is_seen_to_before_somebody_accepted(company, concern) -> None:
    for who, path in (("nadia", at(concern)), ("nadia", "/desk/"), ("tess", "/desk/team")):
        page = company.client(who).get(path).content.decode()
        assert "Nobody has it" in page, path
        assert "has it since" not in page, path


@pytest.mark.parametrize("page", ["/write", "/change", "/close", "/give-back", "/open-again"])
def test_what_one_may_not_read_one_does_not_write_on(company, concern, key, page) -> None:
    assert company.client("bea").get(at(concern, page)).status_code == 404
    assert company.client("bea").post(at(concern, page), key()).status_code == 404
    assert company.client("pia").get(at(concern, page)).status_code == 200
    missing = f"/desk/concerns/{uuid.uuid4()}{page}"
    assert company.client("pia").get(missing).status_code == 404


def test_every_look_is_on_the_record_the_list_too(company, concern) -> None:
    def looks() -> int:
        with bow():
            return Entry.objects.filter(action="record.opened", person_id=concern.person_id).count()

    before = looks()
    company.client("pia").get(at(concern))
    company.client("bea").get(at(concern))
    company.client("pia").get("/desk/concerns")
    assert looks() == before + 3


def test_the_record_of_who_looked_says_nothing_of_what_is_written(company, acting, concern) -> None:
    by = acting("pia")
    held = actions.accept(by=by, concern=concern)
    actions.close_concern(by=by, concern=held, outcome="safer", words=WORDS)
    acting("sana")
    page = company.client("bea").get(f"/desk/people/{concern.person_id}/looked")
    assert page.status_code == 200
    assert WORDS not in page.content.decode()


def test_what_rests_with_somebody_who_is_away_is_on_the_today_of_the_lead_and_the_deputy(
    company, acting, concern
) -> None:
    actions.accept(by=acting("mo"), concern=concern)
    acting("sana")
    words = "Mo Castellanos has it, and is away"

    def today_of(name: str) -> str:
        return company.client(name).get("/desk/").content.decode()

    assert words not in today_of("tess")
    with bow():
        organisations.add_absence(
            by=TESTS, member=member("Mo"), from_date=dates.today(), to_date=dates.today()
        )
    assert words in today_of("tess")
    assert words not in today_of("bea")
    page = company.client("pia").get("/desk/concerns").content.decode()
    assert page.count(words) == 1
