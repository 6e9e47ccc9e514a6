"""What slots say of themselves."""

import datetime as dt

import pytest

from schemas.slots import DateSpan, Precision


@pytest.mark.parametrize(
    ("end", "precision", "told"),
    [
        ("2024-11-01", "day", "2024-11-01"),
        ("2024-11-02", "day", "2024-11-01/2024-11-02"),
        ("2024-11-30", "month", "2024-11"),
        ("2025-10-31", "year", "2024/2025"),
    ],
)
def test_a_date_reads_as_iso_8601_and_no_more_exactly_than_it_is_known(
    end: str, precision: Precision, told: str
) -> None:
    assert str(DateSpan(start=dt.date(2024, 11, 1), end=dt.date.fromisoformat(end), precision=precision)) == told
