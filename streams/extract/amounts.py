"""Sums of money and shares in a sentence. The words come from `currencies.tsv`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from streams.extract.tables import Lexicon, cells

_NUMBER = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d{1,4})?(?!\d)|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d{1,15}(?:[.,]\d{1,4})?"
_DIGITS = re.compile(r"\d+")
_WORD = r"(?![^\W\d_])"
_SYMBOL_REACH = 8
"""Characters before a number that a currency may take, a space included."""
_KILO_REACH = 16
"""Characters before a number in which "ocho mil" may stand."""
_SPELLED = 4
"""Letters that a scale has at least where it is a word and no sign."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_THOUSAND = 1000
_DASHES = frozenset("-–—")


@dataclass(frozen=True, slots=True)
class Amount:
    """Characters `start` to `end`: `value` whole units of `currency` (ISO 4217), or of `unit` ("percent")."""

    start: int
    end: int
    value: float
    currency: str | None = None
    unit: str | None = None


def number(text: str, *, comma_decimal: bool, comma_thousands: bool = False) -> float:
    """The value of digits with separators.

    `comma_decimal` where the language writes 1,5 for one and a half; `comma_thousands` where it then still
    writes 2,500 for two and a half thousand, as Mexican papers do.
    """
    digits = re.sub(r"[\u00a0\u202f ]", "", text)
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits)
    if grouped and (not comma_decimal or comma_thousands or digits.count(",") > 1 or "." in digits):
        return float(digits.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits) and (digits.count(".") > 1 or comma_decimal):
        return float(digits.replace(".", ""))
    return float(digits.replace(",", "."))


