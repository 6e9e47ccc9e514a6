"""Lines that a single page cannot tell apart from its furniture: whether they recur on the site decides."""

from __future__ import annotations

from collections.abc import Sequence

from streams.intake.dateline import is_date_line, is_place_line, is_time_line
from streams.intake.forms import is_entry, is_sentence
from streams.intake.frame import REPEATED
from streams.intake.layout import ends_sentence

_LAST = 12  # lines of a body, among which furniture may be left
_CLOSING = 4  # lines of a body, among which a sentence may be furniture
_LONGEST = 200  # characters of a doubtful line


def doubtful(body: Sequence[str], first: int) -> list[int]:
    """Numbers of the lines, from `first` on, that are furniture if they recur under other headlines of the site.

    These are short lines at the end that nothing marks as part of the body, and closing sentences without a
    number. In no doubt is what may tell of an event: a date, a name, a document, a sentence that says when; and
    what stands above the running text, as it says who speaks and where.
    """
    closing = len(body) - _CLOSING
    start = next((number for number, line in enumerate(body) if is_sentence(line)), len(body)) + 1
    found = []
    for number in range(max(first, start, len(body) - _LAST), len(body)):
        line = body[number]
        if len(line) > _LONGEST:
            continue
        if ends_sentence(line) and (number < closing or len(line) < REPEATED or any(map(str.isdigit, line))):
            continue
        if not _is_telling(line):
            found.append(number)
    return found


def _is_telling(line: str) -> bool:
    return is_date_line(line) or is_time_line(line) or is_place_line(line) or is_entry(line)
