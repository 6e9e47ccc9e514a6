"""An act upon instruments, as positions in a masked sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

from schemas.slots import Action
from streams.extract.agreements.phrase import Phrase, Span
from streams.extract.when import When

ENDING = frozenset({"terminated", "suspended"})
"""Acts that end what was agreed; one party does them by itself."""


@dataclass(slots=True)
class Act:
    """An act in a sentence, at masked `start` to `end`: `action` is "planned" where it is to come.

    `passive` acts take what stands before them, `reduced` ones ("the pact signed in Rome") only the last phrase.
    `close` ones take only what stands right before them.
    `subject` is where the clause starts that names who acts, `limit` where the next act starts; `told` is the act
    as the word has it, whether to come or done. `nominal` acts ("the signing of") have no subject of their own.
    `elsewhere` are where dates stand that are those of other phrases.
    `shown` (in the clean text) and `when` are set for an act that another sentence told.
    """

    start: int
    end: int
    action: Action
    rule: str
    passive: bool = False
    reduced: bool = False
    nominal: bool = False
    close: bool = False
    subject: int = 0
    limit: int = 0
    told: Action = "signed"
    phrases: list[Phrase] = field(default_factory=list)
    elsewhere: frozenset[int] = frozenset()
    shown: Span | None = None
    when: When | None = None
