"""Who stands behind a trigger: objects, whom something is between, where somebody goes; one after the other."""

from __future__ import annotations

import re

from streams.extract.document import CLASSES, Line, any_of
from streams.extract.meetings.group import Group, is_nominative
from streams.extract.meetings.rules import Rules, Trigger

ACTOR = re.compile(CLASSES["A"])
_PARTY = re.compile(any_of("AL"))
APPOSED = (" ", "'s ", "’s ", " of ", " of the ", " de ", ", ", " (")
"""What stands between mentions of one country that are one actor: "Prime Minister Kallas of Estonia"."""
_OFFICE_TAIL = re.compile(rf" (?:for|of) (?:(?:[A-Z][\w’'-]+,?|{CLASSES['J']}|and|the|of) ){{1,8}}")
"""What an office is for, before its holder's name: "Special Representative for Peace and Security Affairs X"."""
ADJECTIVES = re.compile(rf"(?:{CLASSES['J']}(?:\s*,\s*(?:and\s+)?|\s+(?:and|y|и)\s+(?:the\s+)?|\s*[-–]\s*)){{1,8}}$")
"""Adjectives coordinated before an office: "the Russian, Armenian and Tajik presidents"."""
_TOWN = re.compile(
    r"\s*(?:(?:puerto|ciudad|localidad|balneario|isla|capital|población)\s+de\s+)?"
    r"(?:[A-Z][\w’'.-]+\s+){0,2}[A-Z][\w’'.-]+,\s+"
)
"""A town that the lexicon does not know, and the comma before its country: "to Lucerne, Switzerland"."""
_COUNTED = re.compile(
    rf"(?:\s+[\w-]+){{0,2}}\s+(?:países|naciones|countries|nations|states)"
    rf"(?:\s+(?:[\w-]+|{CLASSES['J']})){{0,2}}\s*:\s*(?={_PARTY.pattern})"
)
"""How many countries a list of destinations has: "a tour of four countries: "."""
_MAX_OBJECT_GAP = (
    90  # masked characters from "with" to the first actor: "Hamid Karzai, head of the interim administration of"
)
_ONWARD = re.compile(r"\b(?:then|on|later)\s+(?:on\s+)?to\s")
_BORDER = re.compile(r"\bborder\s+(?:[a-z]+\s+){0,2}(?:with|of)\b")
"""What lies before a country that is but beyond the place: "visited a border area with L"."""
_COMPOUND = re.compile(r"-(?:sponsored|brokered|mediated|backed|led|hosted|run|funded|supervised|chaired|initiated)\b")
"""What makes an actor the first half of an adjective: "a round of U.N.-sponsored talks"."""
_MAX_JOIN_GAP = 70
_MAX_DESTINATION_GAP = 45


