"""`communique replay`: the raw log read again, beside the feed."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from streams.cli.console import (
    USAGE,
    CommandError,
    Json,
    LogPath,
    broken_lexicon,
    emit,
    err,
    examples,
    load_settings,
    out,
)
from streams.cli.meter import meter
from streams.cli.places import From, RawLog, To, log_problems, raw_log, window
from streams.present.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemas.run import Run
    from streams.kafka.runs import BrokerRuns
    from streams.log import Log
    from streams.metrics import Metrics
    from streams.replay.local import LocalRuns
    from streams.replay.raw import Source
    from streams.replay.run import RateLimit
    from streams.settings import Settings
    from streams.stage import Stage

INTERRUPTED = 130


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "replay --run new-rules --lexicon my-tables/",
            "replay --run may --from 2024-05-01 --to 2024-05-31 --source kafka://127.0.0.1:9092",
        )
    )(replay)


def replay(
    run: Annotated[str, typer.Option("--run", metavar="NAME", help="Names the run: small letters, digits, hyphens.")],
    since: From = None,
    until: To = None,
    source: RawLog = None,
    into: Annotated[
        str | None,
        typer.Option(
            "--into",
            metavar="kafka://HOST:PORT",
            help="The broker that gets the run's topics; unless given that of the source, else none.",
        ),
    ] = None,
    lexicon: Annotated[
        Path | None,
        typer.Option("--lexicon", metavar="DIR", help="Tables that extend the bundled ones; else of the settings."),
    ] = None,
    max_rate: Annotated[
        float | None, typer.Option("--max-rate", min=0.1, metavar="N", help="Read at most N raw records a second.")
    ] = None,
    metrics_port: Annotated[
        int | None,
        typer.Option(
            "--metrics-port", min=0, max=65535, metavar="PORT", help="Serve /metrics for Prometheus there meanwhile."
        ),
    ] = None,
    log: LogPath = None,
    json: Json = False,
) -> None:
    """Read the raw log again, by the present rules, into topics, tables and a consumer group of its own.

    The feed goes on meanwhile and is not touched. The run ends where the log ended when it began; Ctrl-C stops it, and
    the same command goes on from there. It ends with 0 only when everything is in its place. Then compare
    (`communique diff live NAME`), and give it to subscribers (`communique promote NAME`).
    """
    from schemas.run import Run, run_name
    from streams.replay.local import LocalRuns

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = load_settings()
    settings = settings.model_copy(update={"lexicon": lexicon or settings.lexicon, "run": ""})
    bounds = window(since, until)
    with log_problems():
        name = run_name(run)
        found, broker = raw_log(settings, source, log)
        with broken_lexicon():
            from streams.pipeline import rules, ruleset, stages

            chain = stages(settings)
        wanted = Run(
            name=name,
            state="reading",
            source=found.name,
            target=into or broker,
            since=bounds.since,
            until=bounds.until,
            spans=(),
            lexicon=str(settings.lexicon) if settings.lexicon else None,
            ruleset=ruleset(chain),
            rules=rules(settings),
        )
        runs = LocalRuns(settings.data_dir)
        try:
            with runs.at_work(name), _measured(settings, wanted, metrics_port) as metrics:
                ended = _work(settings, runs, wanted, found, chain, max_rate, metrics)
        except KeyboardInterrupt:
            err().print("Stopped. What was done is kept; the same command goes on from here.")
            raise typer.Exit(INTERRUPTED) from None
    _tell(ended, json=json)


@contextmanager
def _measured(settings: Settings, run: Run, port: int | None) -> Iterator[Metrics]:
    """What Prometheus is told of the replay, on the port if there is one."""
    from streams.cli.config import installed
    from streams.kafka.web import PortTakenError, WebServer
    from streams.metrics import Metrics

    metrics = Metrics(installed(), run.ruleset)
    if port is None:
        yield metrics
        return
    try:
        server = WebServer(settings.web_host, port, metrics.registry, live=lambda: True, ready=lambda: True)
    except PortTakenError as error:
        raise CommandError(
            f"cannot listen on {settings.web_host}:{port}", "Choose another --metrics-port, 0 for any free one.", USAGE
        ) from error
    with server:
        err().print(f"Metrics: http://{settings.web_host}:{server.port}/metrics", soft_wrap=True)
        yield metrics


def _work(
    settings: Settings,
    runs: LocalRuns,
    wanted: Run,
    source: Source,
    chain: Sequence[Stage],
    max_rate: float | None,
    metrics: Metrics,
) -> Run:
    from streams.log import Log
    from streams.replay.run import RateLimit, begin, counts

    there = _on_broker(settings, wanted)
    run = runs.find(wanted.name)
    if run is None:
        run = _begin(wanted, source, there)
        with Log(runs.log(run.name)) as log:
            begin(log, run)
        runs.save(run)
    else:
        _check_same(run, wanted)
    if run.state == "done":
        err().print(f"The run {run.name} was done before.")
        return run
    if there:
        there.save(run)
    with Log(runs.log(run.name), create=False) as log:
        run = _read(log, chain, run, source, RateLimit(max_rate), metrics)
        if there:
            there.save(run)
            runs.save(run)
            _publish(settings, log, chain, run, metrics)
        run = run.model_copy(update={"state": "done", "records": counts(log)})
    if there:
        there.save(run)
    runs.save(run)
    return run


def _on_broker(settings: Settings, run: Run) -> BrokerRuns | None:
    """Where the run is told of besides this machine."""
    from streams.kafka.runs import BrokerRuns

    return BrokerRuns(settings.model_copy(update={"broker": run.target})) if run.target else None


def _begin(wanted: Run, source: Source, there: BrokerRuns | None) -> Run:
    """The run with its end, which is where the log ends now. Its name must be free on the broker, too."""
    from streams.replay.raw import Window, size

    if there is not None and there.find(wanted.name) is not None:
        raise CommandError(
            f"{there.where} has a run {wanted.name!r} that was not begun here",
            f"Choose another name, or remove it: communique drop {wanted.name} --broker {there.where}",
        )
    run = wanted.model_copy(update={"spans": source.spans(Window(wanted.since, wanted.until))})
    err().print(
        f"Replaying {counted(size(run.spans), 'record')} of {run.source} into the run {run.name}.", soft_wrap=True
    )
    return run


def _check_same(run: Run, wanted: Run) -> None:
    """CommandError where the run was begun from other articles, or by other rules than hold now."""
    same = ("source", "target", "since", "until", "rules")
    differing = [name for name in same if getattr(run, name) != getattr(wanted, name)]
    if differing:
        told = "; ".join(f"{name}: {getattr(run, name)}, now {getattr(wanted, name)}" for name in differing)
        raise CommandError(
            f"the run {run.name!r} was begun otherwise ({told})",
            f"Give the options that it was begun with, or begin anew: communique drop {run.name}",
        )


def _read(log: Log, chain: Sequence[Stage], run: Run, source: Source, limit: RateLimit, metrics: Metrics) -> Run:
    from streams.replay.raw import size
    from streams.replay.run import left, read

    total = size(run.spans)
    with meter("read", total, total - left(log, run), partial(metrics.replay, run.name, "read")) as shown:
        taken = read(log, chain, run, source, shown.advance, limit)
    return run.model_copy(update={"read": taken, "state": "publishing"})


def _publish(settings: Settings, log: Log, chain: Sequence[Stage], run: Run, metrics: Metrics) -> None:
    from schemas.topics import ARTICLES_RAW
    from streams.kafka.publish import publish, size

    own = settings.model_copy(update={"broker": run.target, "run": run.name})
    continues = run.whole and run.source == f"{run.target}/{own.topic(ARTICLES_RAW)}"
    with meter("confirmed", size(log, chain), told=partial(metrics.replay, run.name, "publish")) as shown:
        publish(own, log, chain, run, shown.advance, continues=continues)


def _tell(run: Run, *, json: bool) -> None:
    if json:
        emit([run.encode()])
        return
    where = f"on {run.target}" if run.target else "on this machine"
    events = sum(count for topic, count in run.records.items() if topic.startswith("events."))
    console = out()
    made = f"{counted(run.read, 'raw record')}, {counted(events, 'record')} of events"
    console.print(f"The run {run.name} is done: {made}, all {where}.")
    console.print(f"\nTry next:\n  communique diff live {run.name}\n  communique promote {run.name}", soft_wrap=True)
