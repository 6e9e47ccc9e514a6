"""Reference: who "the two leaders", "he", "the president" and "his Kazakh counterpart" are."""

from __future__ import annotations

import re
from itertools import pairwise

from streams.extract.mention import Mention
from streams.extract.text import Sentence
from streams.extract.units import Unit, Words

_LINK = re.compile(r"[\s,;]*(?:\b(?:and|as well as|including|y|e|así como|и|а также)\b)?[\s,]*(?:the\s+|then\s+)?")
"""What may stand between the members of a list of persons."""


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


_JOINED = re.compile(
    r"[\s,]*(?:['’]s?)?\s*(?:and|with|&|met|y|e|con|и|с|со|[-–—])"
    r"\s*(?:his|her|its|su|the|el|la|visiting|met with|meets)?\s*"
    r"|\s*,\s*|\s+(?:\w+\s+){0,4}(?:meet|meets|met|meeting|talks|talked|spoke|speak|receives?|received|hosts?|hosted)"
    r"(?:\s+with)?\s+(?:(?:his|her|the|visiting)\s+)?"
)
"""What joins two actors into a pair."""
_MET = re.compile(
    r"(?:\s+[\w'’-]+){0,12}\s+(?:meets?|met|spoke|received|receives|hosted|hosts|welcomed|conferred)(?:\s+with)?\s+"
    r"(?:(?:his|her|the|visiting)\s+){0,2}"
)
"""What joins two persons: "President A crossed the border on foot and met with leader B"."""
_SPEAKERS = frozenset({"person", "country", "body", "org"})
_REACH = 16
"""Characters before a country that may hold "throughout the"."""
_OF_STATES = re.compile(
    r"countr|nation|state|president|leader|minister|país|nacion|mandatari|стран|государств|президент"
)
"""Groups that can only be of states, not of organisations."""


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
        self._focus: tuple[tuple[str, ...], list[Mention]] = ((), [])
        self._states: tuple[tuple[str, ...], list[Mention]] = ((), [])
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
            listed = before is not None and _LINK.fullmatch(self._text, before.end, mention.start) is not None
            self._context = before.codes if listed and before and before.kind in ("person", "body") else host
            self._settle(mention)
            before = mention

    def _host(self, row: list[Unit], mentions: list[Mention]) -> tuple[str, ...]:
        for number, unit in enumerate(row[:4]):
            if unit.kind in ("country", "city") and number and self._words.has("locative", row[0].text.lower()):
                return next((m.codes for m in mentions if m.start == unit.start), ())
        return ()

    def _settle(self, mention: Mention) -> None:
        if mention.kind == "group":
            codes, people = self._states if _OF_STATES.search(self._text, mention.start, mention.end) else self._focus
            mention.codes, mention.people, mention.referred = codes, list(people), True
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
        elif mention.plural and not mention.codes:
            # "the heads of state", "the foreign ministers"
            mention.kind, (mention.codes, people) = "group", self._states
            mention.people, mention.referred = list(people), True
        elif mention.office and not mention.plural:
            self._settle_office(mention)
        if mention.name and not mention.plural and mention.codes:
            for key in {mention.office, mention.office.split(" ")[-1]} - {""}:
                self._by_office[key] = mention

    def _settle_named(self, mention: Mention) -> None:
        known = self._by_family.get(mention.name.split()[-1])
        if known is not None and known is not mention:
            if self._is_lone(mention) and known.codes and len(known.name.split()) > 1 and not self._is_lone(known):
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
        before = self._at_home(mention) or self._by_office.get(mention.office)
        if before is not None:
            mention.codes, mention.name, mention.referred = before.codes, before.name, True
        elif not self._is_counterpart(mention):
            self._guess(mention)

    def _at_home(self, mention: Mention) -> Mention | None:
        """The holder of an office in the outlet's country: its papers call their own president "the president"."""
        alike = (p for p in self._by_family.values() if self._same_office(p.office, mention.office))
        return next((person for person in alike if self._home and person.codes == self._home), None)

    def _same_office(self, one: str, other: str) -> bool:
        if not one or not other:
            return False
        ranks = self._words.of("head-of-state")
        return one == other or one.split()[-1] == other.split()[-1] or (one in ranks and other in ranks)

    def _guess(self, mention: Mention) -> None:
        mention.codes = self._context or (() if mention.former else self._home)
        mention.guessed = not self._context

    def follow(self, span: Sentence, mentions: list[Mention]) -> None:
        """Keeps track of who the text is about after each sentence."""
        if not mentions:
            return
        people = [m for m in mentions if m.kind == "person" and m.codes and m.name]
        if people:
            self._last_person = people[0]
        actors = [m for m in self._without_scenes(mentions) if m.kind in _SPEAKERS and m.codes]
        pair = self._pair(actors)
        lead = span.paragraph <= 1
        self._focus = _follow(self._focus, pair, people, lead=lead)
        self._states = _follow(self._states, tuple(c for c in pair if ":" not in c), people, lead=lead)

    def _without_scenes(self, mentions: list[Mention]) -> list[Mention]:
        """Without countries that something is only in: "the detained in Venezuela and Cuba" makes no pair of them."""
        kept: list[Mention] = []
        scene: Mention | None = None
        for mention in mentions:
            before = self._text[max(0, mention.start - _REACH) : mention.start].removesuffix("the ").split()
            inside = bool(before) and self._words.has("locative", before[-1].lower())
            goes_on = scene is not None and _LINK.fullmatch(self._text, scene.end, mention.start)
            if mention.kind == "country" and (inside or goes_on):
                scene = mention
            else:
                kept.append(mention)
        return kept

    def _pair(self, actors: list[Mention]) -> tuple[str, ...]:
        """The codes of the first actors that the sentence names as a pair or list; of all where it names none.

        "the war against Ukraine" behind "Russian President" makes no pair of the two.
        """
        for one, other in pairwise(actors):
            if one.codes != other.codes and _JOINED.fullmatch(self._text, one.end, other.start):
                listed = [one, other]
                for following in actors[actors.index(other) + 1 :]:
                    if not _LINK.fullmatch(self._text, listed[-1].end, following.start):
                        break
                    listed.append(following)
                return tuple(dict.fromkeys(c for m in listed for c in m.codes))
        everybody = tuple(dict.fromkeys(c for m in actors for c in m.codes))
        if len(everybody) == len(actors) == 2 and all(m.kind == "person" for m in actors):
            one, other = actors
            if _MET.fullmatch(self._text, one.end, other.start):
                return everybody
        return tuple(dict.fromkeys(c for m in actors for c in m.codes)) if not self._focus[0] else ()


def _follow(
    focus: tuple[tuple[str, ...], list[Mention]], codes: tuple[str, ...], people: list[Mention], *, lead: bool
) -> tuple[tuple[str, ...], list[Mention]]:
    """The pair (or, in the lead, the group) that the text speaks of after a sentence that pairs `codes`."""
    known, faces = focus
    if not people and (len(codes) < 2 or codes == known):
        return focus
    if len(codes) == 2 or (len(codes) > 2 and (not known or lead)):
        known, faces = codes, faces if set(codes) == set(known) else []
    people = [m for m in people if set(m.codes) <= set(known)]
    return known, _distinct(people + faces)


def _again(known: Mention, unit: Unit) -> Mention:
    """Another mention of a known person, at the unit."""
    mention = Mention(unit.start, unit.end, "person", known.codes, known.name, known.role, known.office)
    mention.referred, mention.guessed = True, known.guessed
    return mention


def _distinct(people: list[Mention]) -> list[Mention]:
    by_country: dict[tuple[str, ...], Mention] = {}
    for person in people:
        by_country.setdefault(person.codes, person)
    return list(by_country.values())
