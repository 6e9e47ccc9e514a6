"""Held, planned, cancelled or none: told by tense, modality and date."""

from __future__ import annotations

from datetime import date

from schemas.report import MeetingStatus
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.times import When

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
        if status == "held" and tense == "present" and when.ahead is not None and when.ahead.start > anchor:
            return "planned"
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
        if self._word("unreal-before").search(tail):
            return None
        if self._word("will-be").search(tail):
            return "planned"
        if self._word("passive").search(tail) and not trigger.rule.name.endswith("-by"):
            return None
        if self._word("habitual").search(tail[-30:]) or self._word("habitual").match(trigger.after[1:20]):
            return None
        return "held"

    def _future(self, trigger: Trigger) -> MeetingStatus | None:
        tail = self._tail(trigger)[-30:]
        if self._word("condition").search(tail):
            return None
        return "cancelled" if self._word("negated").search(tail) else "planned"

    def _base(self, trigger: Trigger) -> MeetingStatus | None:
        match = self._word("auxiliary").search(self._tail(trigger))
        if match is None:
            return "held" if self._headline(trigger) else None
        auxiliary, rest = match["aux"].lower(), self._tail(trigger)[: match.start()]
        negated = bool(match["not"])
        if auxiliary == "to":
            return self._infinitive(trigger, rest)
        if self._word("aux-planned").fullmatch(auxiliary):
            return "cancelled" if negated else "planned"
        if self._word("aux-future").fullmatch(auxiliary):
            if self._word("condition").search(rest):
                return None
            return "cancelled" if negated else "planned"
        return None

    def _headline(self, trigger: Trigger) -> bool:
        """A plural present tense ("Putin, Xi meet in Moscow") has no auxiliary; titles only."""
        return trigger.line.span.paragraph == 0 and not self._word("negated").search(trigger.before)

    def _infinitive(self, trigger: Trigger, rest: str) -> MeetingStatus | None:
        stripped = rest.rstrip()
        if self._word("accepted").search(rest):
            return "planned"
        if self._word("to-cancelled").search(rest):
            return "cancelled"
        if self._word("to-planned").search(rest):
            blocked = self._word("negated").search(rest[-40:]) or self._word("condition").search(rest)
            return None if blocked else "planned"
        if trigger.line.span.paragraph == 0 and stripped and not stripped[-1].isascii():
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
        return None

    def _noun(self, trigger: Trigger) -> MeetingStatus | None:
        left = trigger.before[-_WINDOW:]
        cut = max((m.end() for m in self._word("noun-edge").finditer(left)), default=0)
        left = left[cut:]
        right = trigger.after[:_WINDOW]
        edge = self._word("noun-edge").search(right)
        if edge is not None:
            right = right[: edge.start()]
        if self._word("cancelled").search(left) or self._word("cancelled").search(right):
            return "cancelled"
        if self._word("negated").search(left[-40:]) or self._word("negated").search(right[:40]):
            return None
        if self._word("over").search(left[-30:]):
            return "held"
        if self._word("habitual").search(left[-30:]):
            return None
        if self._word("strong-plan").search(right):
            return "planned"
        planned = self._word("planned").search(left) or self._word("planned").search(right)
        if self._word("hypothetical").search(left):
            return None
        if planned:
            return "planned"
        if self._word("hypothetical").search(right):
            return None
        return "held"
