"""The runs of this machine: a log each, its record beside it, and which of them readers are given."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from schemas.base import Model
from schemas.run import MAIN, Alias, Run
from schemas.topics import ARTICLES_RAW, EVENT_TOPICS
from streams.log import Log, LogError
from streams.replay.runs import Events, RunInUseError, UnknownRunError

M = TypeVar("M", bound=Model)

MAIN_LOG = "communique.db"
_FOLDER = "runs"
_ALIAS = "_live.json"  # no name of a run begins so


class LocalRuns:
    """The runs under a data folder, see `Runs`. Of each `NAME.db` is the log and `NAME.json` the record."""

    def __init__(self, data_dir: Path) -> None:
        self._main = data_dir / MAIN_LOG
        self._folder = data_dir / _FOLDER

    @property
    def where(self) -> str:
        """See `Runs`."""
        return str(self._folder)

    def log(self, name: str) -> Path:
        """The file of the run's log, or of the feed's own; of a name that is in neither it is not there."""
        return self._main if name == MAIN else self._folder / f"{name}.db"

    def save(self, run: Run) -> None:
        """Note how the run is now."""
        self._write(f"{run.name}.json", run)

    def find(self, name: str) -> Run | None:
        """See `Runs`."""
        return _read(self._folder / f"{name}.json", Run)

    def all(self) -> list[Run]:
        """See `Runs`."""
        found = (_read(path, Run) for path in sorted(self._folder.glob("*.json")) if path.name != _ALIAS)
        return [run for run in found if run is not None]

    def alias(self) -> Alias:
        """See `Runs`."""
        return _read(self._folder / _ALIAS, Alias) or Alias()

    def events(self, name: str) -> Events:
        """See `Runs`; raises streams.log.LogError where there is no such log."""
        with Log(self.log(name), create=False) as log:
            return {
                topic.name: {message.key: message.value for message in log.fold(topic) if message.value is not None}
                for topic in EVENT_TOPICS.values()
            }

    def size(self, name: str) -> int:
        """Bytes of the log on disk."""
        return sum(path.stat().st_size for path in self._files(name) if path.exists())

    def promote(self, name: str) -> Alias:
        """See `Runs`. Articles that only the log before has are copied to it, for `communique run` to read.

        So nothing that arrives meanwhile is lost, neither when the run is promoted nor when it is left again.
        """
        alias = self.alias()
        if name != alias.run and self._of_the_feed(name) and self._of_the_feed(alias.run):
            from streams.embedded import ingest  # the stages behind it take long to load, and readers of logs need none

            with Log(self.log(alias.run), create=False) as before, Log(self.log(name), create=False) as after:
                ingest(after, (stored.message for stored in before.scan(ARTICLES_RAW)))
        self._write(_ALIAS, alias.to(name))
        return alias.to(name)

    def drop(self, name: str, progress: Callable[[str], None] = lambda _: None) -> None:
        """See `Runs`."""
        if self.find(name) is None and not self.log(name).exists():
            raise UnknownRunError(f"there is no run {name!r} in {self._folder}")
        with self.at_work(name):
            for path in (*self._files(name), self._folder / f"{name}.json"):
                if path.exists():
                    path.unlink()
                    progress(str(path))
        (self._folder / f"{name}.lock").unlink(missing_ok=True)

    @contextmanager
    def at_work(self, name: str) -> Iterator[None]:
        """Hold the run for the block. Raises RunInUseError where another process does; the lock dies with it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / f"{name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise RunInUseError(f"another process is at work on the run {name!r}") from None
            yield

    def _of_the_feed(self, name: str) -> bool:
        """Whether the log holds the raw articles of this machine's feed, all of them; not those of other files."""
        run = self.find(name)
        if run is None:
            return name == MAIN and self.log(name).exists()
        logs = {str(self.log(each).resolve()) for each in (MAIN, *(run.name for run in self.all()))}
        return run.whole and run.source in logs

    def _files(self, name: str) -> list[Path]:
        log = self.log(name)
        return [log, log.with_name(log.name + "-wal"), log.with_name(log.name + "-shm")]

    def _write(self, file: str, record: Model) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        new = self._folder / f"{file}.new"
        new.write_bytes(record.encode() + b"\n")
        new.replace(self._folder / file)


def _read(path: Path, model: type[M]) -> M | None:
    """The record in the file; None where there is none."""
    try:
        return model.decode(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise LogError(f"{path} is damaged: {error.error_count()} fields do not fit") from error
