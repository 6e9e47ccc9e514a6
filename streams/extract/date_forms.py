"""The forms that dates have in text, as patterns over the words of a calendar.

Groups tell the form and its parts; those of one form share a letter (`b1` day, `b2` last day, `b3` month, `b4` year).
"""

from __future__ import annotations

import re
from collections.abc import Mapping


class DateForms:
    """The forms of dates in one language; `value` gives the words of each part of `calendar.tsv`, and their values."""

    def __init__(self, value: Mapping[str, Mapping[str, str]]) -> None:
        self._value = value

    def words(self, part: str) -> str:
        """A pattern of the words of one part, the longest first; one that nothing matches where there are none."""
        words = {re.escape(word) for word in self._value.get(part, ())}
        return "(?:" + "|".join(sorted(words, key=lambda w: (-len(w), w))) + ")" if words else r"(?!)"

    def _year_words(self) -> str:
        """The words for a year."""
        words = sorted(re.escape(word) for word, unit in self._value.get("unit", {}).items() if unit == "year")
        return "(?:" + "|".join(words) + ")" if words else r"(?!)"

    def _old(self) -> str:
        """A pattern of a year before 1900, told from a number by the words around it: "the 1867 treaty"."""
        before = "|".join(rf"(?<=\b{word}\s)" for word in self._value.get("before-year", ()))
        behind = self.words("after-year")
        return rf"(?:{before})1[6-8]\d\d(?=\s*(?:$|[.,;:)])|\s+{behind}\b)" if before else r"(?!)"

    def _pieces(self) -> dict[str, str]:
        """The parts of which the forms of dates are made."""
        shift, years = self.words("shift"), self._year_words()
        return {
            "month": self.words("month") + r"\b\.?",
            "weekday": self.words("weekday"),
            "named": rf"(?:{self.words('weekday')}\b\.?,?\s+)?",
            "day": r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|-го|-е|º|\.º)?",
            "year": r"(?:1[6-9]|20)\d\d",
            "bare": rf"(?:(?:19|20)\d\d|{self._old()})",
            "joiner": rf"(?:\s*[-–—−]\s*|\s+{self.words('joiner')}\s+(?:the\s+|el\s+)?)",
            "glue": rf"(?:,?\s+(?:{self.words('glue')}\s+)*)",
            "shift": shift,
            "counted": rf"(?:{shift}\s+{years}|{years}\s+{shift})\b",
            "unit": self.words("unit"),
            "number": rf"(?:\d{{1,3}}|{self.words('number')})",
            "ago": self.words("ago"),
            "nth": self.words("nth"),
            "season": self.words("season"),
        }

    def with_digit(self) -> list[str]:
        """Forms that start with a digit, the longest first."""
        p = self._pieces()
        day, month, year, glue, joiner = p["day"], p["month"], p["year"], p["glue"], p["joiner"]
        counted = rf"(?P<counted>{p['counted']})"
        first = rf"(?P<a1>{day}){glue}(?P<a2>{month})(?:{glue}(?P<a3>{year}))?"
        return [
            r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d\b)",
            rf"(?P<dmdm>{first}{joiner}(?P<a4>{day}){glue}(?P<a5>{month})(?:{glue}(?P<a6>{year}\b))?)",
            rf"(?P<dmy>(?P<b1>{day})(?:{joiner}(?P<b2>{day}))?{glue}(?P<b3>{month})(?:{glue}(?:(?P<b4>{year}\b)|{counted}))?)",
            rf"(?P<num>(?P<e1>[0-3]?\d)[./](?P<e2>[01]?\d)[./](?P<e3>{year})\b)",
            rf"(?P<ago>(?P<i1>\d{{1,3}})\s+(?P<i2>{p['unit']})\s+{p['ago']}\b)",
            rf"(?P<year>(?<![\w$€£#№.,/-]){p['bare']}(?:\s*[-–—/]\s*(?P<y2>{year}|\d\d))?(?!\w|[.,]\d|%|-\w))",
        ]

    def with_word(self) -> list[str]:
        """Forms that start with a word of the calendar, the longest first."""
        p = self._pieces()
        day, month, year, glue, joiner = p["day"], p["month"], p["year"], p["glue"], p["joiner"]
        unit, shift, weekday, named = p["unit"], p["shift"], p["weekday"], p["named"]
        counted = p["counted"]
        first = rf"{named}(?P<f1>{month})\s+(?P<f2>{day})"
        return [
            rf"(?P<mdmd>{first}{joiner}(?P<f3>{month})\s+(?P<f4>{day})\b(?:,?\s+(?P<f5>{year}\b))?)",
            rf"(?P<mdy>{named}(?P<c1>{month})\s+(?:the\s+)?(?P<c2>{day})\b"
            rf"(?:{joiner}(?P<c3>{day})\b)?(?:,?\s+(?P<c4>{year}\b)|{glue}(?P<k1>{counted}))?)",
            rf"(?P<dmy>{named}(?P<b1>{day})(?:{joiner}(?P<b2>{day}))?{glue}(?P<b3>{month})"
            rf"(?:{glue}(?:(?P<b4>{year}\b)|(?P<k2>{counted})))?)",
            rf"(?P<my>(?P<d1>{month}){glue}(?:(?P<d2>{year}\b)|(?P<k3>{counted})))",
            rf"(?P<nth>(?:(?P<n1>{shift})\s+)?{p['nth']}\s+(?P<n2>{day})\b(?!{glue}{month}))",
            rf"(?P<wdwd>(?P<w1>{weekday}){joiner}(?P<w2>{weekday})\b)",
            rf"(?P<season>(?:(?P<s1>{shift})\s+(?P<s2>{p['season']})|(?P<s3>{p['season']})\s+(?:of\s+)?(?P<s4>{year}))\b)",
            rf"(?P<sm>(?P<g1>{shift})\s+(?P<g2>{month}|{weekday}|{unit}(?!{glue}{month}))\b)",
            rf"(?P<ms>(?P<h1>{month}|{weekday}|{unit})\s+(?P<h2>{shift})\b)",
            rf"(?P<ago>(?P<i1>{self.words('number')})\s+(?P<i2>{unit})\s+{p['ago']}\b)",
            rf"(?P<sole>(?P<o1>{self.words('sole')})\s+{p['ago']}\b)",
            rf"(?P<hace>{p['ago']}\s+(?P<j1>{p['number']})\s+(?P<j2>{unit})\b)",
            rf"(?P<weekend>{self.words('weekend')}\b)",
            rf"(?P<day>{self.words('day')}\b(?!\s+{self.words('eve-of')}\b))",
            rf"(?P<weekday>{weekday}\b)",
            rf"(?P<month>{month}(?!\w|-a-))",
        ]
