"""Reads one report, of whichever kind."""

from __future__ import annotations

from pydantic import TypeAdapter

from schemas.report import Report

REPORT: TypeAdapter[Report] = TypeAdapter(Report)
