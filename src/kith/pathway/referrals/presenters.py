"""Referrals in the words of a page."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.messages.documents.codes_sheet import CodesLine, CodesSheetDocument
from kith.messages.documents.letterhead import Letterhead
from kith.messages.documents.outcome_letter import record_date
from kith.messages.models import Email, Letter
from kith.organisations.models import Practice, Scheme
from kith.pathway.referrals.models import CodeOwed, Referral, WordBack, WordWanted
from kith.pathway.referrals.rules import reference, tier_of
from kith.ui.dates import date_and_time, date_in_words, day_of, medium_date, today
from kith.vocabulary import foundations, holistic_concerns, names, referral_sources, urgency
from kith.vocabulary import nhs_number as nhs_numbers
from kith.vocabulary.word_back import WAYS, WORDS, Kind, Tier, Way, Word, spoken


@dataclass(frozen=True)
class Status:
    """Where a referral is, as its referrer reads it: words, a colour beside them, what comes next."""

    words: str
    colour: str
    what_next: str


@dataclass(frozen=True)
class Told:
    """One thing that was said to the referrer."""

    heading: str
    colour: str
    said_at: datetime.datetime
    words: str
    asked: str
    ways: str

    def item(self) -> dict[str, Any]:
        """The item as `ui/parts.html` draws a timeline."""
        return {
            "date": date_and_time(self.said_at),
            "datetime": self.said_at.isoformat(),
            "heading": self.heading,
            "body": self.words,
            "tag": {"text": self.ways, "colour": "grey"} if self.ways else None,
        }


@dataclass(frozen=True)
class StatusPage:
    """What the holder of a referral's private link reads; `own`: the person, who asked for themselves."""

    own: bool
    reference: str
    status: Status
    asked: str
    told: tuple[Told, ...]
    may_answer: bool
    may_withdraw: bool


_BEFORE = Status("Received", "blue", "The team reads it next.")
_ENDED = frozenset({Kind.WITHDRAWN, Kind.NOT_TAKEN_ON, Kind.REDIRECTED, Kind.CLOSED})
_MAY_WITHDRAW = frozenset({Kind.ACKNOWLEDGED, Kind.QUESTION, Kind.RETURNED, Kind.SENT_AGAIN})


def status(told: Sequence[WordBack], *, now: datetime.datetime) -> Status:
    """Where a referral is as its referrer was told, newest word first: never more than they may hear."""
    if not told:
        return _BEFORE
    newest, word = told[0], _word(told[0])
    by = f" By {date_in_words(newest.next_by, now=now)}." if newest.next_by else ""
    return Status(word.label, word.colour, newest.what_next + by)


def told(rows: Iterable[WordBack], *, for_staff: bool = False) -> tuple[Told, ...]:
    """What was said, newest first; for staff, with how it went."""
    return tuple(
        Told(
            _word(row).label,
            _word(row).colour,
            row.said_at,
            row.words,
            row.asked,
            ways_told(row) if for_staff else "",
        )
        for row in rows
    )


def _word(row: WordBack) -> Word:
    return spoken(Kind(row.kind), to_person=row.to_person)


_HEARS = {
    Tier.EVERYTHING: "Hears how it goes: whether the person agreed or declined, the plan, the end.",
    Tier.OURS: "Hears what we decide and when we finish, and nothing of what the person says.",
    Tier.RECEIPT: "Hears that it came and what we ask of them, and nothing of how it goes.",
    Tier.OWN: "Asked for themselves: they read where it is on a page of their own.",
}


def hears(referral: Referral) -> str:
    """How much whoever referred hears, and on whose word if the person was asked."""
    said = _HEARS[tier_of(referral)]
    if referral.progress_agreed_on is None:
        return said
    return f"{said} Said on {medium_date(referral.progress_agreed_on)}: {referral.progress_word}."


NO_ADDRESS = "Nobody told: no address. Ring them"
LATER = "Nothing was sent: it was written up afterwards"


def _is_late(row: WordBack) -> bool:
    return row.created_at - row.said_at > datetime.timedelta(days=1)


