"""Between whom a figure stands."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from streams.extract.document import Document, Line
from streams.extract.figures.measure import FLOWS, GIVEN, Measure
from streams.extract.figures.rules import PARTY, Rules
from streams.extract.mention import Mention

Pair = tuple[str, ...]
Found = tuple[list[str], list[Mention], float]
"""Codes, the mentions that gave them, and how sure that is."""

_NOBODY: Found = ([], [], 0.0)
_PARTY = re.compile(PARTY)
_PAIR = 2
_MAX_PARTIES = 4
"""More names than that in one stretch are a list of something else."""
_PLAIN = 3
"""Weight (sentences that name it, the title for three and the lead for two) at which an article is about a country."""
_SPEAKS = 2
"""Weight at which the outlet's own country is one of those that its article is about."""
_DIRECTED = FLOWS | {"investment"}
"""Metrics of which one side is enough where the words say from or to whom ("exports to China")."""
_HYPHENS = ("-", "–", "—", "/")
_NEAR = 40
"""Masked characters before a metric word in which its attributes stand."""


class Focus:
    """The pair that the article is about, and the one that its last sentences were about."""

    def __init__(self, document: Document) -> None:
        weights: Counter[str] = Counter()
        lead: set[str] = set()
        self._of_line: list[Pair] = []
        self._lines = document.lines
        for line in document.lines:
            named = [m for m in line.actors + line.places if not m.guessed and not m.referred and m.kind != "city"]
            found = tuple(dict.fromkeys(code for m in named + line.adjectives for code in m.codes))
            self._of_line.append(found)
            if line.span.paragraph <= 1:
                lead.update(found)
            for code in found:
                weights[code] += {0: 3, 1: 2}.get(line.span.paragraph, 1)
        ranked = sorted(weights, key=lambda code: (-weights[code], code))
        self.first = ranked[0] if ranked and weights[ranked[0]] >= _PLAIN else None
        leading = [code for code in ranked if code in lead or code in document.home]
        home = document.home[0] if document.home else ""
        self.home = home if weights[home] >= _SPEAKS else None
        self.outlet = home or None
        third = weights[leading[2]] if len(leading) > 2 else 0
        self.main: Pair = tuple(leading[:2]) if len(leading) > 1 and weights[leading[1]] > third else ()

    def near(self, number: int) -> Pair:
        """The pair of the last sentence before `number` that names exactly two, else that of the article."""
        for found in reversed(self._of_line[max(0, number - 3) : number]):
            aside = self.main and not _clubs(self.main) and _clubs(found)  # between states, one of them and its bloc
            if len(found) == 2 and not aside:
                return found
        return self.main

    def goes_on(self, number: int, word: str) -> Pair:
        """The two whom the sentence before `number`, else the title names where it speaks of the metric word.

        "Armenia's debt to Russia" is still meant by "The debt stood at $2 million" behind it.
        """
        for earlier in (number - 1, 0):
            pair = self._of_line[earlier] if 0 <= earlier < number else ()
            if len(pair) == _PAIR and word in self._lines[earlier].masked.lower():
                return pair
        return ()

    def partner(self, code: str) -> str | None:
        """Who stands opposite `code` in an article that is about two."""
        if self.home and self.home != code:
            return self.home
        if code in self.main:
            return next(other for other in self.main if other != code)
        return self.first if self.first != code else None


