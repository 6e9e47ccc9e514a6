"""Page furniture in flattened text: lines that are not the article, known by their form and place.

The forms are data (data/furniture.toml). Losing a sentence of the body costs more than keeping a line of
furniture, so long lines fall only for phrases that no reporter writes.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate

import ahocorasick_rs

from streams.intake.dateline import is_date_line, is_time_line
from streams.intake.layout import ends_sentence

_SHORT = 140  # characters; a longer line is a paragraph even without a full stop
_ANCHOR = 50  # characters of a sentence that shows where the body begins or ends
_PHRASE_LINE = 160  # characters of the longest line whose form is looked at
_MENU = 6  # short lines in a row above the body that make a menu
_MENU_WORDS = 5  # words of the longest entry of a menu
_HEADLINES = 3  # short lines in a row under the body that make a list of other headlines
_LONGEST_ENTRY = 300  # characters of a headline in a list
_COST, _COST_OF_JUNK, _LONGEST_GAP = 12, 25, 100  # words that other lines between paragraphs cost, each and in a row
_MOST_WORDS, _WORD_BYTES = 40, 6  # of a paragraph that count; what a word takes in UTF-8, in any script
_MANY_MARKS, _SOME_MARKS, _LONG_FRAME = 10, 4, 60  # lines of furniture that show a whole page; lines around its body
_FRAME_SHARE, _INSIDE, _LEAST_BODY = 0.3, 0.3, 60  # shares of lines and of words; words
REPEATED = 30  # characters; a shorter line ("Thank you.") may rightly be said twice
_PHRASE_PARAGRAPH = 600
_CLOSING = 500
_WORD = re.compile(r"[^\W\d_]+")
_DECORATION = " \t.:…-–—*#|•·»«>+→›!?&\"'“”[]()=_~0123456789"


class Kind(IntEnum):
    """What a line is by its form."""

    SHORT = 0  # a headline, a heading, a caption, an entry of a list
    PROSE = 1
    JUNK = 2
    LIST_HEAD = 3  # "Read also": the short lines below it are junk
    END = 4  # "Leave a comment": the body ends above it


@dataclass(frozen=True, slots=True)
class _Forms:
    exact: dict[str, Kind]
    leading: tuple[str, ...]
    patterns: re.Pattern[str]
    phrases: ahocorasick_rs.AhoCorasick
    networks: frozenset[str]
    instruments: tuple[str, ...]
    closing: tuple[str, ...]


def _words(table: dict[str, list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase for phrases in table.values() for phrase in phrases))


def _load() -> _Forms:
    data = tomllib.loads(files("streams.intake").joinpath("data/furniture.toml").read_text("utf-8"))
    kinds = (("junk", Kind.JUNK), ("list_heads", Kind.LIST_HEAD), ("ends", Kind.END))
    return _Forms(
        exact={_key(phrase): kind for name, kind in kinds for phrase in _words(data[name])},
        leading=_words(data["leading"]),
        patterns=re.compile("|".join(f"(?:{pattern})" for pattern in data["patterns"]["whole_line"])),
        phrases=ahocorasick_rs.AhoCorasick(list(_words(data["phrases"]))),
        networks=frozenset(data["networks"]["names"]),
        instruments=_words(data["instruments"]),
        closing=tuple(data["closing"]["phrases"]),
    )


def _key(line: str) -> str:
    return line.strip(_DECORATION).casefold()


_FORMS = _load()


def body_of(lines: Sequence[str], title: str | None) -> list[str]:
    """The lines of the article below its title.

    `lines` are paragraphs without line ends, none empty. Every line that says the title again goes. A text of
    one line is the article, whatever its form.
    """
    if len(lines) == 1:
        return [line for line in lines if line != title]
    body = [_cut(line) for line in lines]
    kinds = kinds_of(body)
    first = len(body) - len(_below_title(body, title))
    frame = {n - first for n in _frame(body, kinds, has_title=first > 0)}
    body, kinds = body[first:], kinds[first:]
    running = [kind is Kind.PROSE and is_sentence(line) for line, kind in zip(body, kinds, strict=True)]
    for number in _under_heads(body, kinds, running):
        kinds[number], running[number] = Kind.JUNK, False
    doomed = frame | _below_end(body, kinds) | _menu(body, running) | _headlines(body, kinds, running)
    seen: set[str] = {title} if title else set()
    kept: list[str] = []
    for number, line in enumerate(body):
        if number in doomed or kinds[number] >= Kind.JUNK or line in seen:
            continue
        if len(line) >= REPEATED:
            seen.add(line)
        kept.append(line)
    return kept


def kinds_of(lines: Sequence[str]) -> list[Kind]:
    """What each line is by its form alone."""
    folded = [line.casefold() for line in lines]
    phrased = _with_phrases(folded)
    return [Kind.JUNK if n in phrased else _kind_of(line, folded[n]) for n, line in enumerate(lines)]


def is_sentence(line: str) -> bool:
    """Whether the line is plainly running text, which shows where the body begins and ends."""
    return len(line) > _SHORT or (len(line) >= _ANCHOR and ends_sentence(line) and not line.endswith("?"))


def _kind_of(line: str, folded: str) -> Kind:
    if len(line) > _SHORT:
        kind = _kind_of_short(line, folded) if len(line) <= _PHRASE_LINE else Kind.PROSE
        return Kind.PROSE if kind is Kind.SHORT else kind
    return _kind_of_short(line, folded)


@lru_cache(maxsize=8_192)  # furniture recurs from page to page
def _kind_of_short(line: str, folded: str) -> Kind:
    kind = _FORMS.exact.get(_key(line))
    if kind is not None:
        return kind
    if is_date_line(line) or is_time_line(line):
        return Kind.SHORT
    if folded.startswith(_FORMS.leading) or _FORMS.networks.issuperset(_WORD.findall(folded)):
        return Kind.JUNK
    if not is_sentence(line) and _FORMS.patterns.fullmatch(line):
        return Kind.JUNK
    return Kind.PROSE if ends_sentence(line) else Kind.SHORT


def _with_phrases(folded: Sequence[str]) -> set[int]:
    found = _FORMS.phrases.find_matches_as_indexes("\n".join(folded))
    if not found:
        return set()
    starts = [0, *accumulate(len(line) + 1 for line in folded)]
    numbers = {bisect_right(starts, start) - 1 for _, start, _ in found}
    return {number for number in numbers if len(folded[number]) <= _PHRASE_PARAGRAPH}


def _cut(line: str) -> str:
    if len(line) <= _SHORT:
        return line
    for phrase in _FORMS.closing:
        start = line.rfind(phrase)
        if start > 0 and len(line) - start <= _CLOSING:
            return line[:start].rstrip()
    return line


def _below_title(lines: list[str], title: str | None) -> list[str]:
    """The lines from the last heading that says the title, which stands between the menus and the body."""
    if title is None:
        return lines
    start = 0
    for number, line in enumerate(lines):
        if _says(line, title):
            start = number + 1
        elif is_sentence(line):
            break
    return lines[start:]


def _says(line: str, title: str) -> bool:
    """Whether the line is the title, alone or before the name of the site."""
    return line.startswith(title) and (len(line) == len(title) or line[len(title) :].lstrip()[:1] in "|•·»")


def _under_heads(lines: Sequence[str], kinds: Sequence[Kind], running: Sequence[bool]) -> set[int]:
    """The entries of lists under "Read also" and the like, up to the next running text.

    Above the body a date ends such a list, as it belongs to the article; below, dates are those of the entries.
    """
    if Kind.LIST_HEAD not in kinds:
        return set()
    doomed: set[int] = set()
    listing = in_body = False
    for number, line in enumerate(lines):
        if kinds[number] is Kind.LIST_HEAD:
            listing = True
        elif running[number] and (not listing or ends_sentence(line) or len(line) > _LONGEST_ENTRY):
            listing, in_body = False, True
        elif listing and not in_body and is_date_line(line):
            listing = False
        elif listing:
            doomed.add(number)
    return doomed


def _below_end(lines: Sequence[str], kinds: Sequence[Kind]) -> set[int]:
    """Everything below the first end mark that has more running text above it than below."""
    if Kind.END not in kinds:
        return set()
    sizes = [len(line) if kind is Kind.PROSE else 0 for line, kind in zip(lines, kinds, strict=True)]
    above, total = 0, sum(sizes)
    for number, kind in enumerate(kinds):
        if kind is Kind.END and above >= total - above:
            return set(range(number, len(lines)))
        above += sizes[number]
    return set()


def _frame(lines: Sequence[str], kinds: Sequence[Kind], *, has_title: bool) -> set[int]:
    """The lines around the body of a page that was flattened whole, with its menus and teasers.

    The body is the run of lines with the largest sum of scores (after Kohlschütter et al. 2010, "Boilerplate
    detection using shallow text features"): prose counts its words, other lines cost some. A page is known by its
    many marks of furniture. `has_title`: the lines begin below the heading, so that what stands above the run is
    of the article; else dates and what stands next to them are.
    """
    marks = sum(kind >= Kind.JUNK for kind in kinds)
    scores = _with_short_gaps([_score(line, kind) for line, kind in zip(lines, kinds, strict=True)])
    start, end = _best_run(scores)
    around = sum(score <= 0 for score in (*scores[:start], *scores[end:]))
    is_page = marks >= _MANY_MARKS or (marks >= _SOME_MARKS and around >= _LONG_FRAME)
    inside, prose = (sum(score for score in part if score > 0) for part in (scores[start:end], scores))
    if not is_page or around < _FRAME_SHARE * len(lines) or inside < max(_INSIDE * prose, _LEAST_BODY):
        return set()
    while start > 0 and kinds[start - 1] is Kind.PROSE:
        start -= 1
    while end < len(lines) and (kinds[end] is Kind.PROSE or (kinds[end] is Kind.SHORT and is_entry(lines[end]))):
        end += 1
    dated = _dated(lines[:start])
    above = () if has_title else (n for n in range(start) if n not in dated)
    return {*above, *range(end, len(lines))}


def _dated(lines: Sequence[str]) -> set[int]:
    """Dates and hours above the body, and the lines next to them, which may say where."""
    return {
        n + shift for n, line in enumerate(lines) if is_date_line(line) or is_time_line(line) for shift in (-1, 0, 1)
    }


def _score(line: str, kind: Kind) -> int:
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


def _menu(lines: Sequence[str], running: Sequence[bool]) -> set[int]:
    """Short entries above the first running text, where there are many of them; dates and their places stay."""
    first = running.index(True) if True in running else 0
    if first < _MENU:
        return set()
    dated = _dated(lines[:first])
    return {n for n in range(first) if n not in dated and len(lines[n].split()) <= _MENU_WORDS}


def _headlines(lines: Sequence[str], kinds: Sequence[Kind], running: Sequence[bool]) -> set[int]:
    """Short lines under the body, where there are several or furniture stands among them."""
    last = max((n for n, is_running in enumerate(running) if is_running), default=None)
    if last is None or lines[last].endswith(":"):
        return set()
    below = range(last + 1, len(lines))
    junk = next((n for n in below if kinds[n] >= Kind.JUNK), len(lines))
    short = [n for n in below if kinds[n] is Kind.SHORT or lines[n].endswith(":")]
    short = [n for n in short if not is_entry(lines[n])]
    many = sum(len(lines[n].split()) >= _MENU_WORDS for n in short) >= _HEADLINES
    return set(short) if many else {n for n in short if n > junk}


def is_entry(line: str) -> bool:
    """Whether the line may be an entry of a list that belongs to the body: a bullet or a document's name."""
    return line[:1] in "-–—•*(" or line[:2].rstrip(".)").isdigit() or line.casefold().startswith(_FORMS.instruments)
