"""A feed is noted, read by its job, and reports: what was before and after, and what went wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone

from kith.directory import actions as directory
from kith.directory.models import Feed, FeedVisit, Service
from kith.directory.queries import for_today
from kith.directory.queries.checking import matters_of
from kith.exchange.directory_feed import actions, jobs
from kith.exchange.directory_sheet import actions as sheets
from kith.isolation import context
from kith.organisations.duty import Duty
from kith.resilience.errors import Refused
from tests import cast

FEEDS = "/desk/directory/feeds"


@pytest.fixture
def feed(in_bow: Any, tmp_path: Any) -> Feed:
    """A feed that is a file, so that what it says can be changed between visits."""
    row = directory.add_feed(by=in_bow, scheme_id=cast.BOW, source=str(tmp_path / "feed.json"))
    says(row, service("1", "Walk"), service("2", "Talk"))
    return row


def service(key: str, name: str, **rest: Any) -> dict[str, Any]:
    return {"id": key, "name": name, "status": "active", **rest}


def says(feed: Feed, *services: Any) -> None:
    with open(feed.source, "w", encoding="utf-8") as file:
        json.dump({"contents": list(services), "total_pages": 1, "page_number": 1}, file)


def visit(feed: Feed, **how: Any) -> FeedVisit:
    return actions.visit_feed(by=cast.TESTS, feed=feed, **how)


def test_a_visit_reports_what_was_before_and_after(feed: Feed) -> None:
    assert visit(feed).counts["new"] == 2
    says(feed, service("1", "Long walk", description="By the canal."), service("3", "Sing"))
    found = visit(feed)
    assert (found.outcome, found.counts["changed"], found.counts["gone"]) == ("taken", 1, 1)
    told = {(row["field"], row["before"], row["after"]) for row in found.changes}
    assert told == {("name", "Walk", "Long walk"), ("description", "", "By the canal.")}


def test_looking_only_shows_the_same_and_changes_nothing(feed: Feed) -> None:
    visit(feed)
    says(feed, service("1", "Long walk"))
    found = visit(feed, look_only=True)
    assert (found.outcome, found.counts["gone"]) == ("looked", 1)
    assert [row["after"] for row in found.changes] == ["Long walk"]
    assert {row.name for row in Service.objects.all()} == {"Walk", "Talk"}
    assert not Service.objects.exclude(gone_at=None).exists()


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"<html>Sorry, we are down.</html>", "failed"),
        (b"", "failed"),
        (b'{"contents": [], "total_pages": 0}', "empty"),
        (b'{"contents": [{"id": "1", "name": "Walk", "status": "active"}], "total_pages": 7,'
         b' "total_items": 70, "page_number": 1}', "part"),
    ],
)  # fmt: skip
def test_a_broken_empty_or_half_feed_deletes_nothing_and_says_so(
    feed: Feed, content: bytes, outcome: str
) -> None:
    visit(feed)
    with open(feed.source, "wb") as file:
        file.write(content)
    found = visit(feed)
    assert found.outcome == outcome
    assert not Service.objects.exclude(gone_at=None).exists()
    assert found.outcome in ("empty",) or found.sentence


def test_a_feed_is_noted_read_and_its_report_looked_at(company: Any, key: Any, feed: Feed) -> None:
    tess = company.client("tess")
    typed = {**key(), "source": "https://feed.example/v3", "title": "Borough", "every": "night"}
    made = tess.post(FEEDS, typed)
    assert made.status_code == 302
    assert "Borough" in tess.get(FEEDS).content.decode()
    assert tess.post(f"{made['Location']}/read", key()).status_code == 302
    done = visit(feed)
    page = tess.get(f"/desk/directory/visits/{done.pk}").content.decode()
    assert "Taken in" in page
    for other in ("sana", "max"):
        assert company.client(other).get(made["Location"]).status_code in (403, 404)


@pytest.mark.parametrize(
    "source", ["feed", "ftp://feed.example", "https://me:pw@feed.example/", ""]
)
def test_what_is_no_public_address_is_refused(company: Any, key: Any, db: Any, source: str) -> None:
    answer = company.client("tess").post(FEEDS, {**key(), "source": source, "title": "T"})
    assert answer.status_code == 400


def test_an_address_inside_is_never_asked(in_bow: Any) -> None:
    row = directory.add_feed(by=in_bow, scheme_id=cast.BOW, source="http://127.0.0.1:9/feed")
    assert visit(row).outcome == "failed"


def test_each_is_read_when_its_time_has_come(in_bow: Any, monkeypatch: Any) -> None:
    asked: list[str] = []
    monkeypatch.setattr(actions, "defer_visit", lambda feed, **_: asked.append(feed.source))
    for every, pulled in (("night", None), ("week", timezone.now()), ("", None)):
        row = directory.add_feed(
            by=in_bow,
            scheme_id=cast.BOW,
            source=f"https://{every or 'never'}.example/",
            every=every,
        )
        Feed.objects.filter(pk=row.pk).update(last_pulled_at=pulled)
    jobs.read_due()
    assert asked == ["https://night.example/"]


def test_what_was_put_right_can_be_offered_back(company: Any, feed: Feed, in_bow: Any) -> None:
    visit(feed)
    walk = Service.objects.get(name="Walk")
    directory.edit_service(by=in_bow, service=walk, phone="020 7946 0999", name="=Walk")
    sheet = company.client("tess").get(f"{FEEDS}/{feed.pk}/corrections.csv").content.decode()
    assert "1,'=Walk,phone,Not given,020 7946 0999" in sheet


def test_lists_take_as_many_questions_for_one_row_as_for_three(
    company: Any, in_bow: Any, feed: Feed, django_assert_max_num_queries: Any
) -> None:
    tess = company.client("tess")
    for count in (1, 3):
        while feed.visits.count() < count:
            visit(feed)
        with django_assert_max_num_queries(20):
            assert tess.get(f"{FEEDS}/{feed.pk}").status_code == 200
        with django_assert_max_num_queries(20):
            assert tess.get(FEEDS).status_code == 200
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert feed.visits.count() == 3


def test_a_feed_of_another_host_is_neither_noted_nor_read(
    company: Any, in_bow: Any, key: Any, settings: Any
) -> None:
    settings.FEED_ONLY_HOSTS = ("allowed.example",)
    tess = company.client("tess")
    refused = tess.post(FEEDS, {**key(), "source": "https://elsewhere.example/v3"})
    assert refused.status_code == 400
    assert "has not allowed feeds from elsewhere.example" in refused.content.decode()
    noted = tess.post(FEEDS, {**key(), "source": "https://allowed.example/v3"})
    assert noted.status_code == 302
    row = directory.add_feed(by=in_bow, scheme_id=cast.BOW, source="https://elsewhere.example/v3")
    found = visit(row)
    assert (found.outcome, "has not allowed" in found.sentence) == ("failed", True)


def groups(*numbers: int) -> list[dict[str, Any]]:
    return [service(str(number), f"Group {number}") for number in numbers]


def gone() -> int:
    return Service.objects.exclude(gone_at=None).count()


@pytest.mark.parametrize(("before", "after"), [(30, 24), (5, 1), (6, 1)])
def test_as_many_as_leave_a_feed_now_and_then_are_marked(
    feed: Feed, before: int, after: int
) -> None:
    says(feed, *groups(*range(before)))
    visit(feed)
    says(feed, *groups(*range(after)))
    found = visit(feed)
    assert (found.outcome, found.counts["gone"], gone()) == (
        "taken",
        before - after,
        before - after,
    )
    assert next(name for _, name in found.went) == f"Group {after}"


@pytest.mark.parametrize(("before", "after"), [(29, 23), (7, 1), (40, 1)])
def test_more_than_a_fifth_and_than_five_are_marked_by_nobody_but_a_person(
    company: Any, key: Any, feed: Feed, before: int, after: int
) -> None:
    says(feed, *groups(*range(before)))
    visit(feed)
    says(feed, *groups(*range(after)), service("new", "Knitting"))
    look = visit(feed, look_only=True)
    assert (look.outcome, look.held) == ("looked", [])
    found = visit(feed)
    assert (found.outcome, found.counts["gone"], gone()) == ("held", 0, 0)
    assert found.sentence.startswith(f"{before - after} of the {before} services")
    assert (found.came, Service.objects.filter(name="Knitting").count()) == (["Knitting"], 1)
    tess, address = company.client("tess"), f"/desk/directory/visits/{found.pk}"
    page = tess.get(address).content.decode()
    assert f"They have gone: mark all {before - after}" in page
    assert f"Group {before - 1}" in page
    assert company.client("sana").post(f"{address}/gone", key()).status_code in (403, 404)
    assert gone() == 0
    assert tess.post(f"{address}/gone", key()).status_code == 302
    assert gone() == before - after
    assert "They have gone" not in tess.get(address).content.decode()
    assert visit(feed).outcome == "taken"


def test_what_was_held_back_is_of_the_newest_visit_that_saw_anything(
    in_bow: Any, feed: Feed
) -> None:
    says(feed, *groups(*range(20)))
    visit(feed)
    says(feed, *groups(1))
    first = visit(feed)
    says(feed, *groups(*range(20)))
    visit(feed)
    first.refresh_from_db()
    with pytest.raises(Refused, match="newest report"):
        directory.accept_gone(by=in_bow, visit=first)
    assert gone() == 0
    says(feed, *groups(2))
    held = visit(feed)
    with open(feed.source, "wb") as file:
        file.write(b"<html>Sorry</html>")
    assert visit(feed).outcome == "failed"
    held.refresh_from_db()
    assert directory.accept_gone(by=in_bow, visit=held) == 19
    feed.refresh_from_db()
    assert (feed.outcome, feed.wrong_since is None) == ("failed", False)


def test_a_report_names_what_came_and_went_and_says_where_and_when_it_was(
    company: Any, feed: Feed
) -> None:
    visit(feed)
    tuesdays = [{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00"}]
    says(feed, service("1", "Walk", schedules=tuesdays), service("3", "Sing"))
    found = visit(feed)
    assert (found.came, [name for _, name in found.went]) == (["Sing"], ["Talk"])
    [row] = found.changes
    assert (row["field"], row["after"]) == ("sessions", "Tuesdays, from 10am")
    page = company.client("tess").get(f"/desk/directory/visits/{found.pk}").content.decode()
    assert all(words in page for words in ("Not in the feed any more", "Talk", "Sing", "Tuesdays"))


PLACES = ("/desk/", "/desk/directory/checks", FEEDS)


def test_a_feed_that_fails_is_somebodys_today_until_it_is_read_again(
    company: Any, feed: Feed
) -> None:
    directory.set_feed(by=cast.TESTS, feed=feed, title="Borough list", every="night")
    visit(feed)
    tess, nadia = company.client("tess"), company.client("nadia")
    words = "Failed: nothing was changed"
    assert not any(words in tess.get(place).content.decode() for place in PLACES)
    with open(feed.source, "wb") as file:
        file.write(b"<html>Sorry</html>")
    visit(feed)
    first = Feed.objects.get(pk=feed.pk).wrong_since
    feed.refresh_from_db()
    visit(feed)
    assert Feed.objects.get(pk=feed.pk).wrong_since == first
    for place in PLACES:
        page = tess.get(place).content.decode()
        assert (words in page, "Borough list" in page) == (True, True), place
    assert "Borough list" not in nadia.get("/desk/").content.decode()
    assert "Borough list" not in nadia.get("/desk/directory/checks").content.decode()
    says(feed, service("1", "Walk"))
    feed.refresh_from_db()
    visit(feed)
    assert not any(words in tess.get(place).content.decode() for place in PLACES)


def test_an_address_that_waits_is_not_offered_back_as_the_teams_word(
    company: Any, feed: Feed
) -> None:
    says(feed, service("1", "Walk", email="old@bow.example"))
    visit(feed)
    says(feed, service("1", "Walk", email="new@bow.example"))
    found = visit(feed)
    assert [row["waits"] for row in found.changes] == [True]
    tess = company.client("tess")
    report = tess.get(f"/desk/directory/visits/{found.pk}").content.decode()
    assert "waits until somebody has looked" in report
    assert "old@bow.example" not in tess.get(f"{FEEDS}/{feed.pk}/corrections.csv").content.decode()
    [matter] = matters_of(Service.objects.get())
    directory.settle_matter(by=cast.TESTS, matter=matter, became="left", answer="We rang.")
    assert "old@bow.example" in tess.get(f"{FEEDS}/{feed.pk}/corrections.csv").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_feeds_that_went_wrong_take_as_many_questions_for_one_as_for_three(
    company: Any, in_bow: Any, tmp_path: Any, count: int, django_assert_num_queries: Any
) -> None:
    tess = company.client("tess")
    for number in range(count):
        source = tmp_path / f"broken{number}.json"
        source.write_bytes(b"<html>Sorry</html>")
        visit(directory.add_feed(by=in_bow, scheme_id=cast.BOW, source=str(source)))
    duty = Duty(company.actor("tess"), timezone.now())
    with django_assert_num_queries(1):
        assert len(for_today(duty).feeds) == count
    for place, statements in (("/desk/", 42), ("/desk/directory/checks", 15)):
        with django_assert_num_queries(statements):
            page = tess.get(place).content.decode()
        assert page.count("Failed: nothing was changed") == count


def test_a_feed_that_is_not_read_any_more_is_silent_and_can_be_taken_up_again(
    company: Any, key: Any, feed: Feed, monkeypatch: Any
) -> None:
    tess, asked = company.client("tess"), list[str]()
    visit(feed)
    says(feed)
    visit(feed)
    page = f"{FEEDS}/{feed.pk}"
    assert str(feed.source) in tess.get("/desk/directory/checks").content.decode()
    assert "Stop reading this feed" in tess.get(page).content.decode()
    assert tess.post(f"{page}/stop", key()).status_code == 302
    feed.refresh_from_db()
    assert feed.ended_at is not None
    assert str(feed.source) not in tess.get("/desk/directory/checks").content.decode()
    assert Service.objects.filter(feed=feed, gone_at=None).count() == 2
    directory.set_feed(by=cast.TESTS, feed=feed, title="Borough", every="night")
    monkeypatch.setattr(actions, "defer_visit", lambda feed, **_: asked.append(feed.source))
    jobs.read_due()
    with pytest.raises(Refused, match="Take it up again"):
        actions.ask_for_visit(by=cast.TESTS, feed=feed)
    with pytest.raises(Refused):
        directory.stop_feed(by=cast.TESTS, feed=feed)
    assert asked == []
    shown = tess.get(page).content.decode()
    assert "not read any more" in shown
    assert "Read it now" not in shown
    assert tess.post(f"{page}/take-up", key()).status_code == 302
    feed.refresh_from_db()
    assert (feed.ended_at, feed.every) == (None, "night")
    with pytest.raises(Refused):
        directory.take_up_feed(by=cast.TESTS, feed=feed)


def test_adding_a_feed_again_that_ended_takes_it_up(in_bow: Any, feed: Feed) -> None:
    with pytest.raises(Refused, match="already"):
        directory.add_feed(by=in_bow, scheme_id=cast.BOW, source=feed.source)
    directory.stop_feed(by=in_bow, feed=feed)
    again = directory.add_feed(by=in_bow, scheme_id=cast.BOW, source=feed.source, every="week")
    assert (again.pk, again.ended_at, again.every) == (feed.pk, None, "week")


INSIDE = (
    "http://127.0.0.1:8000/feed", "http://169.254.169.254/latest", "http://[::1]/", "https://localhost/v3",
    "http://127.1/", "http://2130706433/", "http://0x7f.0.0.1/", "http://10.0.0.8/", "http://LOCALHOST./",
    "http://nas.local/feed", "http://[::ffff:10.0.0.1]/",
)  # fmt: skip


@pytest.mark.parametrize("source", INSIDE)
def test_an_address_inside_is_refused_when_it_is_typed(
    company: Any, key: Any, db: Any, source: str
) -> None:
    answer = company.client("tess").post(FEEDS, {**key(), "source": source, "title": "T"})
    assert answer.status_code == 400
    assert "inside a private network" in answer.content.decode()


def test_an_address_inside_that_the_operator_allows_is_noted(
    company: Any, key: Any, db: Any, settings: Any
) -> None:
    settings.FEED_HOSTS = ("10.0.0.8",)
    tess = company.client("tess")
    typed = {**key(), "source": "http://10.0.0.8/feed", "title": "Ours"}
    assert tess.post(FEEDS, typed).status_code == 302
    assert tess.post(FEEDS, {**key(), "source": "http://8.8.8.8/feed"}).status_code == 302


def test_a_list_that_is_sent_is_shown_as_one(company: Any, key: Any, in_bow: Any) -> None:
    run = sheets.send_services(
        by=in_bow, scheme_id=cast.BOW, title="Odd list", name="odd.csv", content=b"Name,Day\nTea,Mon\n"
    )  # fmt: skip
    tess, report = company.client("tess"), f"/desk/directory/sheets/{run.pk}"
    shown = tess.get(FEEDS).content.decode()
    row = Feed.objects.get(title="Odd list")
    listed = f"{FEEDS}/{row.pk}"
    assert "Lists that you send as a sheet" in shown
    assert "Every night" not in shown.split("Add a feed")[0]
    page = tess.get(listed).content.decode()
    for text in (shown, page):
        assert report in text
        assert "sheet:" not in text
    assert "Read it now" not in page
    assert "Stop reading" not in page
    assert tess.post(listed, {**key(), "title": "Ours"}).status_code == 302
    row.refresh_from_db()
    assert row.title == "Ours"
    with pytest.raises(Refused):
        directory.stop_feed(by=in_bow, feed=row)
