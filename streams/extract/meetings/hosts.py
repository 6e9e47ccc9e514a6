"""Who held the meeting that a list of guests belongs to."""

from __future__ import annotations

import bisect

from streams.extract.meetings.drafting import Context, Drafter
from streams.extract.meetings.rules import Rules
from streams.extract.mention import Mention

_NEAR = 1  # paragraphs back to the sentence that tells who held it


def hosts(context: Context, rules: Rules, drafter: Drafter) -> list[Mention]:
    """Those whom "Attending were B and C" leaves out; none where nobody is told.

    They stand in the phrase itself ("Joining A on the call were B and C"), are the press service's own side, or
    held it in the sentence before ("A hosted a dinner. Attending were B and C.").
    """
    trigger = context.trigger
    inside = trigger.line.mentions(trigger.start, trigger.end)
    if inside:
        return inside
    home = drafter.home(context)
    if home:
        return home
    lines = context.document.lines
    here = bisect.bisect_left(lines, trigger.line.span.start, key=lambda line: line.span.start)
    before = lines[here - 1] if here else None
    if before is None or trigger.line.span.paragraph - before.span.paragraph > _NEAR:
        return []
    match = rules.word("held-it").search(before.masked)
    return before.mentions(*match.span("host")) if match is not None else []
