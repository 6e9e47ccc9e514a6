"""Reads the agreements of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from streams.extract.agreements.acts import Act, ActFinder
from streams.extract.agreements.drafting import Drafter
from streams.extract.agreements.joint import JointTextReader
from streams.extract.agreements.matcher import Token, tokens
from streams.extract.agreements.merge import alike_instruments, merge
from streams.extract.agreements.parties import PartyFinder, Side, sides
from streams.extract.agreements.phrase import Phrase, Span
from streams.extract.agreements.phrases import PhraseFinder
from streams.extract.agreements.state import Known, Listing, State
from streams.extract.agreements.understandings import UnderstandingReader
from streams.extract.agreements.vocabulary import Head, Vocabulary
from streams.extract.document import Document, Line
from streams.extract.drafts import AgreementDraft, MeetingDraft
from streams.extract.tables import Lexicon, cells
from streams.extract.times import When

_ITEM_GAP = 40
"""Masked characters behind "including" within which an instrument is named, so that no topics are listed."""
_ALONE = frozenset({"ratified", "terminated", "suspended"})
"""Acts that one state does by itself."""


class AgreementReader:
    """Reads agreements of one language."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        self._words = Vocabulary(lexicon, lang)
        self._members = {row["code"]: cells(row["members"]) for row in lexicon.rows("organisations")}
        self._phrases = PhraseFinder(self._words)
        self._acts = ActFinder(self._words)
        self._drafter = Drafter(self._words)
        self._joint = JointTextReader(self._words, self._drafter)
        self._understandings = UnderstandingReader(self._words, self._drafter)

    def read(self, document: Document, meetings: list[MeetingDraft]) -> list[AgreementDraft]:
        """The agreements that the article tells; `meetings` may supply parties and dates."""
        state = State(document, PartyFinder(self._words, document, meetings), meetings)
        for line in document.lines:
            low = line.text.lower()
            understood = self._words.speaks_of("understanding-stem", low)
            told = state.listing is not None or self._words.speaks_of("head-stem", low)
            if understood or told:
                plain = _without_names(line, document.text)
                if understood:
                    self._understandings.read(state, plain)
                if told:
                    self._line(state, plain)
        return merge(state.drafts, self._members, has_title=document.article.title_end > 0)

    def _line(self, state: State, line: Line) -> None:
        row = tokens(line.masked)
        heads = self._words.heads(line.masked, row)
        if (state.listing is not None and self._continued(state, line, row, heads, state.listing)) or not heads:
            return
        words = self._words.acts(line.masked, row)
        stops = frozenset(w.start for w in words if w.form in ("past", "present", "base", "force"))
        nouns = frozenset(w.start for w in words if w.form in ("gerund", "noun"))
        phrases = self._phrases.find(line, row, heads, stops, nouns)
        title = line.span.paragraph == 0
        acts = self._acts.find(line.masked, words, phrases, title=title)
        for act in acts:
            act.elsewhere = frozenset(at for p in phrases if p not in act.phrases for at in p.dates)
            if act.passive and len(act.phrases) == 1:
                self._phrases.behind(line, row, stops, act.end, act.phrases[0])
            self._act(state, line, act, phrases, acts)
        if title and not acts:
            self._joint.itself(state, line, phrases)
        used = {id(phrase) for act in acts for phrase in act.phrases}
        for phrase in phrases:
            if id(phrase) in used:
                continue
            if phrase.dates and (not phrase.bare or phrase.head.plural or phrase.definite):
                self._historic(state, line, phrase)
            elif self._joint.told_in(state, line, phrase):
                continue
            elif not phrase.bare:
                self._remember(state, line, phrase, state.parties.of(line, None, phrase, []))

    # -- acts ------------------------------------------------------------------------------------------------

    def _act(self, state: State, line: Line, act: Act, phrases: list[Phrase], acts: list[Act]) -> None:
        """Adds what an act does with each of its phrases; those listed together share their parties."""
        shared: list[Side] = []
        lone = len(act.phrases) == 1
        for phrase in act.phrases:
            if act.rule == "planned-adjective" and any(phrase in a.phrases for a in acts if a is not act):
                continue  # "negotiate the deal that was signed"
            if phrase.unnamed:
                listed = self._open(state, line, act, phrase, phrases)
                others = len(act.phrases) - 1  # "two documents: a plan and a statement"
                general = bool(others) and phrase is act.phrases[0] and (phrase.count or 0) <= others
                mere = act.nominal and lone and not phrase.count and line.span.paragraph > 0
                if (listed and listed >= (phrase.count or 0)) or (not listed and (general or mere)):
                    continue
            shared = self._emit(state, line, act, phrase, shared) or shared

    def _emit(self, state: State, line: Line, act: Act, phrase: Phrase, shared: list[Side]) -> list[Side]:
        """Adds what an act does with a phrase; returns its parties, none where nothing is told."""
        if phrase.head.plural and len(phrase.dates) > 1:
            self._historic(state, line, phrase)
            return []
        known = self._antecedent(state, phrase)
        when = self._drafter.dates.nearest(line, act, phrase)
        parties = state.parties.of(line, act, phrase, known.parties if known else shared, when.span if when else None)
        if not parties or not self._is_agreement(state, line, act, phrase, parties, known):
            return []
        self._add_each(state, line, act, phrase, parties, known)
        if known is None and not phrase.bare:
            self._remember(state, line, phrase, parties)
        return parties

    def _is_agreement(
        self, state: State, line: Line, act: Act, phrase: Phrase, parties: list[Side], known: Known | None
    ) -> bool:
        """Whether an act with these parties is one between states or organisations."""
        body = parties[0].code.startswith("org:")
        if len(parties) == 1 and not (
            (body and self._is_joint(line, act, parties[0].code)) or act.told in _ALONE or phrase.instrument == "treaty"
        ):
            return False
        if phrase.instrument == "statement":
            words = line.masked[phrase.start : phrase.head.end]
            if self._words.cue("joint-text").search(words):
                return body or len(parties) >= 2
            published = act.reduced and self._words.cue("publishing").match(line.masked, act.start)
            unilateral = self._words.cue("unilateral").search(words.rpartition(" ")[0])
            return (body or len(parties) >= 2) and not unilateral and not published
        if self._words.cue("publishing").match(line.masked, act.start) and phrase.instrument != "declaration":
            return False
        if phrase.instrument == "document":
            if {side.code for side in parties} == {"org:UN"}:
                return False  # its resolutions are decisions, not understandings between parties
            return body or act.passive or known is not None or len(sides(state.parties.subject(line, act))) != 1
        return True

    def _is_joint(self, line: Line, act: Act, body: str) -> bool:
        """Whether a body alone can do it: its members agree with each other, but it hails what others agree."""
        if act.told == "agreed":
            return bool(self._members.get(body)) and not self._words.cue("reaction").match(line.masked, act.start)
        return act.told in ("signed", "adopted", "in_force")

    def _add_each(
        self, state: State, line: Line, act: Act, phrase: Phrase, parties: list[Side], known: Known | None = None
    ) -> None:
        topics: Sequence[Span | None] = phrase.topics if phrase.head.plural and len(phrase.topics) > 1 else (None,)
        for topic in topics:
            self._add(state, line, act, phrase, parties, known, topic)

    def _add(
        self,
        state: State,
        line: Line,
        act: Act,
        phrase: Phrase,
        parties: list[Side],
        known: Known | None = None,
        topic: Span | None = None,
    ) -> AgreementDraft | None:
        draft = self._drafter.draft(state, line, act, phrase, parties, known, topic)
        if draft is not None:
            state.add(line, draft)
        return draft

    # -- reference -------------------------------------------------------------------------------------------

    @staticmethod
    def _antecedent(state: State, phrase: Phrase) -> Known | None:
        """The instrument that a bare definite phrase ("the treaty", "the document") refers to."""
        if not phrase.definite or not phrase.bare or phrase.head.plural:
            return None
        before = list(reversed(state.known))
        same = [k for k in before if phrase.instrument in ("document", k.instrument)]
        alike = [k for k in before if alike_instruments(phrase.instrument, k.instrument)]
        return next(iter(same or alike), None)

    def _remember(self, state: State, line: Line, phrase: Phrase, parties: list[Side]) -> None:
        title = self._drafter.title(state.document, line, phrase)
        state.known.append(Known(phrase.instrument, title, parties if len(parties) >= 2 else []))

    # -- lists -----------------------------------------------------------------------------------------------

    def _open(self, state: State, line: Line, act: Act, phrase: Phrase, phrases: list[Phrase]) -> int:
        """Notes that a sentence tells an act upon several instruments; reads what they are about, if it says so.

        Returns how many are named.
        """
        parties = state.parties.of(line, act, phrase, [])
        begin = max(act.end, phrase.end)
        tail = line.masked[begin:]
        act.shown, act.when = line.offsets(act.start, act.end), self._drafter.dates.nearest(line, act, phrase)
        state.listing = Listing(act, phrase, parties, line.span.paragraph, tail.rstrip().endswith(":"))
        intro = self._words.cue("list-intro").search(tail)
        if intro is None or len(parties) < 2:
            return 0
        begin += intro.end()
        if any(begin <= other.start <= begin + _ITEM_GAP for other in phrases if not other.nested):
            return 0
        items = self._phrases.topics.items_after(line, begin)
        for item in items:
            self._add(state, line, act, phrase, parties, topic=item)
        return len(items)

    def _continued(self, state: State, line: Line, row: list[Token], heads: list[Head], listing: Listing) -> bool:
        """Reads a sentence or paragraph that goes on with a list; False where it does not."""
        intro = self._words.cue("goes-on").match(line.masked)
        if intro is None and not (listing.opened and line.span.paragraph > listing.paragraph):
            if line.span.paragraph > listing.paragraph + 1:
                state.listing = None
            return False
        begin = intro.end() if intro else 0
        phrases = [p for p in self._phrases.find(line, row, heads) if not p.nested and p.start >= begin - 2]
        named = phrases and phrases[0].start <= begin + 6
        if intro is None and not named and not self._words.cue("item").match(line.masked):
            state.listing = None
            return False
        act = replace(listing.act, start=begin, end=max(begin, 1), limit=len(line.masked), subject=0, phrases=[])
        if named:
            for phrase in [phrases[0], *self._acts.listed(line.masked, phrases[0].end, phrases, phrases[:1])]:
                own = sides(phrase.parties)
                parties = own if len(own) >= 2 else listing.parties
                if len(parties) < 2:
                    parties = state.parties.of(line, listing.act, phrase, [])
                if parties:
                    self._add_each(state, line, act, phrase, parties)
            return True
        if len(listing.parties) < 2 or (intro is not None and intro["be"]):
            return False
        for item in self._phrases.topics.items_after(line, begin):
            head = replace(listing.phrase.head, start=item[0], end=item[1])
            phrase = replace(listing.phrase, head=head, dates=[], sums=[], count=None)
            self._add(state, line, act, phrase, listing.parties, topic=item)
        return True

    # -- without an act --------------------------------------------------------------------------------------

    def _historic(self, state: State, line: Line, phrase: Phrase) -> None:
        """ "the 1992 Friendship Treaty", "the treaties of 1952 and 1954": signed in that year."""
        for when in line.dates:
            if line.masked_index(when.start) in phrase.dates:
                self._signed_in(state, line, phrase, when)

    def _signed_in(self, state: State, line: Line, phrase: Phrase, when: When) -> None:
        known = self._antecedent(state, phrase)
        act = Act(phrase.head.start, phrase.head.end, "signed", "dated-instrument", told="signed")
        parties = state.parties.of(line, None, phrase, known.parties if known else [])
        if len(parties) < 2 and not phrase.bare and not phrase.head.plural:
            there = sides(line.mentions(0, phrase.start, "A"))
            parties = there if len(there) == 2 else parties  # "X and Y pledged in the Rome accord of May 3"
        if len(parties) < 2 or (phrase.bare and not phrase.head.plural and known is None):
            return
        draft = self._add(state, line, act, phrase, parties, known)
        if draft is not None:
            draft.evidence = [item for item in draft.evidence if item.slot != "date"]
            draft.date, draft.confidence = when.span, 0.6
            draft.show("date", when.start, when.end)
        self._remember(state, line, phrase, parties)


def _without_names(line: Line, text: str) -> Line:
    """The sentence with unknown names spelled out: runs of capitals are as often part of an instrument's name."""
    if not line.names:
        return line
    plain = replace(line, names=[], masked="", starts=[], ends=[])
    plain.mask(text)
    return plain
