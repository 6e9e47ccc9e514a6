"""Persons told together: "the leaders of A, B and C", "Presidents X of A and Y of B", "con el ruso X"."""

from __future__ import annotations

from datetime import date

from streams.extract.identity import Identities
from streams.extract.mention import Mention
from streams.extract.names import KINDS, Names, name_text
from streams.extract.offices import HEADS, PARTS, Offices
from streams.extract.plurals import PLURALS
from streams.extract.units import Row, Words

_FULL_NAME = 2
"""Units of a name that is surely one of a person."""
_FELLOW_HEADS = (*HEADS, "bodynoun")
_FELLOW = 4
"""Characters between one holder of an office and the next: ", y "."""


class Fellows:
    """Reads persons whom others beside them help to tell; of one language."""

    def __init__(self, names: Names, offices: Offices, identities: Identities, words: Words) -> None:
        self._names = names
        self._offices = offices
        self._identities = identities
        self._words = words

    def read(self, row: Row, i: int, before: list[Mention], day: date | None) -> tuple[Mention | None, int]:
        """The person or persons told from unit i on, and where that ends; None where nobody is told by others.

        `before` are the mentions to its left, `day` is the publication date.
        """
        kind = row.kinds[i]
        if kind in KINDS:
            listed = self._listed(row, i, before)
            return self._colleague(row, i, listed, day) if listed is not None else (None, i)
        if kind == "adjective":
            mention, j = self._shared(row, i)
            return self._compatriot(row, i, before, day) if mention is None and before else (mention, j)
        if kind == "group":
            return self._members(row, i, day)
        if kind == "country" and i > 1 and before:
            return self._fellow(row, i, before[-1], day)
        return None, i

    def _listed(self, row: Row, i: int, mentions: list[Mention]) -> Mention | None:
        """The person before the name at unit i whose plural office both share: "Presidents X of A and Y of B"."""
        before = mentions[-1] if mentions else None
        if before is None or not before.name or not before.office.endswith(PLURALS) or not i:
            return None
        near = row.starts[i - 1] <= before.end + 2 and self._offices.is_link(row.texts[i - 1])
        return before if near else None

    def _colleague(self, row: Row, i: int, listed: Mention, day: date | None) -> tuple[Mention | None, int]:
        """The name at unit i as a holder of the office that `listed` is named with; its plural becomes singular."""
        end = self._names.name_end(row, i)
        if end == i:
            return None, i
        name, span = name_text(row, i, end)
        mention = Mention(row.starts[i], row.ends[end - 1], "person", name=name, name_span=span, office=listed.office)
        mention.role, mention.former = listed.role, listed.former
        self._identities.identify(mention, row, i, end, day)
        return mention, self._offices.of_his_country(row, end, mention)

    def _shared(self, row: Row, i: int) -> tuple[Mention | None, int]:
        """ "The Armenian and Azerbaijani foreign ministers": adjectives that share a plural office or body."""
        codes, j = row.codes(i), i + 1
        while row.kinds[j + 1] == "adjective" and self._offices.is_link(row.texts[j]):
            codes, j = codes + row.codes(j + 1), j + 2
        if j == i + 1:
            return None, i
        while row.kinds[j] in PARTS:
            j += 1
        office = row.texts[j]
        if row.kinds[j] not in _FELLOW_HEADS or not office.lower().endswith(("s", "ы", "и")):
            return None, i
        return Mention(
            row.starts[i], row.ends[j], "person", codes, role=office, office=office.lower(), plural=True
        ), j + 1

    def _compatriot(self, row: Row, i: int, before: list[Mention], day: date | None) -> tuple[Mention | None, int]:
        """ "con el ruso Pavel Kuznetsov", "y el alemán, Johannes Rau,": who is told by nation beside another person."""
        told = i and self._words.has("nation-article", row.texts[i - 1]) and row.texts[i].islower()
        if not told or not any(m.kind == "person" for m in before) or len(row.codes(i)) != 1:
            return None, i
        apposed = row.texts[i + 1] == ","
        start = i + 2 if apposed else i + 1
        last = self._names.name_end(row, start)
        full = last - start >= _FULL_NAME or (last > start and row.kinds[start] == "person")
        if not full or (apposed and row.kinds[last] != "punct"):
            return None, i
        name, span = name_text(row, start, last)
        mention = Mention(row.starts[i], row.ends[last - 1], "person", row.codes(i), name=name, name_span=span)
        self._identities.identify(mention, row, start, last, day)
        return mention, last

    def _members(self, row: Row, i: int, day: date | None) -> tuple[Mention | None, int]:
        """ "The leaders of France, Germany and Britain", "los presidentes ruso y chino"."""
        end = self._offices.tail(row, i + 1) or i + 1  # "los ministros de Comercio de México y Colombia"
        codes, j = self._offices.of_country(row, end, several=True)
        if not codes and row.kinds[end] == "adjective":  # "los cancilleres francés y alemán"
            codes, j = self._offices.further(row, row.codes(end), end + 1)
        if not codes:
            return None, i
        mention = Mention(row.starts[i], row.ends[j - 1], "person", codes, office=row.texts[i].lower(), plural=True)
        if len(codes) == 1 and self._words.of("of"):  # "los presidentes de A, X, y de B, Y"
            j = self._holder(row, j, mention, day)
            if mention.name:
                mention.office = mention.role = mention.office.partition(" ")[2]
        return mention, j

    def _holder(self, row: Row, end: int, mention: Mention, day: date | None) -> int:
        """Reads the name between commas behind the country of an office into the mention; where that ends."""
        start = self._names.after_honorifics(row, end + 1)
        last = self._names.name_end(row, start)
        if row.texts[end] != "," or last - start < 2 or row.kinds[last] != "punct":
            return end
        mention.name, mention.name_span = name_text(row, start, last)
        mention.end, mention.plural = row.ends[last - 1], False
        self._identities.identify(mention, row, start, last, day)
        return last

    def _fellow(self, row: Row, i: int, listed: Mention, day: date | None) -> tuple[Mention | None, int]:
        """The holder of a plural office in the country at unit i, behind another: "… de A, X, y de B, Y"."""
        of = i - 2 if row.texts[i - 1] in ("la", "los", "el") else i - 1
        near = listed.name and listed.office.endswith(PLURALS) and row.starts[of] <= listed.end + _FELLOW
        if not near or row.texts[of] not in ("de", "del") or not self._offices.is_link(row.texts[of - 1]):
            return None, i
        mention = Mention(row.starts[of], row.ends[i], "person", row.codes(i), office=listed.office, role=listed.role)
        end = self._holder(row, i + 1, mention, day)
        return (mention, end) if mention.name else (None, i)
