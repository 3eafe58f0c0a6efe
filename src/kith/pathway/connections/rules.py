"""Who may be introduced to what, what the recipient then sees, and when what falls due."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping

from kith.directory.models import Service
from kith.directory.rules import why_closed
from kith.pathway.connections.models import (
    Changed,
    FollowUp,
    GroupWishes,
    Heard,
    Introduction,
    PersonSaid,
    Shared,
)
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.pathway.plans.models import Need
from kith.people.models import Channel, ContactPoint, Person, RiskStatement
from kith.people.rules import blocks_visits
from kith.ui import dates
from kith.vocabulary import accessible_information, languages, working_days
from kith.vocabulary import phone as phones

NOT_ASKED = (
    "Nobody has asked {} about risks yet, so nobody can be introduced."
    " Ask, write down what is said on the record, and come back."
)
TOO_OLD = (
    "An agreement holds for {} days, and this one has ended: nobody could read what is sent."
    " Ask them again, and enter the day of their answer."
)
UNDER_WAY = (Progress.SENT, Progress.ACCEPTED)
# These need the agreement to go on: without it a group reads nothing of whoever comes, and can say nothing of them.
NEEDS_AGREEMENT = (*UNDER_WAY, Progress.FULL, Progress.CAME)
# What a community service can know; the rest is the link worker's to say.
ANSWERS = (Progress.ACCEPTED, Progress.FULL, Progress.NOT_RIGHT)
# News that the worker has not typed in themselves.
BY_A_GROUP = (Heard.LINK, Heard.ACCOUNT)
BROUGHT_BY_OTHERS = (Heard.LINK, Heard.ACCOUNT, Heard.PERSON_LINK)
THEIR_NEWS = {
    Progress.SENT: ANSWERS,
    Progress.FULL: (Progress.ACCEPTED,),
    Progress.ACCEPTED: (Progress.CAME, Progress.DID_NOT_COME),
    Progress.CAME: (Progress.FINISHED, Progress.DID_NOT_COME),
    Progress.DID_NOT_COME: (Progress.CAME, Progress.FINISHED),
}
# What a group that pressed wrongly can say in its place: what it could have said then.
AGAIN = {
    **dict.fromkeys(ANSWERS, ANSWERS),
    Progress.CAME: (Progress.DID_NOT_COME, Progress.ACCEPTED),
    Progress.DID_NOT_COME: (Progress.CAME, Progress.ACCEPTED),
    Progress.FINISHED: (Progress.CAME, Progress.DID_NOT_COME),
}
# Ours: a wrong press is seen on the same day, or by the next evening's e-mails.
PUT_RIGHT = datetime.timedelta(days=1)
# Ours: groups begin anew after New Year, after Easter and after the summer.
TERMS = (1, 4, 9)
# Ours: the worker hears a fortnight before that an agreement ends.
AGREEMENT_ENDS_SOON = datetime.timedelta(days=14)
# Ours: a link is good for as long as a group might be away; a person's answer is asked for at once.
GROUP_LINK_LASTS = datetime.timedelta(days=30)
WEEK_LINK_LASTS = datetime.timedelta(days=14)
PERSON_LINK_LASTS = datetime.timedelta(days=21)
# Ours: who waits for a place is asked after so late where nobody named a day.
ASK_WHEN_FULL = datetime.timedelta(days=28)
# Ours: nobody is asked today about what was this long ago.
LONG_AGO = datetime.timedelta(days=30)
# Ours: who was asked by e-mail and said nothing is rung after so many days.
RING_AFTER = datetime.timedelta(days=5)


def why_not(person: Person, service: Service, risks: Iterable[RiskStatement] | None = None) -> str:
    """Why this person cannot be introduced to this service, as a sentence; "" when they can.

    PRSB Social Prescribing v1.1, section 17: nobody is sent anywhere before risks were asked about.
    """
    if person.scheme_id != service.scheme_id:
        return "This service belongs to another scheme."
    if person.died_on:
        return f"{person.called} has died."
    if blocks_visits(person, risks):
        return NOT_ASKED.format(person.called)
    return why_closed(service)


def shareable(
    person: Person, points: Iterable[ContactPoint], need: Need | None, on: datetime.date
) -> dict[str, str]:
    """Field -> what a recipient would see of it. A field that says nothing is not there.

    Only a phone or e-mail that is safe is offered, and a phone says how it is safe.
    """
    known = list(points)
    values = {
        Shared.NAME: _name(person),
        Shared.PHONE: next(iter(_phones(known)), ""),
        Shared.EMAIL: next(iter(_emails(known)), ""),
        Shared.ADDRESS: next(iter(_addresses(known)), ""),
        Shared.AGE: str(person.age_on(on)),
        Shared.LANGUAGE: _language(person),
        Shared.ACCESS: _access(person),
        Shared.NEED: need.text if need else "",
    }
    return {field.value: value for field, value in values.items() if value}


def agreed_only(values: dict[str, str], agreed: Collection[str]) -> dict[str, str]:
    """Of what could be shared, what the person agreed to, in the order of the list."""
    return {key: values[key] for key in Shared.values if key in agreed and key in values}


def digest(shared: Mapping[str, str], keep_safe: str, getting_there: str) -> str:
    """What a recipient would read, in so few letters that the page before sending can carry it along."""
    answers = [" ".join(words.split()) for words in (keep_safe, getting_there)]
    read = json.dumps([sorted(shared.items()), answers])
    return hashlib.sha256(read.encode()).hexdigest()


def still_shared(shared: Mapping[str, str], points: Iterable[ContactPoint]) -> dict[str, str]:
    """Of what was sent, what the recipient may still read: a number, address or e-mail that ended or is safe no longer
    is left out, and a number says how it is safe by now. `points` are the person's, those in use.
    """
    known = list(points)
    held: dict[str, dict[str, str]] = {
        Shared.PHONE: {_number(said): said for said in _phones(known)},
        Shared.EMAIL: {said: said for said in _emails(known)},
        Shared.ADDRESS: {said: said for said in _addresses(known)},
    }
    now = {
        key: held[key].get(_number(value) if key == Shared.PHONE else value, "")
        if key in held
        else value
        for key, value in shared.items()
    }
    return {key: value for key, value in now.items() if value}


def run_by_others(introduction: Introduction) -> bool:
    """Whether the service is run by others than those to whom the person agreed to be introduced."""
    return introduction.recipient_organisation_id != introduction.service.organisation_id


def why_stopped(service: Service) -> str:
    """Why a service takes nobody who was introduced to it either, as a sentence; "" when it goes on. An entry that is
    the same service as another one goes on there.
    """
    return "" if service.joined_to_id else why_closed(service)


def changes(introduction: Introduction, points: Iterable[ContactPoint]) -> dict[str, Changed]:
    """What has changed around an introduction that stands, each by the key under which it is told once."""
    found = {}
    shown = still_shared(introduction.shared, points)
    if gone := [key for key, value in introduction.shared.items() if shown.get(key) != value]:
        found[f"contact:{','.join(sorted(gone))}"] = Changed.CONTACT
    if why_stopped(introduction.service):
        found["closed"] = Changed.CLOSED
    if run_by_others(introduction):
        found[f"run_by:{introduction.service.organisation_id or ''}"] = Changed.RUN_BY
    return found


def to_note(
    introduction: Introduction, points: Iterable[ContactPoint]
) -> tuple[list[str], list[str]]:
    """The `changed` and `changes_told` that an introduction should have: what is new is put to the worker, what they
    dealt with is not put again, and what holds no longer is forgotten.
    """
    found = changes(introduction, points)
    new = {kind for key, kind in found.items() if key not in introduction.changes_told}
    pending = new | (set(introduction.changed) & set(found.values()))
    return [kind.value for kind in Changed if kind in pending], list(found)


def to_speak_of(introduction: Introduction) -> list[Changed]:
    """What has changed that the worker is still to speak of, the most pressing first; nothing once it has ended."""
    if introduction.progress not in NEEDS_AGREEMENT:
        return []
    return [kind for kind in Changed if kind in introduction.changed]


def steps_for(introduction: Introduction, *, as_provider: bool) -> list[Progress]:
    """The news that can follow, for the community service or for a link worker.

    A service says whether there is room before it says who came. Withdrawing has its own page.
    """
    following: list[Progress] = [
        step for step in INTRODUCTIONS.allowed(introduction.progress) if step != Progress.WITHDRAWN
    ]
    if not as_provider:
        return following
    theirs = THEIR_NEWS.get(Progress(introduction.progress), ())
    return [step for step in theirs if step in following]


def steps_again(introduction: Introduction, now: datetime.datetime) -> list[Progress]:
    """What a group can say in place of what it pressed itself within a day; nothing once somebody else has said
    something, or where the agreement has ended.
    """
    own = introduction.heard in BY_A_GROUP and not introduction.person_said
    late = now - introduction.progress_at > PUT_RIGHT
    if not own or late or is_locked(introduction, dates.day_of(now)):
        return []
    return list(AGAIN.get(Progress(introduction.progress), ()))


def too_old(agreed_on: datetime.date, lasts: int, on: datetime.date) -> str:
    """Why nobody is introduced on an agreement of a day, as a sentence; "" where it still holds. `lasts` in days."""
    if agreed_on > on:
        return "The day they agreed cannot be in the future. Enter today or an earlier day."
    if agreed_on + datetime.timedelta(days=lasts) < on:
        return TOO_OLD.format(lasts)
    return ""


def is_locked(introduction: Introduction, on: datetime.date) -> bool:
    """Whether the agreement is so old that nothing is shown to the recipient until the person agrees again."""
    until = introduction.agreement_until
    return until is not None and until < on


def why_not_now(wishes: GroupWishes | None, name: str, sent: int, on: datetime.date) -> str:
    """Why a group takes nobody at present, as a sentence; "" when it does. `sent`: this month's people."""
    if wishes is None:
        return ""
    if wishes.full_until is not None and wishes.full_until > on:
        return (
            f"{name} is full until {dates.long_date(wishes.full_until)} and asked to be sent nobody before."
            " Look for something else, or give the name and number."
        )
    if wishes.monthly_ceiling is not None and sent >= wishes.monthly_ceiling:
        most = wishes.monthly_ceiling
        people = "1 person" if most == 1 else f"{most} people"
        return (
            f"{name} takes {people} a month from us, and {sent} went this month. They asked us to keep to it:"
            f" introduce from {dates.long_date(_next_month(on))}, or look for something else."
        )
    return ""


