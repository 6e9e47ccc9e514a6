"""What goes on from sentence to sentence while an article is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from schemas.slots import Instrument
from streams.extract.agreements.act import Act
from streams.extract.agreements.parties import PartyFinder
from streams.extract.agreements.phrase import Phrase, Span
from streams.extract.agreements.sides import Side
from streams.extract.document import Document, Line
from streams.extract.drafts import AgreementDraft, MeetingDraft
from streams.extract.lazy import keeping, lazy

MAX_DRAFTS = 300
"""Agreements of one article; merging compares them in pairs. A chronicle has a few dozen."""
_FURTHER = 3
"""Paragraphs behind an agreement in which "a framework accord had been announced" is between the same parties."""


@dataclass(frozen=True, slots=True)
class Title:
    """What an instrument is called or about, in the article's words; `span` in the clean text."""

    text: str
    subject: str | None
    span: Span


@keeping
@dataclass(frozen=True)
class Known:
    """An instrument that the article has named, for the bare phrases ("the treaty") that come back to it.

    `several` stands for "the accords", where the article says no more of them. `named` gives whom it is between; most
    are never asked.
    """

    instrument: Instrument
    title: Title
    named: Callable[[], list[Side]]
    several: bool = False

    @lazy
    def parties(self) -> list[Side]:
        """Whom it is between; nobody where that is not known of both sides."""
        named = self.named()
        return named if len(named) >= 2 else []


@dataclass(frozen=True, slots=True)
class Listing:
    """An act upon several instruments that the following sentences may name; `opened` by a colon.

    `others` tells one upon a named instrument, behind which only "other documents" are of the same act.
    """

    act: Act
    phrase: Phrase
    parties: list[Side]
    paragraph: int
    opened: bool
    others: bool = False


@dataclass(slots=True)
class State:
    """An article being read; drafts come with the offset of their sentence.

    `spoken` are the parties of the act last told, with its paragraph; `unnamed` are drafts of "a number of documents".
    """

    document: Document
    parties: PartyFinder
    meetings: list[MeetingDraft]
    known: list[Known] = field(default_factory=list)
    drafts: list[tuple[int, AgreementDraft]] = field(default_factory=list)
    listing: Listing | None = None
    spoken: tuple[list[Side], int] = ([], 0)
    unnamed: list[tuple[int, AgreementDraft]] = field(default_factory=list)

    def further(self, line: Line) -> list[Side]:
        """The parties of the act told last, where the sentence stands near it; else none."""
        return self.spoken[0] if line.span.paragraph - self.spoken[1] <= _FURTHER else []

    def settle(self) -> None:
        """Adds "a number of documents" where the article names none between the same parties."""
        told = {frozenset(draft.parties) for _, draft in self.drafts if draft.action != "planned"}
        for at, draft in self.unnamed:
            parties = frozenset(draft.parties)
            if parties not in told and len(self.drafts) < MAX_DRAFTS:
                told.add(parties)
                self.drafts.append((at, draft))

    def add(self, line: Line, draft: AgreementDraft) -> None:
        """Adds a draft told by the sentence."""
        if len(self.drafts) < MAX_DRAFTS:
            self.drafts.append((line.span.start, draft))
