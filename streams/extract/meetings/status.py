"""Held, planned, cancelled or none: told by tense, modality and date."""

from __future__ import annotations

import re
from datetime import date, timedelta

from schemas.slots import MeetingStatus
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.times import When

_DATED_NOUN = 20  # characters between a date and the noun that it belongs to ("the April 16 summit")
_SOON = timedelta(days=60)
"""A present tense with an ambiguous date ("OPEC ministers meet in May") speaks of what comes within this time."""
_SENTENCE = 200  # masked characters to a verb elsewhere in the sentence that says the state
_NEGATION = 40  # masked characters on either side of a noun in which "no" or "without" denies it
_WINDOW = 70  # masked characters on either side of a noun that say in what state its event is


class Statuses:
    """Judges triggers of one language; None stands for an event that nobody says took place or is to."""

    def __init__(self, rules: Rules) -> None:
        self._word = rules.word

    def of(self, trigger: Trigger, when: When | None, anchor: date | None) -> MeetingStatus | None:
        """The status of what the trigger tells; `when` is the date that its clause gives."""
        tense = trigger.rule.tense
        if tense == "noun":
            status = self._noun(trigger)
        elif tense == "base":
            status = self._base(trigger)
        elif tense == "future":
            status = self._future(trigger)
        elif tense == "part":
            status = self._participle(trigger)
        else:
            status = self._finite(trigger)
        if status is None or when is None or anchor is None:
            return status
        if status == "held" and when.span.start > anchor and (when.ahead is None or tense != "past"):
            return "planned"
        if status == "held" and tense == "part" and "traveller" in trigger.rule.marks and when.span.start >= anchor:
            return "planned"  # "is leaving on Monday", said on Monday
        soon = when.ahead is not None and timedelta(0) < when.ahead.start - anchor <= _SOON
        if status == "held" and tense in ("present", "base") and soon:
            return "planned"
        named_after = 0 <= trigger.line.starts[trigger.start] - when.end <= _DATED_NOUN and not (
            self._word("place-preposition").search(trigger.before[-_DATED_NOUN:])
        )
        if status == "planned" and tense == "noun" and named_after and not when.deictic and when.span.end < anchor:
            return "held"  # "will follow up on their September 9 call"
        if status == "planned" and not when.deictic and when.span.end < anchor and when.ahead is None:
            return "held" if tense == "noun" else status
        return status

    def _tail(self, trigger: Trigger) -> str:
        before = trigger.before[-_WINDOW:]
        for mark in (";", ":"):
            before = before.rpartition(mark)[2]
        return before

    def _finite(self, trigger: Trigger) -> MeetingStatus | None:
        tail = self._tail(trigger)
        matched = trigger.line.masked[trigger.start : trigger.end]
        if self._word("unreal-before").search(tail) or self._word("repeated").search(matched):
            return None
        if self._word("will-be").search(tail):
            return "planned"
        if self._word("passive").search(tail) and "passive" not in trigger.rule.marks:
            return None
        if self._word("habitual").search(tail[-30:]) or self._word("habitual").match(trigger.after[1:20]):
            return None
        if trigger.rule.tense == "present" and self._word("again").search(tail):
            return "planned"  # "the council next meets in July"
        if trigger.rule.tense == "present" and self._word("when-ahead").search(trigger.before[-_SENTENCE:]):
            return "planned"  # "the dispute will come up when A calls on B"
        # Copy tells in the past what is over: "From there he heads to Genoa" is still to come.
        ahead = "ahead" in trigger.rule.marks and trigger.line.span.paragraph > 1
        return "planned" if ahead else "held"

    def _future(self, trigger: Trigger) -> MeetingStatus | None:
        tail = self._tail(trigger)[-30:]
        if self._word("condition").search(tail):
            return None
        off = self._word("cancelled-later").match(trigger.after.replace(";", ","))  # "was due in Oslo; the trip is off"
        return "cancelled" if off or self._word("negated").search(tail) else "planned"

    def _base(self, trigger: Trigger) -> MeetingStatus | None:
        match = self._word("auxiliary").search(self._tail(trigger)) or self._shared(trigger)
        if match is None:
            if not self._headline(trigger):
                return None
            return "planned" if trigger.line.span.paragraph > 1 and trigger.rule.frame == "with" else "held"
        auxiliary, rest = match["aux"].lower(), match.string[: match.start()]
        negated = bool(match["not"])
        if self._word("aux-purpose").fullmatch(auxiliary):
            if self._word("opens-later").match(trigger.after):
                return "planned"
            return self._infinitive(trigger, rest)
        if self._word("aux-planned").fullmatch(auxiliary):
            return "cancelled" if negated else "planned"
        if self._word("aux-future").fullmatch(auxiliary):
            if self._word("condition").search(rest) or not self._word("reported-plan").search(trigger.line.masked):
                return None
            return "cancelled" if negated else "planned"
        return None

    def _shared(self, trigger: Trigger) -> re.Match[str] | None:
        """The auxiliary that a verb after "and" shares with the one before it ("will visit L and meet B")."""
        tail = trigger.before[-_SENTENCE:]
        if not self._word("coordinated").search(tail):
            return None
        markers = [match.end("marker") for match in self._word("shared-auxiliary").finditer(tail)]
        return self._word("auxiliary").search(tail[: markers[-1]]) if markers else None

    def _headline(self, trigger: Trigger) -> bool:
        """A plural present tense has no auxiliary ("Putin, Xi meet in Moscow", "OPEC ministers meet")."""
        if self._word("negated").search(trigger.before):
            return False
        return trigger.line.span.paragraph == 0 or self._word("plural-subject").search(trigger.before) is not None

    def _infinitive(self, trigger: Trigger, rest: str) -> MeetingStatus | None:
        stripped = rest.rstrip()
        if self._word("accepted").search(rest):
            return "planned"
        if self._word("to-cancelled").search(rest):
            return "cancelled"
        if self._word("first-to").search(rest):
            return "held"  # "became the first Turkish leader to visit Armenia"
        if self._word("to-planned").search(rest):
            blocked = self._word("negated").search(rest[-40:]) or self._word("condition").search(rest)
            return None if blocked else "planned"
        if trigger.line.span.paragraph == 0 and stripped and not stripped[-1].isascii():
            return "planned"
        if self._word("headline-to").fullmatch(trigger.before):
            return "planned"
        if self._word("purpose-held").search(rest):
            return "planned" if self._word("planned").search(rest) else "held"
        if self._word("purpose-planned").search(rest):
            return "planned"
        return None

    def _participle(self, trigger: Trigger) -> MeetingStatus | None:
        tail = self._tail(trigger)
        if self._word("will-be").search(tail):
            return "planned"
        if self._word("be").search(tail):
            return "held"
        if self._word("after").search(tail):
            return "held"
        if self._word("before").search(tail) and self._word("planned").search(tail):
            return "planned"
        return None

    def _noun(self, trigger: Trigger) -> MeetingStatus | None:
        purpose = self._word("to-attend").search(trigger.before)
        if purpose is not None:
            return self._infinitive(trigger, trigger.before[: purpose.start()])
        right = trigger.after[:_WINDOW]
        if self._word("cancelled-later").match(trigger.after[:_SENTENCE]):
            return "cancelled"
        if self._word("opens-later").match(right):
            return "planned"
        left = trigger.before[-_WINDOW:]
        left = left[max((m.end() for m in self._word("noun-edge").finditer(left)), default=0) :]
        edge = self._word("noun-edge").search(right)
        return self._by_cues(left, right if edge is None else right[: edge.start()])

    def _by_cues(self, left: str, right: str) -> MeetingStatus | None:
        """By the words on either side of a noun within its clause."""
        if any(self._word("cancelled").search(side) for side in (left, right)):
            return "cancelled"
        negated = self._word("negated").search(right)
        if self._word("negated").search(left[-_NEGATION:]) or (negated and negated.start() < _NEGATION):
            return None
        over = self._word("over").search(left[-30:])
        if over is not None:  # but what "will be signed after Thursday's summit" waits for it
            ahead = self._word("aux-ahead").search(left[: max(0, len(left) - 30) + over.start()])
            return "planned" if ahead else "held"
        if self._word("habitual").search(left[-30:]):
            return None
        if self._word("strong-plan").search(right):
            return "planned"
        if self._word("hypothetical").search(left):
            return None
        if any(self._word("planned").search(side) for side in (left, right)):
            return "planned"
        return None if self._word("hypothetical").search(right) else "held"
