"""Sorting what came: read by a human, asked about, redirected, in bulk; nobody waits unseen."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.isolation.context import in_scheme
from kith.organisations import actions as organisations
from kith.organisations.models import Membership
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.connections import actions as connections
from kith.pathway.connections.models import Signpost
from kith.pathway.contacts import actions as contacts
from kith.pathway.contacts.models import Contact, Wait
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals import jobs, queries
from kith.pathway.referrals.models import Question, Reading, Redirect, Referral
from kith.pathway.referrals.states import Decision
from kith.resilience.errors import Refused
from kith.ui.dates import medium_date
from tests.cast import BOW, POPLAR, TESTS
from tests.unit.desk.people import case_of, member, referred

QUEUE = "/desk/triage"


def bow():
    return in_scheme(BOW, actor=TESTS.key)


@pytest.fixture
def one(db) -> Referral:
    with bow():
        return referred()


def read(row: Referral) -> Referral:
    with bow():
        return Referral.objects.get(pk=row.pk)


def test_opening_is_reading_and_the_queue_says_who_read_it_first(company, one):
    tess = company.client("tess")
    assert "Nobody has opened this yet" in tess.get(QUEUE).content.decode()
    tess.get(f"{QUEUE}/{one.pk}")
    company.client("mo").get(f"{QUEUE}/{one.pk}")
    assert "First read by Tess Whitlock" in tess.get(QUEUE).content.decode()
    with bow():
        assert Reading.objects.filter(referral=one).count() == 2
    # Reading changes nothing that another lead has before them.
    assert read(one).version == one.version


def test_a_decision_is_a_reading_too(company, one, key):
    company.client("tess").post(f"{QUEUE}/{one.pk}/take-on", {**key(), "holder": ""})
    with bow():
        assert Reading.objects.get().by.name == "Tess Whitlock"


def test_worrying_words_raise_a_banner_and_move_nothing(company, db):
    with bow():
        referred(at=timezone.now() - dt.timedelta(days=1))
        referred(number=1, person_says="I would be better off dead")
    shown = company.client("tess").get(QUEUE).content.decode()
    assert "Read this one with care" in shown
    assert "“better off dead”" in shown
    assert shown.index("Amina Begum") < shown.index("Bert Coker")


@pytest.mark.parametrize("count", [1, 10])
def test_the_queue_reads_as_often_for_ten_as_for_one(company, db, count):
    with bow():
        for number in range(count):
            referred(number=number)
    client = company.client("tess")
    client.get(QUEUE)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(QUEUE).status_code == 200
    assert len(captured) <= 48


def test_filters_narrow_are_kept_and_never_reorder(company, db):
    with bow():
        referred(door="ask", at=timezone.now() - dt.timedelta(days=1))
        referred(number=1, urgency="urgent")
        referred(number=2, at=timezone.now() - dt.timedelta(days=30))
    tess = company.client("tess")
    whole = tess.get(QUEUE).content.decode()
    assert whole.index("Chidi Eze") < whole.index("Amina Begum") < whole.index("Bert Coker")
    only = tess.get(f"{QUEUE}?narrowed=1&door=ask").content.decode()
    assert "Amina Begum" in only
    assert "Bert Coker" not in only
    assert "Bert Coker" not in tess.get(QUEUE).content.decode()  # kept
    late = tess.get(f"{QUEUE}?narrowed=1&late=1").content.decode()
    assert "Chidi Eze" in late
    assert (
        "No referral fits" in tess.get(f"{QUEUE}?narrowed=1&programme=x&answer=1").content.decode()
    )
    for wrong in ("door=%27", "practice=%00", "urgency=1", "late=9"):
        assert tess.get(f"{QUEUE}?narrowed=1&{wrong}").status_code == 200
    assert "Bert Coker" in tess.get(f"{QUEUE}?narrowed=1").content.decode()


def ask(company, key, row):
    return company.client("tess").post(
        f"{QUEUE}/{row.pk}",
        {**key(), "version": row.version, "decision": "ask", "question": "Which language?"},
    )


def test_a_question_waits_in_the_queue_until_the_referrer_answers(company, db, key):
    with bow():
        ruth = member("Ruth")
        row = referred(referrer=ruth)
    assert ask(company, key, row).status_code == 302
    assert read(row).decision == Decision.RECEIVED
    assert "Waiting for an answer since" in company.client("tess").get(QUEUE).content.decode()
    client = company.client("ruth")
    assert "A question for you" in client.get("/desk/referrals").content.decode()
    page = f"/desk/referrals/{row.pk}"
    assert "Which language?" in client.get(page).content.decode()
    assert company.client("ray").post(f"{page}/answer", key()).status_code == 404
    assert client.post(f"{page}/answer", {**key(), "answer": ""}).status_code == 400
    client.post(f"{page}/answer", {**key(), "version": 1, "answer": "Sylheti"})
    shown = company.client("tess").get(QUEUE).content.decode()
    assert "Waiting for an answer since" not in shown
    assert "Sylheti" in shown
    assert ask(company, key, row).status_code == 302  # and another may be asked


def test_the_team_notes_an_answer_given_by_telephone(company, one, key):
    ask(company, key, one)
    assert ask(company, key, one).status_code == 400  # one question at a time
    page = f"{QUEUE}/{one.pk}/answer"
    tess = company.client("tess")
    assert tess.post(page, {**key(), "version": 1, "answer": "Sylheti"}).status_code == 400
    tess.post(page, {**key(), "version": 1, "answer": "Sylheti", "name": "Dr Abelson"})
    with bow():
        assert Question.objects.get().answered_by_name == "Dr Abelson"
    assert tess.get(page).status_code == 404


REDIRECT = {
    "decision": "redirect",
    "redirect_scheme": "",
    "redirect_name": "",
    "redirect_words": "",
}


def test_redirected_to_urgent_help_with_what_was_done(company, one, key):
    tess, page = company.client("tess"), f"{QUEUE}/{one.pk}"
    sent = {**key(), "version": 1, **REDIRECT, "redirect_to": "urgent", "redirect_name": "NHS 111"}
    assert tess.post(page, sent).status_code == 400
    tess.post(page, {**sent, **key(), "redirect_words": "Tess rang 111 with her at 10:20."})
    row = read(one)
    assert (row.decision, row.decided_by_id is not None) == (Decision.REDIRECTED, True)
    assert row.decided_why == "Urgent help: NHS 111. Tess rang 111 with her at 10:20."
    tess.post(f"{page}/undo", key())
    assert read(one).decision == Decision.RECEIVED


def test_redirected_to_a_service_it_is_a_signpost(company, one, key):
    sent = {**REDIRECT, "redirect_to": "service", "redirect_name": "Chrisp Street Lunch Club"}
    company.client("tess").post(
        f"{QUEUE}/{one.pk}",
        {**key(), "version": 1, **sent, "redirect_words": "She said yes on the phone"},
    )
    with bow():
        assert Signpost.objects.get().service_name == "Chrisp Street Lunch Club"
    assert read(one).decision == Decision.REDIRECTED


def test_to_another_scheme_goes_what_the_referral_carried_and_nothing_else(in_bow, one):
    from kith.people.actions import state_risk

    state_risk(by=TESTS, person=one.person, text="Known to us alone", stated_by_name="Nadia")
    row = referrals.redirect(
        by=TESTS, referral=one, to="scheme", scheme_id=POPLAR, words="Agreed on the phone"
    )
    jobs.carry_redirect(str(BOW), str(row.pk))
    jobs.carry_redirect(str(BOW), str(row.pk))  # a job may run twice
    row.refresh_from_db()
    assert row.sent_at is not None
    with pytest.raises(Refused, match="sent to another service already"):
        referrals.undo(by=TESTS, referral=one)
    with in_scheme(POPLAR, actor=TESTS.key):
        there = Referral.objects.get()
        assert (there.door, there.consent_note) == ("other_scheme", "Agreed on the phone")
        assert there.person.full_name == "Amina Begum"
        assert not there.person.risks.exists()
        assert there.person.contact_points.filter(kind="phone").exists()


def test_what_was_undone_is_not_sent_and_what_could_not_be_sent_comes_back(in_bow, one):
    row = referrals.redirect(by=TESTS, referral=one, to="scheme", scheme_id=POPLAR, words="Agreed")
    referrals.undo(by=TESTS, referral=one)
    jobs.carry_redirect(str(BOW), str(row.pk))
    with in_scheme(POPLAR, actor=TESTS.key):
        assert not Referral.objects.exists()
    Referral.objects.filter(pk=one.pk).update(as_given={"ways": []})
    one.refresh_from_db()
    row = referrals.redirect(by=TESTS, referral=one, to="scheme", scheme_id=POPLAR, words="Agreed")
    jobs.carry_redirect(str(BOW), str(row.pk))
    one.refresh_from_db()
    assert one.decision == Decision.RECEIVED
    assert "could not be sent" in one.decided_why
    with pytest.raises(Refused, match="Choose which service"):
        referrals.redirect(by=TESTS, referral=one, to="scheme", scheme_id=BOW, words="Agreed")
    assert Redirect.objects.count() == 2


def test_a_card_always_says_what_is_known_of_consent(company, in_bow):
    told = {
        "Consent: Agreed to be rung": referred(number=1, consent_note="Agreed to be rung"),
        "Consent: not said": referred(number=2),
        "Consent: they asked for themselves": referred(number=3, source="02", practice=None),
    }
    tess = company.client("tess")
    shown = tess.get(QUEUE).content.decode()
    for words, row in told.items():
        assert shown.count(words) == 1
        assert words in tess.get(f"{QUEUE}/{row.pk}").content.decode()


def arrived() -> list[Referral]:
    with in_scheme(POPLAR, actor=TESTS.key):
        return list(Referral.objects.all())


@pytest.mark.parametrize(
    "then",
    [
        {"to": "urgent", "name": "NHS 111"},
        {"to": "service", "name": "Chrisp Street Lunch Club"},
        {"to": "scheme", "scheme_id": POPLAR},
    ],
)
def test_what_was_undone_goes_nowhere_when_it_is_sent_elsewhere(in_bow, one, then):
    slip = referrals.redirect(
        by=TESTS, referral=one, to="scheme", scheme_id=POPLAR, words="A slip of the hand"
    )
    referrals.undo(by=TESTS, referral=one)
    meant = referrals.redirect(by=TESTS, referral=one, words="Agreed", **then)
    jobs.carry_redirect(str(BOW), str(slip.pk))
    with time_machine.travel(timezone.now() + dt.timedelta(hours=1), tick=True):
        jobs.carry_due()
    slip.refresh_from_db()
    assert slip.undone_at is not None
    assert slip.sent_at is None
    meant.refresh_from_db()
    to_poplar = then["to"] == "scheme"
    assert (meant.undone_at, meant.sent_at is not None) == (None, to_poplar)
    assert [row.consent_note for row in arrived()] == (["Agreed"] if to_poplar else [])


def test_one_undone_before_that_was_kept_is_older_than_the_decision_that_stands(in_bow, one):
    slip = referrals.redirect(by=TESTS, referral=one, to="scheme", scheme_id=POPLAR, words="A slip")
    referrals.undo(by=TESTS, referral=one)
    Redirect.objects.filter(pk=slip.pk).update(undone_at=None)
    referrals.redirect(by=TESTS, referral=one, to="urgent", name="NHS 111", words="Rang")
    with time_machine.travel(timezone.now() + dt.timedelta(hours=1), tick=True):
        jobs.carry_due()
    assert not arrived()


def test_undoing_takes_the_name_and_number_back_and_no_other(company, one, key):
    tess, page = company.client("tess"), f"{QUEUE}/{one.pk}"
    with bow():
        connections.signpost(by=TESTS, person=one.person, service_name="Given before")
    sent = {**REDIRECT, "redirect_to": "service", "redirect_words": "She said yes on the phone"}
    for name in ("The wrong club", "The right club"):
        version = read(one).version
        tess.post(page, {**key(), "version": version, **sent, "redirect_name": name})
        with bow():
            assert Signpost.objects.filter(service_name=name).exists()
        if name == "The wrong club":
            tess.post(f"{page}/undo", key())
    with bow():
        assert {row.service_name for row in Signpost.objects.all()} == {
            "Given before", "The right club",
        }  # fmt: skip
        late = Redirect.objects.get(to_name="The right club")
        with (
            time_machine.travel(timezone.now() + dt.timedelta(minutes=2), tick=True),
            pytest.raises(Refused, match="More than a minute"),
        ):
            connections.undo_redirect(by=TESTS, referral=read(one))
        assert late.signposts.get().service_name == "The right club"
    assert read(one).decision == Decision.REDIRECTED


def test_many_are_taken_on_in_one_press_each_with_its_own_result(company, db, key):
    with bow():
        rows = [referred(number=number) for number in range(3)]
        caseload.take_on(by=TESTS, referral=rows[2], holder=member("Nadia"))
        again = referred(number=2, practice=None, organisation_name="Elsewhere")
    tess = company.client("tess")
    ticked = [str(row.pk) for row in (*rows[:2], again)]
    answer = tess.post(
        f"{QUEUE}/several", {**key(), "referral": ticked, "holder": "suggested"}, follow=True
    )
    shown = answer.content.decode()
    assert "Chidi Eze: Nobody can be suggested, or they have an open case" in shown
    with bow():
        assert Case.objects.exclude(holder=None).count() == 3
        assert len(set(Case.objects.values_list("holder_id", flat=True))) == 2
    assert (
        "Tick the referrals first"
        in tess.post(f"{QUEUE}/several", {**key(), "holder": ""}, follow=True).content.decode()
    )
    assert tess.post(f"{QUEUE}/several", {**key(), "referral": "x"}).status_code == 302


def test_somebody_away_is_suggested_last_and_languages_count(company, in_bow):
    Membership.objects.filter(name="Nadia Rahman").update(languages=["syl"])
    from kith.people.actions import edit

    row = referred()
    edit(by=TESTS, person=row.person, language="syl", needs_interpreter=True)
    tess = company.client("tess")
    assert "Take on and give to Nadia" in tess.get(QUEUE).content.decode()
    today = timezone.localdate()
    organisations.add_absence(
        by=TESTS, member=member("Nadia"), from_date=today, to_date=today + dt.timedelta(days=7)
    )
    shown = tess.get(QUEUE).content.decode()
    assert "Take on and give to Nadia" not in shown
    assert "Away until" in shown


@pytest.mark.parametrize(
    ("urgency", "begins", "told"),
    [("routine", 1, True), ("routine", 30, False), ("urgent", 1, False)],
)
def test_who_will_be_away_before_the_first_call_is_due_is_named_and_comes_later(
    company, in_bow, urgency, begins, told
):
    Membership.objects.filter(name="Nadia Rahman").update(languages=["syl"])
    from kith.people.actions import edit

    row = referred(urgency=urgency)
    edit(by=TESTS, person=row.person, language="syl", needs_interpreter=True)
    first = timezone.localdate() + dt.timedelta(days=begins)
    last = first + dt.timedelta(days=21)
    organisations.add_absence(by=TESTS, member=member("Nadia"), from_date=first, to_date=last)
    shown = company.client("tess").get(QUEUE).content.decode()
    assert (f"Away from {medium_date(first)} to {medium_date(last)}" in shown) is told
    assert ("Take on and give to Nadia" in shown) is not told


def days(name: str, day: dt.date) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_the_cover_sees_what_is_due_marked_whose_it_is(company, in_bow, key):
    case_of("Nadia", 0, in_days=0)
    today = timezone.localdate()
    away = {
        **days("from_date", today), **days("to_date", today + dt.timedelta(days=5)),
        "member": str(member("Nadia").pk), "kind": "leave", "cover": str(member("Bea").pk),
        "note": "Ring Amina in the morning",
    }  # fmt: skip
    nadia = company.client("nadia")
    assert nadia.get("/desk/absences").status_code == 200
    assert nadia.post("/desk/absences", {**key(), **away, "kind": ""}).status_code == 400
    assert (
        nadia.post("/desk/absences", {**key(), **away, "cover": str(member("Sam").pk)}).status_code
        == 400
    )
    assert (
        nadia.post("/desk/absences", {**key(), **away, "member": str(member("Bea").pk)}).status_code
        == 400
    )
    assert nadia.post("/desk/absences", {**key(), **away}).status_code == 302
    shown = company.client("bea").get("/desk/").content.decode()
    assert "Amina Begum" in shown
    assert "Nadia Rahman’s" in shown
    assert "Ring Amina in the morning" in shown
    assert "Amina Begum" not in company.client("tess").get("/desk/").content.decode()
    row = member("Nadia").absences.get()
    assert company.client("sam").post(f"/desk/absences/{row.pk}/remove", key()).status_code == 404
    company.client("tess").post(f"/desk/absences/{row.pk}/remove", key())
    assert "Amina Begum" not in company.client("bea").get("/desk/").content.decode()


def test_a_lead_notes_days_away_of_each_of_the_team(company, key):
    tess, today = company.client("tess"), timezone.localdate()
    for name in ("Nadia", "Bea", "Tess"):
        with in_scheme(BOW, actor=TESTS.key):
            whose = str(member(name).pk)
        typed = {
            **days("from_date", today), **days("to_date", today), "member": whose, "kind": "leave",
            "cover": "", "note": "",
        }  # fmt: skip
        assert tess.post("/desk/absences", {**key(), **typed}).status_code == 302, name
        with in_scheme(BOW, actor=TESTS.key):
            assert member(name).absences.count() == 1


def test_people_are_handed_over_with_a_note_that_stays_until_read(company, in_bow, key):
    first, second = case_of("Nadia", 0), case_of("Nadia", 1)
    given = {"cases": [str(first.pk), str(second.pk)], "holder": str(member("Bea").pk)}
    nadia, bea = company.client("nadia"), company.client("bea")
    assert nadia.post("/desk/hand-over", {**key(), **given, "note": ""}).status_code == 400
    assert (
        nadia.post("/desk/hand-over", {**key(), **given, "note": "Both like tea."}).status_code
        == 302
    )
    assert set(Case.objects.values_list("holder__name", flat=True)) == {"Bea Halloran"}
    shown = bea.get("/desk/").content.decode()
    assert shown.count("Both like tea.") == 2
    holding = first.holdings.get(to_at=None)
    assert nadia.post(f"/desk/hand-over/{holding.pk}/read", key()).status_code == 404
    bea.post(f"/desk/hand-over/{holding.pk}/read", key())
    assert bea.get("/desk/").content.decode().count("Both like tea.") == 1


def test_waiting_well_is_work_and_silence_removes_nobody(company, in_bow, key):
    case = case_of("Nadia", 0, days_ago=40)
    page, nadia = f"/desk/contacts/waiting/{case.pk}", company.client("nadia")
    told = {
        "kind": "told",
        "told_medium": "02",
        "told_outcome": "reached",
        "told": "About six weeks",
    }
    assert nadia.post(page, {**key(), **told, "told": ""}).status_code == 400
    assert nadia.post(page, {**key(), **told}).status_code == 302
    assert Contact.objects.get().note == "About six weeks"
    with pytest.raises(Refused, match="marked safe"):
        contacts.note_wait(
            by=TESTS, case=case, kind="asked", words="Still?", medium="06", outcome="sent"
        )
    long_ago = timezone.now() - dt.timedelta(days=20)
    contacts.note_wait(
        by=TESTS, case=case, kind="asked", words="Do you still want this?", medium="letter",
        outcome="sent", at=long_ago,
    )  # fmt: skip
    Contact.objects.filter(outcome="reached").update(happened_at=long_ago - dt.timedelta(days=1))
    case.refresh_from_db()
    assert case.state == "open"
    assert "Silence is no answer" in nadia.get("/desk/").content.decode()


@pytest.mark.parametrize(("last", "stands"), [(2, False), (16, True)])
def test_asking_again_settles_the_first_asking(company, in_bow, last, stands):
    case, nadia = case_of("Nadia", 0, days_ago=60), company.client("nadia")
    asked = {"by": TESTS, "case": case, "kind": "asked", "words": "Do you still want this?"}
    way = {"medium": "letter", "outcome": "sent"}
    contacts.note_wait(**asked, **way, at=timezone.now() - dt.timedelta(days=40))
    assert "Silence is no answer" in nadia.get("/desk/").content.decode()
    contacts.note_wait(**asked, **way, at=timezone.now() - dt.timedelta(days=last))
    assert ("Silence is no answer" in nadia.get("/desk/").content.decode()) is stands


def test_a_day_they_chose_is_noted_with_their_words_and_is_not_late(company, in_bow, key):
    case = case_of("Nadia", 0, days_ago=60)
    late = company.client("tess").get("/desk/team").content.decode()
    assert "Amina Begum" in late[: late.index("Nobody holds these people")]
    day = timezone.localdate() + dt.timedelta(days=30)
    chose = {"kind": "chose", **days("chosen_on", day), "chose": "After my daughter’s visit"}
    company.client("nadia").post(f"/desk/contacts/waiting/{case.pk}", {**key(), **chose})
    assert Wait.objects.get().chosen_on == day
    now = company.client("tess").get("/desk/team").content.decode()
    assert "Amina Begum" not in now[: now.index("Nobody holds these people")]
    shown = company.client("nadia").get(f"/desk/people/{case.person_id}").content.decode()
    assert "the day they chose" in shown


def test_questions_are_for_whoever_may_read_the_referral(in_bow, one):
    asked = referrals.ask_question(by=TESTS, referral=one, text="Which language?")
    assert queries.questions_of(one) == [asked]
    referrals.answer_question(by=TESTS, question=asked, answer="Sylheti", name="Dr Abelson")
    with pytest.raises(Refused, match="answered already"):
        referrals.answer_question(by=TESTS, question=asked, answer="Bengali")
