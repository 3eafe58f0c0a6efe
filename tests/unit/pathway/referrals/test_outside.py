"""The page of a practice or an organisation: referring and signposting by a private link."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from kith.isolation import context, links
from kith.isolation.context import Kind
from kith.organisations import actions as organisations
from kith.organisations.models import Practice, ReferringOrganisation
from kith.pathway.referrals import actions, jobs, rules
from kith.pathway.referrals.models import Ask, Referral, Signposting
from kith.pathway.referrals.queries import doors
from kith.people.models import ContactPoint
from kith.resilience import strangers
from kith.resilience.errors import Refused
from tests.cast import BOW, POPLAR, TESTS

Key = Callable[[], dict[str, str]]
SAID: dict[str, Any] = {
    "last_name": "Suharto",
    "date_of_birth_day": "29", "date_of_birth_month": "2", "date_of_birth_year": "1956",
    "phone": "07700 900123", "phone_safe_for": ["call"], "person_knows": "no",
    "referrer_sees": "Has not left the flat since March.", "risk": "not_asked", "urgency": "soon",
    "referrer_name": "Grace Oduya", "referrer_role": "Receptionist",
    "referrer_email": "grace@merchant.example",
}  # fmt: skip


def bow() -> Any:
    return context.in_scheme(BOW, actor=TESTS.key)


def page_of(place: Practice | ReferringOrganisation) -> str:
    with bow():
        link = actions.give_link(by=TESTS, scheme_id=BOW, place_id=place.pk)
    return f"/refer/{links.token_of(link.pk)}"


@pytest.fixture
def practice(db: None) -> Practice:
    with bow():
        return Practice.objects.get(ods_code="F84901")


@pytest.fixture
def hospital(db: None) -> ReferringOrganisation:
    with bow():
        return organisations.add_referring_organisation(
            by=TESTS, scheme_id=BOW, name="Mile End Ward", source="06"
        )


def send(client: Client, address: str, key: Key, **changed: Any) -> Any:
    opened = re.search(r'name="opened"[^>]*value="([^"]+)"', client.get(address).content.decode())
    assert opened
    return client.post(address, {**key(), **SAID, "opened": opened[1], **changed})


def read_all() -> None:
    with bow():
        ids = list(Ask.objects.values_list("pk", flat=True))
    for ask_id in ids:
        jobs.read_ask(str(BOW), str(ask_id))


def test_a_receptionist_refers_without_an_account(practice: Practice, key: Key) -> None:
    client, address = Client(), page_of(practice)
    sent = send(client, address, key)
    assert (sent.status_code, sent["Location"]) == (302, f"{address}/sent")
    said = client.get(sent["Location"]).content.decode()
    assert "They do not know yet" in said
    assert "grace@merchant.example" in said
    read_all()
    with bow():
        ask, referral = Ask.objects.get(), Referral.objects.get()
        assert ask.reference in said
        assert ask.reference == rules.reference(referral.pk)
        assert (referral.door, referral.source, referral.practice) == ("practice", "01", practice)
        assert (referral.referrer_name, referral.referrer_role) == ("Grace Oduya", "Receptionist")
        assert referral.referrer_contact == "grace@merchant.example"
        assert (referral.person_knows, referral.urgency) == (False, "soon")
        assert referral.person.practice == practice
        assert ContactPoint.objects.get().safe_for == ["call"]


def test_a_hospital_comes_in_by_the_professionals_door(
    hospital: ReferringOrganisation, key: Key
) -> None:
    assert send(Client(), page_of(hospital), key, risk="none_known").status_code == 302
    read_all()
    with bow():
        referral = Referral.objects.get()
        assert (referral.door, referral.source) == ("professional", "06")
        assert (referral.organisation, referral.practice) == (hospital, None)


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"last_name": ""}, "Enter their name"),
        ({"phone": ""}, "Enter a phone number, or an e-mail or an address"),
        ({"phone": "12"}, "phone"),
        ({"person_knows": ""}, "Select yes or no"),
        ({"referrer_sees": ""}, "Choose a reason below, or say what you see"),
        ({"referrer_name": ""}, "Enter your name"),
        ({"nhs_number": "123"}, "NHS number"),
        ({"postcode": "nowhere"}, "postcode"),
        ({"risk": "stated"}, "Say what the risk is"),
        ({"referrer_sees": "x" * 100_000}, "10,000 characters or fewer"),
        ({"last_name": "A\x00B"}, "hidden"),
        ({"risk": ["a", "b"]}, "There is a problem"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_what_was_typed_is_kept(
    practice: Practice, key: Key, spoilt: dict[str, Any], said: str
) -> None:
    client, address = Client(), page_of(practice)
    shown = send(client, address, key, **spoilt)
    assert shown.status_code == 400
    page = shown.content.decode()
    assert said in page
    assert "Grace Oduya" in page or "referrer_name" in spoilt
    with bow():
        assert not Ask.objects.exists()


@pytest.mark.parametrize(
    "words", ["🙂🙂", "مرحبا", "<script>alert(1)</script>", "'; DROP TABLE x;--", "{{ 7 * 7 }}"]
)
def test_any_words_are_kept_as_they_are(practice: Practice, key: Key, words: str) -> None:
    assert send(Client(), page_of(practice), key, referrer_sees=words).status_code == 302
    read_all()
    with bow():
        assert Referral.objects.get().referrer_sees == words


def test_the_page_shows_nothing_about_anyone(practice: Practice, key: Key) -> None:
    client, address = Client(), page_of(practice)
    send(client, address, key)
    read_all()
    for visitor in (client, Client()):
        assert "Suharto" not in visitor.get(address).content.decode()
    with context.enter(Kind.LINK, schemes=[BOW], subject=str(practice.pk)):
        for model in (Referral, Ask):
            with pytest.raises(DatabaseError, match="link context"), transaction.atomic():
                model.objects.count()


def test_those_who_sign_in_see_the_practices_last_referrals(
    company: Any, practice: Practice, key: Key
) -> None:
    send(Client(), page_of(practice), key, first_name="Ratna")
    read_all()
    seen = company.client("ruth").get("/desk/referrals/new").content.decode()
    assert "R.S." in seen
    assert "Suharto" not in seen
    assert "Grace Oduya" in seen
    assert "R.S." not in company.client("ray").get("/desk/referrals/new").content.decode()


def test_a_renewed_or_ended_page_opens_nothing(practice: Practice, company: Any, key: Key) -> None:
    mo, here = company.client("mo"), f"/desk/setup/places/{practice.pk}"
    assert "no page of its own yet" in mo.get(here).content.decode()
    assert mo.get(f"{here}/card").status_code == 404
    mo.post(f"{here}/link", {**key(), "do": "give"})
    first = _shown(mo.get(here).content.decode())
    assert Client().get(first).status_code == 200
    assert mo.get(f"{here}/card").content.startswith(b"%PDF")
    mo.post(f"{here}/link", {**key(), "do": "give"})
    second = _shown(mo.get(here).content.decode())
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)
    mo.post(f"{here}/link", {**key(), "do": "end"})
    assert Client().get(second).status_code == 410
    assert Client().post(second, {**key(), **SAID}).status_code == 410


def _shown(page: str) -> str:
    found = re.search(r'href="http://testserver(/refer/[^"]+)"', page)
    assert found
    return found[1]


def test_a_door_of_one_scheme_opens_nothing_of_another(practice: Practice) -> None:
    address = page_of(practice)
    with context.in_scheme(POPLAR, actor=TESTS.key):
        forged = links.give(scheme_id=POPLAR, purpose=doors.REFER, subject_id=practice.pk)
    assert Client().get(address).status_code == 200
    assert Client().get(f"/refer/{links.token_of(forged.pk)}").status_code == 404


def test_a_closed_door_says_what_to_do_instead(practice: Practice, key: Key) -> None:
    address = page_of(practice)
    with bow():
        actions.change_door(
            by=TESTS, scheme_id=BOW, door="practice", is_open=False,
            closed_words="We open again on 4 January. Please use the form in your own system.",
        )  # fmt: skip
    shown = Client().get(address).content.decode()
    assert "We open again on 4 January" in shown
    assert "<textarea" not in shown
    assert (
        "use the form in your own system"
        in Client().post(address, {**key(), **SAID}).content.decode()
    )
    with bow():
        assert not Ask.objects.exists()


def test_a_doors_own_questions_are_asked_and_their_answers_kept(
    practice: Practice, key: Key, company: Any
) -> None:
    with bow():
        asked = actions.add_question(
            by=TESTS,
            scheme_id=BOW,
            door="practice",
            label="Do they have a carer?",
            is_required=True,
        )
    client, address, name = Client(), page_of(practice), f"more_{asked.pk.hex}"
    assert "Do they have a carer?" in send(client, address, key).content.decode()
    assert send(client, address, key, **{name: "yes"}).status_code == 302
    read_all()
    with bow():
        referral = Referral.objects.get()
        assert referral.more == [
            {"key": asked.pk.hex, "question": "Do they have a carer?", "answer": "Yes"}
        ]
        actions.stop_question(by=TESTS, question=asked)
    seen = company.client("tess").get(f"/desk/referrals/{referral.pk}").content.decode()
    assert "Do they have a carer?" in seen
    assert "Do they have a carer?" not in client.get(address).content.decode()


def test_the_same_person_twice_on_one_day_is_one_referral_with_both_words(
    practice: Practice, key: Key
) -> None:
    address = page_of(practice)
    send(Client(), address, key)
    send(Client(), address, key, referrer_sees="And the heating is off.")
    read_all()
    with bow():
        said = Referral.objects.get().referrer_sees
        assert "not left the flat" in said
        assert "And the heating is off." in said
        assert not Ask.objects.filter(handled_at=None).exists()


# Abuse


@pytest.mark.parametrize("trick", ["trap", "speed", "no page"])
def test_a_program_gets_the_same_answer_and_a_person_looks(
    practice: Practice, key: Key, company: Any, monkeypatch: pytest.MonkeyPatch, trick: str
) -> None:
    client, address = Client(), page_of(practice)
    given: dict[str, Any] = {"trap": {"leave_empty": "http://x.example"}}.get(trick, {})
    if trick == "speed":
        monkeypatch.setattr(strangers, "FASTEST_SECONDS", 4.0)
    if trick == "no page":
        given = {"opened": ""}
    sent = send(client, address, key, **given)
    assert (sent.status_code, sent["Location"]) == (302, f"{address}/sent")
    read_all()
    with bow():
        assert not Referral.objects.exists()
        ask = Ask.objects.get()
    tess = company.client("tess")
    for page in ("/desk/triage", "/desk/team"):
        told = tess.get(page).content.decode()
        assert "1 thing sent without an account, perhaps not by a person" in told
    assert "Suharto" in tess.get("/desk/referrals/doubtful").content.decode()
    tess.post(f"/desk/referrals/doubtful/{ask.pk}", key())
    read_all()
    with bow():
        assert Referral.objects.get().person.last_name == "Suharto"


def test_of_what_was_doubted_only_what_somebody_put_aside_is_deleted(
    in_bow: Any, company: Any, key: Key
) -> None:
    unread, aside, waits = (
        actions.send_ask(by=TESTS, scheme_id=BOW, answers={"last_name": name}, doubt=doubt)
        for name, doubt in (("Unread", "Too fast"), ("Aside", "Too fast"), ("Waits", ""))
    )
    tess, long_ago = company.client("tess"), timezone.now() - datetime.timedelta(days=31)
    Ask.objects.update(created_at=long_ago)
    sent = {**key(), "ask": [str(aside.pk), str(waits.pk), "no id"]}
    assert tess.post("/desk/referrals/doubtful/aside", sent).status_code == 302
    waits.refresh_from_db()
    assert waits.handled_at is None, "only what is on that list"
    told = tess.get("/desk/referrals/doubtful").content.decode()
    assert "Unread" in told
    assert "A person wrote this after all" in told
    assert actions.forget_doubtful(by=TESTS, scheme_id=BOW) == 0, "kept, though looked at"
    Ask.objects.filter(pk=aside.pk).update(handled_at=long_ago)
    assert actions.forget_doubtful(by=TESTS, scheme_id=BOW) == 1
    assert set(Ask.objects.all()) == {unread, waits}, "whatever its age, nobody looked at it"


def test_what_was_put_aside_is_taken_for_a_persons_after_all(
    practice: Practice, company: Any, key: Key
) -> None:
    send(Client(), page_of(practice), key, leave_empty="x")
    with bow():
        ask = Ask.objects.get()
        actions.put_aside_doubtful(by=TESTS, ask=ask)
    company.client("tess").post(f"/desk/referrals/doubtful/{ask.pk}", key())
    read_all()
    with bow():
        assert Referral.objects.get().person.last_name == "Suharto"


def test_what_cannot_be_a_referral_stays_in_sight_with_its_reason(
    practice: Practice, company: Any
) -> None:
    with bow():
        for answers in ({"nothing": 1}, {"last_name": 7, "date_of_birth": []}, {}):
            ask = actions.send_ask(by=TESTS, scheme_id=BOW, answers=answers, via=practice.pk)
            actions.read_ask(by=TESTS, ask=ask)
            assert "cannot be read" in ask.problem
    assert "cannot be read" in company.client("tess").get("/desk/triage").content.decode()


@pytest.mark.parametrize(
    "planted",
    [
        {"handled_at": timezone.now()},
        {"problem": "Read already"},
        {"via": None},
        {"via": BOW},
        {"scheme_id": POPLAR},
    ],
)
def test_a_stranger_plants_nothing_handled_nor_of_another_place(
    practice: Practice, planted: dict[str, Any]
) -> None:
    given = {"scheme_id": BOW, "via": practice.pk, "answers": {}}
    with context.enter(Kind.LINK, schemes=[BOW], subject=str(practice.pk)):
        Ask(**given).save(force_insert=True)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Ask(**{**given, **planted}).save(force_insert=True)
    with context.enter(Kind.PUBLIC, schemes=[BOW]):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Ask(**given).save(force_insert=True)
        Ask(**{**given, "via": None}).save(force_insert=True)


def test_a_stranger_does_not_choose_when_they_wrote(practice: Practice) -> None:
    early = timezone.now() - datetime.timedelta(days=400)
    with context.enter(Kind.PUBLIC, schemes=[BOW]):
        Ask(scheme_id=BOW, answers={}, created_at=early).save(force_insert=True)
    with bow():
        assert timezone.now() - Ask.objects.get().created_at < datetime.timedelta(minutes=1)
        Ask(scheme_id=BOW, answers={}, created_at=early).save(force_insert=True)
        assert Ask.objects.filter(created_at=early).count() == 1


def test_a_busy_network_is_asked_to_wait_and_loses_nothing(
    practice: Practice, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kith.pathway.referrals.views import outside
    from kith.resilience.limits import Limit

    monkeypatch.setitem(
        send_globals(), "REFERRING", Limit("refer by a private link", burst=2, per_hour=1)
    )
    assert outside is not None
    client, address = Client(), page_of(practice)
    assert [send(client, address, key).status_code for _ in range(2)] == [302, 302]
    late = send(client, address, key)
    assert late.status_code == 400
    assert "Too many tries" in late.content.decode()
    assert "not left the flat" in late.content.decode()


def send_globals() -> dict[str, Any]:
    import sys

    return vars(sys.modules["kith.pathway.referrals.views.outside"])


# Signposting


def test_one_press_counts_and_can_be_taken_back_for_a_minute(practice: Practice, key: Key) -> None:
    client, address = Client(), page_of(practice)
    client.post(f"{address}/signposted", key())
    client.post(f"{address}/signposted", {**key(), "foundation": "money"})
    shown = client.get(address).content.decode()
    assert "<strong>2</strong> counted here this month" in shown
    client.post(f"{address}/signposted/take-back", key())
    assert "<strong>1</strong> counted" in client.get(address).content.decode()
    with bow():
        assert [row.foundation for row in doors.standing()] == [""]
        old = doors.standing().get()
        Signposting.objects.filter(pk=old.pk)
        late = Signposting(
            scheme_id=BOW,
            via=practice.pk,
            created_at=timezone.now() - datetime.timedelta(minutes=2),
        )
        late.save(force_insert=True)
        with pytest.raises(Refused, match="too late"):
            actions.take_back_signposting(by=TESTS, signposting=late)


def test_a_press_twice_by_a_trembling_hand_counts_once(practice: Practice, key: Key) -> None:
    client, address, once = Client(), page_of(practice), key()
    client.get(address)
    for _ in range(2):
        client.post(f"{address}/signposted", once)
    with bow():
        assert doors.signposted_in_month(practice.pk) == 1


def test_no_kind_that_is_none_is_counted(practice: Practice, key: Key) -> None:
    address = page_of(practice)
    answered = Client().post(f"{address}/signposted", {**key(), "foundation": "luck"}, follow=True)
    assert "Choose one of these" in answered.content.decode()
    with bow():
        assert not Signposting.objects.exists()


def test_a_place_counts_its_own_and_the_team_sees_all(
    practice: Practice, hospital: ReferringOrganisation, key: Key, company: Any
) -> None:
    mine, theirs = page_of(practice), page_of(hospital)
    for address, times in ((mine, 1), (theirs, 3)):
        for _ in range(times):
            Client().post(f"{address}/signposted", {**key(), "foundation": "home"})
    assert "<strong>1</strong> counted" in Client().get(mine).content.decode()
    seen = company.client("nadia").get("/desk/referrals/signposted").content.decode()
    assert "Merchant Street Practice" in seen
    assert "A safe home: 3" in seen
    with context.enter(Kind.LINK, schemes=[BOW], subject=str(practice.pk)):
        assert Signposting.objects.count() == 1
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Signposting(scheme_id=BOW, via=hospital.pk).save(force_insert=True)


def page_of_what_was_sent(client: Client, address: str) -> str:
    """The private page shown after sending, or ""."""
    found = re.search(r'href="[^"]*(/word/[^"]+)"', client.get(f"{address}/sent").content.decode())
    return found[1] if found else ""


def test_without_an_email_the_private_page_is_shown_and_follows_the_referral(
    practice: Practice, key: Key
) -> None:
    client, address = Client(), page_of(practice)
    send(client, address, key, referrer_email="")
    page = page_of_what_was_sent(client, address)
    assert page, "shown before any job has run"
    before = client.get(page).content.decode()
    assert "We have what you sent" in before
    assert "Withdraw" not in before, "there is no referral yet to withdraw"
    assert client.post(f"{page}/withdraw", key()).status_code == 302
    assert "still taking in" in client.get(page).content.decode()
    read_all()
    with bow():
        referral = Referral.objects.get()
        assert referral.words_back.get().ways == ["page"], "told there, so nobody need ring"
        assert referral.decision == "received"
        actions.return_to_referrer(by=TESTS, referral=referral, reason="Which flat?")
    assert "Which flat?" in client.get(page).content.decode()
    client.get(address)
    assert page_of_what_was_sent(client, address) == "", "not for the next one at this screen"


def test_with_an_email_the_page_goes_there_and_is_shown_to_nobody(
    practice: Practice, key: Key
) -> None:
    client, address = Client(), page_of(practice)
    send(client, address, key)
    assert page_of_what_was_sent(client, address) == ""


def test_what_is_doubted_gets_the_same_page_as_any(practice: Practice, key: Key) -> None:
    client, address = Client(), page_of(practice)
    send(client, address, key, referrer_email="", leave_empty="x")
    page = page_of_what_was_sent(client, address)
    assert "We have what you sent" in client.get(page).content.decode()


def test_the_places_own_email_is_filled_in_already(practice: Practice) -> None:
    with bow():
        Practice.objects.filter(pk=practice.pk).update(email="front@merchant.example")
    assert 'value="front@merchant.example"' in Client().get(page_of(practice)).content.decode()
