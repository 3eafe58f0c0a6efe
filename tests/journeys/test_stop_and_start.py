"""An instance that is killed, stopped, started again and doubled.

As the person on whose laptop it runs
I want the power cut to be the laptop's problem and not the service's
so that nothing that somebody told us is ever lost.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.journeys.conftest import Instance
from tests.journeys.people import Someone, someone
from tests.journeys.visitor import Visitor
from tests.postbox import free_port

PATIENCE_SECONDS = 60


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Instance]:
    """An instance of this test's own, which it may treat badly."""
    home = tmp_path / "kith"
    home.mkdir()
    made = Instance(home, free_port())
    made.start()
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop()


def family(instance: Instance) -> list[psutil.Process]:
    """Every process of an instance: its children, and the database, which is nobody's child."""
    assert instance.process is not None
    found = psutil.Process(instance.process.pid).children(recursive=True)
    database = postmaster(instance)
    return [*found, database, *database.children(recursive=True)]


def postmaster(instance: Instance) -> psutil.Process:
    """The database's first process, as its own file names it."""
    first = (instance.home / "postgres" / "postmaster.pid").read_text().split()[0]
    return psutil.Process(int(first))


def is_gone(process: psutil.Process) -> bool:
    """Whether it has ended; one that nobody has asked about since stays in the list as a zombie."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def called(processes: list[psutil.Process], *words: str) -> list[psutil.Process]:
    """Those of the processes whose command has these words."""
    return [one for one in processes if all(word in " ".join(one.cmdline()) for word in words)]


def wait_until(what: Callable[[], bool], words: str) -> None:
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not what():
        assert time.monotonic() < give_up_at, f"Not within a minute: {words}"
        time.sleep(0.2)


def refer(at: Visitor, who: Someone) -> None:
    """Send a referral in the fewest words."""
    at.open("/desk/referrals/new")
    at.write("First name", who.first)
    at.write("Last name", who.last)
    at.write_date("Date of birth", who.born)
    at.write("Phone", who.phone)
    at.choose("Yes", of="Do they know that we will call?")
    at.write("What do you see?", "Here before the power went.")
    at.press("Send the referral")


def is_listed(at: Visitor, who: Someone) -> bool:
    at.open("/desk/referrals")
    return at.sees(who.name)


def test_it_comes_back_by_itself_and_stops_whole(
    another: Instance, visit: Callable[..., Visitor]
) -> None:
    # Given a referral that was sent
    who = someone()
    at = visit(address=another.address)
    at.sign_in("referrer")
    refer(at, who)

    # When a web worker is killed, its work goes on
    web = called(family(another), "gunicorn")
    os.kill(max(web, key=lambda one: one.create_time()).pid, signal.SIGKILL)
    wait_until(another.answers, "the web server answers after a worker was killed")
    assert is_listed(at, who)

    # When the database is killed, it is started again, and the job worker with it
    killed = postmaster(another)
    killed.kill()
    wait_until(lambda: is_gone(killed), "the database is gone")
    wait_until(another.answers, "the database is back")
    wait_until(lambda: is_listed(at, who), "the referral is on the page again")
    at.complaints.clear()  # of the moments without a database

    # When it is told to stop, it stops whole: no process is left, and the port is free
    everyone = family(another)
    assert another.stop() == 0
    assert everyone
    wait_until(lambda: all(map(is_gone, everyone)), "every process is gone")
    assert not another.answers()

    # Then a second start loses nothing, not even who is signed in
    another.start()
    assert is_listed(at, who)
    again = someone()
    refer(at, again)
    assert is_listed(at, again)


def test_after_the_power_cut(another: Instance, visit: Callable[..., Visitor]) -> None:
    # Given a referral that was sent
    who = someone()
    at = visit(address=another.address)
    at.sign_in("referrer")
    refer(at, who)
    # When everything is killed at once, as by a power cut
    assert another.process is not None
    everyone = family(another)
    for one in [psutil.Process(another.process.pid), *everyone]:
        try:
            one.kill()
        except psutil.NoSuchProcess:
            continue
    another.process.wait(timeout=30)
    wait_until(lambda: all(map(is_gone, everyone)), "every process is gone")
    # Then the next start has it
    another.start()
    assert is_listed(at, who)


def test_two_stand_side_by_side(
    instance: Instance, another: Instance, visit: Callable[..., Visitor]
) -> None:
    # Given two instances with homes of their own, and one browser signed in to both
    who = someone()
    here, there = visit(), visit(address=another.address)
    here.sign_in("referrer")
    there.sign_in("referrer")
    # When a person is referred in one
    refer(there, who)
    # Then the other knows nothing of it, and both answer
    assert is_listed(there, who)
    assert not is_listed(here, who)
    # And when one stops, the other goes on
    assert another.stop() == 0
    assert instance.answers()
    assert not is_listed(here, who)
