"""What is owed: e-mails that hold nothing about a person, letters that wait to be sent."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from kith.files import queries as files
from kith.isolation.actor import Actor
from kith.messages import actions, texts
from kith.messages.models import Email, Letter
from kith.resilience.errors import Refused
from tests import cast

PDF = b"%PDF-1.7 a letter"


def test_each_text_has_a_subject_and_asks_for_known_variables_alone() -> None:
    assert texts.kinds()
    for kind in texts.kinds():
        wanted = texts.wants(kind)
        assert wanted <= texts.VARIABLES, kind
        values = dict.fromkeys(wanted, "x")
        values |= {"link": _link()} if "link" in wanted else {}
        text = texts.written(kind, **values)
        assert text.subject, kind
        assert "\n" not in text.subject, kind
        assert "$" not in text.subject + text.body, kind
        assert text.subject.count("http") == 0, kind


def _link() -> str:
    from django.conf import settings

    return f"{settings.SITE_URL}/desk/today"


def test_a_queued_email_defers_its_job_in_the_same_transaction(in_bow: Actor) -> None:
    email = actions.queue_email(
        by=in_bow, scheme_id=cast.BOW, kind="waiting", to="nadia@kith.example", link=_link()
    )

    job = ProcrastinateJob.objects.get(task_name="mail.send", args__email_id=str(email.pk))
    assert job.args == {"scheme_id": str(cast.BOW), "email_id": str(email.pk)}
    assert email.state == "waiting"
    assert "Bow Social Prescribing" in email.body


def test_a_refused_email_leaves_neither_row_nor_job(in_bow: Actor) -> None:
    before = ProcrastinateJob.objects.count()

    for to in ("nobody", "a@b.example\nBcc: all@b.example", ""):
        with pytest.raises(Refused, match="nothing was sent"):
            actions.queue_email(by=in_bow, scheme_id=cast.BOW, kind="waiting", to=to, link=_link())

    assert ProcrastinateJob.objects.count() == before
    assert not Email.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"link": "https://elsewhere.example/"},
        {"link": "SITE", "person": "Amira Begum"},
        {"link": "SITE", "body": "Amira Begum, 9990000018"},
    ],
)
def test_a_text_admits_its_own_variables_and_our_own_pages_alone(
    in_bow: Actor, values: dict[str, str]
) -> None:
    given = {name: _link() if value == "SITE" else value for name, value in values.items()}

    with pytest.raises(ValueError, match=r"takes|links to"):
        actions.queue_email(
            by=in_bow, scheme_id=cast.BOW, kind="waiting", to="nadia@kith.example", **given
        )


def stored(by: Actor, **more: object) -> Letter:
    given: dict[str, object] = {
        "kind": "outcome_letter",
        "person_id": None,
        "to_name": "Dr Ruth Abelson",
        "to_organisation": "Merchant Street Practice",
        "to_address": "1 Merchant Street\nLondon",
        "document": PDF,
    }
    return actions.store_letter(by=by, scheme_id=cast.BOW, **(given | more))  # type: ignore[arg-type]


def test_a_letter_is_owed_until_it_is_marked_as_sent_once(in_bow: Actor) -> None:
    letter = stored(in_bow)
    assert (letter.state, letter.sent_at) == ("owed", None)
    assert files.read(letter.file) == PDF

    actions.mark_sent(by=in_bow, letter=letter, how="By NHSmail")

    assert (letter.state, letter.sent_how) == ("sent", "By NHSmail")
    with pytest.raises(Refused, match="not waiting to be sent"):
        actions.mark_sent(by=in_bow, letter=letter, how="By post")


def test_a_letter_says_how_and_when_it_went(in_bow: Actor) -> None:
    letter = stored(in_bow)
    tomorrow = timezone.now() + datetime.timedelta(days=1)

    with pytest.raises(Refused, match="Say how"):
        actions.mark_sent(by=in_bow, letter=letter, how=" ")
    with pytest.raises(Refused, match="future"):
        actions.mark_sent(by=in_bow, letter=letter, how="By post", at=tomorrow)

    letter.refresh_from_db()
    assert letter.state == "owed"


def test_a_letter_that_need_not_go_says_why(in_bow: Actor) -> None:
    from kith.audit.models import Entry

    letter = stored(in_bow)
    with pytest.raises(Refused, match="Say why"):
        actions.mark_not_needed(by=in_bow, letter=letter, reason="")

    actions.mark_not_needed(by=in_bow, letter=letter, reason="Handed over in the practice")

    assert letter.state == "not_needed"
    entry = Entry.objects.get(action="messages.mark_not_needed", refused="")
    assert entry.reason == "Handed over in the practice"


def test_a_letter_told_of_the_past_is_sent(in_bow: Actor) -> None:
    then = timezone.now() - datetime.timedelta(days=400)

    assert (stored(in_bow, at=then).state, stored(in_bow, at=then).sent_at) == ("sent", then)


def test_a_letter_the_disk_cannot_keep_is_no_letter(
    in_bow: Actor,
    tmp_path,
    settings,  # type: ignore[no-untyped-def]
) -> None:
    blocked = tmp_path / "media"
    blocked.write_text("A file stands where the folder should be.")
    settings.MEDIA_ROOT = str(blocked)

    with pytest.raises(Refused, match="nothing was saved"):
        stored(in_bow)

    assert not Letter.objects.exists()


def test_an_unknown_letter_is_not_there(company, key) -> None:  # type: ignore[no-untyped-def]
    client = company.client("nadia")

    assert client.get(f"/desk/letters/{uuid.uuid4()}.pdf").status_code == 404
