"""Pages behind private links: a group answers, worries and says that it is full; a person says how it went."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from kith.audit.models import Entry
from kith.concerns.models import Concern
from kith.directory import actions as directory
from kith.directory.models import Service
from kith.isolation import context, links
from kith.isolation.models import PrivateLink
from kith.messages.models import Email
from kith.pathway.connections import actions, queries, rules
from kith.pathway.connections.actions.linking import give_link
from kith.pathway.connections.models import GroupWishes, Introduction, News
from kith.pathway.connections.states import Progress
from kith.ui.dates import today
from tests import cast
from tests.unit.pathway.stories import a_case

HIDDEN = ("Only for our record", "07700", "Fairfield", "1951")


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def sent(case, walk, agreement):
    """Maya, introduced to a group whose listing has an address, and the path of its private link."""
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        Service.objects.filter(pk=walk.pk).update(email="walk@green.example")
        walk.refresh_from_db()
        made = actions.introduce(
            by=cast.TESTS, person=case.person, case=case, service=walk,
            **{**agreement, "agreed_fields": ["name"], "note": "Only for our record"},
        )  # fmt: skip
        email = Email.objects.get()
    path = re.search(r"(/introduced/\S+)", email.body)
    assert path is not None
    return made, path[1]


def now_is(made):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return Introduction.objects.get(pk=made.pk)


def typed(made, key, **more):
    return {**key(), "version": now_is(made).version, **more}


def link_to(purpose, subject):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return "/" + give_link(cast.BOW, purpose, subject).split("/", 3)[3]


def test_the_link_shows_what_was_agreed_and_opening_it_does_nothing(sent):
    made, path = sent
    page = Client().get(path)
    assert page.status_code == 200
    for words in ("Maya Okafor", "Allergic to nuts", "Nadia comes along", "Yes, they can come"):
        assert words in text(page)
    for words in HIDDEN:
        assert words not in text(page)
    Client().head(path)
    assert now_is(made).progress == Progress.SENT
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        looks = Entry.objects.filter(action="record.opened", person_id=made.person_id)
        assert {look.subject_type for look in looks} == {"connections:introduced"}


def test_a_group_answers_with_a_date_and_later_says_who_came(sent, key):
    made, path = sent
    day = today() + datetime.timedelta(days=3)
    when = {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year}
    client = Client()
    assert client.post(path, typed(made, key, progress="accepted", **when)).status_code == 302
    row = now_is(made)
    assert (row.progress, row.starts_on, row.heard) == ("accepted", day, "link")
    assert client.post(path, typed(made, key, progress="finished")).status_code == 400
    assert client.post(path, typed(made, key, progress="came", note="Fine")).status_code == 302
    assert client.post(path, typed(made, key, progress="finished")).status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        names = set(News.objects.values_list("by_name", flat=True))
    assert names == {"Green Walking Group, by its private link"}


def test_full_takes_a_place_and_not_right_needs_a_reason(sent, key):
    made, path = sent
    bad = Client().post(path, typed(made, key, progress="not_right"))
    assert (bad.status_code, "why it is not right" in text(bad)) == (400, True)
    assert now_is(made).progress == Progress.SENT
    assert (
        Client().post(path, typed(made, key, progress="full", waiting_place="2")).status_code == 302
    )
    row = now_is(made)
    assert (row.progress, row.waiting_place) == ("full", 2)
    assert "Place 2 on your waiting list" in text(Client().get(path))


@pytest.mark.parametrize("rubbish", ["0", "-3", "many", "9" * 30])
def test_rubbish_is_refused_and_changes_nothing(sent, key, rubbish):
    made, path = sent
    bad = Client().post(path, typed(made, key, progress="full", waiting_place=rubbish))
    assert bad.status_code == 400
    assert now_is(made).progress == Progress.SENT


def test_a_second_answer_from_an_old_page_is_told_so(sent, key):
    made, path = sent
    old = typed(made, key, progress="accepted")
    assert Client().post(path, typed(made, key, progress="full")).status_code == 302
    late = Client().post(path, old)
    assert (late.status_code, "saved already" in text(late)) == (409, True)
    assert now_is(made).progress == Progress.FULL


def test_an_answer_that_crosses_with_the_worker_says_where_it_is_and_not_the_note(sent, key):
    made, path = sent
    old = typed(made, key, progress="accepted")
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.renew_agreement(
            by=cast.TESTS, introduction=now_is(made), agreed_how="at the door", agreed_on=today()
        )
    crossed = Client().post(path, old)
    assert (crossed.status_code, "Sent, no answer yet" in text(crossed)) == (409, True)
    for words in (*HIDDEN, "at the door"):
        assert words not in crossed.content.decode()
    assert Client().post(path, typed(made, key, progress="accepted")).status_code == 302


def test_a_link_that_has_ended_can_be_asked_for_again_and_goes_to_the_listed_address(sent, key):
    _, path = sent
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        PrivateLink.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    ended = Client().get(path)
    assert (ended.status_code, b"Maya" in ended.content) == (410, False)
    assert f"{path}/again" in ended.content.decode()
    told = Client().post(f"{path}/again", key())
    assert "to no other" in text(told)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        email = Email.objects.get(kind="introduction_link")
    assert email.to == "walk@green.example"
    fresh = re.search(r"(/introduced/\S+)", email.body)
    assert fresh is not None
    assert Client().get(fresh[1]).status_code == 200
    assert Client().post("/introduced/none/again", key()).status_code == 404


def test_a_withdrawn_agreement_closes_the_link_and_none_is_sent_again(sent, key):
    made, path = sent
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.withdraw(by=cast.TESTS, introduction=now_is(made), reason="No")
    for answer in (Client().get(path), Client().post(path, {**key(), "progress": "accepted"})):
        assert (answer.status_code, b"Maya" in answer.content) == (410, False)
        assert "Ring us on 020 7946 0100" in text(answer)
        assert "new link" not in text(answer)
    told = Client().post(f"{path}/again", key())
    assert (told.status_code, "This has ended" in text(told)) == (410, True)
    for words in ("Look into your e-mail", "Maya", "withdr"):
        assert words not in text(told)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert not Email.objects.filter(kind="introduction_link").exists()


def test_an_agreement_that_ended_shows_nothing_and_takes_nothing(sent, key):
    made, path = sent
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        Introduction.objects.update(agreement_until=today() - datetime.timedelta(days=1))
    page = Client().get(path)
    assert (page.status_code, "The agreement has ended" in text(page)) == (200, True)
    assert b"Maya" not in page.content
    Client().post(path, typed(made, key, progress="accepted"))
    assert now_is(made).progress == Progress.SENT
    assert Client().get(f"{path}/worried").status_code == 404


def test_a_link_is_for_one_purpose_and_one_introduction(sent):
    _, path = sent
    token = path.rsplit("/", 1)[1]
    for other in (f"/went/{token}", f"/group/{token}", f"/group/{token}/bid", f"/word/{token}"):
        assert Client().get(other).status_code == 404, other


def test_a_worried_group_reads_whom_to_ring_and_raises_a_concern(sent, key):
    made, path = sent
    page = Client().get(f"{path}/worried")
    assert "Nadia Rahman" in text(page)
    assert "020 7946 0100" in text(page)
    bad = Client().post(f"{path}/worried", {**key(), "words": " ", "urgency": "today"})
    assert bad.status_code == 400
    good = Client().post(
        f"{path}/worried", {**key(), "words": "A bruise she would not talk of", "urgency": "today"}
    )
    assert good.status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        concern = Concern.objects.get()
    assert (concern.person_id, concern.told_by, concern.source) == (
        made.person_id,
        "Green Walking Group",
        "told",
    )
    assert concern.raised_by_name == "Green Walking Group, by its private link"
    assert concern.words == "A bruise she would not talk of"


def test_a_person_says_how_it_went_in_one_press_and_thanks_the_group(sent, key):
    made, _ = sent
    path = link_to(queries.WENT, made.pk)
    page = Client().get(path)
    assert "Did you get there, and did it help?" in text(page)
    for word in ("Maya", "Green", "Walking", "nuts"):
        assert word not in text(page)
    assert Client().post(path, {**key(), "said": "perhaps"}).status_code == 400
    assert now_is(made).person_said == ""
    assert Client().post(path, {**key(), "said": "helped", "words": "Lovely"}).status_code == 302
    row = now_is(made)
    assert (row.progress, row.person_said, row.person_words) == ("came", "helped", "Lovely")
    thanks = {"words": "Thank you for the tea", "quotable": "yes"}
    assert "Would you like to thank them?" in text(Client().get(path))
    assert Client().post(path, {**key(), **thanks}).status_code == 302
    row = now_is(made)
    assert (row.thanks, row.thanks_quotable) == ("Thank you for the tea", True)
    group = link_to(queries.ANSWER, made.pk)
    assert "Thank you for the tea" in text(Client().get(group))
    assert "Lovely" not in text(Client().get(group))


def test_who_did_not_get_there_is_told_that_somebody_gets_in_touch(sent, key):
    made, _ = sent
    path = link_to(queries.WENT, made.pk)
    assert Client().post(path, {**key(), "said": "not_there"}).status_code == 302
    assert "gets in touch" in text(Client().get(path))
    assert now_is(made).progress == Progress.DID_NOT_COME


def test_whom_it_did_not_help_is_told_that_somebody_gets_in_touch_and_thanks_nobody(sent, key):
    made, _ = sent
    path = link_to(queries.WENT, made.pk)
    assert Client().post(path, {**key(), "said": "no_help"}).status_code == 302
    page = text(Client().get(path))
    assert "gets in touch" in page
    for word in ("Nothing more is needed", "thank them"):
        assert word not in page


def test_once_it_is_not_right_for_the_group_nothing_is_shown_any_more(sent, key):
    made, path = sent
    pressed = typed(made, key, progress="not_right", note="We have stairs")
    assert Client().post(path, pressed).status_code == 302
    page = Client().get(path)
    assert (page.status_code, b"Maya" in page.content) == (200, False)
    assert b"Maya" not in Client().get(link_to(queries.WEEK, made.service_id)).content


def test_asking_for_new_links_over_and_over_is_stopped(sent, key):
    _, path = sent
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        PrivateLink.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    for network in range(12):
        asking = Client(REMOTE_ADDR=f"198.51.{network}.7")
        assert asking.post(f"{path}/again", key()).status_code == 200
        with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
            PrivateLink.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert Email.objects.filter(kind="introduction_link").count() == 3


def test_asking_for_a_new_link_ends_none_that_works(sent, key):
    _, path = sent
    for network in range(12):
        told = Client(REMOTE_ADDR=f"198.51.{network}.7").post(f"{path}/again", key())
        assert (told.status_code, "open the newest of our e-mails" in text(told)) == (200, True)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert not Email.objects.filter(kind="introduction_link").exists()
    assert Client().get(path).status_code == 200
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        PrivateLink.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    Client().post(f"{path}/again", key())
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert Email.objects.filter(kind="introduction_link").count() == 1


def test_worries_of_a_group_leave_the_person_their_answer(sent, key):
    made, path = sent
    worry = {"words": "She seemed low", "urgency": "today"}
    codes = [Client().post(f"{path}/worried", {**key(), **worry}).status_code for _ in range(12)]
    assert codes == [302] * 10 + [400] * 2
    assert Client().post(path, typed(made, key, progress="accepted")).status_code == 302
    went = link_to(queries.WENT, made.pk)
    assert Client().post(went, {**key(), "said": "not_there"}).status_code == 302
    assert now_is(made).person_said == "not_there"


def test_a_group_asks_only_so_often_by_its_link(sent, key):
    made, _ = sent
    path = link_to(queries.WEEK, made.service_id)
    till = (today() + datetime.timedelta(days=7)).isoformat()
    for press in [{"till": till}, {"do": "open"}] * 5:
        assert Client().post(path, {**key(), **press}).status_code == 302

    def full_until():
        with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
            return GroupWishes.objects.get().full_until

    Client().post(path, {**key(), "till": till})
    assert full_until() is None
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        service = Service.objects.get(pk=made.service_id)
        actions.say_full(by=cast.TESTS, service=service, until=datetime.date.fromisoformat(till))
    assert full_until() is not None


def test_a_groups_week_lists_how_they_arrive_and_takes_full_in_one_press(sent, key):
    made, _ = sent
    path = link_to(queries.WEEK, made.service_id)
    page = Client().get(path)
    for words in ("Maya Okafor", "Nadia comes along", "Allergic to nuts"):
        assert words in text(page)
    for words in HIDDEN:
        assert words not in text(page)
    for rubbish in ({}, {"till": "soon"}, {"till": "2026-02-31"}):
        assert Client().post(path, {**key(), **rubbish}).status_code == 400
    day = today() + datetime.timedelta(days=30)
    until = {"until_day": day.day, "until_month": day.month, "until_year": day.year}
    assert Client().post(path, {**key(), **until}).status_code == 302
    assert now_is(made).progress == Progress.FULL
    assert "Full until" in text(Client().get(path))
    assert Client().post(path, {**key(), "do": "open"}).status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert GroupWishes.objects.get().full_until is None
    person = f"{path}/person/{made.pk.hex}"
    assert "Maya Okafor" in text(Client().get(person))
    assert Client().post(person, typed(made, key, progress="accepted")).status_code == 302
    assert now_is(made).progress == Progress.ACCEPTED
    for nobody in (made.case_id.hex, "none", "%2e"):
        assert Client().get(f"{path}/person/{nobody}").status_code == 404


def test_a_group_says_how_it_is_told_and_reads_numbers_for_a_bid(sent, key):
    made, _ = sent
    path = link_to(queries.WEEK, made.service_id)
    wishes = {"told_by": "phone", "ring_name": "Jo", "ring_phone": ""}
    assert Client().post(f"{path}/wishes", {**key(), **wishes}).status_code == 400
    good = {**wishes, "ring_phone": "020 7946 0123", "monthly_ceiling": "4"}
    assert Client().post(f"{path}/wishes", {**key(), **good}).status_code == 302
    assert "We ring Jo on 020 7946 0123. At most 4 people a month" in text(Client().get(path))
    bid = Client().get(f"{path}/bid")
    assert "1 person was introduced to us" in text(bid)
    assert b"Maya" not in bid.content


def test_the_token_of_another_installation_opens_nothing(db):
    for path in ("/introduced/abc", "/went/abc.def", "/group/abc"):
        assert Client().get(path).status_code == 404
        assert links.link_of(path.rsplit("/", 1)[1]) is None


def test_full_is_one_press_on_a_day_that_stands_ready(sent, key):
    made, _ = sent
    path = link_to(queries.WEEK, made.service_id)
    ready = re.findall(r'name="till" value="([^"]+)"', Client().get(path).content.decode())
    assert ready == sorted(ready)
    assert len(ready) == len(rules.ready_days(today()))
    assert "Another day" in text(Client().get(path))
    past = {**key(), "till": today().isoformat()}
    refused = Client().post(path, past, follow=True)
    assert "Choose a day ahead" in text(refused)
    assert now_is(made).progress == Progress.SENT
    told = Client().post(path, {**key(), "till": ready[0]}, follow=True)
    assert "who wait for your answer are told" in text(told)
    assert now_is(made).progress == Progress.FULL
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert GroupWishes.objects.get().full_until.isoformat() == ready[0]


def test_the_week_is_sent_to_the_listed_address_and_opened_by_no_single_link(sent, key):
    made, path = sent
    page = Client().get(path)
    assert "Send us the link to our week" in text(page)
    assert "/group/" not in page.content.decode()
    assert Client().get(f"{path}/week").status_code == 405
    told = Client().post(f"{path}/week", key(), follow=True)
    assert "to no other" in text(told)
    assert "/group/" not in told.content.decode()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        email = Email.objects.get(kind="your_week")
    assert email.to == "walk@green.example"
    assert "Maya" not in email.subject + email.body
    week = re.search(r"(/group/\S+)", email.body)
    assert week is not None
    assert "Maya Okafor" in text(Client().get(week[1]))
    for _ in range(5):
        Client().post(f"{path}/week", key())
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert Email.objects.filter(kind="your_week").count() == 3
        actions.withdraw(by=cast.TESTS, introduction=now_is(made), reason="No")
    assert Client().post(f"{path}/week", key()).status_code == 410


def test_the_mailbox_before_reads_on_of_nobody_and_the_new_one_is_sent_the_link(sent, key):
    made, path = sent
    week = link_to(queries.WEEK, made.service_id)
    for open_ in (path, week):
        assert Client().get(open_).status_code == 200
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        service = Service.objects.get(pk=made.service_id)
        directory.edit_service(by=cast.TESTS, service=service, email="new@green.example")
    for ended in (path, f"{path}/worried", week, f"{week}/person/{made.pk.hex}"):
        page = Client().get(ended)
        assert (page.status_code, "Maya" in text(page)) == (410, False), ended
    late = Client().post(path, typed(made, key, progress="accepted"))
    assert (late.status_code, now_is(made).progress) == (410, Progress.SENT)
    for link in (path, week):
        token = link.rsplit("/", 1)[1]
        Client().post(f"/introduced/{token}/again", key())
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        sent_anew = list(Email.objects.filter(kind="introduction_link").order_by("created_at"))
    assert [email.to for email in sent_anew] == ["new@green.example"] * 2
    for email in sent_anew:
        fresh = re.search(r"(/(?:introduced|group)/\S+)", email.body)
        assert fresh is not None
        assert "Maya Okafor" in text(Client().get(fresh[1]))


def test_a_group_without_an_address_is_told_and_nothing_is_sent(sent, key):
    made, path = sent
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        Service.objects.filter(pk=made.service_id).update(email="")
    assert Client().get(path).status_code == 410
    path = link_to(queries.ANSWER, made.pk)
    assert "no e-mail address" in text(Client().post(f"{path}/week", key(), follow=True))
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert not Email.objects.filter(kind="your_week").exists()


def test_the_worker_sends_the_week_and_types_in_what_a_group_asked_for(sent, key, company):
    made, _ = sent
    nadia, sana = company.client("nadia"), company.client("sana")
    week, asked = f"/desk/connections/{made.pk}/week", f"/desk/connections/{made.pk}/asked-for"
    for address in (week, asked):
        assert sana.post(address, key()).status_code == 404
    assert "was sent to the address" in text(nadia.post(week, key(), follow=True))
    bad = nadia.post(asked, {**key(), "told_by": "phone", "ring_phone": ""})
    assert bad.status_code == 400
    good = {"told_by": "phone", "ring_name": "Jo", "ring_phone": "020 7946 0123"}
    assert nadia.post(asked, {**key(), **good, "monthly_ceiling": "2"}).status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        wishes = GroupWishes.objects.get()
        assert (wishes.told_by, wishes.ring_name, wishes.monthly_ceiling) == ("phone", "Jo", 2)
        assert Email.objects.get(kind="your_week").to == "walk@green.example"
        Service.objects.filter(pk=made.service_id).update(email="")
    assert "no e-mail address" in text(nadia.post(week, key(), follow=True))


def test_worried_about_somebody_of_the_week(sent, key):
    made, _ = sent
    path = link_to(queries.WEEK, made.service_id)
    person = f"{path}/person/{made.pk.hex}"
    assert f"{person}/worried" in Client().get(person).content.decode()
    assert "020 7946 0100" in text(Client().get(f"{person}/worried"))
    told = {"words": "A bruise", "urgency": "today"}
    assert Client().post(f"{person}/worried", {**key(), "words": "A bruise"}).status_code == 400
    assert Client().post(f"{person}/worried", {**key(), **told}).status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert Concern.objects.get().person_id == made.person_id
        Introduction.objects.update(agreement_until=today() - datetime.timedelta(days=1))
    assert Client().get(f"{person}/worried").status_code == 404
    assert Client().get(f"{path}/person/{made.case_id.hex}/worried").status_code == 404


def test_a_week_says_that_an_agreement_has_ended_and_not_that_nothing_was_said(sent):
    made, _ = sent
    path = link_to(queries.WEEK, made.service_id)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        Introduction.objects.update(agreement_until=today() - datetime.timedelta(days=1))
    page = text(Client().get(path))
    for words in ("Maya", "nuts", "Nothing was said", "Someone"):
        assert words not in page
    for words in (
        "Somebody whose agreement has ended",
        "The agreement has ended. Ring Nadia Rahman on 020 7946 0100",
        "Not shown until they agree again",
    ):
        assert words in page
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        Introduction.objects.update(agreement_until=today(), keep_safe="")
    page = text(Client().get(path))
    for words in ("Maya Okafor", "Nothing was said", "Nadia comes along"):
        assert words in page


def test_the_week_has_the_new_first_and_says_which_day_it_names(sent, agreement):
    made, _ = sent
    path = link_to(queries.WEEK, made.service_id)
    assert "Those who come" not in text(Client().get(path))
    assert "Nobody new" not in text(Client().get(path))
    assert "Introduced on" in text(Client().get(path))
    ann = a_case(first_name="Ann")
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        walk = Service.objects.get(pk=made.service_id)
        came = actions.introduce(
            by=cast.TESTS, person=ann.person, case=ann, service=walk, **agreement
        )
        actions.record_progress(by=cast.TESTS, introduction=came, progress=Progress.CAME)
        actions.record_progress(
            by=cast.TESTS, introduction=now_is(made), progress=Progress.ACCEPTED,
            starts_on=today() + datetime.timedelta(days=3),
        )  # fmt: skip
    page = text(Client().get(path))
    found = [
        page.index(words)
        for words in ("Who is new", "Maya Okafor", "Can come from", "Those who come", "Ann Okafor")
    ]
    assert found == sorted(found)


def test_a_person_thanks_once(sent, key):
    made, _ = sent
    path = link_to(queries.WENT, made.pk)
    Client().post(path, {**key(), "said": "helped"})
    thanks = {"words": "Thank you", "quotable": "no"}
    assert Client().post(path, {**key(), **thanks}).status_code == 302
    again = Client().post(path, {**key(), "words": "Rubbish", "quotable": "yes"})
    assert (again.status_code, "thanked already" in text(again)) == (400, True)
    row = now_is(made)
    assert (row.thanks, row.thanks_quotable) == ("Thank you", False)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert Email.objects.filter(kind="group_thanks").count() == 1
