"""The words of a scheme: changed by its manager, seen first, kept with what they were, and said from then on."""

from __future__ import annotations

import datetime
import io
import threading
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils.html import escape
from pypdf import PdfReader

from kith.audit.models import Entry
from kith.isolation.actor import Actor
from kith.isolation.context import in_scheme
from kith.messages import actions, email_words, queries, wording
from kith.messages.models import WordingChange
from kith.pathway.closures import rules as closing
from kith.pathway.closures.scheme_words import REOPENING
from kith.pathway.contacts import presenters as contacts
from kith.pathway.contacts.scheme_words import NOTES, RING_TEXT
from kith.pathway.plans.scheme_words import Asked
from kith.pathway.referrals import scheme_words as referrals
from kith.resilience.errors import Refused, Stale
from kith.ui.dates import today
from kith.vocabulary.word_back import Kind
from tests import cast
from tests.conftest import Company

Keys = Callable[[], dict[str, str]]
WORDS = f"/desk/setup/{cast.BOW}/words"
OWN = "Hello $name. $worker rings you $day at $time from $number."


def text_of(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


def change(text: str, piece=RING_TEXT, **more) -> WordingChange:
    return actions.change_words(by=cast.TESTS, scheme_id=cast.BOW, piece=piece, text=text, **more)


class TestDeclared:
    @pytest.mark.parametrize("piece", wording.pieces(), ids=lambda piece: piece.key)
    def test_each_says_by_itself_what_it_may(self, piece):
        wording.check(piece, piece.default)
        assert piece.where.endswith((".", "screens."))
        assert "$" not in wording.example(piece, piece.default)

    def test_each_group_is_there(self):
        assert {piece.group for piece in wording.pieces()} == set(wording.Group)

    @pytest.mark.parametrize(
        "piece", [p for p in wording.pieces() if p.shown], ids=lambda piece: piece.key
    )
    def test_each_letter_is_shown_as_the_letter_it_is(self, piece):
        said = "Words of our own, Zwölf Ärzte"
        text = f"{said} {' '.join('$' + name for name in piece.examples)}".strip()
        assert said in " ".join(text_of(piece.shown(text)).split())


class TestChecked:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "Write the words"),
            ("   \n ", "Write the words"),
            ("Hello $nmae, $day $time $number", r"There is no \$nmae here. You may use \$day"),
            ("Hello ${__class__}, $day $time $number", "There is no"),
            ("Ring $day at $time", r"\$number must be in it"),
            ("It costs $5 $day $time $number", "dollar sign"),
            ("$day $time $number\nand more", "one line"),
            ("x" * 100_000, "100,000 characters"),
        ],
    )
    def test_what_cannot_be_said_is_refused_and_changes_nothing(self, in_bow: Actor, text, said):
        with pytest.raises(Refused, match=said):
            change(text)
        assert queries.words(cast.BOW, RING_TEXT) == RING_TEXT.default
        assert change(OWN).number == 1
        assert queries.words(cast.BOW, RING_TEXT) == OWN

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("No subject\n\n$link", "Begin with a line"),
            ("Subject: \n\n$link", "Begin with a line"),
            ("Subject: One\nBcc: all@example.org\n\n$link", "Begin with a line"),
            ("Subject: One\n\nGo to https://elsewhere.example $link", r"Write \$link"),
            ("Subject: One\n\nGo to www.elsewhere.example $link", r"Write \$link"),
            ("Subject: One\n\nNothing to press", r"\$link must be in it"),
            (f"Subject: {'x' * 201}\n\n$link", "200 characters"),
        ],
    )
    def test_an_email_has_a_subject_and_leads_to_kith_alone(self, in_bow: Actor, text, said):
        piece = email_words.PIECES["waiting"]
        with pytest.raises(Refused, match=said):
            change(text, piece)
        assert change("Subject: Come and look\n\nHere: $link", piece)

    def test_word_back_fills_in_nothing(self, in_bow: Actor):
        piece, _ = referrals.PIECES[Kind.TAKEN_ON]
        with pytest.raises(Refused, match="Nothing is filled in here"):
            change("We took on $name", piece)


