"""`communique runs` and `communique drop`: what replays have made."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from streams.cli.console import Json, emit, err, examples, load_settings, out
from streams.cli.places import Broker, log_problems, runs_at
from streams.present.words import counted

if TYPE_CHECKING:
    from schemas.run import Run


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog=examples("runs", "runs --broker kafka://127.0.0.1:9092 --json"))(runs)
    app.command(epilog=examples("drop old-rules", "drop old-rules --broker kafka://127.0.0.1:9092 --yes"))(drop)


def runs(broker: Broker = None, json: Json = False) -> None:
    """List the runs: how far each is, what it read, by which rules, and which of them is live."""
    import orjson
    from rich.table import Table

    with log_problems():
        place = runs_at(load_settings(), broker)
        found, live = place.all(), place.alias()
        sizes = {run.name: place.size(run.name) for run in found}
    if json:
        emit(
            orjson.dumps({**run.model_dump(mode="json"), "live": run.name == live.run, "bytes": sizes[run.name]})
            for run in found
        )
        return
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("run", "", "state", "read", "events", "size", "ruleset", "arrived", "source", "broker"):
        shown.add_column(column, overflow="fold")
    for run in found:
        size = sizes[run.name]
        shown.add_row(
            run.name,
            "live" if run.name == live.run else "",
            run.state,
            f"{run.read:,} of {_places(run):,}",
            f"{sum(count for topic, count in run.records.items() if topic.startswith('events.')):,}",
            "" if size is None else f"{size / 1e6:,.1f} MB",
            run.ruleset,
            _arrived(run),
            run.source,
            run.target or "",
        )
    out().print(shown)
    err().print(f"{counted(len(found), 'run')} in {place.where}; {live.run} is live", soft_wrap=True)


def drop(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The run.")],
    broker: Broker = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove a run: its topics, tables and consumer group, and its log on this machine. Never the one that is live."""
    from schemas.run import run_name
    from streams.replay.local import LocalRuns
    from streams.replay.runs import UnknownRunError, check_droppable

    settings = load_settings()
    with log_problems():
        name = run_name(name)
        place, local = runs_at(settings, broker, name), LocalRuns(settings.data_dir)
        check_droppable(place, name)
        here = local.find(name)
        if here is None and place.find(name) is None:
            raise UnknownRunError(f"there is no run {name!r} in {place.where}")
        if not yes:
            typer.confirm(f"Remove the run {name} from {place.where}?", abort=True)
        if not isinstance(place, LocalRuns):
            place.drop(name, _said)
        if isinstance(place, LocalRuns) or (here is not None and here.target == place.where):
            check_droppable(local, name)
            local.drop(name, _said)


def _said(what: str) -> None:
    err().print(f"removed {what}", soft_wrap=True)


def _places(run: Run) -> int:
    return sum(span.end - span.start for span in run.spans)


def _arrived(run: Run) -> str:
    """The time that the run is bound to; nothing for all of the log."""
    if run.whole:
        return ""
    since, until = (
        "" if each is None else datetime.fromtimestamp(each / 1000, UTC).strftime("%Y-%m-%dT%H:%MZ")
        for each in (run.since, run.until)
    )
    return f"{since} – {until}"
