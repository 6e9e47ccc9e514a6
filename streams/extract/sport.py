"""Sports news: where "Argentina and France met" is no meeting."""

from __future__ import annotations

import re

from streams.extract.drafts import MeetingDraft
from streams.extract.tables import Lexicon

_LEAST = 4
"""Different words of sport that make an article sports news; diplomatic copy has one or two in passing."""


class SportFilter:
    """Takes meetings of teams out of the drafts of one language's articles. Built once, at start-up."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        words = sorted(lexicon.words(lang).get("sport", ()), key=lambda word: (-len(word), word))
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b") if words else None

    def keep(self, text: str, meetings: list[MeetingDraft]) -> list[MeetingDraft]:
        """The meetings that are no matches: in sports news only those where somebody in office takes part."""
        if not meetings or self._pattern is None:
            return meetings
        if len(set(self._pattern.findall(text))) < _LEAST:
            return meetings
        return [meeting for meeting in meetings if len({p.country for p in meeting.participants if p.role}) > 1]
