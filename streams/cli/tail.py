"""`communique tail`: the records of a topic as they came."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from schemas.filters import Filter
from streams.cli.console import (
    USAGE,
    CommandError,
    Json,
    LogPath,
    broker_problems,
    emit,
    examples,
    load_settings,
    log_path,
    opened,
    out,
)
from streams.cli.filters import Kinds, Parties, Since, Statuses, Until, make_filter
from streams.present.words import line

if TYPE_CHECKING:
    from schemas.topics import Topic
    from streams.settings import Settings

PAUSE = 0.5  # seconds between looks at a log that is followed

Record = tuple[str, bytes | None]  # key and value as they stand in the topic


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "tail articles.rejected",
            "tail reports --kind agreement --party RUS",
            "tail events.meeting --from kafka://127.0.0.1:9092 --follow --json",
        )
    )(tail)


def tail(
    topic: Annotated[str, typer.Argument(help="articles.rejected, reports, events.meeting, … (communique config)")],
    broker: Annotated[
        str | None,
        typer.Option("--from", metavar="kafka://HOST:PORT", help="Read from this broker instead of the log."),
    ] = None,
    lines: Annotated[int, typer.Option("--lines", "-n", min=1, help="Show the last so many.")] = 20,
    everything: Annotated[bool, typer.Option("--all", "-a", help="Show all from the beginning.")] = False,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as records come; Ctrl-C ends it.")] = False,
    kind: Kinds = None,
    party: Parties = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    log: LogPath = None,
    json: Json = False,
) -> None:
    """Show the records of a topic in the order they came, corrections and withdrawals among them."""
    settings = load_settings()
    source = _topic(topic)
    wanted = make_filter(kind, party, status, since, until)
    count = None if everything else lines
    if broker is None:
        with opened(log_path(settings, log), create=False) as store:
            before, after = _from_log(store, source, follow=follow)
            _print(source, _shown(source, before, after, wanted, count), json=json)
    else:
        with broker_problems():
            before, after = _from_broker(broker, settings, source, follow=follow)
            _print(source, _shown(source, before, after, wanted, count), json=json)


def _topic(name: str) -> Topic:
    from schemas.topics import BY_NAME

    if name not in BY_NAME:
        raise CommandError(f"no topic {name!r}", f"The topics are: {', '.join(BY_NAME)}", USAGE)
    return BY_NAME[name]


def _from_log(store: Any, topic: Topic, *, follow: bool) -> tuple[Iterator[Record], Iterator[Record]]:
    """What the topic holds, and what comes after it, without end."""
    end = store.end(topic)

    def later() -> Iterator[Record]:
        start = end
        while follow:
            for stored in store.scan(topic, start):
                start = stored.offset + 1
                yield stored.message.key, stored.message.value
            time.sleep(PAUSE)

    held = ((stored.message.key, stored.message.value) for stored in islice(store.scan(topic), end))
    return held, later()


def _from_broker(
    broker: str, settings: Settings, topic: Topic, *, follow: bool
) -> tuple[Iterator[Record], Iterator[Record]]:
    """Likewise, from a broker."""
    from streams.kafka.read import read
    from streams.kafka.runs import live

    server = settings.model_copy(update={"broker": broker})
    name = live(server).topic(topic)
    seen: dict[int, int] = {}

    def held() -> Iterator[Record]:
        for record in read(server, [name]):
            seen[record.partition] = record.offset
            yield (record.key or b"").decode(errors="replace"), record.value

    def later() -> Iterator[Record]:
        for record in read(server, [name], follow=True) if follow else ():
            if record.offset > seen.get(record.partition, -1):
                yield (record.key or b"").decode(errors="replace"), record.value

    return held(), later()


def _shown(
    topic: Topic, before: Iterator[Record], after: Iterator[Record], wanted: Filter, count: int | None
) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """What is to be shown, as JSON and read: the last `count` of `before` (None: all), then `after`."""
    return chain(deque(_taken(topic, before, wanted), maxlen=count), _taken(topic, after, wanted))


def _taken(topic: Topic, records: Iterable[Record], wanted: Filter) -> Iterator[tuple[bytes, dict[str, Any]]]:
    import orjson

    from schemas.topics import REPORTS

    for key, value in records:
        if value is None:
            if not wanted:
                yield orjson.dumps({"withdrawn": key}), {"withdrawn": key}
            continue
        try:
            record = orjson.loads(value)
        except orjson.JSONDecodeError:
            record = None
        if not isinstance(record, dict):  # only articles.raw holds what is no JSON object
            record = {"raw": value.decode(errors="replace")}
            value = orjson.dumps(record)
        if topic is REPORTS:
            yield from ((orjson.dumps(each), each) for each in record["reports"] if wanted.takes(each))
        elif not wanted or wanted.takes(record):
            yield value, record


def _print(topic: Topic, records: Iterator[tuple[bytes, dict[str, Any]]], *, json: bool) -> None:
    if json:
        emit(value.replace(b"\n", b" ") for value, _ in records)
        return
    console = out()
    for _, record in records:
        console.print(line(topic.name, record), soft_wrap=not console.is_terminal, overflow="ellipsis", no_wrap=True)
