"""What the outcome letter says, read back from its PDF and from its rows."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pypdf
import pytest

from kith.files.queries import read
from kith.isolation.actor import Actor
from kith.messages.documents.outcome_letter import OutcomeLetter
from kith.organisations.models import Practice
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.closures import actions, presenters, queries, rules
from kith.pathway.closures.letter import letter_of
from kith.pathway.contacts import actions as contacts
from kith.pathway.outcomes import actions as outcomes
from kith.pathway.plans import actions as plans
from kith.pathway.referrals import actions as referrals
from kith.people import actions as people
from kith.people.queries import risks
from kith.people.rules import risk_summary
from kith.ui.dates import today
from kith.vocabulary import closure_reasons
from kith.vocabulary.snomed import DECLINED, REFERRAL
from tests import cast
from tests.unit.pathway.stories import a_case, a_goal

TODAY = today()


def letter(case: Case, reason: str = closure_reasons.COMPLETED, **more: Any) -> OutcomeLetter:
    given = {"summary": "", "requests": "", "on": TODAY, "signed_by": "Nadia Rahman"}
    return letter_of(case, reason=reason, **(given | more))


def words(case: Case, by: Actor, **more: Any) -> str:
    """The text of the PDF that finishing keeps, on one line."""
    closure = actions.close(by=by, case=case, **{"reason": closure_reasons.COMPLETED, **more})
    assert closure.letter is not None
    pages = pypdf.PdfReader(io.BytesIO(read(closure.letter.file))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def in_order(text: str, *parts: str) -> None:
    at = 0
    for part in parts:
        found = text.find(part, at)
        assert found >= 0, f"{part!r} does not follow in {text!r}"
        at = found


def a_whole_case(by: Actor) -> Case:
    case = a_case(agreed=True)
    goal = a_goal(case)
    plans.save_about(by=by, case=case, what_matters="Not eating alone.")
    for text, who, name in (
        ("Review her knee pain", "professional", "Dr Ruth Abelson"),
        ("Ring the lunch club on Monday", "person", ""),
        ("Drive her on Tuesdays", "other", "Her neighbour Ivy"),
        ("Ask the council about the lift", "worker", ""),
    ):
        plans.add_action(by=by, goal=goal, text=text, who=who, who_name=name)
    contacts.give_support(
        by=by,
        case=case,
        kind="form",
        result="Attendance Allowance",
        money_pence=375_000,
        money_frequency="yearly",
        money_certainty="confirmed",
    )
    outcomes.record_score(
        by=by, case=case, measure="ons4", moment="start", answers={1: 4, 2: 5, 3: 3, 4: 7}
    )
    outcomes.rate_goal(by=by, case=case, goal=goal, moment="start", rating=2)
    outcomes.rate_goal(by=by, case=case, goal=goal, moment="end", rating=9)
    return case


def test_the_letter_tells_the_case_in_the_order_a_practice_reads(in_bow: Actor) -> None:
    case = a_whole_case(in_bow)

    text = words(
        case,
        in_bow,
        summary="She has lunch with others.",
        requests_for_professionals="Check her blood pressure\n\nReview her sleep",
    )

    in_order(
        text,
        "OKAFOR, Maya",
        "09-Mar-1951",
        "12 Fairfield Road, London",
        "Plan and requested actions",
        "Check her blood pressure",
        "Review her sleep",
        "Review her knee pain (Dr Ruth Abelson)",
        "Ring the lunch club on Monday",
        "Drive her on Tuesdays (Her neighbour Ivy)",
        "Support finished as planned",
        "She has lunch with others.",
        "without a new referral",
        "None known to",
        "Not eating alone.",
        "Attendance Allowance (£3,750 a year, confirmed)",
        "Life satisfaction",
        "n/a",
        "Goal: Have lunch with others",
        "2 of 10",
        "9 of 10",
        REFERRAL.code,
        "Nadia Rahman, Link worker",
    )
    assert "Ask the council about the lift" not in text


def test_a_case_without_a_plan_says_none(in_bow: Actor) -> None:
    text = words(a_case(agreed=True), in_bow)

    in_order(
        text,
        "For you and your colleagues None.",
        "For Maya None.",
        "Support we gave None.",
        "Introductions to services, and what came of them None.",
        "Measures at the start and the end None.",
    )


def test_one_name_is_enough(in_bow: Actor) -> None:
    assert "NURJAHAN" in words(a_case(first_name="", last_name="Nurjahan"), in_bow)


def test_a_name_written_from_the_right(in_bow: Actor) -> None:
    case = a_case(first_name="שרה", last_name="כהן")

    text = words(case, in_bow)

    assert "כהן" in text or "ןהכ" in text  # as the reader of the PDF orders it
    assert letter(case).person.surname == "כהן"


def test_without_a_practice_it_goes_to_whoever_referred(in_bow: Actor) -> None:
    referral = referrals.receive(
        by=in_bow,
        scheme_id=cast.BOW,
        who=people.Who(
            first_name="Aziz",
            last_name="Khan",
            date_of_birth=datetime.date(1970, 1, 1),
            phone="07700 900456",
        ),
        source="01",
        organisation_name="Mile End Hospital",
        referrer_name="Sister Amy Owusu",
        referrer_sees="Alone since his wife died.",
    )
    case = caseload.take_on(by=in_bow, referral=referral)

    made = letter(case)
    assert (made.addressee.name, made.addressee.organisation) == (
        "Sister Amy Owusu",
        "Mile End Hospital",
    )
    assert "Practice None recorded" in words(case, in_bow)
    assert made.reason_for_referral.startswith("Alone since his wife died.")


def test_a_practice_of_record_is_told_when_somebody_else_referred(in_bow: Actor) -> None:
    case = a_case()
    case.referral.practice = None
    case.person.practice = Practice.objects.get(ods_code="F84902")
    case.referral.person = case.person

    made = letter(case)

    assert made.addressee.organisation == "Stroudley Walk Surgery"
    assert made.addressee.name == "The practice manager"


@pytest.mark.parametrize(
    ("agreed", "reason", "code"),
    [
        (True, closure_reasons.COMPLETED, REFERRAL),
        (True, closure_reasons.PERSON_DECLINED, REFERRAL),
        (False, closure_reasons.PERSON_DECLINED, DECLINED),
        (False, closure_reasons.COULD_NOT_CONTACT, None),
        (False, closure_reasons.COMPLETED, None),
    ],
)
def test_the_code_is_what_the_person_said(
    in_bow: Actor, agreed: bool, reason: str, code: Any
) -> None:
    case = a_case(agreed=agreed)

    foreseen = letter(case, reason).codes
    text = words(case, in_bow, reason=reason)

    assert [row.code for row in foreseen] == ([code.code] if code else [])
    for concept in (REFERRAL, DECLINED):
        assert (concept.code in text) == (concept == code)


def test_one_episode_tells_its_code_once(in_bow: Actor) -> None:
    case = a_case(agreed=True)
    assert REFERRAL.code in words(case, in_bow)

    actions.reopen(by=in_bow, case=case, why="She rang")

    assert REFERRAL.code not in words(case, in_bow)


def test_risks_are_said_in_words(in_bow: Actor) -> None:
    not_asked = a_case(risk_asked=False)
    assert letter(not_asked).risks == "Not yet asked"

    people.state_risk(by=in_bow, person=not_asked.person, text="A dog that bites")

    assert letter(not_asked).risks == "A dog that bites"


def test_who_died_is_not_invited_back(in_bow: Actor) -> None:
    case = a_whole_case(in_bow)

    made = letter(case, closure_reasons.DIED)

    assert (made.reopening, made.actions_for_person) == ("", ())
    assert letter(case).reopening


def test_a_skipped_measure_says_why(in_bow: Actor) -> None:
    case = a_case(agreed=True)
    outcomes.skip(by=in_bow, case=case, measure="ons4", moment="end", why="She was too tired")

    (line,) = letter(case).measures

    assert (line.start, line.end) == ("n/a", "n/a")
    assert line.note == "Not taken at the end: She was too tired"


def test_what_to_think_of_before_finishing(in_bow: Actor) -> None:
    case = a_whole_case(in_bow)
    people.state_risk(by=in_bow, person=case.person, text="Her son shouts at visitors")

    said = rules.warnings(
        case.person,
        risk_summary(case.person, risks(case.person)),
        queries.loose_ends(case),
        on=TODAY,
    )

    assert len(said) == 3
    assert "Her son shouts at visitors" in said[0]
    assert "Review her knee pain, Ring the lunch club on Monday" in said[1]
    assert "Personal wellbeing (ONS4)" in said[2]


def test_nothing_loose_is_nothing_said(in_bow: Actor) -> None:
    case = a_case()

    said = rules.warnings(
        case.person,
        risk_summary(case.person, risks(case.person)),
        queries.loose_ends(case),
        on=TODAY,
    )

    assert said == []


def test_the_page_says_what_the_letter_says(in_bow: Actor) -> None:
    case = a_whole_case(in_bow)

    parts = presenters.parts(letter(case), "Maya")

    assert parts[0].lines == ("Review her knee pain (Dr Ruth Abelson)",)
    assert all(part.lines for part in parts)
    said = {part.heading: part.lines for part in parts}
    assert said["Introductions, and what came of them"] == ("None.",)
    assert said["Reason for referral, in the referrer’s words"] == ("Not recorded.",)
    assert presenters.pictures(letter(case))[0].startswith("data:image/png;base64,")
