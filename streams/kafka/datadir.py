"""A folder for each worker's tables: the same one after a restart, never one of two at a time."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAX_WORKERS = 1_000


class DataFolderError(OSError):
    """There is no place for the tables; the message says why."""


@contextmanager
def worker_folder(data_dir: Path) -> Iterator[Path]:
    """The first of `data_dir/worker-1`, `worker-2` … that no living process holds, held for the block.

    The numbers follow the order of starting, so a worker started again finds tables that are almost up to date;
    tables are a copy of their topics in any case, and what is missing is read again. The lock is the kernel's
    and dies with the process. Raises DataFolderError.
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
            yield folder.resolve()
            return
    raise DataFolderError(f"{data_dir} holds {MAX_WORKERS} running workers")


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
    tables = folder / "faust"
    if not tables.exists():
        return False
    shutil.rmtree(tables)
    return True
