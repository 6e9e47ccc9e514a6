"""What kind of error a missed gold event or a spurious report is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import ModuleType
from typing import Any

Event = Mapping[str, Any]

ORDER = (
    "missed",
    "lumped",
    "wrong party",
    "wrong status or action",
    "wrong date",
    "wrong amount",
    "split",
    "spurious",
    "in an article without events",
)
"""Error classes: gold events without a report, then pairs of gold and report that fail in one slot, then reports
without a gold event."""


def classify(
    scorer: ModuleType, gold: Iterable[Mapping[str, Any]], reports: Iterable[Event]
) -> Counter[tuple[str, str]]:
    """How often each (kind, error class) occurs.

    `scorer` is the module that aligns gold and reports; `gold` are annotated articles; `reports` as published.
    A miss is paired with the spurious report of the same article that differs from it in the fewest slots: the
    pair is one error, of the slot that kept the two apart.
    """
    by_article: dict[tuple[str, str], list[Event]] = {}
    for report in reports:
        by_article.setdefault((report["article_id"], report["kind"]), []).append(report)
    counts: Counter[tuple[str, str]] = Counter()
    for article in gold:
        for kind, field in scorer.KINDS.items():
            golds: Sequence[Event] = article.get(field) or []
            gots = by_article.get((article["id"], kind), [])
            for error in _of_article(scorer, kind, golds, gots):
                counts[kind, error] += 1
    return counts


def _of_article(scorer: ModuleType, kind: str, golds: Sequence[Event], gots: Sequence[Event]) -> list[str]:
    matched = scorer.align(kind, golds, gots)
    found, right = {i for i, _ in matched}, {j for _, j in matched}
    missed = [gold for i, gold in enumerate(golds) if i not in found and not gold.get("optional")]
    extra = [report for j, report in enumerate(gots) if j not in right]
    errors = []
    for gold in missed:
        near = [(reason, report) for report in extra if (reason := _apart(scorer, kind, gold, report)) is not None]
        if near:
            reason, report = min(near, key=lambda pair: (ORDER.index(pair[0]), str(pair[1].get("report_id"))))
            extra.remove(report)
            errors.append(reason)
        elif any(scorer.compatible(kind, gold, gots[j]) for _, j in matched):
            errors.append("lumped")
        else:
            errors.append("missed")
    for report in extra:
        if any(scorer.compatible(kind, golds[i], report) for i, _ in matched):
            errors.append("split")
        else:
            errors.append("spurious" if golds else "in an article without events")
    return errors


def _apart(scorer: ModuleType, kind: str, gold: Event, report: Event) -> str | None:
    """The one thing that keeps a report from being the gold event; None where more than one does."""
    first = scorer.parties_of(report)[0]
    overlap = max(scorer.jaccard(parties, first) for parties in scorer.parties_of(gold))
    reasons = []
    if overlap < 0.5:
        if not overlap:
            return None
        reasons.append("wrong party")
    if kind == "figure":
        if not scorer.same_number(gold.get("amount"), report.get("amount")):
            reasons.append("wrong amount")
    else:
        if not _same_state(scorer, kind, gold, report):
            reasons.append("wrong status or action")
        if scorer.dates_agree(gold.get("date"), report.get("date"), slack=3) is False:
            reasons.append("wrong date")
    return reasons[0] if len(reasons) == 1 else None


def _same_state(scorer: ModuleType, kind: str, gold: Event, report: Event) -> bool:
    if kind == "meeting":
        return (report.get("status") or "held") in scorer.as_list(gold.get("status", "held"))
    wanted = {scorer.ACTION_CLASS.get(action) for action in scorer.as_list(gold.get("action"))}
    return scorer.ACTION_CLASS.get(report.get("action")) in wanted
