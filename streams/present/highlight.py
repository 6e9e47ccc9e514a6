"""A text cut where evidence starts and ends, so that each piece can be marked with the reports that rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) that report number `report` was read from."""

    start: int
    end: int
    report: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of the text that rest under the same reports; none of them: plain text."""

    text: str
    reports: tuple[int, ...] = ()


def pieces(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    """The text from its first to its last character, cut where a span starts or ends.

    Spans may overlap and may touch; what lies beyond the text is cut off.
    """
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    for span in spans:
        start, end = max(0, span.start), min(span.end, len(text))
        if start < end:
            opens.setdefault(start, []).append(span.report)
            closes.setdefault(end, []).append(span.report)
    under: list[int] = []
    before: tuple[int, ...] = ()
    from_ = 0
    for cut in sorted({*opens, *closes, len(text)}):
        for report in closes.get(cut, ()):
            under.remove(report)
        under += opens.get(cut, ())
        after = tuple(sorted(set(under)))
        if after == before and cut < len(text):
            continue
        if from_ < cut:
            yield Piece(text[from_:cut], before)
        from_, before = cut, after


def marks(reports: Iterable[int]) -> str:
    """Numbers of reports as a raised note: "¹ ³"."""
    return " ".join(str(report).translate(_SUPERSCRIPT) for report in reports)
