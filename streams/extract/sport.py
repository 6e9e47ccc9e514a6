"""Sports news and recipes: where "Argentina and France met" is no meeting, and "let egg and flour sign a truce" no pact."""

from __future__ import annotations

import re

from streams.extract.drafts import AgreementDraft, MeetingDraft
from streams.extract.tables import Lexicon

_LISTS = ("sport", "cookery")
_LEAST = 4
"""Different words of one list that tell what an article is; diplomatic copy has one or two in passing."""


class SportFilter:
    """Takes what is no business of states out of the drafts of one language's articles. Built once, at start-up."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        lists = [sorted(lexicon.words(lang).get(name, ()), key=lambda word: (-len(word), word)) for name in _LISTS]
        self._patterns = [re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b") for words in lists if words]

    def keep(self, text: str, meetings: list[MeetingDraft]) -> list[MeetingDraft]:
        """The meetings that are no matches: in sports news only those where people in office of two countries meet."""
        if not meetings or not self._is_other(text):
            return meetings
        return [meeting for meeting in meetings if len({p.country for p in meeting.participants if p.role}) > 1]

    def keep_agreements(
        self, text: str, meetings: list[MeetingDraft], agreements: list[AgreementDraft]
    ) -> list[AgreementDraft]:
        """The agreements of states: none in sports news that tells none of the `meetings` kept."""
        return agreements if meetings or not agreements or not self._is_other(text) else []

    def _is_other(self, text: str) -> bool:
        return any(len(set(pattern.findall(text))) >= _LEAST for pattern in self._patterns)
