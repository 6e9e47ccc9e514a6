"""Reads the agreements of an article."""

from __future__ import annotations

from bisect import bisect_left
from functools import partial

from streams.extract.agreements.act import ENDING, Act
from streams.extract.agreements.acts import ActFinder
from streams.extract.agreements.coming import ComingReader
from streams.extract.agreements.drafting import Drafter
from streams.extract.agreements.history import HistoryReader
from streams.extract.agreements.joint import JointTextReader
from streams.extract.agreements.lists import ListReader
from streams.extract.agreements.matcher import tokens
from streams.extract.agreements.merge import merge
from streams.extract.agreements.parties import PartyFinder
from streams.extract.agreements.phrase import Phrase
from streams.extract.agreements.phrases import PhraseFinder
from streams.extract.agreements.recall import Recall
from streams.extract.agreements.sides import Side, join, sides
from streams.extract.agreements.state import Known, State
from streams.extract.agreements.understandings import UnderstandingReader
from streams.extract.agreements.vocabulary import ActWord, Head, Vocabulary
from streams.extract.document import Document, Line
from streams.extract.drafts import AgreementDraft, MeetingDraft
from streams.extract.tables import Lexicon, cells

_ALONE = ENDING | {"ratified"}
"""Acts that one state does by itself."""
_MADE = frozenset({"signed", "adopted", "agreed"})
"""Acts by which instruments come about, so that "the accords signed there" are told once, by their names."""
_LAID = ("treaty", "agreement", "protocol", "memorandum", "contract")
"""Instruments that parliaments assent to."""
_BOTH = 2
"""Partners with whom accords are made apart."""
_OBJECT = 80
"""Masked characters behind an infinitive in which the instrument stands that it is about."""
_COUNCIL = 30
"""Characters behind the name of an organisation in which the body of it that speaks is named."""
_WORD = 8
"""Masked characters in which the word behind an instrument starts."""


