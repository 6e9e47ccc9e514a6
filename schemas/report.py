"""A report: one event as one article tells it, with the characters that every slot was read from."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from schemas.base import Model
from schemas.slots import AgreementSlots, Codes, DateSpan, Evidence, FigureSlots, MeetingSlots


class _Report(Model):
    """What all reports share. `parties` are sorted ISO 3166 alpha-3 and `org:` codes."""

    report_id: str
    article_id: str
    parties: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float
    codes: Codes
    topics: tuple[str, ...] = ()
    ruleset: str
    date: DateSpan | None = None


class MeetingReport(MeetingSlots, _Report):
    """A meeting as one article tells it."""


class AgreementReport(AgreementSlots, _Report):
    """An agreement as one article tells it."""


class FigureReport(FigureSlots, _Report):
    """A figure as one article tells it."""


Report = Annotated[MeetingReport | AgreementReport | FigureReport, Field(discriminator="kind")]


class Reading(Model):
    """All that one article reports, in the order of the text; a later reading replaces it whole.

    One record an article: withdrawing or re-reading an article then takes one record, and no consumer ever
    sees half of it.
    """

    article_id: str
    ruleset: str
    lang: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: date | None = None
    reports: tuple[Report, ...] = ()
