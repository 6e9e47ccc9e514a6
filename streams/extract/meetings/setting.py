"""When and where: the date that a trigger's clause gives, and its place."""

from __future__ import annotations

import re
from datetime import date, timedelta
from operator import itemgetter

from schemas.slots import DateSpan, MeetingStatus
from streams.extract.meetings.gaps import Gaps, aside_before, distance_to, is_beside_comma, is_of_main_clause
from streams.extract.meetings.places import Places
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.tables import Lexicon
from streams.extract.when import When

_GENITIVE = ("'", "’")  # "after Thursday's summit"
_BEFORE_PENALTY = 20  # masked characters by which a date behind the trigger is preferred to one before it
_YEAR_PENALTY = 60  # masked characters by which any other date is preferred to a bare year
_TRIED = 12  # the nearest dates and places of a sentence; what has more is no prose
_LONGEST = 366  # days; a longer span is a programme's, not an occasion's
_OWN_YEAR = 25  # masked characters between a year and the noun that it tells apart ("the 2022 summit")
_DETERMINER = re.compile(r"\b(?:the|an?|its|their|his|her|el|la|del|su)\s+(?:[a-z-]+ed\s+)?$", re.IGNORECASE)
_NAMED_BY = 20  # masked characters before such a year that hold "the" or "a tattered"
_JUST_BEEN = timedelta(days=15)
"""How long after its day copy may still say that something "will" be."""


class Settings:
    """Finds dates and places of triggers of one language."""

    def __init__(self, rules: Rules, lexicon: Lexicon, lang: str) -> None:
        self._date_topic = rules.word("date-topic")
        self._opening_date = rules.word("opening-date")
        self._fixed_date = rules.word("fixed-date")
        self._relative = rules.word("relative")
        self._aside_over = rules.word("aside-over")
        self._gaps = Gaps(rules)
        self.places = Places(rules, self._gaps, lexicon, lang)

    def when(self, trigger: Trigger) -> When | None:
        """The date nearest to the trigger that its clause gives."""
        line = trigger.line
        places: list[tuple[int, int, When]] = []
        aside = aside_before(trigger)
        for when in line.dates:
            at = line.masked_index(when.start)
            if line.start(at) == when.start and at >= trigger.resumed and at not in aside:
                beside = trigger.rule.tense == "noun" and line.masked[at + 1 : trigger.start] == " "
                distance = distance_to(trigger, at, 0 if beside else _BEFORE_PENALTY)
                places.append((distance + (_YEAR_PENALTY if when.year_only else 0), at, when))
        places.sort(key=itemgetter(0))
        return next((when for _, at, when in places[:_TRIED] if self._is_own(trigger, at, when)), None)

    def _is_own(self, trigger: Trigger, at: int, when: When) -> bool:
        """Whether the date at masked `at` tells when it happens, and not when something else did."""
        if (when.span.end - when.span.start).days > _LONGEST:
            return False
        masked = trigger.line.masked
        if trigger.word("when-they").fullmatch(masked, at + 1, trigger.start):
            return True  # "the first since September, when they met in L"
        before = masked[max(0, at - 40) : at]
        if (
            at < trigger.start
            and "," in masked[at : trigger.start]
            and self._relative.search(masked[:at], max(0, at - 90))
        ):
            return False  # "A, who takes office on Monday, visited B"
        if (
            at >= trigger.end
            and trigger.rule.tense != "noun"
            and self._aside_over.search(masked, trigger.end, at)
            and self._relative.search(trigger.before[-90:])
        ):
            return False  # "A, who has visited B, is due to meet C on Saturday"
        if is_beside_comma(trigger, at) or is_of_main_clause(trigger, at):
            return False
        if trigger.rule.tense == "noun" and trigger.word("does-then").match(masked, at + 1, trigger.start):
            return False  # "those who signed it in 2000 would send envoys to the meeting"
        if at >= trigger.end and trigger.word("that-would").match(masked, trigger.end, at):
            return False  # "agreed the truce would begin on Sunday"
        promised = at < trigger.start and trigger.rule.tense == "base"
        if promised and trigger.word("event-date").search(masked, max(0, at - 40), trigger.start):
            return False  # "agreed on Monday to meet", "the promise made on the visit in June to hold talks"
        if trigger.rule.tense == "noun" and trigger.word("of-date").fullmatch(masked, trigger.end, at):
            return True  # "the summit of June 2000"
        fixed = self._fixed_date.search(before) or (at < trigger.start and self._opening_date.match(masked[:at]))
        if not fixed and self._is_other(trigger, at, when, before):
            return False
        return not self._names_other(masked, at, trigger, when)

    def _is_other(self, trigger: Trigger, at: int, when: When, before: str) -> bool:
        """Whether what stands between says that the date is that of something else; `before` is what precedes it."""
        span, gap = when.span, trigger.word("after-their").sub("", self._gaps.between(trigger, at))
        ranged = span.precision == "day" and span.start < span.end  # "с 3 по 5 июля"
        begins = span.precision == "day" and trigger.rule.tense == "future"
        if begins and trigger.word("from-date").search(before):  # "visitará Lima desde el lunes"
            ranged, gap = True, trigger.word("from-date").sub("", gap)
        paid = trigger.word("visit-of").match(gap)  # "the visit that A paid to L on Friday"
        if paid is not None:
            gap = gap[paid.end() :]
        if self._date_topic.search(gap) or trigger.word("reported-date").search(before):
            return True
        owned = trigger.line.masked[at + 1 : at + 2] in _GENITIVE
        return not (ranged or owned) and trigger.word("other-date").search(before) is not None

    @staticmethod
    def _names_other(masked: str, at: int, trigger: Trigger, when: When) -> bool:
        """Whether a year tells another noun than the trigger's apart ("the 1972 treaty")."""
        if not when.year_only or 0 <= trigger.start - at <= _OWN_YEAR:
            return False
        return _DETERMINER.search(masked, max(0, at - _NAMED_BY), at) is not None and masked[at + 1 : at + 2] == " "

    @staticmethod
    def span(when: When, status: MeetingStatus, anchor: date | None) -> DateSpan:
        """The reading of an ambiguous date that fits the status; the nearer one for what is off.

        What "will" be on a day that has just been is told late, and not a year before.
        """
        if status == "held" or when.ahead is None:
            return when.span
        if when.deictic or anchor is None:
            return when.ahead
        since, until = anchor - when.span.end, when.ahead.start - anchor
        nearer = since < (until if status == "cancelled" else min(until, _JUST_BEEN))
        return when.span if nearer else when.ahead
