"""The demonstration's cancer programme: made from the template, with a hospital of its own and one live case."""

from __future__ import annotations

import datetime
from pathlib import Path
from uuid import UUID

from kith.demo.people import test_nhs_number
from kith.demo.year.ground import acting
from kith.isolation.actor import Actor
from kith.messages.documents import render
from kith.organisations import actions as organisations
from kith.organisations import queries
from kith.organisations.models import Programme, ProgrammeStage, Reason
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload import prompts
from kith.pathway.caseload.models import Case
from kith.pathway.closures import actions as closures
from kith.pathway.contacts import actions as contacts
from kith.pathway.plans import actions as plans
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals.actions import ForProgramme, RatedConcern
from kith.pathway.referrals.models import Referral
from kith.people.actions import Who
from kith.ui.dates import medium_date
from kith.vocabulary import holistic_concerns
from kith.vocabulary.doors import Door

HOSPITAL = "Royal Docks Hospital"
ASSESSMENT = Path(__file__).parent / "data" / "assessment.typ"
BORN = datetime.date(1969, 4, 23)
FIRST, LATER = {"worry": 8, "money": 7, "tired": 6, "work": 5}, {"worry": 4, "money": 3, "tired": 6}
SAYS = "I can do the treatment. It is the bills, and telling my boys, that keep me awake."
ANSWERS = {
    "Which cancer is it?": "Bowel cancer",
    "Where are they treated?": f"{HOSPITAL}, day unit",
    "Who is their key worker?": "Sister Amadi, Macmillan nurse",
    "How to reach the key worker": "020 7946 0177",
    "Who else is involved?": "A benefits adviser at the hospital's information centre.",
    "Who else should hear how it ends?": f"Dr Ada Boateng, Oncology at {HOSPITAL}",
    "Does the person know their diagnosis and prognosis?": "Yes, both",
    "What has to be kept in mind?": ["Tires quickly"],
}


def make(by: Actor, scheme_id: UUID) -> Programme:
    """Make the programme from its template."""
    return organisations.add_programme(
        by=by, scheme_id=scheme_id, name="Cancer programme", template="cancer"
    )


def name_its_hospital(by: Actor, scheme_id: UUID) -> None:
    """Give the hospital a page of its own, and the programme its catchment."""
    programme = queries.programmes(scheme_id).get()
    hospital = queries.referring_organisations(scheme_id).get(name=HOSPITAL)
    referrals.give_link(by=by, scheme_id=scheme_id, place_id=hospital.pk)
    organisations.change_programme(
        by=by, programme=programme, name=programme.name, description=programme.description,
        condition=programme.condition, asks_concerns=True, is_open=True,
        districts=("E3", "E14", "E15", "E16"), organisations=[hospital],
    )  # fmt: skip


def tell_a_case(by: Actor, scheme_id: UUID, now: datetime.datetime) -> None:
    """One person, from the hospital's page by way of two stages to a plan; treatment has just ended."""
    programme = queries.programmes(scheme_id).get()
    stages = {stage.label: stage for stage in queries.stages(programme)}
    worker = queries.staff(scheme_id, role="linkworker").get(user__email__startswith="linkworker2@")
    referral = _refer(by, programme, stages["Start of treatment"], now)
    case = caseload.take_on(
        by=by, referral=referral, holder=worker, next_step="First call",
        next_step_on=_day(now, 46), at=_ago(now, 47),
    )  # fmt: skip
    _work(acting(worker), case, stages["End of treatment"], now)


def _ago(now: datetime.datetime, days: int) -> datetime.datetime:
    return now - datetime.timedelta(days=days)


def _day(now: datetime.datetime, days: int) -> datetime.date:
    return _ago(now, days).date()


