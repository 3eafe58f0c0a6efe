"""What was heard of an introduction is said where it is looked for: on Today, on its page, in the timeline."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.directory.models import Service
from kith.isolation import context
from kith.pathway.connections import actions, queries
from kith.pathway.connections.actions.linking import give_link
from kith.pathway.connections.models import Heard, Introduction
from kith.pathway.connections.states import Progress
from kith.people import actions as people
from kith.ui.dates import long_date, today
from tests import cast
from tests.unit.pathway.stories import a_case


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def made(case, walk, agreement):
    """Maya, introduced to a group that has an address and no account."""
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        Service.objects.filter(pk=walk.pk).update(email="walk@green.example")
        walk.refresh_from_db()
        return actions.introduce(
            by=cast.TESTS, person=case.person, case=case, service=walk, **agreement
        )


def now_is(made):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return Introduction.objects.get(pk=made.pk)


def heard(made, progress, **more):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return actions.record_progress(
            by=cast.TESTS, introduction=now_is(made), progress=progress, heard=Heard.LINK, **more
        )


def link_to(purpose, made):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return "/" + give_link(cast.BOW, purpose, made.pk).split("/", 3)[3]


def page_of(company, made, name="nadia"):
    return company.client(name).get(reverse("connections:introduction", args=[made.pk]))


def test_what_the_person_said_is_on_today_on_the_page_and_in_the_timeline(company, made, key):
    path = link_to(queries.WENT, made)
    said = {**key(), "said": "helped", "words": "We laughed a lot"}
    assert Client().post(path, said).status_code == 302
    nadia = company.client("nadia")
    for address in ("/desk/", f"/desk/people/{made.person_id}"):
        page = text(nadia.get(address))
        assert "“Yes, and it helped”" in page
        assert "We laughed a lot" in page
    opened = text(page_of(company, made))
    for words in ("says: “Yes, and it helped”", "We laughed a lot", "The person, by their private"):
        assert words in opened
    # Each said once among what was heard.
    heard_of = opened[opened.index("What we heard") :]
    assert heard_of.count("We laughed a lot") == heard_of.count("private link") == 1


def test_that_it_helped_is_news_where_the_group_had_said_already_that_they_came(company, made, key):
    heard(made, Progress.CAME, note="She carried the flask")
    nadia = company.client("nadia")
    noted = reverse("connections:noted", args=[made.pk])
    assert nadia.post(noted, {**key(), "back": "today"})["Location"] == "/desk/"
    assert "came to Green Walking Group" not in text(nadia.get("/desk/"))
    assert (
        Client().post(link_to(queries.WENT, made), {**key(), "said": "helped"}).status_code == 302
    )
    page = text(nadia.get("/desk/"))
    assert "Maya says: “Yes, and it helped”" in page
    assert "1 reply" in page
    # What the worker heard and typed in themselves is no news to them.
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.person_says(by=cast.TESTS, introduction=now_is(made), said="helped", words="Yes")
    assert "says: “Yes" not in text(nadia.get("/desk/"))


def test_what_was_heard_says_by_whom_once(company, made, key):
    path = link_to(queries.ANSWER, made)
    version = {"version": now_is(made).version}
    assert Client().post(path, {**key(), **version, "progress": "accepted"}).status_code == 302
    page = text(page_of(company, made))
    course = page[page.index("What we heard") :]
    assert "Green Walking Group, by its private link." in course
    assert "The group, by its private link" not in course
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.record_progress(by=cast.TESTS, introduction=now_is(made), progress=Progress.CAME)
    assert "Told us, and typed in here" in text(page_of(company, made))


def test_the_page_says_where_the_word_went_and_folds_what_is_typed_in(company, made):
    page = page_of(company, made)
    at = now_is(made).told_at
    assert at is not None
    assert "Sent by e-mail to walk@green.example at " in text(page)
    assert "They answered by telephone?" in text(page)
    assert "which place on their waiting list?" in text(page)
    assert "What came of it?" not in text(page)
    assert 'value="accepted"' in page.content.decode()
    # Whoever only reads is told neither the address nor what to type in.
    reader = text(page_of(company, made, "pia"))
    assert "On our side" in reader
    assert "walk@green.example" not in reader
    assert "They answered by telephone?" not in reader
    # Whom nobody wrote to is rung, and the form stands open.
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        Service.objects.update(email="")
    assert "What came of it?" in text(page_of(company, made))


def test_the_group_reads_words_of_its_own_in_the_same_form(made):
    page = text(Client().get(link_to(queries.ANSWER, made)))
    assert "which place on your waiting list?" in page
    assert "their waiting list" not in page


def test_a_place_on_the_list_and_the_first_day_are_said_where_the_state_is(company, made):
    heard(made, Progress.FULL, waiting_place=3)
    nadia = company.client("nadia")
    for address in ("/desk/", f"/desk/people/{made.person_id}"):
        assert ", place 3 on their waiting list" in text(nadia.get(address))
    assert "Place 3 on their waiting list" in text(page_of(company, made))
    day = today() + datetime.timedelta(days=4)
    heard(made, Progress.ACCEPTED, starts_on=day)
    assert f"said yes, from {long_date(day)}" in text(nadia.get("/desk/"))
    assert "waiting list" not in text(nadia.get("/desk/"))


@pytest.fixture
def shared_more(walk, agreement):
    """Ann, who agreed to share how to ring her, her language and what helps; and Bea, who agreed to her name alone."""
    made = []
    for name, fields in (("Ann", ["name", "phone", "language", "access"]), ("Bea", ["name"])):
        case = a_case(first_name=name)
        with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
            people.edit(
                by=cast.TESTS,
                person=case.person,
                language="bn",
                needs_interpreter=True,
                access_notes="Uses a walking frame. No stairs.",
            )
            made.append(
                actions.introduce(
                    by=cast.TESTS,
                    person=case.person,
                    case=case,
                    service=walk,
                    **{**agreement, "agreed_fields": fields},
                )
            )
    return made


def test_the_printed_week_has_what_each_agreed_to_and_nothing_of_others(shared_more, walk):
    ann, _ = shared_more
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        path = "/" + give_link(cast.BOW, queries.WEEK, walk.pk).split("/", 3)[3]
    page = Client().get(path)
    shown = text(page)
    assert "Ann Okafor" in shown
    assert "Bea Okafor" in shown
    for words in (
        "Language and interpreter: Bengali, with an interpreter",
        "What helps with access: Uses a walking frame. No stairs.",
        "07700 900123",
    ):
        assert shown.count(words) == 1, words
    assert 'href="tel:07700900123"' in page.content.decode()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        Introduction.objects.filter(pk=ann.pk).update(
            agreement_until=today() - datetime.timedelta(days=1)
        )
    for words in ("walking frame", "07700", "Bengali"):
        assert words not in text(Client().get(path))
    assert 'href="tel:02079460100"' in Client().get(path).content.decode()


def test_a_number_on_the_groups_page_is_one_to_press(made):
    page = Client().get(link_to(queries.ANSWER, made)).content.decode()
    assert 'href="tel:07700900123"' in page
    assert timezone.now() >= now_is(made).told_at
