"""What an act is done upon: the phrases before a passive, behind a verb, and those listed with them."""

from __future__ import annotations

import re

from streams.extract.agreements.act import Act
from streams.extract.agreements.merge import alike_instruments
from streams.extract.agreements.phrase import Phrase
from streams.extract.agreements.vocabulary import Vocabulary

_NEAR = 28
"""Masked characters right before a phrase in which somebody speaks "in a statement"."""
_OPENING = 20
"""Masked characters before an act that opens its sentence: "Also signed were"."""
_ITEM = re.compile(r":\s*[*•·–-]?\s*|[^.;]{0,80};\s*(?:and\s+)?[*•·–-]?\s*")
"""What stands before an item of a list behind "signed the following": a colon, or the rest of the item before."""
_GAP, _FIRST_GAP, _MOST_BETWEEN = 60, 80, 12
"""Masked characters between two listed phrases, between an act and its object; words before a participle."""


class ObjectFinder:
    """Finds the phrases that the acts of a sentence take."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary

    def governed(self, masked: str, act: Act, phrases: list[Phrase], outer: list[Phrase], bound: int) -> list[Phrase]:
        """The phrases that the act is done upon."""
        if act.passive:
            taken = self._before(masked, act, phrases if act.reduced else outer, bound)
            if not act.reduced or taken or act.start <= _OPENING:
                taken += self.listed(masked, act.end, outer, taken)
            if taken or act.close:
                return taken
        first = next((p for p in [*outer, *phrases] if p.start >= act.end), None)
        if first is None or first.start > act.limit or not self.is_short(gap := masked[act.end : first.start]):
            return []
        if act.passive and self._words.cue("apart").search(gap):
            return []  # "a ban that was extended under the accord"
        return [first, *self.listed(masked, first.end, outer, [first])]

    def _before(self, masked: str, act: Act, phrases: list[Phrase], bound: int) -> list[Phrase]:
        """The phrase before a passive, with those listed before it."""
        taken: list[Phrase] = []
        edge = act.start
        for phrase in reversed([p for p in phrases if bound <= p.end <= act.start]):
            gap = masked[phrase.end : edge]
            if phrase.told_new and self._words.cue("voiced").search(
                masked[max(0, phrase.start - _NEAR) : phrase.start]
            ):
                continue  # "approved the accord, it said in a statement, for it to be signed"
            if taken:
                if act.reduced or not self._words.cue("join").fullmatch(gap):
                    break
            elif ";" in gap or not self._reaches(gap, act):
                break
            taken.insert(0, phrase)
            edge = phrase.start
        return taken

    def _reaches(self, gap: str, act: Act) -> bool:
        if act.close:
            return self._words.cue("between").fullmatch(gap) is not None
        if not act.reduced:
            return len(gap) <= 2 * _FIRST_GAP and self._words.cue("own-subject").search(gap) is None
        words = gap.split()
        verb = any(self._words.has("finite", word.lower()) for word in words[:-3])
        return len(gap) <= _FIRST_GAP and len(words) <= _MOST_BETWEEN and not verb

    def listed(self, masked: str, start: int, phrases: list[Phrase], taken: list[Phrase]) -> list[Phrase]:
        """Phrases from `start` on that are listed with the ones taken."""
        found: list[Phrase] = []
        edge, link = start, ""
        roll = any(phrase.head.plural and masked.startswith(":", phrase.end) for phrase in taken)
        for phrase in phrases:
            if phrase.start < start or phrase in taken:
                continue
            if roll and _ITEM.fullmatch(masked, edge, phrase.start):
                found.append(phrase)
                edge = phrase.end
                continue
            if phrase.definite and phrase.bare and phrase.instrument == "statement":
                break  # "the statement said"
            gap = masked[edge : phrase.start]
            late = not found and self._words.cue("join-late").fullmatch(gap)
            bodies = phrase.instrument != "statement" and self._words.cue("join-bodies").fullmatch(gap)
            if not (late or bodies) and (len(gap) > _GAP or not self._words.cue("join").fullmatch(gap)):
                break
            found.append(phrase)
            edge, link = phrase.end, gap
        apposed = len(found) == 1 and not any(phrase.head.plural for phrase in taken)
        apposed = apposed and any(p.bare or alike_instruments(p.instrument, found[0].instrument) for p in taken)
        return [] if apposed and self._words.cue("apposition").fullmatch(link) else found

    def is_short(self, gap: str) -> bool:
        """Whether only small words and mentions stand between an act and its object ("signed in Rome on Friday a").

        An aside between commas does not count: "signed, after two years of talks, a".
        """
        gap = self._words.cue("aside").sub("", gap, count=1)
        return len(gap) <= _FIRST_GAP and self._words.cue("gap").fullmatch(gap) is not None
