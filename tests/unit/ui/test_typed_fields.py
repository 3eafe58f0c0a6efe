"""Fields that are typed into, under the worst of what is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.ui import fields
from kith.ui.forms import Form


class Words(Form):
    name = fields.TextField("Full name", max_length=20)
    note = fields.TextAreaField("What was said", max_length=50, optional=True)


class Contact(Form):
    email = fields.EmailField("Email address", optional=True)
    phone = fields.PhoneField("Phone number", optional=True)


class SignIn(Form):
    password = fields.PasswordField("Password")


def error(form: Form, name: str) -> str:
    return form[name].error_text


def test_a_name_is_kept_in_one_unicode_form() -> None:
    form = Words({"name": "  Zoe\u0308 O’Neill-‏عمر "})
    assert form.is_valid()
    assert form.cleaned_data == {"name": "Zoë O’Neill-\u200fعمر", "note": ""}


def test_an_empty_answer_says_what_to_enter() -> None:
    assert error(Words({"name": " "}), "name") == "Enter full name"
    assert error(Words({}), "name") == "Enter full name"


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("NHS number", "Enter NHS number"),
        ("Full name", "Enter full name"),
        ("What is your name?", "Enter an answer to “What is your name?”"),
    ],
)
def test_the_error_reads_as_a_sentence(label: str, said: str) -> None:
    form = type("Asked", (Form,), {"answer": fields.TextField(label)})({})
    assert error(form, "answer") == said


def test_a_field_without_a_label_takes_its_name() -> None:
    form = type("Asked", (Form,), {"first_name": fields.TextField()})({})
    assert error(form, "first_name") == "Enter first name"


@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "\x7f", "\n", "\x85"])
def test_control_characters_are_refused_and_the_rest_is_offered_back(hidden: str) -> None:
    form = Words({"name": f"Ann{hidden}a"})
    assert "hidden control characters" in error(form, "name")
    assert 'value="Ann' in form["name"].html
    assert "\x00" not in form["name"].html


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u2069", "\u202a"])
def test_direction_overrides_are_refused(hidden: str) -> None:
    assert "direction" in error(Words({"name": f"Ann{hidden}a"}), "name")


def test_a_name_that_is_too_long_says_by_how_much() -> None:
    assert Words({"name": "a" * 20}).is_valid()
    assert error(Words({"name": "a" * 21}), "name") == (
        "Full name must be 20 characters or fewer. It has 21."
    )


def test_lines_are_counted_as_the_browser_counts_them() -> None:
    form = Words({"name": "Ann", "note": "a\r\n" * 24 + "b"})
    assert form.is_valid()
    assert form.cleaned_data["note"] == "a\n" * 24 + "b"


def test_lines_come_back_as_they_were_typed() -> None:
    drawn = Words({"name": "", "note": "\nfirst\n  second </textarea><script>"})["note"].html
    assert ">\n\nfirst\n  second &lt;/textarea&gt;&lt;script&gt;</textarea>" in drawn


def test_optional_is_said_in_the_label() -> None:
    assert "What was said (optional)" in Words()["note"].html
    assert "(optional)" not in Words()["name"].html


@pytest.mark.parametrize("good", ["", "ann@kith.example", "o'neill+x@sub.kith.example"])
def test_addresses(good: str) -> None:
    assert Contact({"email": good}).is_valid()


@pytest.mark.parametrize(
    "bad", ["ann", "ann@", "a@b", "a b@kith.example", "a" * 250 + "@b.example"]
)
def test_wrong_addresses(bad: str) -> None:
    assert error(Contact({"email": bad}), "email")


def test_a_phone_number_is_kept_as_said() -> None:
    form = Contact({"phone": "07700 900123 (after 4, ask for Sam)"})
    assert form.is_valid()
    assert 'type="tel"' in form["phone"].html


def test_a_password_is_kept_as_typed_and_never_sent_back() -> None:
    form = SignIn({"password": "  correct horse  "})
    assert form.is_valid()
    assert form.cleaned_data["password"] == "  correct horse  "
    assert "correct horse" not in form["password"].html
    assert 'autocomplete="current-password"' in form["password"].html


@given(st.text())
def test_no_text_breaks_the_form_or_escapes_its_box(typed: str) -> None:
    form = Words({"name": typed + "\"'><img src=x onerror=alert(1)>", "note": typed})
    form.is_valid()
    drawn = form["name"].html + form["note"].html
    assert "<img" not in drawn
    assert "\x00" not in drawn
