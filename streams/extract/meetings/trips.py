"""Journeys: those that are but the way to a session or to talks, and those of one tour."""

from __future__ import annotations

from streams.extract.meetings.occasion import Occasion, join_person

_SEVERAL = 3  # parties: a traveller and two hosts


def is_trip(occasion: Occasion) -> bool:
    """Whether a verb or a noun of travel tells it."""
    return occasion.rule.frame in ("move", "visit")


def mark_tours(occasions: list[Occasion]) -> None:
    """Marks the visits to several countries that one sentence tells with one span of days, of which each has a part."""
    legs: dict[int, list[Occasion]] = {}
    for occasion in occasions:
        span = occasion.draft.date
        if is_trip(occasion) and occasion.dated and span is not None:
            legs.setdefault(occasion.line, []).append(occasion)
    for tour in legs.values():
        countries = {leg.draft.place.country for leg in tour if leg.draft.place is not None}
        for leg in tour:
            leg.touring = len(countries) > 1 and all(leg.draft.date == other.draft.date for other in tour)


def fold_trips(occasions: list[Occasion]) -> list[Occasion]:
    """The occasions without a journey to the session that its own sentence tells ("to Bali to attend the summit")."""
    folded = []
    attended: dict[int, list[Occasion]] = {}
    for occasion in occasions:
        if occasion.attended:
            attended.setdefault(occasion.line, []).append(occasion)
    for occasion in occasions:
        sessions = attended.get(occasion.line, [])
        talks = _way_to(occasion, occasions)
        if talks is not None and talks.draft.status == occasion.draft.status:
            _adopt_date(talks, occasion)
        if talks is not None or _is_way_of_all(occasion, occasions):
            continue
        alike = len(sessions) == 1 and sessions[0].draft.status == occasion.draft.status
        way = occasion.rule.frame == "move" and "stay" not in occasion.rule.marks
        if way and alike and _is_only_trip(occasion, occasions):
            _adopt_setting(sessions[0], occasion)
        else:
            folded.append(occasion)
    return folded


def share_out(occasions: list[Occasion]) -> list[Occasion]:
    """The occasions without talks that one sentence tells of a traveller and his hosts in several countries.

    "He will visit L, M and N. He will meet the presidents of L, M and N": three visits, each with its host.
    """
    kept = []
    for occasion in occasions:
        legs = _legs(occasion, occasions)
        for person in occasion.draft.participants if legs else ():
            for country, leg in legs.items():
                if person.country == country or person.country in set(leg.draft.parties) - legs.keys():
                    join_person(leg.draft, person)
        for leg in legs.values():
            leg.draft.evidence += [item for item in occasion.draft.evidence if item.slot == "participants"]
        if not legs:
            kept.append(occasion)
    return kept


def _legs(talks: Occasion, occasions: list[Occasion]) -> dict[str, Occasion]:
    """The visit to each country that one party of the talks makes; none unless each other party is so visited."""
    if is_trip(talks) or talks.placed or talks.by_phone or len(talks.draft.parties) < _SEVERAL:
        return {}
    visits = [o for o in occasions if is_trip(o) and o.draft.status == talks.draft.status and len(o.draft.parties) == 2]
    for guest in talks.draft.parties:
        hosts = [party for party in talks.draft.parties if party != guest]
        legs = {host: visit for visit in visits for host in hosts if {guest, host} == set(visit.draft.parties)}
        if len(legs) == len(hosts):
            return legs
    return {}


def _way_to(trip: Occasion, occasions: list[Occasion]) -> Occasion | None:
    """The talks with somebody else to which the trip is but the way ("in Geneva for talks with Kerry")."""
    if trip.rule.frame != "move":
        return None
    talks = (
        other
        for other in occasions
        if other.line == trip.line
        and other.draft.start > trip.draft.start
        and not is_trip(other)
        and len(other.draft.parties) > 1
        and other.draft.parties[0] in trip.draft.parties
        and len(set(other.draft.parties) & set(trip.draft.parties)) == 1
        and other.draft.place is not None
        and trip.draft.place is not None
        and other.draft.place.name == trip.draft.place.name
    )
    return next(talks, None)


def _is_way_of_all(trip: Occasion, occasions: list[Occasion]) -> bool:
    """Whether those who travel are told to meet each other there: "A and B, who will be in L for the summit"."""
    place = trip.draft.place
    if trip.rule.frame != "move" or place is None or len(trip.draft.parties) < _SEVERAL:
        return False
    travellers = set(trip.draft.parties) - {place.country}
    return any(
        not is_trip(other)
        and set(other.draft.parties) == travellers
        and other.draft.status == trip.draft.status
        and other.draft.place is not None
        and other.draft.place.name == place.name
        for other in occasions
    )


def _is_only_trip(trip: Occasion, occasions: list[Occasion]) -> bool:
    """Whether nothing else is told of the same countries in the same state."""
    told = (trip.draft.status, set(trip.draft.parties))
    return not any(o is not trip and (o.draft.status, set(o.draft.parties)) == told for o in occasions)


def _adopt_setting(session: Occasion, trip: Occasion) -> None:
    draft = session.draft
    for person in trip.draft.participants:
        join_person(draft, person)
    if draft.place is None and trip.draft.place is not None:
        draft.place, session.placed = trip.draft.place, True
    draft.evidence += [item for item in trip.draft.evidence if item.slot in ("participants", "place")]
    _adopt_date(session, trip)


def _adopt_date(occasion: Occasion, trip: Occasion) -> None:
    """Gives what went on behind a journey the day of it, where it has none of its own."""
    if occasion.draft.date is None and trip.draft.date is not None:
        occasion.draft.date, occasion.dated = trip.draft.date, True
        occasion.draft.evidence += [item for item in trip.draft.evidence if item.slot == "date"]