def ready_days(on: datetime.date) -> list[tuple[str, datetime.date]]:
    """The days until which a group is likely to be full, in words, each once: next Monday, the first of next month
    and the next month after it in which groups begin anew.
    """
    monday = on + datetime.timedelta(days=7 - on.weekday())
    after = term = _next_month(on)
    while term == after or term.month not in TERMS:
        term = _next_month(term)
    said = {
        after: f"Till the end of {on:%B}",
        monday: f"Till Monday {monday.day} {monday:%B}",
        term: f"Till {term:%B}",
    }
    # To whoever reads it, the last day of the month is the end of the month.
    if after - monday == datetime.timedelta(days=1):
        del said[monday]
    return [(said[day], day) for day in sorted(said)]


def ready_day(text: str) -> datetime.date | None:
    """The day that a ready button sends; None for anything else."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def reminder_due(introduction: Introduction, policy: FollowUp, on: datetime.date) -> bool:
    """Whether a group that has not answered hears again, or (after the last reminder) is rung by the worker."""
    last = dates.day_of(introduction.reminded_at or introduction.made_at)
    return working_days.add(last, policy.remind_after) <= on


def weeks_are_over(introduction: Introduction, policy: FollowUp, on: datetime.date) -> bool:
    """Whether a group that is told once a week has had as many of these e-mails as another has e-mails and
    reminders, and its days to answer the last: then the worker rings. The first of a week is on or after its Monday.
    """
    made = dates.day_of(introduction.made_at)
    first = made + datetime.timedelta(days=7 - made.weekday())
    last = first + datetime.timedelta(weeks=policy.reminders)
    return working_days.add(working_days.on_or_after(last), policy.remind_after) <= on


def is_due(introduction: Introduction, on: datetime.date) -> bool:
    """Whether it is somebody's task by now to ask for news."""
    return introduction.ask_news_on is not None and introduction.ask_news_on <= on


