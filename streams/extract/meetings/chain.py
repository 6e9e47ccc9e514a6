"""Days told from other meetings: "The next day she flew to Tokyo", "a day after talks with B"."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from datetime import timedelta

from streams.extract.document import Document, single
from streams.extract.meetings.occasion import Occasion

_REACH = 100
"""Characters on either side of a trigger in which its sentence tells the day."""
_SIGNS = (("days-before", -1), ("days-after", 1))
_OF_CLAUSE = (("days-behind", -1), ("days-ahead", 1))


def chain(occasions: list[Occasion], document: Document, word: Callable[[str], re.Pattern[str]]) -> None:
    """Dates what the text tells by the day of the meeting told before it, or of the one that its sentence is about.

    The patterns name by their groups (`d1`, `d2` …) how many days lie between.
    """
    told = sorted(occasions, key=lambda occasion: occasion.draft.start)
    for index, occasion in enumerate(told):
        line = document.lines[bisect.bisect_left(document.lines, occasion.line, key=lambda line: line.span.start)]
        at = occasion.draft.start - line.span.start
        for cues, of_clause in ((_OF_CLAUSE, True), (_SIGNS, False)):
            base = next((o for o in reversed(told[:index]) if (o.line == occasion.line) == of_clause), None)
            if base is None or base.draft.date is None or base.draft.date.start != base.draft.date.end:
                continue
            for name, sign in cues:
                match = word(name).search(line.text, max(0, at - _REACH), at if of_clause else at + _REACH)
                if match is not None and match.lastgroup is not None and _is_free(occasion, match, line.span.start):
                    days = timedelta(days=sign * int(match.lastgroup.removeprefix("d")))
                    draft = occasion.draft
                    draft.date, occasion.dated = single(base.draft.date.start + days), True
                    draft.evidence = [item for item in draft.evidence if item.slot != "date"]
                    draft.show("date", line.span.start + match.start(), line.span.start + match.end())


def _is_free(occasion: Occasion, match: re.Match[str], begin: int) -> bool:
    """Whether nothing but the words of the match dates the occasion."""
    shown = [item for item in occasion.draft.evidence if item.slot == "date"]
    own = any(begin + match.start() <= item.start and item.end <= begin + match.end() for item in shown)
    return own or not occasion.dated
