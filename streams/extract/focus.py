"""Who the text is about: the pair of parties that its sentences name together, for "the two leaders" to refer to."""

from __future__ import annotations

from itertools import pairwise

from streams.extract.mention import Mention
from streams.extract.units import Words

_Group = tuple[tuple[str, ...], list[Mention]]
"""Codes of parties, and a person of each where the text has named one."""
_SPEAKERS = frozenset({"person", "country", "body", "org"})
_REACH = 16
"""Characters before a country that may hold "throughout the"."""
_TWO = 2
"""Persons who met."""
_RECALL = 600
"""Characters back to the names that "they" may go on from."""
_BESIDE = 40  # characters before "they" in which the noun stands that they are
_SENTENCES = 2  # with mentions, back to the names that "they" may go on from


class Focus:
    """The pair or group that the text has spoken of so far, with the persons that stand for it."""

    def __init__(self, text: str, words: Words) -> None:
        self._text = text
        self._link, self._joined, self._met = (words.pattern(name) for name in ("link", "joined", "met-with"))
        self._countries, self._of_states = words.pattern("countries"), words.pattern("states")
        self._leaders, self._two, self._counted = (words.pattern(name) for name in ("leaders", "two", "counted"))
        self._scenes = words.of("locative") | words.of("topic-lead")
        self._plural, self._others = words.of("plural-pronoun"), words.pattern("others")
        self._lately: list[list[Mention]] = []
        self._parties: _Group = ((), [])
        self._states: _Group = ((), [])
        self._faced: _Group = ((), [])
        """Two persons of two countries whom a sentence named last."""
        self._unread: list[tuple[list[Mention], list[Mention], bool]] = []
        """Sentences since somebody was last asked for: many texts never speak of "the two leaders"."""

    def group(self, mention: Mention, before: list[Mention]) -> _Group:
        """Who "the two leaders", "both sides" or "the countries" are: codes, and the persons known of them.

        `before` are the mentions of the sentence that stand before it: two countries that it names together right
        there are the two of "both countries".
        """
        codes, people = self._meant(mention, before)
        counted = self._counted.search(self._text, mention.start, mention.end)
        if counted is not None and len(codes) != int((counted.lastgroup or "")[1:]):
            return (), []  # "the three presidents" are no two
        return codes, people

    def _meant(self, mention: Mention, before: list[Mention]) -> _Group:
        pair = self._two_countries(before)
        if pair and self._countries.search(self._text, mention.start, mention.end):
            return pair, []
        people = [m for m in before if m.kind == "person" and m.codes]
        if len(people) >= _TWO and people[-2].codes != people[-1].codes:
            one, other = people[-2:]
            gap = one.end, other.start
            # "he will meet B, and the two are to sign", "A and B agreed that the two countries"
            met = len(people) == _TWO and self._met.fullmatch(self._text, *gap)
            if met or self._joined.fullmatch(self._text, *gap):
                return tuple(dict.fromkeys((*one.codes, *other.codes))), people[-2:]
        of_states = self._of_states.search(self._text, mention.start, mention.end)
        self._catch_up()
        codes, people = self._states if of_states else self._parties
        leaders = self._leaders.search(self._text, mention.start, mention.end)
        if leaders and len(people) < _TWO and self._faced[0]:
            return self._faced[0], list(self._faced[1])
        if len(codes) > _TWO and self._two.fullmatch(self._text, mention.start, mention.end):
            return self._faced[0] if len(self._faced[0]) == _TWO else (), list(self._faced[1])
        they = self._text[mention.start : mention.end].lower() in self._plural
        if they and not self._is_near(mention, before, codes):
            return (), []
        return codes or (pair if leaders else ()), list(people)

    def _two_countries(self, before: list[Mention]) -> tuple[str, ...]:
        """The two countries that a sentence names together, where it names nobody after them."""
        named = [m for m in before if m.kind != "city"]
        if named and named[-1].plural and len(named[-1].codes) == _TWO:
            return named[-1].codes  # "the leaders of X and Y"
        if len(named) < _TWO:
            return ()
        one, other = named[-2:]
        joined = one.kind == other.kind == "country" and self._joined.fullmatch(self._text, one.end, other.start)
        return tuple(dict.fromkeys((*one.codes, *other.codes))) if joined else ()

    def _is_near(self, mention: Mention, before: list[Mention], codes: tuple[str, ...]) -> bool:
        """Whether the text has named all of them in this sentence or right before: else "they" are others."""
        last = self._lately[-1] if self._lately and not before else []
        if len(last) >= _TWO and not any(m.codes for m in last):  # "John Roe and Jane Roe came. They"
            return False
        noun = self._others.search(self._text, max(0, mention.start - _BESIDE), mention.start)
        if noun is not None and not any(m.end > noun.start() for m in before):
            return False
        lately = [m for sentence in [*self._lately, before] for m in sentence if mention.start - m.end < _RECALL]
        return set(codes) <= {code for m in lately for code in m.codes}

    def states(self) -> _Group:
        """The states among whom the text speaks of, as of "the foreign ministers"."""
        self._catch_up()
        codes, people = self._states
        return codes, list(people)

    def follow(self, mentions: list[Mention], people: list[Mention], *, lead: bool) -> None:
        """Goes on past a sentence with `mentions`, of them `people` with names; `lead` where it opens the text."""
        self._unread.append((mentions, people, lead))
        self._lately = [*self._lately[1 - _SENTENCES :], mentions]

    def _catch_up(self) -> None:
        for sentence in self._unread:
            self._read(*sentence)
        self._unread.clear()

    def _read(self, mentions: list[Mention], people: list[Mention], lead: bool) -> None:
        faces = _distinct(people)
        if len(faces) == _TWO:
            self._faced = tuple(dict.fromkeys(code for m in faces for code in m.codes)), faces
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
        return one is not None and self._link.fullmatch(self._text, one.end, other.start) is not None

    def _pair(self, actors: list[Mention]) -> tuple[str, ...]:
        """The codes of the first actors that the sentence names as a pair or list; of all where it names none.

        "the war against Ukraine" behind "Russian President" makes no pair of the two.
        """
        for one, other in pairwise(actors):
            if one.codes != other.codes and self._joined.fullmatch(self._text, one.end, other.start):
                listed = [one, other]
                for previous in reversed(actors[: actors.index(one)]):  # "A, X; B, Y, and C, Z"
                    if not self._link.fullmatch(self._text, previous.end, listed[0].start):
                        break
                    listed.insert(0, previous)
                for following in actors[actors.index(other) + 1 :]:
                    if not self._link.fullmatch(self._text, listed[-1].end, following.start):
                        break
                    listed.append(following)
                return tuple(dict.fromkeys(c for m in listed for c in m.codes))
        everybody = tuple(dict.fromkeys(c for m in actors for c in m.codes))
        if len(everybody) == len(actors) == 2 and all(m.kind == "person" for m in actors):
            one, other = actors
            if self._met.fullmatch(self._text, one.end, other.start):
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
