"""The person's own page: given, sent, ended, opened with their date of birth; and what they write there.

What a stranger cannot read is read here in the scheme's own context, of what each function was given and
nothing else; the holder of the link reads the page's row and what was written on it.
"""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kith.audit.write import action
from kith.isolation import context, links
from kith.isolation.actor import Actor
from kith.messages import actions as messages
from kith.messages.models import Email
from kith.organisations import queries as organisations
from kith.pathway.caseload.models import Case
from kith.pathway.plans import queries, rules, wording
from kith.pathway.plans.actions.about import start
from kith.pathway.plans.actions.agreeing import keep_version
from kith.pathway.plans.actions.tree import mark_action
from kith.pathway.plans.models import (
    Action,
    Correction,
    Goal,
    Need,
    PersonPage,
    PlanVersion,
)
from kith.people.models import Channel, ContactPoint
from kith.resilience.errors import Refused
from kith.resilience.limits import Limit, spend
from kith.resilience.versions import change
from kith.ui.dates import day_of

WRITING = Limit("write on a plan by its link", burst=20, per_hour=20)
GONE = "This line is no longer in the plan. Answer instead."


@action("plans.give_page")
def give_page(*, by: Actor, case: Case) -> PersonPage:
    """A page of their plan for the person, behind a new link; links given before open nothing any more."""
    plan = start(by=by, case=case)
    before = queries.last_page(case)
    if before is not None:
        links.end(purpose=queries.PAGE, subject_id=before.pk)
    page = PersonPage.objects.create(
        scheme_id=case.scheme_id,
        person_id=case.person_id,
        plan=plan,
        given_by_id=by.membership_id(case.scheme_id),
        given_by_name=by.name,
    )
    until = timezone.now() + rules.PAGE_LASTS
    links.give(scheme_id=case.scheme_id, purpose=queries.PAGE, subject_id=page.pk, expires_at=until)
    return page


@action("plans.end_page")
def end_page(*, by: Actor, page: PersonPage) -> PersonPage:
    """End the link to a page, at once."""
    links.end(purpose=queries.PAGE, subject_id=page.pk)
    return page


@action("plans.send_page")
def send_page(*, by: Actor, page: PersonPage, to: ContactPoint) -> Email:
    """Send the link to an e-mail address that the person said is safe; the e-mail names nobody.

    Raises Refused for any other address, or when the link has ended.
    """
    link = queries.link_of(page)
    if link is None:
        raise Refused("This link has ended. Make a new page first.")
    if to.person_id not in set(page.person.records.values_list("pk", flat=True)):
        raise Refused("That address is not theirs.")
    if not to.is_safe_for(Channel.EMAIL):
        raise Refused("That address is not marked safe for e-mail, so nothing was sent.")
    path = reverse("plans:person_page", args=[links.token_of(link.pk)])
    return messages.queue_email(
        by=by,
        scheme_id=page.scheme_id,
        kind="person_page",
        to=to.value,
        link=settings.SITE_URL.rstrip("/") + path,
    )


@action("plans.open_page")
def open_page(
    *, by: Actor, scheme_id: UUID, page_id: UUID, born: datetime.date
) -> PersonPage | None:
    """Write a page afresh for whoever knows the person's date of birth; None for another date.

    Each wrong date counts, and the last ends the link. The caller counts tries by network before.
    """
    with context.in_scheme(scheme_id, actor=by.key):
        page = queries.page_whole(page_id, lock=True)
        person = page.person.kept
        if person.died_on is not None:
            links.end(purpose=queries.PAGE, subject_id=page.pk)
            return None
        if born not in (person.date_of_birth, page.person.date_of_birth):
            _count_wrong(page)
            return None
        change(page, wrong_tries=0, opened_at=timezone.now(), shown=_shown(page))
        return page


def _count_wrong(page: PersonPage) -> None:
    tries = page.wrong_tries + 1
    locked = timezone.now() if tries >= rules.MOST_WRONG_DATES else None
    change(page, wrong_tries=tries, locked_at=locked)
    if locked:
        links.end(purpose=queries.PAGE, subject_id=page.pk)


