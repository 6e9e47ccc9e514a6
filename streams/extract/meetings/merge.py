"""Occasions that are the same: title, lead and body tell one; a visit and its talks are one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from schemas.slots import DateSpan
from streams.extract.drafts import MeetingDraft
from streams.extract.meetings.occasion import Occasion, join_person, same_person
from streams.extract.meetings.trips import is_trip

_CURRENT = timedelta(days=8)
"""An undated meeting of the same parties is taken for one that the article dates within this time."""
_IN_ONE_CITY = timedelta(days=21)
"""The same where both are told to have been in one city."""
_STAY = timedelta(days=4)
"""Talks within this time of a visitor's arrival are in the course of the visit."""
_TOUR = timedelta(days=10)
"""The last leg of a tour begins within this time of the first."""
_MAX_EVIDENCE = 60  # spans of one report; an article that tells a meeting more often than that shows no more
_MANY = 3
_PAIR = 2
_LEAD = 2  # paragraphs 0 (title) to 2 tell what an article is about


def merge(occasions: list[Occasion], anchor: date | None) -> list[Occasion]:
    """The distinct occasions, in the order of the text; each holds what all its tellings say."""
    merged: list[Occasion] = []
    for occasion in sorted(occasions, key=lambda o: o.weak and o.paragraph > _LEAD):
        same = [known for known in merged if _same(known, occasion, anchor)]
        if same:
            _absorb(max(same, key=lambda known: len(set(known.draft.parties) & set(occasion.draft.parties))), occasion)
        elif _session_again(occasion, merged):
            continue
        elif not _is_echo(occasion, anchor) or not any(_leads(known) for known in merged):
            merged.append(occasion)
    return sorted(merged, key=lambda o: o.draft.start)


def _leads(occasion: Occasion) -> bool:
    return occasion.draft.status == "held" and occasion.paragraph <= _LEAD


def _is_echo(occasion: Occasion, anchor: date | None) -> bool:
    """Whether people only did something together, at no place and time of its own in the past."""
    span = occasion.draft.date
    past = span is not None and anchor is not None and anchor - span.end > _CURRENT
    return occasion.weak and not (past and occasion.dated and occasion.placed)


def _session_again(new: Occasion, merged: list[Occasion]) -> bool:
    """The member states' leaders, where the article tells of their organisation's session."""
    if new.dated or new.placed or len(new.draft.parties) < _MANY:
        return False
    return any(o.paragraph <= _LEAD and len(o.draft.parties) == 1 for o in merged)


def _same(known: Occasion, new: Occasion, anchor: date | None) -> bool:
    a, b = known.draft, new.draft
    one, other = set(a.parties), set(b.parties)
    if not (one == other or (len(one & other) >= 2 and (one <= other or other <= one))):
        return False
    if known.former != new.former and not (known.dated and new.dated):
        return False
    if (known.by_phone and new.in_person) or (known.in_person and new.by_phone):
        return False
    if known.by_phone != new.by_phone and _other_people(a, b, any):
        return False  # a call to the president before the talks with his minister
    if a.place and b.place and a.place.country != b.place.country and a.place.country and b.place.country:
        return False
    held = a.status == b.status == "held"
    stay = held and "visit" in (a.format, b.format) and a.format != b.format and not _other_people(a, b, any)
    many, pair = (known, new) if len(one) > len(other) else (new, known)
    if len(many.draft.parties) >= _MANY and len(pair.draft.parties) == 2 and _own_people(pair, many):
        return False
    uneven = len(one) != len(other) and max(len(one), len(other)) >= _MANY
    if uneven and (pair.apart or _beside(known, new)):
        return False
    near = _IN_ONE_CITY if _in_one_city(a, b) else _CURRENT
    again = new.definite and not new.dated and one == other and known.by_phone == new.by_phone  # "the call with B"
    again = again or (not new.dated and known.line == new.line and _in_one_city(a, b))  # "to L, where they met"
    leg = known.touring and not new.touring and one == other and _is_leg(a, b) and not _other_people(a, b, any)
    ahead = _is_leg_ahead(known, new)
    waits = ahead or _still_ahead(known, new, anchor)
    if (
        not (again and held)
        and not leg
        and not waits
        and not _dates_fit(a.date, b.date, anchor, near, planned=not held, stay=stay)
    ):
        return False
    if a.status == b.status == "planned" and a.date and b.date and a.date.precision != b.date.precision:
        held_in = one == other and (_holds(a.date, b.date) or _holds(b.date, a.date))
        return _same_pairs(a, b) or (held_in and (known.paragraph == 0 or _one_journey(a, b)))
    if a.status != b.status:
        return waits or _one_course(known, new)
    return not _other_people(a, b, all)


def _beside(known: Occasion, new: Occasion) -> bool:
    """Whether, of a meeting of many and one of two of them, one is a guest's journey, or is on another day."""
    if known.line != new.line and is_trip(known) != is_trip(new):
        return True
    if known.line != new.line and new.dated and new.placed and not (known.dated or known.placed):
        return True  # "A, B and C sat down together. A met B in L last week"
    return known.dated and new.dated and _other_days(known.draft.date, new.draft.date)


