"""Runs, the raw log read again into topics of their own, and the alias that tells subscribers which of them holds."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from schemas.base import Model

MAIN = "main"
"""The feed's own topics, which no run has made."""
LIVE = "live"
"""The alias that subscribers follow."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class RunNameError(ValueError):
    """A run cannot be called so; the message says how it can."""


def run_name(name: str) -> str:
    """`name`, which may name a new run; raises RunNameError.

    It becomes a part of topics' names and of a file's, and has no dot: so no run's topics begin with those of another.
    """
    if not _NAME.fullmatch(name):
        raise RunNameError(f"{name!r} is no name for a run: small letters, digits and hyphens, at most 40")
    if name in (MAIN, LIVE):
        raise RunNameError(f"{name!r} names the feed itself, no run")
    return name


def run_prefix(run: str) -> str:
    """What stands before the names of the run's topics; nothing for the feed's own."""
    return "" if run in ("", MAIN) else f"run-{run}."


class Span(Model):
    """Offsets `start` to `end`, without `end`, of a partition of the raw log."""

    partition: int
    start: int
    end: int


class Run(Model):
    """A replay: what it reads, by which rules, and how far it is.

    `source` and `target` are for people: where the raw log is, and the broker that has the run's topics (None: only
    the machine that replays). `since` and `until` bound the arrival of its records in the log, in milliseconds since
    1970, `until` not included. `rules` tells all that its topics depend on besides the raw log.
    """

    name: str
    state: Literal["reading", "publishing", "done"]
    source: str
    target: str | None = None
    since: int | None = None
    until: int | None = None
    spans: tuple[Span, ...]
    lexicon: str | None = None
    ruleset: str
    rules: dict[str, str]
    read: int = Field(0, description="raw records taken, redeliveries among them")
    records: dict[str, int] = Field(default_factory=dict, description="records of each topic when the run was done")

    @property
    def whole(self) -> bool:
        """Whether it reads all of the log, not what arrived within some time."""
        return self.since is None and self.until is None


class Alias(Model):
    """Which run subscribers of `alias` read, and which they read before."""

    alias: str = LIVE
    run: str = MAIN
    previous: str | None = None

    def to(self, run: str) -> Alias:
        """The alias when it has been switched to the run; the one that it leaves is kept for going back."""
        return self if run == self.run else Alias(alias=self.alias, run=run, previous=self.run)
