"""The benchmark runs and says what it measured; how fast anything is, no test can say on a shared machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.extract import SAMPLE, main, steps

WIRE = str(SAMPLE / "wire.jsonl")


def test_every_step_is_measured_against_the_floor(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([WIRE, "--limit", "3", "--rounds", "1", "--json"]) == 0
    measured = json.loads(capsys.readouterr().out)
    names = [step["name"] for step in measured]
    assert names[:3] == ["floor", "intake", "settle"]
    assert {"extract: annotate", "extract: read", "extract: whole stage", "resolve"} < set(names)
    assert {step["articles"] for step in measured} == {3}
    assert measured[0]["ratio"] == 1


def test_people_get_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([WIRE, "--limit", "1", "--rounds", "1"]) == 0
    assert "articles/s" in capsys.readouterr().out


def test_rates_and_ratios_are_for_one_article() -> None:
    floor, slow = steps([("floor", 10, 1.0), ("slow", 5, 2.0)])
    assert (floor.rate, floor.ratio) == (10, 1)
    assert (slow.rate, slow.ratio) == (2.5, 4)


def test_a_path_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere.jsonl")]) == 2
    assert "nowhere.jsonl" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["--rounds", "0"]])
def test_help_and_wrong_use_end_at_once(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == (0 if arguments == ["--help"] else 2)
