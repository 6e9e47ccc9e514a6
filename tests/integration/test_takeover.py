"""A worker that is gone for good, with its disk: another has its tables back from their topics.

This is what there is instead of stand-by replicas, see streams/kafka/README.md.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from deploy.kafka.broker import Broker
from streams.resolve.rows import event_of
from tests.integration.harness import CORPUS, Feed, corpus, differences, embedded, embedded_rows

pytestmark = pytest.mark.kafka


def test_a_running_worker_takes_over_the_tables_of_one_that_is_lost_with_its_disk(
    broker: Broker, tmp_path: Path
) -> None:
    """What comes after is dealt with as if nothing had happened: copies of what the lost one knew, and more reports."""
    records = corpus(CORPUS)
    half = len(records) // 2
    feed = Feed(broker, tmp_path)
    try:
        lost = feed.start()
        lost.wait_for("worker ready")
        feed.ingest(records[:half])
        feed.drain(60)
        heir = feed.start()
        heir.wait_for("worker ready")
        folder = lost.folder()
        assert folder
        lost.kill()
        shutil.rmtree(folder)
        feed.workers.remove(lost)
        feed.ingest(records[half:])
        feed.drain(60)
        assert set(re.findall(r"table remembered.* table=(\w+)", heir.says())) >= {"lines", "articles", "readings"}
        assert differences(feed.outputs(), embedded(records, tmp_path)) == []
        assert _events(feed.rows("readings")) == _events(embedded_rows("readings", tmp_path))
        status, page = heir.get("/relations/RUS/KAZ")
        assert status == 200
        assert json.loads(page)["events"] > 0
    finally:
        feed.close()


def _events(rows: dict[str, bytes]) -> dict[str, bytes]:
    """The rows of events; those of articles tell of the way, too."""
    return {key: row for key, row in rows.items() if event_of(key)}
