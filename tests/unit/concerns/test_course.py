"""What is done about a concern until it is closed, and afterwards."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from kith.audit.models import Entry
from kith.concerns import actions, queries
from kith.concerns.models import Concern
from kith.pathway.caseload import actions as caseload
from kith.people.models import Person
from kith.resilience.errors import Refused, Stale
from tests.unit.concerns.scene import WORDS, bow, member, worry


@pytest.fixture
def held(acting, ada: Person) -> Concern:
    """Pia has Nadia's concern, which is of health and for today; Pia's context is open."""
    concern = worry(acting("nadia"), ada, kind="health")
    return actions.accept(by=acting("pia"), concern=concern)


def test_what_is_urgent_about_health_is_closed_once_somebody_was_rung(acting, held) -> None:
    by = acting("pia")
    with pytest.raises(Refused, match="nobody is noted as rung"):
        actions.close_concern(by=by, concern=held, outcome="safer", words="Better.")
    with pytest.raises(Refused, match="who answered"):
        actions.write_entry(by=by, concern=held, kind="rang", place="Dr Sen’s practice")
    actions.write_entry(
        by=by, concern=held, kind="rang", place="Dr Sen’s practice", spoke_to="Bel, reception"
    )
    closed = actions.close_concern(by=by, concern=held, outcome="safer", words="Better.")
    assert (closed.state, closed.closed_by_name) == ("closed", "Pia Lindqvist")


def test_without_a_call_it_needs_a_reason_and_what_can_wait_needs_neither(acting, held, ada):
    by = acting("pia")
    closed = actions.close_concern(
        by=by, concern=held, outcome="other", words="In hospital.", not_phoned="A ward has her."
    )
    assert closed.not_phoned == "A ward has her."
    later = worry(acting("nadia"), ada, kind="health", urgency="week")
    by = acting("pia")
    later = actions.accept(by=by, concern=later)
    actions.close_concern(by=by, concern=later, outcome="no_risk", words="All well.")


def test_only_who_has_it_closes_it_and_with_an_outcome_and_words(acting, held) -> None:
    with pytest.raises(Refused, match="Only whoever has this"):
        actions.close_concern(by=acting("nadia"), concern=held, outcome="safer", words="Well.")
    by = acting("pia")
    with pytest.raises(Refused, match="Choose what came of it"):
        actions.close_concern(by=by, concern=held, outcome="", words="Well.")
    with pytest.raises(Refused, match="Say what came of it"):
        actions.close_concern(by=by, concern=held, outcome="died", words=" ")


def close(by, concern: Concern, **how) -> Concern:
    return actions.close_concern(
        by=by, concern=concern, outcome="safer", words="Well.", not_phoned="At hers.", **how
    )


def test_a_closing_is_undone_within_a_minute_and_opened_again_after_it(acting, held) -> None:
    by, now = acting("pia"), timezone.now()
    close(by, held, at=now)
    undone = actions.undo_close(by=by, concern=held, at=now + dt.timedelta(seconds=59))
    assert (undone.state, undone.holder_name, undone.outcome) == ("accepted", "Pia Lindqvist", "")
    close(by, undone, at=now)
    with pytest.raises(Refused, match="minute for this is over"):
        actions.undo_close(by=by, concern=held, at=now + dt.timedelta(seconds=61))
    by = acting("nadia")
    with pytest.raises(Refused, match="why it is not over"):
        actions.open_again(by=by, concern=held, words="")
    opened = actions.open_again(by=by, concern=held, words="She fell again.")
    assert (opened.state, opened.holder) == ("raised", None)
    assert [s.member_name for s in queries.steps(opened.ladder)] == ["Pia Lindqvist"]


def test_another_of_the_ladder_takes_it_over_from_whoever_has_it(acting, held) -> None:
    by = acting("tess")
    assert actions.accept(by=by, concern=held).holder_name == "Tess Whitlock"
    with pytest.raises(Refused, match="have it already"):
        actions.accept(by=by, concern=held)
    said = [entry.text for entry in queries.entries(held)]
    assert said == ["Accepted", "Took it over from Pia Lindqvist"]


def test_a_slip_is_taken_back_by_who_made_it_before_anybody_accepted(acting, ada, held) -> None:
    by = acting("nadia")
    slip = worry(by, ada, kind="home")
    with pytest.raises(Refused, match="what the slip was"):
        actions.take_back(by=by, concern=slip, words="")
    with pytest.raises(Refused, match="Only whoever raised"):
        actions.take_back(by=acting("pia"), concern=slip, words="Wrong record.")
    by = acting("nadia")
    with pytest.raises(Refused, match="Pia Lindqvist has it already"):
        actions.take_back(by=by, concern=held, words="Wrong record.")
    back = actions.take_back(by=by, concern=slip, words="Wrong record.")
    assert (back.state, back.outcome) == ("closed", "slip")


def test_two_who_change_it_meet_and_neither_loses_a_word(acting, held) -> None:
    seen = held.version
    by = acting("nadia")
    actions.change_concern(
        by=by, concern=held, kind="health", urgency="today", keep_safe="Ring first.", expected=seen
    )
    with pytest.raises(Stale):
        actions.change_concern(
            by=acting("pia"), concern=held, kind="health", urgency="now", expected=seen
        )


def test_an_entry_is_put_right_by_who_wrote_it_and_by_nobody_else(acting, held) -> None:
    by = acting("pia")
    entry = actions.write_entry(by=by, concern=held, kind="note", text="Rang the son.")
    seen = entry.version
    actions.correct_entry(by=by, entry=entry, text="Rang the daughter.", expected=seen)
    with pytest.raises(Stale):
        actions.correct_entry(by=by, entry=entry, text="No.", expected=seen)
    with pytest.raises(Refused, match="Only whoever wrote this"):
        actions.correct_entry(by=acting("nadia"), entry=entry, text="No.")


def test_the_log_of_acts_holds_nothing_of_what_is_written(acting, held) -> None:
    by = acting("pia")
    with pytest.raises(Refused):
        actions.give_back(by=by, concern=held, words="")
    actions.give_back(by=by, concern=held, words=WORDS)
    with bow():
        lines = Entry.objects.filter(action__startswith="concerns.")
        assert lines.filter(person_id=held.person_id).count() >= 3
        assert not [line for line in lines if WORDS in line.reason + line.refused]


def test_nobody_leaves_who_has_a_concern(acting, held) -> None:
    with bow():
        pia = member("Pia")
    by = acting("mo")
    with pytest.raises(Refused, match="has a concern"):
        caseload.end_membership(by=by, member=pia)
    actions.accept(by=by, concern=held)
    assert caseload.end_membership(by=by, member=pia).to_date is not None


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"words": "  "}, "Say what worries you"),
        ({"kind": "boredom"}, "Choose what you are worried about"),
        ({"urgency": "soon"}, "Choose how urgent"),
        ({"source": "told"}, "Say who told you"),
        ({"must_know": ["the press"]}, "Choose who must know"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(acting, ada, said, refused) -> None:
    by = acting("nadia")
    with pytest.raises(Refused, match=refused):
        worry(by, ada, **said)
    assert not queries.is_open_for(ada)
    worry(by, ada, source="told", told_by="Her neighbour", must_know=["practice"])
    assert queries.is_open_for(ada)