def _refer(
    by: Actor, programme: Programme, stage: ProgrammeStage, now: datetime.datetime
) -> Referral:
    hospital = queries.referring_organisations(programme.scheme_id).get(name=HOSPITAL)
    asked = queries.questions(programme)
    brought = ForProgramme(
        answers=[(one, ANSWERS[one.label]) for one in asked if one.label in ANSWERS],
        stage=stage,
        stage_on=_day(now, 70),
        said_by="Sister Amadi",
        concerns=[RatedConcern(rating=rating, what=what) for what, rating in FIRST.items()],
    )
    referral, _ = referrals.receive_with_files(
        by=by,
        scheme_id=programme.scheme_id,
        files=[("Holistic needs assessment.pdf", _assessment(now))],
        who=_who(programme.scheme_id),
        source=hospital.source,
        door=Door.PROFESSIONAL,
        organisation=hospital,
        referrer_name="Sister Ngozi Amadi",
        referrer_role="Macmillan nurse",
        referrer_contact="ngozi.amadi@docks-hospital.example",
        programme=programme,
        reasons=list(
            Reason.objects.filter(
                scheme_id=programme.scheme_id, label="Money during cancer treatment"
            )
        ),
        referrer_sees="Half way through chemotherapy, self-employed, no sick pay. Two sons at school.",
        person_says=SAYS,
        person_knows=True,
        consent_note="Agreed to be rung, and that the assessment goes along.",
        no_risk_known=True,
        for_programme=brought,
        at=_ago(now, 48),
    )
    return referral


def _who(scheme_id: UUID) -> Who:
    return Who(
        first_name="Marcus",
        last_name="Okonjo",
        date_of_birth=BORN,
        nhs_number=test_nhs_number(490),
        gender="1",
        ethnicity="N",
        language="en",
        practice=queries.practices(scheme_id).first(),
        phone="07700 900298",
        phone_safe_for=("call", "voicemail", "text"),
        address="Flat 3, 40 Devons Road, London",
        postcode="E3 3PN",
        address_safe_for=("letter",),
    )


def _assessment(now: datetime.datetime) -> bytes:
    return render.pdf(
        ASSESSMENT,
        {
            "team": f"{HOSPITAL}, cancer information and support",
            "name": "Marcus Okonjo",
            "born": medium_date(BORN),
            "day": medium_date(_day(now, 50)),
            "concerns": [[holistic_concerns.label(what), str(n)] for what, n in FIRST.items()],
            "words": SAYS,
            "agreed": "A benefits check, and somebody outside the hospital to talk with.",
        },
    )


def _work(by: Actor, case: Case, ended: ProgrammeStage, now: datetime.datetime) -> None:
    contacts.record(
        by=by, person=case.person, case=case, outcome="reached", medium="02", minutes=40,
        note="Talked for a long time: the bills first, then the boys. Wants to tell them himself.",
        next_step="Ring after the last treatment", next_step_on=_day(now, 9), agreed=True,
        at=_ago(now, 44),
    )  # fmt: skip
    case.refresh_from_db()
    _plan(by, case, now)
    (benefits,) = [
        one.prompt for one in prompts.due([case], now.date()) if "benefits" in one.prompt.text
    ]
    caseload.answer_prompt(by=by, case=case, prompt=benefits, said="done")
    referrals.record_stage(
        by=by, referral=case.referral, stage=ended, on=_day(now, 12), said_by="Marcus"
    )
    referrals.record_concerns(
        by=by, referral=case.referral, on=_day(now, 9),
        concerns=[RatedConcern(rating=rating, what=what) for what, rating in LATER.items()],
    )  # fmt: skip
    for kind, name, team in (
        ("key_worker", "Sister Ngozi Amadi", HOSPITAL),
        ("hospital", "Dr Ada Boateng", f"Oncology at {HOSPITAL}"),
    ):
        closures.add_recipient(
            by=by, case=case, kind=kind, name=name, organisation=team,
            agreed_how="On the phone, to me", agreed_on=_day(now, 9),
        )  # fmt: skip
    caseload.set_next_step(
        by=by, case=case, text="Ask how the first weeks without treatment are",
        on=_day(now, -6),
    )  # fmt: skip


def _plan(by: Actor, case: Case, now: datetime.datetime) -> None:
    at = _ago(now, 40)
    plans.start(by=by, case=case, at=at)
    plans.save_about(
        by=by, case=case, strengths="Two sons who adore him. Knows every builder in Bow.",
        what_matters="Keeping the van, and being at the school concert.", at=at,
    )  # fmt: skip
    need = plans.add_need(
        by=by, case=case, foundation="money", text="No income while treatment lasts", at=at
    )
    goal = plans.add_goal(
        by=by, need=need, text="Keep up the rent until work starts again", importance=9, at=at
    )
    plans.add_action(
        by=by, goal=goal, text="Send the benefit claim with the hospital's letter", who="worker",
        by_when=_day(now, -8), at=at,
    )  # fmt: skip
    plans.agree(by=by, case=case, agreed_with="Marcus", agreed_on=at.date(), at=at)
