"""Held, planned, cancelled or none: told by tense, modality and date."""

from __future__ import annotations

import re
from datetime import date, timedelta

from schemas.slots import MeetingStatus
from streams.extract.meetings.rules import Trigger
from streams.extract.when import When

_DATED_NOUN = 20  # characters between a date and the noun that it belongs to ("the April 16 summit")
_SOON = timedelta(days=120)
"""A present tense with an ambiguous date ("OPEC ministers meet in May") speaks of what comes within this time."""
_NEXT_MONTHS = timedelta(days=62)
_SENTENCE = 200  # masked characters to a verb elsewhere in the sentence that says the state
_ZONES = timedelta(days=1)
"""How far the day of an event may lie ahead of a publication date of another time zone."""
_NEGATION = 40  # masked characters on either side of a noun in which "no" or "without" denies it
_WINDOW = 70  # masked characters on either side of a noun that say in what state its event is


class Statuses:
    """Judges triggers; None stands for an event that nobody says took place or is to."""

    def of(self, trigger: Trigger, when: When | None, anchor: date | None) -> MeetingStatus | None:
        """The status of what the trigger tells; `when` is the date that its clause gives."""
        status, tense = self._told(trigger), trigger.rule.tense
        if status is None or when is None or anchor is None:
            return status
        if status == "held" and when.span.start > anchor and (when.ahead is None or tense != "past"):
            # "met on October 28", published where it was still the 27th
            return "held" if tense == "past" and when.span.start - anchor <= _ZONES else "planned"
        if status == "held" and tense == "part" and "traveller" in trigger.rule.marks and when.span.start >= anchor:
            return "planned"  # "is leaving on Monday", said on Monday
        if status == "planned" and tense == "noun" and when.over:
            return "held"  # "agreed to widen trade at talks earlier this week"
        soon = when.ahead is not None and timedelta(0) < when.ahead.start - anchor <= _SOON
        # "arrived on Thursday to begin talks": the day of the arrival
        of_purpose = tense == "base" and when.end <= trigger.line.start(trigger.start)
        over = (of_purpose and self._to(trigger)) or (tense == "base" and self._is_over(trigger))
        first = trigger.word("first-to").search(trigger.before) if tense == "base" else None
        over = over or (first is not None and first["past"] is not None)
        rest = when.deictic and when.ahead == when.span and when.span.end > anchor  # "later this month"
        if status == "held" and tense in ("present", "base") and (soon or rest) and not over:
            return "planned"
        if status == "held" and soon and self._in_present(trigger):
            return "planned"
        if status == "held" and soon and tense == "noun" and self._is_of_purpose(trigger, when):
            return "planned"
        if status == "held" and tense == "present" and "ahead" in trigger.rule.marks and when.span.end > anchor:
            return "planned"  # "heads to L this week"
        if status == "held" and tense == "noun" and self._is_ahead(trigger, when, anchor):
            return "planned"
        named_after = 0 <= trigger.line.start(trigger.start) - when.end <= _DATED_NOUN and not (
            trigger.word("place-preposition").search(trigger.before[-2 * _DATED_NOUN :])
        )
        past = not when.deictic and when.span.end < anchor and not _is_nearer_ahead(when, anchor)
        if status == "planned" and tense == "noun" and named_after and past:
            return "held"  # "will follow up on their September 9 call"
        if status == "planned" and not when.deictic and when.span.end < anchor and when.ahead is None:
            return "held" if tense == "noun" else status
        return status

    @staticmethod
    def _is_of_purpose(trigger: Trigger, when: When) -> bool:
        """Whether the date is that of what somebody came for: "llegó el martes para asistir el jueves a la cumbre"."""
        purpose = trigger.word("to-attend").search(trigger.before)
        return purpose is not None and trigger.line.masked_index(when.start) > purpose.start()

    @staticmethod
    def _in_present(trigger: Trigger) -> bool:
        """Whether the clause is in the present tense, so that "on Friday" is to come: "flies to L for talks"."""
        if trigger.rule.tense == "part":
            return trigger.word("is-doing").search(trigger.before[-_WINDOW:]) is not None
        journey = trigger.rule.tense == "noun" and trigger.word("present-journey").search(trigger.before[-_SENTENCE:])
        return bool(journey)

    @staticmethod
    def _is_ahead(trigger: Trigger, when: When, anchor: date) -> bool:
        """Whether a noun's date is "later this month", or a month without its year that is one of the next two."""
        before = trigger.before[-_WINDOW:]
        over = trigger.word("over").search(before)  # but not "the treaty would be signed at a summit later this year"
        if over is not None and not trigger.word("to-be").search(before[: over.start()]):
            return False
        if trigger.word("background").search(trigger.before):
            return False
        if when.deictic and when.ahead == when.span:
            return when.span.end > anchor
        month = when.ahead if when.span.precision == "month" else None
        near = month is not None and timedelta(0) < month.start - anchor <= _NEXT_MONTHS
        return near and trigger.word("which-was").match(trigger.after) is None

    def _told(self, trigger: Trigger) -> MeetingStatus | None:
        """The status that tense and modality tell."""
        match trigger.rule.tense:
            case "noun":
                return self._noun(trigger)
            case "base":
                status = self._base(trigger)
                off = status == "planned" and trigger.word("but-cancelled").match(trigger.after)
                return "cancelled" if off else status
            case "future":
                return self._future(trigger)
            case "part":
                return self._participle(trigger)
        return self._finite(trigger)

    def _to(self, trigger: Trigger) -> bool:
        """Whether the verb is an infinitive."""
        match = trigger.word("auxiliary").search(self._tail(trigger))
        return match is not None and trigger.word("aux-purpose").fullmatch(match["aux"].lower()) is not None

    def _is_over(self, trigger: Trigger) -> bool:
        """Whether the infinitive follows a word for what is done: "tras reunirse con B el martes"."""
        match = trigger.word("auxiliary").search(self._tail(trigger))
        return match is not None and trigger.word("aux-done").fullmatch(match["aux"].lower()) is not None

    def _tail(self, trigger: Trigger) -> str:
        before = trigger.before[-_WINDOW:]
        for mark in (";", ":"):
            before = before.rpartition(mark)[2]
        return before

    def _finite(self, trigger: Trigger) -> MeetingStatus | None:
        tail = self._tail(trigger)
        matched = trigger.line.masked[trigger.start : trigger.end]
        bare = trigger.rule.tense == "present" and trigger.word("bare").match(matched)
        if bare and (modal := trigger.word("auxiliary").search(tail) or self._shared(trigger)) is not None:
            return self._modal(trigger, modal)  # "A will have talks", "A will visit L and have talks with B"
        if trigger.word("unreal-before").search(tail) or trigger.word("repeated").search(matched):
            return None
        if trigger.word("time-and-again").match(trigger.after) and not trigger.line.dates:
            return None  # "has met B many times"
        if trigger.word("will-be").search(tail):
            return "planned"
        if trigger.word("passive").search(tail) and "passive" not in trigger.rule.marks:
            return None
        if trigger.word("habitual").search(tail[-30:]) or trigger.word("habitual").match(trigger.after[1:20]):
            return None
        if "owner" in trigger.rule.marks and trigger.word("aux-ahead").search(trigger.before[-_SENTENCE:]):
            return "planned"  # "will hold talks with B on Monday, a day after his arrival in L"
        if trigger.rule.tense == "present" and trigger.word("again").search(tail):
            return "planned"  # "the council next meets in July"
        if trigger.rule.tense == "present" and trigger.word("soon-behind").match(trigger.after[:_SENTENCE]):
            return "planned"
        if trigger.rule.tense == "present" and trigger.word("when-ahead").search(trigger.before[-_SENTENCE:]):
            return "planned"  # "the dispute will come up when A calls on B"
        # Copy tells in the past what is over: "From there he heads to Genoa" is still to come.
        ahead = "ahead" in trigger.rule.marks and trigger.line.span.paragraph > 1
        return "planned" if ahead else "held"

    def _future(self, trigger: Trigger) -> MeetingStatus | None:
        tail = self._tail(trigger)[-30:]
        if trigger.word("condition").search(tail):
            return None
        if "expected" in trigger.rule.marks and trigger.word("expected").search(trigger.before[-_SENTENCE:]) is None:
            return None
        # "was due in Oslo; the trip is off"
        off = trigger.word("cancelled-later").match(trigger.after.replace(";", ","))
        off = off or trigger.word("but-cancelled").match(trigger.after)
        return "cancelled" if off or trigger.word("negated").search(tail) else "planned"

    def _base(self, trigger: Trigger) -> MeetingStatus | None:
        match = trigger.word("auxiliary").search(self._tail(trigger)) or self._shared(trigger)
        if match is None:
            if trigger.word("habitual").search(trigger.before[-30:]):
                return None  # "A and B usually meet twice a year"
            if not self._headline(trigger):
                return None
            return "planned" if trigger.line.span.paragraph > 1 and trigger.rule.frame == "with" else "held"
        return self._modal(trigger, match)

    def _modal(self, trigger: Trigger, match: re.Match[str]) -> MeetingStatus | None:
        """What the auxiliary of a verb says, its own or one that it shares."""
        auxiliary, rest = match["aux"].lower(), match.string[: match.start()]
        negated = bool(match["not"])
        if trigger.word("aux-cancelled").fullmatch(auxiliary):
            return None if negated or trigger.word("aux-negated").search(rest) else "cancelled"
        if trigger.word("aux-purpose").fullmatch(auxiliary):
            if trigger.word("opens-later").match(trigger.after):
                return "planned"
            return self._infinitive(trigger, rest)
        if trigger.word("aux-done").fullmatch(auxiliary):
            if negated or trigger.word("aux-negated").search(rest):
                return None  # "no pudo reunirse con B"
            ahead = trigger.word("planned").search(rest) or trigger.word("purpose-planned").search(rest)
            return "planned" if ahead else "held"
        if trigger.word("aux-planned").fullmatch(auxiliary):
            if trigger.word("hoping").search(trigger.before[-_SENTENCE:]) and not trigger.line.dates:
                return None  # "expressed his hope that B will visit L"
            return "cancelled" if negated else "planned"
        if trigger.word("aux-future").fullmatch(auxiliary):
            reported = trigger.word("reported-plan").search(trigger.line.masked)
            if trigger.word("condition").search(trigger.before) or not reported:
                return None
            return "cancelled" if negated else "planned"
        return None

    def _shared(self, trigger: Trigger) -> re.Match[str] | None:
        """The auxiliary that a verb after "and" shares with the one before it ("will visit L and meet B")."""
        tail = trigger.before[-_SENTENCE:]
        if not trigger.word("coordinated").search(tail):
            return None
        markers = [match.end("marker") for match in trigger.word("shared-auxiliary").finditer(tail)]
        return trigger.word("auxiliary").search(tail[: markers[-1]]) if markers else None

    def _headline(self, trigger: Trigger) -> bool:
        """A plural present tense has no auxiliary ("Putin, Xi meet in Moscow", "OPEC ministers meet")."""
        if trigger.word("negated").search(trigger.before):
            return False
        return trigger.line.span.paragraph == 0 or trigger.word("plural-subject").search(trigger.before) is not None

    def _infinitive(self, trigger: Trigger, rest: str) -> MeetingStatus | None:
        stripped = rest.rstrip()
        if trigger.word("to-unreal").search(rest):
            return None  # "arrived for talks on ways to resume negotiations with B"
        if trigger.word("accepted").search(rest):
            return "planned"
        if trigger.word("to-cancelled").search(rest):
            return "cancelled"
        first = trigger.word("first-to").search(rest)
        if first is not None:  # "became the first Turkish leader to visit Armenia", "will be the first"
            return "planned" if first["ahead"] else "held"
        if trigger.word("to-planned").search(rest):
            blocked = trigger.word("negated").search(rest[-40:]) or trigger.word("condition").search(rest)
            return None if blocked else "planned"
        if trigger.line.span.paragraph == 0 and stripped and not stripped[-1].isascii():
            return "planned"
        if trigger.word("headline-to").fullmatch(trigger.before):
            return "planned"
        if trigger.word("purpose-held").search(rest):
            return "planned" if trigger.word("planned").search(rest) else "held"
        if trigger.word("purpose-planned").search(rest):
            return "planned"
        return None

    def _participle(self, trigger: Trigger) -> MeetingStatus | None:
        tail = self._tail(trigger)
        if trigger.word("will-be").search(tail):
            return "planned"
        if trigger.word("be").search(tail):
            return "held"
        if trigger.word("after").search(tail):
            return "held"
        if trigger.word("by-doing").search(tail):
            unsure = trigger.word("planned").search(tail) or trigger.word("hypothetical").search(tail)
            return None if unsure else "held"
        if trigger.word("before").search(tail):
            if trigger.word("planned").search(tail):
                return "planned"
            if trigger.word("before-held").search(trigger.before[-_SENTENCE:]):
                ahead = trigger.word("aux-ahead").search(trigger.before[-_SENTENCE:])
                return "planned" if ahead else "held"  # "met B before holding talks with C"
            return "held" if "owner" in trigger.rule.marks else None  # "told reporters before leaving for L"
        return None

    def _noun(self, trigger: Trigger) -> MeetingStatus | None:
        purpose = trigger.word("to-attend").search(trigger.before)
        if purpose is not None:
            status = self._infinitive(trigger, trigger.before[: purpose.start()])
            # Who refuses to attend a session cancels nothing, and who it is that attends it is not told.
            return None if status == "cancelled" and trigger.rule.frame == "session" else status
        joined = trigger.word("and-attend").search(trigger.before)
        if joined is not None and trigger.word("planned").search(trigger.before[: joined.start()][-_SENTENCE:]):
            return "planned"  # "plans to visit L, meet B and attend the summit"
        right = _right(trigger)
        if trigger.word("cancelled-later").match(trigger.after[:_SENTENCE]):
            return "cancelled"
        left = _left(trigger)
        if trigger.word("such").search(left):
            return None  # "the first such visit in years" is a kind of visit
        if trigger.word("which-was").match(right) or trigger.word("come-on").search(left):
            return "held"  # "arrived on a visit for a forum that will include talks"
        if _opens_later(trigger, left, right):
            return "cancelled" if trigger.word("cancelled").search(left[-_NEGATION:]) else "planned"
        if trigger.word("mere").search(left) or trigger.word("mere-behind").match(right):
            return None  # "the chances of a meeting", "talks would be useful"
        if trigger.word("standing").search(left) and not trigger.line.dates:
            return None  # "the pace of talks": no one occasion
        if trigger.word("aim-of").search(left):
            right = trigger.word("aim-was").sub(" ", right, count=1)  # "the aim of his trip to L was to"
        edge = trigger.word("noun-edge").search(right)
        status = self._by_cues(trigger, left, right if edge is None else right[: edge.start()])
        done = trigger.word("done-with").search(left)  # "Tras la reunión, A viajará": that one is over
        if status == "held" and done is None and trigger.word("will-follow").match(right):
            return "planned"  # "During the talks, the two will discuss trade"
        topic = status == "held" and not trigger.line.dates and trigger.word("discussing").search(trigger.before)
        if topic:
            return None  # "A will discuss B, C, and D-E peace talks"
        return status

    @staticmethod
    def _is_first_ahead(trigger: Trigger) -> bool:
        """Whether the noun counts what the verb before it says will be: "will meet on Friday, their first talks"."""
        before = trigger.before[-_SENTENCE:]
        apposed = trigger.word("apposed-first").search(before)
        return apposed is not None and trigger.word("aux-ahead").search(before[: apposed.start()]) is not None

    def _by_cues(self, trigger: Trigger, left: str, right: str) -> MeetingStatus | None:
        """By the words on either side of a noun within its clause."""
        if self._is_first_ahead(trigger):
            return "planned"
        over = trigger.word("over").search(left[-30:])
        # "failed to agree during talks", but "after A had to postpone his trip"
        during = over is not None and trigger.word("during").match(over[0]) and not trigger.word("off").search(over[0])
        if not during and any(trigger.word("cancelled").search(side) for side in (left, right)):
            perhaps = any(trigger.word("perhaps-off").search(side) for side in (left, right))
            return "planned" if perhaps else "cancelled"
        negated = trigger.word("negated").search(right)
        no = not during and trigger.word("negated").search(left[-_NEGATION:])
        if no or (negated and not during and negated.start() < _NEGATION):
            return None
        if trigger.word("drawn-out").search(right, 0, _NEGATION) and not trigger.line.dates:
            return None  # "negotiations over many months", "the summit failed to agree": no one occasion
        if over is not None:  # but what "will be signed after Thursday's summit" waits for it
            ahead = trigger.word("aux-ahead").search(left[: max(0, len(left) - 30) + over.start()])
            if trigger.word("ended-behind").search(right):
                ahead = None  # "A will meet B after talks in L failed"
            ahead = ahead or trigger.word("to-come").search(over[0])  # "during his upcoming visit"
            ahead = ahead or trigger.word("to-do-there").search(trigger.before[-_SENTENCE:])
            ahead = ahead or (trigger.word("course").search(over[0]) and trigger.word("course-ahead").search(right))
            return "planned" if ahead or trigger.word("would-during").search(left) else "held"
        if trigger.word("habitual").search(left[-30:]):
            return None
        if trigger.word("strong-plan").search(right) or trigger.word("would-at").search(left):
            return "planned"
        if trigger.word("hypothetical").search(left):
            return None
        if any(trigger.word("planned").search(side) for side in (left, right)):
            return "planned"
        return None if trigger.word("hypothetical").search(right) else "held"


