"""What the team knows better than a feed stands, and what it tells itself stays here."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from kith.directory import actions
from kith.directory.facts import ServiceFacts
from kith.directory.models import Correction, Service
from kith.isolation import context
from kith.resilience.errors import Refused
from tests import cast


def read(by, *, phone="020 7946 0001", name="Walk", print_="1"):
    facts = ServiceFacts(source_id="s1", fingerprint=print_, name=name, phone=phone)
    feed, run = actions.take_in_feed(
        by=by, scheme_id=cast.BOW, source="https://feed.example/", version="HSDS-UK-3.0",
        services=[facts], is_whole=lambda: True,
    )  # fmt: skip
    return Service.objects.get(feed=feed), run


def test_a_correction_outlives_the_next_visit_until_the_feed_says_the_same(in_bow):
    service, _ = read(in_bow)
    actions.edit_service(by=in_bow, service=service, phone="020 7946 0999")
    service, run = read(in_bow, phone="020 7946 0002", name="Long Walk", print_="2")
    assert (service.phone, service.name) == ("020 7946 0999", "Long Walk")
    told = {row["field"]: (row["before"], row["after"], row["ours_stands"]) for row in run.changes}
    assert told["phone"] == ("020 7946 0999", "020 7946 0002", True)
    assert told["name"] == ("Walk", "Long Walk", False)
    [standing] = Correction.objects.filter(ended_at=None)
    assert (standing.theirs, standing.ours) == ("020 7946 0002", "020 7946 0999")
    service, _ = read(in_bow, phone="020 7946 0999", name="Long Walk", print_="3")
    assert service.phone == "020 7946 0999"
    [ended] = Correction.objects.all()
    assert ended.caught_up
    service, _ = read(in_bow, phone="020 7946 0003", name="Long Walk", print_="4")
    assert service.phone == "020 7946 0003"


def test_a_correction_can_be_dropped_once(in_bow):
    service, _ = read(in_bow)
    actions.edit_service(by=in_bow, service=service, name="Stroll")
    [correction] = Correction.objects.all()
    assert actions.drop_correction(by=in_bow, correction=correction).name == "Walk"
    correction.refresh_from_db()
    with pytest.raises(Refused, match="ended"):
        actions.drop_correction(by=in_bow, correction=correction)


def test_putting_back_what_the_feed_says_ends_it(in_bow):
    service, _ = read(in_bow)
    actions.edit_service(by=in_bow, service=service, name="Stroll")
    actions.edit_service(by=in_bow, service=service, name="Walk")
    assert not Correction.objects.filter(ended_at=None).exists()


def test_what_is_the_feeds_alone_is_refused(in_bow):
    service, _ = read(in_bow)
    with pytest.raises(Refused, match="feed"):
        actions.edit_service(by=in_bow, service=service, capacity="Plenty")
    with pytest.raises(Refused):
        actions.correct_service(by=in_bow, service=service, fingerprint="x")


def test_a_team_note_is_on_the_page_and_nowhere_else(company, in_bow, key):
    service, _ = read(in_bow)
    nadia = company.client("nadia")
    page = f"/desk/directory/{service.pk}"
    said = nadia.post(f"{page}/note", {**key(), "text": "Ring after 11, lift broken"})
    assert said.status_code == 302
    assert "lift broken" in nadia.get(page).content.decode()
    assert company.client("sana").get(page).status_code == 404
    public = Client().get("/open-referral/services", {"full": "true"}).content.decode()
    assert "Walk" in public
    assert "lift broken" not in public
    empty = nadia.post(f"{page}/note", {**key(), "text": " "})
    assert empty.status_code == 400
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        note = service.team_notes.get()
    assert nadia.post(f"/desk/directory/notes/{note.pk}/end", key()).status_code == 302
    assert "lift broken" not in nadia.get(page).content.decode()


def test_correcting_on_the_page_shows_what_the_feed_says(company, in_bow, key):
    service, _ = read(in_bow)
    tess = company.client("tess")
    form = tess.get(f"/desk/directory/{service.pk}/edit")
    assert b"place_0_name" in form.content
    typed = {**key(), "version": service.version, "name": "Walk", "phone": "020 7946 0999"}
    assert tess.post(f"/desk/directory/{service.pk}/edit", typed).status_code == 302
    page = re.sub(r"<[^>]+>", "", tess.get(f"/desk/directory/{service.pk}").content.decode())
    assert "we say “020 7946 0999”, the feed says “020 7946 0001”" in page
    rows = Correction.objects.filter(ended_at=None)
    assert [(row.field, row.ours) for row in rows] == [("phone", "020 7946 0999")]
    assert json.dumps(rows[0].theirs) == '"020 7946 0001"'
