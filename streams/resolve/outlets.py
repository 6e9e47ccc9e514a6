"""Who tells of an event: outlets that may err each on its own."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from streams.resolve.member import Member

CERTAIN = 0.99  # no number of sources makes an event more certain than this

_EDITION = re.compile(r"^(?:www|m|[a-z]{2})\.(?=[^.]+\.)")  # "en.kremlin.ru" is an edition of "kremlin.ru"


def independent(members: Sequence[Member]) -> int:
    """How many outlets tell of the event; an article whose outlet is not known counts for itself."""
    return len({_outlet(member) for member in members})


def confidence(members: Sequence[Member]) -> float:
    """One minus the chance that every outlet errs, as if they erred independently: a noisy-or (Pearl 1988).

    An outlet is as sure as the surest of its reports: saying it again does not make it truer.
    """
    doubts: dict[str, float] = {}
    for member in members:
        outlet = _outlet(member)
        doubts[outlet] = min(doubts.get(outlet, 1.0), 1 - member.report.confidence)
    return round(min(1 - math.prod(sorted(doubts.values())), CERTAIN), 4)


def _outlet(member: Member) -> str:
    outlet = member.reading.outlet
    return _EDITION.sub("", outlet.casefold()) if outlet else f"article {member.reading.article_id}"
