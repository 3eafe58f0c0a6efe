"""What follows an introduction: reminders, the worker's task, asking the person, agreements that age, thanks."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from kith.desk.presenters.today import shown
from kith.desk.queries.today import for_today
from kith.directory import actions as directory
from kith.directory.facts import ServiceFacts
from kith.directory.models import Correction, Service
from kith.isolation import links
from kith.messages.models import Email
from kith.organisations.duty import duty_of
from kith.pathway.connections import actions, jobs, queries, rules
from kith.pathway.connections.models import (
    FollowUp,
    GroupWishes,
    Heard,
    Introduction,
    News,
)
from kith.pathway.connections.states import (
    FHIR_TASK,
    NEVER_CAME,
    ON_A_WAITING_LIST,
    Progress,
    fhir_task,
)
from kith.people import actions as people
from kith.people.models import Channel
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests import cast
from tests.unit.pathway.stories import a_case

# The statuses of a Task that Gravity's workflow uses (R4, SDOHCC 3.0.0).
TASK = {
    "draft", "requested", "accepted", "rejected", "cancelled", "in-progress", "on-hold", "failed",
    "completed", "entered-in-error",
}  # fmt: skip


def introduce(case, service, agreement, **more):
    return actions.introduce(
        by=cast.TESTS, person=case.person, case=case, service=service, **{**agreement, **more}
    )


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


def made_days_ago(made: Introduction, count: int) -> Introduction:
    Introduction.objects.filter(pk=made.pk).update(made_at=timezone.now() - days(count))
    made.refresh_from_db()
    return made


def a_monday() -> datetime.datetime:
    """Noon of the last Monday that was a working day: jobs of working days do all they do."""
    now = timezone.now()
    return now - days(now.weekday())


def on_today(company, name: str = "nadia") -> list[tuple[str, str, str]]:
    duty = duty_of(company.actor(name), timezone.now())
    day = shown(for_today(duty), duty)
    groups = (*day["early"], *day["groups"])
    rows = [day["now_row"], *(row for group in groups for row in group["rows"])]
    return [(row["kind"], row["why"], row["what"]) for row in rows if row and row["introduction"]]


def test_two_questions_must_be_answered_and_nothing_is_an_answer(case, walk, agreement, in_bow):
    for field in ("keep_safe", "getting_there"):
        with pytest.raises(Refused, match="“Nothing” is an answer") as refusal:
            introduce(case, walk, agreement, **{field: "  "})
        assert refusal.value.field == field
    assert introduce(case, walk, agreement, keep_safe="Nothing").keep_safe == "Nothing"


def test_every_state_is_a_state_of_a_fhir_task() -> None:
    assert set(FHIR_TASK) == set(Progress)
    tasks = [*FHIR_TASK.values(), ON_A_WAITING_LIST, NEVER_CAME]
    assert {task.status for task in tasks} <= TASK
    # A status of these needs a reason (SDOHCC Task for referral management, statusReason).
    assert all(
        t.reason for t in tasks if t.status in ("rejected", "cancelled", "on-hold", "failed")
    )
    assert fhir_task(Progress.FULL).status == "rejected"
    assert fhir_task(Progress.FULL, waits=True) == ON_A_WAITING_LIST
    assert fhir_task(Progress.FINISHED, came=False) == NEVER_CAME
    assert fhir_task(Progress.FINISHED).status == "completed"


def test_a_silent_group_is_reminded_twice_and_then_the_worker_rings(
    case, walk, agreement, in_bow, company
):
    Service.objects.filter(pk=walk.pk).update(email="walk@green.example")
    walk.refresh_from_db()
    made = introduce(case, walk, agreement)
    policy = queries.policy(cast.BOW)
    assert (policy.reminders, policy.remind_after) == (2, 3)

    def follow_up(after: int) -> str:
        made.refresh_from_db()
        day = today() + days(after)
        return actions.follow_up(
            by=cast.TESTS, introduction=made, policy=policy, wishes=None, on=day
        )

    assert follow_up(0) == ""
    first = links.in_force(purpose=queries.ANSWER, subject_id=made.pk).get()
    assert follow_up(7) == "reminded"
    # The link of the reminder is a new one, and the one before opens nothing any more.
    assert links.in_force(purpose=queries.ANSWER, subject_id=made.pk).get() != first
    assert Email.objects.filter(kind="introduction_reminder").count() == 1
    Introduction.objects.filter(pk=made.pk).update(reminders=2)
    assert follow_up(14) == "given"
    made.refresh_from_db()
    assert made.ask_news_on == today() + days(14)
    Introduction.objects.filter(pk=made.pk).update(ask_news_on=today())
    assert on_today(company) == [
        ("news", "No answer after 2 reminders", "Ring Green Walking Group: can Maya come?")
    ]
    assert follow_up(21) == ""


def test_without_an_address_the_worker_rings_at_once(case, walk, agreement, in_bow):
    made = introduce(case, walk, agreement)
    assert not Email.objects.exists()
    assert made.ask_news_on == today()


def test_a_scheme_sets_its_own_way(in_bow):
    actions.set_policy(by=in_bow, scheme_id=cast.BOW, remind_after=5)
    row = FollowUp.objects.get()
    assert (row.remind_after, row.reminders) == (5, 2)
    actions.set_policy(by=in_bow, scheme_id=cast.BOW, reminders=0, expected=row.version)
    with pytest.raises(Refused, match="14 or more"):
        actions.set_policy(by=in_bow, scheme_id=cast.BOW, agreement_lasts=3)
    assert FollowUp.objects.get().agreement_lasts == 180


def test_the_person_is_asked_a_week_after_they_should_have_gone(case, lunch, agreement, in_bow):
    made = introduce(case, lunch, agreement)
    start = today() + days(4)
    actions.record_progress(
        by=in_bow, introduction=made, progress=Progress.ACCEPTED, starts_on=start
    )
    assert (made.starts_on, made.ask_person_on) == (start, start + days(7))
    actions.record_progress(by=in_bow, introduction=made, progress=Progress.DID_NOT_COME)
    assert made.ask_person_on is None


def test_by_a_safe_email_without_a_name_or_a_place_and_else_the_worker_calls(
    case, lunch, agreement, in_bow, company
):
    made = introduce(case, lunch, agreement)
    actions.record_progress(by=in_bow, introduction=made, progress=Progress.ACCEPTED)
    actions.note_seen(by=in_bow, introduction=made)
    Introduction.objects.update(ask_person_on=today())
    jobs.follow_up_at(timezone.now())
    assert not Email.objects.filter(kind="did_you_get_there").exists()
    assert on_today(company) == [
        (
            "news",
            "Chrisp Street Lunch Club said yes",
            "Ask Maya: did you get to Chrisp Street Lunch Club, did it help?",
        )
    ]
    people.add_contact_point(
        by=in_bow, person=case.person, kind="email", value="maya@person.example",
        safe_for=[Channel.EMAIL],
    )  # fmt: skip
    jobs.follow_up_at(timezone.now())
    email = Email.objects.get(kind="did_you_get_there")
    assert email.to == "maya@person.example"
    for word in ("Maya", "Lunch", "Chrisp"):
        assert word not in email.subject + email.body
    assert on_today(company) == []
    made.refresh_from_db()
    # Who says nothing is rung after some days, and not written to again.
    assert made.ask_person_on == today() + rules.RING_AFTER
    Introduction.objects.update(ask_person_on=today())
    jobs.follow_up_at(timezone.now())
    assert Email.objects.filter(kind="did_you_get_there").count() == 1
    assert on_today(company)[0][1].startswith("Asked today, no answer")


def test_what_the_person_says_moves_it_and_a_no_is_the_workers_task(
    case, lunch, agreement, in_bow, company
):
    made = introduce(case, lunch, agreement)
    actions.record_progress(by=in_bow, introduction=made, progress=Progress.ACCEPTED)
    said = {"by": in_bow, "introduction": made, "heard": Heard.PERSON_LINK}
    with pytest.raises(Refused):
        actions.person_says(**said, said="maybe")
    actions.person_says(**said, said="not_there", words="The bus did not come")
    assert made.progress == Progress.DID_NOT_COME
    assert on_today(company) == [
        (
            "news",
            "Maya says: no, i did not get there. “The bus did not come”",
            "Talk about Chrisp Street Lunch Club",
        )
    ]
    with pytest.raises(Refused, match="already"):
        actions.person_says(**said, said="helped")
    actions.note_seen(by=in_bow, introduction=made)
    assert on_today(company) == []


def test_a_yes_means_that_they_came_and_a_no_to_help_is_talked_about(
    case, lunch, walk, agreement, in_bow, company
):
    helped, other = introduce(case, lunch, agreement), introduce(case, walk, agreement)
    Introduction.objects.update(ask_news_on=None)
    for made in (helped, other):
        made.refresh_from_db()
        actions.record_progress(by=in_bow, introduction=made, progress=Progress.CAME)
        actions.note_seen(by=in_bow, introduction=made)
    actions.person_says(by=in_bow, introduction=helped, said="helped")
    assert on_today(company) == []
    actions.person_says(by=in_bow, introduction=other, said="no_help")
    assert on_today(company) == [
        ("news", "Maya says: yes, but it did not help", "Talk about Green Walking Group")
    ]


@pytest.mark.parametrize("heard", [Heard.PERSON_LINK, Heard.PERSON])
@pytest.mark.parametrize("said", ["no_help", "not_there", "helped"])
def test_a_no_is_on_today_whoever_typed_it_in_until_it_is_known_and_a_yes_is_not(
    case, lunch, agreement, in_bow, company, heard, said
):
    made = introduce(case, lunch, agreement)
    actions.record_progress(by=in_bow, introduction=made, progress=Progress.ACCEPTED)
    actions.person_says(by=in_bow, introduction=made, said=said, heard=heard)
    rows = on_today(company)
    if said == "helped":
        # By link it is read once; there is nothing to do.
        assert [row[2] for row in rows] == ["Nothing to do but read it"] * (heard == "person_link")
    else:
        assert [row[2] for row in rows] == ["Talk about Chrisp Street Lunch Club"]
        page = company.client("nadia").get(f"/desk/connections/{made.pk}").content.decode()
        assert "I have read this news" in page
    actions.note_seen(by=in_bow, introduction=made)
    assert on_today(company) == []


def test_a_second_answer_takes_the_place_of_a_no(case, lunch, agreement, in_bow, company):
    made = introduce(case, lunch, agreement)
    actions.person_says(by=in_bow, introduction=made, said="no_help")
    assert len(on_today(company)) == 1
    actions.person_says(by=in_bow, introduction=made, said="helped")
    actions.note_seen(by=in_bow, introduction=made)
    assert on_today(company) == []
    # Having read the news takes nothing away that is to be asked later.
    other = introduce(a_case(first_name="Ada"), lunch, agreement, ask_news_on=today() + days(9))
    actions.note_seen(by=in_bow, introduction=other)
    assert other.ask_news_on == today() + days(9)


def test_good_news_that_others_bring_is_told_once(case, lunch, agreement, in_bow, company):
    made = introduce(case, lunch, agreement)
    actions.record_progress(
        by=in_bow, introduction=made, progress=Progress.CAME, heard=Heard.ACCOUNT
    )
    assert on_today(company)[0][:2] == ("reply", "Maya came to Chrisp Street Lunch Club.")
    actions.note_seen(by=in_bow, introduction=made)
    assert on_today(company) == []


def test_an_agreement_ages_reminds_and_locks(case, lunch, agreement, in_bow, company):
    made = introduce(case, lunch, agreement, agreed_on=today() - days(170))
    assert made.agreement_until == today() + days(10)
    assert on_today(company)[0][1].startswith("The agreement for Chrisp Street Lunch Club ends on")
    assert not rules.is_locked(made, today())
    assert rules.is_locked(made, today() + days(11))
    Introduction.objects.update(agreement_until=today() - days(1))
    made.refresh_from_db()
    seen = queries.for_group(made, "Bow", "020 7946 0100", today(), [])
    assert (seen.locked, seen.called, seen.shared, seen.keep_safe, seen.steps) == (
        True,
        "Someone",
        {},
        "",
        (),
    )
    with pytest.raises(Refused, match="agreement has ended"):
        actions.send_link(by=in_bow, introduction=made)
    actions.renew_agreement(
        by=in_bow, introduction=made, agreed_how="on the phone", agreed_on=today()
    )
    assert queries.for_group(made, "Bow", "", today(), []).called == "Maya Okafor"
    assert actions.send_link(by=in_bow, introduction=made).pk


def test_withdrawing_ends_the_links_at_once_even_of_who_came(case, walk, agreement, in_bow):
    Service.objects.filter(pk=walk.pk).update(email="walk@green.example")
    walk.refresh_from_db()
    made = introduce(case, walk, agreement)
    assert links.in_force(purpose=queries.ANSWER, subject_id=made.pk).exists()
    actions.record_progress(by=in_bow, introduction=made, progress=Progress.CAME)
    actions.withdraw(by=in_bow, introduction=made, reason="Changed her mind")
    assert not links.in_force(purpose=queries.ANSWER, subject_id=made.pk).exists()
    with pytest.raises(Refused):
        actions.send_link(by=in_bow, introduction=made)


def test_not_right_comes_with_a_reason_and_full_may_come_with_a_place(
    case, lunch, agreement, in_bow
):
    made = introduce(case, lunch, agreement)
    with pytest.raises(Refused, match="why it is not right") as refusal:
        actions.record_progress(by=in_bow, introduction=made, progress=Progress.NOT_RIGHT)
    assert refusal.value.field == "note"
    actions.record_progress(by=in_bow, introduction=made, progress=Progress.FULL, waiting_place=3)
    made.refresh_from_db()
    assert made.waiting_place == 3
    actions.record_progress(by=in_bow, introduction=made, progress=Progress.ACCEPTED)
    made.refresh_from_db()
    assert made.waiting_place is None
    assert [row.progress for row in queries.news_of(made)] == ["accepted", "full"]


def test_how_a_group_answers_is_said_from_ten_introductions_on(lunch, agreement, in_bow):
    for number in range(queries.FEWEST):
        case = a_case(first_name=f"Ann{number}")
        made = introduce(case, lunch, agreement)
        if number == queries.FEWEST - 1:
            assert queries.standing(lunch) is not None
        else:
            assert queries.standing(lunch) is None
        if number < 6:
            progress = Progress.ACCEPTED if number < 4 else Progress.FULL
            actions.record_progress(by=in_bow, introduction=made, progress=progress)
    found = queries.standing(lunch)
    assert (found.introductions, found.answered, found.accepted) == (10, 6, 4)
    assert News.objects.count() == 6


def test_a_ceiling_and_a_full_group_are_respected_in_plain_words(
    case, lunch, walk, agreement, in_bow
):
    actions.set_wishes(by=in_bow, service=lunch, told_by="each", monthly_ceiling=1)
    introduce(a_case(first_name="Ann"), lunch, agreement)
    with pytest.raises(Refused, match=r"takes 1 person a month from us, and 1 went this month"):
        introduce(case, lunch, agreement)
    assert introduce(case, walk, agreement).pk
    until = today() + days(40)
    actions.say_full(by=in_bow, service=lunch, until=until)
    with pytest.raises(Refused, match="is full until"):
        introduce(case, lunch, agreement)


def test_full_until_shows_no_places_tells_those_who_wait_and_ends_by_itself(
    case, lunch, agreement, in_bow, company
):
    Service.objects.filter(pk=lunch.pk).update(places_free=4)
    lunch.refresh_from_db()
    made = introduce(case, lunch, agreement)
    for day in (today(), today() + days(400)):
        with pytest.raises(Refused, match="within a year"):
            actions.say_full(by=in_bow, service=lunch, until=day)
    until = today() + days(40)
    actions.say_full(by=in_bow, service=lunch, until=until)
    made.refresh_from_db()
    lunch.refresh_from_db()
    assert (made.progress, lunch.places_free, made.ask_news_on) == (Progress.FULL, 0, until)
    assert on_today(company)[0][1].startswith("Chrisp Street Lunch Club is full. “Full until")
    jobs.follow_up_at(timezone.now())
    lunch.refresh_from_db()
    assert lunch.places_free == 0
    GroupWishes.objects.update(full_until=today())
    jobs.follow_up_at(timezone.now())
    lunch.refresh_from_db()
    assert (lunch.places_free, GroupWishes.objects.get().full_until) == (4, None)
    made.refresh_from_db()
    assert made.ask_news_on == today()


def test_one_email_a_week_when_there_is_something_and_none_at_once(case, lunch, agreement, in_bow):
    actions.set_wishes(by=in_bow, service=lunch, told_by="weekly")
    monday = a_monday()
    assert jobs.send_weeks_at(monday) == 0
    made = introduce(case, lunch, agreement)
    assert not Email.objects.exists()
    assert jobs.send_weeks_at(monday + days(2)) == 0
    assert jobs.send_weeks_at(monday) == 1
    email = Email.objects.get()
    assert (email.kind, email.to) == ("group_week", "lunch@neighbours.example")
    for word in ("Maya", "Lunch", "nuts"):
        assert word not in email.subject + email.body
    actions.record_progress(by=in_bow, introduction=made, progress=Progress.CAME)
    assert jobs.send_weeks_at(monday) == 0
    actions.thank(by=in_bow, introduction=made, words="Thank you all", quotable=True)
    assert jobs.send_weeks_at(monday) == 1


def test_who_is_told_once_a_week_is_reminded_by_that_email_alone_and_then_rung(
    case, lunch, walk, agreement, in_bow, company
):
    Service.objects.filter(pk=walk.pk).update(email="walk@green.example")
    walk.refresh_from_db()
    wishes = actions.set_wishes(by=in_bow, service=lunch, told_by="weekly")
    made, other = introduce(case, lunch, agreement), introduce(case, walk, agreement)
    # A Wednesday: the first e-mail is of the Monday after, and two more follow.
    wednesday = today() - days(today().weekday() + 54)
    for one in (made, other):
        Introduction.objects.filter(pk=one.pk).update(
            made_at=timezone.now() - (today() - wednesday)
        )
        one.refresh_from_db()
    policy = queries.policy(cast.BOW)

    def follow_up(one: Introduction, of: GroupWishes | None, after: int) -> str:
        return actions.follow_up(
            by=in_bow, introduction=one, policy=policy, wishes=of, on=wednesday + days(after)
        )

    assert follow_up(made, wishes, 7) == ""
    assert follow_up(other, None, 7) == "reminded"
    assert [email.to for email in Email.objects.filter(kind="introduction_reminder")] == [
        "walk@green.example"
    ]
    assert follow_up(made, wishes, 5 + 14) == ""
    assert follow_up(made, wishes, 5 + 14 + 10) == "given"
    assert on_today(company)[0][1:] == (
        "No answer after 2 reminders",
        "Ring Chrisp Street Lunch Club: can Maya come?",
    )
    # Where no e-mail could go the weeks are not waited for.
    Introduction.objects.filter(pk=made.pk).update(ask_news_on=None)
    made.refresh_from_db()
    made.service.email = ""
    assert follow_up(made, wishes, 8) == "given"


def test_who_wants_to_be_rung_is_rung(case, lunch, agreement, in_bow, company):
    with pytest.raises(Refused, match="number that we ring"):
        actions.set_wishes(by=in_bow, service=lunch, told_by="phone")
    actions.set_wishes(
        by=in_bow, service=lunch, told_by="phone", ring_name="Della", ring_phone="020 7946 0123"
    )
    made = introduce(case, lunch, agreement)
    assert not Email.objects.exists()
    assert made.ask_news_on == today()
    page = company.client("nadia").get(f"/desk/connections/{made.pk}").content.decode()
    assert "They asked to be rung: ring Della on 020 7946 0123" in page


def sent_and_then(service, agreement, number: int, *news: tuple[Progress, int]) -> Introduction:
    """Somebody introduced a hundred days ago, and what was heard so many days after."""
    start = timezone.now() - days(100)
    agreed = {**agreement, "agreed_on": start.date()}
    made = introduce(a_case(first_name=f"Ann{number}"), service, agreed, at=start)
    for progress, after in news:
        actions.record_progress(
            by=cast.TESTS, introduction=made, progress=progress, at=start + days(after)
        )
    return made


def test_a_bid_counts_who_was_sent_came_and_stayed_and_quotes_who_agreed(lunch, agreement, in_bow):
    came, stopped, finished = Progress.CAME, Progress.DID_NOT_COME, Progress.FINISHED
    courses = [
        [],
        [(came, 7)],
        [(came, 7), (finished, 40)],
        [(came, 7), (stopped, 20)],
        [(came, 7), (stopped, 20), (came, 50)],
        [(came, 7), (stopped, 20), (finished, 50)],
        [(Progress.WITHDRAWN, 1)],
    ]
    made = [sent_and_then(lunch, agreement, n, *course) for n, course in enumerate(courses)]
    actions.thank(by=in_bow, introduction=made[1], words="Words 1", quotable=True)
    actions.thank(by=in_bow, introduction=made[2], words="Words 2", quotable=False)
    counts, quotes, _ = queries.bid_of(lunch, today())
    # Who came once and of whom nothing more was heard has not stayed, nor who stopped before the end.
    assert counts == {"sent": 6, "came": 5, "stayed": 2}
    assert quotes == ["Words 1"]
    # Asked long after, that person says that it helped: so they had stayed.
    actions.person_says(by=in_bow, introduction=made[1], said="helped")
    assert queries.bid_of(lunch, today())[0]["stayed"] == 3


def test_a_thank_you_to_who_is_rung_is_the_workers_until_it_is_passed_on(
    case, lunch, agreement, in_bow, company, key
):
    made = introduce(case, lunch, agreement)
    actions.set_wishes(
        by=in_bow, service=lunch, told_by="phone", ring_name="Jo", ring_phone="020 7946 0123"
    )
    actions.record_progress(by=in_bow, introduction=made, progress=Progress.CAME)
    actions.person_says(by=in_bow, introduction=made, said="helped")
    actions.note_seen(by=in_bow, introduction=made)
    nadia, address = company.client("nadia"), f"/desk/connections/{made.pk}"
    thanks = {"words": "Thank you all", "quotable": "no"}
    said = nadia.post(f"{address}/thank", {**key(), **thanks}, follow=True).content.decode()
    assert "ring Jo on 020 7946 0123, and pass it on" in said
    assert not Email.objects.filter(kind="group_thanks").exists()
    assert ("news", "Maya thanks Chrisp Street Lunch Club") in [
        one[:2] for one in on_today(company)
    ]
    assert nadia.post(f"{address}/noted", key()).status_code == 302
    assert on_today(company) == []


def test_who_comes_is_on_today_before_their_agreement_ends(case, lunch, agreement, in_bow, company):
    made = introduce(case, lunch, agreement)
    actions.record_progress(by=in_bow, introduction=made, progress=Progress.CAME)
    actions.person_says(by=in_bow, introduction=made, said="helped")
    actions.note_seen(by=in_bow, introduction=made)
    assert on_today(company) == []
    Introduction.objects.update(agreement_until=today() + days(7))
    why = [one[1] for one in on_today(company)]
    assert len(why) == 1
    assert why[0].startswith("The agreement for Chrisp Street Lunch Club ends on")


def the_feed_says(by, free, visit):
    """What is listed after a visit to a feed that says how many places are free."""
    facts = ServiceFacts(source_id="s1", fingerprint=str(visit), name="Walk", places_free=free)
    feed, _ = directory.take_in_feed(
        by=by, scheme_id=cast.BOW, source="https://feed.example/", version="HSDS-UK-3.0",
        services=[facts], is_whole=lambda: True,
    )  # fmt: skip
    return Service.objects.get(feed=feed)


@pytest.mark.parametrize(
    ("own", "meanwhile", "after", "stands"),
    [
        (None, 3, 3, False),
        (None, 5, 5, False),
        (None, 0, 0, False),
        (None, None, None, False),
        (6, 5, 6, True),
    ],
)
def test_a_group_that_opens_again_leaves_its_feed_the_word(in_bow, own, meanwhile, after, stands):
    walk = the_feed_says(in_bow, 3, 1)
    if own:
        directory.edit_service(by=in_bow, service=walk, places_free=own)
    actions.say_full(by=in_bow, service=walk, until=today() + days(9))
    assert Service.objects.get(pk=walk.pk).places_free == 0
    walk = the_feed_says(in_bow, meanwhile, 2)
    assert walk.places_free == 0
    actions.say_open(by=in_bow, service=walk)
    assert Service.objects.get(pk=walk.pk).places_free == after
    assert Correction.objects.filter(ended_at=None).exists() is stands
    assert the_feed_says(in_bow, 8, 3).places_free == (own or 8)


def test_what_was_said_of_places_meanwhile_stays_when_a_group_opens_again(lunch, in_bow):
    actions.say_full(by=in_bow, service=lunch, until=today() + days(9))
    directory.edit_service(by=in_bow, service=lunch, places_free=2)
    actions.say_open(by=in_bow, service=lunch)
    assert Service.objects.get(pk=lunch.pk).places_free == 2
