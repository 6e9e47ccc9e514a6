"""A folder for each worker's tables: the same one after a clean stop, never one of two at a time."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

log = structlog.get_logger("communique.worker")

MAX_WORKERS = 1_000
_TABLES = "faust"
_COMPLETE = "complete"


class DataFolderError(OSError):
    """There is no place for the tables; the message says why."""


@contextmanager
def worker_folder(data_dir: Path) -> Iterator[Path]:
    """The first of `data_dir/worker-1`, `worker-2` … that no living process holds, held for the block.

    The numbers follow the order of starting, so a worker started again finds tables that are almost up to date;
    tables are a copy of their topics in any case, and what is missing is read again. After a crash they are thrown
    away, see `mark_complete`. The lock is the kernel's and dies with the process. Raises DataFolderError.
    """
    for number in range(1, MAX_WORKERS + 1):
        folder = data_dir / f"worker-{number}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = (folder / "lock").open("w")
        except OSError as error:
            raise DataFolderError(
                f"cannot use {folder} ({error.strerror}); COMMUNIQUE_DATA_DIR names another"
            ) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            _drop_unless_complete(folder)
            yield folder.resolve()
            return
    raise DataFolderError(f"{data_dir} holds {MAX_WORKERS} running workers")


def mark_complete(tables: Path) -> None:
    """Note that the tables' topics hold every row that the tables hold; to be called at the end of a clean stop.

    A row is in the table as soon as it is written, and in its topic only when the broker has it. A crash between
    leaves rows on the disk that no other disk will ever have: the stage knows their messages when they are
    delivered again, and writes nothing. And where an older row is read again from the topic over a newer one of
    the disk, the table is one that no order of writing leads to. The mark holds for the next start alone.
    """
    (tables / _COMPLETE).touch()


def _drop_unless_complete(folder: Path) -> None:
    try:
        (folder / _TABLES / _COMPLETE).unlink()
    except FileNotFoundError:
        if discard_tables(folder):
            log.warning("the last worker here did not stop cleanly; its tables are read anew", data=str(folder))


def keep_tables_of(folder: Path, identity: dict[str, str]) -> bool:
    """Throw the folder's tables away where they copy other topics than `identity` names; returns whether.

    `identity`: what tells one set of table topics from another of the same names (cluster, topic ids). Tables
    that are ahead of their topics would make Faust refuse to start.
    """
    stamp = folder / "tables.json"
    wanted = json.dumps(identity, sort_keys=True)
    try:
        known = stamp.read_text(encoding="utf-8")
    except FileNotFoundError:
        known = ""
    if known == wanted:
        return False
    had_tables = discard_tables(folder)
    stamp.write_text(wanted, encoding="utf-8")
    return had_tables


def discard_tables(folder: Path) -> bool:
    """Throw the folder's tables away, to be read again from their topics; returns whether there were any."""
    (folder / "tables.json").unlink(missing_ok=True)
    tables = folder / _TABLES
    if not tables.exists():
        return False
    shutil.rmtree(tables)
    return True