def _shown(page: PersonPage) -> dict[str, Any]:
    case = page.plan.case
    return wording.for_person(
        page.plan,
        queries.needs(case),
        case,
        title=organisations.scheme(page.scheme_id).link_worker_title,
        is_open=case.goes_on,
    )


@action("plans.write_on_page")
def write_on_page(
    *, by: Actor, scheme_id: UUID, page: PersonPage, kind: str, line: str = "", text: str = ""
) -> Correction:
    """Keep what the holder of a link wrote about a line, or about how it went. Nothing of the plan changes.

    Raises Refused without words, for what is not theirs to say, or when the support has ended; TooOften for too many.
    """
    spend(WRITING, by=str(page.pk))
    said = text.strip()[: rules.MOST_LETTERS]
    if kind != Correction.Kind.DONE and not said:
        raise Refused("Write it in your own words first.", field="text")
    if not page.shown.get("is_open"):
        raise Refused("Our support has finished, so the plan stays as it is. Ring us.")
    found = wording.line_shown(page.shown, line)
    if kind != Correction.Kind.WENT and found is None:
        raise Refused("That line is not on your page any more. Open the page again.")
    if kind == Correction.Kind.DONE and not (found and found["own"]):
        raise Refused("That is for somebody else to do.")
    row = Correction(
        scheme_id=scheme_id,
        page_id=page.pk,
        kind=kind,
        line=line if found else "",
        old_text=found["text"] if found else "",
        text=said,
    )
    row.save(force_insert=True)  # the holder of a link inserts, and changes nothing
    return row


@action("plans.take_over")
def take_over(*, by: Actor, correction: Correction) -> Correction:
    """Do what the person asked: their words in place of the old, or their step done. The history keeps both.

    Raises Refused when it was settled already, its line is gone or the support has ended.
    """
    case = correction.page.plan.case
    rules.check_open(case)
    _settle(by, correction, state=Correction.State.TAKEN_OVER)
    if correction.kind == Correction.Kind.NOT_MEANT:
        _put_in_place(case, correction)
        keep_version(by=by, case=case, why=PlanVersion.Why.CORRECTED)
    elif correction.kind == Correction.Kind.DONE:
        step = _line_of(case, correction.line)
        if not isinstance(step, Action):
            raise Refused(GONE)
        on = day_of(correction.created_at)
        mark_action(by=by, step=step, status=Action.Status.DONE, on=on)
    page = queries.page_whole(correction.page_id)
    change(page, shown=_shown(page))
    return correction


@action("plans.answer")
def answer(*, by: Actor, correction: Correction, words: str) -> Correction:
    """Answer the person instead, in words that they read on their page. Raises Refused without words."""
    said = rules.check_said(words, "words", "Write what they will read")
    _settle(by, correction, state=Correction.State.ANSWERED, answer=said[: rules.MOST_LETTERS])
    return correction


def _settle(by: Actor, correction: Correction, **values: Any) -> None:
    waiting = Correction.objects.filter(pk=correction.pk, state=Correction.State.WAITING)
    member = by.membership_id(correction.scheme_id)
    if not waiting.update(
        decided_at=timezone.now(), decided_by_id=member, decided_by_name=by.name[:200], **values
    ):
        raise Refused("This was settled already. Reload the page to see how.")
    correction.refresh_from_db()


def _put_in_place(case: Case, correction: Correction) -> None:
    kind, _, name = correction.line.partition(":")
    if kind == "about":
        longest = 150 if name == "supported_by" else rules.MOST_LETTERS
        said: dict[str, Any] = {name: correction.text[:longest]}
        change(correction.page.plan, **said)
        return
    row = _line_of(case, correction.line)
    if row.taken_back_at is not None:
        raise Refused(GONE)
    change(row, text=correction.text)


def _line_of(case: Case, line: str) -> Need | Goal | Action:
    kind, _, name = line.partition(":")
    kinds: dict[str, Any] = {"need": Need, "goal": Goal, "step": Action}
    row: Need | Goal | Action = queries.of_case(kinds[kind], case, UUID(name))
    return row
