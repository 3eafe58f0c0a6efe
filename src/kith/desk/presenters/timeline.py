"""A record's timeline: everything that happened, newest first, each with its kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from markupsafe import Markup

from kith.desk.queries.record import Record
from kith.funds.presenters import decision_words, given_words
from kith.groups import presenters as groups
from kith.meetings.presenters import action_rows, name_of, said
from kith.pathway.caseload.states import CaseState
from kith.pathway.connections.heard_presenters import more_of, note_of_group, says
from kith.pathway.connections.models import Signpost, UnmetNeed
from kith.pathway.connections.states import INTRODUCTIONS
from kith.pathway.contacts.models import Contact, Outcome, SupportGiven
from kith.pathway.outcomes.models import Moment
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.states import ANSWERS, DECISIONS
from kith.people.models import LifeEvent
from kith.ui.dates import date_and_time, day_of, medium_date, midday
from kith.ui.money import money
from kith.ui.text import paragraphs
from kith.vocabulary import closure_reasons, media


class Kind(StrEnum):
    """What the timeline can be narrowed to."""

    CONTACTS = "contacts"
    REFERRALS = "referrals"
    INTRODUCTIONS = "introductions"
    PLAN = "plan"
    MEASURES = "measures"
    SUPPORT = "support"
    GROUPS = "groups"
    MEETINGS = "meetings"
    MONEY = "money"
    CASE = "case"

    @property
    def label(self) -> str:
        """The words of the filter."""
        return _LABELS[self]


_LABELS = {
    Kind.CONTACTS: "Contacts and notes",
    Kind.REFERRALS: "Referral and decisions",
    Kind.INTRODUCTIONS: "Introductions",
    Kind.PLAN: "Plan",
    Kind.MEASURES: "Measures",
    Kind.SUPPORT: "Support given",
    Kind.GROUPS: "Our groups and befrienders",
    Kind.MEETINGS: "Meetings",
    Kind.MONEY: "Money in hand",
    Kind.CASE: "Who holds, finishing",
}
_COLOURS = {Outcome.REACHED: "green", Outcome.NO_ANSWER: "grey", Outcome.LEFT_MESSAGE: "grey"}


@dataclass(frozen=True)
class Event:
    """One thing that happened. `at` orders it; `dated` says a day stands without its time."""

    kind: Kind
    at: dt.datetime
    heading: str
    body: str = ""
    who: str = ""
    tag: str = ""
    colour: str = ""
    dated: bool = False
    href: str = ""

    def shown(self, *, linked: bool) -> dict[str, Any]:
        """The item as `ui/parts.html` draws it."""
        return {
            "date": medium_date(self.at) if self.dated else date_and_time(self.at),
            "datetime": day_of(self.at).isoformat() if self.dated else self.at.isoformat(),
            "heading": self.heading,
            "href": self.href if linked else "",
            "who": self.who,
            "body": paragraphs(self.body) if self.body else Markup(""),
            "tag": {"text": self.tag, "colour": self.colour} if self.tag else None,
        }


def events(record: Record) -> list[Event]:
    """Everything that happened to the person, newest first."""
    found = [
        *_contacts(record), *_referrals(record), *_introductions(record), *_plan(record),
        *_measures(record), *_support(record), *_meetings(record), *_money(record), *_case(record),
        *_life(record), *_concerns(record), *_groups(record),
    ]  # fmt: skip
    return sorted(found, key=lambda event: event.at, reverse=True)


def _contacts(record: Record) -> Iterator[Event]:
    in_groups = record.groups.group_of
    for row in record.contacts:
        if row.happened_at is None:
            continue
        yield Event(
            Kind.CONTACTS,
            row.happened_at,
            _contact_heading(row, in_groups),
            row.note,
            row.by_name,
            Outcome(row.outcome).label,
            _COLOURS.get(Outcome(row.outcome), "white"),
            href=reverse("contacts:edit", args=[row.pk]),
        )


def _contact_heading(row: Contact, groups_of: Mapping[UUID, str]) -> str:
    if row.pk in groups_of:
        return f"Group: {groups_of[row.pk]}"
    way = media.label(row.medium)
    theirs = " from them" if row.direction == Contact.Direction.IN else ""
    minutes = f", {row.minutes} minutes" if row.minutes else ""
    return f"{way}{theirs}{minutes}"


def _referrals(record: Record) -> Iterator[Event]:
    for row in record.referrals:
        heading = f"Referred by {_referrer(row)}"
        yield Event(Kind.REFERRALS, row.received_at, heading, _said(record, row))
        if row.decided_at:
            by = row.decided_by.name if row.decided_by else ""
            said = DECISIONS.said(row.decision)
            yield Event(Kind.REFERRALS, row.decided_at, f"Referral: {said}", row.decided_why, by)
        if row.answered_at:
            said = ANSWERS.said(row.answer)
            heading = f"The person’s answer: {said}"
            heard = row.answer_heard_by
            yield Event(Kind.REFERRALS, row.answered_at, heading, row.answer_note, heard)


def _said(record: Record, row: Referral) -> str:
    """What a referral says; all of it where the rest of the page is about another one."""
    if record.referral is None or row.pk == record.referral.pk:
        return row.referrer_sees
    reasons = ", ".join(one.reason.label for one in row.reasons.all())
    parts = (
        row.referrer_sees,
        f"In their words: {row.person_says}" if row.person_says else "",
        f"Asked for: {reasons}" if reasons else "",
        f"Risk: {row.risk_given}" if row.risk_given else "",
    )
    return "\n\n".join(part for part in parts if part)


def _referrer(row: Referral) -> str:
    place = row.practice.name if row.practice else row.organisation_name
    words = ", ".join(part for part in (row.referrer_name, place) if part)
    return words or "themselves"


def _introductions(record: Record) -> Iterator[Event]:
    for row in record.introductions:
        heading = f"Introduced to {row.service_name}"
        yield Event(Kind.INTRODUCTIONS, row.made_at, heading, row.note, row.by_name)
        if row.progress != "sent":
            said = INTRODUCTIONS.said(row.progress)
            yield Event(
                Kind.INTRODUCTIONS,
                row.progress_at,
                f"{row.service_name}: {said}{more_of(row)}",
                note_of_group(row),
            )
        if row.person_said_at:
            heading = f"About {row.service_name} they say: {says(row)}"
            yield Event(Kind.INTRODUCTIONS, row.person_said_at, heading, row.person_words)
    for given in record.signposts:
        yield Event(
            Kind.INTRODUCTIONS,
            midday(given.given_on),
            f"Gave the name and number of {given.service_name}",
            given.why,
            given.by_name,
            dated=True,
        )
        if given.news_at:
            heading = f"{given.service_name}: {Signpost.Used(given.used).label.lower()}"
            yield Event(Kind.INTRODUCTIONS, given.news_at, heading, given.news_note)
    for unmet in record.unmet:
        heading = f"Found nothing for: {unmet.looked_for}"
        why = UnmetNeed.Why(unmet.why).label
        body = "\n\n".join(part for part in (why, unmet.words) if part)
        noted = midday(unmet.noted_on)
        yield Event(Kind.INTRODUCTIONS, noted, heading, body, unmet.by_name, dated=True)
        if unmet.met_at:
            heading = f"Found after all: {unmet.looked_for}"
            yield Event(Kind.INTRODUCTIONS, unmet.met_at, heading, unmet.met_words)


def _plan(record: Record) -> Iterator[Event]:
    plan = record.plan
    if plan and plan.agreed_on:
        heading = f"Plan agreed with {plan.agreed_with}"
        yield Event(Kind.PLAN, midday(plan.agreed_on), heading, dated=True)


def _measures(record: Record) -> Iterator[Event]:
    for row in record.scores:
        measure = record.measures.get(row.measure)
        title = measure.title if measure else row.measure
        moment = Moment(row.moment).label.lower()
        skipped = f"Not now: {row.skipped_why}" if row.skipped_why else ""
        body = skipped or str(row.result.get("meaning") or row.result.get("band") or "")
        yield Event(
            Kind.MEASURES,
            midday(row.taken_on),
            f"{title} ({moment})",
            body,
            row.by_name,
            dated=True,
        )


def _support(record: Record) -> Iterator[Event]:
    for row in record.support:
        yield Event(
            Kind.SUPPORT,
            midday(row.given_on),
            SupportGiven.Kind(row.kind).label + (f", {row.minutes} minutes" if row.minutes else ""),
            "\n\n".join(part for part in (row.result, money_words(row)) if part),
            row.by_name,
            dated=True,
        )


def _meetings(record: Record) -> Iterator[Event]:
    """What was said at meetings that began, each action with what became of it, and when it was settled."""
    for row in record.meetings:
        steps = action_rows(row.actions.all())
        if row.meeting.starts_at <= timezone.now():
            yield Event(
                Kind.MEETINGS,
                row.meeting.starts_at,
                name_of(row.meeting),
                "\n\n".join(
                    part for part in (said(row), _decided(row.decision), _to_do(steps)) if part
                ),
                row.meeting.called_by_name,
            )
        for step in steps:
            if step["row"].settled_at:
                heading = f"From a meeting: {step['what']}"
                who = step["row"].settled_by_name
                settled = step["row"].settled_at
                tag, colour = step["status"], step["colour"]
                yield Event(Kind.MEETINGS, settled, heading, "", who, tag, colour)


def _groups(record: Record) -> Iterator[Event]:
    """What the scheme's own groups add to the contacts; who came has a contact of it."""
    for one in groups.happened(record.groups):
        yield Event(Kind.GROUPS, one.at, one.heading, one.body, one.who)


