"""Introductions in words, for those who work with the person and for the community service."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from textwrap import shorten
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from kith.directory.models import Service
from kith.organisations.duty import Duty
from kith.organisations.models import Scheme
from kith.pathway.connections import queries, rules
from kith.pathway.connections.models import (
    Changed,
    GroupWishes,
    Introduction,
    PersonSaid,
    Shared,
    Signpost,
)
from kith.pathway.connections.queries import ForGroup, Group, Standing
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.ui import dates
from kith.ui.items import Block, Item, Press, blocks
from kith.vocabulary import phone as phones

_COLOURS = {
    Progress.SENT: "blue",
    Progress.ACCEPTED: "aqua-green",
    Progress.FULL: "orange",
    Progress.NOT_RIGHT: "orange",
    Progress.CAME: "green",
    Progress.DID_NOT_COME: "orange",
    Progress.FINISHED: "green",
    Progress.WITHDRAWN: "grey",
}
# What a button says: what it does.
BUTTONS = {
    Progress.ACCEPTED: "Accepted",
    Progress.FULL: "Full",
    Progress.NOT_RIGHT: "Not right for the group",
    Progress.CAME: "Came",
    Progress.DID_NOT_COME: "Did not come",
    Progress.FINISHED: "Finished",
}
LOCKED_NAME = "Somebody whose agreement has ended"
NOT_OURS = "Somebody who was not right for your group"
WORRY_TAKEN = (
    "Thank you. The scheme’s safeguarding lead is asked now{}. If it gets worse before, ring {}, or 999 in"
    " danger."
)
PERSON_ANSWERS = [{"value": one.value, "text": one.label} for one in PersonSaid]
PROVIDERS_BUTTONS = {
    **BUTTONS,
    Progress.ACCEPTED: "Yes, they can come",
    Progress.FULL: "We are full",
    Progress.NOT_RIGHT: "Not right for our group",
    Progress.CAME: "They came",
    Progress.DID_NOT_COME: "They did not come",
    Progress.FINISHED: "They have finished",
}


# In which part of a group's week somebody stands.
_LISTS = {
    Progress.SENT: "new",
    Progress.ACCEPTED: "new",
    Progress.FULL: "wait",
    Progress.FINISHED: "ended",
    Progress.NOT_RIGHT: "ended",
}


def what_they_see(
    shared: dict[str, str], *, keep_safe: str, getting_there: str
) -> list[dict[str, str]]:
    """What a recipient reads, as rows, in the same order for the check and for the recipient."""
    labels = dict(Shared.choices)
    said = (
        {**shared, Shared.PHONE: dialled(shared[Shared.PHONE])}
        if Shared.PHONE in shared
        else shared
    )
    rows = [{"key": labels[key], "value": said[key]} for key in Shared.values if key in said]
    rows.append({"key": "To keep everyone safe", "value": keep_safe or "Nothing was said"})
    rows.append({"key": "Getting there", "value": getting_there or "Nothing was said"})
    return rows


def dialled(text: str) -> Markup:
    """A telephone number as one presses it on a telephone, with what is said of it behind."""
    number, bracket, rest = text.partition(" (")
    href = number.partition(" extension")[0].replace(" ", "")
    link = Markup('<a class="nhsuk-link" href="tel:{}">{}</a>').format(href, number)
    return Markup("{}{}{}").format(link, bracket, rest)


def group_sees(seen: ForGroup) -> list[dict[str, str]]:
    """The same of an introduction that was sent; nothing where the agreement has ended."""
    if seen.locked or seen.progress is Progress.NOT_RIGHT:
        return []
    return what_they_see(seen.shared, keep_safe=seen.keep_safe, getting_there=seen.getting_there)


def called(introduction: Introduction, on: datetime.date) -> str:
    """Whom a community service reads about: the name, when it was shared and the agreement holds."""
    if rules.is_locked(introduction, on):
        return LOCKED_NAME
    if introduction.progress == Progress.NOT_RIGHT:
        return NOT_OURS
    return str(introduction.shared.get(Shared.NAME, "Someone"))


def worry_taken(seen: ForGroup, ring_on: str) -> str:
    """What becomes of a worry; that they are rung where they said on which number."""
    return WORRY_TAKEN.format(" and can ring you" if ring_on else "", seen.ring[0])


def answering(seen: ForGroup, *, again: bool) -> dict[str, Any]:
    """What the page of one introduction shows to a group, by whichever way it came; `again` where it answers in
    place of what it pressed last.
    """
    steps = seen.again if again else seen.steps
    return {
        "seen": seen,
        "state": {"text": INTRODUCTIONS.said(seen.progress), "colour": _COLOURS[seen.progress]},
        "sees": group_sees(seen),
        "buttons": buttons(steps, as_provider=True),
        "asks_whether": Progress.FULL in steps or seen.progress == Progress.FULL,
        "again": again,
        "may_change": bool(seen.again) and not again,
    }


def on_list(seen: ForGroup) -> dict[str, Any]:
    """One person of a group's week, as a row to print: who, how they arrive, what to know of what they agreed to
    share. Where the agreement has ended it says so, and whom to ring: that nothing is shown does not mean that nothing
    was said.
    """
    number = dialled(phones.display(seen.ring[1])) if seen.ring[1] else ""
    ring = Markup("Ring {}{}{}").format(seen.ring[0], " on " if number else "", number)
    ended = Markup("The agreement has ended. {}").format(ring), "Not shown until they agree again"
    said = seen.getting_there or "Nothing was said", _to_know(seen)
    arrives, know = ended if seen.locked else said
    refused = seen.progress is Progress.NOT_RIGHT
    if refused and not seen.locked:
        arrives, know = "", "Nothing is shown any more"
    phone = seen.shared.get(Shared.PHONE, "")
    return {
        "seen": seen,
        "who": LOCKED_NAME if seen.locked else NOT_OURS if refused else seen.called,
        "phone": dialled(phone) if phone else "",
        "state": INTRODUCTIONS.said(seen.progress),
        "colour": _COLOURS[seen.progress],
        "list": _LISTS.get(seen.progress, "come"),
        "arrives": arrives,
        "know": know,
    }


def _to_know(seen: ForGroup) -> Markup:
    """What keeps everyone safe; and what helps when they come, where they agreed to share it."""
    labels = dict(Shared.choices)
    helps = [(key, seen.shared.get(key)) for key in (Shared.LANGUAGE, Shared.ACCESS)]
    lines = [f"{labels[key]}: {words}" for key, words in helps if words]
    return Markup("<br>").join([seen.keep_safe or "Nothing was said", *lines])


def week(group: Group) -> dict[str, Any]:
    """What a group asked for, in a sentence each; and the day on which its list is read."""
    wishes = group.wishes or GroupWishes()
    said = [GroupWishes.ToldBy(wishes.told_by).label]
    if wishes.told_by == GroupWishes.ToldBy.PHONE:
        said = [f"We ring {wishes.ring_name or 'you'} on {phones.display(wishes.ring_phone)}"]
    if wishes.monthly_ceiling:
        said.append(f"At most {_people(wishes.monthly_ceiling)} a month")
    today = dates.today()
    ready = rules.ready_days(today)
    return {"said": said, "full_until": wishes.full_until, "on": today, "ready": ready}


def full_said(until: datetime.date | None) -> str:
    """What became of a press on “full until”."""
    if until is None:
        return "You are open again: people can be introduced to you."
    return (
        f"Full until {dates.long_date(until)}. Your listing shows no places till then, and the link workers of those"
        " who wait for your answer are told. Who has your yes still comes."
    )


def first_wishes(wishes: GroupWishes | None) -> dict[str, Any]:
    """What the form of a group's wishes starts with."""
    kept = wishes or GroupWishes()
    return {
        "told_by": kept.told_by,
        "ring_name": kept.ring_name,
        "ring_phone": phones.display(kept.ring_phone) if kept.ring_phone else "",
        "monthly_ceiling": kept.monthly_ceiling,
    }


