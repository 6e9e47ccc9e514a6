"""Dates as records and pages write them. No function reads a clock."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from importlib.resources import files

# Newspapers that reach us are not older, and a later year is a typing error or an attack on sorting.
FIRST_YEAR, LAST_YEAR = 1900, 2099


def _load() -> tuple[dict[str, int], tuple[str, ...]]:
    data = tomllib.loads(files("streams.intake").joinpath("data/months.toml").read_text("utf-8"))
    months = {name: number for number, names in enumerate(data["names"], 1) for name in names}
    return months, tuple(data["weekdays"])


_MONTHS, _WEEKDAYS = _load()


def _any_of(words: tuple[str, ...]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


_MONTH = _any_of(tuple(_MONTHS))
_WEEKDAY = rf"(?:{_any_of(_WEEKDAYS)}\.?,?[ ]+)"
# "Nov. 28, 2024", "28 November 2024", "28 de noviembre de 2024", "28 ноября 2024 года"; the year may be absent.
DATE_PATTERN = (
    rf"(?:{_WEEKDAY})?(?:"
    rf"(?P<month>{_MONTH})\.?[ ]+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,?[ ]+(?P<year>[0-9]{{4}}))?"
    rf"|(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?[ ]+(?:de[ ]+)?(?P<month2>{_MONTH})\b\.?"
    rf"(?:,?[ ]+(?:del?[ ]+)?(?P<year2>[0-9]{{4}})(?:[ ]+(?:года|г\.))?)?"
    rf")(?![0-9])"
)
TIME_PATTERN = (
    r"[0-2]?[0-9][:.][0-5][0-9](?:[:.][0-5][0-9](?:[.,][0-9]{1,6})?)?(?:[ ]?[AaPp]\.?[Mm]\.?)?(?:[ ]+[A-Z]{2,4})?"
)
_WRITTEN = re.compile(rf"{DATE_PATTERN}(?:,?[ ]+(?:at[ ]+)?{TIME_PATTERN})?", re.IGNORECASE)
_NUMERIC = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})")
_HYPHENED = re.compile(r"([0-9]{1,2})-([^\W\d_]{3,10})-([0-9]{4})\b")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})\b")
_ZONE_NAME = re.compile(r"(?<=[0-9])[A-Z]{2,4}$")
_PARTIAL = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?")
_COMPACT = re.compile(r"[0-9]{14}")


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published.

    `at` is ISO 8601, an instant in UTC where an hour is known, else as much of the date as is known ("2017-04").
    `day` is the day at the publisher, which "today" in the text means; None where only month or year are known.
    """

    at: str
    day: date | None


def make_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where there is none (31 February) or it lies outside of FIRST_YEAR to LAST_YEAR."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parts_of(found: re.Match[str]) -> tuple[int | None, int, int]:
    """Year (None where absent), month and day of a match that contains DATE_PATTERN."""
    year = found["year"] or found["year2"]
    month = _MONTHS[(found["month"] or found["month2"]).lower()]
    return int(year) if year else None, month, int(found["day"] or found["day2"])


def _of_instant(instant: datetime) -> Published | None:
    if make_date(instant.year, instant.month, instant.day) is None:
        return None
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return Published(f"{aware.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", instant.date())


def _of_day(day: date | None) -> Published | None:
    return Published(day.isoformat(), day) if day else None


def parse_published(text: str) -> Published | None:
    """When `text` says an article was published; None where it says nothing possible.

    Reads ISO 8601 (dates, months, years, instants; an instant without offset is UTC), RFC 2822, YYYYMMDDhhmmss,
    "June 8, 2012", "8 June 2012", "8-JUN-2012 09:17", "8 de junio de 2012", "8 июня 2012 года", day-first
    "08.06.2012" and year-first "2012/06/08". Of an instant in a zone known by letters only the day counts.
    """
    text = text.strip()[:60]
    if _PARTIAL.fullmatch(text):
        return Published(text, None) if FIRST_YEAR <= int(text[:4]) <= LAST_YEAR else None
    if len(text) == 10 and text[4:5] == "-":
        return _of_day(_iso_day(text))
    if _COMPACT.fullmatch(text):
        text = f"{text[:8]}T{text[8:]}"
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return _of_instant(read(text)) if len(text) > 10 else _of_day(read(text).date())
        except (ValueError, OverflowError, IndexError, TypeError):  # parsedate_to_datetime leaks the last two
            continue
    if found := _YEAR_FIRST.match(text):
        return _of_day(make_date(int(found[1]), int(found[2]), int(found[3])))
    if len(text) > 10 and _ZONE_NAME.search(text) and text[4:5] == "-":
        return _of_day(_iso_day(text[:10]))
    if found := _WRITTEN.fullmatch(_HYPHENED.sub(r"\1 \2 \3", text)):
        year, month, day = parts_of(found)
        return _of_day(make_date(year, month, day)) if year else None
    if found := _NUMERIC.fullmatch(text):
        return _of_day(make_date(int(found[3]), int(found[2]), int(found[1])))
    return None


def _iso_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return make_date(day.year, day.month, day.day)
