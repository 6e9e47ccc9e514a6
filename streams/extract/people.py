"""Composes names, offices and countries that stand together into persons and bodies.

A sentence is taken as a row of units: lexicon hits, and tokens between them. The grammar is one for all
languages: [country] [rank]* [portfolio]* office [of country] [,] name [of country], or name, [the] office.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from streams.extract.holders import Holders, former_state
from streams.extract.mention import Mention
from streams.extract.surfaces import City
from streams.extract.units import ACTOR_KINDS, Unit, Words

_PLAIN = frozenset({"low", "num", "punct"})
_NAME_TITLES = ("King", "Prince", "Queen", "Princess", "Sultan", "Sheikh", "Sheik")
_PATRONYMIC = ("bin", "bint", "ibn", "ben")
_GENITIVE = ("'s", "’s", "'", "’")


class Composer:
    """Reads the row of units of a sentence from left to right into mentions."""

    def __init__(self, holders: Holders, words: Words, capitals: Mapping[str, City]) -> None:
        self._capitals = capitals
        self._holders = holders
        self._words = words

    def compose(self, row: list[Unit], day: date | None) -> list[Mention]:
        """The mentions of a sentence; `day` is the publication date, by which office-holders are told apart."""
        mentions: list[Mention] = []
        i = 0
        while i < len(row):
            kind = row[i].kind
            if kind in _PLAIN and not (kind == "low" and self._words.has("honorific", row[i].text)):
                i += 1
                continue
            mention, j = None, i
            if kind == "adjective":
                mention, j = self._shared(row, i)
            elif kind == "group":
                mention, j = self._members(row, i)
            if mention is None:
                mention, j = self._person(row, i, day)
            if mention is None:
                mention, j = self._actor(row, i)
            if mention is None:
                i += 1
            else:
                if day is not None and mention.kind in ("city", "body"):
                    mention.codes = tuple(former_state(code, day) for code in mention.codes)
                mentions.append(mention)
                i = j
        return mentions

    def _shared(self, row: list[Unit], i: int) -> tuple[Mention | None, int]:
        """ "The Armenian and Azerbaijani foreign ministers": adjectives that share a plural office or body."""
        codes, j = row[i].codes(), i + 1
        while j + 1 < len(row) and row[j + 1].kind == "adjective" and self._is_link(row[j].text):
            codes, j = codes + row[j + 1].codes(), j + 2
        if j == i + 1:
            return None, i
        while j < len(row) and row[j].kind in ("office-rank", "office-portfolio"):
            j += 1
        if j >= len(row) or row[j].kind not in ("office-head", "office-ministry", "bodynoun"):
            return None, i
        if not row[j].text.lower().endswith(("s", "ы", "и")):
            return None, i
        office = _span_text(row, j, j + 1)
        return Mention(
            row[i].start, row[j].end, "person", codes, role=office, office=office.lower(), plural=True
        ), j + 1

    def _is_link(self, text: str) -> bool:
        return text == "," or self._words.has("and", text)

    def _members(self, row: list[Unit], i: int) -> tuple[Mention | None, int]:
        """ "The leaders of France, Germany and Britain"."""
        codes, j = self._of_country(row, i + 1)
        if not codes:
            return None, i
        return Mention(row[i].start, row[j - 1].end, "person", codes, office=row[i].text.lower(), plural=True), j

    # -- persons ---------------------------------------------------------------------------------------------

    def _person(self, row: list[Unit], i: int, day: date | None) -> tuple[Mention | None, int]:
        unit = row[i]
        codes: tuple[str, ...] = ()
        j = i
        if unit.kind in ACTOR_KINDS or unit.kind == "city":
            codes = unit.codes() or self._capital(unit)
            j = self._skip_genitive(row, i + 1)
            if not codes or (j < len(row) and row[j].text in ("-", "–")):
                return None, i
            if j == i + 1 and unit.kind != "adjective" and i and self._words.has("locative", row[i - 1].text.lower()):
                # "in Kazakhstan President Putin said": the place is not the president's country.
                return None, i
        former = False
        k = j
        while k < len(row) and (row[k].kind in ("office-rank", "office-portfolio") or self._joins(row, k, j)):
            former = former or row[k].text.lower() in ("former", "ex", "then", "late")
            k += 1
        if k < len(row) and row[k].kind in ("office-head", "office-ministry"):
            bare = row[k].kind == "office-ministry" and k == j and not self._tail(row, k + 1)
            if bare and not (codes and unit.kind == "adjective") and self._name_end(row, k + 1) == k + 1:
                return None, i
            return self._office(row, i, j, k, codes, former, day)
        if j == i:
            return self._named(row, i, day)
        return self._countryman(row, i, j, codes, day)

    def _countryman(
        self, row: list[Unit], i: int, j: int, codes: tuple[str, ...], day: date | None
    ) -> tuple[Mention | None, int]:
        """ "Britain's Margaret Thatcher": a country's possessive and the name of one of its people at unit j."""
        if j <= i + 1 or j >= len(row):
            return None, i
        mention, end = self._named(row, j, day)
        if mention is None or mention.codes != codes:
            return None, i
        mention.start = row[i].start
        return mention, end

    def _joins(self, row: list[Unit], k: int, first: int) -> bool:
        """An "and", comma or hyphen between parts of an office ("foreign and defence minister")."""
        return (
            k > first
            and k + 1 < len(row)
            and (row[k].text in ("-", "/") or self._words.has("and", row[k].text))
            and row[k + 1].kind in ("office-portfolio", "office-ministry", "office-rank")
            and row[k - 1].kind in ("office-portfolio", "office-rank")
        )

    def _tail(self, row: list[Unit], k: int) -> int:
        """Where "of Foreign Affairs and Trade" behind a minister ends; 0 where there is no such tail."""
        if k >= len(row) or not (
            row[k].text in ("of", "for", "de", "del", "para") or row[k].kind == "office-portfolio"
        ):
            return 0
        j = k if row[k].kind == "office-portfolio" else k + 1
        if j < len(row) and row[j].text.lower() in ("the", "la", "los", "las", "el"):
            j += 1
        first, last = j, 0
        while j < len(row) and j - first < 12:
            if row[j].kind == "office-portfolio":
                last = j + 1
            elif row[j].kind in ("cap", "adjective") and last == 0 and j - first < 6 and not self._starts_name(row, j):
                pass
            elif not (row[j].text in (",", "&", "of", "for", "de", "la") or self._words.has("and", row[j].text)):
                break
            j += 1
        return last

    def _starts_name(self, row: list[Unit], j: int) -> bool:
        return row[j].kind in ("person", "family")

    def _office(
        self, row: list[Unit], i: int, first: int, head: int, codes: tuple[str, ...], former: bool, day: date | None
    ) -> tuple[Mention | None, int]:
        end = max(self._tail(row, head + 1), head + 1)
        last = end
        if not codes:
            codes, last = self._of_country(row, end)
        if not codes and self._country_follows(row, last):
            codes, last = row[last].codes(), last + 1
        last = self._accredited(row, head, last)
        name_start = last
        if name_start < len(row) and row[name_start].text == "," and self._is_apposition(row, name_start + 1):
            name_start += 1
        name_start = self._after_honorifics(row, name_start)
        name_end = self._name_end(row, name_start)
        office = " ".join(u.text for u in row[first:end] if u.kind != "office-rank" or u.text.lower() not in ("new",))
        plural = row[head].text.lower().endswith("s") and row[head].text.lower() not in ("secretary of commerce",)
        mention = Mention(
            row[i].start,
            row[last - 1].end,
            "person",
            codes,
            role="",
            office=office.lower(),
            plural=plural,
            former=former,
        )
        mention.role = _span_text(row, first, end)
        if name_end > name_start:
            mention.name, mention.name_span = _name_text(row, name_start, name_end)
            mention.end = row[name_end - 1].end
            mention.plural = False
            self._identify(mention, row, name_start, name_end, day)
            last = name_end
            if not mention.codes:
                mention.codes, last = self._of_country(row, name_end)
                mention.end = row[last - 1].end
        if (
            not mention.codes
            and not mention.name
            and row[head].text.lower() in ("leader", "leaders", "general", "speaker")
        ):
            return None, i
        return mention, max(last, name_end)

    def _accredited(self, row: list[Unit], head: int, k: int) -> int:
        """Passes over "to Mexico" behind an ambassador: the country where, not the country whose."""
        if not self._words.has("accredited", row[head].text.lower()) or k + 1 >= len(row):
            return k
        j = k + 2 if row[k + 1].text == "the" else k + 1
        to_country = self._words.has("accreditation", row[k].text.lower()) and j < len(row)
        return j + 1 if to_country and row[j].kind in ("country", "org") else k

    @staticmethod
    def _country_follows(row: list[Unit], k: int) -> bool:
        """Whether the country follows the office directly: "presidente ruso", "президент России"."""
        if k >= len(row) or row[k].kind not in ("country", "adjective", "org"):
            return False
        return k + 1 >= len(row) or row[k + 1].text not in ("-", "–")

    def _of_country(self, row: list[Unit], k: int) -> tuple[tuple[str, ...], int]:
        """Codes of "of (the) X (and Y)" from unit k, and where it ends."""
        j = k
        if j < len(row) and row[j].text == "," and j + 1 < len(row) and self._words.has("of", row[j + 1].text.lower()):
            j += 1
        if j < len(row) and (self._words.has("of", row[j].text.lower()) or row[j].text == "for"):
            j += 1
        elif j < len(row) and row[j].kind in ("country", "org") and not self._words.has("of", ""):
            # Russian genitive: "президент России".
            pass
        else:
            return (), k
        if j < len(row) and row[j].text.lower() in ("the", "la", "el", "los", "las"):
            j += 1
        j = self._skip_bodies(row, j)
        if j >= len(row) or row[j].kind not in ("country", "org", "body", "seat", "city"):
            return (), k
        codes = row[j].codes() or self._city_code(row[j])
        j += 1
        while self._another_country(row, j):
            codes += row[j + 1].codes()
            j += 2
        return codes, j

    def _skip_bodies(self, row: list[Unit], k: int) -> int:
        """Passes over "National Assembly of" between an office and its country."""
        for j in range(k, min(k + 5, len(row) - 1)):
            if self._words.has("of", row[j].text.lower()) and j > k:
                after = j + 2 if row[j + 1].text.lower() in ("the", "la", "el") and j + 2 < len(row) else j + 1
                return after if row[after].kind in ("country", "org") else k
            if row[j].kind not in ("cap", "low", "bodynoun", "office-portfolio", "office-rank"):
                return k
        return k

    def _another_country(self, row: list[Unit], j: int) -> bool:
        """Whether ", Y" or "and Y" at unit j goes on a list of countries of one office."""
        return (
            j + 1 < len(row)
            and self._is_link(row[j].text)
            and row[j + 1].kind in ("country", "org")
            and (j + 2 >= len(row) or row[j + 2].text not in _GENITIVE)
        )

    def _is_apposition(self, row: list[Unit], k: int) -> bool:
        """A name between commas behind an office: "his counterpart, Nursultan Nazarbayev,"."""
        k = self._after_honorifics(row, k)
        end = self._name_end(row, k)
        return end > k and (
            end >= len(row) or row[end].kind == "punct" or self._words.has("and", row[end].text) or end - k >= 2
        )

    def _named(self, row: list[Unit], i: int, day: date | None) -> tuple[Mention | None, int]:
        start = self._after_honorifics(row, i)
        honoured = start > i
        end = self._name_end(row, start)
        if end == start:
            return None, i
        known = any(u.kind in ("person", "family") for u in row[start:end])
        if not known and not honoured and end - start < 2:
            return None, i
        name, span = _name_text(row, start, end)
        mention = Mention(row[i].start, row[end - 1].end, "person", name=name, name_span=span)
        self._identify(mention, row, start, end, day, honoured=honoured)
        last = self._apposed_office(row, end, mention)
        if (not known and not mention.codes and not honoured) or (not mention.codes and not mention.role):
            mention.kind = "name"
        return mention, last

    def _after_honorifics(self, row: list[Unit], k: int) -> int:
        while k < len(row) and self._words.has("honorific", row[k].text):
            k += 2 if k + 1 < len(row) and row[k + 1].text == "." else 1
        return k

    def _apposed_office(self, row: list[Unit], end: int, mention: Mention) -> int:
        """Reads ", the Russian foreign minister," behind a name into the mention."""
        k = end
        if k >= len(row) or row[k].text not in (",", "("):
            return end
        k += 1
        while k < len(row) and row[k].text.lower() in ("the", "a", "an", "el", "la", "who", "is"):
            k += 1
        if k >= len(row) or row[k].kind == "cap":
            return end
        office, j = self._person(row, k, None) if row[k].kind not in ("person", "family") else (None, k)
        if office is None or office.name or not office.office:
            return end
        mention.role, mention.office = office.role, office.office
        if office.codes:
            mention.codes = office.codes
        mention.end = row[j - 1].end
        return j

    def _name_end(self, row: list[Unit], k: int) -> int:
        """Where a name that starts at unit k ends; k where none starts."""
        j, last = k, k
        while j < len(row) and j - k < 7:
            unit = row[j]
            if unit.kind in ("person", "family") or (unit.kind == "city" and j > k and row[j - 1].kind == "cap"):
                last = j + 1
            elif unit.kind == "cap":
                if (
                    self._words.has("notname", unit.text)
                    or (self._words.has("honorific", unit.text) and not (j > k and unit.text in _NAME_TITLES))
                    or (len(unit.text) > 3 and unit.text.isupper())
                ):
                    break
                last = j + 1
            elif (
                unit.kind == "office-head" and unit.text in _NAME_TITLES and (j == k or row[j - 1].text in _PATRONYMIC)
            ):
                last = j + 1 if j > k else last
            elif not (unit.text == "." and j > k and len(row[j - 1].text) == 1) and not (
                last > k and self._words.has("particle", unit.text)
            ):
                break
            j += 1
            if j < len(row) and row[j].start > row[j - 1].end + 1:
                break
        return self._suffix(row, last) if last > k else k

    @staticmethod
    def _suffix(row: list[Unit], end: int) -> int:
        """Where a name ends with its "Jr." or "III"."""
        j = end + 1 if end < len(row) and row[end].text == "," else end
        if j < len(row) and row[j].text in ("Jr", "Sr", "II", "III", "IV"):
            return j + 2 if j + 1 < len(row) and row[j + 1].text == "." and row[j].text in ("Jr", "Sr") else j + 1
        return end

    # -- identity --------------------------------------------------------------------------------------------

    def _identify(
        self, mention: Mention, row: list[Unit], start: int, end: int, day: date | None, *, honoured: bool = False
    ) -> None:
        """Finds the person in the table of office-holders; gives country, full name and role where known."""
        for unit in row[start:end]:
            if unit.hit is None:
                continue
            names = [e.name for e in unit.hit.entries if e.kind in ("person", "family") and e.name]
            partial = unit.kind == "family"
            term = self._holders.holder(names, mention.codes, day, strict=partial)
            if term is None:
                continue
            lone = end - start == 1
            if partial and lone and not mention.office and not honoured and self._is_doubtful(unit.text, term.office):
                mention.candidate = (term.country, self._spelled(unit.text, term.name), term.office)
                continue
            if partial and lone and mention.office and not _may_be(mention.office, term.office):
                continue
            if partial and not lone and not _same_person([u.text for u in row[start:end]], unit.text, term.name):
                continue
            if not mention.codes:
                mention.codes = (term.country,)
            if mention.codes != (term.country,):
                continue
            if partial and lone:
                mention.name = self._spelled(unit.text, term.name)
            if not mention.office:
                mention.office = term.office
            return

    def _is_doubtful(self, family: str, office: str) -> bool:
        """A family name too short, too common or of too low an office to name anybody by itself."""
        return len(family) < 4 or self._words.has("ambiguous", family) or office not in _WELL_KNOWN

    @staticmethod
    def _spelled(family: str, name: str) -> str:
        """The full name of the table; the name as it stands where the article is in another script."""
        return name if family.isascii() == name.isascii() or family[0] <= "\u024f" else family

    # -- countries, bodies, peoples --------------------------------------------------------------------------

    def _actor(self, row: list[Unit], i: int) -> tuple[Mention | None, int]:
        unit = row[i]
        if unit.kind == "group":
            return Mention(unit.start, unit.end, "group", plural=True), i + 1
        if unit.kind == "city" and unit.hit:
            city = next(e.city for e in unit.hit.entries if e.city)
            return Mention(unit.start, unit.end, "city", (city.country,), city=city, acts=city.capital), i + 1
        codes = unit.codes()
        if not codes:
            return None, i
        kind = {"seat": "body", "company": "body"}.get(unit.kind, unit.kind)
        j = self._skip_genitive(row, i + 1)
        k = j
        while k < len(row) and row[k].kind in ("office-rank", "office-portfolio") and k - j < 3:
            k += 1
        if k < len(row) and row[k].kind == "bodynoun" and kind in ("adjective", "country", "org"):
            return Mention(unit.start, row[k].end, "body", codes), k + 1
        if kind == "adjective" and self._is_capital(row, j) and codes[0] in self._capitals:
            return Mention(unit.start, row[j].end, "city", codes, city=self._capitals[codes[0]], acts=False), j + 1
        if kind == "adjective" and unit.hit and any(e.kind in ("country", "people") for e in unit.hit.entries):
            # "US", "Kazakhs": the same form names the country or its people.
            kind = "country" if any(e.kind == "country" for e in unit.hit.entries) else "adjective"
        return Mention(unit.start, unit.end, kind, codes), i + 1

    def _is_capital(self, row: list[Unit], k: int) -> bool:
        """ "capital" of "the Kazakh capital", where the city's name does not follow."""
        named = k + 1 < len(row) and row[k + 1].kind == "city"
        return k < len(row) and self._words.has("capital", row[k].text) and not named

    @staticmethod
    def _capital(unit: Unit) -> tuple[str, ...]:
        if unit.hit:
            for entry in unit.hit.entries:
                if entry.city and entry.city.capital:
                    return (entry.city.country,)
        return ()

    @staticmethod
    def _city_code(unit: Unit) -> tuple[str, ...]:
        return next((e.codes for e in unit.hit.entries if e.city), ()) if unit.hit else ()

    @staticmethod
    def _skip_genitive(row: list[Unit], k: int) -> int:
        if k < len(row) and row[k].text in ("'", "’") and k + 1 < len(row) and row[k + 1].text == "s":
            return k + 2
        return k + 1 if k < len(row) and row[k].text in _GENITIVE else k


