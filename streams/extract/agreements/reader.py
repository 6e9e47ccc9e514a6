"""Reads the agreements of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from schemas.report import Action, DateSpan, Instrument, Money, Place
from streams.extract.agreements.acts import Act, ActFinder
from streams.extract.agreements.merge import merge
from streams.extract.agreements.parties import PartyFinder, Side, sides
from streams.extract.agreements.phrases import Phrase, PhraseFinder, tokens
from streams.extract.agreements.vocabulary import Head, Vocabulary
from streams.extract.document import Document, Line, single
from streams.extract.drafts import AgreementDraft, MeetingDraft
from streams.extract.tables import Lexicon, cells
from streams.extract.times import FIRST_YEAR, When, year_span

_CONFIDENCE = {"signed": 0.9, "adopted": 0.85, "ratified": 0.9, "in_force": 0.9, "extended": 0.85, "terminated": 0.85,
               "suspended": 0.8, "agreed": 0.75, "planned": 0.75}  # fmt: skip


@dataclass(slots=True)
class Known:
    """What the article has said of an instrument."""

    instrument: Instrument
    title: str
    subject: str | None
    title_span: tuple[int, int] | None
    parties: list[Side]


@dataclass(slots=True)
class Listing:
    """An act upon several instruments that following sentences may name; `opened` by a colon."""

    act: Act
    phrase: Phrase
    parties: list[Side]
    date: DateSpan | None
    paragraph: int
    opened: bool


@dataclass(slots=True)
class _State:
    """What goes on from sentence to sentence while an article is read."""

    document: Document
    parties: PartyFinder
    meetings: list[MeetingDraft]
    known: list[Known] = field(default_factory=list)
    drafts: list[tuple[int, AgreementDraft]] = field(default_factory=list)
    listing: Listing | None = None


class AgreementReader:
    """Reads agreements of one language."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        self._words = Vocabulary(lexicon, lang)
        self._members = {row["code"]: cells(row["members"]) for row in lexicon.rows("organisations")}
        self._phrases = PhraseFinder(self._words)
        self._acts = ActFinder(self._words)

    def read(self, document: Document, meetings: list[MeetingDraft]) -> list[AgreementDraft]:
        """The agreements that the article tells; `meetings` may supply parties and dates."""
        state = _State(document, PartyFinder(self._words, document, meetings), meetings)
        for line in document.lines:
            self._line(state, line)
        return merge(state.drafts, self._members)

    def _line(self, state: _State, line: Line) -> None:
        self._pledges(state, line)
        self._exits(state, line)
        heads = self._words.heads(line.masked)
        if state.listing is not None and self._continued(state, line, heads):
            return
        if not heads:
            return
        words = list(self._words.acts(line.masked))
        stops = frozenset(w.start for w in words if w.form in ("past", "present", "base", "force"))
        nouns = frozenset(w.start for w in words if w.form in ("gerund", "noun"))
        phrases = self._phrases.find(line, heads, stops, nouns)
        title = line.span.paragraph == 0
        acts = self._acts.find(line.masked, words, phrases, title=title)
        used: set[int] = set()
        for act in acts:
            for number, phrase in enumerate(act.phrases):
                used.add(id(phrase))
                lone = len(act.phrases) == 1
                if act.rule == "planned-adjective" and any(phrase in other.phrases for other in acts if other is not act):
                    continue
                if act.nominal and phrase.head.plural and not phrase.topics and not phrase.count and lone and not title:
                    self._open(state, line, act, phrase, phrases)
                    continue
                if phrase.head.plural and not phrase.topics and (not lone and number == 0 or self._open(state, line, act, phrase, phrases)):
                    continue
                self._emit(state, line, act, phrase)
        if title and not acts:
            self._itself(state, line, phrases, used)
        for phrase in phrases:
            if id(phrase) in used:
                continue
            if phrase.dates and not phrase.bare:
                self._historic(state, line, phrase)
            elif not phrase.bare:
                self._remember(state, line, phrase, state.parties.of(line, None, phrase, []))

    # -- lists -----------------------------------------------------------------------------------------------

    def _open(self, state: _State, line: Line, act: Act, phrase: Phrase, phrases: list[Phrase]) -> bool:
        """Notes that a sentence tells an act upon several instruments; reads those that it lists behind the act."""
        parties = state.parties.of(line, act, phrase, [])
        tail = line.masked[max(act.end, phrase.end) :]
        state.listing = Listing(act, phrase, parties, None, line.span.paragraph, tail.rstrip().endswith(":"))
        intro = self._words.cue("list-intro").search(tail)
        if intro is None or len(parties) < 2:
            return False
        begin = max(act.end, phrase.end) + intro.end()
        if any(begin <= other.start <= begin + 40 for other in phrases if not other.nested):
            return False
        items = self._phrases.items_after(line, begin)
        for item in items:
            self._add(state, line, act, phrase, parties, None, item)
        return bool(items)

    def _continued(self, state: _State, line: Line, heads: list[Head]) -> bool:
        """Reads a sentence or paragraph that goes on with a list; False where it does not."""
        listing = state.listing
        assert listing is not None
        intro = self._words.cue("goes-on").match(line.masked)
        if intro is None and not (listing.opened and line.span.paragraph > listing.paragraph):
            if line.span.paragraph > listing.paragraph + 1:
                state.listing = None
            return False
        begin = intro.end() if intro else 0
        phrases = [p for p in self._phrases.find(line, heads, frozenset()) if not p.nested]
        if intro is None and not (phrases and phrases[0].start <= 4) and not self._words.cue("item").match(line.masked):
            state.listing = None
            return False
        act = replace(listing.act, start=begin, end=max(begin, 1), limit=len(line.masked), subject=0, phrases=[])
        listed = [p for p in phrases if p.start >= begin - 2]
        if listed and listed[0].start <= begin + 6:
            for phrase in listed:
                parties = sides(phrase.parties)
                parties = parties if len(parties) >= 2 else listing.parties
                if len(parties) < 2:
                    parties = state.parties.of(line, listing.act, phrase, [])
                for topic in phrase.topics if phrase.head.plural and len(phrase.topics) > 1 else [None]:
                    self._add(state, line, act, phrase, parties, None, topic)
            return True
        if len(listing.parties) < 2 or (intro is not None and intro["be"]):
            return False
        for item in self._phrases.items_after(line, begin):
            self._add(state, line, act, replace(listing.phrase, dates=[], sums=[], count=None), listing.parties, None, item)
        return True

    def _add(
        self,
        state: _State,
        line: Line,
        act: Act,
        phrase: Phrase,
        parties: list[Side],
        known: Known | None,
        topic: tuple[int, int] | None,
    ) -> None:
        draft = self._draft(state, line, act, phrase, parties, known, topic) if parties else None
        if draft is not None:
            state.drafts.append((line.span.start, draft))

    # -- exits -----------------------------------------------------------------------------------------------

    def _exits(self, state: _State, line: Line) -> None:
        """ "X withdraws from the World Health Organization": the end of a membership."""
        match = self._words.cue("exit").search(line.masked)
        if match is None:
            return
        left = line.masked[max(0, match.start() - 60) : match.start()]
        organisation = line.mentions(match.start("org"), match.end("org"), "AL")[0]
        if organisation.kind != "org" or self._words.cue("negated").search(left) or self._words.cue("unreal").search(left):
            return
        act = Act(match.start(), match.end(), "terminated", "left-organisation", told="terminated", limit=len(line.masked))
        act.nominal = match["noun"] is not None
        owner = line.mentions(match.start("owner"), match.end("owner"), "AL") if match["owner"] else []
        parties = sides([*(owner or state.parties.subject(line, act))[:3], organisation])
        if len(parties) < 2:
            return
        a, b = line.offsets(match.start("what"), match.end())
        draft = AgreementDraft(
            [s.code for s in parties], a, act.rule, 0.7, instrument="agreement", action="terminated",
            title=_clean(state.document.text[a:b]),
        )  # fmt: skip
        for slot in ("trigger", "action", "instrument", "title"):
            draft.show(slot, a, b)
        for side in parties:
            draft.show("parties", side.start, side.end)
        self._date(state, line, act, Phrase(match.start(), match.end(), Head(match.start(), match.end(), "agreement", False), (0, 0)), draft)
        state.drafts.append((line.span.start, draft))

    # -- pledges ---------------------------------------------------------------------------------------------

    def _pledges(self, state: _State, line: Line) -> None:
        """ "X and Y agreed to suspend tariffs": an understanding told by what is to be done."""
        match = self._words.cue("pledge").search(line.masked)
        if match is None:
            return
        act = Act(match.start(), match.end(), "agreed", "agreed-to", told="agreed", limit=len(line.masked))
        left = line.masked[max(0, match.start() - 60) : match.start()]
        if self._words.cue("negated").search(left[-24:]) or self._words.cue("unreal").search(left):
            return
        parties = sides(state.parties.subject(line, act))
        if len(parties) < 2:
            return
        row = [t for t in tokens(line.masked) if t.start >= match.start("what")]
        end = 0
        while end < len(row) and end < 25:
            token = row[end]
            if token.text in ";:.!?—“" or (end and self._words.has("topic-stop", token.low)):
                break
            if token.text == "," and (end + 1 >= len(row) or self._words.has("comma-stop", row[end + 1].low)):
                break
            if token.stands_for("D") and end and row[end - 1].low in ("on", "in", "this", "last"):
                end -= 1
                break
            end += 1
        if end < 3:
            return
        a, b = line.offsets(row[0].start, row[end - 1].end)
        begin, stop = line.offsets(match.start(), match.end())
        text = _clean(state.document.text[a:b])
        draft = AgreementDraft(
            [s.code for s in parties], begin, act.rule, 0.6, instrument="agreement", action="agreed", title=text, subject=text
        )
        draft.show("trigger", begin, stop)
        draft.show("action", begin, stop)
        draft.show("instrument", begin, stop)
        draft.show("title", a, b)
        draft.show("subject", a, b)
        for side in parties:
            draft.show("parties", side.start, side.end)
        phrase = Phrase(row[0].start, row[end - 1].end, Head(match.start(), match.end(), "agreement", False), (0, 0))
        self._date(state, line, act, phrase, draft)
        state.drafts.append((line.span.start, draft))

    # -- one act ---------------------------------------------------------------------------------------------

    def _emit(self, state: _State, line: Line, act: Act, phrase: Phrase) -> None:
        known = self._antecedent(state, phrase)
        when = self._nearest(line, act, phrase)
        parties = state.parties.of(line, act, phrase, known.parties if known else [], when.span if when else None)
        if not self._enough(parties, act, phrase, known):
            return
        if phrase.instrument == "document" and not act.passive and not known:
            if len(sides(state.parties.subject(line, act))) == 1 and not parties[0].code.startswith("org:"):
                return
        if phrase.instrument == "statement" and not self._is_joint(line, phrase, parties):
            return
        topics = phrase.topics if phrase.head.plural and len(phrase.topics) > 1 else [None]
        for topic in topics:
            self._add(state, line, act, phrase, parties, known, topic)
        if known is None and not phrase.bare:
            self._remember(state, line, phrase, parties)

    def _enough(self, parties: list[Side], act: Act, phrase: Phrase, known: Known | None) -> bool:
        if len(parties) >= 2:
            return True
        if len(parties) == 1:
            return (
                parties[0].code.startswith("org:") and act.told in ("signed", "adopted")
                or act.told in ("ratified", "terminated", "suspended")
                or phrase.instrument == "treaty"
            )
        return False

    def _is_joint(self, line: Line, phrase: Phrase, parties: list[Side]) -> bool:
        words = line.masked[phrase.start : phrase.head.end]
        return len(parties) >= 2 and not self._words.cue("unilateral").search(words.rsplit(" ", 1)[0])

    def _draft(
        self,
        state: _State,
        line: Line,
        act: Act,
        phrase: Phrase,
        parties: list[Side],
        known: Known | None,
        topic: tuple[int, int] | None,
    ) -> AgreementDraft | None:
        title, subject, span = self._title(state.document, line, phrase, topic)
        instrument = phrase.instrument
        if known is not None:
            title, subject, span = known.title, known.subject, known.title_span
            instrument = known.instrument if phrase.instrument == "document" else phrase.instrument
        count = phrase.count if phrase.head.plural and not phrase.topics[1:] and topic is None else None
        if phrase.head.plural and phrase.bare and known is None and not count and topic is None:
            return None
        begin, end = line.offsets(act.start, act.end)
        draft = AgreementDraft(
            parties=[side.code for side in parties],
            start=begin,
            rule=act.rule,
            confidence=_CONFIDENCE[act.action],
            instrument=instrument,
            action=act.action,
            title=title or None,
            subject=subject,
            count=count,
        )
        draft.show("trigger", begin, end)
        head = line.offsets(phrase.head.start, phrase.head.end)
        draft.show("instrument", *head)
        draft.show("action", begin, end)
        for side in parties:
            draft.show("parties", side.start, side.end)
        if span and title:
            draft.show("title", *span)
            if subject:
                draft.show("subject", *span)
        if count:
            draft.show("count", *line.offsets(phrase.start, phrase.head.end))
        self._date(state, line, act, phrase, draft)
        self._value(line, phrase, draft)
        return draft

    def _title(
        self, document: Document, line: Line, phrase: Phrase, topic: tuple[int, int] | None
    ) -> tuple[str, str | None, tuple[int, int] | None]:
        """Title, subject and their span in the clean text."""
        chosen = topic or (phrase.topics[0] if phrase.topics else None)
        if chosen is not None:
            a, b = line.offsets(*chosen)
            text = _clean(document.text[a:b])
            return text, text, (a, b)
        if phrase.bare:
            a, b = line.offsets(*phrase.name)
            return _clean(document.text[a:b]), None, (a, b)
        a, b = line.offsets(*phrase.name)
        return _clean(document.text[a:b]), None, (a, b)

    # -- reference -------------------------------------------------------------------------------------------

    def _antecedent(self, state: _State, phrase: Phrase) -> Known | None:
        """The instrument that a bare definite phrase ("the treaty", "the document") refers to."""
        if not (phrase.definite and phrase.bare) or phrase.head.plural:
            return None
        for known in reversed(state.known):
            if phrase.instrument in ("document", known.instrument):
                return known
        return None

    def _remember(self, state: _State, line: Line, phrase: Phrase, parties: list[Side]) -> None:
        title, subject, span = self._title(state.document, line, phrase, None)
        state.known.append(Known(phrase.instrument, title, subject, span, parties if len(parties) >= 2 else []))

    # -- without an act --------------------------------------------------------------------------------------

    def _itself(self, state: _State, line: Line, phrases: list[Phrase], used: set[int]) -> None:
        """A title that names the text itself: "Joint Statement of X and Y on …"."""
        for phrase in phrases[:1]:
            words = line.masked[phrase.start : phrase.head.end]
            if phrase.instrument not in ("statement", "declaration", "memorandum"):
                return
            if phrase.instrument != "memorandum" and not self._words.cue("joint-text").search(words):
                return
            act = Act(phrase.head.start, phrase.head.end, "adopted", "text-itself", told="adopted")
            if phrase.instrument == "memorandum":
                act.action = act.told = "signed"
            if phrase.start > 40:
                return
            parties = sides(phrase.parties)
            if len(parties) < 2:
                parties = self._lead_parties(state) or parties
            if len(parties) < 2 and not any(side.code.startswith("org:") for side in parties):
                return
            used.add(id(phrase))
            draft = self._draft(state, line, act, phrase, parties, None, None)
            if draft is not None:
                state.drafts.append((line.span.start, draft))

    def _lead_parties(self, state: _State) -> list[Side]:
        """Whose joint text it is, as its first sentences say ("X, Y and Z issue the following joint statement")."""
        for line in state.document.lines[1:6]:
            found = sides([m for m in line.actors if m.kind in ("country", "org", "body")])
            if len(found) >= 2 and self._words.cue("text-of").search(line.masked):
                return found
        for line in state.document.lines[1:6]:
            found = sides([m for m in line.actors if m.kind in ("country", "org", "body", "person")])
            if len(found) >= 2:
                return found[:2]
        return []

    def _historic(self, state: _State, line: Line, phrase: Phrase) -> None:
        """ "the 1992 Friendship Treaty": signed in that year."""
        when = next((w for w in line.dates if line.masked_index(w.start) in phrase.dates), None)
        if when is None or when.span.start.year < 1900:
            return
        act = Act(phrase.head.start, phrase.head.end, "signed", "dated-instrument", told="signed")
        parties = state.parties.of(line, None, phrase, [])
        if len(parties) < 2:
            return
        draft = self._draft(state, line, act, phrase, parties, None, None)
        if draft is not None:
            draft.date = when.span
            draft.confidence = 0.6
            draft.show("date", when.start, when.end)
            state.drafts.append((line.span.start, draft))
        self._remember(state, line, phrase, parties)

    # -- slots -----------------------------------------------------------------------------------------------

    def _date(self, state: _State, line: Line, act: Act, phrase: Phrase, draft: AgreementDraft) -> None:
        own = set(phrase.dates)
        if anniversary := self._words.cue("anniversary").search(line.masked[max(0, phrase.start - 70) : phrase.start + 4]):
            anchor = state.document.anchor
            if anchor is not None:
                draft.date = year_span(max(FIRST_YEAR, anchor.year - int(anniversary[1])))
                draft.show("date", *line.offsets(max(0, phrase.start - 70) + anniversary.start(1), phrase.start))
            return
        best = self._nearest(line, act, phrase)
        if best is not None:
            planned = act.action == "planned"
            span = (best.ahead or best.span) if planned else best.span
            anchor = state.document.anchor
            if not planned and anchor and span.start > anchor + timedelta(days=3):
                return
            draft.date = span
            draft.show("date", best.start, best.end)
            return
        if draft.date is None and phrase.dates and act.told == "signed":
            when2 = next((w for w in line.dates if line.masked_index(w.start) in own), None)
            if when2 is not None:
                draft.date = when2.span
                draft.show("date", when2.start, when2.end)
                return
        if not (act.nominal and phrase.bare):
            self._date_of_occasion(state, act, draft)

    @staticmethod
    def _nearest(line: Line, act: Act, phrase: Phrase) -> When | None:
        """The date in the clause of the act that stands nearest to it; one behind it is likelier to be meant.

        Dates inside a phrase ("the 1992 treaty", "cooperation in 2005–2015") are not those of the act.
        """
        best: When | None = None
        nearest = 10_000
        for when in line.dates:
            at = line.masked_index(when.start)
            if at in phrase.dates or at >= act.limit or at < act.subject:
                continue
            if any(p.start <= at < p.end for p in (phrase, *act.phrases)) or (phrase.start <= at < act.start):
                continue
            before = line.masked[max(0, at - 14) : at].lower()
            if re.search(r"\b(?:since|until|till|from|after|before|for)\s+(?:the\s+)?$", before):
                continue
            distance = at - act.end if at >= act.end else (act.start - at) * 2
            between = line.masked[act.end : at] if at >= act.end else line.masked[at : act.start]
            if ";" in between or (at >= act.end and re.search(r"\b(?:which|that|who|where|said)\b", between)):
                continue
            if distance < nearest:
                best, nearest = when, distance
        return best

    def _date_of_occasion(self, state: _State, act: Act, draft: AgreementDraft) -> None:
        anchor = state.document.anchor
        parties = set(draft.parties)
        planned = act.action == "planned"
        for meeting in sorted(state.meetings, key=lambda m: abs(m.start - draft.start)):
            if meeting.date is None or not parties & set(meeting.parties):
                continue
            if planned != (meeting.status == "planned"):
                continue
            if not set(meeting.parties) <= parties and not parties <= set(meeting.parties):
                continue
            draft.date = meeting.date
            span = next((e for e in meeting.evidence if e.slot == "date"), None)
            if span:
                draft.show("date", span.start, span.end)
            return
        if not planned and anchor is not None and act.action in ("signed", "adopted", "ratified", "agreed", "extended"):
            draft.date = single(anchor)
            draft.show("date", *_trigger(draft))

    def _value(self, line: Line, phrase: Phrase, draft: AgreementDraft) -> None:
        for amount in line.amounts:
            if amount.currency is None:
                continue
            at = line.masked_index(amount.start)
            inside = at in phrase.sums or (phrase.end <= at <= phrase.end + 40 and re.search(
                r"\b(?:worth|valued at|totall?ing|amounting to|of)\s+(?:\w+\s+){0,3}$", line.masked[phrase.end - 8 : at]))
            if inside:
                draft.value = Money(amount=amount.value, currency=amount.currency)
                draft.show("value", amount.start, amount.end)
                return


def _trigger(draft: AgreementDraft) -> tuple[int, int]:
    return next((e.start, e.end) for e in draft.evidence if e.slot == "trigger")


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,.;:“”\"'«»()")


__all__ = ["AgreementReader", "Action", "DateSpan", "Place", "date"]
