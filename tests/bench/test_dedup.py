"""The comparison with other libraries runs and scores; who is faster, no test can say on a shared machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.dedup import Labels, Pair, main, score
from tests.bench.extract import SAMPLE

COPIES = [str(SAMPLE / name) for name in ("wire.jsonl", "wire_copies.jsonl")]


def test_all_methods_find_the_exact_copy_among_the_same_articles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = tmp_path / "pairs.json"
    ambiguous = [["wire-2024-astana", "wire-2024-astana-brief"], ["wire-2025-tianjin", "wire-2025-tianjin-edited"]]
    dup = [["wire-2012-astana", "wire-2012-astana-reprint", True]]
    labels.write_text(json.dumps({"dup": dup, "ambiguous": ambiguous}))
    assert main([*COPIES, "--pairs", str(labels), "--rounds", "1", "--json"]) == 0
    results = {each["name"]: each for each in json.loads(capsys.readouterr().out)}
    assert set(results) == {"communique", "rensa", "datasketch"}
    assert {each["recall"] for each in results.values()} == {1.0}
    assert len({each["articles"] for each in results.values()}) == 1


def test_people_get_a_table_and_labels_that_are_not_there_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*COPIES, "--limit", "3", "--rounds", "1"]) == 0
    assert "datasketch" in capsys.readouterr().out
    assert main([*COPIES, "--pairs", "nowhere.json"]) == 2
    assert "nowhere.json" in capsys.readouterr().err


def test_all_pairs_of_a_group_count_and_the_ambiguous_do_not() -> None:
    def pairs(*names: str) -> frozenset[Pair]:
        return frozenset(Pair(name) for name in names)

    labels = Labels(copies=pairs("ab", "ac", "xy"), ambiguous=pairs("bc"))
    assert score(pairs("ab", "bc"), labels) == pytest.approx((1.0, 2 / 3, 0.8))
    assert score(pairs("ab", "pq"), labels)[0] == 0.5
