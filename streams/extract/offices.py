"""Where an office ends, and which country or body it belongs to."""

from __future__ import annotations

import re

from streams.extract.mention import Mention
from streams.extract.names import Names
from streams.extract.russian import is_oblique
from streams.extract.units import Row, Words

HEADS = ("office-head", "office-ministry")
"""Kinds of units that an office may end with."""
PARTS = ("office-rank", "office-portfolio")
"""Kinds of units that may stand before its end."""
UNITS = (*PARTS, *HEADS)
"""Kinds of units of which an office is made."""
_NAME_OF_BODY = frozenset({"cap", "office-portfolio", "office-rank", "bodynoun"})
_HYPHENED = _NAME_OF_BODY | {"punct"}
_LONG_TASK = 6  # units of what an office is for, behind which no new word is taken
_BODY_PARTS = frozenset({"cap", "low", "bodynoun", "office-portfolio", "office-rank"})
_LONGEST_BODY, _MOST_COMMON = 12, 3
"""Units of a body's name between an office and its country, and how many of them may be words in lower case."""
_LONGEST_GLOSS = 7
"""Units of an explanation in brackets behind an office."""
_COMMON_NAMING = 2
"""Words in lower case before the noun of a body: "Britain's main opposition Labour Party"."""
_GENITIVE = ("'s", "’s", "'", "’")
_GENITIVE_WORD = re.compile(r"[а-яё]{3,}(?:[ое]го|[оеё]й|[ыи]х|(?<!л)а|ия|ов|ев|ии|ств)")
"""A Russian word in lower case whose ending may be a genitive's, none of a verb in the past ("заявила")."""
_MOST_COMMON_GENITIVES = 3
_BETWEEN_COUNTRIES = ("the", "de", "del", "la")
"""What may stand between "and" and the next country of an office: "los presidentes de Argelia y de Malí"."""


