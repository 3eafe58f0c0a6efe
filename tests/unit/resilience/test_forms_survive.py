"""A form that is sent twice, edited by two, left half-written or sent after the session ended."""

from __future__ import annotations

import re
import threading
import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from kith.accounts.models import User
from kith.audit.models import Entry
from kith.isolation import context
from kith.organisations.models import Practice, Scheme
from kith.resilience import drafts
from kith.resilience.models import Draft, SentForm
from tests import cast

PRACTICES = f"/desk/setup/{cast.BOW}/practices"
SCHEME = f"/desk/setup/{cast.BOW}/scheme"
NEW = {"name": "Bromley High Street Surgery", "ods_code": "F84904"}


def in_bow_reading():
    return context.in_scheme(cast.BOW, actor=cast.TESTS.key)


def practices_called(name: str) -> int:
    with in_bow_reading():
        return Practice.objects.filter(name=name).count()


def scheme_fields(client: Client) -> dict[str, str]:
    """What the browser would send back from the scheme's form, untouched."""
    page = client.get(SCHEME).content.decode()
    assert "version" in page
    values = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', page))
    values["address"] = ""
    values["partners_see_each_other"] = "no"
    values["shows_ages_publicly"] = "no"
    values["codes_only_by_default"] = "no"
    values.pop("csrfmiddlewaretoken", None)
    return values