def for_bid(counts: dict[str, int], quotes: Sequence[str], since: datetime.date) -> dict[str, Any]:
    """What a group may put into a bid for money: numbers, and the words people agreed to."""
    sent = counts["sent"]
    lines = [
        f"{_people(sent)} {'was' if sent == 1 else 'were'} introduced to us",
        f"{_people(counts['came'])} came",
        f"{_people(counts['stayed'])} came for four weeks or longer, or finished what they came for",
    ]
    return {"lines": lines, "quotes": quotes, "since": since, "counts": counts}


def asking_text(worker: str, link: str) -> str:
    """The text that asks somebody how it went. It says nothing of where."""
    return f"Hello, this is {worker}. One short question, one press to answer it: {link}"


def ring(introduction: Introduction, wishes: GroupWishes | None) -> str:
    """That the group must be rung, where it could not or would not be e-mailed and has not answered."""
    if introduction.progress != Progress.SENT:
        return ""
    how = must_ring(introduction.service, wishes)
    return f"{how}, and note their answer below." if how else ""


def must_ring(service: Service, wishes: GroupWishes | None) -> str:
    """Whom to ring of a group that is not e-mailed, and why; "" for one that is."""
    if wishes and wishes.told_by == GroupWishes.ToldBy.PHONE:
        whom = wishes.ring_name or "them"
        return f"They asked to be rung: ring {whom} on {phones.display(wishes.ring_phone)}"
    if queries.listed_address(service):
        return ""
    number = f" on {service.phone}" if service.phone else ""
    return f"The directory has no e-mail address for {service.name}. Ring them{number}"


