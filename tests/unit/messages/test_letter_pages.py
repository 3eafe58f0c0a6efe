"""The pages of letters: who sees which, what is served, and marking one as sent."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from kith.audit.models import Entry
from kith.files.rules import place_of
from kith.isolation import context
from kith.messages import actions
from kith.messages.models import Email, Letter
from kith.organisations.models import DeliveryPartner
from kith.people import actions as people
from tests import cast

PDF = b"%PDF-1.7 a letter"


def fresh(row: Any) -> Any:
    with context.in_scheme(cast.BOW, actor="job:tests"):
        row.refresh_from_db()
    return row


@pytest.fixture
def letter(db: None) -> Letter:
    """A letter about Amira, whom Roman Road Friends support."""
    with context.in_scheme(cast.BOW, actor="job:tests"):
        person = people.register(
            by=cast.TESTS,
            scheme_id=cast.BOW,
            first_name="Amira",
            last_name="Begum",
            date_of_birth=datetime.date(1961, 5, 4),
        )
        people.give_partner_access(
            by=cast.TESTS,
            person=person,
            partner=DeliveryPartner.objects.get(name="Roman Road Friends"),
        )
        return actions.store_letter(
            by=cast.TESTS,
            scheme_id=cast.BOW,
            kind="outcome_letter",
            person_id=person.pk,
            to_name="Dr Ruth Abelson",
            to_organisation="Merchant Street Practice",
            to_address="1 Merchant Street\nLondon",
            document=PDF,
        )


def test_the_list_shows_it_to_those_who_may_see_the_person(company, letter) -> None:  # type: ignore[no-untyped-def]
    for name, sees in (("nadia", True), ("priya", True), ("sam", False), ("sana", False)):
        shown = company.client(name).get("/desk/letters").content.decode()
        assert ("Merchant Street Practice" in shown) == sees, name


def test_the_pdf_is_theirs_and_nobody_elses(company, letter) -> None:  # type: ignore[no-untyped-def]
    ours = company.client("nadia").get(f"/desk/letters/{letter.pk}.pdf")
    assert (ours.status_code, ours.content) == (200, PDF)
    assert ours["Content-Type"] == "application/pdf"
    assert ours["Cache-Control"] == "no-store"
    assert ours["X-Content-Type-Options"] == "nosniff"
    assert ours["Content-Disposition"].startswith("inline; filename=")
    assert "Amira" not in ours["Content-Disposition"]

    for name in ("sam", "sana"):
        for address in (f"/desk/letters/{letter.pk}.pdf", f"/desk/letters/{letter.pk}"):
            assert company.client(name).get(address).status_code == 404
    for name in ("ruth", "fay", "della"):
        assert company.client(name).get(f"/desk/letters/{letter.pk}.pdf").status_code == 403


def test_it_can_be_saved_and_reading_it_is_noted(company, letter) -> None:  # type: ignore[no-untyped-def]
    saved = company.client("nadia").get(f"/desk/letters/{letter.pk}.pdf?download")

    assert saved["Content-Disposition"].startswith("attachment;")
    with context.in_scheme(cast.BOW, actor="job:tests"):
        entry = Entry.objects.get(action="record.opened", subject_type="messages:letter_pdf")
        assert (entry.person_id, entry.by_name) == (letter.person_id, "Nadia Rahman")


def test_a_damaged_letter_is_said_to_be_so(company, letter) -> None:  # type: ignore[no-untyped-def]
    place_of(letter.file).write_bytes(b"%PDF-1.7 another one")

    answer = company.client("nadia").get(f"/desk/letters/{letter.pk}.pdf")

    assert answer.status_code == 503
    assert "is damaged, so it is not shown" in answer.content.decode()


def test_marking_it_as_sent_takes_it_off_the_list(company, letter, key) -> None:  # type: ignore[no-untyped-def]
    client = company.client("nadia")

    answer = client.post(
        f"/desk/letters/{letter.pk}",
        {**key(), "how": "By post", "on_day": "1", "on_month": "2", "on_year": "2024"},
    )

    assert (answer.status_code, answer["Location"]) == (302, "/desk/letters")
    assert fresh(letter).sent_at.date() == datetime.date(2024, 2, 1)
    shown = client.get("/desk/letters").content.decode()
    assert "Sent on 1 February 2024: by post" in shown
    assert "No letter is waiting" in shown


def test_what_cannot_be_is_said_and_changes_nothing(company, letter, key) -> None:  # type: ignore[no-untyped-def]
    client = company.client("nadia")
    ahead = timezone.now() + datetime.timedelta(days=40)
    future = {"on_day": ahead.day, "on_month": ahead.month, "on_year": ahead.year}
    for typed in ({}, {"how": "pigeon"}, {"how": "not_needed"}, {"how": "By post", **future}):
        assert client.post(f"/desk/letters/{letter.pk}", {**key(), **typed}).status_code == 400
    assert fresh(letter).state == "owed"

    client.post(f"/desk/letters/{letter.pk}", {**key(), "how": "not_needed", "reason": "Died"})
    assert fresh(letter).state == "not_needed"


def test_only_those_who_work_with_people_settle_a_letter(company, letter, key) -> None:  # type: ignore[no-untyped-def]
    pia = company.client("pia")

    assert pia.get(f"/desk/letters/{letter.pk}").status_code == 200
    typed = {**key(), "how": "By post"}
    assert pia.post(f"/desk/letters/{letter.pk}", typed).status_code == 404
    assert fresh(letter).state == "owed"


@pytest.fixture
def failed(db: None) -> Email:
    with context.in_scheme(cast.BOW, actor="job:tests"):
        from django.conf import settings

        email = actions.queue_email(
            by=cast.TESTS,
            scheme_id=cast.BOW,
            kind="waiting",
            to="della@kith.example",
            link=f"{settings.SITE_URL}/home",
        )
        return actions.email_not_sent(
            by=cast.TESTS,
            email=email,
            error="The mail server refused the address (550).",
            for_good=True,
        )


def test_a_failed_email_can_be_sent_again_from_the_page(company, failed, key) -> None:  # type: ignore[no-untyped-def]
    client = company.client("nadia")
    assert "refused the address (550)" in client.get("/desk/letters").content.decode()

    assert client.post(f"/desk/emails/{failed.pk}/again", key()).status_code == 302
    assert fresh(failed).state == "waiting"
    assert client.post(f"/desk/emails/{failed.pk}/again", key()).status_code == 404


def test_an_email_that_waits_after_a_failed_try_is_told_with_its_next_try(
    company, failed, key
) -> None:  # type: ignore[no-untyped-def]
    client = company.client("nadia")
    before = client.get("/desk/letters").content.decode()
    assert "Letters and e-mails" in before
    assert "E-mails that will be tried again" not in before
    with context.in_scheme(cast.BOW, actor="job:tests"):
        actions.send_again(by=cast.TESTS, email=failed)
        actions.email_not_sent(by=cast.TESTS, email=failed, error="The mail server was away.")

    page = client.get("/desk/letters").content.decode()

    assert "E-mails that will be tried again" in page
    assert "The mail server was away. It is tried again from" in page
    assert "E-mails that could not be sent" not in page


def test_a_stranger_cannot_send_it_again(company, failed, key) -> None:  # type: ignore[no-untyped-def]
    assert company.client("sana").post(f"/desk/emails/{failed.pk}/again", key()).status_code == 404
    assert fresh(failed).state == "failed"


def test_waiting_emails_are_told_while_no_mail_server_is_named(
    company, failed, key, settings
) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_HOST = ""
    client = company.client("nadia")
    client.post(f"/desk/emails/{failed.pk}/again", key())

    assert (
        "E-mail is not set up, so 1 e-mail is waiting"
        in client.get("/desk/letters").content.decode()
    )

    settings.EMAIL_HOST = "127.0.0.1"
    assert "E-mail is not set up" not in client.get("/desk/letters").content.decode()
