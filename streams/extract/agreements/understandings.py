"""Agreements told without naming an instrument: what parties agreed to do, and organisations they left."""

from __future__ import annotations

import re
from datetime import timedelta

from schemas.slots import Instrument
from streams.extract.agreements.act import Act
from streams.extract.agreements.drafting import Drafter, clean
from streams.extract.agreements.matcher import Token, tokens
from streams.extract.agreements.merge import FURTHER
from streams.extract.agreements.phrase import Phrase, Span, goes_on, stands_for
from streams.extract.agreements.sides import Side, sides
from streams.extract.agreements.state import Known, State, Title
from streams.extract.agreements.tellings import TellingReader, Told, is_real
from streams.extract.agreements.vocabulary import Head, Vocabulary
from streams.extract.document import Line
from streams.extract.drafts import AgreementDraft
from streams.extract.needles import Openings

_LAID = "draft"
"""The turn of phrase for a draft laid before another side: its day is not that of the act to come."""
_LOOSE = frozenset({"settled", "talks", "relations", "lending", "exchange", "mutual", "level"})
"""Turns of phrase that mostly go with the name of an instrument or with what is agreed to."""
_DONE = frozenset({"settled", "relations", "exchange"})
"""Those of them that tell an act whether or not the instrument named beside them is read."""
_LEFT, _NEAR = 60, 24
"""Masked characters before a pledge that tell it as what an instrument says, and as one to come."""
_LEAST, _MOST = 2, 25
"""Tokens of what is agreed to."""
_STORY = 400
"""Characters before a sentence in which the meeting is told of which it goes on to tell."""
_OCCASION = 4
"""Tokens from a preposition on among which the meeting is named that it leads to."""
_SPEAKER = 8
"""Tokens between a comma and the verb of who says it."""
_ROOM = 300
"""Masked characters in which they are looked for."""
_NAME = re.compile(r"\s+(?:[\w-]+\s+){0,3}")
"""What stands between the year of an instrument and its head."""
_WHOM = re.compile(r"\s*(?:the\s+|all\s+)?", re.IGNORECASE)
_WEEK = timedelta(days=7)
"""Before the news within which "agreed to open the border on Friday" tells when it was agreed."""
_OWNERS = 3
"""Members that leave an organisation in one sentence."""


def promised(state: State, line: Line, start: int) -> frozenset[int]:
    """Where dates stand at which what is told from masked `start` on is to be done: all but those of the week."""
    anchor = state.document.anchor
    if anchor is None:
        return frozenset()
    return frozenset(
        at
        for when in line.dates
        if (at := line.masked_index(when.start)) >= start and not anchor - _WEEK <= when.span.end <= anchor
    )


