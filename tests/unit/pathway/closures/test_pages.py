"""The pages of finishing: write, read the letter, finish; and begin again."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any

import pytest

from kith.audit.models import Entry
from kith.isolation import context
from kith.messages.documents import render
from kith.pathway.caseload.models import Case
from kith.pathway.closures import actions
from kith.pathway.closures.models import Closure
from kith.ui.dates import today
from kith.vocabulary import closure_reasons
from tests import cast
from tests.unit.pathway.stories import a_case

DONE = {"reason": closure_reasons.COMPLETED, "summary": "She has lunch\nwith others."}


@pytest.fixture
def case(db: None) -> Case:
    """Maya, whom Nadia of Roman Road Friends supports."""
    return a_case(agreed=True)


def at(case: Case) -> str:
    return f"/desk/closures/{case.pk}"


def state_of(case: Case) -> str:
    with context.in_scheme(cast.BOW, actor="job:tests"):
        return Case.objects.get(pk=case.pk).state


def closure_of(case: Case) -> Closure:
    with context.in_scheme(cast.BOW, actor="job:tests"):
        return Closure.objects.select_related("letter").get(case=case)


def finished(case: Case) -> Closure:
    with context.in_scheme(cast.BOW, actor="job:tests"):
        return actions.close(by=cast.TESTS, case=case, reason=closure_reasons.COMPLETED)


def test_write_read_finish(company, case, key) -> None:  # type: ignore[no-untyped-def]
    client = company.client("nadia")
    assert "Finish our support of" in client.get(at(case)).content.decode()

    read = client.post(at(case), {**key(), **DONE, "version": case.version, "step": "check"})
    shown = read.content.decode()
    assert read.status_code == 200
    assert "Nothing has been kept yet" in shown
    assert "Merchant Street Practice" in shown
    assert "She has lunch" in shown
    assert 'src="data:image/png;base64,' in shown
    assert state_of(case) == "open"

    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown))
    assert carried["summary"].splitlines() == ["She has lunch", "with others."]
    done = client.post(at(case), {**key(), **carried, "version": case.version, "step": "finish"})
    closure = closure_of(case)
    assert (done.status_code, done["Location"]) == (302, f"/desk/closures/{closure.pk}/done")
    assert state_of(case) == "closed"
    after = client.get(done["Location"]).content.decode()
    assert f"/desk/letters/{closure.letter_id}.pdf" in after
    assert client.get(f"/desk/letters/{closure.letter_id}.pdf").content.startswith(b"%PDF-")
    assert client.get(at(case))["Location"] == done["Location"]


def test_the_same_form_sent_twice_finishes_once(company, case, key) -> None:  # type: ignore[no-untyped-def]
    client, once = company.client("nadia"), key()
    typed = {**once, **DONE, "version": case.version, "step": "finish"}

    first, second = client.post(at(case), typed), client.post(at(case), typed)

    assert first["Location"] == second["Location"]
    assert closure_of(case).reason == closure_reasons.COMPLETED


def version_of(case: Case) -> int:
    with context.in_scheme(cast.BOW, actor="job:tests"):
        return Case.objects.get(pk=case.pk).version


def test_changing_something_first_keeps_what_was_typed(company, case, key) -> None:  # type: ignore[no-untyped-def]
    answer = company.client("nadia").post(
        at(case), {**key(), **DONE, "version": version_of(case), "step": "change"}
    )

    assert answer.status_code == 200
    assert "with others." in answer.content.decode()
    assert state_of(case) == "open"


@pytest.mark.parametrize("step", ["check", "finish"])
@pytest.mark.parametrize("reason", ["", "99"])
def test_without_a_reason_it_does_not_go_on(company, case, key, step: str, reason: str) -> None:  # type: ignore[no-untyped-def]
    answer = company.client("nadia").post(
        at(case), {**key(), "reason": reason, "summary": "Kept", "step": step}
    )

    assert answer.status_code == 400
    assert "There is a problem" in answer.content.decode()
    assert "Kept" in answer.content.decode()
    assert state_of(case) == "open"


def test_a_letter_that_cannot_be_made_is_said_so(company, case, key, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def broken(*args: object, **kwargs: object) -> bytes:
        raise render.UnprintableText("The text has characters that cannot be printed.")

    client = company.client("nadia")
    with monkeypatch.context() as patch:
        patch.setattr(render, "pdf", broken)
        patch.setattr(render, "png", broken)
        for step in ("check", "finish"):
            answer = client.post(
                at(case), {**key(), **DONE, "version": version_of(case), "step": step}
            )
            assert answer.status_code == 400
            assert "nothing was saved" in answer.content.decode()
    assert state_of(case) == "open"

    typed = {**key(), **DONE, "version": version_of(case), "step": "finish"}
    assert client.post(at(case), typed).status_code == 302


def test_who_changed_it_meanwhile_is_not_overwritten(company, case, key) -> None:  # type: ignore[no-untyped-def]
    client = company.client("nadia")
    typed = {**DONE, "version": case.version - 1, "step": "finish"}

    answer = client.post(at(case), {**key(), **typed})

    assert answer.status_code in (400, 409)
    assert "Someone else changed this" in answer.content.decode()
    assert state_of(case) == "open"


def test_a_childs_page_asks_why(company, key) -> None:  # type: ignore[no-untyped-def]
    born = today() - datetime.timedelta(days=12 * 365)
    case = a_case(first_name="Idris", last_name="Cole", born=born, agreed=True)
    client = company.client("nadia")
    assert "Why is it right to finish now?" in client.get(at(case)).content.decode()

    typed = {**DONE, "version": version_of(case), "step": "finish"}
    refused = client.post(at(case), {**key(), **typed})
    assert refused.status_code == 400
    assert state_of(case) == "open"

    why = {"why_now": "His school looks out for him."}
    assert client.post(at(case), {**key(), **typed, **why}).status_code == 302


def test_a_stranger_and_another_partner_find_nothing(company, case, key) -> None:  # type: ignore[no-untyped-def]
    nowhere = f"/desk/closures/{uuid.uuid4()}"
    for name in ("sana", "sam"):
        client = company.client(name)
        answers = [client.get(at(case)), client.get(nowhere)]
        answers += [
            client.post(url, {**key(), **DONE, "step": "finish"}) for url in (at(case), nowhere)
        ]
        assert [answer.status_code for answer in answers] == [404] * 4, name
    assert state_of(case) == "open"
    closure = finished(case)
    for name in ("sana", "sam"):
        for url in (f"/desk/closures/{closure.pk}/done", f"{nowhere}/done"):
            client = company.client(name)
            assert client.get(url).status_code == 404, name
            assert client.post(url, {**key(), "why": "She rang"}).status_code == 404, name
    for name in ("nadia", "tess", "priya"):
        assert company.client(name).get(f"/desk/closures/{closure.pk}/done").status_code == 200


def test_other_roles_do_not_finish(company, case, key) -> None:  # type: ignore[no-untyped-def]
    for name in ("ruth", "fay", "della", "pia"):
        assert company.client(name).get(at(case)).status_code == 403, name
    closure = finished(case)
    pia = company.client("pia")
    assert pia.get(f"/desk/closures/{closure.pk}/done").status_code == 200
    assert pia.post(f"/desk/closures/{closure.pk}/done", {**key(), "why": "x"}).status_code == 404


def test_beginning_again_from_the_page(company, case, key) -> None:  # type: ignore[no-untyped-def]
    closure = finished(case)
    client, url = company.client("nadia"), f"/desk/closures/{closure.pk}/done"
    assert "Begin support again" in client.get(url).content.decode()

    assert client.post(url, {**key(), "why": ""}).status_code == 400
    assert state_of(case) == "closed"
    answer = client.post(url, {**key(), "version": version_of(case), "why": "She rang"})

    assert (answer.status_code, answer["Location"]) == (302, url)
    assert state_of(case) == "open"
    shown = client.get(url).content.decode()
    assert "begun again" in shown
    assert "Begin support again" not in shown


def test_after_the_window_the_page_says_what_to_do(company, key) -> None:  # type: ignore[no-untyped-def]
    noon = datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.UTC)
    case = a_case(agreed=True, at=noon - datetime.timedelta(days=60))
    with context.in_scheme(cast.BOW, actor="job:tests"):
        closure = actions.close(by=cast.TESTS, case=case, reason=closure_reasons.COMPLETED, at=noon)
    client, url = company.client("priya"), f"/desk/closures/{closure.pk}/done"

    shown = client.get(url).content.decode()
    assert "until 27 August 2024" in shown
    assert "Begin support again" not in shown
    refused = client.post(url, {**key(), "version": version_of(case), "why": "She rang"})

    assert refused.status_code == 400
    assert "Make a new referral" in refused.content.decode()
    assert state_of(case) == "closed"


def test_opening_the_pages_is_noted(company, case) -> None:  # type: ignore[no-untyped-def]
    closure = finished(case)
    client = company.client("nadia")
    client.get(f"/desk/closures/{closure.pk}/done")
    client.get(f"/desk/letters/{closure.letter_id}.pdf")

    with context.in_scheme(cast.BOW, actor="job:tests"):
        seen: Any = Entry.objects.filter(action="record.opened", person_id=case.person_id)
        assert sorted(seen.values_list("subject_type", flat=True)) == [
            "closures:done",
            "messages:letter_pdf",
        ]
