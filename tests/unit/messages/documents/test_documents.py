"""Letters and plans: what they say, in which order, and that typed text is only ever text."""

import dataclasses
import datetime
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from kith.messages.documents import render
from kith.messages.documents.letterhead import Letterhead, LinkWorker
from kith.messages.documents.outcome_letter import (
    Addressee,
    LetterCode,
    LetterIntroduction,
    LetterMeasure,
    LetterPerson,
    OutcomeLetter,
)
from kith.messages.documents.plan import PlanAction, PlanDocument, PlanGoal
from kith.messages.documents.poster import PosterDocument, drawable, shortened
from kith.vocabulary.nhs_number import InvalidNhsNumber

SCHEME = Letterhead(
    "Bow social prescribing", ("1 Example Road", "E3 3PN"), "020 7946 0100", "hello@bow.example"
)
NADIA = LinkWorker("Nadia Rahman", "Link worker", "020 7946 0101")
LETTER = OutcomeLetter(
    scheme=SCHEME,
    date=datetime.date(2026, 3, 5),
    addressee=Addressee("Dr Amy Example", "Example Practice", ("2 Example Street",)),
    person=LetterPerson(
        surname="de Souza",
        forenames="Ana",
        preferred_name="Annie",
        date_of_birth=datetime.date(1951, 2, 3),
        nhs_number="9990000018",
        address=("3 Example Court", "London E3 3PN"),
        practice_name="Example Practice",
        practice_code="F84001",
    ),
    requested_actions=("Please review her hearing.",),
    actions_for_person=("Keep going to the lunch club.",),
    reason_for_referral="Lonely since her husband died.",
    what_mattered="I want to hear voices in the house again.",
    risks="None known to Nadia Rahman on 2 March 2026",
    closure_reason="Support finished as planned.",
    reopening="She can ring us before 5 September 2026.",
    link_worker=NADIA,
    support_given=("Filled in a form together.",),
    introductions=(LetterIntroduction("Example Lunch Club", "Goes every week"),),
    measures=(LetterMeasure("Life satisfaction", "3", "6", "ONS4"),),
    codes=(LetterCode("871731000000106", "Referral to social prescribing service"),),
)
PLAN = PlanDocument(
    scheme=SCHEME,
    date=datetime.date(2026, 1, 5),
    person_name="Annie",
    strengths="Sings, and knows everybody.",
    what_matters="Voices in the house.",
    about=(("Please do", "Ring after ten, and let it ring."),),
    agreed="This was agreed with Annie, with her niece, on Monday 5 January 2026.",
    language_note="Your language is Portuguese. This plan is in English. Ask Nadia Rahman to read it to you.",
    own_page="https://kith.example/plan/abcdefgh",
    goals=(
        PlanGoal("Have company", (PlanAction("Go to the lunch club", "Annie", "Tuesday"),)),
        PlanGoal("Sort out the rent"),
    ),
    link_worker=NADIA,
    next_step="Nadia comes on Tuesday.",
    review_on=datetime.date(2026, 2, 16),
)


