"""Instruments that the article has named, for what comes back to them."""

from __future__ import annotations

from collections.abc import Callable

from streams.extract.agreements.drafting import Drafter
from streams.extract.agreements.merge import alike_instruments
from streams.extract.agreements.phrase import Phrase
from streams.extract.agreements.sides import Side
from streams.extract.agreements.state import Known, State
from streams.extract.agreements.vocabulary import Vocabulary
from streams.extract.document import Line

_REMEMBERED = 40
"""Instruments named last among which "the treaty" is looked for."""


_AGREED = frozenset({"protocol", "contract", "memorandum", "treaty"})


class Recall:
    """Finds what bare phrases refer to, in one language."""

    def __init__(self, vocabulary: Vocabulary, drafter: Drafter) -> None:
        self._words = vocabulary
        self._drafter = drafter

    def antecedent(self, state: State, phrase: Phrase) -> Known | None:
        """The instrument that a bare definite phrase ("the treaty", "the document") refers to."""
        definite = phrase.definite or not self._words.words.get("article")
        if not definite or not phrase.bare:
            return None
        before = [known for known in state.known[: -_REMEMBERED - 1 : -1] if known.several or not phrase.head.plural]
        same = [k for k in before if phrase.instrument in ("document", k.instrument)]
        alike = [k for k in before if alike_instruments(phrase.instrument, k.instrument)]
        if not alike and phrase.instrument == "agreement":  # a protocol or contract just told is an accord as well
            alike = [k for k in before[:1] if k.instrument in _AGREED]
        owned = [k for k in [*same, *alike] if k.parties]
        return next(iter(owned or same or alike), None)

    def remember(self, state: State, line: Line, phrase: Phrase, parties: Callable[[], list[Side]]) -> None:
        """Keeps what the phrase names; `parties` gives whom it is between."""
        title = self._drafter.title(state.document, line, phrase)
        state.known.append(Known(phrase.instrument, title, parties, several=phrase.several))
