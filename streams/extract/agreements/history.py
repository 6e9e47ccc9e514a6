"""Instruments of the past, told by their date: "the 1992 Friendship Treaty", "last week's accord"."""

from __future__ import annotations

from datetime import timedelta

from streams.extract.agreements.acts import Act
from streams.extract.agreements.drafting import Drafter
from streams.extract.agreements.phrase import Phrase
from streams.extract.agreements.recall import Recall
from streams.extract.agreements.sides import sides
from streams.extract.agreements.state import State
from streams.extract.document import Line
from streams.extract.times import When

_RECENT = timedelta(days=60)
"""Before the news within which an accord of a day is told as reached, not as history."""
_OPENING, _SEVERAL = 12, 6
"""Masked characters before an instrument that opens a sentence ("Under the accord of May"), parties named behind it."""


class HistoryReader:
    """Reads dated instruments that no act of the sentence is done upon."""

    def __init__(self, drafter: Drafter, recall: Recall) -> None:
        self._drafter = drafter
        self._recall = recall

    def read(self, state: State, line: Line, phrase: Phrase) -> None:
        """ "the 1992 Friendship Treaty", "the treaties of 1952 and 1954": signed in that year."""
        for when in line.dates:
            if line.masked_index(when.start) in phrase.dates:
                self._signed_in(state, line, phrase, when)

    def _signed_in(self, state: State, line: Line, phrase: Phrase, when: When) -> None:
        known = self._recall.antecedent(state, phrase)
        act = Act(phrase.head.start, phrase.head.end, "signed", "dated-instrument", told="signed")
        anchor = state.document.anchor
        if phrase.instrument == "agreement" and anchor is not None and when.span.end > anchor - _RECENT:
            act.action = act.told = "agreed"  # "last week's accord"
        parties = state.parties.of(line, None, phrase, known.parties if known else [])
        told = True
        if len(parties) < 2 and not phrase.head.plural:
            aside = state.parties.clause.bystanders(line)
            there = [s for s in sides(line.mentions(0, len(line.masked), "A")) if s.code not in aside]
            if len(there) == 2 or (phrase.start < _OPENING and 2 < len(there) <= _SEVERAL):
                parties = there  # "X and Y pledged in the Rome accord of May 3"
            else:
                told = not phrase.bare or known is not None
        body = bool(parties) and parties[0].code.startswith("org:") and not phrase.bare
        if not told or (len(parties) < 2 and not body):
            return
        draft = self._drafter.draft(state, line, act, phrase, parties, known)
        if draft is not None:
            state.add(line, draft)
            draft.evidence = [item for item in draft.evidence if item.slot != "date"]
            draft.date, draft.confidence = when.span, 0.6
            draft.show("date", when.start, when.end)
        self._recall.remember(state, line, phrase, parties)
