"""What a case weighs and why, in the lists of a worker and a lead; who may be stuck. Nobody is ranked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.concerns import actions as concerns
from kith.desk.queries.standing import Standing, Stuck, standing
from kith.desk.queries.triage import Workforce
from kith.desk.queries.weights import RULES
from kith.isolation.actor import Actor
from kith.organisations import actions as organisations
from kith.organisations.models import Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.contacts import actions as contacts
from kith.pathway.plans import actions as plans
from kith.people import actions as people
from kith.resilience.errors import Refused
from tests import cast
from tests.conftest import Company
from tests.unit.desk.people import case_of, member, referred

BY = cast.TESTS


def where(case: Case) -> Standing:
    (row,) = standing(Case.objects.filter(pk=case.pk))
    return row


def talk(case: Case, *, days_ago: int = 1, times: int = 1) -> None:
    at = timezone.now() - dt.timedelta(days=days_ago)
    for number in range(times):
        contacts.record(
            by=BY, person=case.person, outcome="reached", at=at + dt.timedelta(minutes=number)
        )


def planned(case: Case) -> Case:
    """Somebody with whom a plan is agreed: the plainest case there is."""
    talk(case, days_ago=9)
    plans.add_need(by=BY, case=case, foundation="belonging", text="Company")
    plans.agree(by=BY, case=case, agreed_with="Them")
    return case


def test_somebody_with_a_plan_weighs_one_and_each_rule_adds_what_it_says(in_bow: Actor) -> None:
    case = planned(case_of())
    assert (where(case).weight, where(case).why) == (1, ())

    people.state_risk(by=BY, person=case.person, text="A dog that jumps up")
    assert where(case).why == ("risk",)
    concerns.raise_concern(by=BY, person=case.person, kind="home", urgency="week", words="Cold")
    people.edit(by=BY, person=case.person, needs_interpreter=True, language="syl")
    talk(case, times=8)
    row = where(case)
    assert row.why == ("risk", "concern", "interpreter", "often", "very_often")
    assert row.weight == 1 + sum(RULES[key].points for key in row.why)


def test_a_beginning_takes_more_and_an_urgent_one_more_still(in_bow: Actor) -> None:
    case = case_of(urgency="urgent")
    assert where(case).why == ("beginning", "urgent")
    talk(case)
    assert where(case).why == ("beginning",)


def test_what_is_on_a_record_that_was_merged_counts_too(in_bow: Actor) -> None:
    case, other = planned(case_of()), referred(number=1).person
    people.state_risk(by=BY, person=other, text="A dog")
    assert where(case).why == ()
    caseload.merge_people(by=BY, kept=case.person, lost=other)
    assert where(case).why == ("risk",)


def test_a_workers_own_word_counts_with_its_reason_and_never_below_one(in_bow: Actor) -> None:
    case = planned(case_of())
    with pytest.raises(Refused, match="Say why"):
        caseload.set_weight(by=BY, case=case, own_weight=3)
    with pytest.raises(Refused, match="Choose lighter"):
        caseload.set_weight(by=BY, case=case, own_weight=9, own_weight_why="Much")
    caseload.set_weight(by=BY, case=case, own_weight=3, own_weight_why="Long calls")
    assert (where(case).weight, where(case).why) == (3, ("heavier",))
    caseload.set_weight(by=BY, case=case, own_weight=1, own_weight_why="A text a month")
    assert (where(case).weight, where(case).why) == (1, ("lighter",))
    caseload.set_weight(by=BY, case=case, own_weight=2, own_weight_why="forgotten")
    assert case.own_weight_why == ""


def test_the_page_says_what_it_weighs_and_why_and_takes_the_workers_word(
    company: Company, in_bow: Actor, key: Callable[[], dict[str, str]]
) -> None:
    case = planned(case_of())
    people.state_risk(by=BY, person=case.person, text="A dog")
    nadia, address = company.client("nadia"), reverse("desk:weight", args=[case.person_id])
    page = nadia.get(address).content.decode()
    assert "The weight is <strong>2</strong>" in page
    assert "A risk is stated" in page
    sent = {"own_weight": "3", "own_weight_why": "", "version": case.version}
    assert nadia.post(address, {**key(), **sent}).status_code == 400
    sent["own_weight_why"] = "Long calls with her daughter"
    assert nadia.post(address, {**key(), **sent}).status_code == 302
    case.refresh_from_db()
    assert (case.own_weight, case.own_weight_why) == (3, "Long calls with her daughter")
    # Somebody who wrote meanwhile is shown both, and neither is lost.
    late = nadia.post(address, {**key(), **sent, "own_weight_why": "Two languages"})
    assert late.status_code == 409
    assert "Long calls with her daughter" in late.content.decode()
    assert "Two languages" in late.content.decode()
    assert company.client("sam").get(address).status_code == 404
    assert company.client("sana").get(address).status_code == 404


def test_a_lead_reads_weights_with_reasons_by_name_and_nobody_is_ranked(
    company: Company, in_bow: Actor
) -> None:
    """However heavy or late anybody's cases are, the order is that of names: on the page, and in every list
    from which a worker is chosen.
    """
    for number in range(3):
        case_of("Nadia", number)
    people.state_risk(by=BY, person=Case.objects.all()[0].person, text="A dog")
    case_of("Bea", 5)
    page = company.client("tess").get("/desk/team").content.decode()
    carried = page[page.index("What each carries, by name") :]
    names = re.findall(r'<th scope="row".*?<a[^>]*>([^<]+)</a>', carried, re.S)
    assert names == ["Bea Halloran", "Nadia Rahman", "Tess Whitlock"]
    assert "over 5 working days. no plan agreed yet: 3; a risk is stated: 1" in carried
    assert "kith-sort" not in carried
    for word in ("rank", "best", "worst", "top", "league"):
        assert not re.search(rf"\b{word}\b", carried, re.IGNORECASE), word
    chosen = Workforce(company.actor("tess"), cast.BOW).holders
    assert [worker.name for worker, _, _ in chosen] == sorted(w.name for w, _, _ in chosen)
    assert {worker.name: weight for worker, _, weight in chosen}["Nadia Rahman"] == 7


def test_whoever_has_room_for_the_days_they_work_is_suggested(
    company: Company, in_bow: Actor
) -> None:
    case_of("Nadia", 0)
    case_of("Bea", 1)
    Membership.objects.filter(pk=member("Nadia").pk).update(works_on=[0])
    row = referred(number=2)
    found = Workforce(company.actor("tess"), cast.BOW).candidates(row)
    both = ("Nadia Rahman", "Bea Halloran")
    assert [one.holder.name for one in found if one.holder.name in both] == [both[1], both[0]]


def test_a_case_may_be_stuck_for_three_reasons_and_says_each(in_bow: Actor) -> None:
    day = timezone.localdate()
    assert where(planned(case_of(number=0, days_ago=10))).stuck(day) == ()
    case = case_of(number=1, days_ago=60, in_days=None)
    assert where(case).stuck(day) == (Stuck.NO_STEP, Stuck.QUIET, Stuck.SAME_STAGE)
    talk(case, days_ago=50)
    caseload.set_next_step(by=BY, case=case, text="Ring", on=day)
    assert where(case).stuck(day) == (Stuck.QUIET, Stuck.SAME_STAGE)
    talk(case, days_ago=1)
    assert where(case).stuck(day) == (Stuck.SAME_STAGE,)
    plans.add_need(by=BY, case=case, foundation="money", text="A letter")
    plans.agree(by=BY, case=case, agreed_with="Bert")
    assert where(case).stuck(day) == ()


def test_the_lead_sees_who_may_be_stuck_by_case_and_all_of_them_in_the_caseload(
    company: Company, in_bow: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_of("Nadia", 0, days_ago=60, in_days=None)
    case_of("Bea", 1, days_ago=40)
    planned(case_of("Bea", 2))
    tess = company.client("tess")
    page = tess.get("/desk/team").content.decode()
    part = page[page.index('id="stuck"') : page.index('id="away"')]
    assert part.index("Amina Begum") < part.index("Bert Coker")
    assert "No next step. No conversation for 60 days. Waiting for a first call for 60 days" in part
    assert "Chidi" not in part
    listed = tess.get("/desk/caseload?holder=all&stuck=1").content.decode()
    assert "People, 2 of 3" in listed
    assert "Remove </span>May be stuck" in listed
    monkeypatch.setattr("kith.desk.queries.team.MOST_LISTED", 1)
    assert "See all 2" in tess.get("/desk/team").content.decode()


def test_the_weights_of_forty_cost_one_statement_as_of_one(in_bow: Actor) -> None:
    counts = []
    for numbers in (range(1), range(1, 40)):
        for number in numbers:
            case_of(number=number)
        with CaptureQueriesContext(connection) as said:
            assert len(standing(Case.objects.all())) == numbers.stop
        counts.append(len(said))
    assert counts == [1, 1]


def test_one_press_on_the_team_covers_days_that_nobody_covers(
    company: Company, in_bow: Actor, key: Callable[[], dict[str, str]]
) -> None:
    """Offered is who is here on all of these days and may see the people; nobody else."""
    case_of("Nadia", 0)
    day = timezone.localdate()
    now = organisations.add_absence(
        by=BY, member=member("Nadia"), from_date=day, to_date=day + dt.timedelta(days=3)
    )
    organisations.add_absence(
        by=BY, member=member("Bea"), from_date=day + dt.timedelta(days=2),
        to_date=day + dt.timedelta(days=9), cover=member("Tess"),
    )  # fmt: skip
    tess = company.client("tess")
    page = tess.get("/desk/team").content.decode()
    part = page[page.index("Not here, and not covered: Nadia Rahman") :].split("</form>")[0]
    offered = re.findall(r"<option[^>]*>([^<]+)</option>", part)
    assert offered == ["Mo Castellanos", "Priya Nair", "Tess Whitlock"]
    sent = {**key(), "cover": str(member("Tess").pk)}
    assert tess.post(f"/desk/absences/{now.pk}/cover", sent).status_code == 302
    now.refresh_from_db()
    assert now.cover == member("Tess")
    assert "not covered" not in tess.get("/desk/team").content.decode()
