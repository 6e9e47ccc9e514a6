"""Reference: who "the two leaders", "he", "the president" and "his Kazakh counterpart" are."""

from __future__ import annotations

import re

from streams.extract.focus import LINK, Focus
from streams.extract.mention import Mention
from streams.extract.text import Sentence
from streams.extract.units import Unit, Words

_LED_BY = re.compile(r"\s*,?\s+(?:(?:was|is|were|are|be)\s+)?(?:head|l)ed\s+by\s+(?:(?:its|their|the)\s+)?")
"""What stands between a delegation and who leads it."""
_OFFICES_OF = {"american-office": ("USA",), "british-office": ("GBR",), "indian-office": ("IND",)}
"""Offices that, where nothing tells their country, are of one that alone calls them so: "the Treasury Secretary"."""


def resolve(
    text: str,
    spans: list[Sentence],
    rows: list[list[Unit]],
    found: list[list[Mention]],
    home: tuple[str, ...],
    words: Words,
) -> None:
    """Fills in codes, names and roles of mentions that refer to others; changes `found` in place.

    `spans`, `rows` and `found` run in parallel, one item a sentence; `home` is the outlet's country, which an
    office without a country belongs to when the article names none.
    """
    memory = _Memory(text, words, home)
    memory.named = {code for mentions in found for m in mentions for code in m.codes} | set(home)
    for mentions in found:
        memory.learn(mentions)
    for span, row, mentions in zip(spans, rows, found, strict=True):
        memory.recall_names(row, mentions)
        memory.settle_all(row, mentions)
        memory.recall_pronouns(row, mentions)
        memory.settle_counterparts(mentions)
        memory.follow(span, mentions)


_LEADERS = frozenset({"president", "prime minister"})
"""Offices of the table whose holders any word for a head of state may mean."""


