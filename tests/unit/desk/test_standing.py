"""Many cases are counted in SQL by the rules by which one is placed in Python."""

from __future__ import annotations

import datetime as dt
import random

from django.utils import timezone

from kith.desk.queries.cases import open_cases, placed
from kith.desk.queries.standing import standing
from kith.directory import actions as directory
from kith.directory.models import Service
from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.closures.models import Closure
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.states import Progress
from kith.pathway.contacts.models import Contact, Outcome
from kith.pathway.outcomes.models import Moment, Score
from kith.pathway.plans.models import Plan
from kith.pathway.progress import Stage
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.states import Answer
from kith.ui.dates import day_of
from tests import cast
from tests.unit.desk.people import case_of

DAYS = 60


def test_each_of_many_cases_is_placed_alike_in_sql_and_in_python(in_bow: Actor) -> None:
    pick, today = random.Random(8), timezone.localdate()
    service = directory.add_service(
        by=in_bow, scheme_id=cast.BOW, name="Lunch club", organisation_name="Neighbours",
        foundations=["belonging"],
    )  # fmt: skip
    for number in range(40):
        _live(case_of(number=number, days_ago=DAYS), service, pick, number)
    cases = open_cases(in_bow)
    said = {row.case_id: row for row in standing(cases)}
    stages = set()
    for row in placed(list(cases), today=today):
        one = said[row.case.pk]
        assert one.stage is row.position.stage
        assert one.days_silent(today) == row.days_silent
        if one.stage is Stage.FIRST_CALL:
            assert day_of(one.began) == row.position.since
        if one.stage not in (Stage.TRYING, Stage.WITHDRAWN):
            assert one.since == row.position.since
        stages.add(one.stage)
    assert stages >= {
        Stage.FIRST_CALL, Stage.TRYING, Stage.TALKING, Stage.PLANNED, Stage.CONNECTED,
        Stage.ATTENDING, Stage.FINISHING, Stage.WITHDRAWN,
    }  # fmt: skip


def test_whoever_may_see_nobody_gets_nothing(in_bow: Actor) -> None:
    case_of()
    assert standing(open_cases(Actor.public())) == []
    assert len(standing(open_cases(in_bow))) == 1


def _live(case: Case, service: Service, pick: random.Random, number: int) -> None:
    """Rows of any kind, those that no door would write together as well: all must be placed."""

    def some(most: int) -> range:
        return range(pick.randrange(most + 1))

    def moment() -> dt.datetime:
        ago = dt.timedelta(days=pick.randrange(DAYS), minutes=pick.randrange(600))
        return timezone.now() - ago

    whose = {"scheme_id": cast.BOW, "person": case.person, "case": case}
    outcomes = pick.choice(([*Outcome.values, *["reached"] * 3], ["no_answer", "sent"]))
    for _ in some(5):
        Contact.objects.create(
            **whose, medium="02", outcome=pick.choice(outcomes), happened_at=moment(),
            direction=pick.choice(("out", "out", "in")),
        )  # fmt: skip
    if pick.random() < 0.6:
        agreed = pick.choice((None, moment().date(), moment().date()))
        Plan.objects.create(**whose, agreed_on=agreed, agreed_with="them" if agreed else "")
    always = {0: [Progress.SENT], 1: [Progress.CAME]}.get(number % 5)
    for progress in always or pick.sample(list(Progress), pick.choice((0, 0, 1, 2))):
        if progress is not Progress.ACCEPTED:  # one is under way at most
            Introduction.objects.create(
                **whose, service=service, service_name="Lunch club", agreed_fields=["name"],
                agreed_how="said so", agreed_on=moment().date(), progress=progress,
                made_at=moment(), progress_at=moment(),
            )  # fmt: skip
    if pick.random() < 0.5:
        Score.objects.create(
            **whose, measure="ons4", moment=pick.choice([*Moment.values, "end", "end"]), answers={"1": 1},
            taken_on=moment().date(), replaced_at=pick.choice((None, None, moment())),
        )  # fmt: skip
    if pick.random() < 0.3:
        at = moment()
        Closure.objects.create(
            **whose, reason="finished", closed_at=at, reopened_at=at, reopened_why="More to do"
        )
    if number % 9 == 0:
        Referral.objects.filter(pk=case.referral_id).update(
            answer=Answer.WITHDRAWN, answered_at=moment()
        )
