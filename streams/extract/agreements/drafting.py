"""Fills in the slots of a draft from an act and a phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.slots import Money, Place
from streams.extract.agreements.act import Act
from streams.extract.agreements.dates import DateFinder
from streams.extract.agreements.phrase import Phrase, Span
from streams.extract.agreements.sides import Side
from streams.extract.agreements.state import Known, State, Title
from streams.extract.agreements.vocabulary import Vocabulary
from streams.extract.document import Document, Line, any_of
from streams.extract.drafts import AgreementDraft

_CONFIDENCE = {"signed": 0.9, "adopted": 0.85, "ratified": 0.9, "in_force": 0.9, "extended": 0.85, "terminated": 0.85,
               "suspended": 0.8, "agreed": 0.75, "planned": 0.75}  # fmt: skip
"""By action, set by hand after the share of right reports on the development articles."""
_VALUE_REACH, _DURATION_REACH, _PLACE_REACH = 40, 60, 60
"""Masked characters behind a phrase or act in which a value, a duration and a place still belong to it."""
_SUM = re.compile(rf"(?:[a-z]+\s+){{0,3}}{any_of('M')}", re.IGNORECASE)


def _is_vaguer(phrase: Phrase, known: Known) -> bool:
    """Whether "the document", or "the accord" after a protocol, says less of the instrument than its first naming."""
    return phrase.instrument == "document" or (
        phrase.instrument == "agreement" and known.instrument in ("protocol", "contract", "memorandum")
    )


class Drafter:
    """Makes drafts in one language."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary
        self.dates = DateFinder(vocabulary)

    def draft(
        self,
        state: State,
        line: Line,
        act: Act,
        phrase: Phrase,
        parties: list[Side],
        known: Known | None = None,
        topic: Span | None = None,
    ) -> AgreementDraft | None:
        """The draft of an act upon what a phrase names, or one `topic` of it; `known` is what it refers to.

        None where the phrase only says that there were several instruments.
        """
        count = phrase.count if phrase.head.plural and topic is None else None
        # "two accords", "a number of accords", "accords with X"; but "similar accords with X" are told in passing.
        likened = self._words.cue("likened").search(line.masked, phrase.start, phrase.head.start)
        told = count or phrase.several or (phrase.partners and (act.action == "planned" or not likened))
        if phrase.unnamed and phrase.bare and known is None and not told and topic is None:
            return None
        title = known.title if known else self.title(state.document, line, phrase, topic)
        begin, end = act.shown or line.offsets(act.start, act.end)
        draft = AgreementDraft(
            parties=[side.code for side in parties],
            start=begin,
            rule=act.rule,
            confidence=_CONFIDENCE[act.action],
            instrument=known.instrument if known and _is_vaguer(phrase, known) else phrase.instrument,
            action=act.action,
            title=title.text or None,
            subject=title.subject,
            count=count,
        )
        draft.show("trigger", begin, end)
        draft.show("action", begin, end)
        draft.show("instrument", *line.offsets(phrase.head.start, phrase.head.end))
        for side in parties:
            draft.show("parties", side.start, side.end)
        if title.text:
            draft.show("title", *title.span)
        if title.subject:
            draft.show("subject", *title.span)
        if count:
            draft.show("count", *line.offsets(phrase.start, phrase.head.end))
        self.dates.fill(state, line, act, phrase, draft)
        self.value(line, phrase, draft)
        self._duration(state.document, line, act, phrase, draft)
        if not self._words.cue("talks-act").match(line.masked, act.start):
            self._place(line, act, phrase, draft)  # "held talks on an accord in L": there are the talks
        return draft

    def add(
        self,
        state: State,
        line: Line,
        act: Act,
        phrase: Phrase,
        parties: list[Side],
        known: Known | None = None,
        topic: Span | None = None,
    ) -> None:
        """Adds the draft to the article's, where there is one."""
        draft = self.draft(state, line, act, phrase, parties, known, topic)
        if draft is not None:
            state.add(line, draft)

    def add_each(
        self, state: State, line: Line, act: Act, phrase: Phrase, parties: list[Side], known: Known | None = None
    ) -> None:
        """Adds a draft for each instrument that the phrase names."""
        apart = phrase.head.plural and len(phrase.topics) > 1 and phrase.count in (None, len(phrase.topics))
        topics: Sequence[Span | None] = phrase.topics if apart else (None,)  # not of "22 pacts on trade and tourism"
        for topic in topics:
            self.add(state, line, act, phrase, parties, known, topic)

    def title(self, document: Document, line: Line, phrase: Phrase, topic: Span | None = None) -> Title:
        """What the instrument is about or, where the phrase does not say, what it is called.

        A name that goes on ("Treaty of Friendship", "Action Plan to Combat Drugs") is given whole.
        """
        topics = [span for span in phrase.topics if not _is_sum(line, span)]  # "a loan accord for $150 million"
        chosen = topic or (topics[0] if topics else None)
        if chosen:
            chosen = self._behind_sum(line, *chosen), chosen[1]
        begin, end = line.offsets(*(chosen or phrase.name))
        text = clean(document.text[begin:end])
        if chosen is None:
            return Title(text, None, (begin, end))
        link = line.masked[phrase.name[1] : chosen[0]].strip().lower()
        if phrase.named and self._words.cue("aim").search(link):  # "a trade pact on Friday to open markets"
            begin, end = line.offsets(*phrase.name)
            return Title(clean(document.text[begin:end]), text, (begin, end))
        truce = phrase.instrument == "agreement" and self._words.cue("peace-deal").match(line.masked, phrase.head.start)
        if not phrase.head.plural and (
            truce or self._words.has("of", link) or (phrase.instrument == "plan" and " " not in link)
        ):
            begin = line.offsets(*phrase.name)[0]
        return Title(clean(document.text[begin:end]), text, (begin, end))

    def _behind_sum(self, line: Line, start: int, end: int) -> int:
        """Where a topic goes on behind the sum that it opens with: "a contract for $800 million for a reactor"."""
        lead = self._words.cue("sum-lead").match(line.masked, start, end)
        return lead.end() if lead is not None else start

    def value(self, line: Line, phrase: Phrase, draft: AgreementDraft) -> None:
        """Gives the draft the sum inside the phrase, what the phrase is said to be worth or the loan it is about."""
        lent = None if phrase.head.plural else self._words.cue("lent").search(line.masked, phrase.name[1], phrase.end)
        for amount in line.amounts:
            at = line.masked_index(amount.start)
            near = phrase.end <= at <= phrase.end + _VALUE_REACH
            worth = near and self._words.cue("worth").search(line.masked[max(0, phrase.end - 8) : at])
            loan = lent is not None and lent.start() <= at < lent.end()
            loan = loan or self._words.cue("sum-for").fullmatch(line.masked, phrase.name[1], at) is not None
            loan = loan or any(a <= at < b and _is_sum(line, (a, b)) for a, b in phrase.topics)
            loan = loan or any(a <= at < self._behind_sum(line, a, b) for a, b in phrase.topics)
            if amount.currency is not None and (at in phrase.sums or worth or loan):
                draft.value = Money(amount=amount.value, currency=amount.currency)
                draft.show("value", amount.start, amount.end)
                return

    def _duration(self, document: Document, line: Line, act: Act, phrase: Phrase, draft: AgreementDraft) -> None:
        for begin in (phrase.end, max(act.end, phrase.end)):
            match = self._words.cue("duration").search(line.masked, begin, begin + _DURATION_REACH)
            if match is not None:
                a, b = line.offsets(match.start(), match.end())
                draft.duration = clean(document.text[a:b])
                draft.show("duration", a, b)
                return

    def _place(self, line: Line, act: Act, phrase: Phrase, draft: AgreementDraft) -> None:
        """Where it is done: "signed in Rome", "signed a treaty in Rome"."""
        for begin in (act.end, max(act.end, phrase.head.end), max(act.end, phrase.end)):
            for mention in line.mentions(begin, min(act.limit, begin + _PLACE_REACH), "L"):
                at = line.masked_index(mention.start)
                city = mention.city
                if city is not None and self._words.cue("place").fullmatch(line.masked[begin:at]):
                    draft.place = Place(name=city.name, country=city.country, lat=city.lat, lon=city.lon)
                    draft.show("place", mention.start, mention.end)
                    return


_AROUND = (("(", ")"), ("“", "”"), ("«", "»"))
"""Brackets and quotation marks, as they open and close."""


def _is_sum(line: Line, span: Span) -> bool:
    """Whether a sum and nothing but loose words stands at the masked characters."""
    return _SUM.fullmatch(line.masked, *span) is not None


def clean(text: str) -> str:
    """The text on one line, without punctuation and quotation marks at its ends.

    Brackets are closed or left out, and so are the marks around a name at its end.
    """
    line = re.sub(r"\s+", " ", text).strip(" ,.;:“”\"'«»()")
    for opening, closing in _AROUND:
        if line.count(opening) > line.count(closing):
            line += closing
    return f'{line}"' if line.count('"') % 2 and not text.lstrip().startswith('"') else line
