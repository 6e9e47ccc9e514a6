"""A query of an address as a filter of records."""

from __future__ import annotations

import pytest

from schemas.filters import Filter, from_query
from schemas.slots import STATUSES


def test_a_query_is_the_filter_that_it_asks_for() -> None:
    wanted, problems = from_query(
        {
            "kind": ["meeting", "figure"],
            "party": ["kaz", " org:eu "],
            "status": ["planned"],
            "since": ["2024-01-01"],
            "until": ["2024-11-27"],
            "page": ["2"],
        }
    )
    assert not problems
    assert wanted == Filter(
        frozenset({"meeting", "figure"}),
        frozenset({"KAZ", "org:EU"}),
        frozenset({"planned"}),
        "2024-01-01",
        "2024-11-27",
    )


def test_fields_that_a_form_leaves_empty_ask_for_nothing() -> None:
    assert from_query({name: [""] for name in ("kind", "party", "status", "since", "until")}) == (Filter(), [])


@pytest.mark.parametrize(
    ("name", "values", "told"),
    [
        ("kind", ["banquet"], "kind banquet is none of meeting, agreement, figure"),
        ("status", ["done"], f"status done is none of {', '.join(STATUSES)}"),
        ("since", ["yesterday"], "since yesterday: a day is written 2024-11-27"),
        ("until", ["2024-01-01", "2024-01-02"], "until is given more than once"),
    ],
)
def test_what_cannot_be_understood_is_told_and_the_rest_holds(name: str, values: list[str], told: str) -> None:
    wanted, problems = from_query({name: values, "party": ["KAZ"]})
    assert problems == [told]
    assert wanted.parties == {"KAZ"}


def test_each_status_is_named_once() -> None:
    assert len(set(STATUSES)) == len(STATUSES)
    assert {"held", "planned", "cancelled", "signed", "in_force"} <= set(STATUSES)
