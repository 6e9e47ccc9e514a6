"""Where raw logs and runs are: what `--source`, `--broker` and a run's name stand for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from streams.cli.console import USAGE, CommandError, broker_problems
from streams.cli.sources import find_files

if TYPE_CHECKING:
    from streams.replay.archive import Archive
    from streams.replay.raw import Source, Window
    from streams.replay.runs import Runs
    from streams.settings import Settings

KAFKA = "kafka://"

RawLog = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="kafka://…|PATH",
        help="The raw log: a broker, an archive (communique export), files or a folder of articles. "
        "Unless given the log on this machine, or where there is none the broker of the settings.",
    ),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="Only what arrived in the log on this day (or instant, UTC) or later."),
]
To = Annotated[
    str | None,
    typer.Option("--to", metavar="DATE", help="Only what arrived on this day or earlier, or before this instant."),
]
Broker = Annotated[
    str | None,
    typer.Option(
        "--broker",
        metavar="kafka://HOST:PORT",
        help="Runs on this broker; unless given those of this machine, with the brokers that it has replayed to.",
    ),
]


def window(since: str | None, until: str | None) -> Window:
    """The time that the options bound; CommandError where one is no date, or nothing lies between."""
    from streams.replay.raw import Window

    start, end = _instant("--from", since), _instant("--to", until)
    if end is not None and len(until or "") == len("2024-01-31"):
        end += timedelta(days=1)
    if start is not None and end is not None and start >= end:
        raise CommandError("--from is not before --to", code=USAGE)
    return Window(_milliseconds(start), _milliseconds(end))


def _instant(option: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        hint = "Give a day (2024-01-31) or an instant in UTC (2024-01-31T12:00)."
        raise CommandError(f"{option}: {text!r} is no date", hint, USAGE) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _milliseconds(instant: datetime | None) -> int | None:
    return None if instant is None else int(instant.timestamp() * 1000)


def raw_log(settings: Settings, given: str | None, log: Path | None) -> tuple[Source, str | None]:
    """The raw log that the options stand for, and the broker that it is on."""
    from schemas.topics import ARTICLES_RAW
    from streams.kafka.raw import KafkaSource
    from streams.replay.local import LocalRuns
    from streams.replay.sources import ArchiveSource, FileSource, LogSource

    if given is None:
        runs = LocalRuns(settings.data_dir)
        path = log or runs.log(runs.alias().run)
        if log is not None or path.exists():
            return LogSource(path), None
        given = settings.broker
    if given.startswith(KAFKA):
        return KafkaSource(settings.model_copy(update={"broker": given}), settings.topic(ARTICLES_RAW)), given
    if given == "-":
        raise CommandError("standard input cannot be read again: give a file", code=USAGE)
    archive = archive_at(given)
    if archive is not None:
        return ArchiveSource(archive), None
    return FileSource(find_files([given]), settings.max_record_bytes), None


def archive_at(path: str) -> Archive | None:
    """The archive that the path is, if it is one; CommandError where its manifest is damaged."""
    from streams.replay.archive import Archive

    if not Archive.stands_at(Path(path)):
        return None
    with log_problems():
        return Archive.at(Path(path))


def runs_at(settings: Settings, broker: str | None, *names: str) -> Runs:
    """Where the runs of these names are: on the broker given, else where this machine has replayed them to."""
    from streams.kafka.runs import BrokerRuns
    from streams.replay.local import LocalRuns

    local = LocalRuns(settings.data_dir)
    found = [run for run in map(local.find, names) if run is not None]
    target = broker or next((run.target for run in found if run.target), None)
    if target is None and not found and not local.log(local.alias().run).exists():
        target = settings.broker
    return BrokerRuns(settings.model_copy(update={"broker": target})) if target else local


@contextmanager
def log_problems() -> Iterator[None]:
    """CommandError where a raw log, an archive, a run or a broker cannot be used; says what to do about it."""
    from schemas.run import RunNameError
    from streams.kafka.ingest import IngestError
    from streams.kafka.publish import PublishError
    from streams.kafka.raw import RecordsGoneError
    from streams.log import LogError
    from streams.replay.archive import ArchiveError
    from streams.replay.runs import RunInUseError, UnknownRunError
    from streams.replay.sources import UndatedError

    try:
        with broker_problems():
            yield
    except (ArchiveError, RunNameError, UndatedError) as error:
        raise CommandError(error, code=USAGE) from error
    except UnknownRunError as error:
        raise CommandError(error, "`communique runs` lists them (on a broker: --broker kafka://…).") from error
    except (LogError, RunInUseError, PublishError, RecordsGoneError) as error:
        raise CommandError(error) from error
    except IngestError as error:
        raise CommandError(error, "Run the same command again when the broker is well.") from error