class Parties:
    """Finds the parties of measures."""

    def __init__(self, rules: Rules) -> None:
        self._between = rules.word("between")
        self._between_us = rules.word("between-us")
        self._bilateral = rules.word("bilateral")
        self._partner = rules.word("partner")
        self._to_partner = rules.word("to-partner")
        self._owner = rules.word("owner")
        self._overall = rules.word("overall")
        self._pair_noun = rules.word("pair-noun")
        self._we = rules.word("we")
        self._stranger = rules.word("stranger")
        self._domestic = rules.word("domestic")
        self._join = rules.word("join")
        self._aside = rules.word("aside")

    def find(self, measure: Measure, focus: Focus, number: int, carried: Pair) -> Found:
        """The parties of the measure; no codes where it ties nobody together.

        `number` counts the sentence; `carried` are the parties of the figure before, for "it gave a further $5m".
        """
        between = self._between.match(measure.line.masked, measure.word_end, measure.right)
        if between:
            mentions = self._chain(measure.line, between.end(), measure.right)
            if len(_codes(mentions)) >= 2:
                return _codes(mentions), mentions, 0.95
        mentions = self._inside(measure)
        found = _codes(mentions)
        if len(found) > 2:
            two = next((m for m in mentions if m.kind == "group" and len(m.codes) == _PAIR), None)
            if two is not None and measure.metric not in GIVEN:
                return list(two.codes), [two], 0.8  # "They discussed Kampuchea and their trade, worth $2 billion"
            mentions = self._without_remarks(measure, [m for m in mentions if m is not two])
            found = _codes(mentions)
        if len(found) > 2:
            mentions = self._owner_and_partner(measure) or mentions
            found = _codes(mentions)
        if len(found) == 2:
            together = measure.metric in GIVEN and self._is_one_side(measure.line, mentions)
            # "Australia and New Zealand give $2 billion in aid to the region": neither gives it to the other.
            return _NOBODY if together and self._is_for_strangers(measure) else (found, mentions, 0.9)
        if 2 < len(found) <= _MAX_PARTIES:
            return found, mentions, 0.6
        return self._inferred(measure, focus, number, carried, found, mentions)

    def _inferred(
        self, measure: Measure, focus: Focus, number: int, carried: Pair, found: list[str], mentions: list[Mention]
    ) -> Found:
        """The parties of a stretch that names one at most: the rest of the sentence and the article say the others."""
        line = measure.line
        if measure.metric == "share" or self._is_for_strangers(measure):
            return _NOBODY
        bilateral = self._says_bilateral(measure, alone=not found)
        domestic = not bilateral and self._domestic.search(line.masked) is not None
        near = line.masked[max(measure.left, measure.word_start - _NEAR) : measure.word_end]
        overall = self._overall.search(near) is not None
        sentence = _codes([m for m in self._named(line, 0, len(line.masked)) if m.kind != "city"])
        if len(sentence) == 2 and set(found) <= set(sentence) and not (overall or domestic):
            return sentence, mentions, 0.7
        if not found:
            word = line.masked[measure.word_start : measure.word_end].lower()
            again = focus.goes_on(number, word) if measure.metric in GIVEN and not (overall or domestic) else ()
            pair = carried or again or focus.near(number)
            if focus.home and focus.home not in pair and self._we.search(measure.text):
                # "The United States and Germany trade more; we may well reach $500 billion": the speaker's own pair.
                pair = focus.main if focus.home in focus.main else ()
            goes_on = measure.metric in GIVEN or (measure.metric in FLOWS and not overall)
            # "Trade reached $8bn last year" is theirs in an article about two.
            plain = measure.metric == "trade" and bool(focus.main) and not (overall or domestic)
            usable = bilateral or plain or again or (carried and goes_on and not domestic)
            return (list(pair), [], 0.7) if usable and len(pair) >= 2 else _NOBODY
        if len(found) > 1 or (measure.metric == "debt" and overall):
            return _NOBODY
        return self._opposite(measure, focus, carried, (found[0], mentions), bilateral=bilateral, domestic=domestic)

    def _is_for_strangers(self, measure: Measure) -> bool:
        """Whether the words behind the metric word name somebody who is no country: "trade with the region"."""
        limit = measure.at if measure.at > measure.word_end else measure.right
        return self._stranger.match(measure.line.masked, measure.word_end, limit) is not None

    def _is_one_side(self, line: Line, mentions: list[Mention]) -> bool:
        """Whether the mentions are joined by "and", or one that stands for two ("the two countries")."""
        ends = [(line.masked_index(m.start), line.masked_index(m.end - 1) + 1) for m in mentions]
        return all(self._join.fullmatch(line.masked, a[1], b[0]) for a, b in pairwise(ends))

    def _opposite(
        self,
        measure: Measure,
        focus: Focus,
        carried: Pair,
        one: tuple[str, list[Mention]],
        *,
        bilateral: bool,
        domestic: bool,
    ) -> Found:
        """The one party that is named and the one it deals with."""
        code, mentions = one
        if domestic and code in (focus.home, focus.first):
            return _NOBODY
        if code in carried and len(carried) == 2 and not domestic:
            return list(carried), mentions, 0.7
        masked = measure.line.masked
        directed = self._partner.match(masked, measure.word_end, measure.right) is not None
        owned = self._owner.search(masked[measure.left : measure.word_start]) is not None
        if measure.metric in GIVEN or bilateral or (directed and not owned and measure.metric in _DIRECTED):
            other = focus.partner(code) or self._speaker(measure, focus, code)
            return ([code, other], mentions, 0.65) if other else _NOBODY
        return _NOBODY

    def _speaker(self, measure: Measure, focus: Focus, code: str) -> str | None:
        """The state whose page it is where it speaks of itself: "I am releasing $5 million in aid to Chad"."""
        return focus.outlet if focus.outlet != code and self._we.search(measure.text) else None

    def _says_bilateral(self, measure: Measure, *, alone: bool) -> bool:
        """Whether the words say that the figure is that of the pair; `alone` where they name nobody."""
        masked = measure.line.masked
        near = masked[max(measure.left, measure.word_start - _NEAR) : measure.word_start]
        return bool(
            self._bilateral.search(near)
            or self._bilateral.search(masked[measure.word_start : measure.word_end])
            or self._between_us.match(masked, measure.word_end, measure.right)
            or (alone and measure.metric in FLOWS and self._we.search(measure.text))
        )

    def _inside(self, measure: Measure) -> list[Mention]:
        """The actors of the stretch; guessed ones only where the others are too few."""
        named = self._without_asides(measure, self._named(measure.line, measure.left, measure.right))
        sure = [m for m in named if not m.guessed]
        return sure if len(_codes(sure)) >= 2 else named

    def _without_asides(self, measure: Measure, mentions: list[Mention]) -> list[Mention]:
        """Without those of relative clauses: "the leader, who came from Chad, opened the $5 million port"."""
        masked = measure.line.masked
        for aside in self._aside.finditer(masked, measure.left, measure.right):
            if not any(aside.start() <= at < aside.end() for at in (measure.word_start, measure.at)):
                inside = measure.line.mentions(aside.start(), aside.end(), "ALJ")
                mentions = [mention for mention in mentions if mention not in inside]
        return mentions

    def _named(self, line: Line, left: int, right: int) -> list[Mention]:
        scenes = _scenes(line) | self._occasions(line)
        return [m for m in line.mentions(left, right, "ALJ") if m.codes and m.start not in scenes]

    def _occasions(self, line: Line) -> set[int]:
        """Where pairs stand that only name an occasion: "on the eve of the Russia-Turkey summit"."""
        pairs = self._pair_noun.finditer(line.masked)
        return {m.start for pair in pairs for m in line.mentions(pair.start(), pair.end(), "ALJ")}

    def _without_remarks(self, measure: Measure, mentions: list[Mention]) -> list[Mention]:
        """Without adjectives that belong to other nouns than the metric word: "support against Russian aggression"."""
        line = measure.line
        own = self._owner.search(line.masked[: measure.word_start])
        beside = line.mentions(own.start(), measure.word_start, "J") if own else []
        behind = line.mentions(measure.word_end, min(measure.right, measure.word_end + 40), "J")
        kept = [m for m in mentions if m.kind != "adjective" or m in beside or m in behind]
        return kept if len(_codes(kept)) >= 2 else mentions

    def _owner_and_partner(self, measure: Measure) -> list[Mention]:
        """ "A's exports to B", "A and B raised their trade": who stands next to the word on either side."""
        line = measure.line
        left = [m.start() for m in _PARTY.finditer(line.masked, measure.left, measure.word_start)]
        chosen: list[Mention] = []
        if left:
            begin, paired = left[-1], False
            for previous in reversed(left[:-1]):
                between = line.masked[previous + 1 : begin]
                # "…second to Germany, and Russian-Belarusian trade": what a hyphen joins is a pair by itself.
                if not self._join.fullmatch(between) or (paired and between.strip() not in _HYPHENS):
                    break
                begin, paired = previous, between.strip() in _HYPHENS
            chosen += [m for m in line.mentions(begin, left[-1] + 1, "ALJ") if m.codes]
            left = [index for index in left if index < begin]
        if len(_codes(chosen)) < 2 or measure.metric in GIVEN:
            right = self._behind(measure)
            if not right and left and len(_codes(chosen)) < 2:
                right = [m for m in line.mentions(left[-1], left[-1] + 1, "ALJ") if m.codes]
            chosen += right
        return chosen

    def _behind(self, measure: Measure) -> list[Mention]:
        """The parties behind the first preposition that follows the word."""
        line = measure.line
        for match in _PARTY.finditer(line.masked, measure.word_end, measure.right):
            if self._to_partner.search(line.masked, measure.word_end, match.start()):
                return self._chain(line, match.start(), measure.right)
        return []

    def _chain(self, line: Line, begin: int, end: int) -> list[Mention]:
        """The parties joined by "and" from masked character `begin`."""
        first = _PARTY.search(line.masked, begin, min(end, begin + 30))
        if first is None:
            return []
        mentions = line.mentions(first.start(), first.end(), "ALJ")
        position = first.end()
        while True:
            following = _PARTY.search(line.masked, position, min(end, position + 40))
            if following is None or not self._join.fullmatch(line.masked, position, following.start()):
                return [m for m in mentions if m.codes]
            mentions += line.mentions(following.start(), following.end(), "ALJ")
            position = following.end()


def _scenes(line: Line) -> set[int]:
    """Where the cities of the sentence stand that somebody is in, and the countries behind them ("Kampala, Uganda")."""
    cities = [m for m in line.places if m.kind == "city"]
    ends = {m.end + 2 for m in cities}
    return {m.start for m in cities} | {m.start for m in line.actors + line.places if m.start in ends}


def _clubs(codes: Pair) -> bool:
    return any(code.startswith("org:") for code in codes)


def _codes(mentions: list[Mention]) -> list[str]:
    return list(dict.fromkeys(code for mention in mentions for code in mention.codes))
