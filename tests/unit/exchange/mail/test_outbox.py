"""E-mails go from the outbox to a real mail server on the loopback address, once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone

from kith.exchange.mail import jobs, outbox, transport
from kith.isolation.actor import Actor
from kith.messages import actions, queries
from kith.messages.models import Email
from kith.messages.rules import MOST_TRIES, WAITS_MINUTES
from kith.resilience.errors import Refused
from tests import cast
from tests.postbox import Postbox, free_port, listening

LINK = "/desk/referrals/6b697468-0000-4000-8000-0000000000aa"


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:  # type: ignore[no-untyped-def]
    box = Postbox()
    with listening(box) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
        settings.DEFAULT_FROM_EMAIL = "Bow Social Prescribing <bow@kith.example>"
        yield box


def queued(by: Actor, settings, to: str = "ruth@practice.example", **more: object) -> Email:  # type: ignore[no-untyped-def]
    return actions.queue_email(
        by=by,
        scheme_id=cast.BOW,
        kind="waiting",
        to=to,
        link=settings.SITE_URL + LINK,
        **more,
    )


def test_an_email_goes_once_however_often_its_job_runs(in_bow, postbox, settings) -> None:  # type: ignore[no-untyped-def]
    queue = queued(in_bow, settings)

    jobs.send(scheme_id=str(cast.BOW), email_id=str(queue.pk))
    jobs.send(scheme_id=str(cast.BOW), email_id=str(queue.pk))
    jobs.send_due()

    ((to, message),) = postbox.received
    assert to == ["ruth@practice.example"]
    assert message["Subject"] == "Something is waiting for you in Kith"
    assert message["From"] == "Bow Social Prescribing <bow@kith.example>"
    assert message["Message-ID"] == f"<{queue.pk}@kith.example>"
    assert settings.SITE_URL + LINK in str(message.get_payload())
    queue.refresh_from_db()
    assert (queue.state, queue.tries, queue.last_error) == ("sent", 1, "")
    assert queue.sent_at is not None


def test_a_second_sending_after_a_crash_carries_the_same_name(in_bow, postbox, settings) -> None:  # type: ignore[no-untyped-def]
    queue = queued(in_bow, settings)
    outbox.send_one(cast.BOW, queue.pk)
    Email.objects.filter(pk=queue.pk).update(state=Email.State.WAITING, sent_at=None)

    outbox.send_one(cast.BOW, queue.pk)

    first, second = (message["Message-ID"] for _, message in postbox.received)
    assert first == second


def test_without_a_mail_server_it_waits_and_goes_once_there_is_one(
    in_bow, postbox, settings
) -> None:  # type: ignore[no-untyped-def]
    host, settings.EMAIL_HOST = settings.EMAIL_HOST, ""
    queue = queued(in_bow, settings)

    jobs.send(scheme_id=str(cast.BOW), email_id=str(queue.pk))
    jobs.send_due()

    queue.refresh_from_db()
    trouble = queries.mail_trouble((cast.BOW,))
    assert (queue.state, queue.tries) == ("waiting", 0)
    assert (trouble.waiting, trouble.waiting_since) == (1, queue.created_at)

    settings.EMAIL_HOST = host
    jobs.send_due()

    assert len(postbox.received) == 1
    assert queries.mail_trouble((cast.BOW,)).waiting == 0


def test_a_server_that_does_not_answer_is_tried_later_each_time(in_bow, settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        queue = queued(in_bow, settings)
        for tries, minutes in enumerate(WAITS_MINUTES, start=1):
            outbox.send_due(cast.BOW)
            queue.refresh_from_db()
            assert (queue.state, queue.tries) == ("waiting", tries)
            assert queue.due_at - timezone.now() == datetime.timedelta(minutes=minutes)
            assert queue.last_error == "The mail server did not answer (ConnectionRefusedError)."
            outbox.send_due(cast.BOW)  # not due yet
            clock.shift(datetime.timedelta(minutes=minutes))
        outbox.send_due(cast.BOW)
    queue.refresh_from_db()
    assert (queue.state, queue.tries) == ("failed", MOST_TRIES)
    assert [row.pk for row in queries.mail_trouble((cast.BOW,)).failed] == [queue.pk]


@pytest.mark.parametrize(
    ("address", "message", "state", "error"),
    [
        ("550 No such person", "", "failed", "The mail server refused the address (550)."),
        ("450 Busy", "", "waiting", "The mail server refused the address (450)."),
        ("", "554 Refused", "failed", "The mail server refused the message (554)."),
        ("", "451 Later", "waiting", "The mail server refused the message (451)."),
    ],
)
def test_a_refusal_for_good_ends_it_and_a_passing_one_does_not(  # type: ignore[no-untyped-def]
    in_bow, postbox, settings, address, message, state, error
) -> None:
    postbox.refusal_of_address, postbox.refusal_of_message = address, message
    queue = queued(in_bow, settings)

    outbox.send_one(cast.BOW, queue.pk)

    queue.refresh_from_db()
    assert (queue.state, queue.tries, queue.last_error) == (state, 1, error)


def test_a_failed_one_can_be_sent_again_and_a_sent_one_cannot(in_bow, postbox, settings) -> None:  # type: ignore[no-untyped-def]
    postbox.refusal_of_address = "550 No such person"
    queue = queued(in_bow, settings)
    outbox.send_one(cast.BOW, queue.pk)
    postbox.refusal_of_address = ""
    queue.refresh_from_db()

    actions.send_again(by=in_bow, email=queue)
    outbox.send_due(cast.BOW)

    assert len(postbox.received) == 1
    queue.refresh_from_db()
    with pytest.raises(Refused, match="has not failed"):
        actions.send_again(by=in_bow, email=queue)


def test_what_is_told_of_the_past_never_goes_out(in_bow, postbox, settings) -> None:  # type: ignore[no-untyped-def]
    then = timezone.now() - datetime.timedelta(days=400)
    told = queued(in_bow, settings, at=then)

    jobs.send_due()

    assert (told.state, told.sent_at) == ("sent", then)
    assert postbox.received == []


def test_an_email_of_another_scheme_is_not_sent_by_ours(in_bow, postbox, settings) -> None:  # type: ignore[no-untyped-def]
    queue = queued(in_bow, settings)

    outbox.send_one(cast.POPLAR, queue.pk)
    assert postbox.received == []

    outbox.send_one(cast.BOW, queue.pk)
    assert len(postbox.received) == 1


def test_the_name_of_an_email_needs_no_address_to_be_given(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEFAULT_FROM_EMAIL = ""

    assert transport.message_id(cast.BOW) == f"<{cast.BOW}@localhost>"
