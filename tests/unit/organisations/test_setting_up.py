"""A manager sets the scheme up; others, and the manager of another scheme, cannot."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kith.accounts.models import User
from kith.audit.models import Entry
from kith.directory import actions as directory
from kith.isolation import context
from kith.organisations import queries
from kith.organisations.models import Invitation, Membership
from kith.resilience.errors import Refused
from tests import cast

SETUP = f"/desk/setup/{cast.BOW}"


PAGES = "scheme practices staff partners teams reasons programmes contracts"


@pytest.mark.parametrize("page", PAGES.split())
def test_the_manager_opens_it_and_a_link_worker_and_a_stranger_do_not(company, page):
    assert company.client("mo").get(f"{SETUP}/{page}").status_code == 200
    assert company.client("nadia").get(f"{SETUP}/{page}").status_code == 403
    stranger = company.client("max").get(f"{SETUP}/{page}")
    missing = company.client("max").get(f"/desk/setup/{cast.SPACE}/{page}")
    assert stranger.status_code == missing.status_code == 404
    assert _without_keys(stranger) == _without_keys(missing)


def test_a_practice_needs_a_real_code_and_is_added_once(company, key):
    mo = company.client("mo")
    typed = {"name": "Bromley High Street Surgery", "ods_code": "nonsense", "registered": "8120"}
    refused = mo.post(f"{SETUP}/practices", {**key(), **typed})
    assert refused.status_code == 400
    assert "Bromley High Street Surgery" in refused.content.decode()
    assert "There is a problem" in refused.content.decode()
    typed["ods_code"] = "f84904"
    assert mo.post(f"{SETUP}/practices", {**key(), **typed}).status_code == 302
    assert "8,120" in mo.get(f"{SETUP}/practices").content.decode()
    again = mo.post(f"{SETUP}/practices", {**key(), **typed})
    assert again.status_code == 400
    assert "in the scheme already" in again.content.decode()


ADDED = {
    "partners": ({"name": "Mile End Together", "is_prime": "no"}, {"is_prime": "yes"}),
    "reasons": (
        {"label": "Lost since the library closed", "foundation": "purpose"},
        {"label": "Housing"},
    ),
    "programmes": ({"name": "Cancer programme"}, {"name": ""}),
    "contracts": (
        {"funder_name": "Borough GP federation", "title": "Link workers in every practice",
         "from_date_day": "1", "from_date_month": "4", "from_date_year": "2019"},
        {"to_date_day": "31", "to_date_month": "3", "to_date_year": "2019"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("page", ADDED)
def test_the_lists_take_what_is_right_and_refuse_what_is_not(company, key, page):
    mo, (right, wrong) = company.client("mo"), ADDED[page]
    refused = mo.post(f"{SETUP}/{page}", {**right, **wrong, **key()})
    assert refused.status_code == 400
    assert "There is a problem" in refused.content.decode()
    assert mo.post(f"{SETUP}/{page}", {**right, **key()}).status_code == 302
    shown = mo.get(f"{SETUP}/{page}").content.decode()
    assert (right.get("title") or right.get("name") or right["label"]) in shown


def _invite(company, key, email="ines@kith.example") -> str:
    mo = company.client("mo")
    sent = mo.post(
        f"{SETUP}/staff",
        {**key(), "name": "Ines Duarte", "email": email, "roles": ["linkworker"],
         "job_role": "link_worker"},
    )  # fmt: skip
    assert sent.status_code == 302, sent.content.decode()
    shown = mo.get(f"{SETUP}/staff").content.decode()
    staff = mo.get(f"{SETUP}/staff").content.decode()
    assert "/join/" not in staff, "the link is shown once"
    assert "Link worker, Team lead" in staff
    assert "linkworker, " not in staff
    return re.search(r"/join/[\w.-]+", shown).group()


@pytest.fixture
def neighbours(in_bow):
    """Two organisations of the directory, and one of another scheme's."""
    made = [
        directory.add_organisation(by=in_bow, scheme_id=cast.BOW, name=name)
        for name in ("Chrisp Street Neighbours", "Green Steps")
    ]
    with context.in_scheme(cast.POPLAR, actor="tests"):
        made.append(
            directory.add_organisation(by=cast.TESTS, scheme_id=cast.POPLAR, name="Poplar Choir")
        )
    return made