_WELL_KNOWN = frozenset(
    {"president", "prime minister", "monarch", "chancellor", "supreme leader", "general secretary", "foreign minister"}
)
_HEADS = frozenset({"president", "prime minister", "monarch", "chancellor", "supreme leader", "vice president"})
_MINISTERIAL = ("minister", "secretary", "envoy", "ambassador", "representative", "adviser", "advisor", "coordinator")


def _may_be(office: str, known: str) -> bool:
    """Whether somebody called by `office` may be the holder of `known`: an assistant secretary is no president."""
    return known not in _HEADS or "prime" in office or not office.endswith(_MINISTERIAL)


def _same_person(parts: list[str], family: str, name: str) -> bool:
    """Whether the name that `parts` make is that of the table: same family name, given names that begin alike."""
    known = name.split()
    if len(known) < 2 or len(parts) < 2:
        return False
    if parts[-1] == family:
        return parts[0][:3].lower() == known[0][:3].lower()
    return parts[0] == family == known[0] and parts[1][:3].lower() == known[1][:3].lower()


def _span_text(row: list[Unit], start: int, end: int) -> str:
    return " ".join(unit.text for unit in row[start:end]).replace(" - ", "-").replace(" ,", ",")


def _name_text(row: list[Unit], start: int, end: int) -> tuple[str, tuple[int, int]]:
    text = " ".join(u.text for u in row[start:end]).replace(" .", ".").replace(" ,", ",")
    begin = row[start].start
    for title in ("President ", "Chairman ", "Premier ", "Chancellor ", "Prime Minister ", "Foreign Minister "):
        # The table lists some persons with their title, where the name alone would be ambiguous.
        if text.startswith(title) and len(text) > len(title):
            text, begin = text.removeprefix(title), begin + len(title)
    return text, (begin, row[end - 1].end)
