"""Whose occasion a noun is that names no parties, or only one side ("the next round", "talks with B in Paris")."""

from __future__ import annotations

import re
from datetime import timedelta

from schemas.slots import DateSpan
from streams.extract.document import Document
from streams.extract.meetings.complete import LEAD, faces, principals
from streams.extract.meetings.group import codes_of
from streams.extract.meetings.occasion import Occasion, add_parties, add_people, join_person
from streams.extract.mention import Mention

_OPENING = 4  # paragraphs in which "the talks" without parties mean those of title and lead
_RECENT = timedelta(days=8)
_LONG = timedelta(days=500)
_NEAR = 1  # paragraphs back to the meeting that "their last encounter" goes on from
_HEAD = 60  # masked characters of the lead in which its subject stands
_ABOUT = 16  # characters before an actor in which a preposition tells that he is a topic
_BODIES = ("session", "occasion")
"""Frames of nouns that an organisation holds by itself."""


def adopt(found: list[Occasion], document: Document, topic: re.Pattern[str]) -> list[Occasion]:
    """The occasions that have parties, with those nouns whose parties the rest of the article plainly tells.

    `topic` matches what stands before those who are but spoken about: "sanctions on B".
    """
    told = [occasion for occasion in found if not (occasion.orphan or occasion.lone)]
    lead = any(occasion.paragraph <= LEAD and occasion.draft.status != "planned" for occasion in told)
    pair = _subjects(told, document, topic)
    for noun in found:
        if noun.lone:
            others = _other_side(noun, told, pair, document)
        elif noun.orphan:
            others = _meant(noun, told, pair, document, lead=lead)
        else:
            continue
        if not others:
            continue
        noun.orphan = noun.lone = False
        add_parties(noun.draft, others, codes_of(others))
        if "ordinal" in noun.rule.marks and (near := _before(noun, told)) is not None:
            noun.draft.format = near.draft.format  # "the first took place in 2005": of summits, a summit
        if noun.draft.status == "held" and not noun.background and not _long_ago(noun.draft.date, document):
            add_people(noun.draft, faces(others))
        if noun.own and (near := _before(noun, told)) is not None and near.line == noun.line:
            for person in near.draft.participants:  # "A and B will discuss it at their meeting in May"
                if person.country in noun.draft.parties:
                    join_person(noun.draft, person)
            noun.draft.evidence += [item for item in near.draft.evidence if item.slot == "participants"]
        told.append(noun)
        lead = lead or (noun.draft.status == "held" and not noun.background)
    return sorted(told, key=lambda o: o.draft.start)


def _subjects(told: list[Occasion], document: Document, topic: re.Pattern[str]) -> list[Mention]:
    """Whose "next meeting" it is: the two sides of title and lead, else the organisation that met."""
    pair = principals(document)
    if len(codes_of(pair)) == 2:
        return pair
    heads = [
        [
            m
            for m in head
            if m.codes and not m.guessed and not topic.search(document.text, max(0, m.start - _ABOUT), m.start)
        ]
        for head in _heads(document)
    ]
    pair = next((head for head in heads if len(codes_of(head)) == 2), [])
    if pair:
        return pair
    bodies = {o.draft.parties[0] for o in told if o.paragraph <= LEAD and len(o.draft.parties) == 1}
    both = codes_of([m for head in heads for m in head])
    if not bodies and len(both) == 1 and both[0].startswith("org:"):
        bodies = set(both)
    if len(bodies) != 1:
        return []
    return next(([m] for line in document.lines for m in line.actors if m.codes and m.codes[0] in bodies), [])


def _heads(document: Document) -> list[list[Mention]]:
    """The actors of the title, and those with which the lead begins."""
    title = [m for line in document.lines if line.span.paragraph == 0 for m in line.actors if m.kind != "city"]
    lead = next((line for line in document.lines if line.span.paragraph == 1), None)
    return [title, [m for m in lead.actors if lead.masked_index(m.start) < _HEAD] if lead is not None else []]