def _one_course(known: Occasion, new: Occasion) -> bool:
    """Whether what is told in two states is one occasion: announced, then under way."""
    a, b = known.draft, new.draft
    if _is_on_it(known, new):
        return True
    if _has_left(known, new) or _has_come(known, new):
        a.status = "held"
        return True
    return not _other_people(a, b, any) and (_status_fits(known, new) or _onward(known, new))


def _is_leg(tour: MeetingDraft, visit: MeetingDraft) -> bool:
    """Whether the visit is on a day of the tour of several countries, of which its first day is told."""
    if tour.date is None or visit.date is None or tour.date.start != tour.date.end or tour.status != visit.status:
        return False
    return timedelta(0) <= visit.date.start - tour.date.start <= _TOUR and visit.format == "visit"


def _is_leg_ahead(known: Occasion, new: Occasion) -> bool:
    """Whether a visitor who has left on a tour of several countries is told to reach this one on a day to come."""
    a, b = known.draft, new.draft
    if not known.touring or a.status != "held" or b.status != "planned" or not (a.date and b.date and new.placed):
        return False
    if a.place is None or b.place is None or a.place.country != b.place.country:
        return False
    return timedelta(0) < b.date.start - a.date.start <= _TOUR and not _other_people(a, b, any)


def _own_people(pair: Occasion, many: Occasion) -> bool:
    """Whether a bilateral names somebody of both sides whom the meeting of many does not."""
    mine = pair.draft.participants
    countries = {person.country for person in mine}
    if countries != set(pair.draft.parties) or pair.weak:
        return False
    if any(party.startswith("org:") for party in many.draft.parties):
        return False
    if pair.paragraph == 0 and len(many.draft.parties) > _MANY:
        return True  # "A and B Before Their Meeting", where A speaks of one with all neighbours
    return not all(any(same_person(a, b) for b in many.draft.participants) for a in mine)


def _other_people(one: MeetingDraft, other: MeetingDraft, decides: Callable[[list[bool]], bool]) -> bool:
    """Whether the drafts name other persons for the parties for which both name any: for `any` or `all` of these."""
    apart = []
    for party in one.parties:
        mine = [person for person in one.participants if person.country == party]
        yours = [person for person in other.participants if person.country == party]
        if mine and yours:
            apart.append(not any(same_person(a, b) for a in mine for b in yours))
    return bool(apart) and decides(apart)


def _holds(span: DateSpan, day: DateSpan) -> bool:
    """Whether the one tells the month or year of what the other tells the day of."""
    return span.start <= day.start and day.end <= span.end


def _same_pairs(one: MeetingDraft, other: MeetingDraft) -> bool:
    """Whether the drafts name the same persons for two parties: a visit next month, and their talks on its ninth."""
    countries = [party for party in one.parties if any(person.country == party for person in one.participants)]
    if len(countries) < _PAIR or one.format == other.format:
        return False
    return all(
        any(same_person(p, q) for p in one.participants for q in other.participants if p.country == q.country == party)
        for party in countries
    )


def _one_journey(one: MeetingDraft, other: MeetingDraft) -> bool:
    """Whether a visit later this year is the one in May, or one in May what is told of the same city on its ninth."""
    visits = one.format == other.format == "visit" or (
        "visit" in (one.format, other.format) and _in_one_city(one, other)
    )
    return visits and bool(one.participants and other.participants) and not _other_people(one, other, any)


def _in_one_city(one: MeetingDraft, other: MeetingDraft) -> bool:
    return bool(one.place and other.place and one.place.name) and one.place == other.place


def _dates_fit(
    one: DateSpan | None, other: DateSpan | None, anchor: date | None, near: timedelta, *, planned: bool, stay: bool
) -> bool:
    if one is not None and other is not None:
        slack = _STAY if stay else timedelta(days=1)
        return one.start - slack <= other.end and other.start - slack <= one.end
    lone = one or other
    if lone is None or anchor is None:
        return True
    if planned:
        return lone.end >= anchor - near
    return lone.start - near <= anchor <= lone.end + near


def _other_days(one: DateSpan | None, other: DateSpan | None) -> bool:
    """Whether both are told to the day, and share none."""
    if one is None or other is None or not one.precision == other.precision == "day":
        return False
    return one.end < other.start or other.end < one.start


