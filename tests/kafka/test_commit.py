"""The consumer commits what was processed and delivered, no more; a broker is not needed to see it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from faust.types import TP

from streams.kafka import faust_fixes
from streams.kafka.faust_fixes import ExactApp, ExactConsumer, check_versions

RAW = TP("articles.raw", 0)


class Recorded(ExactConsumer):
    """A consumer that notes what it would tell the broker."""

    committed: list[dict[TP, int]]

    def assignment(self) -> set[TP]:
        return {RAW}

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:
        self.committed.append(dict(offsets))
        return True


def run(scenario: Callable[[Recorded], Coroutine[Any, Any, None]], folder: Path) -> None:
    async def prepared() -> None:
        app = ExactApp("test", broker="kafka://127.0.0.1:1", datadir=folder, store="memory://")
        app.transport.Consumer = Recorded
        app.topics._acking_topics.add(RAW.topic)
        consumer: Recorded = app.consumer
        consumer.committed = []
        consumer.progress.restart({RAW: 5})
        consumer._committed_offset[RAW] = 5
        await scenario(consumer)

    asyncio.run(prepared())


def process(consumer: ExactConsumer, *offsets: int) -> None:
    for offset in offsets:
        consumer.progress.fetched(RAW, offset)
        assert consumer.progress.takes(RAW, offset)
        consumer.progress.done(RAW, offset)


def test_a_commit_waits_for_deliveries_and_covers_only_what_was_done_when_it_began(tmp_path: Path) -> None:
    async def scenario(consumer: Recorded) -> None:
        delivery: asyncio.Future[Any] = asyncio.Future()
        process(consumer, 5)
        consumer.app.producer.deliveries.add(delivery)
        commit = asyncio.create_task(consumer.commit())
        await asyncio.sleep(0.15)  # longer than Faust's own flush waits
        process(consumer, 6)
        assert consumer.committed == []
        delivery.set_result(None)
        await commit
        assert consumer.committed == [{RAW: 6}]
        await consumer.commit()
        assert consumer.committed == [{RAW: 6}, {RAW: 7}]

    run(scenario, tmp_path)


def test_what_faust_takes_for_acknowledged_is_not_committed(tmp_path: Path) -> None:
    """Faust acknowledges records that it skips, and commits past one that is at work on the first commit."""

    async def scenario(consumer: Recorded) -> None:
        consumer._acked[RAW].extend([6, 7, 8])
        process(consumer, 5)
        consumer.progress.fetched(RAW, 6)
        await consumer.commit()
        assert consumer.committed == [{RAW: 6}]

    run(scenario, tmp_path)


def test_records_fetched_while_a_seek_went_on_are_given_up_and_sought_again(tmp_path: Path) -> None:
    async def scenario(consumer: Recorded) -> None:
        sought = []

        async def fetched(timeout: float) -> Any:
            consumer._seeks += 1
            return {RAW: [SimpleNamespace(offset=9)]}, {RAW}

        async def seek() -> None:
            sought.append(True)

        consumer._wait_next_records = fetched
        consumer.perform_seek = seek
        assert [record async for record in consumer.getmany(1.0)] == []
        assert sought

    run(scenario, tmp_path)


def test_a_group_without_a_commit_goes_back_to_the_beginning(tmp_path: Path) -> None:
    """aiokafka seeks only where there is a committed offset; what was dropped before the first commit was lost."""

    async def scenario(consumer: Recorded) -> None:
        sought: list[Any] = []

        class Thread:
            async def seek_to_committed(self) -> dict[TP, int | None]:
                return {RAW: None, TP("test-table-changelog", 0): None}

            async def seek_to_beginning(self, *partitions: Any) -> None:
                sought.extend(partitions)

        consumer._thread = Thread()
        consumer.progress.fetched(RAW, 5)
        await consumer.perform_seek()
        assert sought == [RAW]
        assert consumer.progress.fetched(RAW, 0)

    run(scenario, tmp_path)


def test_another_version_of_faust_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(faust_fixes.VERSIONS, "faust-streaming", "0.16.0")
    with pytest.raises(RuntimeError, match=r"faust-streaming 0\.15\.3 is installed"):
        check_versions()


def test_the_watch_that_wants_a_position_of_every_partition_is_off(tmp_path: Path) -> None:
    """Amid a rebalance a partition has none yet, and the watch crashed the worker."""

    async def scenario(consumer: Recorded) -> None:
        await consumer.verify_all_partitions_active()

    run(scenario, tmp_path)