PROVIDER = {
    "name": "Ines Duarte", "email": "ines@kith.example", "roles": ["provider"], "job_role": "other",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Say for which organisation of the directory"),
        ({"provider": "Poplar Choir"}, "No organisation of the directory is called"),
        ({"provider": "ee"}, "Chrisp Street Neighbours; Green Steps"),
        ({"provider": "Green Steps", "roles": ["linkworker"]}, "Only a community provider"),
    ],
)
def test_a_provider_is_not_invited_without_an_organisation_of_the_directory(
    company, key, neighbours, typed, said
):
    refused = company.client("mo").post(f"{SETUP}/staff", {**key(), **PROVIDER, **typed})
    assert refused.status_code == 400
    assert said in refused.content.decode()
    with context.in_scheme(cast.BOW, actor="tests"):
        assert not Invitation.objects.exists()


def test_an_invited_provider_answers_for_their_organisation_and_a_manager_changes_it(
    company, key, neighbours
):
    ours, other, theirs = neighbours
    mo = company.client("mo")
    typed = {**key(), **PROVIDER, "provider": "chrisp street"}
    assert mo.post(f"{SETUP}/staff", typed).status_code == 302
    link = re.search(r"/join/[\w.-]+", mo.get(f"{SETUP}/staff").content.decode()).group()
    assert Client().post(link, {**key(), "password": cast.PASSWORD}).status_code == 302
    with context.in_scheme(cast.BOW, actor="tests"):
        ines = Membership.objects.get(name="Ines Duarte")
        assert ines.provider_id == ours.pk
    page = f"{SETUP}/staff/{ines.pk}/answers-for"
    assert page in mo.get(f"{SETUP}/staff").content.decode()
    assert "Chrisp Street Neighbours" in mo.get(page).content.decode()
    assert company.client("nadia").get(page).status_code == 403
    assert company.client("max").get(page).status_code == 404
    for name in ("", "Poplar Choir"):
        assert mo.post(page, {**key(), "provider": name}).status_code == 400
    assert mo.post(page, {**key(), "provider": "Green Steps"}).status_code == 302
    with context.in_scheme(cast.BOW, actor="tests"):
        ines.refresh_from_db()
        assert ines.provider_id == other.pk
        done = Entry.objects.get(action="organisations.answer_for", refused="")
        assert done.by_name == "Mo Castellanos"
        # Whoever forgets to ask meets the wall.
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.filter(pk=ines.pk).update(provider_id=theirs.pk)


def test_only_a_provider_answers_for_an_organisation(company, key, neighbours):
    with context.in_scheme(cast.BOW, actor="tests"):
        nadia = Membership.objects.get(name="Nadia Rahman")
        della = Membership.objects.get(name="Della Marsh")
    mo, typed = company.client("mo"), {"provider": "Green Steps"}
    refused = mo.post(f"{SETUP}/staff/{nadia.pk}/answers-for", {**key(), **typed})
    assert refused.status_code == 400
    assert "Only a community provider" in refused.content.decode()
    assert "No organisation yet" in mo.get(f"{SETUP}/staff").content.decode()
    done = mo.post(f"{SETUP}/staff/{della.pk}/answers-for", {**key(), **typed})
    assert done.status_code == 302
    assert "No organisation yet" not in mo.get(f"{SETUP}/staff").content.decode()


def test_an_invitation_is_accepted_once_with_a_good_password(company, key):
    link, guest = _invite(company, key), Client()
    easy = guest.post(link, {**key(), "password": "password1234"})
    assert easy.status_code == 400
    assert "data breach" in easy.content.decode()
    assert guest.post(link, {**key(), "password": cast.PASSWORD}).status_code == 302
    signed_in = guest.post(
        "/sign-in", {**key(), "email": "ines@kith.example", "password": cast.PASSWORD}
    )
    assert signed_in.status_code == 302
    assert guest.get("/desk/password").status_code == 200
    used = guest.post(link, {**key()})
    assert used.status_code == 410
    assert "has ended" in used.content.decode()


def test_an_invitation_that_was_withdrawn_or_made_up_opens_nothing(company, key):
    link = _invite(company, key)
    with context.in_scheme(cast.BOW, actor="the tests"):
        invitation = Invitation.objects.get()
    path = f"/desk/setup/invitations/{invitation.pk}/withdraw"
    assert company.client("max").post(path, key()).status_code == 404
    assert company.client("mo").post(path, key()).status_code == 302
    refused = Client().post(link, {**key(), "password": cast.PASSWORD})
    assert refused.status_code == 410
    assert Client().get("/join/" + "x" * 43).status_code == 404


