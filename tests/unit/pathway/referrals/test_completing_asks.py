"""What was sent without an account and could not become a referral is completed, and settled in the same press."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from kith.isolation import context
from kith.organisations.models import Practice, Reason
from kith.pathway.referrals import actions, rules
from kith.pathway.referrals.models import Ask, Referral
from kith.ui.dates import today
from tests.cast import BOW, TESTS

Key = Callable[[], dict[str, str]]
FROM_PRACTICE = {
    "first_name": "Maya", "last_name": "Suharto", "date_of_birth": "1956-02-29", "person_knows": True,
    "phone": "", "phone_safe_for": ["call"], "language": "bn", "referrer_sees": "Has not left the flat.",
    "urgency": "soon", "risk": "none_known", "referrer_name": "Grace Oduya", "referrer_role": "Receptionist",
    "referrer_email": "grace@merchant.example",
    "more": [{"key": "step", "question": "Any steps?", "answer": "Four"}],
}  # fmt: skip
FROM_DAUGHTER = {
    "for_whom": "other", "first_name": "Rosa", "last_name": "Suharto", "date_of_birth": "1936-02-29",
    "foundations": ["friends"], "words": "She is alone all day.", "asker_name": "Ines Suharto",
    "asker_relationship": "Daughter", "asker_email": "ines@post.example", "person_knows": True,
}  # fmt: skip


def bow() -> Any:
    return context.in_scheme(BOW, actor=TESTS.key)


def sent(answers: dict[str, Any], *, via: Any = None, days: int = 0) -> Ask:
    """What could not become a referral, for want of any way to reach the person, so many days ago."""
    with bow():
        ask = actions.send_ask(by=TESTS, scheme_id=BOW, answers=answers, via=via)
        Ask.objects.filter(pk=ask.pk).update(
            created_at=timezone.now() - datetime.timedelta(days=days)
        )
        return actions.read_ask(by=TESTS, ask=Ask.objects.get(pk=ask.pk))


def values(page: str) -> dict[str, Any]:
    """What a browser would send back of a form's texts, choices and lists."""
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]+>", page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        name, kind = attributes.get("name", ""), attributes.get("type", "text")
        if kind in ("radio", "checkbox") and " checked" not in tag:
            continue
        if kind == "checkbox":
            found.setdefault(name, []).append(attributes["value"])
        elif name:
            found[name] = attributes.get("value", "")
    for name, inside in re.findall(r'<select[^>]+name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', inside)
        found[name] = chosen[1] if chosen else ""
    for name, text in re.findall(r'<textarea[^>]+name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
        found[name] = text.strip()
    return found


def test_only_what_was_missing_is_typed_and_the_press_settles_it(
    db: None, company: Any, key: Key
) -> None:
    with bow():
        practice = Practice.objects.get(ods_code="F84901")
        reason = Reason.objects.filter(scheme_id=BOW).order_by("position")[0]
    ask = sent({**FROM_PRACTICE, "reasons": [str(reason.pk)]}, via=practice.pk, days=6)
    assert "phone number" in ask.problem
    tess, reference = company.client("tess"), ask.reference
    queue = tess.get("/desk/triage").content.decode()
    assert "1 thing sent without an account, and not yet a referral" in queue
    assert "6 days ago" in queue
    assert "Late" in queue
    assert "and not yet a referral" in tess.get("/desk/team").content.decode()
    page = f"/desk/referrals/sent/{ask.pk}"
    assert page in tess.get(f"/desk/triage/ask/{ask.pk}").content.decode()
    typed = {**values(tess.get(page).content.decode()), "phone": "07700 900123", **key()}
    assert (typed["source"], typed["practice"]) == ("01", str(practice.pk))
    made = tess.post(page, typed)
    assert made.status_code == 302, made.content.decode()
    with bow():
        ask, referral = Ask.objects.get(), Referral.objects.get()
        assert (ask.referral, ask.problem) == (referral, "")
        assert ask.handled_at is not None
        assert rules.reference(referral.pk) == reference
        assert (referral.door, referral.practice) == ("practice", practice)
        assert referral.received_at == ask.created_at
        assert referral.referrer_role == "Receptionist"
        assert referral.referrer_contact == "grace@merchant.example"
        assert [row.reason for row in referral.reasons.all()] == [reason]
        assert referral.more == FROM_PRACTICE["more"]
        assert referral.person.language == "bn"
        assert referral.words_back.get().email is not None, "whoever sent it hears now"
    again = tess.post(page, {**typed, **key(), "last_name": "Bright"})
    assert again.status_code == 400
    assert "dealt with this already" in again.content.decode()
    assert tess.get(page).status_code == 302


def test_a_daughters_words_stay_hers_and_the_door_is_the_public_page(
    db: None, company: Any, key: Key
) -> None:
    ask, tess = sent(FROM_DAUGHTER), company.client("tess")
    page = f"/desk/referrals/sent/{ask.pk}"
    typed = values(tess.get(page).content.decode())
    assert "She is alone all day." in typed["referrer_sees"]
    assert typed["source"] == "03"
    made = tess.post(page, {**typed, "phone": "07700 900123", "person_knows": "yes", **key()})
    assert made.status_code == 302, made.content.decode()
    with bow():
        referral = Referral.objects.get()
        assert (referral.door, referral.referrer_name) == ("ask", "Ines Suharto")
        assert referral.person.linked_people.get().name == "Ines Suharto"


def test_one_that_is_there_already_gets_the_words(db: None, company: Any, key: Key) -> None:
    with bow():
        practice = Practice.objects.get(ods_code="F84901")
    whole = {**FROM_PRACTICE, "phone": "07700 900123", "nhs_number": "9990000018"}
    sent(whole, via=practice.pk)
    broken = {"phone": "", "referrer_sees": "Fell twice.", "date_of_birth": "29 Feb"}
    ask = sent({**whole, **broken}, via=practice.pk)
    tess, page = company.client("tess"), f"/desk/referrals/sent/{ask.pk}"
    born = {"date_of_birth_day": 29, "date_of_birth_month": 2, "date_of_birth_year": 1956}
    typed = {**values(tess.get(page).content.decode()), **born, "phone": "07700 900123", **key()}
    assert tess.post(page, typed).status_code == 302
    with bow():
        referral = Referral.objects.get()
        assert "Fell twice." in referral.referrer_sees
        assert set(Ask.objects.values_list("referral", flat=True)) == {referral.pk}


@pytest.mark.parametrize(
    "answers", [{}, {"last_name": 7, "date_of_birth": []}, {"reasons": 3, "programme": {"id": 4}}]
)
def test_what_nobody_can_read_opens_an_empty_form(db: None, company: Any, answers: Any) -> None:
    shown = company.client("tess").get(f"/desk/referrals/sent/{sent(answers).pk}")
    assert shown.status_code == 200


def test_of_another_scheme_it_is_not_there(db: None, company: Any) -> None:
    page = f"/desk/referrals/sent/{sent({}).pk}"
    assert company.client("nadia").get(page).status_code == 403
    assert company.client("sana").get(page).status_code in (403, 404)


def test_a_returned_referral_is_completed_for_a_referrer_who_was_rung(
    company: Any, key: Key, in_bow: object
) -> None:
    from tests.unit.desk.people import referred

    row = referred(referrer_contact="020 7946 0011")
    actions.return_to_referrer(by=TESTS, referral=row, reason="Which flat?")
    tess = company.client("tess")
    queue = tess.get("/desk/triage").content.decode()
    assert "Returned, waiting for the referrer" in queue
    assert "Nobody told: no address. Ring them: 020 7946 0011" in queue
    assert "returned referral" not in tess.get("/desk/team").content.decode(), "they have a week"
    Referral.objects.update(decided_at=timezone.now() - datetime.timedelta(days=12))
    assert "1 returned referral, waiting" in tess.get("/desk/team").content.decode()
    page = f"/desk/referrals/{row.pk}/again"
    assert company.client("ruth").get(page).status_code == 404, "neither hers nor hers to decide"
    added = {"referrer_sees": "Flat 4.", **key()}
    version = values(tess.get(page).content.decode())
    assert tess.post(page, {**version, **added}).status_code == 302
    row.refresh_from_db()
    assert row.decision == "received"
    assert row.referred_on == today()
