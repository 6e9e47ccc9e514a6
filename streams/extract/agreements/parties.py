"""Between whom an act is: from the phrase, the clause, the occasion, in this order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from schemas.slots import DateSpan
from streams.extract.agreements.acts import Act
from streams.extract.agreements.matcher import Token, tokens
from streams.extract.agreements.phrase import Phrase, stands_for
from streams.extract.agreements.vocabulary import Vocabulary
from streams.extract.document import Document, Line
from streams.extract.drafts import MeetingDraft
from streams.extract.mention import Mention

_CLAUSE, _AGENT = 300, 160
"""Masked characters before an act that may name who acts, and behind a passive."""
_TITLE = 200
"""Masked characters of the first sentence that may name the organisation it is about."""
_FULL_STOP = re.compile(r"[;.]\s")
_SLACK = timedelta(days=7)
"""Between an act and a meeting at which it may have been done."""
_AHEAD = 400
"""Characters behind a sentence in which the meeting that it speaks of may be told."""
_NEWS = timedelta(days=40)
"""Before its publication within which news tell what was done."""
_NEAR = 6
"""Paragraphs behind a meeting in which "an agreement was signed" is taken to be signed there."""


@dataclass(frozen=True, slots=True)
class Side:
    """A code and the characters that say it."""

    code: str
    start: int
    end: int


def sides(mentions: list[Mention]) -> list[Side]:
    """The codes of mentions, each once, in order."""
    found: dict[str, Side] = {}
    for mention in mentions:
        for code in mention.codes:
            found.setdefault(code, Side(code, mention.start, mention.end))
    return list(found.values())


class PartyFinder:
    """Finds the parties of acts in one document; `lead` are the codes that its first two sentences name."""

    def __init__(self, vocabulary: Vocabulary, document: Document, meetings: list[MeetingDraft]) -> None:
        self._words = vocabulary
        self._document = document
        self._listed = vocabulary.cue("listed-actor")
        self._meetings = [
            m for m in meetings if len(m.parties) >= 2 or (m.parties[:1] and m.parties[0].startswith("org:"))
        ]
        self.focus = self._focus()
        self.body = self._body()
        self.lead = {side.code for line in document.lines[:2] for side in sides([*line.actors, *line.places])}

    def _focus(self) -> list[Side]:
        """The two countries that the title is about or, where it names none, the first sentence."""
        for line in self._document.lines[:2]:
            for classes in ("AJ", "AJL"):
                named = sides(line.mentions(0, len(line.masked), classes))
                found = [side for side in named if ":" not in side.code]
                if len(found) == 2:
                    return found
                if len(named) == 2 and classes == "AJ":
                    return named
            if named:
                return []
        return []

    def _body(self) -> list[Side]:
        """The organisation that the title is about, where it names nobody else."""
        named = sides(self._document.lines[0].mentions(0, _TITLE, "AJL")) if self._document.lines else []
        return named if len(named) == 1 and named[0].code.startswith("org:") else []

    def subject(self, line: Line, act: Act) -> list[Mention]:
        """Who acts: the actors right before the act, else those of the clause before it."""
        begin = max(act.subject, act.start - _CLAUSE)
        clause = line.masked[begin : act.start]
        cut = max(clause.rfind(mark) for mark in ';:“"—') + 1
        row = [token for token in tokens(clause) if token.start >= cut]
        near = self._right_before(row)
        if near:
            return [m for t in near for m in line.mentions(begin + t.start, begin + t.end, "A")]
        if act.nominal:
            owner = self._words.cue("owner").search(clause, cut)
            return line.mentions(begin + owner.start(1), begin + owner.end(1), "A") if owner else []
        found: list[Mention] = []
        for k, token in enumerate(row):
            if stands_for(token, "A") and (self._is_free(row, k) or (found and self._joins(row[k - 1]))):
                found.extend(line.mentions(begin + token.start, begin + token.end, "A"))
        return found

    def _joins(self, token: Token) -> bool:
        return token.text in ",-–/" or self._words.has("and", token.low)

    def _is_free(self, row: list[Token], k: int) -> bool:
        """Whether no preposition stands before token k ("in", "of the"), so that it can be a subject."""
        before = k - 2 if k and self._words.has("article", row[k - 1].low) else k - 1
        return before < 0 or not self._words.has("preposition", row[before].low)

    def _right_before(self, row: list[Token]) -> list[Token]:
        """The actors that the row ends with, auxiliaries and adverbs passed over: "X and Y have today"."""
        k = len(row)
        while k and (self._words.has("auxiliary", row[k - 1].low) or stands_for(row[k - 1], "DL")):
            k -= 1
        found: list[Token] = []
        while k and (stands_for(row[k - 1], "A") or self._words.has("actor-link", row[k - 1].low)):
            k -= 1
            if stands_for(row[k], "A"):
                found.insert(0, row[k])
        at = next((n for n in range(k, len(row)) if found and row[n] is found[0]), 0)
        before = at - 2 if at > 1 and self._words.has("article", row[at - 1].low) else at - 1
        if found and before >= 0 and self._words.has("locative", row[before].low):
            del found[0]  # "X and Y in Z signed"
        return found

    def agent(self, line: Line, act: Act) -> list[Mention]:
        """Who acts, behind a passive: "by X and Y", "between X and Y", "with X"."""
        limit = act.limit if act.reduced else len(line.masked)
        right = line.masked[act.end : min(limit, act.end + _AGENT)]
        for match in self._words.cue("agent").finditer(right):
            if _FULL_STOP.search(right, 0, match.end()):
                break
            found: list[Mention] = []
            k = match.end()
            while (actor := self._listed.match(right, k)) is not None:
                found.extend(line.mentions(act.end + actor.start(1), act.end + actor.end(1), "ALJ"))
                k = actor.end()
            if found:
                return found
        return []

    def of(
        self, line: Line, act: Act | None, phrase: Phrase, known: list[Side], when: DateSpan | None = None
    ) -> list[Side]:
        """The parties of an act upon what the phrase names; `known` are those of its antecedent.

        `when` is the date of the act, where its clause gives one.
        """
        named, partners, acting = self._told(line, act, phrase)
        if act and self._words.cue("accession").search(line.masked, phrase.head.start, phrase.head.end):
            return _join(acting, sides(line.mentions(phrase.start, phrase.end, "ALJ")))
        if len(named) >= 2:
            return named
        joined = _join(acting or named, partners) if partners else _join(named, acting)
        for several in (joined,) if partners else (known, acting, joined):
            if len(several) >= 2:
                return several
        famous = self._words.known_parties(self._text(line, phrase))
        if famous:
            span = line.offsets(phrase.start, phrase.end)
            return _join(joined, [Side(code, *span) for code in famous])
        if act and not partners and act.told in ("ratified", "terminated", "suspended"):
            if not joined and (act.told == "ratified" or act.rule.endswith("-noun")):
                return sides(line.mentions(0, act.start, "A"))[:1]  # "signed a law on the ratification of"
            if joined:
                return joined
        if act and not joined:
            there = self._in_sentence(line, act, phrase)
            if len(there) >= 2:
                return there
        completed = self.completed(joined, line, act, when)
        if not completed and act is not None:
            return sides([m for m in line.mentions(phrase.start, phrase.end, "A") if m.kind == "org"])
        return completed

    def _told(self, line: Line, act: Act | None, phrase: Phrase) -> tuple[list[Side], list[Side], list[Side]]:
        """Who is named in the phrase, behind its "with", and as acting."""
        named, partners = sides(phrase.parties), sides(phrase.partners)
        if act is None:
            return named, partners, []
        if act.passive:
            return named, partners, sides(self.agent(line, act))
        subject = self.subject(line, act)
        inside = line.mentions(act.start, act.end, "A") if act.rule == "planned-adjective" else []
        acting = sides([*(subject[:1] if inside else subject), *inside])  # "talks with X on a treaty"
        if subject and all(mention.kind == "group" for mention in subject):
            before = line.mentions(act.subject, line.masked_index(subject[0].start), "A")
            there = sides(before)
            acting = there if len(there) == 2 else acting  # "X met Y in Rome, where the two sides signed"
        if len(acting) < 2 and not partners:
            partners = sides(self.agent(line, act))
        return named, partners, acting

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

    @staticmethod
    def _in_sentence(line: Line, act: Act, phrase: Phrase) -> list[Side]:
        """Whom the rest of the sentence names: "X will sell Y oil under a pact signed in Rome"."""
        if act.reduced:
            before, behind = line.mentions(0, phrase.start, "A"), line.mentions(phrase.end, len(line.masked), "A")
            there = sides([*before, *behind])
            return there if len(there) == 2 else []
        return [] if act.passive or act.nominal else sides(line.mentions(0, act.start, "A"))

    def completed(self, one: list[Side], line: Line, act: Act | None, when: DateSpan | None) -> list[Side]:
        """The occasion's or the article's parties, where the one known is among them."""
        codes = {side.code for side in one}
        if len(codes) >= 2 or (act and act.told in ("suspended", "terminated")):
            return one
        if act and act.action == "planned" and one and not act.nominal:
            there = [s for s in sides(line.mentions(0, len(line.masked), "AL")) if ":" not in s.code]
            others = [side for side in there if side.code not in codes]
            if len(others) == 1:
                return _join(one, others)  # "Mr Li leaves for Peru, where he will sign a trade deal"
        dated = self._occasion(codes, line, act, when, sure=when is not None) if act else None
        if dated is not None:
            return _sides_of(dated)
        if len(self.focus) >= 2 and codes <= {s.code for s in self.focus} and (act is None or act.told != "adopted"):
            return self.focus
        undated = self._occasion(codes, line, act, when, sure=False) if act and when and codes else None
        if undated is not None:
            return _sides_of(undated)
        pairs = [m for m in self._meetings if codes and codes < set(m.parties) and len(m.parties) == 2]
        if act and when and pairs and all(set(m.parties) == set(pairs[0].parties) for m in pairs):
            return _sides_of(pairs[0])
        return self.body if act and not codes else one

    def _occasion(
        self, codes: set[str], line: Line, act: Act, when: DateSpan | None, *, sure: bool
    ) -> MeetingDraft | None:
        """The meeting at which the act was done: the nearest before it, else one told right behind.

        `sure` asks for a meeting whose date is known to be that of the act, `when`.
        """
        here = line.span.end

        def rank(meeting: MeetingDraft) -> tuple[bool, bool, int]:
            alone = len(meeting.parties) < 2 and not self.body
            return alone, meeting.start > here, abs(meeting.start - here)

        for meeting in sorted(self._meetings, key=rank):
            if meeting.start > here + _AHEAD or not codes <= set(meeting.parties):
                continue
            if meeting.start > here and (meeting.status == "planned") != (act.action == "planned"):
                continue
            if (sure and meeting.date is None) or (when and meeting.date and not _close(when, meeting.date)):
                continue
            if when is None and self._is_past(meeting):
                continue
            if codes or self._is_near(meeting, line):
                return meeting
        return None


def _close(one: DateSpan, other: DateSpan) -> bool:
    return one.start - _SLACK <= other.end and other.start - _SLACK <= one.end


def _sides_of(meeting: MeetingDraft) -> list[Side]:
    """The parties of a meeting, with the characters that say them as far as they can be told apart."""
    spans = sorted({(e.start, e.end) for e in meeting.evidence if e.slot == "parties"}) or [
        (meeting.start, meeting.start + 1)
    ]
    return [Side(code, *spans[min(n, len(spans) - 1)]) for n, code in enumerate(meeting.parties)]


def _join(one: list[Side], other: list[Side]) -> list[Side]:
    codes = {side.code for side in one}
    return [*one, *(side for side in other if side.code not in codes)]