class Chains:
    """Reads the actors behind triggers of one language."""

    def __init__(self, rules: Rules) -> None:
        self._topic = rules.word("topic")
        self._join = rules.word("join")
        self._lead = rules.word("lead")
        self._object_lead = rules.word("object-lead")
        self._of = rules.word("of")
        self._other_event = rules.word("other-event")
        self._roll = rules.word("roll")
        self._neighbour_of = rules.word("neighbour-of")
        self._speaks = rules.word("speaks")
        self._while = rules.word("while-clause")
        self._acts = rules.word("acts")

    def objects(self, trigger: Trigger, *, person: bool = False) -> Group | None:
        """The actors that follow the trigger directly, or after "with" in the same clause."""
        masked = trigger.line.masked
        position = trigger.end
        lead = self._lead.match(masked[position:])
        if lead:
            position += lead.end()
        opening = self._object_lead.match(masked[position:])
        begin = position + (opening.end() if opening else 0)
        company = masked.endswith(" con", trigger.start, trigger.end)  # the pattern has the preposition in it
        direct = not company and (opening is None or not opening.group().strip())
        group = self.chain(trigger.line, begin, person=person, direct=direct)
        if group is None and not person:
            later = trigger.word("later-with").match(masked[trigger.end :])
            if later:
                group = self.chain(trigger.line, trigger.end + later.end())
        return group

    def between(self, trigger: Trigger) -> Group | None:
        """The actors of "between A and B" behind the trigger."""
        match = trigger.word("between").match(trigger.after)
        return self.chain(trigger.line, trigger.end + match.end(), places=True) if match else None

    def chain(
        self, line: Line, begin: int, *, person: bool = False, places: bool = False, direct: bool = False
    ) -> Group | None:
        """Actors one after the other from masked character `begin`, nothing but names and offices between them.

        `direct` objects follow their verb without a comma; a `person` stands close behind it.
        """
        masked = line.masked
        pattern = _PARTY if places else ACTOR
        first = pattern.search(masked, begin, begin + (30 if person else _MAX_OBJECT_GAP))
        if first is None or _COMPOUND.match(masked, first.end()) or self._topic.search(masked, begin, first.start()):
            return None
        roll = self._roll.match(masked, first.start()) if ";" in masked[begin:] else None
        if roll is not None:
            return Group(line.mentions(roll.start(), roll.end()), roll.start(), roll.end())
        if direct and "," in masked[begin : first.start()]:
            return None
        adjectives = ADJECTIVES.search(masked, begin, first.start())
        found = line.mentions(adjectives.start() if adjectives else first.start(), first.end(), "JAL")
        end = first.end()
        if found[-1].guessed and not found[-1].name:
            # "President of the Republika Srpska, an entity in Bosnia": the country comes later.
            country = pattern.search(masked, end, end + _MAX_JOIN_GAP)
            if country and self._of.match(masked, end, country.start()):
                return Group(line.mentions(country.start(), country.end()), first.start(), country.end())
        while True:
            following = pattern.search(masked, end, end + _MAX_JOIN_GAP)
            if following is None:
                break
            mentions = line.mentions(following.start(), following.end())
            gap = masked[end : following.start()]
            goes_on = mentions[0].kind == "group" and gap == ", "  # "After talks with B, the two leaders said"
            # "to hold talks with B, ministry spokesman C said", "talks with B, Japan's Kyodo agency said"
            says = gap[:1] == "," and self._speaks.match(masked, following.end())
            acts = gap == ", " and self._acts_after(masked, first.start(), following.end())
            onward = found[-1].kind == "person" and _ONWARD.search(gap)  # "a meeting with B, and then on to L"
            if goes_on or says or acts or onward or is_nominative(line, mentions[0]):
                break  # "talks with B and, he hoped, with C"
            tail = gap in APPOSED or (gap.startswith((" for ", " of ")) and _OFFICE_TAIL.fullmatch(gap))
            apposed = tail and mentions[0].codes == found[-1].codes
            if not apposed and not self._join.fullmatch(masked, end, following.start()):
                break
            bracketed = gap.startswith(")")  # "between X (A) and Y (B)"
            if places and mentions[0].kind == "person" and found[-1].kind in ("city", "country") and not bracketed:
                break  # "during a visit to L, A said"
            if self._other_event.match(masked, following.end()):
                break  # "the meeting with B and the B-C-A summit on Thursday"
            found += mentions
            end = following.end()
        return Group(found, first.start(), end)

    def _acts_after(self, masked: str, begin: int, end: int) -> bool:
        """Whether somebody acts behind `end`, after a clause that goes to `begin`: "As A held talks with B, C flew"."""
        return bool(self._while.match(masked, 0, begin) and self._acts.match(masked, end))

    def destination(self, line: Line, begin: int) -> Group | None:
        """The places that follow "to", "in" or "visited" closely."""
        listed = _COUNTED.match(line.masked, begin)
        begin = listed.end() if listed is not None else begin
        neighbour = self._neighbour_of.match(line.masked, begin)  # "a trip to L's neighbour M"
        begin = neighbour.end() if neighbour is not None else begin
        first = _PARTY.search(line.masked, begin, begin + _MAX_DESTINATION_GAP)
        if first is None:
            return None
        if _BORDER.search(line.masked, begin, first.start()):
            return None
        town = _TOWN.fullmatch(line.masked, begin, first.start())
        if "," in line.masked[begin : first.start()] and town is None:
            return None
        return self.chain(line, first.start() if town is not None else begin, places=True)
