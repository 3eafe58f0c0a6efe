"""The pages: finding and introducing by the link worker, answering by the community service."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from kith.audit.models import Entry
from kith.directory import actions as directory
from kith.directory.models import Service
from kith.isolation import context
from kith.organisations.models import Membership
from kith.pathway.connections import actions
from kith.pathway.connections.models import Introduction, Signpost
from kith.pathway.plans import actions as plans
from kith.people.models import ContactPoint
from kith.ui.dates import today
from tests import cast
from tests.unit.pathway.stories import a_case

AGREED = {
    "agreed_fields": ["name", "age"],
    "agreed_how": "on the phone",
    "agreed_on_day": "1",
    "agreed_on_month": "11",
    "agreed_on_year": "2026",
    "keep_safe": "Allergic to nuts",
    "getting_there": "By bus 8",
}


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def looked_at(check):
    """What the page before sending carries on: what it showed."""
    found = re.search(r'name="looked_at" value="([^"]+)"', check.content.decode())
    assert found is not None
    return {"looked_at": found[1]}


def introduction_to(case, service, **more):
    with context.in_scheme(case.scheme_id, actor=cast.TESTS.key):
        return actions.introduce(
            by=cast.TESTS,
            person=case.person,
            case=case,
            service=service,
            agreed_fields=["name"],
            agreed_how="on the phone",
            agreed_on=today(),
            keep_safe="Allergic to nuts",
            getting_there="By bus 8",
            note="Only for our record",
            **more,
        )


def test_a_link_worker_finds_by_foundation_words_and_distance_and_introduces(
    company, case, lunch, walk, key
):
    nadia = company.client("nadia")
    found = nadia.get(
        reverse("directory:find"),
        {
            "for": case.person_id,
            "asked": "1",
            "use": ["home", "age"],
            "words": "lunch",
            "foundations": "belonging",
            "within": "5",
        },
    )
    assert found.status_code == 200
    assert "1 service fits" in text(found)
    assert "Friends and belonging" in text(found)
    assert re.search(r"\d(\.\d)? km away, at Chrisp Street Hall", text(found))
    assert "Green Walking Group" not in text(found)
    address = reverse("connections:introduce", args=[case.person_id, lunch.pk])
    assert address in found.content.decode()
    assert "What did they agree to share?" in text(nadia.get(address))
    check = nadia.post(address, {**key(), **AGREED, "step": "check"})
    assert check.status_code == 200
    assert "This is what Chrisp Street Lunch Club will read" in text(check)
    assert "Maya Okafor" in text(check)
    assert "07700" not in text(check)
    with context.in_scheme(cast.BOW, actor="tests"):
        assert not Introduction.objects.exists()
    seen = looked_at(check)
    sent = nadia.post(address, {**key(), **AGREED, **seen, "step": "send"})
    assert sent.status_code == 302
    with context.in_scheme(cast.BOW, actor="tests"):
        made = Introduction.objects.get()
        assert made.shared.keys() == {"name", "age"}
        assert sent["Location"] == reverse("connections:introduction", args=[made.pk])
        assert Entry.objects.filter(action="record.opened", person_id=case.person_id).count() == 4
    assert "Allergic to nuts" in text(nadia.get(sent["Location"]))
    again = nadia.post(address, {**key(), **AGREED, "step": "send"})
    assert again.status_code == 409
    assert "introduced to Chrisp Street Lunch Club already" in text(again)


def test_what_was_typed_stays_when_something_is_missing_or_to_be_changed(company, case, lunch, key):
    nadia = company.client("nadia")
    address = reverse("connections:introduce", args=[case.person_id, lunch.pk])
    bad = nadia.post(address, {**key(), **AGREED, "agreed_how": "", "step": "check"})
    assert bad.status_code == 400
    assert "Say how they agreed" in text(bad)
    assert "Allergic to nuts" in bad.content.decode()
    back = nadia.post(address, {**key(), **AGREED, "step": "change"})
    assert back.status_code == 200
    assert "Allergic to nuts" in back.content.decode()


def test_the_need_can_be_shared_as_what_they_hope_for(company, case, lunch, key):
    with context.in_scheme(cast.BOW, actor="tests"):
        need = plans.add_need(
            by=cast.TESTS, case=case, foundation="belonging", text="I eat alone every day"
        )
    nadia = company.client("nadia")
    address = reverse("connections:introduce", args=[case.person_id, lunch.pk])
    typed = {**AGREED, "need": str(need.pk), "agreed_fields": ["name", "need"]}
    check = nadia.post(address, {**key(), **typed, "step": "check"})
    assert "What they hope for" in text(check)
    assert "I eat alone every day" in text(check)
    send = {**key(), **typed, **looked_at(check), "step": "send"}
    assert nadia.post(address, send).status_code == 302


def test_nothing_is_sent_that_was_not_looked_at(company, case, lunch, walk, key):
    nadia = company.client("nadia")
    address = reverse("connections:introduce", args=[case.person_id, lunch.pk])
    typed = {**AGREED, "agreed_fields": ["name", "phone"]}

    def refused(**more):
        page = nadia.post(address, {**key(), **typed, **more, "step": "send"})
        assert (page.status_code, "changed since you looked. Look again" in text(page)) == (
            400,
            True,
        )
        assert "Allergic to nuts" in page.content.decode()
        with context.in_scheme(cast.BOW, actor="tests"):
            assert not Introduction.objects.exists()

    def look(service=lunch):
        where = reverse("connections:introduce", args=[case.person_id, service.pk])
        return looked_at(nadia.post(where, {**key(), **typed, "step": "check"}))

    refused()
    refused(looked_at="made up")
    refused(**look(walk))
    seen = look()
    with context.in_scheme(cast.BOW, actor="tests"):
        phone = ContactPoint.objects.get(person=case.person, kind="phone")
        ContactPoint.objects.filter(pk=phone.pk).update(value="+447700900999")
    refused(**seen)
    refused(**look(), keep_safe="Allergic to nuts. Something else")
    sent = nadia.post(address, {**key(), **typed, **look(), "step": "send"})
    assert sent.status_code == 302
    with context.in_scheme(cast.BOW, actor="tests"):
        assert "07700 900999" in Introduction.objects.get().shared["phone"]


def test_risks_not_yet_asked_stop_the_page_with_the_way_on(company, lunch, key):
    unasked = a_case(risk_asked=False)
    nadia = company.client("nadia")
    address = reverse("connections:introduce", args=[unasked.person_id, lunch.pk])
    assert "Nobody has asked Maya about risks yet" in text(nadia.get(address))
    assert nadia.post(address, {**key(), **AGREED, "step": "send"}).status_code == 409
    with context.in_scheme(cast.BOW, actor="tests"):
        assert not Introduction.objects.exists()


def test_a_signpost_is_noted(company, case, lunch, key):
    nadia = company.client("nadia")
    address = reverse("connections:signpost", args=[case.person_id, lunch.pk])
    assert "shares nothing" in text(nadia.get(address))
    day = {"given_on_day": "2", "given_on_month": "11", "given_on_year": "2026"}
    assert nadia.post(address, {**key(), **day, "why": "Company"}).status_code == 302
    with context.in_scheme(cast.BOW, actor="tests"):
        assert Signpost.objects.get().why == "Company"


@pytest.mark.parametrize("name", ["sam", "sana", "max"])
def test_whoever_may_not_see_the_person_gets_the_one_404(company, case, lunch, name):
    made = introduction_to(case, lunch)
    addresses = [
        reverse("connections:introduce", args=[case.person_id, lunch.pk]),
        reverse("connections:signpost", args=[case.person_id, lunch.pk]),
        reverse("connections:introduction", args=[made.pk]),
        reverse("connections:withdraw", args=[made.pk]),
        reverse("directory:find") + f"?for={case.person_id}",
    ]
    if name == "max":
        addresses = addresses[2:3]
    for address in addresses:
        assert company.client(name).get(address).status_code == 404, address
        assert company.client("nadia").get(address).status_code == 200, address


def test_services_of_another_scheme_are_not_there(company, lunch):
    for address in (
        reverse("directory:service", args=[lunch.pk]),
        reverse("directory:edit", args=[lunch.pk]),
    ):
        assert company.client("max").get(address).status_code == 404
        assert company.client("mo").get(address).status_code == 200
    assert "Chrisp Street" not in text(company.client("sana").get(reverse("directory:find")))


def test_a_provider_sees_their_own_introductions_and_only_what_was_agreed(
    company, case, lunch, walk
):
    ours, theirs = introduction_to(case, lunch), introduction_to(case, walk)
    della = company.client("della")
    listed = della.get(reverse("connections:received"))
    assert text(listed).count("Maya Okafor") == 1
    assert "Waiting for your answer" in text(listed)
    assert "Green Walking" not in text(listed)
    opened = della.get(reverse("connections:answer", args=[ours.pk]))
    assert "Allergic to nuts" in text(opened)
    for hidden in ("Only for our record", "07700", "Fairfield", "1951", "75"):
        assert hidden not in text(opened)
    assert della.get(reverse("connections:answer", args=[theirs.pk])).status_code == 404
    assert della.get(reverse("connections:introduction", args=[ours.pk])).status_code == 403
    with context.in_scheme(cast.BOW, actor="tests"):
        looks = Entry.objects.filter(action="record.opened", by_name="Della Marsh")
        assert [look.subject_type for look in looks] == ["connections:answer"]


def test_a_provider_without_an_organisation_reads_whom_to_ask_and_a_stranger_nothing(
    company, case, lunch
):
    made = introduction_to(case, lunch)
    with context.in_scheme(cast.BOW, actor="tests"):
        Membership.objects.filter(name="Della Marsh").update(provider_id=None)
    della = company.client("della")
    for name in ("received", "groups"):
        page = text(della.get(reverse(f"connections:{name}")))
        assert "We do not know yet which group is yours" in page
        assert "Ask Mo Castellanos" in page
        assert "Nobody is waiting" not in page
        assert "No group of yours" not in page
    assert della.get(reverse("connections:answer", args=[made.pk])).status_code == 404
    # Whoever can say it sees that it is missing, and says it there.
    mo = company.client("mo")
    assert "No organisation yet" in text(mo.get(reverse("organisations:staff", args=[cast.BOW])))
    with context.in_scheme(cast.BOW, actor="tests"):
        Membership.objects.filter(name="Della Marsh").update(provider_id=lunch.organisation_id)
    page = text(della.get(reverse("connections:received")))
    assert "We do not know yet" not in page
    assert "Maya" in page
    assert company.client("sana").get(reverse("connections:received")).status_code == 403


def version_of(made):
    with context.in_scheme(cast.BOW, actor="tests"):
        return {"version": Introduction.objects.get(pk=made.pk).version}


def test_a_provider_answers_in_one_press_and_later_says_who_came(company, case, lunch, key):
    made = introduction_to(case, lunch)
    della = company.client("della")
    address = reverse("connections:answer", args=[made.pk])
    page = della.get(address)
    for words in ("Yes, they can come", "We are full", "Not right for our group"):
        assert words in text(page)
    assert "They came" not in text(page)
    assert (
        della.post(address, {**key(), **version_of(made), "progress": "accepted"}).status_code
        == 302
    )
    assert "They did not come" in text(della.get(address))
    assert (
        della.post(address, {**key(), **version_of(made), "progress": "finished"}).status_code
        == 400
    )
    assert (
        della.post(
            address, {**key(), **version_of(made), "progress": "came", "note": "Fine"}
        ).status_code
        == 302
    )
    with context.in_scheme(cast.BOW, actor="tests"):
        made.refresh_from_db()
        assert (made.progress, made.progress_note) == ("came", "Fine")


def test_a_provider_who_crosses_with_the_worker_reads_where_it_is_and_not_the_note(
    company, case, lunch, key
):
    made = introduction_to(case, lunch)
    della, address = company.client("della"), reverse("connections:answer", args=[made.pk])
    old = {**key(), **version_of(made), "progress": "accepted", "note": "From Tuesday"}
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.renew_agreement(
            by=cast.TESTS, introduction=made, agreed_how="at the door", agreed_on=today()
        )
    crossed = della.post(address, old)
    assert crossed.status_code == 409
    for words in ("Someone else changed this", "Sent, no answer yet", "From Tuesday"):
        assert words in crossed.content.decode()
    for hidden in ("Only for our record", "at the door", "07700", "1951"):
        assert hidden not in crossed.content.decode()
    version = re.search(r'name="version" value="(\d+)"', crossed.content.decode())
    assert version is not None
    again = {**key(), "progress": "accepted", "version": version[1]}
    assert della.post(address, again).status_code == 302
    with context.in_scheme(cast.BOW, actor="tests"):
        made.refresh_from_db()
        assert made.progress == "accepted"


def test_a_link_worker_records_the_news_and_is_told_of_a_crossing(company, case, lunch, key):
    made = introduction_to(case, lunch)
    address = reverse("connections:introduction", args=[made.pk])
    nadia, seen = company.client("nadia"), made.version
    first = nadia.post(address, {**key(), "version": seen, "progress": "accepted", "note": "A"})
    assert first.status_code == 302
    second = nadia.post(address, {**key(), "version": seen, "progress": "came", "note": "B"})
    assert second.status_code == 409
    assert "Someone else changed this" in text(second)


def test_withdrawing_asks_first(company, case, lunch, key):
    made = introduction_to(case, lunch)
    address = reverse("connections:withdraw", args=[made.pk])
    nadia = company.client("nadia")
    assert "cannot be undone" in text(nadia.get(address))
    assert (
        nadia.post(address, {**key(), **version_of(made), "reason": "Changed her mind"}).status_code
        == 302
    )
    answer = reverse("connections:answer", args=[made.pk])
    assert company.client("della").get(answer).status_code == 404


def test_a_service_that_has_gone_is_still_on_its_introduction(company, case, lunch):
    made = introduction_to(case, lunch)
    with context.in_scheme(cast.BOW, actor="tests"):
        Service.objects.filter(pk=lunch.pk).update(gone_at="2026-11-01T00:00:00Z")
    page = text(company.client("nadia").get(reverse("connections:introduction", args=[made.pk])))
    assert "Chrisp Street Lunch Club" in page
    assert "no longer listed" in page


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_number_of_questions_however_long(
    company, case, number, django_assert_num_queries
):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        for count in range(number):
            made = directory.add_service(
                by=cast.TESTS,
                scheme_id=cast.BOW,
                name=f"Lunch {count}",
                organisation_name="Neighbours",
            )
        Membership.objects.filter(name="Della Marsh").update(provider_id=made.organisation_id)
        rows = list(Service.objects.all())
    for row in rows:
        introduction_to(case, row)
    nadia, della = company.client("nadia"), company.client("della")
    nadia.get(reverse("directory:find"))
    della.get(reverse("connections:received"))
    with django_assert_num_queries(QUERIES["find"]):
        nadia.get(reverse("directory:find"), {"asked": "1", "words": "lunch"})
    with django_assert_num_queries(QUERIES["received"]):
        della.get(reverse("connections:received"))


QUERIES = {"find": 19, "received": 12}