def test_someone_with_an_account_signs_in_to_take_a_second_place(company, key):
    link = _invite(company, key, email="sana@kith.example")
    assert "sana@kith.example" in Client().get(link).content.decode()
    sana = company.client("sana")
    assert sana.post(link, key()).status_code == 302
    with context.in_scheme(cast.BOW, actor="the tests"):
        assert Membership.objects.filter(user__email="sana@kith.example").count() == 1


def test_the_page_of_an_invitation_does_not_say_whether_the_address_has_an_account(company, key):
    def told(email: str) -> str:
        page = Client().get(_invite(company, key, email=email)).content.decode()
        return re.sub(r'(value|href|action)="[^"]*"|[\w.]+@kith.example', "", page)

    assert told("sana@kith.example") == told("ines@kith.example")


def test_another_persons_account_is_not_joined_without_its_password(company, key):
    link = _invite(company, key, email="sana@kith.example")
    refused = Client().post(link, {**key(), "password": "another four random words"})
    assert refused.status_code == 400
    assert "could not join with this password" in refused.content.decode()
    assert Client().post(link, {**key(), "password": cast.PASSWORD}).status_code == 302
    with context.in_scheme(cast.BOW, actor="the tests"):
        assert Membership.objects.filter(user__email="sana@kith.example").count() == 1


def test_where_mail_is_set_up_the_link_goes_to_the_address_and_is_not_shown(
    company, key, settings, monkeypatch
):
    from kith.exchange.mail import outbox, transport

    sent = []
    settings.EMAIL_HOST = "mail.example"
    monkeypatch.setattr(transport, "send", lambda **email: sent.append(email))
    mo, invited = company.client("mo"), {"name": "Ines Duarte", "email": "ines@kith.example"}
    typed = {**key(), **invited, "roles": ["linkworker"], "job_role": "link_worker"}
    assert mo.post(f"{SETUP}/staff", typed).status_code == 302
    shown = mo.get(f"{SETUP}/staff").content.decode()
    assert "on its way to" in shown
    assert "/join/" not in shown
    assert [outbox.send_invitations(cast.BOW) for _ in range(2)] == [1, 0]
    (email,) = sent
    assert email["to"] == "ines@kith.example"
    link = re.search(r"/join/[\w.-]+", email["body"]).group()
    assert Client().post(link, {**key(), "password": cast.PASSWORD}).status_code == 302
    assert not User.objects.get(email="ines@kith.example").address_unproven


def test_who_joins_by_a_link_that_others_saw_is_marked(company, key):
    link = _invite(company, key)
    assert Client().post(link, {**key(), "password": cast.PASSWORD}).status_code == 302
    assert User.objects.get(email="ines@kith.example").address_unproven
    shown = company.client("mo").get(f"{SETUP}/staff").content.decode()
    assert "nobody proved that the address is theirs: Ines Duarte" in shown


def test_a_membership_that_ended_closes_the_door_at_the_next_request(company, in_bow):
    nadia = company.client("nadia")
    assert nadia.get("/desk/setup").status_code == 403
    row = Membership.objects.get(name="Nadia Rahman")
    Membership.objects.filter(pk=row.pk).update(to_date="2020-01-01")
    assert company.actor("nadia").seats == ()


def test_the_contract_of_a_programme_pays_before_a_general_one(in_bow):
    from kith.organisations import actions

    programme = actions.add_programme(by=in_bow, scheme_id=cast.BOW, name="Cancer")
    made = {
        "by": in_bow, "scheme_id": cast.BOW, "from_date": cast.SINCE, "funder_name": "The federation",
    }  # fmt: skip
    general = actions.add_contract(**made, title="Borough-wide", practice_codes=["F84901"])
    special = actions.add_contract(**made, title="Cancer", programme=programme)

    def payer(code, programme_id):
        return queries.paying_contract(
            cast.BOW, on=cast.SINCE, practice_code=code, programme_id=programme_id
        )

    assert payer("F84901", None) == general
    assert payer("F84902", None) is None
    assert payer("F84901", programme.pk) == special
    with pytest.raises(Refused, match="ends before it starts"):
        actions.add_contract(**made, title="Odd", to_date=cast.SINCE.replace(year=2018))


def _without_keys(response) -> str:
    return re.sub(r'value="[^"]+"', "", response.content.decode())
