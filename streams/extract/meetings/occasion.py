"""An occasion while it is being read: a draft and what decides how it merges with others."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from schemas.slots import Participant
from streams.extract.drafts import MeetingDraft
from streams.extract.meetings.rules import Rule
from streams.extract.mention import Mention
from streams.extract.refer import SPOKESMAN
from streams.extract.russian import citation


@dataclass(slots=True)
class Occasion:
    """A meeting draft; `paragraph` is where it was told, `dated` and `placed` whether its own clause says so.

    `line` is where its sentence starts; `attended` marks a session that somebody goes to.
    `confirmed` marks what a past tense told again.
    `next` marks "the next meeting", `background` "their recent meeting", `own` "their talks", `ours` "our talks",
    `former` "the last time we met", `effect` what "will help" or had been said to come, and may be over.
    `narrated` marks "talks began", which a verb tells; `named` a noun with a name of its own ("the Arab summit").
    `was_due` marks what "was due" or "had been scheduled", which may not have come about.
    `resolved` marks what some "agreed to hold", which is not where they agreed on it.
    `after` marks a noun behind "after": what its sentence tells followed on it.
    `touring` marks a visit whose days are those of a tour of several countries.
    `in_person` marks what only people in one room do.
    `lone` marks a noun that names one side only.
    `ministers` marks one of ministers or delegates without names, whom no president stands for.
    `offices` are those by which the clause calls somebody without a name.
    `apart` marks a bilateral that is told as one of several ("met separately with A and B") or as such.
    `orphan` marks a noun without parties, which only adds to another occasion where it is `definite` ("the talks");
    with parties, that marks one told before ("the call with B").
    """

    draft: MeetingDraft
    paragraph: int
    rule: Rule
    line: int = 0
    dated: bool = False
    placed: bool = False
    orphan: bool = False
    lone: bool = False
    named: bool = False
    definite: bool = False
    narrated: bool = False
    own: bool = False
    ours: bool = False
    in_person: bool = False
    next: bool = False
    background: bool = False
    attended: bool = False
    apart: bool = False
    ministers: bool = False
    confirmed: bool = False
    touring: bool = False
    was_due: bool = False
    resolved: bool = False
    former: bool = False
    effect: bool = False
    offices: frozenset[str] = frozenset()
    after: bool = False

    @property
    def by_phone(self) -> bool:
        """Whether the trigger itself says so; what somebody "said to B" in a place is no call."""
        return self.rule.format == "call" and ("aloud" not in self.rule.marks or self.draft.format == "call")

    @property
    def weak(self) -> bool:
        """Whether the trigger says only that people did something together."""
        echo = self.rule.frame in ("together", "signing") or "echo" in self.rule.marks
        return echo and self.rule.confidence < _SURE


def add_people(draft: MeetingDraft, mentions: list[Mention]) -> None:
    """Notes as participants the persons among the mentions, those of groups included, each name once."""
    for mention in mentions:
        for person in mention.people if mention.kind == "group" else [mention]:
            add_person(draft, person, mention)


def add_person(draft: MeetingDraft, person: Mention, shown: Mention) -> None:
    """Notes one person; `shown` is the mention in the trigger's own clause."""
    if person.kind != "person" or not person.name or person.office.startswith(SPOKESMAN):
        return
    country = person.codes[0] if person.codes else None
    join_person(draft, Participant(name=person.name, country=country, role=citation(person.role) or None))
    draft.show("participants", *(shown.name_span or (shown.start, shown.end)))


def join_person(draft: MeetingDraft, person: Participant) -> None:
    """Adds a participant, or what is said of him to the same one: the fuller name, the role."""
    for index, known in enumerate(draft.participants):
        if same_person(known, person):
            draft.participants[index] = Participant(
                name=known.name if " " in known.name else max(known.name, person.name, key=len),
                country=known.country or person.country,
                role=known.role or person.role,
            )
            return
    draft.participants.append(person)


def same_person(one: Participant, other: Participant) -> bool:
    """Whether two names of one country are of one person: one holds the other, or the family names are alike.

    A full name is of one person even where he speaks for two ("the president of A and chairperson of the union").
    """
    a, b = _parts(one.name), _parts(other.name)
    if one.country and other.country and one.country != other.country:
        return a == b and len(a) > 1
    if not a or not b:
        return one.name == other.name
    joined = "".join(a) == "".join(b)  # "Ri Yong-ho" and "Ri Yong Ho"
    return joined or set(a) <= set(b) or set(b) <= set(a) or _are_alike(a[-1], b[-1])


_SURE = 0.8
"""Confidence from which "the ministers compared notes" tells a meeting like any other verb."""

_KEPT = 500
"""Names whose comparison is kept: those of an article are compared with each other many times."""
_ALIKE = 0.75
"""Share of letters in common from which family names are one, so that spellings may differ (Schröder, Schroeder)."""


@lru_cache(maxsize=_KEPT)
def _are_alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE


@lru_cache(maxsize=_KEPT)
def _parts(name: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("-", ""))
    parts = re.findall(r"[^\W\d_]{2,}", "".join(c for c in plain if not unicodedata.combining(c)))
    return tuple(part for part in parts if part not in ("jr", "sr"))


def add_parties(draft: MeetingDraft, mentions: list[Mention], codes: list[str]) -> None:
    """Notes the codes as parties, each shown by the mention it comes from."""
    for code in codes:
        if code in draft.parties:
            continue
        draft.parties.append(code)
        for mention in mentions:
            if code in mention.codes:
                draft.show("parties", mention.start, mention.end)
                break
