"""What stands between a trigger and a date or place of its sentence, how far that is, and whose it is."""

from __future__ import annotations

import re

from streams.extract.meetings.rules import Rules, Trigger

_ASIDE = 300  # masked characters before a trigger in which a relative clause that ends there begins
_WHICH = re.compile(r"\S, which\b|\band (?:will|would|is|was) ")
"""What goes on from a noun that is not the trigger, or tells what else somebody does."""


class Gaps:
    """Reads the words between triggers of one language and what may be theirs."""

    def __init__(self, rules: Rules) -> None:
        self._took_place = rules.word("took-place")
        self._retold = rules.word("retold")
        self._by_doing = rules.word("by-doing")
        self._signed_thing = rules.word("signed-thing")
        self._talks_on = rules.word("talks-on")

    def between(self, trigger: Trigger, at: int, *, country: bool = False) -> str:
        """What stands between the trigger and the masked character at `at`, as far as it is of the trigger's clause.

        What talks are on is left out, but where a `country` stands there: "talks on the bases in L".
        """
        masked = trigger.line.masked
        if at < trigger.end:
            gap = masked[at + 1 : trigger.start]  # "broke with custom on Friday by meeting B"
            return self._by_doing.sub("", gap) if trigger.rule.tense == "part" else gap
        gap = masked[trigger.end : at]  # "agreed that ministers, who are due to meet on": that day is not the verb's
        if trigger.rule.frame == "signing":
            return self._signed_thing.sub("", gap)  # "signed a treaty on fish on Friday": that day is also the verb's
        if trigger.rule.frame in ("with", "occasion", "together") and not country:
            gap = self._talks_on.sub(" ", gap)
        return gap if trigger.rule.frame == "together" else self._after_verb(gap, trigger.rule.tense)

    def _after_verb(self, gap: str, tense: str) -> str:
        """What follows "took place" in the gap, which resets the topic of the noun before, unless it is retold."""
        if self._retold.search(gap):
            return gap
        end = max((m.end() for m in self._took_place.finditer(gap)), default=0)
        other = tense != "noun" and _WHICH.search(gap, 0, end)  # "will visit L to discuss the summit, which opens on"
        return gap if other else gap[end:]


def aside_before(trigger: Trigger) -> range:
    """Masked characters of a relative clause before the trigger: "A, who saw B in L on Monday, met C"."""
    match = trigger.word("who-aside").search(trigger.line.masked, max(0, trigger.start - _ASIDE), trigger.start)
    return range(*match.span("aside")) if match is not None else range(0)


def distance_to(trigger: Trigger, at: int, penalty: int) -> int:
    """Masked characters between the trigger and what stands at `at`; `penalty` more where that is before it."""
    if at >= trigger.end:
        return at - trigger.end
    return trigger.start - at + penalty if at < trigger.start else 0


def is_beside_comma(trigger: Trigger, at: int) -> bool:
    """Whether a comma parts the date from the trigger: "Before flying to L for talks on Monday, A met B".

    A trip gone before has not the day of what followed: "In L after a visit to M, A met B on Monday".
    """
    masked = trigger.line.masked
    if "," in masked[at : trigger.start]:
        return trigger.word("opening-before").match(masked[:at]) is not None
    gone = trigger.rule.frame == "visit" and "," in masked[trigger.end : at]
    return gone and trigger.word("right-after").search(trigger.before) is not None


def is_of_main_clause(trigger: Trigger, at: int) -> bool:
    """Whether what stands at masked `at` is of what went before: "Ahead of the summit, A met B in L on Monday"."""
    if trigger.rule.tense != "noun" or "," not in trigger.line.masked[trigger.end : at]:
        return False
    ahead = trigger.word("opening-ahead").match(trigger.before) or trigger.word("in-aside").search(trigger.before)
    return ahead is not None
