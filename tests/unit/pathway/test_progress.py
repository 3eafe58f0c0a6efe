"""Where is this person? Every combination of rows has exactly one answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.pathway.caseload.states import CaseState
from kith.pathway.connections.states import Progress
from kith.pathway.contacts.models import Outcome
from kith.pathway.progress import (
    OPEN,
    CaseFacts,
    ContactFacts,
    Facts,
    IntroductionFacts,
    ReferralFacts,
    Stage,
    position,
)
from kith.pathway.referrals.states import Answer, Decision

TODAY = dt.date(2026, 11, 23)


def day(number: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2026, 11, number, hour, tzinfo=dt.UTC)


TAKEN_ON = ReferralFacts(Decision.TAKEN_ON, received_at=day(1), decided_at=day(2))
OPENED = Facts(TAKEN_ON, CaseFacts(CaseState.OPEN, opened_at=day(2)))
NO_ANSWER = ContactFacts("no_answer", day(4))
TALKED = ContactFacts("reached", day(6))


def where(facts: Facts) -> tuple[Stage, dt.date]:
    found = position(facts, today=TODAY)
    return found.stage, found.since


@pytest.mark.parametrize(
    ("decision", "stage"),
    [
        (Decision.RECEIVED, Stage.TO_READ),
        (Decision.RETURNED, Stage.RETURNED),
        (Decision.NOT_TAKEN_ON, Stage.NOT_TAKEN_ON),
        (Decision.WITHDRAWN, Stage.WITHDRAWN),
        (Decision.TAKEN_ON, Stage.FIRST_CALL),
    ],
)
def test_without_a_case_the_decision_says_where(decision: Decision, stage: Stage) -> None:
    decided = None if decision is Decision.RECEIVED else day(3)
    found = position(Facts(ReferralFacts(decision, day(1), decided)), today=TODAY)
    assert (found.stage, found.since) == (stage, dt.date(2026, 11, 3 if decided else 1))


def test_an_open_case_goes_forward_with_what_happened() -> None:
    facts = OPENED
    assert where(facts) == (Stage.FIRST_CALL, dt.date(2026, 11, 2))
    facts = replace(facts, contacts=(NO_ANSWER,))
    assert where(facts) == (Stage.TRYING, dt.date(2026, 11, 4))
    facts = replace(facts, contacts=(NO_ANSWER, TALKED))
    assert where(facts) == (Stage.TALKING, dt.date(2026, 11, 6))
    facts = replace(facts, plan_agreed_on=dt.date(2026, 11, 7))
    assert where(facts) == (Stage.PLANNED, dt.date(2026, 11, 7))
    facts = replace(facts, introductions=(IntroductionFacts(Progress.SENT, day(8)),))
    assert where(facts) == (Stage.CONNECTED, dt.date(2026, 11, 8))
    facts = replace(facts, introductions=(IntroductionFacts(Progress.CAME, day(12)),))
    assert where(facts) == (Stage.ATTENDING, dt.date(2026, 11, 12))
    facts = replace(facts, ended_on=(dt.date(2026, 11, 20),))
    assert where(facts) == (Stage.FINISHING, dt.date(2026, 11, 20))
    ended = replace(facts.case, state=CaseState.CLOSED, ended_at=day(21))  # type: ignore[type-var]
    assert where(replace(facts, case=ended)) == (Stage.FINISHED, dt.date(2026, 11, 21))


@pytest.mark.parametrize("progress", [Progress.FULL, Progress.NOT_RIGHT, Progress.WITHDRAWN])
def test_an_introduction_that_came_to_nothing_leaves_the_plan_where_it_was(
    progress: Progress,
) -> None:
    facts = replace(
        OPENED,
        contacts=(TALKED,),
        plan_agreed_on=dt.date(2026, 11, 7),
        introductions=(IntroductionFacts(progress, day(9)),),
    )
    assert position(facts, today=TODAY).stage is Stage.PLANNED


def test_only_the_persons_own_no_is_declined() -> None:
    unreached = CaseFacts(CaseState.CLOSED, day(2), ended_at=day(20))
    assert position(Facts(TAKEN_ON, unreached), today=TODAY).stage is Stage.FINISHED
    said_no = replace(TAKEN_ON, answer=Answer.DECLINED, answered_at=day(5))
    declined = CaseFacts(CaseState.DECLINED, day(2), ended_at=day(5))
    assert where(Facts(said_no, declined)) == (Stage.DECLINED, dt.date(2026, 11, 5))
    withdrew = replace(TAKEN_ON, answer=Answer.WITHDRAWN, answered_at=day(5))
    assert position(Facts(withdrew, declined), today=TODAY).stage is Stage.WITHDRAWN


def test_a_cancelled_appointment_is_not_a_try() -> None:
    facts = replace(OPENED, contacts=(ContactFacts("cancelled_by_us", day(5)),))
    found = position(facts, today=TODAY)
    assert (found.stage, found.tries) == (Stage.FIRST_CALL, 0)


def test_a_message_from_them_is_not_a_try_of_ours() -> None:
    facts = replace(OPENED, contacts=(ContactFacts("left_message", day(5), inbound=True),))
    assert position(facts, today=TODAY).stage is Stage.FIRST_CALL
    facts = replace(OPENED, contacts=(ContactFacts("left_message", day(5)),))
    assert position(facts, today=TODAY).stage is Stage.TRYING


def test_opened_again_somebody_waits_for_a_call_again() -> None:
    again = CaseFacts(CaseState.OPEN, day(2), reopened_at=day(15))
    facts = Facts(
        TAKEN_ON, again, (TALKED,), dt.date(2026, 11, 7), ended_on=(dt.date(2026, 11, 10),)
    )
    found = position(facts, today=TODAY)
    assert (found.stage, found.words) == (Stage.FIRST_CALL, "Opened again, waiting for a call")
    spoken = replace(facts, contacts=(TALKED, ContactFacts("reached", day(16))))
    assert position(spoken, today=TODAY).stage is Stage.PLANNED


def test_tries_are_counted_since_somebody_was_reached() -> None:
    contacts = (NO_ANSWER, TALKED, ContactFacts("no_answer", day(8)), ContactFacts("sent", day(9)))
    assert position(replace(OPENED, contacts=contacts), today=TODAY).tries == 1
    again = replace(NO_ANSWER, happened_at=day(5), medium="06")
    found = position(replace(OPENED, contacts=(NO_ANSWER, again)), today=TODAY)
    assert found.words == "Trying to reach: twice so far"


def test_a_try_is_counted_as_the_policy_counts_it() -> None:
    twice_that_day = replace(OPENED, contacts=(NO_ANSWER, NO_ANSWER))
    assert position(twice_that_day, today=TODAY).words == "Trying to reach: once so far"
    letter = replace(OPENED, contacts=(ContactFacts("sent", day(4), medium="letter"),))
    assert position(letter, today=TODAY).stage is Stage.FIRST_CALL


def test_tries_before_a_case_was_opened_again_are_not_counted() -> None:
    again = CaseFacts(CaseState.OPEN, day(2), reopened_at=day(5))
    facts = Facts(TAKEN_ON, again, (NO_ANSWER, ContactFacts("no_answer", day(8))))
    assert position(facts, today=TODAY).tries == 1


def test_what_was_promised_comes_before_what_is_proposed() -> None:
    assert position(OPENED, today=TODAY).next_step == "Make the first call"
    promised = CaseFacts(
        CaseState.OPEN, day(2), next_step="Ring after the hospital", next_step_on=TODAY
    )
    found = position(Facts(TAKEN_ON, promised), today=TODAY)
    assert (found.next_step, found.next_step_on, found.promised) == (
        "Ring after the hospital", TODAY, True,
    )  # fmt: skip


def test_quiet_days_are_london_days() -> None:
    # 23:30 UTC on 24 October is already the 25th in London, the day the clocks go back.
    late = dt.datetime(2026, 10, 24, 23, 30, tzinfo=dt.UTC)
    case = CaseFacts(CaseState.OPEN, opened_at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC))
    facts = Facts(TAKEN_ON, case, (ContactFacts("reached", late),))
    assert position(facts, today=dt.date(2026, 10, 26)).quiet_days == 1
    assert position(facts, today=dt.date(2026, 10, 25)).quiet_days == 0
    assert position(OPENED, today=TODAY).quiet_days is None


moments = st.datetimes(
    dt.datetime.fromisoformat("2019-01-01"),
    dt.datetime.fromisoformat("2030-01-01"),
    timezones=st.just(dt.UTC),
)
any_facts = st.builds(
    Facts,
    referral=st.builds(
        ReferralFacts,
        decision=st.sampled_from(Decision),
        received_at=moments,
        decided_at=st.none() | moments,
        answer=st.sampled_from(Answer),
        answered_at=st.none() | moments,
    ),
    case=st.none()
    | st.builds(
        CaseFacts,
        state=st.sampled_from(CaseState),
        opened_at=moments,
        ended_at=st.none() | moments,
        reopened_at=st.none() | moments,
        next_step=st.sampled_from(["", "Ring on Friday"]),
        next_step_on=st.none() | st.dates(dt.date(2019, 1, 1), dt.date(2030, 1, 1)),
    ),
    contacts=st.lists(
        st.builds(
            ContactFacts,
            outcome=st.sampled_from(Outcome.values),
            happened_at=moments,
            inbound=st.booleans(),
        ),
        max_size=5,
    ).map(tuple),
    plan_agreed_on=st.none() | st.dates(dt.date(2019, 1, 1), dt.date(2030, 1, 1)),
    introductions=st.lists(
        st.builds(IntroductionFacts, progress=st.sampled_from(Progress), progress_at=moments),
        max_size=4,
    ).map(tuple),
    ended_on=st.lists(st.dates(dt.date(2019, 1, 1), dt.date(2030, 1, 1)), max_size=2).map(tuple),
)


@given(any_facts)
def test_everybody_is_in_exactly_one_stage(facts: Facts) -> None:
    found = position(facts, today=TODAY)
    assert found.stage in Stage
    assert found.words
    assert found == position(replace(facts, contacts=facts.contacts[::-1]), today=TODAY)
    is_open = facts.case is not None and facts.case.state is CaseState.OPEN
    said_no = facts.referral.answer in (Answer.DECLINED, Answer.WITHDRAWN)
    if is_open and not said_no:
        assert found.stage in OPEN
    if not found.stage.is_open:
        assert found.quiet_days is None
        assert not found.promised
    if facts.case is not None and facts.case.state is CaseState.CLOSED:
        assert found.stage is Stage.FINISHED


def test_every_stage_has_words_and_the_open_ones_a_next_step() -> None:
    assert all(stage.label for stage in Stage)
    assert all(stage.proposes for stage in OPEN)
