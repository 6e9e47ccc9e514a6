"""Whether two reports tell of the same event, and how well they fit. All functions are symmetric."""

from __future__ import annotations

from schemas.report import AgreementReport, FigureReport, MeetingReport
from streams.resolve.agreements import fit_agreements
from streams.resolve.meetings import fit_meetings
from streams.resolve.member import Member
from streams.resolve.parties import Organisations
from streams.resolve.slots import days_apart, differ

STANDING_DAYS = 183  # so long after its publication a figure of trade is quoted that names no period
PLEDGE_DAYS = 31  # so long a pledge is repeated; the next one may be as large
ROUNDED_DAYS = 7  # so long one is rounded otherwise
_PLEDGES = frozenset({"aid", "loan"})


def fit(organisations: Organisations, one: Member, other: Member) -> int | None:
    """None where the two cannot be one event; else the greater, the better they fit."""
    if one.reading.article_id == other.reading.article_id:
        return None  # an article tells each event once
    return likeness(organisations, one, other)


def likeness(organisations: Organisations, one: Member, other: Member) -> int | None:
    """The same of two reports of which one may be the correction of the other."""
    kinship = organisations.kinship(one.parties, other.parties)
    if not kinship:
        return None
    if isinstance(one.report, MeetingReport) and isinstance(other.report, MeetingReport):
        return fit_meetings(kinship, one, other, one.report, other.report)
    if isinstance(one.report, AgreementReport) and isinstance(other.report, AgreementReport):
        return fit_agreements(kinship, one, other, one.report, other.report)
    if isinstance(one.report, FigureReport) and isinstance(other.report, FigureReport):
        return _figures(one, other, one.report, other.report)
    return None


def _figures(member: Member, other_member: Member, one: FigureReport, other: FigureReport) -> int | None:
    if differ(one.amount, other.amount):
        return None
    if one.period and other.period:
        return 4 if one.period == other.period else None
    apart = days_apart(member.reading.published, other_member.reading.published)
    return None if apart is not None and apart > _quoted_days(one, other) else 1


def _quoted_days(one: FigureReport, other: FigureReport) -> int:
    """So long a figure without a period is quoted: a pledge is followed by others of about its size."""
    if one.metric not in _PLEDGES:
        return STANDING_DAYS
    return PLEDGE_DAYS if one.amount == other.amount else ROUNDED_DAYS
