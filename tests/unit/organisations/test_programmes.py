"""A manager makes a programme without code, and a referrer meets its questions."""

from __future__ import annotations

import pytest

from kith.isolation import context
from kith.organisations import actions, queries
from kith.organisations.models import Programme, ProgrammeQuestion
from kith.organisations.rules import in_catchment
from kith.resilience.errors import Refused
from tests import cast

SETUP = f"/desk/setup/{cast.BOW}/programmes"


def _programme(company, key, template="cancer") -> Programme:
    mo = company.client("mo")
    sent = mo.post(SETUP, {**key(), "name": "Cancer programme", "template": template})
    assert sent.status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return Programme.objects.get(name="Cancer programme")


def test_a_programme_of_the_cancer_template_has_its_stages_questions_and_prompts(company, key):
    made = _programme(company, key)
    shown = company.client("mo").get(f"{SETUP}/{made.pk}").content.decode()
    for said in ("Which cancer is it?", "Living with and beyond", "Cancer care review is due"):
        assert said in shown
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        reasons = {row.label for row in queries.reasons(cast.BOW)}
        assert "Fear of cancer coming back" in reasons


def test_a_manager_adds_a_question_with_its_answers_and_takes_it_out_again(company, key):
    made, mo = _programme(company, key, "blank"), company.client("mo")
    typed = {"label": "How did you hear of us?", "kind": "one_of", "is_required": "no",
             "asked": "referral"}  # fmt: skip
    refused = mo.post(f"{SETUP}/{made.pk}/question", {**typed, "choices": "One", **key()})
    assert refused.status_code == 400
    assert "at least two answers" in refused.content.decode()
    sent = mo.post(
        f"{SETUP}/{made.pk}/question", {**typed, "choices": "A poster\nA nurse", **key()}
    )
    assert sent.status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        question = ProgrammeQuestion.objects.get()
        assert question.choices == ["A poster", "A nurse"]
    assert mo.post(f"{SETUP}/{made.pk}/stop/{question.pk}", key()).status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert not queries.questions(made).exists()
        assert ProgrammeQuestion.objects.filter(is_asked=False).count() == 1


def test_the_catchment_is_districts_and_places_or_anywhere(company, key):
    made, mo = _programme(company, key, "blank"), company.client("mo")
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        hospital = actions.add_referring_organisation(
            by=cast.TESTS, scheme_id=cast.BOW, name="Royal Example Hospital", source="03"
        )
        elsewhere = {"organisation_id": None, "postcode": "M1 1AA"}
        assert in_catchment(made, set(), **elsewhere), "with neither, it is for anywhere"
    typed = {"name": "Cancer programme", "asks_concerns": "yes", "is_open": "yes", "version": "1",
             "organisations": [str(hospital.pk)], "districts": "e3, E14"}  # fmt: skip
    odd = mo.post(f"{SETUP}/{made.pk}", {**typed, "districts": "London", **key()})
    assert odd.status_code == 400
    assert "no postcode district" in odd.content.decode()
    assert mo.post(f"{SETUP}/{made.pk}", {**typed, **key()}).status_code == 302
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        made.refresh_from_db()
        referrers = queries.referrers_of(made)
        assert made.districts == ["E14", "E3"]
        assert not in_catchment(made, referrers, **elsewhere)
        assert in_catchment(made, referrers, organisation_id=None, postcode="E3 2QA")
        assert in_catchment(made, referrers, organisation_id=hospital.pk, postcode="M1 1AA")


def test_a_question_is_not_asked_twice_nor_a_programme_made_twice(in_bow):
    made = actions.add_programme(by=in_bow, scheme_id=cast.BOW, name="Cancer", template="cancer")
    with pytest.raises(Refused, match="of this name already"):
        actions.add_programme(by=in_bow, scheme_id=cast.BOW, name="Cancer")
    with pytest.raises(Refused, match="asks that already"):
        actions.add_question(by=in_bow, programme=made, kind="text", label="Which cancer is it?")
    with pytest.raises(Refused, match="has that stage already"):
        actions.add_stage(by=in_bow, programme=made, label="Diagnosis")


@pytest.mark.parametrize("template", ["blank", "cancer", "young_people", "hospital_discharge"])
def test_every_template_makes_a_programme(in_bow, template):
    assert actions.add_programme(
        by=in_bow, scheme_id=cast.BOW, name=f"A {template}", template=template
    )
