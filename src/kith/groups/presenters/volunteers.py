"""Volunteers, their checks, matches and visits in the words of their pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from kith.groups import rules
from kith.groups.models import BefrienderVisit, Match, VolunteerCheck, VolunteerPolicy
from kith.groups.presenters.groups import SOMEBODY, Happened
from kith.groups.rules import Suited
from kith.groups.states import MATCHES, MatchState
from kith.people.models import Person
from kith.ui import dates
from kith.ui.items import Item, Press
from kith.ui.text import bidi
from kith.vocabulary import languages

COLOURS = {
    MatchState.PROPOSED: "blue",
    MatchState.GOING_ON: "green",
    MatchState.PAUSED: "yellow",
    MatchState.ENDED: "grey",
}

CHECKED = {
    VolunteerCheck.Kind.DBS: "a DBS check",
    VolunteerCheck.Kind.REFERENCES: "references",
    VolunteerCheck.Kind.TRAINING: "training",
}


def checks_tag(
    policy: VolunteerPolicy, checks: Iterable[VolunteerCheck], today: dt.date
) -> tuple[str, str]:
    """How the checks of a volunteer stand, in two words and a colour."""
    found = [one for one in rules.standings(policy, checks, today) if one.required]
    if any(one.check is not None and not one.holds for one in found):
        return "A check has run out", "red"
    if any(not one.holds for one in found):
        return "A check is missing", "orange"
    if any(one.soon for one in found):
        return "A check runs out soon", "yellow"
    return "Checked", "green"


def policy_words(policy: VolunteerPolicy) -> str:
    """``a DBS check, references and training. One that runs out stands here and on Today 60 days before``."""
    kinds = [CHECKED[VolunteerCheck.Kind(one)] for one in policy.required]
    listed = " and ".join(part for part in (", ".join(kinds[:-1]), kinds[-1]) if part)
    days = f"{policy.warn_days} days" if policy.warn_days != 1 else "1 day"
    return f"{listed}. One that runs out stands here and on Today {days} before"


def volunteer_rows(
    volunteers: Iterable[Any], policies: Mapping[Any, VolunteerPolicy], today: dt.date
) -> list[list[Any]]:
    """One row a volunteer: who, what they offer, where, how their checks stand, with how many people."""
    return [
        [
            {
                "text": bidi(row.name),
                "href": reverse("groups:volunteer", args=[row.pk]),
                "hint": f"Left on {dates.medium_date(row.ended_on)}" if row.ended_on else "",
            },
            {"text": bidi(row.offers), "hint": row.languages},
            bidi(row.areas),
            ""
            if row.ended_on
            else _cell(checks_tag(policies[row.scheme_id], row.checks.all(), today)),
            {"text": str(row.matched), "numeric": True},
        ]
        for row in volunteers
    ]


def check_rows(standings: Iterable[rules.Standing]) -> list[list[Any]]:
    """One row a check: how it stands, and who noted it."""
    return [
        [
            VolunteerCheck.Kind(one.kind).label,
            _cell(_standing(one)),
            one.words[:1].upper() + one.words[1:] if one.check else "",
            bidi(one.check.words) if one.check else "",
            bidi(one.check.by_name) if one.check else "",
        ]
        for one in standings
    ]


def _standing(one: rules.Standing) -> tuple[str, str]:
    if not one.required:
        return "Noted, not asked for", "grey"
    if one.check is None:
        return "Not on record", "orange"
    if not one.holds:
        return "Has run out", "red"
    return ("Runs out soon", "yellow") if one.soon else ("Holds", "green")


def _cell(tag: tuple[str, str]) -> dict[str, str]:
    return {"text": tag[0], "tag": tag[1]}


def check_item(standing: rules.Standing) -> Item:
    """A check that ran out, with the volunteer's matches `going_on`, or that runs out soon: somebody's work."""
    check, gone = standing.check, not standing.holds
    assert check is not None
    volunteer: Any = check.volunteer
    label = VolunteerCheck.Kind(check.kind).label
    return Item(
        check.volunteer.name,
        f"{label}: {standing.words}" + (". No match of theirs goes on" if gone else ""),
        href=reverse("groups:volunteer", args=[check.volunteer_id]),
        what="Ask for a new one",
        tags=[("Has run out", "red") if gone else ("Runs out soon", "yellow")],
        acts=[
            Press(
                "Note the new one",
                reverse("groups:add_check", args=[check.volunteer_id]),
                about=f"{label} of {check.volunteer.name}",
                first=gone,
            ),
            *(
                Press("Let their match rest", reverse("groups:pause", args=[match.pk]))
                for match in (volunteer.going_on if gone else ())
            ),
        ],
    )


def choices(suited: Iterable[Suited], person: Person) -> list[tuple[Any, str]]:
    """The volunteers in the order given, each with why they suit and what helps to choose, or why they cannot be
    chosen now.
    """
    return [(one.volunteer, _choice(one, person)) for one in suited]


def _choice(one: Suited, person: Person) -> str:
    row = one.volunteer
    if one.why_not:
        return f"Cannot be proposed now. {one.why_not}"
    why = [f"Speaks {languages.label(person.language)}"] if one.speaks else []
    why += [f"Goes to {one.near}, where they live"] if one.near else []
    why += [f"Visits {row.matched} already" if row.matched else "Visits nobody yet"]
    runs_out = "A check runs out soon" if one.check_soon else ""
    offers = [row.offers, row.languages, row.areas, runs_out]
    parts = [", ".join([why[0], *(part[:1].lower() + part[1:] for part in why[1:])]), *offers]
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())


def state_tag(match: Match) -> dict[str, str]:
    """Where a match is, as a tag."""
    return {"text": MATCHES.said(match.state), "colour": COLOURS[MatchState(match.state)]}


def match_item(match: Any) -> Item:
    """Somebody whom a volunteer is matched with; nobody's name where the reader may not open the record."""
    tag = (MATCHES.said(match.state), COLOURS[MatchState(match.state)])
    if not match.visible:
        return Item(SOMEBODY, f"Since {dates.medium_date(match.state_at)}", tags=[tag])
    return Item(
        match.person.kept.full_name,
        match.state_why or f"Since {dates.medium_date(match.state_at)}",
        href=reverse("groups:match", args=[match.pk]),
        tags=[tag],
    )