def text_of(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


def in_order(text: str, *parts: str) -> bool:
    places = [text.index(part) for part in parts]
    return places == sorted(places)


def test_actions_come_straight_after_the_persons_block_and_before_all_else():
    text = text_of(LETTER.pdf())

    assert in_order(
        text,
        "Practice Example Practice (F84001)",
        "Plan and requested actions",
        "Please review her hearing.",
        "Keep going to the lunch club.",
        "Why support ended",
        "Risks",
        "Lonely since her husband died.",
        "I want to hear voices",
        "Filled in a form together.",
        "Example Lunch Club",
        "Life satisfaction",
        "871731000000106",
        "Nadia Rahman, Link worker",
    )


def test_the_person_is_written_as_a_practice_files_letters():
    text = text_of(LETTER.pdf())

    assert "DE SOUZA, Ana (likes to be called Annie)" in text
    assert "03-Feb-1951" in text
    assert "999 000 0018" in text
    assert "Page 1 of 1" in text


def test_what_there_is_none_of_is_said():
    nothing = dataclasses.replace(
        LETTER,
        requested_actions=(),
        actions_for_person=(),
        support_given=(),
        introductions=(),
        measures=(),
        codes=(),
        risks="",
    )

    text = text_of(nothing.pdf())

    assert "For you and your colleagues\nNone.\nFor Annie\nNone." in text
    assert "Risks\nNot yet asked." in text
    assert text.count("None.") == 6
    assert "None known" in text_of(LETTER.pdf())


def test_a_person_with_one_name_and_no_number_has_a_letter():
    person = dataclasses.replace(
        LETTER.person, surname="", forenames="Sukarno", preferred_name="", nhs_number=None
    )

    text = text_of(dataclasses.replace(LETTER, person=person).pdf())

    assert "Name SUKARNO\n" in text
    assert "NHS no. Not known" in text
    assert "For Sukarno" in text


def test_a_wrong_nhs_number_never_reaches_a_letter():
    person = dataclasses.replace(LETTER.person, nhs_number="9990000019")

    with pytest.raises(InvalidNhsNumber):
        dataclasses.replace(LETTER, person=person).pdf()


def test_a_long_letter_says_on_each_page_whom_it_is_about():
    rows = tuple(LetterIntroduction(f"Service {n}", "Came") for n in range(80))

    pages = PdfReader(io.BytesIO(dataclasses.replace(LETTER, introductions=rows).pdf())).pages

    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert "NHS no. 999 000 0018, born 03-Feb-1951, DE SOUZA, Ana" in text
        assert f"Page {number} of {len(pages)}" in text


@pytest.mark.parametrize("document", [LETTER, PLAN], ids=["letter", "plan"])
def test_documents_are_tagged_titled_and_the_same_each_time(document):
    made = document.pdf()

    reader = PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    assert reader.metadata.title
    assert b"pdfuaid" in made
    assert document.pdf() == made


@pytest.mark.parametrize(
    "typed",
    [
        '#read("/etc/passwd")',
        '#import "@preview/example:0.1.0": *',
        "#panic()",
        "*not bold* _nor this_ $x^2$ `raw` <label> @reference",
        "= Not a heading",
        "- not a list",
        '"; #sys.inputs',
        "\\ \\u{41} ~ // not a comment",
        "{{ 7 * 7 }} {% raw %}",
    ],
)
def test_markup_that_was_typed_is_shown_and_does_nothing(typed):
    everywhere = dataclasses.replace(
        LETTER,
        what_mattered=typed,
        requested_actions=(typed,),
        introductions=(LetterIntroduction(typed, typed),),
        person=dataclasses.replace(LETTER.person, preferred_name=typed),
    )

    text = " ".join(text_of(everywhere.pdf()).split())

    assert text.count(" ".join(typed.split())) >= 4
    assert "root:" not in text


@pytest.mark.parametrize(
    "typed",
    [
        "আমি ভালো আছি",
        "أريد أن أسمع أصواتا",
        "ਮੈਂ ਠੀਕ ਹਾਂ",
        "நான் நலம்",
        "હું ઠીક છું",
        "मैं ठीक हूँ",
        "ደሓን እየ",
        "שלום",
        "Tôi khỏe, Łódź, Ελληνικά, Русский",
    ],
)
def test_the_scripts_kith_brings_need_no_fonts_of_the_machine(typed, monkeypatch):
    monkeypatch.setattr(render, "_WAYS", ((False, "ua-1"),))

    made = dataclasses.replace(LETTER, what_mattered=typed).pdf()

    assert b"pdfuaid" in made
    assert "\ufffd" not in text_of(made)
    assert render.png("outcome_letter", dataclasses.replace(LETTER, what_mattered=typed).data())


@pytest.mark.parametrize("typed", ["hello 😀", "王小明", "\U0010fffd", "e\u0301\u0302\u0303"])
def test_other_characters_still_make_a_letter(typed):
    assert "Risks" in text_of(dataclasses.replace(LETTER, what_mattered=typed).pdf())


def test_a_character_no_font_has_takes_only_the_promise_away(monkeypatch):
    monkeypatch.setattr(render, "_WAYS", ((False, "ua-1"), (False, None)))

    made = dataclasses.replace(LETTER, what_mattered="王小明").pdf()

    assert b"pdfuaid" not in made
    assert "/StructTreeRoot" in PdfReader(io.BytesIO(made)).trailer["/Root"]
    assert b"pdfuaid" in LETTER.pdf()


@pytest.mark.parametrize("typed", ["a\x00b", "\x1b[0m", "\ud800", "\x9f"])
@pytest.mark.parametrize("field", ["what_mattered", "risks"])
def test_control_characters_are_refused_with_a_sentence(typed, field):
    with pytest.raises(render.UnprintableText, match=r"cannot be printed\..*"):
        dataclasses.replace(LETTER, **{field: typed}).pdf()


def test_marks_that_force_the_reading_direction_are_left_out():
    hidden = dataclasses.replace(LETTER, what_mattered="owes \u202e001\u202c pounds")

    assert "owes 001 pounds" in text_of(hidden.pdf())


def test_lines_typed_apart_stay_apart():
    text = text_of(dataclasses.replace(LETTER, what_mattered="First.\r\n\r\nSecond.\tEnd").pdf())

    assert "First.\nSecond." in text


@pytest.mark.parametrize("typed", ["word " * 20_000, "x" * 20_000], ids=["words", "one word"])
def test_a_very_long_text_takes_more_pages_and_stays_on_them(typed):
    made = dataclasses.replace(LETTER, what_mattered=typed).pdf()

    assert len(PdfReader(io.BytesIO(made)).pages) > 2


@given(st.text())
@settings(max_examples=30, deadline=None)
def test_any_text_is_printed_or_refused(typed):
    try:
        made = dataclasses.replace(LETTER, what_mattered=typed, requested_actions=(typed,)).pdf()
    except render.UnprintableText:
        return
    assert made.startswith(b"%PDF")


def test_an_unknown_template_and_a_path_are_refused():
    for name in ("nothing", "../render", "/etc/passwd"):
        with pytest.raises(KeyError):
            render.pdf(name, {})


def test_a_plan_starts_with_the_next_step_and_says_who_does_what():
    text = text_of(PLAN.pdf())

    assert in_order(
        text,
        "Your plan, Annie",
        "Nadia comes on Tuesday.",
        "Have company",
        "Go to the lunch club\nWho: Annie\nBy: Tuesday",
        "Sort out the rent\nNo steps yet.",
        "Voices in the house.",
        "16 February 2026",
        "020 7946 0101",
        "999",
    )


def test_an_empty_plan_says_so():
    text = text_of(dataclasses.replace(PLAN, goals=(), next_step="", review_on=None).pdf())

    assert "We have not agreed any goals yet." in text
    assert "Your next step\nNone for now." in text
    assert "We have not set a day yet." in text


def test_large_print_is_larger_and_says_the_same():
    large = dataclasses.replace(PLAN, large_print=True)

    assert sizes(PLAN.pdf()) >= {14}
    assert sizes(large.pdf()) >= {18}
    assert "".join(text_of(large.pdf()).split()).startswith("Bowsocialprescribing")
    for sentence in ("Go to the lunch club", "Who: Annie", "16 February 2026"):
        assert sentence in text_of(large.pdf())


def sizes(document: bytes) -> set[int]:
    found: set[int] = set()
    for page in PdfReader(io.BytesIO(document)).pages:
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size: found.add(
                round(size * abs(tm[0] * cm[0]))
            )
        )
    return found


