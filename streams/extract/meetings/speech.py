"""Who says "I": who is quoted, in transcripts the one whose turn it is, else the one of a press service's title."""

from __future__ import annotations

import bisect

from streams.extract.document import Document
from streams.extract.meetings.group import codes_of
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.mention import Mention

_TURN = 40
"""Sentences before one in which the label of its turn is looked for."""
_LABEL = 60
"""Masked characters in which a label ends."""
_BEFORE = 40
"""Masked characters before a verb in which its subject stands."""


class Speech:
    """Knows the speakers of texts of one language."""

    def __init__(self, rules: Rules) -> None:
        self._by_me = rules.word("spoken-by-me")
        self._and_me = rules.word("and-me")
        self._mine = rules.word("mine")
        self._question = rules.word("question-label")
        self._label = rules.word("speaker-label")
        self._author = rules.word("author-outlet")
        self._quoted_me = rules.word("quoted-me")
        self._said_by = rules.word("said-by")

    def speaker(self, trigger: Trigger, document: Document) -> list[Mention]:
        """The person who is the "I" or "we" before the trigger; nobody where a journalist asks."""
        return self._whose(trigger, document) if self._by_me.search(trigger.before[-_BEFORE:]) else []

    def quoted(self, trigger: Trigger) -> list[Mention]:
        """The person who is the "I" or "we" before the trigger in what he is quoted to say: ""I met B," A said"."""
        if self._quoted_me.search(trigger.before[-_BEFORE:]) is None:
            return []
        said = self._said_by.match(trigger.after)
        if said is None:
            return []
        start = trigger.end + max(said.start("before"), said.start("behind"))
        return [m for m in trigger.line.mentions(start, start + 1, "A") if m.kind == "person" and m.codes]

    def beside(self, trigger: Trigger, document: Document) -> list[Mention]:
        """The person who is the "I" of "B and I" before the trigger."""
        return self._whose(trigger, document) if self._and_me.search(trigger.before[-_BEFORE:]) else []

    def owner(self, trigger: Trigger, document: Document) -> list[Mention]:
        """The minister who is the "my" before the noun at the trigger, where he publishes it himself."""
        mine = self._author.match(document.article.outlet or "") and self._mine.search(trigger.before[-_BEFORE:])
        return self._whose(trigger, document) if mine else []

    def _whose(self, trigger: Trigger, document: Document) -> list[Mention]:
        """Whose turn it is; where no label tells, the one person of the title, where only the home side is there.

        A minister who publishes under the name of his office speaks for his country.
        """
        lines = document.lines
        title = [m for line in lines if line.span.paragraph == 0 for m in line.actors if m.kind == "person"]
        here = bisect.bisect_left(lines, trigger.line.span.start, key=lambda line: line.span.start)
        for line in reversed(lines[max(0, here - _TURN) : here + 1]):
            if self._question.match(line.masked):
                return []
            label = self._label.match(line.masked, 0, _LABEL)
            if label is not None:
                named = [m for m in line.mentions(*label.span(), "A") if m.kind == "person" and m.codes]
                named = named or [m for m in title if m.name and m.name.split()[-1].upper() in label.group()]
                if named:
                    return named[:1]
                break
        if not title and document.home and self._author.match(document.article.outlet or ""):
            return [Mention(*trigger.line.offsets(trigger.start, trigger.end), "country", document.home)]
        return title[:1] if title and codes_of(title) == list(document.home) else []
