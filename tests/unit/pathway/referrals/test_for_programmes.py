"""A nurse refers to the cancer programme: answers, stage, concerns and a file come along."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.isolation import context
from kith.organisations import actions as organisations
from kith.organisations import queries
from kith.organisations.models import ProgrammeQuestion
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload import prompts
from kith.pathway.referrals import actions, programme_presenters, programme_queries
from kith.pathway.referrals.models import HolisticConcern, Referral, StageReached
from kith.pathway.referrals.programme_fields import name_of
from kith.people.actions import Who
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests import cast, documents

TYPED = {
    "last_name": "Oduya", "date_of_birth_day": "3", "date_of_birth_month": "5",
    "date_of_birth_year": "1961", "phone": "07700 900455", "person_knows": "yes",
    "referrer_sees": "Tired since treatment ended.", "urgency": "routine", "risk": "none_known",
}  # fmt: skip


@pytest.fixture
def cancer(company):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return organisations.add_programme(
            by=cast.TESTS, scheme_id=cast.BOW, name="Cancer", template="cancer"
        )


def _which(cancer) -> ProgrammeQuestion:
    return queries.questions(cancer)[0]


def test_the_referral_carries_what_the_programme_asked(company, key, cancer, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    ruth = company.client("ruth")
    page = ruth.get(f"/desk/referrals/new?programme={cancer.pk}").content.decode()
    assert "Which cancer is it?" in page
    assert "Which cancer is it?" not in ruth.get("/desk/referrals/new").content.decode()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        which, stage = _which(cancer), queries.stages(cancer)[0]
    sent = ruth.post(
        "/desk/referrals/new",
        {**TYPED, **key(), "programme": str(cancer.pk), name_of(which): "Breast cancer",
         "stage": str(stage.pk), "stage_on_day": "2", "stage_on_month": "3",
         "stage_on_year": "2020", "concern_money": "8", "concern_sleep": "4",
         "files": [
             SimpleUploadedFile("hna.pdf", documents.pdf()),
             SimpleUploadedFile("photo.png", documents.picture("PNG")),
         ]},
    )  # fmt: skip
    assert sent.status_code == 302, sent.content.decode()
    seen = ruth.get(sent["Location"]).content.decode()
    for said in ("Breast cancer", "Diagnosis, since 2 March 2020", "Money, bills or benefits"):
        assert said in seen
    assert "Holistic needs assessment" in seen
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        referral = Referral.objects.get()
        assert referral.more[0]["answer"] == "Breast cancer"
        assert StageReached.objects.get().said_by == "Ruth Abelson"
        assert {c.what: c.foundation for c in HolisticConcern.objects.all()} == {
            "money": "money", "sleep": "health",
        }  # fmt: skip
    card = company.client("tess").get("/desk/triage").content.decode()
    assert "Breast cancer" in card
    assert "Diagnosis, since" in card


def test_a_required_question_is_required_and_what_was_typed_is_kept(company, key, cancer):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        must = organisations.add_question(
            by=cast.TESTS, programme=cancer, kind="one_of", label="Seen by a nurse?",
            choices=["Yes", "No"], is_required=True,
        )  # fmt: skip
    ruth, typed = company.client("ruth"), {**TYPED, "programme": str(cancer.pk)}
    refused = ruth.post("/desk/referrals/new", {**typed, **key()})
    assert refused.status_code == 400
    assert "een by a nurse?" in refused.content.decode()
    assert "Oduya" in refused.content.decode()
    odd = ruth.post("/desk/referrals/new", {**typed, name_of(must): "Perhaps", **key()})
    assert odd.status_code == 400
    assert (
        ruth.post("/desk/referrals/new", {**typed, name_of(must): "No", **key()}).status_code == 302
    )
    plain = ruth.post("/desk/referrals/new", {**TYPED, "last_name": "Bright", **key()})
    assert plain.status_code == 302, "a referral to no programme is asked nothing of it"


def test_a_nurse_of_a_hospital_that_the_programme_names_meets_its_questions_at_once(
    company, cancer
):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        hospital = organisations.add_referring_organisation(
            by=cast.TESTS, scheme_id=cast.BOW, name="Royal Example Hospital", source="03"
        )
        organisations.change_programme(
            by=cast.TESTS, programme=cancer, name="Cancer", description="", condition="Cancer",
            asks_concerns=True, is_open=True, organisations=[hospital],
        )  # fmt: skip
        assert list(queries.programmes_of_referrer(hospital.pk)) == [cancer]


def _referred(by, cancer, **brought) -> Referral:
    return actions.receive(
        by=by, scheme_id=cast.BOW, source="03", programme=cancer,
        who=Who(first_name="Ife", last_name="Oduya", date_of_birth=datetime.date(1961, 5, 3),
                phone="07700 900455"),
        for_programme=actions.ForProgramme(**brought),
    )  # fmt: skip


def test_a_stage_of_another_programme_and_a_number_beyond_ten_are_refused(in_bow, cancer):
    other = organisations.add_programme(
        by=in_bow, scheme_id=cast.BOW, name="Young", template="young_people"
    )
    with pytest.raises(Refused, match="this person's programme"):
        _referred(in_bow, cancer, stage=queries.stages(other)[0])
    with pytest.raises(Refused, match="from 0"):
        _referred(in_bow, cancer, concerns=[actions.RatedConcern(rating=11, what="money")])
    with pytest.raises(Refused, match="Say what the other concern is"):
        _referred(in_bow, cancer, concerns=[actions.RatedConcern(rating=5)])
    assert not Referral.objects.exists(), "a referral is never half received"
    assert _referred(in_bow, cancer, concerns=[actions.RatedConcern(rating=10, words="The cat")])


def test_a_stage_taken_back_is_gone_from_the_page_and_stays_in_the_history(in_bow, cancer):
    referral = _referred(in_bow, cancer, stage=queries.stages(cancer)[0])
    (reached,) = programme_queries.stages_of(referral)
    with pytest.raises(Refused, match="has not come yet"):
        actions.record_stage(
            by=in_bow, referral=referral, stage=reached.stage,
            on=today() + datetime.timedelta(days=1),
        )  # fmt: skip
    actions.take_back_stage(by=in_bow, reached=reached)
    assert programme_queries.stages_of(referral) == []
    assert StageReached.objects.count() == 1


def test_a_prompt_is_due_so_many_days_after_its_stage_until_it_is_answered(in_bow, cancer):
    referral = _referred(
        in_bow, cancer, stage=queries.stages(cancer)[0], stage_on=datetime.date(2020, 1, 1)
    )
    case = caseload.take_on(by=in_bow, referral=referral)

    def due(day: datetime.date) -> list[str]:
        return [one.prompt.text for one in prompts.due([case], day)]

    review = "Cancer care review is due at the practice"
    assert review not in due(datetime.date(2020, 1, 1) + datetime.timedelta(days=299))
    assert review in due(datetime.date(2020, 1, 1) + datetime.timedelta(days=300))
    assert not any("benefits" in text for text in due(today())), "14 days after support began"
    prompt = next(p for p in queries.prompts([cancer.pk]) if p.text == review)
    with pytest.raises(Refused, match="why not now"):
        caseload.answer_prompt(by=in_bow, case=case, prompt=prompt, said="not_now")
    again = today() + datetime.timedelta(days=30)
    caseload.answer_prompt(
        by=in_bow, case=case, prompt=prompt, said="not_now", why="In hospital", again_on=again
    )
    assert review not in due(today())
    assert review in due(again)
    caseload.answer_prompt(by=in_bow, case=case, prompt=prompt, said="done")
    assert review not in due(again)


def test_the_newest_number_of_a_concern_is_shown_and_the_old_one_stays(in_bow, cancer):
    referral = _referred(in_bow, cancer, concerns=[actions.RatedConcern(rating=8, what="money")])
    actions.record_concerns(
        by=in_bow, referral=referral, on=today(),
        concerns=[actions.RatedConcern(rating=3, what="money")],
    )  # fmt: skip
    facts = programme_queries.facts_of([referral])[referral.pk]
    seen = programme_presenters.shown(referral, facts, seen=True)
    given = programme_presenters.shown(referral, facts, seen=False)
    assert [row.rating for row in seen.concerns] == [3]
    assert [row.rating for row in given.concerns] == [8], "the referrer reads what they said"
    assert HolisticConcern.objects.count() == 2
