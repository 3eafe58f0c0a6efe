"""The SNOMED CT codes that people's answers owe their practices: told once an episode, ticked when filed."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.messages import actions as messages
from kith.organisations.models import Practice
from kith.pathway.referrals import queries, rules
from kith.pathway.referrals.models import CodeOwed, CodesSheet, Referral, WordWanted
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import day_of, today

OF_THE_PAST = "Recorded from an earlier time"
LONG_AGO = datetime.timedelta(days=28)


@action("referrals.owe_code")
def owe_code(
    *, by: Actor, referral: Referral, at: datetime.datetime | None = None
) -> CodeOwed | None:
    """Owe the practice the code of the person's answer; None when the answer owes none, or it is owed already.

    An episode is one referral taken on with its re-openings, so a second yes owes nothing. What happened longer
    than four weeks ago was told by whoever ran the service then.
    """
    concept = rules.code_owed(referral)
    if concept is None or referral.codes_owed.filter(code=concept.code).exists():
        return None
    moment = at or timezone.now()
    settled = timezone.now() - moment > LONG_AGO
    return CodeOwed.objects.create(
        scheme_id=referral.scheme_id,
        referral=referral,
        practice=referral.practice or referral.person.practice,
        code=concept.code,
        owed_at=moment,
        told_at=moment if settled else None,
        told_how=OF_THE_PAST if settled else "",
        filed_on=day_of(moment) if settled else None,
        filed_by_name=OF_THE_PAST if settled else "",
        coded_first=False if settled else None,
    )


@action("referrals.take_back_codes")
def take_back_codes(*, by: Actor, referral: Referral) -> None:
    """Owe nothing for an answer that is undone within its minute."""
    referral.codes_owed.all().delete()


@action("referrals.mark_codes_told")
def mark_codes_told(
    *, by: Actor, referral: Referral, how: str, at: datetime.datetime | None = None
) -> int:
    """Note that a letter told the practice the codes of an episode; how many it told for the first time."""
    untold = referral.codes_owed.filter(told_at=None)
    return untold.update(told_at=at or timezone.now(), told_how=how)


@action("referrals.make_sheet")
def make_sheet(*, by: Actor, practice: Practice, on: datetime.date) -> CodesSheet | None:
    """Put what is owed to a practice since its last sheet on a new one, and e-mail that it waits.

    None when nothing is owed, the practice wants no sheet, or this day's is made already.
    """
    owed = queries.codes_owed_to(practice).filter(sheet=None)
    if not queries.wanted_by(practice).weekly_sheet or not owed.exists():
        return None
    sheet, made = CodesSheet.objects.get_or_create(
        scheme_id=practice.scheme_id, practice=practice, made_on=on
    )
    if not made:
        return None
    ids = list(owed.values_list("pk", flat=True))
    CodeOwed.objects.filter(pk__in=ids, told_at=None).update(
        told_at=timezone.now(), told_how="The weekly sheet"
    )
    CodeOwed.objects.filter(pk__in=ids).update(sheet=sheet)
    if practice.email:
        link = settings.SITE_URL + reverse("referrals:codes", args=[practice.pk])
        messages.queue_email(
            by=by,
            scheme_id=practice.scheme_id,
            kind="codes_waiting",
            to=practice.email,
            link=link,
        )
    return sheet


@action("referrals.file_code")
def file_code(
    *,
    by: Actor,
    code: CodeOwed,
    coded_first: bool = False,
    on_whose_word: str = "",
    at: datetime.datetime | None = None,
) -> CodeOwed:
    """Tick a code as filed in the practice's system; `coded_first` when the referrer had coded it by themselves.

    `on_whose_word` is who at the practice said so, when a colleague of ours ticks. Raises Refused when it is ticked.
    """
    waiting = CodeOwed.objects.filter(pk=code.pk, filed_on=None)
    name = ", ".join(part for part in (by.name, on_whose_word.strip()) if part)
    if not waiting.update(filed_on=today(at), filed_by_name=name[:200], coded_first=coded_first):
        raise Refused("This code was ticked already. Reload the page to see by whom.")
    code.refresh_from_db()
    return code


@action("referrals.unfile_code")
def unfile_code(*, by: Actor, code: CodeOwed) -> CodeOwed:
    """Take a tick away that was made by mistake: the code is owed again. Raises Refused when it has none."""
    if code.filed_on is None:
        raise Refused("This code has no tick. Reload the page to see where it is.")
    change(code, filed_on=None, filed_by_name="", coded_first=None)
    return code


@action("referrals.choose_word_back")
def choose_word_back(
    *, by: Actor, practice: Practice, letters: list[str], weekly_sheet: bool
) -> WordWanted:
    """Record which letters a practice gets, and whether it gets a weekly sheet of codes owed."""
    row, _ = WordWanted.objects.update_or_create(
        scheme_id=practice.scheme_id,
        practice=practice,
        defaults={
            "letters": letters,
            "weekly_sheet": weekly_sheet,
            "chosen_by_name": by.name[:200],
        },
    )
    return row
