"""Instruments of the past, told by their date: "the 1992 Friendship Treaty", "last week's accord"."""

from __future__ import annotations

import re
from datetime import timedelta

from streams.extract.agreements.act import Act
from streams.extract.agreements.clause import ClauseReader
from streams.extract.agreements.drafting import Drafter
from streams.extract.agreements.phrase import Phrase
from streams.extract.agreements.recall import Recall
from streams.extract.agreements.sides import Side, sides
from streams.extract.agreements.state import State
from streams.extract.agreements.vocabulary import Vocabulary
from streams.extract.document import Line
from streams.extract.when import When

_RECENT = timedelta(days=60)
"""Before the news within which an accord of a day is told as reached, not as history."""
_UNDER, _WORTH = 30, 20
"""Masked characters before an instrument that tell that something is done under it, behind it that tell its worth."""
_ANNIVERSARY, _ARTICLE = 60, 4
"""Masked characters before an instrument in which its anniversary is told, and of its article."""
_YEAR = re.compile(r"\d{4}")
_BOTH = 2
"""Parties of what is no decision of one alone."""
_OPENING, _SEVERAL = 12, 6
"""Masked characters before an instrument that opens a sentence ("Under the accord of May"), parties named behind it."""


class HistoryReader:
    """Reads dated instruments that no act of the sentence is done upon."""

    def __init__(self, vocabulary: Vocabulary, drafter: Drafter, recall: Recall) -> None:
        self._words = vocabulary
        self._clause = ClauseReader(vocabulary)
        self._drafter = drafter
        self._recall = recall

    def read(self, state: State, line: Line, phrase: Phrase, owners: list[Side] | None = None) -> None:
        """ "the 1992 Friendship Treaty", "the treaties of 1952 and 1954": signed in that year.

        `owners` are the parties of what the sentence tells of the instrument besides.
        """
        for when in line.dates:
            years = when.year_only and when.span.start.year < when.span.end.year  # "the 2006–2008 programme"
            if line.masked_index(when.start) in phrase.dates and not years:
                self._signed_in(state, line, phrase, when, owners or [])

    def is_dated_behind(self, line: Line, phrase: Phrase) -> bool:
        """Whether a date with its year follows an instrument that names its parties, which is then its own.

        "The accord between France and Britain of 2 November 2010", "the accords with Britain, dated 2 November 2010".
        """
        expressly = phrase.partners and self._words.cue("dated-expressly").match(line.masked, phrase.end)
        if len(sides(phrase.parties)) < 2 and not expressly:
            return False
        for when in line.dates:
            at = line.masked_index(when.start)
            if at >= phrase.end and self._words.cue("dated-behind").fullmatch(line.masked, phrase.end, at):
                if _YEAR.search(line.text, when.start - line.span.start, when.end - line.span.start):
                    phrase.dates.append(at)
                return bool(phrase.dates)
        return False

    def applied(self, state: State, line: Line, phrase: Phrase) -> bool:
        """Adds an instrument told by what is done under it: "has sold jets to X under a deal with Y"; whether it is."""
        ends = not line.masked[phrase.end :].strip(" .")
        headed = line.span.paragraph == 0 and ends and not phrase.definite  # "X frees Y's sailors in rare deal"
        if not (phrase.told_new or headed) or phrase.head.plural or phrase.instrument in ("statement", "document"):
            return False
        both = self._words.cue("between-them").match(line.masked, phrase.end)
        mediated = self._words.cue("mediated").search(line.masked, phrase.start, phrase.head.start)
        between = phrase.parties or phrase.partners or phrase.sums or both or mediated or self._worth(line, phrase)
        how = "headed" if headed else "under"
        before = self._words.cue(how).search(line.masked, max(0, phrase.start - _UNDER), phrase.start)
        if not (between or headed) or before is None:
            return False
        acting = self._clause.leading(line) if phrase.partners and not phrase.parties else []
        parties = sides([*phrase.parties, *acting, *phrase.partners])
        if len(parties) < 2:
            for classes in ("A", "AL"):
                there = sides(line.mentions(0, len(line.masked), classes))
                if len(there) == 2 and {side.code for side in parties} <= {side.code for side in there}:
                    parties = there
                    break
        if len(parties) < 2:
            return False
        act = Act(phrase.head.start, phrase.head.end, "agreed", "applied", told="agreed", limit=len(line.masked))
        draft = self._drafter.draft(state, line, act, phrase, parties)
        if draft is not None:
            draft.evidence = [item for item in draft.evidence if item.slot != "date"]
            draft.date, draft.confidence = None, 0.6
            state.add(line, draft)
            self._recall.remember(state, line, phrase, lambda: parties)
        return draft is not None

    def _worth(self, line: Line, phrase: Phrase) -> bool:
        """Whether a sum follows that the instrument is said to be worth."""
        begin, end = phrase.head.end, phrase.end + _WORTH
        sums = (at for amount in line.amounts if begin <= (at := line.masked_index(amount.start)) <= end)
        return any(self._words.cue("worth").search(line.masked, begin, at) for at in sums)

    def commemorated(self, state: State, line: Line, phrase: Phrase) -> bool:
        """Adds an instrument whose anniversary is told: "the 70th anniversary of their treaty"; whether it is one."""
        near = line.masked[max(0, phrase.start - _ANNIVERSARY) : phrase.start + _ARTICLE]
        parties = sides(phrase.parties)
        if len(parties) < 2 and self._words.cue("theirs").search(near):
            parties = state.parties.of(line, None, phrase, [])
        if len(parties) < 2 or self._words.cue("anniversary").search(near) is None:
            return False
        act = Act(phrase.head.start, phrase.head.end, "signed", "anniversary", told="signed")
        self._drafter.add(state, line, act, phrase, parties)
        return True

    def _signed_in(self, state: State, line: Line, phrase: Phrase, when: When, owners: list[Side]) -> None:
        ruling = self._words.cue("ruling").match(line.masked, phrase.head.start)
        if ruling is not None and len(sides(phrase.parties)) < _BOTH:
            return  # "yesterday's resolution" of a parliament
        known = self._recall.antecedent(state, phrase)
        act = Act(phrase.head.start, phrase.head.end, "signed", "dated-instrument", told="signed")
        anchor = state.document.anchor
        if phrase.instrument == "agreement" and anchor is not None and when.span.end > anchor - _RECENT:
            act.action = act.told = "agreed"  # "last week's accord"
        parties = owners or state.parties.of(line, None, phrase, known.parties if known else [])
        told = True
        if len(parties) < 2 and state.parties.is_of_others(line, phrase):
            return
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
        self._recall.remember(state, line, phrase, lambda: parties)