class UnderstandingReader:
    """Reads understandings of one language."""

    def __init__(self, vocabulary: Vocabulary, drafter: Drafter) -> None:
        self._words = vocabulary
        self._drafter = drafter
        self._tellings = TellingReader(vocabulary)

    def read(self, state: State, line: Line) -> list[Told]:
        """Adds what the sentence tells; returns what is to be added if its instruments tell nothing."""
        told = len(state.drafts)
        turns = self._words.turns(line.masked)
        self._pledge(state, line, turns)
        self._exit(state, line, turns)
        return self._turns(state, line, turns, pledged=len(state.drafts) > told)

    def add(self, state: State, line: Line, left: list[Told]) -> None:
        """Adds what `read` left to the instruments of the sentence."""
        for telling, act, parties, what in left:
            if len(parties) > 1 or self._is_league(state, parties, line.masked[slice(*what)]):
                self._add(state, line, act, parties, what, 0.7, about=True, instrument=telling.instrument)

    def _pledge(self, state: State, line: Line, turns: Openings) -> None:
        """ "X and Y agreed to suspend tariffs and to open a bridge": understandings told by what is to be done."""
        masked = line.masked
        told = list(turns.word("pledge").finditer(masked))
        told += turns.word("pledge-of").finditer(masked) if not told and "agree" in masked else ()
        for match in told:
            start = match.start("what")
            row = tokens(masked[start : start + _ROOM])
            clause = match["that"] is not None
            length = self._clause(row) if clause else self._length(row)
            what = masked[start : start + row[length - 1].end] if length else ""
            parts = self._concrete(what) if length >= _LEAST else []
            if (
                not parts
                or not is_real(self._words, masked, match.start())
                or self._words.cue("under-which").search(masked, max(0, match.start() - _LEFT), match.start())
            ):
                continue
            if clause and not self._is_binding(what):
                continue
            if self._is_upon_instrument(masked, start, what):
                continue
            act = Act(match.start(), match.end("verb"), "agreed", "agreed-to", told="agreed", limit=len(masked))
            if self._words.cue("also").search(masked, max(0, match.start() - _NEAR), match.end()):
                act.rule = FURTHER
            act.elsewhere = self._years_of_instruments(line) | promised(state, line, start)
            if self._words.cue("to-come").search(masked[max(0, match.start() - _LEFT) : match.start()]):
                act.action = "planned"
            parties = self._pledging(state, line, act, start, start + row[length - 1].end)
            if len(parties) < 2 and not self._is_league(state, parties, what):
                continue
            if clause and self._is_of_others(line, start, parties):
                continue
            for begin, end in parts:
                self._add(state, line, act, parties, (start + begin, start + end), 0.6, about=True)
                self._remember(state, line, parties, (start + begin, start + end))

    def _is_upon_instrument(self, masked: str, start: int, what: str) -> bool:
        """Whether what is agreed to, which starts at masked `start`, is told as an act upon an instrument."""
        if not self._words.heads(what):
            return False
        bound = self._words.cue("object")
        told = any(word.start == start and bound.match(masked, word.end + 1) for word in self._words.acts(masked))
        return told or self._words.cue("upon-instrument").match(what) is not None

    def _years_of_instruments(self, line: Line) -> frozenset[int]:
        """Where years stand that tell which instrument is meant: "whose 1984 accord has lapsed agreed to"."""
        years = [at for when in line.dates if when.year_only and (at := line.masked_index(when.start)) >= 0]
        if not years:
            return frozenset()
        heads = [head.start for head in self._words.heads(line.masked)]
        return frozenset(at for at in years if any(_NAME.fullmatch(line.masked, at + 1, head) for head in heads))

    @staticmethod
    def _remember(state: State, line: Line, parties: list[Side], what: Span) -> None:
        """Keeps it for "the accord", which later sentences speak of."""
        span = line.offsets(*what)
        text = clean(state.document.text[slice(*span)])
        state.known.append(Known("agreement", Title(text, text, span), lambda: parties))

    def _pledging(self, state: State, line: Line, act: Act, begin: int, end: int) -> list[Side]:
        """Who agrees, or who gives and who is given."""
        masked = line.masked
        subject = state.parties.clause.subject(line, act)
        parties = sides([*subject, *line.mentions(act.start, begin, "A")])
        if len(parties) > 1:
            return parties
        if not parties and self._words.cue("unsaid-they").fullmatch(masked, 0, act.end):
            return self._who_met(state, line, act)
        agrees = self._words.cue("agreeing").match(masked, act.start) is not None
        if parties and agrees and self._words.cue("giving").match(masked, begin):
            given = line.mentions(begin, end, "ALJ")
            parties = sides([*subject, *given[:1]])
            return parties if len(parties) > 1 else state.parties.completed(parties, line, act, None)
        if not parties and agrees and self._words.cue("giving").match(masked, begin):
            clubs = [m for m in line.mentions(0, act.start, "AL") if m.kind == "org"]  # "creditors in the Paris Club"
            return sides([*clubs, *line.mentions(begin, end, "ALJ")[:1]])
        if self._words.cue("they").search(masked, max(0, act.start - _NEAR), act.start):
            return state.parties.completed(parties, line, act, None)
        members = self._words.cue("plain-members").search(masked, 0, act.start) if not parties and agrees else None
        if members is not None:  # in an article about one organisation: "the ministers agreed detailed rules"
            return [Side(side.code, *line.offsets(*members.span())) for side in state.parties.body]
        if not parties and self._words.cue("impersonal").search(masked[max(0, act.start - _NEAR) : act.start]):
            there = sides(line.mentions(0, len(masked), "A"))
            return there if len(there) == 2 else state.parties.completed([], line, act, None)
        return parties

    @staticmethod
    def _who_met(state: State, line: Line, act: Act) -> list[Side]:
        """The two whose meeting was told just before: "Fox y Bush se reunieron ayer. Acordaron crear un grupo"."""
        at, shown = line.span.start, line.offsets(act.start, act.end)
        near = [m for m in state.meetings if at - _STORY <= m.start < at and len(m.parties) > 1]
        last = max(near, key=lambda meeting: meeting.start, default=None)
        return [Side(code, *shown) for code in last.parties] if last is not None else []

    def _is_binding(self, what: str) -> bool:
        """Whether a clause says what shall be done, and not merely that one goes on as before."""
        modal = self._words.cue("modal-in").search(what)
        if modal is None:
            return False
        act = what[modal.end() :].lstrip()
        return not any(self._words.cue(name).match(act) for name in ("no-pledge", "negated"))

    @staticmethod
    def _is_of_others(line: Line, start: int, parties: list[Side]) -> bool:
        """Whether the clause at masked `start` says what somebody else is to do ("agreed that Iraq should disarm")."""
        whom = _WHOM.match(line.masked, start)
        mentions = line.mentions(whom.end(), whom.end() + 1, "AL") if whom is not None else []
        codes = {code for mention in mentions for code in mention.codes}
        return bool(codes) and not codes & {side.code for side in parties}

    def _is_league(self, state: State, parties: list[Side], what: str) -> bool:
        """Whether the one party is an organisation whose members agree with each other upon `what`.

        One that mostly acts by itself has to be told by its members, who agree upon something in particular.
        """
        for side in parties:
            if side.code.startswith("org:"):
                if not self._words.has("no-league", side.code.lower()):
                    return True
                if self._words.told_by_members(state.document.text, side.start, side.end):
                    return self._words.cue("concrete").match(what) is not None
        return False

    def _concrete(self, what: str) -> list[Span]:
        """Where the things agreed to stand that are more than good will."""
        vague = self._words.cue("no-pledge")
        parts = [part for part in self._parts(what) if not vague.match(what, *part)]
        doing = not parts and self._words.cue("thing").match(what) is None  # "the importance of a free and open sea"
        further = self._words.cue("and-do").search(what) if doing else None
        return [(further.end(), len(what))] if further else parts  # "to expand trade and open a joint centre"

    def _parts(self, what: str) -> list[Span]:
        """Where each of the things agreed to stands: "reopen the bridge and to exchange prisoners" are two."""
        parts: list[Span] = []
        begin = 0
        for cut in self._words.cue("and-to").finditer(what):
            parts.append((begin, cut.start()))
            begin = cut.end()
        return [*parts, (begin, len(what))]

    def _length(self, row: list[Token]) -> int:
        """How many tokens of the row tell what is agreed to."""
        for k, token in enumerate(row[:_MOST]):
            if self._words.has("speech", token.low) and (told := self._unattributed(row, k)) < k:
                return told
            if token.text in ";:.!?—“" or (k and self._words.has("topic-stop", token.low)):
                return k
            if k and (goes_on(self._words, row, k) or self._is_occasion(row, k)):
                return k
            if token.text == "," and (k + 1 == len(row) or self._words.has("comma-stop", row[k + 1].low)):
                return k
            if k and stands_for(token, "D") and self._words.has("locative", row[k - 1].low):
                return k - 1
        return min(len(row), _MOST)

    def _is_occasion(self, row: list[Token], k: int) -> bool:
        """Whether token k begins to tell where it was agreed: "to open the border at a meeting in"."""
        if not self._words.has("occasion-preposition", row[k].low):
            return False
        return any(self._words.has("occasion", token.low) for token in row[k + 1 : k + _OCCASION])

    @staticmethod
    def _unattributed(row: list[Token], end: int) -> int:
        """How many of the first `end` tokens stand before who says it: "reopen a bridge, officials said"."""
        return next((k for k in range(end - 1, max(0, end - _SPEAKER), -1) if row[k].text == ","), end)

    @staticmethod
    def _clause(row: list[Token]) -> int:
        """How many tokens of the row tell what is agreed in a clause of its own ("that … will …")."""
        return next((k for k, token in enumerate(row[:_MOST]) if token.text in ",;:.!?—“"), min(len(row), _MOST))

    def _exit(self, state: State, line: Line, turns: Openings) -> None:
        """ "X withdraws from the World Health Organization": the end of a membership."""
        match = turns.word("exit").search(line.masked)
        if match is None or not is_real(self._words, line.masked, match.start("what")):
            return
        organisation = line.mentions(match.start("org"), match.end("org"), "A")[0]
        if organisation.kind != "org":
            return
        act = Act(match.start(), match.end(), "terminated", "left-organisation", told="terminated")
        act.nominal, act.limit = match["noun"] is not None, len(line.masked)
        whose = next((name for name in ("leaver", "owner") if match.groupdict().get(name)), None)
        owner = line.mentions(match.start(whose), match.end(whose), "AL") if whose else []
        leaving = (owner or state.parties.clause.subject(line, act))[:_OWNERS]
        if match.groupdict().get("mere"):
            leaving = [mention for mention in leaving if mention.kind != "person"]  # who only leaves the house
        parties = sides([*leaving, organisation])
        if len(parties) >= 2:
            self._add(state, line, act, parties, (match.start("what"), match.end()), 0.7, about=False)

    def _turns(self, state: State, line: Line, turns: Openings, *, pledged: bool) -> list[Told]:
        """Turns of phrase: "the IMF approved a stand-by credit for X", "exchanged notes on a grant"."""
        left = []
        for told in self._tellings.read(state, line, turns):
            if told[0].rule not in _LOOSE or not (pledged or self._words.heads(line.masked)):
                self.add(state, line, [told])
            elif not pledged and told[0].rule in _DONE and not self._is_topic(line.masked, told[1]):
                left.append(told)  # the sentence may tell it by its instrument
        return left

    def _is_topic(self, masked: str, act: Act) -> bool:
        """Whether the words of an act say what something is about: "an agreement on normalized relations"."""
        return self._words.cue("about").search(masked, max(0, act.start - _NEAR), act.start) is not None

    def _add(
        self,
        state: State,
        line: Line,
        act: Act,
        parties: list[Side],
        what: Span,
        confidence: float,
        *,
        about: bool,
        instrument: Instrument = "agreement",
    ) -> None:
        begin, end = line.offsets(act.start, act.end)
        a, b = line.offsets(*what)
        text = clean(state.document.text[a:b])
        draft = AgreementDraft(
            parties=[side.code for side in parties],
            start=begin,
            rule=act.rule,
            confidence=confidence,
            instrument=instrument,
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
        if act.rule != _LAID:
            self._drafter.dates.fill(state, line, act, phrase, draft)
        state.add(line, draft)
