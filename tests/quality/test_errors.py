"""The classes of errors that `make quality` counts."""

import pytest

from tests.quality.__main__ import held_back, main, scorer
from tests.quality.errors import classify

HELD = {"kind": "meeting", "parties": ["DNK", "NOR"], "status": "held", "date": "2015-06-24"}
OTHER = {"kind": "meeting", "parties": ["FIN", "SWE"], "status": "held", "date": "2015-06-24"}


def errors(golds, reports):
    try:
        score = scorer()
    except FileNotFoundError as absent:
        pytest.skip(str(absent))
    said = [report | {"article_id": "a"} for report in reports]
    return [error for _, error in classify(score, [{"id": "a", "meetings": golds}], said).elements()]


@pytest.mark.parametrize(
    ("golds", "reports", "expected"),
    [
        ([HELD], [HELD], []),
        ([HELD], [], ["missed"]),
        ([HELD | {"optional": True}], [], []),
        ([HELD], [HELD | {"status": "planned"}], ["wrong status or action"]),
        ([HELD], [HELD | {"parties": ["FIN", "NOR"]}], ["wrong party"]),
        ([HELD], [HELD | {"date": "2014-01-01"}], ["wrong date"]),
        ([HELD], [HELD | {"date": "2014-01-01", "status": "planned"}], ["missed", "spurious"]),
        ([HELD, HELD], [HELD], ["lumped"]),
        ([HELD], [HELD, HELD], ["split"]),
        ([HELD], [HELD, OTHER], ["spurious"]),
        ([], [OTHER], ["in an article without events"]),
    ],
)
def test_each_error_has_one_class(golds, reports, expected):
    assert errors(golds, reports) == expected


def test_the_fifth_that_is_kept_back_is_of_the_development_set_alone():
    assert [name for name in ("d003", "d004", "d128", "s003", "dove", "3") if held_back(name)] == ["d003", "d128"]


def test_a_file_that_is_not_there_is_said(capsys, tmp_path):
    assert main([str(tmp_path / "no.jsonl"), str(tmp_path / "no.gold.jsonl")]) == 2
    told = capsys.readouterr().err
    assert "no.jsonl" in told or "no scorer" in told
