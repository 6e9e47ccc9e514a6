"""Where an office ends, and which country or body it belongs to."""

from __future__ import annotations

import re

from streams.extract.names import Names
from streams.extract.units import Unit, Words

_BODY_PARTS = frozenset({"cap", "low", "bodynoun", "office-portfolio", "office-rank"})
_LONGEST_BODY, _MOST_COMMON = 12, 3
"""Units of a body's name between an office and its country, and how many of them may be words in lower case."""
_GENITIVE = ("'s", "’s", "'", "’")
_GENITIVE_WORD = re.compile(r"[а-яё]{3,}(?:[ое]го|[оеё]й|[ыи]х|(?<!л)а|ия|ов|ев|ии|ств)")
"""A Russian word in lower case whose ending may be a genitive's, none of a verb in the past ("заявила")."""
_MOST_COMMON_GENITIVES = 3


class Offices:
    """Reads what stands around the word for an office, in one language."""

    def __init__(self, words: Words, names: Names) -> None:
        self._words = words
        self._names = names

    def is_link(self, text: str) -> bool:
        """Whether the word or mark joins items of a list."""
        return text == "," or self._words.has("and", text)

    def past_body(self, row: list[Unit], k: int) -> int:
        """Where the office stands in "Polish National Security Bureau Chief Pawel Roe" from "National" on; else k.

        A name has to follow, so that "Russian Gazprom president" does not speak for Russia.
        """
        j = k
        while j < min(k + _LONGEST_BODY, len(row)) and not self.is_head(row[j]) and self._in_body(row[j]):
            j += 1
        body = any(u.kind == "bodynoun" or self._words.has("institution", u.text) for u in row[k:j])
        found = body and j < len(row) and self.is_head(row[j]) and self._names.name_end(row, j + 1) > j + 1
        return j if found else k

    def is_head(self, unit: Unit) -> bool:
        """Whether an office may end with the unit: a president, a minister, the "Chief" or "Chairman" of a body."""
        return unit.kind in ("office-head", "office-ministry") or (
            unit.text[:1].isupper() and self._words.has("heading", unit.text.lower())
        )

    @staticmethod
    def _in_body(unit: Unit) -> bool:
        """Whether the unit may be part of a body's name."""
        return unit.kind in ("cap", "office-portfolio", "office-rank", "bodynoun")

    def joins(self, row: list[Unit], k: int, first: int) -> bool:
        """An "and", comma or hyphen between parts of an office ("foreign and defence minister")."""
        return (
            k > first
            and k + 1 < len(row)
            and (row[k].text in ("-", "/") or self._words.has("and", row[k].text))
            and row[k + 1].kind in ("office-portfolio", "office-ministry", "office-rank")
            and row[k - 1].kind in ("office-portfolio", "office-rank")
        )

    def tail(self, row: list[Unit], k: int) -> int:
        """Where "of Foreign Affairs and Trade" behind a minister ends; 0 where there is no such tail."""
        if not self._words.of("of"):
            return self._genitive_body(row, k)
        if k >= len(row) or not (
            row[k].text in ("of", "for", "de", "del", "para") or row[k].kind == "office-portfolio"
        ):
            return 0
        j = k if row[k].kind == "office-portfolio" else k + 1
        if j < len(row) and row[j].text.lower() in ("the", "la", "los", "las", "el"):
            j += 1
        first, last = j, 0
        while j < len(row) and j - first < 12:
            if row[j].kind == "adjective" and self.of_body(row, j)[0]:
                break
            if row[j].kind == "office-portfolio":
                last = j + 1
            elif row[j].kind in ("cap", "adjective") and last == 0 and j - first < 6 and not self.starts_name(row, j):
                pass
            elif not (row[j].text in (",", "&", "of", "for", "de", "la") or self._words.has("and", row[j].text)):
                break
            j += 1
        return last

    def _genitive_body(self, row: list[Unit], k: int) -> int:
        """Where the body or portfolio behind a Russian office ends: "секретарь Совета безопасности"; 0 without one."""
        j = k
        while j < len(row) and (
            row[j].kind == "office-portfolio"
            or self._words.has("institution", row[j].text)
            or (j > k and self._words.has("and", row[j].text))
        ):
            j += 1
        last = j
        while last < min(j + _MOST_COMMON_GENITIVES, len(row)) and _GENITIVE_WORD.fullmatch(row[last].text):
            last += 1
        if last < len(row) and row[last].kind in ("country", "org"):  # "президент переходного периода Сирии"
            return last
        return j if j > k else 0

    @staticmethod
    def starts_name(row: list[Unit], j: int) -> bool:
        """Whether the lexicon knows unit j as a name of a person."""
        return row[j].kind in ("person", "family")

    def accredited(self, row: list[Unit], head: int, k: int) -> int:
        """Passes over "to Mexico" behind an ambassador: the country where, not the country whose."""
        if not self._words.has("accredited", row[head].text.lower()) or k + 1 >= len(row):
            return k
        j = k + 2 if row[k + 1].text == "the" else k + 1
        to_country = self._words.has("accreditation", row[k].text.lower()) and j < len(row)
        return j + 1 if to_country and row[j].kind in ("country", "org") else k

    @staticmethod
    def country_follows(row: list[Unit], k: int) -> bool:
        """Whether the country follows the office directly: "presidente ruso", "президент России"."""
        if k >= len(row) or row[k].kind not in ("country", "adjective", "org"):
            return False
        return k + 1 >= len(row) or row[k + 1].text not in ("-", "–")

    def of_country(self, row: list[Unit], k: int, *, several: bool = False) -> tuple[tuple[str, ...], int]:
        """Codes of "of (the) X (and Y)" from unit k, and where it ends; of `several` also "X, the Y and the Z"."""
        j = k
        if j < len(row) and row[j].text == "," and j + 1 < len(row) and self._words.has("of", row[j + 1].text.lower()):
            j += 1
        if j < len(row) and (
            self._words.has("of", row[j].text.lower()) or row[j].text == "for" or (several and row[j].text == "from")
        ):
            j += 1
        elif j < len(row) and row[j].kind in ("country", "org") and not self._words.has("of", ""):
            # Russian genitive: "президент России".
            pass
        else:
            return (), k
        if j < len(row) and row[j].text.lower() in ("the", "la", "el", "los", "las"):
            j += 1
        j = self._skip_bodies(row, j)
        if j < len(row) and row[j].kind == "adjective" and self._words.of("of"):
            codes, end = self.of_body(row, j)
            return (codes, end) if codes else ((), k)
        if j >= len(row) or row[j].kind not in ("country", "org", "body", "seat", "city"):
            return (), k
        codes = row[j].codes() or city_code(row[j])
        j += 1
        if j < len(row) and row[j].text in _GENITIVE:
            return codes, max(j, self.of_body(row, j)[1])  # "head of the UN's nuclear watchdog"
        while (at := self._another_country(row, j, several=several)) > j:
            codes += row[at].codes()
            j = at + 1
        return codes, j

    def _skip_bodies(self, row: list[Unit], k: int) -> int:
        """Where the country stands in "of the Central Committee of the Communist Party of X" from unit k; else k."""
        common = 0
        for j in range(k, min(k + _LONGEST_BODY, len(row) - 1)):
            unit = row[j]
            if unit.text == "the" or (j > k and self._words.has("and", unit.text)):
                continue
            if j > k and self._words.has("of", unit.text.lower()):
                after = j + 2 if row[j + 1].text.lower() in ("the", "la", "el") and j + 2 < len(row) else j + 1
                if row[after].kind in ("country", "org"):
                    return after
                continue
            common += unit.kind == "low"
            if unit.kind not in _BODY_PARTS or common > _MOST_COMMON:
                return k
        return k

    def of_body(self, row: list[Unit], k: int) -> tuple[tuple[str, ...], int]:
        """Codes of the adjective at unit k that belongs to a body, "Greek parliament", and where the body ends."""
        last = k
        common = 0
        for j in range(k + 1, min(k + _LONGEST_BODY, len(row))):
            common += row[j].kind == "low"
            if row[j].kind == "bodynoun" or self._words.has("institution", row[j].text):
                last = j + 1
            elif row[j].kind not in ("cap", "low", "office-portfolio") or common > 1:
                break
        return (row[k].codes(), last) if last > k else ((), k)

    def _another_country(self, row: list[Unit], j: int, *, several: bool) -> int:
        """Where Y stands in ", Y" or "and Y" at unit j that goes on a list of countries of one office; else j."""
        if j >= len(row) or not self.is_link(row[j].text):
            return j
        at = j + 1
        if several:
            while at < len(row) and (self._words.has("and", row[at].text) or row[at].text == "the"):
                at += 1
        named = at < len(row) and row[at].kind in ("country", "org")
        return at if named and (at + 1 >= len(row) or row[at + 1].text not in _GENITIVE) else j


def city_code(unit: Unit) -> tuple[str, ...]:
    """The country of a city, none for other units."""
    return next((e.codes for e in unit.hit.entries if e.city), ()) if unit.hit else ()


def skip_genitive(row: list[Unit], k: int) -> int:
    """The unit behind a possessive ending at unit k; k where there is none."""
    if k < len(row) and row[k].text in ("'", "’") and k + 1 < len(row) and row[k + 1].text == "s":
        return k + 2
    return k + 1 if k < len(row) and row[k].text in _GENITIVE else k
