"""Page furniture in flattened text: lines that are not the article, known by their form and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from streams.intake.dateline import is_date_line
from streams.intake.forms import Kind, is_entry, is_sentence, kinds_of, without_closing
from streams.intake.frame import REPEATED, dated, frame_of
from streams.intake.layout import ends_sentence

_MENU = 6  # short lines in a row above the body that make a menu
_MENU_WORDS = 5  # words of the longest entry of a menu
_HEADLINES = 3  # short lines in a row under the body that make a list of other headlines
_AMPLE = 2_000  # characters of running text that are an article, however long the comments below it
_LEAST_TITLE, _PARTS, _MARKS = 20, 3, 10  # characters before the site's name; parts of it; marks added in headings
_LINES_OF_PAGE, _TEASERS, _SOON = 40, 4, 10  # lines of a whole page; the part of its sentences that may be teasers
_SITE = re.compile(r" [-–—|•·»:/] ")
_LONGEST_ENTRY = 300  # characters of a headline in a list


def body_of(lines: Sequence[str], title: str | None) -> list[str]:
    """The lines of the article below its title.

    `lines` are paragraphs without line ends, none empty. Every line that says the title again goes. A text of
    one line is the article, whatever its form.
    """
    if len(lines) == 1:
        return [line for line in lines if line != title]
    body = [without_closing(line) for line in lines]
    kinds = kinds_of(body)
    first = len(body) - len(_below_title(body, title))
    frame = {n - first for n in frame_of(body, kinds, first)}
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


def _below_title(lines: list[str], title: str | None) -> list[str]:
    """The lines from the last heading that says the title, which stands between the menus and the body."""
    if title is None:
        return lines
    names = _names(title)
    least = min(map(len, names))
    says = dict.fromkeys(n for n, line in enumerate(lines) if _is_heading(line, title, names, least))
    if not says:
        return lines
    opening = next((n for n, line in enumerate(lines) if n not in says and is_sentence(line)), len(lines))
    start = max((n + 1 for n in says if n < opening), default=0)
    if not start and len(lines) >= _LINES_OF_PAGE:
        start = _below_teasers(lines, list(says))
    return lines[start:]


def _below_teasers(lines: Sequence[str], says: Sequence[int]) -> int:
    """The number of the line below the last heading that has little text above it, and some soon below; else 0."""
    sizes = [len(line) if is_sentence(line) else 0 for line in lines]
    above = [0, *accumulate(sizes)]
    for number in reversed(says):
        if _TEASERS * above[number] <= above[-1] and any(sizes[number + 1 : number + _SOON]):
            return number + 1
    return 0


def _is_heading(line: str, title: str, names: frozenset[str], least: int) -> bool:
    """Whether the line is the page's heading; a sentence that says the title again is one of the text's.

    The shortest of the `names` has `least` characters.
    """
    if _says(line, title):
        return True
    if len(line) > len(title) + _MARKS or ends_sentence(line):
        return False
    folded = line.casefold()
    return len(folded) >= least and _key(folded) in names


def _names(title: str) -> frozenset[str]:
    """What a heading may say of the title: all of it, or what stands before the name of the site."""
    ends = [found.start() for found in _SITE.finditer(title) if found.start() >= _LEAST_TITLE]
    return frozenset(_key(title[:end].casefold()) for end in (*ends[-_PARTS:], len(title)))


def _key(folded: str) -> str:
    """Letters and digits alone, as quotation marks and dashes differ between a page's title and its heading."""
    return "".join(filter(str.isalnum, folded))


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
    """Everything below the first end mark that has enough running text above it, or more than below."""
    if Kind.END not in kinds:
        return set()
    sizes = [len(line) if kind is Kind.PROSE else 0 for line, kind in zip(lines, kinds, strict=True)]
    above, total = 0, sum(sizes)
    for number, kind in enumerate(kinds):
        if kind is Kind.END and above >= min(total - above, _AMPLE):
            return set(range(number, len(lines)))
        above += sizes[number]
    return set()


def _menu(lines: Sequence[str], running: Sequence[bool]) -> set[int]:
    """Short entries above the first running text, where there are many of them; dates and their places stay."""
    first = running.index(True) if True in running else 0
    if first < _MENU:
        return set()
    stays = dated(lines[:first])
    return {n for n in range(first) if n not in stays and len(lines[n].split()) <= _MENU_WORDS}


def _headlines(lines: Sequence[str], kinds: Sequence[Kind], running: Sequence[bool]) -> set[int]:
    """Short lines under the body, where there are several or furniture stands among them."""
    last = next((n for n in reversed(range(len(running))) if running[n]), None)
    if last is None or lines[last].endswith(":"):
        return set()
    below = range(last + 1, len(lines))
    junk = next((n for n in below if kinds[n] >= Kind.JUNK), len(lines))
    short = [n for n in below if kinds[n] is Kind.SHORT or lines[n].endswith(":")]
    short = [n for n in short if not is_entry(lines[n])]
    many = sum(len(lines[n].split()) >= _MENU_WORDS for n in short) >= _HEADLINES
    return set(short) if many else {n for n in short if n > junk}
