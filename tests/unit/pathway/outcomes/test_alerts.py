"""An answer that asks somebody to act: nobody is asked without one who answers, and it stays open until taken up."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from kith.concerns.models import Concern
from kith.concerns.queries import steps
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.messages.models import Email
from kith.organisations.duty import duty_of
from kith.organisations.models import Absence
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.outcomes import actions, queries
from kith.pathway.outcomes.jobs import climb_at
from kith.pathway.outcomes.models import Alert, Score
from kith.resilience.errors import Refused
from kith.ui import dates
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.outcomes.conftest import member, switch_on
from tests.unit.pathway.stories import a_case

Key = Callable[[], dict[str, str]]
TODAY = dates.today()
SEVERE = dict.fromkeys(range(1, 8), 3)
MILD = dict.fromkeys(range(1, 8), 1)
ON = {
    "taken_on_day": str(TODAY.day), "taken_on_month": str(TODAY.month),
    "taken_on_year": str(TODAY.year), "mode": "together", "answered_by": "person",
    "given_in": "printed",
}  # fmt: skip


def inside(act: Callable[[], Any]) -> Any:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return act()


def answer(case: Case, answers: dict[int, int | str], measure: str = "gad-7") -> Score:
    return inside(
        lambda: actions.record_score(
            by=cast.TESTS, case=case, measure=measure, moment="start", answers=answers
        )
    )


@pytest.mark.usefixtures("gad_7")
def test_an_alerting_answer_is_told_at_once_and_names_nobody_by_e_mail() -> None:
    case = a_case()
    answer(case, SEVERE)
    (alert,) = inside(lambda: list(Alert.objects.all()))
    assert alert.responder_id == member("Mo Castellanos").pk
    assert "severe" in alert.said
    (email,) = inside(lambda: list(Email.objects.all()))
    assert email.to == "mo@kith.example"
    assert str(alert.pk) in email.body
    for private in ("Maya", "Okafor", "severe", "anxi"):
        assert private not in email.subject + email.body


@pytest.mark.usefixtures("gad_7")
def test_an_answer_below_the_line_tells_nobody() -> None:
    answer(a_case(), MILD)
    assert not inside(Alert.objects.exists)
    assert not inside(Email.objects.exists)


def test_off_by_default_and_never_on_without_somebody(in_bow: Actor) -> None:
    case = a_case()
    with pytest.raises(Refused, match="not used here"):
        answer(case, MILD)
    values = {
        "by": in_bow,
        "scheme_id": cast.BOW,
        "measure": "gad-7",
        "is_on": True,
        "reason": "Pilot",
    }
    with pytest.raises(Refused, match="Name who is told"):
        actions.set_use(**values)
    with pytest.raises(Refused, match="may not open"):
        actions.set_use(**values, responder=member("Ruth Abelson"))
    with pytest.raises(Refused, match="Say why"):
        actions.set_use(**{**values, "reason": " "}, responder=member("Mo Castellanos"))
    actions.set_use(**values, responder=member("Mo Castellanos"))
    assert answer(case, MILD).pk


def test_who_left_answers_no_more(in_bow: Actor) -> None:
    switch_on("gad-7", "Tess Whitlock")
    case = a_case(holder="Nadia Rahman")
    assert answer(case, MILD).pk
    caseload.end_membership(by=in_bow, member=member("Tess Whitlock"), to_date=TODAY - DAY)
    with pytest.raises(Refused, match="does not work here any more"):
        answer(a_case(first_name="Omar", last_name="Haddad"), MILD)


DAY = datetime.timedelta(days=1)


def away(in_bow: Actor, name: str, cover: str | None) -> None:
    Absence.objects.create(
        scheme_id=cast.BOW, member=member(name), from_date=TODAY, to_date=TODAY + 3 * DAY,
        cover=member(cover) if cover else None,
    )  # fmt: skip


def test_while_they_are_away_their_cover_is_told(in_bow: Actor) -> None:
    switch_on("gad-7")
    away(in_bow, "Mo Castellanos", "Tess Whitlock")
    answer(a_case(), SEVERE)
    assert Alert.objects.get().responder_id == member("Tess Whitlock").pk


def test_away_with_nobody_the_questions_do_not_open(in_bow: Actor) -> None:
    switch_on("gad-7")
    away(in_bow, "Mo Castellanos", None)
    with pytest.raises(Refused, match="away with nobody to cover"):
        answer(a_case(), MILD)


def test_who_may_not_open_the_record_is_not_told_of_it(in_bow: Actor) -> None:
    switch_on("gad-7", "Sam Adeyemi")
    with pytest.raises(Refused, match="may not open the record"):
        answer(a_case(), MILD)
    assert answer(a_case(first_name="Omar", last_name="Haddad", holder="Sam Adeyemi"), MILD).pk


def test_what_is_recorded_of_the_past_tells_nobody(in_bow: Actor) -> None:
    then = dates.local(datetime.datetime.now(datetime.UTC) - 40 * DAY)
    row = actions.record_score(
        by=in_bow, case=a_case(), measure="gad-7", moment="start", answers=SEVERE, at=then
    )
    assert row.result["alerts"]
    assert not Alert.objects.exists()


@pytest.mark.usefixtures("gad_7")
def test_only_who_was_told_or_leads_takes_it_up(
    company: Company, acting: Callable[[str], Actor]
) -> None:
    answer(a_case(), SEVERE)
    by = acting("nadia")
    alert = Alert.objects.get()
    with pytest.raises(Refused, match="was told of this"):
        actions.acknowledge(by=by, alert=alert, done="I rang")
    by = acting("mo")
    with pytest.raises(Refused, match="what you did"):
        actions.acknowledge(by=by, alert=alert, done=" ")
    assert [row.pk for row in queries.for_today(duty_of(by, timezone.now()))] == [alert.pk]
    done = actions.acknowledge(by=by, alert=alert, done="Rang her; she is with her sister.")
    assert done.acknowledged_by_name == "Mo Castellanos"
    assert queries.for_today(duty_of(by, timezone.now())) == []
    with pytest.raises(Refused, match="taken up already"):
        actions.acknowledge(by=by, alert=alert, done="Again")


@pytest.mark.usefixtures("gad_7")
def test_the_worker_is_stopped_and_the_responder_reads_it_on_today(
    company: Company, key: Key
) -> None:
    case, nadia, mo = a_case(), company.client("nadia"), company.client("mo")
    sent = {**ON, **{f"item_{n}": "3" for n in range(1, 8)}}
    saved = nadia.post(f"/desk/outcomes/{case.pk}/gad-7/start", {**key(), **sent})
    page = nadia.get(saved["Location"]).content.decode()
    assert "asks you to act now" in page
    assert "116 123" in page
    assert "I have taken it up" not in page
    assert (
        "An answer asks somebody to act"
        in nadia.get(f"/desk/people/{case.person_id}").content.decode()
    )
    assert saved["Location"] in mo.get("/desk/").content.decode()
    assert mo.post(saved["Location"], {**key(), "done": ""}).status_code == 400
    assert mo.post(saved["Location"], {**key(), "done": "Went round."}).status_code == 302
    assert saved["Location"] not in mo.get("/desk/").content.decode()
    assert "Went round." in nadia.get(saved["Location"]).content.decode()


@pytest.mark.usefixtures("gad_7")
def test_the_form_says_why_it_does_not_open(company: Company, in_bow: Actor) -> None:
    case, client = a_case(), company.client("nadia")
    url = f"/desk/outcomes/{case.pk}/gad-7/start"
    assert "Trouble relaxing" in client.get(url).content.decode()
    away(in_bow, "Mo Castellanos", None)
    page = client.get(url).content.decode()
    assert "Mo Castellanos is away" in page
    assert "Trouble relaxing" not in page


@pytest.mark.usefixtures("gad_7")
def test_a_stranger_gets_the_one_404(company: Company, key: Key) -> None:
    case = a_case()
    answer(case, SEVERE)
    path = f"/desk/outcomes/alerts/{inside(Alert.objects.get).pk}"
    assert company.client("nadia").get(path).status_code == 200
    for name in ("sana", "sam"):
        assert company.client(name).get(path).status_code == 404
        assert company.client(name).post(path, {**key(), "done": "x"}).status_code == 404


MINUTE = datetime.timedelta(minutes=1)


def told() -> list[str]:
    alert = Alert.objects.get()
    assert alert.ladder is not None
    return [(step.member_name or step.kind).split()[0] for step in steps(alert.ladder)]


def test_an_answer_that_nobody_takes_up_climbs_the_scheme_s_ladder(in_bow: Actor) -> None:
    """Whoever is named first, then the lead, the deputy and the manager, each once; then all, and it rests."""
    switch_on("gad-7", "Tess Whitlock")
    answer(a_case(), SEVERE)
    assert told() == ["Tess"]
    now = timezone.now()
    assert climb_at(now + 9 * MINUTE) == 0
    assert climb_at(now + 11 * MINUTE) == 1
    assert told() == ["Tess", "Pia"]
    for minutes in (22, 33):
        climb_at(now + minutes * MINUTE)
    assert told() == ["Tess", "Pia", "Mo", "ended"]
    assert not [mail for mail in Email.objects.all() if "Maya" in mail.subject + mail.body]


def test_once_somebody_takes_it_up_nobody_else_is_told(in_bow: Actor, company: Company) -> None:
    switch_on("gad-7", "Tess Whitlock")
    answer(a_case(), SEVERE)
    climb_at(timezone.now() + 11 * MINUTE)
    alert = Alert.objects.get()
    # Whoever was told next opens it and takes it up, though no measure names them.
    assert queries.may_acknowledge(company.actor("pia"), alert)
    assert not queries.may_acknowledge(company.actor("nadia"), alert)
    assert company.client("pia").get(f"/desk/outcomes/alerts/{alert.pk}").status_code == 200
    actions.acknowledge(by=company.actor("pia"), alert=alert, done="Rang the crisis team.")
    assert climb_at(timezone.now() + 60 * MINUTE) == 0
    assert told() == ["Tess", "Pia"]


def test_one_press_raises_a_concern_with_what_was_said_and_one_ladder_asks(
    in_bow: Actor, company: Company, key: Key
) -> None:
    switch_on("gad-7", "Tess Whitlock")
    answer(a_case(), SEVERE)
    alert = Alert.objects.get()
    nadia, address = company.client("nadia"), f"/desk/outcomes/alerts/{alert.pk}/raise"
    assert company.client("sam").post(address, key()).status_code == 404
    gone = nadia.post(address, key())
    concern = Concern.objects.get()
    assert gone["Location"] == f"/desk/concerns/{concern.pk}"
    assert alert.said in concern.words
    assert "GAD-7" in concern.words
    assert (concern.kind, concern.urgency) == ("mental_health", "today")
    assert concern.raised_by == member("Nadia Rahman")
    # A second press, by anybody, gives the same concern; the alert's own ladder rests and it stays open.
    assert company.client("tess").post(address, key())["Location"] == gone["Location"]
    assert Concern.objects.count() == 1
    assert climb_at(timezone.now() + 60 * MINUTE) == 0
    page = nadia.get(f"/desk/outcomes/alerts/{alert.pk}").content.decode()
    assert "open the concern" in page
    assert Alert.objects.get().acknowledged_at is None
