"""Files of a referral, and letters that somebody types in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action, apart
from kith.files import actions as files
from kith.files import queries as kept
from kith.files.models import Upload
from kith.isolation.actor import Actor
from kith.pathway.referrals.actions.again import add_words
from kith.pathway.referrals.actions.receiving import AlreadyReceived, receive
from kith.pathway.referrals.models import Attachment, IncomingLetter, Referral
from kith.pathway.referrals.queries.doors import closed_words
from kith.pathway.referrals.rules import came_at
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today
from kith.vocabulary.doors import Door

What = Attachment.What


@action("referrals.attach")
def attach(
    *,
    by: Actor,
    referral: Referral,
    name: str,
    content: bytes,
    what: str = What.OTHER,
    came_along: bool = False,
) -> Attachment:
    """Keep a file with a referral, its pages as pictures. Raises Refused for one that cannot be shown."""
    upload = files.take_in(by=by, scheme_id=referral.scheme_id, name=name, content=content)
    return _attached(by, referral, upload, what, came_along)


def join_left(by: Actor, referral: Referral, left: Iterable[UUID], by_name: str) -> None:
    """Inside the door that reads what a stranger sent: the files they left become the referral's. Until
    they were looked into nobody sees more of them than that they came.
    """
    taken = set(Attachment.objects.filter(upload_id__in=left).values_list("upload_id", flat=True))
    for upload in kept.left(referral.scheme_id, left):
        if upload.pk not in taken:
            _attached(by, referral, upload, _what(referral), True, by_name)


def _what(referral: Referral) -> str:
    """What a file that came along most likely is."""
    programme = referral.programme
    return What.ASSESSMENT if programme and programme.asks_concerns else What.OTHER


def _attached(
    by: Actor,
    referral: Referral,
    upload: Upload,
    what: str,
    came_along: bool,
    by_name: str = "",
) -> Attachment:
    return Attachment.objects.create(
        scheme_id=referral.scheme_id,
        referral=referral,
        upload=upload,
        what=What(what),
        by_name=by_name or by.name,
        came_along=came_along,
    )


@action("referrals.receive_with_files")
def receive_with_files(
    *, by: Actor, scheme_id: UUID, files: Sequence[tuple[str, bytes]], **given: Any
) -> tuple[Referral, bool]:
    """Receive a referral and the files, as (name, content), that came with it: all or nothing. `given` is
    what `receive` takes. Returns it, and whether it was there already; then its words and the files join it. Raises
    Refused, naming the file, for one that cannot be shown.
    """
    referral, there = received(by, scheme_id, given)
    for name, content in files:
        try:
            attach(
                by=by, referral=referral, name=name, content=content,
                what=_what(referral), came_along=True,
            )  # fmt: skip
        except Refused as refusal:
            raise Refused(f"{name}: {refusal.message}", field="files") from refusal
    return referral, there


def received(by: Actor, scheme_id: UUID, given: dict[str, Any]) -> tuple[Referral, bool]:
    """Inside a door: the referral that `receive` makes of `given`, or the same one where it is there already, with
    the words that are new.
    """
    try:
        with apart():
            return receive(by=by, scheme_id=scheme_id, **given), False
    except AlreadyReceived as there:
        said = {name: given.get(name, "") for name in ("referrer_sees", "person_says")}
        add_words(by, there.referral, **said)
        return there.referral, True


@action("referrals.bring_letter")
def bring_letter(
    *,
    by: Actor,
    scheme_id: UUID,
    name: str,
    content: bytes,
    came_on: datetime.date | None = None,
    came_from: str = "",
) -> IncomingLetter:
    """Keep a letter that waits to be typed in. Raises Refused for one that cannot be shown, a day to come, and
    while the scheme takes no letters.
    """
    if closed := closed_words(scheme_id, Door.LETTER):
        raise Refused(closed)
    day = came_on or today()
    if day > today():
        raise Refused("This day has not come yet. Check the date.", field="came_on")
    upload = files.take_in(by=by, scheme_id=scheme_id, name=name, content=content)
    return IncomingLetter.objects.create(
        scheme_id=scheme_id,
        upload=upload,
        came_on=day,
        came_from=came_from.strip(),
        by_name=by.name,
    )


@action("referrals.take_letter")
def take_letter(*, by: Actor, letter: IncomingLetter) -> IncomingLetter:
    """Say that one is typing a letter in, so that nobody else does. Raises Refused when it is done."""
    _check_waits(letter)
    own = by.membership_id(letter.scheme_id)
    if letter.taken_by_id != own:
        change(letter, taken_by_id=own, taken_at=timezone.now())
    return letter


@action("referrals.put_letter_aside")
def put_letter_aside(*, by: Actor, letter: IncomingLetter, why: str) -> IncomingLetter:
    """Put aside a letter that is no referral; it is kept. Raises Refused without a reason, or when done."""
    _check_waits(letter)
    if not why.strip():
        raise Refused("Say why, in a few words.", field="why")
    change(letter, aside_why=why.strip()[:300], ended_at=timezone.now())
    return letter


@action("referrals.type_in_letter")
def type_in_letter(*, by: Actor, letter: IncomingLetter, **given: Any) -> Referral:
    """Make a referral of a letter; its picture stays with it. `given` is what `receive` takes.

    It was received when the letter came, so that the days it lay here are seen. A referral that is there already
    gets the letter and the words. Raises Refused as `receive` does, and when somebody typed it in meanwhile.
    """
    _check_waits(letter)
    came = {"door": Door.LETTER, "at": came_at(letter), "just_came": True}
    referral, _ = received(by, letter.scheme_id, {**given, **came})
    _attached(by, referral, letter.upload, What.LETTER, came_along=True)
    change(letter, expected=letter.version, referral=referral, ended_at=timezone.now())
    return referral


def _check_waits(letter: IncomingLetter) -> None:
    if letter.ended_at is not None:
        raise Refused("This letter has been dealt with already. Go back to the list.")