class TestSentTwice:
    def test_without_a_key_nothing_is_done_and_with_one_it_is(self, company, key):
        mo = company.client("mo")
        assert mo.post(PRACTICES, NEW).status_code == 400
        assert practices_called(NEW["name"]) == 0
        assert mo.post(PRACTICES, {**NEW, **key()}).status_code == 302
        assert practices_called(NEW["name"]) == 1

    def test_the_same_form_again_gets_the_same_answer_and_no_second_effect(self, company, key):
        mo, carried = company.client("mo"), key()
        first = mo.post(PRACTICES, {**NEW, **carried})
        again = mo.post(PRACTICES, {**NEW, **carried})
        assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
        assert practices_called(NEW["name"]) == 1

    def test_the_key_of_another_form_is_refused(self, company, key):
        mo, carried = company.client("mo"), key()
        mo.post(PRACTICES, {**NEW, **carried})
        other = mo.post(PRACTICES, {"name": "Another", "ods_code": "F84905", **carried})
        assert other.status_code == 422
        assert practices_called("Another") == 0

    def test_the_same_key_from_someone_else_is_theirs(self, company, key):
        carried = key()
        company.client("mo").post(PRACTICES, {**NEW, **carried})
        theirs = company.client("max").post(
            f"/desk/setup/{cast.POPLAR}/practices", {**NEW, **carried}
        )
        assert theirs.status_code == 302

    def test_a_form_with_errors_may_come_again_with_its_key(self, company, key):
        mo, carried = company.client("mo"), key()
        assert mo.post(PRACTICES, {**NEW, "ods_code": "x", **carried}).status_code == 400
        assert mo.post(PRACTICES, {**NEW, **carried}).status_code == 302

    def test_eight_at_once_have_one_effect(self, committed, company, key):
        mo, carried, answers = company.client("mo"), key(), []

        def send() -> None:
            client = Client()
            client.cookies = mo.cookies
            answers.append(client.post(PRACTICES, {**NEW, **carried}).status_code)
            connection.close()

        threads = [threading.Thread(target=send) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [302] * 8
        assert practices_called(NEW["name"]) == 1
        with in_bow_reading():
            assert Entry.objects.filter(action="organisations.add_practice", subject_id__in=(
                Practice.objects.filter(name=NEW["name"]).values("id"))).count() == 1  # fmt: skip


class TestEditedByTwo:
    def test_the_second_is_shown_both_and_the_next_save_is_a_knowing_one(self, company, key):
        mo, other = company.client("mo"), company.client("mo")
        seen_by_mo, seen_by_other = scheme_fields(mo), scheme_fields(other)
        first = {**seen_by_mo, "opening_hours": "Monday to Friday, 9 to 5", **key()}
        assert mo.post(SCHEME, first).status_code == 302
        second = other.post(
            SCHEME, {**seen_by_other, "opening_hours": "Mornings", "name": "Bow Links", **key()}
        )
        assert second.status_code == 409
        said = second.content.decode()
        assert "Monday to Friday, 9 to 5" in said
        assert "Mornings" in said
        with in_bow_reading():
            assert Scheme.objects.get().opening_hours == "Monday to Friday, 9 to 5"
        version = re.search(r'name="version"[^>]* value="(\d+)"', said).group(1)
        knowing = {**seen_by_other, "opening_hours": "Mornings", "version": version, **key()}
        assert other.post(SCHEME, knowing).status_code == 302
        with in_bow_reading():
            assert Scheme.objects.get().opening_hours == "Mornings"

    @pytest.mark.parametrize("version", ["99999999999999999999", "-1", "0", "²", "a", ""])
    def test_a_version_that_no_row_has_saves_nothing(self, company, key, version):
        mo = company.client("mo")
        fields = scheme_fields(mo)
        wrong = mo.post(SCHEME, {**fields, **key(), "name": "Planted", "version": version})
        assert wrong.status_code in (400, 409)
        with in_bow_reading():
            assert Scheme.objects.get().name != "Planted"
        assert mo.post(SCHEME, {**fields, **key(), "name": "Bow"}).status_code == 302

    def test_eight_at_once_one_is_saved_and_seven_are_told(self, committed, company, key):
        mo = company.client("mo")
        seen, answers = scheme_fields(mo), []

        def save(number: int) -> None:
            client = Client()
            client.cookies = mo.cookies
            typed = {**seen, "opening_hours": f"Hours {number}", **key()}
            answers.append(client.post(SCHEME, typed).status_code)
            connection.close()

        threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == [302] + [409] * 7


class TestLeftHalfWritten:
    def test_what_is_typed_is_kept_for_its_author_alone(self, company):
        mo, pia = company.client("mo"), company.client("max")
        kept = mo.post(f"/desk/drafts?form={SCHEME}", {"opening_hours": "When the moon is full"})
        assert kept.json()["saved"]
        assert "When the moon is full" in mo.get(SCHEME).content.decode()
        with context.in_scheme(cast.BOW, actor=company.actor("max").key):
            assert Draft.objects.count() == 0
        assert "moon" not in pia.get(f"/desk/setup/{cast.POPLAR}/scheme").content.decode()

    def test_sending_or_discarding_forgets_it(self, company, key):
        mo = company.client("mo")
        mo.post(f"/desk/drafts?form={PRACTICES}", {"name": "Half a na"})
        assert "Half a na" in mo.get(PRACTICES).content.decode()
        assert mo.post(PRACTICES, {**NEW, **key()}).status_code == 302
        assert "Half a na" not in mo.get(PRACTICES).content.decode()
        mo.post(f"/desk/drafts?form={PRACTICES}", {"name": "Another ha"})
        mo.post(f"/desk/drafts?form={PRACTICES}", {"discard": "1"})
        assert "Another ha" not in mo.get(PRACTICES).content.decode()

    def test_a_draft_goes_to_no_other_site(self, company):
        mo = company.client("mo")
        for address in ("//evil.example", "https://evil.example", "javascript:alert(1)", ""):
            answer = mo.post(f"/desk/drafts?form={address}", {"discard": "1"})
            assert answer.status_code == 400, address

    def test_a_draft_of_a_form_with_an_impossible_address_is_no_500(self, company):
        mo = company.client("mo")
        for form in ("/x%00y", "/x%ED%A0%80", "/" + "x" * 1000):
            assert mo.post(f"/desk/drafts?form={form}", {"name": "Kept"}).status_code == 200
            assert mo.post(f"/desk/drafts?form={form}", {"discard": "1"}).status_code == 302

    def test_an_ended_session_loses_nothing_that_was_typed(self, company, key):
        mo = company.client("mo")
        author = re.search(
            r'name="author"[^>]* value="([^"]+)"', mo.get(PRACTICES).content.decode()
        )
        mo.logout()
        sent = mo.post(PRACTICES, {**NEW, "author": author.group(1), **key()})
        assert sent.status_code == 302
        assert "kept=1" in sent["Location"]
        assert practices_called(NEW["name"]) == 0
        assert "was kept" in mo.get(sent["Location"]).content.decode()
        assert NEW["name"] in company.client("mo").get(PRACTICES).content.decode()
        stranger = company.client("max")
        stranger.logout()
        forged = stranger.post(PRACTICES, {**NEW, "author": "user:someone", **key()})
        assert "kept=1" not in forged["Location"]

    @pytest.mark.parametrize(
        "changed", [{"is_active": False}, {"password": "another"}], ids=["deactivated", "password"]
    )
    def test_what_a_former_author_sends_is_not_kept(self, company, key, changed):
        author = drafts.author_token(*_mo(company))
        User.objects.filter(email="mo@kith.example").update(**changed)
        sent = Client().post(PRACTICES, {**NEW, "author": author, **key()})
        assert "kept=1" not in sent["Location"]

    def test_what_another_site_sends_in_an_authors_name_is_not_kept(self, company, key):
        from_elsewhere = Client(enforce_csrf_checks=True)
        typed = {**NEW, "author": drafts.author_token(*_mo(company)), **key()}
        assert from_elsewhere.post(PRACTICES, typed).status_code == 403
        assert NEW["name"] not in company.client("mo").get(PRACTICES).content.decode()
        assert "kept=1" in Client().post(PRACTICES, typed)["Location"]


def _mo(company):
    user = User.objects.get(email="mo@kith.example")
    return f"user:{user.pk}", user


WORST = [
    "a\x00b",
    "\u202egnp.exe",
    "x" * 10_000,
    "<script>alert(1)</script>",
    "'; DROP TABLE people_person; --",
    "🙂" * 50,
    "محمد",
]


@pytest.mark.parametrize("text", WORST, ids=[repr(text[:12]) for text in WORST])
def test_the_worst_text_is_an_error_or_is_kept_and_never_a_500(company, key, text):
    answer = company.client("mo").post(PRACTICES, {"name": text, "ods_code": "F84904", **key()})
    assert answer.status_code in (302, 400)
    if answer.status_code == 400:
        assert "There is a problem" in answer.content.decode()
        assert practices_called("") == 0
    else:
        assert practices_called(text) == 1
        page = company.client("mo").get(PRACTICES).content.decode()
        assert "<script>alert" not in page


def test_a_forged_form_is_refused_and_says_what_to_do(company, key):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = company.client("mo").cookies
    refused = strict.post(PRACTICES, {**NEW, **key()})
    assert refused.status_code == 403
    assert "reload the page" in refused.content.decode()
    token = re.search(
        r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get(PRACTICES).content.decode()
    ).group(1)
    sent = strict.post(PRACTICES, {**NEW, **key(), "csrfmiddlewaretoken": token})
    assert sent.status_code == 302


def test_keys_of_forms_hold_no_personal_data(company, key):
    company.client("mo").post(PRACTICES, {**NEW, **key()})
    with context.enter(context.Kind.SCHEME, schemes=[cast.BOW], actor=company.actor("mo").key):
        sent = SentForm.objects.get()
    assert NEW["name"] not in f"{sent.fingerprint}{sent.location}{sent.key}"
    assert uuid.UUID(str(sent.key))
    assert settings.SESSION_COOKIE_AGE <= 12 * 3600
