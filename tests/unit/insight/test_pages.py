"""The command, the address and the page say the same; strangers see whole months and no person."""

from __future__ import annotations

import datetime as dt
import json
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from kith.audit.models import Entry
from kith.cli.main import run
from kith.insight.presenters.words import number
from kith.insight.queries.counting import Promise
from kith.insight.queries.in_numbers import _share_met, in_numbers
from kith.insight.rules.how import FIGURES
from kith.insight.rules.periods import Period
from kith.isolation import context
from kith.resilience.limits import Limit
from tests import cast
from tests.pictures.compare import assert_looks_like, pdf_picture, png_picture
from tests.unit.insight.conftest import YEAR, moment
from tests.unit.insight.generated import Maker

DAYS = ("--from", "2019-06-01", "--to", "2020-06-30")
ASKED = "?from=2019-06-01&to=2020-06-30"
PAGE, API = f"/s/bow/numbers{ASKED}", f"/api/s/bow/in-numbers{ASKED}"


@pytest.fixture
def year(story):  # type: ignore[no-untyped-def]
    """A busy year, and a scheme that decided to show ages."""
    Maker(3).make()
    story.decide(shows_ages_publicly=True, published_from=YEAR.first, published_to=YEAR.last)
    return story


def test_the_command_the_address_and_the_page_say_the_same(year, client, capsys) -> None:
    answer = client.get(API)
    assert answer.status_code == 200
    words = ["report", "in-numbers", "--scheme", "bow", *DAYS, "--format"]
    assert run([*words, "json"]) == 0
    assert json.loads(capsys.readouterr().out) == answer.json()
    figures, shown = answer.json(), client.get(PAGE).content.decode()
    for name in ("people_supported", "proactive_calls", "referrals_received"):
        assert f'number">{figures[name]:,}<' in shown, name
    ages = f"{figures['outreach_age_min']} to {figures['outreach_age_max']}"
    assert f'number">{ages}<' in shown
    for row in figures["funnel"]:
        assert f"<strong>{number(row['people'])}</strong>" in shown
    assert run([*words, "text"]) == 0
    assert f"people supported: {figures['people_supported']:,}" in capsys.readouterr().out


def test_the_json_holds_every_agreed_name(year, client) -> None:
    figures = client.get(API).json()
    assert set(figures) >= {
        "scheme", "from", "to", "people_supported", "referrals_received", "proactive_calls",
        "outreach_age_min", "outreach_age_max", "practices", "registered_patients", "funnel",
        "median_days_to_first_contact", "foundations", "health_and_daily_life",
        "helped_by_link_worker_alone", "suppressed_below",
    }  # fmt: skip
    assert (figures["scheme"], figures["from"], figures["to"]) == (
        "bow",
        "2019-06-01",
        "2020-06-30",
    )
    assert [row["stage"] for row in figures["funnel"]] == [
        "referred", "contacted", "plan", "connected", "attended", "changed"
    ]  # fmt: skip
    assert [row["foundation"] for row in figures["foundations"]] == [
        "belonging", "purpose", "money", "home", "hope"
    ]  # fmt: skip
    assert figures["suppressed_below"] == 5


@pytest.mark.parametrize(
    "asked",
    [
        "", "?from=2019-06-02&to=2020-06-30", "?from=2019-06-01&to=2020-06-29", "?from=x&to=y",
        "?from=2020-06-01&to=2019-06-30", "?from=2019-06-01", "?from=2019-06-01&to=2099-12-31",
        "?from=2019-06-01%00&to=2020-06-30",
    ],
)  # fmt: skip
def test_other_periods_are_refused_in_a_sentence(story, client, asked) -> None:
    answer = client.get(f"/api/s/bow/in-numbers{asked}")
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
    for kind in ("", ".pdf", ".png"):
        shown = client.get(f"/s/bow/numbers{kind}{asked}")
        assert shown.status_code == (400 if asked else 200), kind


def test_an_unknown_scheme_is_not_there(story, client) -> None:
    for address in ("/api/s/nowhere/in-numbers", "/s/nowhere/numbers", "/s/nowhere/numbers.pdf"):
        assert client.get(address + ASKED).status_code == 404


