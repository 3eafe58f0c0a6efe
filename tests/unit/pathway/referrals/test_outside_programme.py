"""A nurse without an account refers to a programme: stage, concerns and files come by her hospital's page."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kith.files import jobs as files
from kith.files import queries as kept
from kith.files.models import StoredFile, Upload, UploadPage
from kith.organisations import actions as organisations
from kith.organisations import queries
from kith.organisations.models import Programme, ReferringOrganisation
from kith.pathway.caseload import actions as caseload
from kith.pathway.closures import recipients
from kith.pathway.referrals import actions
from kith.pathway.referrals.models import Ask, Attachment, HolisticConcern, Referral, StageReached
from kith.pathway.referrals.programme_fields import MOST_FILES, name_of
from kith.pathway.referrals.views import outside
from kith.resilience.limits import Limit
from tests import documents
from tests.cast import BOW, TESTS
from tests.unit.pathway.referrals.test_outside import bow, page_of, read_all, send

Key = Callable[[], dict[str, str]]


@pytest.fixture(autouse=True)
def media(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def hospital(db: None) -> ReferringOrganisation:
    with bow():
        return organisations.add_referring_organisation(
            by=TESTS, scheme_id=BOW, name="Royal Example Hospital", source="06"
        )


@pytest.fixture
def cancer(hospital: ReferringOrganisation) -> Programme:
    """The cancer programme, which names the hospital as its own."""
    with bow():
        made = organisations.add_programme(
            by=TESTS, scheme_id=BOW, name="Cancer", template="cancer"
        )
        return organisations.change_programme(
            by=TESTS, programme=made, name="Cancer", description="", condition="Cancer",
            asks_concerns=True, is_open=True, organisations=[hospital],
        )  # fmt: skip


def typed(programme: Programme, /, **more: Any) -> dict[str, Any]:
    with bow():
        stage = queries.stages(programme)[0]
    return {
        "programme": str(programme.pk), "stage": str(stage.pk), "stage_on_day": "2",
        "stage_on_month": "3", "stage_on_year": "2020", "concern_money": "8", "concern_sleep": "4",
        **more,
    }  # fmt: skip


def a_pdf(name: str = "hna.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, documents.pdf() if content is None else content)


def look_into_all() -> None:
    with bow():
        ids = list(Upload.objects.values_list("pk", flat=True))
    for upload_id in ids:
        files.look_into(str(BOW), str(upload_id))


def test_stage_concerns_answers_and_files_come_along(
    hospital: ReferringOrganisation, cancer: Programme, key: Key, company: Any
) -> None:
    client, address = Client(), page_of(hospital)
    shown = client.get(address).content.decode()
    for asked in ("Stage they are at", "Who is their key worker?", "Who else is involved?"):
        assert asked in shown
    assert "each up to 10 MB, together up to 20 MB" in shown, "told before anybody chooses"
    with bow():
        key_worker = next(q for q in queries.questions(cancer) if "key worker?" in q.label)
    sent = send(
        client, address, key,
        **typed(cancer, **{name_of(key_worker): "Sister Amadi"}),
        files=[a_pdf(), SimpleUploadedFile("photo.png", documents.picture("PNG"))],
    )  # fmt: skip
    assert sent.status_code == 302, sent.content.decode()
    assert "2 files came along" in client.get(sent["Location"]).content.decode()
    read_all()
    tess = company.client("tess")
    waiting = tess.get("/desk/triage").content.decode()
    assert "is still being checked" in waiting
    look_into_all()
    with bow():
        referral = Referral.objects.get()
        assert (referral.programme, referral.door) == (cancer, "professional")
        reached = StageReached.objects.get()
        assert (reached.on_date, reached.said_by) == (datetime.date(2020, 3, 2), "Grace Oduya")
        assert dict(HolisticConcern.objects.values_list("what", "rating")) == {
            "money": 8, "sleep": 4,
        }  # fmt: skip
        assert {row.by_name for row in Attachment.objects.all()} == {
            "Grace Oduya, Royal Example Hospital"
        }
        first = Attachment.objects.first()
    card = tess.get("/desk/triage").content.decode()
    for said in ("Diagnosis, since 2 March 2020", "Money, bills or benefits 8", "Sister Amadi"):
        assert said in card
    assert "is still being checked" not in card
    assert first is not None
    assert tess.get(f"/desk/attachments/{first.pk}/pages/1").status_code == 200
    assert tess.get(f"/desk/attachments/{first.pk}/original").status_code == 200
    assert company.client("sana").get(f"/desk/attachments/{first.pk}").status_code == 404


def test_nobody_opens_a_file_before_it_was_drawn_anew_nor_one_that_could_not_be(
    hospital: ReferringOrganisation, cancer: Programme, key: Key, company: Any
) -> None:
    broken = a_pdf("letter.pdf", b"%PDF-1.7 and nothing more")
    send(Client(), page_of(hospital), key, **typed(cancer), files=[broken])
    read_all()
    with bow():
        row = Attachment.objects.get()
    tess, here = company.client("tess"), f"/desk/attachments/{row.pk}"
    assert "is still being checked" in tess.get(here).content.decode()
    assert tess.get(f"{here}/original").status_code == 404
    look_into_all()
    assert "damaged" in tess.get(here).content.decode()
    assert tess.get(f"{here}/original").status_code == 404
    assert "cannot be shown. This file is damaged" in tess.get("/desk/triage").content.decode()


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ([("page.pdf", b"<html></html>")], "page.pdf: This file is no PDF"),
        ([("photo.heic", b"\0\0\0\x18ftypheic" + b"\0" * 40)], "HEIC"),
        ([("run.exe", b"MZ")], "run.exe: The selected file must be a PDF"),
        ([("none.pdf", b"")], "is empty"),
        ([("large.pdf", b"%PDF-" + b"0" * 10_000_001)], "10MB or smaller"),
        ([(f"{n}.pdf", b"%PDF-" + b"0" * 7_000_000) for n in range(3)], "20MB or smaller together"),
        ([(f"{n}.pdf", b"%PDF-") for n in range(MOST_FILES + 1)], "up to 5 files"),
    ],
    ids=["page", "heic", "program", "empty", "large", "together", "many"],
)
def test_a_refused_file_keeps_everything_else(
    hospital: ReferringOrganisation,
    cancer: Programme,
    key: Key,
    chosen: list[tuple[str, bytes]],
    says: str,
) -> None:
    files = [SimpleUploadedFile(name, content) for name, content in chosen]
    shown = send(Client(), page_of(hospital), key, **typed(cancer), files=files)
    page = shown.content.decode()
    assert shown.status_code == 400
    assert says in page
    assert "Has not left the flat since March." in page
    assert 'value="8"' in page, "the concerns, unfolded"
    with bow():
        assert not Ask.objects.exists()
        assert not Upload.objects.exists()
    assert (
        send(Client(), page_of(hospital), key, **typed(cancer), files=[a_pdf()]).status_code == 302
    )


@pytest.mark.parametrize(
    ("spoilt", "says"),
    [
        ({"concern_money": "11"}, "10 or"),
        ({"stage": "nonsense"}, "There is a problem"),
        ({"stage_on_year": "2999"}, "There is a problem"),
        ({"other_concern": "The cat"}, "Give that concern a number"),
        ({"other_rating": "5"}, "Say what the other concern is"),
        ({"programme": "nonsense"}, "takes nobody new"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_sent(
    hospital: ReferringOrganisation, cancer: Programme, key: Key, spoilt: dict[str, str], says: str
) -> None:
    shown = send(Client(), page_of(hospital), key, **typed(cancer, **spoilt))
    assert shown.status_code == 400
    assert says in shown.content.decode()
    with bow():
        assert not Ask.objects.exists()


def test_a_place_that_no_programme_names_chooses_one_itself(cancer: Programme, key: Key) -> None:
    with bow():
        school = organisations.add_referring_organisation(
            by=TESTS, scheme_id=BOW, name="Bow Example School", source="10"
        )
    client, address = Client(), page_of(school)
    plain = client.get(address).content.decode()
    assert "Stage they are at" not in plain
    assert f"programme={cancer.pk}" in plain
    assert "Stage they are at" in client.get(f"{address}?programme={cancer.pk}").content.decode()
    assert send(client, address, key, **typed(cancer)).status_code == 302
    assert send(client, address, key, last_name="Bright").status_code == 302
    read_all()
    with bow():
        chosen = Referral.objects.values_list("person__last_name", "programme__name")
        assert dict(chosen) == {"Suharto": "Cancer", "Bright": None}


def test_written_twice_on_a_day_nothing_of_the_second_is_lost(
    hospital: ReferringOrganisation, cancer: Programme, key: Key
) -> None:
    with bow():
        other = organisations.add_programme(
            by=TESTS, scheme_id=BOW, name="Home", template="hospital_discharge"
        )
        ward = queries.questions(other)[0]
    address = page_of(hospital)
    send(Client(), address, key, programme="none")
    send(Client(), address, key, **typed(cancer), files=[a_pdf()])
    send(Client(), address, key, **typed(cancer, concern_sleep="9"))
    again = {**typed(other), name_of(ward): "Mile End, ward 3", "concern_money": ""}
    send(Client(), address, key, **again)
    read_all()
    with bow():
        referral = Referral.objects.get()
        assert referral.programme == cancer, "nothing was decided yet"
        assert (StageReached.objects.count(), Attachment.objects.count()) == (1, 1)
        assert HolisticConcern.objects.filter(what="sleep", rating=9).count() == 1
        assert "Also for Home: In hospital" in referral.referrer_sees
        assert "Mile End, ward 3" in str(referral.more)


def test_what_a_program_left_is_deleted_with_its_files_and_a_persons_is_not(
    hospital: ReferringOrganisation, cancer: Programme, key: Key, company: Any
) -> None:
    address = page_of(hospital)
    send(Client(), address, key, **typed(cancer), files=[a_pdf()])
    trap = {"leave_empty": "http://x.example", "last_name": "Robot"}
    send(Client(), address, key, **typed(cancer, **trap), files=[a_pdf("spam.pdf")])
    read_all()
    look_into_all()
    seen = company.client("tess").get("/desk/referrals/doubtful").content.decode()
    for said in ("Diagnosis, since 2 March 2020", "Sleep 4", "Files, not yet checked"):
        assert said in seen
    with bow():
        robot = actions.put_aside_doubtful(by=TESTS, ask=Ask.objects.exclude(doubt="").get())
        long_ago = timezone.now() - datetime.timedelta(days=31)
        Ask.objects.filter(pk=robot.pk).update(handled_at=long_ago)
        assert actions.forget_doubtful(by=TESTS, scheme_id=BOW) == 1
        upload = Upload.objects.get()
        assert upload.original.name == "hna.pdf"
        assert UploadPage.objects.count() == 1
        assert StoredFile.objects.count() == 2, "the original and its one page"
        assert kept.original(upload) == upload.original


def test_a_page_that_brings_file_after_file_is_asked_to_wait_and_loses_nothing(
    hospital: ReferringOrganisation, cancer: Programme, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        outside.__globals__, "FILES", Limit("leave a file by a private link", burst=2, per_hour=1)
    )
    address, two = page_of(hospital), lambda: [a_pdf(), a_pdf("2.pdf")]
    assert send(Client(), address, key, **typed(cancer), files=two()).status_code == 302
    late = send(Client(), address, key, **typed(cancer), files=[a_pdf()])
    assert late.status_code == 400
    assert "Too many tries" in late.content.decode()
    assert 'value="8"' in late.content.decode()
    assert send(Client(), address, key, **typed(cancer)).status_code == 302, "without a file"


def test_whoever_is_named_for_the_letter_is_offered_and_waits_for_the_persons_yes(
    hospital: ReferringOrganisation, cancer: Programme, key: Key, company: Any
) -> None:
    with bow():
        asked = next(q for q in queries.questions(cancer) if q.kind == "letter_to")
    named = "Dr Ada Boateng, Oncology\nSister Amadi"
    send(Client(), page_of(hospital), key, **typed(cancer, **{name_of(asked): named}))
    read_all()
    tess = company.actor("tess")
    with bow():
        case = caseload.take_on(
            by=tess,
            referral=Referral.objects.get(),
            holder=queries.staff(BOW).get(user_id=tess.user_id),
        )
    client, here = company.client("tess"), f"/desk/closures/{case.pk}/letter-recipients"
    page = client.get(here).content.decode()
    assert "Dr Ada Boateng, Oncology" in page
    assert 'value="Dr Ada Boateng"' not in page
    assert 'value="Dr Ada Boateng"' in client.get(f"{here}?named=0").content.decode()
    for odd in ("9", "-1", "x", "²"):
        assert client.get(f"{here}?named={odd}").status_code == 200
    client.post(
        here,
        {**key(), "kind": "hospital", "name": "Dr Ada Boateng", "organisation": "Oncology",
         "agreed_how": "On the phone, to me", "agreed_on_day": "2", "agreed_on_month": "3",
         "agreed_on_year": "2020"},
    )  # fmt: skip
    with bow():
        assert [str(one) for one in recipients.in_force(case)] == ["Dr Ada Boateng, Oncology"]
        assert recipients.named(case) == [("Sister Amadi", "")]