def said_no(introduction: Introduction, on: datetime.date) -> bool:
    """Whether the person said that they did not get there, or that it did not help, and nobody has dealt with it."""
    return is_due(introduction, on) and introduction.person_said in (
        PersonSaid.NO_HELP,
        PersonSaid.NOT_THERE,
    )


def asked_on(
    introduction: Introduction, policy: FollowUp, start: datetime.date
) -> datetime.date | None:
    """The day to ask the person: so many days after they should have gone. None once they have said it."""
    if introduction.person_said:
        return None
    return start + datetime.timedelta(days=policy.ask_person_after)


def _next_month(on: datetime.date) -> datetime.date:
    return (on.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def _name(person: Person) -> str:
    if person.preferred_name and person.preferred_name != person.first_name:
        return f"{person.full_name}, who goes by {person.preferred_name}"
    return person.full_name


def _phones(points: list[ContactPoint]) -> list[str]:
    return [
        _phone(point)
        for point in points
        if point.kind == ContactPoint.Kind.PHONE and point.is_safe_for(Channel.CALL)
    ]


def _phone(point: ContactPoint) -> str:
    cautions = [point.when_safe.strip()]
    if not point.is_safe_for(Channel.VOICEMAIL):
        cautions.append("do not leave a message")
    said = "; ".join(caution for caution in cautions if caution)
    return f"{phones.display(point.value)} ({said})" if said else phones.display(point.value)


def _number(said: str) -> str:
    """The number of what is said of a phone, without how it is safe."""
    return said.partition(" (")[0]


def _emails(points: list[ContactPoint]) -> list[str]:
    return [row.value for row in points if row.is_safe_for(Channel.EMAIL)]


def _addresses(points: list[ContactPoint]) -> list[str]:
    return [
        ", ".join(part for part in (*point.value.splitlines(), point.postcode) if part)
        for point in points
        if point.kind == ContactPoint.Kind.ADDRESS and point.ended_on is None
    ]


def _language(person: Person) -> str:
    known = person.language in languages.TABLE
    said = languages.label(person.language) if known else person.language
    if person.needs_interpreter:
        return f"{said}, with an interpreter" if said else "Needs an interpreter"
    return said


def _access(person: Person) -> str:
    labels = dict(accessible_information.choices())
    said = [labels.get(code, code) for code in person.access_needs]
    return "; ".join([*said, *filter(None, [person.access_notes.strip()])])
