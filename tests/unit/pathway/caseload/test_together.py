"""Two workers on one case: one holds it, both have it in sight, and the wall stands where it stood."""

from __future__ import annotations

import datetime as dt

import pytest

from kith.isolation.actor import Actor
from kith.organisations import actions as organisations
from kith.organisations import queries as organisation_queries
from kith.pathway.caseload import actions, queries
from kith.pathway.caseload.models import Case, JointWork
from kith.pathway.closures import actions as closures
from kith.people import queries as people
from kith.people.models import PartnerAccess
from kith.resilience.errors import Refused
from kith.ui.dates import today
from kith.vocabulary import closure_reasons
from tests.cast import BOW, TESTS
from tests.unit.desk.people import case_of, member


def along(case: Case, name: str = "Bea", by: Actor = TESTS, **more: object) -> JointWork:
    given = {"why": "Speaks Sylheti", **more}
    return actions.work_along(by=by, case=case, member=member(name), **given)  # type: ignore[arg-type]


def test_both_have_it_on_today_and_in_the_caseload_and_one_holds_it(in_bow: Actor, company) -> None:
    case = case_of(in_days=0)
    assert "Amina Begum" not in company.client("bea").get("/desk/").content.decode()
    along(case)
    bea = company.client("bea")
    today_page = bea.get("/desk/").content.decode()
    assert "Amina Begum" in today_page
    assert "Speaks Sylheti" in today_page
    assert "with Nadia Rahman, who holds the case" in bea.get("/desk/caseload").content.decode()
    case.refresh_from_db()
    assert case.holder == member("Nadia")
    assert "Amina Begum" in company.client("nadia").get("/desk/").content.decode()
    record = company.client("nadia").get(f"/desk/people/{case.person_id}").content.decode()
    assert "with Bea Halloran" in record


def test_it_shares_nothing_beyond_the_wall_without_the_managers_rule(in_bow: Actor, acting) -> None:
    case = case_of()
    before = PartnerAccess.objects.count()
    with pytest.raises(Refused, match="would not change that"):
        along(case, "Sam")
    assert along(case, "Priya")  # of the prime contractor, who sees all
    scheme = organisation_queries.scheme(BOW)
    organisations.change_scheme(by=in_bow, scheme=scheme, partners_see_each_other=True)
    assert along(case, "Sam")
    assert PartnerAccess.objects.count() == before
    organisations.change_scheme(by=in_bow, scheme=scheme, partners_see_each_other=False)
    sam = acting("sam")
    assert not people.visible_to(sam).filter(pk=case.person_id).exists()
    assert not queries.open_cases(sam).exists()


def test_who_asks_and_whom(in_bow: Actor, acting) -> None:
    case = case_of()
    with pytest.raises(Refused, match="holds this case"):
        along(case, "Nadia")
    with pytest.raises(Refused, match="help with"):
        along(case, why=" ")
    with pytest.raises(Refused, match="has not come"):
        along(case, from_on=today() + dt.timedelta(days=1))
    with pytest.raises(Refused, match="Ask them, or the team lead"):
        along(case, by=acting("bea"))
    along(case, by=acting("nadia"))
    with pytest.raises(Refused, match="already"):
        along(case, by=acting("tess"))


def test_it_ends_by_a_press_by_finishing_and_as_the_colleague_takes_the_case(in_bow: Actor) -> None:
    case = case_of()
    first = along(case)
    actions.end_joint_work(by=in_bow, joint=first)
    with pytest.raises(Refused, match="ended already"):
        actions.end_joint_work(by=in_bow, joint=first)
    along(case)
    actions.allocate(by=in_bow, case=case, holder=member("Bea"))
    assert not JointWork.objects.filter(ended_on=None).exists()
    along(case, "Nadia")
    closures.close(by=in_bow, case=case, reason=closure_reasons.COMPLETED)
    assert not JointWork.objects.filter(ended_on=None).exists()


def test_a_case_that_goes_to_another_partner_leaves_no_colleague_behind(in_bow: Actor) -> None:
    case = case_of()
    along(case)
    along(case, "Priya")
    actions.allocate(by=in_bow, case=case, holder=member("Sam"))
    left = JointWork.objects.filter(ended_on=None)
    assert [row.member.name for row in left] == ["Priya Nair"]


def test_the_page_asks_a_colleague_who_reads_why_and_ends_it(in_bow: Actor, company, key) -> None:
    case = case_of()
    nadia, address = company.client("nadia"), f"/desk/cases/{case.pk}/together"
    shown = nadia.get(address).content.decode()
    assert "Bea Halloran" in shown
    assert "Sam Adeyemi" not in shown
    bea = str(member("Bea").pk)
    assert nadia.post(address, {**key(), "member": bea}).status_code == 400
    assert nadia.post(address, {**key(), "member": bea, "why": "Sylheti"}).status_code == 302
    joint = JointWork.objects.get()
    assert (
        company.client("bea").post(f"/desk/cases/together/{joint.pk}/read", key()).status_code
        == 302
    )
    joint.refresh_from_db()
    assert joint.read_at is not None
    assert (
        company.client("sam").post(f"/desk/cases/together/{joint.pk}/end", key()).status_code == 404
    )
    assert nadia.post(f"/desk/cases/together/{joint.pk}/end", key()).status_code == 302
    joint.refresh_from_db()
    assert joint.ended_on == today()
