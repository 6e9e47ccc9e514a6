"""Lines to paragraphs: hard-wrapped text is joined, spaces are made one, light mark-up goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

_NARROWEST, _WIDEST = 40, 110  # columns that people and programs wrap text at
_FULL_SHARE = 0.6  # of the lines must be full before a text counts as wrapped
_FEWEST_PAIRS = 3
_BULLET = re.compile(r"(?:[-*•–—▪●■◦·]|\(?[0-9]{1,2}[.)]|[a-z]\))[ \t]+\S")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{1,500}\)")
_UNBROKEN = re.compile(r"\]\(\S{40}")
_BOLD = re.compile(r"\*\*|__(?=\w)|(?<=\w)__")
_AUTOLINK = re.compile(r"<(?=https?://|mailto:)([^<>\s]{1,500})>")
_ENDS = tuple(".!?…:;。！？؟۔।")
_CLOSERS = "\"'”’»)]*"


def tidy(line: str) -> str:
    """The line with single spaces, without Markdown's marks of emphasis and links."""
    if "[" in line and "](" in line:
        line = _LINK.sub(r"\1", line)
    if "**" in line or "__" in line:
        line = _BOLD.sub("", line)
    if "<" in line:
        line = _AUTOLINK.sub(r"\1", line)
    if "  " in line or not line.isprintable():  # of all spaces, only the plain one is printable
        return " ".join(line.split())
    return line.strip(" ")


def ends_sentence(line: str) -> bool:
    """Whether the line ends with the mark of a sentence or of an enumeration, closing quotes aside."""
    return line.rstrip(_CLOSERS).endswith(_ENDS)


def paragraphs(text: str, title: str | None = None) -> list[str]:
    """The paragraphs of `text`, none empty; a line that equals `title` stays a line of its own.

    A text is hard-wrapped where most lines are full, that is where the first word of the next line would not
    have fitted: then full lines are joined to the next. In any text a line that breaks off is joined to a next
    one that begins in lower case.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    whole = {title, next((line for line in lines if line), None)}  # headlines are as long as they like
    joined = _joined(lines, wrap_width([line for line in lines if line not in whole]), title)
    return [tidied for line in joined if (tidied := tidy(line))]


def wrap_width(lines: Sequence[str]) -> int | None:
    """The column at which the lines are wrapped; None where they are not.

    A line that a link makes wide says nothing of the column: its address cannot be broken.
    """
    lengths = sorted(len(line) for line in lines if line and not _UNBROKEN.search(line))
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    if not _NARROWEST <= width <= _WIDEST:
        return None
    pairs = [(above, below) for above, below in pairwise(lines) if above and below.strip()]
    full = sum(_is_full(above, below, width) for above, below in pairs)
    return width if len(pairs) >= _FEWEST_PAIRS and full >= _FULL_SHARE * len(pairs) else None


def _is_full(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(None, 1)[0]) > width


def _joined(lines: Sequence[str], width: int | None, title: str | None) -> list[str]:
    out: list[str] = []
    previous = ""
    for line in lines:
        text = line.lstrip()
        if not text:
            previous = ""
            continue
        goes_on = previous and _continues(previous, text, width) and out[-1] != title
        if goes_on and not _is_indented(line, text, previous, out[-1]):
            out[-1] = f"{out[-1]} {text}"
        else:
            out.append(text)
        previous = line
    return out


def _is_indented(line: str, text: str, previous: str, paragraph: str) -> bool:
    """Whether the line begins a paragraph by its indent; below a bullet an indent goes on with the item."""
    return len(line) - len(text) >= 2 and not previous.startswith("  ") and not _BULLET.match(paragraph)


def _continues(previous: str, text: str, width: int | None) -> bool:
    """Whether the line `text` goes on with the paragraph whose last line is `previous`."""
    if width is None or len(previous) > width * 1.3:
        return len(previous) >= _NARROWEST and text[0].islower() and not ends_sentence(previous)
    if _BULLET.match(text):  # a dash may also be one of the sentence
        return text[0] in "–—" and _is_full(previous, text, width) and not ends_sentence(previous)
    if text[0].islower() and previous[-1] not in ".!?…":
        return True
    return _is_full(previous, text, width) or (len(previous) * 2 >= width and not ends_sentence(previous))


def over_captions(lines: Iterable[str]) -> list[str]:
    """Joins a paragraph that a caption interrupts; the caption then follows it. No line may be empty."""
    out: list[str] = []
    for line in lines:
        broken = len(out) >= 2 and line[0].islower() and not _BULLET.match(line)
        if broken and _is_open(out[-2]) and len(out[-1]) < _WIDEST and not ends_sentence(out[-1]):
            out[-2] = f"{out[-2]} {line}"
        else:
            out.append(line)
    return out


def _is_open(paragraph: str) -> bool:
    return len(paragraph) >= _NARROWEST and not ends_sentence(paragraph) and paragraph[-1] not in ",)"
