"""The command line: its help, its exit codes, its sentences."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import click
import pytest

from kith.cli import main
from kith.cli.operator_command import operator_command, plain
from kith.resilience.errors import Refused

Use = Callable[[click.Command], None]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """`use(command)` makes a command of a test available as `kith tried`."""

    def put(command: click.Command) -> None:
        monkeypatch.setitem(main.COMMANDS, "tried", (f"{__name__}:_tried", "Tried."))
        monkeypatch.setattr(sys.modules[__name__], "_tried", command, raising=False)
        monkeypatch.setattr(main, "import_module", lambda _: sys.modules[__name__])

    return put


def test_help_lists_every_command_and_imports_none(capsys: pytest.CaptureFixture[str]) -> None:
    code = (
        "import sys; from kith.cli.main import run; assert run(['--help']) == 0;"
        "sys.exit(any(name in sys.modules for name in ('django', 'psycopg')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in main.COMMANDS)


@pytest.mark.parametrize("name", list(main.COMMANDS))
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run([name, "--help"]) == 0
    assert "Usage: kith" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["nonsense"], ["serve", "--nonsense"], ["serve", "extra"]])
def test_wrong_usage_is_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(words) == 2
    assert "Usage: kith" in capsys.readouterr().err


def test_a_refusal_is_1_and_one_sentence(use: Use, capsys: pytest.CaptureFixture[str]) -> None:
    @operator_command("tried", database=False)
    def tried() -> None:
        raise Refused("Bow has a scheme of that name: choose another.")

    use(tried)
    assert main.run(["tried"]) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "Bow has a scheme of that name: choose another.\n")


def test_a_fault_of_the_program_is_not_hidden(use: Use) -> None:
    @operator_command("tried", database=False)
    def tried() -> None:
        raise ZeroDivisionError

    use(tried)
    with pytest.raises(ZeroDivisionError):
        main.run(["tried"])


def test_an_interruption_is_130(use: Use, capsys: pytest.CaptureFixture[str]) -> None:
    @operator_command("tried", database=False)
    def tried() -> None:
        raise KeyboardInterrupt

    use(tried)
    assert main.run(["tried"]) == 130
    assert capsys.readouterr().err.endswith("Stopped.\n")


def test_a_wrong_environment_is_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KITH_PORT", "eighty")
    assert main.run(["serve"]) == 1
    assert capsys.readouterr().err.startswith("KITH_PORT is 'eighty'")


ROWS = [{"name": "ons4", "items": 4}, {"name": "ucla-3", "items": None}]


def test_an_answer_is_text_or_json(use: Use, capsys: pytest.CaptureFixture[str]) -> None:
    @operator_command("tried", database=False)
    @click.option("--twice", is_flag=True)
    def tried(twice: bool) -> Any:
        """Lists the instruments."""
        return ROWS * (2 if twice else 1)

    use(tried)
    assert main.run(["tried"]) == 0
    assert capsys.readouterr().out == "name    items\nons4    4\nucla-3  -\n"
    assert main.run(["tried", "--twice", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == ROWS * 2
    assert main.run(["tried", "--format", "xml"]) == 2


def test_an_answer_may_have_words_of_its_own(use: Use, capsys: pytest.CaptureFixture[str]) -> None:
    @operator_command("tried", database=False, text=lambda rows: f"{len(rows)} instruments")
    def tried() -> Any:
        return ROWS

    use(tried)
    assert main.run(["tried"]) == 0
    assert capsys.readouterr().out == "2 instruments\n"


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("Done.", "Done."),
        ({"people_supported": 3, "public": True}, "people supported: 3\npublic: yes"),
        (["one", "two"], "one\ntwo"),
        ([], "None."),
        ([{"line": 3, "columns": ["phone"]}], 'line  columns\n3     ["phone"]'),
    ],
)
def test_plain_answers_read_plainly(answer: Any, shown: str) -> None:
    assert plain(answer) == shown