def test_a_picture_is_made_of_each_page():
    pictures = PLAN.png()

    assert len(pictures) == len(PdfReader(io.BytesIO(PLAN.pdf())).pages)
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


VOWELS = re.compile(r"[aeiouy]+", re.IGNORECASE)


def syllables(word: str) -> int:
    """Groups of vowels, a silent e at the end apart: near enough for words as short as ours."""
    found = len(VOWELS.findall(word))
    return max(1, found - (word.lower().endswith("e") and found > 1))


def test_the_plans_own_words_are_easy_to_read():
    """Flesch (1948), "A new readability yardstick": 80 and more is easy, conversational English."""
    source = (render.TEMPLATES / "plan.typ").read_text()
    ours = re.findall(r"^ *== ([^#].+)$|\[([A-Z][^\[\]#]{3,})\]", source, re.MULTILINE)
    sentences = [s for pair in ours for s in re.split(r"(?<=[.:])\s+", "".join(pair)) if s]
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z']+", sentence)]
    per_sentence = len(words) / len(sentences)
    ease = 206.835 - 1.015 * per_sentence - 84.6 * sum(map(syllables, words)) / len(words)
    assert len(sentences) > 10
    assert ease >= 80, (round(ease, 1), sentences)
    assert max(len(re.findall(r"[A-Za-z']+", one)) for one in sentences) <= 20


def test_a_poster_stays_one_sheet_with_when_on_it() -> None:
    words = "A place where everybody is welcome, whoever they are and however they come. "
    for about, access in ((words * 40, words * 20), ("line\n" * 60, "line\n" * 30), ("", "")):
        poster = PosterDocument(
            scheme=SCHEME, name=(words * 2)[:120], about=about, when="Thursdays, midday to 1:30pm",
            where=(words * 5)[:300], access=access, limited=True,
        )  # fmt: skip
        assert len(render.png("poster", poster.data(), ppi=10)) == 1
        assert "Thursdays, midday to 1:30pm" in text_of(poster.pdf())


def test_what_no_font_draws_is_left_out_of_a_poster_and_letters_stay() -> None:
    assert drawable("Tea 🎉 and ☕️ chat 👩‍🍳!") == "Tea and chat !"
    for kept in ("Café £2 – 10° “yes”…", "ক্ষ বাংলা", "नमस्ते", "Sí · ©"):
        assert drawable(kept) == kept
    assert shortened("Soup and bread", 8, 3) == "Soup…"
    assert shortened("Soup", 8, 3) == "Soup"
