"""The scheme's own lists, read once for a whole sheet: practices, organisations, reasons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from kith.exchange.referral_sheet.referral import SheetReferral
from kith.organisations.models import Practice, Reason, ReferringOrganisation
from kith.vocabulary import ods
from kith.vocabulary import reasons as national_reasons
from kith.vocabulary.terms import fold

GP_PRACTICE = "01"
NOT_KNOWN = "99"
_SEPARATOR = re.compile(r"[,;|+\n]|\s/\s|/(?=\S)|\band\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who refers: a practice or an organisation of the scheme, or a name alone."""

    practice: Practice | None = None
    organisation: ReferringOrganisation | None = None
    name: str = ""

    @property
    def place(self) -> str:
        """The name by which the same referral is known again."""
        row = self.practice or self.organisation
        return row.name if row else self.name


class Lists:
    """What a row of a sheet is matched against. The context must be of the scheme."""

    def __init__(self, scheme_id: UUID) -> None:
        practices = list(Practice.objects.filter(scheme_id=scheme_id))
        self._by_code = {row.ods_code: row for row in practices}
        self._by_name = {fold(row.name): row for row in practices}
        self._organisations = {
            fold(row.name): row for row in ReferringOrganisation.objects.filter(scheme_id=scheme_id)
        }
        offered = Reason.objects.filter(scheme_id=scheme_id, is_offered=True)
        self._reasons = {fold(row.label): row for row in offered}

    def practice(self, given: SheetReferral) -> Practice | None:
        """The practice a person is with, when its code is of this scheme."""
        return self._by_code.get(given.practice_code or "")

    def practice_words(self, given: SheetReferral) -> str:
        """What to keep of a practice code that is no practice of this scheme."""
        code = given.practice_code or ""
        if not code or code in self._by_code:
            return ""
        return f"{ods.label(code)} ({code})" if ods.is_no_practice(code) else code

    def sender(self, given: SheetReferral) -> Sender:
        """Who refers: whom the row names, otherwise the person's practice if it comes from one."""
        name = given.referrer_organisation
        if name:
            key = fold(name)
            practice = self._by_code.get("".join(name.split()).upper()) or self._by_name.get(key)
            organisation = None if practice else self._organisations.get(key)
            return Sender(practice, organisation, "" if practice or organisation else name)
        if given.source in (None, GP_PRACTICE):
            return Sender(practice=self.practice(given))
        return Sender()

    def source(self, given: SheetReferral, sender: Sender) -> str:
        """The code of where the referral comes from; told by who refers when the row does not say."""
        if given.source:
            return given.source
        if sender.practice:
            return GP_PRACTICE
        return sender.organisation.source if sender.organisation else NOT_KNOWN

    def reasons(self, given: SheetReferral) -> list[Reason]:
        """The reasons of the scheme's list that the row's words name: all of them, or part by part."""
        whole = self._reason(given.reason)
        if whole:
            return [whole]
        named = (self._reason(part) for part in _SEPARATOR.split(given.reason))
        return list({row.pk: row for row in named if row}.values())

    def _reason(self, words: str) -> Reason | None:
        found = self._reasons.get(fold(words))
        code = national_reasons.recognise(words) if words and not found else None
        return self._reasons.get(fold(national_reasons.label(code))) if code else found