class TestSaid:
    def test_values_are_filled_in_once_and_are_no_program(self):
        given = {
            "called": "$number {{ 7*7 }} #panic()", "worker": "W", "scheme": "S",
            "at": datetime.datetime(2026, 3, 5, 14, tzinfo=datetime.UTC),
            "ring_from": "07700 900123",
        }  # fmt: skip
        said = contacts.text_words(OWN, **given)
        assert said.startswith("Hello $number {{ 7*7 }} #panic(). W rings you")
        assert said.endswith("from 07700 900123.")

    def test_an_email_says_it_from_then_on(self, in_bow: Actor):
        piece = email_words.PIECES["waiting"]
        change("Subject: Come and look\r\n\r\nA parcel waits: $link", piece)
        link = f"{settings.SITE_URL}/desk/today"
        email = actions.queue_email(
            by=in_bow, scheme_id=cast.BOW, kind="waiting", to="n@kith.example", link=link
        )
        assert email.subject == "Come and look"
        assert email.body == f"A parcel waits: {link}\n"

    def test_the_other_pieces_say_it_too(self, in_bow: Actor):
        said, following = referrals.PIECES[Kind.AGREED]
        change("They said yes to us.", said)
        change("We begin.", following)
        assert referrals.words_of(cast.BOW, Kind.AGREED) == ("They said yes to us.", "We begin.")
        change("$name may come back until $until.", REOPENING)
        until = today()
        words = closing.reopening_words(
            queries.words(cast.BOW, REOPENING), "Ada", until, "", "completed"
        )
        assert words.startswith("Ada may come back until")
        assert Asked(cast.BOW).phrases[0].startswith("Ring to ask")

    def test_another_scheme_says_its_own(self, in_bow: Actor):
        change(OWN)
        with in_scheme(cast.POPLAR, actor=cast.TESTS.key):
            assert queries.words(cast.POPLAR, RING_TEXT) == RING_TEXT.default
            assert not WordingChange.objects.exists()

    def test_many_pieces_take_one_read(self, in_bow: Actor, django_assert_num_queries):
        change(OWN)
        with django_assert_num_queries(1):
            found = queries.words_of(cast.BOW, [RING_TEXT, *NOTES.values()])
        assert found[RING_TEXT.key] == OWN


class TestHistory:
    def test_every_wording_is_kept_and_can_be_put_back(self, in_bow: Actor):
        for text in (OWN, f"{OWN} Bye."):
            change(text)
        back = actions.put_back_words(by=cast.TESTS, scheme_id=cast.BOW, piece=RING_TEXT, number=1)
        assert (back.number, queries.words(cast.BOW, RING_TEXT)) == (3, OWN)
        kith = actions.put_back_words(by=cast.TESTS, scheme_id=cast.BOW, piece=RING_TEXT, number=0)
        assert kith.is_default
        assert queries.words(cast.BOW, RING_TEXT) == RING_TEXT.default
        assert [row.number for row in queries.changes_of_words(cast.BOW, RING_TEXT.key)] == [
            4, 3, 2, 1,
        ]  # fmt: skip
        assert Entry.objects.filter(action="messages.put_back_words", refused="").count() == 2

    def test_what_is_said_already_is_no_change(self, in_bow: Actor):
        with pytest.raises(Refused, match="says that already"):
            change(RING_TEXT.default)
        with pytest.raises(Refused, match="not there"):
            actions.put_back_words(by=cast.TESTS, scheme_id=cast.BOW, piece=RING_TEXT, number=7)
        change(OWN)
        with pytest.raises(Refused, match="says that already"):
            change(f" {OWN}\n")

    def test_the_second_of_two_is_told(self, in_bow: Actor):
        change(OWN, expected=0)
        with pytest.raises(Stale):
            change(f"{OWN} Bye.", expected=0)
        assert change(f"{OWN} Bye.", expected=1)

    def test_eight_at_once_are_one_change(self, committed, company: Company, key: Keys):
        mo, answers = company.client("mo"), []

        def save(number: int) -> None:
            client = Client()
            client.cookies = mo.cookies
            typed = {"text": f"{OWN} {number}", "seen": "0", **key()}
            answers.append(client.post(f"{WORDS}/contacts.ring_text", typed).status_code)
            connection.close()

        threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == [302] + [409] * 7


