"""Datelines: where and when a report says it was filed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from streams.intake.dates import DATE_PATTERN, TIME_PATTERN, make_date, parts_of

_WINDOW = 140  # characters of a paragraph that are looked at; bounds the time of every pattern
_FIRST_PARAGRAPHS = 5  # a dateline stands under the title, at most after a standfirst and a byline
_COLON_WORDS = 3  # of a place before a colon; more words are a heading
_MAX_LAG = 31  # days between a filing and its publication; farther apart the year is unknown


def _load() -> tuple[frozenset[str], tuple[str, ...]]:
    data = tomllib.loads(files("streams.intake").joinpath("data/datelines.toml").read_text("utf-8"))
    return frozenset(data["not_places"]), tuple(data["signing_agencies"])


_NOT_PLACES, _SIGNING = _load()

_NAME = r"(?:(?:[A-Z]\.){2,3}|[A-ZÀ-ÞА-ЯЁІҚӘ][\w’'-]*\.?)"
_PLACE = (
    rf"(?P<place>{_NAME}(?:[ /-](?:(?:de|del|la|el|of|the|and)[ ])?{_NAME}){{0,4}}"
    rf"(?:,[ ]{_NAME}(?:[ ]{_NAME}){{0,2}})?)"
)
_AGENCY = r"(?:\((?P<agency>[^()0-9]{2,40})\)|/(?P<agency2>[^/0-9]{2,40})/)"
_DASH = r"(?:(?:-{1,2}|[–—])(?!\d))"
_SIGNED = rf"(?:{_DASH}[ ])?(?:{'|'.join(map(re.escape, _SIGNING))})\."
# "ASTANA, Nov 28 (Reuters) -", "Astana, Jun 8 (IANS/RIA Novosti):", "МОСКВА, 28 ноября. /ТАСС/.",
# "MOSCOW. Nov 28 (Interfax) -", "Moscú, 28 nov (EFE).-", "BAKU, Azerbaijan, November 28."
_DATED = re.compile(
    rf"{_PLACE}[.,]?[ ]+(?i:{DATE_PATTERN})[.,]?[ ]*(?:{_AGENCY}[ ]*[.:]?[ ]*{_DASH}?|{_SIGNED}|{_DASH}|[:.])[ ]*"
)
_AGENCY_ONLY = re.compile(rf"{_PLACE}[.,]?[ ]*{_AGENCY}[ ]*[.:]?[ ]*{_DASH}?[ ]*")
# "ASTANA — ", "TOKYO: ", "QUITO.- ", "MÉXICO, D.F.- "
_BARE = re.compile(rf"{_PLACE}[ ]*(?:[ ](?P<dash>{_DASH})[ ]|(?P<colon>:)[ ]|(?<=\.)(?P<stop>{_DASH})[ ]?)")
# "(CNN) -- ", without the place
_UNPLACED = re.compile(rf"{_AGENCY}[ ]*{_DASH}[ ]*")
# "JAKARTA 1996-12-06", as collections of copy have it, on a line of its own or before the first sentence
_STAMPED = re.compile(
    r"(?P<place>[A-Z][A-Z.'-]+(?:[ ][A-Z.'-]+){0,3}(?:,[ ][A-Z][\w.]+)?)[ ]+"
    r"(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?:$|[ ]+(?:[-–—][ ]+)?(?=[A-Z]))"
)
_DATE_LINE = re.compile(
    rf"(?i:{DATE_PATTERN}(?:,?[ ]+(?:(?:at|[@•|–—-])[ ]+)?{TIME_PATTERN})?)"
    rf"(?:,[ ](?P<place>[^,\d][^\d]{{2,80}})|[ ]--[ ]Updated[ ].{{1,30}})?"
)
_TIME_LINE = re.compile(rf"{TIME_PATTERN}(?:[ ]\([a-z ]{{2,12}}\))?", re.IGNORECASE)
_DIGIT = re.compile(r"[0-9]")  # without one there is no date, and the patterns of dates are slow to find that out
_PLACE_LINE = re.compile(rf"{_NAME}(?:[ ,-]+(?:de[ ])?{_NAME}){{0,5}}")


@dataclass(frozen=True, slots=True)
class Filed:
    """A dateline in paragraph `paragraph`, whose first `length` characters it is.

    `place` is as written and may be empty; the year of `day` is `year_given` in the text or not known.
    """

    paragraph: int
    length: int
    place: str
    month: int | None = None
    day: int | None = None
    year: int | None = None

    def date(self, published: date | None) -> date | None:
        """The day, its year taken from the day of publication where the text gives none."""
        if self.month is None or self.day is None:
            return None
        if self.year:
            return make_date(self.year, self.month, self.day)
        if published is None:
            return None
        near = (make_date(published.year + shift, self.month, self.day) for shift in (-1, 0, 1))
        days = [day for day in near if day and abs((day - published).days) <= _MAX_LAG]
        return min(days, key=lambda day: abs((day - published).days), default=None)


def is_date_line(line: str) -> bool:
    """Whether the whole line is a date, with or without year, hour and place."""
    return _whole_date(line) is not None


def _whole_date(line: str) -> re.Match[str] | None:
    return _DATE_LINE.fullmatch(line) if len(line) <= _WINDOW and _DIGIT.search(line) else None


def is_time_line(line: str) -> bool:
    """Whether the whole line is an hour ("6:01 P.M. (Local)")."""
    return len(line) <= 28 and _TIME_LINE.fullmatch(line) is not None


def find_dateline(paragraphs: Sequence[str]) -> Filed | None:
    """The dateline of an article whose body is `paragraphs` (without title)."""
    for number, paragraph in enumerate(paragraphs[:_FIRST_PARAGRAPHS]):
        filed = _date_line(paragraphs, number) or _wire(paragraph, number)
        if filed:
            return filed
    return None


def _date_line(paragraphs: Sequence[str], number: int) -> Filed | None:
    line = paragraphs[number]
    found = _whole_date(line)
    if found is None:
        return None
    year, month, day = parts_of(found)
    if year is None:
        return None
    place = found["place"] or _place_below(paragraphs, number) or _place_above(paragraphs, number)
    return Filed(number, len(line), place or "", month, day, year)


def _place_below(paragraphs: Sequence[str], number: int) -> str | None:
    below = [line for line in paragraphs[number + 1 : number + 3] if not is_time_line(line)]
    return below[0] if below and is_place_line(below[0]) else None


def _place_above(paragraphs: Sequence[str], number: int) -> str | None:
    return paragraphs[number - 1] if number and is_place_line(paragraphs[number - 1]) else None


def is_place_line(line: str) -> bool:
    """Whether the whole line is a few capitalised words, as places and people are named."""
    return len(line) <= 40 and not line.endswith(".") and _PLACE_LINE.fullmatch(line) is not None


def _wire(paragraph: str, number: int) -> Filed | None:
    window = paragraph[:_WINDOW]
    if _DIGIT.search(window) and (found := _DATED.match(window)) and _is_place(found["place"]):
        year, month, day = parts_of(found)
        return Filed(number, found.end(), _name(found["place"]), month, day, year)
    if _DIGIT.search(window) and (found := _STAMPED.match(window)) and _is_place(found["place"]):
        year, month, day = map(int, found.group("year", "month", "day"))
        return Filed(number, found.end(), _name(found["place"]), month, day, year)
    if (found := _AGENCY_ONLY.match(window)) and _is_place(found["place"]) and found.end() < len(window):
        return Filed(number, found.end(), _name(found["place"]))
    if number <= 1 and (found := _UNPLACED.match(window)) and found.end() < len(paragraph):
        return Filed(number, found.end(), "")
    found = _BARE.match(window) if number <= 1 else None
    if found is None or not _is_place(found["place"]):
        return None
    short = found["place"].count(" ") < _COLON_WORDS
    if found["dash"] or (short and (found["stop"] or found["place"].isupper())):
        return Filed(number, found.end(), _name(found["place"]))
    return None


def _name(place: str) -> str:
    """The place without the full stop that ends it, which abbreviations ("Washington, D.C.") keep."""
    return place.rstrip(".") if place.count(".") == 1 else place


def _is_place(name: str) -> bool:
    words = name.casefold().replace(".", " ").replace(",", " ").split()
    return not _NOT_PLACES.intersection(words) and len(name) >= 3
