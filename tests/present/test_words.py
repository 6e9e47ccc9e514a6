"""Dates and plans in words."""

import pytest

from streams.present.words import coming, counted, when


@pytest.mark.parametrize(
    ("start", "end", "precision", "told"),
    [
        ("2024-11-27", "2024-11-27", "day", "2024-11-27"),
        ("2024-11-27", "2024-11-28", "day", "2024-11-27–28"),
        ("2024-11-30", "2024-12-01", "day", "2024-11-30–12-01"),
        ("2024-12-31", "2025-01-01", "day", "2024-12-31–2025-01-01"),
        ("2024-11-01", "2024-11-30", "month", "2024-11"),
        ("2024-11-01", "2024-12-31", "month", "2024-11–2024-12"),
        ("2012-01-01", "2012-12-31", "year", "2012"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known_and_without_repetition(
    start: str, end: str, precision: str, told: str
) -> None:
    assert when({"date": {"start": start, "end": end, "precision": precision}}) == told


def test_what_is_planned_is_ahead_until_its_last_day_is_over_or_for_ever_without_one() -> None:
    stay = {"date": {"start": "2024-11-27", "end": "2024-11-28"}}
    some_day = {"status": "planned"}
    assert coming([stay, some_day], "2024-11-28") == [stay, some_day]
    assert coming([stay, some_day], "2024-11-29") == [some_day]


@pytest.mark.parametrize(("number", "told"), [(0, "0 events"), (1, "1 event"), (2_000, "2,000 events")])
def test_one_thing_is_told_without_a_plural(number: int, told: str) -> None:
    assert counted(number, "event") == told
