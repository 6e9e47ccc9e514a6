"""The measure of a restart runs and counts; how long it takes, no test can say on a shared machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.extract import SAMPLE
from tests.bench.resolve import main

WIRE = str(SAMPLE / "wire.jsonl")


def test_rows_are_multiplied_and_events_that_sleep_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([WIRE, "--rows", "2000", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["rows"] >= 2000
    assert 0 < result["articles"] < result["rows"]
    assert result["bytes_an_article_asleep"] > 0


def test_articles_without_reports_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("The weather is fine.\nNothing else is known of it.", encoding="utf-8")
    assert main([str(path)]) == 2
    assert "reports" in capsys.readouterr().err