class _Memory:
    """What the article has said so far of persons and of the pair it is about."""

    def __init__(self, text: str, words: Words, home: tuple[str, ...]) -> None:
        self._text = text
        self._words = words
        self._home = home
        self._pronouns = words.of("pronoun") | words.of("object")
        self.named: set[str] = set()
        self._by_family: dict[str, Mention] = {}
        self._by_office: dict[str, Mention] = {}
        self._last_person: Mention | None = None
        self._focus = Focus(text, words)
        self._context: tuple[str, ...] = ()

    def learn(self, mentions: list[Mention]) -> None:
        """Remembers persons that any sentence names in full, for the bare family names of the others."""
        for mention in mentions:
            if mention.kind == "name" and mention.candidate and mention.candidate[0] in self.named:
                country, mention.name, mention.office = mention.candidate
                mention.kind, mention.codes = "person", (country,)
            if mention.kind == "person" and mention.name and (mention.codes or mention.role):
                parts = mention.name.split()
                self._know(parts[-1], mention)
                if len(parts) > 1 and parts[0] not in self._by_family:
                    # Family names come first in East Asia, and Ethiopians go by their first names.
                    self._by_family[parts[0]] = mention

    def _know(self, family: str, mention: Mention) -> None:
        known = self._by_family.get(family)
        if known is not None and known.codes and not mention.codes:
            return
        if known is None or not known.codes or len(known.name) < len(mention.name):
            self._by_family[family] = mention

    def recall_names(self, row: list[Unit], mentions: list[Mention]) -> None:
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
        taken = [(m.start, m.end) for m in mentions if m.kind != "name"]
        for unit in row:
            if unit.text not in self._by_family or unit.kind not in ("cap", "family"):
                continue
            if any(a <= unit.start < b for a, b in taken):
                continue
            known = self._by_family[unit.text]
            if self._is_namesake(known, unit, mentions):
                continue
            mention = _again(known, unit)
            mention.name_span = (unit.start, unit.end)
            mentions[:] = [m for m in mentions if not (m.kind == "name" and m.start <= unit.start < m.end)]
            mentions.append(mention)
        mentions.sort(key=lambda m: m.start)

    def _is_namesake(self, known: Mention, unit: Unit, mentions: list[Mention]) -> bool:
        """Whether the unit is the given name of somebody else: "Sergei Skripal" is no Sergei Lavrov."""
        begins = any(m.kind == "name" and m.start == unit.start and m.end > unit.end for m in mentions)
        return begins and (known.name.split()[-1] != unit.text or self._is_lone(known))

    def recall_pronouns(self, row: list[Unit], mentions: list[Mention]) -> None:
        """Makes "he" and "she" the first person of the sentence, else the one that the text spoke of last."""
        named = len(mentions)
        for unit in row:
            if unit.text not in self._pronouns or unit.kind not in ("low", "cap"):
                continue
            known = None
            if self._words.has("pronoun", unit.text):
                before = [m for m in mentions if m.kind == "person" and m.codes and m.end <= unit.start]
                known = next((m for m in before if not m.plural), self._last_person)
            else:
                known = self._object(unit, mentions)
            if known is not None:
                mentions.append(_again(known, unit))
        if len(mentions) > named:
            mentions.sort(key=lambda m: m.start)

    def _object(self, unit: Unit, mentions: list[Mention]) -> Mention | None:
        """ "who received him": the one the sentence before spoke of, where this one speaks of another."""
        last = self._last_person
        if last is None or any(m.codes == last.codes for m in mentions if m.end <= unit.start):
            return None
        return last

    def settle_all(self, row: list[Unit], mentions: list[Mention]) -> None:
        """Gives the mentions of a sentence what they lack.

        An office without a country belongs to the country of the person it is listed behind, else to the one
        the sentence opens with ("In Egypt, he met Prime Minister …"), else to the outlet's.
        """
        host = self._host(row, mentions)
        before: Mention | None = None
        for mention in mentions:
            self._context = self._shared(before, mention) or host
            self._settle(mention)
            before = mention

    def _shared(self, before: Mention | None, mention: Mention) -> tuple[str, ...]:
        """The country of the person that the mention is listed behind, or of the delegation that it heads."""
        if before is None:
            return ()
        listed = before.kind in ("person", "body") and LINK.fullmatch(self._text, before.end, mention.start)
        leads = before.kind in ("country", "body", "org") and _LED_BY.fullmatch(self._text, before.end, mention.start)
        return before.codes if listed or leads else ()

    def _host(self, row: list[Unit], mentions: list[Mention]) -> tuple[str, ...]:
        for number, unit in enumerate(row[:4]):
            if unit.kind in ("country", "city") and number and self._words.has("locative", row[0].text.lower()):
                return next((m.codes for m in mentions if m.start == unit.start), ())
        return ()

    def _settle(self, mention: Mention) -> None:
        if mention.kind == "group":
            mention.codes, mention.people = self._focus.group(mention)
            mention.referred = True
        elif mention.kind == "person":
            self._settle_person(mention)

    def settle_counterparts(self, mentions: list[Mention]) -> None:
        """Gives "his Kazakh counterpart" the office of the person who stands before."""
        for mention in mentions:
            if mention.kind != "person" or not self._is_counterpart(mention):
                continue
            before = [m for m in mentions if m.start < mention.start and m.office and m is not mention]
            holder = before[-1] if before else self._last_person
            if holder is not None and not self._is_counterpart(holder):
                mention.office, mention.role = holder.office, holder.role

    def _is_counterpart(self, mention: Mention) -> bool:
        return self._words.has("counterpart", mention.office.rpartition(" ")[2])

    def _settle_person(self, mention: Mention) -> None:
        if mention.name:
            self._settle_named(mention)
        elif mention.plural and not mention.codes and not self._text.startswith(" from ", mention.end):
            # "the heads of state", "the foreign ministers"
            mention.kind, mention.referred = "group", True
            mention.codes, mention.people = self._focus.states()
        elif mention.office and not mention.plural:
            self._settle_office(mention)
        if mention.name and not mention.plural and mention.codes:
            for key in {mention.office, mention.office.split(" ")[-1]} - {""}:
                self._by_office[key] = mention

    def _settle_named(self, mention: Mention) -> None:
        known = self._by_family.get(mention.name.split()[-1])
        if known is not None and known is not mention:
            # "the Saudi crown prince Mohammed" is no Mohammed of another country.
            stranger = mention.role and mention.codes and mention.codes != known.codes
            lone = self._is_lone(mention) and not stranger
            if lone and known.codes and len(known.name.split()) > 1 and not self._is_lone(known):
                # The article's own persons come before those of the table.
                mention.codes, mention.name, mention.guessed = known.codes, known.name, known.guessed
            mention.codes = mention.codes or known.codes
            mention.guessed = mention.guessed or (mention.codes == known.codes and known.guessed)
            mention.office = mention.office or known.office
            mention.role = mention.role or known.role
            if len(mention.name.split()) == 1:
                mention.name = known.name
        if not mention.codes and mention.office:
            self._guess(mention)

    def _is_lone(self, mention: Mention) -> bool:
        """Whether the text has but a family name."""
        return mention.name_span is not None and " " not in self._text[slice(*mention.name_span)]

    def _settle_office(self, mention: Mention) -> None:
        if mention.codes:
            for known in self._by_family.values():
                if known.codes == mention.codes and self._same_office(known.office, mention.office):
                    mention.name, mention.referred = known.name, True
                    return
            return
        before = self._at_home(mention) or self._by_office.get(mention.office) or self._of_rank(mention)
        if before is not None:
            mention.codes, mention.name, mention.referred = before.codes, before.name, True
        elif not self._is_counterpart(mention):
            self._guess(mention)

    def _at_home(self, mention: Mention) -> Mention | None:
        """The holder of an office in the outlet's country: its papers call their own president "the president"."""
        alike = (p for p in self._by_family.values() if self._same_office(p.office, mention.office))
        return next((person for person in alike if self._home and person.codes == self._home), None)

    def _of_rank(self, mention: Mention) -> Mention | None:
        """Whom "el mandatario" means: the head of state whom the text spoke of last, else the only one."""
        ranks = self._words.of("head-of-state")
        if mention.office not in ranks:
            return None
        last = self._last_person
        if last is not None and (last.office in ranks or last.office in _LEADERS):
            return last
        known = {person.name: person for office, person in self._by_office.items() if office in ranks}
        return next(iter(known.values())) if len(known) == 1 else None

    def _same_office(self, one: str, other: str) -> bool:
        if not one or not other:
            return False
        ranks = self._words.of("head-of-state")
        return one == other or one.split()[-1] == other.split()[-1] or (one in ranks and other in ranks)

    def _guess(self, mention: Mention) -> None:
        mention.codes = self._context or (() if mention.former else self._home)
        mention.guessed = not self._context
        if not mention.codes:
            mention.codes = next((c for name, c in _OFFICES_OF.items() if self._words.has(name, mention.office)), ())

    def follow(self, span: Sentence, mentions: list[Mention]) -> None:
        """Keeps track of who the text is about after each sentence."""
        people = [m for m in mentions if m.kind == "person" and m.codes and m.name]
        spoken = people or [m for m in mentions if m.kind == "person" and m.codes and m.office and not m.plural]
        if spoken:
            self._last_person = spoken[0]
        self._focus.follow(mentions, people, lead=span.paragraph <= 1)


def _again(known: Mention, unit: Unit) -> Mention:
    """Another mention of a known person, at the unit."""
    mention = Mention(unit.start, unit.end, "person", known.codes, known.name, known.role, known.office)
    mention.referred, mention.guessed = True, known.guessed
    return mention