def _decided(words: str) -> str:
    return f"Decision: {words}" if words else ""


def _to_do(steps: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"{one['what']} ({one['whose']}, by {medium_date(one['row'].by_when)})" for one in steps
    )


def _money(record: Record) -> Iterator[Event]:
    """What was asked of a fund, decided, given, and came back."""
    for row in record.money:
        asked = f"Asked {row.fund.name} for {money(row.pence)}: {row.what}"
        yield Event(Kind.MONEY, row.asked_at, asked, row.why, row.asked_by_name)
        if row.decided_at:
            said = decision_words(row).partition(", by ")[0]
            heading = f"{said} ({row.what})"
            yield Event(Kind.MONEY, row.decided_at, heading, row.decided_why, row.decided_by_name)
        if row.given_on:
            heading = f"Given: {given_words(row)} ({row.what})"
            yield Event(Kind.MONEY, midday(row.given_on), heading, dated=True)
        for back in row.returns.all():
            heading = f"Came back: {money(back.pence)} ({row.what})"
            yield Event(Kind.MONEY, midday(back.on), heading, back.why, back.by_name, dated=True)


def money_words(row: SupportGiven) -> str:
    """Money gained, with what it is: `£420 each year, confirmed`; empty when there was none."""
    if row.money_pence is None:
        return ""
    yearly = " each year" if row.money_frequency == SupportGiven.Frequency.YEARLY else ", one-off"
    certainty = SupportGiven.Certainty(row.money_certainty).label.lower()
    return f"{money(row.money_pence)}{yearly}, {certainty}"


