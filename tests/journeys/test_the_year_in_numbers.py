"""The page that made this product necessary: anyone reads the year, and staff walk from a figure to its rows."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator

import pytest

from tests.journeys.conftest import Instance
from tests.journeys.visitor import Visitor
from tests.pictures.compare import assert_looks_like, png_picture
from tests.postbox import free_port

Visit = Callable[..., Visitor]
YEAR = "?from=2019-06-01&to=2020-06-30"
PUBLIC = f"/s/bow-demo/numbers{YEAR}"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    home = tmp_path_factory.mktemp("year")
    running = Instance(home, free_port(), year=True)
    try:
        running.start()
        yield running
    finally:
        running.stop()
        shutil.rmtree(home, ignore_errors=True)


def test_a_stranger_reads_the_year_and_how_each_figure_is_counted(
    told: Instance, visit: Visit
) -> None:
    # given a stranger on a phone
    stranger = visit(width=320, height=640, address=told.address)
    # when they open the page of the year
    stranger.open(PUBLIC)
    # then it says what the service did
    for figure in ("1,321", "848", "9 to 90", "53,000"):
        assert stranger.sees(figure), figure
    assert stranger.sees("6 general practices in our network")
    # and each figure opens its definition
    stranger.press(re.compile(r"How it is counted.*proactive calls"))
    assert stranger.page.url.endswith("#proactive-calls")
    assert stranger.sees("every call, whether it was answered or not")


def test_a_manager_walks_from_the_figures_down_to_the_rows(told: Instance, visit: Visit) -> None:
    # given a manager at the year's figures
    manager = visit(address=told.address)
    manager.sign_in("manager")
    manager.open(f"/desk/numbers{YEAR}&scheme=bow-demo")
    # when they ask what was counted
    manager.press(re.compile(r"What was counted.*people supported"))
    # then they see every person, and reach a record from there
    assert manager.sees("1,321")
    first = manager.page.locator("main table a").first
    name = first.inner_text()
    first.click()
    manager.look()
    assert manager.sees(name)
    # and every call
    manager.open(f"/desk/numbers/proactive-calls{YEAR}&scheme=bow-demo")
    assert manager.sees("848")
    manager.press("Next", exact=False)
    assert "page=2" in manager.page.url


def test_a_funder_sees_by_which_way_people_came_and_how_long_each_waited(
    told: Instance, visit: Visit
) -> None:
    funder = visit(address=told.address)
    funder.sign_in("funder")
    funder.open(f"/desk/numbers{YEAR}")
    doors = funder.part("A practice’s own page", "table").inner_text()
    for door in ("The public page", "By telephone", "A referral sheet"):
        assert door in doors
    assert "days" in funder.page.locator("main").inner_text()


@pytest.mark.parametrize(("width", "height"), [(320, 640), (768, 1024), (1280, 900)])
def test_the_page_looks_as_it_did(told: Instance, visit: Visit, width: int, height: int) -> None:
    reader = visit(width=width, height=height, address=told.address)
    reader.open(PUBLIC)
    assert_looks_like(f"in-numbers-{width}", png_picture(reader.page.screenshot()))
