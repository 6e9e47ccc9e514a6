"""`communique run`: articles to events on this machine, without a broker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from streams.cli.console import (
    Json,
    LogPath,
    broken_lexicon,
    err,
    examples,
    load_settings,
    log_path,
    opened,
    out,
)
from streams.cli.sources import Files, find_files, split_archives
from streams.cli.working import take, work
from streams.present.words import counted

if TYPE_CHECKING:
    from streams.embedded import Ingested
    from streams.log import Log
    from streams.settings import Settings
    from streams.stage import Stage

SHOWN = 100  # events in the closing table; `communique events` has them all
INTERRUPTED = 130


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("run tests/corpus/input", "run - --json < news.jsonl.zst"))(run)


def run(
    files: Files,
    log: LogPath = None,
    json: Json = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Read every article of the log again, as if it were new.")
    ] = False,
    metrics: Annotated[
        Path | None,
        typer.Option("--metrics", metavar="FILE", help="Write this run's metrics for Prometheus' textfile collector."),
    ] = None,
) -> None:
    """Read articles into a log on this machine and show the events they tell of. Needs no broker.

    Articles that the log holds are not read twice, and an interrupted run goes on where it stopped. When rules
    or settings have changed, everything is made again from the articles in the log.
    """
    settings = load_settings()
    path = log_path(settings, log)
    archives, plain = split_archives(files)
    found = find_files(plain)
    stages = _stages(settings)
    try:
        with opened(path, create=True) as store:
            _take_rules(store, settings, rebuild=rebuild)
            ingested = take(store, archives, found, settings)
            _process(store, stages, metrics)
            _show(store, ingested, json=json)
    except KeyboardInterrupt:
        err().print("Stopped. What was done is kept; the same command goes on from here.")
        raise typer.Exit(INTERRUPTED) from None


def _stages(settings: Settings) -> tuple[Stage, ...]:
    """The stages, before anything is touched: a lexicon that cannot be used must not cost what was made."""
    with broken_lexicon():
        from streams.pipeline import stages

        return stages(settings)


def _take_rules(store: Log, settings: Settings, *, rebuild: bool) -> None:
    from schemas.topics import ARTICLES_RAW
    from streams.pipeline import rules

    now, before = rules(settings), store.facts()
    if before == now and not rebuild:
        return
    if before:
        changed = ", ".join(sorted(name for name in now if now[name] != before.get(name))) or "asked for"
        err().print(f"Making everything again from {counted(store.end(ARTICLES_RAW), 'article')} ({changed}).")
    store.forget_derived(ARTICLES_RAW, now)


def _process(store: Log, stages: tuple[Stage, ...], metrics_file: Path | None) -> None:
    from streams.cli.config import installed
    from streams.metrics import Metrics
    from streams.pipeline import ruleset

    metrics = Metrics(installed(), ruleset(stages)) if metrics_file else None
    work(store, stages, metrics)
    if metrics and metrics_file:
        metrics.write(metrics_file)


def _show(store: Log, ingested: Ingested, *, json: bool) -> None:
    from streams.cli.console import emit
    from streams.cli.events import events_of, table

    found = events_of(store)
    if json:
        emit(value for value, _ in found)
    else:
        console = out()
        if len(found) > SHOWN:
            console.print(f"The latest {SHOWN} of {len(found)} events (all: communique events):")
        console.print(table([event for _, event in found[-SHOWN:]]))
    console = err() if json else out()
    # Soft wrap: a path or a command that is broken over two lines cannot be copied.
    console.print(_counts(store, ingested, len(found)), soft_wrap=True)
    console.print(f"The log: {store.path}", soft_wrap=True)
    if not json:
        given = f" --log {store.path}" if store.path != log_path(load_settings(), None) else ""
        console.print("\nTry next:")
        relation = [f"relations {' '.join(pair)}" for pair in _commonest_pair(event for _, event in found)]
        for command in (*relation, "tail articles.rejected", "events --kind meeting --status planned --json"):
            console.print(f"  communique {command}{given}", soft_wrap=True)


def _commonest_pair(events: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The pair of parties with most events, the first of several; none where no event has a pair."""
    from schemas.relation import pairs

    counts = Counter(pair for event in events for pair in pairs(event["parties"]))
    return sorted(counts, key=lambda pair: (-counts[pair], pair))[:1]


def _counts(store: Log, ingested: Ingested, events: int) -> str:
    """How all articles of the log have ended."""
    import orjson

    from schemas.topics import ARTICLES_DUPLICATE, ARTICLES_REJECTED, ARTICLES_UNIQUE
    from streams.metrics import ends_article

    known = f" ({ingested.known} were known)" if ingested.known else ""
    unique, duplicate = (sum(1 for _ in store.fold(topic)) for topic in (ARTICLES_UNIQUE, ARTICLES_DUPLICATE))
    rejections = [orjson.loads(each.value or b"{}") for each in store.fold(ARTICLES_REJECTED)]
    reasons = Counter(each["reason"] for each in rejections if ends_article(each))
    why = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
    rejected = f"{reasons.total()} rejected" + (f" ({why})" if why else "")
    faults = len(rejections) - reasons.total()
    unread = f" {faults} could not be read through: communique tail articles.rejected says which." if faults else ""
    return (
        f"{counted(ingested.added + ingested.known, 'record')} read{known}. "
        f"The log holds {unique + duplicate + reasons.total()}: {unique} unique, {counted(duplicate, 'duplicate')}, "
        f"{rejected}; {counted(events, 'event')}.{unread}"
    )
