"""Dates in a sentence, resolved against the anchor day.

The words come from `calendar.tsv`; the grammar is one for all languages.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from schemas.slots import DateSpan, Precision
from streams.extract.date_forms import DateForms
from streams.extract.tables import Lexicon, cells

_DIGITS = re.compile(r"\d(?<![^\W_]\d)")
_ABBREVIATED_DAY = re.compile(r"\bon\s|\.$", re.IGNORECASE)
_SHORTEST_WEEKDAY = len("Sunday")
_GENITIVES = ("'s", "’s")  # "OPEC's December conference"
_STEPS = {"last": -1, "this": 0, "next": 1}
FIRST_YEAR, LAST_YEAR = 1900, 2100
_MOST_SPANS = 10_000
"""Days, months and years whose spans are kept: news speak of the same ones over and over."""


@dataclass(frozen=True, slots=True)
class When:
    """Characters `start` to `end` say `span`.

    `ahead` is the reading for a thing to come where the words leave both open ("on Thursday", "in May").
    `year_only` marks a bare year. `deictic` marks words that count from the anchor day ("today", "last week").
    """

    start: int
    end: int
    span: DateSpan
    ahead: DateSpan | None = None
    year_only: bool = False
    deictic: bool = False


@lru_cache(maxsize=_MOST_SPANS)
def month_span(year: int, month: int) -> DateSpan:
    """The whole month."""
    return DateSpan(start=date(year, month, 1), end=date(year, month, monthrange(year, month)[1]), precision="month")


@lru_cache(maxsize=_MOST_SPANS)
def year_span(year: int) -> DateSpan:
    """The whole year."""
    return DateSpan(start=date(year, 1, 1), end=date(year, 12, 31), precision="year")


@lru_cache(maxsize=_MOST_SPANS)
def _days(first: date, last: date | None = None, precision: Precision = "day") -> DateSpan:
    return DateSpan(start=first, end=last if last and last >= first else first, precision=precision)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _nothing() -> None:
    """A group that the pattern at hand does not have."""


class Calendar:
    """Finds dates in texts of one language. Built once, at start-up."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        self._value: dict[str, dict[str, str]] = defaultdict(dict)
        for row in lexicon.rows("calendar", lang):
            for word in cells(row["words"]):
                self._value[row["part"]][word.lower()] = row["value"]
        forms = DateForms(self._value)
        self._from_digit = re.compile("|".join(forms.with_digit()), re.IGNORECASE)
        self._from_word = re.compile("|".join(forms.with_word()), re.IGNORECASE)
        known = {w for part in self._value for w in self._value[part] if part not in ("joiner", "glue", "number")}
        cased = {f for w in known for f in (w, w.capitalize(), w.title(), w.upper())}
        self._starts = AhoCorasick(sorted(cased), MatchKind.LeftmostLongest, implementation=Implementation.DFA)
        self._ago_words = tuple(self._value["ago"])
        self._ago = re.compile(rf"\b{forms.words('ago')}\b", re.IGNORECASE)
        self._numbers = re.compile(rf"\b{forms.words('number')}\b", re.IGNORECASE)
        self._shift = re.compile(rf"\b{forms.words('shift')}\b", re.IGNORECASE)
        self._leads = lexicon.words(lang).get("month-lead", frozenset())
        self._lower_months = lang != "en"

    def find(self, text: str, start: int, end: int, anchor: date | None) -> list[When]:
        """The dates in text[start:end], in order; `anchor` is the day that "today" means."""
        return self.read(text, start, end, self.starts(text, start, end), anchor)

    def read(self, text: str, start: int, end: int, starts: list[int], anchor: date | None) -> list[When]:
        """The dates in text[start:end], where the places are known at which one may start (see `starts`)."""
        found = []
        reached = start
        for position in self._with_numbers(text, start, end, starts):
            if position < reached:
                continue
            pattern = self._from_digit if text[position].isdigit() else self._from_word
            match = pattern.match(text, position, end)
            if match is None:
                continue
            when = self._resolve(match, anchor)
            if when is not None:
                found.append(when)
            reached = match.end()
        return found

    def starts(self, text: str, start: int, end: int) -> list[int]:
        """Where in text[start:end] a date may start: at a digit or a word of the calendar that starts a word.

        Dates that start with a number in words are found where one of these is in their sentence.
        """
        places = [m.start() for m in _DIGITS.finditer(text, start, end)]
        part = text[start:end]
        for _, first, _ in self._starts.find_matches_as_indexes(part):
            if first == 0 or not part[first - 1].isalnum():
                places.append(start + first)
        places.sort()
        return places

    def _with_numbers(self, text: str, start: int, end: int, starts: list[int]) -> list[int]:
        """With where the numbers of "two weeks ago" start."""
        if not starts:
            return starts
        sentence = text[start:end]
        small = sentence.lower()
        if not any(word in small for word in self._ago_words) or not self._ago.search(sentence):
            return starts
        return sorted([*starts, *(start + m.start() for m in self._numbers.finditer(sentence))])

    def _resolve(self, match: re.Match[str], anchor: date | None) -> When | None:
        group = defaultdict(_nothing, match.groupdict())
        at = match.start(), match.end()
        counted = group["counted"] or group["k1"] or group["k2"] or group["k3"]
        year = self._counted(counted, anchor) if counted else None
        if counted and year is None:
            return None
        if group["iso"]:
            day = _make(*(int(part) for part in group["iso"].split("-")))
            return When(*at, _days(day)) if day else None
        if group["num"]:
            day = _make(int(group["e3"]), int(group["e2"]), int(group["e1"]))
            return When(*at, _days(day)) if day else None
        if group["dmdm"]:
            return self._range(
                at, group["a2"], group["a1"], group["a5"], group["a4"], group["a6"] or group["a3"], anchor
            )
        if group["mdmd"]:
            return self._range(at, group["f1"], group["f2"], group["f3"], group["f4"], group["f5"], anchor)
        if group["dmy"]:
            return self._range(at, group["b3"], group["b1"], group["b3"], group["b2"], year or group["b4"], anchor)
        if group["mdy"]:
            return self._range(at, group["c1"], group["c2"], group["c1"], group["c3"], year or group["c4"], anchor)
        if group["my"]:
            return When(*at, month_span(int(year or group["d2"]), self._month(group["d1"])))
        if group["year"]:
            return self._years(at, group["year"], group["y2"])
        return self._deictic(match, group, at, anchor)

    def _counted(self, words: str, anchor: date | None) -> str | None:
        """The year that "last year" is on the anchor day."""
        match = self._shift.search(words)
        if anchor is None or match is None:
            return None
        return str(anchor.year + _STEPS[self._value["shift"][match.group().lower()]])

    def _month(self, word: str) -> int:
        return int(self._value["month"][word.lower().rstrip(".")])

    @staticmethod
    def _number(word: str) -> int:
        return int(re.match(r"\d+", word).group())  # type: ignore[union-attr]

    def _range(
        self,
        at: tuple[int, int],
        month1: str,
        day1: str,
        month2: str,
        day2: str | None,
        year: str | None,
        anchor: date | None,
    ) -> When | None:
        m1, d1 = self._month(month1), self._number(day1)
        m2, d2 = self._month(month2), self._number(day2) if day2 else d1
        if year:
            first, last = _make(int(year) - (m1 > m2), m1, d1), _make(int(year), m2, d2)
            return When(*at, _days(first, last)) if first else None
        if anchor is None:
            return None
        spans = []
        for y in (anchor.year - 1, anchor.year, anchor.year + 1):
            first, last = _make(y, m1, d1), _make(y + (m1 > m2), m2, d2)
            if first:
                spans.append(_days(first, last))
        near = min(spans, key=lambda s: abs((s.start - anchor).days), default=None)
        if near is None:
            return None
        ahead = next((s for s in spans if s.end >= anchor), None)
        past = [s for s in spans if s.start <= anchor + timedelta(days=60)]
        # A day of the year without its year is the nearest one; one more than two months ahead was last year's,
        # unless the text speaks of things to come.
        return When(*at, near if near in past else past[-1] if past else near, ahead=ahead)

    @staticmethod
    def _years(at: tuple[int, int], text: str, second: str | None) -> When | None:
        first = int(text[:4])
        if not second:
            return When(*at, year_span(first), year_only=True)
        last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
        if last < first:
            return None
        return When(*at, _days(date(first, 1, 1), date(last, 12, 31), "year"), year_only=True)

    def _deictic(
        self, match: re.Match[str], group: Mapping[str, str | None], at: tuple[int, int], anchor: date | None
    ) -> When | None:
        if anchor is None:
            return None
        if word := group["day"]:
            day = anchor + timedelta(days=int(self._value["day"][word.lower()]))
            return When(*at, _days(day), deictic=True)
        if word := group["weekday"]:
            if len(word) < _SHORTEST_WEEKDAY and not self._lower_months:
                # "Mon" and "Sun" by themselves are names and words.
                around = match.string[max(0, match.start() - 4) : match.end() + 1]
                if not _ABBREVIATED_DAY.search(around):
                    return None
            return self._weekday(at, word, "", anchor)
        if word := group["month"]:
            if not self._lower_months and not word[0].isupper():
                return None
            return self._lone_month(at, word, "", anchor, match)
        for shift, unit in ((group["g1"], group["g2"]), (group["h2"], group["h1"])):
            if shift and unit:
                return self._shifted(at, self._value["shift"][shift.lower()], unit.rstrip("."), anchor, match)
        for number, unit in ((group["i1"], group["i2"]), (group["j1"], group["j2"])):
            if number and unit:
                count = int(number) if number.isdigit() else int(self._value["number"][number.lower()])
                return self._before(at, count, self._value["unit"][unit.lower()], anchor)
        return None

    def _weekday(self, at: tuple[int, int], word: str, shift: str, anchor: date) -> When:
        weekday = int(self._value["weekday"][word.lower()])
        back = anchor - timedelta(days=(anchor.isoweekday() - weekday) % 7)
        forward = anchor + timedelta(days=(weekday - anchor.isoweekday()) % 7)
        if shift == "next":
            day = forward if forward > anchor else forward + timedelta(days=7)
            return When(*at, _days(day), deictic=True)
        if shift == "last":
            day = back if back < anchor else back - timedelta(days=7)
            return When(*at, _days(day), deictic=True)
        return When(*at, _days(back), ahead=_days(forward), deictic=True)

    def _lone_month(
        self, at: tuple[int, int], word: str, shift: str, anchor: date, match: re.Match[str]
    ) -> When | None:
        month = self._month(word)
        # "May" and "March" are words, "Jan" and "April" given names: a month needs a word before it that leads to one.
        if not shift and not self._lower_months:
            before = match.string[max(0, match.start() - 12) : match.start()].lower().rsplit(None, 1)
            if not before or not (before[-1] in self._leads or before[-1].endswith(_GENITIVES)):
                return None
        last_year = anchor.year if month <= anchor.month else anchor.year - 1
        next_year = anchor.year if month >= anchor.month else anchor.year + 1
        if shift == "next":
            year = anchor.year if month > anchor.month else anchor.year + 1
            return When(*at, month_span(year, month))
        if shift == "last":
            year = anchor.year if month < anchor.month else anchor.year - 1
            return When(*at, month_span(year, month))
        if shift == "this":
            return When(*at, month_span(anchor.year, month))
        return When(*at, month_span(last_year, month), ahead=month_span(next_year, month))

    def _shifted(self, at: tuple[int, int], shift: str, word: str, anchor: date, match: re.Match[str]) -> When | None:
        lower = word.lower()
        if lower in self._value["weekday"]:
            return self._weekday(at, word, shift, anchor)
        if lower in self._value["month"]:
            return self._lone_month(at, word, shift, anchor, match)
        step = _STEPS[shift]
        unit = self._value["unit"][lower]
        if unit == "week":
            monday = anchor - timedelta(days=anchor.isoweekday() - 1) + timedelta(weeks=step)
            return When(*at, _days(monday, monday + timedelta(days=6)), deictic=True)
        if unit == "month":
            months = anchor.year * 12 + anchor.month - 1 + step
            return When(*at, month_span(months // 12, months % 12 + 1), deictic=True)
        if unit == "year":
            return When(*at, year_span(anchor.year + step), deictic=True)
        return None

    @staticmethod
    def _before(at: tuple[int, int], count: int, unit: str, anchor: date) -> When | None:
        if unit == "year":
            return When(*at, year_span(max(FIRST_YEAR, anchor.year - count)), deictic=True)
        if unit == "month":
            months = max(FIRST_YEAR * 12, anchor.year * 12 + anchor.month - 1 - count)
            return When(*at, month_span(months // 12, months % 12 + 1), deictic=True)
        days = count * (7 if unit == "week" else 1)
        day = anchor - timedelta(days=days)
        slack = timedelta(days=3 if unit == "week" else 0)
        return When(*at, _days(day - slack, day + slack), deictic=True)
