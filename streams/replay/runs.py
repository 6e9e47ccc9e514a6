"""What can be done with runs wherever they are: on this machine or on a broker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from schemas.run import MAIN, Alias, Run, run_name

Events = dict[str, dict[str, bytes]]
"""By topic of events and event id: the last record, without what was withdrawn."""


class UnknownRunError(LookupError):
    """There is no run of that name; the message says where it was looked for."""


class RunInUseError(RuntimeError):
    """The run cannot be changed now; the message says who uses it."""


class Runs(Protocol):
    """The runs in one place, and the alias by which readers there find the one that holds."""

    @property
    def where(self) -> str:
        """The place, for people."""

    def find(self, name: str) -> Run | None:
        """The record of the run; None where there is none."""

    def all(self) -> list[Run]:
        """The records of all runs, by name."""

    def alias(self) -> Alias:
        """What readers are given."""

    def events(self, name: str) -> Events:
        """The events of the run, or of the feed itself (`main`)."""

    def size(self, name: str) -> int | None:
        """Bytes that the run takes; None where nobody can tell."""

    def promote(self, name: str) -> Alias:
        """Give readers this run, or the feed itself (`main`); returns the alias as it is then."""

    def drop(self, name: str, progress: Callable[[str], None] = lambda _: None) -> None:
        """Remove all that the run has; `progress` is told what. Raises UnknownRunError, RunInUseError."""


def known(runs: Runs, name: str) -> str:
    """The run that `name` stands for: itself, or that of the alias. Raises UnknownRunError, RunNameError."""
    alias = runs.alias()
    if name == alias.alias:
        return alias.run
    if name != MAIN and runs.find(run_name(name)) is None:
        there = ", ".join(run.name for run in runs.all()) or "none"
        raise UnknownRunError(f"there is no run {name!r} in {runs.where}; there are: {there}")
    return name


def check_promotable(runs: Runs, name: str) -> None:
    """Raise RunInUseError where the run is not at its end."""
    run = runs.find(name)
    if run is not None and run.state != "done":
        raise RunInUseError(f"the run {name!r} is not done: end it first (communique replay --run {name})")


def check_droppable(runs: Runs, name: str) -> None:
    """Raise RunInUseError where readers are given the run."""
    alias = runs.alias()
    if name in (MAIN, alias.alias):
        raise RunInUseError("that is the feed itself, which cannot be dropped")
    if name == alias.run:
        raise RunInUseError(f"{name!r} is live: go back first (communique promote --back), or promote another")
