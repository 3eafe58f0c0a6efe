"""Whole forms: the error summary, hidden fields, drawing, and the token that lets them be sent."""

import pytest
from django.core.exceptions import ValidationError
from markupsafe import Markup

from kith.ui import components, fields
from kith.ui.forms import Form
from tests.unit.ui import gallery


class NoteForm(Form):
    key = fields.HiddenField(initial="k<1>")
    name = fields.TextField("Name")
    on = fields.DateField("Day")

    def clean(self) -> None:
        if self.cleaned_data.get("name") == "Nobody":
            raise ValidationError("Somebody must be named")


def render(source: str, **context: object) -> str:
    return components.jinja().from_string(source).render({"csrf_token": "token", **context})


def test_the_summary_names_every_problem_in_the_order_of_the_page() -> None:
    form = NoteForm({"on_day": "1", "key": "k"})
    assert form.error_summary == {
        "titleText": "There is a problem",
        "errorList": [
            {"text": "Enter name", "href": "#id_name"},
            {"text": "Day must include a month and a year", "href": "#id_on_month"},
        ],
    }


def test_problems_of_the_whole_form_and_of_hidden_fields_come_without_a_link() -> None:
    form = NoteForm(
        {"name": "Nobody", "on_day": "1", "on_month": "1", "on_year": "2020", "key": "\x00"}
    )
    summary = form.error_summary
    assert summary
    assert summary["errorList"][0] == {"text": "Somebody must be named"}
    assert "href" not in summary["errorList"][1]


def test_there_is_no_summary_before_sending_nor_when_all_is_well() -> None:
    assert NoteForm().error_summary is None
    good = NoteForm({"name": "Ann", "on_day": "1", "on_month": "1", "on_year": "2020", "key": "k"})
    assert good.is_valid()
    assert good.error_summary is None


def test_an_error_added_later_is_shown_beside_its_field() -> None:
    form = NoteForm({"name": "Ann", "on_day": "1", "on_month": "1", "on_year": "2020", "key": "k"})
    form.add_error("name", "Ann is already here")
    assert "Ann is already here" in form["name"].html
    assert 'value="Ann"' in form["name"].html


def test_two_forms_on_a_page_keep_apart() -> None:
    html = NoteForm(prefix="b")["on"].html
    assert 'name="b-on_day"' in html
    assert 'id="id_b-on_day"' in html


def test_the_macros_write_a_form_that_can_be_sent() -> None:
    html = render(
        '{% from "ui/form.html" import form_start, errors, fields, submit, form_end %}'
        "{{ errors(form) }}{{ form_start(form, upload=true) }}{{ fields(form) }}"
        '{{ submit("Save") }}{{ form_end() }}',
        form=NoteForm({}),
    )
    assert 'name="csrfmiddlewaretoken" value="token"' in html
    assert 'enctype="multipart/form-data"' in html
    assert "novalidate" in html
    assert html.count('name="key"') == 1
    assert html.index("There is a problem") < html.index("<form")


def test_hidden_values_are_escaped() -> None:
    html = render(
        '{% from "ui/form.html" import form_start %}{{ form_start(form) }}', form=NoteForm()
    )
    assert 'value="k&lt;1&gt;"' in html


def test_a_page_without_its_request_cannot_write_a_form() -> None:
    source = '{% from "ui/parts.html" import button_form %}{{ button_form("/x", "Press") }}'
    assert "csrfmiddlewaretoken" in render(source)
    with pytest.raises(RuntimeError, match="request"):
        render(source, csrf_token="")


def test_the_token_of_one_page_is_not_left_for_the_next() -> None:
    source = '{% from "ui/form.html" import form_start %}{{ form_start() }}'
    assert 'value="one"' in render(source, csrf_token="one")
    with pytest.raises(RuntimeError):
        render(source, csrf_token=None)


def test_attributes_are_handed_to_the_input() -> None:
    html = render(
        '{% from "ui/form.html" import field %}{{ field(form.name, data_key="w") }}',
        form=NoteForm(),
    )
    assert 'data-key="w"' in html


def test_hints_are_escaped_unless_they_are_markup() -> None:
    class Hinted(Form):
        a = fields.TextField("A <b>", hint="<i>x</i>")
        b = fields.TextField("B", hint=Markup("<i>x</i>"))

    assert "A &lt;b&gt;" in Hinted()["a"].html
    assert "&lt;i&gt;x" in Hinted()["a"].html
    assert "<i>x</i>" in Hinted()["b"].html


def test_dense_pages_draw_small_choices_and_calm_ones_do_not() -> None:
    form = gallery.GalleryForm()
    staff = gallery.draw("gallery.html", form, layout="ui/staff.html")
    public = gallery.draw("gallery.html", form, layout="ui/public.html")
    assert "nhsuk-checkboxes--small" in staff
    assert "nhsuk-checkboxes--small" not in public


def test_pages_hold_no_script_or_style_of_their_own() -> None:
    html = gallery.draw("gallery.html", gallery.GalleryForm({}, {}), layout="ui/staff.html")
    assert "<script>" not in html
    assert "style=" not in html
    assert "onclick" not in html


def test_the_title_says_that_there_is_an_error() -> None:
    page = {"layout": "ui/public.html"}
    assert "<title>Error: Gallery" in gallery.draw(
        "gallery.html", gallery.GalleryForm({}, {}), **page
    )
    assert "<title>Gallery - Bow" in gallery.draw("gallery.html", gallery.GalleryForm(), **page)


def test_no_page_shows_the_nhs_logo() -> None:
    for layout in ("ui/staff.html", "ui/public.html"):
        html = gallery.draw("gallery.html", gallery.GalleryForm(), layout=layout)
        assert "nhsuk-header__logo" not in html
        assert 'lang="en-GB"' in html


@pytest.mark.parametrize("value", [None, ""])
def test_what_is_not_there_shows_as_nothing(value: object) -> None:
    for name in ("date", "short_date", "datetime", "time", "relative_day", "money", "nhs_number"):
        if value is None:
            assert render(f"{{{{ value | {name} }}}}", value=value) == ""
        assert render(f"{{{{ missing.value | {name} }}}}") == ""
