"""No referral is in no queue: every state that the doors and decisions can reach is in exactly one."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db.models import Q, QuerySet
from hypothesis import given
from hypothesis import strategies as st

from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload import queries as cases
from kith.pathway.caseload.models import Case, Joining
from kith.pathway.caseload.states import CASES, CaseState
from kith.pathway.closures import actions as closures
from kith.pathway.queues import Queue, Standing, queue_of
from kith.pathway.referrals import actions, queries
from kith.pathway.referrals.attachment_queries import letters_waiting
from kith.pathway.referrals.models import Ask, Question, Redirect, Referral
from kith.pathway.referrals.queries import doors, unseen
from kith.pathway.referrals.states import DECISIONS, Decision
from kith.people.actions import Who
from kith.resilience.errors import Refused
from kith.ui.dates import today
from kith.vocabulary.doors import Door
from tests import documents
from tests.cast import BOW, TESTS
from tests.unit.desk.people import member, referred


@st.composite
def walks(draw: st.DrawFn) -> Standing:
    """A request after any number of decisions, as the transition tables allow them."""
    if draw(st.booleans()):
        come = st.sampled_from([{}, {"doubted": True}, {"letter": True}])
        return Standing(None, handled=draw(st.booleans()), **draw(come))
    decision = Decision.RECEIVED
    for _ in range(draw(st.integers(0, 6))):
        following = DECISIONS.allowed(decision)
        if following:
            decision = draw(st.sampled_from(following))
    if decision not in (Decision.TAKEN_ON, Decision.JOINED):
        return Standing(decision, asked=draw(st.booleans()))
    state = CaseState.OPEN
    for _ in range(draw(st.integers(0, 3))):
        following = CASES.allowed(state)
        state = draw(st.sampled_from(following)) if following else state
    return Standing(decision, case=state, held=draw(st.booleans()), asked=draw(st.booleans()))


@given(walks())
def test_every_state_that_can_be_reached_is_in_one_named_queue(standing: Standing) -> None:
    queue = queue_of(standing)
    assert queue in Queue
    assert queue.where


def test_every_decision_has_a_queue_or_the_table_is_behind() -> None:
    for decision in Decision:
        case = CaseState.OPEN if decision in (Decision.TAKEN_ON, Decision.JOINED) else None
        assert queue_of(Standing(decision, case=case))
    for decision in (Decision.TAKEN_ON, Decision.JOINED):
        with pytest.raises(KeyError):
            queue_of(Standing(decision))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_done_at_random_stays_where_somebody_looks(
    in_bow: object, acting, seed: int
) -> None:
    """Real acts on real rows: what the pure function says is what the lists show."""
    chance = random.Random(seed)
    rows = [
        actions.receive(
            by=TESTS, scheme_id=BOW, source="01", door=door,
            who=Who("Ada", f"Door{n}", dt.date(1950, 1, 1 + n), phone=f"07700 9001{n:02}"),
            referred_on=day,
        )
        for n, door in enumerate(Door)
        for day in (today(), today() - dt.timedelta(days=1))
    ]  # fmt: skip
    for _ in range(3):
        for row in Referral.objects.order_by("created_at"):
            for _ in range(chance.randrange(3)):
                _anything(chance, row)
            if chance.random() < 0.4:
                _ask_again(row, f"Asked for the {Ask.objects.count() + 1}. time")
    by = acting("mo")
    returned = set(unseen.returned(by, [BOW]).values_list("pk", flat=True))
    assert unseen.unseen([BOW]).returned.count == len(returned)
    triage = set(queries.waiting(by).values_list("pk", flat=True))
    unheld = _referrals_of(cases.unallocated(BOW))
    held = _referrals_of(Case.objects.filter(state="open").exclude(holder=None))
    assert set(Joining.objects.values_list("referral__decision", flat=True)) <= {Decision.JOINED}
    assert Referral.objects.count() > len(rows), "some were asked for again"
    for row in Referral.objects.all():
        queue = queue_of(_standing(row))
        assert (row.pk in triage) == (queue in (Queue.TRIAGE, Queue.ANSWER))
        assert (row.pk in returned) == (queue is Queue.RETURNED)
        assert (row.pk in unheld) == (queue is Queue.HOLDER)
        assert (row.pk in held) == (queue is Queue.CASELOAD)


def _come_to(decision: Decision, row: Referral) -> None:
    """Decide so on a referral."""
    urgent: dict[str, str] = {"to": Redirect.To.URGENT, "name": "999", "words": "Rang"}
    acts: dict[Decision, Callable[[], object]] = {
        Decision.RECEIVED: lambda: None,
        Decision.TAKEN_ON: lambda: caseload.take_on(by=TESTS, referral=row),
        Decision.JOINED: lambda: caseload.join(by=TESTS, referral=row),
        Decision.RETURNED: lambda: actions.return_to_referrer(by=TESTS, referral=row, reason="?"),
        Decision.NOT_TAKEN_ON: lambda: actions.not_take_on(
            by=TESTS, referral=row, reason_code="02"
        ),
        Decision.WITHDRAWN: lambda: actions.withdraw(by=TESTS, referral=row),
        Decision.REDIRECTED: lambda: actions.redirect(by=TESTS, referral=row, **urgent),
    }
    acts[decision]()


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize("decision", list(Decision))
def test_a_second_ask_waits_to_be_read_whatever_was_decided_on_the_first(
    in_bow: object, decision: Decision, asked: bool
) -> None:
    """With a question asked before the decision, and without."""
    first = referred(source="02", practice=None, referrer_name="")
    if decision is Decision.JOINED:
        other = referred(practice=None, organisation_name="Elsewhere")
        caseload.take_on(by=TESTS, referral=other)
    if asked:
        actions.ask_question(by=TESTS, referral=first, text="Which flat?")
    _come_to(decision, first)
    _ask_again(first, "I fell on the stairs")


def _ask_again(row: Referral, words: str) -> None:
    """The person of a referral asks on the public page: what they write is where somebody reads it next."""
    person, (way, *_) = row.person, row.as_given["ways"]
    ask = Ask.objects.create(
        scheme_id=BOW,
        answers={
            "for_whom": "self", "first_name": person.first_name, "last_name": person.last_name,
            "date_of_birth": person.date_of_birth.isoformat(), "phone": way["value"], "words": words,
        },
    )  # fmt: skip
    actions.read_ask(by=TESTS, ask=ask)
    assert ask.referral is not None, ask.problem
    assert words in ask.referral.person_says
    assert ask.referral.person == person
    assert queue_of(_standing(ask.referral)) in (Queue.TRIAGE, Queue.ANSWER)
    assert queries.waiting(TESTS).filter(pk=ask.referral_id).exists()


def _referrals_of(found: QuerySet[Case]) -> set[UUID]:
    """The referrals that brought these cases, and those that joined them."""
    ids = list(found.values_list("pk", "referral_id"))
    joined = Joining.objects.filter(case__in=[pk for pk, _ in ids])
    return {row for _, row in ids} | set(joined.values_list("referral_id", flat=True))


def _case_of(row: Referral) -> Case | None:
    return Case.objects.filter(Q(referral=row) | Q(joinings__referral=row)).first()


def _standing(row: Referral) -> Standing:
    case = _case_of(row)
    asked = Question.objects.filter(referral=row, answered_at=None).exists()
    return Standing(
        Decision(row.decision),
        case=CaseState(case.state) if case else None,
        held=bool(case and case.holder_id),
        asked=asked,
    )


def _anything(chance: random.Random, row: Referral) -> None:
    row.refresh_from_db()
    case = _case_of(row)
    last = Case.objects.filter(person=row.person_id).exclude(state="open").first()
    acts = [
        lambda: actions.return_to_referrer(by=TESTS, referral=row, reason="Which?"),
        lambda: actions.send_again(by=TESTS, referral=row, referrer_sees="This one"),
        lambda: actions.withdraw(by=TESTS, referral=row),
        lambda: actions.record_no(by=TESTS, referral=row, words="No", heard_by="Dr Sen"),
        lambda: actions.not_take_on(by=TESTS, referral=row, reason_code="02"),
        lambda: actions.ask_question(by=TESTS, referral=row, text="Which?"),
        lambda: actions.redirect(
            by=TESTS, referral=row, to=Redirect.To.URGENT, name="999", words="Rang"
        ),
        lambda: actions.undo(by=TESTS, referral=row) if case is None else None,
        lambda: caseload.take_on(by=TESTS, referral=row),
        lambda: caseload.take_on(by=TESTS, referral=row, holder=member("Nadia")),
        lambda: caseload.join(by=TESTS, referral=row),
        lambda: closures.reopen_for(by=TESTS, referral=row, case=last) if last else None,
        lambda: closures.undo_join(by=TESTS, referral=row) if row.decision == "joined" else None,
        lambda: caseload.decline(by=TESTS, case=case) if case else None,
        lambda: caseload.mark_reopened(by=TESTS, case=case) if case else None,
    ]
    with contextlib.suppress(Refused):
        chance.choice(acts)()


def test_an_ask_waits_among_asks_until_it_is_a_referral_or_put_aside(in_bow: object) -> None:
    ask = Ask.objects.create(scheme_id=BOW, answers={"first_name": "Bo"})
    assert list(queries.asks_waiting([BOW])) == [ask]
    assert queue_of(Standing(None, handled=ask.handled_at is not None)) is Queue.ASKS
    actions.put_aside_ask(by=TESTS, ask=ask, reason="A test")
    assert queue_of(Standing(None, handled=ask.handled_at is not None)) is Queue.ENDED


def test_a_doubted_ask_waits_among_the_doubted_until_somebody_has_looked(in_bow: object) -> None:
    ask = Ask.objects.create(scheme_id=BOW, answers={}, doubt="Too fast")
    assert queue_of(Standing(None, doubted=True)) is Queue.DOUBTFUL
    assert list(doors.doubtful([BOW])) == [ask]
    assert (unseen.unseen([BOW]).doubtful.count, unseen.unseen([BOW]).asks.count) == (1, 0)
    actions.put_aside_doubtful(by=TESTS, ask=ask)
    assert queue_of(Standing(None, doubted=True, handled=True)) is Queue.ENDED
    assert not doors.doubtful([BOW]).exists()


def test_a_letter_waits_among_the_letters_until_it_is_typed_in_or_put_aside(
    in_bow: object, company, tmp_path, settings
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    came = today() - dt.timedelta(days=9)
    letter = actions.bring_letter(
        by=TESTS, scheme_id=BOW, name="a.png", content=documents.picture("PNG"), came_on=came
    )
    assert queue_of(Standing(None, letter=True)) is Queue.LETTERS
    assert list(letters_waiting(company.actor("tess"))) == [letter]
    assert unseen.unseen([BOW]).letters == unseen.Waits(1, came)
    actions.put_letter_aside(by=TESTS, letter=letter, why="An invoice")
    assert queue_of(Standing(None, letter=True, handled=True)) is Queue.ENDED
    assert unseen.unseen([BOW]).letters == unseen.Waits(0, None)
