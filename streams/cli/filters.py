"""Which records a reader wants to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated

import typer

from schemas.filters import Filter
from schemas.slots import KINDS, STATUSES
from streams.cli.told import known_party


def _one_of(known: Sequence[str]) -> Callable[[list[str] | None], list[str] | None]:
    """A check that every value is one of those a record may hold: a misspelt one would silently find nothing."""

    def check(values: list[str] | None) -> list[str] | None:
        for value in values or ():
            if value not in known:
                raise typer.BadParameter(f"{value!r} is none of {', '.join(known)}")
        return values

    return check


def a_day(text: str) -> date:
    """The day that an option gives."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day. Give one such as 2024-01-31.") from None


Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", callback=_one_of(KINDS), help="meeting, agreement or figure; may be given several times."),
]
Parties = Annotated[
    list[str] | None,
    typer.Option("--party", help="Country or organisation, such as KAZ, Kazakhstan or org:UN; all given take part."),
]
Since = Annotated[
    date | None, typer.Option("--since", parser=a_day, metavar="DATE", help="On this day (2024-01-31) or later.")
]
Until = Annotated[
    date | None, typer.Option("--until", parser=a_day, metavar="DATE", help="On this day (2024-01-31) or earlier.")
]
Statuses = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        callback=_one_of(STATUSES),
        help="held, planned, cancelled; signed, ratified, …; may be given several times.",
    ),
]


def make_filter(
    kinds: list[str] | None,
    parties: list[str] | None,
    statuses: list[str] | None,
    since: date | None,
    until: date | None,
) -> Filter:
    """The filter that the options ask for; CommandError where a party is unknown."""
    return Filter(
        frozenset(kinds or ()),
        frozenset(map(known_party, parties or ())),
        frozenset(statuses or ()),
        since.isoformat() if since else None,
        until.isoformat() if until else None,
    )
