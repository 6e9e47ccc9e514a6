"""Sports news and recipes: where "Argentina and France met" is no meeting, and "egg and flour sign a truce" none."""

from __future__ import annotations

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from streams.extract.drafts import AgreementDraft, MeetingDraft
from streams.extract.tables import Lexicon

_LISTS = ("sport", "cookery")
_LEAST = 4
"""Different words of one list that tell what an article is; diplomatic copy has one or two in passing."""


class SportFilter:
    """Takes what is no business of states out of the drafts of one language's articles. Built once, at start-up."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        words = {name: lexicon.words(lang).get(name, ()) for name in _LISTS}
        self._list_of = {word: name for name, listed in words.items() for word in sorted(listed)}
        self._words = sorted(self._list_of)
        self._automaton = AhoCorasick(self._words, MatchKind.LeftmostLongest, implementation=Implementation.DFA)

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
        found: dict[str, set[int]] = {name: set() for name in _LISTS}
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            whole = not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())
            if whole:
                found[self._list_of[self._words[index]]].add(index)
        return any(len(words) >= _LEAST for words in found.values())