def ways_told(row: WordBack) -> str:
    """How it went, and whether it did: an e-mail may wait or fail, a letter may be still to be sent."""
    if not row.ways:
        return "" if row.to_person else LATER if _is_late(row) else NO_ADDRESS
    unwanted = row.letter is not None and row.letter.state == Letter.State.NOT_NEEDED
    ways = [way for way in row.ways if not (unwanted and way == Way.LETTER)]
    said = [WAYS[Way(way)] for way in ways if way != Way.PAGE or len(ways) == 1]
    if row.email is not None and row.email.state != Email.State.SENT:
        said.append(row.email.get_state_display())
    if row.letter is not None and row.letter.state == Letter.State.OWED:
        said.append(row.letter.get_state_display())
    return ". ".join(said)


def status_page(
    referral_id: UUID, rows: Sequence[WordBack], *, now: datetime.datetime
) -> StatusPage:
    """The page behind a referral's private link, from its words back alone."""
    newest = Kind(rows[0].kind) if rows else Kind.ACKNOWLEDGED
    own = bool(rows and rows[0].to_person)
    return StatusPage(
        own=own,
        reference=reference(referral_id),
        status=status(rows, now=now),
        asked=rows[0].asked if rows else "",
        told=told(rows),
        may_answer=newest in (Kind.RETURNED, Kind.QUESTION),
        may_withdraw=newest not in _ENDED if own else bool(rows) and newest in _MAY_WITHDRAW,
    )


SHEET_HEAD = ("Name", "Born", "NHS number", "Code", "Term", "Since", "Told")


@dataclass(frozen=True)
class CodeRow:
    """One code of a practice's sheet, laid out as practice staff find the record."""

    id: UUID
    name: str
    born: str
    nhs_number: str
    code: str
    term: str
    since: str
    told: str
    became: str

    def cells(self) -> tuple[str, ...]:
        """The row as `SHEET_HEAD` names it. A cell that a spreadsheet would run is made text."""
        cells = (
            self.name, self.born, self.nhs_number, self.code, self.term, self.since, self.told,
        )  # fmt: skip
        return tuple(f"'{cell}" if cell[:1] in "=+-@" else cell for cell in cells)


def code_rows(rows: Iterable[CodeOwed]) -> list[CodeRow]:
    """The rows of a sheet, in their order."""
    return [_code_row(row) for row in rows]


def _code_row(row: CodeOwed) -> CodeRow:
    person = row.referral.person
    who = "The referrer had coded it" if row.coded_first else "Filed"
    became = f"{who}, {medium_date(row.filed_on)}, {row.filed_by_name}" if row.filed_on else ""
    return CodeRow(
        row.pk,
        names.formal_name(person.first_name, person.last_name),
        record_date(person.date_of_birth),
        nhs_numbers.spaced(person.nhs_number) if person.nhs_number else "Not known",
        row.code,
        row.get_code_display(),
        record_date(day_of(row.owed_at)),
        f"{row.told_how}, {medium_date(row.told_at)}" if row.told_at else "Not yet",
        became,
    )


def sheet(scheme: Scheme, practice: Practice, rows: Sequence[CodeRow]) -> CodesSheetDocument:
    """The sheet of a practice on paper."""
    head = Letterhead(scheme.name, tuple(scheme.address.splitlines()), scheme.phone, scheme.email)
    lines = tuple(
        CodesLine(row.name, row.born, row.nhs_number, row.code, row.term, row.since) for row in rows
    )
    return CodesSheetDocument(head, today(), practice.name, practice.ods_code, lines)


def wanted_words(row: WordWanted) -> str:
    """What a practice gets, in a sentence."""
    letters = [WORDS[Kind(kind)].label.lower() for kind in row.letters]
    said = f"Letters when: {', '.join(letters)}" if letters else "No letters"
    return f"{said}. {'A' if row.weekly_sheet else 'No'} weekly sheet of codes owed."


@dataclass(frozen=True)
class OfPlace:
    """A referral of one's practice or organisation: where it is, and whose it is only as far as needed."""

    who: str
    href_id: UUID | None
    referred_on: datetime.date
    by: str
    status: Status


