"""What whoever holds a private link does: the group answers or worries, the person says how it went.

A stranger reads and writes none of these rows: each is written in the scheme's own context, of what the function was
given and nothing else. Only a button on the opened page gets here: programs that open the links of e-mails press none.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.concerns import actions as concerns
from kith.concerns.models import Concern
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.messages.actions import queue_email
from kith.pathway.connections import queries, rules
from kith.pathway.connections.actions.linking import give_link
from kith.pathway.connections.actions.news import answer_again, record_progress
from kith.pathway.connections.models import GroupWishes, Heard, Introduction, PersonSaid
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.resilience.errors import Refused
from kith.resilience.limits import Limit, spend
from kith.resilience.versions import change
from kith.ui.dates import today

# Each of its own: a group that worries much must not use up the answer of the person.
ANSWERING = Limit("answer an introduction by its link", burst=20, per_hour=20)
WORRYING = Limit("be worried by the link of an introduction", burst=10, per_hour=10)
SAYING = Limit("say by a link how it went", burst=20, per_hour=20)
GONE = "This introduction is open no longer. Nothing was sent."
MOST_LETTERS = 1000
BECAME = {
    PersonSaid.HELPED: Progress.CAME,
    PersonSaid.NO_HELP: Progress.CAME,
    PersonSaid.NOT_THERE: Progress.DID_NOT_COME,
}


@action("connections.answer_by_link")
def answer_by_link(
    *,
    by: Actor,
    scheme_id: UUID,
    introduction_id: UUID,
    progress: Progress,
    note: str = "",
    starts_on: datetime.date | None = None,
    waiting_place: int | None = None,
    again: bool = False,
    expected: int | None = None,
) -> Introduction:
    """What a group says by its private link; `again`, in place of what it pressed by mistake.

    Raises Refused as `record_progress` does, for news that is not theirs to
    say and where the agreement has ended; TooOften for too many.
    """
    spend(ANSWERING, by=str(introduction_id))
    with context.in_scheme(scheme_id, actor=by.key):
        row = _open(introduction_id)
        if not again and progress not in rules.steps_for(row, as_provider=True):
            raise Refused("This has been answered already. Reload the page.")
        hear = answer_again if again else record_progress
        return hear(
            by=_as_group(by, row),
            introduction=row,
            progress=progress,
            note=note[:MOST_LETTERS],
            starts_on=starts_on,
            waiting_place=waiting_place,
            heard=Heard.LINK,
            expected=expected,
        )


@action("connections.worry_by_link")
def worry_by_link(
    *,
    by: Actor,
    scheme_id: UUID,
    introduction_id: UUID,
    words: str,
    urgency: str,
    your_name: str = "",
    ring_on: str = "",
) -> Concern:
    """A group is worried about a person: a concern, of which the first of the scheme's ladder is asked at once.

    Raises Refused without words or an urgency, and where the agreement has ended: then they ring.
    """
    spend(WORRYING, by=str(introduction_id))
    with context.in_scheme(scheme_id, actor=by.key):
        row = _open(introduction_id)
        return worry(
            by=_as_group(by, row),
            introduction=row,
            words=words,
            urgency=urgency,
            your_name=your_name,
            ring_on=ring_on,
        )


@action("connections.worry")
def worry(
    *,
    by: Actor,
    introduction: Introduction,
    words: str,
    urgency: str,
    your_name: str = "",
    ring_on: str = "",
) -> Concern:
    """A group that was sent somebody is worried about them. Who says so, where they can be rung now and the number of
    the listing stand on the concern, as far as they are known. Raises Refused without words or an urgency.
    """
    said, listed = words[:MOST_LETTERS].strip(), introduction.service.phone
    ways = [f"Ring them now on: {ring_on.strip()[:100]}"] * bool(ring_on.strip())
    ways += [f"The number of the listing: {listed}"] * bool(listed)
    who = f"{your_name.strip()[:60]}, " if your_name.strip() else ""
    return concerns.raise_concern(
        by=by,
        person=introduction.person.kept,
        kind="other",
        urgency=urgency,
        words="\n\n".join([said, *ways] if said else []),
        source=Concern.Source.TOLD,
        told_by=f"{who}{introduction.service_name}"[:140],
        must_know=["worker"],
    )


@action("connections.say_by_link")
def say_by_link(
    *, by: Actor, scheme_id: UUID, introduction_id: UUID, said: str, words: str = ""
) -> Introduction:
    """What the person answers by their private link: whether they got there, and whether it helped. Said once."""
    spend(SAYING, by=str(introduction_id))
    with context.in_scheme(scheme_id, actor=by.key):
        row = queries.of_link(introduction_id)
        if row is None or row.progress == Progress.WITHDRAWN:
            raise Refused(GONE)
        named = replace(by, name="The person, by their private link")
        return person_says(
            by=named,
            introduction=row,
            said=said,
            words=words[:MOST_LETTERS],
            heard=Heard.PERSON_LINK,
        )


@action("connections.person_says")
def person_says(
    *,
    by: Actor,
    introduction: Introduction,
    said: str,
    words: str = "",
    heard: str = Heard.PERSON,
    expected: int | None = None,
) -> Introduction:
    """Keep what the person said when asked, which moves the introduction: a no, to either question, is on the
    worker's Today, whoever typed it in, until they say that they know it, and a yes by their link until it was read.
    A second answer takes the first one's place.

    Raises Refused for an unknown answer, and for a second one by a link.
    """
    if said not in PersonSaid.values:
        raise Refused("Choose one of the answers.", field="said")
    if introduction.person_said and heard == Heard.PERSON_LINK:
        raise Refused("We have your answer already. Ring us if something has changed.")
    change(
        introduction,
        expected=expected,
        person_said=said,
        person_words=words.strip(),
        person_said_at=timezone.now(),
        ask_person_on=None,
        ask_news_on=None if introduction.person_said else introduction.ask_news_on,
    )
    then = BECAME[PersonSaid(said)]
    if then in INTRODUCTIONS.allowed(introduction.progress):
        record_progress(by=by, introduction=introduction, progress=then, note=words, heard=heard)
    if said != PersonSaid.HELPED:
        change(introduction, ask_news_on=today(), seen_at=None)
    else:
        change(introduction, seen_at=None if heard == Heard.PERSON_LINK else timezone.now())
    return introduction


@action("connections.thank_by_link")
def thank_by_link(
    *, by: Actor, scheme_id: UUID, introduction_id: UUID, words: str, quotable: bool
) -> Introduction:
    """The person thanks the group by their private link, in words that the group reads."""
    spend(SAYING, by=str(introduction_id))
    with context.in_scheme(scheme_id, actor=by.key):
        row = queries.of_link(introduction_id)
        if row is None or row.progress == Progress.WITHDRAWN:
            raise Refused(GONE)
        return thank(by=by, introduction=row, words=words[:MOST_LETTERS], quotable=quotable)


@action("connections.thank")
def thank(
    *,
    by: Actor,
    introduction: Introduction,
    words: str,
    quotable: bool,
    at: datetime.datetime | None = None,
) -> Introduction:
    """Pass a thank-you on to the group: it stands on their page, and an e-mail, or their weekly one, tells of it;
    a group that is not written to hears it from the worker.

    `quotable`: the person agreed that the group says these words, without a name, when it asks for money.
    Raises Refused without words, for a second thank-you, and for an agreement that was withdrawn.
    """
    if not words.strip():
        raise Refused("Write the thank-you.", field="words")
    if introduction.thanks:
        raise Refused("They have been thanked already.")
    if introduction.progress == Progress.WITHDRAWN:
        raise Refused(GONE)
    change(
        introduction,
        thanks=words.strip(),
        thanks_quotable=quotable,
        thanked_at=at or timezone.now(),
    )
    _tell_of_thanks(by, introduction, at)
    return introduction


def _tell_of_thanks(by: Actor, introduction: Introduction, at: datetime.datetime | None) -> None:
    """At once, where the group is written to each time; by the worker, where it cannot or would not be written to;
    nothing where its page would show nothing.
    """
    if rules.is_locked(introduction, today()):
        return
    others = rules.run_by_others(introduction)
    wishes = queries.wishes_of(introduction.service)
    told_by = wishes.told_by if wishes else GroupWishes.ToldBy.EACH
    address = queries.listed_address(introduction.service)
    if others or not address or told_by == GroupWishes.ToldBy.PHONE:
        change(introduction, thanks_to_tell=at is None)
    elif told_by == GroupWishes.ToldBy.EACH:
        scheme_id = introduction.scheme_id
        link = give_link(scheme_id, queries.ANSWER, introduction.pk)
        queue_email(by=by, scheme_id=scheme_id, kind="group_thanks", to=address, at=at, link=link)


def _open(introduction_id: UUID) -> Introduction:
    row = queries.of_link(introduction_id)
    if row is None or row.progress == Progress.WITHDRAWN or rules.is_locked(row, today()):
        raise Refused(GONE)
    return row


def _as_group(by: Actor, row: Introduction) -> Actor:
    return replace(by, name=f"{row.service_name[:150]}, by its private link")
