"""The persons whom an article names in full, and whom it means by their family names alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import attrgetter

from streams.extract.mention import Mention
from streams.extract.russian import case_forms
from streams.extract.strangers import alike
from streams.extract.units import LATIN, Row, Words

_GIVEN_AND_FAMILY = 2  # parts of a name; one of more has two family names where the language counts the father's first
_ORDINAL = re.compile(r"[IVX]+|[JS]r\.?")
"""The end of a name that tells its bearer from others of the name: "Pope John Paul II"."""


class Acquaintances:
    """Whom one article has named."""

    def __init__(self, text: str, words: Words) -> None:
        self._text = text
        self._words = words
        self._by_family: dict[str, Mention] = {}
        self._strangers: dict[str, list[str]] = {}

    def called(self, name: str) -> Mention | None:
        """Who bears the last part of the name; None where nobody is known by it."""
        return self._by_family.get(name.split()[-1])

    def family(self, mention: Mention) -> Mention | None:
        """Whom the text names in full whose family name, which comes first, is all that the mention says.

        The table may know another of that name and country: "Wang" below "Wang Yi" is no Wang Qishan.
        """
        own = self.called(mention.name)
        if not self.is_lone(mention) or mention.name_span is None or (own is not None and not self.is_lone(own)):
            return None
        known = self._by_family.get(self._text[slice(*mention.name_span)])
        return known if known is not None and known.codes == mention.codes else None

    def everybody(self) -> Iterable[Mention]:
        """All persons known, some more than once."""
        return self._by_family.values()

    def meet_strangers(self, mentions: list[Mention]) -> None:
        """Remembers those whom the text names in full and the table does not know: family and given names."""
        for mention in mentions:
            if mention.kind == "name" and " " in mention.name:
                family = mention.name.split()[-1]
                self._strangers.setdefault(family, []).append(mention.name.split()[0])

    def learn(self, mentions: list[Mention], named: set[str]) -> None:
        """Remembers persons that any sentence names in full, for the bare family names of the others.

        `named` are the codes of all that the article names: a name that fits one of them is of it.
        """
        for mention in mentions:
            if mention.kind == "name" and mention.candidate and mention.candidate[0] in named:
                country, mention.name, mention.office = mention.candidate
                mention.kind, mention.codes = "person", (country,)
            if self._strangers and self._is_namesake(mention):
                mention.kind, mention.codes, mention.office = "name", (), ""
                mention.name = mention.name.split()[-1]
            if mention.kind == "person" and mention.name and (mention.codes or mention.role):
                parts = mention.name.split()
                if not _ORDINAL.fullmatch(parts[-1]):
                    self._know(parts[-1], mention)
                if len(parts) > 1 and parts[0] not in self._by_family:
                    # Family names come first in East Asia, and Ethiopians go by their first names.
                    self._by_family[parts[0]] = mention
                if len(parts) > _GIVEN_AND_FAMILY and self._words.has("family-names", "two"):
                    self._by_family.setdefault(parts[-2], mention)  # "Enrique Peña Nieto" is Peña

    def _is_namesake(self, mention: Mention) -> bool:
        """Whether the table gave a lone family name to an office-holder, and the text means somebody else by it."""
        if mention.kind != "person" or not mention.codes or mention.role or not self.is_lone(mention):
            return False
        given, _, family = mention.name.partition(" ")
        strangers = self._strangers.get(family.rpartition(" ")[2])
        return strangers is not None and not any(alike(given, name) for name in strangers)

    def _know(self, family: str, mention: Mention) -> None:
        known = self._by_family.get(family)
        if known is not None and known.codes and not mention.codes:
            return
        if known is None or (mention.codes and not known.codes) or len(known.name) < len(mention.name):
            self._by_family[family] = mention
            for form in case_forms(family) if family[0] > LATIN else ():
                self._by_family.setdefault(form, mention)

    def recall(self, row: Row, mentions: list[Mention]) -> None:
        """Turns bare family names of known persons into mentions."""
        for mention in mentions:
            known = self._by_family.get(mention.name.split()[-1]) if mention.kind == "name" else None
            if known is not None and known.name.split()[0] == mention.name.split()[0]:
                mention.kind, mention.codes, mention.office, mention.role = (
                    "person",
                    known.codes,
                    known.office,
                    known.role,
                )
                mention.referred, mention.guessed = True, known.guessed
        if self._by_family.keys().isdisjoint(row.texts):
            return
        taken = [(m.start, m.end) for m in mentions if m.kind != "name"]
        for k in [k for k, text in enumerate(row.texts) if text in self._by_family]:
            if row.kinds[k] not in ("cap", "family"):
                continue
            text, start, end = row.texts[k], row.starts[k], row.ends[k]
            if any(a <= start < b for a, b in taken):
                continue
            known = self._by_family[text]
            longer = any(m.kind == "name" and m.start == start and m.end > end for m in mentions)
            if longer and (known.name.split()[-1] != text or self.is_lone(known)):
                continue  # the given name of somebody else: "Sergei Skripal" is no Sergei Lavrov
            mention = again(known, start, end)
            mention.name_span = (start, end)
            mentions[:] = [m for m in mentions if not (m.kind == "name" and m.start <= start < m.end)]
            mentions.append(mention)
        mentions.sort(key=_start)

    def is_lone(self, mention: Mention) -> bool:
        """Whether the text has but a family name."""
        return mention.name_span is not None and " " not in self._text[slice(*mention.name_span)]


def again(known: Mention, start: int, end: int) -> Mention:
    """Another mention of a known person, at these characters."""
    mention = Mention(start, end, "person", known.codes, known.name, known.role, known.office)
    mention.referred, mention.guessed = True, known.guessed
    return mention


_start = attrgetter("start")
