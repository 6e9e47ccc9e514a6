"""Agreements told by a turn of phrase of their own: credits, exchanges of notes, talks on free trade, peace made."""

from __future__ import annotations

from streams.extract.agreements.act import Act
from streams.extract.agreements.phrase import Span
from streams.extract.agreements.sides import Side, sides
from streams.extract.agreements.state import State
from streams.extract.agreements.vocabulary import Telling, Vocabulary
from streams.extract.document import Line
from streams.extract.mention import Mention
from streams.extract.needles import Openings

Told = tuple[Telling, Act, list[Side], Span]
"""By which row something is told, the act, its parties, and where it says what about (masked)."""

_LEFT, _NEAR = 60, 24
"""Masked characters before the words that make them unreal, and that deny them."""
_OWN = frozenset({"loan", "lending", "exchange", "mutual", "level"})
"""Turns of phrase whose parties stand in their own clause: firms borrow as well, and anybody sets a quota."""
_OF_LEAGUES = frozenset({"level"})
"""Turns of phrase that an organisation acts in by itself."""


def is_real(words: Vocabulary, masked: str, start: int) -> bool:
    """Whether what starts at masked `start` is told as a fact: not denied, not merely wished."""
    left = masked[max(0, start - _LEFT) : start]
    left = left[max((cut.end() for cut in words.cue("clause-start").finditer(left)), default=0) :]
    return not words.cue("negated").search(left[-_NEAR:]) and not words.cue("unreal").search(left)


class TellingReader:
    """Reads the turns of phrase of one language."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary

    def read(self, state: State, line: Line, turns: Openings) -> list[Told]:
        """What the sentence tells: by which row, the act, its parties, and where it says what about (masked)."""
        found = []
        taken = 0
        for telling in filter(None, map(self._words.tellings.get, turns.names())):
            match = telling.pattern.search(line.masked, taken)
            if match is None or not is_real(self._words, line.masked, match.start()):
                continue
            act = Act(
                match.start(), match.end(), telling.action, telling.rule, told=telling.action, limit=len(line.masked)
            )
            act.passive = telling.of_talks
            to = line.mentions(match.start("to"), match.end("to"), "ALJ") if match["to"] else []
            if telling.by:
                parties = sides([*to, *state.parties.clause.agent(line, act)])
            else:
                parties = (
                    self._lender(state, line, act, to) if telling.lends else self._pair(state, line, act, telling, to)
                )
            if len(parties) > 1 or (parties and (telling.by or telling.rule in _OF_LEAGUES)):
                found.append((telling, act, parties, match.span("what")))
                taken = match.end()
        return found

    @staticmethod
    def _lender(state: State, line: Line, act: Act, to: list[Mention]) -> list[Side]:
        """An organisation that acts, and whom it lends to."""
        lender = [mention for mention in state.parties.clause.subject(line, act) if mention.kind == "org"][:1]
        return sides([*lender, *to]) if lender else []

    def _pair(self, state: State, line: Line, act: Act, telling: Telling, to: list[Mention]) -> list[Side]:
        """Who acts, with whom."""
        acting = [] if act.passive else state.parties.clause.subject(line, act)
        parties = sides([*acting, *to])
        if len(parties) < 2:
            parties = sides([*acting, *to, *state.parties.clause.agent(line, act)])
        if len(parties) < 2 and telling.rule not in _OWN:
            there = sides(line.mentions(0, len(line.masked), "A"))
            parties = there if len(there) == 2 else state.parties.completed(parties, line, act, None)
        return parties if parties or not act.passive else state.further(line)
