"""Whether two tellings are of one occasion: by parties, days, places, people and the course of a visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from schemas.slots import DateSpan
from streams.extract.drafts import MeetingDraft
from streams.extract.meetings.occasion import Occasion, same_person
from streams.extract.meetings.trips import is_trip

Members = Mapping[str, frozenset[str]]
"""Organisations and the states that are their members, by code."""
_CURRENT = timedelta(days=8)
"""An undated meeting of the same parties is taken for one that the article dates within this time."""
_RECENT = timedelta(days=21)
"""The same where both are told to have been in one city, or a title names what the lead tells."""
_STAY = timedelta(days=4)
"""Talks within this time of a visitor's arrival are in the course of the visit."""
_TOUR = timedelta(days=10)
"""The last leg of a tour begins within this time of the first."""
_MANY = 3
_PAIR = 2
_LEAD = 2  # paragraphs 0 (title) to 2 tell what an article is about


def same(known: Occasion, new: Occasion, anchor: date | None, members: Members) -> bool:
    """Whether `new`, told later in the text, is the occasion `known`; `anchor` is the day of publication."""
    a, b = known.draft, new.draft
    one, other = _parties(a, b, members)
    if not (one == other or (len(one & other) >= 2 and (one <= other or other <= one))):
        return False
    if known.resolved != new.resolved and "held" in (a.status, b.status):
        return False
    if known.former != new.former and not (known.dated and new.dated):
        return False
    if (known.by_phone and new.in_person) or (known.in_person and new.by_phone):
        return False
    if known.by_phone != new.by_phone and (len(one) != len(other) or _other_people(a, b, any)):
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
    heading = not known.paragraph and known.rule.tense == "noun" and one == other and new.paragraph <= _LEAD
    near = _RECENT if heading or _in_one_city(a, b) else _CURRENT  # "Joint Statement of the Third Meeting of X and Y"
    again = new.definite and not new.dated and one == other and known.by_phone == new.by_phone  # "the call with B"
    again = again or (not new.dated and known.line == new.line and _in_one_city(a, b))  # "to L, where they met"
    leg = known.touring and not new.touring and one == other and is_leg(a, b) and not _other_people(a, b, any)
    ahead = is_leg_ahead(known, new)
    waits = ahead or _still_ahead(known, new, anchor)
    if (
        not (again and held)
        and not leg
        and not waits
        and not _dates_fit(a.date, b.date, anchor, near, planned=not held, stay=stay)
    ):
        return False
    if a.status == b.status == "planned" and a.date and b.date and a.date.precision != b.date.precision:
        held_in = one == other and (holds(a.date, b.date) or holds(b.date, a.date))
        return _same_pairs(a, b) or (held_in and (known.paragraph == 0 or _one_journey(a, b)))
    if a.status != b.status:
        return waits or _one_course(known, new)
    return not _other_people(a, b, all)


def _parties(a: MeetingDraft, b: MeetingDraft, members: Members) -> tuple[set[str], set[str]]:
    """The parties of both; an organisation and all its members, told one by one, are the same."""
    one, other = set(a.parties), set(b.parties)
    if one == other or not any(code.startswith("org:") for code in one ^ other):
        return one, other
    mine, theirs = ({state for code in side for state in members.get(code) or (code,)} for side in (one, other))
    return (mine, theirs) if mine == theirs and len(mine) >= _MANY else (one, other)


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
    if new.effect and a.status == "held" and set(a.parties) == set(b.parties):
        return not _other_people(a, b, any)  # "A met B. His visit will help to build trust"
    if _has_left(known, new) or _has_come(known, new):
        a.status = "held"
        return True
    return not _other_people(a, b, any) and (_status_fits(known, new) or onward(known, new))


def is_leg(tour: MeetingDraft, visit: MeetingDraft) -> bool:
    """Whether the visit is on a day of the tour of several countries, of which its first day is told."""
    if tour.date is None or visit.date is None or tour.date.start != tour.date.end or tour.status != visit.status:
        return False
    return timedelta(0) <= visit.date.start - tour.date.start <= _TOUR and visit.format == "visit"


def is_leg_ahead(known: Occasion, new: Occasion) -> bool:
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


def holds(span: DateSpan, day: DateSpan) -> bool:
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
    formats = {one.format, other.format}
    if formats == {"summit", "visit"} and one.place and other.place and one.place.country == other.place.country:
        return not _other_people(one, other, any)  # "a summit in L next month", "will travel to L on July 25 to meet"
    visits = formats == {"visit"} or ("visit" in formats and _in_one_city(one, other))
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
    return holds(span, day)


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
    unsaid = known.line == new.line and not {one.country for one in guests} & {
        other.country for other in b.participants
    }
    # "вылетел в Париж, где встретится с B"
    return unsaid or any(same_person(one, other) for one in guests for other in b.participants)


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


def onward(known: Occasion, new: Occasion) -> bool:
    """A visitor who goes on to another place of the country that he is in."""
    a, b = known.draft, new.draft
    if a.status != "held" or b.status != "planned" or not is_trip(new) or not (a.place and b.place):
        return False
    if new.rule.frame != "move" and b.date is None:
        return False  # "on a visit to L. His next visit to L"
    near = a.date is None or b.date is None or abs(b.date.start - a.date.end) <= _STAY
    return near and a.place.country == b.place.country and a.place.country is not None
