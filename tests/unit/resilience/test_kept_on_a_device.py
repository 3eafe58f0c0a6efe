"""The key by which a device keeps what could not be sent, and what becomes of it when it comes."""

from __future__ import annotations

import base64
import re
import time
import uuid

from django.test import Client

from kith.isolation import context
from kith.resilience import device, drafts
from kith.resilience.models import Draft
from tests import cast

PRACTICES = f"/desk/setup/{cast.BOW}/practices"
NEW = {"name": "Bromley High Street Surgery", "ods_code": "F84904"}
ONE, OTHER = "0a" * 16, "0b" * 16
KEY = "/desk/drafts/key"


def key_for(client: Client, name: str = ONE) -> dict[str, str]:
    answer = client.get(KEY, headers={"X-Kith-Device": name})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return answer.json()


def milliseconds(ago: float = 0) -> int:
    return int((time.time() - ago) * 1000)


class TestKey:
    def test_it_is_the_same_for_its_author_after_every_sign_in(self, company):
        first = key_for(company.client("mo"))
        assert len(base64.b64decode(first["key"])) == 32
        assert key_for(company.client("mo")) == first

    def test_another_author_or_another_device_has_another(self, company):
        mine = key_for(company.client("mo"))
        for theirs in (key_for(company.client("max")), key_for(company.client("mo"), OTHER)):
            assert theirs["key"] != mine["key"]
            assert theirs["owner"] != mine["owner"]

    def test_it_says_nothing_of_who_it_is_for(self, company):
        actor = company.actor("mo")
        said = str(key_for(company.client("mo")))
        assert str(actor.user_id) not in said
        assert actor.key not in said

    def test_nobody_gets_one_without_signing_in(self, company):
        answer = Client().get(KEY, headers={"X-Kith-Device": ONE})
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in")

    def test_a_device_names_itself_properly(self, company):
        mo = company.client("mo")
        for name in ("", "x", "0A" * 16, "0a" * 17, "0a" * 15 + "é", "'; --"):
            assert mo.get(KEY, headers={"X-Kith-Device": name}).status_code == 400, name
        assert mo.get(KEY).status_code == 400

    def test_author_and_device_cannot_be_shifted_into_each_other(self):
        assert device.key_of("user:1", ONE) != device.key_of("user:1|", ONE)
        assert device.is_device(ONE)
        assert not device.is_device(f"{OTHER}|{ONE}")


class TestWhatComesLater:
    def test_it_becomes_a_draft_of_its_author(self, company):
        mo = company.client("mo")
        sent = mo.post(f"/desk/drafts?form={PRACTICES}&typed={milliseconds(60)}", NEW)
        assert sent.json()["saved"]
        assert NEW["name"] in mo.get(PRACTICES).content.decode()

    def test_what_was_carried_out_already_is_not_kept_again(self, company, key):
        mo, carried = company.client("mo"), key()
        typed = milliseconds(60)
        assert mo.post(PRACTICES, {**NEW, **carried}).status_code == 302
        late = mo.post(f"/desk/drafts?form={PRACTICES}&typed={typed}", {**NEW, **carried})
        assert late.json()["sent"] is True
        with context.in_scheme(cast.BOW, actor=company.actor("mo").key):
            assert not Draft.objects.exists()

    def test_what_was_typed_after_that_is_kept(self, company, key):
        mo, carried = company.client("mo"), key()
        assert mo.post(PRACTICES, {**NEW, **carried}).status_code == 302
        again = {**NEW, "name": "Another one", **carried}
        later = mo.post(f"/desk/drafts?form={PRACTICES}&typed={milliseconds(-60)}", again)
        assert later.json().get("sent") is None
        assert "Another one" in mo.get(PRACTICES).content.decode()

    def test_a_newer_draft_is_not_written_over(self, company):
        mo = company.client("mo")
        mo.post(f"/desk/drafts?form={PRACTICES}", {"name": "Typed at the office"})
        old = mo.post(
            f"/desk/drafts?form={PRACTICES}&typed={milliseconds(3600)}", {"name": "Typed on a bus"}
        )
        assert old.status_code == 409
        assert old.json()["newer"]
        assert "Typed at the office" in mo.get(PRACTICES).content.decode()
        same = {"name": "Typed at the office"}
        again = mo.post(f"/desk/drafts?form={PRACTICES}&typed={milliseconds(3600)}", same)
        assert again.json()["saved"]

    def test_one_who_signed_in_since_does_not_get_it(self, company):
        actor = company.actor("mo")
        token = drafts.author_token(actor.key)
        other = company.client("max")
        answer = other.post(f"/desk/drafts?form={PRACTICES}", {**NEW, "author": token})
        assert answer.status_code == 409
        with context.in_scheme(cast.POPLAR, actor=company.actor("max").key):
            assert not Draft.objects.exists()
        mine = company.client("mo").post(f"/desk/drafts?form={PRACTICES}", {**NEW, "author": token})
        assert mine.json()["saved"]

    def test_a_moment_that_is_none_is_no_500(self, company):
        mo = company.client("mo")
        for typed in ("", "soon", "-1", "1e9", "9" * 400, "²", "٣"):
            answer = mo.post(f"/desk/drafts?form={PRACTICES}&typed={typed}", NEW)
            assert answer.status_code == 200, typed

    def test_a_key_that_is_none_is_no_500(self, company):
        answer = company.client("mo").post(
            f"/desk/drafts?form={PRACTICES}&typed=1", {**NEW, "idempotency_key": "not a uuid"}
        )
        assert answer.status_code == 200

    def test_an_ended_session_keeps_what_is_typed_under_its_own_form(self, company):
        mo = company.client("mo")
        author = re.search(
            r'name="author"[^>]* value="([^"]+)"', mo.get(PRACTICES).content.decode()
        )
        assert author is not None
        mo.logout()
        typed = {"name": "Half a na", "author": author.group(1)}
        answer = mo.post(f"/desk/drafts?form={PRACTICES}", typed)
        assert answer.status_code == 302
        assert "kept=1" in answer["Location"]
        assert "Half a na" in company.client("mo").get(PRACTICES).content.decode()
        nowhere = Client().post("/desk/drafts", typed)
        assert "kept=1" not in nowhere["Location"]

    def test_a_hundred_thousand_characters_are_kept(self, company):
        mo = company.client("mo")
        long = {"name": "é🙂" * 50_000, "idempotency_key": str(uuid.uuid4())}
        assert mo.post(f"/desk/drafts?form={PRACTICES}&typed=1", long).json()["saved"]
        longer = {"name": "x" * 200_001}
        assert mo.post(f"/desk/drafts?form={PRACTICES}", longer).json()["saved"] is None


def test_pages_for_staff_say_where_the_key_comes_from_and_others_do_not(company):
    assert f'data-device-key="{KEY}"' in company.client("mo").get(PRACTICES).content.decode()
    assert "data-device-key" not in Client().get("/sign-in").content.decode()