def _meant(
    noun: Occasion, told: list[Occasion], pair: list[Mention], document: Document, *, lead: bool
) -> list[Mention]:
    """The parties of a noun that names none; nobody where it may be anything."""
    parties = pair
    near = _before(noun, told)
    same_sentence = near is not None and near.line == noun.line
    again = near is not None and noun.definite and near.rule == noun.rule and near.paragraph == noun.paragraph
    after = near is not None and "ordinal" in noun.rule.marks and near.paragraph == noun.paragraph
    theirs = near is not None and len(near.draft.parties) > 1
    theirs = theirs and not (noun.ours and pair)  # a speaker's "our meeting" is that of the title's two
    theirs = theirs and (noun.own or same_sentence or again or after or not pair)
    if near is not None and (theirs or _is_session_of(near, noun)):
        parties = _mentions(near.draft.parties, document, noun.draft.start)
    codes = codes_of(parties)
    league = noun.rule.frame in _BODIES and codes[:1] and codes[0].startswith("org:")
    if not codes or (len(codes) == 1 and not league) or (len(codes) > 1 and noun.named):
        return []
    draft = noun.draft
    country = draft.place.country if draft.place is not None else None
    abroad = country is not None and country not in codes
    if abroad and (noun.rule.frame == "visit" or _is_title(noun, document)):
        return []
    known = noun.definite or noun.own or noun.next or noun.background or noun.narrated
    if draft.status == "planned":
        apart = noun.dated and noun.placed and _is_ahead(draft.date, document) and _is_series(noun)
        summit = next((o.draft for o in told if o.draft.format == "summit" and len(o.draft.parties) == 1), None)
        if apart and noun.rule.frame == "session" and summit is not None:  # "L will host a summit in M"
            return _mentions(summit.parties, document, draft.start)
        fits = apart or (noun.next and (noun.dated or noun.placed))
        fits = fits or (known and noun.dated and _is_ahead(draft.date, document) and _is_series(noun))
    elif draft.status == "cancelled":
        fits = noun.dated and (known or not noun.placed)  # "peace talks in Geneva were suspended last week"
    elif not _recent(draft.date, document):
        fits = noun.dated and (known or noun.placed)
    else:
        fits = not lead and _means_main(noun, codes, document)
    return parties if fits else []


def _is_session_of(near: Occasion, noun: Occasion) -> bool:
    """Whether the noun is another session of the body that met: "The SAARC summit opens here. The last summit was"."""
    session = near.rule.frame == noun.rule.frame == "session" and len(near.draft.parties) == 1
    return session and near.paragraph == noun.paragraph and (noun.background or noun.next)


def _is_series(noun: Occasion) -> bool:
    return noun.rule.frame == "occasion" or "series" in noun.rule.marks or "main" in noun.rule.marks


def _means_main(noun: Occasion, codes: list[str], document: Document) -> bool:
    """Whether a noun near the beginning ("the talks") is the one that the article is about."""
    if noun.draft.status != "held" or "main" not in noun.rule.marks or document.anchor is None:
        return False
    if len(codes) == 1:
        return noun.paragraph <= LEAD and (noun.dated or noun.placed)
    sure = codes_of(principals(document)) == codes or any(code.startswith("org:") for code in codes)
    return sure and (noun.definite or noun.placed) and noun.paragraph <= _OPENING


def _is_title(noun: Occasion, document: Document) -> bool:
    """Whether it is an event with a name of its own: "the Nuclear Security Summit in Seoul"."""
    return noun.rule.frame == "session" and document.text[noun.draft.start].isupper()


def _before(noun: Occasion, told: list[Occasion]) -> Occasion | None:
    """The meeting told last before the noun, in its paragraph or the one above."""
    before = [o for o in told if o.draft.start < noun.draft.start and noun.paragraph - o.paragraph <= _NEAR]
    return max(before, key=lambda o: o.draft.start, default=None)


def _other_side(noun: Occasion, told: list[Occasion], pair: list[Mention], document: Document) -> list[Mention]:
    """Who met those that the noun names: the other of two told together, or that the article is about."""
    mine = set(noun.draft.parties)
    near = _before(noun, told)
    for parties in (near.draft.parties if near is not None else [], codes_of(pair)):
        if len(parties) == 2 and len(set(parties) - mine) == 1:
            return _mentions([code for code in parties if code not in mine], document, noun.draft.start)
    return []


def _mentions(codes: list[str], document: Document, before: int) -> list[Mention]:
    """For each code the actor that names it last before the offset, else first; a party needs its characters."""
    found = []
    for code in codes:
        named = [m for line in document.lines for m in line.actors if m.codes == (code,)]
        named = named or [m for line in document.lines for m in line.actors if code in m.codes]
        if named:
            shown = max((m for m in named if m.start < before), key=lambda m: m.start, default=named[0])
            found.append(Mention(shown.start, shown.end, "country", (code,)))
    return found


def _is_ahead(span: DateSpan | None, document: Document) -> bool:
    return span is not None and document.anchor is not None and span.start > document.anchor


def _long_ago(span: DateSpan | None, document: Document) -> bool:
    """Whether it was so long before that others may have held the offices of those whom the article names."""
    return span is not None and document.anchor is not None and document.anchor - span.end > _LONG


def _recent(span: DateSpan | None, document: Document) -> bool:
    return span is None or document.anchor is None or abs(document.anchor - span.end) <= _RECENT
