"""Faust's tables with rows written and read again in batches, and a recovery that loses nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NoReturn

import faust
import rocksdict
import structlog
from faust.tables.manager import TableManager
from faust.tables.recovery import Recovery
from faust.types import TP
from mode import Service

from streams.kafka.exits import Exit, abort

log = structlog.get_logger("communique.worker")

TELL_SECONDS = 3.0
_SIZES = ("rocksdb.total-sst-files-size", "rocksdb.cur-size-all-mem-tables")
DISK_ADVICE = "the tables cannot be written: is the disk of COMMUNIQUE_DATA_DIR full? Nothing is lost; make room"


def is_disk_error(error: BaseException) -> bool:
    """Whether RocksDB could not read or write its files."""
    return str(error).startswith("IO error")


def _unwritable(error: Exception) -> NoReturn:
    if is_disk_error(error):
        abort(Exit.DISK, DISK_ADVICE, error=str(error))
    abort(Exit.CRASHED, "a table could not be written", error=repr(error))


class ExactTable(faust.Table):  # type: ignore[misc]
    """A table on disk whose rows are written with `put`.

    Faust's own way of writing one (`table[key] = value`) goes through six layers and two futures, and notes the
    offset of each row on the disk.
    """

    def put(self, partition: int, key: bytes, value: bytes | None) -> None:
        """Write a row, or delete it (None), on the disk, and hand it to the producer for the table's topic."""
        db = self.data._db_for_partition(partition)  # noqa: SLF001
        try:
            if value is None:
                db.delete(key)
            else:
                db.put(key, value)
        except Exception as error:  # noqa: BLE001 - RocksDB's errors have no class of their own
            _unwritable(error)
        confirmed = partial(self._confirmed, partition)
        self.app.producer.put(self.changelog_topic_name, key, value, partition=partition, confirmed=confirmed)

    def _confirmed(self, partition: int, offset: int) -> None:
        # Not where the partition has gone meanwhile: the store would open its files again, past its own end even.
        if partition in self.data._dbs:  # noqa: SLF001
            self.data.set_persisted_offset(TP(self.changelog_topic_name, partition), offset)

    def row(self, partition: int, key: bytes) -> bytes | None:
        """The row under the key; None where there is none, or the partition is not here. Safe on any thread."""
        db = self.data._dbs.get(partition)  # noqa: SLF001
        value: bytes | None = db.get(key) if db is not None else None
        return value

    def rows(self, partition: int) -> Iterator[bytes]:
        """All rows of a partition that is here, by key, as they are at the call. Safe on any thread."""
        db = self.data._dbs.get(partition)  # noqa: SLF001
        for key, row in db.items() if db is not None else ():
            if key != self.data.offset_key:
                yield row

    def find(self, key: bytes) -> bytes | None:
        """The row under the key in any of the partitions that are here."""
        return next((row for partition in tuple(self.data._dbs) if (row := self.row(partition, key)) is not None), None)  # noqa: SLF001

    def size(self) -> tuple[int, int]:
        """How many rows and bytes the partitions that are here have, as RocksDB estimates them."""
        found = tuple(self.data._dbs.values())  # noqa: SLF001
        rows = sum(db.property_int_value("rocksdb.estimate-num-keys") or 0 for db in found)
        size = sum(db.property_int_value(name) or 0 for db in found for name in _SIZES)
        return rows, size

    def apply_changelog_batch(self, batch: Iterable[Any]) -> None:
        """Write the rows of messages of the table's topic, each of which is a `Batch`."""
        for event in batch:
            message = event.message
            rows = rocksdict.WriteBatch(raw_mode=True)
            for record in message.records:
                if record.value is None:
                    rows.delete(record.key)
                else:
                    rows.put(record.key, record.value)
            try:
                self.data._db_for_partition(message.partition).write(rows)  # noqa: SLF001
                self.data.set_persisted_offset(message.tp, message.offset)
            except Exception as error:  # noqa: BLE001 - likewise; Faust would log it and go on without the rows
                _unwritable(error)


class SafeRecovery(Recovery):  # type: ignore[misc]
    """Recovery that hands over with the flow stopped.

    `on_recovery_completed` seeks to the committed offsets while the fetcher runs, then resumes the flow, which
    empties every queue: what was fetched in between vanished (issue 596).
    """

    async def on_recovery_completed(self, generation_id: int = 0) -> None:
        """Stop the flow, then do as before: the original resumes it."""
        self.app.consumer.stop_flow()
        self.app.flow_control.suspend()
        await super().on_recovery_completed(generation_id)

    @Service.task  # type: ignore[untyped-decorator]
    async def _tell(self) -> None:
        while not self.should_stop:
            await self.sleep(TELL_SECONDS)
            left = self.active_remaining_total() if self.in_recovery else 0
            if left > 0:
                log.info("tables are read from their topics", rows_left=left)


class SafeTableManager(TableManager):  # type: ignore[misc]
    """Tables with the recovery above."""

    _recovery: SafeRecovery | None

    @property
    def recovery(self) -> SafeRecovery:
        """The recovery service, made at first use as in the original."""
        if self._recovery is None:
            self._recovery = SafeRecovery(self.app, self, beacon=self.beacon, loop=self.loop)
        return self._recovery
