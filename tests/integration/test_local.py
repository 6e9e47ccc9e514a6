"""`make up` and `make down`: Kafka and a worker in the background, as often as you like."""

from __future__ import annotations

from pathlib import Path

import pytest
from kafka.admin import KafkaAdminClient

from deploy.kafka.broker import free_port
from deploy.local import Local, main
from schemas.topics import TOPICS

pytestmark = pytest.mark.kafka


def test_up_serves_twice_is_once_and_down_leaves_nothing(
    kafka_installed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMMUNIQUE_WEB_PORT", str(free_port()))
    port = free_port()
    try:
        assert main(["up", "--home", str(tmp_path), "--port", str(port)]) == 0
        said = capsys.readouterr().out
        assert f"ingest tests/corpus/input --to kafka://127.0.0.1:{port}" in said
        local = Local(tmp_path, None)
        pids = local.broker.pid, local.worker.pid
        assert None not in pids
        admin = KafkaAdminClient(bootstrap_servers=local.broker.address)
        assert {topic.name for topic in TOPICS} <= set(admin.list_topics())
        admin.close()
        assert main(["up", "--home", str(tmp_path)]) == 0
        assert (local.broker.pid, local.worker.pid) == pids
    finally:
        assert main(["down", "--home", str(tmp_path)]) == 0
    assert main(["status", "--home", str(tmp_path)]) == 1
