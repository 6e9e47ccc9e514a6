"""What all commands share: how they print, how they fail, where their log is."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from streams.log import Log
    from streams.settings import Settings

FAILED = 1
USAGE = 2
PIPE_WIDTH = 160  # characters of a table that no terminal bounds

LogPath = Annotated[
    Path | None,
    typer.Option(
        "--log",
        metavar="PATH",
        help="The log's file; unless given that of the run that is live, else communique.db in the data folder.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="JSON Lines for programs instead of text for people.")]


class CommandError(Exception):
    """What the user has to know when a command cannot go on: what is wrong, and what to do about it."""

    def __init__(self, what: object, hint: str = "", code: int = FAILED) -> None:
        super().__init__(str(what))
        self.hint = hint
        self.code = code


def examples(*commands: str) -> str:
    """The end of a command's help: how others use it."""
    return "Examples:\n\n" + "\n\n".join(f"`communique {command}`" for command in commands)


def complain(problem: CommandError) -> None:
    """Say the problem on standard error."""
    sys.stderr.write(f"communique: {problem}\n")
    if problem.hint:
        sys.stderr.write(f"            {problem.hint}\n")


def out() -> Console:
    """Standard output; colours and the width of the window only where it is a terminal."""
    return _console(error=False)


def err() -> Console:
    """Standard error, likewise."""
    return _console(error=True)


def _console(*, error: bool) -> Console:
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    return Console(
        stderr=error, highlight=False, markup=False, emoji=False, width=None if stream.isatty() else PIPE_WIDTH
    )


def emit(lines: Iterable[bytes]) -> None:
    """Write lines of JSON to standard output, each as soon as it is there."""
    sys.stdout.flush()
    for line in lines:
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


@contextmanager
def progress(unit: str = "") -> Iterator[Progress]:
    """Progress bars on standard error; nothing where that is no terminal."""
    from rich import progress as bars

    console = err()
    counts: list[bars.ProgressColumn] = [bars.MofNCompleteColumn()]
    if unit == "bytes":
        counts = [bars.DownloadColumn(), bars.TransferSpeedColumn()]
    columns = [
        bars.TextColumn("{task.description:<10}"),
        bars.BarColumn(),
        *counts,
        bars.TimeRemainingColumn(elapsed_when_finished=True),
    ]
    with bars.Progress(*columns, console=console, disable=not console.is_terminal) as shown:
        yield shown


def load_settings() -> Settings:
    """The effective settings; CommandError where the environment or the file holds a wrong one."""
    from pydantic import ValidationError

    from streams.settings import CONFIG_FILE, SecretFileError, Settings, UnknownVariableError

    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors())
        raise CommandError(
            f"wrong settings: {wrong}",
            f"They come from COMMUNIQUE_… in the environment or from {CONFIG_FILE}.",
            USAGE,
        ) from error
    except SecretFileError as error:
        raise CommandError(error, code=USAGE) from error
    except UnknownVariableError as error:
        raise CommandError(error, "Unset it, or correct its name: `communique config` lists them.", USAGE) from error
    except ValueError as error:  # the file is no TOML
        raise CommandError(f"{CONFIG_FILE} cannot be read: {error}", code=USAGE) from error


def log_path(settings: Settings, given: Path | None) -> Path:
    """The log's file: the one given, else that of the run that is live."""
    from streams.replay.local import LocalRuns

    runs = LocalRuns(settings.data_dir)
    return given or runs.log(runs.alias().run)


@contextmanager
def opened(path: Path, *, create: bool) -> Iterator[Log]:
    """The log; CommandError where it cannot be opened or used."""
    from streams.log import Log, LogError

    try:
        with Log(path, create=create) as log:
            yield log
    except LogError as error:
        hint = "" if create or path.exists() else "Make one with: communique run FILES"
        raise CommandError(error, hint) from error


@contextmanager
def broken_lexicon() -> Iterator[None]:
    """CommandError where the tables of rules cannot be used."""
    from streams.extract.tables import LexiconError

    try:
        yield
    except LexiconError as error:
        raise CommandError(error, "Mend the table, or leave --lexicon (COMMUNIQUE_LEXICON) out.", USAGE) from error


@contextmanager
def broker_problems() -> Iterator[None]:
    """CommandError where the broker's address is wrong, it does not answer, fails, refuses a topic or has none."""
    from kafka.errors import KafkaError

    from streams.kafka.admin import TopicRefusedError
    from streams.kafka.connection import BrokerAddressError, BrokerUnreachableError
    from streams.kafka.read import TopicMissingError

    try:
        yield
    except BrokerAddressError as error:
        raise CommandError(error, code=USAGE) from error
    except (BrokerUnreachableError, TopicRefusedError) as error:
        raise CommandError(error) from error
    except TopicMissingError as error:
        raise CommandError(error, "Create the topics with: communique topics create") from error
    except KafkaError as error:
        raise CommandError(f"the broker fails: {error}", "Run the same command again when it is well.") from error
