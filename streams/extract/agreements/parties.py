"""Between whom an act is: from the phrase, the clause, the occasion, in this order."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from schemas.slots import DateSpan
from streams.extract.agreements.act import ENDING, Act
from streams.extract.agreements.clause import ClauseReader
from streams.extract.agreements.phrase import Phrase
from streams.extract.agreements.sides import Side, join, sides
from streams.extract.agreements.vocabulary import Vocabulary
from streams.extract.document import Document, Line
from streams.extract.drafts import MeetingDraft
from streams.extract.holders import former_state
from streams.extract.lazy import keeping, lazy
from streams.extract.mention import Mention

_TITLE = 200
"""Masked characters of the first sentence that may name the organisation it is about."""
_SLACK = timedelta(days=7)
"""Between an act and a meeting at which it may have been done."""
_AHEAD = 400
"""Characters behind a sentence in which the meeting that it speaks of may be told."""
_NEWS = timedelta(days=40)
"""Before its publication within which news tell what was done."""
_FEW = 4
"""Parties of a well-known instrument beyond which one of them leaves it, or ratifies it, by itself."""
_SESSION = 4
"""Parties of a meeting beyond which one of them acts by itself rather than with all others."""
_EVER = 8
"""Masked characters before an act in which "ever" stands."""
_BY = 60
"""Masked characters behind "ratified" in which stands by whose law."""
_WAY = 60
"""Characters between a session and the visit of one who travels to it."""
_NEAR = 6
"""Paragraphs behind a meeting in which "an agreement was signed" is taken to be signed there."""


@keeping
class PartyFinder:
    """Finds the parties of acts in one document."""

    def __init__(self, vocabulary: Vocabulary, document: Document, meetings: list[MeetingDraft]) -> None:
        self._words = vocabulary
        self._document = document
        self.clause = ClauseReader(vocabulary)
        sessions = [m for m in meetings if len(m.parties) == 1 and m.parties[0].startswith("org:")]
        visits = [m for m in meetings if len(m.parties) >= 2 and not _is_for(m, sessions)]
        self._meetings = [*visits, *sessions]

    @lazy
    def lead(self) -> set[str]:
        """The codes that the first two sentences name."""
        return {side.code for line in self._document.lines[:2] for side in sides([*line.actors, *line.places])}

    @lazy
    def focus(self) -> list[Side]:
        """The two countries that the title is about or, where it names none, the first sentence."""
        for line in self._document.lines[:2]:
            pair = self._words.cue("title-pair").match(line.masked)
            if pair is not None:
                listed = sides([*line.mentions(*pair.span(1), "AJL"), *line.mentions(*pair.span(2), "AJL")])
                if len(listed) == 2:
                    return listed
            aside = self.clause.bystanders(line)
            away = not line.span.paragraph or any(mention.kind == "person" for mention in line.actors)
            for classes in ("AJ", "AJL"):
                there = line.mentions(0, len(line.masked), classes)
                # Where states act the town of it is theirs only by chance.
                named = sides([m for m in there if self._acts(line, m, away=away or classes == "AJ")])
                named = [side for side in named if side.code not in aside]
                found = [side for side in named if ":" not in side.code]
                if len(found) == 2:
                    return found
                if len(named) == 2 and classes == "AJ":
                    return named
            if named:
                return []
        return []

    def _acts(self, line: Line, mention: Mention, *, away: bool) -> bool:
        """Whether a mention can stand for a state: no town where only by chance ("signed in Geneva")."""
        if mention.kind != "city":
            return True
        before = line.masked[: line.masked_index(mention.start)].split()[-1:]
        return away and not any(self._words.has("locative", word.lower()) for word in before)

    @lazy
    def body(self) -> list[Side]:
        """The organisation that the title is about, where it names nobody else."""
        named = sides(self._document.lines[0].mentions(0, _TITLE, "AJL")) if self._document.lines else []
        return named if len(named) == 1 and named[0].code.startswith("org:") else []

    @lazy
    def _listed(self) -> list[Side]:
        """Whom the article lists as those of an instrument first: "the signatories are A and B"."""
        for line in self._document.lines:
            if self._words.turns(line.text).word("signatories").search(line.masked):
                found = sides(line.mentions(0, len(line.masked), "AL"))
                if len(found) >= 2:
                    return found
        return []

    def of(
        self, line: Line, act: Act | None, phrase: Phrase, known: list[Side], when: DateSpan | None = None
    ) -> list[Side]:
        """The parties of an act upon what the phrase names; `known` are those of its antecedent.

        `when` is the date of the act, where its clause gives one.
        """
        if act is not None and self.clause.is_private(line, act, phrase):
            return []
        named, partners, acting = self.clause.told(line, act, phrase)
        unique = act is not None and self._words.cue("ever").search(line.masked, max(0, act.start - _EVER), act.start)
        known = [] if unique else known
        if act and (entered := self._entered(line, act, phrase)) is not None:
            return join(acting, entered)
        if len(named) >= 2:
            return named
        if partners and not (acting or named) and act is not None and not act.nominal:
            acting = self._it(line)
            if not acting and act.rule.endswith("-base"):  # "X's parliament passed a bill to suspend the pact with Y"
                acting = sides(self.clause.leading(line, act.start))
        joined = join(acting or named, partners) if partners else join(named, acting)
        several_agents = act is not None and act.passive and len(acting) > max(2, len(known))
        told = (acting,) if several_agents else (known, acting, joined)  # "a statement signed by A, B and C"
        for several in (joined,) if partners else told:
            if len(several) >= 2:
                return several
        if unique:
            return joined  # "the worst deal ever made"
        if self._words.cue("lone-statement").fullmatch(line.masked, phrase.start, phrase.head.end):
            session = self._around(line, act, phrase, joined, when) if act is not None and not joined else []
            return session if len(session) == 1 else joined  # what one side states is of nobody else
        famous = self._words.known_parties(self._text(line, phrase))
        if len(famous) > _FEW and act is not None and (act.told == "ratified" or act.told in ENDING):
            whose = joined or (sides(line.mentions(0, act.start, "A"))[:1] if act.told == "ratified" else [])
            famous = () if whose else famous
            joined = whose
        if famous:
            span, day = line.offsets(phrase.start, phrase.end), self._document.anchor
            codes = [former_state(code, day) for code in famous] if day is not None else famous
            return join(joined, [Side(code, *span) for code in codes])
        return self._elsewhere(line, act, phrase, joined, when, alone=not partners)

    def _elsewhere(
        self, line: Line, act: Act | None, phrase: Phrase, joined: list[Side], when: DateSpan | None, *, alone: bool
    ) -> list[Side]:
        """The parties where the clause tells but those `joined`; `alone` where it names no partner either."""
        if self.is_of_others(line, phrase):
            return joined
        if act is None:
            return self.completed(joined, line, None, when)
        if alone and (act.told == "ratified" or act.told in ENDING):
            if not joined and (act.told == "ratified" or act.rule.endswith("-noun")):
                return sides(line.mentions(0, act.start, "A"))[:1]  # "signed a law on the ratification of"
            if joined:
                return join(joined, self._assenting(line, act)) if _are_bodies(joined) else joined
        if self.clause.is_strangers(line, act, phrase):
            return joined
        return self._around(line, act, phrase, joined, when)

    @staticmethod
    def _assenting(line: Line, act: Act) -> list[Side]:
        """Who ratifies what an organisation's members agreed: "signed a law on the ratification of a UN convention"."""
        if act.told != "ratified":
            return []
        before = sides(line.mentions(0, act.start, "A")) or sides(line.mentions(act.end, act.end + _BY, "A"))
        return [side for side in before if not side.code.startswith("org:")][:1]

    def is_of_others(self, line: Line, phrase: Phrase) -> bool:
        """Whether those whom the article is about have no side in it: it is between parties of one country.

        Nor has the state of a press service one in the cease-fire of which it speaks with those who fought.
        """
        if self._words.cue("domestic-sides").match(line.masked, phrase.head.end):
            return True
        home = self._document.home
        if not home or home[0] not in {side.code for side in self.focus}:
            return False
        return self._words.cue("peace-deal").search(line.masked, phrase.start, phrase.head.end) is not None

    def _it(self, line: Line) -> list[Side]:
        """Whom the "it" stands for that a sentence opens with: who acts in the sentence before."""
        if self._words.cue("it-opens").match(line.masked) is None:
            return []
        before = next((o for o in reversed(self._document.lines) if o.span.end <= line.span.start), None)
        return sides(self.clause.leading(before)) if before is not None else []

    def _entered(self, line: Line, act: Act, phrase: Phrase) -> list[Side] | None:
        """Whom a state joins: "accession to the WTO", "joined the treaty on the Union"; None where it joins nobody."""
        if self._words.cue("accession").search(line.masked, phrase.head.start, phrase.head.end):
            return sides(line.mentions(phrase.start, phrase.end, "ALJ"))
        if self._words.cue("joining").match(line.masked, act.start):
            return sides([m for m in line.mentions(phrase.start, phrase.end, "A") if m.kind == "org"])
        return None

    def _around(self, line: Line, act: Act, phrase: Phrase, joined: list[Side], when: DateSpan | None) -> list[Side]:
        """The parties that the rest of the sentence, the occasion or the article names."""
        if not joined:
            there = self.clause.in_sentence(line, act, phrase)
            if act.reduced and self._words.cue("under").search(line.masked, 0, phrase.start):
                before = [sides(line.mentions(0, phrase.start, classes)) for classes in ("A", "AL")]
                there = before[1] if len(before[0]) == 1 else there  # "leases a base in X under"
            if len(there) >= 2:
                return self._by_title(there, line, act)
            joined = there if act.reduced and not phrase.definite else joined
            if self.clause.is_brokered(line, act):
                return joined  # a mediator is told, and not whom he brought together
        if len(joined) == 1 and _are_bodies(joined) and phrase.instrument in ("declaration", "statement"):
            joint = self._words.cue("joint-text").search(line.masked, phrase.start, phrase.head.end)
            if not joint and not (act.passive or act.nominal):
                return joined  # "the G7 signed a declaration to defend X"
        completed = self.completed(joined, line, act, when)
        if len(completed) < 2 and {side.code for side in completed} < {side.code for side in self._listed}:
            return self._listed
        return completed or sides([m for m in line.mentions(phrase.start, phrase.end, "A") if m.kind == "org"])

    def _text(self, line: Line, phrase: Phrase) -> str:
        begin, end = line.offsets(phrase.start, max(phrase.end, phrase.start + 1))
        return self._document.text[begin:end]

    def _is_past(self, meeting: MeetingDraft) -> bool:
        """Whether the meeting was long before the news, so that an act without a date was not done there."""
        anchor = self._document.anchor
        return anchor is not None and meeting.date is not None and meeting.date.end < anchor - _NEWS

    def _is_near(self, meeting: MeetingDraft, line: Line) -> bool:
        """Whether the text still speaks of the meeting: it is that of the title, or told a few paragraphs before."""
        if meeting.start <= self._document.article.title_end:
            return True
        at = next((o.span.paragraph for o in self._document.lines if meeting.start < o.span.end), 0)
        return line.span.paragraph - at <= (_NEAR if len(meeting.parties) >= 2 else 2)

    def _by_title(self, there: list[Side], line: Line, act: Act) -> list[Side]:
        """The pair of the title where the lead names one of it and somebody else: what is signed may be about him."""
        shared = {side.code for side in there} & {side.code for side in self.focus}
        return self.focus if act.reduced and len(shared) == 1 and line.span.paragraph <= 1 else there

    def completed(self, one: list[Side], line: Line, act: Act | None, when: DateSpan | None) -> list[Side]:
        """The occasion's or the article's parties, where the one known is among them."""
        codes = {side.code for side in one}
        if len(codes) >= 2 or (act and act.told in ENDING):
            return one
        if act and (act.action == "planned" or act.told == "agreed") and one and not act.nominal:
            whom = "AL" if act.action == "planned" else "A"
            there = [s for s in sides(line.mentions(0, len(line.masked), whom)) if ":" not in s.code]
            others = [side for side in there if side.code not in codes]
            if len(others) == 1:
                return join(one, others)  # "Mr Li leaves for Peru, where he will sign a trade deal"
        dated = self._occasion(codes, line, act, when, sure=when is not None) if act else None
        if dated is not None:
            return _sides_of(dated)
        pair = {side.code for side in self.focus}
        if len(pair) >= 2 and codes <= pair and (act is None or act.told != "adopted"):
            # The state of a press service speaks of others' deals, too, but of its own where the two have met.
            met = any(pair <= set(meeting.parties) for meeting in self._meetings)
            told = codes and (met or not pair & set(self._document.home))
            return self.focus if told or not self._is_of_others(line, pair) else one
        undated = self._occasion(codes, line, act, when, sure=False) if act and when and codes else None
        if undated is not None:
            return _sides_of(undated)
        pairs = [m for m in self._meetings if codes and codes < set(m.parties) and len(m.parties) == 2]
        if act and when and pairs and all(set(m.parties) == set(pairs[0].parties) for m in pairs):
            return _sides_of(pairs[0])
        return self.body if act and not codes else one

    @staticmethod
    def _is_of_others(line: Line, pair: set[str]) -> bool:
        """Whether the sentence speaks of another country than the pair that the article is about."""
        there = {side.code for side in sides(line.mentions(0, len(line.masked), "AJL")) if ":" not in side.code}
        return bool(there - pair) and not pair <= there and not any(":" in code for code in pair)

    def _occasion(
        self, codes: set[str], line: Line, act: Act, when: DateSpan | None, *, sure: bool
    ) -> MeetingDraft | None:
        """The meeting at which the act was done: the nearest before it, else one told right behind.

        `sure` asks for a meeting whose date is known to be that of the act, `when`.
        """
        here = line.span.end
        pair = {side.code for side in self.focus}
        for meeting in sorted(self._meetings, key=partial(_rank, here, pair, bool(self.body))):
            if meeting.start > here + _AHEAD or not codes <= set(meeting.parties):
                continue
            if meeting.start > here and (meeting.status == "planned") != (act.action == "planned"):
                continue
            if (sure and meeting.date is None) or (when and meeting.date and not _close(when, meeting.date)):
                continue
            if when is None and self._is_past(meeting):
                continue
            if codes and len(meeting.parties) > _SESSION and not act.passive and not codes & pair:
                continue  # what one of many signs is not theirs
            if codes or self._is_near(meeting, line):
                return meeting
        return None


