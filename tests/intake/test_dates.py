"""Publication dates as producers write them."""

from datetime import date

import pytest

from streams.intake.dates import parse_published


@pytest.mark.parametrize(
    ("text", "at", "day"),
    [
        ("2012-06-08", "2012-06-08", date(2012, 6, 8)),
        ("20120608", "2012-06-08", date(2012, 6, 8)),
        ("2012-06-08T23:30:00Z", "2012-06-08T23:30:00Z", date(2012, 6, 8)),
        ("2012-06-08T23:30:00.123-05:00", "2012-06-09T04:30:00Z", date(2012, 6, 8)),
        ("2012-06-08 09:15", "2012-06-08T09:15:00Z", date(2012, 6, 8)),
        ("20241128120000", "2024-11-28T12:00:00Z", date(2024, 11, 28)),
        ("Fri, 08 Jun 2012 10:00:00 +0500", "2012-06-08T05:00:00Z", date(2012, 6, 8)),
        ("June 8, 2012", "2012-06-08", date(2012, 6, 8)),
        ("Friday, June 8, 2012", "2012-06-08", date(2012, 6, 8)),
        ("8 Jun. 2012", "2012-06-08", date(2012, 6, 8)),
        ("8-JUN-2012 09:17:11.04", "2012-06-08", date(2012, 6, 8)),
        ("8 de junio de 2012", "2012-06-08", date(2012, 6, 8)),
        ("8 июня 2012 года", "2012-06-08", date(2012, 6, 8)),
        ("08.06.2012", "2012-06-08", date(2012, 6, 8)),
        ("2012-06", "2012-06", None),
        ("2012", "2012", None),
    ],
)
def test_a_possible_date_is_read(text: str, at: str, day: date | None) -> None:
    published = parse_published(text)
    assert published is not None
    assert (published.at, published.day) == (at, day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2012-02-31",
        "31 February 2012",
        "9999-12-31T23:59:59Z",
        "9999",
        "1899-12-31",
        "0001-01-01T00:00+14:00",
        "13/13/2012",
        "2012-13",
        "99999999999999",
        "Fri, 99 Jun 2012 10:00:00 +0500",
        "8 June",
        "1" * 10000,
        "(" * 1000,
    ],
)
def test_an_impossible_date_is_no_date(text: str) -> None:
    assert parse_published(text) is None