def _case(record: Record) -> Iterator[Event]:
    for row in record.holdings:
        by = row.given_by.name if row.given_by else ""
        yield Event(Kind.CASE, row.from_at, f"{row.holder.name} holds the case", row.note, by)
    yield from _rests(record)
    for case in record.cases:
        if case.state == CaseState.DECLINED and case.ended_at:
            yield Event(Kind.CASE, case.ended_at, "Declined our support")
    for closure in record.closures:
        heading = f"Finished: {closure_reasons.label(closure.reason)}"
        yield Event(Kind.CASE, closure.closed_at, heading, closure.summary, closure.by_name)
        if closure.reopened_at:
            yield Event(Kind.CASE, closure.reopened_at, "Opened again", closure.reopened_why)


def _rests(record: Record) -> Iterator[Event]:
    """When support paused and who agreed; and which colleague worked along, from when to when."""
    for pause in record.pauses:
        heading = f"Paused until {medium_date(pause.until)}, agreed with {pause.agreed_with}"
        yield Event(Kind.CASE, midday(pause.from_on), heading, pause.why, pause.by_name, dated=True)
        if pause.ended_on:
            yield Event(Kind.CASE, midday(pause.ended_on), "The pause ended", dated=True)
    for row in record.joint:
        heading = f"{row.member.name} works along"
        yield Event(Kind.CASE, midday(row.from_on), heading, row.why, row.by_name, dated=True)
        if row.ended_on:
            heading = f"{row.member.name} works along no longer"
            yield Event(Kind.CASE, midday(row.ended_on), heading, dated=True)


def _life(record: Record) -> Iterator[Event]:
    for row in record.life:
        back = f"Taken back: {row.taken_back_why}" if row.taken_back_at else ""
        yield Event(
            Kind.CASE,
            midday(row.on),
            f"{LifeEvent.Kind(row.kind).label}, told by {row.told_by}",
            "\n\n".join(part for part in (row.note, back) if part),
            row.by_name,
            dated=True,
        )


def _concerns(record: Record) -> Iterator[Event]:
    """That there was a concern and who had it: what is written in it is read on its own page (decision 0023)."""
    for row in record.concerns:
        yield Event(Kind.CASE, row.raised_at, "A concern was raised", "", row.raised_by_name)
        if row.accepted_at:
            yield Event(Kind.CASE, row.accepted_at, f"{row.holder_name} accepted a concern")
        if row.closed_at:
            yield Event(Kind.CASE, row.closed_at, "A concern was closed", "", row.closed_by_name)
