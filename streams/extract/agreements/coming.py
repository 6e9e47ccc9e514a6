"""The signing of what the text has just told: "It will be signed in May", "The two presidents signed it in June"."""

from __future__ import annotations

from streams.extract.agreements.act import Act
from streams.extract.agreements.drafting import Drafter
from streams.extract.agreements.phrase import Phrase
from streams.extract.agreements.state import Known, State
from streams.extract.agreements.tellings import is_real
from streams.extract.agreements.vocabulary import Head, Vocabulary
from streams.extract.document import Line

_NEAR = 2
"""Paragraphs behind an agreement in which "it" and "the text" still mean that one."""
_TOLD = frozenset({"agreed", "adopted", "planned"})
"""Acts behind which a signing may follow."""
_SEALED = frozenset({"ratified", "in_force"})
"""Acts before which a signing went."""


class ComingReader:
    """Reads signings, in one language."""

    def __init__(self, vocabulary: Vocabulary, drafter: Drafter) -> None:
        self._words = vocabulary
        self._drafter = drafter

    def read(self, state: State, line: Line) -> None:
        """Adds the signing of the agreement told last, where the sentence, which names no instrument, tells it."""
        parties, paragraph = state.spoken
        if len(parties) < 2 or line.span.paragraph - paragraph > _NEAR:
            return
        ahead = self._words.cue("to-be-signed").search(line.masked)
        match = ahead or self._words.cue("signed-it").search(line.masked)
        if match is None or self._words.heads(line.masked) or not is_real(self._words, line.masked, match.start()):
            return
        known = self._announced(state, _TOLD if ahead else _TOLD | _SEALED)
        codes = {side.code for side in parties}
        if known is None or not (ahead or _signatories(line, match.start()) <= codes):
            return
        act = Act(*match.span(), "planned", "coming", passive=True, limit=len(line.masked), told="signed")
        if not ahead:
            act = Act(*match.span(), "signed", "signed-it", limit=len(line.masked), told="signed")
        head = Head(*match.span(), known.instrument, plural=False)
        phrase = Phrase(head.start, head.end, head, (head.start, head.end), definite=True)
        self._drafter.add(state, line, act, phrase, known.parties, known)

    @staticmethod
    def _announced(state: State, actions: frozenset[str]) -> Known | None:
        """The instrument named last, where its parties are those of the act told last, which is one of `actions`."""
        codes = {side.code for side in state.spoken[0]}
        known = next(reversed(state.known), None)
        if known is None or {side.code for side in known.parties} != codes:
            return None
        draft = next((draft for _, draft in reversed(state.drafts)), None)
        return known if draft and draft.action in actions and set(draft.parties) == codes else None


def _signatories(line: Line, end: int) -> set[str]:
    """The codes of all whom the sentence names before masked character `end`."""
    return {code for mention in line.mentions(0, end, "A") for code in mention.codes}