def thanked(introduction: Introduction, wishes: GroupWishes | None, on: datetime.date) -> str:
    """How a group hears a thank-you, said to whoever has just typed it in."""
    if rules.is_locked(introduction, on):
        return f"Kept. {introduction.service_name} reads it when the agreement is renewed."
    if how := must_ring(introduction.service, wishes):
        return f"Kept. {how}, and pass it on."
    return f"{introduction.service_name} reads it on their page."


def told_how_before(service: Service, wishes: GroupWishes | None) -> str:
    """What is said before sending of how the group will know."""
    if how := must_ring(service, wishes):
        return f"{how}."
    if wishes and wishes.told_by == GroupWishes.ToldBy.WEEKLY:
        return "They are told in their weekly e-mail, without a name."
    return "An e-mail tells them that something is waiting, without saying for whom."


def missing_groups(found: Iterable[tuple[Scheme, Sequence[str]]]) -> list[str]:
    """For an account of which nobody said yet for which group it answers: what that means, and whom to ask."""
    return [
        f"Nobody at {scheme.name} has said yet for which organisation of the directory you answer, so nobody who is"
        f" sent to your group can be shown here. They may be waiting. Ask {_whom(scheme, managers)} to say it: under"
        " “Set up”, “Staff and referrers”. The private links in our e-mails work all the same."
        for scheme, managers in found
    ]


def _whom(scheme: Scheme, managers: Sequence[str]) -> str:
    who = " or ".join(managers) or "whoever sets the scheme up"
    return f"{who}, on {scheme.phone}," if scheme.phone else who


def how_they_answer(found: Standing | None) -> str:
    """How a group has answered, for link workers alone."""
    if found is None:
        return ""
    days = "on the same day" if not found.days else f"after {_count(found.days, 'working day')}"
    answers = f", usually {days}" if found.answered else ""
    return (
        f"Of {found.introductions} introductions in the last year they answered {found.answered}{answers},"
        f" and said yes to {found.accepted}."
    )


