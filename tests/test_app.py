"""The agent that takes records through a stage, without a broker."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from faust.types import TP

from schemas.message import Message
from schemas.topics import ARTICLES_RAW
from streams.app import _Agent
from streams.kafka.faust_fixes import Batch, ExactApp
from streams.metrics import Metrics
from streams.settings import Settings
from streams.stage import Step

RAW = TP(ARTICLES_RAW.name, 0)


class StopsTheFlow:
    """A stage that says nothing, and during whose second record a rebalance begins."""

    name, source, table = "intake", ARTICLES_RAW, None

    def __init__(self, app: ExactApp) -> None:
        self._app = app
        self.seen: list[str] = []

    def restore(self, items: Any) -> None:
        """Remembers nothing."""

    def handle(self, message: Message) -> Step:
        self.seen.append(message.key)
        if len(self.seen) == 2:
            self._app.consumer.stop_flow()
        return Step()


def test_a_rebalance_does_not_wait_for_the_rest_of_a_batch(tmp_path: Path) -> None:
    """What was begun is done and can be committed; the rest is read again by whoever has the partition then."""

    async def scenario() -> None:
        app = ExactApp("test", broker="kafka://127.0.0.1:1", datadir=tmp_path, store="memory://")
        consumer = app.consumer
        consumer.check_presence = lambda: None
        consumer.resume_flow()
        consumer.progress.restart({RAW: 0})
        batch = Batch(*RAW, 4, None, None, None, None, None, None, tp=RAW)
        batch.records = [
            SimpleNamespace(key=b"%d" % offset, value=b"{}", headers=(), timestamp=0, partition=0, offset=offset)
            for offset in range(5)
        ]
        for record in batch.records:
            consumer.progress.fetched(RAW, record.offset)
        stage = StopsTheFlow(app)
        await _Agent(app, Settings(), stage, Metrics("test", "test"))._take(batch)
        assert stage.seen == ["0", "1"]
        assert consumer.progress.committable(RAW) == 2

    asyncio.run(scenario())
