"""A letter that came by e-mail or post is typed in beside its picture, which stays with the referral."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.isolation import context
from kith.pathway.referrals.models import Attachment, IncomingLetter, Referral
from kith.ui.dates import day_of, today
from tests import cast, documents

LETTERS = "/desk/letters-in"
TYPED = {
    "last_name": "Oduya", "date_of_birth_day": "3", "date_of_birth_month": "5",
    "date_of_birth_year": "1961", "phone": "07700 900455", "person_knows": "yes",
    "referrer_sees": "Tired.", "urgency": "routine", "risk": "none_known", "source": "03",
    "referrer_name": "Sister Bello", "organisation_name": "Royal Example Hospital",
}  # fmt: skip
CAME = {"came_on_day": "24", "came_on_month": "11", "came_on_year": "2025", "came_from": "A ward"}


@pytest.fixture(autouse=True)
def media(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def _bring(client, key, content: bytes = b"", name: str = "letter.pdf"):
    file = SimpleUploadedFile(name, content or documents.pdf(pages=2))
    return client.post(LETTERS, {**key(), **CAME, "file": file})


def _letter() -> IncomingLetter:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return IncomingLetter.objects.get()


def test_it_is_brought_shown_beside_the_form_and_stays_with_the_referral(company, key):
    tess = company.client("tess")
    brought = _bring(tess, key)
    assert brought.status_code == 302, brought.content.decode()
    letter = _letter()
    page = tess.get(brought["Location"]).content.decode()
    assert "Page 2 of 2 of the letter" in page
    assert "Make the referral" in page
    picture = tess.get(f"{LETTERS}/{letter.pk}/pages/1")
    assert picture["Content-Type"] == "image/png"
    assert picture["X-Content-Type-Options"] == "nosniff"
    whole = tess.get(f"{LETTERS}/{letter.pk}/original")
    assert whole["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert whole["Content-Type"] == "application/octet-stream"

    made = tess.post(f"{LETTERS}/{letter.pk}", {**TYPED, **key()})
    assert made.status_code == 302, made.content.decode()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        referral, attachment = Referral.objects.get(), Attachment.objects.get()
        assert (referral.door, attachment.what) == ("letter", "letter")
        assert attachment.referral == referral
    assert "The letter as it came" in tess.get(made["Location"]).content.decode()
    assert tess.get(f"{LETTERS}/{letter.pk}/pages/1").status_code == 404, "seen with the referral"
    assert "No letter waits" in tess.get(LETTERS).content.decode()
    again = tess.post(f"{LETTERS}/{letter.pk}", {**TYPED, "last_name": "Bright", **key()})
    assert again.status_code == 400
    assert "dealt with already" in again.content.decode()
    assert "Bright" in again.content.decode(), "what was typed is kept"


def test_who_is_on_it_is_on_the_list_and_what_was_typed_waits_for_them(company, key):
    tess, mo = company.client("tess"), company.client("mo")
    _bring(tess, key)
    letter = _letter()
    assert "Nobody is on it yet" in mo.get(LETTERS).content.decode()
    assert tess.post(f"{LETTERS}/{letter.pk}/take", key()).status_code == 302
    assert "Tess Whitlock</bdi> is on it" in mo.get(LETTERS).content.decode()
    assert "You are on it" in tess.get(LETTERS).content.decode()
    assert "is typing this letter in" in mo.get(f"{LETTERS}/{letter.pk}").content.decode()
    tess.post(f"/desk/drafts?form={LETTERS}/{letter.pk}", {"last_name": "Half-typed"})
    assert "Half-typed" in tess.get(f"{LETTERS}/{letter.pk}").content.decode()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("letter.pdf", b"MZ no letter", "no PDF, JPEG or PNG"),
        ("letter.exe", b"MZ", "must be a PDF"),
        ("photo.png", documents.bomb(), "too large to open"),
        ("letter.pdf", documents.locked_pdf(), "locked with a password"),
    ],
)
def test_a_file_that_is_no_letter_is_refused_in_a_sentence(company, key, name, content, says):
    refused = _bring(company.client("tess"), key, content, name)
    assert refused.status_code == 400
    assert says in refused.content.decode()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert not IncomingLetter.objects.exists()


def test_two_letters_of_one_name_and_size_are_two_letters(company, key):
    tess, same = company.client("tess"), key()
    black = documents.picture("PNG")
    white = black[:-1] + bytes([black[-1] ^ 1])
    first, second = (
        tess.post(LETTERS, {**same, **CAME, "file": SimpleUploadedFile("a.png", content)})
        for content in (black, white)
    )
    assert first.status_code == 302
    assert second.status_code == 422, "another letter is never answered with the first one's page"


def test_a_letter_that_is_no_referral_is_put_aside_with_a_reason(company, key):
    tess = company.client("tess")
    _bring(tess, key)
    aside = f"{LETTERS}/{_letter().pk}/aside"
    assert tess.post(aside, {**key(), "why": ""}).status_code == 400
    assert tess.post(aside, {**key(), "why": "An invoice"}).status_code == 302
    assert _letter().aside_why == "An invoice"


def test_a_file_is_seen_by_those_who_may_see_its_referral_and_by_nobody_else(company, key):
    tess = company.client("tess")
    _bring(tess, key)
    tess.post(f"{LETTERS}/{_letter().pk}", {**TYPED, **key()})
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        path = f"/desk/attachments/{Attachment.objects.get().pk}"
    for place in (path, f"{path}/pages/1", f"{path}/original"):
        assert tess.get(place).status_code == 200
        assert company.client("ruth").get(place).status_code == 404, "not her referral"
        assert company.client("nadia").get(place).status_code == 404, "nobody of hers"
        assert company.client("sana").get(place).status_code == 404, "not her scheme"
    assert tess.get(f"{path}/pages/9").status_code == 404


def _bring_of(client, key, day) -> None:
    on = {"came_on_day": day.day, "came_on_month": day.month, "came_on_year": day.year}
    file = SimpleUploadedFile("a.png", documents.picture("PNG"))
    assert client.post(LETTERS, {**key(), **on, "file": file}).status_code == 302


def test_the_days_a_letter_lay_are_counted_from_the_day_it_came(company, key):
    tess, came = company.client("tess"), today() - datetime.timedelta(days=9)
    _bring_of(tess, key, came)
    for page in ("/desk/triage", "/desk/team"):
        shown = tess.get(page).content.decode()
        assert "1 letter to type in" in shown
        assert "9 days ago" in shown
        assert "Late" in shown
    tess.post(f"{LETTERS}/{_letter().pk}", {**TYPED, **key()})
    assert "letter to type in" not in tess.get("/desk/triage").content.decode()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        referral = Referral.objects.get()
        assert day_of(referral.received_at) == referral.referred_on == came
        told = referral.words_back.get()
        assert day_of(told.said_at) == today(), "said when it was typed in"


def test_a_letter_of_today_came_when_it_was_brought(company, key):
    tess = company.client("tess")
    _bring_of(tess, key, today())
    assert "Late" not in tess.get("/desk/team").content.decode().split("letter to type in")[1][:60]
    tess.post(f"{LETTERS}/{_letter().pk}", {**TYPED, **key()})
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert Referral.objects.get().received_at == IncomingLetter.objects.get().created_at
