"""Reads the meetings of an article: triggers, their frames, and one report for each occasion."""

from __future__ import annotations

from streams.extract.bodies import members
from streams.extract.document import Document
from streams.extract.drafts import MeetingDraft
from streams.extract.meetings import complete
from streams.extract.meetings.adopt import adopt
from streams.extract.meetings.chain import chain
from streams.extract.meetings.frames import Frames
from streams.extract.meetings.merge import merge
from streams.extract.meetings.occasion import Occasion
from streams.extract.meetings.rules import Rules
from streams.extract.meetings.trips import fold_trips, mark_tours, share_out
from streams.extract.tables import Lexicon


class MeetingReader:
    """Reads meetings of one language. Built once, at start-up."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        self._rules = Rules(lexicon, lang)
        self._frames = Frames(self._rules, lexicon, lang)
        self._members = members(lexicon)

    def read(self, document: Document) -> list[MeetingDraft]:
        """The meetings that the article tells, each once, in the order of the text."""
        found: list[Occasion] = []
        for trigger in self._rules.triggers(document):
            found += self._frames.read(trigger, document)
        if not found:
            return []
        mark_tours(found)
        dateline = self._frames.settings.places.dateline(document)
        official = self._frames.drafter.official(document)
        if official and dateline is not None:
            complete.place_titles(found, document, dateline, self._rules.word("before-theirs"))
        for occasion in found:
            if occasion.paragraph <= complete.LEAD and occasion.draft.status == "held" and not occasion.dated:
                complete.spoken_on(occasion, document, self._rules.word("spoken-on"), before=0)
        adopted = adopt(found, document, self._rules.word("head-topic"))
        occasions = merge(share_out(fold_trips(adopted)), document.anchor, self._members)
        complete.call_off(occasions)
        complete.donate(occasions, [occasion for occasion in found if occasion.orphan], document.anchor)
        complete.inherit(occasions, document.anchor)
        complete.at_margins(occasions, document, self._rules.word("margins"))
        for occasion in complete.mains(occasions, dated=document.article.dateline is not None):
            complete.spoken_on(occasion, document, self._rules.word("spoken-on"))
            aside = self._rules.word("margins")
            complete.date_and_place(occasion, document, dateline, official=official, aside=aside)
        chain(occasions, document, self._rules.word)
        straight, speech = self._rules.word("straight-after"), self._rules.word("in-speech")
        complete.follow(occasions, document, straight, speech, official=official)
        occasions = complete.without_recalled(occasions)
        titled = next((occasion for occasion in occasions if not occasion.paragraph), None)
        for occasion in occasions:
            other = titled and set(titled.draft.parties) != set(occasion.draft.parties)
            is_main = occasion.paragraph <= complete.LEAD and not other
            last = complete.INTRODUCTION if official else complete.LEAD
            complete.introduce(occasion, document, self._frames.drafter.is_face, is_main=is_main, last=last)
            for slot in ("status", "format"):
                occasion.draft.show(slot, *self._trigger(occasion.draft))
        return [occasion.draft for occasion in occasions]

    @staticmethod
    def _trigger(draft: MeetingDraft) -> tuple[int, int]:
        """The characters of the first trigger, which say what happened and in what state."""
        shown = next(item for item in draft.evidence if item.slot == "trigger")
        return shown.start, shown.end