def of_place(referral: Referral, membership_id: UUID) -> OfPlace:
    """A line of the list: a name where it is one's own referral, initials where it is a colleague's."""
    own = referral.referrer_id == membership_id
    initials = "".join(f"{name[0]}." for name in referral.name_given.split())
    return OfPlace(
        referral.name_given if own else initials,
        referral.pk if own else None,
        referral.referred_on,
        "You" if own else referral.referrer_name or "A colleague",
        status(referral.told, now=timezone.now()),  # type: ignore[attr-defined]
    )


def reasons_by_foundation(referral: Referral) -> list[tuple[str, list[str]]]:
    """(title of a foundation, the reasons under it), in the foundations' order; only those given."""
    rows = [row.reason for row in referral.reasons.all()]
    return [
        (title, [reason.label for reason in rows if reason.foundation == key])
        for key, title in foundations.choices()
        if any(reason.foundation == key for reason in rows)
    ]


def from_whom(referral: Referral) -> str:
    """Who refers, in one line."""
    said = [referral.referrer_name, referral.referrer_role, referral.organisation_name]
    return ", ".join(part for part in said if part) or referral_sources.label(referral.source)


def whence(referral: Referral) -> str:
    """Who made a referral that joined a case, and when."""
    place = referral.practice.name if referral.practice else referral.organisation_name
    who = ", ".join(part for part in (referral.referrer_name, place) if part) or "themselves"
    return f"from {who}, {medium_date(referral.referred_on)}"


def rows(referral: Referral) -> list[dict[str, Any]]:
    """What a referral says apart from its two texts, as a summary list."""
    knows = {True: "Yes", False: "No, not yet", None: "Not said"}[referral.person_knows]
    return [
        {"key": "From", "value": from_whom(referral)},
        {"key": "Source", "value": referral_sources.label(referral.source)},
        {"key": "How soon", "value": urgency.label(referral.urgency)},
        {"key": "Knows we will call", "value": knows},
        {"key": "Reach the referrer", "value": referral.referrer_contact},
        {"key": "Notes", "value": referral.notes} if referral.notes else {},
        *({"key": one["question"], "value": one["answer"]} for one in referral.more),
    ]


_ANSWERED_BY = (
    ("Name", "first_name last_name"),
    ("Born", "date_of_birth"),
    ("NHS number", "nhs_number"),
    ("Phone", "phone"),
    ("E-mail", "email"),
    ("Address", "address postcode"),
    ("Asked by", "asker_name asker_relationship asker_phone asker_email"),
    ("Referred by", "referrer_name referrer_role referrer_email"),
    ("What the referrer sees", "referrer_sees"),
    ("What the person says", "person_says"),
    ("Risk", "risk_text"),
    ("In their words", "words"),
)


def answers_rows(answers: dict[str, Any]) -> list[dict[str, Any]]:
    """What somebody wrote on a page without an account, as they gave it, as a summary list."""
    lines = [
        (key, " ".join(str(answers[n]) for n in names.split() if answers.get(n)))
        for key, names in _ANSWERED_BY
    ]
    more = [(one["question"], one["answer"]) for one in answers.get("more", [])]
    brought = _brought_rows(answers.get("programme") or {}, len(answers.get("files") or []))
    return [{"key": key, "value": value} for key, value in [*lines, *brought, *more] if value]


def _brought_rows(brought: dict[str, Any], files: int) -> list[tuple[str, str]]:
    """The programme, stage and concerns that were given, and how many files came along."""
    on = brought.get("stage_on")
    since = f", since {medium_date(datetime.date.fromisoformat(on))}" if on else ""
    rated = [
        f"{holistic_concerns.label(one['what'], one['words'])} {one['rating']}"
        for one in brought.get("concerns", [])
    ]
    return [
        ("Programme", brought.get("name", "")),
        ("Stage", brought["stage_name"] + since if brought.get("stage_name") else ""),
        ("Concerns, 0 to 10", "; ".join(rated)),
        ("Files, not yet checked", str(files) if files else ""),
    ]