def test_the_command_says_no_in_a_sentence(story, capsys) -> None:
    words = ["report", "in-numbers", "--from", "2019-06-01", "--to"]
    assert run([*words, "2020-06-30", "--scheme", "nowhere"]) == 1
    assert "no scheme “nowhere”" in capsys.readouterr().err
    assert run([*words, "2018-06-30", "--scheme", "bow"]) == 1
    assert run([*words, "June", "--scheme", "bow"]) == 2
    assert run([*words, "2020-03-22", "--scheme", "bow"]) == 0  # any days


def test_ages_are_public_only_by_the_schemes_decision(year, client) -> None:
    assert client.get(API).json()["outreach_age_min"] is not None
    year.decide(shows_ages_publicly=False)
    figures = client.get(API).json()
    assert (figures["outreach_age_min"], figures["outreach_age_max"]) == (None, None)
    assert "years old" not in client.get(PAGE).content.decode()


def test_who_people_are_is_public_for_fixed_periods_alone(year, client, company) -> None:
    def said(first: str, last: str, browser=client, page="/s/bow/numbers") -> str:
        answer = browser.get(f"{page}?from={first}&to={last}")
        assert answer.status_code == 200
        return answer.content.decode()

    assert "By ethnic group" in said("2019-06-01", "2020-06-30")
    for first, last in (("2019-06-01", "2020-05-31"), ("2019-04-01", "2020-03-31")):
        page = said(first, last)
        assert "By ethnic group" not in page
        assert "could be subtracted" in page
        assert "people supported" in page
        figures = client.get(f"/api/s/bow/in-numbers?from={first}&to={last}").json()
        assert figures["people_supported"]
        assert figures["people_by_age"] == figures["people_by_ethnicity"] == []
        assert figures["outreach_age_min"] is None
        assert client.get(f"/s/bow/numbers.pdf?from={first}&to={last}").status_code == 200
        assert "By ethnic group" in said(first, last, company.client("mo"), "/desk/numbers")


def test_ages_are_not_shown_for_fewer_than_five_people(story, client) -> None:
    story.decide(shows_ages_publicly=True, published_from=YEAR.first, published_to=YEAR.last)
    for one in range(4):
        story.called(story.person(name=f"Asha{one}"), moment(2020, 4, 1))
    assert client.get(API).json()["outreach_age_min"] is None
    story.called(story.person(dt.date(2010, 4, 2), "Fifth"), moment(2020, 4, 1))
    figures = client.get(API).json()
    assert (figures["outreach_age_min"], figures["outreach_age_max"]) == (9, 69)


def test_few_people_are_not_shown(story, client) -> None:
    for one in range(3):
        case = story.case(moment(2019, 7, 1), first_name=f"Maya{one}")
        story.talked(case.person, moment(2019, 7, 3))
    figures = client.get(API).json()
    for name in ("people_supported", "referrals_received", "median_days_to_first_contact"):
        assert figures[name] is None, name
    assert figures["funnel"][0] == {"stage": "referred", "people": None}
    assert figures["proactive_calls"] == 0
    shown = client.get(PAGE).content.decode()
    assert "Not shown" in shown
    assert 'number">3<' not in shown
    assert "a few people supported" in shown


def test_an_empty_period_says_so(story, client) -> None:
    shown = client.get("/s/bow/numbers?from=2011-01-01&to=2011-12-31")
    assert shown.status_code == 200
    assert "Nothing was recorded in these months" in shown.content.decode()


def test_every_figure_opens_its_definition(year, client) -> None:
    shown = client.get(PAGE).content.decode()
    how = client.get(f"/s/bow/numbers/how{ASKED}").content.decode()
    for key in FIGURES:
        assert f'id="{key}"' in how
        assert f"#{key}" in shown, key
    assert "/desk/numbers" not in how


