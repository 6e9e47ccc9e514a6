"""Between whom an act is: from the phrase, the clause, the occasion, in this order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from schemas.report import DateSpan
from streams.extract.agreements.acts import Act
from streams.extract.agreements.phrase import Phrase
from streams.extract.agreements.vocabulary import Vocabulary
from streams.extract.document import CLASSES, Document, Line
from streams.extract.drafts import MeetingDraft
from streams.extract.mention import Mention

_ACTORS = re.compile(CLASSES["A"])
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
    """Finds the parties of acts in one document."""

    def __init__(self, vocabulary: Vocabulary, document: Document, meetings: list[MeetingDraft]) -> None:
        self._words = vocabulary
        self._document = document
        self._listed = vocabulary.cue("listed-actor")
        self._meetings = [
            m for m in meetings if len(m.parties) >= 2 or (m.parties[:1] and m.parties[0].startswith("org:"))
        ]
        self.focus = self._focus()

    def _focus(self) -> list[Side]:
        """The two countries that the title is about or, where it names none, the first sentence."""
        for line in self._document.lines[:2]:
            found = [s for s in sides(line.mentions(0, len(line.masked), "AJ")) if ":" not in s.code]
            if found:
                return found if len(found) == 2 else []
        return []

    def subject(self, line: Line, act: Act) -> list[Mention]:
        """Who acts: the actors right before the act, else those of the clause before it."""
        clause = line.masked[act.subject : act.start]
        cut = max((clause.rfind(mark) for mark in (";", ":", "“", '"', "—")), default=-1) + 1
        near = self._words.cue("near").search(clause, cut)
        if near:
            cut = near.start(1)
        elif act.nominal:
            owner = self._words.cue("owner").search(clause, cut)
            return line.mentions(act.subject + owner.start(1), act.subject + owner.end(1), "A") if owner else []
        found: list[Mention] = []
        for match in _ACTORS.finditer(clause, cut):
            before = clause[cut : match.start()].rstrip(" ")
            words = re.findall(r"[^\W_]+", before[-40:])
            article = words and words[-1].lower() in ("the", "a")
            last = words[-2:-1] if article else words[-1:]
            joined = before.endswith((",", "and", "&", "-", "–", "/")) and found
            if last and self._words.has("preposition", last[0].lower()) and not joined:
                continue
            found.extend(line.mentions(act.subject + match.start(), act.subject + match.end(), "A"))
        return found

    def agent(self, line: Line, act: Act) -> list[Mention]:
        """Who acts, behind a passive: "by X and Y", "between X and Y", "with X"."""
        right = line.masked[act.end : act.end + 160]
        found: list[Mention] = []
        for match in self._words.cue("agent").finditer(right):
            k = match.end()
            if re.search(r"[;.]\s", right[:k]):
                break
            while k < len(right):
                actor = self._listed.match(right, k)
                if actor is None:
                    break
                found.extend(line.mentions(act.end + actor.start(1), act.end + actor.end(1), "ALJ"))
                k = actor.end()
            if found:
                break
        return found

    def of(
        self, line: Line, act: Act | None, phrase: Phrase, known: list[Side], when: DateSpan | None = None
    ) -> list[Side]:
        """The parties of an act upon what the phrase names; `known` are those of its antecedent.

        `when` is the date of the act, where its clause gives one.
        """
        named = sides(phrase.parties)
        partners = sides(phrase.partners)
        acting = sides(self.agent(line, act) if act.passive else self.subject(line, act)) if act else []
        if act and not act.passive and len(acting) < 2 and not partners:
            partners = sides(self.agent(line, act))
        if act and self._words.cue("accession").search(line.masked, phrase.head.start, phrase.head.end):
            return _join(acting, sides(line.mentions(phrase.start, phrase.end, "ALJ")))
        if len(named) >= 2:
            return named
        if partners:
            return self._completed(_join(acting or named, partners), line, act, when)
        if len(known) >= 2:
            return known
        if len(acting) >= 2:
            return acting
        joined = _join(named, acting)
        if len(joined) >= 2:
            return joined
        known_codes = self._words.known_parties(self._text(line, phrase))
        if known_codes and len(joined) < 2:
            span = line.offsets(phrase.start, phrase.end)
            return _join(joined, [Side(code, *span) for code in known_codes])
        if joined and act and act.told in ("ratified", "terminated", "suspended"):
            return joined
        if act and (act.told == "ratified" or (act.rule.endswith("-noun") and act.told in ("terminated", "suspended"))):
            return sides(line.mentions(0, act.start, "A"))[:1]
        completed = self._completed(joined, line, act, when)
        if not completed and act is not None:
            inside = line.mentions(phrase.start, phrase.end, "A")
            return sides([m for m in inside if m.kind == "org"])
        return completed

    def _text(self, line: Line, phrase: Phrase) -> str:
        begin, end = line.offsets(phrase.start, max(phrase.end, phrase.start + 1))
        return self._document.text[begin:end]

    def _is_near(self, meeting: MeetingDraft, line: Line) -> bool:
        """Whether the text still speaks of the meeting: it is that of the title, or told a few paragraphs before."""
        if meeting.start <= self._document.article.title_end:
            return True
        at = next((o.span.paragraph for o in self._document.lines if meeting.start < o.span.end), 0)
        return line.span.paragraph - at <= (_NEAR if len(meeting.parties) >= 2 else 2)

    def _completed(self, one: list[Side], line: Line, act: Act | None, when: DateSpan | None) -> list[Side]:
        """The occasion's or the article's parties, where the one known is among them."""
        codes = {side.code for side in one}
        if len(codes) >= 2 or (act and act.told in ("agreed", "suspended", "terminated")):
            return one
        for meeting in sorted(self._meetings, key=lambda m: (len(m.parties) < 2, -m.start)):
            if act is None or meeting.start > line.span.end or not codes <= set(meeting.parties):
                continue
            if when and meeting.date and not _close(when, meeting.date):
                continue
            if codes or self._is_near(meeting, line):
                return _sides_of(meeting)
        if len(self.focus) >= 2 and codes <= {s.code for s in self.focus} and (act is None or act.told != "adopted"):
            return self.focus
        return one


def _close(one: DateSpan, other: DateSpan) -> bool:
    slack = timedelta(days=7)
    return one.start - slack <= other.end and other.start - slack <= one.end


def _sides_of(meeting: MeetingDraft) -> list[Side]:
    """The parties of a meeting, with the characters that say them as far as they can be told apart."""
    spans = sorted({(e.start, e.end) for e in meeting.evidence if e.slot == "parties"}) or [
        (meeting.start, meeting.start + 1)
    ]
    return [Side(code, *spans[min(n, len(spans) - 1)]) for n, code in enumerate(meeting.parties)]


def _join(one: list[Side], other: list[Side]) -> list[Side]:
    codes = {side.code for side in one}
    return [*one, *(side for side in other if side.code not in codes)]