class TestPages:
    def test_the_manager_finds_all_of_it_from_set_up(self, company: Company):
        mo = company.client("mo")
        assert WORDS in mo.get("/desk/setup").content.decode()
        page = mo.get(WORDS).content.decode()
        for piece in wording.pieces():
            assert f"{WORDS}/{piece.key}" in page
            assert mo.get(f"{WORDS}/{piece.key}").status_code == 200, piece.key

    def test_nobody_else_does(self, company: Company, key: Keys):
        for name, status in (("nadia", 403), ("max", 404), ("ruth", 403)):
            client = company.client(name)
            for path in (WORDS, f"{WORDS}/contacts.ring_text"):
                assert client.get(path).status_code == status, (name, path)
            posted = client.post(f"{WORDS}/contacts.ring_text", {"text": OWN, "seen": "0", **key()})
            assert posted.status_code == status
        mo = company.client("mo")
        assert mo.get(f"{WORDS}/no.such").status_code == 404
        assert mo.get(f"{WORDS}/contacts.ring_text").status_code == 200

    def test_it_is_seen_first_then_kept_then_put_back(self, company: Company, key: Keys):
        mo, one = company.client("mo"), f"{WORDS}/contacts.ring_text"
        look = mo.post(one, {"text": OWN, "seen": "0", "look": "page", **key()})
        assert look.status_code == 200
        assert "Hello Ada. Nadia rings you Thursday 5 March" in look.content.decode()
        with in_scheme(cast.BOW, actor=cast.TESTS.key):
            assert not WordingChange.objects.exists()
        assert mo.post(one, {"text": OWN, "seen": "0", **key()}).status_code == 302
        page = mo.get(one).content.decode()
        assert "Mo Castellanos" in page
        assert page.count(escape(OWN)) >= 2
        assert escape(RING_TEXT.default) in page
        assert "Your words" in mo.get(WORDS).content.decode()
        stale = mo.post(one, {"text": f"{OWN} Bye.", "seen": "0", **key()})
        assert stale.status_code == 409
        assert escape(OWN) in stale.content.decode()
        assert mo.post(f"{one}/back/0", key()).status_code == 302
        assert "Your words" not in mo.get(WORDS).content.decode()

    def test_a_letter_is_seen_as_a_letter_before_it_is_kept(self, company: Company, key: Keys):
        mo, one = company.client("mo"), f"{WORDS}/word_back.agreed"
        typed = {"text": "They said yes to us.", "seen": "0", "look": "pdf"}
        letter = mo.post(one, {**typed, **key()})
        assert letter["Content-Type"] == "application/pdf"
        assert "They said yes to us." in text_of(letter.content)
        assert "OKAFOR, Ada" in text_of(letter.content)
        wrong = mo.post(one, {**typed, "text": "They said $yes.", **key()})
        assert wrong.status_code == 400
        assert "There is no $yes here" in wrong.content.decode()

    @pytest.mark.parametrize(
        "text",
        [
            "\u202eمرحبا\u202c",
            "🙂" * 100,
            "<script>alert(1)</script>",
            "{{ 7*7 }} {% include 'x' %} ${7*7}",
            '#panic(); #import "/etc/passwd"',
            "a\x00b",
            "x" * 100_000,
        ],
        ids=["rtl", "emoji", "script", "jinja", "typst", "nul", "long"],
    )
    def test_the_worst_words_are_refused_or_shown_as_they_are(
        self, company: Company, key: Keys, text
    ):
        mo, one = company.client("mo"), f"{WORDS}/word_back.agreed"
        for how in ({}, {"look": "page"}, {"look": "pdf"}):
            answer = mo.post(one, {"text": text, "seen": "0", **how, **key()})
            assert answer.status_code in (200, 302, 400, 409), how
        page = mo.get(one).content.decode()
        assert "<script>alert" not in page
        with in_scheme(cast.BOW, actor=cast.TESTS.key):
            kept = WordingChange.objects.values_list("text", flat=True)
            assert list(kept) in ([], [text])