class Offices:
    """Reads what stands around the word for an office, in one language."""

    def __init__(self, words: Words, names: Names) -> None:
        self._words = words
        self._names = names
        self._and = words.of("and")
        self._of = words.of("of")
        self._heading = words.of("heading")
        self._institution = words.of("institution")
        self._advisers = words.of("adviser")
        self._tasks = words.of("task-name")
        self._behind = words.of("rank-behind")

    def is_link(self, text: str) -> bool:
        """Whether the word or mark joins items of a list."""
        return text == "," or text in self._and

    def past_body(self, row: Row, k: int) -> int:
        """Where the office stands in "Polish National Security Bureau Chief Pawel Roe" from "National" on; else k.

        A name has to follow, so that "Russian Gazprom president" does not speak for Russia.
        """
        j = k
        while j - k < _LONGEST_BODY and row.kinds[j] in _NAME_OF_BODY and not self.is_head(row, j):
            j += 1
        body = "bodynoun" in row.kinds[k:j] or not self._institution.isdisjoint(row.texts[k:j])
        if not body or not self.is_head(row, j):
            return k
        besides = row.texts[j + 1] in self._and and row.texts[j + 2][:1].isupper()  # "Member and Director of Y Roe"
        return j if besides or self._names.name_end(row, j + 1) > j + 1 else k

    def is_head(self, row: Row, k: int) -> bool:
        """Whether an office may end with unit k: a president, a minister, the "Chief" or "Chairman" of a body."""
        return row.kinds[k] in HEADS or (row.texts[k][:1].isupper() and row.texts[k].lower() in self._heading)

    def past_rank(self, row: Row, k: int) -> int:
        """Passes over "electo" or "en funciones" behind an office, "Islámica" behind that of a republic."""
        if row.texts[k] == "en" and row.texts[k + 1] == "funciones":
            return k + 2
        return k + 1 if row.texts[k] in self._behind else k

    def is_alone(self, row: Row, k: int) -> bool:
        """Whether the part of an office at unit k stands alone: "trade" and "new" are no office without a head."""
        return not (row.kinds[k + 1] in PARTS or self.is_head(row, k + 1) or self.joins(row, k + 1))

    def joins(self, row: Row, k: int) -> bool:
        """An "and", comma or hyphen between parts of an office ("foreign and defence minister")."""
        return (
            (row.texts[k] in ("-", "/") or row.texts[k] in self._and)
            and (row.kinds[k + 1] in PARTS or row.kinds[k + 1] == "office-ministry")
            and row.kinds[k - 1] in PARTS
        )

    def tail(self, row: Row, k: int) -> int:
        """Where "of Foreign Affairs and Trade" behind a minister ends; 0 where there is no such tail."""
        if not self._of:
            return self._genitive_body(row, k)
        if row.kinds[k] != "office-portfolio" and row.texts[k] not in ("of", "for", "de", "del", "para"):
            return 0
        j = k if row.kinds[k] == "office-portfolio" else k + 1
        if row.texts[j].lower() in ("the", "la", "los", "las", "el"):
            j += 1
        begin = first = j
        last, fresh = 0, True  # whether nothing is told yet of what it is for
        while j - first < 12:
            kind, text = row.kinds[j], row.texts[j]
            if kind == "adjective" and self.of_body(row, j)[0]:
                break
            if kind == "office-portfolio" or text in self._tasks:
                last, fresh = j + 1, False
            elif (
                (kind in ("cap", "adjective") or _is_hyphenated(row, j))
                and j - first < _LONG_TASK
                and (fresh or self._leads_to_task(row, j))
            ):
                pass
            elif text not in (",", "&", "of", "for", "de", "la") and text not in self._and:
                if text != "the" or row.texts[j + 1] not in self._tasks:
                    break
            elif text == "for" and first == begin:
                first, fresh = j + 1, True  # "of State for Near Eastern Affairs"
            j += 1
        if last and row.texts[last] == "(" and row.texts[last + 1].isupper() and row.texts[last + 2] == ")":
            last += 3  # "for Consular Affairs (CA)"
        return last

    def _leads_to_task(self, row: Row, j: int) -> bool:
        """Whether the capitalised word at unit j, or it and the next one, stands before what an office is for."""
        if _is_hyphenated(row, j):
            return True
        after = j + 2 if row.texts[j + 1] in self._and else j + 1
        if row.kinds[after] in ("cap", "adjective") and row.texts[after] not in self._tasks:
            after += 1
        return row.texts[after] in self._tasks or row.kinds[after] == "office-portfolio"

    def _genitive_body(self, row: Row, k: int) -> int:
        """Where the body or portfolio behind a Russian office ends: "секретарь Совета безопасности"; 0 without one."""
        j = k
        while (
            row.kinds[j] in ("office-portfolio", "bodynoun")
            or (row.kinds[j] in HEADS and is_oblique(row.texts[j].lower()))  # "спецпосланник президента США"
            or row.texts[j] in self._institution
            or (j > k and self.is_link(row.texts[j]) and row.kinds[j + 1] == "office-portfolio")
            or (j > k and row.texts[j] in self._and)
        ):
            j += 1
        last = j
        while last - j < _MOST_COMMON_GENITIVES and _GENITIVE_WORD.fullmatch(row.texts[last]):
            last += 1
        if row.kinds[last] in ("country", "org"):  # "президент переходного периода Сирии"
            return last
        return j if j > k else 0

    def accredited(self, row: Row, head: int, k: int) -> int:
        """Passes over "to Mexico" behind an ambassador: the country where, not the country whose."""
        if not self._words.has("accredited", row.texts[head].lower()):
            return k
        if not self._words.has("accreditation", row.texts[k].lower()):
            return k
        j = k + 2 if row.texts[k + 1] == "the" else k + 1
        return j + 1 if row.kinds[j] in ("country", "org") else k

    def tasked(self, row: Row, head: int, k: int) -> int:
        """Passes over "for the DPRK (DPRK)" or "for Afghanistan Reconciliation" behind an envoy: no country of his."""
        if row.texts[k] not in ("for", "on") or not self._words.has("tasked", row.texts[head].lower()):
            return k
        j = k + 2 if row.texts[k + 1] == "the" else k + 1
        if row.kinds[j] != "country":
            return k
        j += 1
        if row.texts[j] == "(" and row.texts[j + 2] == ")":
            j += 3
        return j + 1 if self._words.has("task", row.texts[j].lower()) else j

    @staticmethod
    def skip_alias(row: Row, k: int, codes: tuple[str, ...]) -> int:
        """Passes over "(ROK)" between a country and an office of it."""
        if row.texts[k] != "(" or row.texts[k + 2] != ")" or row.codes(k + 1) != codes:
            return k
        return k + 3 if row.kinds[k + 3] in UNITS else k

    @staticmethod
    def past_gloss(row: Row, k: int) -> int:
        """Passes over "(Irish Prime Minister)" at unit k, which tells readers what an office is; else k."""
        if row.texts[k] != "(" or row.kinds[k + 1] not in ("adjective", "country"):
            return k
        for j in range(k + 2, min(k + _LONGEST_GLOSS, row.size)):
            if row.texts[j] == ")":
                return j + 1 if row.kinds[j - 1] in HEADS and row.kinds[j + 1] in ("cap", "person", "family") else k
        return k

    @staticmethod
    def country_follows(row: Row, k: int) -> bool:
        """Whether the country follows the office directly: "presidente ruso", "президент России"."""
        return row.kinds[k] in ("country", "adjective", "org") and row.texts[k + 1] not in ("-", "–")

    def of_country(self, row: Row, k: int, *, several: bool = False) -> tuple[tuple[str, ...], int]:
        """Codes of "of (the) X (and Y)" from unit k, and where it ends; of `several` also "X, the Y and the Z"."""
        j = k
        if row.texts[j] == "," and row.texts[j + 1].lower() in self._of:
            j += 1
        before = row.texts[j]
        advises = before == "to" and row.texts[k - 1].lower() in self._advisers
        if before.lower() in self._of or before == "for" or (several and before == "from") or advises:
            j += 1
        elif row.kinds[j] not in ("country", "org") and (self._of or row.kinds[j] != "body"):
            # No Russian genitive either: "президент России", "председатель Госдумы".
            return (), k
        if row.texts[j].lower() in ("the", "la", "el", "los", "las"):
            j += 1
        j = self._skip_bodies(row, j)
        kind = row.kinds[j]
        if kind == "adjective" and self._of:
            codes, end = self.of_body(row, j)
            return (codes, end) if codes else self._of_holder(row, j, k)
        if kind not in ("country", "org", "body", "seat", "city"):
            return (), k
        codes = row.codes(j) or city_code(row, j)
        j += 1
        if row.texts[j] in _GENITIVE or row.kinds[j] == "bodynoun":  # "head of the UN's nuclear watchdog"
            return codes, max(j, self.of_body(row, j if row.texts[j] in _GENITIVE else j - 1)[1])
        while (at := self._another_country(row, j, several=several)) > j:
            codes += row.codes(at)
            j = at + 1
        return codes, j

    def _of_holder(self, row: Row, j: int, k: int) -> tuple[tuple[str, ...], int]:
        """Codes and end of "the French president" or "French President X", whose envoy or adviser it is; else (), k."""
        if row.kinds[j + 1] != "office-head":
            return (), k
        return row.codes(j), self._names.name_end(row, j + 2)

    def further(self, row: Row, codes: tuple[str, ...], end: int) -> tuple[tuple[str, ...], int]:
        """Codes and end of the adjectives that go on from one behind a noun: "los cancilleres francés y alemán"."""
        while self.is_link(row.texts[end]) and row.kinds[end + 1] == "adjective":
            codes, end = codes + row.codes(end + 1), end + 2
        return codes, end

    def of_body_follows(self, row: Row, k: int) -> bool:
        """Whether "of the Russian Security Council" stands at unit k: the body of a state."""
        codes, end = self.of_country(row, k)
        return bool(codes) and (row.kinds[end - 1] == "bodynoun" or row.texts[end - 1] in self._institution)

    def of_his_country(self, row: Row, end: int, mention: Mention) -> int:
        """Reads "of Italy" behind a name that ends before unit `end`, where it does not tell another country."""
        codes, last = self.of_country(row, end)
        if last == end or (mention.codes and (codes != mention.codes or not self._of)):
            return end
        mention.codes, mention.end = codes, row.ends[last - 1]
        return last

    def _skip_bodies(self, row: Row, k: int) -> int:
        """Where the country stands in "of the Central Committee of the Communist Party of X" from unit k; else k."""
        common = 0
        for j in range(k, min(k + _LONGEST_BODY, row.size - 1)):
            kind, text = row.kinds[j], row.texts[j]
            if text == "the" or (j > k and text in self._and):
                continue
            if j > k and text.lower() in self._of:
                after = j + 2 if row.texts[j + 1].lower() in ("the", "la", "el") and j + 2 < row.size else j + 1
                if row.kinds[after] in ("country", "org"):
                    return after
                continue
            common += kind == "low"
            if kind not in _BODY_PARTS or common > _MOST_COMMON:
                return k
        return k

    def of_body(self, row: Row, k: int) -> tuple[tuple[str, ...], int]:
        """Codes of the adjective at unit k that belongs to a body, "Greek parliament", and where the body ends."""
        last = k
        common = 0
        for j in range(k + 1, min(k + _LONGEST_BODY, row.size)):
            kind = row.kinds[j]
            common += kind == "low"
            if kind in ("bodynoun", "body") or row.texts[j] in self._institution:
                last = j + 1
            elif kind not in ("cap", "low", "office-portfolio", "office-rank") or common > _COMMON_NAMING:
                break
        return (row.codes(k), last) if last > k else ((), k)

    def _another_country(self, row: Row, j: int, *, several: bool) -> int:
        """Where Y stands in ", Y" or "and Y" at unit j that goes on a list of countries of one office; else j."""
        if not self.is_link(row.texts[j]):
            return j
        at = j + 1
        if several:
            while row.texts[at] in self._and or row.texts[at] in _BETWEEN_COUNTRIES:
                at += 1
        own = row.texts[at + 1] in _GENITIVE or row.kinds[at + 1] in UNITS  # "president of X and UN envoy Y"
        return at if row.kinds[at] in ("country", "org") and not own else j


def city_code(row: Row, k: int) -> tuple[str, ...]:
    """The country of the city at unit k, none for other units."""
    hit = row.hits.get(k)
    return (hit.meaning.city.country,) if hit is not None and hit.meaning.city else ()


def skip_genitive(row: Row, k: int) -> int:
    """The unit behind a possessive ending at unit k; k where there is none."""
    if row.texts[k] in ("'", "’") and row.texts[k + 1] == "s":
        return k + 2
    return k + 1 if row.texts[k] in _GENITIVE else k


def _is_hyphenated(row: Row, j: int) -> bool:
    """Whether unit j is the hyphen of "Political-Military Affairs" or what stands behind it."""
    return "-" in (row.texts[j], row.texts[j - 1]) and row.kinds[j - 1] in _HYPHENED
