"""`kith measures`: what it prints, and how it refuses."""

from __future__ import annotations

import json

import pytest

from kith.cli.main import COMMANDS, run
from kith.cli.measures import measures
from kith.pathway.outcomes.instruments import LIBRARY
from kith.resilience.errors import Refused


def call(*words: str) -> None:
    measures.main(words, prog_name="kith measures", standalone_mode=False)


def test_the_command_is_registered() -> None:
    assert COMMANDS["measures"][0] == "kith.cli.measures:measures"


def test_a_score_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(
        [
            "measures",
            "score",
            "swemwbs",
            *["1=4", "2=4", "3=4", "4=4", "5=4", "6=4", "7=5"],
            "--format",
            "json",
        ]
    )
    said = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (said["measure"], said["raw"], said["score"]) == ("swemwbs", 29, 26.02)


def test_a_score_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    call("score", "ucla-3", "1=2", "2=2", "3=2")
    assert "score 6 (raw 6): lonely by this measure" in capsys.readouterr().out


def test_a_refused_answer_is_exit_1_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["measures", "score", "ucla-3", "1=2", "2=2", "3=4"]) == 1
    assert "Item 3" in capsys.readouterr().err


def test_an_item_given_twice_is_refused() -> None:
    with pytest.raises(Refused, match="given twice"):
        call("score", "loneliness", "1=2", "1=3")


def test_words_that_are_no_answers_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["measures", "score", "loneliness", "often"]) == 2
    assert "ITEM=VALUE" in capsys.readouterr().err


def test_the_list_names_every_measure(capsys: pytest.CaptureFixture[str]) -> None:
    call("list", "--format", "json")
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == list(LIBRARY)
    call("list")
    said = capsys.readouterr().out
    assert all(key in said for key in LIBRARY)
