"""What differs between two folded topics of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

MADE_BY = frozenset({"ruleset"})
"""Slots that say which rules made an event, nothing of what happened."""

Slots = dict[str, tuple[Any, Any]]
"""By slot its old and new value; None where it is missing."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An event that both have, with the slots that differ. `before` is its id in the old where that was another."""

    event_id: str
    slots: Slots
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Diff:
    """Ids of events by what became of them, in order; `same` counts those that tell the same."""

    added: tuple[str, ...]
    lost: tuple[str, ...]
    changed: tuple[Changed, ...]
    same: int

    def slots(self) -> Counter[str]:
        """How many events differ in each slot."""
        return Counter(slot for each in self.changed for slot in each.slots)


def diff(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Diff:
    """Compare two folded topics, {event id: record}.

    The id of an event comes from its first report. An event of the old whose id is gone is taken for one of the new
    that has no namesake where the two share reports: for the one it shares most of them with.
    """
    lost = {key: orjson.loads(old[key]) for key in sorted(old.keys() - new.keys())}
    added = {key: orjson.loads(new[key]) for key in sorted(new.keys() - old.keys())}
    renamed = _renamed(lost, added)
    changed = [Changed(after, _slots(lost[before], added[after]), before) for before, after in renamed.items()]
    same = 0
    for key in sorted(old.keys() & new.keys()):
        slots = {} if old[key] == new[key] else _slots(orjson.loads(old[key]), orjson.loads(new[key]))
        if slots:
            changed.append(Changed(key, slots))
        else:
            same += 1
    return Diff(
        tuple(key for key in added if key not in renamed.values()),
        tuple(key for key in lost if key not in renamed),
        tuple(sorted(changed, key=lambda each: each.event_id)),
        same,
    )


def _slots(old: dict[str, Any], new: dict[str, Any]) -> Slots:
    return {
        slot: (old.get(slot), new.get(slot))
        for slot in [*old, *(slot for slot in new if slot not in old)]
        if slot not in MADE_BY and old.get(slot) != new.get(slot)
    }


def _renamed(lost: dict[str, dict[str, Any]], added: dict[str, dict[str, Any]]) -> dict[str, str]:
    """From old to new id, each used once: pairs that share most reports first, then by id."""
    by_report: dict[str, list[str]] = {}
    for key, event in added.items():
        for report in _reports(event):
            by_report.setdefault(report, []).append(key)
    shared = Counter(
        (before, after)
        for before, event in lost.items()
        for report in _reports(event)
        for after in by_report.get(report, ())
    )
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for before, after in sorted(shared, key=lambda pair: (-shared[pair], pair)):
        if before not in pairs and after not in taken:
            pairs[before] = after
            taken.add(after)
    return pairs


def _reports(event: dict[str, Any]) -> set[str]:
    return {source["report_id"] for source in event.get("sources", ())}
