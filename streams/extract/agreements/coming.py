"""The signing to come of what the text has just told: "It will be signed in May", "The signing is due on Friday"."""

from __future__ import annotations

from streams.extract.agreements.acts import Act
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


class ComingReader:
    """Reads signings to come, in one language."""

    def __init__(self, vocabulary: Vocabulary, drafter: Drafter) -> None:
        self._words = vocabulary
        self._drafter = drafter

    def read(self, state: State, line: Line) -> None:
        """Adds the signing of the agreement told last, where the sentence, which names no instrument, announces it."""
        parties, paragraph = state.spoken
        if len(parties) < 2 or line.span.paragraph - paragraph > _NEAR:
            return
        match = self._words.cue("to-be-signed").search(line.masked)
        if match is None or self._words.heads(line.masked) or not is_real(self._words, line.masked, match.start()):
            return
        known = self._announced(state)
        if known is None:
            return
        act = Act(*match.span(), "planned", "coming", passive=True, limit=len(line.masked), told="signed")
        head = Head(*match.span(), known.instrument, plural=False)
        phrase = Phrase(head.start, head.end, head, (head.start, head.end), definite=True)
        self._drafter.add(state, line, act, phrase, known.parties, known)

    @staticmethod
    def _announced(state: State) -> Known | None:
        """The instrument named last, where its parties are those of the act told last, and it is not signed yet."""
        codes = {side.code for side in state.spoken[0]}
        known = next(reversed(state.known), None)
        if known is None or {side.code for side in known.parties} != codes:
            return None
        draft = next((draft for _, draft in reversed(state.drafts)), None)
        return known if draft and draft.action in _TOLD and set(draft.parties) == codes else None