class AgreementReader:
    """Reads agreements of one language."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        self._words = Vocabulary(lexicon, lang)
        self._members = {row["code"]: cells(row["members"]) for row in lexicon.rows("organisations")}
        self._phrases = PhraseFinder(self._words)
        self._acts = ActFinder(self._words)
        self._drafter = Drafter(self._words)
        self._recall = Recall(self._words, self._drafter)
        self._history = HistoryReader(self._words, self._drafter, self._recall)
        self._lists = ListReader(self._words, self._phrases, self._drafter)
        self._joint = JointTextReader(self._words, self._drafter)
        self._understandings = UnderstandingReader(self._words, self._drafter)
        self._coming = ComingReader(self._words, self._drafter)

    def read(self, document: Document, meetings: list[MeetingDraft]) -> list[AgreementDraft]:
        """The agreements that the article tells; `meetings` may supply parties and dates."""
        heads, pledges, signings = self._words.stems(document.text)
        if not heads and not pledges:
            return []
        state = State(document, PartyFinder(self._words, document, meetings), meetings)
        for line in document.lines:
            understood = _in_line(pledges, line)
            listed = state.listing is not None and not state.listing.others  # others are told by a noun of their own
            told = listed or _in_line(heads, line)
            if understood or told:
                plain = line.without_names()
                left = self._understandings.read(state, plain) if understood else []
                known = len(state.drafts)
                if told:
                    self._line(state, plain)
                if left and len(state.drafts) == known:
                    self._understandings.add(state, plain, left)
            if signings and state.known and _in_line(signings, line):
                self._coming.read(state, line.without_names())
        state.settle()
        return merge(state.drafts, self._members, has_title=document.article.title_end > 0)

    def _line(self, state: State, line: Line) -> None:
        heads = self._words.heads(line.masked)
        if not heads and state.listing is None:
            return
        row = tokens(line.masked)
        if (state.listing is not None and self._lists.go_on(state, line, row, heads, state.listing)) or not heads:
            return
        words = self._words.acts(line.masked)
        words = [word for word in words if not _is_content(line.masked, word, words, heads)]
        stops = frozenset(word.start for word in words if self._stops(word, heads))
        if goals := [word for word in words if word.form == "goal"]:  # of several words: none of them is a modifier
            stops |= {t.start for t in row for word in goals if word.start <= t.start < word.end}
        nouns = frozenset(w.start for w in words if w.form in ("gerund", "noun"))
        phrases = self._phrases.find(line, row, heads, stops, nouns)
        title = line.span.paragraph == 0
        acts = self._acts.find(line.masked, words, phrases, title=title)
        owners: dict[int, list[Side]] = {}
        dates = frozenset(at for phrase in phrases for at in phrase.dates)
        for act in acts:
            act.elsewhere = dates.difference(at for phrase in act.phrases for at in phrase.dates)
            if self._is_assent(line, act):
                act.action = act.told = "ratified"
            if act.passive and len(act.phrases) == 1:
                self._phrases.behind(line, row, stops, act.end, act.phrases[0])
            self._act(state, line, act, phrases, acts, owners)
        if title and not acts:
            self._joint.itself(state, line, phrases)
        self._rest(state, line, phrases, acts, owners)

    def _is_assent(self, line: Line, act: Act) -> bool:
        """Whether a parliament, told with its country, approves a treaty: "the U.S. Senate approved"."""
        if act.told not in ("adopted", "agreed") or act.passive or not act.phrases[0].instrument.startswith(_LAID):
            return False
        if self._words.cue("assent").match(line.masked, act.start) is None:
            return False
        before = line.mentions(0, act.start, "A")[-1:]
        return any(
            body.kind == "body"
            and not body.codes[0].startswith("org:")
            and self._words.cue("lawmakers").search(line.scene.text, body.start, body.end)
            for body in before
        )

    @staticmethod
    def _stops(word: ActWord, heads: list[Head]) -> bool:
        """Whether a phrase ends where the word starts: at verbs, but not in "a treaty to scrap missiles"."""
        if word.form == "base":
            return any(word.end <= head.start <= word.end + _OBJECT for head in heads)
        return word.form in ("past", "participle", "present", "force", "goal")

    def _rest(
        self, state: State, line: Line, phrases: list[Phrase], acts: list[Act], owners: dict[int, list[Side]]
    ) -> None:
        """Adds what is told without an act, and what the acts are upon where that has a date of its own."""
        last = {at: phrase.start for phrase in phrases for at in phrase.dates}
        for phrase in phrases:  # "a protocol to the agreement of 7 December 1999": the date is that of the agreement
            phrase.dates = [at for at in phrase.dates if last[at] == phrase.start]
        used: dict[int, bool] = {}
        for act in acts:
            for phrase in act.phrases:
                used[id(phrase)] = used.get(id(phrase), True) and act.told == "signed"
        for phrase in phrases:
            if id(phrase) in used:
                if phrase.dates and not phrase.head.plural and not used[id(phrase)]:
                    self._history.read(state, line, phrase, owners.get(phrase.start))
                continue
            if phrase.definite and not phrase.dates and phrase.instrument != "statement":
                phrase.dates = phrase.passed  # no act of the sentence was done on that day
            if phrase.dates or self._history.is_dated_behind(line, phrase):
                self._history.read(state, line, phrase)
            elif not (
                self._history.commemorated(state, line, phrase)
                or self._history.applied(state, line, phrase)
                or self._joint.told_in(state, line, phrase)
                or phrase.bare
            ):
                self._recall.remember(state, line, phrase, partial(state.parties.of, line, None, phrase, []))

    # -- acts ------------------------------------------------------------------------------------------------

    def _act(
        self,
        state: State,
        line: Line,
        act: Act,
        phrases: list[Phrase],
        acts: list[Act],
        owners: dict[int, list[Side]],
    ) -> None:
        """Adds what an act does with each of its phrases; those listed together share their parties.

        `owners` holds the parties of phrases by their start, for what the sentence goes on to tell of them.
        """
        shared: list[Side] = []
        lone = len(act.phrases) == 1
        yields = self._yields(line, act)
        for phrase in act.phrases:
            if yields and any(phrase in a.phrases for a in acts if a is not act):
                continue
            others = len(act.phrases) - 1
            if phrase.count and phrase is act.phrases[0] and phrase.count <= others:
                continue  # "three agreements on the lake: one on ships, one on fishing and one on ports"
            if phrase.unnamed:
                listed = self._lists.open(state, line, act, phrase, phrases)
                general = bool(others) and phrase is act.phrases[0] and not phrase.count
                named = bool(phrase.count) or act.action == "planned"
                mere = act.nominal and lone and not named and line.span.paragraph > 0
                if (listed and listed >= (phrase.count or 0)) or (not listed and (general or mere)):
                    continue
            told = self._emit(state, line, act, phrase, owners.get(phrase.start) or shared)
            if len(told) > 1:
                owners[phrase.start] = told
                self._lists.follow(state, line, act, phrase, told)
            shared = told or shared

    def _emit(self, state: State, line: Line, act: Act, phrase: Phrase, shared: list[Side]) -> list[Side]:
        """Adds what an act does with a phrase; returns its parties, none where nothing is told."""
        if phrase.head.plural and len(phrase.dates) > 1:
            self._history.read(state, line, phrase)
            return []
        known = self._recall.antecedent(state, phrase)
        if phrase.head.plural and act.told in _MADE:
            known = None
        parties = self._parties(state, line, act, phrase, known.parties if known else shared)
        if not parties or self._is_aside(state, line, act, phrase, parties):
            return []
        if not self._is_agreement(state, line, act, phrase, parties, known):
            return []
        if known is None and self._is_strange(state, line, act, phrase, parties):
            return []
        if act.told == "signed" and phrase.unnamed and phrase.bare and not (act.nominal or phrase.definite):
            phrase.several = phrase.several or not (phrase.told_new or phrase.partners or self._is_shared(line, phrase))
        if phrase.several and phrase.unnamed and not phrase.count:
            draft = self._drafter.draft(state, line, act, phrase, parties, known)
            if draft is not None and (act.told != "adopted" or act.action == "planned"):  # sessions adopt "several"
                state.unnamed.append((line.span.start, draft))
        else:
            for pair in _pairs(state, line, act, phrase, parties):
                self._drafter.add_each(state, line, act, phrase, pair, known)
        if known is None and (phrase.several or not phrase.bare):
            self._recall.remember(state, line, phrase, lambda: parties)
        if len(parties) > 1:
            state.spoken = (parties, line.span.paragraph)
        return parties

    def _parties(self, state: State, line: Line, act: Act, phrase: Phrase, known: list[Side]) -> list[Side]:
        """The parties that the sentence tells, or that the text before it has told."""
        when = self._drafter.dates.nearest(line, act, phrase)
        parties = state.parties.of(line, act, phrase, known, when.span if when else None)
        if len(parties) > 1 or not self._is_further(state, line, act, phrase):
            return parties
        both = join(state.spoken[0], parties)
        return both if len(both) == len(state.spoken[0]) else parties

    def _is_shared(self, line: Line, phrase: Phrase) -> bool:
        """Whether a partner without a name follows: "signed accords with four of them"."""
        behind = line.masked[phrase.end : phrase.end + _WORD].lower().split()[:1]
        return any(self._words.has("with", word) for word in behind)

    def _yields(self, line: Line, act: Act) -> bool:
        """Whether an act gives way to another: "negotiate the deal that was signed", "praised the accord signed in"."""
        praised = act.told == "agreed" and self._words.cue("reaction").match(line.masked, act.start) is not None
        return praised or act.rule == "planned-adjective"

    @staticmethod
    def _is_strange(state: State, line: Line, act: Act, phrase: Phrase, parties: list[Side]) -> bool:
        """Whether it is "the deal" of an article that has told none, in a sentence that names none of the parties."""
        new = phrase.definite and phrase.bare and not state.drafts
        codes = {side.code for side in parties}
        there = line.mentions(0, len(line.masked), "ALJ")
        signing = act.told == "signed" and act.passive  # "signed by the two leaders"
        named = [m for m in there if (signing and m.kind == "group") or not (m.referred or m.guessed)]
        return new and not any(codes & set(m.codes) for m in named)

    def _is_further(self, state: State, line: Line, act: Act, phrase: Phrase) -> bool:
        """Whether an act that names nobody may be one of those that the text has just told of."""
        return bool(state.further(line)) and (act.passive or act.nominal) and not phrase.definite

    def _is_agreement(
        self, state: State, line: Line, act: Act, phrase: Phrase, parties: list[Side], known: Known | None
    ) -> bool:
        """Whether an act with these parties is one between states or organisations."""
        if act.told == "agreed" and self._words.cue("reaction").match(line.masked, act.start):
            begin, end = line.offsets(phrase.start, phrase.end)
            if self._words.known_parties(state.document.text[begin:end]):
                return False  # "hailed the Helsinki Accords": no news of them
            named, hailing = sides(phrase.parties), sides(state.parties.clause.subject(line, act))
            alone = len(hailing) == 1 and not phrase.partners
            if alone and (len(named) == 1 or act.rule.endswith("present")) and hailing[0] not in named:
                return len(named) > 1  # "X welcomes the accord between the parties of Y"
        body = parties[0].code.startswith("org:")
        declared = body and len(parties) == 1 and phrase.instrument in ("declaration", "statement")
        if declared and self._words.cue("lawmakers").search(line.masked, act.subject, act.start):
            return False  # deputies of somewhere else, in a sentence that names the organisation
        if len(parties) == 1 and not (
            (body and self._is_joint(state, line, act, parties[0]))
            or act.told in _ALONE
            or (phrase.instrument == "treaty" and (body or state.parties.clause.is_signed(line, act, phrase)))
        ):
            return False
        if phrase.instrument == "statement":
            words = line.masked[phrase.start : phrase.head.end]
            if self._words.cue("joint-text").search(words):
                return body or len(parties) >= 2
            if (
                declared
                and self._words.has("no-league", parties[0].code.lower())
                and not self._is_of_members(state, parties[0])
            ):
                return False  # "the WHO issued a statement": of its secretariat
            makers = sides(state.parties.clause.agent(line, act))
            published = act.reduced and self._words.cue("publishing").match(line.masked, act.start) and len(makers) < 2
            unilateral = self._words.cue("unilateral").search(words.rpartition(" ")[0])
            return (body or len(parties) >= 2) and not unilateral and not published
        joint = phrase.instrument in ("declaration", "plan")
        if self._words.cue("publishing").match(line.masked, act.start) and not joint:
            return False
        if phrase.instrument == "document":
            if len(parties) <= 2 and any(side.code == "org:UN" for side in parties):
                return False  # its resolutions are decisions, not understandings between parties
            shared = bool(phrase.partners) and not phrase.topics  # "put their names to documents with Oman and Yemen"
            told = body or act.passive or known is not None or shared
            return told or len(sides(state.parties.clause.subject(line, act))) != 1
        return True

    def _is_of_members(self, state: State, body: Side) -> bool:
        """Whether it is the members of an organisation that speak: its council, summit or ministers."""
        text = state.document.text
        return (
            self._words.told_by_members(text, body.start, body.end)
            or self._words.cue("council").search(text, body.start, body.end + _COUNCIL) is not None
        )

    def _is_aside(self, state: State, line: Line, act: Act, phrase: Phrase, parties: list[Side]) -> bool:
        """Whether it tells who brokered or hailed what is known ("X, who brokered it"), or what another is like."""
        if act.reduced and phrase.head.plural and phrase.named and not phrase.partners:
            # "the form of other extradition treaties concluded by X"
            return self._words.cue("likened").search(line.masked, phrase.start, phrase.head.start) is not None
        if act.told not in ("agreed", "adopted") or not (phrase.bare and phrase.definite):
            return False
        if act.told == "adopted":  # "the deal was endorsed by the UN"
            acting = {side.code for side in state.parties.clause.told(line, act, phrase)[2]}
            return bool(acting) and len(parties) > 1 and not acting & {side.code for side in parties}
        told = any(set(draft.parties) == {side.code for side in parties} for _, draft in state.drafts)
        return (told or not act.reduced) and state.parties.clause.is_brokered(line, act)

    def _is_joint(self, state: State, line: Line, act: Act, body: Side) -> bool:
        """Whether a body alone can do it: its members agree with each other, but it hails what others agree."""
        if act.told == "agreed":
            members = self._words.told_by_members(state.document.text, body.start, body.end)
            alone = self._words.has("no-league", body.code.lower()) and not members
            return not alone and not self._words.cue("reaction").match(line.masked, act.start)
        if act.told == "adopted" and self._words.has("lender", body.code.lower()):
            return False  # "the IMF approved a programme": an agreement with somebody else
        return act.told in ("signed", "adopted", "in_force")


def _pairs(state: State, line: Line, act: Act, phrase: Phrase, parties: list[Side]) -> list[list[Side]]:
    """The parties of each of several instruments: "signed accords on fishing with A and B" are one with each."""
    if not phrase.head.plural or len(phrase.topics) >= _BOTH:
        return [parties]
    _, partnered, subject = state.parties.clause.told(line, act, phrase)
    partners = {side.code for side in partnered} - {side.code for side in subject}
    acting = [side for side in parties if side.code not in partners]
    if phrase.count not in (None, len(partners)) or len(acting) != 1 or len(partners) < _BOTH:
        return [parties]
    return [[*acting, side] for side in parties if side.code in partners]


def _in_line(places: list[int], line: Line) -> bool:
    """Whether any of the characters, in order, stands in the line: a cheap test before the patterns."""
    k = bisect_left(places, line.span.start)
    return k < len(places) and places[k] < line.span.end


def _is_content(masked: str, word: ActWord, words: list[ActWord], heads: list[Head]) -> bool:
    """Whether a word says what an instrument does that an act brings about: "signed a protocol to amend the pact"."""
    if word.form != "base" or word.action != "extended" or not masked.startswith(" to ", word.start - 4):
        return False
    made = any(other.end < word.start and other.action in _MADE for other in words)
    return made and any(head.end == word.start - 4 and not head.plural for head in heads)
