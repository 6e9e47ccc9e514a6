"""Whether two reports tell of the same agreement: the same act upon it, or two steps of its life."""

from __future__ import annotations

from typing import get_args

from schemas.report import AgreementReport
from schemas.slots import Action, Instrument
from streams.resolve.member import Member
from streams.resolve.parties import Kinship
from streams.resolve.slots import differ, exact, gap, meet, same_day

LIFE: dict[Action, int] = {
    "planned": 0,
    "agreed": 1,
    "signed": 2,
    "adopted": 2,
    "ratified": 3,
    "in_force": 4,
    "extended": 5,
    "suspended": 6,
    "terminated": 7,
}
"""The order of the steps of an agreement's life."""
TALKS_DAYS = 31  # talks go on, and agree on point after point, over so many days
RETOLD_DAYS = 3  # an act is told as of the day of the report so many days later
PENDING_DAYS = 4 * 366  # what is planned or agreed may become an act within so many days

_VAGUE: dict[Instrument, frozenset[Instrument]] = {
    "agreement": frozenset({"treaty", "protocol", "memorandum", "contract", "plan", "document"}),
    "document": frozenset(get_args(Instrument)),
}
"""Journalists' words for other instruments; nobody calls a joint statement an agreement."""


def fit_agreements(
    kinship: Kinship, member: Member, other_member: Member, one: AgreementReport, other: AgreementReport
) -> int | None:
    """None where the two cannot be one agreement; else the greater, the better they fit."""
    if differ(one.count, other.count) or (one.count is None) != (other.count is None):
        return None
    value, worth = one.value, other.value
    if value and worth and value.currency == worth.currency and differ(value.amount, worth.amount):
        return None
    if one.instrument != other.instrument and not _is_word_for(one.instrument, other.instrument):
        return None
    if not member.title.agrees(other_member.title):
        return None
    common = member.title.common(other_member.title)
    if not common and (LIFE[one.action] != LIFE[other.action] or kinship is not Kinship.SAME):
        return None  # different acts, or parties, are of one agreement only where a title says so
    named = member.title.identifies(other_member.title)
    if not (meet(member, other_member) or (named and _in_time(one, other))):
        return None
    if kinship is not Kinship.SAME and not _joint(kinship, one, other):
        return None
    close = 4 * same_day(one.date, other.date) + 2 * common + (one.instrument == other.instrument)
    return 8 * (kinship is Kinship.SAME) + close


def _is_word_for(one: Instrument, other: Instrument) -> bool:
    return other in _VAGUE.get(one, ()) or one in _VAGUE.get(other, ())


def _in_time(one: AgreementReport, other: AgreementReport) -> bool:
    """Whether acts on an instrument of one name can be of one life: in order, and the same act not twice."""
    first, second = sorted((one, other), key=lambda report: LIFE[report.action])
    apart = gap(one.date, other.date)
    if first.date is None or second.date is None or apart is None:
        return False
    pending = LIFE[first.action] <= LIFE["agreed"]
    if LIFE[first.action] == LIFE[second.action]:
        return apart <= (TALKS_DAYS if pending else RETOLD_DAYS)
    return first.date.start <= second.date.end and not (pending and apart > PENDING_DAYS)


def _joint(kinship: Kinship, one: AgreementReport, other: AgreementReport) -> bool:
    """Whether reports that name different parties can tell of one agreement: they have to name the same day."""
    return kinship is Kinship.PART and exact(one.date) and exact(other.date) and gap(one.date, other.date) == 0