def _status_fits(known: Occasion, new: Occasion) -> bool:
    """Nouns of a planned visit ("the talks") look held; a cancelled one was planned before."""
    if known.draft.status == "cancelled" and new.was_due:
        return True  # "A has put off a visit to L. He was due to arrive on Monday"
    if known.draft.status == "cancelled":
        return not new.dated or new.draft.date == known.draft.date or _is_day_of(new, known)
    if new.draft.status == "cancelled":
        if known.draft.status == "planned" and known.line == new.line and known.draft.parties == new.draft.parties:
            known.draft.status = "cancelled"  # "A was to fly to L but called off his visit"
            return True
        return False
    near = known.paragraph <= _LEAD or known.line == new.line
    if known.draft.status == "planned" and near and (new.rule.tense == "noun" or new.weak):
        return not new.dated or new.draft.date == known.draft.date
    if (
        known.paragraph == 0
        and known.draft.status == "held"
        and not known.confirmed
        and new.paragraph <= _LEAD + 2
        and (new.rule.frame != "session" or known.rule.frame == "session")
        and not known.dated
        and known.rule.tense in ("present", "base", "noun")
    ):
        # "X Travels to Y" over "X will travel to Y".
        known.draft.status = "planned"
        return True
    under_way = known.draft.status == "held" and known.draft.format == "visit" and known.paragraph <= _LEAD
    if under_way and new.draft.participants and known.draft.participants:
        return not new.dated and not new.placed  # a visit under way with talks still ahead
    return False


def _is_day_of(new: Occasion, known: Occasion) -> bool:
    """Whether the day of the one lies in the month or year of the other, where both are sessions of one body."""
    day, span = new.draft.date, known.draft.date
    if day is None or span is None or span.precision == "day" or not new.rule.frame == known.rule.frame == "session":
        return False
    return _holds(span, day)


def _still_ahead(known: Occasion, new: Occasion, anchor: date | None) -> bool:
    """Talks that wait for the visitor whom the lead tells to have come; whom else he met there does not matter."""
    a, b = known.draft, new.draft
    if a.status != "held" or b.status != "planned" or a.format != "visit" or known.paragraph > _LEAD or is_trip(new):
        return False
    if a.place is None or a.place.country is None or (b.place and b.place.country not in (None, a.place.country)):
        return False
    come = a.date.start if a.date else anchor if known.confirmed or known.rule.tense == "past" else None
    if come is None or (b.date is not None and not timedelta(0) <= b.date.start - come <= _STAY):
        return False
    guests = [person for person in a.participants if person.country != a.place.country]
    return any(same_person(one, other) for one in guests for other in b.participants)


def _has_left(known: Occasion, new: Occasion) -> bool:
    """ "X leaves for L" over "X left for L"."""
    if known.paragraph > 0 or new.paragraph > _LEAD or known.rule.frame != "move" or new.rule.frame != "move":
        return False
    if known.draft.status != "planned" or new.draft.status != "held" or known.rule.tense not in ("present", "future"):
        return False
    return not _other_people(known.draft, new.draft, any)


def _has_come(known: Occasion, new: Occasion) -> bool:
    """ "A to meet B" over "A arrived in L for talks with B"."""
    if known.paragraph > 0 or new.paragraph > _LEAD or known.dated or not new.dated or new.rule.frame != "move":
        return False
    if known.draft.status != "planned" or new.draft.status != "held" or new.rule.tense != "past" or known.placed:
        return False
    return bool(new.draft.participants) and not _other_people(known.draft, new.draft, any)


def _is_on_it(known: Occasion, new: Occasion) -> bool:
    """ "While in L, A is meeting with officials", below an announcement: in the course of the journey to come."""
    a, b = known.draft, new.draft
    if a.status != "planned" or b.status != "held" or new.rule.tense not in ("part", "present") or new.dated:
        return False
    near = new.paragraph - known.paragraph <= 1
    return near and is_trip(known) and a.place is not None and b.place is not None and not _other_people(a, b, any)


def _onward(known: Occasion, new: Occasion) -> bool:
    """A visitor who goes on to another place of the country that he is in."""
    a, b = known.draft, new.draft
    if a.status != "held" or b.status != "planned" or not is_trip(new) or not (a.place and b.place):
        return False
    if new.rule.frame != "move" and b.date is None:
        return False  # "on a visit to L. His next visit to L"
    near = a.date is None or b.date is None or abs(b.date.start - a.date.end) <= _STAY
    return near and a.place.country == b.place.country and a.place.country is not None


def _absorb(known: Occasion, new: Occasion) -> None:
    a, b = known.draft, new.draft
    if _is_leg_ahead(known, new):
        a.status, a.date, a.place, known.touring = b.status, b.date, b.place, False
    elif a.status == "held" and b.status == "planned" and _onward(known, new):
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
        and (_holds(a.date, b.date) or _is_leg(a, b))
    )
    # "their third meeting this year", told of the one that the article is about
    counted = known.paragraph <= _LEAD and a.status == "held" and b.date is not None and b.date.precision == "year"
    # the day of talks that wait for a visitor who came today is not that of his visit
    waiting = a.status == "held" and b.status == "planned" and a.date is None
    told = narrower or (new.dated and (not known.dated or _wider(a.date, b.date)))
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
    if one.precision != "day" and (other.precision == "day" or (one.precision == "year" and _holds(one, other))):
        return True
    return other.precision == "day" and other.start <= one.start and other.end >= one.end and other != one
