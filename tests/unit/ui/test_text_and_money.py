"""Money, numbers and people's own words on the page."""

import pytest

from kith.ui import text
from kith.ui.money import money


@pytest.mark.parametrize(
    ("pence", "said"),
    [
        (1250, "£12.50"),
        (124_000, "£1,240"),
        (0, "£0"),
        (5, "£0.05"),
        (-1250, "-£12.50"),
        (123_456_789, "£1,234,567.89"),
    ],
)
def test_pence_become_pounds(pence: int, said: str) -> None:
    assert money(pence) == said


@pytest.mark.parametrize("wrong", [12.5, True, "1250", None])
def test_only_whole_pence_are_money(wrong: object) -> None:
    with pytest.raises(TypeError):
        money(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("9990000018", "999 000 0018"),
        ("999-000-0018", "999 000 0018"),
        ("99900000", "99900000"),
        ("not known", "not known"),
    ],
)
def test_nhs_numbers_are_grouped(given: str, shown: str) -> None:
    assert text.nhs_number(given) == shown


def test_paragraphs_keep_line_breaks_and_escape_everything() -> None:
    typed = "First <b>line</b>\r\nsecond\n\n\n  \nNext & last"
    assert text.paragraphs(typed) == (
        '<p dir="auto">First &lt;b&gt;line&lt;/b&gt;<br>second</p><p dir="auto">Next &amp; last</p>'
    )
    assert text.paragraphs("\n\n") == ""


def test_words_in_a_sentence_keep_their_own_direction() -> None:
    assert text.bidi("<i>فاطمة") == "<bdi>&lt;i&gt;فاطمة</bdi>"


def test_what_nobody_can_see_is_taken_out_and_the_rest_stays() -> None:
    assert text.visible("a\x00b\u202ec\nd\u200fe\u200df") == "abc\nd\u200fe\u200df"


def test_text_is_brought_to_one_form() -> None:
    assert text.tidy("Zoe\u0308\tA") == "Zoë A"
    assert text.tidy("a\r\nb\rc\u2028d", lines=True) == "a\nb\nc\nd"
