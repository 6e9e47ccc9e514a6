"""Several instruments that a sentence tells of and the following ones name."""

from __future__ import annotations

from dataclasses import replace

from streams.extract.agreements.act import Act
from streams.extract.agreements.drafting import Drafter
from streams.extract.agreements.matcher import Token
from streams.extract.agreements.objects import ObjectFinder
from streams.extract.agreements.phrase import Phrase
from streams.extract.agreements.phrases import PhraseFinder
from streams.extract.agreements.sides import Side, sides
from streams.extract.agreements.state import Listing, State
from streams.extract.agreements.vocabulary import Head, Vocabulary
from streams.extract.document import Line

_ITEM_GAP = 40
"""Masked characters behind "including" within which an instrument is named, so that no topics are listed."""


class ListReader:
    """Reads lists of one language."""

    def __init__(self, vocabulary: Vocabulary, phrases: PhraseFinder, drafter: Drafter) -> None:
        self._words = vocabulary
        self._phrases = phrases
        self._objects = ObjectFinder(vocabulary)
        self._drafter = drafter

    def open(self, state: State, line: Line, act: Act, phrase: Phrase, phrases: list[Phrase]) -> int:
        """Notes that a sentence tells an act upon several instruments; reads what they are about, if it says so.

        Returns how many are named.
        """
        parties = state.parties.of(line, act, phrase, [])
        begin = max(act.end, phrase.end)
        tail = line.masked[begin:]
        act.shown, act.when = line.offsets(act.start, act.end), self._drafter.dates.nearest(line, act, phrase)
        heading = act.reduced and self._words.cue("list-heading").match(line.masked) is not None
        opened = heading or tail.rstrip().endswith(":")
        state.listing = Listing(act, phrase, parties, line.span.paragraph, opened)
        intro = self._words.cue("list-intro").search(tail)
        body = len(parties) == 1 and parties[0].code.startswith("org:")
        if intro is None or not (body or len(parties) > 1):
            return 0
        begin += intro.end()
        if any(begin <= other.start <= begin + _ITEM_GAP for other in phrases if not other.nested):
            return 0
        items = self._phrases.topics.items_after(line, begin, at_most=phrase.count or 0)
        for item in items:
            self._drafter.add(state, line, act, phrase, parties, topic=item)
        return len(items)

    def follow(self, state: State, line: Line, act: Act, phrase: Phrase, parties: list[Side]) -> None:
        """Notes that an act upon a named instrument was told, behind which others may be listed."""
        if state.listing is None and len(parties) > 1 and act.action in ("signed", "adopted"):
            act.shown, act.when = line.offsets(act.start, act.end), self._drafter.dates.nearest(line, act, phrase)
            state.listing = Listing(act, phrase, parties, line.span.paragraph, opened=False, others=True)

    def go_on(self, state: State, line: Line, row: list[Token], heads: list[Head], listing: Listing) -> bool:
        """Reads a sentence or paragraph that goes on with a list; False where it does not."""
        if self._words.cue("list-opens").fullmatch(line.masked.rstrip()):
            state.listing = replace(listing, paragraph=line.span.paragraph, opened=True)
            return True
        intro = self._words.cue("goes-on").match(line.masked)
        if intro and listing.act.action == "planned" and self._words.acts(line.masked[: intro.end()]):
            state.listing = None  # "decided to sign one. The documents signed in Rome include"
            return False
        return self._named(state, line, row, heads, listing)

    def _named(self, state: State, line: Line, row: list[Token], heads: list[Head], listing: Listing) -> bool:
        """Adds the instruments that a sentence or paragraph of a list names; False where it is none."""
        intro = self._words.cue("goes-on").match(line.masked)
        if intro and listing.others:  # "other documents signed in Rome include" has an act of its own
            other = self._words.cue("others").match(line.masked)
            intro = None if other is None or self._words.acts(line.masked[: intro.end()]) else intro
        if intro is None and not (listing.opened and line.span.paragraph > listing.paragraph):
            if line.span.paragraph > listing.paragraph + 1:
                state.listing = None
            return False
        if self._words.cue("item").fullmatch(line.masked.rstrip()):
            return True  # "1." stands by itself
        begin = intro.end() if intro else 0
        found = self._phrases.find(line, row, heads)
        phrases = [p for p in found if not p.nested and p.start >= begin - 2]
        named = phrases and phrases[0].start <= begin + 6
        if intro is None and not named and not self._words.cue("item").match(line.masked):
            state.listing = None
            return False
        act = replace(listing.act, start=begin, end=max(begin, 1), limit=len(line.masked), subject=0, phrases=[])
        act.elsewhere = frozenset(at for phrase in found for at in phrase.dates)
        if named:
            for phrase in [phrases[0], *self._objects.listed(line.masked, phrases[0].end, phrases, phrases[:1])]:
                own = sides(phrase.parties)
                parties = own if len(own) >= 2 else listing.parties
                if len(parties) < 2:
                    parties = state.parties.of(line, listing.act, phrase, []) or parties
                if parties:
                    self._drafter.add_each(state, line, act, phrase, parties)
            return True
        if len(listing.parties) < 2 or (intro is not None and intro.groupdict().get("be")):
            return False
        for item in self._phrases.topics.items_after(line, begin, at_most=listing.phrase.count or 0):
            head = replace(listing.phrase.head, start=item[0], end=item[1])
            phrase = replace(listing.phrase, head=head, dates=[], sums=[], count=None)
            self._drafter.add(state, line, act, phrase, listing.parties, topic=item)
        return True
