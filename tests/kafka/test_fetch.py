"""What the requests for records ask of the broker: aiokafka's own fetcher makes them here, and none is sent."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace

from aiokafka import TopicPartition
from aiokafka.consumer.fetcher import Fetcher, FetchResult
from aiokafka.consumer.subscription_state import SubscriptionState

from streams.kafka.faust_fixes import HELD_BACK_MS, IDLE_MS, ConsumerThread, ExactApp

RAW, CLEAN, TABLE = (TopicPartition(topic, 0) for topic in ("articles.raw", "articles.clean", "articles-changelog"))


def patience(folder: Path, *held: TopicPartition) -> int:
    """For how many milliseconds the broker may hold a request, while records of `held` wait to be taken."""

    async def asked() -> int:
        app = ExactApp("test", broker="kafka://127.0.0.1:1", datadir=folder, store="memory://")
        app.topics._acking_topics.update({RAW.topic, CLEAN.topic})
        thread = ConsumerThread(app.consumer)
        subscriptions = SubscriptionState()
        subscriptions.assign_from_user({RAW, CLEAN, TABLE})
        for partition in (RAW, CLEAN, TABLE):
            subscriptions.seek(partition, 0)
        cluster = SimpleNamespace(leader_for_partition=lambda _: 1)
        loop = asyncio.get_running_loop()
        client = SimpleNamespace(_loop=loop, _metadata_max_age_ms=300_000, cluster=cluster)
        fetcher = Fetcher(client, subscriptions, prefetch_backoff=0)
        fetcher._fetch_task.cancel()
        thread._consumer = SimpleNamespace(_fetcher=fetcher)
        thread._do_not_wait_for_others()
        assignment = subscriptions.subscription.assignment
        for partition in held:
            fetcher._records[partition] = FetchResult(
                partition, assignment=assignment, partition_records=None, backoff=0
            )
        [(_, request)], *_ = fetcher._get_actions_per_node(assignment)
        return int(request._max_wait_ms)

    return asyncio.run(asked())


def test_a_partition_whose_records_are_taken_soon_does_not_wait_for_an_idle_one(tmp_path: Path) -> None:
    assert patience(tmp_path, RAW) == HELD_BACK_MS


def test_an_idle_worker_leaves_its_request_with_the_broker(tmp_path: Path) -> None:
    """Rows of tables come back to the one that wrote them, and nobody takes them: they are no reason to hurry."""
    assert patience(tmp_path) == IDLE_MS
    assert patience(tmp_path, TABLE) == IDLE_MS
