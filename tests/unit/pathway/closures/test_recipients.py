"""An outcome letter has several recipients: each agreed to by the person, each with a letter of its own."""

from __future__ import annotations

import pytest

from kith.isolation import context
from kith.messages.models import Letter
from kith.pathway.closures import actions, recipients
from kith.pathway.closures.models import ClosureLetter
from kith.resilience.errors import Refused
from kith.ui.dates import today
from kith.vocabulary import closure_reasons
from tests import cast
from tests.unit.pathway.stories import a_case


@pytest.fixture(autouse=True)
def media(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def _agreed(**given):
    return {"agreed_how": "On the phone", "agreed_on": today(), **given}


def test_each_recipient_gets_a_letter_and_one_taken_off_the_list_gets_none(db):
    case = a_case(agreed=True)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        for kind, organisation in (("hospital", "Ward 3"), ("key_worker", "Breast care team")):
            actions.add_recipient(
                by=cast.TESTS, case=case, kind=kind, organisation=organisation, **_agreed()
            )
        left = actions.add_recipient(
            by=cast.TESTS, case=case, kind="other", name="Mr Bello", **_agreed()
        )
        actions.end_recipient(by=cast.TESTS, recipient=left)
        closure = actions.close(
            by=cast.TESTS, case=case, reason=closure_reasons.COMPLETED, summary="Well."
        )
        sent = {row.letter.to_organisation for row in recipients.further_letters(closure)}
        assert sent == {"Ward 3", "Breast care team"}
        assert closure.letter.to_organisation == "Merchant Street Practice"
        assert Letter.objects.count() == 3
        assert ClosureLetter.objects.count() == 2


def test_nobody_gets_a_letter_without_the_persons_agreement_or_a_name(db):
    case = a_case()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        given = {"by": cast.TESTS, "case": case, "kind": "hospital"}
        with pytest.raises(Refused, match="how the person agreed"):
            actions.add_recipient(**given, organisation="Ward 3", **_agreed(agreed_how=" "))
        with pytest.raises(Refused, match="a name or a team"):
            actions.add_recipient(**given, **_agreed())
        assert actions.add_recipient(**given, organisation="Ward 3", **_agreed())


def test_the_page_lists_them_after_the_practice(company, key):
    case = a_case(agreed=True)
    nadia, path = company.client("nadia"), f"/desk/closures/{case.pk}/letter-recipients"
    day = today()
    typed = {"kind": "hospital", "organisation": "Ward 3", "agreed_how": "On the phone",
             "agreed_on_day": str(day.day), "agreed_on_month": str(day.month),
             "agreed_on_year": str(day.year)}  # fmt: skip
    assert nadia.post(path, {**typed, "agreed_how": "", **key()}).status_code == 400
    assert nadia.post(path, {**typed, **key()}).status_code == 302
    shown = nadia.get(path).content.decode().split("kith-items", 1)[1]
    assert shown.index("Merchant Street Practice") < shown.index("Ward 3")