def agreed_rows(match: Match) -> list[dict[str, str]]:
    """When and how each of the two agreed."""
    return [
        {"key": match.person.kept.called, "value": _agreed(match.person_agreed_on, match.person_agreed_how)},
        {"key": match.volunteer.name, "value": _agreed(match.volunteer_agreed_on, match.volunteer_agreed_how)},
    ]  # fmt: skip


def _agreed(on: dt.date | None, how: str) -> str:
    return f"Agreed on {dates.medium_date(on)}: {how}" if on else "Not asked yet"


def still_to_agree(match: Match) -> list[tuple[str, str]]:
    """Which of the two has not agreed yet."""
    found = []
    if match.person_agreed_on is None:
        found.append(("person", match.person.kept.full_name))
    if match.volunteer_agreed_on is None:
        found.append(("volunteer", match.volunteer.name))
    return found


def visit_item(visit: BefrienderVisit) -> Item:
    """One visit in a list of them."""
    minutes = f", {visit.minutes} minutes" if visit.minutes else ""
    said = [("", visit.words)] if visit.words else []
    said += [("What was worrying", visit.worry)] if visit.worry else []
    return Item(
        dates.long_date(visit.visited_on),
        Markup("{}{}. Noted by {}").format(
            BefrienderVisit.Went(visit.went).label, minutes, bidi(visit.by_name)
        ),
        tags=[("Worrying", "red")] if visit.worry else [],
        said=said,
    )


def befrienders(
    matches: Iterable[Match], policy: VolunteerPolicy | None, today: dt.date
) -> list[dict[str, Any]]:
    """Who befriends somebody, for the side of their record; a check that ran out is said, and stops nothing."""
    return [
        {
            "row": row,
            "name": row.volunteer.name,
            "state": MATCHES.said(row.state),
            "colour": COLOURS[MatchState(row.state)],
            "flag": _flag(policy, row, today) if policy else "",
        }
        for row in matches
        if row.state != MatchState.ENDED
    ]


def _flag(policy: VolunteerPolicy, row: Match, today: dt.date) -> str:
    words, colour = checks_tag(policy, row.volunteer.checks.all(), today)
    return words if colour in ("red", "orange") else ""


def befriended(matches: Iterable[Match]) -> Iterator[Happened]:
    """What befriending adds to a timeline: that it was proposed, went on, ended, and each visit."""
    for row in matches:
        yield Happened(
            row.created_at, f"Befriender proposed: {row.volunteer.name}", row.why, row.by_name
        )
        if row.state != MatchState.PROPOSED:
            said = MATCHES.said(row.state).lower()
            yield Happened(row.state_at, f"Befriender {row.volunteer.name}: {said}", row.state_why)
        for visit in row.visits.all():
            minutes = f", {visit.minutes} minutes" if visit.minutes else ""
            went = BefrienderVisit.Went(visit.went).label.lower()
            body = "\n\n".join(part for part in (visit.words, visit.worry) if part)
            yield Happened(
                dates.midday(visit.visited_on),
                f"Visit by {row.volunteer.name}: {went}{minutes}",
                body,
                visit.by_name,
            )