def _left(trigger: Trigger) -> str:
    """The words before a noun that say in what state its event is. A session that somebody skips takes place."""
    left = trigger.before[-_WINDOW:]
    left = left[max((m.end() for m in trigger.word("noun-edge").finditer(left)), default=0) :]
    return trigger.word("absent").sub("", left) if trigger.rule.frame == "session" else left


def _right(trigger: Trigger) -> str:
    """What stands behind a noun and may tell its state."""
    right = trigger.after[:_WINDOW]
    if " said, " in right:  # "the talks, officials said, would be held in May"
        right = trigger.word("interposed").sub("", right, count=1)
    right = trigger.word("party-comma").sub("", right)
    sequel = trigger.word("sequel").search(right)  # "left for a visit to L, which will be followed by one to M"
    return right if sequel is None else right[: sequel.start()]


def _opens_later(trigger: Trigger, left: str, right: str) -> bool:
    """Whether what a noun tells is to begin: "the talks, which open in May", "a trip to L starting Sunday"."""
    starts = trigger.word("over").search(left) is None and trigger.word("starts-later").match(right)
    return bool(starts) or trigger.word("opens-later").match(right) is not None


def _is_nearer_ahead(when: When, anchor: date) -> bool:
    """Whether a month without its year is nearer in the future: "in the run-up to the December summit", in October."""
    ahead = when.ahead if when.span.precision == "month" else None
    return ahead is not None and timedelta(0) < ahead.start - anchor < anchor - when.span.end
