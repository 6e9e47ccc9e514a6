"""Agreements told without naming an instrument: what parties agreed to do, and organisations they left."""

from __future__ import annotations

from streams.extract.agreements.acts import Act
from streams.extract.agreements.drafting import Drafter, clean
from streams.extract.agreements.matcher import Token, tokens
from streams.extract.agreements.parties import Side, sides
from streams.extract.agreements.phrase import Phrase, Span, stands_for
from streams.extract.agreements.state import State
from streams.extract.agreements.vocabulary import Head, Vocabulary
from streams.extract.document import Line
from streams.extract.drafts import AgreementDraft

_LEFT, _NEAR = 60, 24
"""Masked characters before the words that make them unreal, and that deny them."""
_LEAST, _MOST = 3, 25
"""Tokens of what is agreed to."""
_OWNERS = 3
"""Members that leave an organisation in one sentence."""


class UnderstandingReader:
    """Reads understandings of one language."""

    def __init__(self, vocabulary: Vocabulary, drafter: Drafter) -> None:
        self._words = vocabulary
        self._drafter = drafter

    def read(self, state: State, line: Line) -> None:
        """Adds what the sentence tells."""
        self._pledge(state, line)
        self._exit(state, line)
        self._credit(state, line)

    def _is_real(self, masked: str, start: int) -> bool:
        left = masked[max(0, start - _LEFT) : start]
        return not self._words.cue("negated").search(left[-_NEAR:]) and not self._words.cue("unreal").search(left)

    def _pledge(self, state: State, line: Line) -> None:
        """ "X and Y agreed to suspend tariffs": an understanding told by what is to be done."""
        match = self._words.cue("pledge").search(line.masked)
        if match is None or not self._is_real(line.masked, match.start()):
            return
        act = Act(match.start(), match.end(), "agreed", "agreed-to", told="agreed", limit=len(line.masked))
        inside = line.mentions(match.start(), match.end(), "A")
        parties = sides([*state.parties.subject(line, act), *inside])
        row = [token for token in tokens(line.masked) if token.start >= match.start("what")]
        length = self._length(row)
        if len(parties) == 1 and self._words.cue("giving").match(line.masked, match.start("what")):
            given = line.mentions(match.start("what"), row[length - 1].end, "ALJ")
            parties = sides([*state.parties.subject(line, act), *given[:1]])
            parties = parties if len(parties) > 1 else state.parties.completed(parties, line, act, None)
        upon = self._words.cue("upon-instrument").match(line.masked, match.start("what"))
        if len(parties) < 2 or length < _LEAST or (upon and self._words.heads(line.masked, row[:length])):
            return
        self._add(state, line, act, parties, (row[0].start, row[length - 1].end), 0.6, about=True)

    def _length(self, row: list[Token]) -> int:
        """How many tokens of the row tell what is agreed to."""
        for k, token in enumerate(row[:_MOST]):
            if token.text in ";:.!?—“" or (k and self._words.has("topic-stop", token.low)):
                return k
            if token.text == "," and (k + 1 == len(row) or self._words.has("comma-stop", row[k + 1].low)):
                return k
            if k and stands_for(token, "D") and self._words.has("locative", row[k - 1].low):
                return k - 1
        return min(len(row), _MOST)

    def _exit(self, state: State, line: Line) -> None:
        """ "X withdraws from the World Health Organization": the end of a membership."""
        match = self._words.cue("exit").search(line.masked)
        if match is None or not self._is_real(line.masked, match.start()):
            return
        organisation = line.mentions(match.start("org"), match.end("org"), "A")[0]
        act = Act(match.start(), match.end(), "terminated", "left-organisation", told="terminated")
        act.nominal, act.limit = match["noun"] is not None, len(line.masked)
        owner = line.mentions(match.start("owner"), match.end("owner"), "AL") if match["owner"] else []
        parties = sides([*(owner or state.parties.subject(line, act))[:_OWNERS], organisation])
        if organisation.kind == "org" and len(parties) >= 2:
            self._add(state, line, act, parties, (match.start("what"), match.end()), 0.7, about=False)

    def _credit(self, state: State, line: Line) -> None:
        """ "The IMF approved a 500 mln dlr stand-by credit for X": an organisation lends to a country."""
        match = self._words.cue("credit").search(line.masked)
        if match is None or not self._is_real(line.masked, match.start()):
            return
        act = Act(match.start(), match.end(), "agreed", "credit", told="agreed", limit=len(line.masked))
        lender = [mention for mention in state.parties.subject(line, act) if mention.kind == "org"][:1]
        to = line.mentions(match.start("to"), match.end("to"), "ALJ") if match["to"] else []
        parties = sides([*lender, *to])
        if lender and len(parties) == 2:
            self._add(state, line, act, parties, match.span("what"), 0.7, about=True)

    def _add(
        self, state: State, line: Line, act: Act, parties: list[Side], what: Span, confidence: float, *, about: bool
    ) -> None:
        begin, end = line.offsets(act.start, act.end)
        a, b = line.offsets(*what)
        text = clean(state.document.text[a:b])
        draft = AgreementDraft(
            parties=[side.code for side in parties],
            start=begin,
            rule=act.rule,
            confidence=confidence,
            instrument="agreement",
            action=act.action,
            title=text,
            subject=text if about else None,
        )
        for slot in ("trigger", "action", "instrument"):
            draft.show(slot, begin, end)
        for slot in ("title", "subject") if about else ("title",):
            draft.show(slot, a, b)
        for side in parties:
            draft.show("parties", side.start, side.end)
        phrase = Phrase(*what, Head(act.start, act.end, "agreement", plural=False), what)
        phrase.sums = [at for amount in line.amounts if what[0] <= (at := line.masked_index(amount.start)) < what[1]]
        self._drafter.value(line, phrase, draft)
        self._drafter.dates.fill(state, line, act, phrase, draft)
        state.add(line, draft)