def has_changed(row: Introduction, name: str) -> tuple[str, str]:
    """What has changed around an introduction, and what there is to do about it."""
    service, told = row.service_name, rules.to_speak_of(row)
    run_by = row.service.organisation
    now_by = f"is now run by {run_by.name}" if run_by else "is no longer run by those who ran it"
    stopped = rules.why_stopped(row.service) or "Its entry in the directory changed lately."
    said = {
        Changed.CONTACT: (
            f"How {service} can reach {name} has changed, and is shown to them no longer",
            f"Tell {service} not to use what they noted down",
        ),
        Changed.CLOSED: (
            f"{service}: {stopped}".rstrip("."),
            f"Tell {name} and look for something else",
        ),
        Changed.RUN_BY: (f"{service} {now_by}", f"Ask {name} whether we may tell them"),
    }
    return ". ".join(said[kind][0] for kind in told), ". ".join(said[kind][1] for kind in told)


def why_due(row: Introduction, name: str, *, now: datetime.datetime) -> tuple[str, str]:
    """Why an introduction is on somebody's day, and what there is to do."""
    today, service = dates.day_of(now), row.service_name
    if rules.to_speak_of(row):
        return has_changed(row, name)
    if row.thanks_to_tell:
        return f"{name} thanks {service}", f"Ring {service} and pass it on: they are not written to"
    if row.ask_person_on and row.ask_person_on <= today:
        asked = f"Asked {dates.relative_day(row.person_asked_at, now=now)}, no answer" if (
            row.person_asked_at
        ) else f"{service} said yes"  # fmt: skip
        return asked, f"Ask {name}: did you get to {service}, did it help?"
    if rules.said_no(row, today):
        words = f". “{shorten(row.person_words, 90, placeholder='…')}”" if row.person_words else ""
        said = PersonSaid(row.person_said).label.lower()
        return f"{name} says: {said}{words}", f"Talk about {service}"
    if row.ask_news_on is None or row.ask_news_on > today:
        ended = rules.is_locked(row, today)
        when = dates.medium_date(row.agreement_until) if row.agreement_until else ""
        why = f"The agreement for {service} {'ended' if ended else 'ends'} on {when}"
        return why, f"Ask {name} again, or withdraw it"
    if row.progress == Progress.SENT and row.reminders:
        told = _count(row.reminders, "reminder")
        return f"No answer after {told}", f"Ring {service}: can {name} come?"
    made = dates.relative_day(row.made_at, now=now)
    return "No news of an introduction", f"{service}, introduced {made}: ask how it went"


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def state(introduction: Introduction) -> dict[str, str]:
    """The state as a tag's words and colour."""
    progress = Progress(introduction.progress)
    return {"text": INTRODUCTIONS.said(progress), "colour": _COLOURS[progress]}


def on_today(found: Sequence[Signpost], duty: Duty) -> list[Block]:
    """Names and numbers given, of which nobody has asked yet whether they were used."""
    rows = [_signpost(row, duty) for row in found]
    return blocks(
        Block("signposts", "Names and numbers given", rows, line=f"{len(rows)} to ask about")
    )


def _signpost(row: Signpost, duty: Duty) -> Item:
    person = row.person.kept
    return Item(
        person.full_name,
        f"Given {dates.relative_day(row.given_on, now=duty.now)}",
        href=reverse("desk:record", args=[person.pk]),
        what=f"Ask whether they used {row.service_name}",
        acts=[
            Press(
                "Write the answer",
                reverse("connections:signpost_used", args=[row.pk]),
                about=person.full_name,
            )
        ],
    )


def buttons(steps: Iterable[Progress], *, as_provider: bool) -> list[dict[str, str]]:
    """One button for each piece of news."""
    words = PROVIDERS_BUTTONS if as_provider else BUTTONS
    return [{"value": step.value, "text": words[step]} for step in steps]
