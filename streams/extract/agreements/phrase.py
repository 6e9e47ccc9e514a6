"""A noun phrase that names an instrument, as positions in a masked sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from schemas.slots import Instrument
from streams.extract.agreements.matcher import Token
from streams.extract.agreements.vocabulary import Head, Vocabulary
from streams.extract.document import CLASSES
from streams.extract.mention import Mention

Span = tuple[int, int]

_IS = {name: re.compile(chars) for name, chars in CLASSES.items()}
_PRIVATE = "\ue000"  # mentions stand at and above the start of the private use area


def stands_for(token: Token, classes: str) -> bool:
    """Whether a token is a mention of one of the classes."""
    return token.text >= _PRIVATE and any(_IS[name].match(token.text) for name in classes)


def goes_on(words: Vocabulary, row: list[Token], k: int) -> bool:
    """Whether the word at token k joins another verb to the clause: "y anunciaron"."""
    joins = k + 1 < len(row) and words.has("and", row[k].low)
    return joins and words.cue("finite-form").fullmatch(row[k + 1].low) is not None


@dataclass(slots=True)
class Phrase:
    """One mention of an instrument; all positions count masked characters.

    `name` spans modifiers and head; `topics` what it is about, one span for each instrument that a plural names;
    `parties` are named in the phrase itself, `partners` behind "with"; `dates` and `sums` are where those inside
    it start, `passed` where dates do that are those of the act ("an accord on Friday to reopen the border").
    `several` instruments are told without a number ("a number of"). `named` ones have words before the head that tell
    what kind it is ("a trade pact"). `bare` phrases have nothing that tells them
    from others ("the treaty"); `nested` ones stand inside what another is about.
    """

    start: int
    end: int
    head: Head
    name: Span
    topics: list[Span] = field(default_factory=list)
    parties: list[Mention] = field(default_factory=list)
    partners: list[Mention] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    passed: list[int] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    count: int | None = None
    several: bool = False
    definite: bool = False
    told_new: bool = False
    named: bool = False
    bare: bool = True
    nested: bool = False

    @property
    def instrument(self) -> Instrument:
        """What kind of instrument it is."""
        return self.head.instrument

    @property
    def unnamed(self) -> bool:
        """Whether it speaks of several instruments without saying what they are about."""
        return self.head.plural and not self.topics
