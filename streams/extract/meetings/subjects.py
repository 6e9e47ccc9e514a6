"""Who does what a verb tells: before it, behind it, or unsaid."""

from __future__ import annotations

from streams.extract.meetings.clause import Clauses
from streams.extract.meetings.complete import spoken_of
from streams.extract.meetings.drafting import Context
from streams.extract.meetings.group import Group
from streams.extract.meetings.rules import Rules, Trigger

MOVERS = ("person", "body", "group", "org")
"""Kinds of mention that may move."""
OPENING = ("part", "base")
"""Tenses of a verb whose subject may follow in the main clause: "After visiting L, A said", "Al recibir a B, A dijo".
"""
_BY = 20
"""Masked characters before a gerund in which "by" stands."""


class Subjects:
    """Finds the subjects of verbs of one language."""

    def __init__(self, rules: Rules, clauses: Clauses) -> None:
        self._word = rules.word
        self._clauses = clauses

    def of(self, context: Context) -> Group | None:
        """Who acts; in Spanish also who stands behind a verb that opens its sentence ("Recibe A a B").

        Where such a sentence leaves it unsaid, the person whom the text spoke of before.
        """
        trigger = context.trigger
        if trigger.rule.tense == "part" and self._word("by-doing").search(trigger.before[-_BY:]):
            return _first(trigger)  # "A angered C by meeting B"
        subject = self._clauses.subject(trigger)
        if subject is not None or not self._word("unsaid-subject").fullmatch(trigger.before):
            return subject
        subject = self._turned(trigger)
        if subject is not None:
            return subject
        if not self._word("singular").match(trigger.line.masked, trigger.start):
            return None
        person = spoken_of(context.document, trigger.line, trigger.word("preposition"))
        return Group([person], trigger.start, trigger.start) if person is not None else None

    def _turned(self, trigger: Trigger) -> Group | None:
        """The subject inside or behind a trigger that opens its sentence."""
        inside = [m for m in trigger.line.mentions(trigger.start, trigger.end, "A") if m.codes]
        if inside:
            return Group(inside, trigger.start, trigger.end)
        match = self._word("subject-after").match(trigger.after)
        group = self._clauses.chain(trigger.line, trigger.end + match.end(), direct=True) if match else None
        if trigger.rule.frame == "move" and (group is None or group.mentions[0].kind not in MOVERS):
            match = self._word("subject-behind-bare").match(trigger.after)
            group = self._clauses.chain(trigger.line, trigger.end + match.end(), person=True) if match else None
        return group


def _first(trigger: Trigger) -> Group | None:
    """The first actor of the sentence before the trigger."""
    actor = next((mention for mention in trigger.line.mentions(0, trigger.start, "A") if mention.codes), None)
    if actor is None:
        return None
    at = trigger.line.masked_index(actor.start)
    return Group([actor], at, at + 1)