def _rank(here: int, pair: set[str], of_body: bool, meeting: MeetingDraft) -> tuple[bool, bool, bool, int]:
    """Meetings near the character `here`, and those of the pair that the article is about, come first."""
    alone = len(meeting.parties) < 2 and not of_body
    other = bool(pair) and set(meeting.parties) != pair
    return alone, other, meeting.start > here, abs(meeting.start - here)


def _are_bodies(parties: list[Side]) -> bool:
    return all(side.code.startswith("org:") for side in parties)


def _close(one: DateSpan, other: DateSpan) -> bool:
    return one.start - _SLACK <= other.end and other.start - _SLACK <= one.end


def _is_for(visit: MeetingDraft, sessions: list[MeetingDraft]) -> bool:
    """Whether a visit is only the way to a session of the same days, at which documents are signed."""
    return any(
        session.date == visit.date is not None and abs(session.start - visit.start) < _WAY for session in sessions
    )


def _sides_of(meeting: MeetingDraft) -> list[Side]:
    """The parties of a meeting, with the characters that say them as far as they can be told apart."""
    spans = sorted({(e.start, e.end) for e in meeting.evidence if e.slot == "parties"}) or [
        (meeting.start, meeting.start + 1)
    ]
    return [Side(code, *spans[min(n, len(spans) - 1)]) for n, code in enumerate(meeting.parties)]
