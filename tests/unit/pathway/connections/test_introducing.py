"""Introducing someone: only with agreement, only what was agreed, only once."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from kith.audit.models import Entry
from kith.directory import actions as directory
from kith.directory.models import Service
from kith.messages.models import Email
from kith.organisations.models import Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.connections import actions, presenters, queries, rules
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.pathway.plans import actions as plans
from kith.people import actions as people
from kith.resilience.errors import Refused, Stale
from kith.ui.dates import today
from tests import cast
from tests.unit.pathway.stories import a_case


def introduce(by, case, service, agreement, **more):
    return actions.introduce(
        by=by, person=case.person, case=case, service=service, **{**agreement, **more}
    )


def test_only_what_was_agreed_is_kept_and_it_is_what_the_recipient_reads(
    case, lunch, agreement, acting
):
    nadia = acting("nadia")
    made = introduce(nadia, case, lunch, agreement)
    assert made.shared == {"name": "Maya Okafor", "phone": "07700 900123"}
    assert made.agreed_fields == ["name", "phone"]
    assert (made.by_name, made.progress, made.service_name) == (
        "Nadia Rahman",
        "sent",
        "Chrisp Street Lunch Club",
    )
    entry = Entry.objects.get(action="connections.introduce")
    assert entry.person_id == case.person_id


def test_what_is_shared_stays_as_it_was_sent(case, lunch, agreement, acting):
    nadia = acting("nadia")
    made = introduce(nadia, case, lunch, agreement)
    people.edit(by=nadia, person=case.person, first_name="Maja")
    made.refresh_from_db()
    assert made.shared["name"] == "Maya Okafor"


def test_the_service_is_told_that_something_waits_and_not_for_whom(case, lunch, agreement, acting):
    introduce(acting("nadia"), case, lunch, agreement)
    email = Email.objects.get()
    assert email.to == "lunch@neighbours.example"
    for word in ("Maya", "Okafor", "900123", "nuts", "Lunch"):
        assert word not in email.subject + email.body
    assert "/desk/connections/received" in email.body


def test_without_an_address_nobody_is_written_to_and_of_the_past_nothing_is_sent(
    case, lunch, walk, agreement, acting
):
    nadia = acting("nadia")
    made = introduce(nadia, case, walk, agreement)
    assert not Email.objects.exists()
    assert presenters.ring(made, None).startswith("The directory has no e-mail address for Green")
    introduce(nadia, case, lunch, agreement, at=timezone.now() - datetime.timedelta(days=1))
    assert Email.objects.get().state == Email.State.SENT


def test_who_has_no_account_gets_a_private_link_and_who_has_one_signs_in(
    case, lunch, agreement, acting
):
    nadia = acting("nadia")
    introduce(nadia, case, lunch, agreement)
    assert "/desk/connections/received" in Email.objects.get().body
    Membership.objects.filter(name="Della Marsh").update(provider_id=None)
    other = introduce(nadia, a_case(first_name="Ada"), lunch, agreement)
    acting("nadia")
    email = Email.objects.get(kind="introduction")
    assert (email.to, "/introduced/" in email.body) == ("lunch@neighbours.example", True)
    assert presenters.ring(other, None) == ""


def test_nobody_answers_for_a_listing_without_an_organisation(case, agreement, acting):
    # Della is a community provider and answers for none.
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        alone = directory.add_service(
            by=cast.TESTS, scheme_id=cast.BOW, name="Choir", email="choir@choir.example"
        )
    introduce(acting("nadia"), case, alone, agreement)
    assert "/introduced/" in Email.objects.get().body


def test_an_address_that_is_none_means_ringing(case, lunch, agreement, acting):
    nadia = acting("nadia")
    Service.objects.filter(pk=lunch.pk).update(email="ask at the door", phone="020 7946 0123")
    lunch.refresh_from_db()
    made = introduce(nadia, case, lunch, agreement)
    assert not Email.objects.exists()
    assert "Ring them on 020 7946 0123" in presenters.ring(made, None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agreed_fields": []}, "agreed_fields"),
        ({"agreed_fields": ["diagnosis"]}, "agreed_fields"),
        ({"agreed_fields": ["email"]}, "agreed_fields"),
        ({"agreed_how": " "}, "agreed_how"),
        ({"agreed_on": datetime.date(2100, 1, 1)}, "agreed_on"),
    ],
)
def test_without_an_agreement_nobody_is_introduced(case, lunch, agreement, acting, change, field):
    nadia = acting("nadia")
    with pytest.raises(Refused) as refusal:
        introduce(nadia, case, lunch, agreement, **change)
    assert refusal.value.field == field
    assert not Introduction.objects.exists()
    assert not Email.objects.exists()
    assert Entry.objects.filter(action="connections.introduce").exclude(refused="").exists()


def test_risks_must_have_been_asked_about_first(lunch, agreement, acting):
    unasked = a_case(risk_asked=False)
    nadia = acting("nadia")
    with pytest.raises(Refused, match="about risks"):
        introduce(nadia, unasked, lunch, agreement)
    people.state_risk(by=nadia, person=unasked.person, text="A dog that bites")
    assert introduce(nadia, unasked, lunch, agreement).pk


def test_not_to_what_is_closed_or_gone(case, lunch, agreement, acting):
    nadia = acting("nadia")
    Service.objects.filter(pk=lunch.pk).update(gone_at=timezone.now())
    lunch.refresh_from_db()
    with pytest.raises(Refused, match="no longer listed"):
        introduce(nadia, case, lunch, agreement)
    Service.objects.filter(pk=lunch.pk).update(gone_at=None, status="defunct")
    lunch.refresh_from_db()
    with pytest.raises(Refused, match="closed for good"):
        introduce(nadia, case, lunch, agreement)


def test_one_at_a_time_and_again_after_it_was_full(case, lunch, agreement, acting):
    nadia = acting("nadia")
    made = introduce(nadia, case, lunch, agreement)
    with pytest.raises(Refused, match="already"):
        introduce(nadia, case, lunch, agreement)
    actions.record_progress(by=nadia, introduction=made, progress=Progress.FULL)
    assert introduce(nadia, case, lunch, agreement).pk != made.pk


def test_not_without_a_case_that_is_open(case, lunch, agreement, acting):
    nadia = acting("nadia")
    caseload.mark_closed(by=nadia, case=case)
    with pytest.raises(Refused, match="not supporting"):
        introduce(nadia, case, lunch, agreement)


def test_a_phone_that_is_not_safe_is_not_shared_and_one_that_is_says_how(lunch, agreement, acting):
    unsafe = a_case(safe_for=("text",))
    nadia = acting("nadia")
    with pytest.raises(Refused, match="phone number"):
        introduce(nadia, unsafe, lunch, agreement)
    careful = a_case(first_name="Ada", safe_for=("call",))
    acting("nadia")
    made = introduce(nadia, careful, lunch, agreement)
    assert made.shared["phone"] == "07700 900123 (do not leave a message)"


def test_what_they_hope_for_is_the_need_and_no_more(case, lunch, agreement, acting):
    nadia = acting("nadia")
    need = plans.add_need(by=nadia, case=case, foundation="belonging", text="I eat alone")
    made = introduce(nadia, case, lunch, agreement, need=need, agreed_fields=["name", "need"])
    assert made.shared == {"name": "Maya Okafor", "need": "I eat alone"}


def test_a_service_that_left_its_feed_is_still_on_its_introductions(case, lunch, agreement, acting):
    nadia = acting("nadia")
    made = introduce(nadia, case, lunch, agreement)
    Service.objects.filter(pk=lunch.pk).update(gone_at=timezone.now())
    page = _page(nadia, made)
    assert "Chrisp Street Lunch Club" in page
    kept = Introduction.objects.select_related("service").get(person=case.person)
    assert kept.service.gone_at is not None


def _page(actor, made):
    return queries.introduction_for(actor, made.pk).service_name


@pytest.mark.parametrize("now", list(Progress))
@pytest.mark.parametrize("then", list(Progress))
def test_news_follows_the_table_and_nothing_else(case, lunch, agreement, acting, now, then):
    nadia = acting("nadia")
    made = introduce(nadia, case, lunch, agreement)
    Introduction.objects.filter(pk=made.pk).update(progress=now)
    made.refresh_from_db()
    if then in INTRODUCTIONS.allowed(now):
        actions.record_progress(by=nadia, introduction=made, progress=then, note="Rang them")
        made.refresh_from_db()
        assert (made.progress, made.progress_note) == (then, "Rang them")
    else:
        with pytest.raises(Refused):
            actions.record_progress(by=nadia, introduction=made, progress=then)


def test_two_who_write_news_at_once(case, lunch, agreement, acting):
    nadia = acting("nadia")
    made = introduce(nadia, case, lunch, agreement)
    seen = made.version
    actions.record_progress(by=nadia, introduction=made, progress=Progress.ACCEPTED, expected=seen)
    with pytest.raises(Stale):
        actions.record_progress(by=nadia, introduction=made, progress=Progress.CAME, expected=seen)


def test_withdrawing_hides_it_from_the_recipient_and_keeps_what_was_told(
    case, lunch, agreement, acting
):
    nadia = acting("nadia")
    made = introduce(nadia, case, lunch, agreement, ask_news_on=today())
    della = acting("della")
    assert list(queries.received_by(della)) == [made]
    nadia = acting("nadia")
    actions.withdraw(by=nadia, introduction=made, reason="Changed her mind")
    made.refresh_from_db()
    assert (made.progress, made.shared["name"], made.ask_news_on) == (
        "withdrawn",
        "Maya Okafor",
        None,
    )
    della = acting("della")
    assert list(queries.received_by(della)) == []


def test_news_is_due_to_who_holds_the_case_and_only_while_it_is_open_ended(
    case, lunch, agreement, acting
):
    nadia = acting("nadia")
    made = introduce(nadia, case, lunch, agreement, ask_news_on=today())
    assert list(queries.due(nadia, today())) == [made]
    assert list(queries.due(nadia, today() - datetime.timedelta(days=1))) == []
    sam = acting("sam")
    assert list(queries.due(sam, today())) == []
    nadia = acting("nadia")
    actions.record_progress(by=nadia, introduction=made, progress=Progress.CAME)
    assert list(queries.due(nadia, today())) == []


def test_signposting_shares_nothing(case, lunch, acting):
    nadia = acting("nadia")
    given = actions.signpost(by=nadia, person=case.person, service=lunch, why="Company", case=case)
    assert given.service_name == "Chrisp Street Lunch Club"
    assert not Email.objects.exists()
    assert not Introduction.objects.exists()
    with pytest.raises(Refused) as refusal:
        actions.signpost(by=nadia, person=case.person)
    assert refusal.value.field == "service_name"
    with pytest.raises(Refused):
        actions.signpost(
            by=nadia, person=case.person, service=lunch, given_on=datetime.date(2100, 1, 1)
        )


def test_a_person_and_a_service_of_two_schemes_do_not_meet(case, lunch, agreement, acting):
    from kith.directory import actions as directory
    from kith.isolation import context

    with context.in_scheme(cast.POPLAR, actor="tests"):
        theirs = directory.add_service(by=cast.TESTS, scheme_id=cast.POPLAR, name="Poplar Choir")
    nadia = acting("nadia")
    assert rules.why_not(case.person, theirs) == "This service belongs to another scheme."
    with pytest.raises(Refused):
        introduce(nadia, case, theirs, agreement)
