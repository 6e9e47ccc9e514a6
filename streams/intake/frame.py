"""The frame of a page that was flattened whole: menus, teasers and notices around the body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from streams.intake.dateline import is_date_line, is_time_line
from streams.intake.forms import Kind, is_entry, is_teaser

REPEATED = 30  # characters; a shorter line ("Thank you.") may rightly be said twice
_COST, _COST_OF_JUNK, _LONGEST_GAP = 12, 25, 150  # words that other lines between paragraphs cost, each and in a row
_MOST_WORDS, _WORD_BYTES = 40, 6  # of a paragraph that count; what a word takes in UTF-8, in any script
_MANY_MARKS, _SOME_MARKS, _LONG_FRAME = 10, 4, 60  # lines of furniture that show a whole page; lines around its body
_MANY_STUBS, _STUB_SHARE = 25, 0.25  # entries of menus that show a whole page, and their share of its lines
_LONGEST_STUB, _STUB_WORDS = 30, 3  # bytes and words of an entry of a menu
_TEASER, _CAPTION, _STANDFIRST = 20, 70, 40  # characters of the shortest ones
_ROW = 2  # lines between two paragraphs that are a list of links
_HEAD = 3  # lines next to the heading and to the text, among which a standfirst is
_CLOSE, _INSIDE_BELOW_HEADING = 25, 0.1  # lines below the heading, among which the body begins; share of words
_FRAME_SHARE, _INSIDE, _LEAST_BODY = 0.3, 0.3, 60  # shares of lines and of words; words


def frame_of(lines: Sequence[str], kinds: Sequence[Kind], below: int) -> set[int]:
    """The lines around and between the paragraphs of a page that was flattened whole.

    The body is the run of lines with the largest sum of scores (after Kohlschütter et al. 2010, "Boilerplate
    detection using shallow text features"): prose counts its words, other lines cost some. `below` is the number of
    the line below the heading, 0 where no line says the title: a run that begins close to it may be a smaller share
    of the page's prose. Above the run dates stay and what stands next to them, and below a heading sentences, too.
    """
    marks = sum(kind >= Kind.JUNK for kind in kinds)
    if marks < _SOME_MARKS:
        return set()
    repeated = _repeated(lines, kinds)
    scores = [-_COST_OF_JUNK if n in repeated else _score(line, kinds[n]) for n, line in enumerate(lines)]
    scores = _with_short_gaps(scores)
    start, end = _best_run(scores)
    around = sum(score <= 0 for score in (*scores[:start], *scores[end:]))
    inside, prose = (sum(score for score in part if score > 0) for part in (scores[start:end], scores))
    share = _INSIDE_BELOW_HEADING if below and below <= start <= below + _CLOSE else _INSIDE
    is_body = around >= _FRAME_SHARE * len(lines) and inside >= max(share * prose, _LEAST_BODY)
    if not is_body or not _is_page(lines, kinds, around, marks + len(repeated)):
        return set()
    while start > 0 and kinds[start - 1] is Kind.PROSE:
        start -= 1
    while end < len(lines) and (kinds[end] is Kind.PROSE or (kinds[end] is Kind.SHORT and is_entry(lines[end]))):
        end += 1
    kept = dated(lines[:start])
    if below:
        kept |= {n for n in range(start) if kinds[n] is Kind.PROSE or _goes_on(lines[n])}
        near = {*range(below, min(below + _HEAD, start)), *range(max(below, start - _HEAD), start)}
        kept |= {n for n in near if len(lines[n]) >= _STANDFIRST}
        kept |= {n for n in range(below, start) if len(lines[n]) >= _TEASER and lines[n].isupper()}  # whom it is for
    above = (n for n in range(start) if n not in kept)
    inserted = _inserted(lines, kinds, start, end) if around >= _LONG_FRAME else ()
    return {*above, *range(end, len(lines)), *inserted}


def _is_page(lines: Sequence[str], kinds: Sequence[Kind], around: int, marks: int) -> bool:
    """Whether lines of which some are furniture are a page with its frame: there is more of a frame.

    `marks` is the number of lines that are furniture or said again, `around` that of lines around the body.
    Without forms of furniture, many short lines are a list of the article's: of states, of members of a delegation.
    """
    stubs = sum(kind is Kind.SHORT and _is_stub(line) for line, kind in zip(lines, kinds, strict=True))
    is_menu = stubs >= max(_MANY_STUBS, _STUB_SHARE * len(lines))
    return marks >= _MANY_MARKS or around >= _LONG_FRAME or is_menu


def _is_stub(line: str) -> bool:
    return len(line.encode()) <= _LONGEST_STUB and line.count(" ") < _STUB_WORDS and not line.endswith(":")


def _repeated(lines: Sequence[str], kinds: Sequence[Kind]) -> set[int]:
    """Headlines that the page says again, as teasers of other articles are in several of its lists."""
    count = Counter(
        line for line, kind in zip(lines, kinds, strict=True) if kind is Kind.SHORT and len(line) >= _TEASER
    )
    again = {line for line, times in count.items() if times > 1}
    return {n for n, line in enumerate(lines) if line in again}


def _inserted(lines: Sequence[str], kinds: Sequence[Kind], start: int, end: int) -> Iterator[int]:
    """Lines without the end of a sentence between paragraphs that are captions, and links to other articles.

    Those are long, or name themselves, or the frame says them, too, or they stand in a row, as headings of the text
    do not. What follows a colon, and the lines next to it, are a list of the article's.
    """
    framed = {*lines[:start], *lines[end:]}
    is_list = False
    row: list[int] = []
    for number in range(start, end):
        line, is_short = lines[number], kinds[number] is Kind.SHORT
        is_list = is_short and (is_list or lines[number - 1].endswith(":")) if number > start else False
        is_open = _goes_on(line) or (number + 1 < end and not lines[number + 1][0].isupper())
        if not is_short or is_list or is_entry(line):
            yield from row if len(row) >= _ROW else ()
            row = []
            if is_short and not is_list and is_teaser(line):
                yield number
            continue
        if len(line) >= _TEASER and _opens_as_headline(line):
            row.append(number)
        if line in framed or is_teaser(line) or (len(line) >= _CAPTION and not is_open):
            yield number


def _opens_as_headline(line: str) -> bool:
    """Whether the line begins as headlines do, in a script that has capitals."""
    return line[0].isupper() or not line[0].isalpha()


def _goes_on(line: str) -> bool:
    """Whether the line has the end of a sentence within, or breaks off: a paragraph without its full stop."""
    return ". " in line or line[-1] in ",:—–-"


def dated(lines: Sequence[str]) -> set[int]:
    """Dates and hours above the body, and the lines next to them, which may say where."""
    return {
        n + shift for n, line in enumerate(lines) if is_date_line(line) or is_time_line(line) for shift in (-1, 0, 1)
    }


def _score(line: str, kind: Kind) -> int:
    if not any(map(str.isalnum, line)):
        return 0  # ornaments part the text
    if kind >= Kind.JUNK:
        return -_COST_OF_JUNK
    if kind is Kind.PROSE and len(line) >= REPEATED and not line.endswith("?"):
        return min(len(line.encode()) // _WORD_BYTES, _MOST_WORDS)
    return -_COST


def _with_short_gaps(scores: Sequence[int]) -> list[int]:
    """The scores, where no run of lines that are no prose costs more than `_LONGEST_GAP`."""
    capped, spent = [], 0
    for score in scores:
        spent = 0 if score > 0 else spent - score
        capped.append(score if score > 0 else min(0, score + max(0, spent - _LONGEST_GAP)))
    return capped


def _best_run(scores: Sequence[int]) -> tuple[int, int]:
    """Bounds of the run with the largest sum (Kadane's algorithm)."""
    best = total = first = 0
    run = (0, 0)
    for number, score in enumerate(scores):
        if total <= 0:
            total, first = 0, number
        total += score
        if total > best:
            best, run = total, (first, number + 1)
    return run
