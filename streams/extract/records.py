"""Drafts as they stand in records: plain values, in the order of the schema's fields, empty optionals left out.

No model of `schemas/` is built on the way, as making and writing those took as long as all the rest of finishing;
tests hold the bytes to be the same.
"""

from __future__ import annotations

import json
from typing import Any

from schemas.base import Model
from schemas.ids import derive
from schemas.slots import DateSpan
from streams.extract.codes import codes
from streams.extract.drafts import AgreementDraft, Draft, FigureDraft, MeetingDraft, Span

Record = dict[str, Any]
"""What a JSON object holds."""
_SORTED = json.JSONEncoder(sort_keys=True)
_NO_EVIDENCE = '"evidence": []'
"""What `_SORTED` writes for no evidence; in a text it would write the quotation marks otherwise."""


def report(draft: Draft, article_id: str, topics: tuple[str, ...], ruleset: str) -> Record:
    """The report of a draft; raises TypeError for a kind of draft that there is no report for.

    Its id names what is said, not by which version of the rules: replays with new rules keep the ids of reports
    that did not change.
    """
    parties = sorted(set(draft.parties))
    shown = sorted(draft.evidence)
    evidence = [{"slot": slot, "start": start, "end": end} for slot, start, end in shown]
    slots = filled({"date": _days(draft.date), **_slots(draft)})
    said = _SORTED.encode({"article_id": article_id, "parties": parties, "evidence": [], **slots})
    return {
        "report_id": derive("rep-", said.replace(_NO_EVIDENCE, _written(shown), 1)),
        "article_id": article_id,
        "parties": parties,
        "evidence": evidence,
        "rule": draft.rule,
        "confidence": round(draft.confidence, 3),
        "codes": _flat(codes(draft)),
        "topics": topics,
        "ruleset": ruleset,
        **slots,
    }


def _written(evidence: list[Span]) -> str:
    """The evidence as `_SORTED` writes it, in a fraction of the time: most of what a report says is evidence."""
    spans = [f'{{"end": {end}, "slot": "{slot}", "start": {start}}}' for slot, start, end in evidence]
    return f'"evidence": [{", ".join(spans)}]'


def filled(fields: Record) -> Record:
    """The fields that are not None."""
    return {name: value for name, value in fields.items() if value is not None}


def _flat(model: Model | None) -> Record | None:
    return filled(vars(model)) if model else None


def _days(span: DateSpan | None) -> Record | None:
    if span is None:
        return None
    return {"start": span.start.isoformat(), "end": span.end.isoformat(), "precision": span.precision}


def _slots(draft: Draft) -> Record:
    if isinstance(draft, MeetingDraft):
        return {
            "kind": "meeting",
            "status": draft.status,
            "format": draft.format,
            "participants": [_flat(person) for person in draft.participants],
            "place": _flat(draft.place),
        }
    if isinstance(draft, AgreementDraft):
        return {
            "kind": "agreement",
            "instrument": draft.instrument,
            "action": draft.action,
            "title": draft.title,
            "subject": draft.subject,
            "count": draft.count,
            "value": _flat(draft.value),
            "duration": draft.duration,
            "place": _flat(draft.place),
        }
    if isinstance(draft, FigureDraft):
        return {
            "kind": "figure",
            "metric": draft.metric,
            "amount": draft.amount,
            "currency": draft.currency,
            "unit": draft.unit,
            "period": draft.period,
            "target": draft.target,
            "change": None if draft.change_percent is None else {"percent": draft.change_percent},
        }
    raise TypeError(f"no report for {type(draft).__name__}")
