"""Rows of the workers' tables, wherever they are: here, or with the worker that has their partition."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import quote

from aiokafka.partitioner import murmur2
from faust.types import TP

FORWARD_SECONDS = 5.0
MAX_ANSWER_BYTES = 64 * 1024 * 1024


class NotReadyError(RuntimeError):
    """The tables are being handed over or read, or their owner does not answer: ask again in a moment."""


class Rows(Protocol):
    """What the pages need of the tables."""

    def get(self, table: str, key: str) -> bytes | None:
        """The row of the key; raises NotReadyError."""

    def here(self, table: str, key: str) -> bytes | None:
        """The row of the key if its partition is here."""

    def all_here(self, table: str) -> Iterator[bytes]:
        """The rows of the partitions that are here; raises NotReadyError."""

    def elsewhere(self, page: str) -> list[bytes]:
        """The answers of all other workers to the page; raises NotReadyError."""


class Tables:
    """`Rows` over the tables of a Faust application. Safe on any thread.

    Who owns a partition is what the group's leader told every worker with the last assignment; it names each by
    its `web_url`. A key's partition is that of the key as producers have it.
    """

    def __init__(self, app: Any, tables: Mapping[str, Any]) -> None:
        self._app = app
        self._tables = tables

    def get(self, table: str, key: str) -> bytes | None:
        """See `Rows`."""
        owner = self._owner(table, key)
        if owner == self._own_url:
            return self.here(table, key)
        return _ask(f"{owner}/rows/{table}/{quote(key, safe='')}")

    def here(self, table: str, key: str) -> bytes | None:
        """See `Rows`."""
        row: bytes | None = self._tables[table].row(self._partition(table, key), key.encode())
        return row

    def all_here(self, table: str) -> Iterator[bytes]:
        """See `Rows`."""
        if not self._app.tables.recovery.completed.is_set() or self._app.rebalancing:
            raise NotReadyError("this worker's tables are being handed over or read")
        for partition in self._actives(table):
            yield from self._tables[table].rows(partition)

    def elsewhere(self, page: str) -> list[bytes]:
        """See `Rows`."""
        others = {str(url) for url in self._app.assignor.tables_metadata() if str(url) != self._own_url}
        answers = [_ask(url + page) for url in sorted(others)]
        return [answer for answer in answers if answer is not None]

    @property
    def _own_url(self) -> str:
        return str(self._app.conf.canonical_url)

    def _partition(self, table: str, key: str) -> int:
        return int((murmur2(key.encode()) & 0x7FFFFFFF) % self._tables[table].partitions)

    def _actives(self, table: str) -> list[int]:
        topic = self._tables[table].changelog_topic_name
        return sorted(tp.partition for tp in self._app.assignor.assigned_actives() if tp.topic == topic)

    def _owner(self, table: str, key: str) -> str:
        partition = TP(self._tables[table].changelog_topic_name, self._partition(table, key))
        for url, topics in self._app.assignor.tables_metadata().items():
            if partition.partition in topics.get(partition.topic, ()):
                return str(url)
        raise NotReadyError("the table's partition is being handed over")


def _ask(url: str) -> bytes | None:
    try:
        with urllib.request.urlopen(url, timeout=FORWARD_SECONDS) as answer:  # noqa: S310 - a worker's own address
            body: bytes = answer.read(MAX_ANSWER_BYTES)
            return body
    except urllib.error.HTTPError as error:
        if error.code == HTTPStatus.NOT_FOUND:
            return None
        raise NotReadyError(f"the worker at {url} answers {error.code}") from error
    except OSError as error:
        raise NotReadyError(f"the worker at {url} does not answer ({error})") from error
