"""Dates in a sentence, resolved against the anchor day.

The words come from `calendar.tsv`; the grammar is one for all languages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from string import digits

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from streams.extract import relative
from streams.extract.date_forms import DateForms
from streams.extract.tables import Lexicon, cells
from streams.extract.when import When, day_of, days_span, month_span, year_span

_ABBREVIATED_DAY = re.compile(r"\bon\s|\.$", re.IGNORECASE)
_INSIDE = frozenset({"joiner", "glue", "number", "before-year", "after-year", "eve-of"})
"""Parts whose words start no date."""
_SHORTEST_WEEKDAY = len("Sunday")
_GENITIVES = ("'s", "’s")  # "OPEC's December conference"


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
        known = {w for part in self._value for w in self._value[part] if part not in _INSIDE}
        cased = {f for w in known for f in (w, w.capitalize(), w.title(), w.upper())}
        self._starts = AhoCorasick(
            sorted(cased | set(digits)), MatchKind.LeftmostLongest, implementation=Implementation.DFA
        )
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
        part = text[start:end]
        return [
            start + first
            for _, first, _ in self._starts.find_matches_as_indexes(part)
            if first == 0 or not part[first - 1].isalnum()
        ]

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
            day = day_of(*(int(part) for part in group["iso"].split("-")))
            return When(*at, days_span(day)) if day else None
        if group["num"]:
            day = day_of(int(group["e3"]), int(group["e2"]), int(group["e1"]))
            return When(*at, days_span(day)) if day else None
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
        if group["season"]:
            return self._season(at, group, anchor)
        return self._deictic(match, group, at, anchor)

    def _counted(self, words: str, anchor: date | None) -> str | None:
        """The year that "last year" is on the anchor day."""
        match = self._shift.search(words)
        if anchor is None or match is None:
            return None
        return str(anchor.year + relative.STEPS[self._value["shift"][match.group().lower()]])

    def _season(self, at: tuple[int, int], group: Mapping[str, str | None], anchor: date | None) -> When | None:
        """ "Last summer", "the summer of 2010"."""
        first = int(self._value["season"][(group["s2"] or group["s3"] or "").lower()])
        if group["s4"]:
            return When(*at, relative.season_span(int(group["s4"]), first))
        shift = self._value["shift"][(group["s1"] or "").lower()]
        return relative.season(at, first, shift, anchor) if anchor is not None else None

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
            first, last = day_of(int(year) - (m1 > m2), m1, d1), day_of(int(year), m2, d2)
            return When(*at, days_span(first, last)) if first else None
        if anchor is None:
            return None
        spans = []
        for y in (anchor.year - 1, anchor.year, anchor.year + 1):
            first, last = day_of(y, m1, d1), day_of(y + (m1 > m2), m2, d2)
            if first:
                spans.append(days_span(first, last))
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
        return When(*at, days_span(date(first, 1, 1), date(last, 12, 31), "year"), year_only=True)

    def _deictic(
        self, match: re.Match[str], group: Mapping[str, str | None], at: tuple[int, int], anchor: date | None
    ) -> When | None:
        if anchor is None:
            return None
        if word := group["day"]:
            day = anchor + timedelta(days=int(self._value["day"][word.lower()]))
            return When(*at, days_span(day), deictic=True)
        if number := group["n2"]:
            side = self._value["shift"].get((group["n1"] or "").lower(), "")
            return relative.nth(at, self._number(number), side, anchor)
        if group["weekend"]:
            return relative.weekend(at, "this", anchor)
        if word := group["weekday"] or group["w1"]:
            return self._weekdays(match, word, group["w2"], anchor)
        if word := group["month"]:
            return self._lone_month(at, word, "", anchor, match)
        for shift, unit in ((group["g1"], group["g2"]), (group["h2"], group["h1"])):
            if shift and unit:
                return self._shifted(at, self._value["shift"][shift.lower()], unit.rstrip("."), anchor, match)
        if sole := group["o1"]:  # Russian: "год назад"
            return relative.before(at, 1, self._value["sole"][sole.lower()], anchor)
        for number, unit in ((group["i1"], group["i2"]), (group["j1"], group["j2"])):
            if number and unit:
                count = int(number) if number.isdigit() else int(self._value["number"][number.lower()])
                return relative.before(at, count, self._value["unit"][unit.lower()], anchor)
        return None

    def _weekdays(self, match: re.Match[str], first: str, last: str | None, anchor: date) -> When | None:
        """A day of the week, or from one to another."""
        at, numbers = match.span(), self._value["weekday"]
        if last:
            return relative.weekdays(at, int(numbers[first.lower()]), int(numbers[last.lower()]), anchor)
        return relative.weekday(at, int(numbers[first.lower()]), "", anchor) if self._is_weekday(match, first) else None

    def _is_weekday(self, match: re.Match[str], word: str) -> bool:
        """Whether a short form is one: "Mon" and "Sun" by themselves are names and words."""
        if len(word) >= _SHORTEST_WEEKDAY or self._lower_months:
            return True
        return _ABBREVIATED_DAY.search(match.string[max(0, match.start() - 4) : match.end() + 1]) is not None

    def _lone_month(
        self, at: tuple[int, int], word: str, shift: str, anchor: date, match: re.Match[str]
    ) -> When | None:
        # "May" and "March" are words, "Jan" and "April" given names: a month needs a word before it that leads to one.
        if not shift and not self._lower_months:
            if not word[0].isupper():
                return None
            before = match.string[max(0, match.start() - 12) : match.start()].lower().rsplit(None, 1)
            if not before or not (before[-1] in self._leads or before[-1].endswith(_GENITIVES)):
                return None
        return relative.month(at, self._month(word), shift, anchor)

    def _shifted(self, at: tuple[int, int], shift: str, word: str, anchor: date, match: re.Match[str]) -> When | None:
        lower = word.lower()
        if lower in self._value["weekday"]:
            return relative.weekday(at, int(self._value["weekday"][lower]), shift, anchor)
        if lower in self._value["month"]:
            return self._lone_month(at, word, shift, anchor, match)
        return relative.period(at, self._value["unit"][lower], shift, anchor)
