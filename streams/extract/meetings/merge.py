"""Occasions that are the same: title, lead and body tell one; a visit and its talks are one."""

from __future__ import annotations

from datetime import date, timedelta
from operator import itemgetter

from schemas.slots import DateSpan
from streams.extract.drafts import MeetingDraft
from streams.extract.meetings.occasion import Occasion, join_person
from streams.extract.meetings.sameness import Members, holds, is_leg, is_leg_ahead, onward, same

_CURRENT = timedelta(days=8)
"""An undated meeting of the same parties is taken for one that the article dates within this time."""
_MAX_EVIDENCE = 60  # spans of one report; an article that tells a meeting more often than that shows no more
_MANY = 3
_LEAD = 2  # paragraphs 0 (title) to 2 tell what an article is about


def merge(occasions: list[Occasion], anchor: date | None, members: Members) -> list[Occasion]:
    """The distinct occasions, in the order of the text; each holds what all its tellings say.

    `anchor` is the day of publication; `members` are those of each organisation.
    """
    merged: list[Occasion] = []
    for occasion in occasions:
        _drop_league(occasion.draft, members)
    for occasion in sorted(occasions, key=lambda o: o.weak and o.paragraph > _LEAD):
        tellings = [known for known in merged if same(known, occasion, anchor, members)]
        if tellings:
            shared = [len(set(known.draft.parties) & set(occasion.draft.parties)) for known in tellings]
            here = [known.line == occasion.line for known in tellings]
            _absorb(max(zip(shared, here, tellings, strict=True), key=itemgetter(0, 1))[2], occasion)
        elif _session_again(occasion, merged):
            continue
        elif not _is_echo(occasion, anchor) or not any(_leads(known) for known in merged):
            merged.append(occasion)
    return sorted(merged, key=lambda o: o.draft.start)


def _drop_league(draft: MeetingDraft, members: Members) -> None:
    """Takes an organisation off the parties where all its members stand beside it: "the four Normandy leaders"."""
    states = [party for party in draft.parties if not members.get(party)]
    if len(states) < len(draft.parties) and len(states) >= _MANY:
        draft.parties[:] = [p for p in draft.parties if p in states or not members[p] <= set(states)]


def _leads(occasion: Occasion) -> bool:
    return occasion.draft.status == "held" and occasion.paragraph <= _LEAD


def _is_echo(occasion: Occasion, anchor: date | None) -> bool:
    """Whether people only did something together, at no place and time of its own in the past."""
    span = occasion.draft.date
    past = span is not None and anchor is not None and anchor - span.end > _CURRENT
    return occasion.weak and not (past and occasion.dated and occasion.placed)


def _session_again(new: Occasion, merged: list[Occasion]) -> bool:
    """The member states' leaders, where the article tells of their organisation's session."""
    if new.dated or new.placed or new.apart or len(new.draft.parties) < _MANY:
        return False
    return any(o.paragraph <= _LEAD and len(o.draft.parties) == 1 for o in merged)


def _absorb(known: Occasion, new: Occasion) -> None:
    a, b = known.draft, new.draft
    if is_leg_ahead(known, new):
        a.status, a.date, a.place, known.touring = b.status, b.date, b.place, False
    elif a.status == "held" and b.status == "planned" and onward(known, new):
        return
    if not any(party.startswith("org:") for party in a.parties):
        a.parties += [party for party in b.parties if party not in a.parties]
    for person in b.participants:
        join_person(a, person)
    if new.placed and (not known.placed or (a.place and a.place.name is None and b.place and b.place.name)):
        a.place, known.placed = b.place, True
    narrower = (
        known.touring
        and new.placed
        and new.dated
        and not new.touring
        and a.date
        and b.date
        and (holds(a.date, b.date) or is_leg(a, b))
    )
    # "their third meeting this year", told of the one that the article is about
    counted = known.paragraph <= _LEAD and a.status == "held" and b.date is not None and b.date.precision == "year"
    # the day of talks that wait for a visitor who came today is not that of his visit
    waiting = a.status == "held" and b.status == "planned" and a.date is None
    told = not new.weak and (narrower or (new.dated and (not known.dated or _wider(a.date, b.date))))
    if told and (known.dated or not counted) and not waiting:
        a.date, known.dated, known.touring = b.date, True, new.touring
    elif new.dated and a.date and b.date and a.date.precision == b.date.precision == "day":
        a.date = DateSpan(start=min(a.date.start, b.date.start), end=max(a.date.end, b.date.end))
    online = b.format == "call" and not known.in_person
    if a.format == "talks" and (online or (b.format in ("visit", "summit") and b.confidence >= 0.8)):
        a.format = b.format
    known.confirmed = known.confirmed or (b.status == "held" and new.rule.tense in ("past", "part"))
    known.in_person = known.in_person or new.in_person
    known.ministers = known.ministers or new.ministers
    if b.confidence > a.confidence:
        a.confidence, a.rule = b.confidence, b.rule
    if len(a.evidence) < _MAX_EVIDENCE:
        shown = {(item.slot, item.start, item.end) for item in a.evidence}
        a.evidence += [item for item in b.evidence if (item.slot, item.start, item.end) not in shown]
    else:
        filled = {item.slot for item in a.evidence}
        a.evidence += [item for item in b.evidence if item.slot not in filled]


def _wider(one: DateSpan | None, other: DateSpan | None) -> bool:
    """Whether `other` is a span of days that holds the single day `one`, or says it more exactly."""
    if one is None or other is None:
        return other is not None
    if one.precision != "day" and (other.precision == "day" or (one.precision == "year" and holds(one, other))):
        return True
    return other.precision == "day" and other.start <= one.start and other.end >= one.end and other != one
