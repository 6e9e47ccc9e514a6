"""Who the text is about: the pair of parties that its sentences name together, for "the two leaders" to refer to."""

from __future__ import annotations

import re
from itertools import pairwise

from streams.extract.mention import Mention
from streams.extract.units import Words

_Group = tuple[tuple[str, ...], list[Mention]]
"""Codes of parties, and a person of each where the text has named one."""
LINK = re.compile(r"[\s,;]*(?:\b(?:and|as well as|including|y|e|así como|и|а также)\b)?[\s,]*(?:the\s+|then\s+)?")
"""What may stand between the members of a list of persons."""
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
_COUNTRIES = re.compile(r"countr|nations|países|naciones|стран|государств")
_REACH = 16
"""Characters before a country that may hold "throughout the"."""
_OF_STATES = re.compile(
    r"countr|nation|state|president|leader|minister|país|nacion|mandatari|стран|государств|президент"
)
"""Groups that can only be of states, not of organisations."""


class Focus:
    """The pair or group that the text has spoken of so far, with the persons that stand for it."""

    def __init__(self, text: str, words: Words) -> None:
        self._text = text
        self._scenes = words.of("locative") | words.of("topic-lead")
        self._parties: _Group = ((), [])
        self._states: _Group = ((), [])

    def group(self, mention: Mention, before: list[Mention]) -> _Group:
        """Who "the two leaders", "both sides" or "the countries" are: codes, and the persons known of them.

        `before` are the mentions of the sentence that stand before it: two countries that it names together right
        there are the two of "both countries".
        """
        if len(before) > 1 and _COUNTRIES.search(self._text, mention.start, mention.end):
            one, other = before[-2:]
            if one.kind == other.kind == "country" and _JOINED.fullmatch(self._text, one.end, other.start):
                return tuple(dict.fromkeys((*one.codes, *other.codes))), []
        codes, people = self._states if _OF_STATES.search(self._text, mention.start, mention.end) else self._parties
        return codes, list(people)

    def states(self) -> _Group:
        """The states among whom the text speaks of, as of "the foreign ministers"."""
        codes, people = self._states
        return codes, list(people)

    def follow(self, mentions: list[Mention], people: list[Mention], *, lead: bool) -> None:
        """Goes on past a sentence with `mentions`, of them `people` with names; `lead` where it opens the text."""
        actors = [m for m in self._without_scenes(mentions) if m.kind in _SPEAKERS and m.codes]
        if not actors:
            return
        pair = self._pair(actors)
        self._parties = _follow(self._parties, pair, people, lead=lead)
        self._states = _follow(self._states, tuple(c for c in pair if ":" not in c), people, lead=lead)

    def _without_scenes(self, mentions: list[Mention]) -> list[Mention]:
        """Without countries that something is only in: "the detained in Venezuela and Cuba" makes no pair of them."""
        kept: list[Mention] = []
        scene: Mention | None = None
        for mention in mentions:
            if mention.kind == "country" and (self._is_scene(mention) or self._goes_on(scene, mention)):
                scene = mention
            else:
                kept.append(mention)
        return kept

    def _is_scene(self, mention: Mention) -> bool:
        """Whether a preposition of place stands before the mention, or a topic's lead ("they discussed Iran")."""
        before = self._text[max(0, mention.start - _REACH) : mention.start].removesuffix("the ").split()
        return bool(before) and before[-1].lower() in self._scenes

    def _goes_on(self, one: Mention | None, other: Mention) -> bool:
        """Whether the mentions stand next to each other in a list."""
        return one is not None and LINK.fullmatch(self._text, one.end, other.start) is not None

    def _pair(self, actors: list[Mention]) -> tuple[str, ...]:
        """The codes of the first actors that the sentence names as a pair or list; of all where it names none.

        "the war against Ukraine" behind "Russian President" makes no pair of the two.
        """
        for one, other in pairwise(actors):
            if one.codes != other.codes and _JOINED.fullmatch(self._text, one.end, other.start):
                listed = [one, other]
                for previous in reversed(actors[: actors.index(one)]):  # "A, X; B, Y, and C, Z"
                    if not LINK.fullmatch(self._text, previous.end, listed[0].start):
                        break
                    listed.insert(0, previous)
                for following in actors[actors.index(other) + 1 :]:
                    if not LINK.fullmatch(self._text, listed[-1].end, following.start):
                        break
                    listed.append(following)
                return tuple(dict.fromkeys(c for m in listed for c in m.codes))
        everybody = tuple(dict.fromkeys(c for m in actors for c in m.codes))
        if len(everybody) == len(actors) == 2 and all(m.kind == "person" for m in actors):
            one, other = actors
            if _MET.fullmatch(self._text, one.end, other.start):
                return everybody
        return everybody if not self._parties[0] else ()


def _follow(focus: _Group, codes: tuple[str, ...], people: list[Mention], *, lead: bool) -> _Group:
    """The pair (or, in the lead, the group) that the text speaks of after a sentence that pairs `codes`."""
    known, faces = focus
    if not people and (len(codes) < 2 or codes == known):
        return focus
    if len(codes) == 2 or (len(codes) > 2 and (not known or lead)):
        known, faces = codes, faces if set(codes) == set(known) else []
    people = [m for m in people if set(m.codes) <= set(known)]
    return known, _distinct(people + faces)


def _distinct(people: list[Mention]) -> list[Mention]:
    by_country: dict[tuple[str, ...], Mention] = {}
    for person in people:
        by_country.setdefault(person.codes, person)
    return list(by_country.values())