class Money:
    """Finds sums and shares in texts of one language. Built once, at start-up."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        self._comma = lang != "en"
        self._comma_thousands = lang == "es"
        values: dict[str, dict[str, str]] = defaultdict(dict)
        symbols: dict[str, str] = {}
        self._local: dict[str, dict[str, str]] = defaultdict(dict)
        for row in lexicon.rows("currencies", lang):
            if row["part"] == "local":
                for home in cells(row["before"]):
                    self._local[home].update({word.lower(): row["value"] for word in cells(row["after"])})
                continue
            symbols.update(dict.fromkeys(cells(row["before"]), row["value"]))
            values[row["part"]].update({word.lower(): row["value"] for word in cells(row["after"])})
        self._symbols = symbols
        self._currency = values["currency"]
        self._sums = {word: (text.split()[0], float(text.split()[1])) for word, text in values["sum"].items()}
        self._scale = {word: float(value) for word, value in values["scale"].items()}
        self._numbers = {word: float(value) for word, value in values["number"].items()}
        self._scaled = frozenset(values["scaled"])
        self._bare = {word: float(value) for word, value in values["bare"].items()}
        symbol = rf"(?:{_any(symbols)})\s?"
        self._head = re.compile(rf"(?<![^\W\d_])(?P<symbol>{_any(symbols)})\)?\s?\Z")
        self._from = re.compile(rf"\b(?:{_any(values['from'])})\s+(?:{symbol})?\Z", re.IGNORECASE)
        scale = rf"(?:\s*-?(?P<{{}}>{_any(self._scale)}){_WORD})"
        money = (
            rf"(?P<currency>{_any(self._currency)})|(?P<sum>{_any(self._sums)})|(?P<percent>{_any(values['percent'])})"
        )
        tail = rf"(?:\s*-?(?:(?:{_any(values['of'])})\s+)?(?:{money}){_WORD})?"
        between = rf"\s*(?P<joiner>{_any((*values['range'], *_DASHES))})\s*"
        upper = rf"(?P<upper>(?:(?-i:{symbol}))?(?P<high>{_NUMBER}))"
        second = rf"(?:\s+(?:(?:{_any(values['and'])})\s+)?(?P<rest>{_NUMBER}){scale.format('scale2')})?"
        scaled = rf"(?:{scale.format('scale')}{second})?"
        self._digits = re.compile(
            rf"(?P<value>{_NUMBER})(?:{scale.format('scale1')}?(?P<between>{between}){upper})?{scaled}{tail}",
            re.IGNORECASE,
        )
        self._plain = re.compile(rf"(?P<value>{_NUMBER}){scaled}{tail}", re.IGNORECASE)
        # Nobody writes "five m": numbers in words go with scales in words.
        scales = sorted(word for word in self._scale if len(word) >= _SPELLED)
        self._spelled_scales = (*scales, *sorted(self._bare))
        spelled = rf"(?P<word>{_any(self._numbers)})[\s-]+(?P<scale>{_any(scales)}){_WORD}"
        self._spelled = re.compile(rf"\b(?:{spelled}|(?P<bare>{_any(self._bare)}){_WORD}){tail}", re.IGNORECASE)
        self._alone = re.compile(rf"\s*(?:[^\w\s-]|\Z|(?:{_any(values['alone'])}){_WORD})", re.IGNORECASE)
        spelled = _any(sorted(word for word, value in self._numbers.items() if value.is_integer()))
        thousands = rf"(?:(?:(?<![\d.,])(?P<thousands>\d{{1,3}})|(?P<spelled>{spelled}))\s)?"
        self._kilo = re.compile(rf"\b{thousands}(?:{_any(values['kilo'])})\s\Z", re.IGNORECASE)
        behind = {*self._currency, *self._sums, *values["percent"]}
        forms = {f for word in behind for f in (word, word.upper(), word.capitalize(), word.title())}
        signs = sorted(forms | {sign for sign in symbols if sign})
        self._signs = AhoCorasick(signs, MatchKind.Standard, implementation=Implementation.DFA)

    def starts(self, text: str) -> list[int]:
        """Where the words and signs of money and shares start; a sentence without one has no sum."""
        places = []
        size = len(text)
        for _, start, end in self._signs.find_matches_as_indexes(text, overlapping=True):
            if end == size or not text[end].isalpha() or text[end : end + 2].lstrip()[:1].isdigit():
                places.append(start)
        places.sort()
        return places

    def find(self, text: str, start: int, end: int, home: str = "") -> list[Amount]:
        """The sums and shares in text[start:end], in order; bare numbers are none.

        `home` is the country (ISO 3166 alpha-3) that the text was written in: "rupees" of Colombo are its own.
        """
        found = self._find(text, start, end)
        local = self._local.get(home, {})
        return [self._locally(text, amount, local) for amount in found] if local else found

    def _locally(self, text: str, amount: Amount, local: dict[str, str]) -> Amount:
        """The sum in the currency that its word stands for at home; no word that names another country's."""
        told = text[amount.start : amount.end].lower()
        signs = (sign for sign in self._symbols if sign and told.startswith(sign.lower()))
        words = (word for word in self._currency if told.endswith(word))
        word = max((*signs, *words), key=len, default="").lower()
        return replace(amount, currency=local[word]) if word in local else amount

    def _find(self, text: str, start: int, end: int) -> list[Amount]:
        found: list[Amount] = []
        words = list(self._words(text, start, end))
        shared: str | None = None  # the currency of the last number of millions
        reached = start
        for digits in _DIGITS.finditer(text, start, end):
            position = digits.start()
            if position < reached or (
                position > start + 1 and text[position - 1] in ".," and text[position - 2].isdigit()
            ):
                continue
            before = len(found)
            for amount in self._at(text, start, position, end):
                found.append(amount)
                shared = amount.currency
                reached = amount.end
            spelled = None if found else next((w for w in words if w.end <= position), None)
            if len(found) == before and (found or spelled):
                shared = self._shared(text, position, end, spelled.currency if spelled else shared, found)
                reached = found[-1].end if len(found) > before else reached
        words = [amount for amount in words if not _overlaps(amount, found)]
        return sorted(found + words, key=lambda amount: amount.start) if words else found

    def _at(self, text: str, start: int, position: int, end: int) -> Iterator[Amount]:
        """The sums whose digits start at `position`: two where one changes into the other."""
        head = self._head.search(text, max(start, position - _SYMBOL_REACH), position)
        if head is None and position > start and (text[position - 1].isalnum() or text[position - 1] == "_"):
            return
        match = self._digits.match(text, position, end)
        assert match is not None
        if match["upper"] and not self._is_range(match, head is not None):
            match = self._plain.match(text, position, end)
            assert match is not None
        group = match.groupdict()
        if group["scale"] and _YEAR.fullmatch(group["value"]) and self._scale[group["scale"].lower()] == _THOUSAND:
            return  # "en 1999 mil 300 millones": the year, and a sum that begins with "thousand"
        currency = self._money(group, head)
        unit = "percent" if group["percent"] else None
        if not currency and not unit:
            return
        first = head.start() if head else position
        factor = self._factor(group)
        if not group.get("upper"):
            yield Amount(first, match.end(), self._value(text, start, position, group, factor), currency, unit)
            return
        own = self._scale[group["scale1"].lower()] if group["scale1"] else factor
        low = Amount(first, match.end(), _rounded(self._number(group["value"]) * own), currency, unit)
        if not self._from.search(text, max(start, first - 12), first):
            yield low
            return
        yield Amount(first, match.start("between"), low.value, currency, unit)
        yield Amount(match.start("upper"), match.end(), _rounded(self._number(group["high"]) * factor), currency, unit)

    def _shared(self, text: str, position: int, end: int, currency: str | None, found: list[Amount]) -> str | None:
        """Add a number of millions without a currency to the sums: "$24 billion, against 20 billion a year earlier".

        Returns the currency that the next such number may take; None behind millions of something else.
        """
        match = self._plain.match(text, position, end)
        if match is None or not match["scale"] or text[position - 1 : position].isalnum():
            return currency
        if currency is None or not self._alone.match(text, match.end(), end):
            return None
        group = match.groupdict()
        value = self._value(text, 0, position, group, self._factor(group))
        found.append(Amount(position, match.end(), value, currency, None))
        return currency

    def _is_range(self, match: re.Match[str], with_symbol: bool) -> bool:
        """A year before a sum ("in 2019 – 5 billion dollars") and a whole sum before another one are no lower ends."""
        if match["scale1"] and match["joiner"].lower() not in _DASHES:
            return False
        low, high = self._number(match["value"]), self._number(match["high"])
        year = not with_symbol and not match["scale1"] and 1900 <= low <= 2100
        sums = match["currency"] or match["percent"] or match["sum"] or with_symbol
        return bool(sums) and not year and (low < high or match["scale1"] is not None)

    def _money(self, group: dict[str, str | None], head: re.Match[str] | None) -> str | None:
        if word := (group["currency"] or "").lower():
            return self._currency[word] if group["scale"] or word not in self._scaled else None
        if group["sum"]:
            return self._sums[group["sum"].lower()][0]
        return self._symbols[head["symbol"]] if head and not group["percent"] else None

    def _factor(self, group: dict[str, str | None]) -> float:
        factor = self._scale[group["scale"].lower()] if group["scale"] else 1.0
        return factor * (self._sums[group["sum"].lower()][1] if group["sum"] else 1.0)

    def _value(self, text: str, start: int, position: int, group: dict[str, str | None], factor: float) -> float:
        value = self._number(group["value"] or "0")
        kilo = self._kilo.search(text, max(start, position - _KILO_REACH), position)
        if kilo is not None:  # "mil 500 millones", "20 mil 500 mdd", "ocho mil 970 millones"
            spelled = self._numbers[kilo["spelled"].lower()] if kilo["spelled"] else 1
            value += _THOUSAND * (int(kilo["thousands"]) if kilo["thousands"] else spelled)
        if not group["rest"] or not group["scale2"]:
            return _rounded(value * factor)
        more, scale = self._number(group["rest"]), self._scale[group["scale2"].lower()]
        # "3 mil 200 millones" are 3,200 millions; "21 billion 100 million" are 21.1 billions.
        return _rounded((value * factor + more) * scale if factor < scale else value * factor + more * scale)

    def _number(self, digits: str) -> float:
        return number(digits, comma_decimal=self._comma, comma_thousands=self._comma_thousands)

    def _words(self, text: str, start: int, end: int) -> Iterator[Amount]:
        small = text[start:end].lower()
        if not any(word in small for word in self._spelled_scales):
            return
        for match in self._spelled.finditer(text, start, end):
            group = match.groupdict()
            currency = self._money(group, None)
            if currency is None and not group["percent"]:
                continue
            value = self._bare[group["bare"].lower()] if group["bare"] else self._numbers[group["word"].lower()]
            value *= self._factor(group)
            yield Amount(match.start(), match.end(), _rounded(value), currency, None if currency else "percent")


def _rounded(value: float) -> float:
    """Without the noise of binary fractions: no text gives a sum with more than ten digits."""
    return float(f"{value:.10g}")


def _overlaps(amount: Amount, others: list[Amount]) -> bool:
    return any(amount.start < other.end and other.start < amount.end for other in others)


def _any(words: Iterable[str]) -> str:
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "|".join(re.escape(word) for word in ordered) or r"(?!)"
