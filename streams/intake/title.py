"""The title: given with the record, or the first line that looks like a headline."""

from __future__ import annotations

import re

from streams.intake.characters import scrub
from streams.intake.dateline import is_date_line
from streams.intake.layout import ends_sentence, tidy

_LONGEST = 500  # characters of a title; more is a text in the wrong field
_LONGEST_HEADLINE = 200
_LATEST = 3  # lines among which the headline is looked for
_BEFORE = 60  # characters of a flattened page that may stand before its title ("News ", "Home • ")
_SITE = re.compile(r"[ ](?:\||•|·|»|::|[-–—])[ ](?=[^|•·»]{2,60}$)")


def known_title(given: str | None, outlet: str | None) -> str | None:
    """The given title in one line, without the name of the site behind a bar; None where there is none."""
    title = tidy(scrub(given).replace("\n", " "))[:_LONGEST] if given else ""
    parts = _SITE.split(title, maxsplit=1) if title else []
    if len(parts) == 2 and parts[0] and _is_site(title, parts[1], outlet):
        return parts[0].strip()
    return title or None


def _is_site(title: str, name: str, outlet: str | None) -> bool:
    bar = title[len(title) - len(name) - 2]
    return bar in "|•»:" or bool(outlet and name.casefold() in outlet.casefold())


def under_title(text: str, title: str | None) -> str:
    """`text` with a line end after the title where a flattened page glues the body to it."""
    if title is None:
        return text
    first = text[: _BEFORE + len(title) + 2]
    start = first.find(title)
    if start < 0 or "\n" in first[:start]:
        return text
    below = text[start + len(title) :]
    rest = below.lstrip(" .")
    is_glued = rest[:1].isupper() or rest[:1].isdigit()
    if not is_glued or below[0].isalnum():
        return text
    return f"{title}\n{rest}"


def heading_of(body: list[str]) -> tuple[str | None, list[str]]:
    """The headline among the first lines of a text without title, and the body below it.

    A headline is short, has no full stop, and something stands below it; a lone line is a body. What stands
    above the headline is a section name or the day of the visit and is left out.
    """
    for number, line in enumerate(body[:_LATEST]):
        if is_date_line(line):
            continue
        if len(line) <= _LONGEST_HEADLINE and number + 1 < len(body) and _is_headline(line):
            return line, body[number + 1 :]
        return None, body
    return None, body


def _is_headline(line: str) -> bool:
    return line.count(" ") >= 2 and (not ends_sentence(line) or line.endswith("?")) and not line.endswith(",")
