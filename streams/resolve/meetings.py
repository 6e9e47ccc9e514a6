"""Whether two reports tell of the same meeting."""

from __future__ import annotations

from schemas.report import MeetingReport
from streams.resolve.member import GATHERINGS, SESSION_DAYS, Member, People
from streams.resolve.parties import Kinship
from streams.resolve.slots import elsewhere, exact, gap, meet, same_country, same_day, same_place

STAY_DAYS = 2  # a visit goes on over so many days

_GREEK = "\u0370"  # the first letter past the Latin ones


def acquainted(one: People, other: People) -> dict[str, bool]:
    """By country that both give people of: whether they name the same ones.

    A name is the same where any word of it is: "Xi" and "Xi Jinping". Names in two scripts cannot be compared, nor
    can initials.
    """
    known = {}
    for country in one.keys() & other.keys():
        mine, theirs = one[country], other[country]
        if mine & theirs:
            known[country] = True
        elif mine and theirs and _is_latin(min(mine)) == _is_latin(min(theirs)):
            known[country] = False
    return known


def _is_latin(word: str) -> bool:
    return word < _GREEK


def fit_meetings(
    kinship: Kinship, member: Member, other_member: Member, one: MeetingReport, other: MeetingReport
) -> int | None:
    """None where the two cannot be one meeting; else the greater, the better they fit."""
    call = one.format == "call"
    if call != (other.format == "call") or not meet(member, other_member):
        return None
    if {one.status, other.status} == {"held", "cancelled"}:
        return None
    known = acquainted(member.people, other_member.people)
    if kinship is Kinship.SAME:
        fits = _same_parties(one, other, known, club=bool(member.clubs))
    else:
        fits = _other_parties(kinship, member, other_member, one, other, known)
    if not fits:
        return None
    day, place = same_day(one.date, other.date), same_place(one.place, other.place)
    close = 4 * day + 2 * place + (one.format == other.format) + (True in known.values())
    return 8 * (kinship is Kinship.SAME) + close


def _same_parties(one: MeetingReport, other: MeetingReport, known: dict[str, bool], *, club: bool) -> bool:
    apart, place = gap(one.date, other.date), same_place(one.place, other.place)
    if apart and "call" in (one.format, other.format):
        return False
    if apart is not None and apart <= STAY_DAYS and _one_stay(one, other, known, apart):
        return True
    if apart is not None and club and one.format == other.format == "summit":
        return apart <= SESSION_DAYS and not elsewhere(one.place, other.place)
    if one.format == other.format == "forum":
        known = {country: True for country, same in known.items() if same}  # of many who are there, some are named
    day, met = same_day(one.date, other.date), True in known.values()
    if elsewhere(one.place, other.place) and not (day and met):
        return False
    if False in known.values() and not (day and place and met):
        return False
    if one.date != other.date and {None, "year"} & {span and span.precision for span in (one.date, other.date)}:
        return met or same_country(one.place, other.place) or (apart is None and one.format == other.format)
    return not apart or (apart == 1 and (place or met))


def _one_stay(one: MeetingReport, other: MeetingReport, known: dict[str, bool], apart: int) -> bool:
    """Whether they tell of two days, or two hosts, of one visit: the same guests in the same country of the hosts."""
    host = one.place.country if one.place and same_country(one.place, other.place) else None
    guests = [same for country, same in known.items() if country != host]
    return (
        host in one.parties and "visit" in (one.format, other.format) and (all(guests) if guests else apart < STAY_DAYS)
    )


def _other_parties(
    kinship: Kinship,
    member: Member,
    other_member: Member,
    one: MeetingReport,
    other: MeetingReport,
    known: dict[str, bool],
) -> bool:
    """Whether reports that name different parties tell of one meeting: they have to agree on kind, day and place."""
    apart = gap(one.date, other.date)
    if False in known.values() or elsewhere(one.place, other.place) or apart is None:
        return False
    gatherings = (one.format in GATHERINGS) + (other.format in GATHERINGS)
    if kinship is Kinship.PART and member.clubs & other_member.clubs and gatherings:
        # A body does not meet twice in a month.
        return apart <= STAY_DAYS and _of_session(member, one) and _of_session(other_member, other)
    if apart or not (exact(one.date) and exact(other.date)):
        return False
    place = same_place(one.place, other.place)
    if kinship is Kinship.SHARED:
        # Lists of those at a gathering differ; at talks, people who are named in both make up for it.
        return place if gatherings == 2 else not gatherings and sum(known.values()) > 1
    if gatherings == 2:
        return place or same_country(one.place, other.place)
    if gatherings == 1:
        return False  # members of a gathering meet on its margins
    host = one.place.country if one.place else None  # left out by one, for it has sent nobody
    return (
        place and member.parties ^ other_member.parties == {host} and host not in {*member.people, *other_member.people}
    )


def _of_session(member: Member, report: MeetingReport) -> bool:
    """Whether a report may tell of a session: talks of a body with one country may, where their day is known.

    Not where it names people of both: they are talks with the head of the body.
    """
    if report.format in GATHERINGS:
        return exact(report.date) or (report.date is not None and report.date.precision == "month")
    both = member.clubs & member.people.keys() and member.people.keys() - member.clubs
    return exact(report.date) and len(member.parties - member.clubs) <= 1 and not both
