"""Which records a reader wants to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, get_args

import typer

from schemas.filters import Filter, code
from schemas.slots import KINDS, Action, MeetingStatus


def _one_of(known: Sequence[str]) -> Callable[[list[str] | None], list[str] | None]:
    """A check that every value is one of those a record may hold: a misspelt one would silently find nothing."""

    def check(values: list[str] | None) -> list[str] | None:
        for value in values or ():
            if value not in known:
                raise typer.BadParameter(f"{value!r} is none of {', '.join(known)}")
        return values

    return check


Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", callback=_one_of(KINDS), help="meeting, agreement or figure; may be given several times."),
]
Parties = Annotated[
    list[str] | None,
    typer.Option("--party", help="Country or organisation code, such as KAZ or org:UN; all given must take part."),
]
Since = Annotated[datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="On this day or later.")]
Until = Annotated[datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="On this day or earlier.")]
Statuses = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        callback=_one_of((*get_args(MeetingStatus), *get_args(Action))),
        help="held, planned, cancelled; signed, ratified, …; may be given several times.",
    ),
]


def make_filter(
    kinds: list[str] | None,
    parties: list[str] | None,
    statuses: list[str] | None,
    since: datetime | None,
    until: datetime | None,
) -> Filter:
    """The filter that the options ask for."""
    return Filter(
        frozenset(kinds or ()),
        frozenset(code(party) for party in parties or ()),
        frozenset(statuses or ()),
        since.date().isoformat() if since else None,
        until.date().isoformat() if until else None,
    )
