"""Choices, what opens below them, and files."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from kith.ui import fields
from kith.ui.forms import Form


class Choices(Form):
    how = fields.RadiosField(
        "How to get in touch",
        choices=[("phone", "Phone"), ("visit", "Visit")],
        hints={"visit": "At home"},
        conditional={"visit": "place"},
    )
    place = fields.TextField("Where to meet")
    needs = fields.CheckboxesField(
        "Needs",
        choices=[("step", "Step-free"), ("bsl", "BSL"), ("none", "None of these")],
        exclusive="none",
        optional=True,
    )
    weight = fields.SelectField(
        "Weight", choices=[(1, "Low"), (2, "High")], coerce=int, optional=True, empty_value=None
    )
    safe = fields.YesNoField("Is it safe to call?", optional=True)


def posted(query: str) -> QueryDict:
    return QueryDict(query)


def test_answers_become_values() -> None:
    form = Choices(posted("how=phone&needs=step&needs=bsl&weight=2&safe=no"))
    assert form.is_valid()
    assert form.cleaned_data == {
        "how": "phone",
        "place": "",
        "needs": ["step", "bsl"],
        "weight": 2,
        "safe": False,
    }


def test_no_answer_is_nothing() -> None:
    form = Choices(posted("how=phone"))
    assert form.is_valid()
    assert (form.cleaned_data["needs"], form.cleaned_data["weight"], form.cleaned_data["safe"]) == (
        [],
        None,
        None,
    )


@pytest.mark.parametrize("value", ["fax", "phone\x00", "", "1" * 9000])
def test_an_answer_that_was_not_offered_is_refused(value: str) -> None:
    form = Choices({"how": value, "weight": "2", "safe": "maybe"})
    assert form["how"].error_text.startswith("Select how to get in touch")
    assert form["safe"].error_text
    assert not form["weight"].errors


def test_none_of_these_rules_out_the_others() -> None:
    assert Choices(posted("how=phone&needs=none")).is_valid()
    form = Choices(posted("how=phone&needs=none&needs=bsl"))
    assert form["needs"].error_text == "Select “None of these” or the other answers, not both"


def test_what_opens_below_a_choice_counts_only_while_it_is_taken() -> None:
    taken = Choices({"how": "visit", "place": "The library"})
    assert taken.is_valid()
    assert taken.cleaned_data["place"] == "The library"

    empty = Choices({"how": "visit"})
    assert empty["place"].error_text == "Enter where to meet"

    left = Choices({"how": "phone", "place": "x\x00"})
    assert left.is_valid()
    assert left.cleaned_data["place"] == ""


def test_it_is_drawn_inside_the_choice_and_not_again() -> None:
    form = Choices({"how": "visit"})
    assert [bound.name for bound in form.shown_fields()] == ["how", "needs", "weight", "safe"]
    assert 'id="id_place"' in form["how"].html
    assert [item.get("href") for item in (form.error_summary or {})["errorList"]] == ["#id_place"]


@pytest.mark.parametrize(("initial", "checked"), [(True, "yes"), (False, "no"), (None, None)])
def test_the_record_checks_the_answer(initial: bool | None, checked: str | None) -> None:
    html = Choices(initial={"safe": initial})["safe"].html
    assert ('value="yes" checked' in html) == (checked == "yes")
    assert ('value="no" checked' in html) == (checked == "no")


def test_the_record_selects_from_the_list() -> None:
    assert '<option value="2" selected' in Choices(initial={"weight": 2})["weight"].html


class Upload(Form):
    sheet = fields.FileField("Referral sheet", extensions=("csv", "xlsx"), max_bytes=10)


def upload(name: str, content: bytes) -> dict[str, Any]:
    return {"files": {"sheet": SimpleUploadedFile(name, content)}, "data": {}}


def test_a_file_is_taken() -> None:
    form = Upload(**upload("People.CSV", b"a,b"))
    assert form.is_valid()
    assert form.cleaned_data["sheet"].name == "People.CSV"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "The selected file is empty"),
        ("a.csv", b"x" * 11, "The selected file must be 10 bytes or smaller"),
        ("a.pdf", b"x", "The selected file must be a CSV or XLSX file"),
        ("csv", b"x", "The selected file must be a CSV or XLSX file"),
    ],
)
def test_a_file_is_refused(name: str, content: bytes, said: str) -> None:
    assert Upload(**upload(name, content))["sheet"].error_text == said


def test_no_file_is_asked_for() -> None:
    assert Upload({}, {})["sheet"].error_text == "Choose referral sheet"


class Scales(Form):
    weight = fields.ScaleField("How important?", required=False)
    near = fields.ScaleField("How near?", least=0)


def test_a_scale_gives_a_whole_number_or_nothing() -> None:
    form = Scales(posted("near=0"))
    assert form.is_valid()
    assert form.cleaned_data == {"weight": None, "near": 0}
    for number in ("11", "-1", "1.5", "many"):
        assert not Scales(posted(f"near=5&weight={number}")).is_valid()
    drawn = str(Scales(initial={"weight": 8})["weight"])
    assert drawn.count('type="radio"') == 10
    assert drawn.count("checked") == 1