def test_the_document_and_the_picture(year, client) -> None:
    document = client.get(f"/s/bow/numbers.pdf{ASKED}")
    assert document["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(document.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = " ".join(page.extract_text() for page in reader.pages)
    assert f"{client.get(API).json()['people_supported']:,}" in text
    assert "change, not proof" in text
    picture = client.get(f"/s/bow/numbers.png{ASKED}")
    assert picture["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert int.from_bytes(picture.content[16:20]) == 1600
    empty = client.get("/s/bow/numbers.pdf?from=2011-01-01&to=2011-12-31")
    assert empty.status_code == 200


def test_the_document_and_the_picture_look_as_they_did(year, client) -> None:
    document = client.get(f"/s/bow/numbers.pdf{ASKED}")
    picture = client.get(f"/s/bow/numbers.png{ASKED}")
    assert_looks_like("in-numbers-document", pdf_picture(document.content))
    assert_looks_like("in-numbers-picture", png_picture(picture.content))


def test_one_can_walk_from_a_figure_to_the_people_and_the_calls(year, company) -> None:
    client = company.client("mo")
    counts = year.counts()
    expected = {
        "people-supported": counts.people_supported,
        "proactive-calls": counts.proactive_calls,
        "referrals-received": counts.referrals_received,
        "changed": counts.changed,
        "belonging": counts.foundations["belonging"],
        "helped-by-link-worker-alone": counts.helped_by_link_worker_alone,
        "practices": counts.practices,
    }
    for figure, total in expected.items():
        shown = client.get(f"/desk/numbers/{figure}{ASKED}").content.decode()
        assert f"<strong>{total:,}</strong>" in shown, figure
    figures = client.get(f"/desk/numbers{ASKED}").content.decode()
    for figure in FIGURES:
        assert client.get(f"/desk/numbers/{figure}{ASKED}").status_code == 200, figure
        assert f'href="/desk/numbers/{figure}?from=2019-06-01' in figures, figure
    assert "/desk/people/" in client.get(f"/desk/numbers/proactive-calls{ASKED}").content.decode()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert Entry.objects.filter(subject_type="insight:counted").exists()
    any_days = "/desk/numbers/proactive-calls?from=2020-03-23&to=2020-06-29"
    assert client.get(any_days).status_code == 200
    assert client.get(f"/desk/numbers/nothing{ASKED}").status_code == 404
    assert client.get(f"/desk/numbers/referred{ASKED}&page=99999").status_code == 200


def test_a_list_names_only_people_whom_one_may_see(story, company) -> None:
    case = story.case(moment(2019, 7, 1))  # of Roman Road Friends, as Tess is
    story.talked(case.person, moment(2019, 7, 3))
    theirs = story.case(moment(2019, 7, 1), first_name="Zed", holder="Sam Adeyemi")
    story.talked(theirs.person, moment(2019, 7, 4))
    shown = company.client("tess").get(f"/desk/numbers/people-supported{ASKED}").content.decode()
    assert "<strong>2</strong>" in shown
    assert "Maya Okafor" in shown
    assert "Zed" not in shown
    assert "not yours to open" in shown


def test_a_funder_sees_figures_for_whole_months_and_no_person(year, company) -> None:
    fay = company.client("fay")
    shown = fay.get(f"/desk/numbers{ASKED}")
    assert shown.status_code == 200
    assert "/desk/numbers/people-supported" not in shown.content.decode()
    assert fay.get("/desk/numbers?from=2019-06-02&to=2020-06-30").status_code == 400
    assert fay.get(f"/desk/numbers/people-supported{ASKED}").status_code == 404
    assert company.client("nadia").get("/desk/numbers").status_code == 403


def test_staff_of_another_scheme_do_not_reach_this_one(year, company) -> None:
    max_ = company.client("max")
    assert max_.get(f"/desk/numbers{ASKED}&scheme=bow").status_code == 404
    assert max_.get(f"/desk/numbers/people-supported{ASKED}&scheme=bow").status_code == 404
    mine = max_.get(f"/desk/numbers{ASKED}")
    assert "Nothing was recorded in this period" in mine.content.decode()


@pytest.mark.parametrize("address", [PAGE, API, f"/s/bow/numbers/how{ASKED}"])
def test_the_page_asks_as_often_for_many_as_for_few(
    story, address, django_assert_max_num_queries
) -> None:
    asked = []
    for people in (5, 40):
        Maker(people).make(people=people)
        with django_assert_max_num_queries(30) as queries:
            assert Client().get(address).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_figures_are_counted_in_a_report_context(story, monkeypatch) -> None:
    seen = []

    def noting(*given):  # type: ignore[no-untyped-def]
        seen.append(context.current())
        raise StopIteration

    monkeypatch.setattr("kith.insight.queries.in_numbers.count", noting)
    with pytest.raises(StopIteration):
        in_numbers(cast.BOW, Period(YEAR.first, YEAR.last))
    assert (seen[0].kind, seen[0].schemes) == (context.Kind.REPORT, (cast.BOW,))


def test_strangers_share_a_count_for_some_minutes_and_staff_have_their_own(
    story, company, client, monkeypatch
) -> None:
    monkeypatch.setattr("kith.insight.queries.kept.SECONDS", 300)
    period = "?from=2017-01-01&to=2017-12-31"  # asked for by no other test
    for one in range(6):
        story.talked(
            story.case(moment(2017, 2, 1), first_name=f"Maya{one}").person, moment(2017, 2, 3)
        )
    assert client.get(f"/api/s/bow/in-numbers{period}").json()["people_supported"] == 6
    story.talked(story.case(moment(2017, 3, 1), first_name="Zed").person, moment(2017, 3, 3))
    assert client.get(f"/api/s/bow/in-numbers{period}").json()["people_supported"] == 6
    mo = company.client("mo").get(f"/desk/numbers{period}").content.decode()
    assert 'number">7<' in mo
    # Another scheme's figures are its own, and so is another period's.
    assert client.get(f"/api/s/poplar/in-numbers{period}").json()["people_supported"] == 0
    other = client.get("/api/s/bow/in-numbers?from=2017-03-01&to=2017-12-31").json()
    assert other["people_supported"] is None  # the seventh alone
    monkeypatch.setattr("kith.insight.queries.kept.SECONDS", 0)
    assert client.get(f"/api/s/bow/in-numbers{period}").json()["people_supported"] == 7


def test_a_decision_about_ages_counts_at_once(year, client, monkeypatch) -> None:
    monkeypatch.setattr("kith.insight.queries.kept.SECONDS", 300)
    asked = "/api/s/bow/in-numbers?from=2019-05-01&to=2020-06-30"  # by no other test
    year.decide(published_from=dt.date(2019, 5, 1))
    assert client.get(asked).json()["outreach_age_min"] is not None
    year.decide(shows_ages_publicly=False)
    assert client.get(asked).json()["outreach_age_min"] is None


def test_a_network_that_asks_for_too_much_is_told_to_wait(story, client, monkeypatch) -> None:
    monkeypatch.setattr("kith.insight.views.BY_NETWORK", Limit("figures, in a test", 2, 0.001))
    address = "/s/bow/numbers?from={0}-01-01&to={0}-12-31"
    assert [client.get(address.format(year)).status_code for year in (2014, 2015)] == [200, 200]
    refused = client.get(address.format(2016))
    assert refused.status_code == 429
    assert "Wait a few minutes" in refused.content.decode()
    said = client.get("/api/s/bow/in-numbers?from=2016-01-01&to=2016-12-31")
    assert (said.status_code, "Wait" in said.json()["error"]) == (429, True)
    other = client.get(address.format(2016), REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 200


def test_a_document_is_drawn_once_for_many(year, client, monkeypatch) -> None:
    monkeypatch.setattr("kith.insight.queries.kept.SECONDS", 300)
    drawn = []
    monkeypatch.setattr("kith.insight.views.page.png", lambda *given: drawn.append(1) or b"PNG")
    for _ in range(3):
        answer = client.get("/s/bow/numbers.png?from=2019-07-01&to=2020-06-30")
        assert (answer.status_code, answer.content) == (200, b"PNG")
    assert len(drawn) == 1


def test_how_often_a_promise_was_kept_is_a_share_and_tells_of_no_few(year, client) -> None:
    doors = client.get(API).json()["doors"]
    for door in doors:
        assert [one["clock"] for one in door["within"]] == [
            "read", "attempt", "conversation", "appointment"
        ]  # fmt: skip
        assert all(one["share"] is None or 0 <= one["share"] <= 100 for one in door["within"])
    assert any(one["share"] is not None for door in doors for one in door["within"])
    shown = client.get(PAGE).content.decode()
    assert "Within what is promised, by the way they came" in shown
    # Three of four, four of nine and six of nine: few were in time, or few were not.
    for met, ran, share in ((3, 4, None), (4, 9, None), (6, 9, None), (9, 9, 100), (0, 9, 0)):
        assert _share_met(Promise("ask", "read", met, ran)) == share
